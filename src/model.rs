//! What the widget knows: articles and rates, whatever format they came in.

use std::rc::Rc;

use crate::decimal::Decimal;
use crate::link::SafeLink;
use crate::time::{Day, Timestamp};

/// One article. Text fields are text, never markup.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// What tells it from others. JSON Feed: `id` (a number is taken as its digits), else `url`.
    pub id: Rc<str>,
    /// Its page. JSON Feed: `url`, else `external_url`, else `id` where that is an address.
    pub url: SafeLink,
    /// JSON Feed: `title`, else the beginning of the text.
    pub title: Rc<str>,
    /// Paragraphs. JSON Feed: `content_text`, else `content_html` without its tags, else `summary`.
    pub body: Vec<Rc<str>>,
    /// JSON Feed: `image`, else `banner_image`.
    pub picture: Option<SafeLink>,
    /// JSON Feed: `date_published`.
    pub published: Option<Timestamp>,
    /// The date names a day and no time; `published` is then its midnight in UTC.
    pub whole_day: bool,
    /// JSON Feed: `_news.category`, else the first of `tags`.
    pub category: Option<Rc<str>>,
    /// Who published it. JSON Feed: the feed's `title`.
    pub source: Option<Rc<str>>,
    /// Language tag. JSON Feed: `language` of the item, else of the feed.
    pub language: Option<Rc<str>>,
    /// JSON Feed: `_news.urgent`.
    pub urgent: bool,
    /// JSON Feed: `_news.sponsored`.
    pub sponsored: bool,
}

/// Rates of one day against one base currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// The currency that prices are given in. Rates JSON: `base`.
    pub base: Code,
    /// The day they hold for. Rates JSON: `date`.
    pub day: Option<Day>,
    /// Who published them. Rates JSON: `source.name`.
    pub source: Option<Rc<str>>,
    /// Rates JSON: `source.url`.
    pub source_url: Option<SafeLink>,
    /// In the order of the source.
    pub rates: Vec<Rate>,
}

/// The price of one unit of a currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Rates JSON: `code`.
    pub code: Code,
    /// Price of one unit in the base: `value` with the point moved by `nominal`.
    pub value: Decimal,
    /// The same of the day before. Rates JSON: `previous`.
    pub previous: Option<Decimal>,
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

    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}
