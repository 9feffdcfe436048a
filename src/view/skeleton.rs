//! The same boxes, empty. The loader draws the first ones before any of this has arrived
//! (`embed/skeleton.js`); the end-to-end tests hold the heights of both against each other.

use yew::prelude::*;

use super::element::{el, list, maybe};
use crate::config::{Config, RatesLayout};

fn bone(class: &'static str) -> Html {
    el!("span", {"class": class}, [])
}

pub fn rates(config: &Config) -> Html {
    let count = config.currency_count();
    let cell = || el!("li", {"class": "rate"}, [bone("bone l w45"), bone("bone s w30")]);
    let columns = config.currency_columns().map(|columns| columns.to_string());
    let class = match config.rates_layout {
        RatesLayout::Auto => "rate-row one",
        RatesLayout::Row => "rate-row",
        RatesLayout::Tape => "rate-row taped",
        RatesLayout::Table => "rate-row rows",
    };
    let convert = config.converter.then(|| el!("div", {"class": "convert"}, []));
    el!("section", {"class": "block rates", "aria-hidden": "true"}, [
        el!("ul", {"class": class, "data-columns": columns}, [list((0..count).map(|_| cell()))]),
        el!("p", {"class": "asof"}, [bone("bone s w30")]),
        maybe(convert),
    ])
}

pub fn headline() -> Html {
    el!("article", {"class": "block head", "aria-hidden": "true"}, [
        el!("div", {"class": "pic"}, []),
        el!("div", {"class": "head-text"}, [
            el!("p", {"class": "label"}, [bone("bone s w30")]),
            el!("div", {"class": "title"}, [bone("bone t w95"), bone("bone t w80"), bone("bone t w60")]),
            el!("p", {"class": "when"}, [bone("bone s w45")]),
            el!("div", {"class": "body"}, [list((0..7).map(|_| bone("bone l w95")))]),
        ]),
        el!("p", {"class": "foot"}, []),
    ])
}

pub fn similar(count: usize) -> Html {
    let items = (0..count).map(|_| {
        el!("li", {"class": "item"}, [
            el!("div", {"class": "pic"}, []),
            el!("p", {"class": "meta"}, [bone("bone s w30")]),
            el!("div", {"class": "it-title"}, [bone("bone l w95"), bone("bone l w80")]),
        ])
    });
    el!("section", {"class": "block similar", "aria-hidden": "true"}, [
        el!("div", {"class": "bar"}, [bone("bone l w30")]),
        el!("ul", {"class": "items"}, [list(items)]),
    ])
}
