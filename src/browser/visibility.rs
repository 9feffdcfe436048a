//! Whether an element is in view, and whether the reader is at it.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Tells whenever an element comes into view or leaves it.
#[must_use = "it stops when it is dropped"]
pub struct ViewWatch {
    observer: IntersectionObserver,
    _closure: Closure<dyn FnMut(Array)>,
}

impl ViewWatch {
    /// Watches `element`; `None` where the browser cannot.
    pub fn new(element: &Element, mut seen: impl FnMut(bool) + 'static) -> Option<ViewWatch> {
        let closure = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // Of several the last is how it is now.
            let last = entries.get(entries.length().wrapping_sub(1));
            if last.is_object() {
                seen(last.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
            }
        });
        let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(ViewWatch { observer, _closure: closure })
    }
}

impl Drop for ViewWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether the reader is at what a widget shows: with the pointer, the keyboard, or because the top of it has been
/// scrolled out of the window.
pub fn is_read(root: &Element) -> bool {
    let at = ".head:hover, .similar:hover, [data-open]";
    let place = root.get_bounding_client_rect();
    // Not `:focus`, which is nowhere while another window has the keyboard.
    let focused = Reflect::get(&root.get_root_node(), &"activeElement".into());
    matches!(root.query_selector(at), Ok(Some(_)))
        || focused.is_ok_and(|element| element.is_object())
        || place.top() < 0.0 && place.bottom() > 0.0
}
