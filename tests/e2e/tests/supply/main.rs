//! What is delivered, as hosts, browsers and package managers get it.

mod headers;
mod host;
mod nginx;
mod package;
mod trace;

/// What is delivered, and as what.
const FILES: [(&str, &str); 5] = [
    ("news-widget.js", "text/javascript; charset=utf-8"),
    ("news-widget.wasm", "application/wasm"),
    ("news-widget-frame.js", "text/javascript; charset=utf-8"),
    ("embed.html", "text/html; charset=utf-8"),
    ("embed.js", "text/javascript; charset=utf-8"),
];
