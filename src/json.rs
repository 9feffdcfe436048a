//! JSON text → a tree that keeps numbers as they were written.
//!
//! Rates must reach the reader digit for digit (`2.10` stays `2.10`), so a number is never
//! turned into a float here. This is also why the parser is our own: the ready-made one that
//! can keep digits weighs more than everything else we read with (figures in DESIGN.md).
//!
//! What it does not do: write JSON, or map it to types; `path` walks the tree.

use crate::tree::{SyntaxError, Tree};

/// Deeper nesting is refused: recursion must not reach the end of the 1 MiB wasm stack.
const MAX_DEPTH: usize = 128;

/// Reads one JSON text (RFC 8259).
///
/// # Errors
/// The first place that is not JSON, or nested deeper than 128.
///
/// ```
/// use news_widget::{json, tree::Tree};
/// let json = json::parse(r#"{"value": 2.10}"#)?;
/// assert_eq!(json.get("value"), Some(&Tree::Number("2.10".into())));
/// # Ok::<(), news_widget::tree::SyntaxError>(())
/// ```
pub fn parse(text: &str) -> Result<Tree, SyntaxError> {
    let (value, rest) = parse_first(text)?;
    match rest {
        "" => Ok(value),
        rest => Err(SyntaxError::new(text, text.len() - rest.len(), "the end of the text")),
    }
}

/// Reads the JSON text that a longer one begins with; with what follows it and its white space.
///
/// # Errors
/// As [`parse`], but for what follows.
pub fn parse_first(text: &str) -> Result<(Tree, &str), SyntaxError> {
    let mut parser = Parser { text, at: 0 };
    match parser.value(0) {
        Ok(value) => {
            parser.space();
            Ok((value, text.get(parser.at..).unwrap_or_default()))
        }
        Err(expected) => Err(SyntaxError::new(text, parser.at, expected)),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

/// Inside the parser an error is only what was expected; the place is added once, outside.
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

    fn value(&mut self, depth: usize) -> Parsed<Tree> {
        self.space();
        if depth > MAX_DEPTH {
            return Err("at most 128 levels of nesting");
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Tree::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Tree::Bool(true)),
            Some(b'f') => self.word("false", Tree::Bool(false)),
            Some(b'n') => self.word("null", Tree::Null),
            _ => Err("a JSON value"),
        }
    }

    fn word(&mut self, word: &str, value: Tree) -> Parsed<Tree> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err("a JSON value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self, depth: usize) -> Parsed<Tree> {
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Tree::Object(members));
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
                return Ok(Tree::Object(members));
            }
            if !self.take(b',') {
                return Err("\",\" or \"}\"");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Parsed<Tree> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Tree::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Tree::Array(items));
            }
            if !self.take(b',') {
                return Err("\",\" or \"]\"");
            }
        }
    }

    fn number(&mut self) -> Parsed<Tree> {
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
        Ok(Tree::Number(self.text.get(start..self.at).unwrap_or_default().into()))
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn error(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn numbers_keep_their_digits() {
        for text in ["0", "-0", "2.10", "1e5", "123456789012345678901234567890.10", "1E-400"] {
            assert_eq!(parse(text), Ok(Tree::Number(text.into())));
        }
    }

    #[test]
    fn of_equal_keys_the_last_one_counts() {
        let json = parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(json.get("a"), Some(&Tree::Number("2".into())));
    }

    #[test]
    fn escapes_are_decoded_and_lone_surrogates_replaced() {
        let text = r#""\"\\\/\b\f\n\r\t\u0259\ud83d\ude00\ud800x\udc00\ud800\n""#;
        let expected = "\"\\/\u{8}\u{c}\n\r\tə😀\u{FFFD}x\u{FFFD}\u{FFFD}\n";
        assert_eq!(parse(text), Ok(Tree::String(expected.into())));
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
            "line 1, column 3: expected no control character inside a string, found \" b\"\""
        );
        assert_eq!(error("[1] x"), r#"line 1, column 5: expected the end of the text, found "x""#);
        assert_eq!(error(""), "line 1, column 1: expected a JSON value, found the end");
        assert_eq!(error("01"), r#"line 1, column 2: expected the end of the text, found "1""#);
    }

    #[test]
    fn a_hundred_thousand_brackets_are_refused_not_a_stack_overflow() {
        assert!(error(&"[".repeat(100_000)).contains("at most 128 levels"));
        assert!(parse(&format!("{}{}", "[".repeat(128), "]".repeat(128))).is_ok());
    }
}
