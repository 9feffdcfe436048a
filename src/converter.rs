//! An amount in another currency, exact where it can be.
//!
//! Both prices go into one fraction, which is divided once: nothing is rounded on the way, and a currency
//! into itself gives the amount.

use std::cmp::Ordering;

use crate::decimal::Decimal;

/// What an amount comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// In units of the other currency.
    pub result: Decimal,
    /// Whether these are all its digits; else it is rounded.
    pub exact: bool,
}

/// More digits than this are no longer read, and are rounded.
const EXACT_DIGITS: u32 = 15;

/// What a rounded result has: so many digits, and as many behind the point as money has.
const DIGITS: u32 = 6;
const FRACTION: u32 = 2;

/// `amount` of one currency in another. Of each: a price in the base, and how many units it buys; for
/// the base itself, one and one.
///
/// Exact and without zeros at the end where 15 digits are enough for that, else rounded half to even to 6 digits,
/// and to 2 more than stand before the point.
///
/// `None` where a price or its units are not positive, or 38 digits have no room for it.
///
/// ```
/// use news_widget::converter::convert;
/// use news_widget::decimal::Decimal;
/// let number = |text| Decimal::parse(text);
/// let roubles = number("2.2094").zip(number("100"));
/// let converted = number("500").zip(roubles).and_then(|(amount, roubles)| {
///     convert(amount, roubles, (Decimal::ONE, Decimal::ONE))
/// });
/// assert_eq!(converted.map(|it| it.result.to_string()), Some("11.047".into()));
/// ```
pub fn convert(
    amount: Decimal,
    from: (Decimal, Decimal),
    to: (Decimal, Decimal),
) -> Option<Conversion> {
    for factor in [from.0, from.1, to.0, to.1] {
        if !factor.is_positive() {
            return None;
        }
    }
    // Zeros at the end take room.
    let above = amount.trimmed().product(from.0.trimmed())?.product(to.1.trimmed())?;
    let below = to.0.trimmed().product(from.1.trimmed())?;
    if above.trimmed() == Decimal::ZERO {
        return Some(Conversion { result: Decimal::ZERO, exact: true });
    }
    let result = above.divided(below, EXACT_DIGITS)?.trimmed();
    // These are all the digits if they give back what was divided.
    let back = result.product(below).and_then(|back| back.compare(above));
    if back == Some(Ordering::Equal) {
        return Some(Conversion { result, exact: true });
    }
    let digits = DIGITS.max(result.whole_digits() + FRACTION);
    Some(Conversion { result: above.divided(below, digits)?, exact: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    /// Prices are written as a price, or as `price/units`.
    #[track_caller]
    fn price(text: &str) -> (Decimal, Decimal) {
        let (price, units) = text.split_once('/').unwrap_or((text, "1"));
        (decimal(price), decimal(units))
    }

    #[track_caller]
    fn converted(amount: &str, from: &str, to: &str) -> String {
        let done = convert(decimal(amount), price(from), price(to)).unwrap();
        [if done.exact { "" } else { "≈ " }, &done.result.to_string()].concat()
    }

    #[test]
    fn what_is_finite_is_given_exactly() {
        assert_eq!(converted("1", "1.7", "1"), "1.7");
        assert_eq!(converted("100", "1.70", "1"), "170");
        assert_eq!(converted("1", "2.2094/100", "1"), "0.022094");
        assert_eq!(converted("1", "744.92/100", "1"), "7.4492");
        assert_eq!(converted("17", "1", "1.7"), "10");
        assert_eq!(converted("1", "1", "1.6"), "0.625");
        assert_eq!(converted("250000", "0.1144/100", "1"), "286");
        assert_eq!(converted("0.00", "1.7", "2.2094/100"), "0");
        assert_eq!(converted("123456789.01", "1.7", "1.7"), "123456789.01");
        assert_eq!(converted("1", "3/7", "3/7"), "1", "though neither price is finite");
        assert_eq!(converted("100000000000000000000", "1", "1"), "100000000000000000000");
    }

    #[test]
    fn what_goes_on_is_rounded_and_says_so() {
        assert_eq!(converted("1", "1", "1.7"), "≈ 0.588235");
        assert_eq!(converted("100", "1.7", "2.2094/100"), "≈ 7694.40");
        assert_eq!(converted("1000000", "1", "1.7"), "≈ 588235.29");
        assert_eq!(converted("1", "1", "3"), "≈ 0.333333");
        assert_eq!(converted("1", "0.0040/100", "1.7"), "≈ 0.0000235294");
        assert_eq!(converted("2999997", "1", "3000000"), "0.999999");
        assert_eq!(converted("2999999", "1", "3000000"), "≈ 1.00000");
        assert_eq!(converted("1000000000000000000", "1", "3"), "≈ 333333333333333333.33");
    }

    #[test]
    fn sixteen_digits_are_rounded_half_to_even() {
        assert_eq!(converted("1.00000000000001", "1", "1"), "1.00000000000001");
        assert_eq!(converted("1.000000000000001", "1", "1"), "≈ 1.00000");
        // 123456.785 and 123456.775, and ten zeros' worth of a little more.
        assert_eq!(converted("123456.7850000000000", "1", "1"), "123456.785");
        assert_eq!(converted("123456.78500000000001", "1", "1"), "≈ 123456.79");
        assert_eq!(converted("123456789012345.125", "1", "1"), "≈ 123456789012345.12");
        assert_eq!(converted("123456789012345.135", "1", "1"), "≈ 123456789012345.14");
        assert_eq!(converted("123456789012345.125000001", "1", "1"), "≈ 123456789012345.13");
    }

    #[test]
    fn prices_that_are_none_convert_nothing() {
        for (from, to) in [("0", "1"), ("1", "0"), ("-1.7", "1"), ("1/0", "1"), ("1", "1/-1")] {
            assert_eq!(convert(Decimal::ONE, price(from), price(to)), None, "{from} {to}");
            assert_eq!(convert(Decimal::ZERO, price(from), price(to)), None, "{from} {to}");
        }
        let most = decimal(&"9".repeat(38));
        assert_eq!(convert(most, price("1.7"), price("1")), None, "no room");
        assert_eq!(convert(most, price("1"), price("3")), None, "no room for two more digits");
    }

    /// The smallest step between results of as many digits; none where all are there.
    fn step(conversion: Conversion) -> Decimal {
        let text = conversion.result.to_string();
        let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if conversion.exact { Decimal::ZERO } else { decimal(&format!("1e-{scale}")) }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_within_the_digits_stated(
            amount in 1_u64..100_000_000_000,
            cents in 0_u32..=6,
            prices in (1_u32..10_000_000, 1_u32..10_000_000),
            places in (0_u32..=6, 0_u32..=6),
            units in (0_u32..=3, 0_u32..=3),
        ) {
            let amount = decimal(&format!("{amount}e-{cents}"));
            let from = (decimal(&format!("{}e-{}", prices.0, places.0)), decimal(&format!("1e{}", units.0)));
            let to = (decimal(&format!("{}e-{}", prices.1, places.1)), decimal(&format!("1e{}", units.1)));
            let there = convert(amount, from, to).unwrap();
            let back = convert(there.result, to, from).unwrap();
            // One unit of `to` is q/p of `from`, so 2p × |back − amount| ≤ q × step there + p × step back.
            let (p, q) = (from.0.times(to.1).unwrap(), from.1.times(to.0).unwrap());
            let off = back.result.minus(amount).unwrap().times(p).unwrap().times(decimal("2")).unwrap();
            let allowed = q.times(step(there)).unwrap();
            let allowed = allowed.minus(p.times(step(back)).unwrap().times(decimal("-1")).unwrap()).unwrap();
            for off in [off, off.times(decimal("-1")).unwrap()] {
                prop_assert_ne!(off.compare(allowed), Some(Ordering::Greater), "{:?} {:?}", there, back);
            }
            if there.exact && back.exact {
                prop_assert_eq!(back.result, amount.trimmed());
            }
        }

        #[test]
        fn a_currency_into_itself_is_the_amount(amount in 0_u64..1_000_000_000_000_000, cents in 0_u32..=8, price in 1_u64..) {
            let amount = decimal(&format!("{amount}e-{cents}"));
            let price = (decimal(&price.to_string()), decimal("7"));
            let same = convert(amount, price, price);
            prop_assert_eq!(same, Some(Conversion { result: amount.trimmed(), exact: true }));
        }
    }
}
