//! Looking for pieces of markup in a text: what the readers of XML, HTML and pages share.
//!
//! `str`'s own search for a text inside another one weighs as much as a format; these are short texts.

use crate::entity;

/// Where `part` stands first, whatever the case of its ASCII letters.
pub fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes()
        .windows(part.len())
        .position(|place| place.eq_ignore_ascii_case(part.as_bytes()))
}

/// What stands before `part` and behind it.
pub fn split<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// At most `max` bytes of a text, whole characters.
pub fn cut(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The attributes behind the name of a tag, as it stands between `<` and `>`; with quotes or without,
/// references decoded.
pub fn attributes(tag: &str) -> Attributes<'_> {
    let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    Attributes(tag.get(end..).unwrap_or_default())
}

/// See [`attributes`].
pub struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, String);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/');
        let (name, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        if rest.is_empty() {
            return None;
        }
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            self.0 = after;
            return Some((name, String::new()));
        };
        let value = value.trim_start();
        let (value, rest) = match value.chars().next() {
            // A quote that is never closed takes all there is.
            Some(quote @ ('"' | '\'')) => {
                let value = value.get(1..).unwrap_or_default();
                value.split_once(quote).unwrap_or((value, ""))
            }
            _ => value.split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
        };
        self.0 = rest;
        Some((name, entity::decode(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_part_is_found_in_any_case() {
        assert_eq!(find("a<SCRIPT b", "<script"), Some(1));
        assert_eq!(find("a", "ab"), None);
        assert_eq!(split("x-->y-->z", "-->"), Some(("x", "y-->z")));
        assert_eq!((cut("aə", 2), cut("aə", 3), cut("aə", 9)), ("a", "aə", "aə"));
    }

    #[test]
    fn attributes_are_read_with_quotes_and_without() {
        let read = |tag| {
            attributes(tag).map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(
            read("img alt='x > y' src = \"/a?b=1&amp;c\" width=640 hidden/"),
            ["alt=x > y", "src=/a?b=1&c", "width=640", "hidden="]
        );
        assert_eq!(read("a b=\"never closed c=1"), ["b=never closed c=1"]);
        assert_eq!(read("a"), [""; 0]);
        assert_eq!(read("a href=https://a.example/x/"), ["href=https://a.example/x/"]);
        assert_eq!(read("a = = =b"), ["==", "=b"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(tag in "[a-cə=\"' /&;]{0,40}", part in "[a-cə]{1,3}") {
            let _ = (attributes(&tag).count(), split(&tag, &part), cut(&tag, part.len()));
        }
    }
}
