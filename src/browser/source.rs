//! One request per address for all elements of a page, and one reading of what came.
//!
//! A kept answer serves whoever accepts its age; a request under way serves whoever asks
//! meanwhile. This only works if nothing but the address goes into a request.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::fetch::{Fault, fetch};
use super::page;
use crate::model::{Article, Rates};
use crate::reader::{self, Complaint, ReadError, Reading};
use crate::time::Timestamp;

/// What a source is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// Articles.
    Articles,
    /// Rates.
    Rates,
}

/// What a source gave.
#[derive(Clone)]
pub enum Edition {
    /// Articles.
    Articles(Rc<Vec<Article>>),
    /// Rates.
    Rates(Rc<Rates>),
}

/// A good answer, read.
#[derive(Clone)]
pub struct Loaded {
    /// The good part.
    pub edition: Edition,
    /// The bad part.
    pub complaints: Rc<[Complaint]>,
    /// The address asked.
    pub url: Rc<str>,
    /// When it came.
    pub at: Timestamp,
}

/// What asking ends in.
pub type Outcome = Result<Loaded, Fault>;

type Waiter = Box<dyn FnOnce(Outcome)>;

/// What is known of one address.
struct Entry {
    feed: Feed,
    url: Rc<str>,
    last: Option<Loaded>,
    under_way: bool,
    waiting: Vec<Waiter>,
}

impl Entry {
    fn new(feed: Feed, url: Rc<str>) -> Entry {
        Entry { feed, url, last: None, under_way: false, waiting: Vec::new() }
    }
}

thread_local! {
    static ENTRIES: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// No kept answer is young enough.
pub const ANEW: i64 = -1;

/// Asks for an address; `told` hears the outcome once, perhaps at once. An answer of at most
/// `max_age` seconds will do. `early` gives the loader's own request for it, if there is one.
pub fn ask(
    feed: Feed,
    url: &str,
    max_age: i64,
    early: impl FnOnce() -> Option<Promise>,
    told: impl FnOnce(Outcome) + 'static,
) {
    let url: Rc<str> = Rc::from(url);
    let now = clock::now().0;
    let kept = entry(feed, &url, |entry| {
        let young = entry.last.as_ref().filter(|loaded| now - loaded.at.0 <= max_age);
        young.filter(|_| !entry.under_way).cloned()
    });
    if let Some(loaded) = kept {
        return told(Ok(loaded));
    }
    let (under_way, again) = entry(feed, &url, |entry| {
        entry.waiting.push(Box::new(told));
        (std::mem::replace(&mut entry.under_way, true), max_age == ANEW || entry.last.is_some())
    });
    if under_way {
        return;
    }
    let early = early();
    spawn_local(async move {
        let outcome = match fetch(&url, early, again).await {
            Ok(answer) => read(feed, &url, &answer.bytes, &answer.url),
            Err(fault) => Err(fault),
        };
        let waiting = entry(feed, &url, |entry| {
            entry.under_way = false;
            if let Ok(loaded) = &outcome {
                entry.last = Some(loaded.clone());
            }
            std::mem::take(&mut entry.waiting)
        });
        for told in waiting {
            told(outcome.clone());
        }
    });
}

fn read(feed: Feed, url: &Rc<str>, bytes: &[u8], base: &str) -> Outcome {
    let resolve = |text: &str| page::resolve(text, base);
    let reading = match feed {
        Feed::Articles => reader::articles(bytes, &resolve)
            .map(|Reading { value, complaints }| (Edition::Articles(Rc::new(value)), complaints)),
        Feed::Rates => reader::rates(bytes, &resolve)
            .map(|Reading { value, complaints }| (Edition::Rates(Rc::new(value)), complaints)),
    };
    let fault = |error: ReadError| Fault {
        code: error.code(),
        message: format!("{url}: {error}"),
        url: url.to_string(),
    };
    let (edition, complaints) = reading.map_err(fault)?;
    Ok(Loaded { edition, complaints: complaints.into(), url: url.clone(), at: clock::now() })
}

/// The entry of an address, made when it is the first time. Never held across a callback.
fn entry<R>(feed: Feed, url: &Rc<str>, act: impl FnOnce(&mut Entry) -> R) -> R {
    ENTRIES.with_borrow_mut(|entries| {
        let same = |entry: &Entry| entry.feed == feed && entry.url == *url;
        let place = entries.iter().position(same).unwrap_or(entries.len());
        if place == entries.len() {
            entries.push(Entry::new(feed, url.clone()));
        }
        match entries.get_mut(place) {
            Some(entry) => act(entry),
            // Cannot be: it was found or made above. A spare keeps this free of panics.
            None => act(&mut Entry::new(feed, url.clone())),
        }
    })
}
