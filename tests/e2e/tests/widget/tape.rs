use e2e::chromium::tell;
use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::{Value, json};

const MODEL: [(&str, &str); 5] =
    [("USD", "1.7"), ("EUR", "1.98"), ("RUB", "0.022094"), ("TRY", "0.04"), ("GBP", "2.266")];
const RUN: &str = r#"$(".tape-run")"#;
const PAUSE: &str = r#"$(".tape [data-act=pause]")"#;
/// Whether the tape stands still or moves.
const STATE: &str = r#"getComputedStyle($(".tape-run")).animationPlayState"#;

/// A ticker in a box whose width can be set; `more` are attributes.
fn boxed(stage: &Stage, values: &[(&str, &str)], width: u32, more: &str) -> String {
    stage.data.answer("/rates.json", Answer::json(feed::rates(values)));
    let rates = stage.data.url("/rates.json");
    format!(
        r#"<div id="box" style="width: {width}px"><rate-ticker rates="{rates}" lang="en" refresh="0" currencies="USD EUR RUB TRY GBP" {more}></rate-ticker></div>"#
    )
}

async fn widen(stage: &Stage, width: u32) {
    let set = format!(
        "document.getElementById('box').style.width = '{width}px'; await frames(); await frames();"
    );
    stage.act(&set).await;
}

/// Whether it is a tape, and how high the element is.
async fn shape(stage: &Stage) -> (bool, f64) {
    stage.get(r#"[Boolean($(".tape")), el.getBoundingClientRect().height]"#).await
}

#[test]
fn what_fits_one_line_stands_still_and_what_does_not_moves_in_the_same_height() {
    play_everywhere(async |stage| {
        stage.show(boxed(stage, &MODEL, 768, "")).await;
        let mut heights = Vec::new();
        for (width, moves) in [(768, false), (360, true), (500, false), (1200, false), (280, true)]
        {
            widen(stage, width).await;
            let (tape, height) = shape(stage).await;
            assert_eq!(tape, moves, "{width} wide");
            heights.push((width, height));
        }
        let long = MODEL.map(|(code, _)| (code, "12345.678901"));
        stage.show(boxed(stage, &long, 1200, "")).await;
        for (width, height) in heights {
            widen(stage, width).await;
            let fits = width == 1200;
            assert_eq!(shape(stage).await, (!fits, height), "long figures, {width} wide");
        }
        let out = r#"$(".nw").scrollWidth <= el.clientWidth"#;
        assert!(stage.get::<bool>(out).await, "nothing leaves the frame");
    });
}

#[test]
fn figures_that_grow_too_long_for_the_line_make_it_a_tape() {
    play(async |stage| {
        stage.show(boxed(stage, &MODEL, 768, "")).await;
        assert!(!shape(stage).await.0);
        let long = MODEL.map(|(code, _)| (code, "12345.678901"));
        stage.data.answer("/rates.json", Answer::json(feed::rates(&long)));
        stage.act("el.refresh();").await;
        stage.wait_for("it is a tape", r#"Boolean($(".tape.auto"))"#).await;
    });
}

#[test]
fn it_is_as_fast_at_any_width_and_has_no_gap() {
    play_everywhere(async |stage| {
        // Seconds for a run, its length, and the width of what is seen of it.
        let measured = r#"(() => {
            const [first, second] = $$(".tape-run > ul");
            const round = (number) => Math.round(number);
            return {
                time: parseFloat(getComputedStyle($(".tape-run")).animationDuration),
                run: first.getBoundingClientRect().width,
                alike: Math.abs(first.getBoundingClientRect().width - second.getBoundingClientRect().width),
                view: $(".tape-view").getBoundingClientRect().width,
                hidden: [first, second].map((run) => run.getAttribute("aria-hidden")),
            };
        })()"#;
        for (more, speed) in [("", 40.0), (r#"style="--nw-tape-speed: 80""#, 80.0)] {
            let tape = format!(r#"rates-layout="tape" {more}"#);
            stage.show(boxed(stage, &MODEL, 360, &tape)).await;
            for width in [360, 1200, 280] {
                widen(stage, width).await;
                let found: Value = stage.get(measured).await;
                let number = |name: &str| found[name].as_f64().unwrap();
                let off = (number("time") * speed - number("run")).abs();
                assert!(off <= 1.0, "{width} wide at {speed} px/s: {found}");
                assert!(number("run") >= number("view") - 0.5, "{width} wide: {found}");
                assert!(number("alike") < 0.1, "{width} wide: {found}");
                assert_eq!(found["hidden"], json!([null, "true"]));
            }
        }
    });
}

#[test]
fn a_speed_that_is_none_is_told_and_not_taken() {
    play(async |stage| {
        stage.expect("--nw-tape-speed");
        let tape = r#"rates-layout="tape" style="--nw-tape-speed: fast""#;
        stage.show(boxed(stage, &MODEL, 360, tape)).await;
        let speed = format!(
            r#"{RUN}.offsetWidth / 2 / parseFloat(getComputedStyle({RUN}).animationDuration)"#
        );
        assert!((stage.get::<f64>(&speed).await - 40.0).abs() < 0.5);
    });
}

#[test]
fn a_run_that_grows_longer_goes_on_from_where_it_is() {
    play_everywhere(async |stage| {
        stage.show(boxed(stage, &MODEL, 360, r#"rates-layout="tape""#)).await;
        // Far from the beginning, where a small change of the length would be a large one of the place.
        let phase = format!("{RUN}.getAnimations()[0].effect.getComputedTiming().progress");
        stage
            .act(&format!(
                r#"el.pause(); await frames(); {RUN}.getAnimations()[0].currentTime = 987_654; await frames();"#
            ))
            .await;
        let before: f64 = stage.get(&phase).await;
        let time = format!("parseFloat(getComputedStyle({RUN}).animationDuration)");
        let old: f64 = stage.get(&time).await;
        let mut longer = MODEL;
        longer[0].1 = "1.70001234";
        stage.data.answer("/rates.json", Answer::json(feed::rates(&longer)));
        stage.act("el.refresh();").await;
        stage.wait_for("the run is longer", &format!("{time} > {old}")).await;
        let after: f64 = stage.get(&phase).await;
        assert!((before - after).abs() < 0.001, "{before}, then {after}");
    });
}

#[test]
fn it_stands_still_with_the_focus_and_by_its_button() {
    play_everywhere(async |stage| {
        let before = r#"<button id="before">Before</button>"#;
        let page = [before, &*boxed(stage, &MODEL, 360, r#"rates-layout="tape""#)].concat();
        stage.show(page).await;
        stage.wait_for("it moves", &format!(r#"{STATE} === "running""#)).await;
        // Along the page by the keyboard: the tape, then its button.
        stage.act("document.getElementById('before').focus();").await;
        stage.press('\u{E004}').await;
        stage.wait_for("it has the focus", r#"root.activeElement === $(".tape-view")"#).await;
        assert_eq!(stage.get::<String>(STATE).await, "paused", "with the focus");
        stage.press('\u{E004}').await;
        let focused = format!("root.activeElement === {PAUSE}");
        stage.wait_for("the button has the focus", &focused).await;
        assert_eq!(stage.get::<String>(STATE).await, "running");
        let label = format!(r#"{PAUSE}.getAttribute("aria-label")"#);
        assert_eq!(stage.get::<String>(&label).await, "Stop the tape");
        stage.press(' ').await;
        stage.wait_for("it stands", &format!(r#"{STATE} === "paused""#)).await;
        assert_eq!(stage.get::<String>(&label).await, "Start the tape");
        assert!(stage.get::<bool>(&focused).await, "and the button keeps the focus");
        let all = r#"(() => {
            const view = $(".tape-view");
            const { left, right } = view.getBoundingClientRect();
            const seen = new Set();
            for (view.scrollLeft = 0; ; view.scrollLeft += 100) {
                for (const rate of $$(".tape .rate")) {
                    const place = rate.querySelector(".rate-val").getBoundingClientRect();
                    if (place.left >= left && place.right <= right) seen.add(rate.dataset.code);
                }
                if (view.scrollLeft + view.clientWidth >= view.scrollWidth - 1) return [...seen].sort();
            }
        })()"#;
        let codes: Vec<String> = stage.get(all).await;
        assert_eq!(codes, ["EUR", "GBP", "RUB", "TRY", "USD"], "all of it can be scrolled to");
        stage.press(' ').await;
        stage.wait_for("it moves again", &format!(r#"{STATE} === "running""#)).await;
        stage.click(PAUSE).await;
        stage.wait_for("a click stops it, too", &format!(r#"{STATE} === "paused""#)).await;
    });
}

#[test]
fn it_stands_still_under_the_pointer() {
    play_everywhere(async |stage| {
        let below = r#"<div id="below" style="height: 200px"></div>"#;
        stage.show(boxed(stage, &MODEL, 500, r#"rates-layout="tape""#) + below).await;
        let point = async |expression: &str| {
            let center = format!(
                "(({{ x, y, width, height }}) => [Math.round(x + width / 2), Math.round(y + height / 2)])({expression}.getBoundingClientRect())"
            );
            let [x, y]: [f64; 2] = stage.get(&center).await;
            let mouse = MouseActions::new("mouse".to_owned());
            let mouse = mouse.then(PointerAction::MoveTo { duration: None, x, y });
            stage.client().perform_actions(mouse).await.expect("a point inside the window");
        };
        point(r#"document.getElementById("below")"#).await;
        stage.wait_for("it moves", &format!(r#"{STATE} === "running""#)).await;
        point(r#"$(".tape-view")"#).await;
        stage.wait_for("it stands", &format!(r#"{STATE} === "paused""#)).await;
        point(r#"document.getElementById("below")"#).await;
        stage.wait_for("it moves again", &format!(r#"{STATE} === "running""#)).await;
    });
}

#[test]
fn it_rests_while_nobody_sees_it() {
    play_everywhere(async |stage| {
        let tape = boxed(stage, &MODEL, 360, r#"rates-layout="tape""#);
        stage.show(format!(r#"{tape}<div style="height: 4000px"></div>"#)).await;
        stage.wait_for("it moves", &format!(r#"{STATE} === "running""#)).await;
        stage.act("scrollTo(0, 3000);").await;
        stage.wait_for("it rests", &format!(r#"{STATE} === "paused""#)).await;
        stage.act("scrollTo(0, 0);").await;
        stage.wait_for("it moves again", &format!(r#"{STATE} === "running""#)).await;
        let hide = |hidden: bool| {
            format!(
                r#"Object.defineProperty(document, "hidden", {{ value: {hidden}, configurable: true }});
                   document.dispatchEvent(new Event("visibilitychange"));"#
            )
        };
        stage.act(&hide(true)).await;
        stage.wait_for("it rests in a hidden tab", &format!(r#"{STATE} === "paused""#)).await;
        stage.act(&hide(false)).await;
        stage.wait_for("it moves again", &format!(r#"{STATE} === "running""#)).await;
    });
}

#[test]
fn for_readers_who_want_less_motion_it_is_a_row() {
    play(async |stage| {
        for layout in ["tape", "auto"] {
            let tape = format!(r#"rates-layout="{layout}""#);
            stage.show(boxed(stage, &MODEL, 360, &tape)).await;
            assert!(shape(stage).await.0);
            let features = |value: &str| json!({"features": [{"name": "prefers-reduced-motion", "value": value}]});
            let command = "Emulation.setEmulatedMedia";
            tell(stage.client(), command, features("reduce")).await;
            let still = "document.getAnimations().length + root.getAnimations().length === 0";
            stage.wait_for("nothing is animated", still).await;
            let unseen = format!(
                r#"!{PAUSE}.checkVisibility() && !$(".tape-run > ul + ul").checkVisibility()"#
            );
            assert!(stage.get::<bool>(&unseen).await, "{layout}");
            for width in [280, 360, 480, 768, 1200] {
                widen(stage, width).await;
                // In a row each stands below another, or beside it, and within the frame.
                let inside = r#"$$(".rate").filter((rate) => rate.checkVisibility()).map((rate) => {
                    const [place, frame] = [rate, el].map((node) => node.getBoundingClientRect());
                    return place.left >= frame.left && place.right <= frame.right && place.bottom <= frame.bottom;
                })"#;
                let inside: Vec<bool> = stage.get(inside).await;
                assert_eq!(inside, [true; 5], "{layout}, {width} wide");
            }
            // From the start, too: the loader's boxes are as high.
            let wasm = stage.data.hold(&stage.widget_path("news-widget.wasm"));
            stage.open(Page::new(boxed(stage, &MODEL, 360, &tape))).await;
            stage.wait_for("the loader has run", r#"$(".bones")"#).await;
            let height = "el.getBoundingClientRect().height";
            let empty: f64 = stage.get(height).await;
            wasm.open();
            stage.wait_until_ready().await;
            assert_eq!(stage.get::<f64>(height).await, empty, "{layout}");
            assert!(stage.get::<bool>(still).await, "{layout}");
            tell(stage.client(), command, features("")).await;
        }
    });
}

#[test]
fn it_costs_the_page_no_layouts_and_no_styles() {
    play(async |stage| {
        for count in [1, 50] {
            stage.data.answer("/rates.json", Answer::json(feed::rates(&MODEL)));
            let rates = stage.data.url("/rates.json");
            let tape = format!(
                r#"<rate-ticker rates="{rates}" lang="en" refresh="0" rates-layout="tape"></rate-ticker>"#
            );
            let grid = "display: grid; grid-template-columns: repeat(10, minmax(0, 1fr))";
            stage.show(format!(r#"<div style="{grid}">{}</div>"#, tape.repeat(count))).await;
            let running = format!(
                r#"all.length === {count} && all.every(({{ shadowRoot }}) =>
                    getComputedStyle(shadowRoot.querySelector(".tape-run")).animationPlayState === "running")"#
            );
            stage.wait_for("all of them move", &running).await;
            let place = r#"new DOMMatrix(getComputedStyle($(".tape-run")).transform).e"#;
            let from: f64 = stage.get(place).await;
            tell(stage.client(), "Performance.enable", json!({})).await;
            let read = async || {
                let metrics = tell(stage.client(), "Performance.getMetrics", json!({})).await;
                ["LayoutCount", "RecalcStyleCount"].map(|name| {
                    let all = metrics["metrics"].as_array().unwrap();
                    let metric = all.iter().find(|metric| metric["name"] == name).unwrap();
                    metric["value"].as_f64().unwrap()
                })
            };
            stage.act("await frames();").await;
            let before = read().await;
            // What is measured is a time in which the page does nothing: a clock of animations would be something.
            stage.act("await new Promise((done) => setTimeout(done, 2000));").await;
            let after = read().await;
            // Drawn by script they would be a hundred; one is what the driver's own script costs.
            let grown = [after[0] - before[0], after[1] - before[1]];
            assert!(
                grown[0] == 0.0 && grown[1] <= 1.0,
                "{grown:?} layouts and styles of {count} tapes"
            );
            let to: f64 = stage.get(place).await;
            assert!(to < from - 40.0 || to > from, "it has moved: {from}, then {to}");
        }
    });
}

#[test]
fn it_runs_the_other_way_from_right_to_left() {
    play(async |stage| {
        stage.show(boxed(stage, &MODEL, 360, r#"rates-layout="tape""#)).await;
        let place = |direction: &str| {
            format!(
                r#"(() => {{
                    $(".nw").dir = "{direction}";
                    const [animation] = {RUN}.getAnimations();
                    animation.currentTime = 2000;
                    return new DOMMatrix(getComputedStyle({RUN}).transform).e;
                }})()"#
            )
        };
        let (left, right): (f64, f64) =
            (stage.get(&place("ltr")).await, stage.get(&place("rtl")).await);
        assert!((left + 80.0).abs() < 2.0 && (right - 80.0).abs() < 2.0, "{left}, {right}");
    });
}

#[test]
fn of_new_rates_only_those_cells_are_touched_that_changed() {
    play_everywhere(async |stage| {
        for layout in ["row", "tape", "table"] {
            let tag = format!(r#"rates-layout="{layout}""#);
            stage.show(boxed(stage, &MODEL, 360, &tag)).await;
            stage
                .act(
                    r#"
                    window.__touched = [];
                    new MutationObserver((records) => {
                        for (const { target } of records) {
                            const node = target.nodeType === 1 ? target : target.parentElement;
                            const cell = node.closest(".rate");
                            const where = cell ? cell.dataset.code : node.closest("[role=status]") ? "said" : node.className;
                            if (where !== "said" && !cell?.closest("[aria-hidden]")) __touched.push(where);
                        }
                    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
                    "#,
                )
                .await;
            let mut moved = MODEL;
            (moved[1].1, moved[3].1) = ("1.99", "0.05");
            stage.data.answer("/rates.json", Answer::json(feed::rates(&moved)));
            stage.act("el.refresh();").await;
            let there = r#"text($("[data-code=EUR] .rate-num")) === "1.99""#;
            stage.wait_for("they are there", there).await;
            stage.act("await frames();").await;
            let touched: Vec<String> = stage.get("[...new Set(__touched)].sort()").await;
            assert_eq!(touched, ["EUR", "TRY"], "{layout}");
        }
    });
}
