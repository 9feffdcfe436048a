//! What Chromium alone can be told: sizes, colour schemes, collection of what is unused.

use axum::http::Method;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of its own (DevTools protocol).
#[derive(Debug)]
struct Cdp(&'static str, Value);

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({"cmd": self.0, "params": self.1}).to_string()))
    }
}

/// Gives a command; its answer.
///
/// # Panics
/// When Chromium does not know or obey it.
pub async fn tell(client: &Client, command: &'static str, parameters: Value) -> Value {
    let answer = client.issue_cmd(Cdp(command, parameters)).await;
    answer.unwrap_or_else(|error| panic!("{command} failed: {error}"))
}
