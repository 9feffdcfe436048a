use std::fs;

use e2e::dist::Dist;
use e2e::stage::{play, play_everywhere_with};

#[test]
fn the_delivered_widget_keeps_its_tree_to_itself() {
    play_everywhere_with(&Dist::delivered(), async |stage| {
        stage.open(e2e::page::Page::new(stage.demo(r#"id="news""#))).await;
        stage.wait_for("both sources are read", r#"__events.length === 2"#).await;
        assert!(stage.get::<bool>("el.shadowRoot === null").await);
        let events = stage.events("load").await;
        assert_eq!(events.len(), 2, "{events:?}");
        assert_eq!(stage.get::<usize>("el.data.articles.length").await, 12);
        let height: f64 = stage.get("el.getBoundingClientRect().height").await;
        assert!(height > 500.0, "{height}");
        let keys: Vec<String> = stage.get("Object.keys(el)").await;
        assert!(keys.is_empty(), "nothing of it is within the page's reach: {keys:?}");
    });
}

#[test]
fn the_build_for_tests_has_an_open_tree() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        assert_eq!(stage.get::<String>("el.shadowRoot.mode").await, "open");
    });
}

#[test]
fn both_builds_are_the_same_but_for_that() {
    let (delivered, open) = (Dist::delivered(), Dist::open());
    assert_eq!(delivered.widget, open.widget);
    let read = |dist: &Dist, file: &str| {
        fs::read(dist.folder.join(format!("{}{file}", &dist.widget[1..]))).unwrap()
    };
    let wasm = "news-widget.wasm";
    assert!(read(&delivered, wasm) == read(&open, wasm), "{wasm} differs");
    // The loader's text is the same but for the word that opens the root.
    let code = |dist| String::from_utf8(read(dist, "news-widget.js")).unwrap();
    let (delivered, open) = (code(&delivered), code(&open));
    assert_eq!(delivered.matches(r#"{mode:"closed"}"#).count(), 1);
    assert_eq!(delivered.replace(r#"{mode:"closed"}"#, r#"{mode:"open"}"#), open);
}
