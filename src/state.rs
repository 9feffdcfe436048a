//! What one widget knows at a moment, and how it changes: facts in, state out, nothing else.
//!
//! A failure keeps the last good edition, marked with its age. Every request has a number; an
//! answer that is not to the latest one is dropped, so a slow old answer never overwrites a
//! newer one. News that come while the reader is at the old ones wait until he wants them. No clock
//! and no network: times come with the facts.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::link::SafeLink;
use crate::model::{Article, Body, Code, Rates};
use crate::richtext::RichText;
use crate::selection::{Choice, Page};
use crate::time::Timestamp;

/// What is known of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<T> {
    stage: Stage<T>,
    asked: u32,
    pending: bool,
    waiting: Option<(Rc<T>, Timestamp)>,
    remembered: bool,
}

/// The stages of a load.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage<T> {
    /// Nothing to show yet.
    Loading,
    /// The latest answer, good at `since`.
    Ready {
        /// What to show.
        edition: Rc<T>,
        /// When it arrived.
        since: Timestamp,
    },
    /// The last good answer; looking again failed.
    Stale {
        /// What to show.
        edition: Rc<T>,
        /// When it arrived.
        since: Timestamp,
    },
    /// No answer was ever good.
    Failed,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Slot { stage: Stage::Loading, asked: 0, pending: false, waiting: None, remembered: false }
    }
}

impl<T> Slot<T> {
    /// The stage.
    pub fn stage(&self) -> &Stage<T> {
        &self.stage
    }

    /// What is on show, fresh or stale.
    pub fn edition(&self) -> Option<&Rc<T>> {
        match &self.stage {
            Stage::Ready { edition, .. } | Stage::Stale { edition, .. } => Some(edition),
            Stage::Loading | Stage::Failed => None,
        }
    }

    /// Since when what is on show is old; `None` when it is not.
    pub fn stale_since(&self) -> Option<Timestamp> {
        if let Stage::Stale { since, .. } = self.stage { Some(since) } else { None }
    }

    /// Whether a number is that of the latest request.
    pub fn is_latest(&self, asked: u32) -> bool {
        self.asked == asked
    }

    /// An answer came. Whether it was to the latest request, and so changed anything.
    pub fn arrived(&mut self, asked: u32, edition: Rc<T>, since: Timestamp) -> bool {
        let latest = self.is_latest(asked);
        if latest {
            self.pending = false;
            self.waiting = None;
            self.remembered = false;
            self.stage = Stage::Ready { edition, since };
        }
        latest
    }

    /// An answer came, and waits beside what is on show until it is brought. Whether it was to the latest request, and
    /// so changed anything.
    pub fn put_by(&mut self, asked: u32, edition: Rc<T>, since: Timestamp) -> bool {
        let latest = self.is_latest(asked);
        if latest {
            self.pending = false;
            self.waiting = Some((edition, since));
            if let Stage::Stale { edition, since } = &self.stage {
                // Its source is there again, and what is newer is but a press of a button away.
                self.stage = Stage::Ready { edition: edition.clone(), since: *since };
            }
        }
        latest
    }

    /// What waits.
    pub fn waiting(&self) -> Option<&Rc<T>> {
        self.waiting.as_ref().map(|(edition, _)| edition)
    }

    /// Shows what waits. Whether anything did.
    pub fn bring(&mut self) -> bool {
        let Some((edition, since)) = self.waiting.take() else { return false };
        self.stage = Stage::Ready { edition, since };
        true
    }

    /// What is remembered since the last visit is shown until something newer comes, as old as it is. Whether it is
    /// wanted.
    pub fn recalled(&mut self, edition: Rc<T>, since: Timestamp) -> bool {
        let wanted = matches!(self.stage, Stage::Loading | Stage::Failed);
        if wanted {
            self.remembered = true;
            self.stage = Stage::Stale { edition, since };
        }
        wanted
    }

    /// Whether what is on show is only remembered.
    pub fn is_remembered(&self) -> bool {
        self.remembered
    }
}

/// A load, whatever is loaded.
pub trait Load {
    /// A request goes out; the number returned goes with its answer. `anew` when the source is
    /// another one: what was shown of the old one goes.
    fn ask(&mut self, anew: bool) -> u32;

    /// Whether an answer is awaited. The notice stays meanwhile, with the focus in it.
    fn is_pending(&self) -> bool;

    /// Whether the last look found nothing.
    fn lacks(&self) -> bool;

    /// The number of the latest request.
    fn latest(&self) -> u32;

    /// A request failed. Whether it was the latest one, and so changed anything.
    fn failed(&mut self, asked: u32) -> bool;
}

impl<T> Load for Slot<T> {
    fn ask(&mut self, anew: bool) -> u32 {
        if anew {
            (self.stage, self.waiting) = (Stage::Loading, None);
        }
        self.pending = true;
        self.asked = self.asked.wrapping_add(1);
        self.asked
    }

    fn is_pending(&self) -> bool {
        self.pending
    }

    fn lacks(&self) -> bool {
        matches!(self.stage, Stage::Stale { .. } | Stage::Failed)
    }

    fn latest(&self) -> u32 {
        self.asked
    }

    fn failed(&mut self, asked: u32) -> bool {
        let latest = self.is_latest(asked);
        if latest {
            self.pending = false;
            self.stage = match std::mem::replace(&mut self.stage, Stage::Failed) {
                Stage::Ready { edition, since } | Stage::Stale { edition, since } => {
                    Stage::Stale { edition, since }
                }
                Stage::Loading | Stage::Failed => Stage::Failed,
            };
        }
        latest
    }
}

/// A rate that changed under the reader's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Of which currency.
    pub code: Code,
    /// Whether it rose or fell.
    pub order: Ordering,
    /// The how manieth of its changes this is.
    pub edition: u32,
    /// Whether it has been read aloud.
    pub said: bool,
}

/// What stands in the converter.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// The amount, as it was typed.
    pub amount: String,
    /// Whether it was typed into the second field.
    pub second: bool,
    /// The currency of the first field; `None`: the first that is shown.
    pub from: Option<Code>,
    /// That of the second one; `None`: the base.
    pub to: Option<Code>,
    /// Whether what came out has been copied.
    pub copied: bool,
}

impl Default for Exchange {
    fn default() -> Exchange {
        Exchange { amount: "1".to_owned(), second: false, from: None, to: None, copied: false }
    }
}

/// What is read aloud of what changes by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Voice {
    /// What is said.
    pub text: String,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// Nobody is spoken to more often than this, in seconds.
const SILENCE: i64 = 60;

impl Voice {
    /// How many seconds it is silent yet; of a clock that was set back, no longer than ever.
    pub fn silence(&self, now: Timestamp) -> i64 {
        self.at.map_or(0, |at| (at.0 + SILENCE - now.0).clamp(0, SILENCE))
    }
}

/// One widget's state.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Articles.
    pub articles: Slot<Vec<Rc<Article>>>,
    /// More articles to choose from.
    pub archive: Slot<Vec<Rc<Article>>>,
    /// What stands under the headline; `None` until it is chosen.
    pub similar: Option<Rc<Choice>>,
    /// Addresses of the articles that the reader opened, the last one last.
    pub read: Vec<String>,
    /// What the page says of itself, where the headline is its own article.
    pub page: Page,
    /// Rates.
    pub rates: Slot<Rates>,
    /// What changed of them since they were first shown, each currency at most once.
    pub moves: Vec<Move>,
    /// How wide the rates are on one line, in CSS pixels, where that is wider than the element.
    pub too_wide: Option<i32>,
    /// The day of a history that the reader points at: of which currency, and at which place.
    pub pointed: Option<(Code, usize)>,
    /// What the reader has put into the converter.
    pub exchange: Exchange,
    /// The ids of those that wait which are not on show.
    pub fresh: Vec<Rc<str>>,
    /// The ids of those on show which were not there before.
    pub entered: Vec<Rc<str>>,
    /// Whether the reader has been told so.
    pub told: bool,
    /// What is read aloud.
    pub voice: Voice,
    /// Whether the reader or the page has stopped the looking again.
    pub paused: bool,
    /// The text of the headline, made for showing.
    pub story: Option<Story>,
    /// The id of the article whose text is unfolded.
    pub open: Option<Rc<str>>,
    /// Whether the folded body shows all there is.
    pub fits: bool,
    /// Whether the region that is read aloud has stood empty before, as it must to be heard.
    pub speaks: bool,
    /// Addresses of pictures that could not be loaded; a tile stands for them.
    pub broken: Vec<String>,
}

/// A text that was taken apart, and of what it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The source.
    pub body: Body,
    /// The picture that stands above it.
    pub picture: Option<SafeLink>,
    /// What of it may be shown.
    pub text: Rc<RichText>,
}

impl Story {
    /// Whether it is the text of an article as that is now.
    pub fn is_of(&self, article: &Article) -> bool {
        article.body.as_ref() == Some(&self.body) && article.picture == self.picture
    }
}

impl State {
    /// Whether an article's text is unfolded.
    pub fn is_open(&self, article: &Article) -> bool {
        self.open.as_ref() == Some(&article.id)
    }

    /// Articles came while the reader is at the old ones. Whether that changed anything.
    pub fn put_by(&mut self, asked: u32, articles: Rc<Vec<Rc<Article>>>, at: Timestamp) -> bool {
        let shown = self.articles.edition().cloned().unwrap_or_default();
        let fresh = newcomers(&shown, &articles);
        let changed = self.articles.put_by(asked, articles, at);
        if changed {
            self.told &= fresh == self.fresh;
            self.fresh = fresh;
        }
        changed
    }

    /// Articles came. Whether that changed anything.
    pub fn articles_arrived(
        &mut self,
        asked: u32,
        articles: Rc<Vec<Rc<Article>>>,
        at: Timestamp,
    ) -> bool {
        let old = self.articles.edition().cloned();
        let changed = self.articles.arrived(asked, articles.clone(), at);
        if changed {
            self.entered = old.map(|old| newcomers(&old, &articles)).unwrap_or_default();
            (self.fresh, self.told) = (Vec::new(), false);
        }
        changed
    }

    /// Shows the articles that wait. Whether there were any.
    pub fn bring(&mut self) -> bool {
        (self.entered, self.told) = (std::mem::take(&mut self.fresh), false);
        self.articles.bring()
    }

    /// Rates came by themselves.
    pub fn rates_streamed(&mut self, rates: Rc<Rates>, at: Timestamp) {
        let pending = self.rates.pending;
        self.rates_arrived(self.rates.latest(), rates, at);
        // An answer may still be awaited.
        self.rates.pending = pending;
    }

    /// Rates came. Whether that changed anything.
    pub fn rates_arrived(&mut self, asked: u32, rates: Rc<Rates>, at: Timestamp) -> bool {
        let old = self.rates.edition().cloned();
        let changed = self.rates.arrived(asked, rates.clone(), at);
        if let (Some(old), true) = (old, changed) {
            for rate in &rates.rates {
                let before = old.rates.iter().find(|before| before.code == rate.code);
                let order = before.and_then(|before| rate.value.compare(before.value));
                let Some(order) = order.filter(|order| *order != Ordering::Equal) else { continue };
                let last = self.moves.iter().position(|other| other.code == rate.code);
                let last = last.map(|place| self.moves.remove(place).edition);
                let edition = last.map_or(1, |last| last.wrapping_add(1));
                self.moves.push(Move { code: rate.code, order, edition, said: false });
            }
        }
        changed
    }

    /// Whether there is something to read aloud.
    pub fn has_news(&self) -> bool {
        let waits = !self.fresh.is_empty() && !self.told;
        waits || self.moves.iter().any(|one| !one.said)
    }

    /// Says it.
    pub fn say(&mut self, text: String, now: Timestamp) {
        for one in &mut self.moves {
            one.said = true;
        }
        self.told = true;
        self.voice = Voice { text, at: Some(now) };
    }

    /// Whether something on show is old.
    pub fn is_stale(&self) -> bool {
        self.articles.stale_since().or(self.rates.stale_since()).is_some()
    }

    /// Whether there is a failure to speak of.
    pub fn has_failed(&self) -> bool {
        matches!(self.articles.stage, Stage::Failed) || matches!(self.rates.stage, Stage::Failed)
    }
}

/// More than this are not looked at: what is new stands at the beginning of a list.
pub const MAX_FRESH: usize = 99;

/// The ids of what a list has and another one has not.
fn newcomers(old: &[Rc<Article>], new: &[Rc<Article>]) -> Vec<Rc<str>> {
    let mut ids = Vec::new();
    for article in new.iter().take(MAX_FRESH) {
        if !old.iter().any(|other| other.is(article)) {
            ids.push(article.id.clone());
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: Timestamp = Timestamp(1_764_300_000);
    const NOON: Timestamp = Timestamp(1_764_320_000);

    #[test]
    fn a_failure_keeps_the_last_good_edition_with_its_age() {
        let mut slot = Slot::default();
        let first = slot.ask(false);
        assert!(slot.arrived(first, Rc::new("morning"), MORNING));
        let second = slot.ask(false);
        assert!(slot.failed(second));
        assert_eq!(slot.edition().map(|edition| **edition), Some("morning"));
        assert_eq!(slot.stale_since(), Some(MORNING));
        let third = slot.ask(false);
        assert_eq!(slot.stale_since(), Some(MORNING), "still old while looking again");
        assert!(slot.arrived(third, Rc::new("noon"), NOON));
        assert_eq!(slot.stage(), &Stage::Ready { edition: Rc::new("noon"), since: NOON });
    }

    #[test]
    fn an_answer_to_an_older_request_changes_nothing() {
        let mut slot = Slot::default();
        let (old, new) = (slot.ask(false), slot.ask(false));
        assert!(!slot.arrived(old, Rc::new("old"), MORNING));
        assert!(!slot.failed(old));
        assert_eq!(slot.stage(), &Stage::Loading);
        assert!(slot.arrived(new, Rc::new("new"), NOON));
        assert!(!slot.arrived(old, Rc::new("old"), MORNING));
        assert_eq!(slot.edition().map(|edition| **edition), Some("new"));
    }

    #[test]
    fn nothing_good_ever_is_a_failure_also_while_it_is_asked_again() {
        let mut slot = Slot::<()>::default();
        let asked = slot.ask(false);
        slot.failed(asked);
        assert_eq!(slot.stage(), &Stage::Failed);
        assert!(!slot.is_pending());
        slot.ask(false);
        assert_eq!((slot.stage(), slot.is_pending()), (&Stage::Failed, true));
    }

    #[test]
    fn what_waits_is_shown_when_it_is_brought_and_not_before() {
        let mut slot = Slot::default();
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("morning"), MORNING);
        let (old, new) = (slot.ask(false), slot.ask(false));
        assert!(!slot.put_by(old, Rc::new("late"), MORNING));
        assert!(slot.put_by(new, Rc::new("noon"), NOON));
        assert_eq!(slot.edition().map(|edition| **edition), Some("morning"));
        assert_eq!(slot.waiting().map(|edition| **edition), Some("noon"));
        assert!(slot.bring());
        assert_eq!(slot.stage(), &Stage::Ready { edition: Rc::new("noon"), since: NOON });
        assert!(!slot.bring());
    }

    #[test]
    fn what_waits_goes_with_a_newer_answer_and_with_its_source() {
        let mut slot = Slot::default();
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("morning"), MORNING);
        let asked = slot.ask(false);
        slot.put_by(asked, Rc::new("noon"), NOON);
        let asked = slot.ask(false);
        assert!(slot.failed(asked));
        assert!(slot.waiting().is_some(), "a failure loses nothing");
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("evening"), NOON);
        assert_eq!(slot.waiting(), None);
        let asked = slot.ask(false);
        slot.put_by(asked, Rc::new("night"), NOON);
        slot.ask(true);
        assert_eq!(slot.waiting(), None);
    }

    #[test]
    fn what_is_remembered_is_old_and_never_takes_the_place_of_an_answer() {
        let mut slot = Slot::default();
        let asked = slot.ask(false);
        assert!(slot.recalled(Rc::new("yesterday"), MORNING));
        assert_eq!(slot.stale_since(), Some(MORNING));
        assert!(slot.failed(asked));
        assert_eq!(slot.stale_since(), Some(MORNING));
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("today"), NOON);
        assert!(!slot.recalled(Rc::new("yesterday"), MORNING));
        assert_eq!(slot.edition().map(|edition| **edition), Some("today"));
    }

    #[test]
    fn a_voice_is_heard_once_a_minute_whatever_the_clock_does() {
        let mut voice = Voice::default();
        assert_eq!(voice.silence(NOON), 0);
        voice.at = Some(NOON);
        assert_eq!(voice.silence(Timestamp(NOON.0 + 20)), 40);
        assert_eq!(voice.silence(Timestamp(NOON.0 + 60)), 0);
        assert_eq!(voice.silence(Timestamp(NOON.0 - 86_400)), 60);
        assert_eq!(voice.silence(Timestamp(NOON.0 + 86_400)), 0);
    }

    #[test]
    fn another_source_drops_what_the_old_one_showed() {
        let mut slot = Slot::default();
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("old source"), MORNING);
        slot.ask(true);
        assert_eq!(slot.stage(), &Stage::Loading);
    }
}
