//! Hostile texts of articles, through the delivered widget in every browser: whatever a feed says, nothing is on
//! the page but what a list of this test's own allows, also when it is written down and parsed again, and
//! nothing of it runs.
//!
//! There are two ways to parse HTML without running it (see `src/browser/html.rs`); where a browser has both,
//! each is tested.

mod payload;

use std::fs;
use std::path::{Path, PathBuf};

use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play_everywhere};
use serde::Deserialize;
use serde_json::{Value, json};

const CHECK: &str = include_str!("check.js");

/// How the browser parses.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Route {
    /// `Document.parseHTML`.
    Sanitiser,
    /// `DOMParser`.
    Parser,
}

/// What became of one text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Examined {
    /// What is there and may not be.
    wrong: Vec<String>,
    /// The words that are shown.
    text: String,
}

fn corpus(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(path);
    let there = path.exists();
    if !there {
        eprintln!("corpus absent, skipped: {}", path.display());
    }
    there.then_some(path)
}

/// The payloads of one file of the corpus.
fn payloads(name: &str) -> Vec<String> {
    let Some(path) = corpus(&format!("sanitize/{name}.json")) else { return Vec::new() };
    let text = fs::read_to_string(path).expect("a corpus");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("a list of cases");
    let payload = |case: &Value| case["payload"].as_str().expect("a payload").to_owned();
    cases.iter().map(payload).collect()
}

/// The ways of parsing that the browser has.
async fn routes(stage: &Stage) -> Vec<Route> {
    stage.open(Page::new("").without_script()).await;
    let both = stage.get::<bool>(r#"typeof Document.parseHTML === "function""#).await;
    if both { vec![Route::Sanitiser, Route::Parser] } else { vec![Route::Parser] }
}

/// A page with one widget that shows a headline alone.
async fn open(stage: &Stage, route: Route, attributes: &str) {
    // What a feed gets wrong besides is told in the console.
    stage.expect("news-widget:");
    let without = if route == Route::Parser { "delete Document.parseHTML;" } else { "" };
    let tag = format!(r#"<news-widget {attributes} lang="en" blocks="headline"></news-widget>"#);
    let head = format!("<script>{without}\n{CHECK}</script>");
    stage.open(Page::new(tag).head(head)).await;
}

/// Shows every text as the body of an article, and examines each.
async fn examine(stage: &Stage, route: Route, texts: &[String]) -> Vec<Examined> {
    /// As many as are done long before a driver loses patience.
    const AT_ONCE: usize = 40;
    let item = |(number, text): (usize, &String)| {
        json!({"id": number.to_string(), "url": format!("https://press.example/news/{number}"),
            "title": format!("{number} {text}"), "content_html": text})
    };
    let items: Vec<Value> = texts.iter().enumerate().map(item).collect();
    let path = format!("/texts/{}.json", stage.data.seen().len());
    stage.data.answer(&path, Answer::json(feed::of(items)));
    open(stage, route, &format!(r#"src="{}""#, stage.data.url(&path))).await;
    stage.wait_until_ready().await;
    let mut examined: Vec<Examined> = Vec::new();
    while examined.len() < texts.len() {
        let from = examined.len();

        let to = texts.len().min(from + AT_ONCE);
        let some: Vec<Examined> = stage
            .get(&format!(
                r#"await (async () => {{
                    const examined = [];
                    for (let id = {from}; id < {to}; id += 1) {{
                        el.setAttribute("headline", `${{id}}`);
                        const shown = await __until(() => $(".title a")?.dataset.id === `${{id}}` && !$(".head[data-open]"));
                        examined.push(shown ? await __examine(root) : {{ wrong: ["is not shown"], text: "" }});
                    }}
                    return examined;
                }})()"#
            ))
            .await;
        examined.extend(some);
    }
    stage.act("await frames();").await;
    examined
}

/// A feed in which every article has a page and a title: in the corpus few have, and nothing is shown of others. Where
/// the payload is the feed's own description, which is shown nowhere, it becomes that of an article.
fn linked(feed: &str) -> String {
    const RSS: &str = "<link>https://press.example/1</link>";
    const ATOM: &str = r#"<link rel="alternate" href="https://press.example/1"/>"#;
    if feed.contains("<item>") || feed.contains("<entry>") {
        let title = if feed.contains("<title") { "" } else { "<title>One</title>" };
        let feed = feed.replace("<item>", &format!("<item>{RSS}{title}"));
        return feed.replace("<entry>", &format!("<entry>{ATOM}{title}"));
    }
    let mut feed = feed.to_owned();
    for name in ["title", "tagline", "subtitle", "info", "copyright", "rights", "description"] {
        let (begin, end) = (format!("<{name}"), format!("</{name}>"));
        feed = feed.replace(&begin, &format!("<entry>{ATOM}<title>One</title><content"));
        feed = feed.replace(&end, "</content></entry>");
    }
    feed
}

/// Shows every feed of a folder, and examines the headline of each.
async fn examine_feeds(stage: &Stage, route: Route, folder: &Path) -> (Vec<String>, Vec<Examined>) {
    const AT_ONCE: usize = 40;
    let files = fs::read_dir(folder).expect("a folder of feeds");
    let mut names: Vec<String> =
        files.map(|file| file.unwrap().file_name().into_string().expect("a plain name")).collect();
    names.sort();
    for name in &names {
        let text = fs::read_to_string(folder.join(name)).expect("a feed in UTF-8");
        stage.data.answer(&format!("/feeds/{name}"), Answer::new("application/xml", linked(&text)));
    }
    let first = stage.data.url(&format!("/feeds/{}", names[0]));
    open(stage, route, &format!(r#"src="{first}""#)).await;
    stage.wait_until_ready().await;
    stage
        .act(
            r#"window.__told = new Set();
            el.addEventListener("news-widget-load", (event) => __told.add(event.detail.source));
            el.addEventListener("news-widget-error", (event) => event.detail.code === "item" || __told.add(event.detail.url));"#,
        )
        .await;
    let mut examined: Vec<Examined> = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let addresses: Vec<String> =
            some.iter().map(|name| stage.data.url(&format!("/feeds/{name}"))).collect();
        let more: Vec<Examined> = stage
            .get(&format!(
                r#"await (async () => {{
                    const examined = [];
                    for (const address of {}) {{
                        if (el.getAttribute("src") === address) __told.add(address);
                        el.setAttribute("src", address);
                        const drawn = () => __told.has(address) && $(".nw:not(.bones)[data-state=ready]");
                        if (!(await __until(drawn))) examined.push({{ wrong: ["is not answered"], text: "" }});
                        // Feeds whose articles lead nowhere are shown as failed or empty.
                        else if (!$(".head .foot button")) examined.push({{ wrong: [], text: "-" }});
                        else examined.push(await __examine(root));
                    }}
                    return examined;
                }})()"#,
                json!(addresses)
            ))
            .await;
        examined.extend(more);
    }
    stage.act("await frames();").await;
    (names, examined)
}

/// Fails with all that was found wrong.
fn none_wrong(what: &str, route: Route, texts: &[String], examined: &[Examined]) {
    let wrong: Vec<String> = texts
        .iter()
        .zip(examined)
        .filter(|(_, examined)| !examined.wrong.is_empty())
        .map(|(text, examined)| format!("{text:?}\n    {}", examined.wrong.join("\n    ")))
        .collect();
    assert!(
        wrong.is_empty(),
        "{what} by {route:?}: {} of {} are wrong:\n{}",
        wrong.len(),
        texts.len(),
        wrong.join("\n")
    );
}

async fn nothing_ran(stage: &Stage) {
    let ran: Vec<String> = stage.get("__ran").await;
    assert!(ran.is_empty(), "scripts of a text ran: {ran:?}");
}

#[test]
fn the_checks_see_what_they_are_there_to_see() {
    play_everywhere(async |stage| {
        open(stage, Route::Parser, "").await;
        // A script that runs is noticed.
        stage
            .act(r#"const box = document.createElement("div"); box.innerHTML = "<img src='data:,' onerror='alert(1)'>"; document.body.append(box);"#)
            .await;
        stage.wait_for("the handler has run", "__ran.length === 1").await;
        // Nearly every payload, taken as it is, has something in it that is seen; what has not is harmless text.
        let mut texts: Vec<String> = payload::ours();
        texts.extend(["dompurify", "html5lib", "owasp"].into_iter().flat_map(payloads));
        let seen: Vec<bool> = stage
            .get(&format!(
                r#"{}.map((text) => {{
                    const box = document.createElement("template");
                    box.innerHTML = text;
                    return __violations(box.content).length > 0;
                }})"#,
                json!(texts)
            ))
            .await;
        let count = seen.iter().filter(|seen| **seen).count();
        eprintln!(
            "{}: of {} payloads as they are {count} are seen",
            stage.browser.name,
            texts.len()
        );
        assert!(count * 10 > texts.len() * 8, "{count} of {}", texts.len());
    });
}

#[test]
fn of_feeds_with_payloads_nothing_is_left_but_what_may_be_shown() {
    play_everywhere(async |stage| {
        let Some(folder) = corpus("feeds/feedparser/wellformed/sanitize") else { return };
        for route in routes(stage).await {
            let (names, examined) = examine_feeds(stage, route, &folder).await;
            none_wrong("feeds", route, &names, &examined);
            nothing_ran(stage).await;
            let shown = examined.iter().filter(|examined| examined.text != "-").count();
            eprintln!(
                "{}, {route:?}: {} feeds, {shown} with a headline, 0 wrong",
                stage.browser.name,
                names.len()
            );
            assert_eq!(names.len(), 745);
            assert!(
                shown * 10 > names.len() * 9,
                "expected a headline of nearly all, found {shown}"
            );
        }
    });
}

#[test]
fn of_ten_thousand_generated_texts_nothing_is_left_but_what_may_be_shown() {
    const TEXTS: usize = 10_000;
    /// So many that a feed of them is read at once.
    const IN_A_FEED: usize = 500;
    play_everywhere(async |stage| {
        let routes = routes(stage).await;
        let mut generator = payload::Generator::new(20_251_128);
        let mut done = 0;
        for round in 0..TEXTS / IN_A_FEED {
            let route = routes[round % routes.len()];
            let texts: Vec<String> = (0..IN_A_FEED).map(|_| generator.text()).collect();
            let examined = examine(stage, route, &texts).await;
            none_wrong(&format!("round {round}"), route, &texts, &examined);
            nothing_ran(stage).await;
            let with_words = examined.iter().filter(|examined| !examined.text.trim().is_empty());
            assert!(
                with_words.count() * 2 > texts.len(),
                "round {round}: most texts have words to show"
            );
            done += texts.len();
        }
        eprintln!("{}: {done} generated texts by {routes:?}, 0 wrong", stage.browser.name);
        assert_eq!(done, TEXTS);
    });
}

#[test]
fn both_ways_of_parsing_show_the_same_words() {
    play_everywhere(async |stage| {
        let routes = routes(stage).await;
        let mut texts = payload::ours();
        texts.extend(["dompurify", "html5lib", "owasp"].into_iter().flat_map(payloads));
        // Where scripts run its content is text, elsewhere markup; Firefox takes the one for `parseHTML`, the other
        // for `DOMParser`. We show neither, but where it ends is another place.
        texts.retain(|text| !text.contains("<noscript"));
        let mut all: Vec<Vec<Examined>> = Vec::new();
        for route in &routes {
            all.push(examine(stage, *route, &texts).await);
        }
        let [first, second] = all.as_slice() else { return };
        // White space beside what one of them throws away at once may be one node or two.
        let words = |examined: &Examined| examined.text.split_whitespace().collect::<String>();
        let differ: Vec<String> = (texts.iter().zip(first).zip(second))
            .filter(|((_, first), second)| words(first) != words(second))
            .map(|((text, first), second)| {
                format!("{text:?}\n    {}\n    {}", words(first), words(second))
            })
            .collect();
        assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
    });
}

#[test]
fn of_payloads_nothing_is_left_but_what_may_be_shown() {
    play_everywhere(async |stage| {
        for route in routes(stage).await {
            for (name, texts) in [
                ("our own", payload::ours()),
                ("dompurify", payloads("dompurify")),
                ("html5lib", payloads("html5lib")),
                ("owasp", payloads("owasp")),
            ] {
                if texts.is_empty() {
                    continue;
                }
                let examined = examine(stage, route, &texts).await;
                none_wrong(name, route, &texts, &examined);
                nothing_ran(stage).await;
                eprintln!(
                    "{}, {route:?}: {} payloads of {name}, 0 wrong",
                    stage.browser.name,
                    texts.len()
                );
            }
        }
    });
}
