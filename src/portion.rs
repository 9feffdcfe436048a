//! A long document of articles → short ones of the same form, so that reading it never holds up the page.
//!
//! What is cut is the longest list: of JSON the array of objects that is most of the text, of XML the run of `item` or `entry`.
//! Each part gets what stands before and behind the list. Works on bytes, so that it need not know
//! their charset, as long as ASCII is ASCII in it. What cannot be cut is read whole.

use std::ops::Range;

/// A shorter document is not cut, and a part is about as long: a few milliseconds to read.
pub const PORTION: usize = 1 << 14;

/// What stands around the list is repeated in every part, so it must be short.
const MAX_AROUND: usize = 1 << 14;

/// Where a document can be cut.
#[derive(Debug, Default)]
pub struct Splitter {
    at: usize,
    /// Where the list begins, when one was found.
    begin: Option<usize>,
    /// Where the list ends, when that is known.
    end: usize,
    depth: usize,
    quoted: bool,
    /// What an item is called, in XML.
    name: &'static [u8],
    /// The items of the list so far.
    items: usize,
    /// Where the next part begins, and how many items stand before it.
    cut: (usize, usize),
    parts: Vec<Part>,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// How many items stand before it.
    pub before: usize,
}

impl Splitter {
    /// Looks through some thousand bytes more; whether there are any.
    pub fn advance(&mut self, bytes: &[u8]) -> bool {
        let until = self.at + 4 * PORTION;
        let is_xml = bytes.iter().find(|byte| byte.is_ascii_graphic()) == Some(&b'<')
            || bytes.starts_with(b"\xef\xbb\xbf<");
        while self.at < until {
            let more = if is_xml { self.xml(bytes) } else { self.json(bytes) };
            if !more {
                return false;
            }
        }
        true
    }

    /// The parts, when all was looked through; none where the document has to be read whole.
    pub fn parts(&self, bytes: &[u8]) -> &[Part] {
        let around = self.begin.unwrap_or_default() + bytes.len().saturating_sub(self.end);
        if around <= MAX_AROUND { &self.parts } else { &[] }
    }

    /// A part as a document.
    pub fn document(&self, bytes: &[u8], part: &Part) -> Vec<u8> {
        let head = bytes.get(..self.begin.unwrap_or_default()).unwrap_or_default();
        let list = bytes.get(part.bytes.clone()).unwrap_or_default();
        [head, list, bytes.get(self.end..).unwrap_or_default()].concat()
    }

    /// Looks at a byte.
    fn json(&mut self, bytes: &[u8]) -> bool {
        let Some(byte) = bytes.get(self.at).copied() else { return false };
        self.at += 1;
        match byte {
            b'\\' if self.quoted => self.at += 1,
            b'"' => self.quoted = !self.quoted,
            _ if self.quoted => {}
            b'[' if self.begin.is_none() => {
                let mut rest = bytes.get(self.at..).unwrap_or_default().iter();
                if rest.find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
                    self.begin = Some(self.at);
                    (self.cut, self.depth, self.items) = ((self.at, 0), 0, 0);
                }
            }
            _ if self.begin.is_none() => {}
            b']' if self.depth == 0 => {
                self.part(self.at - 1);
                let begin = self.begin.unwrap_or_default();
                if 2 * (self.at - begin) > bytes.len() {
                    self.end = self.at - 1;
                    return false;
                }
                // A short list, such as of authors: the one of articles is still to come.
                self.begin = None;
                self.parts.clear();
            }
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b',' if self.depth == 0 => {
                self.items += 1;
                if self.at - self.cut.0 > PORTION {
                    self.part(self.at - 1);
                    self.cut = (self.at, self.items);
                }
            }
            _ => {}
        }
        true
    }

    /// Looks at a tag.
    fn xml(&mut self, bytes: &[u8]) -> bool {
        let rest = bytes.get(self.at..).unwrap_or_default();
        let Some(open) = rest.iter().position(|byte| *byte == b'<') else {
            if self.begin.is_some() {
                self.part(self.end);
            }
            return false;
        };
        let begin = self.at + open;
        self.at = begin + 1;
        let tag = bytes.get(self.at..).unwrap_or_default();
        let is = |tag: &[u8], name: &[u8]| {
            let after = tag.get(name.len());
            tag.starts_with(name) && after.is_some_and(|byte| b" \t\r\n>".contains(byte))
        };
        for (open, close) in [(&b"![CDATA["[..], &b"]]>"[..]), (b"!--", b"-->")] {
            if tag.starts_with(open) {
                let end = tag.windows(3).position(|place| place == close);
                self.at += end.unwrap_or(tag.len());
                return true;
            }
        }
        for name in [&b"item"[..], b"entry"] {
            if self.name.is_empty() && is(tag, name) {
                self.name = name;
                self.begin = Some(begin);
                self.cut = (begin, 0);
            }
        }
        if self.name.is_empty() {
            return true;
        }
        if is(tag, self.name) {
            if begin - self.cut.0 > PORTION {
                self.part(begin);
                self.cut = (begin, self.items);
            }
            self.items += 1;
        } else if tag.first() == Some(&b'/') && is(tag.get(1..).unwrap_or_default(), self.name) {
            let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len() - 1);
            self.end = self.at + end + 1;
        }
        true
    }

    fn part(&mut self, end: usize) {
        self.parts.push(Part { bytes: self.cut.0..end, before: self.cut.1 });
    }
}

/// A place in a part (`items[3].url`) as it is in the document: the first number counts what stands before, too.
pub fn behind(path: &str, before: usize) -> String {
    let Some((list, rest)) = path.split_once('[') else { return path.to_owned() };
    let Some((number, rest)) = rest.split_once(']') else { return path.to_owned() };
    let number = number.parse::<usize>().unwrap_or_default() + before;
    [list, "[", &number.to_string(), "]", rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<(usize, String)> {
        let mut splitter = Splitter::default();
        while splitter.advance(text.as_bytes()) {}
        let parts = splitter.parts(text.as_bytes()).iter();
        let document = |part| splitter.document(text.as_bytes(), part);
        parts.map(|part| (part.before, String::from_utf8(document(part)).unwrap())).collect()
    }

    /// One that is as long as a part.
    fn long(text: &str) -> String {
        text.repeat(PORTION / text.len() + 1)
    }

    #[test]
    fn a_list_of_json_is_cut_between_its_items() {
        let item = |id: &str| {
            format!(r#"{{"id": "{id}", "text": "{}", "tags": ["a", "b"]}}"#, long(r#"], [{ \" "#))
        };
        let (one, two, three) = (item("1"), item("2"), item("3"));
        let feed = format!(
            r#"{{"authors": [{{"name": "x"}}], "title": "[{{", "items": [{one}, {two},{three}], "end": 1}}"#
        );
        let around = |item: &str, before| {
            let head = r#"{"authors": [{"name": "x"}], "title": "[{", "items": ["#;
            (before, format!(r#"{head}{item}], "end": 1}}"#))
        };
        let expected = [around(&one, 0), around(&format!(" {two}"), 1), around(&three, 2)];
        assert_eq!(documents(&feed), expected);
        let bare = format!("[{one},{two}]");
        assert_eq!(documents(&bare), [(0, format!("[{one}]")), (1, format!("[{two}]"))]);
    }

    #[test]
    fn a_feed_of_xml_is_cut_between_its_items() {
        let item = |id: &str| {
            format!(
                "<item a='1'><id>{id}</id><![CDATA[{}</item>]]><!-- <item> --></item>\n",
                long("<item> ")
            )
        };
        let (one, two) = (item("1"), item("2"));
        let feed = format!(
            "\u{feff}<?xml version='1.0'?><rss><channel><image><url>u</url></image>{one}{two}</channel></rss>"
        );
        let around = |item: &str| {
            format!(
                "\u{feff}<?xml version='1.0'?><rss><channel><image><url>u</url></image>{item}\n</channel></rss>"
            )
        };
        let found = documents(&feed);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], (0, around(&one)));
        assert_eq!(found[1], (1, around(two.trim_end())));
    }

    #[test]
    fn a_place_in_a_part_is_told_by_its_place_in_the_document() {
        assert_eq!(behind("items[3].image[0]", 40), "items[43].image[0]");
        assert_eq!(behind("[0].url", 7), "[7].url");
        assert_eq!(behind("title", 7), "title");
    }

    #[test]
    fn what_has_no_long_list_is_read_whole() {
        let note = long("much before ");
        for text in [
            "",
            "{}",
            "<rss/>",
            "[1, 2, 3]",
            "[{",
            "{\"a\": \"",
            &format!("{{\"note\": \"{note}\", \"items\": [{{}}, {{}}]}}"),
        ] {
            assert_eq!(documents(text), [], "{text:.40}");
        }
    }
}
