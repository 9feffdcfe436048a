//! How long the readers take for 1 MB and 10 MB of each format, and of the worst that could be sent:
//! `cargo bench --bench read`. `tests/hostile.rs` reads the same documents, smaller ones, whatever time they
//! take.
//!
//! `cargo bench --bench read -- rss` measures what has `rss` in its name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Write;
use std::rc::Rc;
use std::time::{Duration, Instant};

use encoding_rs::Encoding;
use news_widget::link::SafeLink;
use news_widget::model::{Article, Code};
use news_widget::reader::{self, Document, Platform, Wanted};
use news_widget::time::Date;
use news_widget::{plain, xml};

/// A kind of document.
pub struct Case {
    /// What it is a case of.
    pub name: &'static str,
    /// One of about so many bytes.
    pub build: fn(usize) -> String,
    /// Has it read; how many bytes came of it.
    pub read: fn(&str) -> usize,
}

const fn case(name: &'static str, read: fn(&str) -> usize, build: fn(usize) -> String) -> Case {
    Case { name, build, read }
}

// ---- readers ----

fn join(text: &str, base: &str) -> Option<String> {
    url::Url::parse(base).ok()?.join(text).ok().map(Into::into)
}

fn decode(bytes: &[u8], label: &str) -> Option<String> {
    Some(Encoding::for_label(label.as_bytes())?.decode_with_bom_removal(bytes).0.into())
}

const PLATFORM: Platform<'static> = Platform { join: &join, decode: &decode };

fn document(bytes: &[u8]) -> Document<'_> {
    Document { bytes, content_type: None, url: "https://courier.example/data/feed" }
}

fn size(article: &Rc<Article>) -> usize {
    let links = [Some(&article.url), article.picture.as_ref()];
    let links: usize = links.into_iter().flatten().map(|link| link.as_str().len()).sum();
    let body: usize = article.body.as_ref().map_or(0, |body| body.source.len());
    let tags: usize = article.tags.iter().map(|tag| tag.len()).sum();
    links + body + tags + article.title.len() + article.id.len()
}

fn articles(text: &str) -> usize {
    let read = reader::articles(&document(text.as_bytes()), &Wanted::default(), &PLATFORM);
    read.map_or(0, |reading| reading.value.iter().map(size).sum())
}

/// As it comes when its bytes are of another charset.
fn cyrillic(text: &str) -> usize {
    let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
    let read = reader::articles(&document(&bytes), &Wanted::default(), &PLATFORM);
    read.map_or(0, |reading| reading.value.iter().map(size).sum())
}

fn page(text: &str) -> usize {
    let link = SafeLink::new("https://courier.example/a", &|text| Some(text.to_owned()));
    reader::page_article(&[text], &[link.unwrap()], &PLATFORM).as_ref().map_or(0, size)
}

fn rates(text: &str) -> usize {
    let read = reader::rates(&document(text.as_bytes()), &Wanted::default(), &PLATFORM);
    read.map_or(0, |reading| reading.value.rates.len())
}

fn rates_in_manat(text: &str) -> usize {
    let wanted = Wanted { base: Code::new("AZN"), ..Wanted::default() };
    let read = reader::rates(&document(text.as_bytes()), &wanted, &PLATFORM);
    read.map_or(0, |reading| reading.value.rates.len())
}

fn html(text: &str) -> usize {
    usize::from(plain::is_html(text))
        + plain::from_html(text).iter().map(String::len).sum::<usize>()
}

fn pictures(text: &str) -> usize {
    plain::pictures(text).iter().map(|(address, ..)| address.len()).sum()
}

fn tail(text: &str) -> usize {
    plain::without_tail(text).len()
}

fn date(text: &str) -> usize {
    usize::from(Date::parse(text).is_some())
}

fn tree(text: &str) -> usize {
    fn size(tree: &news_widget::tree::Tree) -> usize {
        use news_widget::tree::Tree;
        match tree {
            Tree::String(text) | Tree::Number(text) => text.len(),
            Tree::Array(items) => items.iter().map(size).sum(),
            Tree::Object(members) | Tree::Element(members) => {
                members.iter().map(|(_, value)| size(value)).sum()
            }
            Tree::Null | Tree::Bool(_) => 0,
        }
    }
    size(&xml::parse(text).0)
}

// ---- documents ----

/// `unit` as often as it takes, between two texts.
fn filled(bytes: usize, before: &str, unit: &dyn Fn(usize) -> String, after: &str) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str(before);
    more(&mut text, bytes, unit);
    text.push_str(after);
    text
}

fn more(text: &mut String, bytes: usize, unit: &dyn Fn(usize) -> String) {
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&unit(number));
    }
}

/// Half the bytes of `first`, half of `second`, with texts around them.
fn halves(
    bytes: usize,
    [before, between, after]: [&str; 3],
    first: &dyn Fn(usize) -> String,
    second: &dyn Fn(usize) -> String,
) -> String {
    let mut text = filled(bytes / 2, before, first, between);
    more(&mut text, bytes, second);
    text.push_str(after);
    text
}

/// The same, again and again, behind `before`.
fn again(bytes: usize, before: &str, unit: &str) -> String {
    let mut text = before.to_owned();
    text.push_str(&unit.repeat(bytes / unit.len() + 1));
    text
}

/// A list of JSON without a comma too many.
fn list(bytes: usize, before: &str, unit: &dyn Fn(usize) -> String, last: &str) -> String {
    filled(bytes, before, &|number| unit(number) + ",", last)
}

const WORDS: &str =
    "Bakıda keçirilən görüşdə bölgədə nəqliyyat dəhlizlərinin inkişafı müzakirə olunub. ";

fn markup(number: usize) -> String {
    let mut body = String::new();
    for paragraph in 0..6 {
        let _ =
            writeln!(body, "<p>{}<b>{number}</b> &amp; {WORDS}&quot;x&quot;</p>", WORDS.repeat(3));
        if paragraph == 0 {
            body.push_str("<figure><img class=\"wide\" src=\"/p/1.jpg\" width=\"800\" alt=\"a &gt; b\"/></figure>");
        }
    }
    body
}

fn escaped(markup: &str) -> String {
    markup.replace('&', "&amp;").replace('<', "&lt;")
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// A code of three letters.
fn code(number: usize) -> String {
    [number / 676, number / 26, number]
        .map(|place| char::from(b'A' + (place % 26) as u8))
        .iter()
        .collect()
}

/// A day, the later the smaller the number.
fn day(number: usize) -> String {
    let number = 150_000 - number % 150_000;
    format!("{:04}-{:02}-{:02}", 1500 + number / 336, 1 + number / 28 % 12, 1 + number % 28)
}

/// What sites have.
pub const USUAL: &[Case] = &[
    case("RSS, bodies in CDATA", articles, |bytes| {
        filled(
            bytes,
            "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>K</title><link>https://courier.example/</link>",
            &|number| {
                let body = markup(number);
                format!(
                    "<item><title>Title {number} &amp; x</title><link>https://courier.example/{number}</link><guid>{number}</guid><pubDate>Fri, 28 Nov 2025 14:05:00 +0400</pubDate><category>A</category><category>B</category><description>{}</description><content:encoded><![CDATA[{body}]]></content:encoded><media:content url='/m.jpg' width='150'/></item>\n",
                    escaped("<p>Short […]</p>")
                )
            },
            "</channel></rss>",
        )
    }),
    case("RSS, bodies escaped", articles, |bytes| {
        filled(
            bytes,
            "<rss><channel><title>K</title>",
            &|number| {
                format!(
                    "<item><title>T</title><link>/{number}</link><description>{}</description></item>",
                    escaped(&markup(number))
                )
            },
            "</channel></rss>",
        )
    }),
    case("RSS in windows-1251", cyrillic, |bytes| {
        filled(
            bytes,
            "<?xml version='1.0' encoding='windows-1251'?><rss><channel>",
            &|number| {
                format!(
                    "<item><title>Заголовок</title><link>/{number}</link><description>{}</description></item>",
                    "Прошёл дождь. ".repeat(20)
                )
            },
            "</channel></rss>",
        )
    }),
    case("RSS, small items", articles, |bytes| {
        filled(
            bytes,
            "<rss><channel>",
            &|number| format!("<item><title>T</title><link>/{number}</link></item>"),
            "</channel></rss>",
        )
    }),
    case("Atom, XHTML", articles, |bytes| {
        filled(
            bytes,
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://courier.example/x/'>",
            &|number| {
                let body = markup(number);
                format!(
                    "<entry><id>urn:{number}</id><title type='html'>T</title><link href='{number}'/><updated>2025-11-28T10:05:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{body}</div></content></entry>"
                )
            },
            "</feed>",
        )
    }),
    case("JSON Feed", articles, |bytes| {
        list(
            bytes,
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "K", "items": ["#,
            &|number| {
                format!(
                    r#"{{"id": {number}, "url": "/{number}", "title": "T", "content_html": "{}", "date_published": "2025-11-28T14:05:00+04:00", "tags": ["a", "b"]}}"#,
                    quoted(&markup(number))
                )
            },
            "{}]}",
        )
    }),
    case("WordPress", articles, |bytes| {
        list(
            bytes,
            "[",
            &|number| {
                format!(
                    r#"{{"id": {number}, "date_gmt": "2025-11-28T10:05:00", "link": "https://courier.example/{number}", "title": {{"rendered": "T &#8211; x"}}, "excerpt": {{"rendered": "<p>Short [&hellip;]</p>"}}, "content": {{"rendered": "{}"}}, "_embedded": {{"author": [{{"name": "A"}}], "wp:featuredmedia": [{{"source_url": "/p.jpg", "media_details": {{"sizes": {{"full": {{"source_url": "/f.jpg", "width": 800}}}}}}}}], "wp:term": [[{{"taxonomy": "category", "name": "N"}}]]}}}}"#,
                    quoted(&markup(number))
                )
            },
            "{}]",
        )
    }),
    case("page with JSON-LD", articles, |bytes| {
        filled(
            bytes,
            "<!DOCTYPE html><html><head><title>T</title>",
            &|number| {
                format!(
                    "<script type=\"application/ld+json\">{{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"H\", \"url\": \"/{number}\", \"articleBody\": \"{}\"}}</script><script>var a = 1 < 2;</script>{}",
                    WORDS.repeat(10),
                    markup(number)
                )
            },
            "</html>",
        )
    }),
    case("JSON-LD, @graph", articles, |bytes| {
        list(
            bytes,
            r##"{"@context": "https://schema.org", "@graph": [{"@type": "Person", "@id": "#j", "name": "J"},"##,
            &|number| {
                format!(
                    r##"{{"@type": "Article", "headline": "H", "url": "/{number}", "author": {{"@id": "#j"}}, "articleBody": "{WORDS}"}}"##
                )
            },
            "{}]}",
        )
    }),
    case("rates, ValCurs", rates, |bytes| {
        filled(
            bytes,
            "<?xml version='1.0'?><ValCurs Date='28.11.2025' name='x'>",
            &|number| {
                format!(
                    "<Valute ID='R0{number}'><NumCode>840</NumCode><CharCode>{}</CharCode><Nominal>10</Nominal><Name>Доллар</Name><Value>78,22</Value></Valute>",
                    code(number)
                )
            },
            "</ValCurs>",
        )
    }),
    case("rates, ECB of many days", rates_in_manat, |bytes| {
        filled(
            bytes,
            "<gesmes:Envelope xmlns='x' xmlns:gesmes='y'><Cube>",
            &|number| {
                format!(
                    "<Cube time='{}'><Cube currency='USD' rate='1.16'/><Cube currency='AZN' rate='1.97'/></Cube>",
                    day(number)
                )
            },
            "</Cube></gesmes:Envelope>",
        )
    }),
    case("rates, map", rates, |bytes| {
        list(
            bytes,
            r#"{"base": "EUR", "date": "2025-11-28", "rates": {"#,
            &|number| format!(r#""{}": 1.{number}"#, code(number)),
            r#""USD": 1}}"#,
        )
    }),
    case("rates, rows", rates, |bytes| {
        list(
            bytes,
            "[",
            &|number| {
                format!(
                    r#"{{"id": {number}, "Code": "840", "Ccy": "{}", "Nominal": "1", "Rate": "12194.21", "Diff": "-16.5", "Date": "28.11.2025"}}"#,
                    code(number)
                )
            },
            "{}]",
        )
    }),
    case("rates, rows of many days", rates_in_manat, |bytes| {
        list(
            bytes,
            "[",
            &|number| {
                format!(
                    r#"{{"date": "{}", "base": "EUR", "quote": "{}", "rate": 1.16}}"#,
                    day(number / 2),
                    ["USD", "AZN"][number % 2]
                )
            },
            "{}]",
        )
    }),
    case("rates, SDMX", rates, |bytes| {
        let mut text = list(
            bytes / 2,
            r#"{"dataSets": [{"series": {"0:0": {"observations": {"#,
            &|number| format!(r#""{number}": [1.16]"#),
            r#""0": [1]}}}}], "structure": {"dimensions": {"series": [{"id": "CURRENCY", "values": [{"id": "USD"}]}, {"id": "CURRENCY_DENOM", "values": [{"id": "EUR"}]}], "observation": [{"values": ["#,
        );
        more(&mut text, bytes, &|number| format!(r#"{{"id": "{}"}},"#, day(number)));
        text + r#"{"id": "2025-11-28"}]}]}}}"#
    }),
];

/// What a server could send on purpose.
pub const WORST: &[Case] = &[
    // The same piece again and again.
    case("<", articles, |bytes| again(bytes, "", "<")),
    case("<, as text", html, |bytes| again(bytes, "", "<")),
    case("<a", articles, |bytes| again(bytes, "", "<a ")),
    case("<a, as text", html, |bytes| again(bytes, "", "<a ")),
    case("<a \"", articles, |bytes| again(bytes, "", "<a \"")),
    case("<a \", as text", html, |bytes| again(bytes, "", "<a \"")),
    case("<a \">, as text", html, |bytes| again(bytes, "", "<a '\">")),
    case("<img, as text", html, |bytes| again(bytes, "", "<img ")),
    case("<img, as pictures", pictures, |bytes| again(bytes, "", "<img ")),
    case("<img src=\", as pictures", pictures, |bytes| again(bytes, "", "<img src=\"")),
    case("<img = = =, as pictures", pictures, |bytes| again(bytes, "<img ", "= ")),
    case("pictures of no use", articles, |bytes| {
        again(
            bytes,
            "<rss><channel><item><title>T</title><link>/a</link><description>",
            "&lt;img src='mailto:x'&gt;",
        )
    }),
    case("&", articles, |bytes| again(bytes, "<rss><channel><item><title>", "&")),
    case("&, as text", html, |bytes| again(bytes, "", "&")),
    case("&zzz;", articles, |bytes| {
        again(bytes, "<rss><channel><item><link>/a</link><title>", "&zzz;")
    }),
    case("&zzz;, as text", html, |bytes| again(bytes, "", "&zzz;")),
    case("&diams;, as text", html, |bytes| again(bytes, "", "&diams;")),
    case("&#150;", articles, |bytes| {
        again(bytes, "<rss><channel><item><link>/a</link><title>", "&#150;")
    }),
    case("[", articles, |bytes| again(bytes, "", "[")),
    case("[[[]]],", articles, |bytes| {
        let nested = ["[".repeat(100), "]".repeat(100)].concat() + ",";
        again(bytes, "[", &nested) + "[]]"
    }),
    case("{\"a\":", articles, |bytes| again(bytes, "", "{\"a\":")),
    case("<!--", articles, |bytes| again(bytes, "", "<!--")),
    case("<!--, as text", html, |bytes| again(bytes, "", "<!--")),
    case("<!-- >, as text", html, |bytes| again(bytes, "", "<!-- >")),
    case("<!--x-->", articles, |bytes| again(bytes, "", "<!--x-->")),
    case("<!DOCTYPE x>", articles, |bytes| again(bytes, "", "<!DOCTYPE x>")),
    case("<!DOCTYPE [ <!ENTITY", articles, |bytes| {
        again(bytes, "<!DOCTYPE x [", "<!ENTITY a \"b\">") + "]><rss/>"
    }),
    case("<!DOCTYPE [ <!ENTITY, no end", articles, |bytes| {
        again(bytes, "<!DOCTYPE x [", "<!ENTITY ")
    }),
    case("<!x>", articles, |bytes| again(bytes, "<rss>", "<!x>")),
    case("<!x [", articles, |bytes| again(bytes, "<rss>", "<!x>[")),
    case("<!x ]", articles, |bytes| again(bytes, "<rss>", "<!x []>")),
    case("<a '><", articles, |bytes| again(bytes, "<rss>", "<a '<b>")),
    case("<a \"...<, then >", articles, |bytes| again(bytes, "<rss>", "<a \"\"<") + ">"),
    case("<?x", articles, |bytes| again(bytes, "", "<?x ")),
    case("<![CDATA[", articles, |bytes| again(bytes, "<rss>", "<![CDATA[")),
    case("<![CDATA[x]]>", articles, |bytes| {
        again(bytes, "<rss><channel><item><link>/a</link><title>", "<![CDATA[x]]>")
    }),
    case("<script>, as text", html, |bytes| again(bytes, "", "<script>")),
    case("<style></style>, as text", html, |bytes| again(bytes, "", "<style></style>")),
    case("<html><title", articles, |bytes| again(bytes, "<html>", "<title ")),
    case("<html><script", articles, |bytes| again(bytes, "<html>", "<script ")),
    case("<html><script>", articles, |bytes| again(bytes, "<html>", "<script>")),
    case("<html></script>", articles, |bytes| again(bytes, "<html><script>", "<</script>")),
    // Nesting, and its end.
    case("<item>", articles, |bytes| again(bytes, "", "<item>")),
    case("<item> in <rss><channel>", articles, |bytes| again(bytes, "<rss><channel>", "<item>")),
    case("<a><b>", articles, |bytes| again(bytes, "", "<a><b>")),
    case("<a>x<b>x, as a tree", tree, |bytes| {
        let mut text = "<rss>".to_owned();
        let deep = ["<a>x".repeat(100), "y".repeat(bytes / 8), "</a>".repeat(100)].concat();
        more(&mut text, bytes, &|_| deep.clone());
        text
    }),
    case("</a>", articles, |bytes| again(bytes, "<rss>", "</a>")),
    case("</b> in 127 <a>", articles, |bytes| again(bytes, &"<a>".repeat(127), "</b>")),
    case("<a></a> in 200 <a>", articles, |bytes| again(bytes, &"<a>".repeat(200), "<a></a>")),
    // Many of a kind.
    case("attributes", articles, |bytes| {
        filled(
            bytes,
            "<rss",
            &|number| format!(" a{number}=''"),
            "><channel><item/></channel></rss>",
        )
    }),
    case("attributes and items", articles, |bytes| {
        halves(
            bytes,
            ["<rss", "><channel>", "</channel></rss>"],
            &|number| format!(" a{number}=''"),
            &|number| format!("<item><link>/{number}</link><title>T</title></item>"),
        )
    }),
    case("attributes and links", articles, |bytes| {
        halves(
            bytes,
            ["<rss><channel><item", ">", "</item>"],
            &|number| format!(" a{number}=''"),
            &|_| "<link>mailto:x</link>".to_owned(),
        )
    }),
    case("attributes and rates", rates, |bytes| {
        halves(
            bytes,
            ["<x><Cube><Cube time='2025-11-28'", ">", "</Cube></Cube></x>"],
            &|number| format!(" a{number}=''"),
            &|_| "<Cube currency='USD' rate='1'/>".to_owned(),
        )
    }),
    case("prefixes", articles, |bytes| {
        filled(
            bytes,
            "<rss",
            &|number| format!(" xmlns:a{number}='x'"),
            "><channel><item/></channel></rss>",
        )
    }),
    case("prefixes and elements", articles, |bytes| {
        halves(
            bytes,
            ["<rss", "><channel>", "</channel></rss>"],
            &|number| format!(" xmlns:a{number}='x'"),
            &|_| "<b:b/>".to_owned(),
        )
    }),
    case("items without anything", articles, |bytes| again(bytes, "<rss><channel>", "<item/>")),
    case("items without a link", articles, |bytes| {
        again(bytes, "<rss><channel>", "<item><title>T</title></item>")
    }),
    case("items without a link, many roots", articles, |bytes| {
        halves(
            bytes,
            ["<rss><channel>", "</channel></rss>", ""],
            &|_| "<item><title>T</title></item>".to_owned(),
            &|_| "<x/>".to_owned(),
        )
    }),
    case("items with one id", articles, |bytes| {
        filled(
            bytes,
            "<rss><channel>",
            &|number| format!("<item><guid>x</guid><link>/{number}</link><title>T</title></item>"),
            "",
        )
    }),
    case("pictures of one item", articles, |bytes| {
        again(
            bytes,
            "<rss><channel><item><link>/a</link><title>T</title>",
            "<media:content url='mailto:x'/>",
        )
    }),
    case("categories", articles, |bytes| {
        filled(
            bytes,
            "<rss><channel><item><link>/a</link><title>T</title>",
            &|number| format!("<category>{number}</category>"),
            "",
        )
    }),
    case("keywords", articles, |bytes| {
        filled(
            bytes,
            "<rss><channel><item><link>/a</link><title>T</title><keywords>",
            &|number| format!("{number},"),
            "</keywords>",
        )
    }),
    case("keys", articles, |bytes| {
        list(bytes, "{", &|number| format!("\"k{number}\":0"), "\"items\":[]}")
    }),
    case("keys and items", articles, |bytes| {
        halves(
            bytes,
            ["{", "\"items\":[", "{}]}"],
            &|number| format!("\"k{number}\":0,"),
            &|number| format!(r#"{{"url":"/{number}","title":"T"}},"#),
        )
    }),
    case("keys and links", articles, |bytes| {
        halves(
            bytes,
            ["{\"items\":[{", "\"url\":[", "0]}]}"],
            &|number| format!("\"k{number}\":0,"),
            &|_| "\"mailto:x\",".to_owned(),
        )
    }),
    case("keys of one item with pictures", articles, |bytes| {
        let pictures = format!(
            "\"url\":\"/a\",\"title\":\"T\",\"image\":[{}0]}}]}}",
            "\"/b.jpg\",".repeat(40)
        );
        list(bytes, "{\"items\":[{", &|number| format!("\"k{number}\":0"), &pictures)
    }),
    case("a long base and short links", articles, |bytes| {
        halves(
            bytes,
            ["<rss><channel><link>https://a.example/", "/</link>", "</channel></rss>"],
            &|_| "x".to_owned(),
            &|number| format!("<item><link>{number}</link><title>T</title></item>"),
        )
    }),
    case("a long xml:base and short links", articles, |bytes| {
        halves(
            bytes,
            ["<rss xml:base='https://a.example/", "/'><channel>", "</channel></rss>"],
            &|_| "x".to_owned(),
            &|number| format!("<item><link>{number}</link><title>T</title></item>"),
        )
    }),
    case("xml:base in 100 elements", articles, |bytes| {
        let before =
            "<rss><channel><item><title>T</title>".to_owned() + &"<link xml:base='a/'>".repeat(100);
        again(bytes, &before, "<x/>")
    }),
    // JSON-LD.
    case("scripts", articles, |bytes| {
        again(bytes, "<html>", "<script type=\"application/ld+json\">{}</script>")
    }),
    case("broken scripts", articles, |bytes| {
        again(bytes, "<html>", "<script type=\"application/ld+json\">{\"</script>")
    }),
    case("objects in one script", articles, |bytes| {
        again(bytes, "<html><script type=\"application/ld+json\">", "{},")
    }),
    case("a graph of references", articles, |bytes| {
        let parts = |number: usize| {
            format!("{{\"@type\":\"Person\",\"@id\":\"#{number}\",\"name\":\"J\"}},")
        };
        let articles = |number: usize| {
            format!(
                "{{\"@type\":\"Article\",\"name\":\"T\",\"url\":\"/{number}\",\"author\":[{{\"@id\":\"#{number}\"}},{{\"@id\":\"#x\"}}]}},"
            )
        };
        halves(bytes, ["{\"@graph\":[", "", "{}]}"], &parts, &articles)
    }),
    case("references to nothing", articles, |bytes| {
        let parts = |number: usize| {
            if number < 256 {
                "{\"@type\":\"Person\",\"@id\":\"#j\"},".to_owned()
            } else {
                String::new()
            }
        };
        let mut text = "{\"@graph\":[".to_owned();
        (0..256).for_each(|number| text.push_str(&parts(number)));
        text.push_str("{\"@type\":\"Article\",\"url\":\"/a\",\"name\":\"T\",\"author\":[");
        more(&mut text, bytes, &|_| "{\"@id\":\"#x\"},".to_owned());
        text + "0]}]}"
    }),
    case("references to a part of many keys", articles, |bytes| {
        halves(
            bytes,
            [
                "{\"@graph\":[{\"@type\":\"Person\",",
                "\"a\":0},{\"@type\":\"Article\",\"url\":\"/a\",\"name\":\"T\",\"author\":[",
                "0]}]}",
            ],
            &|number| format!("\"k{number}\":0,"),
            &|_| "{\"@id\":\"#x\"},".to_owned(),
        )
    }),
    case("references to a long part", articles, |bytes| {
        // Few of them, for each one may become as long as the part.
        let long = "x".repeat(bytes / 2);
        let articles: String = (0..100).map(|number| format!(",{{\"@type\":\"Article\",\"name\":\"T\",\"url\":\"/{number}\",\"text\":{{\"@id\":\"#j\"}},\"about\":{{\"@id\":\"#j\"}}}}")).collect();
        format!(
            "{{\"@graph\":[{{\"@type\":\"Person\",\"@id\":\"#j\",\"name\":\"{long}\"}}{articles}]}}"
        )
    }),
    case("list items in list items", page, |bytes| {
        let open = "{\"@type\":\"ListItem\",\"name\":\"n\",\"item\":".repeat(100);
        let text = filled(bytes, &open, &|_| "x".to_owned(), "");
        text.replacen("\"item\":x", "\"item\":\"x", 100) + "\"" + &"}".repeat(100)
    }),
    // Rates.
    case("keys beside rates", rates, |bytes| {
        halves(
            bytes,
            ["{\"base\":\"EUR\",\"rates\":{", "\"USD\":1},", "\"x\":0}"],
            &|number| format!("\"{}\":1,", code(number)),
            &|number| format!("\"k{number}\":0,"),
        )
    }),
    case("roots beside rates", rates, |bytes| {
        halves(
            bytes,
            ["<ValCurs>", "</ValCurs>", ""],
            &|number| {
                format!(
                    "<Valute ID='R'><CharCode>{}</CharCode><Value>1</Value></Valute>",
                    code(number)
                )
            },
            &|_| "<x/>".to_owned(),
        )
    }),
    case("a long list beside rates", rates, |bytes| {
        halves(
            bytes,
            ["{\"base\":\"EUR\",\"rates\":{", "\"USD\":1},\"date\":[\"2025-11-28\",", "0]}"],
            &|number| format!("\"{}\":1,", code(number)),
            &|_| "0,".to_owned(),
        )
    }),
    case("roots beside rates that are none", rates, |bytes| {
        halves(
            bytes,
            [
                "<ValCurs><Valute ID='R'><CharCode>USD</CharCode><Value>1</Value></Valute>",
                "</ValCurs>",
                "",
            ],
            &|_| "<Valute ID='R'/>".to_owned(),
            &|_| "<x/>".to_owned(),
        )
    }),
    case("days backwards", rates_in_manat, |bytes| {
        list(
            bytes,
            "[",
            &|number| {
                format!(
                    "{{\"date\":\"{}\",\"base\":\"EUR\",\"quote\":\"AZN\",\"rate\":1}}",
                    day(number)
                )
            },
            "{}]",
        )
    }),
    case("days in one history", rates, |bytes| {
        list(
            bytes,
            "{\"base\":\"AZN\",\"rates\":[{\"code\":\"USD\",\"value\":1,\"history\":[",
            &|number| format!("\"{}\",1", day(number)),
            "0]}]}",
        )
    }),
    case("SDMX, a day of many keys", rates, |bytes| {
        halves(
            bytes,
            [
                r#"{"structure":{"dimensions":{"series":[{"id":"CURRENCY","values":[{"id":"USD"}]},{"id":"CURRENCY_DENOM","values":[{"id":"EUR"}]}],"observation":[{"values":[{"id":"2025-11-28","#,
                r#""x":0}]}]}},"dataSets":[{"series":{"0:0":{"observations":{"#,
                r#""0":[1]}}}}]}"#,
            ],
            &|number| format!("\"k{number}\":0,"),
            &|_| "\"0\":[1],".to_owned(),
        )
    }),
    case("SDMX, days backwards", rates_in_manat, |bytes| {
        halves(
            bytes,
            [
                r#"{"structure":{"dimensions":{"series":[{"id":"CURRENCY","values":[{"id":"AZN"}]},{"id":"CURRENCY_DENOM","values":[{"id":"EUR"}]}],"observation":[{"values":["#,
                r#"{"id":"2025-11-28"}]}]}},"dataSets":[{"series":{"0:0":{"observations":{"#,
                r#""0":[1]}}}}]}"#,
            ],
            &|number| format!("{{\"id\":\"{}\"}},", day(number)),
            &|number| format!("\"{number}\":[1],"),
        )
    }),
    case("a number of many digits", rates, |bytes| {
        again(bytes, "{\"base\":\"AZN\",\"rates\":[{\"code\":\"USD\",\"value\":\"", "1") + "\"}]}"
    }),
    case("a number of many marks", rates, |bytes| {
        again(bytes, "{\"base\":\"AZN\",\"rates\":[{\"code\":\"USD\",\"value\":\"", "1,") + "\"}]}"
    }),
    // Text.
    case("dots, without their tail", tail, |bytes| again(bytes, "", ".")),
    case("tails of marks", tail, |bytes| again(bytes, "", "»")),
    case("tails of marks apart", tail, |bytes| again(bytes, "", "» ")),
    case("tails of marks in brackets", tail, |bytes| again(bytes, "", "[…] ")),
    case("tails of words", tail, |bytes| again(bytes, "", "Read more. ")),
    case("summaries of marks", articles, |bytes| {
        again(bytes, "<rss><channel><item><link>/a</link><title>T</title><description>", "» ")
    }),
    case("a date of brackets", date, |bytes| again(bytes, "", "()")),
    case("a date of open brackets", date, |bytes| again(bytes, "", "(")),
    case("a date of marks on letters", date, |bytes| again(bytes, "28 x", "\u{301}")),
    case("a date of words", date, |bytes| again(bytes, "28 Nov 2025 14:05 ", "г ")),
];

// ---- the table ----

fn once(case: &Case, text: &str) -> (Duration, usize) {
    let start = Instant::now();
    let came = (case.read)(std::hint::black_box(text));
    (start.elapsed(), came)
}

/// The median of five, or what one took, where that is long.
fn measure(case: &Case, text: &str) -> (Duration, usize) {
    let (first, came) = once(case, text);
    if first > Duration::from_secs(2) {
        return (first, came);
    }
    let mut all = [first; 5];
    all[1..].fill_with(|| once(case, text).0);
    all.sort();
    (all[2], came)
}

#[allow(dead_code, reason = "tests/hostile.rs takes the documents alone")]
fn main() {
    const SMALL: usize = 1 << 20;
    const LARGE: usize = 10 << 20;
    /// So long may the large one take.
    const ALLOWED: Duration = Duration::from_secs(2);
    /// Times of small documents tell nothing of growth.
    const NOISE: Duration = Duration::from_millis(100);
    let filter: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    println!(
        "{:36} {:>9} {:>9} {:>9} {:>9} {:>6} {:>6}",
        "", "1 MB, ms", "10 MB, ms", "MB/s", "came, kB", "×2", "×10"
    );
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let mut failed = Vec::new();
    for case in USUAL.iter().chain(WORST) {
        if !filter.is_empty() && !filter.iter().any(|part| case.name.contains(&**part)) {
            continue;
        }
        let ratio = |before: Duration, after: Duration| after.as_secs_f64() / before.as_secs_f64();
        let [eighth, half, small] = [SMALL / 8, SMALL / 2, SMALL].map(|bytes| (case.build)(bytes));
        // What becomes many times longer than it was would take all the memory there is.
        let (_, came) = once(case, &eighth);
        if came > 16 * eighth.len() {
            println!("{:36} {} bytes become {came}  FAILS", case.name, eighth.len());
            failed.push(case.name);
            continue;
        }
        let (before, _) = measure(case, &half);
        let (time, came) = measure(case, &small);
        let twice = ratio(before, time);
        print!("{:36} {:>9.1} ", case.name, milliseconds(time));
        // And what grows with the square would take minutes.
        if time.as_secs_f64() * 10.0 * twice.max(2.0) / 2.0 > 20.0 {
            println!("{:>9} {:>9} {:>9} {twice:>6.1} {:>6}  FAILS", "-", "-", came >> 10, "-");
            failed.push(case.name);
            continue;
        }
        let large = (case.build)(LARGE);
        let (large_time, came) = measure(case, &large);
        let growth = ratio(time, large_time);
        let speed = large.len() as f64 / 1e6 / large_time.as_secs_f64();
        print!(
            "{:>9.1} {speed:>9.1} {:>9} {twice:>6.1} {growth:>6.1}",
            milliseconds(large_time),
            came >> 10
        );
        let fails = large_time > ALLOWED || (growth > 15.0 && large_time > NOISE);
        println!("{}", if fails { "  FAILS" } else { "" });
        if fails {
            failed.push(case.name);
        }
    }
    println!("{} fail: {}", failed.len(), failed.join("; "));
}
