//! What is said when there is nothing to show, or only old things. Part: `notice`.

use yew::prelude::*;

use super::element::{el, list, maybe, text};
use super::icon;
use crate::i18n::Words;

/// A notice, or nothing, in the space of what is missing: unseen bones keep the height.
pub fn hold(bones: Html, notice: Option<Html>) -> Html {
    el!("div", {"class": "block hold"}, [
        el!("div", {"class": "bones", "aria-hidden": "true"}, [bones]),
        maybe(notice),
    ])
}

/// Nothing could be loaded.
pub fn failed(words: &Words, title: &'static str, hint: &'static str, pending: bool) -> Html {
    el!("div", {"class": "notice", "part": "notice"}, [
        el!("strong", {}, [text(title)]),
        el!("p", {}, [text(hint)]),
        el!("button", {
            "type": "button", "class": "fill", "data-act": "retry", "aria-busy": busy(pending),
        }, [
            icon::icon(icon::AGAIN, "0 0 16 16", "icon"),
            text(words.try_again),
        ]),
    ])
}

/// The same on one line, for the low block of rates.
pub fn failed_line(words: &Words, title: &'static str, pending: bool, pause: Option<Html>) -> Html {
    el!("div", {"class": "notice line", "part": "notice"}, [
        el!("p", {}, [text(title)]),
        el!("button", {"type": "button", "class": "plain", "data-act": "retry", "aria-busy": busy(pending)}, [text(words.try_again)]),
        maybe(pause),
    ])
}

/// While it is tried again the button stays, with the focus on it.
fn busy(pending: bool) -> Option<&'static str> {
    pending.then_some("true")
}

/// The source answered and holds no article.
pub fn empty(words: &Words) -> Html {
    el!("div", {"class": "notice", "part": "notice"}, [
        el!("strong", {}, [text(words.empty)]),
        el!("p", {}, [text(words.empty_hint)]),
    ])
}

/// The source holds the headline and no more.
pub fn alone(words: &Words) -> Html {
    el!("div", {"class": "notice", "part": "notice"}, [
        el!("strong", {}, [text(words.similar)]),
        el!("p", {}, [text(words.empty)]),
    ])
}

/// `13:30 · 2 hours ago` with a clock, and a button to try again, which may be at it.
pub fn late(words: &Words, when: String, again: Option<bool>) -> Html {
    let again = again
        .map(|pending| sign("retry", words.try_again, icon::AGAIN, "0 0 16 16", busy(pending)));
    list(
        [
            el!("span", {"class": "since", "title": words.failed_hint_once}, [
                icon::icon(icon::CLOCK, "0 0 12 12", "icon"),
                el!("span", {"class": "late"}, [text(when)]),
                el!("span", {"class": "vh"}, [text(words.failed_hint_once)]),
            ]),
            maybe(again),
        ]
        .into_iter(),
    )
}

/// How old something is that should be newer.
pub fn old(age: String) -> Html {
    el!("span", {"class": "since old", "title": age.clone()}, [
        icon::icon(icon::CLOCK, "0 0 12 12", "icon"),
        el!("span", {"class": "age"}, [text(age)]),
    ])
}

/// A button that is a sign.
pub fn sign(
    act: &'static str,
    label: &'static str,
    path: &'static str,
    size: &'static str,
    busy: Option<&'static str>,
) -> Html {
    el!("button", {
        "type": "button", "class": "sign", "data-act": act, "aria-label": label, "title": label, "aria-busy": busy,
    }, [icon::icon(path, size, "icon")])
}
