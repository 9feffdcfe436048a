use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play};

/// Changes one attribute and waits for its effect.
async fn change(stage: &Stage, name: &str, value: &str, effect: &str) {
    stage.act(&format!(r#"el.setAttribute("{name}", "{value}");"#)).await;
    stage.wait_for(&format!("{name}=\"{value}\" has its effect"), effect).await;
}

const KEEP: &str = r#"window.__kept = Object.fromEntries(
    [".nw", ".rates", ".rate-row", ".rate", ".head", ".head .body", ".similar", ".items", ".item", ".channel"]
        .map((selector) => [selector, $(selector)]));"#;

/// The kept nodes that are no longer in their places.
const LOST: &str = r#"Object.keys(__kept).filter((selector) => $(selector) !== __kept[selector])"#;

#[test]
fn a_change_is_drawn_in_place_and_what_is_unchanged_stays_the_same_node() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage.act(KEEP).await;
        let mut replaced = Vec::new();
        for (name, value, effect) in [
            ("lang", "ru", r#"text($(".block-title")) === "Другие новости""#),
            ("lang", "az", r#"text($(".rate-num")) === "1,7""#),
            ("count", "3", r#"$$(".item").length === 3"#),
            ("count", "7", r#"$$(".item").length === 7"#),
            ("currencies", "USD GEL", r#"$$(".rate-num").map(text).join() === "1,7,0,6287""#),
            ("layout", "list", r#"$(".item") && !$(".item .pic")"#),
            ("layout", "auto", r#"$(".item .pic")"#),
            ("heading-level", "2", r#"$(".title").localName === "h2""#),
            ("channel-title", "Another TV", r#"text($(".ch-title")) === "Another TV""#),
            ("theme", "dark", r#"getComputedStyle(el).colorScheme === "dark""#),
            ("link-params", "utm_source=w", r#"$(".title a").href.endsWith("?utm_source=w")"#),
            ("time-zone", "UTC", r#"text($(".when")).endsWith("10:05")"#),
        ] {
            change(stage, name, value, effect).await;
            let lost: Vec<String> = stage.get(LOST).await;
            if !lost.is_empty() {
                replaced.push(format!("{name}=\"{value}\" replaced {lost:?}"));
            }
            stage.act(KEEP).await;
        }
        assert!(replaced.is_empty(), "{replaced:#?}");
        assert_eq!(stage.data.count("/demo/feed.en.json"), 1);
        assert_eq!(stage.data.count("/demo/rates.json"), 1);
    });
}

#[test]
fn another_source_replaces_its_own_blocks_and_leaves_the_others_alone() {
    play(async |stage| {
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "3.3")])));
        let (feed, rates) = (stage.data.url("/demo/feed.az.json"), stage.data.url("/rates.json"));
        stage.show(stage.demo("")).await;
        stage.act(KEEP).await;
        change(stage, "src", &feed, r#"text($(".src")) === "Xəzər Kuryeri""#).await;
        let kept = r#"[".nw", ".rates", ".rate-row", ".rate", ".channel"].every((selector) => $(selector) === __kept[selector])"#;
        assert!(stage.get::<bool>(kept).await, "rates and channel are not the articles'");
        stage.act(KEEP).await;
        change(stage, "rates", &rates, r#"text($(".rate-num")) === "3.3""#).await;
        let kept = r#"[".nw", ".head", ".similar", ".item", ".channel"].every((selector) => $(selector) === __kept[selector])"#;
        assert!(stage.get::<bool>(kept).await, "articles and channel are not the rates'");
    });
}

#[test]
fn several_changes_of_one_turn_are_one_and_the_last_counts() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage
            .act(r#"el.lang = "az"; el.count = 2; el.lang = "ru"; el.count = 4; el.removeAttribute("channel-url");"#)
            .await;
        stage
            .wait_for(
                "the last values count",
                r#"text($(".block-title")) === "Другие новости" && $$(".item").length === 4 && !$(".channel")"#,
            )
            .await;
    });
}

#[test]
fn attributes_changed_before_the_start_count() {
    play(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(e2e::page::Page::new(stage.demo(""))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        change(stage, "count", "2", r#"$$(".bones .item").length === 2"#).await;
        change(stage, "blocks", "similar", r#"!$(".bones .head")"#).await;
        gate.open();
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2);
        assert!(!stage.get::<bool>(r#"Boolean($(".head"))"#).await);
    });
}

#[test]
fn scroll_position_and_focus_stay() {
    play(async |stage| {
        let feed = stage.data.url("/demo/feed.az.json");
        stage
            .show(format!(
                r#"<div style="height: 300px"></div><div style="width: 360px">{}</div><div style="height: 3000px"></div>"#,
                stage.demo(r#"rates-layout="row""#)
            ))
            .await;
        stage.act(r#"$(".foot button").focus({ preventScroll: true }); scrollTo(0, 500);"#).await;
        let still =
            r#"[scrollY, root.activeElement === $(".foot button"), document.activeElement === el]"#;
        for (name, value, effect) in [
            ("lang", "ru", r#"text($(".block-title")) === "Другие новости""#),
            ("count", "3", r#"$$(".item").length === 3"#),
            ("currencies", "USD EUR GBP RUB GEL", r#"text($$(".rate-num")[4]) === "0,6287""#),
            ("layout", "list", r#"$(".nw").dataset.layout === "list""#),
        ] {
            change(stage, name, value, effect).await;
            let found: (f64, bool, bool) = stage.get(still).await;
            assert_eq!(found, (500.0, true, true), "after {name}=\"{value}\"");
        }
        change(stage, "src", &feed, r#"text($(".src")) === "Xəzər Kuryeri""#).await;
        assert_eq!(stage.get::<f64>("scrollY").await, 500.0, "after another source");
    });
}
