use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::play;
use serde_json::{Value, json};

#[test]
fn properties_and_attributes_are_the_same() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        let count = r#"[el.count, el.getAttribute("count"), $$(".item").length]"#;
        stage.act("el.count = 3; await frames();").await;
        assert_eq!(stage.get::<Value>(count).await, json!(["3", "3", 3]));
        stage.act("el.count = null; await frames();").await;
        assert_eq!(stage.get::<Value>(count).await, json!(["", null, 9]));
        stage
            .act(r#"el.channelUrl = "https://video.example/other"; el.currencies = ["GBP", "USD"]; await frames();"#)
            .await;
        let found: Value = stage
            .get(r#"[el.getAttribute("channel-url"), $(".channel a").href, el.currencies, $$(".rate-sym").map(text)]"#)
            .await;
        let url = "https://video.example/other";
        assert_eq!(found, json!([url, url, "GBP USD", ["£", "$"]]));
        assert_eq!(stage.get::<String>("el.timeZone").await, "Asia/Baku");
    });
}

#[test]
fn properties_set_before_the_script_was_there_count() {
    play(async |stage| {
        stage.open(Page::new(r#"<div id="place"></div>"#).without_script()).await;
        let (feed, rates) =
            (stage.data.url("/demo/feed.en.json"), stage.data.url("/demo/rates.json"));
        stage
            .act(&format!(
                r#"const early = document.createElement("news-widget");
                early.src = "{feed}"; early.rates = "{rates}"; early.lang = "az"; early.count = 2;
                early.currencies = ["EUR", "USD"]; early.channelUrl = "https://video.example/";
                document.getElementById("place").append(early);
                const script = document.createElement("script");
                script.type = "module"; script.src = "{}"; document.head.append(script);"#,
                stage.widget("news-widget.js")
            ))
            .await;
        stage.wait_until_ready().await;
        let found: Value = stage
            .get(r#"[$$(".item").length, $$(".rate-sym").map(text), text($(".block-title")), el.getAttribute("channel-url"), Object.keys(el)]"#)
            .await;
        let url = "https://video.example/";
        assert_eq!(found, json!([2, ["€", "$"], "Digər xəbərlər", url, []]));
    });
}

#[test]
fn data_is_a_copy_of_what_is_shown() {
    play(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        let nothing = json!({"articles": [], "similar": [], "rates": [], "base": null});
        assert_eq!(stage.get::<Value>("el.data").await, nothing);
        gate.open();
        stage.wait_until_ready().await;
        let data: Value = stage.get("el.data").await;
        assert_eq!(data["articles"].as_array().unwrap().len(), 12);
        assert_eq!(
            data["articles"][1],
            json!({
                "id": "en-customs-hall",
                "url": "https://courier.example/en/customs-hall",
                "title": "Old customs hall will reopen as a waiting room and reading library",
                "category": "Harbour",
                "published": "2025-11-28T09:40:00Z",
            })
        );
        assert_eq!(data["rates"][2], json!({"code": "RUB", "value": "0.022094", "units": "1"}));
        assert_eq!(data["base"], "AZN");
        stage
            .act(r#"const data = el.data; data.articles[0].title = "changed"; data.rates.length = 0; el.lang = "ru"; await frames();"#)
            .await;
        assert_eq!(stage.get::<Value>("el.data").await, data);
        assert_eq!(stage.get::<usize>(r#"$$(".rate-num").length"#).await, 5);
    });
}

#[test]
fn refresh_asks_again_now_and_pause_and_resume_are_no_errors() {
    play(async |stage| {
        stage.data.answer("/feed.json", Answer::json(feed::plain("morning", 2)));
        let feed = stage.data.url("/feed.json");
        stage.show(format!(r#"<news-widget src="{feed}" refresh="0"></news-widget>"#)).await;
        stage.data.answer("/feed.json", Answer::json(feed::plain("evening", 2)));
        stage.act("el.pause(); el.resume(); el.refresh();").await;
        stage
            .wait_for("the new edition is there", r#"text($(".title")) === "Article 0 of evening""#)
            .await;
        assert_eq!(stage.data.count("/feed.json"), 2);
    });
}

#[test]
fn methods_before_the_start_do_nothing() {
    play(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        stage.act("el.pause(); el.resume(); el.refresh();").await;
        gate.open();
        stage.wait_until_ready().await;
    });
}

#[test]
fn options_may_stand_in_json_and_an_attribute_wins() {
    play(async |stage| {
        let options = json!({
            "src": stage.data.url("/demo/feed.en.json"),
            "rates": stage.data.url("/demo/rates.json"),
            "count": 4,
            "lang": "ru",
            "currencies": ["GBP", "EUR"],
            "blocks": "rates similar",
            "channel-title": null,
        });
        stage
            .show(format!(
                r#"<script type="application/json" id="options">{options}</script>
                <news-widget config="options" lang="az" currencies="TRY"></news-widget>"#
            ))
            .await;
        let found: Value = stage
            .get(r#"[$$(".item").length, $$(".rate-sym").map(text), text($(".block-title")), Boolean($(".head"))]"#)
            .await;
        assert_eq!(found, json!([4, ["₺"], "Digər xəbərlər", false]));
        assert_eq!(stage.data.count("/demo/feed.en.json"), 1, "asked for early, as an attribute's");
    });
}

#[test]
fn options_that_are_no_json_are_named_once() {
    play(async |stage| {
        stage.expect(r#"config: ""#);
        let feed = stage.data.url("/demo/feed.en.json");
        for (id, script) in [
            ("nowhere", ""),
            ("broken", r#"<script type="application/json" id="broken">{"count": </script>"#),
            ("list", r#"<script type="application/json" id="list">null</script>"#),
        ] {
            stage
                .show(format!(r#"{script}<news-widget config="{id}" src="{feed}"></news-widget>"#))
                .await;
            let log = stage.log().await;
            assert_eq!(log.len(), 1, "{log:?}");
            let start = format!("warn: news-widget: config: \"{id}\" is not ");
            assert!(log[0].starts_with(&start), "{}", log[0]);
            let events = stage.events("error").await;
            assert_eq!(events.len(), 1, "{events:?}");
            assert_eq!(events[0]["detail"]["code"], "config");
        }
    });
}

#[test]
fn the_events_find_their_data() {
    play(async |stage| {
        let hear = "<script>window.__found = []; addEventListener('DOMContentLoaded', () => { const el = document.querySelector('news-widget'); el.addEventListener('news-widget-load', () => __found.push([el.data.articles.length, el.data.rates.length])); });</script>";
        stage.open(Page::new(stage.demo("")).head(hear)).await;
        stage.wait_until_ready().await;
        stage.wait_for("both were told", "__found.length === 2").await;
        let found: Vec<(u32, u32)> = stage.get("__found").await;
        assert!(found.contains(&(12, 10)), "{found:?}");
    });
}
