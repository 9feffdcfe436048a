use e2e::feed;
use e2e::server::Answer;
use e2e::stage::play;
use serde_json::{Value, json};

const STATE: &str = r#"({
    expanded: $(".foot button").getAttribute("aria-expanded"),
    words: text($(".foot button")),
    whole: $(".body").scrollHeight <= $(".body").clientHeight + 1,
    controls: root.getElementById($(".foot button").getAttribute("aria-controls")) === $(".body"),
})"#;

#[test]
fn the_button_unfolds_the_body_and_folds_it_again() {
    play(async |stage| {
        for width in [300, 360, 500, 700, 1000] {
            stage.data.answer("/feed.json", Answer::json(feed::endless(3)));
            let feed = stage.data.url("/feed.json");
            stage
                .show(format!(
                    r#"<div style="width: {width}px"><news-widget src="{feed}" lang="en"></news-widget></div>"#
                ))
                .await;
            let height = "el.getBoundingClientRect().height";
            let folded: f64 = stage.get(height).await;
            let state = |expanded: &str, words: &str, whole: bool| json!({"expanded": expanded, "words": words, "whole": whole, "controls": true});
            assert_eq!(
                stage.get::<Value>(STATE).await,
                state("false", "Read on", false),
                "{width}"
            );
            stage.click(r#"$(".foot button")"#).await;
            stage.wait_for("it is unfolded", r#"$(".foot button").ariaExpanded === "true""#).await;
            stage.act("await frames();").await;
            assert_eq!(
                stage.get::<Value>(STATE).await,
                state("true", "Show less", true),
                "{width}"
            );
            assert!(stage.get::<f64>(height).await > folded, "{width}: it grew");
            assert!(
                stage.get::<bool>(r#"root.activeElement === $(".foot button")"#).await,
                "{width}: the focus stays"
            );
            stage.click(r#"$(".foot button")"#).await;
            stage.wait_for("it is folded", r#"$(".foot button").ariaExpanded === "false""#).await;
            stage.act("await frames();").await;
            assert_eq!(
                stage.get::<Value>(STATE).await,
                state("false", "Read on", false),
                "{width}"
            );
            assert_eq!(stage.get::<f64>(height).await, folded, "{width}: as before");
        }
    });
}

#[test]
fn there_is_no_button_where_the_body_fits() {
    play(async |stage| {
        let hidden = r#"!$(".foot button").checkVisibility({ visibilityProperty: true })"#;
        // A few lines beside a wide picture, and more than a narrow box holds.
        let mut news = feed::plain("short", 3);
        news["items"][0]["content_text"] = json!("Some words. ".repeat(40));
        stage.data.answer("/feed.json", Answer::json(news));
        let feed = stage.data.url("/feed.json");
        let tag = format!(r#"<news-widget src="{feed}" lang="en"></news-widget>"#);
        let resize = async |width: &str| {
            stage.act(&format!(r#"document.getElementById("box").style.width = "{width}";"#)).await;
        };
        stage.show(format!(r#"<div id="box" style="width: 1400px">{tag}</div>"#)).await;
        stage.wait_for("there is no button where there is room", hidden).await;
        stage.show(format!(r#"<div id="box" style="width: 360px">{tag}</div>"#)).await;
        stage.act("await frames();").await;
        assert!(!stage.get::<bool>(hidden).await, "in a narrow box it does not fit");
        resize("1400px").await;
        stage.wait_for("the button goes where there is room", hidden).await;
        resize("360px").await;
        stage.wait_for("and comes back where there is none", &format!("!({hidden})")).await;
    });
}
