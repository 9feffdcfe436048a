//! Instants, calendar days, and the one parser of dates for every feed.
//!
//! No clock: "now" is always an argument. No time zones either: an offset in minutes is handed
//! in by whoever knows the zone.

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// A day of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// 0 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A clock and calendar reading in some zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// The day.
    pub day: Day,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// A date as a feed writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The instant.
    pub at: Timestamp,
    /// The text names a day and no time; `at` is then the day's midnight in UTC.
    pub whole_day: bool,
}

const DAY_SECONDS: i64 = 86_400;

impl Date {
    /// Reads RFC 3339, RFC 822, `asctime`, `28.11.2025 14:05`, `28 noyabr 2025, 14:05`, Unix
    /// time and what feeds make of them. Months may be Azerbaijani, Russian, Turkish or English.
    ///
    /// - A time without a zone is UTC; a zone that is unknown makes the text no date.
    /// - `01/05/2024` is ambiguous. The day comes first, unless the second number is over 12.
    /// - A year of two digits is 2000 to 2049 or 1950 to 1999.
    ///   Between dashes it comes first (`03-12-31`), else last (`31.12.03`).
    /// - A month is its first day (`2003-12`), and so is a year (`2003`).
    /// - The day of the week is not compared with the date. One or two words of any language may
    ///   stand before the date as its name.
    /// - Digits alone are Unix seconds (9 or 10) or milliseconds (12 or 13), `20251128` or a year.
    ///
    /// `None` when the text is anything else, or no day of the calendar, or before the year 100:
    /// 1 January of the year 1 is how programs print that there is no date.
    ///
    /// ```
    /// use news_widget::time::{Date, Timestamp};
    /// let date = Date::parse("Fri, 2 Jan 1970 04:00 +0400");
    /// assert_eq!(date, Some(Date { at: Timestamp(86_400), whole_day: false }));
    /// ```
    pub fn parse(text: &str) -> Option<Date> {
        let Written { day, clock, offset } = Written::read(text.trim())?;
        let midnight = day.number() * DAY_SECONDS;
        let seconds = clock.map_or(midnight, |clock| midnight + clock - offset);
        Some(Date { at: Timestamp::printable(seconds)?, whole_day: clock.is_none() })
    }
}

impl Timestamp {
    /// The instant of [`Date::parse`].
    ///
    /// ```
    /// use news_widget::time::Timestamp;
    /// assert_eq!(Timestamp::parse("1970-01-02T04:00:00+04:00"), Some(Timestamp(86_400)));
    /// assert_eq!(Timestamp::parse("soon"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Timestamp> {
        Some(Date::parse(text)?.at)
    }

    /// Reads digits as Unix time: seconds, or milliseconds from 12 digits on. They may have a
    /// sign, and a fraction, which is dropped.
    ///
    /// `None` when the text is anything else or the year is not one of 0 to 9999.
    pub fn from_unix(text: &str) -> Option<Timestamp> {
        let mut reader = Reader { rest: text.trim(), ..Reader::default() };
        let sign = if reader.eat(b"-+") == Some(b'-') { -1 } else { 1 };
        let (number, digits) = reader.number()?;
        reader.pass_fraction();
        if !reader.rest.is_empty() {
            return None;
        }
        Timestamp::printable(sign * if digits < 12 { number } else { number / 1000 })
    }

    /// A year of more than four digits could not be printed.
    fn printable(seconds: i64) -> Option<Timestamp> {
        (-62_167_219_200..253_402_300_800).contains(&seconds).then_some(Timestamp(seconds))
    }

    /// What the clock and calendar show `offset` minutes east of Greenwich.
    pub fn civil(self, offset: i32) -> Civil {
        let local = self.0.saturating_add(i64::from(offset) * 60);
        let clock = local.rem_euclid(DAY_SECONDS);
        Civil {
            day: Day::from_number(local.div_euclid(DAY_SECONDS)),
            hour: u8::try_from(clock / 3600).unwrap_or(0),
            minute: u8::try_from(clock / 60 % 60).unwrap_or(0),
        }
    }

    /// The instant in UTC, for machines: `2025-11-28T10:05:00Z`.
    pub fn rfc3339(self) -> String {
        let Civil { day, hour, minute } = self.civil(0);
        let second = self.0.rem_euclid(60);
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", day.iso())
    }
}

impl Day {
    /// The calendar day as it is written, whatever time and zone follow, in any form that
    /// [`Date::parse`] reads; of Unix time, the day in UTC.
    ///
    /// `None` when the text is no date.
    pub fn parse(text: &str) -> Option<Day> {
        Some(Written::read(text.trim())?.day)
    }

    /// `2025-11-28`, for machines.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468
    }

    /// How many days from Monday to Friday there are after this one, up to and with `end`: the days on which banks
    /// publish. Never negative.
    pub fn workdays_until(self, end: Day) -> i64 {
        let (first, last) = (self.number(), end.number());
        let weeks = (last - first).max(0) / 7;
        let mut workdays = weeks * 5;
        for number in first + weeks * 7 + 1..=last {
            // The first of January 1970 was a Thursday.
            workdays += i64::from((number + 3).rem_euclid(7) < 5);
        }
        workdays
    }

    /// The day that is so many days after 1970-01-01.
    pub fn from_number(number: i64) -> Day {
        let shifted = number + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Day {
            year: i32::try_from(year).unwrap_or(0),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}

/// What a text says, in its own zone.
struct Written {
    day: Day,
    /// Seconds since midnight.
    clock: Option<i64>,
    /// Seconds east of Greenwich.
    offset: i64,
}

impl Written {
    fn read(text: &str) -> Option<Written> {
        // No date is longer, in bytes.
        if text.len() > 128 {
            return None;
        }
        let mut reader = Reader { rest: text, ..Reader::default() };
        if let Some((number, digits @ (9 | 10 | 12 | 13))) = reader.number()
            && reader.rest.is_empty()
        {
            let seconds = if digits < 12 { number } else { number / 1000 };
            let (day, clock) = (seconds / DAY_SECONDS, seconds % DAY_SECONDS);
            return Some(Written { day: Day::from_number(day), clock: Some(clock), offset: 0 });
        }
        reader.rest = text;
        reader.century_less_month();
        reader.read()?;
        let (month, day) = match (reader.month, reader.day) {
            (Some(month), Some(day)) => (month, day),
            _ if reader.clock.is_some() => return None,
            (Some(month), None) => (month, 1),
            (None, None) if reader.strange == 0 => (1, 1),
            _ => return None,
        };
        let day = Day {
            year: i32::try_from(reader.year?).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        };
        // 30 February counts on into March and comes back as another day.
        let exists = Day::from_number(day.number()) == day;
        let offset = reader.offset.unwrap_or(0);
        exists.then_some(Written { day, clock: reader.clock, offset })
    }
}

/// The words that are known, folded, in rows; the first rows have the first letters of words.
///
/// - 0: weekdays, for Azerbaijani and Turkish put them after the date. Before it, any word will do.
/// - 1 to 12: months.
/// - [`ZONES`]: zones, a row for each hour from eight west of Greenwich to nine east. `IST` is
///   missing, for it is India's as well as Israel's and Ireland's. A name whose offset has changed
///   over the years (`MSK`, `TRT`, `SAMT`, `ALMT`) has today's.
/// - [`UTC`]: names that an offset may follow (`GMT+4`).
/// - [`FILLER`]: what says nothing (`2025 г. в 14:05`, `2025-ci il`, `28th`).
/// - [`AM`], [`PM`].
const WORDS: &str = "paz sal car per cum baz ert cər axs sən;\
    jan yan oca янв;feb fev sub фев;mar мар;apr nis апр;may май мая;jun iyun iyn haz июн;\
    jul iyul iyl tem июл;aug avq agu авг;sep sen eyl сен;oct okt eki окт;nov noy kas ноя;\
    dec dek ara дек;\
    pst pt;pdt mst mt;mdt cst ct;cdt est et;edt ast at;adt;-;-;wet etc/gmt etc/utc;\
    met cet bst west;mest cest eet;eest msk trt мск;azt get amt msd samt;azst uzt tmt almt;-;-;-;\
    jst;gmt utc ut;г года в il ci cu saat th st nd rd;am;pm";
const ZONES: i64 = 13;
const UTC: i64 = 31;
const FILLER: i64 = 32;
const AM: i64 = 33;
const PM: i64 = 34;

/// Goes through a text once and keeps what it has found, in whatever order it comes.
#[derive(Default)]
struct Reader<'a> {
    rest: &'a str,
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    clock: Option<i64>,
    offset: Option<i64>,
    /// The month was the first word, so it may be a weekday yet: `mar` is March, and Tuesday in
    /// four languages.
    doubtful: bool,
    /// How many unknown words came before the date.
    strange: u8,
}

impl Reader<'_> {
    fn read(&mut self) -> Option<()> {
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            match self.rest.chars().next() {
                None => return Some(()),
                Some('(') => self.comment()?,
                Some('+' | '-') => self.offset()?,
                Some('0'..='9') => self.date_or_clock()?,
                Some(letter) if is_letter(letter) => self.word()?,
                Some(_) => return None,
            }
        }
    }

    fn eat(&mut self, marks: &[u8]) -> Option<u8> {
        let mark = *self.rest.as_bytes().first().filter(|mark| marks.contains(mark))?;
        self.rest = self.rest.get(1..)?;
        Some(mark)
    }

    /// A run of digits: its value and how many they are, 1 to 18.
    fn number(&mut self) -> Option<(i64, usize)> {
        let (mut value, mut digits) = (0_i64, 0);
        for digit in self.rest.bytes().take_while(u8::is_ascii_digit) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            digits += 1;
        }
        if !(1..=18).contains(&digits) {
            return None;
        }
        self.rest = self.rest.get(digits..)?;
        Some((value, digits))
    }

    fn two_digits(&mut self) -> Option<i64> {
        self.number().filter(|(_, digits)| *digits == 2).map(|(value, _)| value)
    }

    fn pass_fraction(&mut self) {
        let before = self.rest;
        if self.eat(b".,").is_none() || self.number().is_none() {
            self.rest = before;
        }
    }

    /// Comments nest.
    fn comment(&mut self) -> Option<()> {
        let mut depth = 0;
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                (_, self.rest) = self.rest.split_at_checked(at + 1)?;
                return Some(());
            }
        }
        None
    }

    /// `-03-12` is December 2003 in the ISO 8601 of 1988.
    fn century_less_month(&mut self) {
        let before = self.rest;
        if self.eat(b"-").is_some()
            && let Some(year) = self.two_digits()
            && self.eat(b"-").is_some()
            && let Some(month) = self.two_digits()
            && self.rest.is_empty()
        {
            self.year = full_year(year, 2);
            self.month = Some(month);
        } else {
            self.rest = before;
        }
    }

    fn date_or_clock(&mut self) -> Option<()> {
        let (first, digits) = self.number()?;
        if self.rest.starts_with(':') {
            return self.clock(first, digits);
        }
        let after_first = self.rest;
        let nothing_yet = self.year.is_none() && self.day.is_none();
        if nothing_yet && digits == 8 {
            self.year = Some(full_year(first / 10_000, 4)?);
            self.month = Some(first / 100 % 100);
            self.day = Some(first % 100);
        } else if nothing_yet
            && let Some(mark) = self.eat(b"-/.")
            && let Some(second) = self.number()
        {
            self.numeric_date(mark, (first, digits), second)?;
        } else {
            self.rest = after_first;
            if digits <= 2 && self.day.is_none() {
                self.day = Some(first);
            } else if self.year.is_none() {
                self.year = Some(full_year(first, digits)?);
            } else {
                return None;
            }
        }
        // `28-Nov-2025` and `2025-ci il`.
        let before = self.rest;
        if self.eat(b"-/.").is_some() && !self.rest.starts_with(is_letter) {
            self.rest = before;
        }
        Some(())
    }

    /// Two or three numbers with the same mark between them. Dashes are those of ISO 8601, with
    /// two digits or four; the others may leave zeros out.
    fn numeric_date(
        &mut self,
        mark: u8,
        (first, digits): (i64, usize),
        (second, second_digits): (i64, usize),
    ) -> Option<()> {
        let dashes = mark == b'-';
        if second_digits > 2 || dashes && (digits % 2 != 0 || second_digits != 2) {
            return None;
        }
        self.month = Some(second);
        if self.eat(&[mark]).is_none() {
            self.year = Some(full_year(first, digits)?);
            return (dashes && digits == 4).then_some(());
        }
        let (third, third_digits) = self.number()?;
        if dashes && third_digits % 2 != 0 {
            return None;
        }
        if digits == 4 || dashes && third_digits == 2 {
            self.year = Some(full_year(first, digits)?);
            self.day = Some(third);
            return (third_digits <= 2).then_some(());
        }
        self.year = Some(full_year(third, third_digits)?);
        self.day = Some(first);
        if mark == b'/' && second > 12 {
            (self.month, self.day) = (self.day, self.month);
        }
        (digits <= 2).then_some(())
    }

    /// The rest of a time; without colons it is `1000` or `100000`, as after a `T`.
    fn clock(&mut self, first: i64, digits: usize) -> Option<()> {
        let colons = self.eat(b":").is_some();
        let packed = match (colons, digits) {
            (true, 1 | 2) => {
                let minute = self.two_digits()?;
                let second = self.eat(b":").map_or(Some(0), |_| self.two_digits())?;
                first * 10_000 + minute * 100 + second
            }
            (false, 4) => first * 100,
            (false, 6) => first,
            _ => return None,
        };
        self.pass_fraction();
        let (hour, minute, second) = (packed / 10_000, packed / 100 % 100, packed % 100);
        // 24:00 is the next midnight, and second 60, a leap second, the next minute's first.
        let exists = (hour < 24 || packed == 240_000) && minute < 60 && second <= 60;
        let first_one = self.clock.is_none();
        self.clock = Some(hour * 3600 + minute * 60 + second);
        (exists && first_one).then_some(())
    }

    /// `+04:00`, `-0330` or `+4`, after a time.
    fn offset(&mut self) -> Option<()> {
        let sign = if self.eat(b"-+") == Some(b'-') { -1 } else { 1 };
        let (hours, minutes) = match self.number()? {
            (hours, 1 | 2) => (hours, self.eat(b":").map_or(Some(0), |_| self.two_digits())?),
            (both, 4) => (both / 100, both % 100),
            _ => return None,
        };
        self.clock?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        self.zone(sign * (hours * 60 + minutes) * 60)
    }

    /// A zone may be said twice (`-0500 EST`), but not two zones.
    fn zone(&mut self, seconds: i64) -> Option<()> {
        (*self.offset.get_or_insert(seconds) == seconds).then_some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = self.rest.trim_start_matches(|c| is_letter(c) || c == '.' || c == '/');
        let (written, rest) = self.rest.split_at_checked(self.rest.len() - rest.len())?;
        self.rest = rest;
        let row = row_of(written);
        let no_clock = self.clock.is_none();
        let nothing_yet = no_clock && self.year.is_none() && self.day.is_none();
        if row < ZONES {
            if row > 0 {
                if self.month.is_some() && !(self.doubtful && self.year.is_none()) {
                    return None;
                }
                self.month = Some(row);
                self.doubtful = nothing_yet;
            }
            self.eat(b"-");
            return Some(());
        }
        if nothing_yet && self.month.is_none() && row != AM && row != PM {
            self.strange += 1;
            self.eat(b"-");
            return (self.strange <= 2).then_some(());
        }
        let has_day = self.year.is_some() && self.month.is_some() && self.day.is_some();
        match (row, written) {
            (FILLER, _) => Some(()),
            (AM | PM, _) => {
                let clock = self.clock?;
                self.clock = Some(match (row, clock / 3600) {
                    (PM, ..12) => clock + DAY_SECONDS / 2,
                    (AM, 12) => clock - DAY_SECONDS / 2,
                    (AM, 13..) => return None,
                    _ => clock,
                });
                Some(())
            }
            (_, "T" | "t") if no_clock && has_day => {
                let (first, digits) = self.number()?;
                self.clock(first, digits)
            }
            // Atlantic Time, unless it is English.
            (_, "at" | "AT") if no_clock => Some(()),
            _ if no_clock && !has_day => None,
            // Of `GMT+4`, the number counts; that of `Etc/GMT+4` would count westwards.
            (UTC, _) if self.rest.trim_start().starts_with(['+', '-']) => Some(()),
            // RFC 2822 reads the letters of the military as UTC, for RFC 822 had them wrong.
            // There is no J; and `p. m.` is no zone.
            (UTC, _) => self.zone(0),
            (..UTC, _) => self.zone((row - ZONES - 8) * 3600),
            _ if written.len() == 1 && written != "J" && written != "j" => self.zone(0),
            _ => None,
        }
    }
}

/// The row of [`WORDS`] where a word stands; a number beyond the last when there is none.
fn row_of(word: &str) -> i64 {
    let stands = |known: &str, whole: bool| {
        let mut letters = word.chars().filter_map(fold);
        known.chars().all(|letter| letters.next() == Some(letter))
            && (!whole || letters.next().is_none())
    };
    let mut row = 0;
    for words in WORDS.split(';') {
        if words.split(' ').any(|known| stands(known, row >= ZONES)) {
            break;
        }
        row += 1;
    }
    row
}

/// 2000 to 2049 or 1950 to 1999 for two digits. Years below 100 are no date; see [`Date::parse`].
fn full_year(year: i64, digits: usize) -> Option<i64> {
    match digits {
        2 if year < 50 => Some(year + 2000),
        2 => Some(year + 1900),
        4 if year >= 100 => Some(year),
        _ => None,
    }
}

/// Letters of every alphabet, and whatever else is no ASCII and no space: the tables to tell them
/// apart would weigh more than the parser.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && !c.is_whitespace()
}

/// Small letters without marks and dots, so that `İyun`, `IYUN` and `iyun` are one word.
fn fold(letter: char) -> Option<char> {
    match letter {
        '.' | '\u{300}'..='\u{36f}' => None,
        'İ' | 'ı' => Some('i'),
        'Ş' | 'ş' => Some('s'),
        'Ğ' | 'ğ' => Some('g'),
        'Ç' | 'ç' => Some('c'),
        'Ü' | 'ü' => Some('u'),
        'Ə' => Some('ə'),
        'А'..='Я' => char::from_u32(u32::from(letter) + 32),
        _ => Some(letter.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all_are(date: &str, texts: &[&str]) {
        let expected = Timestamp::parse(date);
        assert!(expected.is_some(), "{date}");
        for text in texts {
            assert_eq!(Timestamp::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn workdays_leave_out_the_weekend() {
        let day = |text| Day::parse(text).unwrap();
        // The 28th of November 2025 was a Friday.
        let friday = day("2025-11-28");
        let until = |text| friday.workdays_until(day(text));
        assert_eq!(until("2025-11-28"), 0);
        assert_eq!(until("2025-11-30"), 0);
        assert_eq!(until("2025-12-01"), 1);
        assert_eq!(until("2025-12-02"), 2);
        assert_eq!(until("2025-12-05"), 5);
        assert_eq!(until("2025-12-08"), 6);
        assert_eq!(until("2026-11-27"), 260);
        assert_eq!(until("2025-11-20"), 0, "of tomorrow's rates");
    }

    #[test]
    fn rfc_3339_and_its_common_sins_are_read() {
        let afternoon = Some(Timestamp(1_764_324_300));
        for text in [
            "2025-11-28T14:05:00+04:00",
            "2025-11-28t10:05:00z",
            "2025-11-28 10:05:00Z",
            "2025-11-28T10:05Z",
            "2025-11-28T14:05:00.123456+0400",
            "2025-11-28T10:05:00",
            " 2025-11-28T14:05:00+04 ",
            "2025-11-28T06:35:00-03:30",
            "2025-11-28 10:05:00,5 Z",
            "2025-11-28 14:05:00 +04:00",
            "2025-11-28 14:05:00 +0400 +04",
            "2025-11-28 10:05:00 +0000 UTC",
            "20251128T100500Z",
            "20251128T1005",
            "20251128T140500.5+0400",
            "2025/11/28 10:05",
        ] {
            assert_eq!(Timestamp::parse(text), afternoon, "{text}");
        }
        assert_eq!(Timestamp::parse("2025-11-28"), Some(Timestamp(1_764_288_000)));
        assert_eq!(
            Timestamp::parse("2016-12-31T23:59:60Z"),
            Timestamp::parse("2017-01-01T00:00:00Z")
        );
        all_are("2024-05-02", &["2024-05-01T24:00:00Z", "Wed, 01 May 2024 24:00:00 GMT"]);
    }

    #[test]
    fn rfc_822_and_its_common_sins_are_read() {
        all_are(
            "2024-05-01T06:00:00Z",
            &[
                "Wed, 01 May 2024 10:00:00 +0400",
                "Wed,01 May 2024 10:00:00 +0400",
                "Wed 1 May 2024 10:00 +04:00",
                "Mon, 1 May, 2024, 10:00:00 +04",
                "1 May 24 10:00 UTC+4",
                "Wednesday, 01-May-24 06:00:00 GMT",
                "Wed May  1 06:00:00 2024",
                "Wed May 1 10:00:00 +0400 2024",
                "Wed May 01 2024 10:00:00 GMT+0400 (Azerbaijan Standard Time)",
                "Wed, 1 May 2024 10:00:00 AZT",
                "Wed, 1 May 2024 10:00:00 GMT +04:00",
                "Wed (a (nested) comment), 1(st) May 2024 06:00 -0000",
                "Wed, 01 May 2024 02:00:00 EDT",
                "Wed, 01 May 2024 02:00:00 -0400 (EDT)",
                "Wed, 01 May 2024 02:00:00 -0400 EDT",
                "Wed, 01 May 2024 06:00:00 Z",
                "Wed, 01 May 2024 06:00:00 Etc/GMT",
                "01 May 2024 06:00:00 A",
                "01 May 2024 09:00:00 МСК",
                "01 May 2024 15:00:00 jst",
            ],
        );
        all_are("1999-12-31T23:59:59Z", &["31 Dec 99 23:59:59 +0000"]);
        all_are("2049-12-31", &["31 Dec 49", "31.12.49", "49-12-31"]);
        all_are("1950-12-31", &["31 Dec 50", "31.12.50", "50-12-31"]);
        all_are(
            "2006-02-16T01:39:00Z",
            &["Thu (oh how I hate thursdays), 16(th) Feb(ruary) 2006 01:39 +0000 (GMT r0x0rz)"],
        );
        all_are("2002-12-31T16:54:20Z", &["31 Dec 2002 14:20:20 -0234"]);
        all_are("2006-07-19T13:08:26Z", &["Thu, 19 Jul 2006 23:08:26 +1000"]);
    }

    #[test]
    fn four_languages_and_any_weekday_are_read() {
        all_are(
            "2025-11-28T14:05",
            &[
                "28 noyabr 2025, 14:05",
                "28 NOYABR 2025 14:05",
                "28 noyabr 2025-ci il, saat 14:05",
                "28 noyabr 2025, cümə, 14:05",
                "Cümə axşamı, 28 noyabr 2025, 14:05",
                "Bazar ertəsi, 28 noy 2025 14:05",
                "B.e., 28 noy. 2025 14:05",
                "28 Kasım 2025 14:05",
                "28 KASIM 2025 14:05",
                "28 Kasım 2025 Cuma 14:05",
                "28 Kasım 2025 Çarşamba 14:05",
                "Çrş, 28 Kas 2025 14:05",
                "28 ноября 2025 г. 14:05",
                "28 ноября 2025 г., 14:05",
                "14:05, 28 ноября 2025 г.",
                "28 НОЯБРЯ 2025 года в 14:05",
                "Пт, 28 нояб. 2025 14:05:00",
                "пятница, 28 ноябрь 2025 14:05",
                "November 28, 2025 14:05",
                "November 28th, 2025 at 2:05 PM",
                "NOVEMBER 28, 2025 AT 2:05 PM",
                "Nov. 28 2025 2:05\u{202f}p.m.",
                "28\u{a0}Nov\u{a0}2025 02:05PM UTC",
                "金, 28 Nov 2025 14:05",
                "Segunda-feira, 28 Nov 2025 14:05",
                "Mar, 28 Nov 2025 14:05",
                "Mar, 28.11.2025 14:05",
                "14:05 28.11.2025",
                "28-nov-2025 14:05",
                "28/Nov/2025 14:05",
            ],
        );
        all_are("2025-11-28", &["28 ноября 2025 г.", "November 28, 2025", "28 noyabr 2025-ci il"]);
        let months = [
            "yanvar yan Ocak Oca января янв январь January Jan ocak",
            "fevral fev Şubat Şub февраля фев. ŞUBAT February s\u{327}ubat",
            "mart mar Mart марта мар МАРТ March",
            "aprel apr Nisan Nis апреля апр April",
            "may Mayıs мая май МАЙ May",
            "iyun iyn İyun IYUN Haziran HAZİRAN Haz июня июн June",
            "iyul iyl İYUL i\u{307}yul Temmuz Tem июля июл July",
            "avqust avq Ağustos AĞUSTOS Ağu августа авг August",
            "sentyabr sen Eylül EYLÜL Eyl сентября сен сент. September Sept",
            "oktyabr okt Ekim EKİM Eki октября окт October",
            "noyabr noy Kasım KASIM kasim Kas ноября ноя November",
            "dekabr dek Aralık ARALIK Ara декабря дек December",
        ];
        for (month, names) in (1..).zip(months) {
            for name in names.split(' ') {
                let day = Day { year: 2025, month, day: 9 };
                assert_eq!(Day::parse(&format!("9 {name} 2025")), Some(day), "{name}");
            }
        }
    }

    #[test]
    fn numbers_alone_are_read_day_first() {
        all_are("2024-05-01", &["01.05.2024", "1.5.2024", "01/05/2024", "2024/5/1", "20240501"]);
        all_are("2024-05-01", &["01-05-2024", "24-05-01", "01.05.24", "1.5.2024 г."]);
        all_are("2024-05-01T10:00", &["01.05.2024 10:00", "1.5.2024, 10:00", "1/5/2024 10:00 AM"]);
        all_are("2026-07-31", &["07/31/2026", "31/07/2026", "31.07.2026"]);
        all_are("2003-12-01", &["2003-12", "-03-12", "December 2003"]);
        all_are("2003-01-01", &["2003"]);
    }

    #[test]
    fn an_hour_may_be_one_of_twelve() {
        all_are("2024-05-01T22:05", &["1 May 2024 10:05 PM", "1 May 2024 22:05 PM"]);
        all_are("2024-05-01T12:05", &["1 May 2024 12:05 pm"]);
        all_are("2024-05-01T00:05", &["1 May 2024 12:05 am", "1 May 2024 0:05 AM"]);
        assert_eq!(Date::parse("1 May 2024 13:05 AM"), None);
    }

    #[test]
    fn a_day_without_a_time_says_so() {
        for (text, whole_day) in [
            ("2025-11-28", true),
            ("28.11.2025", true),
            ("2025", true),
            ("Fri, 28 Nov 2025", true),
            ("28 Nov 2025 AZT", true),
            ("2025-11-28T00:00Z", false),
            ("1764288000", false),
        ] {
            assert_eq!(Date::parse(text).map(|date| date.whole_day), Some(whole_day), "{text}");
        }
        all_are("2025-11-28", &["28 Nov 2025 AZT"]);
    }

    #[test]
    fn a_day_is_the_one_that_is_written() {
        for (text, day) in [
            ("2023-10-26T11:30:00+03:00", "2023-10-26"),
            ("2023-10-26T01:30:00+03:00", "2023-10-26"),
            ("2023-10-26T24:00:00Z", "2023-10-26"),
            ("28.11.2025", "2025-11-28"),
            ("20251128", "2025-11-28"),
            ("07/31/2026", "2026-07-31"),
            ("1764324300", "2025-11-28"),
        ] {
            assert_eq!(Day::parse(text).map(Day::iso).as_deref(), Some(day), "{text}");
        }
        assert_eq!(Day::parse("1970-01-31").map(Day::number), Some(30));
        assert_eq!(Day::parse("2025-11-28Tea"), None);
    }

    #[test]
    fn unix_time_is_read_in_seconds_and_milliseconds() {
        all_are("2024-05-01T08:00:00Z", &["1714550400", "1714550400000"]);
        all_are("2001-09-08T01:46:39Z", &["999913599", "999913599000"]);
        for (text, seconds) in [
            ("0", 0),
            ("22013", 22013),
            ("-1", -1),
            ("+1714550400.75", 1_714_550_400),
            (" 1714550400123 ", 1_714_550_400),
            ("-1714550400000", -1_714_550_400),
            ("99999999999", 99_999_999_999),
        ] {
            assert_eq!(Timestamp::from_unix(text), Some(Timestamp(seconds)), "{text}");
        }
        for text in ["", "-", "+-1", "1.", ".5", "1e9", "0x1", "1 2", "9999999999999999"] {
            assert_eq!(Timestamp::from_unix(text), None, "{text}");
        }
        assert_eq!(Timestamp::from_unix("99999999999999999999"), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "2025-02-30",
            "2025-13-01",
            "2025-11-28T25:00:00Z",
            "2025-11-28T10:60Z",
            "2025-11-28T10:05:00.Z",
            "32.11.2025",
            "2025-11-28T10:05:00+24:00",
            "2025-11-28T10:05:00 XYZT",
            "2025-11-28T10:05:00 IST",
            "2025-11-28T10:05:00 p. m.",
            "2025-11-28T10:05:00 CET EET",
            "2025-11-28T10:05:00 Etc/GMT+4",
            "2025-11-28T10:05:00Z+04:00",
            "2025-11-28T10:05:00 10:05",
            "2025-11-28T24:01",
            "2025-1-1",
            "2025-11-28T",
            "2025-11-28T10",
            "2025-11-28 soon",
            "2025-11-28 soon 10:05",
            "2025-11-28.",
            "Mar 28 2025 Dec",
            "2025-11-28 Dec",
            "28 Nov 2025 14:05 Dec",
            "28 2025",
            "28 Nov",
            "Nov 2025 10:05",
            "28 Nov Dec 2025",
            "28 Nov 2025 (unfinished",
            "01.13.2025",
            "31/31/2025",
            "Sat, 31 Jun 2006 23:08:26 +1000",
            "yesterday about 2025",
            "PM 28 Nov 2025 02:05",
            "one two three 28 Nov 2025",
            "99999999",
            "17145504000",
            "20251128100500",
            "9999-12-31T23:59:59-12:00",
            "١٢٣٤-11-28",
            "2004-05-25 오후 11:23:17",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_zero_date_of_an_undated_page_is_none() {
        for text in [
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "Mon, 01 Jan 0001 00:00:00 +0000",
            "0000-00-00 00:00:00",
            "00010101",
            "01.01.0001",
            "0099-12-31",
            "0001-01-01 2025",
            "0001",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_clock_moves_with_the_offset_across_midnight() {
        let civil = Timestamp(1_764_324_300).civil(240);
        assert_eq!((civil.day.iso().as_str(), civil.hour, civil.minute), ("2025-11-28", 14, 5));
        let late = Timestamp(1_764_324_300).civil(14 * 60);
        assert_eq!((late.day.iso().as_str(), late.hour), ("2025-11-29", 0));
        assert_eq!(Timestamp(-1).civil(0).day.iso(), "1969-12-31");
    }

    proptest! {
        // From the year 100 on: earlier ones are no dates.
        #[test]
        fn print_and_parse_agree(seconds in -59_011_459_200_i64..253_402_300_800) {
            prop_assert_eq!(Timestamp::parse(&Timestamp(seconds).rfc3339()), Some(Timestamp(seconds)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", seconds in i64::MIN.., offset in -2000..2000) {
            let _ = (Date::parse(&text), Day::parse(&text), Timestamp(seconds).civil(offset));
            let _ = Timestamp::from_unix(&text);
        }

        #[test]
        fn no_text_that_is_almost_a_date_makes_it_panic(
            text in "([0-9]{1,20}|[-+:./,()TZ ]|Nov|мая|İ|am|pm|GMT|EST|2025|[A-Za-z]){0,16}",
        ) {
            let _ = (Date::parse(&text), Day::parse(&text), Timestamp::from_unix(&text));
        }
    }
}
