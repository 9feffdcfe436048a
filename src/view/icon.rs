//! The few signs, drawn with paths: no font, no file, no `<use>` that would need an id.

use yew::prelude::*;

use super::element::el;

pub const AGAIN: &str = "M13 2.2v4H9l1.5-1.5A4.2 4.2 0 1 0 12.1 9h1.7A5.9 5.9 0 1 1 11.7 3.5z";
pub const CLOCK: &str = "M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11m0 1.3a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4m-.6 1.4h1.2v2.5l1.7 1.7-.9.9-2-2z";
pub const COPY: &str = "M5 1h8.5v10.5H5zm1.4 1.4v7.7h5.7V2.4zM2.5 4.5h1.4v9h7v1.4H2.5z";
pub const DONE: &str = "m6.3 12.6-4-4 1.1-1.1 2.9 2.9 6.3-6.3 1.1 1.1z";
pub const DOWN: &str = "M6 8.9 1.3 4.2l1.1-1.1L6 6.7l3.6-3.6 1.1 1.1z";
pub const OUT: &str = "M3.5 2H10v6.5H8.5V4.6L3 10.1 1.9 9 7.4 3.5H3.5z";
pub const PAUSE: &str = "M4 3h3v10H4zm5 0h3v10H9z";
pub const PLAY: &str = "M4 2.5 13.5 8 4 13.5z";
pub const UP: &str = "m6 2.2 4.4 4.4-1.1 1.1-2.5-2.5v5H5.2v-5L2.7 7.7 1.6 6.6z";
const RISE: &str = "m4 .8 3.8 6.4H.2z";
const SAME: &str = "M.5 3h7v2h-7z";

/// A sign on a square of `size`, such as `0 0 12 12`; words beside it say what it means.
pub fn icon(path: &'static str, size: &'static str, class: &'static str) -> Html {
    let path = el!("path", {"d": path}, []);
    el!("svg", {"class": class, "viewBox": size, "aria-hidden": "true"}, [path])
}

/// The arrow of a change; CSS turns it for a fall.
pub fn arrow(moved: bool) -> Html {
    icon(if moved { RISE } else { SAME }, "0 0 8 8", "arr")
}
