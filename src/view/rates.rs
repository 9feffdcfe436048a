//! The block of rates: a row, a tape or a table, and who says so. Part: `rates`, each cell `rate`.

use std::cmp::Ordering;

use yew::prelude::*;

use super::element::{el, keyed, list, maybe, text};
use super::rate::{self, Shown};
use super::{Face, Scene, converter, icon, notice, skeleton, table};
use crate::config::{Block, RatesLayout};
use crate::i18n::fill;
use crate::model::Rates;
use crate::state::{Load, Stage};
use crate::time::Day;

/// After so many of a publisher's working days a rate is old.
const FRESH_DAYS: i64 = 2;

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
    let shown = rate::shown(scene, rates);
    let layout = scene.config.rates_layout;
    let moves = layout == RatesLayout::Tape
        || layout == RatesLayout::Auto && scene.state.too_wide.is_some();
    let body = match layout {
        RatesLayout::Table => table::table(scene, rates, &shown),
        _ if moves => tape(scene, rates, &shown),
        RatesLayout::Auto => row(scene, rates, &shown, "rate-row one", false),
        _ => row(scene, rates, &shown, "rate-row", false),
    };
    // One button stops all that moves and changes by itself.
    let pause = if moves { None } else { scene.pause(Block::Rates) };
    el!("section", {"class": "block rates", "part": "rates", "aria-label": scene.words().rates}, [
        body,
        el!("p", {"class": "asof"}, [as_of(scene, rates, &shown), maybe(pause)]),
        maybe(scene.config.converter.then(|| converter::block(scene, rates))),
    ])
}

fn row(
    scene: &Scene<'_>,
    rates: &Rates,
    all: &[Shown<'_>],
    class: &'static str,
    copy: bool,
) -> Html {
    let cells = list(all.iter().enumerate().map(|(index, shown)| {
        let Some((code, rate)) = *shown else {
            return keyed(index, el!("li", {"class": "rate filler", "aria-hidden": "true"}, []));
        };
        let label = rate::label(all, code, rate, true);
        let cell = el!("li", {
            "class": rate::class(scene, code),
            "part": "rate",
            "data-code": code.as_str().to_owned(),
        }, [
            rate::hidden([&scene.words().currency(code), " "].concat()),
            el!("span", {"class": "rate-val"}, [rate::figure(scene, code, rate, Some(label))]),
            rate::change(scene, rates, rate),
        ]);
        keyed(rate::key(scene, code, index), cell)
    }));
    let columns = scene.config.currency_columns().map(|columns| columns.to_string());
    let hidden = copy.then_some("true");
    el!("ul", {"class": class, "data-columns": columns, "aria-hidden": hidden}, [cells])
}

/// The same line twice, of which the second follows where the first has gone. Less motion makes a row of it, in the
/// style sheet.
fn tape(scene: &Scene<'_>, rates: &Rates, shown: &[Shown<'_>]) -> Html {
    let words = scene.words();
    let paused = scene.state.paused;
    let (label, path) =
        if paused { (words.tape_run, icon::PLAY) } else { (words.tape_stop, icon::PAUSE) };
    let class = if scene.config.rates_layout == RatesLayout::Auto { "tape auto" } else { "tape" };
    el!("div", {"class": class, "data-paused": paused.then_some("")}, [
        // With the focus it stands still, and stopped it can be scrolled.
        el!("div", {"class": "tape-view", "tabindex": "0", "role": "group", "aria-label": words.rates}, [
            el!("div", {"class": "tape-run"}, [
                row(scene, rates, shown, "rate-row", false),
                row(scene, rates, shown, "rate-row", true),
            ]),
        ]),
        notice::sign("pause", label, path, "0 0 16 16", None),
    ])
}

/// What changed of that which is shown and has not been read aloud.
pub fn spoken(scene: &Scene<'_>) -> String {
    let (words, mut said) = (scene.words(), String::new());
    let Some(rates) = scene.state.rates.edition() else { return said };
    for (code, rate) in rate::shown(scene, rates).into_iter().flatten() {
        let moved = scene.moved(code).filter(|moved| !moved.said);
        if let (Some(moved), Some(rate)) = (moved, rate) {
            let word = if moved.order == Ordering::Greater { words.up } else { words.down };
            for part in [&words.currency(code), " ", &scene.figure(rate.value), " ", word] {
                said.push_str(part);
            }
            said.push_str(". ");
        }
    }
    said
}

/// Who says so, for which day, how old that is, since when the changes are, and what the prices are in; for old data,
/// since when it is old.
fn as_of(scene: &Scene<'_>, rates: &Rates, shown: &[Shown<'_>]) -> Html {
    let words = scene.words();
    let mut parts = Vec::new();
    let source = rates.source.clone().map(|name| match &rates.source_url {
        Some(url) => scene.link(Block::Rates, url, None, None, text(name)),
        None => el!("span", {"class": "source"}, [text(name)]),
    });
    if let Some(since) = scene.state.rates.stale_since() {
        parts.push(scene.late(since, scene.state.rates.is_pending(), true));
        parts.push(maybe(source));
        return list(parts.into_iter());
    }
    parts.push(maybe(source));
    if let Some(day) = rates.day {
        parts.push(el!("time", {"datetime": day.iso()}, [text((words.short_date)(day))]));
        let today = scene.civil(scene.now).day;
        if day.workdays_until(today) > FRESH_DAYS {
            let age = words.ago((today.number() - day.number()) * 86_400);
            parts.push(notice::old(age));
        }
    }
    if let Some(day) = compared(rates, shown) {
        parts.push(el!("span", {"class": "vs"}, [text((words.compared)(day))]));
    }
    let unit = fill(words.per_unit, rates.base.as_str());
    parts.push(el!("span", {"class": "unit"}, [text(unit)]));
    list(parts.into_iter())
}

/// The day that all changes are counted from, if it is one.
fn compared(rates: &Rates, shown: &[Shown<'_>]) -> Option<Day> {
    let mut day = None;
    for (_, rate) in shown.iter().flatten() {
        let Some(rate) = rate.filter(|rate| rate.day >= rates.day) else { continue };
        let before = rate.previous.and(rate.previous_day);
        if day.is_some() && before.is_some() && before != day {
            return None;
        }
        day = day.or(before);
    }
    day
}
