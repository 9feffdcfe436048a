//! Listeners that end when they are dropped. yew's own are never freed.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, ResizeObserver};

/// A listener on one target.
#[must_use = "a listener ends when it is dropped"]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens on the way down, so that events which do not bubble (a picture's `error`) are heard.
    pub fn new(target: &EventTarget, kind: &'static str, heard: Box<dyn FnMut(Event)>) -> Listener {
        let closure = Closure::wrap(heard);
        let callback = closure.as_ref().unchecked_ref();
        // Adding fails only where the target is no event target.
        let _ = target.add_event_listener_with_callback_and_bool(kind, callback, true);
        Listener { target: target.clone(), kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.kind, callback, true);
    }
}

/// Tells of every change of an element's size.
#[must_use = "it stops when it is dropped"]
pub struct SizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Watches `element`; `None` where the browser cannot.
    pub fn new(element: &Element, changed: Box<dyn FnMut()>) -> Option<SizeWatch> {
        let closure = Closure::wrap(changed);
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(SizeWatch { observer, _closure: closure })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
