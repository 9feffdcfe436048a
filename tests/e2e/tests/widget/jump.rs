use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

/// Titles of headline and list.
const TITLES: &str = r#"[...$$(".title"), ...$$(".it-title")].map(text)"#;

fn titles(name: &str, indices: std::ops::Range<usize>) -> Value {
    json!(indices.map(|index| format!("Article {index} of {name}")).collect::<Vec<_>>())
}

/// The evening's news: as many new articles before those of the morning.
fn evening(new: usize) -> Answer {
    let mut articles = feed::plain("evening", new);
    let morning = feed::plain("morning", 5);
    let items = articles["items"].as_array_mut().expect("a list");
    items.extend(morning["items"].as_array().expect("a list").iter().cloned());
    Answer::json(articles)
}

async fn morning(stage: &Stage, attributes: &str, before: &str, after: &str) {
    stage.data.answer("/feed.json", Answer::json(feed::plain("morning", 5)));
    stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7"), ("EUR", "1.98")])));
    let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
    let tag = format!(
        r#"<news-widget src="{feed}" rates="{rates}" lang="en" currencies="USD EUR" count="4" similar="feed" {attributes}></news-widget>"#
    );
    stage.show(format!("{before}{tag}{after}")).await;
    assert_eq!(stage.get::<Value>(TITLES).await, titles("morning", 0..5));
}

/// The next look finds two new articles; as if the page had asked for it, not the reader.
async fn look_again(stage: &Stage) {
    stage.data.answer("/feed.json", evening(2));
    stage.act("el.refresh();").await;
}

async fn wait_for_button(stage: &Stage) {
    stage.wait_for("a button tells of them", r#"text($("[data-act=fresh]")) === "2 new""#).await;
    assert_eq!(stage.get::<Value>(TITLES).await, titles("morning", 0..5), "nothing changes");
}

async fn nothing_moved(stage: &Stage) {
    stage.act("await frames();").await;
    assert_eq!(stage.get::<Value>("__shifts").await, json!([]));
}

#[test]
fn news_that_come_while_the_reader_is_elsewhere_take_their_place_and_nothing_shifts() {
    play_everywhere(async |stage| {
        morning(stage, "", "", "").await;
        look_again(stage).await;
        stage.wait_for("they are there", r#"text($(".title")) === "Article 0 of evening""#).await;
        stage.wait_for("the list, too", r#"text($(".it-title")) === "Article 1 of evening""#).await;
        assert!(!stage.get::<bool>(r#"Boolean($("[data-act=fresh]"))"#).await);
        let entered = r#"$$(".in").map((each) => text(each.querySelector(".title, .it-title")))"#;
        assert_eq!(stage.get::<Value>(entered).await, titles("evening", 0..2), "those slide in");
        nothing_moved(stage).await;
    });
}

#[test]
fn they_wait_behind_a_button_while_the_focus_is_inside() {
    play_everywhere(async |stage| {
        morning(stage, "", "", "").await;
        stage.act(r#"$$(".it-title a")[2].focus(); window.__items = $$(".item");"#).await;
        look_again(stage).await;
        wait_for_button(stage).await;
        assert!(
            stage
                .get::<bool>(
                    r#"$$(".item").every((item, index) => item === __items[index])
                        && root.activeElement === $$(".it-title a")[2]"#
                )
                .await,
            "no node was touched, and the focus stays"
        );
        nothing_moved(stage).await;
        stage.act(r#"$("[data-act=fresh]").focus();"#).await;
        stage.press('\u{E007}').await;
        stage.wait_for("they are there", r#"text($(".title")) === "Article 0 of evening""#).await;
        assert!(!stage.get::<bool>(r#"Boolean($("[data-act=fresh]"))"#).await);
        assert!(
            stage.get::<bool>(r#"root.activeElement?.matches(".similar a") === true"#).await,
            "the focus is at the beginning of the list"
        );
        let data: Value = stage.get("el.data.articles.map((article) => article.title)").await;
        assert_eq!(data[0], "Article 0 of evening");
    });
}

#[test]
fn they_wait_while_the_reader_has_scrolled_into_it_or_unfolded_the_text() {
    play_everywhere(async |stage| {
        let below = r#"<div style="height: 3000px"></div>"#;
        morning(stage, "", "", below).await;
        stage.act("scrollTo(0, 300); await frames();").await;
        look_again(stage).await;
        wait_for_button(stage).await;
        nothing_moved(stage).await;

        morning(stage, "", "", below).await;
        stage.act(r#"$("[data-act=fold]").click(); await frames();"#).await;
        look_again(stage).await;
        wait_for_button(stage).await;
    });
}

#[test]
fn they_wait_under_the_pointer() {
    play(async |stage| {
        morning(stage, "", "", "").await;
        let place: (i64, i64) = stage
            .get(r#"(({ x, y }) => [Math.round(x + 40), Math.round(y + 30)])($(".head .pic").getBoundingClientRect())"#)
            .await;
        stage.click_at(&[place]).await;
        look_again(stage).await;
        wait_for_button(stage).await;
    });
}

#[test]
fn who_asks_himself_sees_them_at_once() {
    play_everywhere(async |stage| {
        stage.expect("answered 404, expected 200");
        morning(stage, "", "", "").await;
        stage.data.answer("/feed.json", Answer::status(404));
        stage.act("el.refresh();").await;
        let retry = r#"$(".head [data-act=retry]")"#;
        stage.wait_for("they are old", retry).await;
        stage.data.answer("/feed.json", evening(2));
        stage.click(retry).await;
        stage.wait_for("they are there", r#"text($(".title")) === "Article 0 of evening""#).await;
    });
}

#[test]
fn a_later_look_counts_anew_and_the_same_news_are_none() {
    play(async |stage| {
        morning(stage, "", "", "").await;
        stage.act(r#"$(".title a").focus();"#).await;
        stage.act("el.refresh();").await;
        stage
            .wait_for(
                "the same came",
                r#"__events.filter((event) => event.type === "load").length === 4"#,
            )
            .await;
        assert!(!stage.get::<bool>(r#"Boolean($("[data-act=fresh]"))"#).await);
        look_again(stage).await;
        wait_for_button(stage).await;
        stage.data.answer("/feed.json", evening(3));
        stage.act("el.refresh();").await;
        stage.wait_for("three now", r#"text($("[data-act=fresh]")) === "3 new""#).await;
        stage.act("root.activeElement.blur(); scrollTo(0, 0);").await;
        stage.act("el.refresh();").await;
        stage.wait_for("nobody is there", r#"text($(".title")) === "Article 0 of evening""#).await;
    });
}

#[test]
fn a_headline_alone_has_the_button_beside_its_section() {
    play(async |stage| {
        morning(stage, r#"blocks="headline similar""#, "", "").await;
        stage.act("el.blocks = 'headline'; await frames();").await;
        stage.act(r#"$(".title a").focus();"#).await;
        look_again(stage).await;
        stage.wait_for("it is there", r#"text($(".label [data-act=fresh]")) === "2 new""#).await;
        stage.click(r#"$("[data-act=fresh]")"#).await;
        stage.wait_for("they are there", r#"text($(".title")) === "Article 0 of evening""#).await;
        assert!(stage.get::<bool>(r#"root.activeElement === $(".title a")"#).await);
    });
}

#[test]
fn rates_change_in_place_and_only_those_that_changed() {
    play_everywhere(async |stage| {
        morning(stage, "", "", "").await;
        stage
            .act(
                r#"
                window.__cells = $$(".rate");
                window.__flashes = [];
                for (const type of ["animationstart", "animationend"]) {
                    $(".rates").addEventListener(type, (event) => __flashes.push(`${type} ${event.animationName}`));
                }
                window.__touched = new Set();
                new MutationObserver((records) => {
                    for (const { target } of records) {
                        const node = target.nodeType === 1 ? target : target.parentElement;
                        __touched.add(node.closest(".rate")?.dataset.code ?? node.className);
                    }
                }).observe($(".rate-row"), { subtree: true, childList: true, characterData: true, attributes: true });
                "#,
            )
            .await;
        let turn = async |usd: &str, flash: &str, said: &str| {
            let rates = feed::rates(&[("USD", usd), ("EUR", "1.98")]);
            stage.data.answer("/rates.json", Answer::json(rates));
            stage.act("el.refresh();").await;
            let shown = format!(r#"text($(".rate-num")) === "{usd}""#);
            stage.wait_for(said, &shown).await;
            let seen: Value = stage.get(r#"$$(".rate").map((rate) => rate.className)"#).await;
            assert_eq!(seen, json!([flash, "rate"]));
        };
        turn("1.7105", "rate flash-up", "the rate rose").await;
        let flashed = r#"`${__flashes}` === "animationstart nw-flash,animationend nw-flash""#;
        stage.wait_for("it is coloured for a moment", flashed).await;
        turn("1.7", "rate flash-down", "the rate fell").await;
        assert_eq!(
            stage.get::<Value>(r#"$$(".rate-num").map(text)"#).await,
            json!(["1.7", "1.98"])
        );
        assert!(
            stage
                .get::<bool>(r#"$$(".rate").every((cell, index) => cell === __cells[index])"#)
                .await
        );
        assert_eq!(stage.get::<Value>("[...__touched]").await, json!(["USD"]));
        nothing_moved(stage).await;
    });
}
