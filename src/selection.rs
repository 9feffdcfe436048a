//! Which article is the card, and which stand under it.

use std::rc::Rc;

use crate::config::{Block, Config, Headline, Similar};
use crate::letter::{Script, script, words};
use crate::link::SafeLink;
use crate::model::Article;
use crate::scan;
use crate::similar::{self, Ground, Pick, Progress, Ranker, Title};

/// What the page on which the widget stands says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The article that it describes.
    pub article: Option<Rc<Article>>,
    /// The addresses that it has.
    pub addresses: Vec<SafeLink>,
}

impl Page {
    /// The page's own article: the one that it describes, else the one of the source that has its address.
    pub fn own<'a>(&'a self, articles: &'a [Rc<Article>]) -> Option<&'a Rc<Article>> {
        let mut articles = articles.iter();
        let listed = || articles.find(|article| self.addresses.contains(&article.url));
        self.article.as_ref().or_else(listed)
    }
}

/// The article that is the card.
pub fn headline<'a>(
    articles: &'a [Rc<Article>],
    page: &'a Page,
    wanted: &Headline,
) -> Option<&'a Rc<Article>> {
    match wanted {
        Headline::First => articles.first(),
        Headline::Page => page.own(articles).or_else(|| articles.first()),
        // Of equal dates the one that the source puts first.
        Headline::Latest => articles.iter().rev().max_by_key(|article| article.published),
        Headline::Named { .. } => named(articles, wanted).or_else(|| articles.first()),
    }
}

/// The article that the owner names by its id or address, if it is there.
pub fn named<'a>(articles: &'a [Rc<Article>], headline: &Headline) -> Option<&'a Rc<Article>> {
    let Headline::Named { name, url } = headline else { return None };
    articles.iter().find(|article| *article.id == **name || Some(&article.url) == url.as_ref())
}

/// The article that the list is about, and which is never in it. A widget that shows the list alone, with no
/// article named, has none.
fn subject<'a>(
    articles: &'a [Rc<Article>],
    page: &'a Page,
    config: &Config,
) -> Option<&'a Rc<Article>> {
    let named = matches!(config.headline, Headline::Named { .. } | Headline::Page);
    let apart = named || config.blocks.contains(&Block::Headline);
    headline(articles, page, &config.headline).filter(|_| apart)
}

/// What stands under the card.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// In the order of the list.
    pub picks: Vec<Pick>,
    /// Whether all of it is like the headline, or the owner's own list; else it is more news, and says so.
    pub alike: bool,
}

/// Lists of articles, the source's own first.
pub type Pools = similar::Pools;

/// Whether an article may be listed at all: it is not the headline, not what the owner leaves out, not too far in time.
fn may_be_listed(article: &Article, subject: Option<&Rc<Article>>, config: &Config) -> bool {
    if let Some(subject) = subject {
        if article.is(subject) {
            return false;
        }
        if let (Some(days), Some(then)) = (config.similar_days, subject.published) {
            // What has no date cannot be known to be near.
            let Some(at) = article.published else { return false };
            if at.0.abs_diff(then.0) > u64::from(days) * 86_400 {
                return false;
            }
        }
    }
    !config.similar_exclude.iter().any(|entry| excludes(entry, article))
}

/// Whether an owner's entry means an article: its id or address, one of its categories, or words of its title, the
/// last of them only by its beginning where a star ends it.
fn excludes(entry: &str, article: &Article) -> bool {
    if *article.id == *entry || article.url.as_str() == entry {
        return true;
    }
    let wanted = spelled(entry);
    let Some(last) = wanted.trim().chars().last() else { return false };
    let is_wanted = |tag: &Rc<str>| spelled(tag) == wanted;
    if article.category.as_ref().is_some_and(is_wanted) || article.tags.iter().any(is_wanted) {
        return true;
    }
    // Where words are not parted, one is found inside others.
    let wanted = match script(last) {
        Script::Spaced | Script::Syllables if entry.ends_with('*') => wanted.trim_end(),
        Script::Spaced | Script::Syllables => &wanted,
        Script::Dense | Script::Unspaced => wanted.trim(),
    };
    scan::find(&spelled(&article.title), wanted).is_some()
}

/// A text by its words, with a space on either side of each.
fn spelled(text: &str) -> String {
    let mut spelled = String::from(" ");
    words(text, usize::MAX, &mut |word| {
        for letter in &word.letters {
            if *letter != ' ' {
                spelled.push(*letter);
            }
        }
        spelled.push(' ');
    });
    spelled
}

/// Chooses what stands under the card, in portions.
#[derive(Default)]
pub struct Chooser {
    /// Made when it is needed: its tables are 384 kB, and most elements rank nothing.
    ranker: Option<Ranker>,
    pools: Pools,
    subject: Option<Rc<Article>>,
    picks: Vec<Pick>,
    /// The titles of the headline and of what is picked.
    titles: Vec<Title>,
    ranks: bool,
}

impl Chooser {
    /// Begins a choice; one that is being made is given up.
    pub fn start(&mut self, pools: Pools, page: &Page, config: &Config) {
        let articles = pools.first().map_or(&[][..], |pool| pool);
        self.subject = subject(articles, page, config).cloned();
        (self.picks, self.titles) = (Vec::new(), Vec::new());
        self.ranks = false;
        if let Some(subject) = self.subject.clone() {
            self.titles.push(Title::new(&subject));
            if config.similar != Similar::Feed {
                self.editors(&pools, &subject, config);
            }
            if config.similar == Similar::Auto {
                self.ranks = true;
                let ranker = self.ranker.get_or_insert_with(Ranker::new);
                ranker.start(pools.clone(), &subject);
            }
        }
        self.pools = pools;
    }

    /// The article that the list is about.
    pub fn subject(&self) -> Option<&Rc<Article>> {
        self.subject.as_ref()
    }

    /// Does a portion of the work; the choice, when it is made.
    pub fn advance(&mut self, config: &Config) -> Option<Choice> {
        if let Some(ranker) = self.ranker.as_mut().filter(|_| self.ranks)
            && self.picks.len() < config.count
        {
            match ranker.advance() {
                Progress::Working => return None,
                Progress::Found(found) => {
                    let ground = ranker.ground(&found);
                    self.pick(&found.article, ground, config);
                    return None;
                }
                Progress::Done => {}
            }
        }
        Some(self.list(config))
    }

    /// Takes what an editor wants under the headline, as far as it is there.
    fn editors(&mut self, pools: &Pools, subject: &Article, config: &Config) {
        for name in &subject.similar {
            for pool in pools {
                for article in pool.iter() {
                    if article.id == *name || article.url.as_str() == &**name {
                        // Two of them may say the same, if that is wanted.
                        let titles = std::mem::take(&mut self.titles);
                        self.pick(article, Ground::Editor, config);
                        self.titles.extend(titles);
                    }
                }
            }
        }
    }

    /// Takes an article, unless it may not be listed or says what the headline or another one says.
    fn pick(&mut self, article: &Rc<Article>, ground: Ground, config: &Config) {
        let title = Title::new(article);
        if self.picks.len() >= config.count
            || self.picks.iter().any(|pick| pick.article.is(article))
            || self.titles.iter().any(|other| other.is_like(&title))
            || !may_be_listed(article, self.subject.as_ref(), config)
        {
            return;
        }
        self.titles.push(title);
        self.picks.push(Pick::new(article, ground, self.subject.as_deref()));
    }

    /// The list, around what is picked already.
    fn list(&mut self, config: &Config) -> Choice {
        let count = config.count;
        let alone = self.subject.is_none();
        if config.similar == Similar::Feed || alone && config.similar == Similar::Auto {
            if let Some(source) = self.pools.first().cloned() {
                for article in source.iter() {
                    // A source may say a thing twice.
                    self.titles.clear();
                    self.pick(article, Ground::Feed, config);
                }
            }
            return Choice { picks: std::mem::take(&mut self.picks), alike: !alone };
        }
        // A few that are alike do not make a list; a few that lack do not spoil it.
        let found = 3 * self.picks.len();
        let mut alike = self.ranks && found >= 2 * count;
        if !alike {
            let others = self.newest(config);
            alike = self.ranks && found > 0 && found >= 2 * others.len();
            if !alike {
                for article in &others {
                    self.pick(article, Ground::Latest, config);
                }
                // Rather the same again than nothing: all of a source's titles may be made alike.
                for article in &others {
                    self.titles.clear();
                    self.pick(article, Ground::Latest, config);
                }
            }
        }
        Choice { picks: std::mem::take(&mut self.picks), alike }
    }

    /// The newest articles, those of the headline's category first; more of them than are shown, since some will say
    /// the same. With `category`, those alone, if there are any.
    fn newest(&self, config: &Config) -> Vec<Rc<Article>> {
        let subject = self.subject.as_ref();
        let near = |article: &Article| {
            config.similar != Similar::Latest
                && subject.is_some_and(|subject| similar::same_category(subject, article))
        };
        let mut newest: Vec<Rc<Article>> = Vec::new();
        for pool in &self.pools {
            for article in pool.iter() {
                let rank = |article: &Article| (near(article), article.published);
                let rank_of = rank(article);
                let is_full = newest.len() >= 3 * config.count;
                if is_full && newest.last().is_some_and(|last| rank(last) >= rank_of) {
                    continue;
                }
                // Of equals the source's order holds.
                let mut before = 0;
                while newest.get(before).is_some_and(|other| rank(other) >= rank_of) {
                    before += 1;
                }
                if may_be_listed(article, subject, config) {
                    newest.insert(before, article.clone());
                    newest.truncate(3 * config.count);
                }
            }
        }
        if config.similar == Similar::Category && newest.first().is_some_and(|first| near(first)) {
            while newest.last().is_some_and(|last| !near(last)) {
                newest.pop();
            }
        }
        newest
    }
}
