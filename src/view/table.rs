//! Rates as a table: name, price, what a bank pays and takes, change, history.

use yew::prelude::*;

use super::element::{el, keyed, list, maybe, text};
use super::rate::{self, Shown};
use super::{Scene, sparkline};
use crate::decimal::Decimal;
use crate::i18n::fill;
use crate::model::{Rates, Sides};
use crate::sparkline::Sparkline;

pub fn table(scene: &Scene<'_>, rates: &Rates, all: &[Shown<'_>]) -> Html {
    let words = scene.words();
    let sides = all.iter().flatten().any(|(_, rate)| rate.is_some_and(|rate| rate.sides.is_some()));
    let mut lines = Vec::new();
    for shown in all {
        let rate = shown.and_then(|(_, rate)| rate);
        lines.push(rate.and_then(|rate| Sparkline::new(&rate.history)));
    }
    // The longest of all that can be drawn; a column of nothing is none.
    let span = lines.iter().flatten().map(|line| line.span).max();
    let head = |class: &'static str, words: String| el!("th", {"scope": "col", "class": class}, [text(words)]);
    let column = |name: &'static str| sides.then(|| head("num side", name.to_owned()));
    let heads = el!(
        "tr",
        {},
        [
            head("", words.currency_head.to_owned()),
            maybe(column(words.buy)),
            maybe(column(words.sell)),
            head("num mid", fill(words.rate_head, rates.base.as_str())),
            head("num pc", words.change_head.to_owned()),
            maybe(span.map(|span| head("trend", words.days(span)))),
        ]
    );
    let rows = list(all.iter().zip(&lines).enumerate().map(|(index, (shown, line))| {
        let Some((code, rate)) = *shown else {
            let gap = el!("td", {"colspan": "9"}, []);
            return keyed(index, el!("tr", {"class": "rate filler", "aria-hidden": "true"}, [gap]));
        };
        // Code and name stand beside it.
        let sign = rate::label(&[], code, rate, false);
        let side = |of: fn(&Sides) -> Decimal| {
            sides.then(|| {
                let price = rate.and_then(|rate| rate.sides.as_ref());
                let price = price.map(|sides| text(scene.figure(of(sides))));
                let price = price.unwrap_or_else(rate::hidden_dash);
                el!("td", {"class": "num side"}, [el!("bdi", {}, [price])])
            })
        };
        let row = el!("tr", {
            "class": rate::class(scene, code),
            "part": "rate",
            "data-code": code.as_str().to_owned(),
        }, [
            el!("th", {"scope": "row"}, [el!("span", {"class": "cur"}, [
                el!("span", {"class": "rate-sym", "aria-hidden": "true"}, [text(sign)]),
                el!("b", {}, [text(code.as_str().to_owned())]),
                el!("span", {"class": "name"}, [text(words.currency(code))]),
            ])]),
            maybe(side(|sides| sides.buy)),
            maybe(side(|sides| sides.sell)),
            el!("td", {"class": "num mid rate-val"}, [rate::figure(scene, code, rate, None)]),
            el!("td", {"class": "num pc"}, [rate::change(scene, rates, rate)]),
            maybe(span.map(|_| {
                let line = line.as_ref().zip(rate);
                let line = line.map(|(line, rate)| sparkline::sparkline(scene, rate, line));
                el!("td", {"class": "trend"}, [maybe(line)])
            })),
        ]);
        keyed(rate::key(scene, code, index), row)
    }));
    let class = if sides { "rate-table sides" } else { "rate-table" };
    el!("table", {"class": class}, [el!("thead", {}, [heads]), el!("tbody", {}, [rows])])
}
