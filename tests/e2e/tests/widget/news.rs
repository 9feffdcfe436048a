use e2e::stage::{Stage, play};
use serde_json::Value;

struct Edition {
    lang: &'static str,
    when: &'static str,
    similar: &'static str,
    /// Of the second article, whose day is not today.
    short: &'static str,
}

const EDITIONS: [Edition; 3] = [
    Edition {
        lang: "az",
        when: "28 noyabr 2025, 14:05",
        similar: "Digər xəbərlər",
        short: "28.11.2025 13:40",
    },
    Edition {
        lang: "en",
        when: "28 November 2025, 14:05",
        similar: "More news",
        short: "28 Nov 2025 13:40",
    },
    Edition {
        lang: "ru",
        when: "28 ноября 2025, 14:05",
        similar: "Другие новости",
        short: "28.11.2025 13:40",
    },
];

async fn show(stage: &Stage, lang: &str) -> Value {
    let path = format!("demo/feed.{lang}.json");
    let (feed, rates) = (stage.data.url(&format!("/{path}")), stage.data.url("/demo/rates.json"));
    stage
        .show(format!(
            r#"<news-widget src="{feed}" rates="{rates}" lang="{lang}" time-zone="Asia/Baku" currencies="USD EUR RUB TRY GBP" base="AZN" channel-url="https://video.example/kuryer" channel-title="Kuryer TV" channel-text="video"></news-widget>"#
        ))
        .await;
    serde_json::from_str(&stage.dist.read(&path)).expect("the demo's feed")
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_headline_is_the_first_article_whole() {
    play(async |stage| {
        for edition in EDITIONS {
            let feed = show(stage, edition.lang).await;
            let first = &feed["items"][0];
            let get = async |expression: &str| stage.get::<Value>(expression).await;
            assert_eq!(get(r#"text($(".head .title"))"#).await, words(&first["title"]));
            assert_eq!(get(r#"text($(".head .label"))"#).await, first["_news"]["category"]);
            assert_eq!(get(r#"text($(".head .when"))"#).await, edition.when);
            assert_eq!(
                get(r#"$(".head .when time").dateTime.slice(0, 10)"#).await,
                "2025-11-28",
                "the date is there for programs too"
            );
            let body: Vec<String> = stage.get(r#"$$(".head .body p").map(text)"#).await;
            let paragraphs: Vec<_> = first["content_text"]
                .as_str()
                .unwrap()
                .split("\n\n")
                .map(|text| words(&text.into()))
                .collect();
            assert_eq!(body, paragraphs);
            assert_eq!(get(r#"$(".head .title a").href"#).await, first["url"]);
            assert_eq!(get(r#"$(".head .src").href"#).await, first["url"]);
            assert_eq!(get(r#"text($(".head .src"))"#).await, feed["title"]);
            let picture = stage.data.url(&format!("/demo/{}", first["image"].as_str().unwrap()));
            assert_eq!(get(r#"$(".head .pic img").src"#).await, picture);
            stage
                .wait_for("the picture is loaded", r#"$(".head .pic img").naturalWidth > 0"#)
                .await;
        }
    });
}

#[test]
fn similar_news_are_the_other_articles_in_the_order_of_the_feed() {
    play(async |stage| {
        for edition in EDITIONS {
            let feed = show(stage, edition.lang).await;
            let others: Vec<_> = feed["items"].as_array().unwrap()[1..].iter().take(9).collect();
            assert_eq!(others.len(), 9, "the demo's feed has enough for nine");
            assert_eq!(stage.get::<String>(r#"text($(".block-title"))"#).await, edition.similar);
            let items: Vec<Value> = stage
                .get(
                    r#"$$(".item").map((item) => ({
                        title: text(item.querySelector(".it-title")),
                        href: item.querySelector(".it-title a").href,
                        category: text(item.querySelector(".meta b")),
                        time: item.querySelector("time") ? text(item.querySelector("time")) : null,
                        sponsored: Boolean(item.querySelector(".flag.sponsored")),
                        urgent: Boolean(item.querySelector(".flag.urgent")),
                        picture: item.querySelector("img")?.src ?? null,
                        letter: item.querySelector(".pic").dataset.letter ?? null,
                    }))"#,
                )
                .await;
            assert_eq!(items.len(), 9);
            assert_eq!(items[0]["time"], edition.short);
            for (item, article) in items.iter().zip(others) {
                let news = &article["_news"];
                assert_eq!(item["title"], words(&article["title"]));
                assert_eq!(item["href"], article["url"]);
                assert_eq!(item["category"], news["category"]);
                assert_eq!(item["sponsored"], news["sponsored"] == true);
                assert_eq!(item["urgent"], news["urgent"] == true);
                let published = article["date_published"].as_str().unwrap();
                match item["time"].as_str() {
                    // The clock alone is enough to tell them apart; `short` shows the form.
                    Some(time) => assert!(time.ends_with(&published[11..16]), "{time}"),
                    None => assert_eq!(item["sponsored"], true, "{article}"),
                }
                match article["image"].as_str() {
                    Some(image) => {
                        assert_eq!(item["picture"], stage.data.url(&format!("/demo/{image}")));
                    }
                    None => {
                        let first = words(&news["category"]).chars().next().unwrap().to_string();
                        assert_eq!(item["letter"], first);
                    }
                }
            }
            stage.load_pictures().await;
        }
    });
}

#[test]
fn a_picture_that_cannot_be_loaded_becomes_a_letter() {
    play(async |stage| {
        let mut feed = e2e::feed::plain("broken", 2);
        feed["items"][0]["image"] = "missing.png".into();
        stage.data.answer("/feed.json", e2e::server::Answer::json(feed));
        stage
            .show(format!(r#"<news-widget src="{}"></news-widget>"#, stage.data.url("/feed.json")))
            .await;
        stage
            .wait_for(
                "the tile is there",
                r#"$(".head .pic.none")?.dataset.letter === "T" && !$(".head img")"#,
            )
            .await;
    });
}

#[test]
fn the_channel_and_every_link_open_elsewhere_and_give_nothing_away() {
    play(async |stage| {
        for edition in EDITIONS {
            show(stage, edition.lang).await;
            assert_eq!(stage.get::<String>(r#"text($(".channel .ch-title"))"#).await, "Kuryer TV");
            assert_eq!(stage.get::<String>(r#"text($(".channel .ch-text"))"#).await, "video");
            assert_eq!(
                stage.get::<String>(r#"$(".channel a").href"#).await,
                "https://video.example/kuryer"
            );
            let links: Vec<(String, String, String)> =
                stage.get(r#"$$("a").map((a) => [a.href, a.target, a.rel])"#).await;
            // Headline and its source, nine similar, the channel, the source of the rates; and those in the text.
            let in_text: usize = stage.get(r#"$$(".body a").length"#).await;
            assert_eq!(links.len(), 13 + in_text, "{links:?}");
            for (href, target, rel) in links {
                assert!(href.starts_with("https://"), "{href}");
                assert_eq!(target, "_blank", "{href}");
                assert!(rel.split(' ').any(|word| word == "noopener"), "{href}: {rel}");
            }
        }
    });
}

#[test]
fn all_four_blocks_stand_in_their_order_and_none_without_its_source() {
    play(async |stage| {
        let order = r#"[...$(".nw").querySelectorAll("[part]")].map((node) => node.part[0])
            .filter((part) => !["rate", "item"].includes(part))"#;
        stage.show(stage.demo("")).await;
        let shown: Vec<String> = stage.get(order).await;
        assert_eq!(shown, ["rates", "headline", "similar", "channel"]);
        stage.show(stage.demo(r#"blocks="channel similar rates""#)).await;
        let shown: Vec<String> = stage.get(order).await;
        assert_eq!(shown, ["channel", "similar", "rates"]);
        let feed = stage.data.url("/demo/feed.en.json");
        stage.show(format!(r#"<news-widget src="{feed}" count="0"></news-widget>"#)).await;
        let shown: Vec<String> = stage.get(order).await;
        assert_eq!(shown, ["headline"]);
    });
}

#[test]
fn the_headline_may_be_named_or_the_latest() {
    play(async |stage| {
        let mut feed = e2e::feed::plain("choice", 4);
        feed["items"][2]["date_published"] = "2025-11-29T10:00:00Z".into();
        stage.data.answer("/feed.json", e2e::server::Answer::json(feed));
        let url = stage.data.url("/feed.json");
        for (headline, title) in [
            ("first", "Article 0 of choice"),
            ("latest", "Article 2 of choice"),
            ("choice-3", "Article 3 of choice"),
            ("https://press.example/choice/1", "Article 1 of choice"),
        ] {
            stage
                .show(format!(r#"<news-widget src="{url}" headline="{headline}"></news-widget>"#))
                .await;
            assert_eq!(stage.get::<String>(r#"text($(".title"))"#).await, title);
            let others: Vec<String> =
                stage.get(r#"$$(".item:not(.filler) .it-title").map(text)"#).await;
            assert_eq!(others.len(), 3);
            assert!(!others.iter().any(|other| other == title), "{others:?}");
        }
    });
}
