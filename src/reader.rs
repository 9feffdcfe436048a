//! Bytes → articles or rates.
//!
//! One bad item never loses the others: it is left out, and a complaint says where it stood,
//! what was found and what was expected. Formats are told by their content, never by address or
//! MIME type. No network here, no clock, no browser.

mod jsonfeed;
mod rates_json;

use std::fmt;

use crate::json::{Json, JsonError};
use crate::link::{Resolve, SafeLink};
use crate::model::{Article, Rates};

/// What could be read, and what could not.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// The good part.
    pub value: T,
    /// The bad part, in the order of the document.
    pub complaints: Vec<Complaint>,
}

/// One thing that could not be used: `items[3].date_published: "soon" is not a date (RFC 3339)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where it stands: `items[3].date_published`, or the name of an attribute.
    pub path: String,
    /// What stands there, in few words; `None` when nothing does.
    pub found: Option<String>,
    /// What should: `a date (RFC 3339)`.
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

/// Why nothing at all could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// A byte that is not UTF-8, counted from 0.
    NotUtf8(usize),
    /// Not JSON, and where it stops being so.
    NotJson(JsonError),
    /// JSON of another shape.
    Shape(Complaint),
}

impl ReadError {
    /// The word for programs: `not-text`, `not-json` or `shape`.
    pub fn code(&self) -> &'static str {
        match self {
            ReadError::NotUtf8(_) => "not-text",
            ReadError::NotJson(_) => "not-json",
            ReadError::Shape(_) => "shape",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotUtf8(at) => write!(f, "not UTF-8 text: byte {at} fits no character"),
            ReadError::NotJson(error) => write!(f, "not JSON: {error}"),
            ReadError::Shape(complaint) => complaint.fmt(f),
        }
    }
}

/// Reads articles: JSON Feed 1.0 and 1.1 with the `_news` extension.
///
/// `resolve` turns the addresses of the document into absolute ones.
///
/// # Errors
/// When the bytes are not JSON, or have no list of items. A bad item is a complaint, not an error.
pub fn articles(bytes: &[u8], resolve: Resolve<'_>) -> Result<Reading<Vec<Article>>, ReadError> {
    let root = parse(bytes)?;
    let mut complaints = Vec::new();
    let value = jsonfeed::read(Node::root(&root), resolve, &mut complaints)?;
    Ok(Reading { value, complaints })
}

/// Reads rates: our rates JSON.
///
/// # Errors
/// When the bytes are not JSON, or have no base or no list of rates. A bad rate is a complaint.
pub fn rates(bytes: &[u8], resolve: Resolve<'_>) -> Result<Reading<Rates>, ReadError> {
    let root = parse(bytes)?;
    let mut complaints = Vec::new();
    let value = rates_json::read(Node::root(&root), resolve, &mut complaints)?;
    Ok(Reading { value, complaints })
}

fn parse(bytes: &[u8]) -> Result<Json, ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.valid_up_to()))?;
    Json::parse(text).map_err(ReadError::NotJson)
}

/// A value of the document that knows where it stands. Absent values have a place too.
#[derive(Clone)]
struct Node<'a> {
    path: String,
    json: Option<&'a Json>,
}

impl<'a> Node<'a> {
    fn root(json: &'a Json) -> Node<'a> {
        Node { path: String::new(), json: Some(json) }
    }

    fn get(&self, key: &str) -> Node<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        let json = self.json.and_then(|json| json.get(key)).filter(|json| **json != Json::Null);
        Node { path: [&self.path, dot, key].concat(), json }
    }

    fn items(&self) -> Option<impl Iterator<Item = Node<'a>> + use<'_, 'a>> {
        let items = self.json?.as_array()?;
        let node =
            |(index, json)| Node { path: format!("{}[{index}]", self.path), json: Some(json) };
        Some(items.iter().enumerate().map(node))
    }

    /// The text of a string or the digits of a number; white space around is no content.
    fn text(&self) -> Option<&'a str> {
        let text = match self.json? {
            Json::String(text) | Json::Number(text) => text.trim(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A web address. A number would resolve to one, and is none.
    fn link(&self, resolve: Resolve<'_>) -> Option<SafeLink> {
        SafeLink::new(self.json?.as_str()?, resolve)
    }

    fn flag(&self) -> bool {
        self.json == Some(&Json::Bool(true))
    }

    fn is_object(&self) -> bool {
        matches!(self.json, Some(Json::Object(_)))
    }

    fn complaint(&self, expected: &'static str) -> Complaint {
        // The document itself has no name of its own.
        let path = if self.path.is_empty() { "the document" } else { &self.path };
        Complaint { path: path.to_owned(), found: self.json.map(Json::to_string), expected }
    }

    /// What `read` makes of the text; a complaint when there is something it can make nothing of.
    fn optional<T>(
        &self,
        complaints: &mut Vec<Complaint>,
        expected: &'static str,
        read: impl FnOnce(&Self) -> Option<T>,
    ) -> Option<T> {
        self.json?;
        let value = read(self);
        if value.is_none() {
            complaints.push(self.complaint(expected));
        }
        value
    }
}
