//! Documents as sites publish them, each beside what a careful person reads in it.
//!
//! A fixture is a file of `fixtures/articles`, its expectation the `.txt` of the same name:
//!
//! ```text
//! # what the fixture is about
//! url https://courier.example/rss.xml
//!
//! title: Bərə yola düşdü
//! url: https://courier.example/1
//! body: first paragraph
//! body: second paragraph
//!
//! ! rss.channel.item[1].pubDate: "soon" is not a date (such as 2025-11-28T14:05:00+04:00)
//! ```
//!
//! First the quirk; then, where they matter, lines of a head: `format`, `fields`, `content-type`, `url`,
//! `encode` (the charset that the fixture is turned into, for it is kept as UTF-8; `hex` makes bytes of
//! digits), `mark` (a byte order mark goes in front), `control-pictures` (`␁` stands for U+0001). Then
//! every article with the fields that the fixture is about, `-` for nothing, ` | ` between several. Then
//! every complaint, or the one line `error: …`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::Encoding;
use news_widget::link::SafeLink;
use news_widget::model::Article;
use news_widget::path::Fields;
use news_widget::reader::{self, Document, Wanted};
use news_widget::time::Timestamp;

#[test]
fn every_fixture_has_an_expectation_and_every_expectation_a_fixture() {
    let names = |of_expectations: bool| -> BTreeSet<String> {
        let files = files().into_iter().filter(|file| is_expectation(file) == of_expectations);
        files.map(|file| stem(&file)).collect()
    };
    let (fixtures, expectations) = (names(false), names(true));
    let alone: Vec<_> = fixtures.symmetric_difference(&expectations).collect();
    assert_eq!(alone, [""; 0]);
    assert!(fixtures.len() > 100, "expected more than 100 fixtures, found {}", fixtures.len());
    let files = files().len();
    assert_eq!(files, fixtures.len() + expectations.len(), "two fixtures have one name");
}

#[test]
fn every_format_has_a_fixture_that_is_called_after_it() {
    let fixtures: Vec<String> = files().iter().map(|file| stem(file)).collect();
    let formats = reader::ARTICLE_FORMATS.strip_prefix("one of: auto, ").unwrap().split(", ");
    let without: Vec<&str> = formats
        .filter(|format| !fixtures.iter().any(|name| name.starts_with(&format!("ok_{format}_"))))
        .collect();
    assert_eq!(without, [""; 0]);
}

#[test]
fn every_fixture_is_read_as_its_expectation_says() {
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| !is_expectation(file)) {
        let text = fs::read_to_string(file.with_extension("txt")).unwrap_or_default();
        let expected = Expectation::parse(&text).unwrap_or_else(|slip| {
            panic!("{}.txt: {slip}", stem(&file));
        });
        let read = expected.read(&file);
        let expected_lines = expected.lines();
        if read != expected_lines {
            wrong.push(format!(
                "{} ({})\n{}",
                file.file_name().unwrap().to_string_lossy(),
                expected.about,
                difference(&expected_lines, &read),
            ));
        }
    }
    assert!(wrong.is_empty(), "{} fixtures differ:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_expectation_with_a_slip_in_it_is_refused() {
    for (slip, told) in [
        ("title: x", "does not begin with what it is about"),
        ("# a\n\ntitel: x", "no field: titel: x"),
        ("# a\nforma rss", "no head line: forma rss"),
        ("# a\nformat rrs", "no format: rrs"),
        ("# a\nfields items", "no fields: items"),
        ("# a\n\ntitle: x\nurl: y\n! z\nid: a", "an article after the complaints: id: a"),
        ("# a\n\ntitle: x", "an article without title and url"),
    ] {
        assert_eq!(Expectation::parse(slip).err().as_deref(), Some(told), "{slip}");
    }
}

/// The fields of an article that an expectation may name.
const FIELDS: [&str; 14] = [
    "id",
    "title",
    "url",
    "summary",
    "body",
    "picture",
    "published",
    "updated",
    "category",
    "tags",
    "authors",
    "source",
    "language",
    "marks",
];

#[derive(Default)]
struct Expectation {
    about: String,
    head: BTreeMap<String, String>,
    wanted: Wanted,
    /// The fields of each article, in order.
    articles: Vec<Vec<(String, String)>>,
    /// Complaints, or the error.
    last: Vec<String>,
}

impl Expectation {
    fn parse(text: &str) -> Result<Expectation, String> {
        let mut expectation = Expectation::default();
        let mut parts = text.trim_end().split("\n\n");
        let mut head = parts.next().unwrap_or_default().lines().peekable();
        let mut about = Vec::new();
        while let Some(line) = head.next_if(|line| line.starts_with("# ")) {
            about.push(line.trim_start_matches("# "));
        }
        if about.is_empty() {
            return Err("does not begin with what it is about".to_owned());
        }
        expectation.about = about.join(" ");
        for line in head {
            let (name, value) = line.split_once(' ').unwrap_or((line, ""));
            match name {
                "format" => {
                    let known = reader::listed(reader::ARTICLE_FORMATS, value);
                    expectation.wanted.format =
                        Some(known.ok_or_else(|| format!("no format: {value}"))?);
                }
                "fields" => {
                    let fields =
                        Fields::parse(value).map_err(|slip| format!("no fields: {slip}"))?;
                    expectation.wanted.fields = Some(Rc::new(fields));
                }
                "content-type" | "url" | "encode" | "mark" | "control-pictures" => {
                    expectation.head.insert(name.to_owned(), value.to_owned());
                }
                _ => return Err(format!("no head line: {line}")),
            }
        }
        for part in parts {
            expectation.part(part)?;
        }
        Ok(expectation)
    }

    /// An article, or what comes after the articles.
    fn part(&mut self, part: &str) -> Result<(), String> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in part.lines() {
            if line.starts_with("! ") || line.starts_with("error: ") {
                self.last.push(line.to_owned());
                continue;
            }
            if !self.last.is_empty() {
                return Err(format!("an article after the complaints: {line}"));
            }
            let field = line.split_once(": ").filter(|(name, _)| FIELDS.contains(name));
            let (name, value) = field.ok_or_else(|| format!("no field: {line}"))?;
            fields.push((name.to_owned(), value.to_owned()));
        }
        if fields.is_empty() {
            return Ok(());
        }
        let has = |wanted: &str| fields.iter().any(|(name, _)| name == wanted);
        if !has("title") || !has("url") {
            return Err("an article without title and url".to_owned());
        }
        self.articles.push(fields);
        Ok(())
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for fields in &self.articles {
            lines.extend(fields.iter().map(|(name, value)| format!("{name}: {value}")));
            lines.push(String::new());
        }
        lines.extend(self.last.iter().cloned());
        lines
    }

    /// What is read, in the same lines: of each article the fields that are expected of it.
    fn read(&self, file: &Path) -> Vec<String> {
        let bytes = self.bytes(&fs::read(file).unwrap());
        let document = Document {
            bytes: &bytes,
            content_type: self.head.get("content-type").map(String::as_str),
            url: self.head.get("url").map_or(support::URL, String::as_str),
        };
        let reading = match reader::articles(&document, &self.wanted, &support::PLATFORM) {
            Ok(reading) => reading,
            Err(error) => return vec![format!("error: {error}")],
        };
        let mut lines = Vec::new();
        for (index, article) in reading.value.iter().enumerate() {
            let mut names: Vec<&str> = match self.articles.get(index) {
                Some(fields) => fields.iter().map(|(name, _)| &**name).collect(),
                None => vec!["title", "url"],
            };
            // A field has a line for each of its paragraphs.
            names.dedup();
            for name in names {
                let values = values(article, name);
                lines.extend(values.iter().map(|value| format!("{name}: {value}")));
            }
            lines.push(String::new());
        }
        lines.extend(reading.complaints.iter().map(|complaint| format!("! {complaint}")));
        lines
    }

    /// The fixture as it would come.
    fn bytes(&self, file: &[u8]) -> Vec<u8> {
        let mut text = String::from_utf8(file.to_vec()).expect("a fixture is kept as UTF-8");
        if self.head.contains_key("control-pictures") {
            let control = |c| match c {
                '\u{2401}'..='\u{241f}' => char::from_u32(u32::from(c) - 0x2400).unwrap(),
                c => c,
            };
            text = text.chars().map(control).collect();
        }
        if self.head.contains_key("mark") {
            text.insert(0, '\u{feff}');
        }
        match self.head.get("encode").map(String::as_str) {
            None => text.into_bytes(),
            Some("hex") => text
                .split_whitespace()
                .map(|byte| u8::from_str_radix(byte, 16).expect("two digits of a byte"))
                .collect(),
            Some("utf-16le") => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Some("utf-16be") => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Some(label) => {
                let charset = Encoding::for_label(label.as_bytes()).expect("a known charset");
                let (bytes, _, lossy) = charset.encode(&text);
                assert!(!lossy, "{label} has not all letters of the fixture");
                bytes.into_owned()
            }
        }
    }
}

/// A field of an article as text, a line for each paragraph.
fn values(article: &Article, name: &str) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let several = |texts: &[Rc<str>]| texts.join(" | ");
    let date = |at: Option<Timestamp>| at.map(Timestamp::rfc3339).unwrap_or_default();
    let value = match name {
        "body" => match support::words(article) {
            words if words.is_empty() => String::new(),
            words => return words,
        },
        "id" => article.id.to_string(),
        "title" => article.title.to_string(),
        "url" => article.url.to_string(),
        "summary" => text(article.summary.as_deref()),
        "picture" => text(article.picture.as_ref().map(SafeLink::as_str)),
        "published" if article.whole_day => date(article.published).replace("T00:00:00Z", ""),
        "published" => date(article.published),
        "updated" => date(article.updated),
        "category" => text(article.category.as_deref()),
        "tags" => several(&article.tags),
        "authors" => several(&article.authors),
        "source" => text(article.source.as_deref()),
        "language" => text(article.language.as_deref()),
        "marks" => {
            let marks = [(article.urgent, "urgent"), (article.sponsored, "sponsored")];
            let marks: Vec<&str> =
                marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            marks.join(" | ")
        }
        _ => panic!("no field: {name}"),
    };
    vec![if value.is_empty() { "-".to_owned() } else { value }]
}

/// Lines that are expected and not read, and the reverse.
fn difference(expected: &[String], read: &[String]) -> String {
    let mut told = String::new();
    for index in 0..expected.len().max(read.len()) {
        let [expected, read] = [expected, read].map(|lines| lines.get(index));
        if expected != read {
            let [expected, read] = [expected, read].map(|line| line.map_or("(no line)", |l| l));
            told.push_str(&format!("  expected {expected}\n      read {read}\n"));
        }
    }
    told
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn is_expectation(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "txt")
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}
