//! Rates as strings: what an editor would have to sign, in every layout, without a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::rc::Rc;

use news_widget::config::Config;
use news_widget::model::{Code, Rates};
use news_widget::path::Fields;
use news_widget::reader::{self, Platform, Reading, Wanted};
use news_widget::state::{Exchange, Load, State};
use news_widget::time::Timestamp;
use support::html::render;

const ARRIVED: Timestamp = Timestamp(1_764_322_200); // Friday, 28 November 2025, 13:30 in Baku

fn config(attributes: &[(&str, &str)]) -> Config {
    let all: Vec<_> =
        [("rates", "https://bank.example/r"), ("lang", "en")].iter().chain(attributes).collect();
    let attribute = |name: &str| {
        all.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    };
    let (config, complaints) = Config::new(&attribute, &|text| Some(text.to_owned()), &[]);
    assert_eq!(complaints, []);
    config
}

fn state(rates: &str) -> State {
    let json = format!(
        r#"{{"base": "AZN", "date": "2025-11-28", "source": {{"name": "Bank", "url": "https://bank.example/"}}, "rates": [{rates}]}}"#
    );
    let mut state = State::default();
    let asked = state.rates.ask(false);
    let rates = support::rates(json.as_bytes()).unwrap().value;
    assert!(state.rates.arrived(asked, Rc::new(rates), ARRIVED));
    state
}

fn draw(attributes: &[(&str, &str)], rates: &str) -> String {
    render(&config(attributes), &state(rates))
}

/// What stands between a tag that begins so and the next one, each time.
fn texts(html: &str, begin: &str) -> Vec<String> {
    let rest = |rest: &str| rest.split_once('<').unwrap().0.to_owned();
    html.split(begin)
        .skip(1)
        .map(|after| {
            if begin.ends_with('>') { rest(after) } else { rest(after.split_once('>').unwrap().1) }
        })
        .collect()
}

fn signs(attributes: &[(&str, &str)], rates: &str) -> Vec<String> {
    texts(&draw(attributes, rates), r#"<span class="rate-sym""#)
}

fn figures(attributes: &[(&str, &str)], rates: &str) -> Vec<String> {
    texts(&draw(attributes, rates), r#"<span class="rate-num""#)
}

const MODEL: &str = r#"{"code": "USD", "value": "1.7"}, {"code": "EUR", "value": "1.98"},
    {"code": "RUB", "nominal": 100, "value": "2.2094"}, {"code": "TRY", "value": "0.04"},
    {"code": "GBP", "value": "2.266"}"#;

#[test]
fn the_model_strip_is_as_published_in_every_layout() {
    for layout in ["auto", "row", "table"] {
        let attributes = [("rates-layout", layout), ("currencies", "USD EUR RUB TRY GBP")];
        assert_eq!(figures(&attributes, MODEL), ["1.7", "1.98", "0.022094", "0.04", "2.266"]);
        assert_eq!(signs(&attributes, MODEL), ["$", "€", "₽", "₺", "£"]);
    }
    let tape = [("rates-layout", "tape"), ("currencies", "USD EUR")];
    assert_eq!(figures(&tape, MODEL), ["1.7", "1.98", "1.7", "1.98"], "one run after the other");
    let html = draw(&tape, MODEL);
    assert_eq!(html.matches(r#"<ul class="rate-row" aria-hidden="true">"#).count(), 1, "{html}");
}

#[test]
fn significant_digits_are_rounded_half_to_even_and_never_made_up() {
    let rates = r#"{"code": "USD", "value": "1.7"}, {"code": "RUB", "value": "0.022094"},
        {"code": "EUR", "value": "1.985"}, {"code": "GBP", "value": "2.275"}, {"code": "UZS", "value": "12194.21"}"#;
    let digits = |digits| figures(&[("rate-digits", digits)], rates);
    assert_eq!(digits("published"), ["1.7", "0.022094", "1.985", "2.275", "12,194.21"]);
    assert_eq!(digits("3"), ["1.7", "0.0221", "1.98", "2.28", "12,200"]);
    assert_eq!(digits("8"), ["1.7", "0.022094", "1.985", "2.275", "12,194.21"]);
}

#[test]
fn figures_take_the_marks_of_the_language() {
    let rates = r#"{"code": "UZS", "value": "12194.21"}"#;
    let in_language = |lang| figures(&[("lang", lang)], rates).remove(0);
    assert_eq!(
        ["az", "en", "ru", "tr"].map(in_language),
        ["12.194,21", "12,194.21", "12\u{a0}194,21", "12.194,21"]
    );
}

#[test]
fn a_sign_that_could_mean_another_currency_has_the_code_with_it() {
    let rates = r#"{"code": "USD", "value": "1.7"}, {"code": "CAD", "value": "1.2"}, {"code": "CHF", "value": "2.1"}"#;
    let of = |currencies| signs(&[("currencies", currencies)], rates);
    assert_eq!(of("USD"), ["$"]);
    assert_eq!(of("USD CHF"), ["$", "CHF"]);
    assert_eq!(of("USD CAD"), ["$ USD", "$ CAD"]);
    assert_eq!(of("CAD"), ["$ CAD"], "most readers take it for another one");
}

#[test]
fn a_nominal_is_shown_where_it_cannot_be_divided_away() {
    let rates = r#"{"code": "USD", "nominal": 3, "value": "5.1", "previous": "5", "previous_date": "2025-11-27"},
        {"code": "JPY", "nominal": 100, "value": "1.0879"}, {"code": "EUR", "nominal": 20, "value": "39.7"}"#;
    let html = draw(&[], rates);
    assert_eq!(texts(&html, r#"<span class="rate-sym""#), ["3 $", "¥", "€"]);
    assert_eq!(texts(&html, r#"<span class="rate-num""#), ["5.1", "0.010879", "1.985"]);
    assert!(html.contains(r#"<bdi class="by">0.1</bdi><bdi>2%</bdi>"#), "{html}");
}

#[test]
fn a_change_says_by_how_much_and_since_when() {
    let change = |rate: &str, lang| {
        let html = draw(&[("lang", lang)], rate);
        let (_, rest) = html.split_once(r#"<span class="chg"#).unwrap();
        format!("chg{}", rest.split_once("</li>").unwrap().0)
    };
    let usd =
        r#"{"code": "USD", "value": "1.7", "previous": "1.698", "previous_date": "2025-11-27"}"#;
    for (lang, title) in [
        ("en", "since 27 Nov · 0.002 · 0.12%"),
        ("az", "27.11-ə nisbətən · 0,002 · 0,12%"),
        ("ru", "к 27.11 · 0,002 · 0,12\u{a0}%"),
        ("tr", "27.11'e göre · 0,002 · %0,12"),
    ] {
        let html = change(usd, lang);
        assert!(html.starts_with(&format!(r#"chg up" title="{title}">"#)), "{html}");
    }
    assert!(change(usd, "en").contains(r#"<span class="vh"> since 27 Nov</span>"#));
    let same =
        r#"{"code": "USD", "value": "1.7", "previous": "1.70", "previous_date": "2025-11-27"}"#;
    let html = change(same, "en");
    assert!(html.starts_with(r#"chg" title="since 27 Nov · 0%">"#), "{html}");
    assert!(!html.contains("class=\"by\""), "a dash and nothing more: {html}");
    let little =
        r#"{"code": "USD", "value": "1.70001", "previous": "1.7", "previous_date": "2025-11-27"}"#;
    assert!(change(little, "en").contains("<bdi>&lt;0.01%</bdi>"), "{}", change(little, "en"));
    let unknown = r#"{"code": "USD", "value": "1.7"}"#;
    assert_eq!(change(unknown, "en"), r#"chg"></span>"#);
    let same_day =
        r#"{"code": "USD", "value": "1.7", "previous": "1.6", "previous_date": "2025-11-28"}"#;
    assert_eq!(change(same_day, "en"), r#"chg"></span>"#, "no change since itself");
}

#[test]
fn a_price_of_an_earlier_day_than_the_others_says_so() {
    let html = draw(
        &[],
        r#"{"code": "USD", "value": "1.7"}, {"code": "EUR", "date": "2025-11-25", "value": "1.98", "previous": "1.9", "previous_date": "2025-11-24"}"#,
    );
    assert!(html.contains(r#"<time datetime="2025-11-25">25 Nov 2025</time></span>"#), "{html}");
    assert!(!html.contains("4.21%"), "{html}");
}

/// The line under the rates, as text.
fn as_of(attributes: &[(&str, &str)], rates: &str, date: &str) -> String {
    let config = config(attributes);
    let json = format!(
        r#"{{"base": "AZN", "date": "{date}", "source": {{"name": "Bank", "url": "https://bank.example/"}}, "rates": [{rates}]}}"#
    );
    let mut state = State::default();
    let asked = state.rates.ask(false);
    let rates = support::rates(json.as_bytes()).unwrap().value;
    state.rates.arrived(asked, Rc::new(rates), ARRIVED);
    let html = render(&config, &state);
    let (_, line) = html.split_once(r#"<p class="asof">"#).unwrap();
    let mut text = String::new();
    for part in line.split_once("</p>").unwrap().0.split('<').skip(1) {
        let words = part.split_once('>').unwrap().1;
        if !words.is_empty() {
            text.push_str(words);
            text.push('|');
        }
    }
    text
}

#[test]
fn the_line_below_names_source_day_comparison_and_unit() {
    let usd =
        r#"{"code": "USD", "value": "1.7", "previous": "1.69", "previous_date": "2025-11-27"}"#;
    let eur =
        r#"{"code": "EUR", "value": "1.98", "previous": "1.9", "previous_date": "2025-11-26"}"#;
    let line = as_of(&[("refresh", "0")], usd, "2025-11-28");
    assert_eq!(line, "Bank|28 Nov 2025|since 27 Nov|AZN per unit|");
    let line = as_of(&[("lang", "az"), ("refresh", "0")], usd, "2025-11-28");
    assert_eq!(line, "Bank|28.11.2025|27.11-ə nisbətən|1 vahid, AZN|");
    let line = as_of(&[("refresh", "0")], &format!("{usd}, {eur}"), "2025-11-28");
    assert_eq!(line, "Bank|28 Nov 2025|AZN per unit|", "changes of two days have each its own");
    let line = as_of(&[("refresh", "0")], r#"{"code": "USD", "value": "1.7"}"#, "2025-11-28");
    assert_eq!(line, "Bank|28 Nov 2025|AZN per unit|");
}

#[test]
fn a_rate_older_than_two_working_days_says_its_age() {
    let usd = r#"{"code": "USD", "value": "1.7"}"#;
    // It is the 28th of November, a Friday.
    let line = |date| as_of(&[("refresh", "0")], usd, date);
    assert_eq!(line("2025-11-26"), "Bank|26 Nov 2025|AZN per unit|");
    assert_eq!(line("2025-11-25"), "Bank|25 Nov 2025|3 days ago|AZN per unit|");
    assert_eq!(line("2025-11-23"), "Bank|23 Nov 2025|5 days ago|AZN per unit|");
    assert_eq!(line("2025-12-01"), "Bank|1 Dec 2025|AZN per unit|", "of Monday, out on Friday");
}

#[test]
fn a_table_has_headers_names_sides_and_histories() {
    let rates = r#"{"code": "USD", "value": "1.7", "buy": "1.69", "sell": "1.71",
            "history": [["2025-11-20", "1.69"], ["2025-11-25", "1.71"], ["2025-11-27", "1.695"]]},
        {"code": "EUR", "value": "1.98", "history": [["2025-11-27", "1.9"]]}, {"code": "CAD", "value": "1.2"}"#;
    let table = [("rates-layout", "table"), ("currencies", "USD EUR CAD CHF")];
    let html = draw(&table, rates);
    let heads = texts(&html, r#"<th scope="col""#);
    assert_eq!(heads, ["Currency", "Buy", "Sell", "Rate, AZN", "Change", "8 days"]);
    assert_eq!(texts(&html, "<b>"), ["USD", "EUR", "CAD", "CHF"]);
    assert!(html.contains(
        r#"<td class="num side"><bdi>1.69</bdi></td><td class="num side"><bdi>1.71</bdi></td>"#
    ));
    assert_eq!(
        texts(&html, r#"<span class="name""#),
        ["US dollar", "Euro", "Canadian dollar", "Swiss franc"]
    );
    assert_eq!(html.matches(r#"role="slider""#).count(), 1, "two days are no line: {html}");
    assert!(
        html.contains(r#"aria-label="USD, last 8 days: from 1.69 to 1.71, now 1.7""#),
        "{html}"
    );
    assert!(html.contains(r#"aria-valuemin="1" aria-valuemax="4" aria-valuenow="4" aria-valuetext="28 Nov 2025: 1.7""#), "{html}");
    assert!(!html.contains("class=\"tip\""));
    let mut state = state(rates);
    state.pointed = Some((Code::new("USD").unwrap(), 1));
    let html = render(&config(&table), &state);
    assert!(html.contains(r#"aria-valuetext="25 Nov 2025: 1.71""#), "{html}");
    assert!(
        html.contains(r#"<span class="tip" aria-hidden="true">25 Nov 2025: 1.71</span>"#),
        "{html}"
    );
    let bare = draw(&table, r#"{"code": "USD", "value": "1.7"}"#);
    assert_eq!(texts(&bare, r#"<th scope="col""#), ["Currency", "Rate, AZN", "Change"]);
}

#[test]
fn a_tape_has_the_one_button_that_stops_all() {
    let usd = r#"{"code": "USD", "value": "1.7"}"#;
    let button = r#"data-act="pause" aria-label="Stop the tape""#;
    for refresh in ["0", "5m"] {
        let html = draw(&[("rates-layout", "tape"), ("refresh", refresh)], usd);
        assert_eq!(html.matches("data-act=\"pause\"").count(), 1, "{html}");
        assert!(html.contains(button), "{html}");
    }
    let mut stopped = state(usd);
    stopped.paused = true;
    let html = render(&config(&[("rates-layout", "tape")]), &stopped);
    assert!(html.contains(r#"data-act="pause" aria-label="Start the tape""#), "{html}");
    assert!(html.contains(r#"<div class="tape" data-paused="">"#), "{html}");
    let mut wide = state(usd);
    wide.too_wide = Some(500);
    let html = render(&config(&[]), &wide);
    assert!(html.contains(r#"<div class="tape auto">"#) && html.contains(button), "{html}");
    let html = render(&config(&[("rates-layout", "row")]), &wide);
    assert!(!html.contains("tape"), "{html}");
}

/// What stands in the two fields, the sign between them, and what is told.
fn converter(attributes: &[(&str, &str)], exchange: Exchange) -> (String, String, String, String) {
    let mut state = state(MODEL);
    state.exchange = exchange;
    let all: Vec<_> = [("converter", ""), ("currencies", "USD EUR RUB TRY GBP")]
        .into_iter()
        .chain(attributes.iter().copied())
        .collect();
    let html = render(&config(&all), &state);
    let value = |field: &str| {
        let (before, _) = html.split_once(&format!("data-field=\"{field}\"")).unwrap();
        let (_, from) = before.rsplit_once("<input").unwrap();
        let (_, after) = html.split_once(&format!("data-field=\"{field}\"")).unwrap();
        let tag = format!("{from}{}", after.split_once('>').unwrap().0);
        tag.split_once(" value=\"")
            .map_or("", |(_, rest)| rest.split_once('"').unwrap().0)
            .to_owned()
    };
    let told = texts(&html, r#"<p class="told""#).remove(0);
    (value("first"), texts(&html, r#"<span class="eq""#).remove(0), value("second"), told)
}

fn typed(amount: &str, second: bool) -> Exchange {
    Exchange { amount: amount.to_owned(), second, ..Exchange::default() }
}

fn owned(parts: (&str, &str, &str, &str)) -> (String, String, String, String) {
    (parts.0.to_owned(), parts.1.to_owned(), parts.2.to_owned(), parts.3.to_owned())
}

#[test]
fn amounts_are_converted_both_ways_with_the_rate_and_its_day() {
    let told = "1 USD = 1.7 AZN · 28 Nov 2025";
    assert_eq!(converter(&[], typed("1", false)), owned(("1", "=", "1.7", told)));
    assert_eq!(converter(&[], typed("1234.5", false)), owned(("1234.5", "=", "2,098.65", told)));
    assert_eq!(converter(&[], typed("100", true)), owned(("58.8235", "≈", "100", told)));
    assert_eq!(converter(&[], typed("1.7", true)), owned(("1", "=", "1.7", told)));
    let told = "1 USD = 1,7 AZN · 28.11.2025";
    assert_eq!(
        converter(&[("lang", "az")], typed("1 234,5", false)),
        owned(("1 234,5", "=", "2.098,65", told))
    );
}

#[test]
fn two_foreign_currencies_are_converted_by_the_base() {
    let mut exchange = typed("10", false);
    exchange.from = Code::new("EUR");
    exchange.to = Code::new("RUB");
    // 1.98 / 0.022094 = 89.61709061…
    let told = "1 EUR ≈ 89.6171 RUB · 28 Nov 2025";
    assert_eq!(converter(&[], exchange), owned(("10", "≈", "896.171", told)));
    let mut gone = typed("10", false);
    gone.from = Code::new("KZT");
    let told = "1 USD = 1.7 AZN · 28 Nov 2025";
    assert_eq!(converter(&[], gone), owned(("10", "=", "17", told)), "of what is no longer there");
}

#[test]
fn what_is_no_amount_is_said_to_be_none() {
    let told = "The amount must be a number, such as 1,234.5";
    for amount in ["", "many", "-1", "1e5", "1.2.3"] {
        let (first, _, second, said) = converter(&[], typed(amount, false));
        assert_eq!((&*first, &*second, &*said), (amount, "", told), "{amount}");
    }
}

/// What is known after each message of a stream.
fn streamed(messages: &[&str]) -> Result<Rates, String> {
    let platform = Platform {
        join: &|text, _| Some(text.to_owned()),
        decode: &|bytes, _| Some(String::from_utf8_lossy(bytes).into_owned()),
    };
    let mut known: Option<Rates> = None;
    for message in messages {
        let wanted = Wanted { format: None, fields: None::<Rc<Fields>>, base: Code::new("AZN") };
        let url = "https://bank.example/stream";
        let update = reader::rates_update(message, url, &wanted, &platform, known.as_ref());
        let Reading { value, .. } = update.map_err(|error| error.to_string())?;
        known = Some(match known {
            Some(known) => known.merged(value),
            None => value,
        });
    }
    Ok(known.unwrap())
}

#[test]
fn a_stream_says_whole_documents_single_rates_and_lists_of_them() {
    let whole = r#"{"base": "AZN", "date": "2025-11-28", "source": {"name": "Bank"}, "rates": [
        {"code": "USD", "value": "1.7", "previous": "1.69", "previous_date": "2025-11-27"}, {"code": "EUR", "value": "1.98"}]}"#;
    let values = |messages: &[&str]| {
        let rates = streamed(messages).unwrap();
        assert_eq!(rates.base.as_str(), "AZN");
        rates
            .rates
            .iter()
            .map(|rate| format!("{} {}", rate.code.as_str(), rate.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&[whole]), ["USD 1.7", "EUR 1.98"]);
    let usd = r#"{"code": "USD", "value": "1.7100"}"#;
    assert_eq!(values(&[whole, usd]), ["USD 1.7100", "EUR 1.98"], "the digits that were sent");
    let rates = streamed(&[whole, usd]).unwrap();
    assert_eq!(
        rates.rates[0].previous.unwrap().to_string(),
        "1.69",
        "of the day before, as it was"
    );
    assert_eq!(rates.source.as_deref(), Some("Bank"));
    let list =
        r#" [{"code": "EUR", "value": 2.01}, {"code": "RUB", "nominal": 100, "value": "2.2"}]"#;
    assert_eq!(values(&[whole, list]), ["USD 1.7", "EUR 2.01", "RUB 0.022"]);
    assert_eq!(
        values(&[usd]),
        ["USD 1.7100"],
        "in the base that is wanted, where nothing is known"
    );
    let next = r#"{"code": "USD", "value": "1.72", "date": "2025-12-01"}"#;
    let rates = streamed(&[whole, usd, next]).unwrap();
    assert_eq!(rates.rates[0].previous_day.unwrap().iso(), "2025-11-28");
    assert_eq!(rates.rates[0].previous.unwrap().to_string(), "1.7100");
}

#[test]
fn a_message_that_cannot_be_read_says_why() {
    let wrong = |message| streamed(&[message]).unwrap_err();
    assert!(wrong("hello").contains("\"hello\""), "{}", wrong("hello"));
    assert!(wrong(r#"{"code": "USD"}"#).contains("rates in a format that is known"));
}
