//! Exact decimals, taken from the text and printed with the same digits.
//!
//! Never a float: `0.022094` must not become `0.02` or `0.022093999…`. A nominal (100 roubles
//! cost 2.2094) is applied by moving the decimal point.

use std::cmp::Ordering;

/// A decimal number of up to 38 digits, trailing zeros kept: `1.70` is not printed as `1.7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// All digits, without the point.
    digits: u128,
    /// How many of them stand behind the point.
    scale: u32,
}

/// More digits than any bank publishes, and all that 128 bits can hold.
const MAX_DIGITS: u32 = 38;

/// As many digits as may be multiplied by as many.
const SHORT: u32 = 18;

impl Decimal {
    /// Reads `-1.70`, `2e-3` or `+5`; no grouping, no currency sign.
    ///
    /// `None` when the text is anything else, or needs more than 38 digits.
    ///
    /// ```
    /// use news_widget::decimal::Decimal;
    /// let hundred_roubles = Decimal::parse("2.2094");
    /// let one = hundred_roubles.and_then(|value| value.per(Decimal::parse("100")?));
    /// assert_eq!(one.map(|value| value.to_string()), Some("0.022094".into()));
    /// ```
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || (mantissa.contains('.') && fraction.is_empty()) {
            return None;
        }
        let mut digits: u128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            digits = digits.checked_mul(10)?.checked_add(u128::from(digit - b'0'))?;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        Decimal { negative, digits, scale }.shift(exponent.checked_neg()?)
    }

    /// Nothing.
    pub const ZERO: Decimal = Decimal { negative: false, digits: 0, scale: 0 };

    /// One.
    pub const ONE: Decimal = Decimal { negative: false, digits: 1, scale: 0 };

    /// Reads a number as banks print it: a decimal comma, digits in groups (`1 234,56`, `1.234,56`,
    /// `1,234.56`), also what [`Decimal::parse`] reads. Of two different marks the last is the decimal
    /// one; one mark that occurs more than once parts groups; a single comma is a decimal one.
    ///
    /// `None` when the text is anything else.
    pub fn lenient(text: &str) -> Option<Decimal> {
        if let Some(value) = Decimal::parse(text) {
            return Some(value);
        }
        let is_mark = |c: char| c == ',' || c == '.';
        let last = text.rfind(is_mark).unwrap_or_default();
        let mark = text.get(last..)?.chars().next().filter(|c| is_mark(*c)).unwrap_or(',');
        // One mark that occurs more than once parts groups, unless another one stands behind.
        let many = text.matches(is_mark).count();
        let alone = text.matches(mark).count();
        let decimal = alone == 1 || many > alone;
        let mut plain = String::new();
        let mut before = mark;
        for (at, c) in text.char_indices() {
            if is_mark(c) {
                // Two marks in a row part nothing.
                if is_mark(before) {
                    return None;
                }
                if at == last && decimal {
                    plain.push('.');
                }
            } else if !c.is_whitespace() && c != '\'' {
                plain.push(c);
            }
            before = c;
        }
        Decimal::parse(&plain)
    }

    /// Reads the amount that a reader types, in a language with these marks (the group mark is a comma, a
    /// dot or white space); a mark at either end is fine, for the reader is still typing.
    ///
    /// White space and `'` part groups and say nothing. The decimal mark of the language is always one.
    /// Its group mark parts groups where all stand as groups do (`1.234` in Azerbaijani, but not `0.123`);
    /// else a single one is the dot of a numeric keypad, and a decimal mark (`1.5`).
    ///
    /// `None` when the text is anything else (a sign, an exponent, digits of other scripts, nothing), or needs
    /// more than 38 digits.
    pub fn local(text: &str, decimal: char, group: char) -> Option<Decimal> {
        let other = if decimal == ',' { '.' } else { ',' };
        let mut value = Decimal::ZERO;
        // Digits behind the last mark; whether there are any at all, and whether a zero comes first.
        let (mut behind, mut any, mut zero) = (0_u32, false, false);
        let (mut point, mut others, mut grouped) = (false, 0, true);
        for c in text.chars() {
            if let Some(digit) = c.to_digit(10) {
                zero |= !any && digit == 0;
                any = true;
                value.digits = value.digits.checked_mul(10)?.checked_add(u128::from(digit))?;
                behind += 1;
            } else if c == decimal || c == other {
                if point {
                    return None;
                }
                point = c == decimal;
                if others > 0 {
                    grouped &= behind == 3;
                } else if !point {
                    grouped = (1..=3).contains(&behind) && !zero;
                }
                if !point {
                    others += 1;
                }
                behind = 0;
            } else if !c.is_whitespace() && c != '\'' {
                return None;
            }
        }
        if others > 0 && !point {
            grouped &= behind == 3;
            // Where groups are parted by spaces, the dot is the keypad's even before three digits.
            point = others == 1 && !(grouped && group == other);
            grouped |= point;
        }
        if point {
            value.scale = behind;
        }
        let fits = value.scale <= MAX_DIGITS && value.digits < 10_u128.pow(MAX_DIGITS);
        (any && grouped && fits).then_some(value)
    }

    /// The price of one unit when `nominal` units cost this much: a shift of the point, after an
    /// exact multiplication where the nominal is not a power of ten (2, 5, 20, 25, 50 …).
    ///
    /// `None` where no finite decimal exists (a nominal of 3), the nominal is not a whole number from 1 up,
    /// or there is no room.
    pub fn per(self, nominal: Decimal) -> Option<Decimal> {
        let whole = nominal.whole().filter(|units| units.is_positive())?;
        let (mut rest, mut twos, mut fives) = (whole.digits, 0_u32, 0_u32);
        while rest.is_multiple_of(2) {
            (rest, twos) = (rest / 2, twos + 1);
        }
        while rest.is_multiple_of(5) {
            (rest, fives) = (rest / 5, fives + 1);
        }
        if rest != 1 {
            return None;
        }
        let factor = 5_u128
            .checked_pow(twos.saturating_sub(fives))?
            .checked_mul(2_u128.checked_pow(fives.saturating_sub(twos))?)?;
        let digits = self.digits.checked_mul(factor)?;
        Decimal { digits, ..self }.shift(i32::try_from(twos.max(fives)).ok()?)
    }

    /// The same number without digits behind the point, if it has none that count.
    pub fn whole(self) -> Option<Decimal> {
        let one = 10_u128.checked_pow(self.scale)?;
        self.digits.is_multiple_of(one).then(|| Decimal {
            digits: self.digits / one,
            scale: 0,
            ..self
        })
    }

    /// This divided by `other`, to `significant` digits, half to even. `None` where there is no finite result
    /// other than zero, or no room.
    pub fn divided(self, other: Decimal, significant: u32) -> Option<Decimal> {
        let (wanted, below) = (10_u128.checked_pow(significant)?, other.digits);
        if self.digits == 0 || below == 0 {
            return None;
        }
        // By hand: one digit more than is wanted, and each from what the last one left.
        let (mut digits, mut rest) = (self.digits / below, self.digits % below);
        let mut scale = i64::from(self.scale) - i64::from(other.scale);
        while digits < wanted {
            let next = rest.checked_mul(10)?;
            (digits, rest, scale) = (digits * 10 + next / below, next % below, scale + 1);
        }
        // Whatever is left is more than nothing, which a half must know.
        if rest > 0 {
            (digits, scale) = (digits.checked_mul(10)?.checked_add(1)?, scale + 1);
        }
        let number = Decimal { negative: self.negative != other.negative, digits, scale: 0 };
        Some(number.shift(i32::try_from(scale).ok()?)?.rounded(significant))
    }

    /// This times `other`; rounded down to 36 digits where there are more.
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        self.product(other).or_else(|| self.short().product(other.short()))
    }

    /// This times `other`, all digits of it; `None` where there is no room.
    pub fn product(self, other: Decimal) -> Option<Decimal> {
        let digits = self.digits.checked_mul(other.digits)?;
        let scale = self.scale.checked_add(other.scale)?;
        Some(Decimal { negative: self.negative != other.negative, digits, scale })
    }

    /// This to at most so many significant digits, half to even. What has fewer keeps its digits as published,
    /// and 39 digits of which there is no room for the next.
    ///
    /// ```
    /// use news_widget::decimal::Decimal;
    /// let rounded = |text| Decimal::parse(text).map(|value| value.rounded(3).to_string());
    /// assert_eq!(rounded("12194.21"), Some("12200".into()));
    /// assert_eq!(rounded("1.7"), Some("1.7".into()));
    /// ```
    pub fn rounded(self, significant: u32) -> Decimal {
        let Some(wanted) = 10_u128.checked_pow(significant.max(1)) else { return self };
        let (mut digits, mut places) = (self.digits, 0_u32);
        let (mut dropped, mut more) = (0, false);
        while digits >= wanted {
            more |= dropped > 0;
            (dropped, digits, places) = (digits % 10, digits / 10, places + 1);
        }
        if dropped > 5 || (dropped == 5 && (more || digits % 2 == 1)) {
            digits += 1;
        }
        // 9.996 has become 10.00, which is a digit too many.
        if digits == wanted {
            (digits, places) = (digits / 10, places + 1);
        }
        let zeros = 10_u128.checked_pow(places.saturating_sub(self.scale));
        let digits = zeros.and_then(|zeros| digits.checked_mul(zeros));
        let scale = self.scale.saturating_sub(places);
        digits.map_or(self, |digits| Decimal { digits, scale, ..self })
    }

    /// The same number without zeros at the end behind the point.
    pub fn trimmed(self) -> Decimal {
        let mut trimmed = self;
        while trimmed.scale > 0 && trimmed.digits.is_multiple_of(10) {
            (trimmed.digits, trimmed.scale) = (trimmed.digits / 10, trimmed.scale - 1);
        }
        trimmed
    }

    /// How many digits stand before the point: 1 for 0.5, 3 for 744.92.
    pub fn whole_digits(self) -> u32 {
        let all = self.digits.checked_ilog10().unwrap_or(0) + 1;
        all.saturating_sub(self.scale).max(1)
    }

    /// This less `other`.
    pub fn minus(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        let difference = self.signed(scale)?.checked_sub(other.signed(scale)?)?;
        Some(Decimal { negative: difference < 0, digits: difference.unsigned_abs(), scale })
    }

    /// The exact middle of two, with no more digits than it needs.
    pub fn middle(self, other: Decimal) -> Option<Decimal> {
        let negative = Decimal { negative: !other.negative, ..other };
        let sum = self.minus(negative)?;
        if sum.digits.is_multiple_of(2) {
            return Some(Decimal { digits: sum.digits / 2, ..sum });
        }
        Some(Decimal { digits: sum.digits.checked_mul(5)?, scale: sum.scale + 1, ..sum })
    }

    /// Whether dividing by it only moves the point.
    pub fn is_power_of_ten(self) -> bool {
        let mut whole = self.digits;
        while whole > 0 && whole.is_multiple_of(10) {
            whole /= 10;
        }
        whole == 1 && self.whole().is_some()
    }

    /// At most 18 significant digits; what is behind them is dropped.
    fn short(self) -> Decimal {
        let mut short = self;
        while short.digits >= 10_u128.pow(SHORT) && short.scale > 0 {
            (short.digits, short.scale) = (short.digits / 10, short.scale - 1);
        }
        short
    }

    /// The point moved `places` to the left (to the right when negative).
    fn shift(self, places: i32) -> Option<Decimal> {
        let scale = i64::from(self.scale) + i64::from(places);
        if scale > i64::from(MAX_DIGITS) || scale < -i64::from(MAX_DIGITS) {
            return None;
        }
        let missing = u32::try_from(-scale.min(0)).ok()?;
        let digits = self.digits.checked_mul(10_u128.checked_pow(missing)?)?;
        Some(Decimal { digits, scale: u32::try_from(scale.max(0)).ok()?, ..self })
    }

    /// Whether this is more than zero: what a price must be.
    pub fn is_positive(self) -> bool {
        !self.negative && self.digits > 0
    }

    /// How this stands to `other`, whatever their trailing zeros; `None` where 38 digits cannot tell.
    pub fn compare(self, other: Decimal) -> Option<Ordering> {
        let scale = self.scale.max(other.scale);
        Some(self.signed(scale)?.cmp(&other.signed(scale)?))
    }

    /// The change from `previous` to this in per cent, two decimals, half to even, without its
    /// sign and without trailing zeros. `None` where `previous` is not positive or there is no room.
    pub fn change_percent(self, previous: Decimal) -> Option<Decimal> {
        if !previous.is_positive() {
            return None;
        }
        let scale = self.scale.max(previous.scale);
        let (now, then) = (self.signed(scale)?, previous.signed(scale)?);
        let numerator = now.checked_sub(then)?.unsigned_abs().checked_mul(10_000)?;
        let denominator = then.unsigned_abs();
        let (mut digits, rest) = (numerator / denominator, numerator % denominator);
        let half = rest.cmp(&(denominator - rest));
        if half == Ordering::Greater || (half == Ordering::Equal && digits % 2 == 1) {
            digits += 1;
        }
        Some(Decimal { negative: false, digits, scale: 2 }.trimmed())
    }

    /// How many of `parts` this is of `whole`, rounded down; `None` where the whole is nothing, this is less than that,
    /// or there is no room.
    pub fn share(self, whole: Decimal, parts: u32) -> Option<u32> {
        let scale = self.scale.max(whole.scale);
        let (part, whole) = (self.signed(scale)?, whole.signed(scale)?);
        let share = part.checked_mul(i128::from(parts))?.checked_div(whole)?;
        u32::try_from(share).ok()
    }

    fn signed(self, scale: u32) -> Option<i128> {
        let factor = 10_u128.checked_pow(scale.checked_sub(self.scale)?)?;
        let digits = i128::try_from(self.digits.checked_mul(factor)?).ok()?;
        Some(if self.negative { -digits } else { digits })
    }

    /// The digits with the marks of a language: `12.194,21`.
    pub fn with_marks(self, decimal: char, group: char) -> String {
        self.print(decimal, Some(group))
    }

    fn print(self, decimal: char, group: Option<char>) -> String {
        let mut reversed = Vec::with_capacity(8);
        let (mut digits, mut place) = (self.digits, 0);
        while digits > 0 || place <= self.scale {
            if place == self.scale && place > 0 {
                reversed.push(decimal);
            } else if place > self.scale && (place - self.scale).is_multiple_of(3) {
                reversed.extend(group);
            }
            reversed.push(char::from(b'0' + u8::try_from(digits % 10).unwrap_or(0)));
            (digits, place) = (digits / 10, place + 1);
        }
        if self.negative {
            reversed.push('-');
        }
        reversed.iter().rev().collect()
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.print('.', None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn digits_come_out_as_they_went_in() {
        for text in ["0", "1.7", "1.70", "0.022094", "0.04", "2.266", "-0.5", "100", "0.000"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        assert_eq!(decimal("+2").to_string(), "2");
        assert_eq!(decimal("007.10").to_string(), "7.10");
        assert_eq!(decimal("2.2094e-2").to_string(), "0.022094");
        assert_eq!(decimal("17E2").to_string(), "1700");
    }

    #[test]
    fn what_is_no_decimal_is_none() {
        for text in
            ["", "-", ".", "1.", ".5", "1,7", "NaN", "1e", "1e999", "0x1", "1 7", "١", "--1"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(Decimal::parse(&"9".repeat(40)), None);
        assert_eq!(Decimal::parse("1e-39"), None);
    }

    #[test]
    fn a_nominal_moves_the_point_and_loses_nothing() {
        let cases =
            [("2.2094", "100", "0.022094"), ("0.04", "1", "0.04"), ("2.20", "1000", "0.00220")];
        for (value, nominal, one) in cases {
            assert_eq!(decimal(value).per(decimal(nominal)).unwrap().to_string(), one);
        }
        assert_eq!(decimal("1.7").per(decimal("5")).unwrap().to_string(), "0.34");
        assert_eq!(decimal("1.7").per(decimal("20")).unwrap().to_string(), "0.085");
        assert_eq!(decimal("1").per(decimal("8")).unwrap().to_string(), "0.125");
        assert_eq!(decimal("1.7").per(decimal("3")), None);
        assert_eq!(decimal("1.7").per(decimal("0")), None);
    }

    #[test]
    fn banks_print_numbers_in_many_ways() {
        let cases = [
            ("53,8359", "53.8359"),
            ("1 234,50", "1234.50"),
            ("1\u{a0}234,5", "1234.5"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("12'194.21", "12194.21"),
            ("1,234,567", "1234567"),
            ("-16,5", "-16.5"),
            ("5.5e-05", "0.000055"),
            ("0,1144", "0.1144"),
            ("1 ", "1"),
            ("1 000", "1000"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                Decimal::lenient(text).map(|value| value.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["", "-", ",", "n/a", "1,2x", "1,,2,", "٣"] {
            assert_eq!(Decimal::lenient(text), None, "{text}");
        }
    }

    #[test]
    fn division_rounds_half_to_even_at_the_last_digit_wanted() {
        let divided = |above: &str, below: &str| {
            decimal(above).divided(decimal(below), 5).unwrap().to_string()
        };
        assert_eq!(divided("1", "0.58824"), "1.7000");
        assert_eq!(divided("1", "46.634"), "0.021444");
        assert_eq!(divided("1", "3"), "0.33333");
        assert_eq!(divided("2", "3"), "0.66667");
        assert_eq!(divided("1.00005", "1"), "1.0000");
        assert_eq!(divided("1.00015", "1"), "1.0002");
        assert_eq!(divided("9.99999", "1"), "10.000");
        assert_eq!(divided("123456", "1"), "123460");
        assert_eq!(divided("1", "0.00000001"), "100000000");
        assert_eq!(decimal("1").divided(decimal("0"), 5), None);
    }

    #[test]
    fn division_rounds_right_however_long_the_numbers_are() {
        let divided = |above: &str, below: &str, digits| {
            decimal(above).divided(decimal(below), digits).map(|value| value.to_string())
        };
        // A half, and a half and a little: the little stands in the 30th digit.
        assert_eq!(divided("1.000050000000000000000000000000", "1", 5).unwrap(), "1.0000");
        assert_eq!(divided("1.000050000000000000000000000001", "1", 5).unwrap(), "1.0001");
        // 1.00005 and what a third of the last digit leaves.
        assert_eq!(divided("3.00015000000000000000", "3", 5).unwrap(), "1.0000");
        assert_eq!(divided("3.00015000000000000001", "3", 5).unwrap(), "1.0001");
        let third = "33333333333333333333.333333333333333333";
        assert_eq!(divided(third, "3", 20).unwrap(), "11111111111111111111");
        assert_eq!(divided("1", "3", 36).unwrap(), ["0.", &"3".repeat(36)].concat());
        assert_eq!(divided("1", "3", 39), None, "no room");
        assert_eq!(divided("1", &"3".repeat(38), 5), None, "no room");
    }

    #[test]
    fn rounding_keeps_what_has_few_digits_and_adds_none() {
        let cases = [
            ("1.7", 5, "1.7"),
            ("1.70", 2, "1.7"),
            ("1.70", 3, "1.70"),
            ("12194.21", 3, "12200"),
            ("12194.21", 6, "12194.2"),
            ("9.996", 3, "10.0"),
            ("9.6", 1, "10"),
            ("99.5", 2, "100"),
            ("0.022094", 3, "0.0221"),
            ("0.0225", 2, "0.022"),
            ("0.0235", 2, "0.024"),
            ("0.02250001", 2, "0.023"),
            ("-744.92", 4, "-744.9"),
            ("250", 1, "200"),
            ("350", 1, "400"),
            ("0.000", 2, "0.000"),
            ("7", 0, "7"),
        ];
        for (text, digits, expected) in cases {
            assert_eq!(decimal(text).rounded(digits).to_string(), expected, "{text} to {digits}");
        }
        let longest = decimal("340282366920938463463374607431768211455");
        assert_eq!(longest.rounded(40), longest);
        assert_eq!(longest.rounded(7), longest, "no room for 3402824 and zeros");
    }

    #[test]
    fn zeros_are_trimmed_behind_the_point_alone() {
        let cases = [("1.700", "1.7"), ("100", "100"), ("100.00", "100"), ("0.000", "0")];
        for (text, expected) in cases {
            assert_eq!(decimal(text).trimmed().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn whole_digits_stand_before_the_point() {
        let cases = [("0", 1), ("0.5", 1), ("0.0005", 1), ("9.99", 1), ("10", 2), ("744.92", 3)];
        for (text, expected) in cases {
            assert_eq!(decimal(text).whole_digits(), expected, "{text}");
        }
    }

    #[test]
    fn long_numbers_are_printed_in_groups_of_three() {
        let grouped = |text: &str| decimal(text).with_marks(',', '.');
        assert_eq!(grouped("12194.2100"), "12.194,2100");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("1000"), "1.000");
        assert_eq!(grouped("-1234567"), "-1.234.567");
        assert_eq!(grouped("0.022094"), "0,022094");
        assert_eq!(decimal("1234567.5").to_string(), "1234567.5");
    }

    /// Decimal and group mark: Azerbaijani and Turkish, English, Russian.
    const MARKS: [(char, char); 3] = [(',', '.'), ('.', ','), (',', '\u{A0}')];

    #[test]
    fn what_is_typed_is_read_as_its_language_writes_it() {
        // The same text in the three of MARKS.
        let cases = [
            ("1,5", ["1.5", "1.5", "1.5"]),
            ("1.5", ["1.5", "1.5", "1.5"]),
            ("1,234", ["1.234", "1234", "1.234"]),
            ("1.234", ["1234", "1.234", "1.234"]),
            ("1.70", ["1.70", "1.70", "1.70"]),
            ("1,2345", ["1.2345", "1.2345", "1.2345"]),
            ("1234.567", ["1234.567", "1234.567", "1234.567"]),
            ("0.123", ["0.123", "0.123", "0.123"]),
            ("0,123", ["0.123", "0.123", "0.123"]),
            ("1.234.567", ["1234567", "", "1234567"]),
            ("1,234,567", ["", "1234567", ""]),
            ("1.234,5", ["1234.5", "", "1234.5"]),
            ("1,234.5", ["", "1234.5", ""]),
            ("1.234,", ["1234", "", "1234"]),
            ("1.23,5", ["", "", ""]),
            ("1.2.3", ["", "", ""]),
            ("1.234.56", ["", "", ""]),
            ("1234.567.890", ["", "", ""]),
            (".123,5", ["", "", ""]),
            ("5,", ["5", "5", "5"]),
            ("5.", ["5", "5", "5"]),
            (",5", ["0.5", "0.5", "0.5"]),
            (".5", ["0.5", "0.5", "0.5"]),
            (".500", ["0.500", "0.500", "0.500"]),
            ("007", ["7", "7", "7"]),
            ("0", ["0", "0", "0"]),
            ("1 234 567,5", ["1234567.5", "1234567.5", "1234567.5"]),
            (" 1\u{A0}234\u{202F}567\u{2009}890 ", ["1234567890", "1234567890", "1234567890"]),
            ("12'194.21", ["12194.21", "12194.21", "12194.21"]),
        ];
        for (text, expected) in cases {
            let read = MARKS.map(|(decimal, group)| {
                Decimal::local(text, decimal, group)
                    .map_or(String::new(), |value| value.to_string())
            });
            assert_eq!(read, expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_typed_and_no_amount_is_none() {
        let nines = "9".repeat(39);
        let deep = ["0.", &"0".repeat(38), "1"].concat();
        let texts = [
            "", " ", ",", ".", ".,", "1..5", "1,,5", "-1", "+1", "1e3", "1E3", "٣", "१", "１",
            "$5", "5%", "5 AZN", "½", "1/2", "1_000", "∞", &nines, &deep,
        ];
        for (text, (decimal, group)) in
            texts.iter().flat_map(|text| MARKS.map(|marks| (text, marks)))
        {
            assert_eq!(Decimal::local(text, decimal, group), None, "{text:?}");
        }
        let most = "9".repeat(38);
        assert_eq!(Decimal::local(&most, ',', '.').map(|value| value.to_string()), Some(most));
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(decimal("12194.21").minus(decimal("-16.5")).unwrap().to_string(), "12210.71");
        assert_eq!(decimal("40.0").middle(decimal("40.0721")).unwrap().to_string(), "40.03605");
        assert_eq!(decimal("0.5105").middle(decimal("0.5105")).unwrap().to_string(), "0.5105");
        assert_eq!(decimal("1.70").times(decimal("0.3")).unwrap().to_string(), "0.510");
        assert_eq!(decimal("1.0").whole().map(|whole| whole.to_string()).as_deref(), Some("1"));
        assert_eq!(decimal("1.5").whole(), None);
    }

    #[test]
    fn change_is_exact_and_rounds_half_to_even() {
        let change =
            |now: &str, then: &str| decimal(now).change_percent(decimal(then)).unwrap().to_string();
        assert_eq!(change("1.7", "1.698"), "0.12");
        assert_eq!(change("1.98", "1.987"), "0.35");
        assert_eq!(change("0.04", "0.040"), "0");
        assert_eq!(change("1.00125", "1"), "0.12");
        assert_eq!(change("1.00135", "1"), "0.14");
        assert_eq!(change("1.5", "1"), "50");
        assert_eq!(decimal("1").change_percent(decimal("0")), None);
    }

    #[test]
    fn a_share_is_rounded_down() {
        let share = |part: &str, whole: &str| decimal(part).share(decimal(whole), 140);
        assert_eq!(share("0.005", "0.01"), Some(70));
        assert_eq!(share("1", "3.0"), Some(46));
        assert_eq!(share("0", "1"), Some(0));
        assert_eq!(share("1", "0"), None);
        assert_eq!(share("-1", "1"), None);
    }

    #[test]
    fn order_does_not_mind_trailing_zeros() {
        assert_eq!(decimal("1.70").compare(decimal("1.7")), Some(Ordering::Equal));
        assert_eq!(decimal("1.70").compare(decimal("1.701")), Some(Ordering::Less));
        assert_eq!(decimal("-1").compare(decimal("0.1")), Some(Ordering::Less));
    }

    proptest! {
        #[test]
        fn parse_shift_print_loses_no_digit(whole in 0_u64.., fraction in "[0-9]{0,12}", zeros in 0_u32..6) {
            let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
            let value = Decimal::parse(&text).unwrap();
            prop_assert_eq!(value.to_string(), text);
            let one = value.per(decimal(&10_u32.pow(zeros).to_string())).unwrap();
            let back = Decimal::parse(&format!("{one}e{zeros}")).unwrap();
            prop_assert_eq!(back.compare(value), Some(Ordering::Equal));
            let kept = |text: String| text.replace('.', "").trim_start_matches('0').to_owned();
            prop_assert_eq!(kept(one.to_string()), kept(value.to_string()));
        }

        #[test]
        fn what_is_printed_in_groups_is_read_as_the_same_number(digits in 0..10_u128.pow(38), power in 0_u32..38, scale in 0_u32..=38) {
            // As many short numbers as long ones.
            let value = Decimal { negative: false, digits: digits / 10_u128.pow(power), scale };
            for (decimal, group) in MARKS {
                let printed = value.with_marks(decimal, group);
                prop_assert_eq!(Decimal::local(&printed, decimal, group), Some(value), "{}", printed);
            }
        }

        #[test]
        fn rounding_goes_to_the_nearest(digits in 0..10_u128.pow(37), power in 0_u32..37, scale in 0_u32..=38, significant in 1_u32..40) {
            let value = Decimal { negative: false, digits: digits / 10_u128.pow(power), scale };
            // The oracle: the step between numbers of so many digits, and the nearest multiple of it.
            let length = u32::try_from(value.digits.to_string().len()).unwrap();
            let step = 10_u128.pow(length.saturating_sub(significant));
            let (below, rest) = (value.digits / step, value.digits % step);
            let up = rest * 2 > step || (rest * 2 == step && below % 2 == 1);
            let expected = Decimal { digits: (below + u128::from(up)) * step, ..value };
            let rounded = value.rounded(significant);
            prop_assert_eq!(rounded.trimmed(), expected.trimmed());
            prop_assert!(rounded == value || rounded.digits.to_string().trim_end_matches('0').len() <= significant as usize);
            prop_assert_eq!(rounded.rounded(significant), rounded);
            if length <= significant {
                prop_assert_eq!(rounded, value);
            }
        }

        #[test]
        fn trimming_changes_no_number(digits in 0_u64.., scale in 0_u32..=18) {
            let value = Decimal { negative: false, digits: u128::from(digits), scale };
            prop_assert_eq!(value.trimmed().compare(value), Some(Ordering::Equal));
            let text = value.trimmed().to_string();
            prop_assert!(!text.contains('.') || !text.ends_with('0'), "{}", text);
            let whole = text.split('.').next().unwrap().len();
            prop_assert_eq!(value.whole_digits() as usize, whole);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}|[-+0-9.,' eE\u{A0}]{0,60}|[0-9]{30,42}[.,][0-9]{0,42}") {
            for (decimal, group) in MARKS {
                let _ = Decimal::local(&text, decimal, group);
            }
            let read = Decimal::parse(&text).or_else(|| Decimal::lenient(&text));
            let _ = read.map(|value| (value.to_string(), value.per(value), value.divided(value, 5), value.times(value), value.change_percent(value)));
            let _ = read.map(|value| (value.rounded(5), value.rounded(0), value.rounded(u32::MAX), value.trimmed(), value.whole_digits(), value.with_marks(',', '.')));
            let _ = read.map(|value| (value.divided(Decimal::ONE, 37), Decimal::ONE.divided(value, 37), value.product(value)));
        }
    }
}
