//! A document and the table of its source → prices of one unit, in the currency that is wanted.
//!
//! Every source is first a list of [`Quote`]s, exact fractions as published. Then all of them go one
//! way: a price in the source's own currency is the fraction; in another one it is divided by that
//! one's price in the same table of the same day. What needs no division keeps its digits.

use std::rc::Rc;

use super::{Complaint, Complaints, Opened, Platform, ReadError, Reading, Sheet, complaint};
use crate::decimal::Decimal;
use crate::link::SafeLink;
use crate::model::{Code, Rate, Rates, Sides};
use crate::path::{Node, Reading as Meant};
use crate::plain;
use crate::time::{Day, Timestamp};
use crate::tree::CUT;

/// More quotes than this are left out: a year of a bank's 40 currencies.
pub const MAX_QUOTES: usize = 10_000;
/// Significant digits of what had to be divided.
const DIGITS: u32 = 5;

const CODE: &str = "a currency code (ISO 4217, such as USD)";
/// What a value has to be.
pub const PRICE: &str = "a price (a decimal above 0, such as \"1.7\")";

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
    /// The units that the price stays for: more than one where it cannot be divided by them to the last digit.
    pub units: Decimal,
    /// For how much one unit is bought and sold.
    pub sides: Option<Sides>,
}

/// The day of a quote, in days since 1970; quotes of one slot belong to one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(i64);

impl Slot {
    /// Before the others, on a day that the source does not name.
    const BEFORE: Slot = Slot(i64::MIN);
    /// The latest there is, on a day that the source does not name.
    const LATEST: Slot = Slot(i64::MAX);

    fn on(day: Day) -> Slot {
        Slot(day.number())
    }

    /// That of a day, or the latest where none is named.
    pub fn of(day: Option<Day>) -> Slot {
        day.map_or(Slot::LATEST, Slot::on)
    }

    fn day(self) -> Option<Day> {
        let named = self != Slot::BEFORE && self != Slot::LATEST;
        named.then(|| Day::from_number(self.0))
    }
}

/// Reads quotes by a table.
pub fn read(
    opened: &Opened,
    sheet: &Sheet,
    url: &str,
    platform: &Platform<'_>,
) -> Result<Quotes, ReadError> {
    let document = Node::document(&opened.tree, &opened.fuel);
    let mut reader = Reader { sheet, quotes: Quotes::default() };
    let items = sheet.items(&document, MAX_QUOTES, &mut reader.quotes.complaints);
    let Some(first) = items.first() else {
        return Err(ReadError::Shape(sheet.missing(&document, "items", "a list of rates")));
    };
    // Without knowing what they count in, no figure means anything.
    reader.base(first).map_err(ReadError::Shape)?;
    for item in &items {
        if let Err(Some(wrong)) = reader.quote(item) {
            reader.quotes.complaints.push(wrong);
        }
    }
    let mut quotes = reader.quotes;
    let source = sheet.first(first, "source").and_then(|(node, _)| node.text());
    quotes.source = source.map(|name| Rc::from(plain::line(name)));
    if let Some((node, _)) = sheet.first(first, "source-url") {
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
    sheet: &'r Sheet,
    quotes: Quotes,
}

/// `Err(None)`: nothing that anybody would miss.
type Outcome<T> = Result<T, Option<Complaint>>;

impl<'r> Reader<'r> {
    fn base(&self, item: &Node<'r>) -> Result<Code, Complaint> {
        let base = self.sheet.first(item, "base").and_then(|(node, _)| Code::new(node.text()?));
        let expected = "a currency code (ISO 4217, such as AZN)";
        base.ok_or_else(|| self.sheet.missing(item, "base", expected))
    }

    fn quote(&mut self, item: &Node<'r>) -> Outcome<()> {
        // Half a figure is a figure, too.
        if item.tree().is_some_and(|tree| tree.get(CUT).is_some()) {
            return Err(Some(complaint(item, "a whole rate: the document is cut off in it")));
        }
        let base = self.base(item)?;
        let Some((node, _)) = self.sheet.first(item, "code") else {
            let lost = if item.is_object() {
                self.sheet.missing(item, "code", CODE)
            } else {
                complaint(item, "a rate (an object)")
            };
            return Err(Some(lost));
        };
        let code = node.text().and_then(|text| code(text, base));
        // Among keys stand other things, and coins by the hundred that are no currencies.
        let Some((code, begins_with_base)) = code else {
            return Err(node.tree().map(|_| complaint(&node, CODE)));
        };
        let units = self.nominal(item)?;
        let (buy, sell) = (self.side(item, "buy"), self.side(item, "sell"));
        let middle = buy.zip(sell).and_then(|(buy, sell)| buy.middle(sell));
        let value = match self.price(item, "value")?.or(middle).or(buy).or(sell) {
            Some(value) => value,
            None => {
                let field = if self.sheet.ways("value").is_empty() { "buy" } else { "value" };
                return Err(Some(self.sheet.missing(item, field, PRICE)));
            }
        };
        // A pair says itself which way it goes, in a table of the other way, too.
        let inverse = begins_with_base.unwrap_or(!self.sheet.ways("inverse").is_empty());
        let one = |side: Option<Decimal>| side?.per(units);
        let mut sides = one(buy).zip(one(sell)).map(|(buy, sell)| Sides { buy, sell });
        let day = self.day(item, "date");
        let earlier = self.sheet.first(item, "previous-date");
        let Quotes { list, complaints, .. } = &mut self.quotes;
        let mut push = |slot, value: Decimal| {
            let (above, below, kept) = match value.per(units) {
                _ if inverse => (units, value, Decimal::ONE),
                Some(price) => (price, Decimal::ONE, Decimal::ONE),
                None => (value, units, units),
            };
            let sides = sides.take().filter(|_| !inverse);
            list.push(Quote { code, base, slot, above, below, units: kept, sides });
        };
        push(Slot::of(day), value);

        let before = match self.sheet.first(item, "previous") {
            Some((node, _)) => {
                let before = price(&node);
                if before.is_none() {
                    complaints.not(&node, PRICE);
                }
                before
            }
            None => {
                let change = self.sheet.first(item, "change");
                let change = change.and_then(|(node, _)| Decimal::lenient(node.text()?));
                change.and_then(|change| value.minus(change)).filter(|before| before.is_positive())
            }
        };
        let day_before = match earlier {
            Some((node, _)) => node.text().and_then(Day::parse).map(Slot::on),
            None => Some(Slot::BEFORE),
        };
        // The same day again would be a change of nothing to nothing.
        if let (Some(before), Some(slot)) = (before, day_before)
            && day.is_none_or(|day| slot < Slot::on(day))
        {
            push(slot, before);
        }
        let mut day = None;
        for way in self.sheet.ways("history") {
            for node in way.all(item, MAX_QUOTES) {
                // Pairs of a day and a value: the place in the pair tells which it is.
                if node.index() == Some(0) {
                    day = node.text().and_then(Day::parse);
                    if day.is_none() {
                        complaints.not(&node, "a day (such as 2025-11-28)");
                    }
                } else if let Some(day) = day.take() {
                    match price(&node) {
                        Some(value) => push(Slot::on(day), value),
                        None => complaints.not(&node, PRICE),
                    }
                }
            }
        }
        Ok(())
    }

    fn nominal(&self, item: &Node<'r>) -> Outcome<Decimal> {
        let Some((node, _)) = self.sheet.first(item, "nominal") else { return Ok(Decimal::ONE) };
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
        match self.sheet.first(item, field) {
            None => Ok(None),
            Some((node, _)) => price(&node).map(Some).ok_or_else(|| Some(complaint(&node, PRICE))),
        }
    }

    /// What is said beside the price is not worth a complaint.
    fn side(&self, item: &Node<'r>, field: &str) -> Option<Decimal> {
        self.sheet.first(item, field).and_then(|(node, _)| price(&node))
    }

    fn day(&mut self, item: &Node<'r>, field: &str) -> Option<Day> {
        let (node, meant) = self.sheet.first(item, field)?;
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

/// A code, also as sources write it in pairs (`USDGBP`, `FXUSDCAD`), and then whether it begins with the
/// base; `SDR` is XDR in ISO 4217.
fn code(text: &str, base: Code) -> Option<(Code, Option<bool>)> {
    if text.eq_ignore_ascii_case("SDR") {
        return Some((Code::new("XDR")?, None));
    }
    if let Some(code) = Code::new(text) {
        return Some((code, None));
    }
    let pair = if text.len() == 8 { text.strip_prefix("FX")? } else { text };
    // Small letters are coins, whose names are of any length.
    let (first, second) = pair.split_at_checked(3)?;
    let (first, second) = (Code::new(first)?, Code::new(second)?);
    let capitals = pair.bytes().all(|byte| byte.is_ascii_uppercase());
    match (first == base, second == base) {
        (true, _) if capitals => Some((second, Some(true))),
        (_, true) if capitals => Some((first, Some(false))),
        _ => None,
    }
}

/// Prices of one unit in the wanted currency, with the latest day before the last as the previous one.
pub fn normalise(quotes: Quotes, wanted: Option<Code>) -> Result<Reading<Rates>, ReadError> {
    let Quotes { list, source, source_url, mut complaints } = quotes;
    let Some(own) = list.first().map(|quote| quote.base) else {
        // All were refused; the first says why.
        let wrong = complaints.0.into_iter().next();
        return Err(ReadError::Shape(wrong.unwrap_or_else(none)));
    };
    let display = wanted.unwrap_or(own);
    // What the wanted currency costs, in each table.
    let mut pivots = Index::default();
    let mut series = Series::default();
    for (place, pivot) in list.iter().enumerate() {
        if pivot.code == display && pivot.base != display && pivots.put(pivot.slot.0, place) {
            // The source's own currency has no rate of itself, and a price in the wanted one.
            series.add(pivot.base, pivot.slot, ratio(pivot.below, pivot.above), Decimal::ONE, None);
        }
    }
    let mut lost = None;
    for quote in list.iter().filter(|quote| quote.code != display && quote.code != quote.base) {
        let pivot = pivots.get(quote.slot.0).and_then(|place| list.get(place));
        let (mut above, mut below) = (Some(quote.above), Some(quote.below));
        let (mut units, mut sides) = (quote.units, quote.sides);
        if quote.base != display {
            let Some(pivot) = pivot.filter(|pivot| pivot.base == quote.base) else {
                lost = Some(quote.base);
                continue;
            };
            above = quote.above.times(pivot.below);
            below = quote.below.times(pivot.above);
            (units, sides) = (Decimal::ONE, None);
        }
        let price = above.zip(below).and_then(|(above, below)| {
            if units == below { Some(above) } else { ratio(above, below) }
        });
        series.add(quote.code, quote.slot, price, units, sides);
    }
    if series.list.is_empty() && own == display {
        return Err(ReadError::Shape(none()));
    }
    if series.list.is_empty() {
        return Err(ReadError::Base { found: own, wanted: display });
    }
    if let Some(base) = lost {
        complaints.push(Complaint {
            path: "base".to_owned(),
            found: Some(["\"", base.as_str(), "\""].concat()),
            expected: "what all could be converted from: some days have no rate of the wanted currency",
        });
    }
    let mut rates = Vec::new();
    for (code, prices) in &series.list {
        if let Some(rate) = rate(*code, prices) {
            rates.push(rate);
        }
    }
    let day = rates.iter().filter_map(|rate| rate.day).max();
    let value = Rates { base: display, day, source, source_url, rates };
    Ok(Reading { value, complaints: complaints.0 })
}

fn none() -> Complaint {
    Complaint { path: "rates".to_owned(), found: None, expected: "a list of rates" }
}

/// What `units` of a currency cost, at one time.
struct Price {
    slot: Slot,
    value: Decimal,
    units: Decimal,
    sides: Option<Sides>,
}

/// Prices by currency, in the order of the source.
#[derive(Default)]
struct Series {
    list: Vec<(Code, Vec<Price>)>,
    /// Where each one stands.
    places: Index,
}

impl Series {
    fn add(
        &mut self,
        code: Code,
        slot: Slot,
        price: Option<Decimal>,
        units: Decimal,
        sides: Option<Sides>,
    ) {
        let Some(value) = price.filter(|price| price.is_positive()) else {
            return;
        };
        let new = self.list.len();
        if self.places.put(code.number(), new) {
            self.list.push((code, Vec::new()));
        }
        let place = self.places.get(code.number()).unwrap_or(new);
        if let Some((_, prices)) = self.list.get_mut(place) {
            prices.push(Price { slot, value, units, sides });
        }
    }
}

/// Places by key, in the order of the keys. Of equal keys the first one counts.
#[derive(Default)]
struct Index(Vec<(i64, usize)>);

impl Index {
    fn get(&self, key: i64) -> Option<usize> {
        let place = self.0.binary_search_by_key(&key, |(known, _)| *known).ok()?;
        self.0.get(place).map(|(_, place)| *place)
    }

    /// Whether the key is new.
    fn put(&mut self, key: i64, place: usize) -> bool {
        let search = self.0.binary_search_by_key(&key, |(known, _)| *known);
        if let Err(between) = search {
            self.0.insert(between, (key, place));
        }
        search.is_err()
    }
}

fn rate(code: Code, prices: &[Price]) -> Option<Rate> {
    // What stands before the history goes over it.
    let mut order = Index::default();
    for (place, price) in prices.iter().enumerate() {
        order.put(price.slot.0, place);
    }
    let (_, last) = order.0.last()?;
    let latest = prices.get(*last)?;
    let mut previous: Option<&Price> = None;
    let mut history = Vec::new();
    for (_, place) in &order.0 {
        // Of another number of units it is not comparable.
        let price = prices.get(*place).filter(|price| price.units == latest.units);
        let Some(price) = price else { continue };
        // The one that the source calls the previous one is it, whatever the history has.
        if place != last && previous.is_none_or(|before| before.slot != Slot::BEFORE) {
            previous = Some(price);
        }
        if let Some(day) = price.slot.day() {
            history.push((day, price.value));
        }
    }
    if history.len() < 2 {
        history.clear();
    }
    Some(Rate {
        code,
        value: latest.value,
        units: latest.units,
        sides: latest.sides,
        day: latest.slot.day(),
        previous: previous.map(|price| price.value),
        previous_day: previous.and_then(|price| price.slot.day()),
        history,
    })
}

/// The published digits where only the point moves, else rounded.
fn ratio(above: Decimal, below: Decimal) -> Option<Decimal> {
    if below.is_power_of_ten() { above.per(below) } else { above.divided(below, DIGITS) }
}
