//! `_headers`, the form that Cloudflare Pages and Netlify read.

use std::collections::BTreeMap;

/// The headers of a path: those of all rules that match it.
///
/// # Panics
/// When the text has another form, or says a header twice.
pub fn of(text: &str, path: &str) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::new();
    let mut matches = false;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let Some(header) = line.strip_prefix("  ") else {
            assert!(line.starts_with('/'), "expected a path in _headers, but found {line:?}");
            matches = match line.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == line,
            };
            continue;
        };
        let (name, value) = header.split_once(": ").expect("a name and a value in _headers");
        if matches {
            let before = headers.insert(name.to_lowercase(), value.to_owned());
            assert_eq!(before, None, "hosts join or drop what is said twice: {name} of {path}");
        }
    }
    headers
}
