//! Our rates JSON (`schema/rates.schema.json`).

use std::rc::Rc;

use super::{Complaint, Node, ReadError};
use crate::decimal::Decimal;
use crate::link::Resolve;
use crate::model::{Code, Rate, Rates};
use crate::plain;
use crate::time::Day;

const PRICE: &str = "a price (a decimal above 0, such as \"1.7\")";

pub fn read(
    document: Node<'_>,
    resolve: Resolve<'_>,
    complaints: &mut Vec<Complaint>,
) -> Result<Rates, ReadError> {
    let shape = |node: &Node<'_>, expected| Err(ReadError::Shape(node.complaint(expected)));
    if !document.is_object() {
        return shape(&document, "rates (an object with a base and a list of rates)");
    }
    let base = document.get("base");
    let Some(base) = base.text().and_then(Code::new) else {
        return shape(&base, "a currency code (ISO 4217, such as AZN)");
    };
    let list = document.get("rates");
    let Some(items) = list.items() else {
        return shape(&list, "a list of rates");
    };
    let mut rates = Vec::new();
    for item in items {
        match rate(&item, complaints) {
            Ok(rate) => rates.push(rate),
            Err(complaint) => complaints.push(complaint),
        }
    }
    let source = document.get("source");
    Ok(Rates {
        base,
        day: document.get("date").optional(complaints, "a day (such as 2025-11-28)", |node| {
            node.text().and_then(Day::parse)
        }),
        source: source.get("name").text().map(|name| Rc::from(plain::line(name))),
        source_url: source.get("url").optional(
            complaints,
            "a web address (http or https)",
            |node| node.link(resolve),
        ),
        rates,
    })
}

fn rate(item: &Node<'_>, complaints: &mut Vec<Complaint>) -> Result<Rate, Complaint> {
    if !item.is_object() {
        return Err(item.complaint("a rate (an object)"));
    }
    let code = item.get("code");
    let Some(code) = code.text().and_then(Code::new) else {
        return Err(code.complaint("a currency code (ISO 4217, such as USD)"));
    };
    let nominal = item.get("nominal");
    let units = match nominal.json {
        None => 1,
        Some(_) => {
            match nominal.text().and_then(|text| text.parse().ok()).filter(|units| *units > 0) {
                Some(units) => units,
                None => return Err(nominal.complaint("a number of units (1, 10, 100 …)")),
            }
        }
    };
    let price = |text: &str| Decimal::parse(text).filter(|price| price.is_positive());
    let value = item.get("value");
    let Some(published) = value.text().and_then(price) else {
        return Err(value.complaint(PRICE));
    };
    // A nominal of 3 has no finite decimal for one unit: nothing exact could be shown.
    let Some(value) = published.per(units) else {
        return Err(nominal.complaint("a number of units that the price can be divided by exactly"));
    };
    let previous =
        item.get("previous").optional(complaints, PRICE, |node| node.text().and_then(price));
    Ok(Rate { code, value, previous: previous.and_then(|price| price.per(units)) })
}
