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

impl Decimal {
    /// Reads `-1.70`, `2e-3` or `+5`; no grouping, no currency sign.
    ///
    /// `None` when the text is anything else, or needs more than 38 digits.
    ///
    /// ```
    /// use news_widget::decimal::Decimal;
    /// let hundred_roubles = Decimal::parse("2.2094");
    /// let one = hundred_roubles.and_then(|value| value.per(100));
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

    /// The price of one unit when `nominal` units cost this much: a shift of the point, after an
    /// exact multiplication where the nominal is not a power of ten (2, 5, 20, 25, 50 …).
    ///
    /// `None` where no finite decimal exists (a nominal of 3), the nominal is 0, or there is no room.
    pub fn per(self, nominal: u32) -> Option<Decimal> {
        if nominal == 0 {
            return None;
        }
        let (mut rest, mut twos, mut fives) = (nominal, 0_u32, 0_u32);
        while rest.is_multiple_of(2) {
            (rest, twos) = (rest / 2, twos + 1);
        }
        while rest.is_multiple_of(5) {
            (rest, fives) = (rest / 5, fives + 1);
        }
        if rest != 1 {
            return None;
        }
        let factor = 5_u128.checked_pow(twos.saturating_sub(fives))?
            * 2_u128.checked_pow(fives.saturating_sub(twos))?;
        let digits = self.digits.checked_mul(factor)?;
        Decimal { digits, ..self }.shift(i32::try_from(twos.max(fives)).ok()?)
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
        let cases = [("2.2094", 100, "0.022094"), ("0.04", 1, "0.04"), ("2.20", 1000, "0.00220")];
        for (value, nominal, one) in cases {
            assert_eq!(decimal(value).per(nominal).unwrap().to_string(), one);
        }
        assert_eq!(decimal("1.7").per(5).unwrap().to_string(), "0.34");
        assert_eq!(decimal("1.7").per(20).unwrap().to_string(), "0.085");
        assert_eq!(decimal("1").per(8).unwrap().to_string(), "0.125");
        assert_eq!(decimal("1.7").per(3), None);
        assert_eq!(decimal("1.7").per(0), None);
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
            let one = value.per(10_u32.pow(zeros)).unwrap();
            let back = Decimal::parse(&format!("{one}e{zeros}")).unwrap();
            prop_assert_eq!(back.compare(value), Some(Ordering::Equal));
            let kept = |text: String| text.replace('.', "").trim_start_matches('0').to_owned();
            prop_assert_eq!(kept(one.to_string()), kept(value.to_string()));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = Decimal::parse(&text).map(|value| (value.to_string(), value.per(100), value.change_percent(value)));
        }
    }
}
