//! What the reader opened, kept in this browser for this site alone, and only where the owner says `remember`. A
//! browser that keeps nothing is no error.

use web_sys::Storage;

const KEY: &str = "news-widget-read";

/// The oldest are forgotten beyond this.
const MAX_READ: usize = 200;

fn storage() -> Option<Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// The addresses that were opened, the last one last.
pub fn read() -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let mut read = Vec::new();
    for url in text.unwrap_or_default().split('\n') {
        if !url.is_empty() {
            read.push(url.to_owned());
        }
    }
    read
}

/// One more address; with it, all of them.
pub fn add(url: &str) -> Vec<String> {
    let mut kept = Vec::new();
    let known = read();
    let old = (known.len() + 1).saturating_sub(MAX_READ);
    for (at, known) in known.into_iter().enumerate() {
        if at >= old && known != url {
            kept.push(known);
        }
    }
    kept.push(url.to_owned());
    if let Some(storage) = storage() {
        // It may be full or forbidden.
        let _ = storage.set_item(KEY, &kept.join("\n"));
    }
    kept
}
