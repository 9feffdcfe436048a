//! Two amounts in two currencies, of which each follows the other.

use yew::prelude::*;

use super::element::{el, keyed, list, text, valued};
use super::{Scene, icon, notice};
use crate::converter::{Conversion, convert};
use crate::decimal::Decimal;
use crate::i18n::fill;
use crate::model::{Code, Rates};

pub fn block(scene: &Scene<'_>, rates: &Rates) -> Html {
    let words = scene.words();
    let exchange = &scene.state.exchange;
    let has = |code: &Code| *code == rates.base || price(rates, *code).is_some();
    let wanted = scene.config.currencies.iter().find(|code| price(rates, **code).is_some());
    let first = wanted.copied().or(rates.rates.first().map(|rate| rate.code));
    let from = exchange.from.filter(has).or(first).unwrap_or(rates.base);
    let to = exchange.to.filter(has).unwrap_or(rates.base);
    let amount = words.read(&exchange.amount);
    let (of, into) = if exchange.second { (to, from) } else { (from, to) };
    let result = amount.and_then(|amount| change(rates, amount, of, into));
    let sign = |exact: bool| if exact { "=" } else { "≈" };
    let came = result.as_ref().map_or_else(String::new, |result| words.decimal(result.result));
    let typed = exchange.amount.clone();
    let (left, right) = if exchange.second { (came, typed) } else { (typed, came) };
    let wrong = amount.is_none();
    let told = match change(rates, Decimal::ONE, from, to) {
        _ if wrong => words.no_amount.to_owned(),
        Some(one) => {
            let rate = words.decimal(one.result);
            let mut told =
                ["1 ", from.as_str(), " ", sign(one.exact), " ", &rate, " ", to.as_str()].concat();
            if let Some(day) = rates.day {
                told.push_str(" · ");
                told.push_str(&(words.short_date)(day));
            }
            told
        }
        None => String::new(),
    };
    let copied = exchange.copied;
    let label = if copied { words.copied } else { words.copy };
    let path = if copied { icon::DONE } else { icon::COPY };
    el!("div", {"class": "convert", "role": "group", "aria-label": words.converter}, [
        side(scene, rates, ["first", "from"], from, left, exchange.second, wrong),
        el!("span", {"class": "eq", "aria-hidden": "true"}, [text(sign(result.is_none_or(|result| result.exact)))]),
        side(scene, rates, ["second", "to"], to, right, !exchange.second, wrong),
        notice::sign("copy", label, path, "0 0 16 16", None),
        el!("p", {"class": "told", "role": "status"}, [text(told)]),
    ])
}

/// An amount and its currency.
fn side(
    scene: &Scene<'_>,
    rates: &Rates,
    names: [&'static str; 2],
    chosen: Code,
    amount: String,
    result: bool,
    wrong: bool,
) -> Html {
    let words = scene.words();
    let [of_amount, of_currency] = names;
    let option = |code: Code| {
        let (name, name_of_code) = (words.currency(code), code.as_str().to_owned());
        let is = (code == chosen).then_some("");
        // The one that is chosen is seen in the narrow field.
        let told = if is.is_some() || name == name_of_code {
            name_of_code.clone()
        } else {
            [&*name_of_code, " · ", &*name].concat()
        };
        let option = el!("option", {"value": name_of_code.clone(), "selected": is}, [text(told)]);
        keyed(name_of_code, option)
    };
    let mut options = vec![option(rates.base)];
    for (place, rate) in rates.rates.iter().enumerate() {
        // A source may name a currency twice.
        if rates.rates.iter().position(|other| other.code == rate.code) == Some(place) {
            options.push(option(rate.code));
        }
    }
    let label = fill(words.amount, chosen.as_str());
    let input = el!("input", {
        "class": "amount", "inputmode": "decimal", "autocomplete": "off", "maxlength": "40",
        "data-field": of_amount, "aria-label": label, "aria-invalid": (wrong && !result).then_some("true"),
        "data-result": result.then_some(""),
    }, []);
    el!("span", {"class": "side"}, [
        valued(input, amount),
        el!("select", {"data-field": of_currency, "aria-label": words.currency_head}, [list(options.into_iter())]),
    ])
}

fn price(rates: &Rates, code: Code) -> Option<(Decimal, Decimal)> {
    if code == rates.base {
        return Some((Decimal::ONE, Decimal::ONE));
    }
    let rate = rates.rates.iter().find(|rate| rate.code == code)?;
    Some((rate.value, rate.units))
}

fn change(rates: &Rates, amount: Decimal, from: Code, to: Code) -> Option<Conversion> {
    convert(amount, price(rates, from)?, price(rates, to)?)
}
