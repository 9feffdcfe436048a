use e2e::page::Page;
use e2e::stage::{Stage, play};

async fn asked_once(stage: &Stage) {
    for path in ["/demo/feed.en.json", "/demo/rates.json"] {
        assert_eq!(stage.data.count(path), 1, "{path}");
    }
}

#[test]
fn a_moved_element_keeps_its_widget() {
    play(async |stage| {
        stage.show(format!(r#"{}<div id="elsewhere"></div>"#, stage.demo(""))).await;
        stage
            .act(r#"window.__root = root; window.__nw = $(".nw"); document.getElementById("elsewhere").append(el);"#)
            .await;
        assert!(stage.get::<bool>(r#"isReady(el) && $(".nw") === __nw"#).await, "at once");
        stage.act("await frames();").await;
        assert!(
            stage
                .get::<bool>(r#"isReady(el) && el.shadowRoot === __root && $(".nw") === __nw"#)
                .await,
            "and later"
        );
        stage.act("el.count = 2; await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2, "it still listens");
        asked_once(stage).await;
    });
}

#[test]
fn an_element_that_is_removed_and_put_back_works() {
    play(async |stage| {
        let own = r#"<a href="/news">Latest news</a></news-widget>"#;
        stage.show(stage.demo("").replace("</news-widget>", own)).await;
        stage.act("window.__el = el; el.remove(); await frames();").await;
        stage.act(r#"__el.setAttribute("count", "2"); await frames();"#).await;
        stage.act("document.body.append(__el);").await;
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>(r#"$$(".nw").length"#).await, 1);
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2, "changed meanwhile");
        stage.act("el.lang = 'ru'; await frames();").await;
        assert_eq!(stage.get::<String>(r#"text($(".block-title"))"#).await, "Другие новости");
        asked_once(stage).await;
    });
}

#[test]
fn removing_and_putting_back_many_times_leaves_one_widget() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage
            .act("window.__el = el; for (let i = 0; i < 20; i++) { __el.remove(); if (i % 3) await null; if (i % 5 === 0) await frame(); document.body.append(__el); }")
            .await;
        stage.wait_until_ready().await;
        stage.act("await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".nw").length"#).await, 1);
        stage.act("el.count = 2; await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2);
        asked_once(stage).await;
    });
}

#[test]
fn an_element_removed_before_the_start_does_nothing_and_works_when_put_back() {
    play(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(Page::new(format!("{0}{0}", stage.demo("")))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        stage.data.wait_for(&stage.widget_path("news-widget.wasm"), 1).await;
        stage.act("window.__el = el; el.remove();").await;
        gate.open();
        stage.wait_until_ready().await;
        assert!(
            !stage
                .get::<bool>(r#"Boolean(__el.shadowRoot.querySelector(".nw:not(.bones)"))"#)
                .await
        );
        stage.act("document.body.append(__el);").await;
        stage.wait_for("both are ready", "all.length === 2 && all.every(isReady)").await;
        asked_once(stage).await;
    });
}

#[test]
fn an_element_removed_while_its_data_is_on_the_way_is_no_error() {
    play(async |stage| {
        let gate = stage.data.hold("/demo/feed.en.json");
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("the wasm has drawn", r#"$(".nw:not(.bones)")"#).await;
        stage.act("window.__el = el; el.remove(); await frames();").await;
        gate.open();
        stage.act("document.body.append(__el.cloneNode()); document.body.append(__el);").await;
        stage.wait_for("both are ready", "all.length === 2 && all.every(isReady)").await;
    });
}

#[test]
fn a_script_that_is_there_twice_defines_once() {
    play(async |stage| {
        let loader = stage.widget("news-widget.js");
        let head = format!(
            r#"<script type="module" src="{loader}"></script><script type="module" src="{loader}?again"></script>"#
        );
        stage.open(Page::new(stage.demo("")).head(head)).await;
        stage.wait_until_ready().await;
        stage.data.wait_for(&stage.widget_path("news-widget.js"), 2).await;
        stage.act("await frames();").await;
        assert_eq!(stage.data.count(&stage.widget_path("news-widget.wasm")), 1);
        asked_once(stage).await;
    });
}

#[test]
fn elements_may_be_made_by_scripts() {
    play(async |stage| {
        stage.open(Page::new(r#"<div id="place"></div>"#)).await;
        let tag = stage.demo(r#"count="0""#);
        stage
            .act(&format!(
                r#"await customElements.whenDefined("news-widget");
                document.getElementById("place").innerHTML = `{tag}`;
                const made = document.createElement("news-widget");
                for (const {{ name, value }} of document.querySelector("news-widget").attributes) made.setAttribute(name, value);
                document.body.append(made);
                const ticker = document.createElement("rate-ticker");
                ticker.rates = made.rates;
                document.body.append(ticker);"#
            ))
            .await;
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>("all.length").await, 3);
        asked_once(stage).await;
    });
}
