//! A document and the table of its format → articles.
//!
//! Two steps: an [`Entry`] holds what the document says, an [`Article`] what a widget can show, which
//! needs a page to lead to and something to call it.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::{Complaint, Complaints, Opened, Platform, ReadError, Reading, complaint};
use crate::link::SafeLink;
use crate::model::Article;
use crate::path::{Fields, Node, Path, Reading as Meant};
use crate::plain;
use crate::scan;
use crate::time::{Date, Timestamp};
use crate::tree::{SOURCE, Tree};

/// More items than this are left out.
const MAX_ITEMS: usize = 10_000;
/// A text is cut here, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// A title made from the text is cut here, at a word.
const TITLE_CHARS: usize = 120;
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
    /// One line.
    pub title: Option<Rc<str>>,
    /// One line, without tails such as "Continue reading".
    pub summary: Option<Rc<str>>,
    /// Paragraphs; those of the summary where the document has no other text.
    pub body: Vec<Rc<str>>,
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
}

impl Entry {
    /// What to call it: its title, else the beginning of its text.
    fn name(&self) -> Option<Rc<str>> {
        let text = || self.body.first().or(self.summary.as_ref());
        self.title.clone().or_else(|| Some(beginning(text()?)))
    }
}

/// Reads a feed by its table.
pub fn read(
    opened: &Opened,
    fields: &Fields,
    url: &str,
    platform: &Platform<'_>,
) -> Result<Reading<Feed>, ReadError> {
    let document = Node::document(&opened.tree);
    let mut reader =
        Reader { fields, platform, url, base: None, complaints: Complaints::default() };
    let home = reader.link(&document, "site-url");
    reader.base = home.as_ref().map(|home| home.to_string());

    let items = reader.items(&document, opened)?;
    let mut feed = Feed {
        title: reader.line(&document, "site"),
        language: reader.text(&document, "site-language").map(|(text, _)| Rc::from(text)),
        home,
        entries: Vec::new(),
    };
    let author: Vec<Rc<str>> = reader.authors(&document, "site-author");
    for item in items {
        // A list of addresses holds articles as well as one of objects does, in JSON-LD alone.
        if !item.is_object() {
            reader.complaints.not(&item, "an article (an object)");
            continue;
        }
        let mut entry = reader.entry(&item);
        if entry.url.is_none() {
            reader.missing(&item, "url", "a web address (http or https)");
        } else if entry.name().is_none() {
            reader.missing(&item, "title", "a title or some text");
        }
        if entry.authors.is_empty() {
            entry.authors.clone_from(&author);
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
pub fn check(feed: Feed, complaints: Vec<Complaint>) -> Reading<Vec<Article>> {
    let mut articles: Vec<Article> = Vec::new();
    let mut ids: Vec<Rc<str>> = Vec::new();
    for entry in feed.entries {
        let name = entry.name();
        let (Some(url), Some(title)) = (entry.url, name) else { continue };
        let body = if entry.body.is_empty() {
            entry.summary.iter().cloned().collect()
        } else {
            entry.body
        };
        // Lists are told apart by ids, so one that is used again gives way to the address; an article
        // that is there again, whole, is not shown twice.
        let mut id = entry.id.unwrap_or_else(|| url.as_str().into());
        if ids.binary_search(&id).is_ok() {
            id = url.as_str().into();
        }
        match ids.binary_search(&id) {
            Ok(_) => continue,
            Err(place) => ids.insert(place, id.clone()),
        }
        let date = entry.published.or(entry.updated);
        articles.push(Article {
            id,
            url,
            title,
            summary: entry.summary,
            body,
            picture: entry.picture,
            published: date.map(|date| date.at),
            whole_day: date.is_some_and(|date| date.whole_day),
            updated: entry.updated.map(|date| date.at),
            category: entry.category.or_else(|| entry.tags.first().cloned()),
            tags: entry.tags,
            authors: entry.authors,
            source: entry.source.or_else(|| feed.title.clone()),
            language: entry.language.or_else(|| feed.language.clone()),
            urgent: entry.urgent,
            sponsored: entry.sponsored,
        });
    }
    Reading { value: articles, complaints }
}

struct Reader<'r> {
    fields: &'r Fields,
    platform: &'r Platform<'r>,
    /// Where the document came from.
    url: &'r str,
    /// The site's own address, to which relative ones of a feed belong.
    base: Option<String>,
    complaints: Complaints,
}

impl<'r> Reader<'r> {
    fn items(&mut self, document: &Node<'r>, opened: &Opened) -> Result<Vec<Node<'r>>, ReadError> {
        let paths = self.fields.get("items");
        let mut items = Vec::new();
        let mut more = false;
        for path in paths {
            let _ = path.walk(document, &mut |node| {
                if items.len() == MAX_ITEMS {
                    more = true;
                    return ControlFlow::Break(());
                }
                items.push(node);
                ControlFlow::Continue(())
            });
            if !items.is_empty() {
                break;
            }
        }
        if more {
            let (path, found) = ("items".to_owned(), Some(format!("more than {MAX_ITEMS}")));
            self.complaints.push(Complaint { path, found, expected: "read beyond that number" });
        }
        // An XML feed without items is empty; in JSON an empty list says so.
        let empty =
            opened.xml || paths.is_empty() || paths.iter().any(|path| path.is_empty_list(document));
        if items.is_empty() && !empty {
            let path = paths.first().map_or_else(String::new, |path| path.place(document));
            let expected = "a list of articles";
            return Err(ReadError::Shape(Complaint { path, found: None, expected }));
        }
        Ok(items)
    }

    fn entry(&mut self, item: &Node<'r>) -> Entry {
        let body = self.text(item, "body");
        let html = body.as_ref().filter(|(_, html)| *html).map(|(text, _)| *text);
        let mut tags = self.tags(item, "tags");
        let category = self.tags(item, "category").into_iter().next();
        if tags.is_empty() {
            tags.extend(category.clone());
        }
        let url = self.link(item, "url");
        let description = self.text(item, "summary");
        Entry {
            id: self.text(item, "id").map(|(id, _)| Rc::from(id)),
            url,
            title: self.line(item, "title"),
            summary: self
                .line(item, "summary")
                .map(|text| Rc::<str>::from(plain::without_tail(&text)))
                .filter(|text| !text.is_empty()),
            body: body.map(paragraphs).unwrap_or_default(),
            picture: self.picture(
                item,
                html.or(description.filter(|(_, html)| *html).map(|(text, _)| text)),
            ),
            published: self.date(item, "published"),
            updated: self.date(item, "updated"),
            category,
            tags,
            authors: self.authors(item, "author"),
            source: self.line(item, "source"),
            language: self.text(item, "language").map(|(text, _)| Rc::from(text)),
            urgent: self.flag(item, "urgent"),
            sponsored: self.flag(item, "sponsored"),
        }
    }

    /// Everything that the ways of a field lead to, the first way that leads anywhere alone or all of them.
    fn values(&self, item: &Node<'r>, field: &str, all_ways: bool) -> Vec<(Node<'r>, Meant)> {
        let mut values = Vec::new();
        for path in self.fields.get(field) {
            let _ = path.walk(item, &mut |node| {
                values.push((node, path.reading));
                if values.len() < MAX_VALUES {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
            if !all_ways && values.iter().any(|(node, _)| node.text().is_some()) {
                break;
            }
        }
        values
    }

    /// The first text of a field, and whether it is HTML.
    fn text(&self, item: &Node<'r>, field: &str) -> Option<(&'r str, bool)> {
        for path in self.fields.get(field) {
            let mut found = None;
            let _ = path.walk(item, &mut |node| match node.text().filter(|_| !is_binary(&node)) {
                Some(text) => {
                    found = Some((scan::cut(text, MAX_TEXT), is_html(&node, path.reading, text)));
                    ControlFlow::Break(())
                }
                None => ControlFlow::Continue(()),
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn line(&self, item: &Node<'r>, field: &str) -> Option<Rc<str>> {
        self.text(item, field).map(line).filter(|line| !line.is_empty())
    }

    fn flag(&self, item: &Node<'r>, field: &str) -> bool {
        let yes = |path: &'r Path| {
            let node = path.first(item)?;
            Some(
                node.tree() == Some(&Tree::Bool(true))
                    || matches!(node.text(), Some("true" | "1" | "yes")),
            )
        };
        self.fields.get(field).iter().find_map(yes).unwrap_or(false)
    }

    fn date(&mut self, item: &Node<'r>, field: &str) -> Option<Date> {
        let mut wrong = None;
        for path in self.fields.get(field) {
            let Some(node) = path.first(item) else { continue };
            let Some(text) = node.text() else { continue };
            let date = match path.reading {
                Meant::Unix => Timestamp::from_unix(text).map(|at| Date { at, whole_day: false }),
                _ => Date::parse(text),
            };
            if date.is_some() {
                return date;
            }
            wrong.get_or_insert(node);
        }
        if let Some(node) = wrong {
            self.complaints.not(&node, "a date (such as 2025-11-28T14:05:00+04:00)");
        }
        None
    }

    fn tags(&self, item: &Node<'r>, field: &str) -> Vec<Rc<str>> {
        let mut tags: Vec<Rc<str>> = Vec::new();
        let mut add = |text: &str| {
            let tag = line((text, plain::is_html(text)));
            // Ghost's own marks begin so, and are not for readers.
            if !text.trim().is_empty()
                && !text.starts_with('#')
                && tags.len() < MAX_VALUES
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
        };
        for (node, meant) in self.values(item, field, true) {
            let Some(text) = node.text() else { continue };
            if meant == Meant::List {
                text.split(',').for_each(&mut add);
            } else if text.ends_with('/') && scan::find(text, "//").is_none() {
                // Bitrix writes the way to a section: `Politics/Region/`. The last says most.
                text.rsplit('/').for_each(&mut add);
            } else {
                add(text);
            }
        }
        tags
    }

    fn authors(&self, item: &Node<'r>, field: &str) -> Vec<Rc<str>> {
        let mut authors: Vec<Rc<str>> = Vec::new();
        for (node, _) in self.values(item, field, false) {
            let Some(text) = node.text() else { continue };
            let name = line((name(text), plain::is_html(text)));
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        authors
    }

    /// The first usable address of a field.
    fn link(&self, item: &Node<'r>, field: &str) -> Option<SafeLink> {
        for path in self.fields.get(field) {
            let mut found = None;
            let _ = path.walk(item, &mut |node| {
                found = node
                    .text()
                    .filter(|text| {
                        path.reading != Meant::Absolute
                            || text.starts_with("http://")
                            || text.starts_with("https://")
                    })
                    .and_then(|text| self.resolve(&node, text));
                if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            if found.is_some() {
                return found;
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
        let mut bases = Vec::new();
        let mut around = Some(node.clone());
        while let Some(node) = around {
            bases.extend(node.member("@xml:base"));
            around = node.around();
        }
        let join = |text: &str, base: &str| (self.platform.join)(text, base);
        let mut base = self.base.clone().unwrap_or_else(|| self.url.to_owned());
        for part in bases.iter().rev() {
            base = join(part, &base).unwrap_or(base);
        }
        SafeLink::new(text, &|text| join(text, &base))
    }

    /// The widest picture up to what a widget can use; one in the text where nothing better is named.
    fn picture(&mut self, item: &Node<'r>, html: Option<&str>) -> Option<SafeLink> {
        /// Better than this, pictures in the text are not looked at.
        const GOOD: u32 = 200;
        let (mut best, mut wrong) = (None, None);
        for (node, _) in self.values(item, "image", true) {
            let Some(candidate) = Candidate::of(&node) else { continue };
            let Some(score) = candidate.score() else { continue };
            match self.resolve(&node, &candidate.address) {
                Some(link) if best.as_ref().is_none_or(|(most, _)| score > *most) => {
                    best = Some((score, link))
                }
                Some(_) => {}
                None => wrong = wrong.or(Some(node)),
            }
        }
        if best.as_ref().is_none_or(|(score, _)| *score < GOOD) {
            for (address, width, height) in html.map(plain::pictures).unwrap_or_default() {
                let candidate = Candidate { address, width, height };
                let Some(score) = candidate.score() else { continue };
                if let Some(link) = self.resolve(item, &candidate.address) {
                    best = best.filter(|(most, _)| *most >= score).or(Some((score, link)));
                    break;
                }
            }
        }
        if let (None, Some(node)) = (&best, wrong) {
            self.complaints.not(&node, "a picture's web address (http or https)");
        }
        best.map(|(_, link)| link)
    }

    /// A field that an article cannot do without gives nothing usable.
    fn missing(&mut self, item: &Node<'r>, field: &str, expected: &'static str) {
        let paths = self.fields.get(field);
        // A way that takes whole addresses alone has nothing to say of what is none.
        let mut ways = paths.iter().filter(|path| path.reading != Meant::Absolute);
        let found = ways.find_map(|path| path.first(item).filter(|node| node.text().is_some()));
        self.complaints.push(match found {
            Some(node) => complaint(&node, expected),
            None => {
                let place = paths.first().map(|path| path.place(item));
                let path = place.unwrap_or_else(|| [&item.path(), ".", field].concat());
                Complaint { path, found: None, expected }
            }
        });
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
        const ADDRESSES: [&str; 8] =
            ["@url", "@href", "@src", "url", "contentUrl", "source_url", "URL", "src"];
        let address =
            node.text().or_else(|| ADDRESSES.iter().find_map(|name| node.member(name)))?;
        let holder = if node.is_object() { Some(node.clone()) } else { node.around() };
        let holder = holder?;
        let member = |names: [&str; 2]| names.iter().find_map(|name| holder.member(name));
        let kind = member(["@type", "type"]).filter(|kind| kind.contains('/'));
        let medium = member(["@medium", "medium"]);
        // A podcast is an enclosure too.
        if kind.is_some_and(|kind| !kind.starts_with("image/"))
            || medium.is_some_and(|medium| medium != "image")
        {
            return None;
        }
        let size = |names| member(names)?.trim_end_matches(['p', 'x']).parse().ok();
        Some(Candidate {
            // Blogger names a square of 72 pixels, and has the picture in any size.
            address: match scan::split(address, "s72-c") {
                Some((before, after)) => [before, "s640", after].concat(),
                None => address.to_owned(),
            },
            width: size(["@width", "width"]).filter(|width| *width != 72),
            height: size(["@height", "height"]).filter(|height| *height != 72),
        })
    }

    /// The higher the better; `None` for what is no picture for readers.
    fn score(&self) -> Option<u32> {
        /// Wider ones only cost time.
        const USEFUL: u32 = 1600;
        const UNKNOWN: u32 = 600;
        /// Counting pixels, smileys and icons are no wider.
        const ICON: u32 = 32;
        let small = |side: Option<u32>| side.is_some_and(|side| side <= ICON);
        let path = self.address.split(['?', '#']).next().unwrap_or_default();
        let other = [".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".webm", ".ogg", ".pdf", ".zip"];
        let counter = ["feedburner.com/~", "/pixel", "emoji", "doubleclick.net", "pixel.wp.com"];
        let useless = small(self.width)
            || small(self.height)
            || other.iter().any(|end| path.ends_with(end))
            || counter.iter().any(|part| scan::find(&self.address, part).is_some());
        (!useless).then(|| match self.width {
            None => UNKNOWN,
            Some(width) if width <= USEFUL => width,
            Some(width) => USEFUL.saturating_sub((width - USEFUL) / 2).max(UNKNOWN + 1),
        })
    }
}

/// Atom may hold base64, which is nothing for readers.
fn is_binary(node: &Node<'_>) -> bool {
    node.is_object()
        && (node.member("@mode") == Some("base64")
            || node.member("@type") == Some("application/octet-stream"))
}

/// By what the document says of a text, else by the table, else by its looks.
fn is_html(node: &Node<'_>, meant: Meant, text: &str) -> bool {
    if let Some(tree) = node.tree().filter(|_| node.is_object()) {
        if tree.get(SOURCE).is_some() {
            return true;
        }
        let kind = node.member("@type").or_else(|| node.member("type"));
        match kind {
            Some("text" | "text/plain" | "plain") => return false,
            Some(kind) if scan::find(kind, "html").is_some() => return true,
            _ => {}
        }
    }
    match meant {
        Meant::Html => true,
        Meant::Text => false,
        _ => plain::is_html(text),
    }
}

fn paragraphs((text, html): (&str, bool)) -> Vec<Rc<str>> {
    let paragraphs = if html { plain::from_html(text) } else { plain::from_text(text) };
    paragraphs.into_iter().map(Rc::from).collect()
}

fn line((text, html): (&str, bool)) -> Rc<str> {
    if html { plain::from_html(text).join(" ").into() } else { plain::line(text).into() }
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
