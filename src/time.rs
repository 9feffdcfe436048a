//! Instants, calendar days, and their one parser.
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

const DAY_SECONDS: i64 = 86_400;

impl Timestamp {
    /// Reads RFC 3339 (`2025-11-28T14:05:00+04:00`). A space or small letters for `T` and `Z`,
    /// missing seconds, `+0400` and a missing zone (read as UTC) are forgiven.
    ///
    /// `None` when the text is no such date, or no day of the calendar.
    ///
    /// ```
    /// use news_widget::time::Timestamp;
    /// assert_eq!(Timestamp::parse("1970-01-02T04:00:00+04:00"), Some(Timestamp(86_400)));
    /// assert_eq!(Timestamp::parse("soon"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Timestamp> {
        let mut scanner = Scanner(text.trim());
        let day = scanner.day()?;
        if scanner.0.is_empty() {
            return Some(Timestamp(day.number() * DAY_SECONDS));
        }
        scanner.one_of(&['T', 't', ' '])?;
        let hour = scanner.number(2)?;
        scanner.one_of(&[':'])?;
        let minute = scanner.number(2)?;
        let mut second = 0;
        if scanner.one_of(&[':']).is_some() {
            second = scanner.number(2)?;
            if scanner.one_of(&['.', ',']).is_some() {
                let rest = scanner.0.trim_start_matches(|c: char| c.is_ascii_digit());
                if rest.len() == scanner.0.len() {
                    return None;
                }
                scanner.0 = rest;
            }
        }
        // 60 is a leap second; it is the next minute's first.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let offset = scanner.offset()?;
        let clock = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Some(Timestamp(day.number() * DAY_SECONDS + clock - offset))
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
    /// Reads `2025-11-28`; what follows a `T` is passed over.
    ///
    /// `None` when the text is no such day.
    pub fn parse(text: &str) -> Option<Day> {
        let mut scanner = Scanner(text.trim());
        let day = scanner.day()?;
        (scanner.0.is_empty() || scanner.0.starts_with(['T', 't', ' '])).then_some(day)
    }

    /// `2025-11-28`, for machines.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468
    }

    fn from_number(number: i64) -> Day {
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

struct Scanner<'a>(&'a str);

impl Scanner<'_> {
    fn number(&mut self, digits: usize) -> Option<i32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        number.parse().ok()
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.0.chars().next().filter(|mark| marks.contains(mark))?;
        self.0 = self.0.strip_prefix(mark)?;
        Some(mark)
    }

    fn day(&mut self) -> Option<Day> {
        let year = self.number(4)?;
        self.one_of(&['-'])?;
        let month = self.number(2)?;
        self.one_of(&['-'])?;
        let day = self.number(2)?;
        let day = Day { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
        // 30 February counts on into March and comes back as another day.
        (Day::from_number(day.number()) == day).then_some(day)
    }

    /// Seconds east of Greenwich; nothing may follow.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(&['Z', 'z', '+', '-']) {
            None | Some('Z' | 'z') => return self.0.is_empty().then_some(0),
            Some('-') => -1,
            Some(_) => 1,
        };
        let hours = self.number(2)?;
        self.one_of(&[':']);
        let minutes = if self.0.is_empty() { 0 } else { self.number(2)? };
        let valid = self.0.is_empty() && hours <= 23 && minutes <= 59;
        valid.then_some(sign * i64::from(hours * 60 + minutes) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        ] {
            assert_eq!(Timestamp::parse(text), afternoon, "{text}");
        }
        assert_eq!(Timestamp::parse("2025-11-28"), Some(Timestamp(1_764_288_000)));
        assert_eq!(Timestamp::parse("0000-01-01T00:00:00Z"), Some(Timestamp(-62_167_219_200)));
        assert_eq!(
            Timestamp::parse("2016-12-31T23:59:60Z"),
            Timestamp::parse("2017-01-01T00:00:00Z")
        );
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
            "28.11.2025",
            "2025-11-28T10:05:00+24:00",
            "2025-11-28T10:05:00 AZT",
            "2025-1-1",
            "20251128",
            "2025-11-28T",
            "١٢٣٤-11-28",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
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
        #[test]
        fn print_and_parse_agree(seconds in -62_167_219_200_i64..253_402_300_800) {
            prop_assert_eq!(Timestamp::parse(&Timestamp(seconds).rfc3339()), Some(Timestamp(seconds)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", seconds in i64::MIN.., offset in -2000..2000) {
            let _ = (Timestamp::parse(&text), Day::parse(&text), Timestamp(seconds).civil(offset));
        }
    }
}
