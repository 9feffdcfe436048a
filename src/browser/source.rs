//! One request per address for all elements of a page, and one reading of what came for all that want
//! it read alike.
//!
//! A kept reading serves whoever accepts its age; a request under way serves whoever asks
//! meanwhile. This only works if nothing but the address goes into a request.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::fetch::{Answer, Fault, fetch};
use super::page::PLATFORM;
use crate::model::{Article, Rates};
use crate::reader::{self, Complaint, Document, ReadError, Reading, Wanted};
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

impl Loaded {
    /// Whether there is nothing in it to show.
    pub fn is_empty(&self) -> bool {
        match &self.edition {
            Edition::Articles(articles) => articles.is_empty(),
            Edition::Rates(rates) => rates.rates.is_empty(),
        }
    }
}

/// What asking ends in.
pub type Outcome = Result<Loaded, Fault>;

/// Who waits, and how the answer is to be read for him.
struct Waiter {
    wanted: Wanted,
    told: Box<dyn FnOnce(Outcome)>,
}

/// What is known of one address.
struct Entry {
    feed: Feed,
    url: Rc<str>,
    /// The last answer as it was read, for each way of reading.
    last: Vec<(Wanted, Loaded)>,
    under_way: bool,
    waiting: Vec<Waiter>,
}

impl Entry {
    fn new(feed: Feed, url: Rc<str>) -> Entry {
        Entry { feed, url, last: Vec::new(), under_way: false, waiting: Vec::new() }
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
    wanted: &Wanted,
    max_age: i64,
    early: impl FnOnce() -> Option<Promise>,
    told: impl FnOnce(Outcome) + 'static,
) {
    let url: Rc<str> = Rc::from(url);
    let now = clock::now().0;
    let mut kept = None;
    entry(feed, &url, &mut |entry| {
        let mut alike = entry.last.iter().filter(|(read, _)| read == wanted);
        let young = alike.next().filter(|(_, loaded)| now - loaded.at.0 <= max_age);
        kept = young.filter(|_| !entry.under_way).map(|(_, loaded)| loaded.clone());
    });
    if let Some(loaded) = kept {
        return told(Ok(loaded));
    }
    let mut waiter = Some(Waiter { wanted: wanted.clone(), told: Box::new(told) });
    let (mut under_way, mut again) = (false, false);
    entry(feed, &url, &mut |entry| {
        entry.waiting.extend(waiter.take());
        under_way = std::mem::replace(&mut entry.under_way, true);
        again = max_age == ANEW || !entry.last.is_empty();
    });
    if under_way {
        return;
    }
    let early = early();
    spawn_local(async move {
        let answer = fetch(&url, early, again).await;
        let mut waiting = Vec::new();
        entry(feed, &url, &mut |entry| {
            entry.under_way = false;
            waiting = std::mem::take(&mut entry.waiting);
        });
        let mut read: Vec<(Wanted, Outcome)> = Vec::new();
        for Waiter { wanted, told } in waiting {
            let alike = read.iter().find(|(before, _)| *before == wanted);
            let outcome = match alike {
                Some((_, outcome)) => outcome.clone(),
                None => {
                    let answer = answer.as_ref().map_err(Clone::clone);
                    let outcome = answer.and_then(|answer| self::read(feed, &url, &wanted, answer));
                    read.push((wanted, outcome.clone()));
                    // Kept before anybody hears of it: who hears it may ask again at once.
                    keep(feed, &url, &read);
                    outcome
                }
            };
            told(outcome);
        }
    });
}

/// Keeps the good ones of what has just been read; they make what was kept before old.
fn keep(feed: Feed, url: &Rc<str>, read: &[(Wanted, Outcome)]) {
    let mut good = Vec::new();
    for (wanted, outcome) in read {
        if let Ok(loaded) = outcome {
            good.push((wanted.clone(), loaded.clone()));
        }
    }
    if !good.is_empty() {
        entry(feed, url, &mut |entry| entry.last = std::mem::take(&mut good));
    }
}

fn read(feed: Feed, url: &Rc<str>, wanted: &Wanted, answer: &Answer) -> Outcome {
    let document = Document {
        bytes: &answer.bytes,
        content_type: answer.content_type.as_deref(),
        url: &answer.url,
    };
    let reading = match feed {
        Feed::Articles => reader::articles(&document, wanted, &PLATFORM)
            .map(|Reading { value, complaints }| (Edition::Articles(Rc::new(value)), complaints)),
        Feed::Rates => reader::rates(&document, wanted, &PLATFORM)
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
fn entry(feed: Feed, url: &Rc<str>, act: &mut dyn FnMut(&mut Entry)) {
    ENTRIES.with_borrow_mut(|entries| {
        for entry in entries.iter_mut() {
            if entry.feed == feed && entry.url == *url {
                return act(entry);
            }
        }
        let mut entry = Entry::new(feed, url.clone());
        act(&mut entry);
        entries.push(entry);
    });
}
