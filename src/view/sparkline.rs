//! The history of a rate as a line; the day that the reader points at says its price.

use std::cmp::Ordering;

use yew::prelude::*;

use super::Scene;
use super::element::{el, keyed, list, maybe, text};
use crate::i18n::fill_all;
use crate::model::Rate;
use crate::sparkline::{HEIGHT, Sparkline, WIDTH};

pub fn sparkline(scene: &Scene<'_>, rate: &Rate, line: &Sparkline<'_>) -> Html {
    let words = scene.words();
    let count = line.history.len();
    let mut path = String::new();
    for place in 0..count {
        if let Some((x, y)) = line.point(place) {
            push(&mut path, if place == 0 { "M" } else { "L" }, x, y);
        }
    }
    let summary = fill_all(
        words.history,
        &[
            rate.code.as_str(),
            &line.span.to_string(),
            &scene.figure(line.low),
            &scene.figure(line.high),
            &scene.figure(rate.value),
        ],
    );
    // Left alone, the day is the last one.
    let pointed = scene.state.pointed.filter(|(code, _)| *code == rate.code);
    let place = pointed.map_or(count - 1, |(_, place)| place.min(count - 1));
    let said = line.history.get(place).map_or_else(String::new, |(day, price)| {
        [&(words.short_date)(*day), ": ", &*scene.figure(*price)].concat()
    });
    let mark = pointed.and_then(|_| line.point(place)).map(|(x, _)| {
        let mut path = String::new();
        push(&mut path, "M", x, 0);
        push(&mut path, "V", HEIGHT, 0);
        el!("path", {"class": "mark", "d": path}, [])
    });
    let order = line.history.first().and_then(|(_, first)| rate.value.compare(*first));
    let class = match order {
        Some(Ordering::Greater) => "spark up",
        Some(Ordering::Less) => "spark down",
        _ => "spark",
    };
    let size = ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat();
    let svg = el!("svg", {
        "class": class, "viewBox": size, "preserveAspectRatio": "none", "aria-hidden": "true",
    }, [el!("path", {"d": path}, []), maybe(mark)]);
    // For each day a new one: browsers count what grows and shrinks as moved.
    let tip = pointed.map(|_| {
        keyed(place, el!("span", {"class": "tip", "aria-hidden": "true"}, [text(said.clone())]))
    });
    // What is gone over day by day with the arrow keys is a slider to who cannot see it.
    el!("span", {
        "class": "days",
        "tabindex": "0",
        "role": "slider",
        "aria-label": summary,
        "aria-valuemin": "1",
        "aria-valuemax": count.to_string(),
        "aria-valuenow": (place + 1).to_string(),
        "aria-valuetext": said,
        "data-code": rate.code.as_str().to_owned(),
    }, [list([keyed("line", svg)].into_iter().chain(tip))])
}

fn push(path: &mut String, command: &str, x: u32, y: u32) {
    path.push_str(command);
    path.push_str(&x.to_string());
    if command != "V" {
        path.push(',');
        path.push_str(&y.to_string());
    }
}
