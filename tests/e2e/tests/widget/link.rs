use e2e::feed;
use e2e::server::{Answer, Server};
use e2e::stage::{Stage, play};
use serde_json::json;

async fn show(stage: &Stage, press: &Server) {
    let mut news = feed::plain("linked", 3);
    for number in 0..3 {
        let path = format!("/article/{number}");
        press.answer(&path, Answer::html("<title>An article</title>"));
        news["items"][number]["url"] = json!(press.url(&path));
    }
    press.answer("/tv", Answer::html("<title>TV</title>"));
    stage.data.answer("/feed.json", Answer::json(news));
    let feed = stage.data.url("/feed.json");
    let rates = stage.data.url("/demo/rates.json");
    stage
        .show(format!(
            r#"<news-widget src="{feed}" rates="{rates}" lang="en" channel-url="{}"></news-widget>"#,
            press.url("/tv")
        ))
        .await;
}

#[test]
fn a_click_is_told_with_address_block_and_id() {
    play(async |stage| {
        let press = Server::start().await;
        show(stage, &press).await;
        // The driver follows links by itself; only the telling is wanted here.
        stage
            .act(r#"el.addEventListener("news-widget-link", (event) => event.preventDefault());"#)
            .await;
        for link in [
            r#"$(".title a")"#,
            r#"$(".src")"#,
            r#"$(".it-title a")"#,
            r#"$(".channel a")"#,
            r#"$(".asof a")"#,
        ] {
            stage.click(link).await;
        }
        let details: Vec<_> =
            stage.events("link").await.into_iter().map(|event| event["detail"].clone()).collect();
        let detail = |path: &str, block: &str, id: Option<&str>| json!({"url": press.url(path), "block": block, "id": id, "position": null, "reason": null});
        let mut listed = detail("/article/1", "similar", Some("linked-1"));
        listed["position"] = json!(1);
        listed["reason"] = json!("latest · 0 min later · same category");
        assert_eq!(
            details,
            [
                detail("/article/0", "headline", Some("linked-0")),
                detail("/article/0", "headline", Some("linked-0")),
                listed,
                detail("/tv", "channel", None),
                json!({"url": "https://bank.example/rates", "block": "rates", "id": null, "position": null, "reason": null}),
            ]
        );
        let event = &stage.events("link").await[0];
        assert_eq!(
            (&event["cancelable"], &event["bubbles"], &event["composed"]),
            (&json!(true), &json!(false), &json!(false))
        );
    });
}

#[test]
fn a_page_may_stop_a_link_and_otherwise_it_opens_beside() {
    play(async |stage| {
        let press = Server::start().await;
        show(stage, &press).await;
        stage
            .act(r#"el.addEventListener("news-widget-link", (event) => event.preventDefault(), { once: true });"#)
            .await;
        stage.click(r#"$(".title a")"#).await;
        stage.click(r#"$(".it-title a")"#).await;
        press.wait_for("/article/1", 1).await;
        assert_eq!(press.count("/article/0"), 0, "the first was stopped");
        let windows = stage.client().windows().await.unwrap();
        assert_eq!(windows.len(), 2, "the page and one article");
        assert_eq!(
            stage.get::<usize>("__events.filter((event) => event.type === 'link').length").await,
            2
        );
    });
}
