//! Whether a folded body shows all there is. Only layout knows.

use web_sys::Element;

/// `None` where none is on show.
pub fn fits(root: &Element) -> Option<bool> {
    let body = root.query_selector(".head:not([data-open]) .body").ok().flatten()?;
    let height = body.client_height();
    // A pixel of rounding is not a hidden line.
    (height > 0).then(|| body.scroll_height() <= height + 1)
}
