use e2e::feed;
use e2e::server::Answer;
use e2e::stage::{Stage, play};

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
    play(async |stage| {
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
        let shown = [("CAD", "1.2"), ("$", "1.7"), ("€", "1.98"), ("£", "2.2"), ("¥", "0.01")];
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
            .get(r#"$$(".chg").map((chg) => [chg.querySelector(".vh").textContent.trim(), text(chg), Boolean(chg.querySelector("svg"))])"#)
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
