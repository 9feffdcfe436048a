use e2e::clock;
use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

const STREAM: &str = "/stream";
const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;

/// A tag with rates and a stream of them.
fn ticker(stage: &Stage, attributes: &str) -> String {
    let rates = stage.data.url("/rates.json");
    stage.data.answer("/rates.json", Answer::json(prices("1.7", "1.98")));
    alone(stage, &format!(r#"rates="{rates}" {attributes}"#))
}

/// A tag with a stream alone.
fn alone(stage: &Stage, attributes: &str) -> String {
    let stream = stage.data.url(STREAM);
    stage.data.stream(STREAM);
    format!(
        r#"<rate-ticker rates-stream="{stream}" lang="en" time-zone="UTC" currencies="USD EUR" rates-layout="row" {attributes}></rate-ticker>"#
    )
}

fn prices(usd: &str, eur: &str) -> Value {
    feed::rates(&[("USD", usd), ("EUR", eur)])
}

/// One rate, as a message.
fn single(code: &str, value: &str) -> String {
    json!({"code": code, "value": value}).to_string()
}

/// Shows it and waits until the stream stands, which it does when something of it is shown.
async fn start(stage: &Stage, body: String) {
    stage.open(Page::new(body).head(clock::SCRIPT)).await;
    stage.wait_until_ready().await;
    stands(stage).await;
}

async fn stands(stage: &Stage) {
    stage.data.wait_for_listeners(STREAM, 1).await;
    stage.data.send(STREAM, &[&single("USD", "1.701")]);
    shows(stage, "1.701", "1.98").await;
}

async fn shows(stage: &Stage, usd: &str, eur: &str) {
    let expected = json!([usd, eur]);
    let same =
        format!(r#"JSON.stringify($$(".rate-num").map(text)) === JSON.stringify({expected})"#);
    stage.wait_for(&format!("{usd} and {eur} are shown"), &same).await;
}

async fn advance(stage: &Stage, milliseconds: u64) {
    stage.act(&format!("await __clock.advance({milliseconds});")).await;
}

/// From now on counts what is touched: batches of changes, and cells.
async fn watch(stage: &Stage) {
    stage
        .act(
            r#"
            await frames();
            window.__batches = 0;
            window.__touched = new Set();
            new MutationObserver((records) => {
                window.__batches += 1;
                for (const { target } of records) {
                    const node = target.nodeType === 1 ? target : target.parentElement;
                    if (node?.closest("[role=status]")) continue;
                    __touched.add(node?.closest(".rate")?.dataset.code ?? node?.className ?? "nothing");
                }
            }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
            "#,
        )
        .await;
}

#[test]
fn what_a_stream_says_is_shown_and_only_the_cell_that_changed_is_touched() {
    play_everywhere(async |stage| {
        start(stage, ticker(stage, "")).await;
        watch(stage).await;
        stage.data.send(STREAM, &[&single("USD", "1.71")]);
        shows(stage, "1.71", "1.98").await;
        assert_eq!(stage.get::<Value>("[...__touched]").await, json!(["USD"]));
        let seen = r#"$$(".rate").map((rate) => rate.className)"#;
        assert_eq!(stage.get::<Value>(seen).await, json!(["rate flash-up", "rate"]));
        stage.data.send(STREAM, &[&prices("1.71", "1.97").to_string()]);
        shows(stage, "1.71", "1.97").await;
        assert_eq!(stage.get::<Value>("[...__touched]").await, json!(["USD", "EUR"]));
        let list = format!("[{},{}]", single("USD", "1.72"), single("EUR", "1.96"));
        stage.data.send(STREAM, &[&list]);
        shows(stage, "1.72", "1.96").await;
        let data = "el.data.rates.map(({ code, value }) => `${code} ${value}`)";
        assert_eq!(stage.get::<Value>(data).await, json!(["USD 1.72", "EUR 1.96"]));
    });
}

#[test]
fn a_burst_is_drawn_once_a_frame_and_its_last_word_counts() {
    play_everywhere(async |stage| {
        start(stage, ticker(stage, "")).await;
        watch(stage).await;
        let messages: Vec<_> =
            (0..100).map(|number| single("USD", &format!("1.8{number:02}"))).collect();
        let messages: Vec<_> = messages.iter().map(String::as_str).collect();
        stage.data.send(STREAM, &messages);
        shows(stage, "1.899", "1.98").await;
        let batches: usize = stage.get("__batches").await;
        assert!((1..=5).contains(&batches), "{batches} pictures of a hundred messages");
        assert_eq!(stage.get::<Value>("[...__touched]").await, json!(["USD"]));
    });
}

#[test]
fn while_a_stream_stands_nothing_is_asked_for_and_when_it_breaks_off_again() {
    play_everywhere(async |stage| {
        stage.expect("the stream of rates broke off");
        start(stage, ticker(stage, r#"refresh="30s""#)).await;
        assert_eq!(stage.data.count("/rates.json"), 1);
        advance(stage, 10 * MINUTE).await;
        assert_eq!(stage.data.count("/rates.json"), 1, "ten minutes of the stream");
        assert_eq!(stage.data.listeners(STREAM), 1);
        stage.data.end_stream(STREAM);
        stage.wait_for("it is told", r#"__log.some((line) => line.includes("broke off"))"#).await;
        shows(stage, "1.701", "1.98").await;
        stage.data.answer("/rates.json", Answer::json(prices("1.75", "1.98")));
        advance(stage, MINUTE).await;
        stage.data.wait_for("/rates.json", 2).await;
        shows(stage, "1.75", "1.98").await;
        advance(stage, 3 * MINUTE).await;
        assert!(stage.data.count("/rates.json") >= 5, "{}", stage.data.count("/rates.json"));
        let told = stage.log().await;
        assert_eq!(told.iter().filter(|line| line.contains("broke off")).count(), 1, "{told:?}");
        // It is there again: with a look it is found.
        stage.data.stream(STREAM);
        advance(stage, MINUTE).await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        stage.data.send(STREAM, &[&single("USD", "1.76")]);
        shows(stage, "1.76", "1.98").await;
        let asked = stage.data.count("/rates.json");
        advance(stage, 10 * MINUTE).await;
        assert_eq!(stage.data.count("/rates.json"), asked, "it stands again");
    });
}

#[test]
fn a_stream_that_is_cut_goes_on_by_itself_and_nothing_is_lost() {
    play(async |stage| {
        stage.expect("the stream of rates broke off");
        start(stage, ticker(stage, "")).await;
        for value in ["1.81", "1.82", "1.83"] {
            stage.data.cut(STREAM);
            stage.data.wait_for_listeners(STREAM, 1).await;
            stage.data.send(STREAM, &[&single("USD", value)]);
            shows(stage, value, "1.98").await;
        }
        assert!(!stage.get::<bool>(r#"Boolean($(".late"))"#).await, "and nothing is old");
    });
}

#[test]
fn a_stream_alone_shows_its_first_document() {
    play(async |stage| {
        stage.open(Page::new(alone(stage, "")).head(clock::SCRIPT)).await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        assert!(!stage.get::<bool>("isReady(el)").await);
        stage.data.send(STREAM, &[&prices("1.7", "1.98").to_string()]);
        stage.wait_until_ready().await;
        shows(stage, "1.7", "1.98").await;
        let loads = stage.events("load").await;
        assert_eq!(loads.len(), 1, "{loads:?}");
        assert_eq!(loads[0]["detail"]["rates"], 2);
        stage.data.send(STREAM, &[&single("EUR", "1.99")]);
        shows(stage, "1.7", "1.99").await;
        let said: String = stage.get(r#"text($(".asof a"))"#).await;
        assert_eq!(said, "Test Bank");
        stage.expect("the stream of rates broke off");
        stage.data.cut(STREAM);
        let told = r#"__log.some((line) => line.includes("broke off"))"#;
        stage.wait_for("it is told that it broke off", told).await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        assert!(!stage.get::<bool>(r#"Boolean($(".late"))"#).await, "it is there again");
    });
}

#[test]
fn a_stream_alone_that_is_not_there_is_a_failure_and_may_come_yet() {
    play(async |stage| {
        stage.expect("the stream of rates broke off");
        let tag = alone(stage, "");
        stage.data.end_stream(STREAM);
        stage.open(Page::new(tag).head(clock::SCRIPT)).await;
        let failed = r#"text($(".notice")).startsWith("The rates could not be loaded")"#;
        stage.wait_for("it says so", failed).await;
        stage.data.stream(STREAM);
        stage.act("await __clock.seen();").await;
        advance(stage, 10 * MINUTE).await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        stage.data.send(STREAM, &[&prices("1.7", "1.98").to_string()]);
        shows(stage, "1.7", "1.98").await;
    });
}

#[test]
fn what_is_no_rates_is_complained_of_once_and_loses_nothing() {
    play(async |stage| {
        stage.expect("/stream");
        start(stage, ticker(stage, "")).await;
        for _ in 0..3 {
            stage.data.send(STREAM, &["this is no JSON"]);
        }
        stage.data.send(STREAM, &[&single("EUR", "1.99")]);
        shows(stage, "1.701", "1.99").await;
        let told = stage.log().await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(&stage.data.url(STREAM)), "{told:?}");
        let errors = stage.events("error").await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0]["detail"]["url"], stage.data.url(STREAM));
    });
}

#[test]
fn who_does_not_see_it_does_not_listen() {
    play(async |stage| {
        let spacer = r#"<div style="height: 6000px"></div>"#;
        start(stage, [&ticker(stage, ""), spacer].concat()).await;
        stage.act("__clock.hide(true);").await;
        stage.data.wait_for_listeners(STREAM, 0).await;
        stage.act("__clock.hide(false);").await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        stage.act("scrollTo(0, 5000); await __clock.seen();").await;
        stage.data.wait_for_listeners(STREAM, 0).await;
        stage.act("scrollTo(0, 0); await __clock.seen();").await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        stage.data.send(STREAM, &[&single("USD", "1.72")]);
        shows(stage, "1.72", "1.98").await;
        stage.act("window.__it = el; el.remove();").await;
        stage.data.wait_for_listeners(STREAM, 0).await;
        stage.act("document.body.prepend(__it);").await;
        stage.wait_until_ready().await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        assert_eq!(stage.events("error").await, [json!(null); 0]);
    });
}

#[test]
fn the_button_that_stops_updates_stops_the_stream() {
    play(async |stage| {
        start(stage, ticker(stage, "")).await;
        stage.click(r#"$("[data-act=pause]")"#).await;
        stage.data.wait_for_listeners(STREAM, 0).await;
        stage.click(r#"$("[data-act=pause]")"#).await;
        stage.data.wait_for_listeners(STREAM, 1).await;
        stage.data.send(STREAM, &[&single("USD", "1.72")]);
        shows(stage, "1.72", "1.98").await;
    });
}

#[test]
fn another_stream_takes_the_place_of_the_first() {
    play(async |stage| {
        start(stage, ticker(stage, "")).await;
        stage.data.stream("/other");
        let other = json!(stage.data.url("/other"));
        stage.act(&format!(r#"el.setAttribute("rates-stream", {other});"#)).await;
        stage.data.wait_for_listeners("/other", 1).await;
        stage.data.wait_for_listeners(STREAM, 0).await;
        stage.data.send("/other", &[&single("USD", "1.9")]);
        shows(stage, "1.9", "1.98").await;
        stage.act(r#"el.removeAttribute("rates-stream");"#).await;
        stage.data.wait_for_listeners("/other", 0).await;
    });
}
