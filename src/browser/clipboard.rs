//! What is copied for other programs.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;

/// Copies what stands in a field; `done` hears of it if the browser has. Only in answer to the reader's hand.
pub fn copy(field: HtmlInputElement, done: impl FnOnce() + 'static) {
    spawn_local(async move {
        let written = match write(&field.value()) {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        // The old way, for pages without `https:` or with a policy.
        if written || select_and_copy(&field) {
            done();
        }
    });
}

fn write(text: &str) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    let write = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into::<Function>().ok()?;
    write.call1(&clipboard, &text.into()).ok().map(|promise| Promise::resolve(&promise))
}

fn select_and_copy(field: &HtmlInputElement) -> bool {
    field.select();
    let copied = || {
        let document = web_sys::window()?.document()?;
        let run =
            Reflect::get(&document, &"execCommand".into()).ok()?.dyn_into::<Function>().ok()?;
        run.call1(&document, &"copy".into()).ok()?.as_bool()
    };
    copied().unwrap_or(false)
}
