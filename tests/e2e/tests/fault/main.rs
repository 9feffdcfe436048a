//! The servers that fail do fail, each as it says: an end-to-end test that passes against a fault
//! that never comes proves nothing.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use e2e::fault::{Act, Body, Ends, FAULTS, Fault, Faults, Feed};
use e2e::feed;
use flate2::read::GzDecoder;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing has to come of a server that is silent.
const SILENCE: Duration = Duration::from_millis(300);

fn with_faults(test: impl AsyncFn(&Faults)) {
    Runtime::new().unwrap().block_on(async { test(&Faults::start().await).await });
}

/// A whole answer.
#[derive(Debug)]
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }
}

async fn connect(url: &str) -> io::Result<TcpStream> {
    let url = Url::parse(url).unwrap();
    TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await
}

/// A connection on which somebody has asked for `url`.
async fn ask(method: &str, url: &str) -> io::Result<TcpStream> {
    let mut stream = connect(url).await?;
    let path = Url::parse(url).unwrap().path().to_owned();
    let request = format!("{method} {path}?again HTTP/1.1\r\nhost: test\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    Ok(stream)
}

async fn get(url: &str) -> Reply {
    let mut stream = ask("GET", url).await.unwrap();
    let mut bytes = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    read.unwrap_or_else(|_| panic!("no end of {url}")).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = str::from_utf8(&bytes[..end]).unwrap();
    let (first, lines) = head.split_once("\r\n").unwrap();
    let headers = lines.split("\r\n").map(|line| line.split_once(": ").unwrap());
    Reply {
        status: first.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

/// The second answer at `/then`.
async fn second(faults: &Faults, fault: &Fault) -> Reply {
    let url = faults.url(fault.name, "/then");
    assert_eq!(get(&url).await.status, 200, "{}", fault.name);
    get(&url).await
}

/// Of the faults that answer whole, the bomb apart.
fn answering() -> impl Iterator<Item = &'static Fault> {
    FAULTS.iter().filter(|fault| {
        matches!(
            fault.act,
            Act::Move(..) | Act::Status(..) | Act::Page(..) | Act::Body(_) | Act::NoCors
        )
    })
}

fn named(name: &str) -> &'static Fault {
    FAULTS.iter().find(|fault| fault.name == name).unwrap()
}

#[test]
fn there_are_many_faults_and_no_two_of_one_name_or_act() {
    assert!(FAULTS.len() >= 44, "found {}", FAULTS.len());
    let names: HashSet<_> = FAULTS.iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), FAULTS.len());
    let acts: HashSet<_> =
        FAULTS.iter().map(|fault| format!("{:?} {:?}", fault.act, fault.feed)).collect();
    assert_eq!(acts.len(), FAULTS.len());
    for fault in FAULTS {
        assert_eq!(fault.code.is_empty(), fault.ends == Ends::Good, "{fault:?}");
        assert!(fault.name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')));
    }
}

#[test]
fn every_fault_gives_the_good_data_first_and_lets_every_page_read_them() {
    with_faults(async |faults| {
        for fault in FAULTS {
            let reply = get(&faults.url(fault.name, "/then")).await;
            let expected = match fault.feed {
                Feed::Articles => feed::plain("good", 3),
                Feed::Rates => feed::rates(&[("USD", "1.7"), ("EUR", "1.98")]),
            };
            assert_eq!(reply.status, 200, "{}", fault.name);
            assert_eq!(reply.text(), expected.to_string(), "{}", fault.name);
            for (name, value) in [
                ("access-control-allow-origin", "*"),
                ("cache-control", "no-store"),
                ("connection", "close"),
            ] {
                assert_eq!(reply.header(name), Some(value), "{name} of {}", fault.name);
            }
        }
    });
}

#[test]
fn whole_answers_have_the_status_and_the_length_that_they_say() {
    with_faults(async |faults| {
        for fault in answering() {
            let status = match fault.name {
                "no-content" => 204,
                "moved-to-html" => 301,
                "moved-to-portal" | "redirect-loop" => 302,
                "not-modified" => 304,
                name => name.strip_prefix("status-").map_or(200, |code| code[..3].parse().unwrap()),
            };
            let url = faults.url(fault.name, "/first");
            for reply in [second(faults, fault).await, get(&url).await] {
                assert_eq!(reply.status, status, "{}", fault.name);
                let length = (!matches!(status, 204 | 304)).then(|| reply.body.len().to_string());
                assert_eq!(reply.header("content-length"), length.as_deref(), "{}", fault.name);
                let open = fault.act != Act::NoCors;
                let allowed = reply.header("access-control-allow-origin");
                assert_eq!(allowed, open.then_some("*"), "{}", fault.name);
                if matches!(fault.act, Act::Page(..)) {
                    assert!(reply.text().starts_with("<!doctype html>"), "{}", fault.name);
                }
            }
        }
    });
}

#[test]
fn when_to_come_again_is_said_in_seconds_or_as_a_date_that_pages_may_read() {
    with_faults(async |faults| {
        for (name, expected) in [
            ("status-429-seconds", Some("120")),
            ("status-503", Some("86400")),
            ("status-429", None),
        ] {
            let reply = second(faults, named(name)).await;
            assert_eq!(reply.header("retry-after"), expected, "{name}");
            let exposed = reply.header("access-control-expose-headers");
            assert_eq!(exposed, expected.and(Some("retry-after")), "{name}");
        }
        let reply = second(faults, named("status-429-date")).await;
        let date = reply.header("retry-after").unwrap();
        assert!(date.ends_with(" GMT"), "{date}");
        let wait = httpdate::parse_http_date(date).unwrap().elapsed().unwrap_err().duration();
        assert!((60..=120).contains(&wait.as_secs()), "{date}");
    });
}

#[test]
fn redirects_lead_to_pages_for_people_or_round_in_a_circle() {
    with_faults(async |faults| {
        let reply = second(faults, named("redirect-loop")).await;
        assert_eq!(reply.header("location"), Some("/then"));
        for (name, title) in
            [("moved-to-html", "Log in"), ("moved-to-portal", "Sign in to the network")]
        {
            let from = Url::parse(&faults.url(name, "/then")).unwrap();
            let reply = second(faults, named(name)).await;
            let to = from.join(reply.header("location").unwrap()).unwrap();
            assert_eq!(to.origin() == from.origin(), name == "moved-to-html", "{to}");
            let page = get(to.as_str()).await;
            assert_eq!(page.status, 200, "{to}");
            assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
            assert!(page.text().contains(&format!("<title>{title}</title>")), "{}", page.text());
        }
    });
}

#[test]
fn usable_answers_hold_new_articles_that_name_the_fault() {
    with_faults(async |faults| {
        for fault in FAULTS.iter().filter(|fault| fault.ends == Ends::Good) {
            let body = second(faults, fault).await.body;
            let title = |text: &str| {
                let feed: Value = serde_json::from_str(text).unwrap();
                feed["items"][2]["title"].as_str().unwrap().to_owned()
            };
            let expected = format!("Article 2 of {}", fault.name);
            let found = match fault.act {
                Act::Body(Body::Bom) => {
                    title(str::from_utf8(body.strip_prefix(b"\xEF\xBB\xBF").unwrap()).unwrap())
                }
                Act::Body(Body::Utf16) => {
                    let (units, odd) = body.as_chunks();
                    assert!(odd.is_empty());
                    let units: Vec<_> =
                        units.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
                    title(String::from_utf16(&units).unwrap().strip_prefix('\u{feff}').unwrap())
                }
                Act::Body(Body::Windows1251) => {
                    let word = b"<title>\xCD\xEE\xE2\xEE\xF1\xF2\xFC 2: windows-1251</title>";
                    assert!(body.windows(word.len()).any(|part| part == word));
                    continue;
                }
                _ => title(str::from_utf8(&body).unwrap()),
            };
            assert_eq!(found, expected);
        }
    });
}

#[test]
fn what_is_too_large_is_valid_and_what_is_cut_is_not() {
    with_faults(async |faults| {
        for (name, mebibytes) in [("huge", 9), ("huge-rates", 2)] {
            let reply = second(faults, named(name)).await;
            assert!(reply.body.len() > mebibytes << 20, "{name}");
            assert!(serde_json::from_slice::<Value>(&reply.body).is_ok(), "{name}");
        }
        for name in ["cut-json", "cut-rates", "deep"] {
            let reply = second(faults, named(name)).await;
            assert!(serde_json::from_slice::<Value>(&reply.body).is_err(), "{name}");
        }
        let reply = second(faults, named("truncated")).await;
        let said: usize = reply.header("content-length").unwrap().parse().unwrap();
        assert!(reply.body.len() < said && !reply.body.is_empty());
    });
}

#[test]
fn the_bomb_unpacks_to_a_hundred_megabytes() {
    with_faults(async |faults| {
        let reply = second(faults, named("gzip-bomb")).await;
        assert_eq!(reply.header("content-encoding"), Some("gzip"));
        assert!(reply.body.len() < 1 << 20, "found {}", reply.body.len());
        let size = io::copy(&mut GzDecoder::new(&*reply.body), &mut io::sink()).unwrap();
        assert_eq!(size, 100_000_000);
    });
}

#[test]
fn the_endless_body_goes_on_beyond_every_limit() {
    with_faults(async |faults| {
        let stream = ask("GET", &faults.url("endless-body", "/first")).await.unwrap();
        let mut read = stream.take(17 << 20);
        let size = timeout(PATIENCE, tokio::io::copy(&mut read, &mut tokio::io::sink())).await;
        assert_eq!(size.unwrap().unwrap(), 17 << 20);
    });
}

#[test]
fn stalled_answers_stop_where_they_say_and_keep_the_connection() {
    with_faults(async |faults| {
        for name in ["stalled-before-headers", "stalled-in-body"] {
            let mut stream = ask("GET", &faults.url(name, "/first")).await.unwrap();
            let mut bytes = Vec::new();
            if name == "stalled-in-body" {
                while !is_half(&bytes) {
                    let read = timeout(PATIENCE, stream.read_buf(&mut bytes)).await;
                    assert!(read.unwrap().unwrap() > 0, "{name} ended");
                }
            }
            let more = timeout(SILENCE, stream.read_buf(&mut bytes)).await;
            assert!(more.is_err(), "{name} went on: {more:?}");
            assert_eq!(faults.count(name, "/first"), 1);
        }
    });
}

fn is_half(bytes: &[u8]) -> bool {
    let Some((head, body)) = str::from_utf8(bytes).unwrap().split_once("\r\n\r\n") else {
        return false;
    };
    let length: usize = head.split_once("content-length: ").unwrap().1.parse().unwrap();
    body.len() == length / 2
}

#[test]
fn the_slow_body_comes_byte_by_byte() {
    with_faults(async |faults| {
        let mut stream = ask("GET", &faults.url("slow-drip", "/first")).await.unwrap();
        let (mut bytes, start) = (Vec::new(), Instant::now());
        while bytes.windows(6).filter(|piece| *piece == b"1\r\n \r\n").count() < 4 {
            let read = timeout(PATIENCE, stream.read_buf(&mut bytes)).await;
            assert!(read.unwrap().unwrap() > 0, "it ended");
        }
        assert!(start.elapsed() >= Duration::from_millis(600), "{:?}", start.elapsed());
    });
}

#[test]
fn a_refused_connection_is_refused_and_a_reset_one_is_reset() {
    with_faults(async |faults| {
        get(&faults.url("refused", "/then")).await;
        for path in ["/then", "/first"] {
            let error = connect(&faults.url("refused", path)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{path}");
        }
        get(&faults.url("reset", "/then")).await;
        for path in ["/then", "/first"] {
            let mut stream = ask("GET", &faults.url("reset", path)).await.unwrap();
            let mut bytes = Vec::new();
            let read = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap();
            assert_eq!(read.unwrap_err().kind(), ErrorKind::ConnectionReset, "{path}");
            assert!(bytes.is_empty(), "{path}");
        }
    });
}

#[test]
fn requests_are_counted_by_fault_and_path_and_preflights_apart() {
    with_faults(async |faults| {
        for (name, path) in [("null", "/then"), ("null", "/then"), ("null", "/first")] {
            get(&faults.url(name, path)).await;
        }
        let mut stream = ask("OPTIONS", &faults.url("bom", "/then")).await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.unwrap();
        let good = get(&faults.url("bom", "/then")).await;
        assert_eq!(good.text(), feed::plain("good", 3).to_string(), "after a preflight");
        for (name, path, times) in
            [("null", "/then", 2), ("null", "/first", 1), ("bom", "/then", 1), ("deep", "/then", 0)]
        {
            assert_eq!(faults.count(name, path), times, "{name}{path}");
        }
        assert_eq!(faults.preflights(), 1);
    });
}

#[test]
fn all_end_when_they_are_dropped() {
    Runtime::new().unwrap().block_on(async {
        let faults = Faults::start().await;
        let urls: Vec<_> = FAULTS.iter().map(|fault| faults.url(fault.name, "/then")).collect();
        let mut stalled =
            ask("GET", &faults.url("stalled-before-headers", "/first")).await.unwrap();
        drop(faults);
        let read = timeout(PATIENCE, stalled.read_to_end(&mut Vec::new())).await;
        assert!(read.is_ok(), "a connection is left");
        let start = Instant::now();
        for url in urls {
            while connect(&url).await.is_ok() {
                assert!(start.elapsed() < PATIENCE, "{url} still listens");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    });
}
