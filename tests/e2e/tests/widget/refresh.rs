use std::time::Instant;

use e2e::chromium::tell;
use e2e::clock;
use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde::Deserialize;
use serde_json::{Value, json};

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Between looks, where nothing else is said.
const PERIOD: u64 = 5 * MINUTE;

/// A tag with articles and rates; `attributes` go into it.
fn news(stage: &Stage, attributes: &str) -> String {
    let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
    bring(stage, "morning", "1.7");
    format!(
        r#"<news-widget src="{feed}" rates="{rates}" lang="en" currencies="USD" time-zone="UTC" {attributes}></news-widget>"#
    )
}

/// A tag with articles alone.
fn articles(stage: &Stage, path: &str, attributes: &str) -> String {
    let feed = stage.data.url(path);
    stage.data.answer(path, Answer::json(feed::plain("morning", 3)));
    format!(
        r#"<news-widget src="{feed}" lang="en" time-zone="UTC" count="0" {attributes}></news-widget>"#
    )
}

/// A tag with rates alone.
fn ticker(stage: &Stage, attributes: &str) -> String {
    let rates = stage.data.url("/rates.json");
    bring(stage, "morning", "1.7");
    format!(
        r#"<rate-ticker rates="{rates}" lang="en" currencies="USD" time-zone="UTC" {attributes}></rate-ticker>"#
    )
}

/// Side by side, so that all of them are in view.
fn row(columns: u32, tags: &str) -> String {
    let columns = format!("grid-template-columns: repeat({columns}, minmax(0, 1fr))");
    format!(r#"<div style="display: grid; {columns}; align-items: start">{tags}</div>"#)
}

/// From now on the sources hold this.
fn bring(stage: &Stage, name: &str, value: &str) {
    stage.data.answer("/feed.json", Answer::json(feed::plain(name, 3)));
    stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", value)])));
}

/// Opens a page with a clock, and waits until its widgets are ready and know whether they are in view.
async fn start(stage: &Stage, body: String) {
    start_with(stage, body, "").await;
}

async fn start_with(stage: &Stage, body: String, head: &str) {
    let head = [clock::SCRIPT, head].concat();
    stage.open(Page::new(body).head(head)).await;
    stage.wait_until_ready().await;
    // Safari, which tells nobody when it is idle, has a timer for that, which is due.
    stage.act("await __clock.seen(); await __clock.advance(0);").await;
}

async fn advance(stage: &Stage, milliseconds: u64) {
    stage.act(&format!("await __clock.advance({milliseconds});")).await;
}

/// Lets time pass until something is asked for, and does not wait for the answer; how long that took, to the second.
async fn advance_to_request(stage: &Stage) -> u64 {
    stage
        .get(
            "await (async () => {
              const { length } = __clock.requests;
              const from = __clock.passed();
              while (__clock.requests.length === length) await __clock.advance(1000, false);
              return __clock.passed() - from;
            })()",
        )
        .await
}

/// How often articles and rates were asked for.
fn counts(stage: &Stage) -> [usize; 2] {
    ["/feed.json", "/rates.json"].map(|path| stage.data.count(path))
}

/// When a path was asked for, in milliseconds of the timers.
async fn times(stage: &Stage, path: &str) -> Vec<f64> {
    let url = json!(stage.data.url(path));
    let times =
        format!("__clock.requests.filter(({{ url }}) => url === {url}).map((it) => it.passed)");
    stage.get(&times).await
}

/// The differences of neighbours.
fn gaps(times: &[f64]) -> Vec<f64> {
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

const TITLE: &str = r#"text($(".title"))"#;
const RATE: &str = r#"text($(".rate-num"))"#;
const PAUSE: &str = r#"$("[data-act=pause]")"#;

#[test]
fn a_page_that_is_hidden_asks_for_nothing_and_once_when_it_is_seen_again() {
    play_everywhere(async |stage| {
        let all = [news(stage, ""), news(stage, r#"layout="list""#), ticker(stage, "")].concat();
        start(stage, row(3, &all)).await;
        assert_eq!(counts(stage), [1, 1]);
        stage.act("__clock.hide(true);").await;
        advance(stage, HOUR).await;
        assert_eq!(counts(stage), [1, 1], "an hour hidden");
        bring(stage, "evening", "1.8");
        stage.act("__clock.hide(false); await __clock.settle();").await;
        assert_eq!(counts(stage), [2, 2], "back");
        let shown = r#"all.map((it) => text(it.shadowRoot.querySelector(".rate-num")))"#;
        assert_eq!(stage.get::<Value>(shown).await, json!(["1.8", "1.8", "1.8"]));
        assert_eq!(stage.get::<String>(TITLE).await, "Article 0 of evening");
        advance(stage, PERIOD / 2).await;
        assert_eq!(counts(stage), [2, 2], "and no more until its time has come");
    });
}

#[test]
fn a_page_that_was_hidden_for_a_moment_asks_for_nothing() {
    play(async |stage| {
        start(stage, news(stage, "")).await;
        for _ in 0..20 {
            stage.act("__clock.hide(true);").await;
            advance(stage, 5 * SECOND).await;
            stage.act("__clock.hide(false); await __clock.settle();").await;
        }
        assert_eq!(counts(stage), [1, 1]);
    });
}

#[test]
fn fifty_elements_ask_once_and_then_once_a_period() {
    play_everywhere(async |stage| {
        start(stage, row(10, &ticker(stage, "").repeat(50))).await;
        let seen = "all.filter((it) => it.getBoundingClientRect().top < innerHeight).length";
        assert_eq!(stage.get::<usize>(seen).await, 50, "all are in view");
        assert_eq!(stage.data.count("/rates.json"), 1);
        for look in 2..=11 {
            let value = format!("1.{look}");
            bring(stage, "", &value);
            // A look comes between 0.8 and 1.2 of the period after the last one.
            let next = format!(
                "while (__clock.requests.length === requests) await __clock.advance({SECOND});"
            );
            stage.act(&format!("const requests = __clock.requests.length; {next}")).await;
            assert_eq!(stage.data.count("/rates.json"), look);
            let all = format!(
                "all.every((it) => text(it.shadowRoot.querySelector('.rate-num')) === '{value}')"
            );
            assert!(stage.get::<bool>(&all).await, "all have what one of them got");
        }
        let between = gaps(&times(stage, "/rates.json").await);
        assert!(between.iter().all(|gap| (240_000.0..=360_000.0).contains(gap)), "{between:?}");
    });
}

#[test]
fn an_element_out_of_view_asks_for_nothing_and_once_when_it_is_scrolled_back() {
    play(async |stage| {
        let spacer = r#"<div style="height: 9000px"></div>"#;
        start(stage, [&news(stage, ""), spacer].concat()).await;
        stage.act("scrollTo(0, 8000); await __clock.seen();").await;
        advance(stage, HOUR).await;
        assert_eq!(counts(stage), [1, 1], "an hour out of view");
        stage.act("scrollTo(0, 0); await __clock.seen();").await;
        assert_eq!(counts(stage), [2, 2], "scrolled back");
    });
}

#[test]
fn a_tab_that_was_frozen_for_hours_asks_once_when_it_goes_on() {
    play_everywhere(async |stage| {
        start(stage, news(stage, "")).await;
        bring(stage, "evening", "1.8");
        stage.act(&format!("await __clock.freeze({});", 8 * HOUR)).await;
        assert_eq!(counts(stage), [2, 2]);
        assert_eq!(stage.get::<String>(TITLE).await, "Article 0 of evening");
        assert_eq!(stage.get::<String>(RATE).await, "1.8");
        advance(stage, PERIOD / 2).await;
        assert_eq!(counts(stage), [2, 2], "and no more until its time has come");
    });
}

#[test]
fn a_tab_that_is_frozen_in_the_middle_of_a_request_has_what_is_new_in_the_end() {
    play_everywhere(async |stage| {
        stage.expect("gave no whole answer within");
        start(stage, ticker(stage, "")).await;
        let gate = stage.data.hold("/rates.json");
        advance_to_request(stage).await;
        stage.data.wait_for("/rates.json", 2).await;
        bring(stage, "", "1.8");
        stage.act(&format!("await __clock.freeze({}, false);", 8 * HOUR)).await;
        gate.open();
        // That look has lasted too long, and the tab is to blame: the next one is made at once.
        advance(stage, 2 * SECOND).await;
        stage.data.wait_for("/rates.json", 3).await;
        stage.act("await __clock.settle();").await;
        assert_eq!(stage.data.count("/rates.json"), 3, "no rush");
        assert_eq!(stage.get::<String>(RATE).await, "1.8");
        assert!(!stage.get::<bool>(r#"Boolean($(".late"))"#).await);
    });
}

#[test]
fn an_answer_that_comes_while_the_tab_is_frozen_is_shown_when_it_goes_on() {
    play(async |stage| {
        start(stage, ticker(stage, "")).await;
        let gate = stage.data.hold("/rates.json");
        advance_to_request(stage).await;
        stage.data.wait_for("/rates.json", 2).await;
        bring(stage, "", "1.8");
        // Nothing but the network goes on; then all that has come goes before what is due.
        stage.act(&format!("window.__frozen = __clock.freeze({}, true);", 8 * HOUR)).await;
        gate.open();
        stage.act("await __frozen;").await;
        assert_eq!(stage.get::<String>(RATE).await, "1.8");
        assert_eq!(stage.data.count("/rates.json"), 2, "that one is new");
        assert!(!stage.get::<bool>(r#"Boolean($(".late"))"#).await);
    });
}

#[test]
fn a_clock_that_is_set_back_by_a_day_delays_no_look_by_a_day() {
    play(async |stage| {
        start(stage, news(stage, "")).await;
        stage.act(&format!("__clock.set(__clock.now() - {DAY});")).await;
        // The wait that was going on may begin anew, once.
        advance(stage, PERIOD * 12 / 5).await;
        let [feed, rates] = counts(stage);
        assert!((2..=3).contains(&feed) && (2..=3).contains(&rates), "{feed}, {rates}");
        let from: f64 = stage.get("__clock.passed()").await;
        advance(stage, PERIOD * 20).await;
        for path in ["/feed.json", "/rates.json"] {
            let between = gaps(&times(stage, path).await[1..]);
            assert!(between.len() >= 16, "from {from}: {between:?}");
            assert!(between.iter().all(|gap| (240_000.0..=360_000.0).contains(gap)), "{between:?}");
        }
    });
}

#[test]
fn a_clock_that_is_set_forward_by_a_day_makes_no_rush() {
    play(async |stage| {
        start(stage, news(stage, "")).await;
        stage.act(&format!("__clock.set(__clock.now() + {DAY});")).await;
        // The timers know nothing of it, and are due within a period and a fifth. Whatever happens before that, a size that
        // is measured, has it notice at once: then the next look may be due as well.
        advance(stage, PERIOD * 6 / 5).await;
        let [feed, rates] = counts(stage);
        assert!((2..=3).contains(&feed) && (2..=3).contains(&rates), "{feed}, {rates}");
        advance(stage, PERIOD * 20).await;
        for path in ["/feed.json", "/rates.json"] {
            let between = gaps(&times(stage, path).await[1..]);
            assert!(between.iter().all(|gap| (240_000.0..=360_000.0).contains(gap)), "{between:?}");
        }
    });
}

#[test]
fn what_changes_is_read_aloud_once_a_minute_at_most() {
    play(async |stage| {
        let said = r#"[...$$("[role=status]")].map((region) => region.textContent).join("")"#;
        start(stage, ticker(stage, r#"refresh="30s""#)).await;
        stage.act(r#"window.__regions = $$("[role=status]");"#).await;
        assert_eq!(stage.get::<String>(said).await, "", "the first rates are no change");
        bring(stage, "", "1.8");
        advance(stage, 40 * SECOND).await;
        assert_eq!(stage.get::<String>(said).await, "US dollar 1.8 up. ");
        bring(stage, "", "1.75");
        advance(stage, 40 * SECOND).await;
        assert_eq!(stage.get::<String>(RATE).await, "1.75", "it is seen");
        assert_eq!(stage.get::<String>(said).await, "US dollar 1.8 up. ", "and not yet said");
        advance(stage, 20 * SECOND).await;
        assert_eq!(stage.get::<String>(said).await, "US dollar 1.75 down. ");
        let same = r#"$$("[role=status]").every((region, index) => region === __regions[index])"#;
        assert!(stage.get::<bool>(same).await, "the regions stood from the first");
    });
}

#[test]
fn old_news_tell_their_age_and_never_a_negative_one() {
    play(async |stage| {
        stage.expect("answered 404, expected 200");
        start(stage, articles(stage, "/feed.json", "")).await;
        stage.data.answer("/feed.json", Answer::status(404));
        stage.act("el.refresh(); await __clock.settle();").await;
        let late = r#"text($(".head .late"))"#;
        for (set, shown) in [
            (0, "12:00 · just now"),
            (10 * MINUTE as i64, "12:00 · 11 minutes ago"),
            (DAY as i64, "28 Nov 2025 12:00 · 1 day ago"),
            (-2 * DAY as i64, "28 Nov 2025 12:00 · just now"),
            (-30 * DAY as i64, "28 Nov 2025 12:00 · just now"),
            (31 * DAY as i64, "12:00 · 15 minutes ago"),
        ] {
            stage.act(&format!("__clock.set(__clock.now() + {set});")).await;
            if set != 0 {
                advance(stage, MINUTE).await;
            }
            assert_eq!(stage.get::<String>(late).await, shown, "set by {set} ms");
        }
        assert_eq!(stage.data.count("/feed.json"), 2);
    });
}

#[test]
fn paused_by_the_page_it_asks_for_nothing_and_once_when_it_is_resumed() {
    play(async |stage| {
        start(stage, news(stage, "")).await;
        stage.act("el.pause();").await;
        advance(stage, HOUR).await;
        assert_eq!(counts(stage), [1, 1], "an hour of pause");
        stage.act("el.resume();").await;
        advance(stage, SECOND).await;
        assert_eq!(counts(stage), [2, 2], "resumed");
        advance(stage, PERIOD / 2).await;
        assert_eq!(counts(stage), [2, 2]);
    });
}

#[test]
fn the_reader_can_stop_the_looking_again_with_mouse_or_keyboard_and_go_on_with_it() {
    play(async |stage| {
        for body in [news(stage, ""), articles(stage, "/feed.json", ""), ticker(stage, "")] {
            start(stage, body).await;
            let before = counts(stage);
            assert_eq!(stage.get::<usize>(r#"$$("[data-act=pause]").length"#).await, 1);
            let size = format!(
                "(({{ width, height }}) => Math.min(width, height))({PAUSE}.getBoundingClientRect())"
            );
            let size: f64 = stage.get(&size).await;
            assert!(size >= 24.0, "{size} px");
            let label = format!("{PAUSE}.ariaLabel");
            let pause: String = stage.get(&label).await;
            assert!(!pause.trim().is_empty());

            let has_focus = r#"root.activeElement?.dataset.act === "pause""#;
            let mut tabs = 0;
            while !stage.get::<bool>(has_focus).await {
                assert!(tabs < 40, "Tab never comes to the button");
                stage.press('\u{E004}').await;
                tabs += 1;
            }
            stage.press('\u{E007}').await;
            stage
                .wait_for("it says what it does now", &format!("{label} !== {}", json!(pause)))
                .await;
            let resume: String = stage.get(&label).await;
            assert!(!resume.trim().is_empty());
            assert!(stage.get::<bool>(has_focus).await, "the focus stays");
            advance(stage, HOUR).await;
            assert_eq!(counts(stage), before, "an hour of pause");

            stage.click(PAUSE).await;
            stage.wait_for("it says so", &format!("{label} === {}", json!(pause))).await;
            stage.act("await __clock.settle();").await;
            let asked: Vec<_> =
                counts(stage).into_iter().zip(before).map(|(now, before)| now - before).collect();
            let sources: [bool; 2] =
                stage.get(r#"[el.hasAttribute("src"), el.hasAttribute("rates")]"#).await;
            assert_eq!(asked, sources.map(usize::from), "one request for each source");
        }
        start(stage, news(stage, r#"refresh="0""#)).await;
        assert_eq!(
            stage.get::<usize>(r#"$$("[data-act=pause]").length"#).await,
            0,
            "nothing to stop"
        );
    });
}

#[test]
fn looks_are_spread_around_their_period() {
    play(async |stage| {
        start(stage, articles(stage, "/feed.json", "")).await;
        advance(stage, PERIOD * 24).await;
        let between = gaps(&times(stage, "/feed.json").await);
        assert!(between.len() >= 20, "{between:?}");
        assert!(between.iter().all(|gap| (240_000.0..=360_000.0).contains(gap)), "{between:?}");
        let (least, most) = between
            .iter()
            .fold((f64::MAX, 0.0), |(least, most), &gap| (gap.min(least), gap.max(most)));
        assert!(most - least > 20_000.0, "{between:?}");
    });
}

#[test]
fn after_a_look_in_vain_the_next_one_is_spread_wider() {
    play(async |stage| {
        stage.expect("answered 503, expected 200");
        start(stage, articles(stage, "/feed.json", "")).await;
        stage.data.answer("/feed.json", Answer::status(503));
        advance(stage, PERIOD * 24).await;
        let times = times(stage, "/feed.json").await;
        // The first one succeeded.
        let mut looks: Vec<Vec<f64>> = Vec::new();
        for &at in &times[1..] {
            match looks.last_mut() {
                Some(look) if at - look[look.len() - 1] < 5000.0 => look.push(at),
                _ => looks.push(vec![at]),
            }
        }
        // The last one may be going on.
        looks.pop();
        assert!(looks.len() >= 14, "{looks:?}");
        for look in &looks {
            let pauses = gaps(look);
            assert_eq!(pauses.len(), 2, "three tries: {look:?}");
            assert!(pauses[0] <= 1001.0 && pauses[1] <= 2001.0, "{pauses:?}");
        }
        let between: Vec<f64> = looks.windows(2).map(|pair| pair[1][0] - pair[0][2]).collect();
        assert!(between.iter().all(|gap| (150_000.0..=450_000.0).contains(gap)), "{between:?}");
        let (least, most) = between
            .iter()
            .fold((f64::MAX, 0.0), |(least, most), &gap| (gap.min(least), gap.max(most)));
        assert!(most - least > 60_000.0, "{between:?}");
    });
}

#[test]
fn a_look_that_comes_as_early_as_one_may_asks_once_and_tells_once() {
    play(async |stage| {
        let lucky = r#"<script nonce="test">Math.random = () => 0;</script>"#;
        start_with(stage, articles(stage, "/feed.json", r#"refresh="30s""#), lucky).await;
        advance(stage, 40 * SECOND).await;
        assert_eq!(stage.data.count("/feed.json"), 2);
        assert_eq!(stage.events("load").await.len(), 2);
    });
}

#[test]
fn without_a_period_it_never_looks_again_until_it_gets_one() {
    play(async |stage| {
        start(stage, news(stage, r#"refresh="0""#)).await;
        advance(stage, DAY).await;
        assert_eq!(counts(stage), [1, 1]);
        stage.act(r#"el.setAttribute("refresh", "30s"); await __clock.settle();"#).await;
        advance(stage, 5 * MINUTE).await;
        let [feed, rates] = counts(stage);
        assert!((8..=14).contains(&feed) && (8..=14).contains(&rates), "{feed}, {rates}");
        stage.act(r#"el.refresh = "0"; await __clock.settle();"#).await;
        advance(stage, DAY).await;
        assert_eq!(counts(stage), [feed, rates], "and stops when it is taken away");
    });
}

#[test]
fn a_server_that_says_when_is_asked_then_and_not_before() {
    play(async |stage| {
        stage.expect("answered 503, expected 200");
        let later = |after: &str| {
            Answer::status(503)
                .header("retry-after", after)
                .header("access-control-expose-headers", "retry-after")
        };
        for (after, wait) in [("120", 2 * MINUTE), ("86400", HOUR)] {
            start(stage, articles(stage, "/feed.json", r#"refresh="30s""#)).await;
            let before = stage.data.count("/feed.json");
            stage.data.answer("/feed.json", later(after));
            stage.act("el.refresh(); await __clock.settle();").await;
            assert_eq!(stage.data.count("/feed.json"), before + 1);
            advance(stage, wait - 1).await;
            assert_eq!(stage.data.count("/feed.json"), before + 1, "before {after} s");
            stage.data.answer("/feed.json", Answer::json(feed::plain("evening", 3)));
            // A period later at the latest, and a second that keeps readers apart.
            let wait = advance_to_request(stage).await;
            assert!(wait <= 32 * SECOND, "{wait} ms after {after} s");
            stage.act("await __clock.settle();").await;
            assert_eq!(stage.data.count("/feed.json"), before + 2, "after {after} s");
            assert_eq!(stage.get::<String>(TITLE).await, "Article 0 of evening");
        }
    });
}

#[test]
fn what_is_refused_is_asked_for_again_by_the_reader_alone() {
    play(async |stage| {
        stage.expect("answered 404, expected 200");
        start(stage, articles(stage, "/feed.json", "")).await;
        stage.data.answer("/feed.json", Answer::status(404));
        advance(stage, PERIOD * 6 / 5).await;
        assert_eq!(stage.data.count("/feed.json"), 2);
        advance(stage, DAY).await;
        assert_eq!(stage.data.count("/feed.json"), 2, "a day later");
        stage.act("el.refresh(); await __clock.settle();").await;
        assert_eq!(stage.data.count("/feed.json"), 3);
        advance(stage, DAY).await;
        assert_eq!(stage.data.count("/feed.json"), 3, "refused again");
        stage.data.answer("/feed.json", Answer::json(feed::plain("evening", 3)));
        stage.act("el.refresh(); await __clock.settle();").await;
        assert_eq!(stage.get::<String>(TITLE).await, "Article 0 of evening");
        advance(stage, PERIOD * 6 / 5).await;
        assert_eq!(stage.data.count("/feed.json"), 5, "and the clock goes on");
    });
}

#[test]
fn a_look_again_is_a_plain_request_that_no_server_is_asked_permission_for() {
    play(async |stage| {
        start(stage, news(stage, "")).await;
        stage.act("el.refresh(); await __clock.settle();").await;
        advance(stage, PERIOD * 6 / 5).await;
        let asked: Vec<Value> = stage
            .get(r#"__clock.requests.filter(({ url }) => url.endsWith(".json")).map((it) => [new URL(it.url).pathname, it.options])"#)
            .await;
        assert_eq!(asked.len(), 6);
        for path in ["/feed.json", "/rates.json"] {
            let options: Vec<_> = asked.iter().filter(|asked| asked[0] == path).collect();
            let expected = ["default", "no-cache", "no-cache"]
                .map(|cache| json!([path, {"cache": cache, "credentials": "omit"}]));
            assert_eq!(options, expected.iter().collect::<Vec<_>>(), "and nothing else");
            let seen = stage.data.seen();
            assert_eq!(seen.iter().filter(|seen| seen.path == path).count(), 3);
            assert!(seen.iter().all(|seen| seen.method == "GET" && seen.cookie.is_none()));
        }
    });
}

#[test]
fn an_old_answer_never_overwrites_that_of_another_source() {
    play(async |stage| {
        let old = articles(stage, "/old.json", "");
        start(stage, [&*old, &*old].concat()).await;
        stage.data.answer("/new.json", Answer::json(feed::plain("new", 3)));
        stage.data.answer("/old.json", Answer::json(feed::plain("late", 3)));
        let gate = stage.data.hold("/old.json");
        stage.act("all.forEach((it) => it.refresh());").await;
        stage.data.wait_for("/old.json", 2).await;
        let new = json!(stage.data.url("/new.json"));
        stage.act(&format!("el.src = {new};")).await;
        stage
            .wait_for("the new source is shown", &format!(r#"{TITLE} === "Article 0 of new""#))
            .await;
        let last = r#"__clock.requests.findLast(({ url }) => url.endsWith("/old.json"))"#;
        assert!(!stage.get::<bool>(&format!("{last}.aborted")).await, "the second waits for it");
        gate.open();
        let second = r#"text(all[1].shadowRoot.querySelector(".title")) === "Article 0 of late""#;
        stage.wait_for("the second has it", second).await;
        stage.act("await __clock.settle(); await frames();").await;
        assert_eq!(stage.get::<String>(TITLE).await, "Article 0 of new");
        assert_eq!(stage.data.count("/old.json"), 2);
    });
}

#[test]
fn what_nobody_waits_for_any_more_is_aborted() {
    play(async |stage| {
        let last = r#"__clock.requests.findLast(({ url }) => url.endsWith("/old.json"))"#;
        let aborted = format!("{last}.aborted");
        let new = json!(stage.data.url("/new.json"));
        stage.data.answer("/new.json", Answer::json(feed::plain("new", 3)));
        for (how, gone) in [
            (format!("el.src = {new};"), "another source"),
            ("el.remove();".to_owned(), "taken off the page"),
        ] {
            start(stage, articles(stage, "/old.json", "")).await;
            let before = stage.data.count("/old.json");
            let gate = stage.data.hold("/old.json");
            stage.act("el.refresh();").await;
            stage.data.wait_for("/old.json", before + 1).await;
            assert!(!stage.get::<bool>(&aborted).await);
            stage.act(&how).await;
            stage.wait_for(gone, &aborted).await;
            gate.open();
            stage.act("await __clock.settle();").await;
            advance(stage, MINUTE).await;
            assert_eq!(stage.data.count("/old.json"), before + 1, "{gone}: no other try");
            assert_eq!(stage.events("error").await, [json!(null); 0], "{gone}: no failure either");
        }
    });
}

#[test]
fn a_source_that_is_left_and_taken_again_at_once_is_shown() {
    play(async |stage| {
        let [old, new] = ["/old.json", "/new.json"].map(|path| json!(stage.data.url(path)));
        start(stage, articles(stage, "/old.json", "")).await;
        stage.data.answer("/new.json", Answer::json(feed::plain("new", 3)));
        stage.data.answer("/old.json", Answer::json(feed::plain("late", 3)));
        let gates = ["/old.json", "/new.json"].map(|path| stage.data.hold(path));
        stage.act("el.refresh();").await;
        stage.data.wait_for("/old.json", 2).await;
        stage
            .act(&format!("el.src = {new}; await frames(); el.src = {old}; await frames();"))
            .await;
        drop(gates);
        stage.act("await __clock.settle();").await;
        let shown = format!(r#"["Article 0 of late", "Article 0 of morning"].includes({TITLE})"#);
        stage.wait_for("the first source is shown", &shown).await;
        assert_eq!(stage.events("error").await, [json!(null); 0]);
    });
}

/// What a page holds.
#[derive(Debug, Deserialize)]
struct Held {
    wasm: i64,
    #[serde(default)]
    heap: i64,
    /// On the page.
    nodes: i64,
    /// On the page or not.
    #[serde(default)]
    all_nodes: i64,
    listeners: i64,
    #[serde(default)]
    all_listeners: i64,
    timers: i64,
}

async fn held(stage: &Stage) -> Held {
    // What the tests themselves have noted is not the widget's.
    stage
        .act(
            "__clock.requests.length = __events.length = __shifts.length = 0;
            performance.clearResourceTimings();
            await frames();
            for (let i = 0; i < 10; i++) { gc(); await __clock.turn(); }",
        )
        .await;
    let mut held: Held = stage
        .get(
            r#"(() => {
              const count = (root) => {
                let nodes = 0;
                const walk = document.createTreeWalker(root);
                for (let node = root; node; node = walk.nextNode()) nodes += 1 + (node.shadowRoot ? count(node.shadowRoot) : 0);
                return nodes;
              };
              const memory = Object.values(__instances[0].exports).find((it) => `${it}` === "[object WebAssembly.Memory]");
              return { wasm: memory.buffer.byteLength, nodes: count(document),
                listeners: __clock.listeners(), timers: __clock.timers() };
            })()"#,
        )
        .await;
    tell(stage.client(), "HeapProfiler.collectGarbage", json!({})).await;
    held.heap = tell(stage.client(), "Runtime.getHeapUsage", json!({})).await["usedSize"]
        .as_f64()
        .unwrap() as i64;
    let counters = tell(stage.client(), "Memory.getDOMCounters", json!({})).await;
    held.all_nodes = counters["nodes"].as_i64().unwrap();
    held.all_listeners = counters["jsEventListeners"].as_i64().unwrap();
    held
}

#[test]
fn thousands_of_looks_leave_nothing_behind() {
    /// Looks before anything is measured, and after it: half of them at articles, half at rates.
    const WARM_UP: u32 = 100;
    const LOOKS: u32 = 3600;

    play(async |stage| {
        if stage.browser.name != "chromium" {
            return; // only there a test can ask for the collection of what is unused
        }
        for number in 0..3 {
            let mut feed = feed::plain(&format!("edition-{number}"), 5);
            for item in feed["items"].as_array_mut().unwrap() {
                item["content_html"] = "<p>A <b>bold</b> word.</p><ul><li>One</li></ul>".into();
                // Today's would be written otherwise tomorrow.
                item["date_published"] = "2025-11-20T10:00:00Z".into();
            }
            let (usd, eur) = (format!("1.7{number}"), format!("1.9{}", 3 - number));
            let rates = feed::rates(&[("USD", &usd), ("EUR", &eur)]);
            stage.data.answer(&format!("/feed-{number}.json"), Answer::json(feed));
            stage.data.answer(&format!("/rates-{number}.json"), Answer::json(rates));
        }
        // Each answer is another one.
        let turns = r#"<script nonce="test">
          window.__looks = { feed: 0, rates: 0 };
          const inner = fetch;
          window.fetch = (url, options) => {
            const [, name] = /(feed|rates)\.json$/.exec(url) ?? [];
            return inner(name ? url.replace(".json", `-${__looks[name]++ % 3}.json`) : url, options);
          };
        </script>"#;
        let body = news(stage, r#"refresh="30s" count="4""#).replace(r#""USD""#, r#""USD EUR""#);
        start_with(stage, body, turns).await;

        // Drawing what flashes costs more time than all the rest.
        let still = json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]});
        tell(stage.client(), "Emulation.setEmulatedMedia", still).await;
        let looks = "__looks.feed + __looks.rates";
        let look = async |until: u32| {
            // No script may take longer than half a minute.
            let some = format!(
                "const end = performance.now() + 10_000;
                while ({looks} < {until} && performance.now() < end) await __clock.advance(60_000);"
            );
            let mut before = 0;
            while before < until {
                stage.act(&some).await;
                let now = stage.get(looks).await;
                assert!(now > before, "it looks no more after {before} times");
                before = now;
            }
        };
        look(WARM_UP).await;
        let before = held(stage).await;
        let start = Instant::now();
        look(WARM_UP + LOOKS).await;
        let time = start.elapsed();
        let each: [u32; 2] = stage.get("[__looks.feed, __looks.rates]").await;
        // Only their number: a list on its way to the driver would weigh in the heap.
        let loads: usize =
            stage.get(r#"__events.filter(({ type }) => type === "load").length"#).await;
        let after = held(stage).await;
        let figures = format!(
            "{each:?} looks in {time:?} with {loads} events\nbefore: {before:?}\nafter: {after:?}"
        );
        println!("{figures}");
        assert!(each.iter().all(|&looks| looks > LOOKS / 3), "{figures}");
        assert!(loads < (LOOKS + WARM_UP) as usize, "{figures}");
        assert!(after.wasm - before.wasm <= 256 << 10, "{figures}");
        assert!(after.heap - before.heap <= 1 << 20, "{figures}");
        assert!(after.nodes <= before.nodes, "{figures}");
        assert!(after.all_nodes <= before.all_nodes, "{figures}");
        assert!(after.listeners <= before.listeners, "{figures}");
        assert!(after.all_listeners <= before.all_listeners, "{figures}");
        assert!(after.timers <= before.timers, "{figures}");
    });
}
