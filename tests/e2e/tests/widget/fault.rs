//! Servers, networks and pages that fail in every way we know: what the reader sees then, what the page
//! hears, and how often a server is asked.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use e2e::browser::Browser;
use e2e::clock;
use e2e::fault::{Act, Ends, FAULTS, Fault, Faults, Feed, Goal, Retry};
use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play_everywhere};
use serde_json::{Value, json};

/// A look takes up to 25 s, on a busy machine more.
const PATIENCE: Duration = Duration::from_secs(90);

/// Far from the reader no element starts, and under a pointer none takes new data: so all stand in one
/// place, and no pointer finds them.
const TOGETHER: &str = r#"<style>
    news-widget, rate-ticker { position: absolute; top: 0; left: 0; width: 600px; pointer-events: none; }
</style>"#;

/// Waits until an expression that lists what is awaited lists nothing.
async fn wait_until_none(stage: &Stage, reason: &str, expression: &str) {
    let start = Instant::now();
    loop {
        let awaited: Vec<String> = stage.get(expression).await;
        if awaited.is_empty() {
            return;
        }
        if start.elapsed() > PATIENCE {
            let log = stage.log().await;
            panic!("waited in vain until {reason}: {awaited:?}\nthe page said {log:#?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until every element has ended so many looks, and shows how.
async fn wait_for_looks(stage: &Stage, looks: &str) {
    let expression = format!(
        r#"all.filter((each) => {{
          const ends = ({{ id, type, detail }}) => id === each.id && (type === "load" || type === "error" && detail.code !== "item");
          return __events.filter(ends).length < ({looks}) || !isReady(each) || each.shadowRoot.querySelector("[aria-busy=true]");
        }}).map(({{ id }}) => id)"#
    );
    wait_until_none(stage, "all looks have ended", &expression).await;
    stage.act("await frames();").await;
}

/// What every element shows and has told.
const SEEN: &str = r#"all.map(({ id, shadowRoot }) => {
    const visible = (selector) => [...shadowRoot.querySelectorAll(selector)]
      .filter((node) => node.checkVisibility({ visibilityProperty: true }));
    const texts = (selector) => visible(selector).map(text);
    const told = (type) => __events.filter((event) => event.id === id && event.type === type).map(({ detail }) => detail);
    const age = /^(\d+ \w+ \d+ )?\d\d:\d\d · (just now|\d+ minutes? ago)$/;
    return {
      id,
      data: texts(".title, .rate-num"),
      late: texts(".late").map((late) => late.replace(age, "since when")),
      notice: texts(".notice strong, .notice.line p"),
      retry: visible("[data-act=retry]").length,
      errors: told("error").map(({ code }) => code),
      urls: [...new Set(told("error").map(({ url }) => url))],
      stale: told("stale").map(({ since }) => since.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "since when")),
    };
  })"#;

/// As [`SEEN`] has it.
struct Seen<'a> {
    data: Vec<&'a str>,
    late: usize,
    notice: Option<&'a str>,
    errors: Vec<&'a str>,
    stale: usize,
    /// Whether there is a button.
    retry: bool,
}

impl Seen<'_> {
    fn json(&self, id: &str, url: &str) -> Value {
        json!({
            "id": id,
            "data": self.data,
            "late": vec!["since when"; self.late],
            "notice": self.notice.as_slice(),
            "retry": usize::from(self.retry),
            "errors": self.errors,
            "urls": if self.errors.is_empty() { vec![] } else { vec![url] },
            "stale": vec!["since when"; self.stale],
        })
    }
}

/// One element of a test.
struct Part {
    fault: &'static Fault,
    path: &'static str,
    id: String,
    url: String,
}

fn parts(faults: &Faults, path: &'static str, is_meant: fn(&Fault) -> bool) -> Vec<Part> {
    let part = |fault: &'static Fault| {
        let id = format!("{}{path}", fault.name);
        Part { fault, path, id, url: faults.url(fault.name, path) }
    };
    FAULTS.iter().filter(|fault| is_meant(fault)).map(part).collect()
}

fn tags(parts: &[Part]) -> String {
    let tag = |Part { fault, id, url, .. }: &Part| match fault.feed {
        Feed::Articles => article_tag(id, url),
        Feed::Rates => rate_tag(id, url),
    };
    parts.iter().map(tag).collect()
}

fn article_tag(id: &str, url: &str) -> String {
    format!(
        r#"<news-widget id="{id}" src="{url}" count="0" lang="en" time-zone="UTC"></news-widget>"#
    )
}

fn rate_tag(id: &str, url: &str) -> String {
    format!(
        r#"<rate-ticker id="{id}" rates="{url}" currencies="USD EUR" lang="en" time-zone="UTC"></rate-ticker>"#
    )
}

fn good(feed: Feed) -> Vec<&'static str> {
    match feed {
        Feed::Articles => vec!["Article 0 of good"],
        Feed::Rates => vec!["1.7", "1.98"],
    }
}

fn sorry(feed: Feed) -> &'static str {
    match feed {
        Feed::Articles => "The news could not be loaded",
        Feed::Rates => "The rates could not be loaded",
    }
}

/// libsoup, which WebKitGTK has, takes the end of a connection for that of the body, whatever was
/// promised: such a body is whole, and no JSON.
fn takes_half_for_whole(browser: &Browser, fault: &Fault) -> bool {
    fault.act == Act::Truncate && browser.name == "webkitgtk"
}

impl Part {
    /// How it is seen after so many looks at the fault.
    fn seen(&self, browser: &Browser, looks: usize) -> Value {
        let Fault { name, feed, ends, code, .. } = *self.fault;
        let title = match name {
            "windows-1251" => "Новость 0: windows-1251".to_owned(),
            _ => format!("Article 0 of {name}"),
        };
        let code = if takes_half_for_whole(browser, self.fault) { "not-json" } else { code };
        let mut seen =
            Seen { data: vec![], late: 0, notice: None, errors: vec![], stale: 0, retry: false };
        if ends == Ends::Good {
            seen.data = vec![&title];
            // Which is no date, so that the articles stay without. Each is told of once.
            seen.errors = vec!["item"; if name == "year-0" { 3 } else { 0 }];
        } else if self.path == "/first" && code == "empty" {
            // Where nothing was before, it is no failure that there is nothing.
            seen.notice = Some("Nothing here yet");
        } else {
            (seen.retry, seen.errors) = (true, vec![code; looks]);
            if self.path == "/then" {
                (seen.data, seen.late, seen.stale) = (good(feed), 1, looks);
            } else {
                seen.notice = Some(sorry(feed));
            }
        }
        seen.json(&self.id, &self.url)
    }

    /// How often it may have been asked for after so many looks at the fault.
    fn count(&self, browser: &Browser, looks: usize) -> RangeInclusive<usize> {
        let tries = match self.fault.act {
            // Nobody waits as long as these say.
            Act::Status(_, Retry::In(_) | Retry::At(_)) => 1,
            _ if !self.fault.transient || takes_half_for_whole(browser, self.fault) => 1,
            _ => 3,
        };
        // Of one try.
        let requests = match (self.fault.act, browser.name) {
            // Nobody is there to count.
            (Act::Refuse, _) => 0..=0,
            (Act::Move(_, Goal::Itself), _) => 1..=21,
            (Act::Reset, "firefox") => 1..=10,
            // RFC 9110, 15.5.9: who finds a connection timed out may repeat on a new one.
            (Act::Status(408, _), "firefox") => 1..=2,
            _ => 1..=1,
        };
        let before = usize::from(self.path == "/then");
        before + looks * tries * requests.start()..=before + looks * tries * requests.end()
    }
}

/// Plays all faults of a kind on one page.
async fn play_faults(stage: &Stage, faults: &Faults, is_meant: fn(&Fault) -> bool) {
    let mut parts = self::parts(faults, "/then", is_meant);
    stage.open(Page::new(tags(&parts)).head(TOGETHER)).await;
    wait_for_looks(stage, "1").await;
    let seen: Vec<Value> = stage.get(SEEN).await;
    for (part, seen) in parts.iter().zip(seen) {
        assert_eq!(seen["data"], json!(good(part.fault.feed)), "{seen}");
    }
    // Only now, or what fails would hold up what is good.
    let others = self::parts(faults, "/first", is_meant);
    stage
        .act(&format!(
            "for (const each of all) each.refresh();
            document.body.insertAdjacentHTML('beforeend', {});",
            json!(tags(&others))
        ))
        .await;
    parts.extend(others);
    for looks in [1, 2] {
        if looks == 2 {
            // Whoever asks so may, also where it was refused or put off.
            stage.act("for (const each of all) each.refresh();").await;
        }
        wait_for_looks(stage, &format!(r#"{looks} + (each.id.endsWith("/then") ? 1 : 0)"#)).await;
        let mut wrong = Vec::new();
        let seen: Vec<Value> = stage.get(SEEN).await;
        assert_eq!(seen.len(), parts.len());
        for (part, seen) in parts.iter().zip(seen) {
            let expected = part.seen(stage.browser, looks);
            if seen != expected {
                wrong.push(format!("expected {expected}\nbut saw  {seen}"));
            }
            let expected = part.count(stage.browser, looks);
            let count = faults.count(part.fault.name, part.path);
            if !expected.contains(&count) {
                wrong.push(format!("{}: {count} requests, expected {expected:?}", part.id));
            }
        }
        assert!(wrong.is_empty(), "after {looks} looks:\n{}", wrong.join("\n"));
    }
    assert_eq!(faults.preflights(), 0);
}

#[test]
fn every_fault_leaves_the_last_data_or_one_sentence_and_a_server_that_is_not_asked_too_often() {
    play_everywhere(async |stage| {
        stage.expect("warn: news-widget: ");
        let faults = Faults::start().await;
        // Bodies that flood a browser keep it busy, on a busy machine longer than one try of the others may take.
        play_faults(stage, &faults, |fault| fault.code == "size").await;
        play_faults(stage, &faults, |fault| fault.code != "size").await;
    });
}

/// The page's own fetch, by the last part of the address.
const FETCH: &str = r#"<script>
    window.__calls = {};
    window.__took = {};
    const real = window.fetch;
    const answer = (more) => ({ ok: true, status: 200, url: "", headers: new Headers(), body: null, ...more });
    const aborted = (url) => {
      const control = new AbortController();
      const promise = real(url, { signal: control.signal });
      control.abort("the page's own reason");
      return promise;
    };
    const ways = {
      "rejects-object": () => Promise.reject({ status: "broken" }),
      "rejects-getters": () => Promise.reject({ get name() { throw 1; }, get message() { throw 2; } }),
      "rejects-text": (url) => aborted(url),
      "rejects-undefined": () => Promise.reject(),
      "rejects-null": () => Promise.reject(null),
      "rejects-symbol": () => Promise.reject(Symbol("broken")),
      "throws": () => { throw new RangeError("thrown and not rejected"); },
      "throws-undefined": () => { throw undefined; },
      "gives-undefined": () => undefined,
      "gives-null": () => Promise.resolve(null),
      "gives-object": () => Promise.resolve({}),
      "gives-no-headers": () => Promise.resolve({ ok: true, status: 200 }),
      "gives-text-as-bytes": () => Promise.resolve(answer({ body: new ReadableStream({
        start(control) { control.enqueue("text"); control.close(); },
      }) })),
      "gives-no-address": () => Promise.resolve(answer({ url: undefined })),
      "gives-wrong-types": () => Promise.resolve(answer({ url: 5, headers: { get: () => 7 } })),
      "gives-no-number": () => Promise.resolve(answer({ status: "fine" })),
      "gives-nothing-in-parts": () => Promise.resolve(answer({ body: { getReader: () => ({ read: async () => undefined }) } })),
      "never-settles": () => new Promise(() => {}),
      "never-ends": () => Promise.resolve(new Response(new ReadableStream())),
      "is-deaf": (url, options) => real(url, { ...options, signal: undefined }),
    };
    window.fetch = (url, options) => {
      const name = new URL(url).pathname.slice(1);
      if (!Object.hasOwn(ways, name)) return real(url, options);
      __calls[name] ??= [];
      __calls[name].push(performance.now());
      return ways[name](url, options);
    };
    document.addEventListener("news-widget-error", ({ target }) => {
      __took[target.id] = performance.now() - __calls[target.id][0];
    }, true);
</script>"#;

#[test]
fn whatever_the_pages_own_fetch_does_ends_in_a_notice() {
    play_everywhere(async |stage| {
        stage.expect("warn: news-widget: ");
        let ways: &[(&str, &str)] = &[
            ("rejects-object", "network"),
            ("rejects-getters", "network"),
            ("rejects-text", "network"),
            ("rejects-undefined", "network"),
            ("rejects-null", "network"),
            ("rejects-symbol", "network"),
            ("throws", "network"),
            ("throws-undefined", "network"),
            ("gives-undefined", "network"),
            ("gives-null", "network"),
            ("gives-object", "network"),
            ("gives-no-headers", "network"),
            ("gives-text-as-bytes", "not-text"),
            ("gives-no-address", "unknown"),
            ("gives-wrong-types", "unknown"),
            ("gives-no-number", "status"),
            ("gives-nothing-in-parts", "network"),
            ("never-settles", "timeout"),
            ("never-ends", "timeout"),
            ("is-deaf", "timeout"),
        ];
        let gate = stage.data.hold("/is-deaf");
        let url = |name: &str| stage.data.url(&format!("/{name}"));
        let tags = ways.iter().map(|(name, _)| article_tag(name, &url(name)));
        let head = format!("{TOGETHER}{FETCH}");
        stage.open(Page::new(tags.collect::<String>()).head(head)).await;
        wait_for_looks(stage, "1").await;
        let seen: Vec<Value> = stage.get(SEEN).await;
        assert_eq!(seen.len(), ways.len());
        for ((name, code), seen) in ways.iter().zip(seen) {
            let expected = Seen {
                data: vec![],
                late: 0,
                notice: Some(sorry(Feed::Articles)),
                errors: vec![code],
                stale: 0,
                retry: true,
            };
            assert_eq!(seen, expected.json(name, &url(name)));
            let expected = if matches!(*code, "network" | "timeout") { 3 } else { 1 };
            let calls: usize = stage.get(&format!("__calls[{}].length", json!(name))).await;
            assert_eq!(calls, expected, "{name}");
            let took: f64 = stage.get(&format!("__took[{}]", json!(name))).await;
            assert!(took < 30_000.0, "{name} took {took} ms");
        }
        // What comes too late changes nothing.
        stage.data.answer("/is-deaf", Answer::json(feed::plain("late", 3)));
        gate.open();
        let there = r#"performance.getEntriesByName(all.at(-1).src).length === 3"#;
        stage.wait_for("the late answers are there", there).await;
        stage.act("await frames();").await;
        let notices: usize = stage
            .get(r#"all.filter((each) => each.shadowRoot.querySelector(".notice")).length"#)
            .await;
        assert_eq!(notices, ways.len());
    });
}

#[test]
fn a_service_worker_that_answers_with_a_page_of_its_own_ends_in_a_notice() {
    play_everywhere(async |stage| {
        stage.expect("a page for people (\"You are offline\")");
        stage.host.answer(
            "/worker.js",
            Answer::new(
                "text/javascript",
                r#"addEventListener("install", () => skipWaiting());
                addEventListener("activate", (event) => event.waitUntil(clients.claim()));
                addEventListener("fetch", (event) => {
                  if (new URL(event.request.url).pathname !== "/feed.json") return;
                  const page = "<!doctype html><title>You are offline</title><h1>You are offline</h1>";
                  event.respondWith(new Response(page, { headers: { "content-type": "text/html" } }));
                });"#,
            ),
        );
        stage.host.answer("/feed.json", Answer::json(feed::plain("good", 3)));
        stage.open(Page::new("")).await;
        stage.act(r#"await navigator.serviceWorker.register("/worker.js");"#).await;
        stage.wait_for("the worker is in charge", "navigator.serviceWorker.controller").await;
        let tag = article_tag("news", &stage.host.url("/feed.json"));
        stage.act(&format!("document.body.innerHTML = {};", json!(tag))).await;
        wait_for_looks(stage, "1").await;
        let seen: [Value; 1] = stage.get(SEEN).await;
        let expected = Seen {
            data: vec![],
            late: 0,
            notice: Some(sorry(Feed::Articles)),
            errors: vec!["page"],
            stale: 0,
            retry: true,
        };
        assert_eq!(seen[0], expected.json("news", &stage.host.url("/feed.json")));
        assert_eq!(stage.host.count("/feed.json"), 0, "the worker answered");
    });
}

#[test]
fn when_the_fault_is_over_the_readers_button_brings_new_data() {
    play_everywhere(async |stage| {
        stage.expect("answered 404, expected 200");
        stage.expect("answered 503, expected 200");
        let (feed, rates) = (stage.data.url("/feed.json"), stage.data.url("/rates.json"));
        let refused = Answer::status(404);
        let busy = Answer::status(503)
            .header("access-control-expose-headers", "retry-after")
            .header("retry-after", "86400");
        let answer = |number: &str| {
            stage.data.answer("/feed.json", Answer::json(feed::plain(number, 3)));
            stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", number)])));
        };
        for (tag, shown) in
            [(article_tag("news", &feed), "Article 0 of #"), (rate_tag("rates", &rates), "#")]
        {
            let shows = |number: &str| {
                let data = shown.replace('#', number);
                format!(
                    r#"text($(".title, .rate-num")) === {} && !$(".late, [data-act=retry]")"#,
                    json!(data)
                )
            };
            for fault in [&refused, &busy] {
                for path in ["/feed.json", "/rates.json"] {
                    stage.data.answer(path, fault.clone());
                }
                stage.open(Page::new(tag.as_str())).await;
                stage.wait_for("it is said", r#"$(".notice [data-act=retry]")"#).await;
                answer("7.1");
                stage.click(r#"$(".notice [data-act=retry]")"#).await;
                stage.wait_for("the data are there", &shows("7.1")).await;

                for path in ["/feed.json", "/rates.json"] {
                    stage.data.answer(path, fault.clone());
                }
                stage.act("el.refresh();").await;
                stage.wait_for("it is said again", r#"$(".late") && $("[data-act=retry]")"#).await;
                answer("7.2");
                stage.click(r#"$("[data-act=retry]")"#).await;
                stage.wait_for("newer data are there", &shows("7.2")).await;
                assert_eq!(stage.events("error").await.len(), 2);
            }
        }
    });
}

#[test]
fn a_server_that_asks_for_a_moment_gets_it_and_the_reader_sees_no_failure() {
    play_everywhere(async |stage| {
        stage.expect("answered 503, expected 200");
        let faults = Faults::start().await;
        let (feed, rates) = (faults.url("status-503", "/soon"), faults.url("status-502", "/soon"));
        let tags = article_tag("news", &feed) + &rate_tag("rates", &rates);
        let start = Instant::now();
        stage.open(Page::new(tags).head(TOGETHER)).await;
        let told = r#"__log.filter((line) => line.includes("answered 503")).length === 2"#;
        stage.wait_for("both were told to wait", told).await;
        let failed = r#"all.some(({ shadowRoot }) => shadowRoot.querySelector(".notice, [data-act=retry]"))"#;
        assert!(!stage.get::<bool>(failed).await);
        wait_for_looks(stage, "1").await;
        assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
        let seen: [Value; 2] = stage.get(SEEN).await;
        for (seen, (id, feed)) in
            seen.iter().zip([("news", Feed::Articles), ("rates", Feed::Rates)])
        {
            let expected = Seen {
                data: good(feed),
                late: 0,
                notice: None,
                errors: vec![],
                stale: 0,
                retry: false,
            };
            assert_eq!(*seen, expected.json(id, ""));
        }
        for name in ["status-503", "status-502"] {
            assert_eq!(faults.count(name, "/soon"), 2, "{name}");
        }
    });
}

#[test]
fn after_a_look_in_vain_the_next_one_asks_the_server_however_young_the_old_data_are() {
    play_everywhere(async |stage| {
        stage.expect(r#"found text that begins "null""#);
        stage.data.answer("/feed.json", Answer::json(feed::plain("good", 3)));
        // It is drawn when the next look comes: this is after 180 of 300 s, and data of 240 s are young.
        let head = [clock::SCRIPT, "<script>Math.random = () => 0.1;</script>"].concat();
        let tag = article_tag("news", &stage.data.url("/feed.json"));
        stage.open(Page::new(tag).head(head)).await;
        stage.wait_until_ready().await;
        stage.act("await __clock.seen(); await __clock.advance(0);").await;
        stage.data.answer("/feed.json", Answer::json("null"));
        stage.act("el.refresh(); await __clock.settle();").await;
        let late = r#"Boolean($(".late"))"#;
        assert!(stage.get::<bool>(late).await);
        stage.act("await __clock.advance(200_000);").await;
        assert_eq!(stage.data.count("/feed.json"), 3, "it looked again");
        assert!(stage.get::<bool>(late).await, "and the data are still old");
        assert_eq!(stage.events("load").await.len(), 1);
    });
}
