//! The currency strip. Part: `rates`, each cell `rate`.

use std::cmp::Ordering;

use yew::prelude::*;

use super::{Scene, icon, notice, skeleton};
use crate::config::{Block, DEFAULT_CURRENCIES};
use crate::i18n::{Words, symbol};
use crate::model::{Code, Rate, Rates};
use crate::state::Stage;

/// More than this do not fit on one line of every width, and wrap instead.
pub const ONE_LINE: usize = 5;

pub fn block(scene: &Scene<'_>) -> Html {
    let words = scene.words();
    let bones = || skeleton::rates(scene.config.currency_count());
    match scene.state.rates.stage() {
        Stage::Loading => bones(),
        Stage::Failed => notice::hold(
            bones(),
            Some(notice::failed_line(words, words.rates_failed)),
        ),
        Stage::Ready { edition, .. } | Stage::Stale { edition, .. } => strip(scene, edition),
    }
}

fn strip(scene: &Scene<'_>, rates: &Rates) -> Html {
    let words = scene.words();
    let find = |code: &Code| rates.rates.iter().find(|rate| rate.code == *code);
    let wanted = &scene.config.currencies;
    let cells: Vec<Html> = if wanted.is_empty() {
        let first = rates.rates.iter().take(DEFAULT_CURRENCIES);
        let missing = DEFAULT_CURRENCIES.saturating_sub(rates.rates.len());
        let fillers =
            (0..missing).map(|_| html! { <li class="rate filler" aria-hidden="true"></li> });
        first
            .map(|rate| cell(words, rate.code, Some(rate)))
            .chain(fillers)
            .collect()
    } else {
        wanted
            .iter()
            .map(|code| cell(words, *code, find(code)))
            .collect()
    };
    let many = (cells.len() > ONE_LINE).then_some("");
    html! {
        <section class="block rates" part="rates" aria-label={words.rates}>
            <ul class="rate-row" data-many={many}>{ for cells }</ul>
            <p class="asof">{ as_of(scene, rates) }</p>
        </section>
    }
}

/// A currency that the source lacks keeps its cell, with a dash: nothing is made up.
fn cell(words: &Words, code: Code, rate: Option<&Rate>) -> Html {
    let sign = symbol(code);
    html! {
        <li class="rate" part="rate" data-code={code.as_str().to_owned()}>
            <span class="vh">{ words.currency(code) }{ " " }</span>
            <span class="rate-val"><bdi>
                <span class="rate-sym" aria-hidden="true">{ sign }</span>
                { match rate {
                    Some(rate) => html! { <span class="rate-num">{ words.decimal(rate.value) }</span> },
                    None => html! {
                        <span class="rate-num">
                            <span aria-hidden="true">{ "—" }</span><span class="vh">{ words.no_rate }</span>
                        </span>
                    },
                } }
            </bdi></span>
            { change(words, rate) }
        </li>
    }
}

/// Arrow, word and colour together; nothing when the day before is not known.
fn change(words: &Words, rate: Option<&Rate>) -> Html {
    let compared = rate.and_then(|rate| {
        let previous = rate.previous?;
        Some((
            rate.value.compare(previous)?,
            rate.value.change_percent(previous)?,
        ))
    });
    let (class, word, moved, percent) = match compared {
        Some((Ordering::Greater, percent)) => ("chg up", words.up, true, percent),
        Some((Ordering::Less, percent)) => ("chg down", words.down, true, percent),
        Some((Ordering::Equal, percent)) => ("chg", words.unchanged, false, percent),
        None => return html! { <span class="chg"></span> },
    };
    html! {
        <span {class}>
            { icon::arrow(moved) }<span class="vh">{ word }{ " " }</span>
            <bdi>{ words.percent(percent) }</bdi>
        </span>
    }
}

/// Who says so, and for which day; for old data, since when it is old.
fn as_of(scene: &Scene<'_>, rates: &Rates) -> Html {
    let words = scene.words();
    let source = match (&rates.source, &rates.source_url) {
        (Some(name), Some(url)) => {
            let name = html! { &**name };
            scene.link(Block::Rates, url, None, classes!(), name)
        }
        (Some(name), None) => html! { <span>{ &**name }</span> },
        (None, _) => html! {},
    };
    if let Some(since) = scene.state.rates.stale_since() {
        return html! { <>{ notice::late(scene.as_of(since)) }{ source }</> };
    }
    let dot = (rates.source.is_some() && rates.day.is_some())
        .then(|| html! { <span aria-hidden="true">{ "·" }</span> });
    let day = rates
        .day
        .map(|day| html! { <time datetime={day.iso()}>{ words.date(day) }</time> });
    html! { <>{ source }{ for dot }{ for day }</> }
}
