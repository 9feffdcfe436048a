use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

/// What this browser keeps for the page's origin.
const KEPT: &str = r#"(async () => {
    const cache = (await caches.keys()).length ? await caches.open("news-widget") : undefined;
    const urls = ((await cache?.keys()) ?? []).map(({ url }) => new URL(url).pathname).sort();
    return [await caches.keys(), urls, Object.keys(localStorage), Object.keys(sessionStorage),
        document.cookie, (await indexedDB.databases?.()) ?? []];
})()"#;

fn tag(stage: &Stage, attributes: &str) -> String {
    let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
    format!(
        r#"<news-widget src="{feed}" rates="{rates}" lang="en" currencies="USD" {attributes}></news-widget>"#
    )
}

fn morning(stage: &Stage) {
    stage.data.answer("/feed.json", Answer::json(feed::plain("morning", 3)));
    stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
}

async fn wait_for_kept(stage: &Stage) {
    let kept = format!(r#"JSON.stringify((await {KEPT})[1]) === '["/feed.json","/rates.json"]'"#);
    stage.wait_for("both are kept", &kept).await;
}

#[test]
fn nothing_is_kept_unless_the_owner_wants_it() {
    play_everywhere(async |stage| {
        morning(stage);
        for attributes in ["", r#"remember="false""#] {
            stage.show(tag(stage, attributes)).await;
            stage.act("el.refresh();").await;
            stage.wait_for("all came twice", "__events.length === 4").await;
            stage.act("await frames();").await;
            assert_eq!(stage.get::<Value>(KEPT).await, json!([[], [], [], [], "", []]));
        }
    });
}

#[test]
fn what_is_remembered_is_there_at_once_with_its_age_until_the_source_answers() {
    play_everywhere(async |stage| {
        morning(stage);
        stage.show(tag(stage, "remember")).await;
        wait_for_kept(stage).await;

        stage.data.answer("/feed.json", Answer::json(feed::plain("evening", 3)));
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.8")])));
        let gates = (stage.data.hold("/feed.json"), stage.data.hold("/rates.json"));
        stage.open(Page::new(tag(stage, "remember"))).await;
        let shown = r#"[text($(".title")), text($(".rate-num"))]"#;
        stage
            .wait_for(
                "the morning is there",
                r#"isReady(el) && $(".head .late") && $(".rates .late")"#,
            )
            .await;
        assert_eq!(stage.get::<Value>(shown).await, json!(["Article 0 of morning", "1.7"]));
        assert_eq!(stage.events("load").await.len(), 0, "nothing has come");
        gates.0.open();
        gates.1.open();
        stage
            .wait_for(
                "the evening is there",
                r#"!$(".late") && text($(".title")) === "Article 0 of evening""#,
            )
            .await;
        assert_eq!(stage.get::<Value>(shown).await, json!(["Article 0 of evening", "1.8"]));
        assert_eq!(stage.get::<Value>("__shifts").await, json!([]));
    });
}

#[test]
fn without_a_network_the_last_edition_is_shown_with_its_age() {
    play_everywhere(async |stage| {
        stage.expect("answered 404, expected 200");
        morning(stage);
        stage.show(tag(stage, "remember")).await;
        wait_for_kept(stage).await;
        stage.data.answer("/feed.json", Answer::status(404));
        stage.data.answer("/rates.json", Answer::status(404));
        stage.show(tag(stage, "remember")).await;
        stage
            .wait_for(
                "it has been tried",
                r#"__events.filter(({ type }) => type === "stale").length === 2"#,
            )
            .await;
        assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, "Article 0 of morning");
        assert!(
            stage.get::<bool>(r#"/^\d\d:\d\d · just now$/.test(text($(".head .late")))"#).await
        );
        assert!(!stage.get::<bool>(r#"Boolean($(".notice"))"#).await);
        stage.show(tag(stage, "")).await;
        assert_eq!(
            stage.get::<String>(r#"text($(".notice strong"))"#).await,
            "The news could not be loaded",
            "who does not want it remembered gets nothing of it"
        );
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_no_error() {
    play_everywhere(async |stage| {
        morning(stage);
        for blocked in [
            "delete window.caches; Object.defineProperty(window, 'caches', { get() { throw new DOMException('no', 'SecurityError'); } });",
            "Object.defineProperty(window, 'caches', { value: undefined });",
            "caches.open = async () => { throw new DOMException('full', 'QuotaExceededError'); }; caches.match = caches.open;",
            "caches.match = async () => new Response('not what was kept');",
        ] {
            let page =
                Page::new(tag(stage, "remember")).head(format!("<script>{blocked}</script>"));
            stage.open(page).await;
            stage.wait_until_ready().await;
            assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, "Article 0 of morning");
            assert!(!stage.get::<bool>(r#"Boolean($(".late"))"#).await);
        }
    });
}

#[test]
fn what_cannot_be_read_is_not_kept_and_twenty_addresses_are_enough() {
    play(async |stage| {
        stage.expect("not JSON");
        morning(stage);
        stage.data.answer("/feed.json", Answer::json("{"));
        stage.show(tag(stage, "remember")).await;
        let kept = format!("(await {KEPT})[1]");
        stage.wait_for("the rates are kept", &format!(r#"{kept}.length === 1"#)).await;
        assert_eq!(stage.get::<Value>(&kept).await, json!(["/rates.json"]));
        morning(stage);
        for number in 0..22 {
            stage.data.answer(&format!("/feed-{number}.json"), Answer::json(feed::plain("x", 1)));
            let url = stage.data.url(&format!("/feed-{number}.json"));
            stage.act(&format!("el.src = {};", json!(url))).await;
            let there = format!(r#"{kept}.includes("/feed-{number}.json")"#);
            stage.wait_for("it is kept", &there).await;
        }
        stage.wait_for("the oldest went", &format!(r#"{kept}.length === 20"#)).await;
        assert!(!stage.get::<bool>(&format!(r#"{kept}.includes("/rates.json")"#)).await);
    });
}
