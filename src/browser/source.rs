//! One request per address for all elements of a page, and one reading of what came for all that want
//! it read alike.
//!
//! A kept reading serves whoever accepts its age; a request under way serves whoever asks
//! meanwhile. This only works if nothing but the address goes into a request.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::fetch::{Answer, Fault, fetch};
use super::page::PLATFORM;
use crate::model::{Article, Rates};
use crate::portion::{self, PORTION, Splitter};
use crate::reader::{self, Complaint, Document, ReadError, Reading, Wanted};
use crate::time::Timestamp;

/// What a source is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// Articles.
    Articles,
    /// More articles to choose from.
    Archive,
    /// Rates.
    Rates,
}

/// What a source gave.
#[derive(Clone)]
pub enum Edition {
    /// Articles.
    Articles(Rc<Vec<Rc<Article>>>),
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
/// `max_age` seconds will do. `take` is the loader's way to ask.
pub fn ask(
    feed: Feed,
    url: &str,
    wanted: &Wanted,
    max_age: i64,
    take: &Function,
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
    let take = take.clone();
    spawn_local(async move {
        let answer = fetch(&url, again, &take).await;
        let mut read: Vec<(Wanted, Outcome)> = Vec::new();
        loop {
            // Who asks while it is being read waits with the others.
            let mut next = None;
            entry(feed, &url, &mut |entry| {
                // In the order of asking.
                next = (!entry.waiting.is_empty()).then(|| entry.waiting.remove(0));
                entry.under_way = next.is_some();
            });
            let Some(Waiter { wanted, told }) = next else { return };
            let alike = read.iter().find(|(before, _)| *before == wanted);
            let outcome = match (alike, &answer) {
                (Some((_, outcome)), _) => outcome.clone(),
                (None, Err(fault)) => Err(fault.clone()),
                (None, Ok(answer)) => {
                    let outcome = self::read(feed, &url, &wanted, answer).await;
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

/// How long it is read in one go, in milliseconds.
const TURN_MS: f64 = 4.0;

async fn read(feed: Feed, url: &Rc<str>, wanted: &Wanted, answer: &Answer) -> Outcome {
    let reading = match feed {
        Feed::Articles | Feed::Archive => {
            let whole = match in_parts(wanted, answer).await {
                Some(reading) => Ok(reading),
                None => reader::articles(&document(answer, &answer.bytes), wanted, &PLATFORM),
            };
            whole.map(|Reading { value, complaints }| {
                (Edition::Articles(Rc::new(value)), complaints)
            })
        }
        Feed::Rates => reader::rates(&document(answer, &answer.bytes), wanted, &PLATFORM)
            .map(|Reading { value, complaints }| (Edition::Rates(Rc::new(value)), complaints)),
    };
    let fault = |error: ReadError| Fault {
        code: error.code(),
        message: format!("{url}: {error}"),
        url: url.to_string(),
    };
    let (edition, complaints) = reading.map_err(fault)?;
    Ok(Loaded { edition, complaints: complaints.into(), url: url.clone(), at: answer.at })
}

/// An answer, or a part of it, as the readers take it.
fn document<'a>(answer: &'a Answer, bytes: &'a [u8]) -> Document<'a> {
    Document { bytes, content_type: answer.content_type.as_deref(), url: &answer.url }
}

/// Reads a long list of articles with breaths between; `None` where it is short, or where a part cannot be read: then
/// the whole shall say why.
async fn in_parts(wanted: &Wanted, answer: &Answer) -> Option<Reading<Vec<Rc<Article>>>> {
    let bytes = &answer.bytes;
    if bytes.len() <= 2 * PORTION {
        return None;
    }
    let mut turn = Turn::new();
    let mut splitter = Splitter::default();
    while splitter.advance(bytes) {
        turn.end().await;
    }
    let mut all = Reading { value: Vec::new(), complaints: Vec::new() };
    for part in splitter.parts(bytes) {
        let bytes = splitter.document(bytes, part);
        let read = reader::articles(&document(answer, &bytes), wanted, &PLATFORM).ok()?;
        for article in read.value {
            all.value.push(article);
        }
        for mut complaint in read.complaints {
            complaint.path = portion::behind(&complaint.path, part.before);
            all.complaints.push(complaint);
        }
        turn.end().await;
    }
    (!all.value.is_empty()).then_some(all)
}

/// A time of work.
struct Turn {
    end: f64,
}

impl Turn {
    fn new() -> Turn {
        Turn { end: js_sys::Date::now() + TURN_MS }
    }

    /// Lets the browser do what waits, when the time is over.
    async fn end(&mut self) {
        if js_sys::Date::now() >= self.end {
            clock::breathe().await;
            *self = Turn::new();
        }
    }
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
