//! One request per address for all elements of a page, and one reading of what came.
//!
//! A kept answer serves whoever accepts its age; a request under way serves whoever asks
//! meanwhile. This only works if nothing but the address goes into a request.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use js_sys::Promise;
use wasm_bindgen_futures::spawn_local;

use super::clock;
use super::fetch::{Fault, fetch};
use super::page;
use crate::link::Resolve;
use crate::model::{Article, Rates};
use crate::reader::{self, Complaint, ReadError, Reading};
use crate::time::Timestamp;

/// A good answer, read.
pub struct Loaded<T> {
    /// The good part.
    pub value: Rc<T>,
    /// The bad part.
    pub complaints: Rc<[Complaint]>,
    /// The address asked.
    pub url: Rc<str>,
    /// When it came.
    pub at: Timestamp,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        Loaded {
            value: self.value.clone(),
            complaints: self.complaints.clone(),
            url: self.url.clone(),
            at: self.at,
        }
    }
}

/// What asking ends in.
pub type Outcome<T> = Result<Loaded<T>, Fault>;

type Waiter<T> = Box<dyn FnOnce(Outcome<T>)>;

/// What is known of one address.
pub struct Entry<T> {
    url: Rc<str>,
    last: Option<Loaded<T>>,
    under_way: bool,
    waiting: Vec<Waiter<T>>,
}

/// All addresses of one kind.
pub type Shelf<T> = RefCell<Vec<Entry<T>>>;

/// What can be asked for.
pub trait Sourced: Sized + 'static {
    /// Where answers are kept.
    fn shelf() -> &'static LocalKey<Shelf<Self>>;
    /// How they are read.
    fn read(bytes: &[u8], resolve: Resolve<'_>) -> Result<Reading<Self>, ReadError>;
}

thread_local! {
    static ARTICLES: Shelf<Vec<Article>> = const { RefCell::new(Vec::new()) };
    static RATES: Shelf<Rates> = const { RefCell::new(Vec::new()) };
}

impl Sourced for Vec<Article> {
    fn shelf() -> &'static LocalKey<Shelf<Self>> {
        &ARTICLES
    }
    fn read(bytes: &[u8], resolve: Resolve<'_>) -> Result<Reading<Self>, ReadError> {
        reader::articles(bytes, resolve)
    }
}

impl Sourced for Rates {
    fn shelf() -> &'static LocalKey<Shelf<Self>> {
        &RATES
    }
    fn read(bytes: &[u8], resolve: Resolve<'_>) -> Result<Reading<Self>, ReadError> {
        reader::rates(bytes, resolve)
    }
}

/// Asks for an address; `told` hears the outcome once, perhaps at once. An answer of at most
/// `max_age` seconds will do. `early` gives the loader's own request for it, if there is one.
pub fn ask<T: Sourced>(
    url: &str,
    max_age: i64,
    early: impl FnOnce() -> Option<Promise>,
    told: impl FnOnce(Outcome<T>) + 'static,
) {
    let url: Rc<str> = Rc::from(url);
    let kept = entry::<T, _>(&url, |entry| {
        let young = |loaded: &&Loaded<T>| clock::now().0 - loaded.at.0 <= max_age;
        entry
            .last
            .as_ref()
            .filter(young)
            .filter(|_| !entry.under_way)
            .cloned()
    });
    if let Some(loaded) = kept {
        return told(Ok(loaded));
    }
    let send = entry::<T, _>(&url, |entry| {
        entry.waiting.push(Box::new(told));
        !std::mem::replace(&mut entry.under_way, true)
    });
    if !send {
        return;
    }
    let again = entry::<T, _>(&url, |entry| entry.last.is_some());
    let early = early();
    spawn_local(async move {
        let outcome = match fetch(&url, early, again).await {
            Ok(answer) => read(&url, &answer.bytes, &answer.url),
            Err(fault) => Err(fault),
        };
        let waiting = entry::<T, _>(&url, |entry| {
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

fn read<T: Sourced>(url: &Rc<str>, bytes: &[u8], base: &str) -> Outcome<T> {
    let resolve = |text: &str| page::resolve(text, base);
    match T::read(bytes, &resolve) {
        Ok(Reading { value, complaints }) => Ok(Loaded {
            value: Rc::new(value),
            complaints: complaints.into(),
            url: url.clone(),
            at: clock::now(),
        }),
        Err(error) => {
            let message = format!("{url}: {error}");
            Err(Fault {
                code: error.code(),
                message,
                url: url.to_string(),
            })
        }
    }
}

/// The entry of an address, made when it is the first time. Never held across a callback.
fn entry<T: Sourced, R>(url: &Rc<str>, act: impl FnOnce(&mut Entry<T>) -> R) -> R {
    T::shelf().with_borrow_mut(|entries| {
        let place = entries
            .iter()
            .position(|entry| entry.url == *url)
            .unwrap_or_else(|| {
                entries.push(Entry {
                    url: url.clone(),
                    last: None,
                    under_way: false,
                    waiting: Vec::new(),
                });
                entries.len() - 1
            });
        match entries.get_mut(place) {
            Some(entry) => act(entry),
            // Unreachable: the place was found or made above; a spare keeps this free of panics.
            None => act(&mut Entry {
                url: url.clone(),
                last: None,
                under_way: false,
                waiting: Vec::new(),
            }),
        }
    })
}
