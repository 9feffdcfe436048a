//! Pages and JSON-LD: where publishers describe their articles for search engines
//! (<https://schema.org/NewsArticle>), in a page's scripts or as a file.
//!
//! It comes in any shape: one object, a list, a `@graph` of parts that name each other, an `ItemList`. All
//! of it is gathered into one list of articles, `$articles`, which the table of the format reads.

use crate::json;
use crate::plain;
use crate::scan;
use crate::tree::{SyntaxError, Tree};

/// Parts that articles refer to: more than a page has.
const MAX_PARTS: usize = 256;
/// A text of a part is shorter than this, in bytes.
const MAX_PART: usize = 1024;

/// A JSON document; JSON-LD is gathered, all else left as it is.
pub fn sorted(tree: Tree) -> Tree {
    let first = if let Tree::Array(items) = &tree { items.first() } else { Some(&tree) };
    let is_linked = |tree: &Tree| tree.get("@context").is_some() || tree.get("@graph").is_some();
    if first.is_some_and(is_linked) { gathered(tree) } else { tree }
}

/// No article.
pub fn nothing() -> Tree {
    gathered(Tree::Null)
}

/// Whether a text is a page, by the first tag in it.
pub fn is_page(text: &str) -> bool {
    let (mut rest, mut declared) = (text, false);
    loop {
        let Some((_, after)) = rest.split_once('<') else { return declared };
        let end = if after.starts_with('?') {
            "?>"
        } else if after.starts_with("!--") {
            "-->"
        } else if after.get(..8).is_some_and(|tag| tag.eq_ignore_ascii_case("!doctype")) {
            // Feeds have been seen to call themselves HTML, so it alone decides nothing.
            declared = true;
            ">"
        } else {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
            let name = after.get(..end).unwrap_or_default();
            return PAGE_TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        };
        rest = scan::split(after, end).map_or("", |(_, after)| after);
    }
}

const PAGE_TAGS: [&str; 9] = ["html", "head", "body", "meta", "title", "script", "div", "p", "h1"];

/// The title of a page, to say what came.
pub fn title(html: &str) -> String {
    let title = || {
        let (_, tag) = scan::split(html, "<title")?;
        let (_, title) = tag.split_once('>')?;
        Some(scan::split(title, "</title")?.0)
    };
    let title = plain::from_html(title().unwrap_or_default()).join(" ");
    title.chars().take(60).collect()
}

/// The articles that the scripts of a page describe.
pub fn from_html(html: &str) -> (Tree, Option<SyntaxError>) {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((tag, after)) =
        scan::split(rest, "<script").and_then(|(_, tag)| tag.split_once('>'))
    {
        let (script, after) = scan::split(after, "</script").unwrap_or((after, ""));
        if scan::find(tag, "ld+json").is_some() {
            scripts.push(script);
        }
        rest = after;
    }
    from_scripts(&scripts)
}

/// The articles in texts of JSON-LD. What is wrong in one of them does not lose the others.
pub fn from_scripts(texts: &[&str]) -> (Tree, Option<SyntaxError>) {
    let mut trees = Vec::new();
    let mut error = None;
    for text in texts {
        // Content systems wrap it in comments and CDATA, write raw line ends into its strings, put
        // several objects into one script and a brace too many behind the last.
        let text = text.replace(|c: char| c.is_control(), " ");
        let text = scan::split(&text, "CDATA[").map_or(&*text, |(_, inside)| inside);
        let Some(start) = text.find(['{', '[']) else { continue };
        let mut rest = text.get(start..).unwrap_or_default();
        while rest.starts_with(['{', '[']) {
            match json::parse_first(rest) {
                Ok((tree, after)) => {
                    trees.push(tree);
                    rest = after.trim_start_matches([' ', ',', ';']);
                }
                Err(wrong) => {
                    error = Some(wrong);
                    break;
                }
            }
        }
    }
    (gathered(Tree::Array(trees)), error)
}

fn gathered(mut tree: Tree) -> Tree {
    let (mut articles, mut parts) = (Vec::new(), Vec::new());
    gather(&mut tree, &mut articles, &mut parts);
    for article in &mut articles {
        if let Tree::Object(members) = article {
            for (_, value) in members {
                insert(value, &parts);
            }
        }
    }
    Tree::Object(vec![("$articles".into(), Tree::Array(articles))])
}

fn gather(tree: &mut Tree, articles: &mut Vec<Tree>, parts: &mut Vec<Tree>) {
    if let Tree::Array(items) = tree {
        for item in items {
            gather(item, articles, parts);
        }
    } else if is_a(tree, &["Article", "BlogPosting"]) {
        articles.push(std::mem::replace(tree, Tree::Null));
    } else if is_a(tree, &["Person", "Organization", "ImageObject"]) {
        if parts.len() < MAX_PARTS {
            parts.push(short(tree));
        }
    } else if !is_a(tree, &["BreadcrumbList"]) {
        // The way from the front page to this one is no list of news.
        let before = articles.len();
        if let Tree::Object(members) = tree {
            for (_, value) in members {
                gather(value, articles, parts);
            }
        }
        if articles.len() == before && is_a(tree, &["ListItem"]) && tree.get("name").is_some() {
            articles.push(short(tree));
        }
    }
}

/// The short texts of it alone: a part is copied to every mention.
fn short(tree: &Tree) -> Tree {
    let mut kept = Vec::new();
    if let Tree::Object(members) = tree {
        for (name, value) in members {
            let length = value.as_str().map_or(MAX_PART, str::len);
            if length < MAX_PART && name.len() < MAX_PART && kept.len() < 16 {
                kept.push((name.clone(), value.clone()));
            }
        }
    }
    Tree::Object(kept)
}

/// Whether a type of it ends in one of the names: `http://schema.org/NewsArticle`.
fn is_a(tree: &Tree, names: &[&str]) -> bool {
    let is = |tree: &Tree| {
        tree.as_str().is_some_and(|kind| names.iter().any(|name| kind.ends_with(name)))
    };
    match tree.get("@type") {
        Some(Tree::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// Puts the part in the place of its mention: `{"@id": "#jane"}`.
fn insert(value: &mut Tree, parts: &[Tree]) {
    if let Tree::Array(items) = value {
        return items.iter_mut().for_each(|item| insert(item, parts));
    }
    let Tree::Object(members) = &*value else { return };
    if let [(name, id)] = members.as_slice()
        && **name == *"@id"
        && let Some(part) = parts.iter().find(|part| part.get("@id") == Some(id))
    {
        *value = part.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(tree: &Tree) -> Vec<String> {
        let Some(Tree::Array(articles)) = tree.get("$articles") else { panic!("{tree:?}") };
        let name =
            |article: &Tree| article.get("headline").or_else(|| article.get("name")).cloned();
        articles.iter().map(|article| name(article).unwrap_or(Tree::Null).to_string()).collect()
    }

    #[test]
    fn a_page_is_told_by_its_first_tag() {
        for page in [
            "<!DOCTYPE html>x",
            "<?xml version='1.0'?>\n<!-- x --><html xmlns='x'>",
            "<div>x",
            "<TITLE>",
        ] {
            assert!(is_page(page), "{page}");
        }
        for feed in [
            "<?xml version='1.0'?><rss><description>&lt;html>",
            "<rss><html>",
            "<pre>",
            "x",
            "<!-- ",
        ] {
            assert!(!is_page(feed), "{feed}");
        }
        assert_eq!(title("<html><Title>\nLog &amp; in</title>"), "Log & in");
        assert_eq!(title("<html>"), "");
    }

    #[test]
    fn scripts_are_read_as_content_systems_break_them() {
        let html = r#"<script>var a = "{}"</script>
            <SCRIPT type="application/ld+json">/*<![CDATA[*/{"@type":"NewsArticle","headline":"One
            line"}}/*]]>*/</SCRIPT>
            <script type='application/ld+json'><!-- [{"@type":["Thing","https://schema.org/BlogPosting"],"headline":"Two"}] --></script>
            <script type="application/ld+json">{"@type":"Article","headline":"Three"} {"@type":"Article","headline":"Four"}</script>
            <script type="application/ld+json">{"@type":"Article","headline":}</script>"#;
        let (tree, error) = from_html(html);
        assert_eq!(titles(&tree), ["\"One             line\"", "\"Two\"", "\"Three\"", "\"Four\""]);
        assert!(error.is_some());
    }

    #[test]
    fn parts_of_a_graph_are_put_where_they_are_named() {
        let tree = sorted(
            json::parse(
                r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "NewsArticle", "headline": "A", "author": [{"@id": "#jane"}], "isPartOf": {"@id": "#page"}},
                {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home", "item": "/"}]},
                {"@type": "Person", "@id": "#jane", "name": "Jane"},
                {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "name": "B", "url": "/b"},
                  {"@type": "ListItem", "item": {"@type": "Article", "name": "C"}}, {"@type": "ListItem", "url": "/d"}]}]}"##,
            )
            .unwrap(),
        );
        assert_eq!(titles(&tree), ["\"A\"", "\"B\"", "\"C\""]);
        let Some(Tree::Array(articles)) = tree.get("$articles") else { panic!() };
        let Some(Tree::Array(authors)) = articles[0].get("author") else { panic!() };
        assert_eq!(authors[0].get("name"), Some(&Tree::String("Jane".into())));
    }
}
