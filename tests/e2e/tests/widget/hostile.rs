use e2e::feed;
use e2e::server::Answer;
use e2e::stage::play;
use serde_json::json;

const HOSTILE: [&str; 6] = [
    "<img src=x onerror=\"window.__pwned=1\">",
    "<script>window.__pwned=2</script>",
    "\"><svg onload=window.__pwned=3>",
    "<iframe srcdoc=\"<script>parent.__pwned=4</script>\"></iframe>",
    "' onmouseover='window.__pwned=5",
    "</span></a></h2></div><style>*{display:none}</style>",
];

#[test]
fn markup_in_a_feed_is_text_and_nothing_else() {
    play(async |stage| {
        let item = |(number, evil): (usize, &&str)| {
            let mut item = feed::article("evil", number);
            item["id"] = json!(format!("{evil}{number}"));
            item["title"] = json!(evil);
            item["_news"]["category"] = json!(evil);
            item["content_text"] = json!(evil);
            item["language"] = json!(evil);
            item
        };
        let mut evil = feed::of(HOSTILE.iter().enumerate().map(item).collect::<Vec<_>>());
        evil["title"] = json!(HOSTILE[0]);
        let mut rates = feed::rates(&[("USD", "1.7")]);
        rates["source"]["name"] = json!(HOSTILE[0]);
        stage.data.answer("/feed.json", Answer::json(evil));
        stage.data.answer("/rates.json", Answer::json(rates));
        let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
        for headline in ["first", "https://press.example/evil/1", "https://press.example/evil/5"] {
            stage
                .show(format!(
                    r#"<news-widget src="{feed}" rates="{rates}" lang="en" currencies="USD" similar="feed" headline="{headline}"
                    channel-url="https://video.example/" channel-title="&lt;img src=x onerror=window.__pwned=6&gt;" channel-text="&lt;script&gt;window.__pwned=7&lt;/script&gt;"></news-widget>"#
                ))
                .await;
            let mut titles: Vec<String> =
                stage.get(r#"$$(".title, .item:not(.filler) .it-title").map(text)"#).await;
            titles.sort();
            let mut expected: Vec<_> = HOSTILE.iter().map(ToString::to_string).collect();
            expected.sort();
            assert_eq!(titles, expected, "every title is read as it was written");
            let categories: Vec<String> = stage.get(r#"$$(".meta b").map(text)"#).await;
            assert!(
                categories.iter().all(|text| HOSTILE.contains(&text.as_str())),
                "{categories:?}"
            );
            let body: String = stage.get(r#"text($(".body"))"#).await;
            assert!(HOSTILE.contains(&body.as_str()), "{body}");
            assert_eq!(stage.get::<String>(r#"text($(".src"))"#).await, HOSTILE[0]);
            assert_eq!(
                stage.get::<String>(r#"text($(".ch-text"))"#).await,
                "<script>window.__pwned=7</script>"
            );
            let strangers: Vec<String> = stage
                .get(r#"$$("script, style, iframe, img, object, embed, link").map((node) => node.outerHTML)"#)
                .await;
            assert!(strangers.is_empty(), "{strangers:?}");
            let handlers: Vec<String> = stage
                .get(r#"$$("*").flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on"))"#)
                .await;
            assert!(handlers.is_empty(), "{handlers:?}");
            stage.act("await frames();").await;
            assert!(stage.get::<bool>("window.__pwned === undefined").await);
        }
    });
}

#[test]
fn html_of_an_article_becomes_plain_paragraphs() {
    play(async |stage| {
        let mut page = feed::plain("html", 2);
        let item = page["items"][0].as_object_mut().unwrap();
        item.remove("content_text");
        let html = r#"<p>One <b onclick="window.__pwned=1">bold</b> &amp; true.</p><script>window.__pwned=2</script>
            <p>Two.<img src="x" onerror="window.__pwned=3"></p>&lt;script&gt;window.__pwned=4&lt;/script&gt;"#;
        item.insert("content_html".to_owned(), json!(html));
        stage.data.answer("/feed.json", Answer::json(page));
        let feed = stage.data.url("/feed.json");
        stage.show(format!(r#"<news-widget src="{feed}" lang="en"></news-widget>"#)).await;
        let body: Vec<String> = stage.get(r#"$$(".body p").map(text)"#).await;
        assert_eq!(body, ["One bold & true.", "Two.", "<script>window.__pwned=4</script>"]);
        stage.act("await frames();").await;
        assert!(stage.get::<bool>("window.__pwned === undefined").await);
    });
}

#[test]
fn it_works_where_trusted_types_and_a_strict_policy_forbid_strings_as_code() {
    play(async |stage| {
        let origin = &stage.data.origin;
        let policy = format!(
            "default-src 'none'; script-src {origin} 'unsafe-inline' 'wasm-unsafe-eval'; connect-src {origin}; img-src {origin}; require-trusted-types-for 'script'"
        );
        // A driver's scripts are strings, too, so this page has to tell by itself.
        let tell = format!(
            r#"<script>
            addEventListener("securitypolicyviolation", (event) => fetch("{origin}/violation/" + event.violatedDirective));
            document.addEventListener("news-widget-load", () => fetch("{origin}/loaded"), true);
            </script>"#
        );
        let meta =
            format!(r#"{tell}<meta http-equiv="Content-Security-Policy" content="{policy}">"#);
        let tag = stage.demo("").replace("</", "<a href='/news'>Latest news</a></");
        stage.go(e2e::page::Page::new(tag).head(meta)).await;
        stage.data.wait_for("/loaded", 2).await;
        stage.data.wait_for("/demo/pictures/port.svg", 1).await;
        let seen: Vec<_> = stage.data.seen().into_iter().map(|seen| seen.path).collect();
        assert!(!seen.iter().any(|path| path.starts_with("/violation/")), "{seen:?}");
    });
}
