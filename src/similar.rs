//! Which articles are like one of them, on the reader's own device: no server, no profile, no dictionary.
//!
//! Texts are compared by the beginnings of their words and by runs of three and four letters, each weighed by how
//! rare it is in the pool; that is as good in Azerbaijani as in English, since nothing here knows a language. How
//! the method was found, and what each part of it is worth, stands in DESIGN.md; `make eval-similar` measures it.
//!
//! The work comes in small portions, so that whoever calls may stop between any two. What does not happen here:
//! following what readers do, and deciding what is shown when too little is alike, which is `selection`'s.

use std::rc::Rc;

use crate::letter::{Script, Word, words};
use crate::model::Article;
use crate::{plain, scan};

/// Letters of a summary that are compared. More finds little and costs time.
const MAX_TEXT: usize = 400;

/// Letters of a title that are compared: longer ones are texts.
const MAX_TITLE: usize = 200;

/// Bytes of a body that are looked at, where there is no summary; tags are among them.
const MAX_BODY: usize = 2000;

/// Marks a frequency as one of a feature that the headline has.
const MARK: u16 = 1 << 15;

/// More articles are not looked at: frequencies are kept in the 15 bits below.
pub const MAX_POOL: usize = MARK as usize - 1;

/// Letters of a word that stand for all its forms.
const STEM: usize = 5;

/// What an occurrence in the title and in the text counts, in halves.
const TITLE: u8 = 3;
const TEXT: u8 = 2;

/// The most that is counted: half a byte.
const MAX_COUNT: u8 = 15;

/// How much more a beginning of a word counts than a run of letters, of which a word has many.
const STEM_WEIGHT: f32 = 1.75;

/// Of the score, what is left to the oldest news; less makes the age outweigh the subject.
const FLOOR: f32 = 0.6;

/// After this many days the rest has halved.
const HALF_LIFE: f32 = 2.0;

/// The score of the same category, compared with another one.
const SAME_CATEGORY: f32 = 1.2;

/// Less than this in common is chance, whatever the pool; what the pool has with the headline on average comes on
/// top, each article with no more than this. The scale is that of a cosine: 1 is the same text.
const ALIKE: f32 = 0.1;

/// From here on it is the same story.
const SAME_STORY: f32 = 0.25;

/// Titles that share this part of their runs of four letters say the same.
const SAME_TITLE: f32 = 0.5;

/// Letters of titles that are compared for that.
const MAX_COMPARED: usize = 120;

/// Words that a reason names.
const MAX_SHARED: usize = 3;

/// Articles that are read in one portion of the work.
const PORTION: usize = 16;

/// More features than the longest word has.
const MAX_FEATURES: usize = 128;

/// Kinds of features times their hashes of 16 bits. Collisions cost nothing that can be measured.
const BUCKETS: usize = 2 << 16;

/// An article's text, taken apart.
#[derive(Debug, Default)]
struct Features {
    /// The beginnings of words, then the runs of letters: hashes, each once.
    hashes: Box<[u16]>,
    /// How often each occurs, in halves, up to 15: two in a byte, since there are hundreds of an article.
    counts: Box<[u8]>,
    /// How many of them are beginnings of words.
    stems: usize,
}

impl Features {
    /// Its buckets with their counts.
    // Without this, a release for size calls several functions for every feature.
    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = (usize, u8, bool)> {
        self.hashes.iter().enumerate().map(|(at, hash)| {
            let stem = at < self.stems;
            let both = self.counts.get(at / 2).copied().unwrap_or_default();
            (bucket(*hash, stem), both >> (4 * (at & 1)) & MAX_COUNT, stem)
        })
    }
}

/// Takes texts apart.
#[derive(Debug)]
struct Extractor {
    /// Occurrences by bucket, all zero between two articles.
    counts: Vec<u8>,
    stems: Vec<u16>,
    runs: Vec<u16>,
}

impl Extractor {
    fn new() -> Extractor {
        Extractor { counts: vec![0; BUCKETS], stems: Vec::new(), runs: Vec::new() }
    }

    fn features(&mut self, article: &Article) -> Features {
        self.text(&article.title, MAX_TITLE, TITLE);
        match (&article.summary, &article.body) {
            (Some(summary), _) => self.text(summary, MAX_TEXT, TEXT),
            (None, Some(body)) => {
                let beginning = scan::cut(&body.source, MAX_BODY);
                if body.is_html {
                    self.text(&plain::from_html(beginning).join(" "), MAX_TEXT, TEXT);
                } else {
                    self.text(beginning, MAX_TEXT, TEXT);
                }
            }
            (None, None) => {}
        }
        let stems = self.stems.len();
        let hashes = [&*self.stems, &*self.runs].concat();
        self.stems.clear();
        self.runs.clear();
        let mut counts = vec![0; hashes.len().div_ceil(2)];
        for (at, hash) in hashes.iter().enumerate() {
            let count = self.counts.get_mut(bucket(*hash, at < stems));
            if let (Some(count), Some(both)) = (count, counts.get_mut(at / 2)) {
                *both |= std::mem::take(count).min(MAX_COUNT) << (4 * (at & 1));
            }
        }
        Features { hashes: hashes.into(), counts: counts.into(), stems }
    }

    fn text(&mut self, text: &str, max: usize, weight: u8) {
        words(text, max, &mut |word| {
            // All features of a word first: then they are counted in one place, where that is not a call for each.
            let mut hashes = [(0, false); MAX_FEATURES];
            let mut length = 0;
            take_apart(word, |hash, stem| {
                if let Some(place) = hashes.get_mut(length) {
                    *place = (hash, stem);
                    length += 1;
                }
            });
            for (hash, stem) in hashes.iter().take(length) {
                let Some(count) = self.counts.get_mut(bucket(*hash, *stem)) else { continue };
                if *count == 0 {
                    if *stem { self.stems.push(*hash) } else { self.runs.push(*hash) }
                }
                *count = count.saturating_add(weight);
            }
        });
    }
}

#[inline(always)]
fn bucket(hash: u16, stem: bool) -> usize {
    usize::from(hash) | usize::from(!stem) << 16
}

/// Gives the features of a word: hashes, and whether it is the beginning of one.
#[inline(always)]
fn take_apart(word: &mut Word<'_>, mut found: impl FnMut(u16, bool)) {
    let letters = &mut word.letters;
    // The shorter of the two lengths of runs, and which of them is as good as a beginning.
    let (short, whole) = match word.script {
        Script::Spaced => {
            drop_article(letters);
            (3, 0)
        }
        Script::Syllables => (2, 0),
        // Nobody knows where a word begins.
        Script::Unspaced => (3, 0),
        // One or two signs are a word.
        Script::Dense => (1, 2),
    };
    if let Some(beginning) = beginning(letters, word.script) {
        found(hash(beginning), true);
    }
    // A short word is one whole, in either length.
    for length in [short, short + 1] {
        if letters.len() < length {
            found(hash(letters), length == whole);
        }
    }
    let mut rest = &**letters;
    while let Some((run, behind)) = rest.split_at_checked(short) {
        let state = mix(run);
        found(top(state), short == whole);
        if let Some(next) = behind.first() {
            found(top(step(state, *next)), short + 1 == whole);
        }
        rest = rest.get(1..).unwrap_or_default();
    }
}

/// The beginning of a word that stands between spaces.
fn beginning(word: &[char], script: Script) -> Option<&[char]> {
    let length = if script == Script::Syllables { STEM / 2 } else { STEM };
    word.get(1..(word.len() - 1).min(length + 1)).filter(|_| script.has_spaces())
}

/// Drops the articles and prepositions that Arabic writes before a word: wal-, bal-, fal-, kal-, lil-, al-, wa-.
fn drop_article(word: &mut Vec<char>) {
    let prefix = match word.get(1..).unwrap_or_default() {
        ['و' | 'ب' | 'ف' | 'ك', 'ا', 'ل', ..] if word.len() >= 8 => 3,
        ['ا' | 'ل', 'ل', ..] if word.len() >= 7 => 2,
        ['و', ..] if word.len() >= 6 => 1,
        _ => 0,
    };
    for _ in 0..prefix {
        word.remove(1);
    }
}

#[inline(always)]
fn hash(chars: &[char]) -> u16 {
    top(mix(chars))
}

#[inline(always)]
fn mix(chars: &[char]) -> u32 {
    let mut state = 0;
    for char in chars {
        state = step(state, *char);
    }
    state
}

#[inline(always)]
fn step(state: u32, next: impl Into<u32>) -> u32 {
    (state.rotate_left(5) ^ next.into()).wrapping_mul(0x9e37_79b1)
}

/// The bits that every one of the letters has moved.
#[inline(always)]
fn top(state: u32) -> u16 {
    (state >> 16) as u16
}

// ---- the pool ----

/// Lists of articles to choose from, the nearest first.
pub type Pools = Vec<Rc<Vec<Rc<Article>>>>;

/// An article of the pool.
#[derive(Debug)]
struct Entry {
    pool: usize,
    at: usize,
    features: Features,
}

/// The articles of some pools, by their addresses.
#[derive(Debug, Default)]
struct Shelf {
    pools: Pools,
    entries: Vec<Entry>,
    /// Numbers of entries plus one, each where the hash of its address points or behind; a power of two of them,
    /// half of them empty.
    slots: Vec<u16>,
}

impl Shelf {
    fn new(pools: Pools) -> Shelf {
        let mut wanted = 0;
        for pool in &pools {
            wanted += pool.len();
        }
        let wanted = wanted.min(MAX_POOL);
        Shelf {
            pools,
            entries: Vec::with_capacity(wanted),
            slots: vec![0; (2 * wanted + 1).next_power_of_two()],
        }
    }

    fn article(&self, entry: &Entry) -> Option<&Rc<Article>> {
        self.pools.get(entry.pool)?.get(entry.at)
    }

    /// Where the entry of an address is, or where it would be.
    fn slot(&self, url: &str) -> (usize, Option<usize>) {
        let mut at = 0_u32;
        for byte in url.bytes() {
            at = step(at, byte);
        }
        let last = self.slots.len().wrapping_sub(1);
        let mut at = (at ^ at >> 15) as usize & last;
        loop {
            let entry = self.slots.get(at).and_then(|slot| usize::from(*slot).checked_sub(1));
            let known = entry.and_then(|entry| self.article(self.entries.get(entry)?));
            match known {
                Some(article) if article.url.as_str() != url => at = (at + 1) & last,
                _ => return (at, entry),
            }
        }
    }

    fn push(&mut self, slot: usize, entry: Entry) {
        self.entries.push(entry);
        if let (Some(slot), Ok(number)) = (self.slots.get_mut(slot), self.entries.len().try_into())
        {
            *slot = number;
        }
    }
}

/// The articles that were taken apart. Those that stay in the pool from one time to the next are not read again.
#[derive(Debug)]
struct Index {
    shelf: Shelf,
    /// What was there before, as far as it was not taken over yet.
    old: Shelf,
    /// How many articles have something of each bucket; and the mark of the headline's, in the one place where every
    /// feature is looked up.
    frequency: Vec<u16>,
    extractor: Extractor,
    /// The next article to read: its pool and its place there.
    next: (usize, usize),
}

impl Index {
    fn new() -> Index {
        Index {
            shelf: Shelf::default(),
            old: Shelf::default(),
            frequency: vec![0; BUCKETS],
            extractor: Extractor::new(),
            next: (0, 0),
        }
    }

    /// Other pools from now on; [`Index::read`] until it has read them.
    fn set(&mut self, pools: Pools) {
        let mut same = pools.len() == self.shelf.pools.len();
        for (new, old) in pools.iter().zip(&self.shelf.pools) {
            same &= Rc::ptr_eq(new, old);
        }
        if same {
            return;
        }
        if !self.old.entries.is_empty() {
            // It was in the midst of reading: what it knows is of two pools.
            *self = Index::new();
        }
        self.old = std::mem::replace(&mut self.shelf, Shelf::new(pools));
        self.next = (0, 0);
    }

    /// Reads an article; whether there was one to read.
    fn read(&mut self) -> bool {
        let (pool, at) = self.next;
        let Some(articles) = self.shelf.pools.get(pool).cloned() else { return self.forget() };
        let Some(article) = articles.get(at).filter(|_| self.shelf.entries.len() < MAX_POOL) else {
            self.next = (pool + 1, 0);
            return true;
        };
        self.next = (pool, at + 1);
        let (slot, known) = self.shelf.slot(article.url.as_str());
        // What two pools hold counts once.
        if known.is_none() {
            let features = self.kept(article).unwrap_or_else(|| {
                let features = self.extractor.features(article);
                count(&mut self.frequency, &features, 1);
                features
            });
            self.shelf.push(slot, Entry { pool, at, features });
        }
        true
    }

    /// What was known of an article, if its text is still the same.
    fn kept(&mut self, article: &Article) -> Option<Features> {
        let number = self.old.slot(article.url.as_str()).1?;
        let before = self.old.article(self.old.entries.get(number)?)?;
        let same = before.title == article.title
            && before.summary == article.summary
            && (article.summary.is_some() || before.body == article.body);
        let entry = self.old.entries.get_mut(number).filter(|_| same)?;
        Some(std::mem::take(&mut entry.features))
    }

    /// Forgets an article that is there no more; whether there was one.
    fn forget(&mut self) -> bool {
        let Some(entry) = self.old.entries.pop() else {
            self.old = Shelf::default();
            return false;
        };
        count(&mut self.frequency, &entry.features, u16::MAX);
        true
    }
}

/// Adds to the frequencies of an article's features; the greatest number takes one away.
fn count(frequency: &mut [u16], features: &Features, one: u16) {
    for (bucket, ..) in features.iter() {
        if let Some(frequency) = frequency.get_mut(bucket) {
            *frequency = frequency.wrapping_add(one);
        }
    }
}

// ---- the choice ----

/// An article that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// It.
    pub article: Rc<Article>,
    /// Why.
    pub reason: Reason,
}

/// Why an article was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What made it be chosen at all.
    pub ground: Ground,
    /// How much later than the headline it was published, in seconds; less than 0 is earlier.
    pub later: Option<i64>,
    /// Whether it has the headline's category.
    pub same_category: bool,
}

/// What makes an article be chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// The headline's source names it.
    Editor,
    /// The text is alike, and so much that it is likely the same story. With rare words of both, as this one writes
    /// them, the rarest first; at most 3.
    Story(Vec<String>),
    /// The text is alike; with such words.
    Alike(Vec<String>),
    /// It is new.
    Latest,
    /// The source has it here.
    Feed,
}

impl Pick {
    /// With its relation to the headline, if there is one.
    pub fn new(article: &Rc<Article>, ground: Ground, headline: Option<&Article>) -> Pick {
        let then = headline.and_then(|headline| headline.published);
        let later = match (article.published, then) {
            (Some(at), Some(then)) => Some(at.0.saturating_sub(then.0)),
            _ => None,
        };
        let same_category = headline.is_some_and(|headline| same_category(headline, article));
        Pick { article: article.clone(), reason: Reason { ground, later, same_category } }
    }
}

impl Reason {
    /// In English, for developers: `same story: baku, metro, fire · 2 h later · same category`.
    pub fn text(&self) -> String {
        let (ground, words): (_, &[String]) = match &self.ground {
            Ground::Editor => ("editor's choice", &[]),
            Ground::Story(words) => ("same story", words),
            Ground::Alike(words) => ("similar", words),
            Ground::Latest => ("latest", &[]),
            Ground::Feed => ("in the order of the source", &[]),
        };
        let mut text = String::from(ground);
        let mut mark = ": ";
        for word in words {
            text.push_str(mark);
            text.push_str(word);
            mark = ", ";
        }
        if let Some(later) = self.later {
            let minutes = later.unsigned_abs() / 60;
            let (number, unit) = match minutes {
                0..60 => (minutes, " min "),
                60..2880 => (minutes / 60, " h "),
                _ => (minutes / 1440, " d "),
            };
            text.push_str(" · ");
            // No age of an article is beyond the range.
            text.push_str(&u32::try_from(number).unwrap_or(u32::MAX).to_string());
            text.push_str(unit);
            text.push_str(if later < 0 { "earlier" } else { "later" });
        }
        if self.same_category {
            text.push_str(" · same category");
        }
        text
    }
}

/// Whether two articles have a category, and the same one.
pub fn same_category(one: &Article, other: &Article) -> bool {
    one.category.is_some() && one.category == other.category
}

/// An article of the pool that is alike.
#[derive(Debug)]
pub struct Candidate {
    /// It.
    pub article: Rc<Article>,
    /// How alike the texts are: 1 is the same text.
    pub cosine: f32,
    /// The same, with its length, its age and its category.
    pub score: f32,
}

impl Candidate {
    /// The better one stands before: by its score, then the newer, then the one with the smaller id. Only what is
    /// equal in all three is left to the order of the pool.
    fn is_before(&self, other: &Candidate) -> bool {
        if self.score != other.score {
            return self.score > other.score;
        }
        let (one, other) = (&self.article, &other.article);
        if one.published != other.published {
            return one.published > other.published;
        }
        one.id < other.id
    }
}

/// What a portion of the work comes to.
#[derive(Debug)]
pub enum Progress {
    /// There is more to do.
    Working,
    /// The next best article.
    Found(Candidate),
    /// There is no other that is alike.
    Done,
}

enum Stage {
    Reading,
    /// The next entry to score.
    Scoring(usize),
    Found,
}

/// Orders a pool by what is like a headline. Holds what it knows of the pool for the next time.
pub struct Ranker {
    index: Index,
    /// By the count of a feature, in halves, what its occurrences weigh.
    occurrence: Vec<f32>,
    stage: Stage,
    headline: Option<Rc<Article>>,
    features: Features,
    /// The square of the length of the headline's vector.
    square: f32,
    /// By frequency, what a feature weighs.
    rarity: Vec<f32>,
    candidates: Vec<Candidate>,
    /// What all entries have in common with the headline by chance, added up.
    common: f32,
}

impl Default for Ranker {
    fn default() -> Ranker {
        Ranker::new()
    }
}

impl Ranker {
    /// One that knows nothing yet.
    pub fn new() -> Ranker {
        let mut occurrence = Vec::new();
        for count in 0..=MAX_COUNT {
            occurrence.push(1.0 + (f32::from(count.max(TEXT)) / f32::from(TEXT)).ln());
        }
        Ranker {
            index: Index::new(),
            occurrence,
            stage: Stage::Found,
            headline: None,
            features: Features::default(),
            square: 0.0,
            rarity: Vec::new(),
            candidates: Vec::new(),
            common: 0.0,
        }
    }

    /// Begins anew; what was being ordered is given up. Of what two pools hold, the first one's is taken.
    pub fn start(&mut self, pools: Pools, headline: &Rc<Article>) {
        self.mark(false);
        self.index.set(pools);
        self.features = self.index.extractor.features(headline);
        self.headline = Some(headline.clone());
        self.candidates = Vec::new();
        self.common = 0.0;
        self.stage = Stage::Reading;
    }

    /// Does a portion of the work, less than a millisecond's.
    pub fn advance(&mut self) -> Progress {
        match self.stage {
            Stage::Reading => {
                for _ in 0..PORTION {
                    if !self.index.read() {
                        self.weigh();
                        self.stage = Stage::Scoring(0);
                        break;
                    }
                }
            }
            Stage::Scoring(from) => {
                let to = (from + 4 * PORTION).min(self.index.shelf.entries.len());
                for entry in from..to {
                    self.score(entry);
                }
                self.stage = if from == to { Stage::Found } else { Stage::Scoring(to) };
            }
            Stage::Found => {
                let chance = self.common / self.index.shelf.entries.len().max(1) as f32;
                let least = ALIKE + chance;
                return self.best(least).map_or(Progress::Done, Progress::Found);
            }
        }
        Progress::Working
    }

    /// All of a pool in the order of the scores, for measuring: what is hardly alike is there, too.
    #[doc(hidden)]
    pub fn order(&mut self, pools: Pools, headline: &Rc<Article>) -> Vec<Candidate> {
        self.start(pools, headline);
        while self.index.read() {}
        self.weigh();
        let mut order = Vec::new();
        for entry in 0..self.index.shelf.entries.len() {
            order.extend(self.candidate(entry));
        }
        let by = |one: &Candidate, other: &Candidate| match one.is_before(other) {
            true => std::cmp::Ordering::Less,
            false if other.is_before(one) => std::cmp::Ordering::Greater,
            false => std::cmp::Ordering::Equal,
        };
        order.sort_by(by);
        self.stage = Stage::Found;
        order
    }

    /// Takes the best candidate. They are few, so they are not sorted: that would be code for every reader.
    fn best(&mut self, least: f32) -> Option<Candidate> {
        let mut best: Option<(usize, &Candidate)> = None;
        for (at, candidate) in self.candidates.iter().enumerate() {
            if candidate.cosine >= least && best.is_none_or(|(_, best)| candidate.is_before(best)) {
                best = Some((at, candidate));
            }
        }
        let at = best?.0;
        Some(self.candidates.swap_remove(at))
    }

    /// Marks the headline's features among all, or takes the marks away.
    fn mark(&mut self, set: bool) {
        for (bucket, count, _) in self.features.iter() {
            if let Some(mark) = self.index.extractor.counts.get_mut(bucket) {
                *mark = if set { count } else { 0 };
            }
            if let Some(frequency) = self.index.frequency.get_mut(bucket) {
                *frequency = if set { *frequency | MARK } else { *frequency & !MARK };
            }
        }
    }

    /// Works out what features weigh in this pool.
    fn weigh(&mut self) {
        let size = self.index.shelf.entries.len();
        self.rarity = Vec::new();
        for frequency in 0..=size {
            // (ln((1 + N) / (1 + n)) + 1)^1.25
            let rarity = (((1 + size) as f32) / ((1 + frequency) as f32)).ln() + 1.0;
            self.rarity.push(rarity * rarity.sqrt().sqrt());
        }
        self.mark(true);
        self.square = self.compare(&self.features).0;
    }

    /// The square of the length of an article's vector, and its product with the headline's.
    fn compare(&self, features: &Features) -> (f32, f32) {
        let (mut square, mut product) = (0.0, 0.0);
        for (bucket, count, stem) in features.iter() {
            let (rarity, marked) = self.rarity(bucket);
            let rarity = if stem { rarity * STEM_WEIGHT } else { rarity };
            let weight = |count: u8| {
                self.occurrence.get(usize::from(count)).copied().unwrap_or_default() * rarity
            };
            let own = weight(count);
            square += own * own;
            if marked {
                let mark = self.index.extractor.counts.get(bucket).copied().unwrap_or_default();
                product += own * weight(mark);
            }
        }
        (square, product)
    }

    /// What a feature weighs, and whether the headline has it.
    #[inline(always)]
    fn rarity(&self, bucket: usize) -> (f32, bool) {
        let frequency = self.index.frequency.get(bucket).copied().unwrap_or_default();
        let rarity = self.rarity.get(usize::from(frequency & !MARK)).copied().unwrap_or_default();
        (rarity, frequency & MARK != 0)
    }

    /// Scores an entry, and keeps it if it may be alike.
    fn score(&mut self, number: usize) {
        if let Some(candidate) = self.candidate(number) {
            self.common += candidate.cosine.min(ALIKE);
            if candidate.cosine >= ALIKE {
                self.candidates.push(candidate);
            }
        }
    }

    /// An entry with its score; `None` for the headline and for what has no words.
    fn candidate(&self, number: usize) -> Option<Candidate> {
        let headline = self.headline.as_ref()?;
        let entry = self.index.shelf.entries.get(number)?;
        let article = self.index.shelf.article(entry)?;
        let (square, product) = self.compare(&entry.features);
        let cosine = product / (square * self.square).sqrt();
        if cosine.is_nan() || article.is(headline) {
            return None;
        }
        // A longer text shows more: the cosine alone is hard on it.
        let length = (square / self.square).sqrt().sqrt().sqrt();
        let score = cosine * length * prior(headline, article);
        Some(Candidate { article: article.clone(), cosine, score })
    }

    /// Why a candidate is one.
    pub fn ground(&self, candidate: &Candidate) -> Ground {
        let words = self.shared(&candidate.article);
        if candidate.cosine >= SAME_STORY { Ground::Story(words) } else { Ground::Alike(words) }
    }

    /// The rarest words that an article has in common with the headline.
    fn shared(&self, article: &Article) -> Vec<String> {
        let mut found: Vec<(u16, f32, String)> = Vec::new();
        let mut look = |word: &mut Word<'_>| {
            drop_article(&mut word.letters);
            let Some(beginning) = beginning(&word.letters, word.script) else { return };
            let hash = hash(beginning);
            let (rarity, marked) = self.rarity(bucket(hash, true));
            if !marked || found.iter().any(|(other, ..)| *other == hash) {
                return;
            }
            let mut before = 0;
            while found.get(before).is_some_and(|(_, other, _)| *other >= rarity) {
                before += 1;
            }
            found.insert(before, (hash, rarity, word.written.to_owned()));
            found.truncate(MAX_SHARED);
        };
        words(&article.title, MAX_TITLE, &mut look);
        words(article.summary.as_deref().unwrap_or_default(), MAX_TEXT, &mut look);
        let mut words = Vec::new();
        for (_, _, word) in found {
            words.push(word);
        }
        words
    }
}

/// What the age and the category make of a score: at most 1 for another category.
fn prior(headline: &Article, article: &Article) -> f32 {
    if article.sponsored {
        // Who pays gains nothing by it, neither from the day nor from the place.
        return FLOOR;
    }
    let days = match (headline.published, article.published) {
        (Some(one), Some(other)) => one.0.abs_diff(other.0) as f32 / 86_400.0,
        // Neither new nor old.
        _ => HALF_LIFE,
    };
    let fresh = FLOOR + (1.0 - FLOOR) / (1.0 + days / HALF_LIFE);
    if same_category(headline, article) { fresh * SAME_CATEGORY } else { fresh }
}

/// What a title says: its runs of four letters, each once.
#[derive(Debug)]
pub struct Title(Vec<u16>);

impl Title {
    /// Of the article.
    pub fn new(article: &Article) -> Title {
        let mut runs = Vec::new();
        words(&article.title, MAX_COMPARED, &mut |word| {
            let length = if word.script == Script::Spaced { 4 } else { 2 };
            for run in word.letters.windows(length.min(word.letters.len())) {
                let hash = hash(run);
                if !runs.contains(&hash) {
                    runs.push(hash);
                }
            }
        });
        Title(runs)
    }

    /// Whether two say the same. Two of nothing are alike in nothing.
    pub fn is_like(&self, other: &Title) -> bool {
        let both = self.0.iter().filter(|run| other.0.contains(run)).count();
        let all = self.0.len() + other.0.len() - both;
        all > 0 && both as f32 >= SAME_TITLE * all as f32
    }
}
