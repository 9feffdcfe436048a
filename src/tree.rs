//! What a document holds, whatever it is written in: [`crate::json`] and [`crate::xml`] make the same tree.
//!
//! Numbers stay text: rates must reach the reader digit for digit (`2.10` stays `2.10`). An XML
//! element is a list of named members: first its attributes (`@url`), then its children, in order and
//! with repetitions, then its text (`#`), or its source (`<`) where the text has markup in it. An
//! element that has nothing but text is that text.

use std::fmt;

/// One value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as written.
    Number(Box<str>),
    /// Text.
    String(Box<str>),
    /// `[…]`
    Array(Vec<Tree>),
    /// `{…}` in the order of the text; of equal keys the last one counts, as in `JSON.parse`.
    Object(Vec<(Box<str>, Tree)>),
    /// An XML element; equal names are a list.
    Element(Vec<(Box<str>, Tree)>),
}

/// The name under which an element keeps its text.
pub const TEXT: &str = "#";
/// The name under which an element keeps its source, where markup stands in its text.
pub const SOURCE: &str = "<";

/// A mark on elements that the end of the text cut off.
pub const CUT: &str = "#cut";

/// Where a text stops being what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What may stand there.
    pub expected: &'static str,
    /// What stands there: the next few characters, or nothing at the end.
    pub found: String,
}

impl SyntaxError {
    /// The error at byte `at` of `text`.
    pub fn new(text: &str, at: usize, expected: &'static str) -> SyntaxError {
        let before = text.get(..at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        SyntaxError {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            expected,
            found: text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take(12)
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect(),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: expected {}, found ",
            self.line, self.column, self.expected
        )?;
        if self.found.is_empty() { f.write_str("the end") } else { write!(f, "\"{}\"", self.found) }
    }
}

impl Tree {
    /// The member of an object (the last of equal ones) or element (the first, in any case of letters).
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.member(key).map(|(_, value)| value)
    }

    /// The same, with its name as the document has it.
    pub fn member(&self, key: &str) -> Option<(&str, &Tree)> {
        if let Tree::Object(members) = self {
            let found = members.iter().rev().find(|(name, _)| **name == *key);
            return found.map(|(name, value)| (&**name, value));
        }
        self.children(key).next()
    }

    /// The members of an element that have a name, in any case of letters. Attributes stand first, so
    /// looking for one never runs through thousands of children.
    pub fn children<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a Tree)> {
        let members = if let Tree::Element(members) = self { members.as_slice() } else { &[] };
        let attribute = key.starts_with('@');
        members
            .iter()
            .take_while(move |(name, _)| !attribute || name.starts_with('@'))
            .filter(move |(name, _)| name.eq_ignore_ascii_case(key))
            .map(|(name, value)| (&**name, value))
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Tree::String(text) = self { Some(text) } else { None }
    }
}

/// The value in few words, for messages: text quoted and cut, containers by their kind.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        match self {
            Tree::Null => f.write_str("null"),
            Tree::Bool(true) => f.write_str("true"),
            Tree::Bool(false) => f.write_str("false"),
            Tree::Number(text) => f.write_str(text),
            Tree::String(text) => {
                let mut rest = text.trim().chars();
                let shown: String = rest.by_ref().take(SHOWN).collect();
                write!(f, "\"{shown}{}\"", if rest.next().is_some() { "…" } else { "" })
            }
            Tree::Array(_) => f.write_str("a list"),
            Tree::Object(_) => f.write_str("an object"),
            Tree::Element(_) => match self.get(TEXT) {
                Some(text) => text.fmt(f),
                None => f.write_str("an element"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_named_in_few_words() {
        assert_eq!(Tree::String("soon".into()).to_string(), "\"soon\"");
        assert_eq!(
            Tree::String("ə".repeat(50).into()).to_string(),
            format!("\"{}…\"", "ə".repeat(40))
        );
        assert_eq!(Tree::Array(Vec::new()).to_string(), "a list");
    }
}
