//! HTML → paragraphs of plain text.
//!
//! The result is only ever shown as text, so nothing here is a security border: a tag that
//! slips through is seen, not run. No parser of the browser is asked, so it also works where
//! Trusted Types forbid one. What it does not do: keep links, lists or pictures.

/// Elements whose content is no text for readers.
const SILENT: [&str; 6] = ["script", "style", "template", "noscript", "textarea", "title"];

/// Elements that run on inside a line; every other one ends the paragraph.
const INLINE: [&str; 32] = [
    "big", "dfn", "label", "samp", "strike", "time", "tt", "var", "wbr", "a", "abbr", "b", "bdi",
    "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "u",
];

/// A longer tag is none: looking for its end again and again would take for ever.
const MAX_TAG: usize = 4096;

/// The paragraphs of an HTML fragment, white space folded, entities decoded once.
pub fn from_html(html: &str) -> Vec<String> {
    let mut paragraphs = Paragraphs::default();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        paragraphs.text(&decode(text));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = after_comment(comment);
            continue;
        }
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let Some((tag, after_tag)) = split_tag(after).filter(|_| is_tag) else {
            paragraphs.text("<");
            rest = after;
            continue;
        };
        rest = after_tag;
        let closing = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if !INLINE.contains(&name.as_str()) {
            paragraphs.end();
        }
        if !closing && SILENT.contains(&name.as_str()) {
            rest = after_closing(rest, &name);
        }
    }
    paragraphs.text(&decode(rest));
    paragraphs.end();
    paragraphs.done
}

/// The paragraphs of plain text: blank lines part them.
pub fn from_text(text: &str) -> Vec<String> {
    let mut paragraphs = Paragraphs::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            paragraphs.end();
        } else {
            paragraphs.text(line);
            paragraphs.text("\n");
        }
    }
    paragraphs.end();
    paragraphs.done
}

/// One line of text: white space folded.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[derive(Default)]
struct Paragraphs {
    done: Vec<String>,
    open: String,
}

impl Paragraphs {
    fn text(&mut self, text: &str) {
        self.open.push_str(text);
    }

    fn end(&mut self) {
        let paragraph = line(&std::mem::take(&mut self.open));
        if !paragraph.is_empty() {
            self.done.push(paragraph);
        }
    }
}

/// A tag and what follows it; a `>` in quotes does not end it.
fn split_tag(html: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in html.char_indices().take(MAX_TAG) {
        match (quote, c) {
            (None, '>') => return Some((html.get(..at)?, html.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed belongs to the text: then the first `>` it is.
    let (at, _) = html.char_indices().take(MAX_TAG).find(|(_, c)| *c == '>')?;
    Some((html.get(..at)?, html.get(at + 1..)?))
}

fn after_comment(html: &str) -> &str {
    let mut rest = html;
    while let Some((inside, after)) = rest.split_once('>') {
        rest = after;
        if inside.ends_with("--") {
            return rest;
        }
    }
    ""
}

fn after_closing<'a>(html: &'a str, name: &str) -> &'a str {
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        let Some(after) = tag.strip_prefix('/') else {
            continue;
        };
        let found = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if found {
            return after.split_once('>').map_or("", |(_, after)| after);
        }
    }
    ""
}

/// The entities that feeds are full of, by name, and all of them by number.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        match after.split_once(';').and_then(|(name, tail)| Some((entity(name)?, tail))) {
            Some((decoded, tail)) => {
                out.push(decoded);
                rest = tail;
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|decoded| *decoded != '\0');
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, decoded)| *decoded)
}

/// What editors write by name: XML's own five, marks, and the letters of Latin-1.
const NAMES: [(&str, char); 62] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("bdquo", '„'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("shy", '\u{AD}'),
    ("middot", '·'),
    ("bull", '•'),
    ("deg", '°'),
    ("times", '×'),
    ("euro", '€'),
    ("pound", '£'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("frac12", '½'),
    ("sup2", '²'),
    ("Ccedil", 'Ç'),
    ("ccedil", 'ç'),
    ("Ouml", 'Ö'),
    ("ouml", 'ö'),
    ("Uuml", 'Ü'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("auml", 'ä'),
    ("szlig", 'ß'),
    ("Eacute", 'É'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("Acirc", 'Â'),
    ("Icirc", 'Î'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_become_paragraphs_and_inline_elements_run_on() {
        let html =
            "<p>Bir <b>iki</b>\n üç</p><ul><li>dörd<li>beş</ul>altı<br>yeddi<!-- no > --> səkkiz";
        assert_eq!(from_html(html), ["Bir iki üç", "dörd", "beş", "altı", "yeddi səkkiz"]);
    }

    #[test]
    fn scripts_and_styles_leave_nothing() {
        let html = "a<script>alert('<p>')</script>b<STYLE>p{}</STYLE >c<script>never closed";
        assert_eq!(from_html(html), ["a", "b", "c"]);
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(
            from_html("&amp;lt; &#601;&#x259; &nbsp;x &bogus; & &#0; AT&T;"),
            ["&lt; əə x &bogus; & &#0; AT&T;"]
        );
    }

    #[test]
    fn what_editors_write_by_name_is_text() {
        assert_eq!(
            from_html(
                "T&uuml;rkiye&rsquo;nin g&ouml;r&uuml;ş&uuml; &ccedil;ox &euro;5 &middot; 20&deg;"
            ),
            ["Türkiye’nin görüşü çox €5 · 20°"]
        );
        assert_eq!(
            from_html("<img alt='a > b' src=x>On <time>5 May</time> su<wbr>per"),
            ["On 5 May super"]
        );
        assert_eq!(from_html("<a title=\"open>text</a>"), ["text"]);
    }

    #[test]
    fn a_lone_angle_bracket_is_text() {
        assert_eq!(from_html("1 < 2 and 3 <4 <unclosed"), ["1 < 2 and 3 <4 <unclosed"]);
    }

    #[test]
    fn plain_text_is_parted_at_blank_lines() {
        assert_eq!(from_text("a\nb\n\n \nc <b>\r\n\r\nd"), ["a b", "c <b>", "d"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[<>/&;#x a-zə\"'!-]{0,80}") {
            let _ = (from_html(&html), from_text(&html));
        }
    }
}
