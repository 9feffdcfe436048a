use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play};
use serde_json::{Value, json};

const NEWS: [&str; 5] = [
    r#"items[3].date_published: "soon" is not a date (such as 2025-11-28T14:05:00+04:00)"#,
    r#"items[4].url is missing, expected a web address (http or https)"#,
    r#"items[5]: 17 is not an article (an object)"#,
    r#"items[6].url: "javascript:alert(1)" is not a web address (http or https)"#,
    r#"items[7].image: "javascript:alert(2)" is not a picture's web address (http or https)"#,
];

const RATES: [&str; 4] = [
    r#"rates[1].value: "-2" is not a price (a decimal above 0, such as "1.7")"#,
    r#"rates[2].nominal: "a hundred" is not a number of units (1, 10, 100 …)"#,
    r#"rates[3].code: "dollars" is not a currency code (ISO 4217, such as USD)"#,
    r#"rates[4]: "GBP 2" is not a rate (an object)"#,
];

fn bad_news() -> Value {
    let mut news = feed::plain("bad", 9);
    let items = &mut news["items"];
    items[3]["date_published"] = json!("soon");
    items[4].as_object_mut().unwrap().remove("url");
    items[4]["id"] = json!("no-address");
    items[5] = json!(17);
    items[6]["url"] = json!("javascript:alert(1)");
    items[7]["image"] = json!("javascript:alert(2)");
    news
}

fn bad_rates() -> Value {
    let mut rates = feed::rates(&[("USD", "1.7"), ("EUR", "-2"), ("RUB", "2.2"), ("TRY", "0.04")]);
    let list = rates["rates"].as_array_mut().unwrap();
    list[2]["nominal"] = json!("a hundred");
    list[3]["code"] = json!("dollars");
    list.push(json!("GBP 2"));
    list.push(json!({"code": "JPY", "nominal": 100, "value": 1.0879}));
    rates
}

async fn check(stage: &Stage, elements: usize) {
    let mut complaints: Vec<_> =
        NEWS.iter().chain(&RATES).map(|text| format!("warn: news-widget: {text}")).collect();
    complaints.sort();
    let mut log = stage.log().await;
    log.sort();
    assert_eq!(log, complaints, "each complaint is in the console once");
    for element in 0..elements {
        let id = format!("w{element}");
        let mut told: Vec<_> = stage
            .events("error")
            .await
            .into_iter()
            .filter(|event| event["id"] == id.as_str())
            .map(|event| event["detail"]["message"].as_str().unwrap_or_default().to_owned())
            .collect();
        told.sort();
        let mut texts: Vec<_> = NEWS.iter().chain(&RATES).map(ToString::to_string).collect();
        texts.sort();
        assert_eq!(told, texts, "each complaint is an event of #{id} once");
    }
}

#[test]
fn bad_items_are_named_once_and_the_good_ones_are_shown() {
    play(async |stage| {
        for text in NEWS.iter().chain(&RATES) {
            stage.expect(text);
        }
        stage.data.answer("/feed.json", Answer::json(bad_news()));
        stage.data.answer("/rates.json", Answer::json(bad_rates()));
        let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
        let tag = |id: &str| {
            format!(
                r#"<news-widget similar="feed" id="{id}" src="{feed}" rates="{rates}" lang="en" currencies="USD EUR RUB TRY JPY"></news-widget>"#
            )
        };
        stage.show(format!("{}{}", tag("w0"), tag("w1"))).await;
        let titles: Vec<String> = stage.get(r#"$$(".it-title").map(text)"#).await;
        let expected = [1, 2, 3, 7, 8].map(|number| format!("Article {number} of bad"));
        assert_eq!(titles, expected, "without the three that lead nowhere");
        assert!(
            stage.get::<bool>(r#"!$$(".item")[2].querySelector("time")"#).await,
            "a bad date is no date"
        );
        assert_eq!(stage.get::<usize>(r#"$$("img").length"#).await, 0, "a bad picture is none");
        let numbers: Vec<String> = stage.get(r#"$$(".rate-num").map(text)"#).await;
        assert_eq!(numbers, ["1.7", "—", "—", "—", "0.010879"]);
        check(stage, 2).await;

        let errors = stage.events("error").await;
        let date = errors.iter().find(|event| event["detail"]["message"] == NEWS[0]).unwrap();
        assert_eq!(
            date["detail"],
            json!({"code": "item", "message": NEWS[0], "url": feed, "path": "items[3].date_published"})
        );
        assert_eq!((&date["bubbles"], &date["composed"]), (&json!(false), &json!(false)));

        stage.act("el.refresh();").await;
        stage.data.wait_for("/feed.json", 2).await;
        stage.data.wait_for("/rates.json", 2).await;
        stage
            .wait_for(
                "both have come anew",
                r#"__events.filter((event) => event.type === "load" && event.id === "w0").length === 4"#,
            )
            .await;
        check(stage, 2).await;
    });
}

#[test]
fn attributes_that_cannot_be_used_are_named_once_and_the_default_stands() {
    play(async |stage| {
        let complaints = [
            r#"count: "51" is not a whole number from 0 to 50"#,
            r#"currencies: "dollars" is not a currency code (ISO 4217, such as USD)"#,
            r#"layout: "round" is not one of: auto, card, compact, list"#,
            r#"refresh: "5s" is not a time such as 5m or 30s (at least 30s), or 0 for never"#,
            r#"theme: "pink" is not auto, light or dark"#,
            r#"time-zone: "Mars/Base" is not a time zone that this browser knows (IANA, such as Asia/Baku)"#,
        ];
        for text in complaints {
            stage.expect(text);
        }
        let (feed, rates) =
            (stage.data.url("/demo/feed.en.json"), stage.data.url("/demo/rates.json"));
        let tag = format!(
            r#"<news-widget src="{feed}" rates="{rates}" lang="en" count="51" currencies="USD dollars" layout="round" refresh="5s" theme="pink" time-zone="Mars/Base"></news-widget>"#
        );
        stage.show(format!("{tag}{tag}")).await;
        stage
            .act(r#"el.layout = "auto"; await frames(); el.layout = "round"; await frames();"#)
            .await;
        let mut log = stage.log().await;
        log.sort();
        assert_eq!(log, complaints.map(|text| format!("warn: news-widget: {text}")));
        assert_eq!(stage.get::<usize>(r#"$$(".item:not(.filler)").length"#).await, 9);
    });
}
