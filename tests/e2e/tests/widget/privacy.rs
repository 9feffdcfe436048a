use e2e::page::Page;
use e2e::server::{Answer, Server};
use e2e::stage::play;
use serde_json::Value;

#[test]
fn nothing_is_asked_of_anybody_but_the_named_servers() {
    play(async |stage| {
        let channel = Server::start().await;
        channel.answer("/subscribe", Answer::html("<title>TV</title>"));
        let url = channel.url("/subscribe");
        let tag = stage.demo("").replace("https://video.example/courier", &url);
        stage.show(tag).await;
        stage.load_pictures().await;
        stage
            .act(r#"for (const link of $$("a")) for (const type of ["pointerover", "mouseover", "pointermove", "focus"]) link.dispatchEvent(new Event(type, { bubbles: true, composed: true })); await frames();"#)
            .await;
        let origins: Vec<String> = stage
            .get(r#"[...new Set(performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin))]"#)
            .await;
        assert_eq!(origins, [stage.data.origin.as_str()]);
        let hints: usize =
            stage.get(r#"document.querySelectorAll("link[rel]:not([rel=icon])").length"#).await;
        assert_eq!(hints, 0, "nothing is prefetched or preconnected");
        assert_eq!(channel.seen().len(), 0, "nobody is asked before a click");

        stage.click(r#"$(".channel a")"#).await;
        channel.wait_for("/subscribe", 1).await;
    });
}

#[test]
fn no_cookies_go_out_with_widget_or_data() {
    play(async |stage| {
        // Cookies belong to a host, whatever the port: these would go along to the data's server.
        let set = r#"document.cookie = "visitor=1; path=/";"#;
        stage.open(Page::new(stage.demo("")).head(format!("<script>{set}</script>"))).await;
        stage.wait_until_ready().await;
        stage.act("el.refresh();").await;
        stage.data.wait_for("/demo/feed.en.json", 2).await;
        stage.data.wait_for("/demo/rates.json", 2).await;
        stage.act(r#"await fetch(location.href, { cache: "no-store" });"#).await;
        let own = stage.host.seen();
        assert!(own.last().unwrap().cookie.is_some(), "the cookie is there: {own:?}");
        for seen in stage.data.seen() {
            // A picture's server gets what the browser gives to every picture.
            if !seen.path.starts_with("/demo/pictures/") {
                assert_eq!(seen.cookie, None, "{}", seen.path);
            }
            assert_eq!(seen.method, "GET", "no preflight, no report: {}", seen.path);
        }
    });
}

#[test]
fn pictures_do_not_tell_where_they_are_seen() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage.data.wait_for("/demo/pictures/port.svg", 1).await;
        let pictures = stage.data.seen();
        for seen in pictures.iter().filter(|seen| seen.path.starts_with("/demo/pictures/")) {
            assert_eq!(seen.referer, None, "{}", seen.path);
        }
    });
}

#[test]
fn nothing_is_stored() {
    play(async |stage| {
        stage.show(stage.demo("")).await;
        stage.act("el.refresh();").await;
        stage.wait_for("all has come anew", "__events.length === 4").await;
        let stored: Value = stage
            .get(
                r#"(async () => ({
                    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
                    cookie: document.cookie, caches: await caches.keys(),
                    databases: await indexedDB.databases(),
                    workers: (await navigator.serviceWorker.getRegistrations()).length,
                }))()"#,
            )
            .await;
        assert_eq!(
            stored,
            serde_json::json!({"local": [], "session": [], "cookie": "", "caches": [], "databases": [], "workers": 0})
        );
    });
}
