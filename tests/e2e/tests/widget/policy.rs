//! Content-Security-Policies of strict pages. Where the wasm is refused there is a frame; where that is refused too,
//! what the owner gave.

use e2e::page::Page;
use e2e::stage::{Stage, play_everywhere};

const OWN: &str = r#"<a id="own" href="/news">Latest news</a></news-widget>"#;

const OWN_IS_SEEN: &str =
    r#"document.getElementById("own").checkVisibility({ visibilityProperty: true })"#;

/// Whether this browser refuses wasm under a policy that does not name it, as a script of the page finds it.
const PROBE: &str = r#"<script nonce="test">
    window.__refused = false;
    try { new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))); } catch { window.__refused = true; }
</script>"#;

/// The widget's own scripts, and the test's.
fn scripts(stage: &Stage) -> String {
    format!("script-src {} 'nonce-test'", stage.data.origin)
}

/// All that the README asks a page to allow.
fn contract(stage: &Stage) -> String {
    let data = &stage.data.origin;
    format!(
        "default-src 'none'; {} 'wasm-unsafe-eval'; connect-src {data}; img-src {data} data:",
        scripts(stage)
    )
}

async fn open(stage: &Stage, policy: &str) {
    open_with(stage, stage.demo("").replace("</news-widget>", OWN), policy).await;
}

async fn open_with(stage: &Stage, tag: String, policy: &str) {
    let page = Page::new(tag).policy(policy).head(PROBE);
    // A strict page of this kind trusts what bears its nonce.
    let page =
        if policy.contains("strict-dynamic") { page.script(r#"nonce="test""#) } else { page };
    stage.open(page).await;
}

async fn violations(stage: &Stage) -> Vec<String> {
    stage.get("__violations").await
}

#[test]
fn under_a_policy_that_allows_what_the_readme_asks_for_all_is_there_and_nothing_is_reported() {
    play_everywhere(async |stage| {
        let (scripts, contract) = (scripts(stage), contract(stage));
        // Styles of the page's own do not count: they bear a nonce.
        let no_styles = "style-src 'nonce-test'";
        for policy in [
            "img-src * data:".to_owned(),
            format!("{scripts} 'wasm-unsafe-eval'"),
            format!("{scripts} 'wasm-unsafe-eval'; {no_styles}"),
            "script-src 'nonce-test' 'strict-dynamic' 'wasm-unsafe-eval'".to_owned(),
            format!("{contract}; {no_styles}"),
            format!(
                "{contract}; {no_styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
            ),
            format!("{contract}; {no_styles}; sandbox allow-scripts"),
        ] {
            open(stage, &policy).await;
            stage.wait_until_ready().await;
            stage.load_pictures().await;
            assert_eq!(violations(stage).await, [""; 0], "{policy}");
            let looks: [String; 3] = stage
                .get(r#"[getComputedStyle($(".nw")).paddingTop, getComputedStyle($(".title")).fontWeight, getComputedStyle($(".items")).display]"#)
                .await;
            assert_eq!(looks, ["16px", "700", "grid"], "{policy}");
            assert!(!stage.get::<bool>(OWN_IS_SEEN).await, "{policy}");
        }
    });
}

#[test]
fn trusted_types_change_nothing_where_the_browser_can_parse_safely_by_itself() {
    play_everywhere(async |stage| {
        let policy = format!(
            "{}; style-src 'nonce-test'; require-trusted-types-for 'script'; trusted-types 'none'",
            contract(stage)
        );
        open(stage, &policy).await;
        stage.wait_until_ready().await;
        let parses: bool = stage.get(r#""parseHTML" in Document"#).await;
        let found = violations(stage).await;
        let most = usize::from(!parses);
        assert!(found.len() <= most, "{found:?}");
        assert!(stage.get::<String>(r#"text($(".body"))"#).await.len() > 100);
    });
}

async fn refuses(stage: &Stage) -> bool {
    stage.get("window.__refused").await
}

#[test]
fn where_the_wasm_is_refused_the_widget_comes_in_a_frame() {
    play_everywhere(async |stage| {
        let (scripts, contract, data) = (scripts(stage), contract(stage), &stage.data.origin);
        for policy in [
            scripts.clone(),
            format!("{scripts}; frame-src {data}; style-src 'none'"),
            // The module may not be fetched.
            contract.replace(&format!("connect-src {data}"), "connect-src 'none'")
                + &format!("; frame-src {data}"),
        ] {
            open(stage, &policy).await;
            if !policy.contains("connect-src") && !refuses(stage).await {
                stage.wait_until_ready().await;
                continue;
            }
            stage.wait_for("the frame is shown", r#"$("iframe")?.getBoundingClientRect().height > 500 && $(".stage").children.length === 1"#).await;
            assert!(!stage.get::<bool>(OWN_IS_SEEN).await, "{policy}");
            stage
                .wait_for("it told of its articles", r#"__events.some(({ type, detail }) => type === "load" && detail.articles === 12)"#)
                .await;
            assert_eq!(stage.events("error").await.len(), 0);
            let (sandbox, title): (String, String) =
                stage.get(r#"[$("iframe").getAttribute("sandbox"), $("iframe").title]"#).await;
            assert_eq!(sandbox, "allow-scripts allow-popups allow-popups-to-escape-sandbox");
            assert_eq!(title, "news-widget");
            // Attributes still count.
            stage.act("el.blocks = 'rates';").await;
            stage
                .wait_for(
                    "the frame is lower",
                    r#"$("iframe").getBoundingClientRect().height < 200"#,
                )
                .await;
        }
    });
}

#[test]
fn where_the_frame_is_refused_too_the_owners_content_stays_and_one_event_tells_why() {
    play_everywhere(async |stage| {
        stage.expect("the widget could not start");
        let policy = format!("{}; frame-src 'none'", scripts(stage));
        open(stage, &policy).await;
        if !refuses(stage).await {
            return stage.wait_until_ready().await;
        }
        stage.wait_for("it has given up", "__events.length > 0").await;
        stage.act("await frames(); await frames();").await;
        let errors = stage.events("error").await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0]["detail"]["code"], "wasm-blocked");
        assert!(stage.get::<bool>(OWN_IS_SEEN).await);
        assert!(!stage.get::<bool>(r#"Boolean($("iframe, .bones"))"#).await);
        assert_eq!(
            stage.data.count(&stage.widget_path("news-widget.wasm")),
            0,
            "not asked for in vain"
        );
    });
}

#[test]
fn a_frame_that_cannot_show_anything_leaves_the_owners_content_in_place() {
    play_everywhere(async |stage| {
        stage.expect("the widget could not start");
        let page = stage.widget_path("embed.html");
        stage.data.answer(&page, e2e::server::Answer::status(404));
        open(stage, &scripts(stage)).await;
        if !refuses(stage).await {
            return stage.wait_until_ready().await;
        }
        stage.wait_for("it has given up", "__events.length > 0").await;
        let errors = stage.events("error").await;
        assert_eq!(errors[0]["detail"]["code"], "wasm-blocked", "{errors:?}");
        assert!(stage.get::<bool>(OWN_IS_SEEN).await);
    });
}

#[test]
fn a_policy_that_only_reports_refuses_nothing() {
    play_everywhere(async |stage| {
        let policy =
            format!("report only: {}; connect-src 'none'; frame-src 'none'", scripts(stage));
        open(stage, &policy).await;
        stage.wait_until_ready().await;
        stage.act("document.body.append(el.cloneNode(true));").await;
        stage.wait_for("another is ready too", "isReady(all[1])").await;
    });
}

#[test]
fn a_complaint_about_one_value_is_no_reason_to_give_a_frame_up() {
    play_everywhere(async |stage| {
        stage.expect("theme: ");
        let tag = stage.demo(r#"theme="none""#).replace("</news-widget>", OWN);
        open_with(stage, tag, &scripts(stage)).await;
        if !refuses(stage).await {
            return stage.wait_until_ready().await;
        }
        stage.wait_for("the frame is shown", r#"$("iframe")?.getBoundingClientRect().height > 500 && $(".stage").children.length === 1"#).await;
        let told = stage.events("error").await;
        assert_eq!(told[0]["detail"]["code"], "config", "{told:?}");
    });
}

#[test]
fn where_the_news_fail_in_the_frame_the_owners_content_stays_or_the_frame_tells() {
    play_everywhere(async |stage| {
        stage.data.answer("/demo/feed.en.json", e2e::server::Answer::status(500));
        let demo = stage.demo(r#"blocks="headline""#);
        for (tag, own) in [(demo.replace("</news-widget>", OWN), true), (demo.clone(), false)] {
            stage.expect("answered 500");
            open_with(stage, tag, &scripts(stage)).await;
            if !refuses(stage).await {
                stage.wait_until_ready().await;
                continue;
            }
            stage.wait_for("it is told", r#"__events.some(({ type, detail }) => type === "error" && detail.code === "status")"#).await;
            let alone = r#"$("iframe") && $(".stage").children.length === 1"#;
            if own {
                assert!(stage.get::<bool>(OWN_IS_SEEN).await);
                assert!(!stage.get::<bool>(&format!("Boolean({alone})")).await);
            } else {
                stage.wait_for("the frame tells", alone).await;
            }
        }
    });
}

#[test]
fn an_element_in_a_frame_that_is_removed_listens_no_more() {
    play_everywhere(async |stage| {
        const COUNT: &str = r#"<script nonce="test">
            window.__listeners = 0;
            for (const [name, change] of [["addEventListener", 1], ["removeEventListener", -1]]) {
              const real = window[name];
              window[name] = function (type, ...given) {
                if (type === "message") window.__listeners += change;
                return real.call(window, type, ...given);
              };
            }
        </script>"#;
        let head = format!("{PROBE}{COUNT}");
        stage.open(Page::new(stage.demo("")).policy(scripts(stage)).head(head)).await;
        if !refuses(stage).await {
            return stage.wait_until_ready().await;
        }
        stage
            .wait_for("the frame is shown", r#"$("iframe")?.getBoundingClientRect().height > 500"#)
            .await;
        assert_eq!(stage.get::<i32>("window.__listeners").await, 1);
        stage.act("el.remove(); await frames();").await;
        assert_eq!(stage.get::<i32>("window.__listeners").await, 0);
    });
}
