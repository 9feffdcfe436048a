//! One request per address for all elements of a page, and one reading of what came for all that want
//! it read alike.
//!
//! A kept reading serves whoever accepts its age; a request under way serves whoever asks
//! meanwhile, and ends when nobody waits for it any more. This only works if nothing but the address goes into a
//! request. How patient to be with an address is in `refresh`.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::clock;
use super::fetch::{self, Answer, Fault, Request, Try};
use super::page::{self, PLATFORM};
use crate::link::SafeLink;
use crate::model::{Article, Rates};
use crate::portion::{self, PORTION, Splitter};
use crate::reader::{self, Complaint, Document, ReadError, Reading, Wanted};
use crate::refresh::{Address, Failure, Wait, Who};

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

impl Feed {
    /// All.
    pub const ALL: [Feed; 3] = [Feed::Articles, Feed::Archive, Feed::Rates];

    /// The most that is read of an answer, in bytes, as the loader has it (`embed/request.js`).
    fn limit(self) -> u32 {
        if self == Feed::Rates { 1 << 20 } else { 8 << 20 }
    }
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
    /// When it came, in milliseconds of the reader's clock.
    pub at: f64,
    /// Drawn once for each answer, so that all elements that share it look again together.
    pub luck: f64,
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

/// Why there is none.
#[derive(Clone)]
pub struct Miss {
    /// For people and programs.
    pub fault: Fault,
    /// When the address may be asked again.
    pub wait: Wait,
    /// Drawn once for each failure.
    pub luck: f64,
}

/// What asking ends in.
pub type Outcome = Result<Loaded, Miss>;

/// What somebody asks.
pub struct Question<'a> {
    /// For what.
    pub feed: Feed,
    /// Whom.
    pub url: &'a str,
    /// How the answer is to be read.
    pub wanted: &'a Wanted,
    /// On whose behalf.
    pub who: Who,
    /// How old a kept answer may be, in milliseconds; 0: none will do.
    pub max_age: f64,
    /// How long a try may take, in milliseconds.
    pub limit: f64,
    /// The loader's way to ask.
    pub take: &'a Function,
}

/// Who waits, and how the answer is to be read for him.
struct Waiter {
    number: u32,
    wanted: Wanted,
    told: Box<dyn FnOnce(Outcome)>,
}

/// What is known of one address.
struct Entry {
    feed: Feed,
    url: Rc<str>,
    /// The last answer as it was read, for each way of reading.
    last: Vec<(Wanted, Loaded)>,
    /// The last failure, if it was later.
    fault: Option<Fault>,
    address: Address,
    under_way: bool,
    /// Ends the request.
    abort: Option<Function>,
    /// Nobody waited any more, so that it was ended.
    aborted: bool,
    waiting: Vec<Waiter>,
    /// How many have waited.
    waiters: u32,
}

impl Entry {
    fn new(feed: Feed, url: Rc<str>) -> Entry {
        Entry {
            feed,
            url,
            last: Vec::new(),
            fault: None,
            address: Address::default(),
            under_way: false,
            abort: None,
            aborted: false,
            waiting: Vec::new(),
            waiters: 0,
        }
    }

    fn failed(&mut self, fault: &Fault) {
        self.fault = Some(fault.clone());
        self.address.failed(fault.failure, clock::milliseconds(), js_sys::Math::random());
    }

    fn miss(&mut self, fault: &Fault) -> Miss {
        let wait = self.address.wait(clock::milliseconds());
        Miss { fault: fault.clone(), wait, luck: self.address.luck() }
    }
}

thread_local! {
    static ENTRIES: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// Somebody waits. Dropped, he waits no more.
#[must_use = "dropped, it ends the waiting"]
pub struct Ticket {
    feed: Feed,
    url: Rc<str>,
    number: u32,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let (mut gone, mut abort) = (None, None);
        entry(self.feed, &self.url, &mut |entry| {
            let place = entry.waiting.iter().position(|waiter| waiter.number == self.number);
            gone = place.map(|place| entry.waiting.remove(place));
            if entry.waiting.is_empty() {
                abort = entry.abort.take();
                entry.aborted |= abort.is_some();
            }
        });
        if let Some(abort) = abort {
            // What it throws is the loader's to report.
            let _ = abort.call0(&JsValue::NULL);
        }
        // Only now, for its dropping may lead back here.
        drop(gone);
    }
}

/// Asks; `told` hears the outcome once, perhaps at once, unless the ticket is dropped before.
pub fn ask(question: &Question<'_>, told: impl FnOnce(Outcome) + 'static) -> Option<Ticket> {
    let Question { feed, url, wanted, who, max_age, limit, take } = question;
    let (feed, url): (Feed, Rc<str>) = (*feed, Rc::from(*url));
    let now = clock::milliseconds();
    let mut known = None;
    let mut told = Some(told);
    let mut ticket = None;
    let mut asked = None;
    entry(feed, &url, &mut |entry| {
        if !entry.under_way {
            let mut alike = entry.last.iter().filter(|(read, _)| read == *wanted);
            // Of the future is what came before the clock was set back.
            let is_young = |loaded: &Loaded| (0.0..*max_age).contains(&(now - loaded.at));
            let young = alike.next().filter(|(_, loaded)| is_young(loaded));
            // What was there before a failure is no answer to who looks because of it, or after it.
            let young = young.filter(|_| *who == Who::Element || entry.fault.is_none());
            known = young.map(|(_, loaded)| Ok(loaded.clone()));
            if known.is_none()
                && !entry.address.admits(*who, now)
                && let Some(fault) = entry.fault.clone()
            {
                known = Some(Err(entry.miss(&fault)));
            }
            if known.is_some() {
                return;
            }
            entry.under_way = true;
            let again = *who == Who::Reader || entry.fault.is_some() || !entry.last.is_empty();
            let take = (*take).clone();
            asked = Some(Try { again, limit: feed.limit(), milliseconds: *limit, take });
        }
        entry.waiters = entry.waiters.wrapping_add(1);
        let number = entry.waiters;
        ticket = Some(Ticket { feed, url: entry.url.clone(), number });
        if let Some(told) = told.take() {
            entry.waiting.push(Waiter { number, wanted: (*wanted).clone(), told: Box::new(told) });
        }
    });
    if let (Some(known), Some(told)) = (known, told) {
        told(known);
    }
    if let Some(asked) = asked {
        spawn_local(serve(feed, url, asked));
    }
    ticket
}

/// Gets an answer, and tells it to all who wait.
async fn serve(feed: Feed, url: Rc<str>, asked: Try) {
    let answer = loop {
        let request = Request::send(&url, asked.clone());
        let abort = request.abort();
        entry(feed, &url, &mut |entry| entry.abort = abort.clone());
        let answer = request.answer().await;
        let (mut aborted, mut awaited) = (false, false);
        entry(feed, &url, &mut |entry| {
            entry.abort = None;
            aborted = std::mem::take(&mut entry.aborted);
            awaited = !entry.waiting.is_empty();
            entry.under_way = awaited;
        });
        if !awaited {
            return;
        }
        // Who came after it was ended does not hear of that.
        if !aborted {
            break answer;
        }
    };
    let answer = answer.map_err(|fault| {
        let mut miss = None;
        entry(feed, &url, &mut |entry| {
            entry.failed(&fault);
            miss = Some(entry.miss(&fault));
        });
        miss
    });
    let mut read: Vec<(Wanted, Outcome)> = Vec::new();
    loop {
        // Who asks while it is being read waits with the others.
        let mut next = None;
        entry(feed, &url, &mut |entry| {
            // In the order of asking.
            next = (!entry.waiting.is_empty()).then(|| entry.waiting.remove(0));
            entry.under_way = next.is_some();
        });
        let Some(Waiter { wanted, told, .. }) = next else { return };
        let alike = read.iter().find(|(before, _)| *before == wanted);
        let outcome = match (alike, &answer) {
            (Some((_, outcome)), _) => outcome.clone(),
            (None, Err(None)) => continue,
            (None, Err(Some(miss))) => Err(miss.clone()),
            (None, Ok(answer)) => {
                let outcome = self::read(feed, &url, &wanted, answer).await;
                let outcome = outcome.map_err(|fault| Miss {
                    fault,
                    wait: Wait::Look(0.0),
                    luck: js_sys::Math::random(),
                });
                read.push((wanted, outcome.clone()));
                // Kept before anybody hears of it: who hears it may ask again at once.
                keep(feed, &url, &read);
                outcome
            }
        };
        told(outcome);
    }
}

/// Reads what is remembered of an address since the last visit, if anything is.
pub fn recall(
    feed: Feed,
    url: &str,
    wanted: &Wanted,
    recall: &Function,
    told: impl FnOnce(Loaded) + 'static,
) {
    let promise = recall.call1(&JsValue::NULL, &url.into());
    let (url, wanted): (Rc<str>, Wanted) = (Rc::from(url), wanted.clone());
    spawn_local(async move {
        let Ok(promise) = promise else { return };
        let came = JsFuture::from(Promise::resolve(&promise)).await;
        if let Ok(came) = came
            && fetch::is_answer(&came)
            && let Ok(answer) = fetch::answer(&url, &came.unchecked_into())
            && let Ok(loaded) = read(feed, &url, &wanted, &answer).await
        {
            told(loaded);
        }
    });
}

/// Keeps the good ones of what has just been read; they make what was kept before old.
fn keep(feed: Feed, url: &Rc<str>, read: &[(Wanted, Outcome)]) {
    let mut good = Vec::new();
    let mut fault = None;
    for (wanted, outcome) in read {
        match outcome {
            Ok(loaded) => good.push((wanted.clone(), loaded.clone())),
            Err(miss) => fault = Some(miss.fault.clone()),
        }
    }
    entry(feed, url, &mut |entry| {
        if !good.is_empty() {
            entry.address.answered();
            entry.fault = None;
            entry.last = std::mem::take(&mut good);
        } else if let Some(fault) = &fault {
            entry.failed(fault);
        }
    });
}

/// How long it is read in one go, in milliseconds.
const TURN_MS: f64 = 4.0;

async fn read(
    feed: Feed,
    url: &Rc<str>,
    wanted: &Wanted,
    answer: &Answer,
) -> Result<Loaded, Fault> {
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
    let (edition, complaints) = reading.map_err(|error| unreadable(url, answer, &error))?;
    Ok(Loaded {
        edition,
        complaints: complaints.into(),
        url: url.clone(),
        at: answer.at,
        luck: js_sys::Math::random(),
    })
}

/// Why an answer is of no use.
fn unreadable(url: &Rc<str>, answer: &Answer, error: &ReadError) -> Fault {
    let host = |url: &str| SafeLink::new(url, &|url| page::resolve(url, url));
    let (mut code, mut message) = (error.code(), format!("{url}: {error}"));
    if let (ReadError::Page(title), Some(from), Some(to)) = (error, host(url), host(&answer.url))
        && from.host() != to.host()
    {
        code = "portal";
        message = format!(
            "{url} led to {}, which sent a page for people (\"{title}\"): a login, or a network that wants a sign-in first",
            to.host()
        );
    }
    Fault { code, message, url: url.to_string(), failure: Failure::Wrong }
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
        Turn { end: clock::milliseconds() + TURN_MS }
    }

    /// Lets the browser do what waits, when the time is over.
    async fn end(&mut self) {
        if clock::milliseconds() >= self.end {
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
