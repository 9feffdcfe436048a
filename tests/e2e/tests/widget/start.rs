use e2e::page::Page;
use e2e::server::{Answer, nobody};
use e2e::stage::{Stage, play};

const CHILDREN: &str = r#"<a id="own" href="/news">Latest news</a> <b>and more</b>"#;

const OWN_IS_SEEN: &str = r#"document.getElementById("own").getClientRects().length > 0
    && document.getElementById("own").checkVisibility({ visibilityProperty: true, opacityProperty: true })"#;

fn tag(stage: &Stage, children: &str) -> String {
    stage.demo("").replace("</news-widget>", &format!("{children}</news-widget>"))
}

/// Ways in which nothing can start: which file, and what it answers.
fn failures(stage: &Stage) -> Vec<(String, Answer)> {
    let (closed, _) = nobody();
    let wasm = stage.widget_path("news-widget.wasm");
    vec![
        (wasm.clone(), Answer::status(404)),
        (wasm.clone(), Answer::new("application/wasm", "this is not wasm")),
        (wasm.clone(), Answer::html("<!doctype html><h1>Welcome to the hotel</h1>")),
        (wasm.clone(), Answer::new("application/wasm", b"\0asm\x01\0\0\0".as_slice())),
        (wasm, Answer::elsewhere(&closed)),
    ]
}

#[test]
fn the_owners_content_is_seen_until_the_widget_is_ready_and_then_gone() {
    play(async |stage| {
        let wasm = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        let feed = stage.data.hold("/demo/feed.en.json");
        let rates = stage.data.hold("/demo/rates.json");
        stage.open(Page::new(tag(stage, CHILDREN))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        assert!(stage.get::<bool>(OWN_IS_SEEN).await, "while the wasm is on its way");
        wasm.open();
        stage.wait_for("the wasm has started", "__instances.length > 0").await;
        stage.act("await frames();").await;
        assert!(stage.get::<bool>(OWN_IS_SEEN).await, "while the data is on its way");
        feed.open();
        rates.open();
        stage.wait_until_ready().await;
        assert!(!stage.get::<bool>(OWN_IS_SEEN).await, "when the news are there");
    });
}

#[test]
fn the_owners_content_stays_when_nothing_can_start() {
    play(async |stage| {
        stage.expect("the widget could not start");
        for (path, answer) in failures(stage) {
            let note = format!("{path}: {answer:?}");
            let gate = stage.data.hold(&path);
            stage.data.answer(&path, answer);
            stage.open(Page::new(tag(stage, CHILDREN))).await;
            stage.wait_for("the loader has run", r#"$(".stage")"#).await;
            gate.open();
            stage.wait_for("it has given up", "__events.length > 0").await;
            stage.act("await frames();").await;
            let events = stage.events("error").await;
            assert_eq!(events.len(), 1, "{note}");
            assert_eq!(events[0]["detail"]["code"], "start", "{note}");
            let message = events[0]["detail"]["message"].as_str().unwrap_or_default();
            assert!(message.starts_with("the widget could not start: "), "{note}: {message}");
            assert!(stage.get::<bool>(OWN_IS_SEEN).await, "{note}");
            assert!(!stage.get::<bool>(r#"Boolean($(".bones"))"#).await, "{note}");
            let height: f64 = stage.get("el.getBoundingClientRect().height").await;
            assert!(height < 100.0, "{note}: no empty space below the content, but {height}");
            // The next round starts from files that are whole.
            let whole = std::fs::read(stage.dist.folder.join(&path[1..])).unwrap();
            stage.data.answer(&path, Answer::new("application/wasm", whole));
        }
    });
}

#[test]
fn without_content_of_its_owner_a_sentence_says_that_nothing_can_start() {
    play(async |stage| {
        stage.expect("the widget could not start");
        stage.data.answer(&stage.widget_path("news-widget.wasm"), Answer::status(404));
        for (lang, sentence) in [
            ("az", "Bu bölmə açılmadı."),
            ("en", "This box could not be loaded."),
            ("ru", "Не удалось загрузить этот блок."),
            ("tr", "Bu bölüm yüklenemedi."),
            ("fr", "This box could not be loaded."),
        ] {
            let feed = stage.data.url("/demo/feed.en.json");
            let body = format!(r#"<news-widget src="{feed}" lang="{lang}"> </news-widget>"#);
            stage.open(Page::new(body)).await;
            stage.wait_for("it has given up", "__events.length > 0").await;
            stage
                .wait_for(
                    "the sentence is there",
                    r#"$(".sorry")?.checkVisibility({ visibilityProperty: true })"#,
                )
                .await;
            assert_eq!(stage.get::<String>(r#"text($(".sorry"))"#).await, sentence);
        }
    });
}

#[test]
fn a_wasm_of_the_wrong_type_starts_nevertheless() {
    play(async |stage| {
        let path = stage.widget_path("news-widget.wasm");
        let whole = std::fs::read(stage.dist.folder.join(&path[1..])).unwrap();
        stage.data.answer(&path, Answer::new("application/octet-stream", whole));
        stage.show(stage.demo("")).await;
    });
}

#[test]
fn when_everything_is_unreachable_nothing_is_unhandled() {
    play(async |stage| {
        stage.expect("the widget could not start");
        let (closed, _) = nobody();
        for path in [
            stage.widget_path("news-widget.wasm"),
            "/demo/feed.en.json".to_owned(),
            "/demo/rates.json".to_owned(),
        ] {
            stage.data.answer(&path, Answer::elsewhere(&closed));
        }
        stage.open(Page::new(tag(stage, CHILDREN))).await;
        stage.wait_for("it has given up", "__events.length > 0").await;
        stage.data.wait_for("/demo/rates.json", 1).await;
        // A rejection counts as unhandled at the end of the turn in which it happens.
        stage
            .act("await frames(); await new Promise((go) => setTimeout(go)); await frames();")
            .await;
        assert!(stage.get::<bool>(OWN_IS_SEEN).await);
    });
}

#[test]
fn an_element_that_comes_after_a_failed_start_tries_again() {
    play(async |stage| {
        stage.expect("the widget could not start");
        let path = stage.widget_path("news-widget.wasm");
        let whole = std::fs::read(stage.dist.folder.join(&path[1..])).unwrap();
        stage.data.answer(&path, Answer::status(404));
        stage.open(Page::new(tag(stage, CHILDREN))).await;
        stage.wait_for("it has given up", "__events.length > 0").await;
        stage.data.answer(&path, Answer::new("application/wasm", whole));
        stage.act("document.body.append(el.cloneNode(true));").await;
        stage.wait_for("the second is ready", "isReady(all[1])").await;
    });
}
