//! SDMX-JSON (<https://github.com/sdmx-twg/sdmx-json>): data of the ECB, Norges Bank and others.
//!
//! Positions point into lists of codes elsewhere in the document, which no table of paths can say.

use super::Complaint;
use super::rate::{MAX_QUOTES, PRICE, Quote, Quotes, Slot};
use crate::decimal::Decimal;
use crate::model::Code;
use crate::time::Day;
use crate::tree::Tree;

/// The name of the format.
pub const NAME: &str = "sdmx";

/// The quotes of such a document; `None` when it is none.
pub fn read(tree: &Tree) -> Option<Quotes> {
    // Version 2 has it all in `data`, and a list of structures.
    let tree = tree.get("data").filter(|data| data.get("dataSets").is_some()).unwrap_or(tree);
    let sets = items(tree.get("dataSets")?);
    let structure = tree.get("structure").or_else(|| items(tree.get("structures")?).first())?;
    let dimensions = structure.get("dimensions")?;
    let series_dimensions = items(dimensions.get("series")?);
    let days = items(dimensions.get("observation")?).first()?.get("values").map(items)?;
    let series_attributes =
        structure.get("attributes").and_then(|all| all.get("series")).map_or(&[][..], items);
    let place = |list: &[Tree], id: &str| {
        list.iter().position(|one| one.get("id").and_then(Tree::as_str) == Some(id))
    };
    let (currency, denominator) = (
        place(series_dimensions, "CURRENCY").or_else(|| place(series_dimensions, "BASE_CUR")),
        place(series_dimensions, "CURRENCY_DENOM")
            .or_else(|| place(series_dimensions, "QUOTE_CUR")),
    );
    // With a base and a quote, as Norges Bank has it, the price is that of the base.
    let direct = place(series_dimensions, "BASE_CUR").is_some();
    let multiplier = place(series_attributes, "UNIT_MULT");
    let mut named = Vec::new();
    for day in days {
        named.push(day.get("id").and_then(Tree::as_str).and_then(Day::parse));
    }
    let mut quotes = Quotes::default();
    let value = |list: &[Tree], at: usize, index: usize| -> Option<Box<str>> {
        let value = list.get(at)?.get("values").map(items)?.get(index)?;
        Some(value.get("id")?.as_str()?.into())
    };
    for (key, series) in sets.first().and_then(|set| set.get("series")).map_or(&[][..], members) {
        let code = |at: Option<usize>| {
            let at = at?;
            let index = key.split(':').nth(at)?.parse().ok()?;
            Code::new(&value(series_dimensions, at, index)?)
        };
        let (Some(code), Some(base)) = (code(currency), code(denominator)) else { continue };
        let power = || {
            let at = multiplier?;
            let Tree::Number(index) = items(series.get("attributes")?).get(at)? else {
                return None;
            };
            value(series_attributes, at, index.parse().ok()?)
        };
        let units = power().and_then(|power| Decimal::parse(&["1e", &power].concat()));
        let units = units.unwrap_or(Decimal::ONE);
        for (place, observation) in series.get("observations").map_or(&[][..], members) {
            if quotes.list.len() == MAX_QUOTES {
                return Some(quotes);
            }
            let day = place.parse().ok().and_then(|index: usize| *named.get(index)?);
            let text = match items(observation).first() {
                Some(Tree::Number(text) | Tree::String(text)) => text,
                _ => continue,
            };
            let price = Decimal::parse(text).filter(|price| price.is_positive());
            let Some(price) = price else {
                quotes.complaints.push(Complaint {
                    path: ["dataSets.series.", key, ".observations.", place].concat(),
                    found: Some(text.to_string()),
                    expected: PRICE,
                });
                continue;
            };
            let (above, below) = if direct { (price, units) } else { (units, price) };
            let (slot, units) = (Slot::of(day), Decimal::ONE);
            quotes.list.push(Quote { code, base, slot, above, below, units, sides: None });
        }
    }
    Some(quotes)
}

fn items(tree: &Tree) -> &[Tree] {
    if let Tree::Array(items) = tree { items } else { &[] }
}

fn members(tree: &Tree) -> &[(Box<str>, Tree)] {
    if let Tree::Object(members) = tree { members } else { &[] }
}
