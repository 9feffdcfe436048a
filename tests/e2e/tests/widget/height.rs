use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play};
use serde_json::{Value, json};

/// Every side of every step of the layout, and some between.
const WIDTHS: [u32; 20] = [
    280, 319, 320, 360, 400, 479, 480, 560, 639, 640, 700, 759, 760, 800, 900, 959, 960, 1100,
    1200, 1400,
];

/// The height of rates on one line, be it a row or a tape.
fn line(width: u32) -> f64 {
    match width {
        ..480 => 76.0,
        480..960 => 89.0,
        _ => 77.0,
    }
}

/// The height of rates (on one line), headline, similar and channel in this order, at the usual space.
fn height(width: u32, items: u32) -> f64 {
    let rates = line(width);
    let (width, items) = (f64::from(width), f64::from(items));
    let inner = width - 34.0;
    let below_the_picture = match width {
        ..320.0 => 236.0,
        320.0..480.0 => 244.0,
        _ => 228.0,
    };
    let headline = match width {
        ..640.0 => inner * 2.0 / 3.0 + below_the_picture + 48.0,
        640.0..960.0 => (inner - 24.0) * 7.0 / 15.0,
        _ => (inner - 32.0) * 4.0 / 9.0,
    };
    let rows = |columns: f64| 105.0 * ((items - 3.0) / columns).ceil() - 12.0;
    let similar = match width {
        ..640.0 => 32.0 + 105.0 * items,
        640.0..960.0 => {
            let words = if width < 760.0 { 128.0 } else { 108.0 };
            44.0 + (inner - 48.0) * 2.0 / 9.0 + words + rows(2.0)
        }
        _ => 44.0 + (inner - 64.0) * 2.0 / 9.0 + 120.0 + rows(3.0),
    };
    let channel = if width < 400.0 { 110.0 } else { 66.0 };
    26.0 + rates + 24.0 + headline + 24.0 + similar + 24.0 + channel
}

/// The body of a page with one element in a box whose width can be set, and text after it.
fn boxed(element: &str) -> String {
    format!(r#"<div id="box">{element}</div><p id="after">Text after the widget.</p>"#)
}

/// Heights of the element by width.
async fn heights(stage: &Stage) -> Vec<f64> {
    stage
        .get(&format!(
            r#"(async () => {{
                const box = document.getElementById("box");
                const heights = [];
                for (const width of {}) {{
                    box.style.width = `${{width}}px`;
                    await frames();
                    if (el.getBoundingClientRect().width !== width) throw new Error(`not ${{width}} wide`);
                    heights.push(el.getBoundingClientRect().height);
                }}
                return heights;
            }})()"#,
            json!(WIDTHS)
        ))
        .await
}

fn compare(state: &str, found: &[f64], expected: &[f64]) -> Vec<String> {
    let off = |((width, found), expected): ((&u32, &f64), &f64)| {
        ((found - expected).abs() > 1.0)
            .then(|| format!("{state}, {width} wide: expected {expected:.2}, but found {found:.2}"))
    };
    WIDTHS.iter().zip(found).zip(expected).filter_map(off).collect()
}

#[test]
fn the_height_follows_from_the_width_in_every_state() {
    play(async |stage| {
        let model: Vec<_> = WIDTHS.iter().map(|width| height(*width, 9)).collect();
        let mut faults = Vec::new();
        let wasm = stage.widget_path("news-widget.wasm");
        let (feed, rates) = ("/demo/feed.en.json", "/demo/rates.json");
        let own = stage.demo("").replace("</", r#"<a href="/news">Latest news</a></"#);
        for (state, element) in
            [("the loader's boxes", stage.demo("")), ("the loader's boxes with content", own)]
        {
            let gate = stage.data.hold(&wasm);
            stage.open(Page::new(boxed(&element))).await;
            stage.wait_for("the loader has run", r#"$(".bones")"#).await;
            faults.extend(compare(state, &heights(stage).await, &model));
            gate.open();
            stage.wait_until_ready().await;
            faults.extend(compare("ready", &heights(stage).await, &model));
        }
        {
            let gates = [stage.data.hold(feed), stage.data.hold(rates)];
            stage.open(Page::new(boxed(&stage.demo("")))).await;
            stage.wait_for("the wasm has started", "__instances.length > 0").await;
            stage.act("await frames();").await;
            faults.extend(compare("nothing has come", &heights(stage).await, &model));
            let [feed, rates] = gates;
            rates.open();
            stage.wait_for("the rates are there", r#"$(".rate-num")?.checkVisibility()"#).await;
            faults.extend(compare("rates have come", &heights(stage).await, &model));
            feed.open();
        }
        stage.expect("answered 500, expected 200");
        let error = Answer::status(500);
        let few = Answer::json(feed::plain("few", 2));
        let one = Answer::json(feed::plain("one", 1));
        let empty = Answer::json(feed::of(json!([])));
        let endless = Answer::json(feed::endless(12));
        for (state, answer) in [
            ("two articles", few),
            ("one article", one),
            ("no article", empty),
            ("endless titles", endless),
            ("no news", error.clone()),
        ] {
            stage.data.answer(feed, answer);
            stage.show(boxed(&stage.demo(""))).await;
            faults.extend(compare(state, &heights(stage).await, &model));
        }
        stage.data.answer(rates, error);
        stage.show(boxed(&stage.demo(""))).await;
        faults.extend(compare("neither news nor rates", &heights(stage).await, &model));
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn the_height_follows_from_the_number_of_items_whatever_the_currencies() {
    play(async |stage| {
        let mut faults = Vec::new();
        for (items, currencies) in [(4, "USD EUR GBP"), (6, "USD"), (11, "USD EUR RUB TRY")] {
            let feed = stage.data.url("/demo/feed.az.json");
            let rates = stage.data.url("/demo/rates.json");
            stage
                .show(boxed(&format!(
                    r#"<news-widget src="{feed}" rates="{rates}" lang="az" count="{items}" currencies="{currencies}" channel-url="https://video.example/"></news-widget>"#
                )))
                .await;
            let model: Vec<_> = WIDTHS.iter().map(|width| height(*width, items)).collect();
            let state = format!("{items} items, {currencies}");
            faults.extend(compare(&state, &heights(stage).await, &model));
        }
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn the_height_of_rates_follows_from_their_layout_and_number() {
    play(async |stage| {
        let rates = stage.data.url("/demo/rates.json");
        let mut faults = Vec::new();
        for currencies in ["USD", "USD EUR RUB", "USD EUR RUB TRY GBP"] {
            let count = f64::from(u32::try_from(currencies.split(' ').count()).unwrap());
            for (layout, converter) in ["row", "tape", "table", "auto"]
                .into_iter()
                .flat_map(|layout| [(layout, ""), (layout, "converter")])
            {
                let model = |width: &u32| {
                    let rates = match (layout, width) {
                        ("row", ..480) => 36.0 * count + 29.0,
                        ("tape", _) => 76.0,
                        ("table", _) => 40.0 * count + 57.0 + 8.0,
                        _ => line(*width),
                    };
                    let converter = match (converter, width) {
                        ("", _) => 0.0,
                        (_, ..480) => 112.0,
                        _ => 72.0,
                    };
                    26.0 + rates + converter
                };
                let model: Vec<_> = WIDTHS.iter().map(model).collect();
                stage
                    .show(boxed(&format!(
                        r#"<rate-ticker rates="{rates}" lang="en" currencies="{currencies}" rates-layout="{layout}" {converter}></rate-ticker>"#
                    )))
                    .await;
                let state = format!("{layout} {converter} {currencies}");
                faults.extend(compare(&state, &heights(stage).await, &model));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn in_any_order_and_layout_the_empty_boxes_are_as_high_as_the_full_ones() {
    play(async |stage| {
        stage.expect("answered 500, expected 200");
        let wasm = stage.widget_path("news-widget.wasm");
        let mut faults = Vec::new();
        for attributes in [
            r#"blocks="similar headline channel rates""#,
            r#"blocks="headline rates""#,
            r#"blocks="channel rates similar""#,
            r#"blocks="rates""#,
            r#"blocks="similar" count="1""#,
            r#"blocks="similar" count="2""#,
            r#"blocks="similar" count="3""#,
            r#"blocks="similar" count="12""#,
            r#"blocks="rates headline" currencies="USD EUR RUB TRY GBP GEL KZT CHF JPY CNY""#,
            r#"blocks="rates" rates-layout="row""#,
            r#"blocks="similar rates" rates-layout="tape" currencies="USD EUR CHF""#,
            r#"blocks="rates similar" rates-layout="table" converter"#,
            r#"blocks="similar rates" rates-layout="table" currencies="USD EUR""#,
            r#"blocks="rates" converter currencies="USD EUR CHF CNY GEL KZT JPY""#,
            r#"layout="card" blocks="similar""#,
            r#"layout="compact" blocks="similar""#,
            r#"layout="list" blocks="similar" count="7""#,
            r#"blocks="nonsense rates" count="many" currencies="USD dollars""#,
        ] {
            if attributes.contains("nonsense") {
                stage.expect("is not");
            }
            // The first of two attributes of one name counts.
            let element =
                stage.demo("").replace("<news-widget ", &format!("<news-widget {attributes} "));
            let gate = stage.data.hold(&wasm);
            stage.open(Page::new(boxed(&element))).await;
            stage.wait_for("the loader has run", r#"$(".bones")"#).await;
            let empty = heights(stage).await;
            gate.open();
            stage.wait_until_ready().await;
            faults.extend(compare(attributes, &heights(stage).await, &empty));
            let (feed, rates) = ("/demo/feed.en.json", "/demo/rates.json");
            let whole = |path: &str| Answer::json(stage.dist.read(&path[1..]));
            stage.data.answer(feed, Answer::status(500));
            stage.data.answer(rates, Answer::status(500));
            stage.show(boxed(&element)).await;
            let state = format!("{attributes}, failed");
            faults.extend(compare(&state, &heights(stage).await, &empty));
            stage.data.answer(feed, whole(feed));
            stage.data.answer(rates, whole(rates));
        }
        assert!(faults.is_empty(), "{faults:#?}");
    });
}

#[test]
fn nothing_moves_while_it_loads() {
    play(async |stage| {
        let own = stage.demo("").replace("</", r#"<a href="/news">Latest news</a></"#);
        let one = format!("<p>Text before.</p>{}<p>Text after.</p>", stage.demo(""));
        let two = format!("<p>Text before.</p>{own}<p>Text between.</p>{own}<p>Text after.</p>");
        // Low enough that the text after it is on the screen, too, and would be seen moving.
        let low = r#"<news-widget blocks="rates channel similar" count="3" layout="list" "#;
        let low = stage.demo("").replace("<news-widget ", low);
        let low = format!("<p>Text before.</p>{low}<p>Text after.</p>");
        let mut faults = Vec::new();
        for (name, body, rates_first) in [
            ("one, rates first", &one, true),
            ("one, news first", &one, false),
            ("two with content, rates first", &two, true),
            ("two with content, news first", &two, false),
            ("a low one, rates first", &low, true),
            ("a low one, news first", &low, false),
        ] {
            let wasm = stage.data.hold(&stage.widget_path("news-widget.wasm"));
            let feed = stage.data.hold("/demo/feed.en.json");
            let rates = stage.data.hold("/demo/rates.json");
            // Before the loader has run no space is held: it shall run before the first paint.
            stage.open(Page::new(body.as_str()).script("blocking=render")).await;
            stage.wait_for("the loader has run", r#"$(".bones")"#).await;
            stage.act("await frames();").await;
            // Firefox does not wait for it to paint.
            stage.act(r#"if (!("blocking" in document.scripts[0])) window.__shifts = [];"#).await;
            wasm.open();
            stage.wait_for("the wasm has started", "__instances.length > 0").await;
            stage.act("await frames();").await;
            let ((first, second), seen) = if rates_first {
                ((rates, feed), ".rate-num")
            } else {
                ((feed, rates), ".it-title a")
            };
            first.open();
            let there = format!(r#"$("{seen}").checkVisibility()"#);
            stage.wait_for("the first of them is there", &there).await;
            stage.act("await frames();").await;
            second.open();
            stage.wait_until_ready().await;
            let loaded = r#"$$("img").every((image) =>
                image.complete || !image.checkVisibility()
                    || image.getBoundingClientRect().top > innerHeight)"#;
            stage.wait_for("the pictures on the screen are loaded", loaded).await;
            stage.act("await frames(); await frames();").await;
            let shifts: Vec<Value> = stage.get("__shifts").await;
            faults.extend(shifts.into_iter().map(|shift| format!("{name}: {shift:#}")));
            // The observer does see what moves.
            stage
                .act(r#"window.__shifts = []; document.body.style.paddingTop = "100px"; await frames();"#)
                .await;
            stage.wait_for("a move is seen", "__shifts.length > 0").await;
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

#[test]
fn no_heading_level_changes_a_height() {
    play(async |stage| {
        stage.show(boxed(&stage.demo(""))).await;
        let model = heights(stage).await;
        for level in [1, 3, 4, 5, 6] {
            stage.show(boxed(&stage.demo(&format!(r#"heading-level="{level}""#)))).await;
            assert_eq!(heights(stage).await, model, "level {level}");
            let margins: Vec<String> = stage
                .get(r#"$$(".title, .it-title, .block-title").map((title) => getComputedStyle(title).margin)"#)
                .await;
            assert!(margins.iter().all(|margin| margin == "0px"), "level {level}: {margins:?}");
        }
    });
}
