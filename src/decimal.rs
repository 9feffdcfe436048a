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

    /// This divided by `other`, to `significant` digits, half to even. `None` where there is no finite result.
    pub fn divided(self, other: Decimal, significant: u32) -> Option<Decimal> {
        let (above, below) = (self.short(), other.short());
        if below.digits == 0 || above.digits == 0 {
            return None;
        }
        // 18 digits over 18: with 18 more above, at least 18 come out, and all of it fits 128 bits.
        let above_digits = above.digits.checked_mul(10_u128.pow(SHORT))?;
        let (mut digits, rest) = (above_digits / below.digits, above_digits % below.digits);
        let mut scale = i64::from(above.scale) + i64::from(SHORT) - i64::from(below.scale);
        let mut more = rest > 0;
        let wanted = 10_u128.checked_pow(significant)?;
        let mut dropped = 0;
        while digits >= wanted {
            more |= dropped > 0;
            (dropped, digits, scale) = (digits % 10, digits / 10, scale - 1);
        }
        if dropped > 5 || (dropped == 5 && (more || digits % 2 == 1)) {
            digits += 1;
        }
        let number = Decimal { negative: above.negative != below.negative, digits, scale: 0 };
        number.shift(i32::try_from(scale).ok()?)
    }

    /// This times `other`; rounded down to 36 digits where there are more.
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        let exact = self.digits.checked_mul(other.digits);
        let (first, second) =
            if exact.is_some() { (self, other) } else { (self.short(), other.short()) };
        let digits = first.digits.checked_mul(second.digits)?;
        let scale = first.scale.checked_add(second.scale)?;
        Some(Decimal { negative: first.negative != second.negative, digits, scale })
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
        let mut scale = 2;
        while scale > 0 && digits.is_multiple_of(10) {
            (digits, scale) = (digits / 10, scale - 1);
        }
        Some(Decimal { negative: false, digits, scale })
    }

    fn signed(self, scale: u32) -> Option<i128> {
        let factor = 10_u128.checked_pow(scale.checked_sub(self.scale)?)?;
        let digits = i128::try_from(self.digits.checked_mul(factor)?).ok()?;
        Some(if self.negative { -digits } else { digits })
    }

    /// The digits with the decimal mark of a language.
    pub fn with_mark(self, mark: char) -> String {
        let mut reversed = Vec::with_capacity(8);
        let (mut digits, mut place) = (self.digits, 0);
        while digits > 0 || place <= self.scale {
            if place == self.scale && place > 0 {
                reversed.push(mark);
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
        f.write_str(&self.with_mark('.'))
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
        assert_eq!(divided("9.99999", "1"), "10.0000");
        assert_eq!(divided("123456", "1"), "123460");
        assert_eq!(divided("1", "0.00000001"), "100000000");
        assert_eq!(decimal("1").divided(decimal("0"), 5), None);
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
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = Decimal::parse(&text).map(|value| (value.to_string(), value.per(value), value.divided(value, 5), value.times(value), value.change_percent(value)));
        }
    }
}
