//! The readers on documents: good ones, damaged ones, hostile ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::rc::Rc;

use news_widget::link::SafeLink;
use news_widget::model::{Article, Rates};
use news_widget::reader::{self, Reading, Wanted};

#[track_caller]
fn articles(json: &str) -> Reading<Vec<Rc<Article>>> {
    support::articles(json.as_bytes()).unwrap()
}

#[track_caller]
fn rates(json: &str) -> Reading<Rates> {
    support::rates(json.as_bytes()).unwrap()
}

fn texts<T>(reading: &Reading<T>) -> Vec<String> {
    reading.complaints.iter().map(ToString::to_string).collect()
}

/// One line an article, so that a difference can be read.
fn line(article: &Rc<Article>) -> String {
    format!(
        "{} | {} | {} | {} | {} | {} | {} | {} | {}{}",
        article.id,
        article.url,
        article.title,
        support::words(article).join(" / "),
        article.picture.as_ref().map_or("-", SafeLink::as_str),
        article.published.map_or("-".to_owned(), |at| at.rfc3339()),
        article.category.as_deref().unwrap_or("-"),
        article.source.as_deref().unwrap_or("-"),
        if article.urgent { "urgent " } else { "" },
        if article.sponsored { "sponsored" } else { "" },
    )
}

#[test]
fn json_feed_fields_land_where_the_model_says() {
    let reading = articles(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": " Xəzər\n Kuryeri ", "language": "az", "items": [
            {"id": "a", "url": "/a", "title": "Bir", "content_text": "İlk.\n\nİkinci.", "image": "p.svg",
             "date_published": "2025-11-28T14:05:00+04:00", "tags": ["Liman"],
             "_news": {"category": "Nəqliyyat", "urgent": true}},
            {"id": 17, "external_url": "https://b.example/", "content_html": "<p>Uç &amp; get</p><p>2</p>",
             "banner_image": "//cdn.example/b.png", "tags": ["Dağlar"], "language": "en", "_news": {"sponsored": true}},
            {"id": "https://c.example/c", "title": "Üç", "summary": "Qısa"}
        ]}"#,
    );
    assert_eq!(texts(&reading), [""; 0]);
    let lines: Vec<_> = reading.value.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "a | https://courier.example/a | Bir | İlk. / İkinci. | https://courier.example/data/p.svg | \
             2025-11-28T10:05:00Z | Nəqliyyat | Xəzər Kuryeri | urgent ",
            "17 | https://b.example/ | Uç & get | Uç & get / 2 | https://cdn.example/b.png | - | Dağlar | \
             Xəzər Kuryeri | sponsored",
            "https://c.example/c | https://c.example/c | Üç | Qısa | - | - | - | Xəzər Kuryeri | ",
        ]
    );
    let languages: Vec<_> =
        reading.value.iter().map(|article| article.language.as_deref()).collect();
    assert_eq!(languages, [Some("az"), Some("en"), Some("az")]);
}

#[test]
fn good_items_are_shown_and_bad_ones_named_with_place_found_and_expected() {
    let reading = articles(
        r#"{"items": [
            {"id": 1, "url": "https://a.example/1", "title": "One"},
            {"id": 2, "title": "No address"},
            17,
            {"id": 3, "url": "https://a.example/3", "title": "Three", "date_published": "soon"},
            {"id": 4, "url": "javascript:alert(1)", "title": "Hostile"},
            {"id": 5, "url": "https://a.example/5"},
            {"id": 6, "url": "https://a.example/6", "title": "Six", "image": "data:image/png;base64,AAAA"},
            null,
            {"id": 7, "url": "https://a.example/7", "title": 7, "date_published": null, "image": null, "tags": "x"}
        ]}"#,
    );
    let titles: Vec<_> = reading.value.iter().map(|article| &*article.title).collect();
    assert_eq!(titles, ["One", "Three", "Six", "7"]);
    assert_eq!(
        texts(&reading),
        [
            r#"items[1].url is missing, expected a web address (http or https)"#,
            r#"items[2]: 17 is not an article (an object)"#,
            r#"items[3].date_published: "soon" is not a date (such as 2025-11-28T14:05:00+04:00)"#,
            r#"items[4].url: "javascript:alert(1)" is not a web address (http or https)"#,
            r#"items[5].title is missing, expected a title or some text"#,
            r#"items[6].image: "data:image/png;base64,AAAA" is not a picture's web address (http or https)"#,
        ]
    );
}

#[test]
fn a_document_that_holds_nothing_readable_is_named_as_such() {
    let error = |bytes: &[u8]| support::articles(bytes).unwrap_err().to_string();
    assert_eq!(
        error(b"<!doctype html><title>Log in</title>"),
        r#"expected JSON or XML, found a page for people ("Log in")"#
    );
    assert_eq!(error(b" \n"), "expected JSON or XML, found nothing");
    assert_eq!(
        error(b"503 Service Unavailable"),
        r#"expected JSON or XML, found text that begins "503 Service ""#
    );
    assert_eq!(
        error(b"{\"items\": [}"),
        r#"not JSON: line 1, column 12: expected a JSON value, found "}""#
    );
    assert_eq!(
        error(b"<!-- never closed"),
        r#"not XML: line 1, column 1: expected a whole tag, comment or CDATA, found "<!-- never c""#
    );
    assert_eq!(error(b"\x89PNG\0\0"), "expected JSON or XML, found bytes that are no text");
    let known = "articles in a format that is known (RSS, Atom, JSON Feed, WordPress, …)";
    assert_eq!(error(b"{}"), format!("the document: an object is not {known}"));
    assert_eq!(error(b"[1]"), format!("the document: a list is not {known}"));
    assert_eq!(error(b"<opml><body/></opml>"), format!("the document: <opml> is not {known}"));
    assert_eq!(
        error(br#"{"code": "rest_forbidden", "message": "Sorry, you are not allowed to do that.", "data": {"status": 401}}"#),
        format!("the document: the message \"Sorry, you are not allowed to do that.\" is not {known}")
    );
    let code = |bytes: &[u8]| support::articles(bytes).unwrap_err().code();
    let codes = [&b"{"[..], b"{}", b"\0\0", b"<html>", b"<!--", b"x"].map(code);
    assert_eq!(codes, ["not-json", "shape", "not-text", "page", "not-xml", "unknown"]);
}

#[test]
fn a_format_that_the_owner_names_is_held_to_it() {
    let read = |format: &'static str, json: &str| {
        let wanted = Wanted { format: Some(format), ..Wanted::default() };
        reader::articles(&support::document(json.as_bytes()), &wanted, &support::PLATFORM)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(read("jsonfeed", "{}"), "items is missing, expected a list of articles");
    assert_eq!(read("ghost", r#"{"items": []}"#), "posts is missing, expected a list of articles");
}

#[test]
fn a_byte_order_mark_is_no_content() {
    assert_eq!(support::articles(b"\xEF\xBB\xBF{\"items\": []}").unwrap().value, []);
}

#[test]
fn a_long_text_without_a_title_is_called_by_its_beginning() {
    let json =
        format!(r#"{{"items": [{{"url": "/a", "content_text": "{}"}}]}}"#, "söz ".repeat(60));
    let title = articles(&json).value.first().unwrap().title.to_string();
    assert_eq!(title, format!("{}söz…", "söz ".repeat(29)));
}

#[test]
fn rates_keep_their_digits_and_the_nominal_moves_the_point() {
    let reading = rates(
        r#"{"base": "AZN", "date": "2025-11-28", "source": {"name": "Mərkəzi Bank", "url": "https://bank.example"},
            "rates": [
              {"code": "USD", "nominal": 1, "value": "1.7"}, {"code": "EUR", "value": 1.98},
              {"code": "RUB", "nominal": 100, "value": "2.2094", "previous": "2.2011"},
              {"code": "TRY", "nominal": 1, "value": 0.0400}, {"code": "gbp", "nominal": "1", "value": "2.266"}
            ]}"#,
    );
    assert_eq!(texts(&reading), [""; 0]);
    let line = |rate: &news_widget::model::Rate| {
        let previous = rate.previous.map_or(String::new(), |previous| format!(" ({previous})"));
        format!("{} {}{previous}", rate.code.as_str(), rate.value)
    };
    let lines: Vec<_> = reading.value.rates.iter().map(line).collect();
    assert_eq!(
        lines,
        ["USD 1.7", "EUR 1.98", "RUB 0.022094 (0.022011)", "TRY 0.0400", "GBP 2.266"]
    );
    assert_eq!(reading.value.base.as_str(), "AZN");
    assert_eq!(reading.value.day.map(|day| day.iso()).as_deref(), Some("2025-11-28"));
    assert_eq!(
        reading.value.source_url.as_ref().map(SafeLink::as_str),
        Some("https://bank.example/")
    );
}

#[test]
fn good_rates_are_shown_and_bad_ones_named() {
    let reading = rates(
        r#"{"base": "AZN", "date": "today", "source": {"url": "ftp://bank.example"}, "rates": [
            {"code": "USD", "value": "NaN"}, {"code": "EUR", "value": -1}, {"code": "RUB", "value": 0},
            {"code": "dollar", "value": 1}, {"value": 1}, {"code": "TRY"}, "GBP",
            {"code": "KZT", "nominal": 0, "value": 1}, {"code": "JPY", "nominal": 1.5, "value": 1},
            {"code": "CNY", "nominal": 3, "value": 1}, {"code": "CHF", "value": "2.1", "previous": "n/a"},
            {"code": "GEL", "value": 1e999}
        ]}"#,
    );
    let codes: Vec<_> = reading.value.rates.iter().map(|rate| rate.code.as_str()).collect();
    assert_eq!(codes, ["CNY", "CHF"], "what cannot be divided by 3 stays for 3");
    assert_eq!(
        texts(&reading),
        [
            r#"rates[0].value: "NaN" is not a price (a decimal above 0, such as "1.7")"#,
            r#"rates[1].value: -1 is not a price (a decimal above 0, such as "1.7")"#,
            r#"rates[2].value: 0 is not a price (a decimal above 0, such as "1.7")"#,
            r#"rates[3].code: "dollar" is not a currency code (ISO 4217, such as USD)"#,
            r#"rates[4].code is missing, expected a currency code (ISO 4217, such as USD)"#,
            r#"rates[5].value is missing, expected a price (a decimal above 0, such as "1.7")"#,
            r#"rates[6]: "GBP" is not a rate (an object)"#,
            r#"rates[7].nominal: 0 is not a number of units (1, 10, 100 …)"#,
            r#"rates[8].nominal: 1.5 is not a number of units (1, 10, 100 …)"#,
            r#"date: "today" is not a day (such as 2025-11-28)"#,
            r#"rates[10].previous: "n/a" is not a price (a decimal above 0, such as "1.7")"#,
            r#"rates[11].value: 1e999 is not a price (a decimal above 0, such as "1.7")"#,
            r#"source.url: "ftp://bank.example" is not a web address (http or https)"#,
        ]
    );
    let error = |json: &str| support::rates(json.as_bytes()).unwrap_err().to_string();
    let known = "rates in a format that is known (our JSON, a bank's XML or JSON, …)";
    assert_eq!(error("[]"), format!("the document: a list is not {known}"));
    assert_eq!(
        error(r#"{"rates": [{"code": "USD", "value": 1}]}"#),
        "base is missing, expected a currency code (ISO 4217, such as AZN)"
    );
    assert_eq!(
        error(r#"{"base": "AZN", "rates": [{"code": "USD", "value": 0}]}"#),
        r#"rates[0].value: 0 is not a price (a decimal above 0, such as "1.7")"#
    );
    assert_eq!(
        error(r#"{"success": false, "error": {"code": 105, "info": "No base for you."}}"#),
        format!("the document: the message \"No base for you.\" is not {known}")
    );
}

#[test]
fn the_demo_newsroom_reads_without_a_complaint() {
    let demo = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let mut all = 0;
    for language in ["az", "en", "ru"] {
        let reading = articles(&demo(&format!("feed.{language}.json")));
        assert_eq!(texts(&reading), [""; 0], "{language}");
        assert!(
            reading
                .value
                .iter()
                .all(|article| article.published.is_some() && article.body.is_some())
        );
        all += reading.value.len();
    }
    assert!(all >= 24, "expected at least 24 articles, found {all}");
    let reading = rates(&demo("rates.json"));
    assert_eq!(texts(&reading), [""; 0]);
    let strip: Vec<_> =
        reading.value.rates.iter().take(5).map(|rate| rate.value.to_string()).collect();
    assert_eq!(strip, ["1.7", "1.98", "0.022094", "0.04", "2.266"]);
}

mod whatever_comes {
    //! Documents of the right words in the wrong places: no panic, and only checked values come out.

    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const WORDS: [&str; 26] = [
        "items",
        "rates",
        "id",
        "url",
        "external_url",
        "title",
        "content_text",
        "content_html",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "language",
        "tags",
        "_news",
        "category",
        "urgent",
        "sponsored",
        "base",
        "date",
        "source",
        "name",
        "code",
        "nominal",
        "value",
        "previous",
    ];
    const TEXTS: [&str; 16] = [
        "",
        " ",
        "a",
        "https://a.example/x",
        "javascript:alert(1)",
        "//b.example",
        "../c",
        "AZN",
        "USD",
        "1.7",
        "-0",
        "1e38",
        "2025-11-28T14:05:00+04:00",
        "soon",
        "<p>a<b>b</p>&amp;&#0;<",
        "ə",
    ];

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            let word = prop::sample::select(&WORDS[..]).prop_map(str::to_owned);
            let member = (word, inner.clone());
            prop_oneof![
                prop::collection::vec(inner, 0..6).prop_map(Value::from),
                prop::collection::vec(member, 0..8)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn articles_come_out_checked(items in prop::collection::vec(value(), 0..5), whole in value()) {
            for document in [json!({"items": items}), whole] {
                let Ok(reading) = support::articles(document.to_string().as_bytes()) else { continue };
                for article in &reading.value {
                    prop_assert!(!article.title.is_empty());
                    prop_assert!(support::words(article).iter().all(|paragraph| !paragraph.trim().is_empty()));
                    for link in [Some(&article.url), article.picture.as_ref()].into_iter().flatten() {
                        prop_assert!(link.as_str().starts_with("http"), "{link}");
                    }
                }
                for complaint in &reading.complaints {
                    prop_assert!(!complaint.path.is_empty() && !complaint.to_string().is_empty());
                }
            }
        }

        #[test]
        fn rates_come_out_above_zero(list in prop::collection::vec(value(), 0..5), whole in value()) {
            for document in [json!({"base": "AZN", "rates": list}), whole] {
                let Ok(reading) = support::rates(document.to_string().as_bytes()) else { continue };
                prop_assert!(reading.value.rates.iter().all(|rate| rate.value.is_positive()));
            }
        }

        #[test]
        fn bytes_of_any_sort_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = (support::articles(&bytes), support::rates(&bytes));
        }
    }
}
