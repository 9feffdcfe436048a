//! Pictures of the demo pages, whole, at several widths, light and dark:
//! `cargo run -p e2e --bin screenshot` leaves them in `target/screenshots/`.
//!
//! Widths and colour schemes are set by Chromium's own commands, so it draws in Chromium alone.

use std::fs;

use e2e::browser::{BROWSERS, Session};
use e2e::chromium::tell;
use e2e::dist::{Dist, workspace};
use e2e::server::Server;
use fantoccini::Client;
use serde_json::json;
use tokio::runtime;
use tokio::time::{Duration, Instant, sleep};

const PAGES: [(&str, &str); 2] =
    [("index", "/index.html"), ("third-party", "/demo/third-party.html")];
const WIDTHS: [u32; 3] = [360, 768, 1200];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Waits until a function body returns true.
async fn wait_for(client: &Client, reason: &str, script: &str) {
    let start = Instant::now();
    while !client.execute(script, Vec::new()).await.is_ok_and(|value| value == json!(true)) {
        assert!(start.elapsed() < Duration::from_secs(20), "waited in vain until {reason}");
        sleep(Duration::from_millis(20)).await;
    }
}

async fn set_size(client: &Client, width: u32, height: u64) {
    let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
    tell(client, "Emulation.setDeviceMetricsOverride", size).await;
}

async fn draw(client: &Client, url: &str, width: u32, scheme: &str) -> Vec<u8> {
    let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
    tell(client, "Emulation.setEmulatedMedia", media).await;
    set_size(client, width, 900).await;
    client.goto("about:blank").await.expect("a blank page");
    client.goto(url).await.expect("a page");
    let ready = r#"const all = [...document.querySelectorAll("news-widget, rate-ticker")];
        return document.readyState === "complete" && all.length > 0
            && all.every((each) => each.shadowRoot?.querySelector(".nw:not(.bones)")?.dataset.state === "ready");"#;
    wait_for(client, "all widgets are ready", ready).await;
    let height = client.execute("return document.documentElement.scrollHeight", Vec::new()).await;
    set_size(client, width, height.ok().and_then(|height| height.as_u64()).unwrap_or(900)).await;
    let drawn = r#"const roots = [...document.querySelectorAll("news-widget")].map((each) => each.shadowRoot);
        return roots.flatMap((root) => [...root.querySelectorAll("img")])
            .every((image) => image.complete || !image.checkVisibility());"#;
    wait_for(client, "all pictures are loaded", drawn).await;
    client.screenshot().await.expect("a picture of the page")
}

fn main() {
    let dist = Dist::open();
    let folder = workspace().join("target/screenshots");
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    let browser = BROWSERS.iter().find(|browser| browser.name == "chromium");
    let browser = browser.expect("Chromium in the table");
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let server = Server::start().await;
        server.mount("/", &dist.folder);
        let session = Session::start(browser).await;
        for (name, path) in PAGES {
            for width in WIDTHS {
                for scheme in SCHEMES {
                    let picture = draw(&session.client, &server.url(path), width, scheme).await;
                    let file = format!("{name}-{width}-{scheme}.png");
                    fs::write(folder.join(&file), picture).expect("a place for the picture");
                    println!("target/screenshots/{file}");
                }
            }
        }
        session.end().await;
    });
}
