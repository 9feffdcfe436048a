//! feedparser's own feeds and what it expects of them, where they are at hand (`../shared/corpus`).
//!
//! Each file states its expectation in its first comment as an expression of Python over
//! feedparser's dictionaries. What concerns us of it is checked; ours is text, never markup, so
//! both sides are reduced to what a reader of the page sees.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use news_widget::link::SafeLink;
use news_widget::plain;
use news_widget::reader::{self, Document, Entry, Feed, Wanted};
use news_widget::time::{Date, Timestamp};
use url::Url;

/// Where ours differs from what feedparser expects, and why it may: a reason, and under it the
/// files, in which a `*` is any text.
const DIFFERENT: &str = "
text in base64 is left out: no feed of today has it, and a decoder would weigh on every page
    wellformed/*_base64.xml
    wellformed/*_base64_2.xml
    wellformed/base/http_*_base64_base_content_location.xml
    wellformed/base/http_*_base64_base_docuri.xml
what the scripts of a page or its head say is not for its readers
    wellformed/sanitize/*_crazy.xml
HTML is read as a browser reads it: a declaration or comment ends where its standard says
    wellformed/rss/item_description_not_a_doctype.xml
    wellformed/sanitize/item_content_encoded_script_nested_cdata.xml
    wellformed/sanitize/xml_malicious_comment.xml
text that was decoded wrongly before it was published stays so; guessing harms good text
    encoding/bozo_double-encoded-html.xml
    encoding/double-encoded-html.xml
one byte that is no UTF-8 costs its character, and does not make the text another charset's
    encoding/bozo_linenoise.xml
no specification lets an entry have two such dates; we take the first, feedparser the last
    wellformed/atom/entry_created_multiple_values.xml
    wellformed/atom/entry_updated_multiple_values.xml
a category's label is for people, its term for programs
    wellformed/atom10/entry_category_term*
an id is compared, never followed: it needs no base
    wellformed/base/http_entry_id_base_*
entities of a DOCTYPE are not expanded: a few lines of them could fill the memory
    wellformed/rss/entity_in_doctype.xml
not RSS: beside a description or a category that is there, its double says nothing new
    wellformed/rss/item_description_and_summary.xml
    wellformed/rss/item_madeup_tags_element.xml
    wellformed/rss/item_summary_and_description.xml
escaped markup inside of elements: as XHTML, where it is text
    wellformed/atom10/entry_content_div_escaped_markup.xml
";

#[test]
fn no_feed_makes_the_reader_panic() {
    let Some(feeds) = feeds() else { return };
    let panics = |feed: &&Sample| catch_unwind(AssertUnwindSafe(|| feed.read())).is_err();
    let panicked: Vec<&str> = feeds.iter().filter(panics).map(|feed| &*feed.name).collect();
    assert_eq!(panicked, [""; 0]);
    assert_eq!(feeds.len(), 2106);
}

#[test]
fn every_well_formed_feed_yields_its_entries() {
    let Some(feeds) = feeds() else { return };
    let (mut all, mut others) = (0_usize, Vec::new());
    for feed in feeds.iter().filter(|feed| feed.name.starts_with("wellformed/")) {
        all += 1;
        let (there, read) = (entry_tags(&feed.text()), feed.read().map(|feed| feed.entries.len()));
        if read.as_ref() != Ok(&there) {
            others.push(format!("{}: {there} stand there, read: {read:?}", feed.name));
        }
    }
    eprintln!("entries: {} of {all} well-formed feeds yield theirs", all - others.len());
    assert_eq!(others, [""; 0]);
}

#[test]
fn what_feedparser_expects_of_titles_links_ids_texts_dates_authors_and_categories_holds() {
    let Some(feeds) = feeds() else { return };
    let (mut subjects, mut elsewhere) = (BTreeMap::<_, (u32, u32)>::new(), 0);
    let (mut not_understood, mut surprises) = (Vec::new(), Vec::new());
    let mut needed = BTreeSet::new();
    for sample in &feeds {
        let text = sample.text();
        let expectation = expectation(&text);
        let Some(expectation) = Expr::parse(expectation) else {
            not_understood.push(format!("{}: {expectation}", sample.name));
            continue;
        };
        let markup = !text.contains("type=\"text\"") && !text.contains("type=\"text/plain\"");
        let read = sample.read().ok();
        for condition in expectation.conditions() {
            let mut checks = condition.checks();
            checks.retain(|check| {
                first_link_is_the_page(&text) || !check.path.ends_with("links.0.href")
            });
            elsewhere += usize::from(checks.is_empty());
            for check in checks {
                let wanted = format!("{}: {check:?}", sample.name);
                let (subject, found) = look(read.as_ref(), &check.path).unwrap();
                let Some(holds) = check.holds(&found, markup) else {
                    not_understood.push(wanted);
                    continue;
                };
                // No text is as expected only where there is something that has none.
                let holds = holds && read.as_ref().is_some_and(|feed| check.is_in(feed));
                let count = subjects.entry(subject).or_default();
                count.0 += u32::from(holds);
                count.1 += 1;
                if holds {
                    continue;
                }
                let line = format!("{wanted}, but {found:?}");
                match table().find(|(_, files)| covers(files, &sample.name)) {
                    Some((why, files)) => {
                        eprintln!("[{why}] {line}");
                        needed.insert(files);
                    }
                    None => surprises.push(line),
                }
            }
        }
    }
    for (subject, (held, all)) in &subjects {
        eprintln!("{subject} {held} of {all}");
    }
    let (held, all) = subjects.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    eprintln!(
        "checks: {held} of {all} hold ({:.1} %); {elsewhere} conditions do not concern us",
        f64::from(held) * 100.0 / f64::from(all)
    );
    assert_eq!(not_understood, [""; 0], "expectations that this test cannot read");
    let surprises = surprises.join("\n");
    assert!(surprises.is_empty(), "not as feedparser expects, and not in the table:\n{surprises}");
    let idle = table().map(|(_, files)| files).filter(|files| !needed.contains(files));
    assert_eq!(idle.collect::<Vec<_>>(), [""; 0], "these hold now: take them out of the table");
    assert!(held * 100 >= all * 95, "fewer than 95 %");
}

/// The lines of the table: why, and for which files.
fn table() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut why = "";
    DIFFERENT.lines().filter_map(move |line| match line.strip_prefix("    ") {
        Some(files) => Some((why, files)),
        None => {
            why = line;
            None
        }
    })
}

fn covers(pattern: &str, name: &str) -> bool {
    let Some((start, end)) = pattern.split_once('*') else { return name == pattern };
    name.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
}

struct Sample {
    /// The path under the corpus: `wellformed/rss/item_title.xml`.
    name: String,
    bytes: Vec<u8>,
}

impl Sample {
    /// The file as far as it is ASCII, which comments and tags are. Without the NULs that is true
    /// of UTF-16 and UTF-32 as well.
    fn text(&self) -> String {
        let bytes: Vec<u8> = self.bytes.iter().copied().filter(|byte| *byte != 0).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn read(&self) -> Result<Feed, String> {
        let text = self.text();
        // feedparser's own test server; its expectations name it.
        let server = Url::parse(&format!("http://127.0.0.1:8097/tests/{}", self.name)).unwrap();
        let location = header(&text, "content-location").and_then(|to| server.join(to).ok());
        // No answer comes from another place than the web, whatever it says.
        let url = location.filter(|to| to.scheme().starts_with("http")).unwrap_or(server);
        let content_type = header(&text, "content-type");
        let document = Document { bytes: &self.bytes, content_type, url: url.as_str() };
        let read = reader::feed(&document, &Wanted::default(), &support::PLATFORM);
        read.map(|reading| reading.value).map_err(|error| error.to_string())
    }
}

fn feeds() -> Option<Vec<Sample>> {
    let top = support::corpus("feeds/feedparser")?;
    let (mut folders, mut feeds) = (vec![top.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xml") {
                let name = path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
                feeds.push(Sample { name, bytes: fs::read(&path).unwrap() });
            }
        }
    }
    feeds.sort_by(|one, other| one.name.cmp(&other.name));
    Some(feeds)
}

/// `Header: Content-Type: text/xml` of the first comment.
fn header<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split("-->").next()?.lines().find_map(|line| {
        let (key, value) = line.trim().strip_prefix("Header:")?.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// The expression behind the first `Expect:`, always one line.
fn expectation(text: &str) -> &str {
    let line = text.split_once("Expect:").and_then(|(_, rest)| rest.lines().next()).unwrap_or("");
    line.trim().trim_end_matches("-->").trim()
}

/// Only then `links[0]` is what the model has: it keeps no others.
fn first_link_is_the_page(text: &str) -> bool {
    let tag = text.split_once("<link").and_then(|(_, tag)| tag.split('>').next());
    tag.is_none_or(|tag| !tag.contains("rel=") || tag.contains("rel=\"alternate\""))
}

/// How many start tags are named `item` or `entry`, under any prefix, in any case, outside of
/// comments, CDATA, instructions and the DOCTYPE. In well-formed XML every other `<` opens a tag.
fn entry_tags(text: &str) -> usize {
    let (mut rest, mut count) = (text, 0);
    while let Some((_, after)) = rest.split_once('<') {
        let end = match after {
            _ if after.starts_with("!--") => "-->",
            _ if after.starts_with("![CDATA[") => "]]>",
            _ if after.starts_with('?') => "?>",
            // With declarations in it.
            _ if after.starts_with("!DOCTYPE") && after.find('[') < after.find('>') => "]>",
            _ => "",
        };
        let tag = after.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap();
        let name = tag.rsplit(':').next().unwrap().to_ascii_lowercase();
        count += usize::from(end.is_empty() && matches!(&*name, "item" | "entry"));
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
    }
    count
}

/// What was read in the place of one of feedparser's values.
#[derive(Debug)]
enum Found {
    /// Text, in one of several places.
    Text(Vec<String>),
    Link(Option<String>),
    /// Text that is never markup: an id, a name, a number.
    Plain(Option<String>),
    Date(Option<Timestamp>),
}

/// The subject that a path into feedparser's dictionaries is about, and ours in its place.
/// `None`: does not concern us.
fn look(feed: Option<&Feed>, path: &str) -> Option<(&'static str, Found)> {
    let path: Vec<&str> = path.split('.').collect();
    let link = |link: Option<&SafeLink>| Found::Link(link.map(ToString::to_string));
    let text = |text: Option<&str>| Found::Text(text.map(str::to_owned).into_iter().collect());
    let (number, rest) = match path[..] {
        ["feed", "title"] | ["feed", "title_detail", "value"] => {
            return Some(("title of the feed", text(feed.and_then(|feed| feed.title.as_deref()))));
        }
        ["feed", "link"] | ["feed", "links", "0", "href"] => {
            return Some(("link of the feed", link(feed.and_then(|feed| feed.home.as_ref()))));
        }
        ["entries", number, ref rest @ ..] => (number, rest),
        _ => return None,
    };
    let entry = feed.and_then(|feed| nth(&feed.entries, number));
    let author = |number: &str| {
        let name = entry.and_then(|entry| nth(&entry.authors, number));
        ("author", Found::Plain(name.map(ToString::to_string)))
    };
    let tag = |number: &str| {
        ("category", text(entry.and_then(|entry| nth(&entry.tags, number)).map(|tag| &**tag)))
    };
    Some(match *rest {
        ["title"] | ["title_detail", "value"] => {
            ("title", text(entry.and_then(|entry| entry.title.as_deref())))
        }
        ["link"] | ["links", "0", "href"] => {
            ("link", link(entry.and_then(|entry| entry.url.as_ref())))
        }
        ["id" | "guid"] => {
            let id = entry.and_then(|entry| entry.id.as_ref());
            ("id", Found::Plain(id.map(ToString::to_string)))
        }
        ["summary" | "description"]
        | ["summary_detail" | "description_detail", "value"]
        | ["content", "0", "value"] => ("text", Found::Text(entry.map(texts).unwrap_or_default())),
        ["published" | "published_parsed" | "created" | "created_parsed"] => {
            ("date", Found::Date(entry.and_then(|entry| entry.published).map(|date| date.at)))
        }
        // feedparser files `dc:date` under `updated`, and answers with either for the other.
        ["updated" | "updated_parsed"] => {
            let date = entry.and_then(|entry| entry.updated.or(entry.published));
            ("date", Found::Date(date.map(|date| date.at)))
        }
        ["author"] | ["author_detail", "name"] => author("0"),
        ["authors", number, "name"] => author(number),
        ["category"] => tag("0"),
        ["tags", number, "term" | "label"] => tag(number),
        ["tags", "len()"] => {
            ("category", Found::Plain(entry.map(|entry| entry.tags.len().to_string())))
        }
        _ => return None,
    })
}

fn nth<'a, T>(list: &'a [T], number: &str) -> Option<&'a T> {
    list.get(number.parse::<usize>().ok()?)
}

/// feedparser files the texts of an entry as `summary`, `description` and `content` after rules
/// of its own; we by what they are for. So an expectation holds when it equals either of ours,
/// and that of no text when there is neither.
fn texts(entry: &Entry) -> Vec<String> {
    let body = entry.body.as_ref().map(plain::paragraphs).unwrap_or_default().join(" ");
    let texts = [entry.summary.as_deref().unwrap_or_default().to_owned(), body];
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// An expression of Python, as far as the expectations go.
#[derive(Debug, Clone, PartialEq)]
enum Expr {
    None,
    Text(String),
    Number(f64),
    Tuple(Vec<Expr>),
    /// `entries[0].tags[0]['term']` as `entries.0.tags.0.term`; a call is its last part.
    Path(String),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    /// The operands and what stands between them.
    Compare(Vec<Expr>, Vec<&'static str>),
    /// A list, a dictionary or a call that no condition of ours has.
    Other,
}

/// A path, and what it should lead to: one of these, or none of them.
#[derive(Debug)]
struct Check {
    path: String,
    values: Vec<Expr>,
    equal: bool,
}

impl Expr {
    fn parse(text: &str) -> Option<Expr> {
        let mut parser = Parser(text);
        let expr = parser.or()?;
        parser.0.trim().is_empty().then_some(expr)
    }

    fn path(&self) -> Option<&str> {
        match self {
            Expr::Path(path) => Some(path),
            _ => None,
        }
    }

    /// As a part of a path.
    fn key(&self) -> Option<String> {
        match self {
            Expr::Text(text) | Expr::Path(text) => Some(text.clone()),
            Expr::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The parts that must all be true.
    fn conditions(&self) -> Vec<&Expr> {
        match self {
            Expr::And(parts) => parts.iter().flat_map(Expr::conditions).collect(),
            // The `1` of tests that only must not crash.
            Expr::Number(_) => Vec::new(),
            condition => vec![condition],
        }
    }

    /// The checks of a condition that concern us.
    fn checks(&self) -> Vec<Check> {
        let mut checks: Vec<Check> = match self {
            Expr::And(parts) => parts.iter().flat_map(Expr::checks).collect(),
            // The one that there is names the same path twice.
            Expr::Or(parts) => {
                let both = parts.iter().flat_map(Expr::checks).reduce(|mut one, other| {
                    one.values.extend(other.values);
                    one
                });
                both.into_iter().collect()
            }
            Expr::Compare(operands, operators) => {
                let equal = operators.iter().all(|operator| ["==", "is"].contains(operator));
                let (paths, values): (Vec<_>, Vec<_>) =
                    operands.iter().cloned().partition(|operand| operand.path().is_some());
                let check = |path: &Expr| {
                    Some(Check { path: path.path()?.to_owned(), values: values.clone(), equal })
                };
                paths.iter().filter_map(check).collect()
            }
            Expr::Not(inner) => {
                let path = inner.path().and_then(|path| path.strip_suffix(".has_key()"));
                let values = vec![Expr::None];
                let check = path.map(|path| Check { path: path.to_owned(), values, equal: true });
                check.into_iter().collect()
            }
            _ => Vec::new(),
        };
        checks.retain(|check| look(None, &check.path).is_some());
        checks
    }
}

impl Check {
    fn is_in(&self, feed: &Feed) -> bool {
        let number = self.path.strip_prefix("entries.").and_then(|path| path.split('.').next());
        number.is_none_or(|number| nth(&feed.entries, number).is_some())
    }

    /// `None` when the two cannot be compared.
    fn holds(&self, found: &Found, markup: bool) -> Option<bool> {
        let same = |value| same(value, found, markup);
        let each: Option<Vec<bool>> = self.values.iter().map(same).collect();
        let each = each.filter(|each| !each.is_empty())?;
        Some(each.contains(&true) == self.equal)
    }
}

/// `markup`: whether the texts that feedparser expects are HTML.
fn same(expected: &Expr, found: &Found, markup: bool) -> Option<bool> {
    Some(match (expected, found) {
        (Expr::None, Found::Text(texts)) => texts.is_empty(),
        (Expr::None, Found::Link(text)) => text.is_none(),
        (Expr::Text(expected), Found::Text(found)) => {
            let seen =
                if markup { plain::from_html(expected).join(" ") } else { plain::line(expected) };
            let same = |found: &String| plain::line(found) == seen;
            found.iter().any(same) || (seen.is_empty() && found.is_empty())
        }
        // `ord(text)`.
        (Expr::Number(code), Found::Text(found)) => {
            let seen = char::from_u32(code.to_string().parse().ok()?)?;
            found.iter().any(|found| *found == seen.to_string())
        }
        // An author's mail address is for writing to, not for reading.
        (Expr::Text(expected), Found::Plain(found)) => {
            let name = expected.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
            let name = name.filter(|(_, address)| address.contains('@')).map(|(name, _)| name);
            found.as_deref() == Some(name.unwrap_or(expected))
        }
        (Expr::Text(expected), Found::Link(found)) => {
            let expected = Url::parse(expected).map_or(expected.clone(), Into::into);
            found.as_ref() == Some(&expected)
        }
        // A copy of the document's text; that it is understood rightly, the tuples show.
        (Expr::Text(expected), Found::Date(found)) => *found == Some(Date::parse(expected)?.at),
        (Expr::Tuple(parts), Found::Date(found)) => {
            let parts: Option<Vec<String>> = parts.iter().map(Expr::key).collect();
            let [year, month, day, hour, minute, second, ..] = &parts?[..] else { return None };
            let day = format!("{year:0>4}-{month:0>2}-{day:0>2}");
            let clock = format!("{hour:0>2}:{minute:0>2}:{second:0>2}");
            *found == Some(Timestamp::parse(&format!("{day}T{clock}Z"))?)
        }
        (Expr::Number(number), Found::Plain(found)) => *found == Some(number.to_string()),
        _ => return None,
    })
}

struct Parser<'a>(&'a str);

impl Parser<'_> {
    /// No name in the expectations begins with a word of Python's.
    fn take(&mut self, token: &str) -> bool {
        let rest = self.0.trim_start().strip_prefix(token);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn or(&mut self) -> Option<Expr> {
        self.joined("or", Expr::Or, |parser| parser.joined("and", Expr::And, Parser::not))
    }

    fn joined(
        &mut self,
        word: &str,
        whole: fn(Vec<Expr>) -> Expr,
        part: fn(&mut Self) -> Option<Expr>,
    ) -> Option<Expr> {
        let mut parts = vec![part(self)?];
        while self.take(word) {
            parts.push(part(self)?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { whole(parts) })
    }

    fn not(&mut self) -> Option<Expr> {
        if self.take("not") {
            return Some(Expr::Not(Box::new(self.not()?)));
        }
        let (mut operands, mut operators) = (vec![self.sum()?], Vec::new());
        let known = ["==", "!=", "is", "not in", "in"];
        while let Some(operator) = known.into_iter().find(|operator| self.take(operator)) {
            operators.push(operator);
            operands.push(self.sum()?);
        }
        let alone = operators.is_empty();
        Some(if alone { operands.remove(0) } else { Expr::Compare(operands, operators) })
    }

    /// Only strings are ever added up.
    fn sum(&mut self) -> Option<Expr> {
        let mut sum = self.value()?;
        while self.take("+") {
            let (Expr::Text(left), Expr::Text(right)) = (sum, self.value()?) else { return None };
            sum = Expr::Text(left + &right);
        }
        Some(sum)
    }

    fn value(&mut self) -> Option<Expr> {
        self.0 = self.0.trim_start();
        let string = self.0.strip_prefix('u').unwrap_or(self.0);
        for quote in ["'''", "\"\"\"", "'", "\""] {
            if let Some(rest) = string.strip_prefix(quote) {
                self.0 = rest;
                return self.string(quote).map(Expr::Text);
            }
        }
        if self.take("(") {
            let mut parts = self.list(")")?;
            return Some(if parts.len() == 1 { parts.remove(0) } else { Expr::Tuple(parts) });
        }
        for (start, end) in [("[", "]"), ("{", "}")] {
            if self.take(start) {
                return self.list(end).map(|_| Expr::Other);
            }
        }
        let word = self.word(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
        if let Ok(number) = word.parse() {
            return Some(Expr::Number(number));
        }
        (!word.is_empty()).then_some(())?;
        self.path(word)
    }

    fn path(&mut self, mut path: String) -> Option<Expr> {
        loop {
            if self.take("[") {
                let key = self.list("]")?;
                path = format!("{path}.{}", key.first()?.key()?);
            } else if self.take("(") {
                let arguments = self.list(")")?;
                let argument = arguments.first().and_then(Expr::key).unwrap_or_default();
                path = match path.rsplit_once('.') {
                    Some((of, "get")) => format!("{of}.{argument}"),
                    Some((of, method)) => format!("{of}.{argument}.{method}()"),
                    None if path == "ord" => argument,
                    None => format!("{argument}.{path}()"),
                };
            } else if self.take(".") {
                let name = self.word(|c| c.is_ascii_alphanumeric() || "_.".contains(c));
                path = format!("{path}.{name}");
            } else {
                return Some(if path == "None" { Expr::None } else { Expr::Path(path) });
            }
        }
    }

    /// What stands between commas (and colons) up to `end`.
    fn list(&mut self, end: &str) -> Option<Vec<Expr>> {
        let mut parts = Vec::new();
        while !self.take(end) {
            parts.push(self.or()?);
            let _ = self.take(",") || self.take(":");
        }
        Some(parts)
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let (word, rest) = self.0.split_at(self.0.find(|c| !belongs(c)).unwrap_or(self.0.len()));
        self.0 = rest;
        word.to_owned()
    }

    /// The rest of a string, with the escapes of Python.
    fn string(&mut self, quote: &str) -> Option<String> {
        let mut text = String::new();
        loop {
            if let Some(rest) = self.0.strip_prefix(quote) {
                self.0 = rest;
                return Some(text);
            }
            text.push(match self.next()? {
                '\\' => self.escape()?,
                next => next,
            });
        }
    }

    fn escape(&mut self) -> Option<char> {
        let digits = match self.next()? {
            'n' => return Some('\n'),
            't' => return Some('\t'),
            'x' => 2,
            'u' => 4,
            quote => return Some(quote),
        };
        let (code, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        char::from_u32(u32::from_str_radix(code, 16).ok()?)
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.0.chars();
        let next = chars.next();
        self.0 = chars.as_str();
        next
    }
}
