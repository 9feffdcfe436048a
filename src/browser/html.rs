//! The browser's own parsers, which run nothing of what they parse.
//!
//! Every getter is taken from its prototype (`final`): a document can put an element in the place of a
//! property of its own nodes (`<form><input name=localName>`, `<img name=body>`), not of a prototype.

use std::cell::Cell;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use crate::richtext::{self, ATTRIBUTES, Kind, MAX_SOURCE, Markup};
use crate::scan;

use super::page;

#[wasm_bindgen]
extern "C" {
    /// `Node`
    #[wasm_bindgen(js_name = Node)]
    type Raw;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = nodeType)]
    fn node_type(this: &Raw) -> u32;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = firstChild)]
    fn first(this: &Raw) -> Option<Raw>;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = nextSibling)]
    fn next(this: &Raw) -> Option<Raw>;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = nodeValue)]
    fn value(this: &Raw) -> Option<String>;

    /// `Element`
    #[wasm_bindgen(js_name = Element, extends = Raw)]
    type Tag;
    #[wasm_bindgen(method, final, getter, js_class = Element, js_name = namespaceURI)]
    fn namespace(this: &Tag) -> Option<String>;
    #[wasm_bindgen(method, final, getter, js_class = Element, js_name = localName)]
    fn local_name(this: &Tag) -> String;
    #[wasm_bindgen(method, final, js_class = Element, js_name = hasAttributes)]
    fn has_any(this: &Tag) -> bool;
    #[wasm_bindgen(method, final, js_class = Element, js_name = getAttribute)]
    fn get(this: &Tag, name: &str) -> Option<String>;

    /// `Document`
    #[wasm_bindgen(js_name = Document)]
    type Parsed;
    #[wasm_bindgen(method, final, getter, js_class = Document)]
    fn body(this: &Parsed) -> Option<Raw>;
    // Throws where it does not exist.
    #[wasm_bindgen(static_method_of = Parsed, js_class = Document, js_name = parseHTML, catch)]
    fn parse_html(html: &str, options: &Object) -> Result<Parsed, JsValue>;

    /// `DOMParser`
    #[wasm_bindgen(js_name = DOMParser)]
    type Parser;
    #[wasm_bindgen(constructor, js_class = DOMParser, catch)]
    fn new() -> Result<Parser, JsValue>;
    // Throws where the page's Trusted Types forbid it.
    #[wasm_bindgen(method, js_class = DOMParser, js_name = parseFromString, catch)]
    fn parse(this: &Parser, html: &str, kind: &str) -> Result<Parsed, JsValue>;
}

/// The body of a document that is on no page; `None` where the browser has no parser for us.
///
/// First by the parser that leaves out what could run, then by the one that only does not run it.
pub fn parse(html: &str) -> Option<impl Markup + use<>> {
    thread_local! {
        /// Each attempt is reported to the owner of the page, so there is one.
        static FORBIDDEN: Cell<bool> = const { Cell::new(false) };
    }
    let html = richtext::disguised(scan::cut(html, MAX_SOURCE));
    // Elements pass but those that could run, for the list of what is shown is ours. Attributes are named:
    // Chromium 156 crashes where it finds some event handlers (`<p onstart>`) by itself.
    let attributes: Array = ATTRIBUTES.split(' ').map(JsValue::from_str).collect();
    let sanitizer = page::object(&[("attributes", attributes.into())]);
    let options = page::object(&[("sanitizer", sanitizer.into())]);
    let sanitised = Parsed::parse_html(&html, &options);
    let parsed = sanitised.ok().or_else(|| {
        if FORBIDDEN.get() {
            return None;
        }
        let parsed = Parser::new().and_then(|parser| parser.parse(&html, "text/html"));
        FORBIDDEN.set(parsed.is_err());
        parsed.ok()
    });
    parsed.and_then(|parsed| parsed.body())
}

impl Markup for Raw {
    fn kind(&self) -> Kind {
        const ELEMENT: u32 = 1;
        const TEXT: u32 = 3;
        match self.node_type() {
            TEXT => Kind::Text(self.value().unwrap_or_default()),
            ELEMENT => {
                let tag: &Tag = self.unchecked_ref();
                match tag.namespace().as_deref() {
                    Some("http://www.w3.org/1999/xhtml") => Kind::Element(tag.local_name()),
                    _ => Kind::Other,
                }
            }
            _ => Kind::Other,
        }
    }

    fn has_attributes(&self) -> bool {
        self.unchecked_ref::<Tag>().has_any()
    }

    fn attribute(&self, name: &'static str) -> Option<String> {
        self.unchecked_ref::<Tag>().get(name)
    }

    fn first_child(&self) -> Option<Raw> {
        self.first()
    }

    fn next_sibling(&self) -> Option<Raw> {
        self.next()
    }
}
