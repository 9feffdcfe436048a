use std::fs;
use std::io::Read;

use e2e::dist::Dist;
use e2e::page::Page;
use e2e::stage::play_everywhere_with;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::nginx::{Nginx, Reply};
use crate::{FILES, headers};

/// Runs a test with an nginx that serves what is delivered.
fn with_nginx(test: impl AsyncFn(&Dist, &Nginx)) {
    let dist = Dist::delivered();
    Runtime::new().expect("a runtime").block_on(async {
        test(&dist, &Nginx::serve(&dist).await).await;
    });
}

fn decoded(reply: &Reply) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = match reply.header("content-encoding") {
        Some("br") => {
            brotli_decompressor::Decompressor::new(&*reply.body, 4096).read_to_end(&mut bytes)
        }
        Some("gzip") => flate2::read::GzDecoder::new(&*reply.body).read_to_end(&mut bytes),
        Some(other) => panic!("expected br or gzip, but found {other}"),
        None => (&*reply.body).read_to_end(&mut bytes),
    };
    read.expect("a body that can be decoded");
    bytes
}

#[test]
fn nginx_gives_every_file_in_the_best_encoding_that_is_asked_for() {
    with_nginx(async |dist, nginx| {
        for (file, kind) in FILES {
            let path = format!("{}{file}", dist.widget);
            let bytes = fs::read(dist.folder.join(&path[1..])).unwrap();
            for (asked, encoding) in [
                ("br", Some("br")),
                ("gzip", Some("gzip")),
                ("gzip, deflate, br, zstd", Some("br")),
                ("identity", None),
            ] {
                let reply = nginx.get(&path, asked).await;
                let note = format!("{path} as {asked}: {:?}", reply.headers);
                assert_eq!(reply.status, 200, "{note}");
                assert_eq!(reply.header("content-type"), Some(kind), "{note}");
                assert_eq!(reply.header("content-encoding"), encoding, "{note}");
                assert_eq!(reply.header("vary"), Some("Accept-Encoding"), "{note}");
                assert!(decoded(&reply) == bytes, "other bytes than the file's: {note}");
                if encoding.is_some() && bytes.len() > 1000 {
                    assert!(reply.body.len() < bytes.len() / 2, "{note}");
                }
            }
        }
    });
}

#[test]
fn nginx_lets_every_page_have_the_files_and_keep_them() {
    with_nginx(async |dist, nginx| {
        for (file, _) in FILES {
            for encoding in ["br", "gzip", "identity"] {
                let reply = nginx.get(&format!("{}{file}", dist.widget), encoding).await;
                for (name, value) in [
                    ("cache-control", Some("public, max-age=31536000, immutable")),
                    ("access-control-allow-origin", Some("*")),
                    ("cross-origin-resource-policy", Some("cross-origin")),
                    ("x-content-type-options", Some("nosniff")),
                    ("x-frame-options", None),
                    ("set-cookie", None),
                ] {
                    assert_eq!(reply.header(name), value, "{name} of {file} as {encoding}");
                }
            }
        }
    });
}

#[test]
fn the_page_for_frames_alone_has_a_policy_and_every_page_may_frame_it() {
    with_nginx(async |dist, nginx| {
        for (file, _) in FILES {
            let reply = nginx.get(&format!("{}{file}", dist.widget), "br").await;
            let policy = reply.header("content-security-policy");
            assert_eq!(policy.is_some(), file == "embed.html", "{file}: {policy:?}");
            let Some(policy) = policy else { continue };
            let directives: Vec<_> = policy.split("; ").collect();
            for needed in
                ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors *"]
            {
                assert!(directives.contains(&needed), "{needed} is not in {policy}");
            }
            assert!(policy.contains("'wasm-unsafe-eval'"), "{policy}");
            for open in ["'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"] {
                assert!(!policy.contains(open), "{open} is in {policy}");
            }
        }
    });
}

#[test]
fn all_hosts_are_told_the_same() {
    with_nginx(async |dist, nginx| {
        let text = dist.read("_headers");
        for (file, _) in FILES {
            let path = format!("{}{file}", dist.widget);
            let reply = nginx.get(&path, "br").await;
            let told = headers::of(&text, &path);
            for (name, value) in &told {
                assert_eq!(reply.header(name), Some(value.as_str()), "{name} of {path}");
            }
            // What a server says of itself and of this one answer.
            let own = [
                "accept-ranges",
                "connection",
                "content-encoding",
                "content-length",
                "content-type",
                "date",
                "etag",
                "last-modified",
                "server",
                "vary",
            ];
            let more = reply.headers.keys().map(|name| name.as_str());
            let more: Vec<_> =
                more.filter(|name| !told.contains_key(*name) && !own.contains(name)).collect();
            assert!(more.is_empty(), "only nginx says {more:?} of {path}");
        }
        let page = format!("{}embed", dist.widget);
        let told = (headers::of(&text, &page), headers::of(&text, &format!("{page}.html")));
        assert_eq!(told.0, told.1, "under the name that some hosts give it");
    });
}

#[test]
fn what_is_not_there_is_not_kept() {
    with_nginx(async |dist, nginx| {
        for path in [format!("{}news-widget-0.js", dist.widget), "/news-widget/1/a.js".to_owned()] {
            let reply = nginx.get(&path, "br").await;
            assert_eq!((reply.status, reply.header("cache-control")), (404, None), "{path}");
        }
    });
}

/// What stands in `integrity` for a file.
const DIGEST: &str = r#"async (url) => {
    const bytes = await (await fetch(url)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
    return "sha384-" + btoa(String.fromCharCode(...digest));
}"#;

#[test]
fn a_page_that_names_the_loaders_hash_shows_the_widget() {
    let dist = Dist::delivered();
    play_everywhere_with(&dist, async |stage| {
        let nginx = Nginx::serve(&dist).await;
        let loader = format!("{}{}news-widget.js", nginx.origin, dist.widget);
        stage.open(Page::new("").without_script()).await;
        let digest = stage.widget("news-widget.js");
        let integrity: String = stage.get(&format!("await ({DIGEST})({digest:?})")).await;
        let page = |integrity: &str| {
            let script = format!(
                r#"<script type="module" src="{loader}" integrity="{integrity}" crossorigin onerror="window.__refused = true"></script>"#
            );
            Page::new(stage.demo("")).without_script().head(script)
        };
        stage.open(page(&integrity)).await;
        stage
            .wait_for(
                "both sources are read",
                r#"__events.filter((event) => event.type === "load").length === 2"#,
            )
            .await;
        assert_eq!(stage.get::<usize>("el.data.articles.length").await, 12);
        let height: f64 = stage.get("el.getBoundingClientRect().height").await;
        assert!(height > 500.0, "{height}");
        let asked: Vec<String> = stage
            .get(r#"performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/news-widget/"))"#)
            .await;
        assert!(!asked.is_empty(), "the browser tells what it asked for");
        assert!(asked.iter().all(|url| url.starts_with(&nginx.origin)), "{asked:?}");

        let other = format!("sha384-{}", "A".repeat(64));
        stage.open(page(&other)).await;
        stage.wait_for("the browser has refused it", "window.__refused === true").await;
        assert!(stage.get::<bool>(r#"!customElements.get("news-widget")"#).await);
    });
}

#[test]
fn in_a_frame_without_an_origin_the_widget_runs_under_that_policy() {
    let dist = Dist::delivered();
    play_everywhere_with(&dist, async |stage| {
        let nginx = Nginx::serve(&dist).await;
        let own = format!("{}{}", nginx.origin, dist.widget);
        let feed = stage.data.url("/demo/feed.en.json");
        let head = format!(
            r#"<script>window.__said = []; addEventListener("message", ({{ data }}) => __said.push(data));</script>
            <script type="module" src="{own}news-widget-frame.js"></script>"#
        );
        let body = format!(
            r#"<iframe src="{own}embed.html?src={feed}&blocks=headline" title="News" width="600" height="1" sandbox="allow-scripts allow-popups"></iframe>"#
        );
        stage.open(Page::new(body).without_script().head(head)).await;
        stage
            .wait_for(
                "the frame has read its source",
                r#"__said.some((said) => said.event === "load")"#,
            )
            .await;
        let said: Value = stage.get("__said.filter((said) => said.event)").await;
        assert_eq!(said[0]["detail"]["articles"], 12, "{said}");
        stage
            .wait_for(
                "the frame is as high as its content",
                r#"document.querySelector("iframe").offsetHeight > 200"#,
            )
            .await;
    });
}
