//! Bytes → articles or rates.
//!
//! The way: bytes → text ([`crate::charset`]) → tree ([`crate::json`], [`crate::xml`]) → what a format's
//! table of paths finds there ([`crate::path`]) → the model. A format is told by what the document
//! holds, never by its address or MIME type; most formats are tables (`reader/article_format.rs`,
//! `reader/rate_format.rs`), not code, in the very language that an owner may write himself.
//!
//! One bad item never loses the others: it is left out, and a complaint says where it stood,
//! what was found and what was expected. No network here, no clock, no browser.

mod article;
mod article_format;
mod page;
mod rate;
mod rate_format;
mod sdmx;

use std::fmt;
use std::rc::Rc;

use crate::charset::{self, Decode};
use crate::link::SafeLink;
use crate::model::{Article, Code, Rates};
use crate::path::{Fields, Fuel, Node, Path, Reading as Meant};
use crate::tree::{SyntaxError, Tree};
use crate::{json, xml};

pub use article::{Entry, Feed};

/// An answer as it came.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The body.
    pub bytes: &'a [u8],
    /// The header `Content-Type`, of which only the charset counts.
    pub content_type: Option<&'a str>,
    /// Where it came from in the end, after redirects: what relative addresses are relative to.
    pub url: &'a str,
}

/// What is left to the surroundings: browsers have both, and a second implementation could disagree.
#[derive(Clone, Copy)]
pub struct Platform<'a> {
    /// An address, seen from an absolute one, as the URL standard has it; `None` when it is none.
    pub join: &'a dyn Fn(&str, &str) -> Option<String>,
    /// Bytes by the label of a charset.
    pub decode: Decode<'a>,
}

/// How a source is to be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// The name of a format; `None`: find out.
    pub format: Option<&'static str>,
    /// The owner's own paths: with `items` a format of their own, without it put over the one found.
    pub fields: Option<Rc<Fields>>,
    /// The currency that prices are wanted in; `None`: as they come. Of no matter to articles.
    pub base: Option<Code>,
}

/// What could be read, and what could not.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// The good part.
    pub value: T,
    /// The bad part, in the order of the document; at most 50 of them.
    pub complaints: Vec<Complaint>,
}

/// One thing that could not be used: `items[3].date_published: "soon" is not a date`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands: `items[3].date_published`, or the name of an attribute.
    pub path: String,
    /// What stands there, in few words; `None` when nothing does.
    pub found: Option<String>,
    /// What should: `a date`.
    pub expected: &'static str,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Some(found) => write!(f, "{}: {found} is not {}", self.path, self.expected),
            None => write!(f, "{} is missing, expected {}", self.path, self.expected),
        }
    }
}

/// More complaints than this help nobody.
const MAX_COMPLAINTS: usize = 50;

/// Why nothing at all could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Bytes that are no text: a picture, an archive.
    NotText,
    /// It begins like JSON, and this is where it stops being so.
    NotJson(SyntaxError),
    /// It begins like XML, and nothing could be read before this.
    NotXml(SyntaxError),
    /// A page for people, with its title, where data should be.
    Page(String),
    /// Neither JSON nor XML; what it begins with.
    Unknown(String),
    /// Data of another shape.
    Shape(Complaint),
    /// Rates in a currency from which no way leads to the one that is wanted.
    Base {
        /// What the source counts in.
        found: Code,
        /// What prices are wanted in.
        wanted: Code,
    },
}

impl ReadError {
    /// The word for programs: `not-text`, `not-json`, `not-xml`, `page`, `unknown` or `shape`.
    pub fn code(&self) -> &'static str {
        match self {
            ReadError::NotText => "not-text",
            ReadError::NotJson(_) => "not-json",
            ReadError::NotXml(_) => "not-xml",
            ReadError::Page(_) => "page",
            ReadError::Unknown(_) => "unknown",
            ReadError::Shape(_) | ReadError::Base { .. } => "shape",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotText => f.write_str("expected JSON or XML, found bytes that are no text"),
            ReadError::NotJson(error) => write!(f, "not JSON: {error}"),
            ReadError::NotXml(error) => write!(f, "not XML: {error}"),
            ReadError::Page(title) => {
                write!(f, "expected JSON or XML, found a page for people (\"{title}\")")
            }
            ReadError::Unknown(found) if found.is_empty() => {
                f.write_str("expected JSON or XML, found nothing")
            }
            ReadError::Unknown(found) => {
                write!(f, "expected JSON or XML, found text that begins \"{found}\"")
            }
            ReadError::Shape(complaint) => complaint.fmt(f),
            ReadError::Base { found, wanted } => {
                let (found, wanted) = (found.as_str(), wanted.as_str());
                write!(
                    f,
                    "base: \"{found}\" is not \"{wanted}\", and there is no rate of {wanted} to convert by"
                )
            }
        }
    }
}

/// One format: what it is called, how it is recognised, and where it keeps things.
struct Table {
    name: &'static str,
    /// Whether it is XML.
    xml: bool,
    /// Paths of which one leads somewhere in every document of the format.
    signs: &'static str,
    fields: &'static str,
}

/// The formats of articles, as a list for messages: `one of: auto, rss, …`.
pub const ARTICLE_FORMATS: &str = article_format::NAMES;
/// The formats of rates, likewise.
pub const RATE_FORMATS: &str = rate_format::NAMES;
/// The names that `fields` may give paths to, likewise.
pub const ARTICLE_FIELDS: &str = article_format::FIELDS;
/// The names that `rates-fields` may give paths to, likewise.
pub const RATE_FIELDS: &str = rate_format::FIELDS;

/// A name of such a list.
pub fn listed(list: &'static str, name: &str) -> Option<&'static str> {
    let names = list.strip_prefix("one of: ").unwrap_or(list);
    names.split(',').map(str::trim).find(|known| *known == name)
}

/// Reads articles.
///
/// # Errors
/// When there is nothing that could be read. A bad item is a complaint, not an error.
pub fn articles(
    document: &Document<'_>,
    wanted: &Wanted,
    platform: &Platform<'_>,
) -> Result<Reading<Vec<Rc<Article>>>, ReadError> {
    let Reading { value: feed, complaints } = feed(document, wanted, platform)?;
    Ok(article::check(&feed, complaints))
}

/// Reads what a document says of its articles, before anything is required of them.
///
/// # Errors
/// When there is nothing that could be read.
pub fn feed(
    document: &Document<'_>,
    wanted: &Wanted,
    platform: &Platform<'_>,
) -> Result<Reading<Feed>, ReadError> {
    let opened = open(document, platform)?;
    if cfg!(without = "articles") {
        return Err(ReadError::NotText);
    }
    let sheet = match opened.sheet(&article_format::TABLES, wanted) {
        Some(sheet) => sheet,
        // A list of nothing is good news from a server that has none.
        None if opened.tree == Tree::Array(Vec::new()) => Sheet::default(),
        None => {
            let expected =
                "articles in a format that is known (RSS, Atom, JSON Feed, WordPress, …)";
            return Err(opened.strange(expected));
        }
    };
    article::read(&opened, &sheet, document.url, platform)
}

/// Reads the article of a page from its JSON-LD: the texts of its `script[type="application/ld+json"]`.
///
/// Of several it is the one that names one of the page's `addresses`; the first of these is its own where
/// it names none.
pub fn page_article(
    scripts: &[&str],
    addresses: &[SafeLink],
    platform: &Platform<'_>,
) -> Option<Rc<Article>> {
    if cfg!(without = "page") {
        return None;
    }
    let url = addresses.first()?;
    let (tree, _) = page::from_scripts(scripts);
    let opened = Opened::new(tree, false, None);
    let sheet = opened.sheet(&article_format::TABLES, &Wanted::default())?;
    let mut feed = article::read(&opened, &sheet, url.as_str(), platform).ok()?.value;
    let own = |entry: &Entry| entry.url.as_ref().is_some_and(|url| addresses.contains(url));
    match feed.entries.iter().position(own) {
        Some(place) => feed.entries = vec![feed.entries.swap_remove(place)],
        None if feed.entries.len() == 1 => {}
        None => return None,
    }
    for entry in &mut feed.entries {
        entry.url.get_or_insert_with(|| url.clone());
    }
    article::check(&feed, Vec::new()).value.pop()
}

/// Reads rates, as prices of one unit in the wanted currency.
///
/// # Errors
/// When there is nothing that could be read, or no way to the wanted currency. A bad rate is a complaint.
pub fn rates(
    document: &Document<'_>,
    wanted: &Wanted,
    platform: &Platform<'_>,
) -> Result<Reading<Rates>, ReadError> {
    let opened = open(document, platform)?;
    let sdmx = wanted.format.is_none_or(|format| format == sdmx::NAME) && wanted.fields.is_none();
    if !cfg!(without = "sdmx")
        && let Some(quotes) = sdmx::read(&opened.tree).filter(|_| sdmx)
    {
        return rate::normalise(quotes, wanted.base);
    }
    let Some(sheet) = opened.sheet(&rate_format::TABLES, wanted) else {
        return Err(
            opened.strange("rates in a format that is known (our JSON, a bank's XML or JSON, …)")
        );
    };
    if cfg!(without = "rates") {
        return Err(ReadError::NotText);
    }
    let quotes = rate::read(&opened, &sheet, document.url, platform)?;
    rate::normalise(quotes, wanted.base)
}

/// What a stream of rates says next: a whole document, as [`rates`] reads it, or one rate of ours, or a list of such,
/// in the base and for the day of what is known.
///
/// # Errors
/// When it is neither.
pub fn rates_update(
    text: &str,
    url: &str,
    wanted: &Wanted,
    platform: &Platform<'_>,
    known: Option<&Rates>,
) -> Result<Reading<Rates>, ReadError> {
    let read = |text: &str, wanted: &Wanted| {
        rates(&Document { bytes: text.as_bytes(), content_type: None, url }, wanted, platform)
    };
    let whole = read(text, wanted);
    let base = known.map(|known| known.base).or(wanted.base);
    let (Err(_), Some(base)) = (&whole, base) else { return whole };
    let day = known
        .and_then(|known| known.day)
        .map_or_else(String::new, |day| ["\"date\":\"", &day.iso(), "\","].concat());
    let list = text.trim_start().starts_with('[');
    let [open, close] = if list { ["", ""] } else { ["[", "]"] };
    let ours =
        ["{\"base\":\"", base.as_str(), "\",", &day, "\"rates\":", open, text, close, "}"].concat();
    let wanted = Wanted { format: Some("rates"), fields: None, base: wanted.base };
    read(&ours, &wanted).or(whole)
}

/// A document made into a tree.
struct Opened {
    tree: Tree,
    xml: bool,
    /// Why the tree is not the whole document.
    error: Option<SyntaxError>,
    fuel: Fuel,
}

impl Opened {
    fn new(tree: Tree, xml: bool, error: Option<SyntaxError>) -> Opened {
        Opened { tree, xml, error, fuel: Fuel::default() }
    }
}

fn open(document: &Document<'_>, platform: &Platform<'_>) -> Result<Opened, ReadError> {
    let text = charset::text(document.bytes, document.content_type, platform.decode);
    let text = text.ok_or(ReadError::NotText)?;
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '[']) {
        let tree = json::parse(&text).map_err(ReadError::NotJson)?;
        return Ok(Opened::new(page::sorted(tree), false, None));
    }
    if !trimmed.contains('<') {
        return Err(ReadError::Unknown(trimmed.chars().take(12).collect()));
    }
    if !cfg!(without = "page") && page::is_page(trimmed) {
        let (tree, error) = page::from_html(trimmed);
        // Without data for machines in it, it is a page for people: a login, an error, a consent.
        let found = tree != page::nothing();
        return found
            .then_some(Opened::new(tree, false, error))
            .ok_or_else(|| ReadError::Page(page::title(trimmed)));
    }
    if cfg!(without = "xml") {
        return Err(ReadError::NotText);
    }
    let (tree, error) = xml::parse(&text);
    match (&tree, error) {
        (Tree::Element(members), Some(error)) if members.is_empty() => {
            Err(ReadError::NotXml(error))
        }
        (_, error) => Ok(Opened::new(tree, true, error)),
    }
}

/// Where things are kept in a document: the owner's paths over those of its format.
#[derive(Default)]
struct Sheet {
    own: Option<Rc<Fields>>,
    known: Fields,
}

impl Sheet {
    /// The ways to a field, in order.
    fn ways(&self, field: &str) -> &[Path] {
        let own = self.own.as_ref().map_or(&[][..], |own| own.get(field));
        if own.is_empty() { self.known.get(field) } else { own }
    }

    /// The first text that the ways of a field lead to.
    fn first<'a>(&'a self, item: &Node<'a>, field: &str) -> Option<(Node<'a>, Meant)> {
        for way in self.ways(field) {
            if let Some(node) = way.first(item).filter(|node| node.text().is_some()) {
                return Some((node, way.reading));
            }
        }
        None
    }

    /// The items, of the first way that leads to any.
    fn items<'a>(
        &'a self,
        document: &Node<'a>,
        max: usize,
        complaints: &mut Complaints,
    ) -> Vec<Node<'a>> {
        let mut items = Vec::new();
        for way in self.ways("items") {
            items = way.all(document, max + 1);
            if !items.is_empty() {
                break;
            }
        }
        if items.len() > max {
            items.pop();
            let found = Some(["more than ", &max.to_string()].concat());
            let expected = "read beyond that number";
            complaints.push(Complaint { path: "items".to_owned(), found, expected });
        }
        items
    }

    /// What to say of a field that gives nothing usable.
    fn missing(&self, item: &Node<'_>, field: &str, expected: &'static str) -> Complaint {
        let mut place = None;
        for way in self.ways(field) {
            // A way that takes whole addresses alone has nothing to say of what is none.
            let node = way.first(item).filter(|_| way.reading != Meant::Absolute);
            if let Some(node) = node {
                // An empty element is as good as none.
                let nothing =
                    node.text().is_none() && matches!(node.tree(), Some(Tree::Element(_)));
                let found = if nothing { None } else { Some(node.found()) };
                return Complaint { path: place_of(&node), found, expected };
            }
            // Extensions are looked at first, and are not what anybody forgot.
            place = place.or_else(|| Some(way.place(item)).filter(|place| !place.contains(':')));
        }
        let path = place.filter(|place| !place.is_empty());
        let path = path.unwrap_or_else(|| field.to_owned());
        Complaint { path, found: None, expected }
    }
}

impl Opened {
    /// Where things are kept in this document.
    fn sheet(&self, tables: &[Table], wanted: &Wanted) -> Option<Sheet> {
        let own = wanted.fields.clone();
        let mut sheet = Sheet { own, known: Fields::default() };
        if !sheet.ways("items").is_empty() {
            return Some(sheet);
        }
        let document = Node::document(&self.tree, &self.fuel);
        for table in tables {
            let chosen = match wanted.format {
                Some(name) => table.name == name,
                None => {
                    let signs = Fields::parse(table.signs).unwrap_or_default();
                    let mut ways = signs.get("any").iter();
                    table.xml == self.xml
                        && ways.any(|way| {
                            way.first(&document).is_some() || way.is_empty_list(&document)
                        })
                }
            };
            if chosen {
                sheet.known = Fields::parse(table.fields).unwrap_or_default();
                return Some(sheet);
            }
        }
        None
    }

    /// Not what was expected; with the server's own words, if it says why.
    fn strange(&self, expected: &'static str) -> ReadError {
        let document = Node::document(&self.tree, &self.fuel);
        let words = Fields::parse(MESSAGES).unwrap_or_default();
        let said = words.get("any").iter().find_map(|path| path.first(&document)?.text());
        let found = match (said, &self.tree) {
            (Some(said), _) => ["the message ", &Tree::String(said.into()).to_string()].concat(),
            (None, Tree::Element(roots)) => match roots.first() {
                Some((name, _)) => ["<", name, ">"].concat(),
                None => "an empty XML document".to_owned(),
            },
            (None, tree) => tree.to_string(),
        };
        ReadError::Shape(Complaint {
            path: "the document".to_owned(),
            found: Some(found),
            expected,
        })
    }

    /// The complaint that the document is cut, if it is.
    fn cut(&self) -> Option<Complaint> {
        if self.fuel.is_empty() {
            let path = "the document".to_owned();
            let expected = "what could be read: it is too long and intricate";
            return Some(Complaint { path, found: Some("all of it".to_owned()), expected });
        }
        let error = self.error.as_ref()?;
        let part = if self.xml { "" } else { "JSON-LD, " };
        let (line, column) = (error.line.to_string(), error.column.to_string());
        let path = [part, "line ", &line, ", column ", &column].concat();
        let (found, expected) = if error.found.is_empty() {
            ("the end of the text".to_owned(), "that of the document, which is cut off")
        } else {
            (["\"", &error.found, "\""].concat(), "whole: what follows it was not read")
        };
        Some(Complaint { path, found: Some(found), expected })
    }
}

/// Where servers say what is wrong, with status 200 as often as not.
const MESSAGES: &str = "any=message|error.message|error.info|errors.message|error-type|error.type|error.code|error|description";

/// Complaints in a list that does not grow for ever.
#[derive(Debug, Default)]
struct Complaints(Vec<Complaint>);

impl Complaints {
    fn push(&mut self, complaint: Complaint) {
        if self.0.len() < MAX_COMPLAINTS {
            self.0.push(complaint);
        }
    }

    fn not(&mut self, node: &Node<'_>, expected: &'static str) {
        self.push(complaint(node, expected));
    }
}

fn complaint(node: &Node<'_>, expected: &'static str) -> Complaint {
    Complaint { path: place_of(node), found: Some(node.found()), expected }
}

fn place_of(node: &Node<'_>) -> String {
    let path = node.path();
    // The document itself has no name of its own.
    if path.is_empty() { "the document".to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_for_messages_are_what_the_tables_have() {
        let names = |list: &'static str| list.split_once(": ").unwrap().1.split(", ");
        let tables = |tables: &'static [Table]| tables.iter().map(|table| table.name);
        let articles =
            ["auto"].into_iter().chain(tables(&article_format::TABLES)).chain(["fields"]);
        assert!(names(ARTICLE_FORMATS).eq(articles));
        let rates =
            ["auto"].into_iter().chain(tables(&rate_format::TABLES)).chain([sdmx::NAME, "fields"]);
        assert!(names(RATE_FORMATS).eq(rates));
    }

    #[test]
    fn every_table_is_written_in_the_language_of_paths_and_names_known_fields() {
        for (tables, known) in
            [(&article_format::TABLES[..], ARTICLE_FIELDS), (&rate_format::TABLES, RATE_FIELDS)]
        {
            for table in tables {
                assert_eq!(
                    Fields::parse(table.signs).unwrap().names().collect::<Vec<_>>(),
                    ["any"]
                );
                for field in Fields::parse(table.fields).unwrap().names() {
                    assert!(listed(known, field).is_some(), "{}: {field}", table.name);
                }
            }
        }
    }
}
