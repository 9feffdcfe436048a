//! What stands under the card: chosen by the text, on the reader's device.

use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

/// A small portal's day: the first article, four on the same subject, four on others.
fn day() -> Value {
    let news = [
        ("metro", "Fire in the metro of Bakı closes two stations", "City"),
        ("match", "The national team wins its last match", "Sport"),
        ("metro-2", "What is known of the metro fire so far", "City"),
        ("grapes", "A late harvest brings few grapes", "Farms"),
        ("metro-3", "Buses run between closed stations after the fire", "City"),
        ("budget", "Parliament votes on the budget in second reading", "Politics"),
        ("metro-4", "Minister visits passengers injured in Bakı metro", "Politics"),
        ("metro-5", "Metro stations open again, trains run on time", "City"),
        ("snow", "First snow falls in the mountains", "Weather"),
    ];
    let item = |(hour, (id, title, category)): (usize, &(&str, &str, &str))| {
        json!({
            "id": id,
            "url": format!("https://press.example/{id}"),
            "title": title,
            "date_published": format!("2025-11-28T{:02}:00:00Z", 20 - hour),
            "_news": {"category": category},
        })
    };
    feed::of(news.iter().enumerate().map(item).collect::<Vec<_>>())
}

const IDS: &str = r#"$$(".it-title a").map((link) => link.dataset.id)"#;
const HEADING: &str = r#"text($(".similar .block-title"))"#;

async fn show(stage: &Stage, attributes: &str) {
    let src = stage.data.url("/feed.json");
    stage
        .show(format!(
            r#"<news-widget src="{src}" lang="en" time-zone="UTC" blocks="headline similar" {attributes}></news-widget>"#
        ))
        .await;
}

async fn ids(stage: &Stage) -> Vec<String> {
    stage.get(IDS).await
}

#[test]
fn what_is_like_the_headline_is_listed_and_nothing_else_under_that_name() {
    play_everywhere(async |stage| {
        stage.data.answer("/feed.json", Answer::json(day()));
        show(stage, r#"count="4""#).await;
        assert_eq!(stage.get::<String>(HEADING).await, "Similar news");
        let mut found = ids(stage).await;
        found.sort();
        assert_eq!(found, ["metro-2", "metro-3", "metro-4", "metro-5"]);
        let reason: String =
            stage.get(r#"$(`[data-id="metro-2"]`).closest(".item").dataset.reason"#).await;
        assert!(reason.starts_with("same story: "), "{reason}");
        assert!(reason.ends_with(" · 2 h earlier · same category"), "{reason}");
        for word in ["fire", "metro"] {
            assert!(reason.contains(word), "{reason}");
        }
        let data: Value = stage.get("el.data.similar").await;
        assert_eq!(data[0]["id"], json!(ids(stage).await[0]), "pages may read it");
    });
}

#[test]
fn where_too_little_is_alike_the_list_is_more_news_the_like_first_then_the_category() {
    play(async |stage| {
        stage.data.answer("/feed.json", Answer::json(day()));
        show(stage, r#"count="8""#).await;
        assert_eq!(stage.get::<String>(HEADING).await, "More news");
        let found = ids(stage).await;
        assert!(found[..4].iter().all(|id| id.starts_with("metro-")), "{found:?}");
        assert_eq!(found[4..], ["match", "grapes", "budget", "snow"], "the newest first");
        show(stage, r#"count="3" headline="budget""#).await;
        assert_eq!(stage.get::<String>(HEADING).await, "More news");
        assert_eq!(ids(stage).await[0], "metro-4", "of the same category");
    });
}

#[test]
fn an_owner_may_want_the_order_of_the_feed_the_newest_or_the_category() {
    play(async |stage| {
        stage.data.answer("/feed.json", Answer::json(day()));
        for (similar, heading, expected) in [
            ("feed", "Similar news", &["match", "metro-2", "grapes"][..]),
            ("latest", "More news", &["match", "metro-2", "grapes"]),
            ("category", "More news", &["metro-2", "metro-3", "metro-5"]),
        ] {
            show(stage, &format!(r#"count="3" similar="{similar}""#)).await;
            assert_eq!(ids(stage).await, expected, "{similar}");
            assert_eq!(stage.get::<String>(HEADING).await, heading, "{similar}");
        }
        stage.expect("similar");
        show(stage, r#"count="3" similar="best""#).await;
        let events = stage.events("error").await;
        let message = r#"similar: "best" is not one of: auto, feed, latest, category"#;
        assert_eq!(events[0]["detail"]["message"], message);
    });
}

#[test]
fn what_is_excluded_or_too_far_in_time_is_not_listed() {
    play(async |stage| {
        let mut day = day();
        day["items"][7]["date_published"] = json!("2025-11-20T10:00:00Z");
        stage.data.answer("/feed.json", Answer::json(day));
        show(
            stage,
            r#"count="8" similar="latest" similar-exclude="sport, harvest, mount*, metro-3" similar-days="2""#,
        )
        .await;
        let mut found = ids(stage).await;
        found.sort();
        assert_eq!(found, ["budget", "metro-2", "metro-4"]);
    });
}

#[test]
fn an_editors_own_choice_comes_first() {
    play(async |stage| {
        let mut day = day();
        day["items"][0]["_news"]["similar"] =
            json!(["grapes", "gone", "https://press.example/metro-5", "metro"]);
        stage.data.answer("/feed.json", Answer::json(day));
        show(stage, r#"count="4""#).await;
        let found = ids(stage).await;
        assert_eq!(found[..2], ["grapes", "metro-5"]);
        assert_eq!(stage.get::<String>(HEADING).await, "Similar news");
        let reason: String = stage.get(r#"$(".item").dataset.reason"#).await;
        assert_eq!(reason, "editor's choice · 3 h earlier");
    });
}

#[test]
fn an_archive_is_asked_for_after_the_first_news_and_adds_to_the_choice() {
    play_everywhere(async |stage| {
        let archive = day();
        let mut feed = day();
        feed["items"].as_array_mut().unwrap().truncate(2);
        stage.data.answer("/feed.json", Answer::json(feed));
        stage.data.answer("/archive.json", Answer::json(archive));
        let gate = stage.data.hold("/archive.json");
        let pool = stage.data.url("/archive.json");
        show(stage, &format!(r#"count="4" pool="{pool}""#)).await;
        assert_eq!(stage.get::<String>(HEADING).await, "More news");
        assert_eq!(ids(stage).await, ["match"]);
        stage.data.wait_for("/archive.json", 1).await;
        gate.open();
        stage.wait_for("the archive is in", &format!(r#"{HEADING} === "Similar news""#)).await;
        assert_eq!(ids(stage).await.len(), 4);
        stage.act(r#"el.setAttribute("lang", "az")"#).await;
        stage.wait_for("other words", &format!(r#"{HEADING} === "Oxşar xəbərlər""#)).await;
        assert_eq!(ids(stage).await.len(), 4);
        assert_eq!(stage.data.count("/archive.json"), 1, "asked for once");
    });
}

#[test]
fn a_list_that_the_reader_is_at_does_not_change_under_the_hand() {
    play(async |stage| {
        let mut feed = day();
        feed["items"].as_array_mut().unwrap().truncate(2);
        stage.data.answer("/feed.json", Answer::json(feed));
        stage.data.answer("/archive.json", Answer::json(day()));
        let gate = stage.data.hold("/archive.json");
        let pool = stage.data.url("/archive.json");
        show(stage, &format!(r#"count="4" pool="{pool}""#)).await;
        stage.act(r#"$(".it-title a").focus(); window.__read = performance.getEntriesByType("resource").length;"#).await;
        gate.open();
        let arrived = r#"performance.getEntriesByName(el.getAttribute("pool")).some((entry) => entry.responseEnd > 0)"#;
        stage.wait_for("the archive is there", arrived).await;
        stage.act("await frames();").await;
        assert_eq!(ids(stage).await, ["match"]);
        stage.act(r#"$(".it-title a").blur();"#).await;
        stage.wait_for("it changes now", &format!(r#"{HEADING} === "Similar news""#)).await;
    });
}

#[test]
fn an_archive_that_fails_is_told_and_changes_nothing() {
    play(async |stage| {
        stage.expect("404");
        stage.data.answer("/feed.json", Answer::json(day()));
        let pool = stage.data.url("/none.json");
        show(stage, &format!(r#"count="4" pool="{pool}""#)).await;
        stage.data.wait_for("/none.json", 1).await;
        let told = "(await frames(), true)";
        stage.act(&format!("{told};")).await;
        assert_eq!(ids(stage).await.len(), 4);
        assert!(!stage.get::<bool>(r#"Boolean($(".notice"))"#).await);
    });
}

#[test]
fn an_archive_of_thousands_is_cut_in_pieces_and_every_one_of_its_articles_counts() {
    play(async |stage| {
        let mut feed = day();
        feed["items"].as_array_mut().unwrap().truncate(2);
        stage.data.answer("/feed.json", Answer::json(feed));
        let mut items: Vec<Value> = (0..2000)
            .map(|number| {
                let mut item = feed::article("archive", number);
                item["title"] = json!(format!("Number {number} on the quay and the harbour"));
                item["summary"] = json!("The boats leave at dusk. ".repeat(8));
                item
            })
            .collect();
        // The last is the only one that is alike; one before it has no address.
        items[1990]["url"] = json!("");
        items.push(day()["items"][2].clone());
        stage.data.answer("/archive.json", Answer::json(feed::of(items)));
        stage.expect("items[1990].url");
        let pool = stage.data.url("/archive.json");
        show(stage, &format!(r#"count="1" pool="{pool}""#)).await;
        stage
            .wait_for("the last of the archive", r#"$(".it-title a").dataset.id === "metro-2""#)
            .await;
        let events = stage.events("error").await;
        assert_eq!(events[0]["detail"]["path"], "items[1990].url", "counted over all pieces");
    });
}

#[test]
fn what_was_read_is_muted_only_where_the_owner_has_it_remembered() {
    play(async |stage| {
        stage.data.answer("/feed.json", Answer::json(day()));
        let click = r#"el.addEventListener("news-widget-link", (event) => event.preventDefault()); $(".it-title a").click(); await frames();"#;
        let read = r#"$$(".item.read").map((item) => item.querySelector("a").dataset.id)"#;
        show(stage, r#"count="4""#).await;
        stage.act(click).await;
        assert_eq!(stage.get::<Vec<String>>(read).await, [""; 0]);
        assert_eq!(stage.get::<usize>("localStorage.length").await, 0, "nothing is kept");
        show(stage, r#"count="4" remember"#).await;
        let first = ids(stage).await[0].clone();
        stage.act(click).await;
        assert_eq!(stage.get::<Vec<String>>(read).await, [first.as_str()]);
        let colours = r#"(({ read, other }) => getComputedStyle(read).color !== getComputedStyle(other).color)({
            read: $(".item.read .it-title"), other: $(".item:not(.read) .it-title") })"#;
        assert!(stage.get::<bool>(colours).await, "it looks read");
        show(stage, r#"count="4" remember"#).await;
        assert_eq!(stage.get::<Vec<String>>(read).await, [first.as_str()], "and stays so");
        let second = ids(stage).await[1].clone();
        stage.act(&click.replacen(r#"$(".it-title a")"#, r#"$$(".it-title a")[1]"#, 1)).await;
        assert_eq!(stage.get::<Vec<String>>(read).await, [first, second], "and so does the next");
        stage.act("localStorage.clear();").await;
    });
}
