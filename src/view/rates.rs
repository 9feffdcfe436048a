//! The currency strip. Part: `rates`, each cell `rate`.

use std::cmp::Ordering;

use yew::prelude::*;

use super::element::{el, keyed, list, maybe, text};
use super::{Face, Scene, icon, notice, skeleton};
use crate::config::Block;
use crate::i18n::{Words, sign};
use crate::model::{Code, Rate, Rates};
use crate::state::{Load, Stage};

pub fn block(scene: &Scene<'_>) -> (Face, Html) {
    let words = scene.words();
    let bones = || skeleton::rates(scene.config);
    match scene.state.rates.stage() {
        Stage::Loading => (Face::Bones, bones()),
        Stage::Failed => {
            let pending = scene.state.rates.is_pending();
            let pause = scene.pause(Block::Rates);
            let notice = notice::failed_line(words, words.rates_failed, pending, pause);
            (Face::Notice, notice::hold(bones(), Some(notice)))
        }
        Stage::Ready { edition, .. } | Stage::Stale { edition, .. } => {
            (Face::Full, strip(scene, edition))
        }
    }
}

fn strip(scene: &Scene<'_>, rates: &Rates) -> Html {
    let words = scene.words();
    let wanted = &scene.config.currencies;
    let count = scene.config.currency_count();
    let cells = list((0..count).map(|index| match wanted.get(index) {
        // The owner's list names no currency twice; a source's may.
        Some(code) => {
            let rate = rates.rates.iter().find(|rate| rate.code == *code);
            keyed(code.as_str().to_owned(), cell(scene, *code, rate))
        }
        None => {
            let rate = rates.rates.get(index);
            let filler = || el!("li", {"class": "rate filler", "aria-hidden": "true"}, []);
            keyed(index, rate.map_or_else(filler, |rate| cell(scene, rate.code, Some(rate))))
        }
    }));
    let columns = scene.config.currency_columns().map(|columns| columns.to_string());
    el!("section", {"class": "block rates", "part": "rates", "aria-label": words.rates}, [
        el!("ul", {"class": "rate-row", "data-columns": columns}, [cells]),
        el!("p", {"class": "asof"}, [as_of(scene, rates)]),
    ])
}

/// A currency that the source lacks keeps its cell, with a dash: nothing is made up.
fn cell(scene: &Scene<'_>, code: Code, rate: Option<&Rate>) -> Html {
    let words = scene.words();
    let figure = match rate {
        Some(rate) => text(words.decimal(rate.value)),
        None => list(
            [el!("span", {"aria-hidden": "true"}, [text("—")]), hidden(words.no_rate)].into_iter(),
        ),
    };
    let moved = scene.state.moves.iter().find(|moved| moved.code == code);
    let class = match moved.map(|moved| moved.order) {
        Some(Ordering::Greater) => "rate flash-up",
        Some(Ordering::Less) => "rate flash-down",
        _ => "rate",
    };
    let figure = el!(
        "bdi",
        {},
        [
            el!("span", {"class": "rate-sym", "aria-hidden": "true"}, [text(sign(code).unwrap_or(code.as_str()).to_owned())]),
            el!("span", {"class": "rate-num"}, [figure]),
        ]
    );
    // A new node, for what moves twice is to be seen twice.
    let figure = keyed(moved.map_or(0, |moved| moved.edition), figure);
    el!("li", {"class": class, "part": "rate", "data-code": code.as_str().to_owned()}, [
        el!("span", {"class": "vh"}, [text(words.currency(code)), text(" ")]),
        el!("span", {"class": "rate-val"}, [figure]),
        change(words, rate),
    ])
}

fn hidden(words: &'static str) -> Html {
    el!("span", {"class": "vh"}, [text(words)])
}

/// Arrow, word and colour together; nothing when the day before is not known.
fn change(words: &Words, rate: Option<&Rate>) -> Html {
    let compared = rate.and_then(|rate| {
        let previous = rate.previous?;
        Some((rate.value.compare(previous)?, rate.value.change_percent(previous)?))
    });
    let Some((order, percent)) = compared else {
        return el!("span", {"class": "chg"}, []);
    };
    let (class, word) = match order {
        Ordering::Greater => ("chg up", words.up),
        Ordering::Less => ("chg down", words.down),
        Ordering::Equal => ("chg", words.unchanged),
    };
    el!("span", {"class": class}, [
        icon::arrow(order != Ordering::Equal),
        hidden(word),
        el!("bdi", {}, [text(words.percent(percent))]),
    ])
}

/// What changed of that which is shown and has not been read aloud.
pub fn spoken(scene: &Scene<'_>) -> String {
    let (words, mut said) = (scene.words(), String::new());
    let Some(rates) = scene.state.rates.edition() else { return said };
    let wanted = &scene.config.currencies;
    for (index, rate) in rates.rates.iter().enumerate() {
        let shown = if wanted.is_empty() {
            index < scene.config.currency_count()
        } else {
            wanted.contains(&rate.code)
        };
        let moved = scene.state.moves.iter().find(|moved| moved.code == rate.code && !moved.said);
        if let (Some(moved), true) = (moved, shown) {
            let word = if moved.order == Ordering::Greater { words.up } else { words.down };
            for part in [&words.currency(rate.code), " ", &words.decimal(rate.value), " ", word] {
                said.push_str(part);
            }
            said.push_str(". ");
        }
    }
    said
}

/// Who says so, and for which day; for old data, since when it is old.
fn as_of(scene: &Scene<'_>, rates: &Rates) -> Html {
    let source = rates.source.clone().map(|name| match &rates.source_url {
        Some(url) => scene.link(Block::Rates, url, None, None, text(name)),
        None => el!("span", {"class": "by"}, [text(name)]),
    });
    let pause = scene.pause(Block::Rates);
    if let Some(since) = scene.state.rates.stale_since() {
        let late = scene.late(since, scene.state.rates.is_pending(), true);
        return list([late, maybe(source), maybe(pause)].into_iter());
    }
    let dot = (source.is_some() && rates.day.is_some())
        .then(|| el!("span", {"aria-hidden": "true"}, [text("·")]));
    let day =
        rates.day.map(|day| el!("time", {"datetime": day.iso()}, [text(scene.words().date(day))]));
    list([maybe(source), maybe(dot), maybe(day), maybe(pause)].into_iter())
}
