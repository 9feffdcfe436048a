//! State → Html. No browser, no effects, no clock: the same input gives the same markup, so
//! the tests read it as a string.
//!
//! The classes are those of `styles/widget.css`; the parts and custom properties that a page may
//! style are listed in the README. No `on…` props: yew never frees their listeners, so clicks
//! are taken by one listener of `widget`, told apart by `data-act`.

mod channel;
mod converter;
mod element;
mod headline;
mod icon;
mod notice;
mod picture;
mod prose;
mod rate;
mod rates;
mod similar;
mod skeleton;
mod sparkline;
mod table;

use yew::prelude::*;

use crate::config::{Block, Config};
use crate::decimal::Decimal;
use crate::i18n::{Words, clock, fill};
use crate::link::SafeLink;
use crate::model::{Article, Code};
use crate::selection;
use crate::state::{Load, MAX_FRESH, Move, Stage, State};
use crate::time::{Civil, Timestamp};
use element::{el, keyed, list, text};

/// Everything that a view may look at.
pub struct Scene<'a> {
    /// What the owner wants.
    pub config: &'a Config,
    /// What is known.
    pub state: &'a State,
    /// Whether the page is one of `https:`.
    pub secure: bool,
    /// The moment.
    pub now: Timestamp,
    /// Minutes east of Greenwich at a moment, in the zone of the widget.
    pub offset: &'a dyn Fn(Timestamp) -> i32,
}

impl Scene<'_> {
    fn words(&self) -> &'static Words {
        self.config.lang.words()
    }

    fn civil(&self, at: Timestamp) -> Civil {
        at.civil((self.offset)(at))
    }

    /// A rate in the digits that the owner wants.
    fn figure(&self, value: Decimal) -> String {
        let value = self.config.rate_digits.map_or(value, |digits| value.rounded(digits));
        self.words().decimal(value)
    }

    /// The last change of a rate, if it changed under the reader's eyes.
    fn moved(&self, code: Code) -> Option<&Move> {
        self.state.moves.iter().find(|moved| moved.code == code)
    }

    /// `13:30 · 2 hours ago`, with a way to try again.
    fn late(&self, since: Timestamp, pending: bool, again: bool) -> Html {
        let (since_civil, today) = (self.civil(since), self.civil(self.now).day);
        let when = self.words().as_of(since_civil, today, self.now.0.saturating_sub(since.0));
        notice::late(self.words(), when, again.then_some(pending))
    }

    /// The button that stops the looking again and goes on with it, where a block is the one that bears it. What
    /// changes by itself needs one (WCAG 2.2.2).
    fn pause(&self, block: Block) -> Option<Html> {
        let mut blocks = [Block::Rates, Block::Headline, Block::Similar].into_iter();
        // By what is wanted, not by what has come: else it would move from one to the other.
        let bearer = blocks.find(|block| self.config.blocks.contains(block));
        if bearer != Some(block) || self.config.refresh.is_none() {
            return None;
        }
        let words = self.words();
        let (label, path) =
            if self.state.paused { (words.resume, icon::PLAY) } else { (words.pause, icon::PAUSE) };
        Some(notice::sign("pause", label, path, "0 0 16 16", None))
    }

    /// The button for articles that wait, where a block is the one that bears it.
    fn fresh(&self, block: Block) -> Option<Html> {
        let lists = self.state.similar.as_ref().is_some_and(|choice| !choice.picks.is_empty())
            && self.config.blocks.contains(&Block::Similar);
        let bearer = if lists { Block::Similar } else { Block::Headline };
        if self.state.fresh.is_empty() || bearer != block {
            return None;
        }
        let words = self.number(self.words().fresh);
        Some(el!("button", {"type": "button", "class": "new", "data-act": "fresh"}, [
            text(words),
            icon::icon(icon::UP, "0 0 12 12", "icon"),
        ]))
    }

    /// How many articles wait.
    fn number(&self, pattern: &'static str) -> String {
        match self.state.fresh.len() {
            MAX_FRESH.. => fill(pattern, "99+"),
            number => fill(pattern, &number.to_string()),
        }
    }

    /// Whether an article came while the widget was on show.
    fn has_entered(&self, article: &Article) -> bool {
        self.state.entered.contains(&article.id)
    }

    /// The time alone for today's, with the day before it for all others.
    fn short_time(&self, at: Timestamp, whole_day: bool) -> Html {
        if whole_day {
            return text((self.words().short_date)(at.civil(0).day));
        }
        let civil = self.civil(at);
        if civil.day == self.civil(self.now).day {
            return text(clock(civil));
        }
        let day = text((self.words().short_date)(civil.day));
        let at = el!("span", {"class": "at"}, [text(format!(" {}", clock(civil)))]);
        list([day, at].into_iter())
    }

    /// A heading `below` the level of the headline's.
    fn heading(&self, below: u8) -> &'static str {
        match self.config.heading_level + below {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        }
    }

    /// The link to an article, the same wherever it stands.
    fn article_link(
        &self,
        block: Block,
        article: &Article,
        class: Option<&'static str>,
        words: Html,
    ) -> Html {
        let href = article.url.with_params(&self.config.links.params);
        self.link(block, &href, Some(article.id.clone().into()), class, words)
    }

    /// The linked title, in the article's own language.
    fn title(&self, block: Block, article: &Article) -> Html {
        let words = el!("span", {"lang": lang(article)}, [text(article.title.clone())]);
        self.article_link(block, article, None, words)
    }

    fn link(
        &self,
        block: Block,
        to: &SafeLink,
        id: Option<AttrValue>,
        class: Option<&'static str>,
        words: Html,
    ) -> Html {
        let links = &self.config.links;
        el!("a", {
            "href": to.as_str().to_owned(),
            "target": links.target.clone(),
            "rel": links.rel.clone(),
            "class": class,
            "data-block": block.name(),
            "data-id": id,
        }, [words])
    }
}

fn lang(article: &Article) -> Option<AttrValue> {
    article.language.clone().map(AttrValue::from)
}

/// The whole widget. Its width and the configuration give its height, whatever has arrived.
pub fn widget(scene: &Scene<'_>) -> Html {
    let config = scene.config;
    let waits = config.blocks.iter().any(|block| match block {
        Block::Rates => matches!(scene.state.rates.stage(), Stage::Loading),
        Block::Headline | Block::Similar => matches!(scene.state.articles.stage(), Stage::Loading),
        Block::Channel => false,
    });
    let articles = scene.state.articles.edition();
    let headline = articles
        .and_then(|articles| selection::headline(articles, &scene.state.page, &config.headline));
    // One notice speaks for all the blocks that the articles fill.
    let mut speaker = true;
    let blocks = list(config.blocks.iter().copied().filter_map(|block| {
        let (face, html) = match block {
            Block::Rates => rates::block(scene),
            Block::Headline | Block::Similar => {
                let speaks = std::mem::take(&mut speaker);
                article_block(scene, block, headline.map(|article| &**article), speaks)
            }
            Block::Channel => (Face::Full, channel::block(scene, config.channel.as_ref()?)),
        };
        let mut key = [block.name(), face.name()].concat();
        if let (Block::Headline, Some(article)) = (block, headline) {
            // Another article is another node: else its lines would be those of the old one, moved.
            key.push_str(&article.id);
            key.push_str(&article.title);
        }
        Some(keyed(key, html))
    }));
    el!("div", {
        "class": "nw",
        "lang": scene.words().tag,
        "dir": "ltr",
        "data-layout": config.layout.name(),
        "data-state": if waits { "loading" } else { "ready" },
        "aria-busy": if waits { "true" } else { "false" },
    }, [
        blocks,
        el!("p", {"class": "vh", "role": "status"}, [text(status(scene))]),
        // Apart, or each would be read again with the other.
        el!("p", {"class": "vh", "role": "status"}, [text(scene.state.voice.text.clone())]),
    ])
}

/// What is new, to be read aloud: articles that wait, rates that changed.
pub fn spoken(scene: &Scene<'_>) -> String {
    let mut said = rates::spoken(scene);
    if !scene.state.told && !scene.state.fresh.is_empty() {
        said.push_str(&scene.number(scene.words().fresh_aloud));
    }
    said
}

/// What stands in a block's place. Each is a node of its own on the page: were the boxes made into
/// the text, browsers would count that as text that moved.
enum Face {
    /// Empty boxes.
    Bones,
    /// A notice in their place.
    Notice,
    /// What was waited for.
    Full,
}

impl Face {
    fn name(&self) -> &'static str {
        match self {
            Face::Bones => " bones",
            Face::Notice => " notice",
            Face::Full => "",
        }
    }
}

fn article_block(
    scene: &Scene<'_>,
    block: Block,
    headline: Option<&Article>,
    speaks: bool,
) -> (Face, Html) {
    let bones = || match block {
        Block::Headline => skeleton::headline(),
        _ => skeleton::similar(scene.config.count),
    };
    let words = scene.words();
    let pending = scene.state.articles.is_pending();
    let notice = |html: Option<Html>| (Face::Notice, notice::hold(bones(), html));
    match (scene.state.articles.stage(), headline) {
        (Stage::Failed, _) => notice(speaks.then(|| {
            // A list of one is lower than the whole notice.
            if block == Block::Similar && scene.config.count < 2 {
                return notice::failed_line(words, words.news_failed, pending, None);
            }
            let again = scene.config.refresh.is_some();
            let hint = if again { words.failed_hint } else { words.failed_hint_once };
            notice::failed(words, words.news_failed, hint, pending)
        })),
        (Stage::Loading, _) => (Face::Bones, bones()),
        (_, None) => notice(speaks.then(|| notice::empty(words))),
        (_, Some(article)) if block == Block::Headline => {
            (Face::Full, headline::block(scene, article))
        }
        _ => match &scene.state.similar {
            // Still being chosen.
            None => (Face::Bones, bones()),
            // One article alone: nothing is similar to it, and the space is kept.
            Some(choice) if choice.picks.is_empty() => notice(Some(notice::alone(words))),
            Some(choice) => (Face::Full, similar::block(scene, choice)),
        },
    }
}

/// What a screen reader is told. The region stands from the first, as it must to be heard.
fn status(scene: &Scene<'_>) -> String {
    let words = scene.words();
    let mut said = String::new();
    if !scene.state.speaks {
        return said;
    }
    if scene.config.shows_articles() && matches!(scene.state.articles.stage(), Stage::Failed) {
        said.push_str(words.news_failed);
        said.push_str(". ");
    }
    if scene.config.shows_rates() && matches!(scene.state.rates.stage(), Stage::Failed) {
        said.push_str(words.rates_failed);
    }
    said
}
