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
    /// A percentage.
    percent: &'static str,
    /// The months as they stand after a day.
    months: [&'static str; 12],
    /// Between a long date and the time.
    date_time: &'static str,
    /// The day where space is short.
    pub short_date: fn(Day) -> String,
    /// Names of currencies by code.
    currencies: &'static [(&'static str, &'static str)],
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
        let month = usize::from(day.month).checked_sub(1).and_then(|index| self.months.get(index));
        format!("{} {} {}", day.day, month.copied().unwrap_or_default(), day.year)
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
        let form = forms.get((self.form)(number)).or(forms.last());
        fill(form.copied().unwrap_or_default(), &number.to_string())
    }

    /// The digits as published, with the decimal mark of the language.
    pub fn decimal(&self, value: Decimal) -> String {
        value.with_mark(self.decimal_mark)
    }

    /// `0,12 %`, in Turkish `%0,12`.
    pub fn percent(&self, value: Decimal) -> String {
        fill(self.percent, &self.decimal(value))
    }

    /// The name of a currency, else its code.
    pub fn currency(&self, code: Code) -> String {
        let name = self.currencies.iter().find(|(known, _)| *known == code.as_str());
        name.map_or(code.as_str(), |(_, name)| name).to_owned()
    }
}

/// `13:30`, which all our languages share.
pub fn clock(civil: Civil) -> String {
    format!("{:02}:{:02}", civil.hour, civil.minute)
}

/// The sign of a currency, if it has one of its own: none stands for two of them here.
pub fn sign(code: Code) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 14] = [
        ("USD", "$"),
        ("EUR", "€"),
        ("RUB", "₽"),
        ("TRY", "₺"),
        ("GBP", "£"),
        ("AZN", "₼"),
        ("GEL", "₾"),
        ("KZT", "₸"),
        ("UAH", "₴"),
        ("JPY", "¥"),
        ("INR", "₹"),
        ("ILS", "₪"),
        ("KRW", "₩"),
        ("PLN", "zł"),
    ];
    SIGNS.iter().find(|(known, _)| *known == code.as_str()).map(|(_, sign)| *sign)
}

/// A pattern with its `#` filled in.
pub fn fill(pattern: &str, value: &str) -> String {
    let (before, after) = pattern.split_once('#').unwrap_or((pattern, ""));
    [before, value, after].concat()
}

/// Of languages with one form, and of those with one for 1 and one for all others.
fn one_or_more(number: i64) -> usize {
    usize::from(number != 1)
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
    fn languages_are_found_by_their_primary_tag() {
        assert_eq!(Lang::new("az-Latn-AZ"), Some(Lang::Az));
        assert_eq!(Lang::new("RU_ru"), Some(Lang::Ru));
        assert_eq!(Lang::new("azb"), None);
        assert_eq!(Lang::new(""), None);
    }

    #[test]
    fn no_sign_stands_for_two_currencies() {
        assert_eq!(sign(Code::new("USD").unwrap()), Some("$"));
        assert_eq!(sign(Code::new("CAD").unwrap()), None);
    }
}
