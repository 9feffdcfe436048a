//! A document and the table of its format → articles.
//!
//! Two steps: an [`Entry`] holds what the document says, an [`Article`] what a widget can show, which
//! needs a page to lead to and something to call it.

use std::rc::Rc;

use super::{Complaint, Complaints, Opened, Platform, ReadError, Reading, Sheet};
use crate::entity;
use crate::link::SafeLink;
use crate::model::{Article, Body};
use crate::path::{Node, Reading as Meant};
use crate::plain;
use crate::richtext;
use crate::scan;
use crate::time::{Date, Timestamp};
use crate::tree::{SOURCE, Tree};

/// More items than this are left out.
const MAX_ITEMS: usize = 10_000;
/// A text is cut here, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// A title made from the text is cut here, at a word.
const TITLE_CHARS: usize = 120;
/// Longer addresses are none, in bytes.
const MAX_ADDRESS: usize = 2048;
/// More values of one field than this nobody shows.
const MAX_VALUES: usize = 32;

/// What a document says of its articles, before anything is required of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// The name of the site.
    pub title: Option<Rc<str>>,
    /// Its address.
    pub home: Option<SafeLink>,
    /// Language tag.
    pub language: Option<Rc<str>>,
    /// In the order of the document.
    pub entries: Vec<Entry>,
}

/// One article as the document has it. Text is text, never markup.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// What the document tells it from others by.
    pub id: Option<Rc<str>>,
    /// Its page.
    pub url: Option<SafeLink>,
    /// One line; the beginning of the text where the document has no title.
    pub title: Option<Rc<str>>,
    /// One line, without tails such as "Continue reading".
    pub summary: Option<Rc<str>>,
    /// The text as the document has it.
    pub body: Option<Body>,
    /// The best of its pictures.
    pub picture: Option<SafeLink>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Its section.
    pub category: Option<Rc<str>>,
    /// Sections and subjects.
    pub tags: Vec<Rc<str>>,
    /// Names of people; an address of mail only where there is no name.
    pub authors: Vec<Rc<str>>,
    /// Who published it, where that is not the site.
    pub source: Option<Rc<str>>,
    /// Language tag.
    pub language: Option<Rc<str>>,
    /// Marked as urgent.
    pub urgent: bool,
    /// Marked as paid for.
    pub sponsored: bool,
    /// Ids or addresses of articles that belong to it.
    pub similar: Vec<Rc<str>>,
}

/// Reads a feed by its table.
pub fn read(
    opened: &Opened,
    sheet: &Sheet,
    url: &str,
    platform: &Platform<'_>,
) -> Result<Reading<Feed>, ReadError> {
    let document = Node::document(&opened.tree, &opened.fuel);
    let mut reader =
        Reader { sheet, platform, base: url.to_owned(), complaints: Complaints::default() };
    let home = reader.link(&document, "site-url");
    let fits = |home: &&SafeLink| opened.xml && home.as_str().len() <= MAX_ADDRESS;
    if let Some(home) = home.as_ref().filter(fits) {
        // Relative addresses of an XML feed belong to its site.
        reader.base = home.as_str().to_owned();
    }
    let items = sheet.items(&document, MAX_ITEMS, &mut reader.complaints);
    // An XML feed without items is empty; in JSON an empty list says so.
    let ways = sheet.ways("items");
    if items.is_empty()
        && !opened.xml
        && !ways.is_empty()
        && !ways.iter().any(|way| way.is_empty_list(&document))
        && sheet.first(&document, "empty").is_none()
    {
        return Err(ReadError::Shape(sheet.missing(&document, "items", "a list of articles")));
    }
    let mut feed = Feed {
        title: reader.line(&document, "site"),
        language: reader.string(&document, "site-language"),
        home,
        entries: Vec::new(),
    };
    let authors = reader.authors(&document, "site-author");
    for item in &items {
        if !item.is_object() {
            reader.complaints.not(item, "an article (an object)");
            continue;
        }
        let mut entry = reader.entry(item);
        if entry.url.is_none() {
            reader.missing(item, "url", "a web address (http or https)");
        } else if entry.title.is_none() {
            reader.missing(item, "title", "a title or some text");
        }
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
        feed.entries.push(entry);
    }
    let mut complaints = reader.complaints;
    if let Some(cut) = opened.cut() {
        complaints.push(cut);
    }
    Ok(Reading { value: feed, complaints: complaints.0 })
}

/// What a widget can show of a feed.
pub fn check(feed: &Feed, complaints: Vec<Complaint>) -> Reading<Vec<Rc<Article>>> {
    let mut articles: Vec<Rc<Article>> = Vec::new();
    let (mut ids, mut urls): (Vec<Rc<str>>, Vec<Rc<str>>) = (Vec::new(), Vec::new());
    for entry in &feed.entries {
        let (Some(url), Some(title)) = (entry.url.clone(), entry.title.clone()) else { continue };
        // Lists are told apart by ids, so one that is used again gives way to the address; an article
        // that is there again, whole, is not shown twice.
        let address: Rc<str> = url.as_str().into();
        let mut id = entry.id.clone().unwrap_or_else(|| address.clone());
        let place = urls.binary_search(&address);
        if ids.binary_search(&id).is_ok() {
            if place.is_ok() {
                continue;
            }
            id = address.clone();
        }
        if let Err(place) = place {
            urls.insert(place, address);
        }
        match ids.binary_search(&id) {
            Ok(_) => continue,
            Err(place) => ids.insert(place, id.clone()),
        }
        let date = entry.published.or(entry.updated);
        articles.push(Rc::new(Article {
            id,
            url,
            title,
            summary: entry.summary.clone(),
            body: entry.body.clone(),
            picture: entry.picture.clone(),
            published: date.map(|date| date.at),
            whole_day: date.is_some_and(|date| date.whole_day),
            updated: entry.updated.map(|date| date.at),
            category: entry.category.clone().or_else(|| entry.tags.first().cloned()),
            tags: entry.tags.clone(),
            authors: entry.authors.clone(),
            source: entry.source.clone().or_else(|| feed.title.clone()),
            language: entry.language.clone().or_else(|| feed.language.clone()),
            urgent: entry.urgent,
            sponsored: entry.sponsored,
            similar: entry.similar.clone(),
        }));
    }
    Reading { value: articles, complaints }
}

/// A text of the document, and what it is: HTML, text, or text with references.
struct Text<'r> {
    node: Node<'r>,
    words: &'r str,
    meant: Meant,
    cut: bool,
}

struct Reader<'r> {
    sheet: &'r Sheet,
    platform: &'r Platform<'r>,
    /// What relative addresses are relative to.
    base: String,
    complaints: Complaints,
}

impl<'r> Reader<'r> {
    fn entry(&mut self, item: &Node<'r>) -> Entry {
        let (body, summary) = (self.text(item, "body"), self.text(item, "summary"));
        let html = [&body, &summary].into_iter().flatten().find(|text| text.meant == Meant::Html);
        let picture = self.picture(item, html);
        let url = self.link(item, "url");
        let excerpt =
            matches!((&body, &summary), (Some(body), Some(summary)) if body.words == summary.words);
        let body = body.and_then(|text| self.body(text, url.as_ref(), excerpt));
        let category = self.tags(item, "category").first().cloned();
        let mut tags = self.tags(item, "tags");
        if let (Some(category), true) = (&category, tags.is_empty()) {
            tags.push(category.clone());
        }
        let summary = summary.map(|text| plain::without_tail(&line(text.words, text.meant)));
        let summary = summary.filter(|text| !text.is_empty()).map(Rc::from);
        let mut title = self.line(item, "title");
        if title.is_none() {
            let text = body.as_ref().and_then(|body| plain::paragraphs(body).into_iter().next());
            title = text.as_deref().or(summary.as_deref()).map(beginning);
        }
        Entry {
            id: self.string(item, "id"),
            url,
            title,
            summary,
            body,
            picture,
            published: self.date(item, "published"),
            updated: self.date(item, "updated"),
            category,
            tags,
            authors: self.authors(item, "author"),
            source: self.line(item, "source"),
            language: self.string(item, "language"),
            urgent: self.flag(item, "urgent"),
            sponsored: self.flag(item, "sponsored"),
            similar: self.strings(item, "similar"),
        }
    }

    /// The first text of a field.
    fn text(&self, item: &Node<'r>, field: &str) -> Option<Text<'r>> {
        for way in self.sheet.ways(field) {
            for node in way.all(item, MAX_VALUES) {
                if let Some(text) = node.text().filter(|_| !is_binary(&node)) {
                    let words = scan::cut(text, MAX_TEXT);
                    let (meant, cut) = (meant(&node, way.reading, text), words.len() < text.len());
                    return Some(Text { words, meant, node, cut });
                }
            }
        }
        None
    }

    /// A text to show whole, seen from the article's page or what XML says of itself; `None` when it is blank.
    fn body(&self, text: Text<'r>, url: Option<&SafeLink>, excerpt: bool) -> Option<Body> {
        let is_html = text.meant == Meant::Html;
        let is_xhtml = text.node.tree().is_some_and(|tree| tree.get(SOURCE).is_some());
        let source = match text.meant {
            Meant::Html if is_xhtml => richtext::from_xhtml(text.words).into(),
            Meant::Words => entity::decode(text.words).into(),
            _ => text.words.into(),
        };
        let base = url.map_or(&*self.base, SafeLink::as_str);
        let base = self.base_of(&text.node, base).into();
        let blank = text.words.trim().is_empty();
        (!blank).then_some(Body { source, is_html, base, excerpt, cut: text.cut })
    }

    /// The first text of a field as it is.
    fn string(&self, item: &Node<'r>, field: &str) -> Option<Rc<str>> {
        self.text(item, field).map(|text| Rc::from(text.words))
    }

    /// All texts of a field as they are.
    fn strings(&self, item: &Node<'r>, field: &str) -> Vec<Rc<str>> {
        let mut strings = Vec::new();
        for way in self.sheet.ways(field) {
            for node in way.all(item, MAX_VALUES) {
                strings.extend(node.text().map(Rc::from));
            }
        }
        strings
    }

    fn line(&self, item: &Node<'r>, field: &str) -> Option<Rc<str>> {
        self.text(item, field)
            .map(|text| line(text.words, text.meant))
            .filter(|line| !line.is_empty())
    }

    fn flag(&self, item: &Node<'r>, field: &str) -> bool {
        let mut ways = self.sheet.ways(field).iter();
        ways.any(|way| {
            way.first(item).is_some_and(|node| {
                node.tree() == Some(&Tree::Bool(true))
                    || matches!(node.text(), Some("true" | "1" | "yes"))
            })
        })
    }

    fn date(&mut self, item: &Node<'r>, field: &str) -> Option<Date> {
        let mut wrong = None;
        for way in self.sheet.ways(field) {
            let Some(node) = way.first(item) else { continue };
            let Some(text) = node.text() else { continue };
            let date = match way.reading {
                Meant::Unix => Timestamp::from_unix(text).map(|at| Date { at, whole_day: false }),
                _ => Date::parse(text),
            };
            if date.is_some() {
                return date;
            }
            wrong = wrong.or(Some(node));
        }
        // Hugo writes the year 1 where there is no date.
        let said = |node: &Node<'_>| scan::find(node.text().unwrap_or_default(), "0001").is_some();
        if let Some(node) = wrong.filter(|node| !said(node)) {
            self.complaints.not(&node, "a date (such as 2025-11-28T14:05:00+04:00)");
        }
        None
    }

    /// The words of all ways.
    fn tags(&self, item: &Node<'r>, field: &str) -> Vec<Rc<str>> {
        let mut tags = Vec::new();
        for way in self.sheet.ways(field) {
            for node in way.all(item, MAX_VALUES) {
                // Atom's words for readers are in an attribute, MediaRSS's sometimes.
                let text =
                    node.member("@label").or_else(|| node.text()).or_else(|| node.member("@term"));
                let text = text.unwrap_or_default();
                // Bitrix writes the way to a section: `Politics/Region/`. The last says most.
                let is_way = text.ends_with('/') && scan::find(text, "//").is_none();
                if is_way {
                    text.rsplit('/').for_each(|word| add(&mut tags, word, way.reading));
                } else if way.reading == Meant::List {
                    text.split(',').for_each(|word| add(&mut tags, word, way.reading));
                } else {
                    add(&mut tags, text, way.reading);
                }
            }
        }
        tags
    }

    /// The names of the first way that leads to any.
    fn authors(&self, item: &Node<'r>, field: &str) -> Vec<Rc<str>> {
        let mut authors = Vec::new();
        for way in self.sheet.ways(field) {
            for node in way.all(item, MAX_VALUES) {
                if let Some(text) = node.text() {
                    add(&mut authors, name(text), way.reading);
                }
            }
            if !authors.is_empty() {
                break;
            }
        }
        authors
    }

    /// The first usable address of a field.
    fn link(&self, item: &Node<'r>, field: &str) -> Option<SafeLink> {
        for way in self.sheet.ways(field) {
            for node in way.all(item, MAX_VALUES) {
                let Some(text) = node.text() else { continue };
                let whole = text.starts_with("http://") || text.starts_with("https://");
                if way.reading == Meant::Absolute && !whole {
                    continue;
                }
                let link = self.resolve(&node, text);
                if link.is_some() {
                    return link;
                }
            }
        }
        None
    }

    /// An address, relative to the bases of XML around it, the site, and the document.
    fn resolve(&self, node: &Node<'r>, text: &str) -> Option<SafeLink> {
        // A number would resolve to a page, and is none.
        if matches!(node.tree(), Some(Tree::Number(_))) {
            return None;
        }
        let base = self.base_of(node, &self.base);
        let fits = text.len() <= MAX_ADDRESS;
        SafeLink::new(if fits { text } else { "" }, &|text| (self.platform.join)(text, &base))
    }

    /// `base`, or what XML around a node says instead.
    fn base_of(&self, node: &Node<'r>, base: &str) -> String {
        let around = node.around();
        let base = around.map_or_else(|| base.to_owned(), |around| self.base_of(&around, base));
        let own = node.tree().filter(|tree| matches!(tree, Tree::Element(_)));
        let own = own.and_then(|_| node.member("@xml:base")).filter(|own| own.len() <= MAX_ADDRESS);
        own.and_then(|own| (self.platform.join)(own, &base)).unwrap_or(base)
    }

    /// The widest picture up to what a widget can use; one in the text where nothing better is named.
    fn picture(&mut self, item: &Node<'r>, html: Option<&Text<'r>>) -> Option<SafeLink> {
        /// Better than this, pictures in the text are not looked at.
        const GOOD: u32 = 200;
        let (mut best, mut most, mut wrong) = (None, 0, None);
        for way in self.sheet.ways("image") {
            for node in way.all(item, MAX_VALUES) {
                let Some(candidate) = Candidate::of(&node) else { continue };
                let score = candidate.score();
                if score > most {
                    match self.resolve(&node, &candidate.address) {
                        Some(link) => (best, most) = (Some(link), score),
                        None => wrong = wrong.or(Some(node)),
                    }
                }
            }
        }
        if let Some(text) = html.filter(|_| most < GOOD) {
            for (address, width, height) in plain::pictures(text.words) {
                let candidate = Candidate { address, width, height };
                if candidate.score() > most
                    && let Some(link) = self.resolve(&text.node, &candidate.address)
                {
                    best = Some(link);
                    break;
                }
            }
        }
        if let (None, Some(node)) = (&best, wrong) {
            self.complaints.not(&node, "a picture's web address (http or https)");
        }
        best
    }

    /// A field that an article cannot do without gives nothing usable.
    fn missing(&mut self, item: &Node<'r>, field: &str, expected: &'static str) {
        let complaint = self.sheet.missing(item, field, expected);
        self.complaints.push(complaint);
    }
}

/// Adds a line of text that is not there yet.
fn add(list: &mut Vec<Rc<str>>, text: &str, table: Meant) {
    let line = line(text, by_table(text, table));
    if !line.is_empty() && !list.contains(&line) && list.len() < MAX_VALUES {
        list.push(line);
    }
}

/// A picture that could be shown.
struct Candidate {
    address: String,
    width: Option<u32>,
    height: Option<u32>,
}

impl Candidate {
    fn of(node: &Node<'_>) -> Option<Candidate> {
        let address = node.text();
        let address =
            address.or_else(|| node.any("@url @href @src url contentUrl source_url URL src"))?;
        let holder = if node.is_object() { node.clone() } else { node.around()? };
        let kind = holder.any("@type type").unwrap_or_default();
        let is_mime = kind.contains('/') && !kind.contains(':');
        let medium = holder.any("@medium medium").unwrap_or("image");
        // A podcast is an enclosure too.
        if (is_mime && !kind.starts_with("image/")) || medium != "image" {
            return None;
        }
        let size = |names| holder.any(names)?.trim_end_matches(['p', 'x']).parse().ok();
        Some(Candidate {
            // Blogger names a square of 72 pixels, and has the picture in any size.
            address: match scan::split(address, "s72-c") {
                Some((before, after)) => [before, "s640", after].concat(),
                None => address.to_owned(),
            },
            width: size("@width width").filter(|width| *width != 72),
            height: size("@height height").filter(|height| *height != 72),
        })
    }

    /// The higher the better; 0 for what is no picture for readers.
    fn score(&self) -> u32 {
        /// Wider ones only cost time.
        const USEFUL: u32 = 1600;
        const UNKNOWN: u32 = 600;
        /// Counting pixels, smileys and icons are no wider.
        const ICON: u32 = 32;
        let small = |side: Option<u32>| side.is_some_and(|side| side <= ICON);
        let path = self.address.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit('.').next().unwrap_or_default();
        let other = ["mp3", "mp4", "m4a", "m4v", "mov", "webm", "ogg", "pdf", "zip"];
        let counter = ["feedburner.com/~", "/pixel", "emoji", "doubleclick.net", "pixel.wp.com"];
        let useless = small(self.width)
            || small(self.height)
            || other.iter().any(|other| ending.eq_ignore_ascii_case(other))
            || counter.iter().any(|part| scan::find(&self.address, part).is_some());
        match self.width {
            _ if useless => 0,
            None => UNKNOWN,
            Some(width) if width <= USEFUL => width,
            Some(width) => USEFUL.saturating_sub(width - USEFUL).max(UNKNOWN + 1),
        }
    }
}

/// Atom may hold base64, which is nothing for readers.
fn is_binary(node: &Node<'_>) -> bool {
    node.is_object()
        && (node.member("@mode") == Some("base64")
            || node.member("@type") == Some("application/octet-stream"))
}

/// What a text is: by what the document says, else by the table, else by its looks.
fn meant(node: &Node<'_>, table: Meant, text: &str) -> Meant {
    if let Some(tree) = node.tree().filter(|_| node.is_object()) {
        if tree.get(SOURCE).is_some() {
            return Meant::Html;
        }
        match node.any("@type type") {
            Some("text" | "text/plain" | "plain") => return Meant::Text,
            Some(kind) if scan::find(kind, "html").is_some() => return Meant::Html,
            _ => {}
        }
    }
    by_table(text, table)
}

fn by_table(text: &str, table: Meant) -> Meant {
    match table {
        Meant::Html | Meant::Text | Meant::Words => table,
        _ if plain::is_html(text) => Meant::Html,
        _ => Meant::Text,
    }
}

fn line(text: &str, meant: Meant) -> Rc<str> {
    match meant {
        Meant::Html => plain::from_html(text).join(" ").into(),
        Meant::Words => plain::line(&entity::decode(text)).into(),
        _ => plain::line(text).into(),
    }
}

/// The name in `mail@example.org (Name)` and `Name <mail@example.org>`.
fn name(text: &str) -> &str {
    if !text.contains('@') {
        return text;
    }
    let (before, rest) = text.split_once(['(', '<']).unwrap_or((text, ""));
    let inside = rest.trim_end_matches([')', '>']).trim();
    let name = if before.contains('@') { inside } else { before.trim() };
    if name.is_empty() { before.trim() } else { name }
}

fn beginning(text: &str) -> Rc<str> {
    match text.char_indices().nth(TITLE_CHARS) {
        None => text.into(),
        Some((end, _)) => {
            let cut = text.get(..end).unwrap_or(text);
            let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
            [words, "…"].concat().into()
        }
    }
}
