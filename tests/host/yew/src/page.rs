//! Where the page's data come from, and what has happened on it, for the tests to read.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

#[wasm_bindgen]
extern "C" {
    type Happened;

    #[wasm_bindgen(thread_local_v2, js_name = __host)]
    static HAPPENED: Happened;

    #[wasm_bindgen(method, getter)]
    fn app(this: &Happened) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_app(this: &Happened, clicks: u32);

    #[wasm_bindgen(method, getter)]
    fn wrapper(this: &Happened) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_wrapper(this: &Happened, clicks: u32);

    #[wasm_bindgen(method, getter)]
    fn loads(this: &Happened) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_loads(this: &Happened, loads: u32);

    #[wasm_bindgen(method, getter)]
    fn links(this: &Happened) -> Array;
}

pub fn count_click_on_app() {
    HAPPENED.with(|happened| happened.set_app(happened.app() + 1));
}

pub fn count_click_on_wrapper() {
    HAPPENED.with(|happened| happened.set_wrapper(happened.wrapper() + 1));
}

pub fn count_load() {
    HAPPENED.with(|happened| happened.set_loads(happened.loads() + 1));
}

pub fn note_link(place: &str, url: &JsValue) {
    let link = Object::new();
    set(&link, "place", &place.into());
    set(&link, "url", url);
    HAPPENED.with(|happened| happened.links().push(&link));
}

fn set(object: &Object, key: &str, value: &JsValue) {
    Reflect::set(object, &key.into(), value).expect("a new object takes anything");
}

/// One of the addresses that the page's own address names.
pub fn address(name: &str) -> Option<String> {
    let query = web_sys::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}
