use std::collections::BTreeMap;

use e2e::page::Page;
use e2e::stage::{Stage, play, play_everywhere};

/// Nodes of every kind inside the widget, with the pseudo-element where one counts.
const INSIDE: [(&str, &str); 30] = [
    (".nw", ""),
    (".rates", ""),
    (".rate-row", ""),
    (".rate", ""),
    (".rate + .rate", "::before"),
    (".rate-val", ""),
    (".rate-sym", ""),
    (".rate-num", ""),
    (".chg", ""),
    (".chg svg", ""),
    (".asof a", ""),
    (".asof time", ""),
    (".head", ""),
    (".head .pic", ""),
    (".head img", ""),
    (".label", ""),
    (".title", ""),
    (".title a", ""),
    (".when", ""),
    (".body p", ""),
    (".body p", "::first-letter"),
    (".foot button", ""),
    (".src", ""),
    (".block-title", ""),
    (".item", ""),
    (".meta b", ""),
    (".it-title a", ""),
    (".it-title a", "::after"),
    (".ch-mark svg", ""),
    (".channel .fill", ""),
];

type Styles = BTreeMap<String, BTreeMap<String, String>>;

/// What is computed for them; a page's own variables are its own matter.
async fn inside(stage: &Stage) -> Styles {
    let nodes = serde_json::to_string(&INSIDE).unwrap();
    stage
        .get(&format!(
            r#"Object.fromEntries({nodes}.map(([selector, pseudo]) => {{
                const style = getComputedStyle($(selector), pseudo || null);
                return [selector + pseudo, Object.fromEntries([...style].filter((name) => !name.startsWith("--")).map((name) => [name, style.getPropertyValue(name)]))];
            }}))"#
        ))
        .await
}

fn differences(here: &Styles, there: &Styles) -> Vec<String> {
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    let mut found = Vec::new();
    for ((node, here), there) in here.iter().zip(there.values()) {
        for (name, value) in here {
            if there.get(name) != Some(value) {
                found.push(format!(
                    "{node}: {name} is {value}, but elsewhere {:?}",
                    there.get(name)
                ));
            }
        }
    }
    found
}

/// The stranger's page, on the host's origin, with all its addresses on the data's.
fn stranger(stage: &Stage) -> Page {
    let html = stage.dist.read("demo/third-party.html");
    Page::copy(html, &stage.data.url("/demo/"))
}

#[test]
fn the_styles_of_a_strange_page_do_not_reach_inside() {
    play_everywhere(async |stage| {
        stage.open(stranger(stage)).await;
        stage.wait_until_ready().await;
        let strange = inside(stage).await;
        let (width, font): (f64, String) =
            stage.get("[el.getBoundingClientRect().width, getComputedStyle(el).fontFamily]").await;
        let tag: String = stage.get("el.outerHTML").await;
        let style = font.replace('"', "'");
        let plain = format!(r#"<div style="width: {width}px; font-family: {style}">{tag}</div>"#);
        let base = format!(r#"<base href="{}">"#, stage.data.url("/demo/"));
        stage.open(Page::new(plain).head(base)).await;
        stage.wait_until_ready().await;
        let found: f64 = stage.get("el.getBoundingClientRect().width").await;
        assert_eq!(found, width, "both are of one width");
        let differences = differences(&strange, &inside(stage).await);
        assert!(differences.is_empty(), "{differences:#?}");
    });
}

#[test]
fn the_widget_does_not_change_the_page_around_it() {
    play_everywhere(async |stage| {
        let outside = r#"Object.fromEntries([...document.querySelectorAll("html, body, body *")]
            .filter((node) => !node.closest("news-widget")).map((node, index) => {
                const style = getComputedStyle(node);
                // What holds the widget is as high as the widget makes it; and of an automatic margin
                // Chromium tells 0 or the space that is used, as it comes.
                const left = node.querySelector("news-widget")
                    ? /^(height|block-size|margin-.*|perspective-origin|transform-origin)$/ : /^$/;
                return [`${index} ${node.localName}#${node.id}`, Object.fromEntries([...style]
                    .filter((name) => !left.test(name)).map((name) => [name, style.getPropertyValue(name)]))];
            }))"#;
        let world = r#"[Object.keys(window).filter((name) => !name.startsWith("__")).sort(),
            document.styleSheets.length, document.adoptedStyleSheets.length, document.documentElement.outerHTML.length]"#;
        let mut page = stranger(stage);
        stage.open(page.clone()).await;
        stage.wait_until_ready().await;
        let (with, world_with): (Styles, serde_json::Value) =
            (stage.get(outside).await, stage.get(world).await);
        let script = page.body.find("<script type=\"module\"").expect("the widget's script");
        let end = page.body[script..].find("</script>").expect("its end") + script;
        page.body
            .replace_range(script..end, &format!("<script>/*{}*/", " ".repeat(end - script - 12)));
        stage.open(page).await;
        stage.wait_for("the page is complete", r#"document.readyState === "complete""#).await;
        let (without, world_without): (Styles, serde_json::Value) =
            (stage.get(outside).await, stage.get(world).await);
        assert!(with.len() > 30, "{:?}", with.keys());
        let differences = differences(&with, &without);
        assert!(differences.is_empty(), "{differences:#?}");
        assert_eq!(world_with, world_without, "no global, no style sheet, no node of the page");
    });
}

#[test]
fn a_page_may_set_colours_fonts_and_parts() {
    play_everywhere(async |stage| {
        let style = r#"<style>
            news-widget { --nw-accent: rgb(1, 2, 3); --nw-text: rgb(4, 5, 6); --nw-radius: 9px; --nw-space: 20px; --nw-font: monospace; }
            news-widget::part(rates) { outline: 3px solid rgb(7, 8, 9); }
            news-widget::part(item) { opacity: 0.5; }
        </style>"#;
        stage.open(Page::new(stage.demo("")).head(style)).await;
        stage.wait_until_ready().await;
        // WebKit knows a part of a node that has just come a little later.
        stage.wait_for("parts count", r#"getComputedStyle($(".item")).opacity === "0.5""#).await;
        let found: Vec<String> = stage
            .get(r#"[[".label", "color"], [".nw", "color"], [".nw", "borderRadius"], [".nw", "paddingTop"], [".nw", "fontFamily"], [".rates", "outlineColor"], [".item", "opacity"]]
                .map(([selector, name]) => getComputedStyle($(selector))[name])"#)
            .await;
        assert_eq!(
            found,
            ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "9px", "20px", "monospace", "rgb(7, 8, 9)", "0.5"]
        );
    });
}

#[test]
fn the_theme_follows_the_page_and_an_attribute_wins() {
    play(async |stage| {
        let background = r#"getComputedStyle($(".nw")).backgroundColor"#;
        let (light, dark) = ("rgb(255, 255, 255)", "rgb(21, 24, 28)");
        for (scheme, theme, expected) in [
            ("normal", "auto", light),
            ("light", "auto", light),
            ("dark", "auto", dark),
            ("dark", "light", light),
            ("light", "dark", dark),
        ] {
            stage
                .show(format!(
                    r#"<div style="color-scheme: {scheme}">{}</div>"#,
                    stage.demo(&format!(r#"theme="{theme}""#))
                ))
                .await;
            let found: String = stage.get(background).await;
            assert_eq!(found, expected, "a {scheme} page and theme=\"{theme}\"");
        }
    });
}

#[test]
fn a_colour_that_is_none_is_told_and_not_used() {
    play_everywhere(async |stage| {
        stage.expect("--nw-");
        let spy = stage.data.url("/spy.png");
        let style = format!(
            r#"<style>:root {{ --brand: rgb(1, 2, 3); }}
            news-widget {{ --nw-accent: url({spy}); --nw-text: rgb(4, 5, 6); --nw-radius: none; --nw-space: 5; --nw-muted: var(--brand); --nw-font: 12px monospace; }}</style>"#
        );
        stage.open(Page::new(stage.demo("")).head(style)).await;
        stage.wait_until_ready().await;
        let found: Vec<String> = stage
            .get(r#"[[".label", "color"], [".nw", "color"], [".nw", "borderRadius"], [".nw", "paddingTop"], [".when", "color"]]
                .map(([selector, name]) => getComputedStyle($(selector))[name])"#)
            .await;
        assert_eq!(found, ["rgb(10, 90, 115)", "rgb(4, 5, 6)", "3px", "16px", "rgb(1, 2, 3)"]);
        assert_eq!(stage.data.count("/spy.png"), 0);
        let told = stage.events("error").await;
        let messages: Vec<_> = told
            .iter()
            .map(|event| event["detail"]["message"].as_str().unwrap_or_default())
            .collect();
        let told =
            |token: &str| messages.iter().filter(|message| message.starts_with(token)).count();
        for token in ["--nw-accent: ", "--nw-radius: ", "--nw-space: ", "--nw-font: "] {
            assert_eq!(told(token), 1, "{token}{messages:#?}");
        }
        assert!(
            messages.contains(
                &r#"--nw-radius: "none" is not usable, expected a value of border-radius"#
            ),
            "{messages:#?}"
        );
        assert_eq!(messages.len(), 4, "{messages:#?}");
    });
}
