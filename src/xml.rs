//! XML text → the tree, whatever state the XML is in.
//!
//! What to make of damage is most of it, so the little that finds the pieces is ours, too (figures in DESIGN.md;
//! quick-xml stands beside it in the tests). Junk before the first tag is
//! passed over, an end tag closes everything up to its start tag and is ignored without one, the end of
//! the text closes all, a bare `&` is text, HTML's references are decoded, undeclared prefixes are names.
//! After an error that nothing can be made of, what was read so far is kept, and the error is told.
//!
//! Namespaces: a known one gives its usual prefix whatever the document calls it (`dc:date`), those of
//! RSS and Atom give none, so `atom:link` in RSS is a `link`.

use crate::entity;
use crate::scan;
use crate::tree::{CUT, SOURCE, SyntaxError, TEXT, Tree};

/// Deeper elements are left out: what walks the tree must not reach the end of the stack.
const MAX_DEPTH: usize = 128;
/// More prefixes at a time are not bound.
const MAX_PREFIXES: usize = 64;
/// More attributes of an element are left out.
const MAX_ATTRIBUTES: usize = 64;
/// One text is at most this long, in bytes; the rest is cut.
const MAX_TEXT: usize = 1 << 20;

/// Parts of namespace addresses, and the prefix that stands for them here. The first that fits counts.
const NAMESPACES: [(&str, &str); 21] = [
    ("/rss/1.0/modules/content", "content"),
    ("/rss/1.0/modules/", "module"),
    ("purl.org/dc/", "dc"),
    ("search.yahoo.com/mrss", "media"),
    ("itunes.com/dtds", "itunes"),
    ("w3.org/2005/atom", ""),
    ("purl.org/atom/ns", ""),
    ("purl.org/rss/1.0", ""),
    ("my.netscape.com/rdf/simple", ""),
    ("channel.netscape.com/rdf/simple", ""),
    ("backend.userland.com/rss", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("turbo.yandex.ru", "turbo"),
    ("news.yandex.ru", "yandex"),
    ("schemas/sitemap-news", "news"),
    ("schemas/sitemap-image", "image"),
    ("sitemaps.org/schemas", ""),
    ("w3.org/1999/xhtml", "xhtml"),
    ("w3.org/1999/02/22-rdf", "rdf"),
    ("w3.org/xml/1998", "xml"),
];

/// Elements that no format uses for data: what has one of them is a text that somebody forgot to escape.
const MARKUP: [&str; 13] =
    ["p", "div", "span", "a", "b", "i", "br", "strong", "em", "ul", "ol", "table", "blockquote"];

/// An element that has begun.
#[derive(Default)]
struct Open {
    /// As the start tag has it.
    tag: Box<str>,
    /// With the prefix of its namespace.
    name: Box<str>,
    members: Vec<(Box<str>, Tree)>,
    attributes: usize,
    text: String,
    /// Where its content begins.
    start: usize,
    /// How many prefixes were bound before it.
    bound: usize,
    /// Its content is markup for readers, not data.
    markup: bool,
    /// It stands in such markup.
    inside: bool,
    /// It has elements that are nothing but markup, whatever else it has.
    naked: bool,
}

/// Reads an XML text; with the error, if one made it stop before the end.
pub fn parse(text: &str) -> (Tree, Option<SyntaxError>) {
    let from = text.find('<').unwrap_or(text.len());
    let source = text.get(from..).unwrap_or_default();
    let mut builder = Builder {
        source,
        stack: vec![Open::default()],
        prefixes: Vec::new(),
        deep: 0,
        keeps: source.len() * 2,
    };
    let last = source.rfind('>').unwrap_or(0);
    let (mut error, mut whole) = (None, false);
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let (words, markup) =
            rest.split_at_checked(rest.find('<').unwrap_or(rest.len())).unwrap_or_default();
        builder.text(&entity::decode(words));
        let start = at + words.len();
        at = match piece(markup, last.saturating_sub(start)) {
            Some((Piece::Text, length)) => {
                builder.text(markup.get(..length).unwrap_or_default());
                start + length
            }
            Some((Piece::Data(words), length)) => {
                builder.text(words);
                start + length
            }
            Some((Piece::Tag(tag), length)) => {
                builder.tag(tag, start, start + length);
                start + length
            }
            Some((Piece::Nothing, length)) => start + length,
            None => {
                // The last tag without its `>` is the commonest end of a feed that was cut off.
                whole = markup.starts_with("</");
                if !markup.is_empty() && !whole {
                    error =
                        Some(SyntaxError::new(text, from + start, "a whole tag, comment or CDATA"));
                }
                break;
            }
        };
    }
    let end = source.len();
    if builder.stack.len() > 1 && error.is_none() && !whole {
        error = Some(SyntaxError::new(text, text.len(), "the end of the open elements"));
    }
    while builder.stack.len() > 1 {
        if let Some(open) = builder.stack.last_mut() {
            open.members.push((CUT.into(), Tree::Bool(true)));
        }
        builder.close(end);
    }
    let root = builder.stack.pop().unwrap_or_default();
    (Tree::Element(root.members), error)
}

/// What begins with `<`.
enum Piece<'a> {
    /// A start or end tag: what stands between `<` and `>`.
    Tag(&'a str),
    /// CDATA: text as it is.
    Data(&'a str),
    /// No markup after all.
    Text,
    /// A comment, a declaration, an instruction.
    Nothing,
}

/// The piece that a text begins with, and its length in bytes; `None` when it has no end. There is no `>`
/// behind `last`.
fn piece(markup: &str, last: usize) -> Option<(Piece<'_>, usize)> {
    let rest = markup.strip_prefix('<')?;
    let ends = |rest: &str, end: &str| Some(rest.len() - scan::split(rest, end)?.1.len());
    if let Some(data) = rest.strip_prefix("![CDATA[") {
        let length = ends(data, "]]>")?;
        return Some((Piece::Data(data.get(..length - 3)?), length + 9));
    }
    if rest.starts_with("!--") {
        return Some((Piece::Nothing, ends(rest, "-->")? + 1));
    }
    if rest.starts_with('?') {
        return Some((Piece::Nothing, ends(rest, "?>")? + 1));
    }
    if rest.starts_with('!') {
        return Some((Piece::Nothing, declaration(rest)? + 1));
    }
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let is_tag = name
        .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':' || !c.is_ascii());
    if !is_tag && !rest.is_empty() {
        return Some((Piece::Text, 1));
    }
    if last == 0 {
        return None;
    }
    let end = tag_end(rest);
    Some(match end {
        Some(end) => (Piece::Tag(rest.get(..end)?), end + 2),
        None => (Piece::Text, 1),
    })
}

/// Where a tag ends. A `>` in quotes does not end it; but no value holds a `<`, so before one the quote was
/// never meant as such.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (Some(_), b'<') => return rest.find('>'),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.find('>')
}

/// Where a DOCTYPE ends, with what it declares in brackets.
fn declaration(rest: &str) -> Option<usize> {
    let end = rest.find('>')?;
    match rest.get(..end)?.find('[') {
        Some(bracket) => {
            let close = bracket + rest.get(bracket..)?.find(']')?;
            Some(close + rest.get(close..)?.find('>')? + 1)
        }
        None => Some(end + 1),
    }
}

struct Builder<'a> {
    source: &'a str,
    /// Open elements; the first is the document.
    stack: Vec<Open>,
    /// Prefixes and what stands for them here.
    prefixes: Vec<(Box<str>, Box<str>)>,
    /// How many elements are open beyond the greatest depth.
    deep: usize,
    /// How many bytes of source may still be kept: elements in elements would each keep the same again.
    keeps: usize,
}

impl Builder<'_> {
    /// A tag that stands from `start` to `end`.
    fn tag(&mut self, tag: &str, start: usize, end: usize) {
        if let Some(name) = tag.strip_prefix('/') {
            return self.end(name.trim_end(), start);
        }
        let deep = self.deep;
        self.open(tag, end);
        if tag.ends_with('/') {
            if self.deep == deep { self.close(end) } else { self.deep = deep }
        }
    }

    fn open(&mut self, tag: &str, start: usize) {
        if self.deep > 0 || self.stack.len() > MAX_DEPTH {
            self.deep += 1;
            return;
        }
        let bound = self.prefixes.len();
        let mut members = Vec::new();
        let mut markup = false;
        for (name, value) in scan::attributes(tag) {
            match name.strip_prefix("xmlns") {
                Some("") => self.bind("", &value),
                Some(prefix) if prefix.starts_with(':') => {
                    self.bind(prefix.trim_start_matches(':'), &value);
                }
                _ => {
                    let xhtml = name == "type" && value.ends_with("xhtml");
                    markup |=
                        xhtml || value.ends_with("xhtml+xml") || (name == "mode" && value == "xml");
                    if members.len() < MAX_ATTRIBUTES {
                        members.push((["@", name].concat().into(), Tree::String(value.into())));
                    }
                }
            }
        }
        let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let tag = tag.get(..end).unwrap_or_default();
        let name = self.name(tag);
        if let Some(parent) = self.stack.last_mut() {
            parent.naked |= MARKUP.contains(&&*name);
        }
        let inside = self.stack.last().is_some_and(|parent| parent.markup || parent.inside);
        self.stack.push(Open {
            tag: tag.into(),
            markup: markup || name.starts_with("xhtml:"),
            name,
            attributes: members.len(),
            members,
            text: String::new(),
            start,
            bound,
            inside,
            naked: false,
        });
    }

    fn bind(&mut self, prefix: &str, address: &str) {
        let known = NAMESPACES.iter().find(|(part, _)| scan::find(address, part).is_some());
        let ours = match known {
            Some((_, ours)) => ours,
            // A foreign vocabulary deep in a feed must not pass for the feed's own.
            None if prefix.is_empty() && self.stack.len() > 1 => "other",
            None => prefix,
        };
        if self.prefixes.len() < MAX_PREFIXES {
            self.prefixes.push((prefix.into(), ours.into()));
        }
    }

    fn name(&self, tag: &str) -> Box<str> {
        let (prefix, local) = tag.split_once(':').unwrap_or(("", tag));
        let bound = self.prefixes.iter().rev().find(|(known, _)| **known == *prefix);
        let prefix = match bound {
            Some((_, ours)) => ours,
            // Feeds that forget to declare it still mean it.
            None if prefix == "atom" || prefix == "rss" => "",
            None => prefix,
        };
        if prefix.is_empty() { local.into() } else { [prefix, ":", local].concat().into() }
    }

    fn text(&mut self, words: &str) {
        let Some(open) = self.stack.last_mut().filter(|_| self.deep == 0) else { return };
        let room = MAX_TEXT.saturating_sub(open.text.len());
        let words = scan::cut(words, room);
        for c in words.chars() {
            let c = entity::meant(c);
            // Other control characters are forbidden in XML and seen all the same.
            if !c.is_control() || c.is_whitespace() {
                open.text.push(c);
            }
        }
    }

    /// An end tag closes its element and all that were forgotten in it.
    fn end(&mut self, tag: &str, at: usize) {
        if self.deep > 0 {
            self.deep -= 1;
            return;
        }
        let open = self.stack.iter().skip(1).rposition(|open| *open.tag == *tag);
        let Some(depth) = open else { return };
        while self.stack.len() > depth + 1 {
            self.close(at);
        }
    }

    fn close(&mut self, at: usize) {
        let Some(mut open) = self.stack.pop() else { return };
        self.prefixes.truncate(open.bound);
        let words = !open.text.trim().is_empty();
        let children = open.members.iter().skip(open.attributes).any(|(name, _)| **name != *CUT);
        if (open.markup || open.naked || (words && children)) && !open.inside {
            let content = self.source.get(open.start..at).unwrap_or_default();
            let content = scan::cut(content, MAX_TEXT.min(self.keeps));
            self.keeps -= content.len();
            if open.markup {
                open.members.truncate(open.attributes);
            }
            open.members.push((SOURCE.into(), Tree::String(content.into())));
        }
        let value = if words && open.members.is_empty() {
            Tree::String(open.text.into())
        } else {
            if words {
                open.members.push((TEXT.into(), Tree::String(open.text.into())));
            }
            Tree::Element(open.members)
        };
        // A document has one root; some have a few more, and nobody looks at the thousandth.
        let roots = self.stack.len() == 1;
        if let Some(parent) =
            self.stack.last_mut().filter(|parent| !roots || parent.members.len() < 16)
        {
            parent.members.push((open.name, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree on one line, children in braces.
    fn show(tree: &Tree) -> String {
        match tree {
            Tree::Element(members) => {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| format!("{name}={}", show(value))).collect();
                format!("{{{}}}", members.join(" "))
            }
            Tree::String(text) => text.to_string(),
            Tree::Bool(_) => "!".to_owned(),
            other => panic!("{other:?} is not of XML"),
        }
    }

    #[track_caller]
    fn read(text: &str) -> String {
        let (tree, error) = parse(text);
        assert_eq!(error, None);
        show(&tree)
    }

    #[test]
    fn attributes_children_and_text_have_their_places() {
        assert_eq!(
            read(r#"<a u="1"><x>x</x><x c='&lt;'>y<![CDATA[&lt;]]></x><d/></a>"#),
            "{a={@u=1 x=x x={@c=< #=y&lt;} d={}}}"
        );
    }

    #[test]
    fn known_namespaces_have_one_prefix_and_those_of_feeds_have_none() {
        assert_eq!(
            read(
                r#"<r:rss xmlns:r="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"><d:date>x</d:date>
                <content:encoded>y</content:encoded><atom:link/><own:z xmlns:own="https://own.example">1</own:z>
                <title xmlns="https://other.example">no</title></r:rss>"#
            ),
            "{rss={dc:date=x content:encoded=y link={} own:z=1 other:title=no}}"
        );
    }

    #[test]
    fn damage_is_read_as_it_was_meant() {
        assert_eq!(read("\u{FEFF}\n junk <?xml version='1.0'?><a>1</a> junk"), "{a=1}");
        assert_eq!(
            read("<a>AT&T &nbsp;&uuml; & x &bogus; \u{1}</a>"),
            "{a=AT&T \u{a0}ü & x &bogus; }"
        );
        assert_eq!(read("<a><x>1<c>2</x><x>3</y></x></a></a>"), "{a={x={c=2 <=1<c>2 #=1} x=3}}");
        assert_eq!(read("<a><x>1</x></a"), "{a={x=1 #cut=!}}");
        assert_eq!(read("<a u=1 v>x</a>"), "{a={@u=1 @v= #=x}}");
        assert_eq!(read("<!DOCTYPE a [<!ENTITY x \"y\"><!-- > -->]><a>1</a>"), "{a=1}");
    }

    #[test]
    fn markup_keeps_its_source() {
        assert_eq!(
            read("<a><t type='xhtml'><div>x <b>y</b></div></t><d>1 <z>2</z></d></a>"),
            "{a={t={@type=xhtml <=<div>x <b>y</b></div>} d={z=2 <=1 <z>2</z> #=1 }}}"
        );
    }

    #[test]
    fn markup_that_nobody_escaped_keeps_its_source_too() {
        assert_eq!(read("<x><d><p>x</p></d></x>"), "{x={d={p=x <=<p>x</p>}}}");
    }

    #[test]
    fn what_was_read_before_an_error_is_kept_and_the_error_has_its_place() {
        let (tree, error) = parse("<a>\n<x>1</x>\n<x><![CDATA[2</x></a>");
        assert_eq!(show(&tree), "{a={x=1 x={#cut=!} #cut=!}}");
        assert_eq!(
            error.map(|error| error.to_string()).as_deref(),
            Some(
                "line 3, column 4: expected a whole tag, comment or CDATA, found \"<![CDATA[2</\""
            )
        );
    }

    #[test]
    fn a_hundred_thousand_open_elements_are_no_stack_overflow() {
        let (tree, _) = parse(&format!("{}x{}<z/>", "<a>".repeat(100_000), "</a>".repeat(100_000)));
        assert!(tree.get("a").is_some() && tree.get("z").is_some());
        let _ = parse(&"<a>".repeat(100_000));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[<>/!\\[\\]\\-&;a-c=\"' :xə?]{0,80}") {
            let _ = parse(&text);
        }
    }
}
