use e2e::dist::Dist;
use e2e::server::Answer;
use e2e::stage::{Stage, play_everywhere, play_everywhere_with};

const NEW: &str = "something went wrong in it";

/// What yew says of a panic.
const PANIC: &str = "panicked at ";

/// A page with two widgets that both have a link of their owner's.
async fn two(stage: &Stage) {
    let demo = |id: &str| {
        let own = r#"<a href="/news">Latest news</a></news-widget>"#;
        stage
            .demo(&format!(r#"id="{id}" count="1" blocks="rates similar""#))
            .replace("</news-widget>", own)
    };
    stage.show(format!("{}{}", demo("first"), demo("second"))).await;
    // From now on there is nothing to be had from the network.
    for path in ["/demo/feed.en.json", "/demo/rates.json"] {
        stage.data.answer(path, Answer::status(500));
    }
    stage.act("window.__old = all.map((each) => each.shadowRoot.querySelector('.nw'));").await;
}

/// What makes the first widget fail in a place, and what does so again.
const PLACES: [(&str, &str); 3] = [
    ("view", "el.count = Number(el.count) + 1;"),
    (
        "callback",
        r#"addEventListener("click", (event) => event.preventDefault(), { once: true }); $("a").click();"#,
    ),
    ("future", r#"el.setAttribute("theme", `none ${Math.random()}`);"#),
];

async fn both_are_new(stage: &Stage, note: &str) {
    let new = "all.every((each, at) => isReady(each) && each.shadowRoot.querySelector('.nw') !== __old[at])";
    stage.wait_for(note, new).await;
}

#[test]
fn after_a_panic_anywhere_all_elements_go_on_in_a_new_instance_with_what_they_had() {
    play_everywhere_with(&Dist::crash(), async |stage| {
        for words in [NEW, PANIC, "theme: ", "answered 500"] {
            stage.expect(words);
        }
        for (place, provoke) in PLACES {
            for path in ["/demo/feed.en.json", "/demo/rates.json"] {
                let text = stage.dist.read(&path[1..]);
                stage.data.answer(path, Answer::json(text));
            }
            two(stage).await;
            let before: [String; 2] =
                stage.get("all.map((each) => text(each.shadowRoot.querySelector('.nw')))").await;
            let asked = stage.data.count("/demo/rates.json");
            stage.act(&format!(r#"el.setAttribute("crash", "{place}"); {provoke}"#)).await;
            both_are_new(stage, place).await;
            assert_eq!(stage.get::<usize>("__instances.length").await, 2, "{place}");
            let after: [String; 2] =
                stage.get("all.map((each) => text(each.shadowRoot.querySelector('.nw')))").await;
            assert_eq!(after[1], before[1], "{place}");
            assert!(after[0].contains("1.98"), "{place}: {after:?}");
            assert_eq!(stage.data.count("/demo/rates.json"), asked, "{place}: nothing is asked");
            let told = stage.events("error").await;
            let ids: Vec<_> = told
                .iter()
                .filter(|event| event["detail"]["code"] == "crash")
                .map(|event| event["id"].as_str().unwrap_or_default())
                .collect();
            assert_eq!(ids, ["first", "second"], "{place}: {told:?}");
            // Both still listen, to their attributes and to clicks.
            stage.act("for (const each of all) each.lang = 'az'; await frames();").await;
            stage
                .act(r#"for (const each of all) each.addEventListener("news-widget-link", (event) => event.preventDefault());
                    for (const each of all) each.shadowRoot.querySelector(".it-title a").click();"#)
                .await;
            stage
                .wait_for(
                    "both speak another language",
                    r#"all.every((each) => each.shadowRoot.querySelector(".nw").lang === "az")"#,
                )
                .await;
            assert_eq!(stage.events("link").await.len(), 2, "{place}");
            assert_eq!(stage.get::<usize>(r#"all.map((each) => each.shadowRoot.querySelectorAll(".nw").length).reduce((a, b) => a + b)"#).await, 2, "{place}");
        }
    });
}

#[test]
fn what_crashes_again_and_again_is_given_up_and_the_others_go_on() {
    play_everywhere_with(&Dist::crash(), async |stage| {
        for words in [NEW, PANIC, "the widget could not start", "answered 500"] {
            stage.expect(words);
        }
        two(stage).await;
        stage.act(r#"el.setAttribute("crash", "view!"); el.count = 3;"#).await;
        stage
            .wait_for(
                "the first is given up",
                "el.querySelector('a').checkVisibility() && !$('.nw')",
            )
            .await;
        stage.wait_for("the second is ready", "isReady(all[1])").await;
        stage.act("all[1].lang = 'az'; await frames();").await;
        stage
            .wait_for(
                "the second listens",
                r#"all[1].shadowRoot.querySelector(".nw").lang === "az""#,
            )
            .await;
        let codes: Vec<String> =
            stage.get(r#"__events.filter(({ type, id }) => type === "error" && id === "first").map(({ detail }) => detail.code)"#).await;
        assert_eq!(codes, ["crash", "crash", "crash"], "started anew twice, then given up");
        let others = stage.get::<usize>("__instances.length").await;
        assert_eq!(others, 4, "one for both, another for both, then one for each");
        // Put back on the page it gets another chance.
        stage.act(r#"el.removeAttribute("crash"); window.__el = el; el.remove(); await frames(); document.body.append(__el);"#).await;
        stage.wait_for("all are ready", "all.length === 2 && all.every(isReady)").await;
    });
}

#[test]
fn the_delivered_widget_survives_a_page_that_breaks_the_dom_under_its_hands() {
    play_everywhere(async |stage| {
        stage.expect(NEW);
        stage.expect(PANIC);
        stage.expect("failed to append child");
        two(stage).await;
        // yew cannot go on where a node cannot be put in.
        stage
            .act(
                r#"const { insertBefore } = Node.prototype;
                Node.prototype.insertBefore = function () {
                  Node.prototype.insertBefore = insertBefore;
                  throw new DOMException("no", "HierarchyRequestError");
                };
                el.count = 3;"#,
            )
            .await;
        both_are_new(stage, "after a broken DOM").await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 3);
        let log = stage.log().await;
        assert_eq!(log.iter().filter(|line| line.contains(NEW)).count(), 2, "{log:#?}");
    });
}
