//! What is copied for other programs.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;

use super::page;

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
    let promise = page::call(&clipboard, "writeText", &Array::of1(&text.into()))?;
    Some(Promise::resolve(&promise))
}

fn select_and_copy(field: &HtmlInputElement) -> bool {
    field.select();
    let copied = || {
        let document = web_sys::window()?.document()?;
        page::call(&document, "execCommand", &Array::of1(&"copy".into()))?.as_bool()
    };
    copied().unwrap_or(false)
}
