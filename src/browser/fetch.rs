//! One request → bytes, or a fault with a name. Never panics on what `fetch` rejects with, which
//! a host page can make anything at all.

use std::fmt;

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Request, RequestCache, RequestCredentials, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    // web-sys' own binding does not catch, and a page may have put anything in its place.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch_request(request: &Request) -> Result<JsValue, JsValue>;
}

/// What came.
pub struct Answer {
    /// The body.
    pub bytes: Vec<u8>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from in the end, after redirects.
    pub url: String,
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

/// Longer than this nobody waits. The loader's first requests have the same limit.
const TIMEOUT_MS: u32 = 10_000;

/// Asks for `url`. `early` is a request that the loader has already sent; `again` makes the
/// browser look whether its own copy still holds.
pub async fn fetch(url: &str, early: Option<Promise>, again: bool) -> Result<Answer, Fault> {
    let rejected = |reason: JsValue| rejection(url, &reason);
    let promise = match early {
        Some(promise) => promise,
        None => send(url, again).map_err(rejected)?,
    };
    let response: Response =
        JsFuture::from(promise).await.and_then(JsCast::dyn_into).map_err(rejected)?;
    if !response.ok() {
        let message = format!("{url} answered {}, expected 200", response.status());
        return Err(Fault { code: "status", message, url: url.to_owned() });
    }
    let body = response.array_buffer().map_err(rejected)?;
    let buffer = JsFuture::from(body).await.map_err(rejected)?;
    let found = response.url();
    Ok(Answer {
        bytes: Uint8Array::new(&buffer).to_vec(),
        content_type: response.headers().get("content-type").ok().flatten(),
        url: if found.is_empty() { url.to_owned() } else { found },
    })
}

/// No cookies, no headers of our own: so no preflight, and nobody is told who reads.
fn send(url: &str, again: bool) -> Result<Promise, JsValue> {
    let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    let init = RequestInit::new();
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(if again { RequestCache::NoCache } else { RequestCache::Default });
    init.set_signal(Some(&signal));
    let request = Request::new_with_str_and_init(url, &init)?;
    // A value that is no promise is as good as one that is kept.
    Ok(Promise::resolve(&fetch_request(&request)?))
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
