//! One request → bytes, or a fault with a name. Never panics on what `fetch` rejects with, which
//! a host page can make anything at all.

use std::fmt;

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::clock;
use crate::time::Timestamp;

/// What came.
pub struct Answer {
    /// The body.
    pub bytes: Vec<u8>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from in the end, after redirects.
    pub url: String,
    /// When it came.
    pub at: Timestamp,
}

/// Why nothing came, or nothing of use.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// For programs: `network`, `timeout`, `status`, or a [`crate::reader::ReadError::code`].
    pub code: &'static str,
    /// For people: what was expected, where, what was found.
    pub message: String,
    /// The address asked.
    pub url: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Longer than this nobody waits; `embed/request.js` sees to it.
const TIMEOUT_MS: u32 = 10_000;

/// Asks for `url` by the loader's `take`; `again` makes the browser look whether its own copy still holds.
pub async fn fetch(url: &str, again: bool, take: &Function) -> Result<Answer, Fault> {
    let rejected = |reason: JsValue| rejection(url, &reason);
    let promise = take.call2(&JsValue::NULL, &url.into(), &again.into()).map_err(rejected)?;
    // A value that is no promise is as good as one that is kept.
    let response: Response = JsFuture::from(Promise::resolve(&promise))
        .await
        .and_then(JsCast::dyn_into)
        .map_err(rejected)?;
    if !response.ok() {
        let message = format!("{url} answered {}, expected 200", response.status());
        return Err(Fault { code: "status", message, url: url.to_owned() });
    }
    let body = response.array_buffer().map_err(rejected)?;
    let buffer = JsFuture::from(body).await.map_err(rejected)?;
    let found = response.url();
    // The loader tells it: what is kept for a new instance came to an older one.
    let came = Reflect::get(&response, &"at".into()).ok().and_then(|at| at.as_f64());
    Ok(Answer {
        bytes: Uint8Array::new(&buffer).to_vec(),
        content_type: response.headers().get("content-type").ok().flatten(),
        url: if found.is_empty() { url.to_owned() } else { found },
        at: came.map_or_else(clock::now, clock::of_milliseconds),
    })
}

fn rejection(url: &str, reason: &JsValue) -> Fault {
    let property =
        |name: &str| Reflect::get(reason, &name.into()).ok().and_then(|value| value.as_string());
    if property("name").as_deref() == Some("TimeoutError") {
        let message = format!("{url} gave no answer within {} s", TIMEOUT_MS / 1000);
        return Fault { code: "timeout", message, url: url.to_owned() };
    }
    // Browsers do not say which of these it was, on purpose.
    let why = property("message").or_else(|| reason.as_string()).unwrap_or_default();
    let message = format!(
        "{url} could not be fetched (wrong address, no network, or its server does not allow this page by CORS): {why}"
    );
    Fault { code: "network", message, url: url.to_owned() }
}
