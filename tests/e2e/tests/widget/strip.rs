use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play, play_everywhere};
use serde_json::{Value, json};

async fn cells(stage: &Stage) -> Vec<(String, String)> {
    stage
        .get(r#"$$(".rate").map((rate) => [text($$(".rate-sym")[$$(".rate").indexOf(rate)]), text(rate.querySelector(".rate-num"))])"#)
        .await
}

fn pairs(model: &[(&str, &str)]) -> Vec<(String, String)> {
    model.iter().map(|(sign, number)| ((*sign).to_owned(), (*number).to_owned())).collect()
}

#[test]
fn the_model_strip_reads_exactly_as_published() {
    play_everywhere(async |stage| {
        let rates = stage.data.url("/demo/rates.json");
        for tag in ["news-widget", "rate-ticker"] {
            stage
                .show(format!(
                    r#"<{tag} rates="{rates}" lang="en" currencies="USD EUR RUB TRY GBP"></{tag}>"#
                ))
                .await;
            let model =
                [("$", "1.7"), ("€", "1.98"), ("₽", "0.022094"), ("₺", "0.04"), ("£", "2.266")];
            assert_eq!(cells(stage).await, pairs(&model), "in a {tag}");
        }
    });
}

#[test]
fn figures_take_the_decimal_mark_of_the_language() {
    play(async |stage| {
        let rates = stage.data.url("/demo/rates.json");
        stage
            .show(format!(
                r#"<rate-ticker rates="{rates}" lang="az" currencies="RUB USD"></rate-ticker>"#
            ))
            .await;
        assert_eq!(cells(stage).await, pairs(&[("₽", "0,022094"), ("$", "1,7")]));
    });
}

#[test]
fn without_currencies_the_first_five_of_the_source_are_shown() {
    play(async |stage| {
        let values = [
            ("CAD", "1.2"),
            ("USD", "1.7"),
            ("EUR", "1.98"),
            ("GBP", "2.2"),
            ("JPY", "0.01"),
            ("CHF", "2"),
        ];
        stage.data.answer("/rates.json", Answer::json(feed::rates(&values)));
        let rates = stage.data.url("/rates.json");
        stage.show(format!(r#"<rate-ticker rates="{rates}" lang="en"></rate-ticker>"#)).await;
        let shown =
            [("$ CAD", "1.2"), ("$ USD", "1.7"), ("€", "1.98"), ("£", "2.2"), ("¥", "0.01")];
        assert_eq!(cells(stage).await, pairs(&shown));
    });
}

#[test]
fn a_currency_that_the_source_lacks_has_a_dash() {
    play(async |stage| {
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
        let rates = stage.data.url("/rates.json");
        stage
            .show(format!(
                r#"<rate-ticker rates="{rates}" lang="en" currencies="USD EUR"></rate-ticker>"#
            ))
            .await;
        assert_eq!(cells(stage).await, pairs(&[("$", "1.7"), ("€", "—")]));
    });
}

#[test]
fn a_change_is_told_by_arrow_word_and_figure() {
    play(async |stage| {
        let rates = stage.data.url("/demo/rates.json");
        stage
            .show(format!(
                r#"<rate-ticker rates="{rates}" lang="en" currencies="USD EUR TRY GEL"></rate-ticker>"#
            ))
            .await;
        let changes: Vec<(String, String, bool)> = stage
            .get(r#"$$(".chg").map((chg) => [chg.querySelector(".vh").textContent.trim(), text(chg.querySelector("bdi:not(.by)")), Boolean(chg.querySelector("svg"))])"#)
            .await;
        let told: Vec<_> = changes
            .iter()
            .map(|(word, figure, arrow)| (word.as_str(), figure.as_str(), *arrow))
            .collect();
        // 1.7 after 1.6979, 1.98 after 1.9869, 0.04 after 0.04, 0.6287 after 0.6281
        assert_eq!(
            told,
            [
                ("up", "0.12%", true),
                ("down", "0.35%", true),
                ("no change", "0%", true),
                ("up", "0.1%", true),
            ]
        );
    });
}

#[test]
fn figures_of_any_length_stay_inside_the_frame() {
    play(async |stage| {
        let codes = ["CHF", "CNY", "AED", "KWD", "SAR"].map(|code| (code, "0.4533"));
        let long = ["USD", "EUR", "RUB", "TRY", "GBP"].map(|code| (code, "12345.678901"));
        for (values, currencies) in
            [(codes, "CHF CNY AED KWD SAR"), (long, "USD EUR RUB TRY GBP"), (codes, "")]
        {
            stage.data.answer("/rates.json", Answer::json(feed::rates(&values)));
            let rates = stage.data.url("/rates.json");
            stage
                .show(format!(
                    r#"<div id="box"><rate-ticker rates="{rates}" lang="en" currencies="{currencies}"></rate-ticker></div>"#
                ))
                .await;
            let out: Vec<String> = stage
                .get(
                    r#"(async () => {
                        const out = [];
                        for (const width of [280, 360, 480, 500, 520, 600, 640, 768, 960, 1200]) {
                            document.getElementById("box").style.width = `${width}px`;
                            await frames();
                            if (root.querySelector(".nw").scrollWidth > width)
                                out.push(`${width}: ${root.querySelector(".nw").scrollWidth}`);
                        }
                        return out;
                    })()"#,
                )
                .await;
            assert_eq!(out, [""; 0], "{currencies}");
        }
    });
}

/// Shows rates on one line, of which each has its change.
async fn show(stage: &Stage, rates: &Value, currencies: &str, attributes: &str) {
    stage.data.answer("/rates.json", Answer::json(rates));
    let rates = stage.data.url("/rates.json");
    stage
        .show(format!(
            r#"<rate-ticker rates="{rates}" lang="en" time-zone="UTC" currencies="{currencies}" rates-layout="row" {attributes}></rate-ticker>"#
        ))
        .await;
}

#[test]
fn figures_have_no_more_digits_than_the_owner_wants() {
    play(async |stage| {
        let values = [("RUB", "0.022094"), ("EUR", "1.98"), ("GBP", "1.98765"), ("USD", "17.0505")];
        let rates = feed::rates(&values);
        show(stage, &rates, "RUB EUR GBP USD", r#"rate-digits="3""#).await;
        let shown = [("₽", "0.0221"), ("€", "1.98"), ("£", "1.99"), ("$", "17.1")];
        assert_eq!(cells(stage).await, pairs(&shown));
        show(stage, &rates, "RUB EUR GBP USD", r#"rate-digits="published""#).await;
        let shown = values.map(|(code, value)| {
            let sign = match code {
                "RUB" => "₽",
                "EUR" => "€",
                "GBP" => "£",
                _ => "$",
            };
            (sign, value)
        });
        assert_eq!(cells(stage).await, pairs(&shown));
    });
}

#[test]
fn a_number_of_digits_that_is_none_is_complained_of() {
    play(async |stage| {
        stage.expect("rate-digits");
        for digits in ["1", "9", "many"] {
            let attributes = format!(r#"rate-digits="{digits}""#);
            show(stage, &feed::rates(&[("USD", "1.98765")]), "USD", &attributes).await;
            assert_eq!(cells(stage).await, pairs(&[("$", "1.98765")]), "{digits}");
            assert_eq!(stage.log().await.len(), 1);
        }
    });
}

#[test]
fn currencies_that_share_a_sign_have_their_codes_beside_it() {
    play(async |stage| {
        let rates = feed::rates(&[("USD", "1.7"), ("CAD", "1.2"), ("EUR", "1.98")]);
        for (currencies, shown) in [
            ("USD EUR", vec![("$", "1.7"), ("€", "1.98")]),
            ("CAD EUR", vec![("$ CAD", "1.2"), ("€", "1.98")]),
            ("USD CAD", vec![("$ USD", "1.7"), ("$ CAD", "1.2")]),
        ] {
            show(stage, &rates, currencies, "").await;
            assert_eq!(cells(stage).await, pairs(&shown), "{currencies}");
        }
    });
}

#[test]
fn a_nominal_that_cannot_be_divided_away_is_said() {
    play(async |stage| {
        let mut rates = feed::rates(&[("USD", "1.7"), ("CNY", "1"), ("JPY", "1.0879")]);
        rates["rates"][1]["nominal"] = json!(3);
        rates["rates"][2]["nominal"] = json!(100);
        show(stage, &rates, "USD CNY", "").await;
        assert_eq!(cells(stage).await, pairs(&[("$", "1.7"), ("3 ¥ CNY", "1")]));
        show(stage, &rates, "CNY JPY", "").await;
        let shown = [("3 ¥ CNY", "1"), ("¥ JPY", "0.010879")];
        assert_eq!(cells(stage).await, pairs(&shown));
    });
}

/// What is said of each change: for the pointer, and to who cannot see it; then the figures.
const CHANGES: &str = r#"$$(".chg").map((chg) => [chg.title, [...chg.querySelectorAll(".vh")].map((each) => each.textContent.trim()).join(" "),
    chg.querySelector(".by")?.textContent ?? "", chg.querySelector("bdi:not(.by)")?.textContent ?? ""])"#;

#[test]
fn a_change_says_since_when_and_how_much() {
    play_everywhere(async |stage| {
        let mut rates = feed::rates(&[
            ("USD", "1.7"),
            ("EUR", "1.98"),
            ("RUB", "1000.01"),
            ("TRY", "0.04"),
            ("GBP", "2.266"),
        ]);
        for (place, previous) in ["1.6979", "1.9869", "1000", "0.04"].into_iter().enumerate() {
            rates["rates"][place]["previous"] = json!(previous);
            rates["rates"][place]["previous_date"] = json!("2025-11-27");
        }
        show(stage, &rates, "USD EUR RUB TRY GBP", "").await;
        assert_eq!(
            stage.get::<Value>(CHANGES).await,
            json!([
                ["since 27 Nov · 0.0021 · 0.12%", "up since 27 Nov", "0.0021", "0.12%"],
                ["since 27 Nov · 0.0069 · 0.35%", "down since 27 Nov", "0.0069", "0.35%"],
                ["since 27 Nov · 0.01 · <0.01%", "up since 27 Nov", "0.01", "<0.01%"],
                ["since 27 Nov · 0%", "no change since 27 Nov", "", "0%"],
                ["", "", "", ""],
            ])
        );
        let arrows: Vec<String> = stage
            .get(r#"$$(".chg").map((chg) => chg.querySelector("path")?.getAttribute("d") ?? "")"#)
            .await;
        assert_eq!(arrows[0], arrows[1], "one arrow, of which the style sheet turns one");
        assert!(arrows[3] != arrows[0] && !arrows[3].is_empty(), "a dash for no change");
        assert_eq!(arrows[4], "", "nothing for what is not known");
        let turned: bool = stage
            .get(r#"(([up, down]) => up === "none" && down !== "none")($$(".chg .arr").map((arrow) => getComputedStyle(arrow).transform))"#)
            .await;
        assert!(turned, "the arrow of a fall points down");
    });
}

#[test]
fn a_change_without_a_day_says_none() {
    play(async |stage| {
        let mut rates = feed::rates(&[("USD", "1.7")]);
        rates["rates"][0]["previous"] = json!("1.6979");
        show(stage, &rates, "USD", "").await;
        let expected = json!([["0.0021 · 0.12%", "up", "0.0021", "0.12%"]]);
        assert_eq!(stage.get::<Value>(CHANGES).await, expected);
        assert!(!stage.get::<bool>(r#"Boolean($(".vs"))"#).await);
    });
}

#[test]
fn the_line_below_says_who_says_so_and_for_when() {
    play(async |stage| {
        let rates = stage.data.url("/demo/rates.json");
        stage
            .show(format!(
                r#"<rate-ticker rates="{rates}" lang="en" time-zone="UTC" currencies="USD EUR RUB TRY GBP"></rate-ticker>"#
            ))
            .await;
        let [link, at, day]: [String; 3] = stage
            .get(r#"[$(".asof a").textContent, $(".asof a").href, $(".asof time").dateTime]"#)
            .await;
        assert_eq!(
            [&*link, &*at, &*day],
            ["Mərkəzi Bank", "https://bank.example/rates", "2025-11-28"]
        );
        let parts = r#"["time", ".vs", ".unit"].map((part) => text($(`.asof ${part}`)))"#;
        let expected = json!(["28 Nov 2025", "since 27 Nov", "AZN per unit"]);
        assert_eq!(stage.get::<Value>(parts).await, expected);
        let seen = r#"$$(".asof > *").every((part) => part.checkVisibility())"#;
        assert!(stage.get::<bool>(seen).await);
        assert!(stage.get::<bool>(r#"Boolean($(".asof .since svg"))"#).await, "and is old by now");
    });
}

#[test]
fn rates_older_than_two_working_days_say_so() {
    play(async |stage| {
        // The days before today, and how many of those since then were from Monday to Friday.
        stage.open(Page::new("").without_script()).await;
        let days: Vec<(String, u32, String)> = stage
            .get(
                r#"Array.from({ length: 9 }, (_, ago) => {
                    const day = (ago) => new Date(Date.now() - ago * 86_400_000);
                    const working = Array.from({ length: ago }, (_, ago) => day(ago))
                        .filter((date) => ![0, 6].includes(date.getUTCDay()));
                    return [day(ago).toISOString().slice(0, 10), working.length, `${ago} days ago`];
                })"#,
            )
            .await;
        assert!(days.last().is_some_and(|(_, working, _)| *working > 4));
        for (date, working, age) in days {
            let mut rates = feed::rates(&[("USD", "1.7")]);
            rates["date"] = json!(date);
            show(stage, &rates, "USD", "").await;
            let found: Option<String> =
                stage.get(r#"$(".asof .since") ? text($(".asof .since")) : null"#).await;
            let expected = (working > 2).then_some(age);
            assert_eq!(found, expected, "{working} working days after {date}");
            if found.is_some() {
                assert!(stage.get::<bool>(r#"Boolean($(".asof .since svg"))"#).await);
            }
        }
    });
}
