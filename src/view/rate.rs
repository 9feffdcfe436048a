//! What is said of one currency, wherever it stands: sign, figure, change.

use std::cmp::Ordering;

use yew::prelude::*;
use yew::virtual_dom::Key;

use super::element::{el, keyed, list, maybe, text};
use super::{Scene, icon};
use crate::currency;
use crate::decimal::Decimal;
use crate::model::{Code, Rate, Rates};

/// A currency that is shown, with its rate if the source has one; `None` where the source has none to show in the
/// space that is reserved.
pub type Shown<'r> = Option<(Code, Option<&'r Rate>)>;

/// What is shown, in its order: what the owner wants, else the first of the source.
pub fn shown<'r>(scene: &Scene<'_>, rates: &'r Rates) -> Vec<Shown<'r>> {
    let wanted = &scene.config.currencies;
    let mut shown = Vec::new();
    for index in 0..scene.config.currency_count() {
        shown.push(match wanted.get(index) {
            Some(code) => {
                let rate = rates.rates.iter().find(|rate| rate.code == *code);
                Some((*code, rate))
            }
            None => rates.rates.get(index).map(|rate| (rate.code, Some(rate))),
        });
    }
    shown
}

/// A key that no neighbour has: the owner's list names no currency twice, a source's may.
pub fn key(scene: &Scene<'_>, code: Code, index: usize) -> Key {
    let of_source = scene.config.currencies.is_empty();
    if of_source { Key::from(index) } else { Key::from(code.as_str()) }
}

/// `$`, or `CAD`; `$ CAD` where the sign alone could mean another currency; and for how many units, if not for one.
/// `whole`: no code stands beside it.
pub fn label(all: &[Shown<'_>], code: Code, rate: Option<&Rate>, whole: bool) -> String {
    let mut label = String::new();
    if let Some(rate) = rate.filter(|rate| rate.units != Decimal::ONE) {
        label.push_str(&rate.units.to_string());
        label.push(' ');
    }
    let sign = currency::sign(code);
    let mut clear = !whole;
    if let Some(sign) = sign {
        label.push_str(sign.text);
        clear |= sign.own;
        for (other, _) in all.iter().flatten() {
            let alike = currency::sign(*other).is_some_and(|other| other.text == sign.text);
            clear &= !whole || *other == code || !alike;
        }
    }
    if !clear {
        if sign.is_some() {
            label.push(' ');
        }
        label.push_str(code.as_str());
    }
    label
}

/// The figure, with a label before it. A currency that the source lacks has a dash: nothing is made up.
pub fn figure(scene: &Scene<'_>, code: Code, rate: Option<&Rate>, label: Option<String>) -> Html {
    let figure = match rate {
        Some(rate) => text(scene.figure(rate.value)),
        None => list([hidden_dash(), hidden(scene.words().no_rate)].into_iter()),
    };
    let label =
        label.map(|label| el!("span", {"class": "rate-sym", "aria-hidden": "true"}, [text(label)]));
    let figure = el!("bdi", {}, [maybe(label), el!("span", {"class": "rate-num"}, [figure])]);
    // A new node, for what moves twice is to be seen twice.
    keyed(scene.moved(code).map_or(0, |moved| moved.edition), figure)
}

/// The class of a rate: whether it has just changed.
pub fn class(scene: &Scene<'_>, code: Code) -> &'static str {
    match scene.moved(code).map(|moved| moved.order) {
        Some(Ordering::Greater) => "rate flash-up",
        Some(Ordering::Less) => "rate flash-down",
        _ => "rate",
    }
}

pub fn hidden(words: impl Into<AttrValue>) -> Html {
    el!("span", {"class": "vh"}, [text(words)])
}

/// A dash that is not read aloud.
pub fn hidden_dash() -> Html {
    el!("span", {"aria-hidden": "true"}, [text("—")])
}

/// Arrow, word and colour together, by how much and since when; nothing when the day before is not known. A price of
/// an earlier day than the others says that in place of it.
pub fn change(scene: &Scene<'_>, rates: &Rates, rate: Option<&Rate>) -> Html {
    let words = scene.words();
    let nothing = || el!("span", {"class": "chg"}, []);
    let Some(rate) = rate else { return nothing() };
    if let Some(day) = rate.day.filter(|_| rate.day < rates.day) {
        let date = el!("time", {"datetime": day.iso()}, [text((words.short_date)(day))]);
        return el!("span", {"class": "chg"}, [date]);
    }
    let compared = rate.previous.and_then(|previous| {
        let order = rate.value.compare(previous)?;
        let (more, less) =
            if order.is_lt() { (previous, rate.value) } else { (rate.value, previous) };
        Some((order, more.minus(less)?.trimmed(), rate.value.change_percent(previous)?))
    });
    let Some((order, by, percent)) = compared else { return nothing() };
    let (class, word) = match order {
        Ordering::Greater => ("chg up", words.up),
        Ordering::Less => ("chg down", words.down),
        Ordering::Equal => ("chg", words.unchanged),
    };
    let moved = order != Ordering::Equal;
    // What is less than can be said is not nothing.
    let percent = match Some(words.least_percent()).filter(|_| moved && !percent.is_positive()) {
        Some(least) => ["<", &least].concat(),
        None => words.percent(percent),
    };
    let by = moved.then(|| scene.figure(by));
    let since = rate.previous_day.map(words.compared);
    let mut title = String::new();
    for part in [since.as_deref(), by.as_deref(), Some(&*percent)].into_iter().flatten() {
        if !title.is_empty() {
            title.push_str(" · ");
        }
        title.push_str(part);
    }
    el!("span", {"class": class, "title": title}, [
        icon::arrow(moved),
        hidden(word),
        maybe(by.map(|by| el!("bdi", {"class": "by"}, [text(by)]))),
        el!("bdi", {}, [text(percent)]),
        maybe(since.map(|since| hidden([" ", &*since].concat()))),
    ])
}
