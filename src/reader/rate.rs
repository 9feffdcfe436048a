//! A document and the table of its source → prices of one unit, in the currency that is wanted.
//!
//! Every source is first a list of [`Quote`]s, exact fractions as published. Then all of them go one
//! way: a price in the source's own currency is the fraction; in another one it is divided by that
//! one's price in the same table of the same day. What needs no division keeps its digits.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::{Complaint, Complaints, Opened, Platform, ReadError, Reading, complaint};
use crate::decimal::Decimal;
use crate::link::SafeLink;
use crate::model::{Code, Rate, Rates};
use crate::path::{Fields, Node, Reading as Meant};
use crate::plain;
use crate::time::{Day, Timestamp};

/// More quotes than this are left out: some 90 days of 200 currencies.
const MAX_QUOTES: usize = 20_000;
/// Significant digits of what had to be divided.
const DIGITS: u32 = 5;

const CODE: &str = "a currency code (ISO 4217, such as USD)";
const PRICE: &str = "a price (a decimal above 0, such as \"1.7\")";

/// What a source says.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Each quote, in the order of the document.
    pub list: Vec<Quote>,
    /// The source's name and page.
    pub source: Option<Rc<str>>,
    /// Its page.
    pub source_url: Option<SafeLink>,
    /// What could not be used.
    pub complaints: Complaints,
}

/// The price of one unit of `code` in `base`, as a fraction.
#[derive(Debug, Clone, Copy)]
pub struct Quote {
    /// What is priced.
    pub code: Code,
    /// In what.
    pub base: Code,
    /// When.
    pub slot: Slot,
    /// What `below` units cost.
    pub above: Decimal,
    /// How many units that is.
    pub below: Decimal,
}

/// The day of a quote; quotes of one slot belong to one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Before the others, on a day that the source does not name.
    Before,
    /// A day, or the only one there is.
    On(Option<Day>),
}

/// Reads quotes by a table.
pub fn read(
    opened: &Opened,
    fields: &Fields,
    url: &str,
    platform: &Platform<'_>,
) -> Result<Quotes, ReadError> {
    let document = Node::document(&opened.tree);
    let mut reader = Reader { fields, quotes: Quotes::default() };
    let paths = fields.get("items");
    let mut items = Vec::new();
    for path in paths {
        let _ = path.walk(&document, &mut |node| {
            items.push(node);
            if items.len() < MAX_QUOTES {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        if !items.is_empty() {
            break;
        }
    }
    let Some(first) = items.first() else {
        let path = paths.first().map_or_else(String::new, |path| path.place(&document));
        return Err(ReadError::Shape(Complaint { path, found: None, expected: "a list of rates" }));
    };
    // Without knowing what they count in, no figure means anything.
    if let Err(wrong) = reader.base(first) {
        return Err(ReadError::Shape(wrong));
    }
    if items.len() == MAX_QUOTES {
        let (path, found) = ("items".to_owned(), Some(format!("more than {MAX_QUOTES}")));
        reader.quotes.complaints.push(Complaint {
            path,
            found,
            expected: "read beyond that number",
        });
    }
    for item in &items {
        match reader.quote(item) {
            Ok(()) => {}
            Err(Some(wrong)) => reader.quotes.complaints.push(wrong),
            Err(None) => {}
        }
    }
    let text = |field| fields.get(field).iter().find_map(|path| path.first(first)?.text());
    let mut quotes = reader.quotes;
    quotes.source = text("source").map(|name| Rc::from(plain::line(name)));
    if let Some(node) = fields.get("source-url").iter().find_map(|path| path.first(first)) {
        let join = |text: &str| (platform.join)(text, url);
        quotes.source_url = node.text().and_then(|text| SafeLink::new(text, &join));
        if quotes.source_url.is_none() {
            quotes.complaints.not(&node, "a web address (http or https)");
        }
    }
    if let Some(cut) = opened.cut() {
        quotes.complaints.push(cut);
    }
    Ok(quotes)
}

struct Reader<'r> {
    fields: &'r Fields,
    quotes: Quotes,
}

/// `Err(None)`: nothing that anybody would miss.
type Outcome<T> = Result<T, Option<Complaint>>;

impl<'r> Reader<'r> {
    /// The first thing that a field leads to, and how to read it.
    fn node(&self, item: &Node<'r>, field: &str) -> Option<(Node<'r>, Meant)> {
        let mut ways = self.fields.get(field).iter();
        ways.find_map(|path| {
            Some((path.first(item).filter(|node| node.text().is_some())?, path.reading))
        })
    }

    fn missing(&self, item: &Node<'r>, field: &str, expected: &'static str) -> Complaint {
        let mut ways = self.fields.get(field).iter();
        let there = ways.clone().find_map(|path| path.first(item));
        match (there, ways.next()) {
            (Some(node), _) => complaint(&node, expected),
            (None, Some(path)) => Complaint { path: path.place(item), found: None, expected },
            (None, None) => Complaint { path: field.to_owned(), found: None, expected },
        }
    }

    fn base(&self, item: &Node<'r>) -> Result<Code, Complaint> {
        let node = self.node(item, "base");
        let base = node.and_then(|(node, _)| Code::new(node.text()?));
        base.ok_or_else(|| self.missing(item, "base", "a currency code (ISO 4217, such as AZN)"))
    }

    fn quote(&mut self, item: &Node<'r>) -> Outcome<()> {
        let base = self.base(item)?;
        let Some((node, _)) = self.node(item, "code") else {
            let lost = if item.is_object() {
                self.missing(item, "code", CODE)
            } else {
                complaint(item, "a rate (an object)")
            };
            return Err(Some(lost));
        };
        let code = node.text().and_then(|text| code(text, base));
        // Among keys stand other things, and coins by the hundred that are no currencies.
        let Some(code) = code else {
            return Err(node.tree().map(|_| complaint(&node, CODE)));
        };
        let units = self.nominal(item)?;
        let mut value =
            self.price(item, "value")?.ok_or_else(|| self.missing(item, "value", PRICE))?;
        if let Some(sell) = self.node(item, "sell").and_then(|(node, _)| price(&node)) {
            value = value.middle(sell).unwrap_or(value);
        }
        let inverse = !self.fields.get("inverse").is_empty();
        let quote = |slot, value| {
            let (above, below) = if inverse { (units, value) } else { (value, units) };
            Quote { code, base, slot, above, below }
        };
        if !inverse && value.per(units).is_none() {
            let expected = "a number of units that the price can be divided by exactly";
            return Err(Some(self.missing(item, "nominal", expected)));
        }
        let day = self.day(item, "date");
        self.quotes.list.push(quote(Slot::On(day), value));

        let before = match self.price(item, "previous") {
            Ok(previous) => previous,
            Err(wrong) => {
                wrong.into_iter().for_each(|wrong| self.quotes.complaints.push(wrong));
                None
            }
        };
        let before = before.or_else(|| {
            let (node, _) = self.node(item, "change")?;
            value.minus(Decimal::lenient(node.text()?)?).filter(|value| value.is_positive())
        });
        if let Some(before) = before {
            // The same day again would be a change of nothing to nothing.
            let earlier = self
                .day(item, "previous-date")
                .filter(|earlier| day.is_none_or(|day| *earlier < day));
            self.quotes
                .list
                .push(quote(earlier.map_or(Slot::Before, |day| Slot::On(Some(day))), before));
        }
        self.history(item, &quote);
        Ok(())
    }

    /// Days and values in turn.
    fn history(&mut self, item: &Node<'r>, quote: &dyn Fn(Slot, Decimal) -> Quote) {
        let mut day = None;
        for path in self.fields.get("history") {
            let _ = path.walk(item, &mut |node| {
                match day.take() {
                    None => {
                        day = node.text().and_then(Day::parse);
                        if day.is_none() {
                            self.quotes.complaints.not(&node, "a day (such as 2025-11-28)");
                        }
                    }
                    Some(day) => match price(&node) {
                        Some(value) => self.quotes.list.push(quote(Slot::On(Some(day)), value)),
                        None => self.quotes.complaints.not(&node, PRICE),
                    },
                }
                if self.quotes.list.len() < MAX_QUOTES {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
        }
    }

    fn nominal(&self, item: &Node<'r>) -> Outcome<Decimal> {
        let Some((node, _)) = self.node(item, "nominal") else { return Ok(Decimal::ONE) };
        // CBAR writes "1 t.u." where it means an ounce.
        let text = node.text().unwrap_or_default();
        let end = text.find(|c: char| !c.is_ascii_digit() && !".,\u{a0}\u{202f} ".contains(c));
        let number = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let units = Decimal::lenient(number).and_then(Decimal::whole);
        units
            .filter(|units| units.is_positive())
            .ok_or_else(|| Some(complaint(&node, "a number of units (1, 10, 100 …)")))
    }

    fn price(&self, item: &Node<'r>, field: &str) -> Outcome<Option<Decimal>> {
        match self.node(item, field) {
            None => Ok(None),
            Some((node, _)) => price(&node).map(Some).ok_or_else(|| Some(complaint(&node, PRICE))),
        }
    }

    fn day(&mut self, item: &Node<'r>, field: &str) -> Option<Day> {
        let (node, meant) = self.node(item, field)?;
        let text = node.text()?;
        let day = match meant {
            Meant::Unix => Timestamp::from_unix(text).map(|at| at.civil(0).day),
            _ => Day::parse(text),
        };
        if day.is_none() {
            let wrong = complaint(&node, "a day (such as 2025-11-28)");
            // A date of the whole document would be complained of once for every rate.
            if !self.quotes.complaints.0.contains(&wrong) {
                self.quotes.complaints.push(wrong);
            }
        }
        day
    }
}

fn price(node: &Node<'_>) -> Option<Decimal> {
    Decimal::lenient(node.text()?).filter(|price| price.is_positive())
}

/// A code, also as sources write it in pairs (`USDGBP`, `FXUSDCAD`); `SDR` is XDR in ISO 4217.
fn code(text: &str, base: Code) -> Option<Code> {
    if text.eq_ignore_ascii_case("SDR") {
        return Code::new("XDR");
    }
    let pair = if text.len() == 8 { text.strip_prefix("FX")? } else { text };
    Code::new(pair).or_else(|| {
        let (first, second) = pair.split_at_checked(3)?;
        let (first, second) = (Code::new(first)?, Code::new(second)?);
        if first == base { Some(second) } else { Some(first).filter(|_| second == base) }
    })
}

/// Prices of one unit in the wanted currency, with the latest day before the last as the previous one.
pub fn normalise(quotes: Quotes, wanted: Option<Code>) -> Result<Reading<Rates>, ReadError> {
    let Quotes { list, source, source_url, mut complaints } = quotes;
    let Some(own) = list.first().map(|quote| quote.base) else {
        // All were refused; the first says why.
        let wrong = complaints.0.into_iter().next();
        let none = Complaint { path: "rates".to_owned(), found: None, expected: "a list of rates" };
        return Err(ReadError::Shape(wrong.unwrap_or(none)));
    };
    let display = wanted.unwrap_or(own);
    // What the wanted currency costs, in each table.
    let mut pivots: Vec<((Slot, Code), Quote)> = Vec::new();
    for quote in list.iter().filter(|quote| quote.code == display && quote.base != display) {
        put(&mut pivots, (quote.slot, quote.base), *quote);
    }
    let mut series = Series::default();
    // The source's own currency has no rate of itself, and a price in the wanted one.
    for ((slot, base), pivot) in &pivots {
        series.add(*base, *slot, ratio(pivot.below, pivot.above));
    }
    let mut lost = None;
    let mut add = |quote: &Quote| {
        if quote.base == display {
            series.add(quote.code, quote.slot, ratio(quote.above, quote.below));
        } else if let Some(pivot) = get(&pivots, &(quote.slot, quote.base)) {
            let above = quote.above.times(pivot.below);
            let below = quote.below.times(pivot.above);
            let price = above.zip(below).and_then(|(above, below)| ratio(above, below));
            series.add(quote.code, quote.slot, price);
        } else {
            lost = lost.or(Some(quote.base));
        }
    };
    for quote in list.iter().filter(|quote| quote.code != display && quote.code != quote.base) {
        add(quote);
    }
    if series.list.is_empty() {
        return Err(ReadError::Base { found: own, wanted: display });
    }
    if let Some(base) = lost {
        complaints.push(Complaint {
            path: "base".to_owned(),
            found: Some(format!("\"{}\"", base.as_str())),
            expected: "what all rates could be converted from: some have no rate of the wanted currency on their day",
        });
    }
    let rates: Vec<Rate> = series.list.into_iter().filter_map(rate).collect();
    let day = rates.iter().filter_map(|rate| rate.day).max();
    let value = Rates { base: display, day, source, source_url, rates };
    Ok(Reading { value, complaints: complaints.0 })
}

/// Prices by currency, in the order of the source.
#[derive(Default)]
struct Series {
    list: Vec<(Code, Vec<(Slot, Decimal)>)>,
    /// Where each one stands.
    places: Vec<(Code, usize)>,
}

impl Series {
    fn add(&mut self, code: Code, slot: Slot, price: Option<Decimal>) {
        let Some(price) = price.filter(|price| price.is_positive()) else {
            return;
        };
        let place = match get(&self.places, &code) {
            Some(place) => *place,
            None => {
                let place = self.list.len();
                put(&mut self.places, code, place);
                self.list.push((code, Vec::new()));
                place
            }
        };
        if let Some((_, prices)) = self.list.get_mut(place) {
            prices.push((slot, price));
        }
    }
}

fn get<'a, K: Ord, V>(sorted: &'a [(K, V)], key: &K) -> Option<&'a V> {
    let place = sorted.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
    sorted.get(place).map(|(_, value)| value)
}

/// Of equal keys the first one counts.
fn put<K: Ord, V>(sorted: &mut Vec<(K, V)>, key: K, value: V) {
    if let Err(place) = sorted.binary_search_by(|(known, _)| known.cmp(&key)) {
        sorted.insert(place, (key, value));
    }
}

fn rate((code, mut prices): (Code, Vec<(Slot, Decimal)>)) -> Option<Rate> {
    // Sources go backwards as often as forwards. Put in forwards, each one costs nothing.
    if prices.first().map(|(slot, _)| slot) > prices.last().map(|(slot, _)| slot) {
        prices.reverse();
    }
    let mut sorted = Vec::with_capacity(prices.len());
    for (slot, price) in prices {
        put(&mut sorted, slot, price);
    }
    let prices = sorted;
    let mut latest = prices.iter().rev();
    let (slot, value) = *latest.next()?;
    let previous = latest.next();
    let day = |slot: Slot| if let Slot::On(day) = slot { day } else { None };
    let history: Vec<_> =
        prices.iter().filter_map(|(slot, price)| Some((day(*slot)?, *price))).collect();
    Some(Rate {
        code,
        value,
        day: day(slot),
        previous: previous.map(|(_, price)| *price),
        previous_day: previous.and_then(|(slot, _)| day(*slot)),
        history: if history.len() > 1 { history } else { Vec::new() },
    })
}

/// The published digits where no division is needed, else rounded.
fn ratio(above: Decimal, below: Decimal) -> Option<Decimal> {
    above.per(below).or_else(|| above.divided(below, DIGITS))
}
