use e2e::feed;
use e2e::page::Page;
use e2e::server::{Answer, Server, nobody};
use e2e::stage::{Stage, play};
use serde_json::{Value, json};

fn news(stage: &Stage, path: &str) -> String {
    let feed = stage.data.url(path);
    format!(r#"<news-widget id="news" src="{feed}" lang="en" time-zone="UTC"></news-widget>"#)
}

fn both(stage: &Stage) -> String {
    let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
    stage.data.answer("/feed.json", Answer::json(feed::plain("morning", 3)));
    stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
    format!(
        r#"<news-widget src="{feed}" rates="{rates}" lang="en" currencies="USD" time-zone="UTC"></news-widget>"#
    )
}

#[test]
fn what_has_come_is_shown_and_what_has_not_is_empty_boxes() {
    play(async |stage| {
        let gate = stage.data.hold("/demo/feed.en.json");
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("the rates are there", r#"$(".rate-num").checkVisibility()"#).await;
        let waiting = r#"[$(".nw").dataset.state, $(".nw").getAttribute("aria-busy"),
            $(".head .bone").checkVisibility({ visibilityProperty: true }), $$(".similar .item .bone").length > 9,
            $(".head").closest("[aria-hidden=true]") !== null]"#;
        assert_eq!(stage.get::<Value>(waiting).await, json!(["loading", "true", true, true, true]));
        gate.open();
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>(r#"$$(".bone").length"#).await, 0);
        assert_eq!(stage.get::<String>(r#"$(".nw").getAttribute("aria-busy")"#).await, "false");
    });
}

#[test]
fn an_empty_source_is_said_and_is_no_error() {
    play(async |stage| {
        stage.data.answer("/feed.json", Answer::json(feed::of(json!([]))));
        stage.show(news(stage, "/feed.json")).await;
        assert_eq!(stage.get::<String>(r#"text($(".notice strong"))"#).await, "Nothing here yet");
        assert_eq!(stage.get::<usize>(r#"$$(".notice").length"#).await, 1, "said once");
        assert!(!stage.get::<bool>(r#"Boolean($(".notice button"))"#).await);
        assert_eq!(stage.events("error").await, [json!(null); 0]);
        assert_eq!(stage.events("load").await.len(), 1);
    });
}

#[test]
fn a_failure_is_said_and_a_click_on_the_button_tries_again() {
    play(async |stage| {
        for (answer, code, message) in [
            (Answer::status(500), "status", "answered 500, expected 200"),
            (Answer::status(404), "status", "answered 404, expected 200"),
            (Answer::json(r#"{"items": ["#), "not-json", "not JSON"),
            (
                Answer::html("<!doctype html><title>Log in</title>"),
                "page",
                r#"a page for people ("Log in")"#,
            ),
            (Answer::json(""), "unknown", "found nothing"),
            (Answer::json(r#"{"news": []}"#), "shape", "an object is not articles"),
            (Answer::json("[1]"), "shape", "a list is not articles"),
            (
                Answer::json(r#"{"code": "rest_forbidden", "message": "Not for you."}"#),
                "shape",
                r#"the message "Not for you." is not articles"#,
            ),
            (Answer::new("text/xml", "<!-- cut"), "not-xml", "not XML"),
            (Answer::new("image/png", b"\x89PNG\0\0".to_vec()), "not-text", "no text"),
        ] {
            stage.expect(message);
            let note = format!("{code}, {message}");
            stage.data.answer("/feed.json", answer);
            stage.show(news(stage, "/feed.json")).await;
            assert_eq!(
                stage.get::<String>(r#"text($(".notice strong"))"#).await,
                "The news could not be loaded",
                "{note}"
            );
            let heard: String = stage.get(r#"text($("[role=status]"))"#).await;
            assert!(heard.contains("The news could not be loaded"), "{note}: {heard}");
            let events = stage.events("error").await;
            assert_eq!(events.len(), 1, "{note}: {events:?}");
            assert_eq!(events[0]["detail"]["code"], code, "{note}");
            assert_eq!(events[0]["detail"]["url"], stage.data.url("/feed.json"), "{note}");
            let found = events[0]["detail"]["message"].as_str().unwrap();
            assert!(found.contains(message), "{note}: {found}");
            stage.data.answer("/feed.json", Answer::json(feed::plain("healed", 3)));
            stage.click(r#"$(".notice button")"#).await;
            stage
                .wait_for("the news are there", r#"text($(".title")) === "Article 0 of healed""#)
                .await;
            assert!(!stage.get::<bool>(r#"Boolean($(".notice"))"#).await, "{note}");
        }
    });
}

#[test]
fn an_unreachable_source_is_said_and_found_when_it_is_back() {
    play(async |stage| {
        stage.expect("could not be fetched");
        let (origin, port) = nobody();
        stage
            .show(format!(r#"<news-widget src="{origin}/feed.json" lang="en"></news-widget>"#))
            .await;
        let events = stage.events("error").await;
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0]["detail"]["code"], "network");
        let back = Server::start_on(port).await;
        back.answer("/feed.json", Answer::json(feed::plain("back", 3)));
        stage.click(r#"$(".notice button")"#).await;
        stage.wait_for("the news are there", r#"text($(".title")) === "Article 0 of back""#).await;
    });
}

#[test]
fn trying_again_in_vain_says_so_again() {
    play(async |stage| {
        stage.expect("answered 404, expected 200");
        stage.data.answer("/feed.json", Answer::status(404));
        stage.show(news(stage, "/feed.json")).await;
        let gate = stage.data.hold("/feed.json");
        stage.click(r#"$(".notice button")"#).await;
        stage.data.wait_for("/feed.json", 2).await;
        let busy = r#"$(".notice button").getAttribute("aria-busy") === "true""#;
        stage.wait_for("it is seen to try", busy).await;
        gate.open();
        stage.wait_for("it says so again", &format!("!({busy})")).await;
        assert!(
            stage.get::<bool>(r#"root.activeElement?.dataset.act === "retry""#).await,
            "the focus stays on the button"
        );
        assert_eq!(stage.data.count("/feed.json"), 2);
        assert_eq!(stage.log().await.len(), 1, "but the console once");
    });
}

#[test]
fn a_failed_refresh_keeps_the_old_news_and_tells_their_age() {
    play(async |stage| {
        stage.expect("answered 503, expected 200");
        stage.show(both(stage)).await;
        stage.act(r#"window.__item = $(".item"); window.__rate = $(".rate");"#).await;
        stage.data.answer("/feed.json", Answer::status(503));
        stage.act("el.refresh();").await;
        let aged = r#"/^\d\d:\d\d · just now$/.test(text($(".head .late"))) && /^\d\d:\d\d · just now$/.test(text($(".bar .late")))"#;
        stage.wait_for("the news are marked as old", aged).await;
        let whole = r#"$$(".late").every((late) => late.scrollWidth <= late.clientWidth)"#;
        assert!(stage.get::<bool>(whole).await, "no age is cut");
        assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, "Article 0 of morning");
        assert!(!stage.get::<bool>(r#"Boolean($(".notice"))"#).await);
        assert!(!stage.get::<bool>(r#"Boolean($(".rates .late"))"#).await, "the rates are fresh");
        assert!(stage.get::<bool>(r#"__item === $(".item") && __rate === $(".rate")"#).await);
        let stale = stage.events("stale").await;
        assert_eq!(stale.len(), 1, "{stale:?}");
        let since = stale[0]["detail"]["since"].as_str().unwrap();
        assert!(since.ends_with('Z') && since.len() == 20, "{since}");
        assert_eq!(stage.events("error").await.len(), 1);

        let narrow = r#"(async () => {
            Object.assign(el, { lang: "ru", blocks: "similar" });
            el.style.width = "280px";
            await frames();
            const [bar, button] = [$(".bar"), $(".bar [data-act=retry]").getBoundingClientRect()];
            const inside = $(".nw").scrollWidth <= $(".nw").clientWidth && button.right <= bar.getBoundingClientRect().right && button.width === 24;
            Object.assign(el, { lang: "en", blocks: "rates headline similar channel" });
            el.style.width = "";
            await frames();
            return inside;
        })()"#;
        assert!(stage.get::<bool>(&format!("await {narrow}")).await, "and none leaves its bar");

        stage.data.answer("/rates.json", Answer::status(503));
        stage.act("el.refresh();").await;
        stage
            .wait_for(
                "the rates are marked as old",
                r#"/^\d\d:\d\d · just now$/.test(text($(".rates .late")))"#,
            )
            .await;
        assert_eq!(stage.get::<String>(r#"text($(".rate-num"))"#).await, "1.7");

        stage.data.answer("/feed.json", Answer::json(feed::plain("evening", 3)));
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.8")])));
        stage.act("el.refresh();").await;
        stage
            .wait_for(
                "all is new again",
                r#"text($(".title")) === "Article 0 of evening" && text($(".rate-num")) === "1.8" && !$(".late")"#,
            )
            .await;
    });
}

#[test]
fn news_and_rates_fail_apart() {
    play(async |stage| {
        stage.expect("answered 500, expected 200");
        let body = both(stage);
        stage.data.answer("/rates.json", Answer::status(500));
        stage.show(body.as_str()).await;
        assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, "Article 0 of morning");
        assert_eq!(
            stage.get::<String>(r#"text($(".notice p"))"#).await,
            "The rates could not be loaded"
        );
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.9")])));
        stage.click(r#"$(".notice button")"#).await;
        stage.wait_for("the rates are there", r#"text($(".rate-num")) === "1.9""#).await;

        stage.data.answer("/feed.json", Answer::status(500));
        stage.show(body).await;
        assert_eq!(stage.get::<String>(r#"text($(".rate-num"))"#).await, "1.9");
        assert_eq!(
            stage.get::<String>(r#"text($(".notice strong"))"#).await,
            "The news could not be loaded"
        );
        assert_eq!(stage.get::<usize>(r#"$$(".notice").length"#).await, 1, "said once");
    });
}

#[test]
fn the_second_address_is_asked_when_the_first_gives_nothing() {
    play(async |stage| {
        stage.expect("answered 500, expected 200");
        stage.expect("a page for people");
        stage.data.answer("/bad.json", Answer::status(500));
        stage.data.answer("/worse.json", Answer::html("<h1>Hello</h1>"));
        stage.data.answer("/good.json", Answer::json(feed::plain("second", 3)));
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
        let url = |path| stage.data.url(path);
        stage
            .show(format!(
                r#"<news-widget src="{} {} {}" rates="{} {}" lang="en" currencies="USD"></news-widget>"#,
                url("/bad.json"), url("/worse.json"), url("/good.json"), url("/bad.json"), url("/rates.json"),
            ))
            .await;
        assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, "Article 0 of second");
        assert_eq!(stage.get::<String>(r#"text($(".rate-num"))"#).await, "1.7");
        assert_eq!(stage.events("error").await, [json!(null); 0], "something was found");
        let sources: Vec<_> = stage.events("load").await;
        assert!(sources.iter().any(|event| event["detail"]["source"] == url("/good.json")));
    });
}

#[test]
fn prices_without_a_way_to_the_wanted_base_are_told_and_not_shown() {
    play(async |stage| {
        let complaint = r#"base: "AZN" is not "EUR", and there is no rate of EUR to convert by"#;
        stage.expect(complaint);
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
        let rates = stage.data.url("/rates.json");
        stage
            .show(format!(r#"<rate-ticker rates="{rates}" base="EUR" lang="en"></rate-ticker>"#))
            .await;
        let events = stage.events("error").await;
        assert_eq!(events.len(), 1);
        let message = events[0]["detail"]["message"].as_str().unwrap();
        assert!(message.contains(complaint), "{message}");
        assert_eq!(
            stage.get::<String>(r#"text($(".notice p"))"#).await,
            "The rates could not be loaded"
        );
        assert!(!stage.get::<bool>(r#"Boolean($(".rate-num"))"#).await);
    });
}
