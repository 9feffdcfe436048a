use e2e::feed;
use e2e::page::Page;
use e2e::server::{Answer, Gate};
use e2e::stage::{Stage, play_everywhere};
use serde_json::{Value, json};

/// A feed whose first article has this text, followed by a plain one.
fn with_body(html: &str) -> Value {
    let mut page = feed::plain("rich", 2);
    let item = page["items"][0].as_object_mut().unwrap();
    item.remove("content_text");
    item.insert("content_html".to_owned(), json!(html));
    page
}

/// Shows a text in a column; alone, so that nothing else asks for anything.
async fn show(stage: &Stage, html: &str) {
    stage.data.answer("/feed.json", Answer::json(with_body(html)));
    let feed = stage.data.url("/feed.json");
    let tag = format!(r#"<news-widget src="{feed}" lang="en" blocks="headline"></news-widget>"#);
    stage.show(format!(r#"<div style="width: 360px">{tag}</div>"#)).await;
}

async fn unfold(stage: &Stage) {
    stage.click(r#"$(".foot button")"#).await;
    stage.wait_for("it is unfolded", r#"$(".head[data-open]")"#).await;
}

const LONG: &str = "<p>A paragraph that goes on and on, so that it does not fit into the box. \
    A paragraph that goes on and on, so that it does not fit into the box.</p>";

#[test]
fn a_text_is_shown_with_its_links_lists_quotes_and_tables() {
    play_everywhere(async |stage| {
        show(
            stage,
            "<h1>Part</h1><p>One <b>two</b> <a href=/x>three</a></p><ul><li>four</ul><blockquote>five</blockquote>\
            <table><tr><th>six<td>seven</table><script>window.__pwned=1</script><p dir=rtl lang=ar>ثمانية</p>",
        )
        .await;
        unfold(stage).await;
        let parts: Vec<String> = stage
            .get(r#"[...$(".body").children].map((part) => `${part.localName} ${text(part)}`)"#)
            .await;
        assert_eq!(
            parts,
            [
                "h3 Part",
                "p One two three",
                "ul four",
                "blockquote five",
                "div sixseven",
                "div ثمانية"
            ]
        );
        let link: Value = stage.get(r#"(({ href, target, rel, title }) => ({ href, target, rel, title }))($(".body a"))"#).await;
        assert_eq!(
            link,
            json!({"href": "https://press.example/x", "target": "_blank", "rel": "noopener noreferrer nofollow", "title": "press.example"})
        );
        assert_eq!(
            stage.get::<String>(r#"getComputedStyle($("[dir=rtl] p")).direction"#).await,
            "rtl"
        );
        assert!(stage.get::<bool>("window.__pwned === undefined").await);
    });
}

#[test]
fn nothing_is_asked_of_anybody_before_the_reader_wants_it() {
    play_everywhere(async |stage| {
        let origin = stage.data.origin.clone();
        stage.data.mount("/pictures/", &stage.dist.folder.join("demo/pictures"));
        show(
            stage,
            &format!(
                "{LONG}<img src={origin}/pictures/port.svg width=300 height=200><iframe src={origin}/frame title='A film'></iframe>\
                <video src={origin}/film.mp4 poster={origin}/poster.png></video><audio><source src={origin}/sound.mp3></audio>\
                <object data={origin}/object></object><embed src={origin}/embed><img src={origin}/dot.gif width=1 height=1>"
            ),
        )
        .await;
        assert_eq!(
            stage.get::<u32>(r#"$$(".body :is(img, .embed)").length"#).await,
            0,
            "folded it is words alone"
        );
        assert!(
            stage
                .get::<bool>(r#"$(".foot button").checkVisibility({ visibilityProperty: true })"#)
                .await
        );
        unfold(stage).await;
        stage.load_pictures().await;
        let labels: Vec<String> = stage.get(r#"$$(".embed").map(text)"#).await;
        let host = origin.trim_start_matches("http://");
        let labelled = |label: &str| format!("{label}{host}");
        assert_eq!(
            labels,
            [
                labelled("A film"),
                labelled("Video"),
                labelled("Audio"),
                labelled("External content"),
                labelled("External content"),
            ]
        );
        let asked: Vec<_> = stage.data.seen().into_iter().map(|seen| seen.path).collect();
        assert!(asked.iter().any(|path| path == "/pictures/port.svg"), "{asked:?}");
        for stranger in
            ["/frame", "/film.mp4", "/poster.png", "/sound.mp3", "/object", "/embed", "/dot.gif"]
        {
            assert!(!asked.iter().any(|path| path == stranger), "{stranger}: {asked:?}");
        }
    });
}

#[test]
fn the_place_of_a_picture_is_kept_before_it_has_come() {
    play_everywhere(async |stage| {
        let origin = stage.data.origin.clone();
        stage.data.mount("/pictures/", &stage.dist.folder.join("demo/pictures"));
        let gates = ["hills", "rail"].map(|name| stage.data.hold(&format!("/pictures/{name}.svg")));
        show(
            stage,
            &format!(
                "{LONG}<img src={origin}/pictures/port.svg><img src={origin}/pictures/hills.svg width=600 height=400>\
                <img src={origin}/pictures/rail.svg><p>End"
            ),
        )
        .await;
        unfold(stage).await;
        let heights = r#"$$(".body img").map((image) => image.getBoundingClientRect().height)"#;
        let before: Vec<f64> = stage.get(heights).await;
        // The first one stands above the title already.
        assert_eq!(before.len(), 2);
        assert!(before.iter().all(|height| *height > 100.0), "{before:?}");
        gates.into_iter().for_each(Gate::open);
        stage.load_pictures().await;
        assert_eq!(stage.get::<Vec<f64>>(heights).await, before);
    });
}

#[test]
fn behind_the_fold_the_keyboard_finds_no_links_and_unfolded_all_of_them() {
    play_everywhere(async |stage| {
        show(stage, &format!("<p><a href=/one>one</a></p>{LONG}{LONG}<p><a href=/two>two</a></p>"))
            .await;
        // Where the keyboard goes, link by link and button by button.
        let ways = r#"$$("a, button, [tabindex]").filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true })).map(text)"#;
        assert_eq!(
            stage.get::<Vec<String>>(ways).await,
            ["Article 0 of rich", "Read on", "The Test Press", ""],
            "the last is the sign that pauses"
        );
        stage.act(r#"$(".foot button").focus();"#).await;
        stage.press('\u{E007}').await;
        stage.wait_for("it is unfolded by the keyboard", r#"$(".head[data-open]")"#).await;
        assert_eq!(
            stage.get::<Vec<String>>(ways).await,
            ["Article 0 of rich", "one", "two", "Show less", "The Test Press", ""]
        );
    });
}

#[test]
fn a_link_that_has_the_focus_says_whom_it_leads_to_until_escape() {
    play_everywhere(async |stage| {
        show(
            stage,
            "<p><a href='https://bank.example@evil.example/'>bank.example</a></p><img src=/x>",
        )
        .await;
        unfold(stage).await;
        // From the title the next stop is the link.
        stage.act(r#"$(".title a").focus();"#).await;
        stage.press('\u{E004}').await;
        let said = r#"getComputedStyle(root.activeElement, "::after").content"#;
        assert_eq!(stage.get::<String>("root.activeElement.textContent").await, "bank.example");
        assert_eq!(stage.get::<String>("root.activeElement.title").await, "evil.example");
        // The one browser computes it, the other does not.
        let content = stage.get::<String>(said).await;
        assert!(["\"evil.example\"", "attr(title)"].contains(&content.as_str()), "{content}");
        let inside = r#"(() => { const [inner, outer] = [$(".body"), $(".nw")]; return inner.scrollWidth <= inner.clientWidth && outer.scrollWidth <= outer.clientWidth; })()"#;
        assert!(stage.get::<bool>(inside).await, "it stays inside");
        stage.press('\u{E00C}').await;
        stage.wait_for("it is gone", &format!("{said} === \"none\"")).await;
        assert_eq!(
            stage.get::<String>("root.activeElement.textContent").await,
            "bank.example",
            "the focus stays"
        );
    });
}

#[test]
fn a_link_in_the_text_is_told_like_all_others() {
    play_everywhere(async |stage| {
        show(stage, "<p><a href=/one>one</a></p>").await;
        stage
            .act(r#"el.addEventListener("news-widget-link", (event) => event.preventDefault());"#)
            .await;
        stage.click(r#"$(".body a")"#).await;
        let told = stage.events("link").await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["detail"]["url"], "https://press.example/one");
        assert_eq!(told[0]["detail"]["block"], "headline");
    });
}

#[test]
fn what_is_unfolded_stays_so_over_a_refresh_and_another_article_is_folded() {
    play_everywhere(async |stage| {
        let (one, two) = (format!("{LONG}{LONG}<p>First"), format!("{LONG}{LONG}<p>Second"));
        show(stage, &one).await;
        unfold(stage).await;
        stage.act(r#"window.__paragraph = $(".body p"); $(".foot button").focus();"#).await;
        stage.data.answer("/feed.json", Answer::json(with_body(&two)));
        stage.act("el.refresh();").await;
        stage.wait_for("the new text is there", r#"/Second$/.test(text($(".body")))"#).await;
        assert!(
            stage
                .get::<bool>(r#"$(".head[data-open]") && root.activeElement === $(".foot button")"#)
                .await
        );
        assert!(
            stage.get::<bool>(r#"$(".body p") === __paragraph"#).await,
            "what is the same is not made anew"
        );
        let mut other = with_body(&one);
        other["items"][0]["id"] = json!("another");
        other["items"][0]["url"] = json!("https://press.example/another");
        stage.data.answer("/feed.json", Answer::json(other));
        stage.act("el.refresh();").await;
        stage.wait_for("it waits", r#"$("[data-act=fresh]")"#).await;
        assert!(stage.get::<bool>(r#"Boolean($(".head[data-open]"))"#).await);
        stage.click(r#"$("[data-act=fresh]")"#).await;
        stage
            .wait_for("another article is there", r#"$(".title a").dataset.id === "another""#)
            .await;
        assert!(stage.get::<bool>(r#"!$(".head[data-open]")"#).await);
    });
}

#[test]
fn a_text_that_was_cut_ends_in_a_link_to_the_whole() {
    play_everywhere(async |stage| {
        show(stage, &"<p>one</p>".repeat(5_000)).await;
        unfold(stage).await;
        let last =
            r#"(({ href, textContent }) => ({ href, textContent }))($(".body > :last-child > a"))"#;
        assert_eq!(
            stage.get::<Value>(last).await,
            json!({"href": "https://press.example/rich/0", "textContent": "Continue reading at the source"})
        );
        show(stage, &"<p>one</p>".repeat(50)).await;
        unfold(stage).await;
        assert_eq!(stage.get::<u32>(r#"$$(".body a").length"#).await, 0);
    });
}

#[test]
fn a_summary_stands_in_for_a_text_that_has_nothing_to_show() {
    play_everywhere(async |stage| {
        let mut page = with_body("<script>1</script><p> </p>");
        page["items"][0]["summary"] = json!("In <b>short</b>.");
        stage.data.answer("/feed.json", Answer::json(page));
        let feed = stage.data.url("/feed.json");
        stage.show(format!(r#"<news-widget src="{feed}" lang="en"></news-widget>"#)).await;
        assert_eq!(stage.get::<String>(r#"text($(".body"))"#).await, "In <b>short</b>.");
    });
}

#[test]
fn where_trusted_types_forbid_strings_the_text_is_still_rich_and_else_its_words() {
    play_everywhere(async |stage| {
        let origin = stage.data.origin.clone();
        stage.data.answer("/feed.json", Answer::json(with_body("<p>One <b>two</b></p><p>Three")));
        let feed = stage.data.url("/feed.json");
        stage.open(Page::new("").without_script()).await;
        let both: bool = stage.get(r#"typeof Document.parseHTML === "function""#).await;
        // A driver's scripts are strings, too, so this page has to tell by itself.
        for (name, without) in [("with", ""), ("without", "delete Document.parseHTML;")] {
            let policy = format!(
                "default-src 'none'; script-src {origin} 'unsafe-inline' 'wasm-unsafe-eval'; connect-src {origin}; require-trusted-types-for 'script'"
            );
            let tell = format!(
                r#"<script>{without}
                let forbidden = 0;
                addEventListener("securitypolicyviolation", () => (forbidden += 1));
                document.addEventListener("news-widget-load", (event) => setTimeout(() => {{
                    const body = event.target.shadowRoot.getElementById("nw-body");
                    const shown = [...body.querySelectorAll("*")].map((each) => each.localName).join("-");
                    fetch(`{origin}/told/{name}/${{shown}}/${{forbidden}}`);
                }}), true);
                </script>"#
            );
            let meta =
                format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">{tell}"#);
            let tag = format!(r#"<news-widget src="{feed}" lang="en"></news-widget>"#);
            stage.go(Page::new(tag).head(meta)).await;
            // Where the better parser is missing, the other one is tried once, and the page's owner hears of it.
            let told = if name == "with" && both {
                "/told/with/p-b-p/0"
            } else {
                &format!("/told/{name}/p-p/1")
            };
            stage.data.wait_for(told, 1).await;
        }
    });
}
