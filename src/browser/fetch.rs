//! One try → bytes, or a fault with a name. Never panics on what `fetch` rejects with, which a host
//! page can make anything at all. Nothing but the address and the cookies left out goes into a request, so that
//! no browser asks a server for its permission first.

use std::fmt;

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::clock;
use crate::refresh::Failure;

#[wasm_bindgen]
extern "C" {
    /// What the loader makes of a response (`embed/request.js`).
    pub type Came;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Came) -> u16;
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Came) -> Uint8Array;
    #[wasm_bindgen(method, getter)]
    fn url(this: &Came) -> String;
    #[wasm_bindgen(method, getter)]
    fn at(this: &Came) -> f64;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn content_type(this: &Came) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn after(this: &Came) -> Option<String>;
}

/// What came.
pub struct Answer {
    /// The body.
    pub bytes: Vec<u8>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from in the end, after redirects.
    pub url: String,
    /// When it came, in milliseconds of the reader's clock.
    pub at: f64,
}

/// Why nothing came, or nothing of use.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// For programs: `network`, `timeout`, `size`, `status`, `portal`, `empty`, or a
    /// [`crate::reader::ReadError::code`].
    pub code: &'static str,
    /// For people: what was expected, where, what was found.
    pub message: String,
    /// The address asked.
    pub url: String,
    /// For the schedule.
    pub failure: Failure,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What one try may cost, and how it is made.
#[derive(Clone)]
pub struct Try {
    /// Whether the browser looks if its own copy still holds.
    pub again: bool,
    /// Bytes that are read at most.
    pub limit: u32,
    /// Milliseconds that it may take.
    pub milliseconds: f64,
    /// The loader's way to ask.
    pub take: Function,
}

/// What comes of asking, and what ends it before.
pub struct Request {
    url: String,
    asked: Try,
    promise: JsValue,
}

impl Request {
    /// Asks for `url`.
    pub fn send(url: &str, asked: Try) -> Request {
        let given = Array::of4(
            &url.into(),
            &asked.again.into(),
            &asked.limit.into(),
            &asked.milliseconds.into(),
        );
        // What the loader throws, which it does not, is as good as what it rejects with.
        let promise = asked.take.apply(&JsValue::NULL, &given);
        let promise = promise.unwrap_or_else(|reason| Promise::reject(&reason).into());
        Request { url: url.to_owned(), asked, promise }
    }

    /// What ends it at once; nothing where it has ended.
    pub fn abort(&self) -> Option<Function> {
        Reflect::get(&self.promise, &"abort".into()).ok()?.dyn_into().ok()
    }

    /// What comes.
    ///
    /// # Errors
    /// When it is not an answer with a body.
    pub async fn answer(self) -> Result<Answer, Fault> {
        // A value that is no promise is as good as one that is kept.
        match JsFuture::from(Promise::resolve(&self.promise)).await {
            Ok(came) if is_answer(&came) => answer(&self.url, &came.unchecked_into()),
            // What the loader never gives is as good as a request that failed.
            Ok(_) => Err(rejection(&self.url, &self.asked, &JsValue::UNDEFINED)),
            Err(reason) => Err(rejection(&self.url, &self.asked, &reason)),
        }
    }
}

/// Whether the fields of an answer can be read.
pub fn is_answer(came: &JsValue) -> bool {
    Reflect::get(came, &"bytes".into()).is_ok_and(|bytes| bytes.is_instance_of::<Uint8Array>())
}

/// An answer of the loader, or why it is none.
///
/// # Errors
/// When its status is no success.
pub fn answer(url: &str, came: &Came) -> Result<Answer, Fault> {
    let status = came.status();
    if !(200..300).contains(&status) {
        let failure = Failure::of_status(status, came.after().as_deref(), clock::milliseconds());
        // RFC 6585, 6: not the server's word but that of the network on the way to it.
        let (code, message) = if status == 511 {
            ("portal", format!("{url} cannot be reached: the network wants a sign-in first (511)"))
        } else {
            ("status", format!("{url} answered {status}, expected 200"))
        };
        return Err(Fault { code, message, url: url.to_owned(), failure });
    }
    let found = came.url();
    Ok(Answer {
        bytes: came.bytes().to_vec(),
        content_type: came.content_type(),
        url: if found.is_empty() { url.to_owned() } else { found },
        at: came.at(),
    })
}

fn rejection(url: &str, asked: &Try, reason: &JsValue) -> Fault {
    let property =
        |name: &str| Reflect::get(reason, &name.into()).ok().and_then(|value| value.as_string());
    let (code, message, failure) = match property("name").as_deref() {
        Some("TimeoutError") => {
            // A whole number: printing another kind would weigh 8 kB.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let seconds = (asked.milliseconds / 1000.0).ceil() as u32;
            let message = format!("{url} gave no whole answer within {seconds} s");
            ("timeout", message, Failure::Passing(None))
        }
        Some("TooLarge") => {
            let message =
                format!("{url} is longer than {} MiB, so it is not read", asked.limit >> 20);
            ("size", message, Failure::Wrong)
        }
        _ => {
            // Browsers do not say which of these it was, on purpose.
            let why = property("message").or_else(|| reason.as_string()).unwrap_or_default();
            let message = format!(
                "{url} could not be fetched (wrong address, no network, or its server does not allow this page by CORS): {why}"
            );
            ("network", message, Failure::Passing(None))
        }
    };
    Fault { code, message, url: url.to_owned(), failure }
}
