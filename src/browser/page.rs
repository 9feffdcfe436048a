//! The page that the widget stands on: its addresses, languages, console and events.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    CustomEvent, CustomEventInit, Document, Element, EventTarget, HtmlElement, TextDecoder, Url,
};

use crate::link::SafeLink;
use crate::reader::Platform;

/// What the browser does for the readers.
pub const PLATFORM: Platform<'static> = Platform { join: &resolve, decode: &decode };

/// An address made absolute; `None` when it is none.
pub fn resolve(text: &str, base: &str) -> Option<String> {
    Url::new_with_base(text, base).ok().map(|url| url.href())
}

/// Bytes by the label of a charset; `None` when the browser does not know it.
fn decode(bytes: &[u8], label: &str) -> Option<String> {
    TextDecoder::new_with_label(label).ok()?.decode_with_u8_array(bytes).ok()
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

/// What relative addresses in attributes are relative to.
pub fn base() -> String {
    document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default()
}

/// Whether it came by `https:`, so that nothing may be loaded by `http:`.
pub fn secure() -> bool {
    web_sys::window()
        .and_then(|window| window.location().protocol().ok())
        .is_some_and(|protocol| protocol == "https:")
}

/// What the page says of itself for search engines, in JSON-LD.
pub fn linked_data() -> Vec<String> {
    let selector = "script[type=\"application/ld+json\"]";
    let mut texts = Vec::new();
    if let Some(scripts) =
        document().and_then(|document| document.query_selector_all(selector).ok())
    {
        for index in 0..scripts.length() {
            if let Some(text) = scripts.get(index).and_then(|script| script.text_content()) {
                texts.push(text);
            }
        }
    }
    texts
}

/// The addresses of the page: the one it calls its own first, then the one it was asked by.
pub fn addresses() -> Vec<SafeLink> {
    let mut addresses = Vec::new();
    let Some(document) = document() else { return addresses };
    let base = base();
    let canonical = document.query_selector("link[rel=canonical]").ok().flatten();
    let canonical = canonical.and_then(|link| link.get_attribute("href"));
    for text in [canonical, document.url().ok()].into_iter().flatten() {
        let text = text.split_once('#').map_or(&*text, |(address, _)| address);
        if let Some(address) = SafeLink::new(text, &|text| resolve(text, &base)) {
            addresses.push(address);
        }
    }
    addresses
}

/// The language of the nearest ancestor that names one, then the reader's.
pub fn languages(host: &Element) -> Vec<String> {
    let parent = host.parent_element();
    let nearest = parent.and_then(|parent| parent.closest("[lang]").ok().flatten());
    let page = nearest.and_then(|element| element.get_attribute("lang"));
    let reader = web_sys::window().map(|window| window.navigator().languages());
    let reader = reader.into_iter().flat_map(|list| list.iter().collect::<Vec<_>>());
    page.into_iter().chain(reader.filter_map(|tag| tag.as_string())).collect()
}

/// Where the page tells whether it is seen, whether there is a network, and that its fonts have come.
pub fn targets(root: &Element) -> [EventTarget; 3] {
    let page = root.owner_document();
    let window = page.as_ref().and_then(Document::default_view).map(EventTarget::from);
    let fonts = page.as_ref().and_then(|page| Reflect::get(page, &"fonts".into()).ok());
    let fonts = fonts.and_then(|fonts| fonts.dyn_into::<EventTarget>().ok());
    let none = || EventTarget::from(root.clone());
    let page = page.map_or_else(none, EventTarget::from);
    [page, window.unwrap_or_else(none), fonts.unwrap_or_else(none)]
}

/// Gives the focus to what the first of the selectors that finds anything finds.
pub fn focus(root: &Element, selectors: &[&str]) {
    let mut found = selectors.iter().filter_map(|selector| root.query_selector(selector).ok()?);
    if let Some(element) = found.next().and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // It fails for what takes no focus.
        let _ = element.focus();
    }
}

/// Calls a method that the browser may not have; `None` where it has not, or where it throws.
pub fn call(owner: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let method = Reflect::get(owner, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    method.apply(owner, arguments).ok()
}

/// Whether the reader can see the page at all.
pub fn hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// Fails on purpose, in builds for tests, where the element's attribute `crash` names this place: once, or
/// with an exclamation mark each time.
#[inline]
#[cfg_attr(not(feature = "crash"), allow(unused_variables))]
pub fn crash(host: &Element, place: &str) {
    #[cfg(feature = "crash")]
    if let Some(told) = host.get_attribute("crash")
        && let Some(rest) = told.strip_prefix(place)
    {
        if rest != "!" {
            let _ = host.remove_attribute("crash");
        }
        assert_eq!(told, "", "told to fail in a {place}");
    }
}

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Says a thing to developers, once per page whatever number of elements has it to say.
pub fn warn(message: &str) {
    /// A source that changes with every request must not fill the memory.
    const REMEMBERED: usize = 200;
    let new = SAID.with_borrow_mut(|said| {
        let new = said.len() < REMEMBERED && !said.iter().any(|old| old == message);
        if new {
            said.push(message.to_owned());
        }
        new
    });
    if new {
        web_sys::console::warn_1(&JsValue::from_str(&["news-widget: ", message].concat()));
    }
}

/// A plain object of the given fields.
pub fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting fails on frozen objects only, and this one is new.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Sends an event when what is going on now is done: who hears it may ask the widget at once.
pub fn emit_soon(host: &Element, kind: &'static str, detail: Object) {
    let host = host.clone();
    spawn_local(async move {
        crash(&host, "future");
        emit(&host, kind, false, &detail);
    });
}

/// Sends an event to the element alone. Whether nobody said `preventDefault`.
pub fn emit(host: &Element, kind: &str, cancelable: bool, detail: &Object) -> bool {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    init.set_cancelable(cancelable);
    let event = CustomEvent::new_with_event_init_dict(kind, &init).ok();
    event.is_none_or(|event| host.dispatch_event(&event).unwrap_or(true))
}
