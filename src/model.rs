//! What the widget knows: articles and rates, whatever format they came in.

use std::rc::Rc;

use crate::decimal::Decimal;
use crate::link::SafeLink;
use crate::time::{Day, Timestamp};

/// One article. Text fields are text, never markup. Which part of which format they come from is written in
/// `reader/article_format.rs`.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// What tells it from others; its address where the source has nothing or says the same twice.
    pub id: Rc<str>,
    /// Its page.
    pub url: SafeLink,
    /// What it is called, else the beginning of its text.
    pub title: Rc<str>,
    /// One line, where the source has one.
    pub summary: Option<Rc<str>>,
    /// Its text, as the source has it.
    pub body: Option<Body>,
    /// The best of its pictures.
    pub picture: Option<SafeLink>,
    /// When it was published, else when it was changed.
    pub published: Option<Timestamp>,
    /// The date names a day and no time; `published` is then its midnight in UTC.
    pub whole_day: bool,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Its section, else the first of its tags.
    pub category: Option<Rc<str>>,
    /// Sections and subjects.
    pub tags: Vec<Rc<str>>,
    /// Who wrote it.
    pub authors: Vec<Rc<str>>,
    /// Who published it: the source's name.
    pub source: Option<Rc<str>>,
    /// Language tag of the article, else of the source.
    pub language: Option<Rc<str>>,
    /// Marked as urgent.
    pub urgent: bool,
    /// Marked as paid for.
    pub sponsored: bool,
    /// Ids or addresses of the articles that its editor wants listed under it.
    pub similar: Vec<Rc<str>>,
}

impl Article {
    /// One of which no more is known.
    pub fn new(id: Rc<str>, url: SafeLink, title: Rc<str>) -> Article {
        Article {
            id,
            url,
            title,
            summary: None,
            body: None,
            picture: None,
            published: None,
            whole_day: false,
            updated: None,
            category: None,
            tags: Vec::new(),
            authors: Vec::new(),
            source: None,
            language: None,
            urgent: false,
            sponsored: false,
            similar: Vec::new(),
        }
    }

    /// Whether it is the same article: by its id or its address, since a page may have another id for it than a
    /// source.
    pub fn is(&self, other: &Article) -> bool {
        self.id == other.id || self.url == other.url
    }
}

/// The text of an article as its source wrote it: hostile until [`crate::richtext`] or [`crate::plain`] has been
/// over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// HTML, or text with blank lines between its paragraphs.
    pub source: Rc<str>,
    /// Whether it is HTML.
    pub is_html: bool,
    /// What relative addresses in it are relative to.
    pub base: Rc<str>,
    /// Whether it is all that the source has, and a summary too: then it may end in a tail such as
    /// `Continue reading`.
    pub excerpt: bool,
    /// Whether there was more of it than is kept.
    pub cut: bool,
}

/// Prices of one day in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// The currency that prices are given in.
    pub base: Code,
    /// The latest day they hold for.
    pub day: Option<Day>,
    /// Who published them.
    pub source: Option<Rc<str>>,
    /// The publisher's page.
    pub source_url: Option<SafeLink>,
    /// In the order of the source.
    pub rates: Vec<Rate>,
}

/// The price of one unit of a currency, in the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// What is priced.
    pub code: Code,
    /// The price: the published digits, with the point moved by the nominal; 5 significant digits where it
    /// had to be divided.
    pub value: Decimal,
    /// The day it holds for.
    pub day: Option<Day>,
    /// The price of the latest day before that one.
    pub previous: Option<Decimal>,
    /// That day.
    pub previous_day: Option<Day>,
    /// Earlier days and this one, oldest first; empty where the source has one day.
    pub history: Vec<(Day, Decimal)>,
}

/// An ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; 3]);

impl Code {
    /// Three ASCII letters, in either case; `None` for anything else.
    pub fn new(text: &str) -> Option<Code> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        let letters = bytes.iter().all(u8::is_ascii_alphabetic);
        letters.then(|| Code(bytes.map(|letter| letter.to_ascii_uppercase())))
    }

    /// A number that no other code has.
    pub fn number(self) -> i64 {
        self.0.iter().fold(0, |number, letter| number * 256 + i64::from(*letter))
    }

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}
