//! Bytes → text. Which charset it is, is found out here; decoding itself is handed in, for the browser
//! and the native side each have a decoder of their own with the same labels.

use crate::scan;

/// Decodes bytes by a label of the Encoding Standard (`windows-1251`), never fails on the bytes; `None`
/// when the label is unknown.
pub type Decode<'a> = &'a dyn Fn(&[u8], &str) -> Option<String>;

/// Where declarations are looked for.
const HEAD: usize = 1024;

/// The text of a document. The order: byte order mark, zero bytes as UTF-16 has them, UTF-8 where it fits,
/// what the header says, what the XML declaration says, else a guess by the letters.
///
/// UTF-8 goes before what is declared, for no text of another charset is UTF-8 by accident, while servers
/// say `ISO-8859-1` of everything; and a declared UTF-8 that the bytes are not is not believed either.
///
/// `None` when it is no text at all.
pub fn text(bytes: &[u8], content_type: Option<&str>, decode: Decode<'_>) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // A bracket of JSON or XML beside a zero is UTF-16 as well as its mark is.
    let utf16 = match head {
        [0xFE, 0xFF, ..] | [0, b'<' | b'{' | b'[', ..] => Some("utf-16be"),
        [0xFF, 0xFE, ..] | [b'<' | b'{' | b'[', 0, ..] => Some("utf-16le"),
        _ => None,
    };
    if utf16.is_some() || head.contains(&0) {
        return decode(bytes, utf16?);
    }
    let utf8 = str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok();
    // ISO-2022-JP is ASCII with escapes, and so is UTF-8 by accident.
    if let Some(text) = utf8.filter(|_| !bytes.contains(&0x1B)) {
        return Some(text.to_owned());
    }
    let mut ascii = String::new();
    for byte in head {
        ascii.push(char::from(*byte));
    }
    let declared =
        [(content_type.unwrap_or_default(), "charset"), (&ascii, "encoding"), (&ascii, "charset")];
    for (text, key) in declared {
        let label = scan::split(text, key).map_or("", |(_, label)| label);
        let label = label.trim_start_matches(|c| " =\"'".contains(c));
        let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
        let label = label.get(..end.unwrap_or(label.len())).unwrap_or_default();
        // UTF-8 and UTF-16 were looked for above: it is neither, whatever it says.
        let other = !label.is_empty() && !scan::cut(label, 3).eq_ignore_ascii_case("utf");
        if let Some(text) = other.then(|| decode(bytes, label)).flatten() {
            return Some(text);
        }
    }
    // A few bad bytes in UTF-8 are damage; where most are bad, it is something else.
    match utf8 {
        Some(text) => Some(text.to_owned()),
        None => decode(bytes, guess(bytes)),
    }
}

/// What undeclared bytes are most likely to be: damaged UTF-8 where its sequences prevail; Cyrillic
/// where most letters are high bytes; else Turkish, which holds Western Europe's letters too.
fn guess(bytes: &[u8]) -> &'static str {
    let (mut high, mut letters, mut sequences) = (0_usize, 0_usize, 0_usize);
    let mut before = 0_u8;
    for byte in bytes {
        high += usize::from(*byte >= 0xC0);
        letters += usize::from(byte.is_ascii_alphabetic());
        sequences += usize::from(before >= 0xC2 && (0x80..0xC0).contains(byte));
        before = *byte;
    }
    if sequences * 2 > high {
        "utf-8"
    } else if high * 3 > letters {
        // Tags are ASCII letters: a third is far more than a Turkish text has.
        "windows-1251"
    } else {
        "windows-1254"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::Encoding;

    fn decode(bytes: &[u8], label: &str) -> Option<String> {
        Some(Encoding::for_label(label.as_bytes())?.decode_with_bom_removal(bytes).0.into())
    }

    #[track_caller]
    fn read(bytes: &[u8], content_type: &str) -> String {
        text(bytes, Some(content_type), &decode).unwrap()
    }

    fn encoded(text: &str, label: &str) -> Vec<u8> {
        Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    }

    #[test]
    fn a_mark_goes_before_all_else() {
        assert_eq!(
            read(b"\xEF\xBB\xBF<a>\xC9\x99</a>", "text/xml; charset=windows-1251"),
            "<a>ə</a>"
        );
        let utf16: Vec<u8> = "\u{FEFF}<a>ə</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&utf16, "text/xml"), "<a>ə</a>");
        let unmarked: Vec<u8> = "<a>ə</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&unmarked, "text/xml; charset=utf-8"), "<a>ə</a>");
    }

    #[test]
    fn the_header_goes_before_the_declaration() {
        let body = encoded("<?xml version='1.0' encoding='koi8-r'?><a>Баку</a>", "windows-1251");
        assert!(read(&body, "text/xml; charset=\"windows-1251\"").contains("Баку"));
    }

    #[test]
    fn the_declaration_is_found_without_a_header_and_when_the_header_lies() {
        let lie = "<?xml version='1.0' encoding='ISO-8859-1'?><a>Bakı, şəhər</a>";
        assert_eq!(read(lie.as_bytes(), "text/xml; charset=ISO-8859-1"), lie, "UTF-8 all the same");
        for (label, word) in
            [("windows-1251", "Баку"), ("windows-1254", "Iğdır"), ("ISO-8859-9", "şağ")]
        {
            let document = format!("<?xml version=\"1.0\" encoding = \"{label}\"?><a>{word}</a>");
            let body = encoded(&document, label);
            assert!(read(&body, "text/xml").contains(word), "{label}");
            assert!(read(&body, "text/xml; charset=UTF-8").contains(word), "{label} under a lie");
        }
    }

    #[test]
    fn undeclared_bytes_are_guessed_by_their_letters() {
        let russian = "<rss><title>Новости Каспия и погода</title></rss>";
        assert_eq!(read(&encoded(russian, "windows-1251"), ""), russian);
        let turkish = "<rss><title>Iğdır'da güneşli gün, şöyle böyle</title></rss>";
        assert_eq!(read(&encoded(turkish, "windows-1254"), ""), turkish);
        let mut damaged = "<rss><title>Bakıda güneşli gün</title>".as_bytes().to_vec();
        damaged.push(0xFF);
        assert!(read(&damaged, "").contains("Bakıda güneşli gün"));
    }

    #[test]
    fn an_unknown_label_is_passed_over_and_a_picture_is_no_text() {
        assert_eq!(read("<a>ə</a>".as_bytes(), "text/xml; charset=x-klingon"), "<a>ə</a>");
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, &decode), None);
    }
}
