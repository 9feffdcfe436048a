//! The published schemas against the readers: what a schema allows is read without a complaint,
//! and what it refuses of a value is named by the reader too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn schema(name: &str) -> Validator {
    jsonschema::validator_for(&file(&format!("schema/{name}.schema.json"))).unwrap()
}

/// The reader's complaints, or the error when nothing could be read.
fn article_complaints(document: &Value) -> Vec<String> {
    match support::articles(document.to_string().as_bytes()) {
        Ok(reading) => reading.complaints.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn rate_complaints(document: &Value) -> Vec<String> {
    match support::rates(document.to_string().as_bytes()) {
        Ok(reading) => reading.complaints.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn feed(change: impl Fn(&mut Value)) -> Value {
    let mut item = json!({
        "id": "a", "url": "https://courier.example/a", "title": "One", "content_text": "Text.",
        "date_published": "2025-11-28T14:05:00+04:00", "image": "pictures/port.svg",
        "_news": {"category": "Harbour", "urgent": true, "similar": ["b"]}
    });
    change(&mut item);
    json!({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [item]})
}

fn strip(change: impl Fn(&mut Value)) -> Value {
    let mut rate = json!({"code": "RUB", "nominal": 100, "value": "2.2094", "previous": "2.2011",
        "previous_date": "2025-11-27", "history": [["2025-11-24", "2.19"], ["2025-11-25", "2.2"]]});
    change(&mut rate);
    json!({"base": "AZN", "date": "2025-11-28", "source": {"name": "CB", "url": "https://bank.example"}, "rates": [rate]})
}

#[test]
fn the_demo_data_keep_to_the_schemas() {
    for language in ["az", "en", "ru"] {
        let errors = schema("articles");
        let document = file(&format!("demo/feed.{language}.json"));
        let errors: Vec<_> = errors.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{language}");
    }
    assert!(schema("rates").is_valid(&file("demo/rates.json")));
}

#[test]
fn what_the_schemas_allow_is_read_without_a_complaint() {
    let articles = [
        feed(|_| ()),
        feed(|item| item["date_published"] = json!("2025-11-28T10:05:00Z")),
        feed(|item| item["_news"] = json!({"sponsored": true})),
        feed(|item| _ = item.as_object_mut().unwrap().remove("image")),
    ];
    for document in articles {
        assert!(schema("articles").is_valid(&document), "{document}");
        assert_eq!(article_complaints(&document), [""; 0], "{document}");
    }
    let rates = [
        strip(|_| ()),
        strip(|rate| rate["value"] = json!(2.2094)),
        strip(|rate| *rate = json!({"code": "RUB", "value": 3})),
    ];
    for document in rates {
        assert!(schema("rates").is_valid(&document), "{document}");
        assert_eq!(rate_complaints(&document), [""; 0], "{document}");
    }
}

#[test]
fn what_the_readers_complain_of_the_schemas_refuse_too() {
    let articles = [
        feed(|item| item["date_published"] = json!("soon")),
        feed(|item| item["url"] = json!(17)),
        feed(|item| _ = item.as_object_mut().unwrap().remove("url")),
        json!({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [17]}),
        json!({"title": "Courier"}),
    ];
    for document in articles {
        assert!(!schema("articles").is_valid(&document), "{document}");
        assert_ne!(article_complaints(&document), [""; 0], "{document}");
    }
    let rates = [
        strip(|rate| rate["value"] = json!("NaN")),
        strip(|rate| rate["value"] = json!(-1)),
        strip(|rate| rate["nominal"] = json!(0)),
        strip(|rate| rate["nominal"] = json!(1.5)),
        strip(|rate| rate["code"] = json!("dollar")),
        json!({"rates": []}),
        json!({"base": "AZN", "date": "2025-11-28"}),
    ];
    for document in rates {
        assert!(!schema("rates").is_valid(&document), "{document}");
        assert_ne!(rate_complaints(&document), [""; 0], "{document}");
    }
}
