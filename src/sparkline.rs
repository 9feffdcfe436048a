//! The history of a rate → a line in a box: whole numbers, so that the same history draws the same line everywhere.

use crate::decimal::Decimal;
use crate::time::Day;

/// The box in which the line is drawn, and the margin in it that no day leaves.
pub const WIDTH: u32 = 1040;
/// Its height.
pub const HEIGHT: u32 = 200;
const MARGIN: u32 = 30;

/// Fewer days are no line.
const MIN_DAYS: usize = 3;
/// Days before the last one that are drawn.
const MAX_SPAN: i64 = 90;

/// A line with a place for each day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline<'h> {
    /// The days that are drawn, oldest first.
    pub history: &'h [(Day, Decimal)],
    /// From the first to the last of them, in days.
    pub span: i64,
    /// The least price.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
}

impl<'h> Sparkline<'h> {
    /// The line of a history, oldest day first; `None` where it has fewer than three days of the last 90.
    pub fn new(history: &'h [(Day, Decimal)]) -> Option<Sparkline<'h>> {
        let (last, price) = history.last()?;
        let mut history = history;
        while let [(first, _), rest @ ..] = history
            && last.number() - first.number() > MAX_SPAN
        {
            history = rest;
        }
        if history.len() < MIN_DAYS {
            return None;
        }
        let (mut low, mut high) = (*price, *price);
        for (_, price) in history {
            if price.compare(low)?.is_lt() {
                low = *price;
            }
            if price.compare(high)?.is_gt() {
                high = *price;
            }
        }
        let span = last.number() - history.first()?.0.number();
        Some(Sparkline { history, span, low, high })
    }

    /// Where the day at `place` stands, from the upper left corner.
    pub fn point(&self, place: usize) -> Option<(u32, u32)> {
        let (day, price) = self.history.get(place)?;
        let (first, _) = self.history.first()?;
        let days = u32::try_from(day.number() - first.number()).ok()?;
        let x = (WIDTH - 2 * MARGIN) * days / u32::try_from(self.span.max(1)).ok()?;
        let room = HEIGHT - 2 * MARGIN;
        // A price that never changed is a line in the middle.
        let height = self.high.minus(self.low)?;
        let up = match price.minus(self.low)?.share(height, room) {
            Some(up) => up,
            None => room / 2,
        };
        Some((MARGIN + x, HEIGHT - MARGIN - up))
    }

    /// The day nearest to a place so many thousandths from the left.
    pub fn nearest(&self, thousandths: u32) -> usize {
        let wanted = thousandths.min(1000) * WIDTH / 1000;
        let (mut nearest, mut least) = (0, u32::MAX);
        for place in 0..self.history.len() {
            let Some((x, _)) = self.point(place) else { continue };
            if x.abs_diff(wanted) < least {
                (nearest, least) = (place, x.abs_diff(wanted));
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(prices: &[(&str, &str)]) -> Vec<(Day, Decimal)> {
        let pair = |(day, price): &(&str, &str)| {
            (Day::parse(day).unwrap(), Decimal::parse(price).unwrap())
        };
        prices.iter().map(pair).collect()
    }

    fn points(history: &[(Day, Decimal)]) -> Vec<(u32, u32)> {
        let line = Sparkline::new(history).unwrap();
        (0..line.history.len()).map(|place| line.point(place).unwrap()).collect()
    }

    #[test]
    fn days_stand_by_their_date_and_prices_between_the_least_and_the_greatest() {
        let history =
            history(&[("2025-11-20", "1.69"), ("2025-11-21", "1.71"), ("2025-11-30", "1.70")]);
        let line = Sparkline::new(&history).unwrap();
        assert_eq!(
            (line.span, line.low.to_string(), line.high.to_string()),
            (10, "1.69".into(), "1.71".into())
        );
        // A gap of nine days is nine times as wide as one of a day.
        assert_eq!(points(&history), [(30, 170), (128, 30), (1010, 100)]);
    }

    #[test]
    fn a_price_that_never_changed_is_a_line_in_the_middle() {
        let history =
            history(&[("2025-11-20", "0.04"), ("2025-11-21", "0.040"), ("2025-11-22", "0.04")]);
        assert_eq!(points(&history), [(30, 100), (520, 100), (1010, 100)]);
    }

    #[test]
    fn fewer_than_three_days_are_no_line_and_more_than_ninety_are_cut() {
        let two = history(&[("2025-11-20", "1"), ("2025-11-21", "2")]);
        assert_eq!(Sparkline::new(&two), None);
        assert_eq!(Sparkline::new(&[]), None);
        let old = history(&[("2025-01-01", "9"), ("2025-11-20", "1"), ("2025-11-21", "2")]);
        assert_eq!(Sparkline::new(&old), None, "two of the last ninety days");
        let long = history(&[
            ("2025-08-22", "9"),
            ("2025-08-23", "3"),
            ("2025-11-20", "1"),
            ("2025-11-21", "2"),
        ]);
        let line = Sparkline::new(&long).unwrap();
        assert_eq!((line.history.len(), line.span, line.high.to_string()), (3, 90, "3".into()));
    }

    #[test]
    fn the_nearest_day_is_found_from_any_place() {
        let history = history(&[("2025-11-20", "1"), ("2025-11-21", "2"), ("2025-11-30", "3")]);
        let line = Sparkline::new(&history).unwrap();
        let found = [0, 70, 90, 500, 1000, 9999].map(|place| line.nearest(place));
        assert_eq!(found, [0, 0, 1, 1, 2, 2]);
    }
}
