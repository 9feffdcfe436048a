//! JSON text → a tree that keeps numbers as they were written.
//!
//! Rates must reach the reader digit for digit (`2.10` stays `2.10`), so a number is never
//! turned into a float here. This is also why the tree is our own: the ready-made parser that
//! can keep digits weighs more than everything else we read with (figures in DESIGN.md).
//!
//! What it does not do: write JSON, or map it to types; `reader` walks the tree.

use std::fmt;

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as written.
    Number(Box<str>),
    /// A string, escapes decoded; a lone surrogate becomes U+FFFD.
    String(Box<str>),
    /// `[…]`
    Array(Vec<Json>),
    /// `{…}` in the order of the text; of equal keys the last one counts, as in `JSON.parse`.
    Object(Vec<(Box<str>, Json)>),
}

/// Where the text stops being JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What may stand there.
    pub expected: &'static str,
    /// What stands there: the next few characters, or nothing at the end.
    pub found: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: expected {}, found ",
            self.line, self.column, self.expected
        )?;
        if self.found.is_empty() { f.write_str("the end") } else { write!(f, "\"{}\"", self.found) }
    }
}

/// Deeper nesting is refused: recursion must not reach the end of the 1 MiB wasm stack.
const MAX_DEPTH: usize = 128;

impl Json {
    /// Reads one JSON text (RFC 8259).
    ///
    /// # Errors
    /// The first place that is not JSON, or nested deeper than 128.
    ///
    /// ```
    /// use news_widget::json::Json;
    /// let json = Json::parse(r#"{"value": 2.10}"#)?;
    /// assert_eq!(json.get("value"), Some(&Json::Number("2.10".into())));
    /// # Ok::<(), news_widget::json::JsonError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Json, JsonError> {
        let mut parser = Parser { text, at: 0 };
        let value = parser.value(0).and_then(|value| {
            parser.space();
            if parser.at < text.len() { Err("the end of the text") } else { Ok(value) }
        });
        value.map_err(|expected| parser.error(expected))
    }

    /// The member of an object, if this is one and has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => {
                members.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Json::String(text) = self { Some(text) } else { None }
    }

    /// The items of a list.
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Json::Array(items) = self { Some(items) } else { None }
    }
}

/// The value in few words, for messages: strings quoted and cut, containers by their kind.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 40;
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(true) => f.write_str("true"),
            Json::Bool(false) => f.write_str("false"),
            Json::Number(text) => f.write_str(text),
            Json::String(text) => {
                let mut rest = text.chars();
                let shown: String = rest.by_ref().take(SHOWN).collect();
                write!(f, "\"{shown}{}\"", if rest.next().is_some() { "…" } else { "" })
            }
            Json::Array(_) => f.write_str("a list"),
            Json::Object(_) => f.write_str("an object"),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

/// Inside the parser an error is only what was expected; `error` adds the place once.
type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Parsed<Json> {
        self.space();
        if depth > MAX_DEPTH {
            return Err("at most 128 levels of nesting");
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err("a JSON value"),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Parsed<Json> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err("a JSON value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: usize) -> Parsed<Json> {
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err("a name in quotes");
            }
            let name = self.string()?.into();
            self.space();
            if !self.take(b':') {
                return Err("\":\"");
            }
            members.push((name, self.value(depth + 1)?));
            self.space();
            if self.take(b'}') {
                return Ok(Json::Object(members));
            }
            if !self.take(b',') {
                return Err("\",\" or \"}\"");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Parsed<Json> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Json::Array(items));
            }
            if !self.take(b',') {
                return Err("\",\" or \"]\"");
            }
        }
    }

    fn number(&mut self) -> Parsed<Json> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default().into()))
    }

    fn digits(&mut self) -> Parsed<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err("a digit") } else { Ok(()) }
    }

    fn string(&mut self) -> Parsed<String> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            // Both ends stand beside ASCII, so the slice is on character boundaries.
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                Some(_) => return Err("no control character inside a string"),
                None => return Err("the closing quote"),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        let escaped = self.peek().ok_or("an escape")?;
        let plain = match escaped {
            b'"' | b'\\' | b'/' => char::from(escaped),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err("an escape: one of \" \\ / b f n r t u"),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode(&mut self) -> Parsed<char> {
        let first = self.hex4()?;
        if (0xD800..0xDC00).contains(&first) {
            let before = self.at;
            if self.take(b'\\') && self.take(b'u') {
                let second = self.hex4()?;
                if (0xDC00..0xE000).contains(&second) {
                    let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            self.at = before;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex4(&mut self) -> Parsed<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            code = code * 16 + digit.ok_or("four hexadecimal digits")?;
            self.at += 1;
        }
        Ok(code)
    }

    fn error(&self, expected: &'static str) -> JsonError {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        JsonError {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            expected,
            found: self.text.get(self.at..).unwrap_or_default().chars().take(12).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn error(text: &str) -> String {
        Json::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn numbers_keep_their_digits() {
        for text in ["0", "-0", "2.10", "1e5", "123456789012345678901234567890.10", "1E-400"] {
            assert_eq!(Json::parse(text), Ok(Json::Number(text.into())));
        }
    }

    #[test]
    fn of_equal_keys_the_last_one_counts() {
        let json = Json::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(json.get("a"), Some(&Json::Number("2".into())));
    }

    #[test]
    fn escapes_are_decoded_and_lone_surrogates_replaced() {
        let text = r#""\"\\\/\b\f\n\r\t\u0259\ud83d\ude00\ud800x\udc00\ud800\n""#;
        let expected = "\"\\/\u{8}\u{c}\n\r\tə😀\u{FFFD}x\u{FFFD}\u{FFFD}\n";
        assert_eq!(Json::parse(text), Ok(Json::String(expected.into())));
    }

    #[test]
    fn errors_name_the_place_what_was_expected_and_what_was_found() {
        assert_eq!(
            error("<!doctype html>"),
            r#"line 1, column 1: expected a JSON value, found "<!doctype ht""#
        );
        assert_eq!(
            error("{\n \"ə\": 1 \"b\"}"),
            r#"line 2, column 9: expected "," or "}", found ""b"}""#
        );
        assert_eq!(error("[1, 2"), r#"line 1, column 6: expected "," or "]", found the end"#);
        assert_eq!(
            error("\"a\nb\""),
            "line 1, column 3: expected no control character inside a string, found \"\nb\"\""
        );
        assert_eq!(error("[1] x"), r#"line 1, column 5: expected the end of the text, found "x""#);
        assert_eq!(error(""), "line 1, column 1: expected a JSON value, found the end");
        assert_eq!(error("01"), r#"line 1, column 2: expected the end of the text, found "1""#);
    }

    #[test]
    fn a_hundred_thousand_brackets_are_refused_not_a_stack_overflow() {
        assert!(error(&"[".repeat(100_000)).contains("at most 128 levels"));
        assert!(Json::parse(&format!("{}{}", "[".repeat(128), "]".repeat(128))).is_ok());
    }

    #[test]
    fn a_value_is_named_in_few_words() {
        assert_eq!(Json::String("soon".into()).to_string(), "\"soon\"");
        assert_eq!(
            Json::String("ə".repeat(50).into()).to_string(),
            format!("\"{}…\"", "ə".repeat(40))
        );
        assert_eq!(Json::parse("[1]").unwrap().to_string(), "a list");
    }
}
