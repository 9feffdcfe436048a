//! What one widget knows at a moment, and how it changes: facts in, state out, nothing else.
//!
//! A failure keeps the last good edition, marked with its age. Every request has a number; an
//! answer that is not to the latest one is dropped, so a slow old answer never overwrites a
//! newer one. No clock and no network: times come with the facts.

use std::rc::Rc;

use crate::link::SafeLink;
use crate::model::{Article, Body, Rates};
use crate::richtext::RichText;
use crate::selection::{Choice, Page};
use crate::time::Timestamp;

/// What is known of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<T> {
    stage: Stage<T>,
    asked: u32,
    pending: bool,
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
        Slot { stage: Stage::Loading, asked: 0, pending: false }
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

    /// A request goes out; the number returned goes with its answer. `anew` when the source is
    /// another one: what was shown of the old one goes.
    pub fn ask(&mut self, anew: bool) -> u32 {
        if anew {
            self.stage = Stage::Loading;
        }
        self.pending = true;
        self.asked = self.asked.wrapping_add(1);
        self.asked
    }

    /// Whether an answer is awaited. The notice stays meanwhile, with the focus in it.
    pub fn is_pending(&self) -> bool {
        self.pending
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
            self.stage = Stage::Ready { edition, since };
        }
        latest
    }

    /// A request failed. Whether it was the latest one, and so changed anything.
    pub fn failed(&mut self, asked: u32) -> bool {
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

    /// Whether there is a failure to speak of.
    pub fn has_failed(&self) -> bool {
        matches!(self.articles.stage, Stage::Failed) || matches!(self.rates.stage, Stage::Failed)
    }
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
    fn another_source_drops_what_the_old_one_showed() {
        let mut slot = Slot::default();
        let asked = slot.ask(false);
        slot.arrived(asked, Rc::new("old source"), MORNING);
        slot.ask(true);
        assert_eq!(slot.stage(), &Stage::Loading);
    }
}
