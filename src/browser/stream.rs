//! Server-Sent Events. The browser connects again by itself, as long as the server is there.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventSource, MessageEvent};

use super::listener::Listener;

/// What is heard of a stream.
pub enum Heard {
    /// It stands.
    Open,
    /// A message, with its text.
    Text(String),
    /// It broke off, or never stood.
    Lost,
}

/// A connection. Dropped, it ends.
#[must_use = "dropped, it ends"]
pub struct Stream {
    source: EventSource,
    _listeners: [Listener; 3],
}

impl Stream {
    /// Connects to an address; `None` where the browser refuses.
    pub fn new(url: &str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Stream> {
        let source = EventSource::new(url).ok()?;
        let listen = |kind: &'static str, hear: fn(&Event) -> Option<Heard>| {
            let heard = heard.clone();
            let act = move |event: Event| {
                if let Some(news) = hear(&event) {
                    heard(news);
                }
            };
            Listener::new(&source, kind, Box::new(act))
        };
        let _listeners = [
            listen("open", |_| Some(Heard::Open)),
            listen("message", |event| {
                Some(Heard::Text(event.dyn_ref::<MessageEvent>()?.data().as_string()?))
            }),
            listen("error", |_| Some(Heard::Lost)),
        ];
        Some(Stream { source, _listeners })
    }

    /// Whether the browser has given it up.
    pub fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
