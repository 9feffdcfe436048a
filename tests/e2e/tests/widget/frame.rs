//! The widget in a frame, for places that strip scripts.

use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use fantoccini::Locator;
use serde_json::json;

const SANDBOX: &str = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/// The address of the demo's news in the page for frames; more parameters may follow.
fn address(stage: &Stage, more: &[(&str, &str)]) -> String {
    let (feed, rates) = (stage.data.url("/demo/feed.en.json"), stage.data.url("/demo/rates.json"));
    let mut url = url::Url::parse(&stage.widget("embed.html")).unwrap();
    url.query_pairs_mut()
        .extend_pairs([("src", &*feed), ("rates", &*rates), ("lang", "en"), ("base", "AZN")])
        .extend_pairs(more);
    url.to_string().replace('&', "&amp;")
}

fn tag(stage: &Stage, more: &[(&str, &str)]) -> String {
    let address = address(stage, more);
    format!(
        r#"<iframe src="{address}" sandbox="{SANDBOX}" title="News" width="100%" height="300" style="border: 0"></iframe>"#
    )
}

fn script(stage: &Stage) -> String {
    format!(r#"<script type="module" src="{}"></script>"#, stage.widget("news-widget-frame.js"))
}

const HEIGHT: &str = r#"document.querySelector("iframe").getBoundingClientRect().height"#;

/// Does something in the first frame of the page.
async fn inside<T>(stage: &Stage, act: impl AsyncFnOnce() -> T) -> T {
    let client = stage.client();
    let frame = client.find(Locator::Css("iframe")).await.expect("a frame");
    frame.enter_frame().await.expect("its document");
    let value = act().await;
    client.clone().enter_parent_frame().await.expect("the page around it");
    value
}

/// The colour at a point of the window, as painted.
async fn colour(stage: &Stage, x: u32, y: u32) -> [u8; 3] {
    let picture = stage.client().screenshot().await.expect("a screenshot");
    stage.host.answer("/shot.png", Answer::new("image/png", picture));
    stage
        .get(&format!(
            r#"await (async () => {{
                const picture = new Image();
                picture.src = `/shot.png?${{Math.random()}}`;
                await picture.decode();
                const canvas = document.createElement("canvas");
                canvas.width = picture.width;
                canvas.height = picture.height;
                const context = canvas.getContext("2d");
                context.drawImage(picture, 0, 0);
                return [...context.getImageData({x}, {y}, 1, 1).data].slice(0, 3);
            }})()"#
        ))
        .await
}

#[test]
fn a_frame_without_any_script_around_it_shows_the_news() {
    play_everywhere(async |stage| {
        stage.open(Page::new(tag(stage, &[("count", "2")])).without_script()).await;
        inside(stage, async || {
            stage.wait_until_ready().await;
            assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2);
            assert_eq!(
                stage.get::<String>("location.origin === 'null' ? '' : origin").await,
                "null"
            );
            assert_eq!(stage.get::<String>("document.documentElement.lang").await, "en");
            let targets: Vec<String> =
                stage.get(r#"[...new Set($$("a").map((link) => link.target))]"#).await;
            assert_eq!(targets, ["_blank"], "links leave the frame");
        })
        .await;
        assert_eq!(stage.get::<f64>(HEIGHT).await, 300.0, "as the page's owner wrote it");
    });
}

#[test]
fn with_the_little_script_the_frame_is_as_high_as_its_content() {
    play_everywhere(async |stage| {
        stage.open(Page::new(tag(stage, &[])).without_script().head(script(stage))).await;
        stage.wait_for("it is as high as the news", &format!("{HEIGHT} > 500")).await;
        let content = || {
            inside(stage, async || {
                stage.wait_until_ready().await;
                stage.get::<f64>("Math.ceil(el.getBoundingClientRect().height)").await
            })
        };
        let height = content().await;
        stage.wait_for("no more and no less", &format!("{HEIGHT} === {height}")).await;
        stage.act(r#"document.querySelector("iframe").style.width = "320px";"#).await;
        stage.wait_for("it follows", &format!("{HEIGHT} !== {height}")).await;
        let height = content().await;
        stage.wait_for("no more and no less", &format!("{HEIGHT} === {height}")).await;
    });
}

#[test]
fn a_script_that_comes_late_finds_the_height_too() {
    play_everywhere(async |stage| {
        stage.open(Page::new(tag(stage, &[])).without_script()).await;
        inside(stage, async || stage.wait_until_ready().await).await;
        let address = stage.widget("news-widget-frame.js");
        stage
            .act(&format!(
                r#"const script = document.createElement("script"); script.type = "module"; script.src = "{address}"; document.head.append(script);"#
            ))
            .await;
        stage.wait_for("it is as high as the news", &format!("{HEIGHT} > 500")).await;
    });
}

#[test]
fn only_the_frame_itself_may_say_how_high_it_is_and_not_without_end() {
    play(async |stage| {
        let liar = r#"<iframe id="liar" srcdoc="<script>onmessage = ({ data }) => parent.postMessage(data, '*');</script>" sandbox="allow-scripts"></iframe>"#;
        let strange = stage.data.url("/news-widget/embed.html?strange");
        stage.data.answer(
            "/news-widget/embed.html",
            Answer::html("<script>onmessage = ({ data }) => { if (data.tell) parent.postMessage(data.tell, '*'); };</script>"),
        );
        let body = format!(
            r#"{}{liar}<iframe id="strange" src="{strange}" sandbox="allow-scripts"></iframe><iframe id="open" src="{strange}" sandbox="allow-scripts allow-same-origin"></iframe>"#,
            tag(stage, &[])
        );
        stage.open(Page::new(body).without_script().head(script(stage))).await;
        stage.wait_for("it is as high as the news", &format!("{HEIGHT} > 500")).await;
        let heights =
            r#"[...document.querySelectorAll("iframe")].map((frame) => frame.style.height)"#;
        stage.wait_for("all are loaded", r#"document.readyState === "complete""#).await;
        let before: Vec<String> = stage.get(heights).await;
        stage
            .act(
                r#"const heard = [];
                addEventListener("message", ({ data }) => heard.push(data));
                window.__heard = heard;
                postMessage({ type: "news-widget", height: 77 }, "*");
                document.getElementById("liar").contentWindow.postMessage({ type: "news-widget", height: 78 }, "*");
                const [strange, open] = ["strange", "open"].map((id) => document.getElementById(id).contentWindow);
                open.postMessage({ tell: { type: "news-widget", height: 79 } }, "*");
                for (const height of ["100px; color: red", -5, NaN, {}, null]) strange.postMessage({ tell: { type: "news-widget", height } }, "*");
                for (const data of [null, 7, "text", { height: 5 }]) strange.postMessage({ tell: data }, "*");"#,
            )
            .await;
        stage.wait_for("they have spoken", "window.__heard.length >= 10").await;
        assert_eq!(stage.get::<Vec<String>>(heights).await, before);
        stage
            .act(r#"document.getElementById("strange").contentWindow.postMessage({ tell: { type: "news-widget", height: 1e9 } }, "*");"#)
            .await;
        stage
            .wait_for(
                "it is taken at its word",
                r#"document.getElementById("strange").style.height !== """#,
            )
            .await;
        let height: String = stage.get(r#"document.getElementById("strange").style.height"#).await;
        assert_eq!(height, "5000px");
    });
}

#[test]
fn the_frame_follows_the_scheme_of_the_page_and_no_white_box_shows() {
    play_everywhere(async |stage| {
        // Higher than its content, so that its own background shows below.
        let body =
            tag(stage, &[("blocks", "rates")]).replace("border: 0", "border: 0; min-height: 600px");
        let head = r#"<style>html { color-scheme: dark; background: rgb(40, 10, 30); } html.light { color-scheme: light; background: rgb(250, 220, 240); }</style>"#;
        let page = Page::new(body).without_script().head(format!("{head}{}", script(stage)));
        stage.open(page).await;
        inside(stage, async || stage.wait_until_ready().await).await;
        for (class, around, surface) in
            [("", [40, 10, 30], [21, 24, 28]), ("light", [250, 220, 240], [255, 255, 255])]
        {
            stage.act(&format!(r#"document.documentElement.className = "{class}";"#)).await;
            let scheme = if class.is_empty() { "dark" } else { "light" };
            inside(stage, async || {
                let told = format!(
                    r#"getComputedStyle(document.documentElement).colorScheme === "{scheme}""#
                );
                stage.wait_for("it is told", &told).await;
                stage.act("await frames();").await;
            })
            .await;
            stage.act("await frames();").await;
            assert_eq!(colour(stage, 700, 560).await, around, "{scheme}: below the content");
            assert_eq!(colour(stage, 700, 10).await, surface, "{scheme}: the widget itself");
        }
    });
}

#[test]
fn a_frame_takes_colours_from_its_address_and_refuses_what_is_none() {
    play(async |stage| {
        let spy = stage.data.url("/spy.png");
        for (value, expected) in [
            ("rgb(1, 2, 3)", "rgb(1, 2, 3)"),
            (&*format!("url({spy})"), "rgb(10, 90, 115)"),
            ("var(--nw-text)", "rgb(10, 90, 115)"),
            ("red; background: blue", "rgb(10, 90, 115)"),
        ] {
            stage
                .open(
                    Page::new(tag(
                        stage,
                        &[
                            ("--nw-accent", value),
                            ("onclick", "alert(1)"),
                            ("style", "color: red"),
                            ("config", "x"),
                        ],
                    ))
                    .without_script(),
                )
                .await;
            inside(stage, async || {
                stage.wait_until_ready().await;
                let found: String = stage.get(r#"getComputedStyle($(".label")).color"#).await;
                assert_eq!(found, expected, "{value}");
                assert!(!stage.get::<bool>(r#"el.hasAttribute("onclick")"#).await);
            })
            .await;
        }
        assert_eq!(stage.data.count("/spy.png"), 0);
        stage.open(Page::new(tag(stage, &[("element", "rate-ticker")])).without_script()).await;
        inside(stage, async || {
            stage.wait_until_ready().await;
            let found: serde_json::Value = stage.get("[el.localName, $$('section').length]").await;
            assert_eq!(found, json!(["rate-ticker", 1]));
        })
        .await;
    });
}
