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

impl Rates {
    /// These with what is new of them: rates that it does not name stay. What it says of a later day makes the price of
    /// now the previous one. Prices in another base have nothing in common with these.
    #[must_use]
    pub fn merged(&self, update: Rates) -> Rates {
        if update.base != self.base {
            return update;
        }
        let mut merged = self.clone();
        merged.day = update.day.or(merged.day);
        merged.source = update.source.or(merged.source);
        merged.source_url = update.source_url.or(merged.source_url);
        for mut rate in update.rates {
            let Some(old) = merged.rates.iter_mut().find(|old| old.code == rate.code) else {
                merged.rates.push(rate);
                continue;
            };
            if rate.units == old.units {
                if rate.previous.is_none() {
                    let later = old.day.is_some() && rate.day > old.day;
                    let before = if later {
                        (Some(old.value), old.day)
                    } else {
                        (old.previous, old.previous_day)
                    };
                    (rate.previous, rate.previous_day) = before;
                }
                if rate.history.is_empty() {
                    rate.history = std::mem::take(&mut old.history);
                }
            }
            *old = rate;
        }
        merged
    }
}

/// The price of a currency, in the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// What is priced.
    pub code: Code,
    /// The price of `units` of it: the published digits, with the point moved by the nominal; 5 significant digits
    /// where it had to be divided.
    pub value: Decimal,
    /// How many units all its prices are for: 1, unless the nominal cannot be divided away to the last digit.
    pub units: Decimal,
    /// For how much one unit is bought and sold, where the source says both.
    pub sides: Option<Sides>,
    /// The day it holds for.
    pub day: Option<Day>,
    /// The price of the latest day before that one.
    pub previous: Option<Decimal>,
    /// That day.
    pub previous_day: Option<Day>,
    /// Earlier days and this one, oldest first; empty where the source has one day.
    pub history: Vec<(Day, Decimal)>,
}

/// What a bank pays for one unit of a currency, and what it takes, in the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sides {
    /// It buys for this.
    pub buy: Decimal,
    /// It sells for this.
    pub sell: Decimal,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(code: &str, value: &str, day: &str, previous: Option<(&str, &str)>) -> Rate {
        Rate {
            code: Code::new(code).unwrap(),
            value: Decimal::parse(value).unwrap(),
            units: Decimal::ONE,
            sides: None,
            day: Day::parse(day),
            previous: previous.and_then(|(_, value)| Decimal::parse(value)),
            previous_day: previous.and_then(|(day, _)| Day::parse(day)),
            history: Vec::new(),
        }
    }

    fn rates(base: &str, day: &str, rates: Vec<Rate>) -> Rates {
        let (source, source_url) = (Some("Bank".into()), None);
        Rates { base: Code::new(base).unwrap(), day: Day::parse(day), source, source_url, rates }
    }

    #[test]
    fn what_is_new_takes_its_place_and_the_rest_stays() {
        let before = Some(("2025-11-27", "1.69"));
        let usd = rate("USD", "1.7", "2025-11-28", before);
        let eur = rate("EUR", "1.98", "2025-11-28", None);
        let known = rates("AZN", "2025-11-28", vec![usd, eur.clone()]);
        let same_day = rates("AZN", "2025-11-28", vec![rate("USD", "1.71", "2025-11-28", None)]);
        let merged = known.merged(same_day);
        assert_eq!(merged.rates, [rate("USD", "1.71", "2025-11-28", before), eur]);
        let next = rates("AZN", "2025-12-01", vec![rate("USD", "1.72", "2025-12-01", None)]);
        let merged = merged.merged(next);
        let before = Some(("2025-11-28", "1.71"));
        assert_eq!(merged.rates[0], rate("USD", "1.72", "2025-12-01", before));
        assert_eq!(merged.day, Day::parse("2025-12-01"));
        let new = rates("AZN", "2025-12-01", vec![rate("GBP", "2.2", "2025-12-01", None)]);
        assert_eq!(merged.merged(new).rates.len(), 3);
        let other = rates("USD", "2025-12-01", vec![rate("EUR", "1.1", "2025-12-01", None)]);
        assert_eq!(merged.merged(other.clone()), other);
    }
}
