use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::play;

#[test]
fn three_elements_on_one_page_ask_for_everything_once() {
    play(async |stage| {
        let (feed, rates) =
            (stage.data.url("/demo/feed.en.json"), stage.data.url("/demo/rates.json"));
        stage
            .show(format!(
                r#"<news-widget src="{feed}" rates="{rates}" lang="en" count="0"></news-widget>
                <news-widget src="{feed}" rates="{rates}" lang="az" count="0"></news-widget>
                <rate-ticker rates="{rates}" lang="ru"></rate-ticker>"#
            ))
            .await;
        let numbers: Vec<usize> = stage
            .get(r#"all.map((each) => each.shadowRoot.querySelectorAll(".rate-num").length)"#)
            .await;
        assert_eq!(numbers, [5, 5, 5]);
        stage.act("await frames();").await;
        for path in [
            stage.widget_path("news-widget.js"),
            stage.widget_path("news-widget.wasm"),
            "/demo/feed.en.json".to_owned(),
            "/demo/rates.json".to_owned(),
        ] {
            assert_eq!(stage.data.count(&path), 1, "{path}");
        }
    });
}

#[test]
fn an_element_that_comes_later_shares_what_is_there() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage.act("document.body.append(el.cloneNode(true));").await;
        stage.wait_for("there are two", "all.length === 2").await;
        stage.wait_until_ready().await;
        for path in ["/demo/feed.en.json", "/demo/rates.json"] {
            assert_eq!(stage.data.count(path), 1, "{path}");
        }
        assert_eq!(stage.data.count(&stage.widget_path("news-widget.wasm")), 1);
    });
}

#[test]
fn data_is_asked_for_while_the_wasm_is_still_on_its_way() {
    play(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(Page::new(stage.demo(""))).await;
        stage.data.wait_for("/demo/feed.en.json", 1).await;
        stage.data.wait_for("/demo/rates.json", 1).await;
        stage.data.wait_for(&stage.widget_path("news-widget.wasm"), 1).await;
        assert!(!stage.get::<bool>("isReady(el)").await, "nothing draws without the wasm");
        gate.open();
        stage.wait_until_ready().await;
        assert_eq!(stage.data.count("/demo/feed.en.json"), 1, "the early answer was taken");
        assert_eq!(stage.data.count("/demo/rates.json"), 1, "the early answer was taken");
    });
}

#[test]
fn it_works_from_any_path_of_any_origin() {
    play(async |stage| {
        stage.data.mount("/some/deep/cdn/path/", &stage.dist.folder);
        let loader =
            stage.data.url(&format!("/some/deep/cdn/path{}", stage.widget_path("news-widget.js")));
        let script = format!(r#"<script type="module" src="{loader}"></script>"#);
        let page = Page::new(stage.demo("")).without_script().head(script);
        stage.open(page.at("/a/page/somewhere/deep.html?with=a#query")).await;
        stage.wait_until_ready().await;
        for file in ["news-widget.js", "news-widget.wasm"] {
            let path = format!("/some/deep/cdn/path{}", stage.widget_path(file));
            assert_eq!(stage.data.count(&path), 1, "{path}");
        }
        assert_eq!(stage.data.count(&stage.widget_path("news-widget.js")), 0);
    });
}

#[test]
fn addresses_in_attributes_are_relative_to_the_page_and_pictures_to_the_feed() {
    play(async |stage| {
        let mut articles = feed::plain("relative", 2);
        articles["items"][0]["image"] = "pictures/port.svg".into();
        articles["items"][0]["url"] = "../news/1".into();
        stage.host.mount("/deep/data/pictures/", &stage.dist.folder.join("demo/pictures"));
        stage.host.answer("/deep/data/feed.json", Answer::json(articles));
        stage.host.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
        let page = Page::new(
            r#"<news-widget src="../data/feed.json" rates="/rates.json" lang="en"></news-widget>"#,
        );
        stage.open(page.at("/deep/page/index.html")).await;
        stage.wait_until_ready().await;
        stage.wait_for("the picture is loaded", r#"$(".head img").naturalWidth > 0"#).await;
        assert_eq!(
            stage.get::<String>(r#"$(".head .title a").href"#).await,
            stage.host.url("/deep/news/1")
        );
    });
}

#[test]
fn an_answer_that_has_come_is_good_however_late_the_wasm_is() {
    play(async |stage| {
        let wasm = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        // The limit of time is in the test's hand.
        let head = "<script>window.end = new AbortController(); AbortSignal.timeout = () => end.signal;</script>";
        stage.open(Page::new(stage.demo("")).head(head)).await;
        let came = r#"["feed.en.json", "rates.json"].every((name) => performance
            .getEntriesByType("resource").some((entry) => entry.name.endsWith(name) && entry.responseEnd > 0))"#;
        stage.wait_for("articles and rates have come", came).await;
        stage.act("await frames(); end.abort(new DOMException('late', 'TimeoutError')); await frames();").await;
        wasm.open();
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>(r#"$$(".item:not(.filler)").length"#).await, 9);
        assert_eq!(stage.data.count("/demo/feed.en.json"), 1);
    });
}
