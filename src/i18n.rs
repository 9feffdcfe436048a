//! The widget's own words, dates and numbers, compiled in.
//!
//! The browser is not asked: Chromium claims to know Azerbaijani dates and prints `M12` for
//! December. Facts are CLDR's. A word that a language lacks does not compile.

mod az;
mod en;
mod ru;
mod tr;

use crate::decimal::Decimal;
use crate::model::Code;
use crate::time::{Civil, Day};

/// A language that the widget speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Azerbaijani
    Az,
    /// English
    En,
    /// Russian
    Ru,
    /// Turkish
    Tr,
}

/// All words of one language. `#` stands for what is filled in.
pub struct Words {
    /// The language tag.
    pub tag: &'static str,
    /// The mark between whole and fraction.
    decimal_mark: char,
    /// The mark between groups of three digits.
    group_mark: char,
    /// A percentage.
    percent: &'static str,
    /// The months as they stand after a day.
    months: [&'static str; 12],
    /// Between a long date and the time.
    date_time: &'static str,
    /// The day where space is short.
    pub short_date: fn(Day) -> String,
    /// Codes of currencies, each with its name behind it, parted by semicolons: a list of pairs weighs as much again.
    currencies: &'static str,
    /// Name of the rates block.
    pub rates: &'static str,
    /// Heading of similar news.
    pub similar: &'static str,
    /// Heading of the same list when it holds others.
    pub more: &'static str,
    /// Unfolds the body.
    pub read_on: &'static str,
    /// Folds it again.
    pub show_less: &'static str,
    /// The link to the whole text, where only a part of it is here.
    pub read_whole: &'static str,
    /// A video that is on another site.
    pub video: &'static str,
    /// A recording that is on another site.
    pub audio: &'static str,
    /// Something else that is on another site.
    pub embedded: &'static str,
    /// Name of a table for who cannot see it.
    pub table: &'static str,
    /// The channel's link.
    pub subscribe: &'static str,
    /// Flag of an urgent article.
    pub urgent: &'static str,
    /// Flag of a paid article.
    pub sponsored: &'static str,
    /// An age of less than a minute.
    just_now: &'static str,
    /// Ages in minutes, hours and days, in the forms that `form` tells apart.
    ago: [&'static [&'static str]; 3],
    /// Which form a number takes.
    form: fn(i64) -> usize,
    /// Articles that came and wait, on a button.
    pub fresh: &'static str,
    /// The same, read aloud.
    pub fresh_aloud: &'static str,
    /// Stops the looking again.
    pub pause: &'static str,
    /// Goes on with it.
    pub resume: &'static str,
    /// No articles could be loaded.
    pub news_failed: &'static str,
    /// No rates could be loaded.
    pub rates_failed: &'static str,
    /// What happens next, when it is tried again by itself.
    pub failed_hint: &'static str,
    /// The same when it is not.
    pub failed_hint_once: &'static str,
    /// The source holds no article.
    pub empty: &'static str,
    /// And what that means.
    pub empty_hint: &'static str,
    /// The retry button.
    pub try_again: &'static str,
    /// A rate rose; read aloud before the figure.
    pub up: &'static str,
    /// A rate fell.
    pub down: &'static str,
    /// A rate stayed.
    pub unchanged: &'static str,
    /// The source has no rate for a currency.
    pub no_rate: &'static str,
    /// Heads the column of currencies.
    pub currency_head: &'static str,
    /// Heads that of prices; with the base.
    pub rate_head: &'static str,
    /// Heads that of changes.
    pub change_head: &'static str,
    /// Heads that of what a bank pays.
    pub buy: &'static str,
    /// Heads that of what it takes.
    pub sell: &'static str,
    /// So many days, in the forms that `form` tells apart.
    pub days: &'static [&'static str],
    /// What a price is: base currency for one unit.
    pub per_unit: &'static str,
    /// Stops what moves, and the looking again.
    pub tape_stop: &'static str,
    /// Goes on with it.
    pub tape_run: &'static str,
    /// The history of a rate: currency, days, least, greatest, latest.
    pub history: &'static str,
    /// Name of the converter.
    pub converter: &'static str,
    /// Name of an amount; with its currency.
    pub amount: &'static str,
    /// Copies what came out.
    pub copy: &'static str,
    /// It has been.
    pub copied: &'static str,
    /// What is typed is no number.
    pub no_amount: &'static str,
    /// The day that a change is counted from.
    pub compared: fn(Day) -> String,
}

impl Lang {
    /// The language of a tag (`az`, `az-Latn-AZ`, `RU_ru`); `None` for others.
    pub fn new(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        [Lang::Az, Lang::En, Lang::Ru, Lang::Tr]
            .into_iter()
            .find(|lang| lang.words().tag.eq_ignore_ascii_case(primary))
    }

    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Lang::Az => &az::WORDS,
            Lang::En => &en::WORDS,
            Lang::Ru => &ru::WORDS,
            Lang::Tr => &tr::WORDS,
        }
    }
}

impl Words {
    /// `28 noyabr 2023`
    pub fn date(&self, day: Day) -> String {
        format!("{} {} {}", day.day, of_month(&self.months, day), day.year)
    }

    /// `28 noyabr 2023, 13:30`
    pub fn date_time(&self, civil: Civil) -> String {
        [&self.date(civil.day), self.date_time, &clock(civil)].concat()
    }

    /// `28.11.2023 13:30`, where space is short.
    pub fn short_date_time(&self, civil: Civil) -> String {
        format!("{} {}", (self.short_date)(civil.day), clock(civil))
    }

    /// `13:30 · 2 saat əvvəl`; of another day, with its date.
    pub fn as_of(&self, since: Civil, today: Day, age: i64) -> String {
        let same = since.day == today;
        let when = if same { clock(since) } else { self.short_date_time(since) };
        [&when, " · ", &self.ago(age)].concat()
    }

    /// `2 saat əvvəl`. What comes of the future is a wrong clock's, and has no age.
    pub fn ago(&self, seconds: i64) -> String {
        let [minutes, hours, days] = self.ago;
        let (number, forms) = match seconds {
            ..60 => return self.just_now.to_owned(),
            60..3_600 => (seconds / 60, minutes),
            3_600..86_400 => (seconds / 3_600, hours),
            _ => (seconds / 86_400, days),
        };
        self.counted(forms, number)
    }

    /// `7 gün`
    pub fn days(&self, number: i64) -> String {
        self.counted(self.days, number)
    }

    /// A number in its form.
    fn counted(&self, forms: &[&'static str], number: i64) -> String {
        let form = forms.get((self.form)(number)).or(forms.last());
        fill(form.copied().unwrap_or_default(), &number.to_string())
    }

    /// The digits as published, with the marks of the language: `12.194,21`.
    pub fn decimal(&self, value: Decimal) -> String {
        value.with_marks(self.decimal_mark, self.group_mark)
    }

    /// The amount that a reader typed, see [`Decimal::local`]; `None` when it is none.
    pub fn read(&self, text: &str) -> Option<Decimal> {
        Decimal::local(text, self.decimal_mark, self.group_mark)
    }

    /// `0,12 %`, in Turkish `%0,12`.
    pub fn percent(&self, value: Decimal) -> String {
        fill(self.percent, &self.decimal(value))
    }

    /// `0,01 %`: what is less than that is said to be so.
    pub fn least_percent(&self) -> String {
        Decimal::parse("0.01").map_or_else(String::new, |least| self.percent(least))
    }

    /// The name of a currency, else its code.
    pub fn currency(&self, code: Code) -> String {
        for entry in self.currencies.split(';') {
            if let Some(name) = entry.strip_prefix(code.as_str()) {
                return name.trim_start().to_owned();
            }
        }
        code.as_str().to_owned()
    }
}

/// `13:30`, which all our languages share.
pub fn clock(civil: Civil) -> String {
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

/// A pattern with its `#` filled in.
pub fn fill(pattern: &str, value: &str) -> String {
    let (before, after) = pattern.split_once('#').unwrap_or((pattern, ""));
    [before, value, after].concat()
}

/// A pattern with all its `#` filled in, one after the other.
pub fn fill_all(pattern: &str, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut values = values.iter();
    for (place, part) in pattern.split('#').enumerate() {
        if place > 0 {
            filled.push_str(values.next().copied().unwrap_or_default());
        }
        filled.push_str(part);
    }
    filled
}

/// Of languages with one form, and of those with one for 1 and one for all others.
fn one_or_more(number: i64) -> usize {
    usize::from(number != 1)
}

/// Of twelve texts, that of a day's month.
fn of_month(texts: &[&'static str; 12], day: Day) -> &'static str {
    let text = usize::from(day.month).checked_sub(1).and_then(|index| texts.get(index));
    text.copied().unwrap_or_default()
}

/// `27.11`
fn day_and_month(day: Day) -> String {
    format!("{:02}.{:02}", day.day, day.month)
}

fn dotted(day: Day) -> String {
    format!("{:02}.{:02}.{}", day.day, day.month, day.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn afternoon() -> Civil {
        Timestamp::parse("2023-11-28T13:30:00+04:00").unwrap().civil(240)
    }

    #[test]
    fn dates_take_the_form_of_the_language() {
        let long = |lang: Lang| lang.words().date_time(afternoon());
        assert_eq!(long(Lang::Az), "28 noyabr 2023, 13:30");
        assert_eq!(long(Lang::En), "28 November 2023, 13:30");
        assert_eq!(long(Lang::Ru), "28 ноября 2023, 13:30");
        assert_eq!(long(Lang::Tr), "28 Kasım 2023 13:30");
        let short = |lang: Lang| lang.words().short_date_time(afternoon());
        assert_eq!(short(Lang::Az), "28.11.2023 13:30");
        assert_eq!(short(Lang::En), "28 Nov 2023 13:30");
        assert_eq!(short(Lang::Ru), "28.11.2023 13:30");
        assert_eq!(short(Lang::Tr), "28.11.2023 13:30");
    }

    #[test]
    fn december_is_a_word_and_not_m12() {
        let day = Day { year: 2025, month: 12, day: 1 };
        let december = [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| lang.words().date(day));
        assert_eq!(
            december,
            ["1 dekabr 2025", "1 December 2025", "1 декабря 2025", "1 Aralık 2025"]
        );
    }

    #[test]
    fn old_data_says_its_time_and_of_another_day_its_date() {
        let today = afternoon().day;
        let tomorrow = Day { day: 29, ..today };
        let as_of = |lang: Lang, day, age| lang.words().as_of(afternoon(), day, age);
        assert_eq!(as_of(Lang::Az, today, 7200), "13:30 · 2 saat əvvəl");
        assert_eq!(as_of(Lang::En, today, 3600), "13:30 · 1 hour ago");
        assert_eq!(as_of(Lang::En, tomorrow, 86_400), "28 Nov 2023 13:30 · 1 day ago");
        assert_eq!(as_of(Lang::Az, tomorrow, 59_000), "28.11.2023 13:30 · 16 saat əvvəl");
    }

    #[test]
    fn ages_take_the_form_of_their_number() {
        let all = |age| {
            [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| lang.words().ago(age)).join(", ")
        };
        assert_eq!(all(59), "indicə, just now, только что, az önce");
        assert_eq!(all(60), "1 dəqiqə əvvəl, 1 minute ago, 1 минуту назад, 1 dakika önce");
        assert_eq!(all(3599), "59 dəqiqə əvvəl, 59 minutes ago, 59 минут назад, 59 dakika önce");
        assert_eq!(all(7200), "2 saat əvvəl, 2 hours ago, 2 часа назад, 2 saat önce");
        assert_eq!(all(86_400 * 2), "2 gün əvvəl, 2 days ago, 2 дня назад, 2 gün önce");
        let russian = |number: i64| Lang::Ru.words().ago(number * 86_400);
        for (number, word) in
            [(1, "день"), (4, "дня"), (5, "дней"), (11, "дней"), (14, "дней"), (21, "день")]
        {
            assert_eq!(russian(number), format!("{number} {word} назад"));
        }
        assert_eq!(russian(111), "111 дней назад");
        assert_eq!(russian(122), "122 дня назад");
    }

    #[test]
    fn a_clock_that_is_wrong_makes_no_age_negative() {
        for seconds in [-1, -86_400, i64::MIN, 0] {
            assert_eq!(Lang::En.words().ago(seconds), "just now");
        }
        assert_eq!(Lang::En.words().ago(i64::MAX), "106751991167300 days ago");
    }

    #[test]
    fn figures_keep_their_digits_and_take_the_mark_of_the_language() {
        let value = Decimal::parse("0.022094").unwrap();
        let figures =
            [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| lang.words().decimal(value));
        assert_eq!(figures, ["0,022094", "0.022094", "0,022094", "0,022094"]);
        let change = Decimal::parse("0.12").unwrap();
        let changes =
            [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| lang.words().percent(change));
        assert_eq!(changes, ["0,12%", "0.12%", "0,12\u{A0}%", "%0,12"]);
    }

    #[test]
    fn the_day_that_is_compared_with_has_the_ending_of_its_number() {
        let compared = |month| {
            let day = Day { year: 2025, month, day: 27 };
            [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| (lang.words().compared)(day))
        };
        assert_eq!(compared(11), ["27.11-ə nisbətən", "since 27 Nov", "к 27.11", "27.11'e göre"]);
        let endings: Vec<_> = (1..=12).map(|month| compared(month)[0].clone()).collect();
        let said = ["ə", "yə", "ə", "ə", "ə", "ya", "yə", "ə", "a", "a", "ə", "yə"];
        for (number, (ending, said)) in endings.iter().zip(said).enumerate() {
            assert_eq!(*ending, format!("27.{:02}-{said} nisbətən", number + 1));
        }
        assert_eq!(compared(6)[3], "27.06'ya göre");
        assert_eq!(compared(10)[3], "27.10'a göre");
    }

    #[test]
    fn a_history_is_one_sentence() {
        let told =
            |lang: Lang| fill_all(lang.words().history, &["USD", "30", "1,69", "1,71", "1,7"]);
        assert_eq!(told(Lang::Az), "USD, son 30 gün: 1,69 – 1,71 arası, indi 1,7");
        assert_eq!(told(Lang::En), "USD, last 30 days: from 1,69 to 1,71, now 1,7");
        assert_eq!(Lang::Ru.words().days(21), "21 день");
        assert_eq!(Lang::En.words().days(1), "1 day");
    }

    #[test]
    fn languages_are_found_by_their_primary_tag() {
        assert_eq!(Lang::new("az-Latn-AZ"), Some(Lang::Az));
        assert_eq!(Lang::new("RU_ru"), Some(Lang::Ru));
        assert_eq!(Lang::new("azb"), None);
        assert_eq!(Lang::new(""), None);
    }

    #[test]
    fn long_figures_stand_in_groups_and_are_read_back() {
        let value = Decimal::parse("12194.21").unwrap();
        let all = [Lang::Az, Lang::En, Lang::Ru, Lang::Tr];
        let figures = all.map(|lang| lang.words().decimal(value));
        assert_eq!(figures, ["12.194,21", "12,194.21", "12\u{A0}194,21", "12.194,21"]);
        for (lang, figure) in all.into_iter().zip(&figures) {
            assert_eq!(lang.words().read(figure), Some(value));
        }
        assert_eq!(all.map(|lang| lang.words().read("1.5")), [Decimal::parse("1.5"); 4]);
    }

    #[test]
    fn all_languages_name_the_same_currencies() {
        let codes =
            |lang: Lang| lang.words().currencies.split(';').filter_map(|entry| entry.get(..3));
        let english: Vec<_> = codes(Lang::En).collect();
        for lang in [Lang::Az, Lang::Ru, Lang::Tr] {
            assert_eq!(codes(lang).collect::<Vec<_>>(), english, "{lang:?}");
        }
        for (index, code) in english.iter().enumerate() {
            assert!(Code::new(code).is_some_and(|known| known.as_str() == *code), "{code}");
            assert!(!english[..index].contains(code), "{code} has two names");
        }
        let gold = Code::new("XAU").unwrap();
        let names =
            [Lang::Az, Lang::En, Lang::Ru, Lang::Tr].map(|lang| lang.words().currency(gold));
        assert_eq!(names, ["Qızıl", "Gold", "Золото", "Altın"]);
    }
}
