use e2e::stage::{Stage, play, play_everywhere};

async fn open(stage: &Stage, page: &str) {
    let address = stage.data.url(&format!("/demo/{page}.html"));
    stage.client().goto(&address).await.expect("a browser that opens a page");
    let there = format!(
        r#"location.pathname.endsWith("/{page}.html") && document.readyState === "complete""#
    );
    stage.wait_for("the page is there", &there).await;
}

async fn press(stage: &Stage, id: &str) {
    stage.act(&format!(r#"document.getElementById("{id}").click(); await frames();"#)).await;
}

#[test]
fn every_page_of_the_demo_shows_its_news() {
    play_everywhere(async |stage| {
        for page in ["third-party", "policy", "life", "crash", "row", "tape", "table", "converter"]
        {
            open(stage, page).await;
            stage.wait_until_ready().await;
        }
        open(stage, "many").await;
        stage.wait_for("there are a hundred", "all.length === 100").await;
        stage.wait_for("the first are ready", "all.slice(0, 10).every(isReady)").await;
        stage.act("scrollTo(0, document.body.scrollHeight);").await;
        stage.wait_for("the last are ready", "all.slice(-10).every(isReady)").await;
        open(stage, "refused").await;
        stage
            .wait_for(
                "it is there, in a frame where wasm is refused",
                r#"isReady(el) || $("iframe")?.getBoundingClientRect().height > 500"#,
            )
            .await;
        open(stage, "frame").await;
        let high = r#"document.querySelector("iframe").getBoundingClientRect().height > 500"#;
        stage.wait_for("the frame is as high as its content", high).await;
    });
}

#[test]
fn the_buttons_of_the_demo_do_what_they_say() {
    play(async |stage| {
        open(stage, "life").await;
        stage.wait_until_ready().await;
        for id in [
            "move", "remove", "remove", "clone", "write", "clone", "script", "hide", "hide", "move",
        ] {
            press(stage, id).await;
        }
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>("all.length").await, 3);
        open(stage, "crash").await;
        stage.wait_until_ready().await;
        let told = r#"document.getElementById("told").textContent"#;
        for time in 1..=2 {
            press(stage, "break").await;
            stage
                .wait_for(
                    "it tells how long it took",
                    &format!(r#"/^crash: .* \(\d+ ms\)$/.test({told})"#),
                )
                .await;
            stage.wait_until_ready().await;
            stage.act(&format!(r#"document.getElementById("told").textContent = "{time}";"#)).await;
        }
        press(stage, "break").await;
        stage
            .wait_for(
                "the link stays",
                "el.querySelector('a').checkVisibility() && !$('.nw:not(.bones)')",
            )
            .await;
    });
}
