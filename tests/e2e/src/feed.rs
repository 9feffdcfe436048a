//! Articles and rates made for a test.

use serde_json::{Value, json};

/// A JSON Feed of the given items.
pub fn of(items: impl Into<Value>) -> Value {
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Test Press",
        "language": "en",
        "items": items.into(),
    })
}

/// A feed of `count` plain articles, `Article 0 of NAME` first.
pub fn plain(name: &str, count: usize) -> Value {
    of((0..count).map(|number| article(name, number)).collect::<Vec<_>>())
}

/// One plain article.
pub fn article(name: &str, number: usize) -> Value {
    json!({
        "id": format!("{name}-{number}"),
        "url": format!("https://press.example/{name}/{number}"),
        "title": format!("Article {number} of {name}"),
        "content_text": "One sentence of it.",
        "date_published": "2025-11-28T10:00:00Z",
        "_news": {"category": "Tests"},
    })
}

/// Titles, sections and texts beyond every line, and no pictures.
pub fn endless(count: usize) -> Value {
    let item = |number| {
        let mut item = article("endless", number);
        item["title"] = json!("An endless title that goes on and on ".repeat(20));
        item["_news"]["category"] = json!("A section with quite a name ".repeat(10));
        item["content_text"] = json!(format!("{}\n\n", "A long paragraph. ".repeat(60)).repeat(8));
        item
    };
    let mut feed = of((0..count).map(item).collect::<Vec<_>>());
    feed["title"] = json!("A press with a name that fits nowhere ".repeat(5));
    feed
}

/// Rates in AZN of the given codes and values.
pub fn rates(values: &[(&str, &str)]) -> Value {
    let rate = |(code, value): &(&str, &str)| json!({"code": code, "nominal": 1, "value": value});
    json!({
        "base": "AZN",
        "date": "2025-11-28",
        "source": {"name": "Test Bank", "url": "https://bank.example/"},
        "rates": values.iter().map(rate).collect::<Vec<_>>(),
    })
}
