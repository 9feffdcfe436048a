//! Now, and time zones: the one thing about time that only the browser knows.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::time::Timestamp;

#[wasm_bindgen]
extern "C" {
    // js-sys' own binding does not catch, and an unknown zone throws.
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    /// `Intl.DateTimeFormat`
    #[derive(Clone)]
    pub type Format;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl, js_class = DateTimeFormat)]
    fn new(locale: &str, options: &js_sys::Object) -> Result<Format, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &Format, milliseconds: f64) -> Result<String, JsValue>;
}

/// The reader's clock.
pub fn now() -> Timestamp {
    of_milliseconds(milliseconds())
}

/// The same, for pauses.
pub fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// A moment as scripts count it.
#[allow(clippy::cast_possible_truncation)]
pub fn of_milliseconds(milliseconds: f64) -> Timestamp {
    Timestamp((milliseconds / 1000.0) as i64)
}

/// Lets the browser do what waits.
pub async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // It fails for no function, and this is one.
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// A time zone.
pub enum Zone {
    /// The reader's own.
    Reader,
    /// A named one.
    Named(Format),
}

impl Zone {
    /// A zone by its IANA name; `None` when the browser does not know it.
    pub fn named(name: &str) -> Option<Zone> {
        let options = js_sys::Object::new();
        let fields =
            ["year", "month", "day", "hour", "minute", "second"].map(|field| (field, "2-digit"));
        for (key, value) in fields.into_iter().chain([("hourCycle", "h23"), ("timeZone", name)]) {
            js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
        }
        js_sys::Reflect::set(&options, &"year".into(), &"numeric".into()).ok()?;
        // en-US has stood at month/day/year for ever; only its digits are read.
        Format::new("en-US", &options).ok().map(Zone::Named)
    }

    /// Minutes east of Greenwich at a moment.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    pub fn offset(&self, at: Timestamp) -> i32 {
        let milliseconds = at.0 as f64 * 1000.0;
        match self {
            Zone::Reader => {
                let offset = js_sys::Date::new(&milliseconds.into()).get_timezone_offset();
                if offset.is_finite() { -(offset as i32) } else { 0 }
            }
            Zone::Named(format) => {
                let shown = format.format(milliseconds).ok().and_then(|text| as_if_utc(&text));
                shown.map_or(0, |shown| ((shown.0 - at.0) / 60) as i32)
            }
        }
    }
}

/// `11/28/2025, 14:05:00` read as if it were UTC.
fn as_if_utc(text: &str) -> Option<Timestamp> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut next = || numbers.next();
    let (month, day, year) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    Timestamp::parse(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
}
