//! HTML → paragraphs of plain text.
//!
//! The result is only ever shown as text, so nothing here is a security border: a tag that
//! slips through is seen, not run. No parser of the browser is asked, so it also works where
//! Trusted Types forbid one. What it does not do: keep links, lists or pictures.

use crate::model::Body;
use crate::{entity, scan};

/// Elements whose content is no text for readers.
const SILENT: &str = "script style template noscript textarea title";

/// Elements that run on inside a line; every other one ends the paragraph.
const INLINE: &str = "big blink dfn label samp strike time tt var wbr a abbr b bdi bdo cite code data del em font i \
    ins kbd mark q s small span strong sub sup u";

/// Of the others, those that a text is known to be HTML by.
const BLOCK: &str = "p br div img ul ol li dl dt dd h1 h2 h3 h4 h5 h6 hr pre table tr td th blockquote figure iframe \
    center applet embed frameset frame link meta object math svg video audio form input section article header \
    html body";

/// Those that need no end.
const LONE: &str = "p br hr img li meta link embed frame input object";

fn listed(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

/// This often the end of a tag is looked for in vain; then what is left is text. Else a text of nothing but
/// beginnings would take for ever.
const MAX_UNCLOSED: usize = 100;

/// A longer tag is none: looking for its end again and again would take for ever.
const MAX_TAG: usize = 4096;

/// The paragraphs of an article's text.
pub fn paragraphs(body: &Body) -> Vec<String> {
    let mut paragraphs =
        if body.is_html { from_html(&body.source) } else { from_text(&body.source) };
    if let Some(last) = paragraphs.last_mut().filter(|_| body.excerpt) {
        // A tail may be a paragraph of its own.
        let kept = without_tail(&[". ", last].concat());
        *last = kept.get(2..).unwrap_or_default().to_owned();
        if last.is_empty() {
            paragraphs.pop();
        }
    }
    paragraphs
}

/// The paragraphs of an HTML fragment, white space folded, entities decoded once.
pub fn from_html(html: &str) -> Vec<String> {
    let mut paragraphs = Paragraphs::default();
    let (mut rest, mut unclosed) = (html, 0);
    while let Some((text, after)) = rest.split_once('<') {
        paragraphs.text(&entity::decode(text));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = after_comment(comment);
            continue;
        }
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let tag = if is_tag && unclosed < MAX_UNCLOSED { split_tag(after) } else { None };
        let Some((tag, after_tag)) = tag else {
            unclosed += usize::from(is_tag);
            paragraphs.text("<");
            rest = after;
            continue;
        };
        rest = after_tag;
        let closing = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !listed(INLINE, &name) {
            paragraphs.end();
        }
        if !closing && listed(SILENT, &name) {
            rest = after_closing(rest, &name);
        }
    }
    paragraphs.text(&entity::decode(rest));
    paragraphs.end();
    paragraphs.done
}

/// Whether a text that nobody says anything about is HTML: a tag of HTML is closed in it, needs no
/// closing or has an attribute, or there is a reference. `a <b` and `Vec<u8>` are text.
pub fn is_html(text: &str) -> bool {
    let known = |after: &str| {
        let closing = after.strip_prefix('/');
        let tag = closing.unwrap_or(after);
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, rest) = tag.split_at_checked(end).unwrap_or_default();
        let inside = rest.split('>').next().unwrap_or_default();
        let sure = closing.is_some() || inside.contains('=') || inside.ends_with('/');
        let names = if sure { [INLINE, BLOCK, SILENT, LONE] } else { [LONE; 4] };
        !name.is_empty()
            && (rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace))
            && names.iter().any(|names| listed(names, name))
    };
    text.split('<').skip(1).any(known) || entity::is_in(text)
}

/// What excerpts end in when there is more on the page, and nobody said so in the text itself.
const TAILS: &str = "Continue reading|Read more|Read the full|The post |Keep reading|Devamını oku|Devamı|Davamı|\
    Ardını oxu|Читать далее|Читать дальше|Подробнее";

/// A summary without the tails that content systems hang on it: `[…]`, `Continue reading →`,
/// `The post … appeared first on …`.
pub fn without_tail(summary: &str) -> String {
    /// From the end, no tail begins farther away.
    const LONGEST: usize = 300;
    /// More of them at one end nobody writes.
    const MOST: usize = 8;
    let mut text = summary.trim_end();
    for _ in 0..MOST {
        let before = text;
        while let Some(less) = ["[…]", "[...]", "(…)", "(...)", "→", "»"]
            .iter()
            .find_map(|mark| text.strip_suffix(mark))
        {
            text = less.trim_end();
        }
        // What is cut begins a sentence: after a mark, or after the dots of a cut text.
        let from = scan::cut(text, text.len().saturating_sub(LONGEST)).len();
        let tail = text.get(from..).unwrap_or_default();
        for (at, _) in tail.char_indices().filter(|(at, _)| *at > 0) {
            let (head, rest) = tail.split_at_checked(at).unwrap_or_default();
            let before = head.trim_end().chars().next_back().unwrap_or_default();
            if !".!?…])\"”»".contains(before) {
                continue;
            }
            let begins = |known: &str| {
                rest.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known))
            };
            let post = !begins("The post ") || scan::find(rest, "appeared first on").is_some();
            if head.ends_with(' ') && post && TAILS.split('|').any(begins) {
                text = text.get(..from + at).unwrap_or(text).trim_end();
                break;
            }
        }
        if text == before {
            break;
        }
    }
    // Three dots in brackets say the same as the ellipsis that a reader knows.
    let shorter = text.len() < summary.trim_end().len();
    let last = text.chars().next_back();
    let cut = shorter && last.is_some_and(|last| !".!?…".contains(last));
    if cut { [text, "…"].concat() } else { text.to_owned() }
}

/// The pictures of an HTML fragment in their order: address, width and height in pixels as far as
/// they are said. Of a lazy one the address that it will have.
pub fn pictures(html: &str) -> Vec<(String, Option<u32>, Option<u32>)> {
    let mut found = Vec::new();
    let (mut rest, mut unclosed) = (html, 0);
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if !after.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("img")) {
            continue;
        }
        let Some((tag, after)) = split_tag(after) else {
            unclosed += 1;
            if unclosed == MAX_UNCLOSED {
                break;
            }
            continue;
        };
        rest = after;
        let (mut address, mut lazy, mut width, mut height) = (None, None, None, None);
        for (name, value) in scan::attributes(tag).filter(|(_, value)| !value.trim().is_empty()) {
            let size = || value.trim_end_matches(['p', 'x']).parse().ok();
            match name {
                _ if name.eq_ignore_ascii_case("src") => address = Some(value),
                _ if name.starts_with("data-")
                    && (name.ends_with("src") || name.ends_with("original")) =>
                {
                    lazy = Some(value)
                }
                "width" => width = size(),
                "height" => height = size(),
                _ => {}
            }
        }
        let address = lazy.or(address).filter(|address| !address.trim_start().starts_with("data:"));
        if let Some(address) = address {
            found.push((address.trim().to_owned(), width, height));
        }
    }
    found
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

    #[test]
    fn html_is_told_from_text_by_a_known_tag_or_reference() {
        for html in ["a <b>b</b>", "x<br/>y", "AT&amp;T", "<P CLASS=x>", "x</a>", "<img src=x>"] {
            assert!(is_html(html), "{html}");
        }
        for text in ["1 < 2 > 0", "AT&T", "<T> is a type", "Vec<u8>", "x <3", "a <b", "the <b> tag"]
        {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn tails_are_cut_from_summaries_and_words_are_not() {
        let cases = [
            ("Qısa mətn [&hellip;]", "Qısa mətn [&hellip;]"),
            ("Short text […]", "Short text…"),
            ("It rained [...] Continue reading →", "It rained…"),
            ("It rained. Continue reading Rain in Baku", "It rained."),
            ("It rained. The post Rain appeared first on Courier.", "It rained."),
            ("Yağış yağdı… Devamını oku »", "Yağış yağdı…"),
            ("Прошёл дождь. Читать далее", "Прошёл дождь."),
            ("Read more books, they said", "Read more books, they said"),
            (
                "He said: the post is late. The post is closed.",
                "He said: the post is late. The post is closed.",
            ),
            ("", ""),
        ];
        for (summary, expected) in cases {
            assert_eq!(without_tail(summary), expected);
        }
    }

    #[test]
    fn pictures_are_found_with_their_sizes_and_lazy_ones_too() {
        let html = "<p>a<IMG alt='x > y' src=\"/a.jpg?x=1&amp;y=2\" width=640 height='480'>b<img src='data:image/gif;base64,AA' data-src=b.jpg>\
            <img src='data:,'><image src=no><img width=1 height=1 src=//t.example/p>";
        assert_eq!(
            pictures(html),
            [
                ("/a.jpg?x=1&y=2".to_owned(), Some(640), Some(480)),
                ("b.jpg".to_owned(), None, None),
                ("//t.example/p".to_owned(), Some(1), Some(1)),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[<>/&;#x a-zə\"'!-]{0,80}") {
            let _ = (from_html(&html), from_text(&html), is_html(&html), without_tail(&html), pictures(&html));
        }
    }
}
