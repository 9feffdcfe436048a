//! The npm package in apps of yew, React, Vue and Svelte and of none, as `make host` builds them
//! from `tests/host/`. Each app has the widget in its light DOM, in an open and in a closed root
//! of its own, and inside another custom element.

use std::fs;

use e2e::dist::{Dist, workspace};
use e2e::page::Page;
use e2e::stage::{Stage, play_everywhere_with, play_with};
use serde::Deserialize;

const APPS: [&str; 5] = ["plain", "react", "vue", "svelte", "yew"];
const PLACES: [&str; 4] = ["light", "open", "closed", "nested"];

/// Runs before the page's own scripts, and lets a test look into closed roots.
const EYES: &str = include_str!("eyes.js");

/// What the app has noted; `tests/host/page.ts` says what each is.
#[derive(Debug, Deserialize, PartialEq)]
struct Happened {
    app: usize,
    wrapper: usize,
    loads: usize,
    links: Vec<Link>,
}

/// A link that was followed, or clicked on.
#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Link {
    place: String,
    url: String,
}

/// Plays a test on the page of every app in every browser.
fn play_in_every_app(test: impl AsyncFn(&Stage)) {
    play_everywhere_with(&Dist::delivered(), async |stage| {
        for app in APPS {
            eprintln!("the app of {app} in {}", stage.browser.name);
            show(stage, app).await;
            test(stage).await;
            stage.check_log().await;
        }
    });
}

/// Opens the page of an app and waits until all its widgets show what they shall.
async fn show(stage: &Stage, app: &str) {
    let folder = workspace().join("target/host").join(app);
    let html = fs::read_to_string(folder.join("index.html")).unwrap_or_else(|error| {
        panic!("expected the app of {app} at {}: {error}; run `make host`", folder.display())
    });
    let path = format!("/{app}/");
    stage.host.mount(&path, &folder);
    // The app of yew has no bundler, and a script tag in its page.
    let widget = stage.dist.folder.join(&stage.dist.widget[1..]);
    stage.host.mount(&format!("{path}news-widget/"), &widget);
    let html = html.replacen("<head>", &format!("<head><script>{EYES}</script>"), 1);
    let (feed, rates) = (stage.data.url("/demo/feed.en.json"), stage.data.url("/demo/rates.json"));
    let page = Page::copy(html, &path).at(format!("{path}?feed={feed}&rates={rates}"));
    stage.open(page).await;
    for place in PLACES {
        // It starts when a reader comes near.
        stage.wait_for("it is on the page", &format!("__find('{place}')")).await;
        stage.act(&format!("__find('{place}').scrollIntoView();")).await;
        stage.wait_for("it is ready", &in_place(place, "isReady()")).await;
    }
    wait_for_loads(stage, 2 * PLACES.len()).await;
}

async fn wait_for_loads(stage: &Stage, loads: usize) {
    stage.wait_for("articles and rates were told of", &format!("__host.loads === {loads}")).await;
}

/// Waits until an expression is true in every place; it may use what `eyes.js` gives.
async fn wait_in_every_place(stage: &Stage, what: &str, expression: &str) {
    for place in PLACES {
        let reason = format!("the widget in the place \"{place}\" {what}");
        stage.wait_for(&reason, &in_place(place, expression)).await;
    }
}

fn in_place(place: &str, expression: &str) -> String {
    format!("(({{ widget, inside, texts, isReady }}) => {expression})(__look(\"{place}\"))")
}

async fn happened(stage: &Stage) -> Happened {
    stage.get("__host").await
}

#[test]
fn a_bundler_takes_the_wasm_along() {
    play_with(&Dist::delivered(), async |stage| {
        for app in APPS.into_iter().filter(|app| *app != "yew") {
            show(stage, app).await;
            let start = format!("/{app}/assets/news-widget-");
            let is_module = |path: &str| path.starts_with(&start) && path.ends_with(".wasm");
            let asked = stage.host.seen().iter().filter(|seen| is_module(&seen.path)).count();
            assert_eq!(asked, 1, "one module for all widgets of the app of {app}");
        }
    });
}

#[test]
fn a_change_of_the_apps_state_changes_the_widget_in_place() {
    play_in_every_app(async |stage| {
        let height = in_place("light", "widget.offsetHeight");
        let high: u32 = stage.get(&height).await;
        stage.act("__keep();").await;
        wait_in_every_place(stage, "has the count", r#"widget.getAttribute("count") === "9""#)
            .await;
        wait_in_every_place(stage, "lists 9", "inside('.item').length === 9").await;

        stage.click("document.getElementById('fewer')").await;
        wait_in_every_place(stage, "lists 2", "inside('.item').length === 2").await;
        let low: u32 = stage.get(&height).await;
        assert!(low < high, "{low} pixels high now, {high} before");

        stage.click("document.getElementById('language')").await;
        let title = r#"texts(".block-title").includes("Digər xəbərlər")"#;
        wait_in_every_place(stage, "speaks Azerbaijani", title).await;

        // A tape has each twice.
        let signs = |signs: &str| {
            let first = ".rate-row:not([aria-hidden]) .rate-sym";
            format!(r#"texts("{first}").join(" ") === "{signs}""#)
        };
        wait_in_every_place(stage, "has the currencies", &signs("$ € ₽")).await;
        stage.click("document.getElementById('currencies')").await;
        wait_in_every_place(stage, "has other currencies", &signs("£ ₺")).await;

        wait_in_every_place(stage, "is the same, drawn in the same nodes", "__isKept(widget)")
            .await;
        wait_in_every_place(stage, "has its data", "widget.data.articles.length === 12").await;
        let loads = happened(stage).await.loads;
        assert_eq!(loads, 2 * PLACES.len(), "nothing was asked for again");
    });
}

#[test]
fn a_boolean_of_the_app_is_an_attribute_that_is_there_or_not() {
    play_in_every_app(async |stage| {
        let remembers = r#"widget.hasAttribute("remember")"#;
        let forgets = format!("!{remembers}");
        wait_in_every_place(stage, "does not remember at first", &forgets).await;
        stage.click("document.getElementById('remember')").await;
        wait_in_every_place(stage, "remembers", remembers).await;
        stage.click("document.getElementById('remember')").await;
        wait_in_every_place(stage, "does not remember any more", &forgets).await;
    });
}

#[test]
fn an_app_may_take_the_widget_away_put_it_back_and_move_it() {
    play_in_every_app(async |stage| {
        let loads = happened(stage).await.loads;
        stage.click("document.getElementById('toggle')").await;
        stage.wait_for("it is gone", "!__find('light')").await;
        stage.click("document.getElementById('toggle')").await;
        stage.wait_for("it is back", "__find('light')").await;
        stage.act("__find('light').scrollIntoView();").await;
        wait_for_loads(stage, loads + 2).await;
        wait_in_every_place(stage, "is ready again", "isReady()").await;

        stage.act("__keep();").await;
        for order in ["sport weather news", "news weather sport"] {
            stage.click("document.getElementById('reverse')").await;
            let sections = r#"[...document.querySelectorAll("li")].map((section) => section.id)"#;
            stage
                .wait_for("the order is another", &format!(r#"{sections}.join(" ") === "{order}""#))
                .await;
            wait_in_every_place(stage, "is the same", "isReady() && __isKept(widget)").await;
        }

        stage.click("document.getElementById('fewer')").await;
        wait_in_every_place(stage, "still follows", "inside('.item').length === 2").await;
        assert_eq!(happened(stage).await.loads, loads + 2, "a move is no new start");
    });
}

#[test]
fn a_click_in_the_widget_runs_its_own_handlers_and_those_around_it_once() {
    play_in_every_app(async |stage| {
        stage.click("document.getElementById('fewer')").await;
        wait_in_every_place(stage, "lists 2", "inside('.item').length === 2").await;
        let mut expected = happened(stage).await;
        for place in PLACES {
            for part in 0.. {
                let points: Vec<(i64, i64)> =
                    stage.get(&format!("__points(\"{place}\", {part})")).await;
                if points.is_empty() {
                    break;
                }
                stage.click_at(&points).await;
                expected.wrapper += points.len();
            }
            let links: Vec<Link> = stage.get("__takeLinks()").await;
            assert!(links.iter().all(|link| link.place == place), "{links:?}");
            let hit = |part: &str| links.iter().any(|link| link.url.contains(part));
            assert!(hit("courier.example/en/") && hit("video.example/"), "{links:?}");
            expected.links.extend(links);
            assert_eq!(happened(stage).await, expected, "after clicks in the place \"{place}\"");
        }
    });
}

#[test]
fn a_click_beside_the_widget_runs_the_handlers_of_the_app() {
    play_in_every_app(async |stage| {
        let before = happened(stage).await;
        stage.click("document.getElementById('click')").await;
        let expected = Happened { app: 1, wrapper: before.wrapper + 1, ..before };
        assert_eq!(happened(stage).await, expected);
    });
}
