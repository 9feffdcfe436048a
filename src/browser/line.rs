//! The rates on one line: whether they fit it, and how long a run of the tape is. Only layout knows.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::page;

/// A line, in CSS pixels.
pub enum Line {
    /// It stands still; how wide it would have to be, and how wide it is.
    Still(i32, i32),
    /// It is a tape; how wide that is.
    Moving(i32),
}

/// `None` where there is none.
pub fn measure(root: &Element) -> Option<Line> {
    let find = |selector: &str| root.query_selector(selector).ok().flatten();
    if let Some(still) = find(".one") {
        return Some(Line::Still(still.scroll_width(), still.client_width()));
    }
    Some(Line::Moving(find(".tape")?.client_width()))
}

/// Whether the browser moves anything here.
fn animation(run: &Element) -> Option<JsValue> {
    let all = page::call(run, "getAnimations", &Array::new())?.dyn_into::<Array>().ok()?;
    Some(all.get(0)).filter(JsValue::is_object)
}

/// Tells the style sheet how long a run is, so that the tape is as fast whatever it holds. It goes on from where it is.
pub fn pace(root: &Element, before: &mut i32) {
    let Ok(Some(run)) = root.query_selector(".tape-run") else { return };
    let Some(root) = root.dyn_ref::<HtmlElement>() else { return };
    let length = run.client_width() / 2;
    if length == *before || length == 0 {
        return;
    }
    let moving = animation(&run);
    let time = |animation: &JsValue| Reflect::get(animation, &"currentTime".into()).ok()?.as_f64();
    let was = moving.as_ref().and_then(time);
    // It fails for no name and value of these.
    let _ = root.style().set_property("--_run", &length.to_string());
    if let (Some(moving), Some(was), true) = (moving, was, *before > 0) {
        let now = was * f64::from(length) / f64::from(*before);
        // A browser that does not let itself be told jumps.
        let _ = Reflect::set(&moving, &"currentTime".into(), &now.into());
    }
    *before = length;
}
