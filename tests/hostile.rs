//! The readers on input that no one would write: 100,000 documents a family, made of good ones by what
//! happens to feeds (cut, spliced, repeated, garbled), and the worst that a server could send on purpose.
//!
//! The documents are the same in every run. `HOSTILE_SECONDS=600 cargo test --test hostile` goes on making
//! others for so long, and `HOSTILE_SEED=7` begins elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../bench/read.rs"]
mod bench;
mod support;

use std::collections::HashSet;
use std::rc::Rc;
use std::slice;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use news_widget::decimal::Decimal;
use news_widget::link::SafeLink;
use news_widget::model::{Article, Code, Rates};
use news_widget::path::{Fields, Node};
use news_widget::reader::{self, Complaint, ReadError, Reading, Wanted};
use news_widget::time::{Date, Day, Timestamp};
use news_widget::{charset, entity, json, plain, xml};

/// Inputs of each family, at the least.
const INPUTS: u64 = 100_000;
/// Longer inputs are cut: they find no more, and take longer.
const MAX_INPUT: usize = 1500;
/// A stack as small as the one that the widget has in a browser.
const STACK: usize = 1 << 20;

// ---- what must hold of whatever is read ----

fn is_web(link: &SafeLink) -> bool {
    link.as_str().starts_with("https://") || link.as_str().starts_with("http://")
}

fn check_complaints(complaints: &[Complaint]) {
    assert!(complaints.len() <= 50, "{} complaints", complaints.len());
    for complaint in complaints {
        assert!(!complaint.path.is_empty(), "of nothing: {complaint:?}");
    }
}

fn check_error(error: &ReadError) {
    if let ReadError::Shape(complaint) = error {
        check_complaints(slice::from_ref(complaint));
    }
    assert!(!error.to_string().is_empty() && !error.code().is_empty(), "{error:?}");
}

fn check_article(article: &Rc<Article>) {
    assert!(!article.title.trim().is_empty(), "no title: {article:?}");
    assert!(is_web(&article.url), "not of the web: {article:?}");
    assert!(article.picture.as_ref().is_none_or(is_web), "not of the web: {article:?}");
    let words = support::words(article);
    assert!(words.iter().all(|paragraph| !paragraph.trim().is_empty()), "{article:?}");
    let texts = [&article.source, &article.category, &article.language, &article.summary];
    let texts = texts.into_iter().flatten().chain(&article.tags).chain(&article.authors);
    for text in texts.chain([&article.id]) {
        assert!(!text.trim().is_empty(), "an empty text: {article:?}");
    }
}

/// Whether anything could be read.
fn check_articles(read: &Result<Reading<Vec<Rc<Article>>>, ReadError>) -> bool {
    let reading = match read {
        Ok(reading) => reading,
        Err(error) => {
            check_error(error);
            return false;
        }
    };
    check_complaints(&reading.complaints);
    assert!(reading.value.len() <= 10_000, "{} articles", reading.value.len());
    let mut ids = HashSet::new();
    for article in &reading.value {
        check_article(article);
        assert!(ids.insert(&article.id), "the id {} is there twice", article.id);
    }
    !reading.value.is_empty()
}

/// Whether anything could be read.
fn check_rates(read: &Result<Reading<Rates>, ReadError>) -> bool {
    let reading = match read {
        Ok(reading) => reading,
        Err(error) => {
            check_error(error);
            return false;
        }
    };
    check_complaints(&reading.complaints);
    let rates = &reading.value;
    assert!(!rates.rates.is_empty(), "rates without a rate");
    assert!(rates.source_url.as_ref().is_none_or(is_web), "not of the web: {rates:?}");
    let mut codes = HashSet::new();
    for rate in &rates.rates {
        assert!(rate.value.is_positive(), "not above zero: {rate:?}");
        assert!(rate.previous.is_none_or(Decimal::is_positive), "not above zero: {rate:?}");
        assert!(rate.history.is_sorted_by(|one, next| one.0 < next.0), "out of order: {rate:?}");
        assert!(codes.insert(rate.code.as_str()), "{} is there twice", rate.code.as_str());
    }
    true
}

fn articles_as(bytes: &[u8], wanted: &Wanted) -> bool {
    check_articles(&reader::articles(&support::document(bytes), wanted, &support::PLATFORM))
}

fn rates_as(bytes: &[u8], wanted: &Wanted) -> bool {
    check_rates(&reader::rates(&support::document(bytes), wanted, &support::PLATFORM))
}

fn own(fields: &str) -> Wanted {
    Wanted { fields: Some(Rc::new(Fields::parse(fields).unwrap())), ..Wanted::default() }
}

// ---- where the inputs come from ----

/// Marsaglia's xorshift, which is all the chance that is needed here.
struct Chance(u64);

impl Chance {
    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One of the numbers below `end`, which may be zero.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() >> 11).unwrap() % end.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// A place in a document, more often than not at the edge of a word or tag.
    fn place(&mut self, document: &[u8]) -> usize {
        let place = self.below(document.len() + 1);
        if self.below(4) == 0 {
            return place;
        }
        let is_edge = |byte: &u8| !byte.is_ascii_alphanumeric() && byte.is_ascii();
        let next = document[place..].iter().position(is_edge);
        next.map_or(place, |next| place + next + self.below(2))
    }

    /// A part of a document, short more often than long.
    fn part(&mut self, document: &[u8]) -> std::ops::Range<usize> {
        let start = self.place(document);
        let most = if self.below(3) == 0 { document.len() } else { 40 };
        let end = self.place(document).max(start).min(start + most);
        start..end
    }
}

/// What stands in feeds, and what should not.
const WORDS: &[&str] = &[
    // Marks.
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "=",
    "&",
    ";",
    ":",
    ",",
    ".",
    "{",
    "}",
    "[",
    "]",
    "|",
    "(",
    ")",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "--",
    "<?",
    "?>",
    "<!DOCTYPE x [",
    "<!ENTITY x \"y\">",
    "\\",
    "\\u",
    "\n",
    "\n\n",
    " ",
    "\t",
    "#",
    "@",
    "$",
    "%",
    "*",
    "^",
    "/",
    // References and escapes.
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&bogus;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&#150;",
    "&#99999999999;",
    "&amp;lt;b&amp;gt;",
    "\\ud800",
    "\\udc00\\ud800",
    "\\u0000",
    "\\uD83D\\uDE00",
    "\\n",
    "\\\"",
    "\\x",
    // Characters.
    "\0",
    "\u{1}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{feff}",
    "\u{fffd}",
    "\u{301}",
    "\u{2028}",
    "ə",
    "İ",
    "ß",
    "😀",
    // Numbers and dates.
    "0",
    "-1",
    "1",
    "1.7",
    "2,2094",
    "1 234,56",
    "1e9",
    "1e-38",
    "1e999",
    "-0",
    "0.0",
    "100",
    "3",
    "0.1e-999999999999",
    "99999999999999999999999999999999999999",
    "0.00000000000000000000000000000000000001",
    "18446744073709551616",
    "2025-11-28",
    "2025-11-28T14:05:00+04:00",
    "Fri, 28 Nov 2025 14:05:00 GMT",
    "28.11.2025",
    "11/28/2025",
    "1764324300",
    "1764324300000",
    "0000-00-00",
    "9999-12-31T23:59:60-23:59",
    "0001-01-01T00:00:00Z",
    "24:00",
    "28 noyabr 2025",
    "soon",
    // Addresses.
    "https://a.example/x",
    "//b.example",
    "../c",
    "?",
    "javascript:alert(1)",
    "data:,",
    "http://[",
    "https://",
    "mailto:a@b.example",
    "a@b.example (Name)",
    "Name <a@b.example>",
    "#jane",
    "xml:base=\"https://c.example/\"",
    "xml:base=\"::\"",
    // Tags and attributes.
    "<a>",
    "</a>",
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<img src=x>",
    "<img src='y' width=9999999999 height=1>",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<link/>",
    "<link rel=alternate href=\"/x\"/>",
    "<title>",
    "</title>",
    "</rss>",
    "<html>",
    "<script>",
    "</script>",
    "<script type=\"application/ld+json\">",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">",
    " xmlns=\"http://www.w3.org/2005/Atom\"",
    " xmlns:a=\"http://purl.org/dc/elements/1.1/\"",
    " xmlns=\"\"",
    " xmlns:=\"x\"",
    " type=\"html\"",
    " type=\"xhtml\"",
    " mode=\"xml\"",
    "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
    "a:",
    "xml:lang",
    // Names.
    "items",
    "item",
    "rates",
    "id",
    "url",
    "link",
    "title",
    "summary",
    "description",
    "content",
    "content_html",
    "image",
    "date_published",
    "pubDate",
    "tags",
    "category",
    "author",
    "name",
    "language",
    "urgent",
    "base",
    "date",
    "code",
    "value",
    "nominal",
    "previous",
    "previous_date",
    "history",
    "quote",
    "USD",
    "EUR",
    "AZN",
    "usd",
    "SDR",
    "FXUSDCAD",
    "USDGBP",
    "@type",
    "@id",
    "@graph",
    "@context",
    "Article",
    "ListItem",
    "Person",
    "@value",
    "$t",
    "$key",
    "rendered",
    "posts",
    "feed",
    "null",
    "true",
    "false",
    "\"\"",
    "[]",
    "{}",
    "{\"@id\":\"#jane\"}",
    "\"@type\":\"Article\"",
    "\"a\":",
    "[.^=x]",
    "[rel=a]",
    // Tails.
    "Continue reading",
    "Read more",
    "The post ",
    "appeared first on",
    "[…]",
    "[...]",
    "→",
    "»",
    "…",
    ". ",
];

/// One more document out of the family's seeds.
fn document(chance: &mut Chance, seeds: &[&str]) -> Vec<u8> {
    let mut document = chance.pick(seeds).as_bytes().to_vec();
    // JSON is refused at the first slip, so most of it stays JSON.
    let whole_values = chance.below(4) > 0;
    for _ in 0..=chance.below(5) {
        if !(whole_values && change_value(chance, &mut document, seeds)) {
            change(chance, &mut document, seeds);
        }
    }
    document.truncate(MAX_INPUT);
    document
}

/// Where the values of a JSON text stand, as far as it is one; the names of members are among them.
fn values(document: &[u8]) -> Vec<std::ops::Range<usize>> {
    let (mut values, mut open, mut at) = (Vec::new(), Vec::new(), 0);
    while at < document.len() {
        let start = at;
        at += 1;
        let rest = &document[at..];
        match document[start] {
            b'{' | b'[' => open.push(start),
            b'}' | b']' => values.extend(open.pop().map(|start| start..at)),
            b'"' => {
                let end = rest.iter().position(|byte| *byte == b'"');
                at += end.map_or(rest.len(), |end| end + 1);
                values.push(start..at);
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'-' => {
                let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                at += rest.iter().take_while(is_word).count();
                values.push(start..at);
            }
            _ => {}
        }
    }
    values
}

/// A value of a JSON text becomes another one, or comes twice. `false` in a text of another kind.
fn change_value(chance: &mut Chance, document: &mut Vec<u8>, seeds: &[&str]) -> bool {
    if !document.contains(&b'{') {
        return false;
    }
    let values_here = values(document);
    if values_here.is_empty() {
        return false;
    }
    let place = values_here[chance.below(values_here.len())].clone();
    let value = &document[place.clone()];
    let word = |chance: &mut Chance| {
        // Of a word in quotes, escapes count and quotes do not.
        let word: Vec<u8> = chance.pick(WORDS).bytes().filter(|byte| *byte != b'"').collect();
        [b"\"", &*word, b"\""].concat()
    };
    let is_name = document[place.end..].trim_ascii_start().starts_with(b":");
    let value = match chance.below(if is_name { 3 } else { 9 }) {
        0 | 1 => word(chance),
        2 | 3 => {
            let other = chance.pick(seeds).as_bytes();
            let all = values(other);
            let value =
                all.get(chance.below(all.len())).map_or(&b"[]"[..], |at| &other[at.clone()]);
            value.to_vec()
        }
        4 => [b"[", value, b"]"].concat(),
        5 => [b"{\"a\":", value, b"}"].concat(),
        6 => {
            let other = &document[values_here[chance.below(values_here.len())].clone()];
            [b"[", value, b",", other, b"]"].concat()
        }
        7 => [b"[", value, b",", value, b"]"].concat(),
        _ => chance.pick(WORDS).as_bytes().to_vec(),
    };
    document.splice(place, value);
    true
}

fn change(chance: &mut Chance, document: &mut Vec<u8>, seeds: &[&str]) {
    let at = chance.place(document);
    match chance.below(14) {
        // Two documents become one.
        0 => {
            let other = chance.pick(seeds).as_bytes();
            let from = chance.place(other);
            document.truncate(at);
            document.extend_from_slice(&other[from..]);
        }
        // The connection ends.
        1 => document.truncate(at),
        // A part is lost.
        2 => drop(document.drain(chance.part(document))),
        // A part is there again, or many times.
        3 => {
            let part = document[chance.part(document)].to_vec();
            let times = 1 + chance.below(4) * chance.below(4);
            document.splice(at..at, part.repeat(times));
        }
        // A part of another document stands in this one.
        4 => {
            let other = chance.pick(seeds).as_bytes();
            let part = other[chance.part(other)].to_vec();
            document.splice(at..at, part);
        }
        // A byte is another one.
        5 => {
            if let Some(byte) = document.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        // Deep nesting.
        6 if chance.below(8) == 0 => {
            let (open, close) =
                [("[", "]"), ("{\"a\":", "}"), ("<a>", "</a>"), ("<div>x", "</div>"), ("(", ")")]
                    [chance.below(5)];
            let times = chance.below(300);
            let middle = chance.part(document);
            document.splice(middle.end..middle.end, close.repeat(times).into_bytes());
            document.splice(middle.start..middle.start, open.repeat(times).into_bytes());
        }
        // A word stands where none should be.
        6..=8 => drop(document.splice(at..at, chance.pick(WORDS).bytes())),
        // A word stands in the place of another.
        _ => {
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
            let length = document[at..].iter().take_while(|byte| is_word(byte)).count();
            document.splice(at..at + length, chance.pick(WORDS).bytes());
        }
    }
}

/// Runs `work` on a small stack, and ends the test when it takes for ever instead of waiting for it; `what`
/// says what was on then.
fn in_time<W: FnOnce() + Send + 'static>(limit: Duration, what: &dyn Fn() -> String, work: W) {
    let (done, waiting) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK);
    let worker = thread
        .spawn(move || {
            work();
            done.send(()).unwrap();
        })
        .unwrap();
    match waiting.recv_timeout(limit) {
        Ok(()) => worker.join().unwrap(),
        Err(RecvTimeoutError::Timeout) => panic!("after {limit:?} not done with {}", what()),
        Err(RecvTimeoutError::Disconnected) => panic!("panicked on {}", what()),
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Makes documents of a family and has them read; `read` says whether there was anything to read.
fn family(name: &str, seeds: &'static [&'static str], read: fn(&[u8]) -> bool) {
    let prolonged = Duration::from_secs(setting("HOSTILE_SECONDS").unwrap_or(0));
    let seed = setting("HOSTILE_SEED").unwrap_or(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let last = Arc::new(Mutex::new((0_u64, Vec::new())));
    let current = Arc::clone(&last);
    let what = || {
        let (number, input) =
            last.lock().map_or_else(|lost| lost.into_inner().clone(), |held| held.clone());
        format!("{name}, seed {seed:#x}, input {number}: b\"{}\"", input.escape_ascii())
    };
    in_time(prolonged + Duration::from_secs(300), &what, move || {
        for seed in seeds {
            current.lock().unwrap().1 = seed.as_bytes().to_vec();
            read(seed.as_bytes());
        }
        let start = Instant::now();
        let mut chance = Chance(seed);
        let (mut number, mut readable) = (0, 0);
        while number < INPUTS || start.elapsed() < prolonged {
            let input = document(&mut chance, seeds);
            number += 1;
            current.lock().unwrap().clone_from(&(number, input.clone()));
            readable += u64::from(read(&input));
        }
        eprintln!("{number} inputs, {readable} read, in {:.1} s", start.elapsed().as_secs_f64());
        // Where next to all are refused, nothing behind the refusal is tried.
        assert!(readable > number / 20, "only {readable} of {number} could be read");
    });
}

// ---- articles ----

const XML_ARTICLES: &[&str] = &[
    r##"<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Kuryer</title><link>https://courier.example</link><atom:link rel="self" href="x"/><language>az</language>
<item><title>Bir &amp; iki</title><link>/a?x=1&y=2</link><guid isPermaLink="false">a</guid><pubDate>Fri, 28 Nov 2025 14:05:00 +0400</pubDate><category>Liman</category><description>&lt;p&gt;Q&#305;sa&lt;/p&gt; […]</description><content:encoded><![CDATA[<p>Bir</p><img src="/p.jpg" width=640>]]></content:encoded><media:content url="b.jpg" width="800"/></item>
<item><title><b>x</b></title><guid>https://courier.example/b</guid><enclosure url="c.mp3" type="audio/mpeg"/></item></channel></rss>"##,
    r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title></channel><item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link><dc:date>2025-11-28</dc:date><dc:creator>Ann &lt;a@r.example&gt;</dc:creator></item></rdf:RDF>"#,
    r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://f.example/x/" xml:lang="en"><title>F</title><link href="/"/><author><name>A</name></author><entry><id>tag:1</id><title type="html">&lt;i&gt;T&lt;/i&gt;</title><link rel="alternate" type="text/html" href="e"/><updated>2025-11-28T10:05:00Z</updated><category term="t" label="L"/><summary>S. Continue reading T</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>X</p>y</div></content></entry></feed>"#,
    r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://s.example/1</loc><lastmod>2025-11-28</lastmod><news:news><news:publication><news:name>S</news:name><news:language>en</news:language></news:publication><news:publication_date>2025-11-28T10:00Z</news:publication_date><news:title>T</news:title><news:keywords>a, b</news:keywords></news:news></url></urlset>"#,
    r#"<rss xmlns:yandex="http://news.yandex.ru" xmlns:turbo="http://turbo.yandex.ru"><channel><item turbo="true"><title>Y</title><link>https://y.example/1</link><author>x</author><category>Politics/Region/</category><yandex:full-text>Text. Text</yandex:full-text><turbo:content><![CDATA[<header><h1>Y</h1></header><p>1</p>]]></turbo:content></item></channel></rss>"#,
    r#"<news><row><head>H</head><href>https://n.example/1</href><at>1764324300</at></row><row><head>I</head></row></news>"#,
];

#[test]
fn xml_articles_are_read_or_refused() {
    family("XML articles", XML_ARTICLES, |input| {
        if input.len() % 8 == 0 {
            return articles_as(
                input,
                &own(
                    "items=*.row|*.*.item; url=href|link|@href; title=head|title; published=at:unix|pubDate; body=.",
                ),
            );
        }
        check_articles(&support::articles(input))
    });
}

const JSON_ARTICLES: &[&str] = &[
    r#"{"version": "https://jsonfeed.org/version/1.1", "title": "K", "home_page_url": "https://k.example", "items": [{"id": "a", "url": "/a", "title": "Bir", "content_text": "İlk.\n\nİkinci.", "image": "p.svg", "date_published": "2025-11-28T14:05:00+04:00", "tags": ["Liman"], "_news": {"category": "N", "urgent": true}}, {"id": 17, "external_url": "https://b.example/", "content_html": "<p>Uç &amp; get</p><p>2</p>", "attachments": [{"url": "a.png", "mime_type": "image/png"}]}]}"#,
    r#"[{"id": 1, "date_gmt": "2025-11-28T10:05:00", "link": "https://w.example/1", "title": {"rendered": "T &#8211; x"}, "excerpt": {"rendered": "<p>E [&hellip;]</p>"}, "content": {"rendered": "<p>C</p>"}, "_embedded": {"author": [{"name": "A"}], "wp:featuredmedia": [{"source_url": "https://w.example/p.jpg", "media_details": {"sizes": {"full": {"source_url": "https://w.example/f.jpg", "width": 800, "height": 600}}}}], "wp:term": [[{"taxonomy": "category", "name": "N"}]]}}]"#,
    r#"{"found": 1, "posts": [{"ID": 1, "URL": "https://c.example/1", "title": "T", "excerpt": "<p>E</p>", "content": "C", "date": "2025-11-28T10:05:00+04:00", "categories": {"News": {"name": "News"}}, "tags": {}, "post_thumbnail": {"URL": "https://c.example/p.jpg", "width": 640}}]}"#,
    r##"{"posts": [{"id": "g", "url": "https://g.example/1", "title": "G", "html": "<p>x</p>", "excerpt": "x", "feature_image": "https://g.example/p.jpg", "published_at": "2025-11-28T10:05:00.000+00:00", "primary_tag": {"name": "T"}, "tags": [{"name": "#int", "visibility": "internal"}, {"name": "T"}], "authors": [{"name": "A"}]}], "meta": {"pagination": {"page": 1}}}"##,
    r#"{"feed": {"title": {"$t": "B"}, "link": [{"rel": "alternate", "href": "https://b.example/"}], "entry": [{"id": {"$t": "tag:1"}, "published": {"$t": "2025-11-28T10:05:00.001+04:00"}, "title": {"$t": "T"}, "content": {"type": "html", "$t": "<p>x"}, "link": [{"rel": "alternate", "href": "https://b.example/1"}], "media$thumbnail": {"url": "https://b.example/s72-c/p.jpg", "width": "72", "height": "72"}, "category": [{"term": "N"}]}]}}"#,
    r#"{"status": "ok", "articles": [{"source": {"id": null, "name": "S"}, "author": "A", "title": "T", "description": "D", "url": "https://j.example/1", "urlToImage": "https://j.example/p.jpg", "publishedAt": "2025-11-28T10:05:00Z", "content": "C"}]}"#,
    r#"{"data": {"news": [{"headline": "H", "ts": 1764324300, "photo": [{"src": "a.jpg", "width": 90}, {"src": "b.jpg"}], "href": "https://o.example/1", "labels": "a, b"}]}}"#,
];

#[test]
fn json_articles_are_read_or_refused() {
    family("JSON articles", JSON_ARTICLES, |input| match input.len() % 8 {
        0 => articles_as(
            input,
            &own(
                "items=data.news|*.*; url=href|url; title=headline|$key; image=photo|*.src; published=ts:unix; tags=labels:list|^.$key; body=*",
            ),
        ),
        1 => articles_as(input, &Wanted { format: Some("jsonfeed"), ..Wanted::default() }),
        2 => articles_as(input, &own("title=headline|title; url=link|'/x'|url")),
        _ => check_articles(&support::articles(input)),
    });
}

const PAGES: &[&str] = &[
    r#"<!DOCTYPE html><html><head><title>T</title><script>var a = 1 < 2;</script><script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "H", "url": "https://p.example/1", "datePublished": "2025-11-28", "author": {"@type": "Person", "name": "A"}, "image": ["a.jpg", {"@type": "ImageObject", "url": "b.jpg", "width": 1200}], "articleBody": "B"}</script></head><body><p>x</body></html>"#,
    r##"{"@context": "https://schema.org", "@graph": [{"@type": "Article", "@id": "https://p.example/2", "headline": "G", "author": [{"@id": "#jane"}], "isPartOf": {"@id": "#p"}}, {"@type": "Person", "@id": "#jane", "name": "Jane"}, {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home"}]}]}"##,
    r#"<html><script type='application/ld+json'>/*<![CDATA[*/[{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "N", "url": "https://p.example/3"}, {"@type": "ListItem", "item": {"@type": ["Thing", "http://schema.org/BlogPosting"], "name": "C", "url": "/4"}}]}]/*]]>*/</script><script type="application/ld+json">{"@type":"Article","headline":"X"} {"@type":"Article","headline":"Y", "url": "/5"}}</script>"#,
];

#[test]
fn pages_are_read_or_refused() {
    family("pages", PAGES, |input| {
        if input.len() % 4 > 0 {
            return check_articles(&support::articles(input));
        }
        let text = String::from_utf8_lossy(input);
        let scripts: Vec<&str> = text.split("</script>").collect();
        let link = |text: &str| SafeLink::new(text, &|text| Some(text.to_owned())).unwrap();
        let addresses = [link("https://p.example/1"), link("https://courier.example/4")];
        let article = reader::page_article(&scripts, &addresses, &support::PLATFORM);
        article.iter().for_each(check_article);
        article.is_some()
    });
}

// ---- rates ----

const XML_RATES: &[&str] = &[
    r#"<?xml version="1.0" encoding="utf-8"?><ValCurs Date="28.11.2025" Name="AZN"><ValType Type="Bank metalları"><Valute Code="XAU"><Nominal>1 t.u.</Nominal><Value>7069,45</Value></Valute></ValType><ValType Type="Xarici valyutalar"><Valute Code="USD"><Nominal>1</Nominal><Name>ABŞ dolları</Name><Value>1.7</Value></Valute><Valute Code="RUB"><Nominal>100</Nominal><Value>2.1</Value></Valute></ValType></ValCurs>"#,
    r#"<ValCurs Date="28.11.2025"><Valute ID="R01235"><NumCode>840</NumCode><CharCode>USD</CharCode><Nominal>10</Nominal><Value>78,2284</Value></Valute><Valute ID="R01020A"><CharCode>AZN</CharCode><Nominal>1</Nominal><Value>46,0167</Value></Valute></ValCurs>"#,
    r#"<ValCurs Date="28.11.2025" name="x"><Valute ID="47"><CharCode>EUR</CharCode><Nominal>1</Nominal><Value>19.7</Value></Valute></ValCurs>"#,
    r#"<Tarih_Date Tarih="28.11.2025" Date="11/28/2025"><Currency Kod="USD" CurrencyCode="USD"><Unit>1</Unit><ForexBuying>42.3</ForexBuying><ForexSelling>42.4</ForexSelling></Currency><Currency Kod="JPY" CurrencyCode="JPY"><Unit>100</Unit><ForexBuying>27,1</ForexBuying><ForexSelling/></Currency></Tarih_Date>"#,
    r#"<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2025-11-28"><Cube currency="USD" rate="1.16"/><Cube currency="AZN" rate="1.97"/></Cube><Cube time="2025-11-27"><Cube currency="USD" rate="1.15"/></Cube></Cube></gesmes:Envelope>"#,
    r#"<DataSet><Body><OrigCurrency>RON</OrigCurrency><Cube date="2025-11-28"><Rate currency="EUR">5.09</Rate><Rate currency="HUF" multiplier="100">1.33</Rate></Cube></Body></DataSet>"#,
    r#"<rates><date>28.11.2025</date><item><title>USD</title><description>513.3</description><quant>1</quant><change>+0.5</change></item></rates>"#,
];

#[test]
fn xml_rates_are_read_or_refused() {
    family("XML rates", XML_RATES, |input| match input.len() % 8 {
        0 => rates_as(input, &Wanted { base: Code::new("EUR"), ..Wanted::default() }),
        1 => rates_as(
            input,
            &own(
                "items=*.*.Valute|*.*; code=@Code|*; value=Value|.; sell=Value; history=*.*|.; base='AZN'|/x; date=/*.@Date|^.@time; previous=Nominal",
            ),
        ),
        _ => check_rates(&support::rates(input)),
    });
}

const JSON_RATES: &[&str] = &[
    r#"{"base": "AZN", "date": "2025-11-28", "source": {"name": "Bank", "url": "https://bank.example"}, "rates": [{"code": "USD", "nominal": 1, "value": "1.7"}, {"code": "RUB", "nominal": 100, "value": "2.2094", "previous": "2.2011", "previous_date": "2025-11-27", "history": [["2025-11-26", "2.2"], ["2025-11-27", 2.1]]}]}"#,
    r#"{"Date": "2025-11-28T11:30:00+03:00", "PreviousDate": "2025-11-27T11:30:00+03:00", "Valute": {"USD": {"CharCode": "USD", "Nominal": 1, "Value": 78.2284, "Previous": 78.1}}}"#,
    r#"[{"table": "C", "effectiveDate": "2025-11-28", "rates": [{"currency": "dolar", "code": "USD", "bid": 3.6, "ask": 3.7}, {"code": "EUR", "mid": 4.2}]}]"#,
    r#"[{"r030": 840, "txt": "x", "rate": 42.19, "cc": "USD", "exchangedate": "28.11.2025"}, {"rate": 1.2, "units": 10, "cc": "JPY"}]"#,
    r#"[{"id": 1, "Code": "840", "Ccy": "USD", "Nominal": "1", "Rate": "12194.21", "Diff": "-16.5", "Date": "28.11.2025"}]"#,
    r#"[{"Cur_ID": 431, "Date": "2025-11-28T00:00:00", "Cur_Abbreviation": "USD", "Cur_Scale": 1, "Cur_OfficialRate": 2.95}]"#,
    r#"[{"date": "2025-11-28T00:00:00.000Z", "currencies": [{"code": "USD", "quantity": 1, "rateFormated": "2.7012", "diff": -0.001}]}]"#,
    r#"{"exchangeRates": [{"key": "USD", "currentExchangeRate": 3.25, "unit": 1, "lastUpdate": "2025-11-28T13:22:04.7Z"}]}"#,
    r#"{"observations": [{"d": "2025-11-28", "FXUSDCAD": {"v": "1.40"}, "FXEURCAD": {"v": "1.62"}}]}"#,
    r#"[{"date": "2025-11-28", "base": "EUR", "quote": "USD", "rate": 1.16}, {"date": "2025-11-27", "base": "EUR", "quote": "AZN", "rate": 1.97}]"#,
    r#"{"amount": 1.0, "base": "EUR", "rates": {"2025-11-27": {"USD": 1.15}, "2025-11-28": {"USD": 1.16, "AZN": 1.97}}}"#,
    r#"{"result": "success", "provider": "https://x.example", "time_last_update_unix": 1764288001, "base_code": "USD", "conversion_rates": {"USD": 1, "AZN": 1.7}, "rates": {"USD": 1, "EUR": 0.86}}"#,
    r#"{"success": true, "timestamp": 1764288001, "source": "USD", "quotes": {"USDAZN": 1.7, "USDEUR": 0.86}}"#,
    r#"{"date": "2025-11-28", "azn": {"usd": 0.58824, "eur": 0.5, "1inch": 3, "btc": 5.5e-06}}"#,
    r#"{"dataSets": [{"series": {"0:0:0:0": {"attributes": [0], "observations": {"0": ["1.16"], "1": [1.15]}}, "0:1:0:0": {"observations": {"0": [1.97]}}}}], "structure": {"dimensions": {"series": [{"id": "FREQ", "values": [{"id": "D"}]}, {"id": "CURRENCY", "values": [{"id": "USD"}, {"id": "AZN"}]}, {"id": "CURRENCY_DENOM", "values": [{"id": "EUR"}]}], "observation": [{"values": [{"id": "2025-11-28"}, {"id": "2025-11-27"}]}]}, "attributes": {"series": [{"id": "UNIT_MULT", "values": [{"id": "0"}]}]}}}"#,
];

#[test]
fn json_rates_are_read_or_refused() {
    family("JSON rates", JSON_RATES, |input| match input.len() % 8 {
        0 => rates_as(input, &Wanted { base: Code::new("AZN"), ..Wanted::default() }),
        1 => rates_as(
            input,
            &own(
                "items=rates|*.*|.; code=code|$key; value=value|.; change=*; nominal=nominal; history=history|*; base='AZN'; date=^.$key|/date:unix; inverse='yes'",
            ),
        ),
        2 => rates_as(input, &own("value=value|Value|rate; date=/date|^.d:unix")),
        3 => rates_as(input, &Wanted { format: Some("sdmx"), ..Wanted::default() }),
        _ => check_rates(&support::rates(input)),
    });
}

#[test]
fn documents_that_nothing_has_happened_to_are_read() {
    // Two are in nobody's format, for paths of an owner's.
    let is_known = |seed: &&&str| {
        !seed.contains("<head>H</head>") && !seed.contains("\"headline\": \"H\", \"ts\"")
    };
    for seed in XML_ARTICLES.iter().chain(JSON_ARTICLES).chain(PAGES).filter(is_known) {
        assert!(check_articles(&support::articles(seed.as_bytes())), "{seed}");
    }
    for seed in XML_RATES.iter().chain(JSON_RATES) {
        assert!(check_rates(&support::rates(seed.as_bytes())), "{seed}");
    }
}

// ---- the language of paths ----

const PATHS: &[&str] = &[
    "items=data.news; title=headline|name; image=photo.0.src; published=ts:unix; url=href",
    "items=rss.channel.item|.; url=link[@rel=alternate].@href|link[@rel!=self]|@href:absolute|'x'; title=.",
    "items=*.*; code=$key; value=.; nominal=/amount; inverse='yes'; base='AZN'; date=^.$key",
    "any=version[.^=https://jsonfeed.org]|a.b[c=d][e^=f].g:list|/x|*|^|$key|.|a:html",
];

#[test]
fn paths_are_followed_or_refused() {
    family("paths", PATHS, |input| {
        let text = String::from_utf8_lossy(input);
        let Ok(fields) = Fields::parse(&text) else { return false };
        // Down and up again is a way for each of the members, and so many times as many with every turn.
        if fields.names().any(|name| name.len() > 99) || text.matches('^').count() > 3 {
            return false;
        }
        let (element, _) = xml::parse(
            "<rss><channel><link>https://a.example</link><item><title>x</title><link rel='alternate' href='/a'/></item></channel></rss>",
        );
        let object = json::parse(
            r#"{"amount": 1, "data": {"news": [{"headline": "H", "photo": [{"src": "s"}], "href": "/h"}, [[]], 3]}, "x": null}"#,
        )
        .unwrap();
        for tree in [&element, &object] {
            let fuel = news_widget::path::Fuel::default();
            let document = Node::document(tree, &fuel);
            for path in fields.names().flat_map(|name| fields.get(name)) {
                for node in path.all(&document, 100) {
                    let _ = (node.path(), node.found(), node.text(), node.key(), node.is_object());
                }
                let _ = (
                    path.first(&document).is_some(),
                    path.place(&document),
                    path.is_empty_list(&document),
                );
            }
        }
        let wanted = Wanted { fields: Some(Rc::new(fields)), ..Wanted::default() };
        let seed = |seeds: &[&'static str]| seeds[input.len() % seeds.len()].as_bytes();
        let _ = match input.len() % 4 {
            0 => articles_as(seed(XML_ARTICLES), &wanted),
            1 => articles_as(seed(JSON_ARTICLES), &wanted),
            2 => rates_as(seed(XML_RATES), &wanted),
            _ => rates_as(seed(JSON_RATES), &wanted),
        };
        true
    });
}

// ---- dates and numbers ----

const DATES: &[&str] = &[
    "2025-11-28T14:05:00.123+04:00",
    "Fri, 28 Nov 2025 14:05:00 GMT (a (b))",
    "28.11.2025 14:05",
    "11/28/2025 2:05 p.m. EST",
    "28 noyabr 2025-ci il, 14:05 GMT+4",
    "Пт, 28 ноября 2025 г. в 14:05 МСК",
    "1764324300",
    "-03-12",
    "20251128T140500Z",
];

#[test]
fn dates_are_days_of_the_calendar_or_none() {
    /// The first second of the year 101: years before 100 are printed and not read.
    const YEAR_101: i64 = -58_979_923_200;
    family("dates", DATES, |input| {
        let text = String::from_utf8_lossy(input);
        for at in [Timestamp::parse(&text), Timestamp::from_unix(&text)].into_iter().flatten() {
            assert!(at.0 < YEAR_101 || Timestamp::parse(&at.rfc3339()) == Some(at), "{at:?}");
            let _ = [-840, 840, i32::MIN, i32::MAX].map(|offset| at.civil(offset));
        }
        if let Some(day) = Day::parse(&text) {
            assert!((0..=9999).contains(&day.year), "{day:?}");
            assert!((1..=12).contains(&day.month) && (1..=31).contains(&day.day), "{day:?}");
            assert!(
                Date::parse(&text)
                    .is_none_or(|date| !date.whole_day || date.at.civil(0).day == day)
            );
        }
        Day::parse(&text).is_some()
    });
}

const NUMBERS: &[&str] = &[
    "1.7",
    "-2.2094e-2",
    "1 234,56",
    "1.234.567,8",
    "12'194.21",
    "1,234,567",
    "0.0",
    "99999999999999999999",
];

#[test]
fn numbers_are_printed_as_they_are_read_or_none() {
    family("numbers", NUMBERS, |input| {
        let text = String::from_utf8_lossy(input);
        let Some(value) = Decimal::lenient(&text) else { return false };
        assert_eq!(Decimal::parse(&value.to_string()), Some(value));
        let other = text.split_once(['1', '2']).and_then(|(_, rest)| Decimal::lenient(rest));
        let other = other.unwrap_or(value);
        let all = [
            value.per(other),
            value.divided(other, 5),
            value.times(other),
            value.minus(other),
            value.middle(other),
        ];
        for result in all.into_iter().flatten() {
            let _ = (
                result.to_string(),
                result.whole(),
                result.compare(value),
                result.change_percent(value),
            );
            let _ = (result.times(result), result.divided(result, 5), value.per(result));
        }
        true
    });
}

// ---- text ----

const HTML: &[&str] = &[
    "<p>Bir <b>iki</b>\n üç</p><ul><li>dörd<li>beş</ul>altı<br>yeddi<!-- no > --> səkkiz",
    "a<script>alert('<p>')</script>b<STYLE>p{}</STYLE >c<title>x</title><script>never closed",
    "T&uuml;rkiye&rsquo;nin &amp;lt; &#601;&#x259; &nbsp;x &bogus; & &#0; AT&T; <a title=\"open>text</a>",
    "<IMG alt='x > y' src=\"/a.jpg?x=1&amp;y=2\" width=640 height='480px'><img src='data:,' data-src=b.jpg>",
    "It rained. The post Rain appeared first on Courier. Continue reading → […]",
    "Прошёл дождь… Читать далее »\n\nRead more. Davamı",
];

#[test]
fn html_becomes_paragraphs_without_white_space_to_spare() {
    family("HTML", HTML, |input| {
        let html = &*String::from_utf8_lossy(input);
        for paragraph in plain::from_html(html).into_iter().chain(plain::from_text(html)) {
            assert!(!paragraph.is_empty());
            assert_eq!(plain::line(&paragraph), paragraph);
        }
        let short = plain::without_tail(html);
        assert!(short.len() <= html.len() + "…".len(), "{short}");
        assert_eq!(entity::is_in(html), entity::decode(html) != html);
        assert!(!entity::is_in(html) || plain::is_html(html));
        for (address, ..) in plain::pictures(html) {
            assert!(!address.is_empty() && !address.starts_with("data:"), "{address}");
        }
        plain::is_html(html)
    });
}

const TEXTS: &[&str] = &[
    "<?xml version='1.0' encoding='windows-1251'?><a>Баку, şəhər</a>",
    "<html><meta charset = \"utf-8\"><title>Iğdır</title>",
    "\u{feff}{\"a\": \"ə\"}",
    "<\0?\0x\0m\0l\0>\0",
    "\0{\0\"\0a\0\"\0:\x001\0}",
    "<?xml version='1.0' encoding='iso-2022-jp'?><a>\u{1b}$B$\u{1b}(B</a>",
];

#[test]
fn bytes_become_text_or_none() {
    family("charsets", TEXTS, |input| {
        const TYPES: [Option<&str>; 6] = [
            None,
            Some("text/xml; charset=windows-1254"),
            Some("text/xml; charset=\"utf-16\""),
            Some("charset=koi8-r;charset=x"),
            Some("text/html; charset=replacement"),
            Some("text/xml; charset = shift_jis"),
        ];
        let text = charset::text(input, TYPES[input.len() % TYPES.len()], support::PLATFORM.decode);
        let is_utf8 =
            str::from_utf8(input).is_ok() && !input.contains(&0) && !input.contains(&0x1B);
        assert!(!is_utf8 || text.is_some());
        // The input as its own type, and in letters of one byte.
        let said = String::from_utf8_lossy(input);
        let bytes = encoding_rs::WINDOWS_1251.encode(&said).0;
        let _ = charset::text(&bytes, Some(&said), support::PLATFORM.decode);
        text.is_some()
    });
}

// ---- the worst that could be sent ----

#[test]
fn no_document_becomes_many_times_longer_and_each_is_read_to_its_end() {
    /// Documents of so many bytes; how long they take is the bench's to tell.
    const BYTES: usize = 1 << 18;
    /// Text comes out no longer than it was, but for what goes into two fields, and for addresses, which
    /// each get the base in front.
    const LONGER: usize = 64;
    let current = Arc::new(Mutex::new(""));
    let name = Arc::clone(&current);
    let what = || current.lock().map_or("", |held| *held).to_owned();
    in_time(Duration::from_secs(300), &what, move || {
        let mut wrong = Vec::new();
        for case in bench::USUAL.iter().chain(bench::WORST) {
            *name.lock().unwrap() = case.name;
            let text = (case.build)(BYTES);
            let came = (case.read)(&text);
            if came > LONGER * text.len() {
                wrong.push(format!("{}: {} bytes become {came}", case.name, text.len()));
            }
        }
        *name.lock().unwrap() = "the documents named above";
        assert!(wrong.is_empty(), "{} of them fail\n{}", wrong.len(), wrong.join("\n"));
    });
}
