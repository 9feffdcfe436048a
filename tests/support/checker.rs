//! What may stand in the markup of an article's text, said a second time: nothing here is shared with
//! `richtext`, neither a list nor a function, so what one of them forgets the other one finds.
//!
//! The markup is taken apart by html5ever. Where that moves what stands in the wrong place, the result is held
//! to the same rules.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{Html, Node};
use url::Url;

/// Elements lie in no more of them than this: 64 of the source, of which a list in a list gets an item between
/// and a table a box around, and the few that we put around a sign.
pub const DEPTH: usize = 2 * 64 + 8;

/// Elements that may have nothing but `lang` and `dir`.
const BARE: &str = "p h3 h4 h5 h6 blockquote pre hr ul li dl dt dd figure figcaption table caption thead tbody tfoot \
    tr b strong i em u s del ins mark small sub sup dfn code kbd samp var q cite bdi bdo ruby rt rp br wbr";

/// Elements, and what they may have besides.
const ELEMENTS: &[(&str, &str)] = &[
    ("a", "href target rel title data-block data-id class tabindex"),
    ("img", "src alt class width height loading decoding referrerpolicy"),
    ("div", "class role tabindex aria-label"),
    ("span", "class"),
    ("abbr", "title"),
    ("ol", "start"),
    ("td", "colspan rowspan"),
    ("th", "colspan rowspan"),
];

/// What is not shown before the reader unfolds the text.
const UNFOLDED: &str = "img svg path table figure hr";

/// What no browser shows the text of.
const UNSEEN: &str = "script style template noscript noembed noframes title iframe";

/// What begins and ends a line.
const LINES: &str = "p div h1 h2 h3 h4 h5 h6 blockquote pre hr br ul ol li dl dt dd figure figcaption table caption \
    thead tbody tfoot tr th td form fieldset section article header footer center details summary marquee address \
    aside main nav search hgroup dialog legend listing xmp menu dir";

fn among(names: &str, name: &str) -> bool {
    names.split(' ').any(|one| one == name)
}

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

/// Everything in a text's markup that may not be there, a line each.
pub fn violations(markup: &str, folded: bool) -> Vec<String> {
    let document = Html::parse_fragment(markup);
    let mut found = Vec::new();
    let (mut depth, mut links) = (0_usize, 0_usize);
    for edge in document.root_element().traverse().skip(1) {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        let name = match node.value() {
            Node::Element(element) => element.name(),
            Node::Text(_) => continue,
            Node::Comment(_) if opens => {
                found.push("a comment".to_owned());
                continue;
            }
            other if opens => {
                found.push(format!("neither element nor text: {other:?}"));
                continue;
            }
            _ => continue,
        };
        if !opens {
            depth = depth.saturating_sub(1);
            links -= usize::from(name == "a" && links > 0);
            continue;
        }
        depth += 1;
        if depth == DEPTH + 1 {
            found.push(format!("<{name}> is {depth} elements deep"));
        }
        if name == "a" {
            links += 1;
            if links > 1 {
                found.push("a link in a link".to_owned());
            }
        }
        element(node, folded, &mut found);
    }
    found
}

fn element(node: NodeRef<'_, Node>, folded: bool, found: &mut Vec<String>) {
    let Some(this) = node.value().as_element() else { return };
    let name = this.name();
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    let mut wrong = |what: &str| found.push(format!("<{name}> {what}"));
    let allowed = match &*this.name.ns {
        // Of another namespace nothing but our own signs.
        SVG => match (name, parent) {
            ("svg", Some(a)) if a.name() == "a" && a.attr("class") == Some("embed") => {
                "class viewBox aria-hidden"
            }
            ("path", Some(svg)) if svg.name() == "svg" && &*svg.name.ns == SVG => "d",
            _ => return wrong("of SVG is not our sign"),
        },
        XHTML => match ELEMENTS.iter().find(|(known, _)| *known == name) {
            Some((_, allowed)) => allowed,
            None if among(BARE, name) => "",
            None => return wrong("may not be here"),
        },
        other => return wrong(&format!("is of the namespace {other}")),
    };
    if folded && among(UNFOLDED, name) {
        wrong("is behind the fold");
    }
    for (qualified, value) in &this.attrs {
        let (attribute, value) = (&*qualified.local, &**value);
        let said = matches!(attribute, "lang" | "dir");
        let prefixed = qualified.prefix.is_some() || !qualified.ns.is_empty();
        if prefixed || !said && !among(allowed, attribute) {
            wrong(&format!("may not have {attribute}={value:?}"));
        } else if !fits(name, attribute, value) {
            wrong(&format!("has {attribute}={value:?}"));
        }
        if !matches!(attribute, "alt" | "title" | "aria-label") && runs(value) {
            wrong(&format!("has an address that runs in {attribute}={value:?}"));
        }
    }
    let has = |attribute| this.attr(attribute).is_some();
    match name {
        "a" => link(&|attribute| this.attr(attribute), folded, &mut wrong),
        "img" => {
            for needed in ["src", "alt", "loading", "referrerpolicy"] {
                if !has(needed) {
                    wrong(&format!("lacks {needed}"));
                }
            }
        }
        "div" => {
            let box_of_table = ["class", "role", "tabindex", "aria-label"].map(has);
            let said = has("lang") || has("dir");
            if box_of_table != [true; 4] && !(box_of_table == [false; 4] && said) {
                wrong("is neither the box of a table nor there for its language");
            }
        }
        _ => {}
    }
}

/// Whether a value is one that its attribute may have, there.
fn fits(name: &str, attribute: &str, value: &str) -> bool {
    let number = |from: u64, to: u64| {
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        digits && value.parse().is_ok_and(|number| (from..=to).contains(&number))
    };
    match (name, attribute) {
        (_, "lang") => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            (1..=35).contains(&value.len()) && value.bytes().all(fits)
        }
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value),
        ("div", "class") => value == "wide",
        ("div", "role") => value == "region",
        ("div", "tabindex") => value == "0",
        ("div", "aria-label") => value == "Table",
        ("span", "class") => value == "host",
        ("ol", "start") => number(0, u64::from(u32::MAX)),
        ("th" | "td", "colspan" | "rowspan") => number(2, 100),
        ("a", "href") => {
            Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
        }
        ("a", "target") => value == "_blank",
        ("a", "data-block") => value == "headline",
        ("a", "class") => ["embed", "whole"].contains(&value),
        ("a", "tabindex") => value == "-1",
        ("img", "src") => {
            Url::parse(value).is_ok_and(|url| url.scheme() == "https" && url.has_host())
        }
        ("img", "class") => value == "small",
        ("img", "width" | "height") => number(3, 10_000),
        ("img", "loading") => value == "lazy",
        ("img", "decoding") => value == "async",
        ("img", "referrerpolicy") => value == "no-referrer",
        ("svg", "class") => value == "icon",
        ("svg", "viewBox") => ["0 0 12 12", "0 0 16 16"].contains(&value),
        ("svg", "aria-hidden") => value == "true",
        ("path", "d") => {
            value.bytes().all(|byte| byte.is_ascii_digit() || b"MmLlHhVvAaZz .-".contains(&byte))
        }
        // Words, and what is looked at as a whole in `link`.
        ("abbr" | "a", "title") | ("img", "alt") | ("a", "rel" | "data-id") => true,
        _ => false,
    }
}

/// Whether a browser would find something to run in a value, were it an address: it does not see white space
/// and control characters where a scheme may begin, and in it neither tabs nor ends of lines.
fn runs(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c <= ' ' || c.is_whitespace());
    let value: String = value.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\0')).collect();
    let scheme = value.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let hostile = "javascript vbscript data blob file filesystem about view-source";
    value.contains(':') && among(hostile, &scheme)
}

/// A link says where it leads and vouches for nobody; but for the one that we put under what was cut.
fn link<'a>(get: &dyn Fn(&str) -> Option<&'a str>, folded: bool, wrong: &mut dyn FnMut(&str)) {
    let Some(url) = get("href").and_then(|href| Url::parse(href).ok()) else {
        return wrong("leads nowhere");
    };
    let rel = get("rel").unwrap_or_default();
    let says = |word: &str| rel.split_ascii_whitespace().any(|said| said == word);
    if get("class") == Some("whole") {
        let ours = url.as_str() == "https://courier.example/news/1" && get("data-id") == Some("1");
        if folded || !ours || !says("noopener") {
            wrong("is not our link to the whole article");
        }
        return;
    }
    if get("data-id").is_some() {
        wrong("pretends to be the article");
    }
    if get("tabindex") != folded.then_some("-1") {
        wrong(&format!("has the tabindex {:?}", get("tabindex")));
    }
    if url.scheme() == "mailto" {
        for needless in ["target", "rel", "title", "data-block", "class"] {
            if get(needless).is_some() {
                wrong(&format!("for mail has {needless}"));
            }
        }
        return;
    }
    for word in ["noopener", "noreferrer", "nofollow"] {
        if !says(word) {
            wrong(&format!("does not say {word}"));
        }
    }
    let host = url.host_str().map(str::to_owned).unwrap_or_default();
    let host = url.port().map_or(host.clone(), |port| format!("{host}:{port}"));
    if get("title") != Some(&*host) {
        wrong(&format!("leads to {host} and says {:?}", get("title")));
    }
    for needed in ["target", "data-block"] {
        if get(needed).is_none() {
            wrong(&format!("lacks {needed}"));
        }
    }
}

/// The words that a markup shows, but for those that we put under what was cut: white space folded, with some
/// wherever a line ends. Our own words for what is embedded are among them where `embeds` are wanted.
pub fn words(markup: &str, embeds: bool) -> String {
    let document = Html::parse_fragment(markup);
    let (mut text, mut hidden) = (String::new(), 0_usize);
    for edge in document.root_element().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(piece) if opens && hidden == 0 => text.push_str(piece),
            Node::Element(element) => {
                let ours = match element.attr("class") {
                    Some("whole") => true,
                    Some("embed") => !embeds,
                    _ => false,
                };
                if among(UNSEEN, element.name()) || ours && element.name() == "a" {
                    hidden = if opens { hidden + 1 } else { hidden - 1 };
                }
                if among(LINES, element.name()) || element.attr("class") == Some("host") {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many elements there are, counted by their beginnings in the string and as html5ever has them. They
/// differ where it moves things, or where a text was not escaped.
pub fn counts(markup: &str) -> (usize, usize) {
    let begins = |piece: &&str| piece.starts_with(|c: char| c.is_ascii_alphabetic());
    let written = markup.split('<').skip(1).filter(begins).count();
    let document = Html::parse_fragment(markup);
    let parsed = document.root_element().descendants().skip(1);
    (written, parsed.filter(|node| node.value().is_element()).count())
}
