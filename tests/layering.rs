//! Reads our own sources: pure modules name no browser, and a few mistakes are made by nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use news_widget::currency::sign;
use news_widget::model::Code;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `src/…` with forward slashes, and the lines that are code.
fn code() -> Vec<(String, Vec<(usize, String)>)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| {
        let name = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned()));
        (name, lines.filter(|(_, line)| !line.trim_start().starts_with("//")).collect())
    };
    let files: Vec<_> = sources(&top.join("src")).into_iter().map(read).collect();
    assert!(files.len() > 20, "expected the sources under src, found {} files", files.len());
    files
}

/// Every place in the files that `concerns` picks where a word of `banned` stands.
fn found(concerns: impl Fn(&str) -> bool, banned: &[&str], why: &str) -> Vec<String> {
    let mut places = Vec::new();
    for (name, lines) in code().iter().filter(|(name, _)| concerns(name)) {
        for (number, line) in lines {
            for word in banned.iter().filter(|word| line.contains(**word)) {
                places.push(format!("{name}:{number} names {word}; {why}"));
            }
        }
    }
    places
}

fn is_view(name: &str) -> bool {
    name == "src/view.rs" || name.starts_with("src/view/")
}

fn is_browser(name: &str) -> bool {
    let files = ["src/browser.rs", "src/gesture.rs", "src/widget.rs", "src/embed.rs"];
    files.contains(&name) || name.starts_with("src/browser/")
}

const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "wasm_bindgen", "gloo_", "crate::browser", "crate::widget"];

#[test]
fn pure_modules_name_neither_the_browser_nor_yew() {
    let mut banned = BROWSER.to_vec();
    banned.extend(["yew", "crate::view", "SystemTime", "Instant::now"]);
    let pure = |name: &str| !is_view(name) && !is_browser(name) && name != "src/lib.rs";
    assert_eq!(found(pure, &banned, "pure modules may not"), [""; 0]);
}

#[test]
fn views_know_yew_and_no_browser() {
    assert_eq!(found(is_view, &BROWSER, "views may not"), [""; 0]);
}

#[test]
fn the_browser_does_not_know_the_views() {
    let browser = |name: &str| name.starts_with("src/browser");
    assert_eq!(
        found(browser, &["crate::view", "crate::widget", "yew"], "the browser side may not"),
        [""; 0]
    );
}

#[test]
fn no_text_is_ever_turned_into_markup() {
    let banned =
        ["from_html_unchecked", "inner_html", "innerHTML", "outer_html", "insert_adjacent", "VRaw"];
    assert_eq!(found(|_| true, &banned, "text stays text"), [""; 0]);
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for loader in ["embed/news-widget.js", "embed/skeleton.js"] {
        let text = fs::read_to_string(top.join(loader)).unwrap();
        for (index, line) in
            text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for word in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "eval(",
                "new Function",
                "document.write",
            ] {
                assert!(!line.contains(word), "{loader}:{} names {word}", index + 1);
            }
        }
    }
}

#[test]
fn views_use_no_listeners_of_yew_which_are_never_freed() {
    assert_eq!(
        found(is_view, &["onclick", "onerror", "add_listener", "Callback<"], "see DESIGN.md"),
        [""; 0]
    );
}

#[test]
fn the_ban_finds_what_it_bans() {
    // Positive control: the browser modules do name web_sys, so the search works.
    assert!(!found(is_browser, &["web_sys"], "control").is_empty());
}

#[test]
fn the_loader_knows_the_signs_that_the_widget_has() {
    let loader = Path::new(env!("CARGO_MANIFEST_DIR")).join("embed/skeleton.js");
    let text = fs::read_to_string(loader).unwrap();
    let listed = text.split("const SIGNS = \"").nth(1).and_then(|rest| rest.split('"').next());
    let mut listed: Vec<_> = listed.expect("a line `const SIGNS = \"…\"`").split(' ').collect();
    listed.sort_unstable();
    let letters = || 'a'..='z';
    let codes = letters().flat_map(|a| {
        letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c])))
    });
    let has_sign = |code: &String| Code::new(code).and_then(sign).is_some_and(|sign| sign.own);
    assert_eq!(listed, codes.filter(has_sign).collect::<Vec<_>>());
}

#[test]
fn the_version_is_the_same_wherever_it_stands() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let address = format!("news-widget/{}/news-widget.js", env!("CARGO_PKG_VERSION"));
    for page in ["index.html", "demo/third-party.html", "README.md"] {
        let text = fs::read_to_string(top.join(page)).unwrap();
        assert!(text.contains(&address), "{page}: expected the address {address}");
    }
}
