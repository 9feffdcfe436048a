use e2e::chromium::tell;
use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::{Value, json};

const FIVE: &str = "USD EUR RUB TRY GBP";

fn table(stage: &Stage, path: &str, currencies: &str, attributes: &str) -> String {
    let rates = stage.data.url(path);
    format!(
        r#"<rate-ticker rates="{rates}" lang="en" time-zone="UTC" currencies="{currencies}" rates-layout="table" {attributes}></rate-ticker>"#
    )
}

fn boxed(width: u32, element: &str) -> String {
    format!(
        r#"<div id="box" style="width: {width}px; padding-top: 40px">{element}</div><p id="after">After it.</p>"#
    )
}

async fn widen(stage: &Stage, width: u32) {
    let widen = format!(r#"document.getElementById("box").style.width = "{width}px";"#);
    stage.act(&format!("{widen} await frames(); await frames();")).await;
}

/// The texts of the cells that are seen, by rows.
async fn cells(stage: &Stage) -> Vec<Vec<String>> {
    stage
        .get(
            r#"(() => {
                const seen = (cell) => {
                    if (cell.querySelector(".days")) return "a line";
                    const words = [];
                    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                        const around = node.parentElement;
                        if (!around.closest(".vh") && around.checkVisibility()) words.push(node.data.trim());
                    }
                    return words.join(" ");
                };
                return $$("tr").map((row) => [...row.cells].filter((cell) => cell.checkVisibility()).map(seen));
            })()"#,
        )
        .await
}

/// Moves the mouse to a place in the first history, in 1040ths of its width.
async fn point(stage: &Stage, place: f64) {
    let [x, y]: [f64; 2] = stage
        .get(&format!(
            r#"(({{ x, y, width, height }}) => [Math.round(x + width * {place} / 1040), Math.round(y + height / 2)])($(".days").getBoundingClientRect())"#
        ))
        .await;
    point_at(stage, x, y).await;
}

async fn point_at(stage: &Stage, x: f64, y: f64) {
    let mouse = MouseActions::new("mouse".to_owned());
    let mouse = mouse.then(PointerAction::MoveTo { duration: None, x, y });
    stage.client().perform_actions(mouse).await.expect("a point inside the window");
}

async fn says(stage: &Stage, tip: &str) {
    stage.wait_for(tip, &format!(r#"$(".tip").textContent === "{tip}""#)).await;
}

async fn is_silent(stage: &Stage, why: &str) {
    stage.wait_for(why, r#"!$(".tip")"#).await;
}

/// Rates with histories of so many days before the 28th of November.
fn with_history(days: u32) -> Value {
    let mut rates = feed::rates(&[("USD", "1.7"), ("EUR", "1.98")]);
    let history: Vec<_> =
        (28 - days..28).map(|day| json!([format!("2025-11-{day}"), format!("1.6{day}")])).collect();
    rates["rates"][0]["history"] = json!(history);
    rates
}

#[test]
fn it_is_a_table_with_a_head_for_each_column_and_row() {
    play_everywhere(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        let heads: Value = stage
            .get(r#"$$("table > thead > tr > th").map((head) => [head.scope, head.innerText])"#)
            .await;
        assert_eq!(
            heads,
            json!([
                ["col", "Currency"],
                ["col", "Rate, AZN"],
                ["col", "Change"],
                ["col", "7 days"]
            ])
        );
        let scopes: Value = stage
            .get(r#"$$("table > tbody > tr").map((row) => [row.cells[0].localName, row.cells[0].scope, row.querySelectorAll("th").length])"#)
            .await;
        assert_eq!(scopes, json!(vec![json!(["th", "row", 1]); 5]));
        let rows = cells(stage).await;
        assert_eq!(rows[1], ["$ USD US dollar", "1.7", "0.0021 0.12%", "a line"]);
        assert_eq!(rows[3], ["₽ RUB Russian rouble", "0.022094", "0.000083 0.38%", "a line"]);
        assert_eq!(rows[4], ["₺ TRY Turkish lira", "0.04", "0%", "a line"]);
        let out =
            r#"$("table").getBoundingClientRect().right <= $(".nw").getBoundingClientRect().right"#;
        assert!(stage.get::<bool>(out).await);
    });
}

#[test]
fn the_name_of_a_currency_stands_from_480_px_on() {
    play(async |stage| {
        stage.show(boxed(479, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        for (width, expected) in [(360, false), (479, false), (480, true), (768, true)] {
            widen(stage, width).await;
            let seen: Value =
                stage.get(r#"$$(".name").map((name) => name.checkVisibility())"#).await;
            assert_eq!(seen, json!(vec![expected; 5]), "{width}");
            // What nobody sees is still the row's name.
            let out: f64 = stage.get(r#"$(".nw").scrollWidth - $(".nw").clientWidth"#).await;
            assert!(out <= 0.0, "{out} px beyond the frame at {width}");
        }
    });
}

#[test]
fn what_a_bank_pays_and_takes_is_told_where_it_says_both() {
    play(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.bank.json", FIVE, ""))).await;
        let rows = cells(stage).await;
        assert_eq!(rows[0], ["Currency", "Buy", "Sell", "Rate, AZN", "Change"]);
        assert_eq!(rows[1][..4], ["$ USD US dollar", "1.6975", "1.7025", "1.7"]);
        // 100 roubles for 2.05: of one, as all is.
        assert_eq!(rows[3][..4], ["₽ RUB Russian rouble", "0.0205", "0.023", "0.022094"]);
        let mut half = feed::rates(&[("USD", "1.7"), ("EUR", "1.98")]);
        half["rates"][0]["buy"] = json!("1.69");
        half["rates"][1]["sell"] = json!("2");
        stage.data.answer("/rates.json", Answer::json(half));
        stage.show(boxed(768, &table(stage, "/rates.json", "USD EUR", ""))).await;
        assert_eq!(cells(stage).await[0], ["Currency", "Rate, AZN", "Change"], "half is none");
        let mut one = feed::rates(&[("USD", "1.7"), ("EUR", "1.98")]);
        one["rates"][0]["buy"] = json!("1.69");
        one["rates"][0]["sell"] = json!("1.71");
        stage.data.answer("/rates.json", Answer::json(one));
        stage.show(boxed(768, &table(stage, "/rates.json", "USD EUR", ""))).await;
        let rows = cells(stage).await;
        assert_eq!(rows[1][1..4], ["1.69", "1.71", "1.7"]);
        assert_eq!(rows[2][1..4], ["—", "—", "1.98"], "nothing is made up");
    });
}

#[test]
fn a_history_is_a_line_that_says_what_it_shows() {
    play(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        let lines: Value = stage
            .get(r#"$$(".days").map((days) => [days.getAttribute("role"), days.tabIndex, days.getAttribute("aria-label")]).slice(0, 2)"#)
            .await;
        assert_eq!(
            lines,
            json!([
                ["slider", 0, "USD, last 7 days: from 1.6979 to 1.7, now 1.7"],
                ["slider", 0, "EUR, last 7 days: from 1.9748 to 1.9869, now 1.98"],
            ])
        );
        let values: Value = stage
            .get(r#"["valuemin", "valuemax", "valuenow", "valuetext"].map((name) => $(".days").getAttribute(`aria-${name}`))"#)
            .await;
        assert_eq!(values, json!(["1", "8", "8", "28 Nov 2025: 1.7"]));
        let drawn: bool = stage
            .get(r#"$(".spark path").getTotalLength() > 100 && $(".days").getBoundingClientRect().height >= 24"#)
            .await;
        assert!(drawn);
    });
}

#[test]
fn fewer_than_three_days_are_no_line() {
    play(async |stage| {
        for (days, lines) in [(0, 0), (1, 0), (2, 1)] {
            stage.data.answer("/rates.json", Answer::json(with_history(days)));
            stage.show(boxed(768, &table(stage, "/rates.json", "USD EUR", ""))).await;
            assert_eq!(stage.get::<usize>(r#"$$(".days").length"#).await, lines, "{days} before");
            let columns = stage.get::<usize>(r#"$$("thead th").length"#).await;
            assert_eq!(columns, 3 + lines, "and a column of nothing is none");
        }
    });
}

#[test]
fn the_pointer_over_a_day_shows_its_figure() {
    play_everywhere(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        is_silent(stage, "nobody points").await;
        let places = r#"[...$$(".nw, tr, td"), document.getElementById("after")].map((each) => each.getBoundingClientRect().toJSON())"#;
        let before: Value = stage.get(places).await;
        // Three days of seven, between margins of 30.
        point(stage, 450.0).await;
        says(stage, "24 Nov 2025: 1.6987").await;
        point(stage, 40.0).await;
        says(stage, "21 Nov 2025: 1.6992").await;
        point(stage, 1000.0).await;
        says(stage, "28 Nov 2025: 1.7").await;
        let seen: bool = stage
            .get(
                r#"(() => {
                    const tip = $(".tip").getBoundingClientRect();
                    const frame = $(".nw").getBoundingClientRect();
                    return tip.width > 0 && tip.top >= 0 && tip.left >= frame.left && tip.right <= frame.right;
                })()"#,
            )
            .await;
        assert!(seen, "it is inside the frame");
        assert_eq!(stage.get::<Value>(places).await, before, "nothing gives way to it");
        point_at(stage, 5.0, 5.0).await;
        is_silent(stage, "the pointer has left").await;
    });
}

#[test]
fn the_keyboard_goes_through_the_days() {
    play_everywhere(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        point_at(stage, 5.0, 5.0).await;
        stage.act(r#"$(".asof a").focus(); $(".days").focus();"#).await;
        says(stage, "28 Nov 2025: 1.7").await;
        let told = async |key: char, tip: &str| {
            stage.press(key).await;
            says(stage, tip).await;
            let said: String = stage.get(r#"$(".days").getAttribute("aria-valuetext")"#).await;
            assert_eq!(said, tip);
        };
        told('\u{E012}', "27 Nov 2025: 1.6979").await; // left
        told('\u{E012}', "26 Nov 2025: 1.6983").await;
        told('\u{E014}', "27 Nov 2025: 1.6979").await; // right
        told('\u{E011}', "21 Nov 2025: 1.6992").await; // home
        told('\u{E012}', "21 Nov 2025: 1.6992").await;
        told('\u{E010}', "28 Nov 2025: 1.7").await; // end
        told('\u{E014}', "28 Nov 2025: 1.7").await;
        stage.press('\u{E00C}').await;
        is_silent(stage, "Escape takes it away").await;
        told('\u{E012}', "27 Nov 2025: 1.6979").await;
        stage.press('\u{E004}').await;
        stage
            .wait_for("the next one has the focus", r#"root.activeElement === $$(".days")[1]"#)
            .await;
        says(stage, "28 Nov 2025: 1.98").await;
        assert_eq!(stage.get::<usize>(r#"$$(".tip").length"#).await, 1);
        stage.act("root.activeElement.blur();").await;
        is_silent(stage, "the focus has gone").await;
    });
}

#[test]
fn a_finger_shows_a_day_which_stays_until_another_thing_is_touched() {
    play(async |stage| {
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        let touch = async |target: &str, place: f64| {
            stage
                .act(&format!(
                    r#"
                    const {{ x, y, width, height }} = {target}.getBoundingClientRect();
                    const at = {{ clientX: x + width * {place} / 1040, clientY: y + height / 2 }};
                    for (const type of ["pointerover", "pointerdown", "pointerup", "pointerout"]) {{
                        {target}.dispatchEvent(new PointerEvent(type, {{ bubbles: true, composed: true, pointerType: "touch", ...at }}));
                    }}
                    await frames();
                    "#
                ))
                .await;
        };
        touch(r#"$(".days")"#, 450.0).await;
        says(stage, "24 Nov 2025: 1.6987").await;
        touch(r#"$(".days")"#, 300.0).await;
        says(stage, "23 Nov 2025: 1.6992").await;
        touch(r#"$$(".days")[1]"#, 450.0).await;
        says(stage, "24 Nov 2025: 1.9791").await;
        touch(r#"$(".asof")"#, 500.0).await;
        is_silent(stage, "another thing was touched").await;
    });
}

#[test]
fn a_real_finger_does_the_same_also_beside_the_widget() {
    play(async |stage| {
        if stage.browser.name != "chromium" {
            return; // only there a test has a finger
        }
        let touches = json!({"enabled": true});
        tell(stage.client(), "Emulation.setTouchEmulationEnabled", touches).await;
        stage.show(boxed(768, &table(stage, "/demo/rates.json", FIVE, ""))).await;
        let tap = async |expression: &str, place: f64| {
            let [x, y]: [f64; 2] = stage
                .get(&format!(
                    "(({{ x, y, width, height }}) => [x + width * {place} / 1040, y + height / 2])({expression}.getBoundingClientRect())"
                ))
                .await;
            let down = json!({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]});
            tell(stage.client(), "Input.dispatchTouchEvent", down).await;
            let up = json!({"type": "touchEnd", "touchPoints": []});
            tell(stage.client(), "Input.dispatchTouchEvent", up).await;
        };
        tap(r#"$(".days")"#, 450.0).await;
        says(stage, "24 Nov 2025: 1.6987").await;
        stage.act("await frames(); await frames();").await;
        says(stage, "24 Nov 2025: 1.6987").await;
        tap(r#"document.getElementById("after")"#, 100.0).await;
        is_silent(stage, "the page beside it was touched").await;
    });
}
