//! Where a test plays: a browser and the two servers that its pages need.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::{Element, ElementRef};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::runtime;

use crate::browser::{self, BROWSERS, Browser, Session};
use crate::dist::Dist;
use crate::page::Page;
use crate::server::{Answer, Server};

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a browser may take for one script; the longest of ours takes a minute on a busy machine.
const ANSWER: Duration = Duration::from_secs(300);

/// What every script of a test may use: the first element, all of them, and its shadow tree.
/// Firefox runs these scripts beside the page's own: what a page declares with `let` or `const`
/// they do not see, and what they leave for it needs `window.` before its name.
const WORDS: &str = r#"
  const all = [...document.querySelectorAll("news-widget, rate-ticker")];
  const el = all[0];
  const root = el?.shadowRoot;
  const $ = (selector) => root.querySelector(selector);
  const $$ = (selector) => [...root.querySelectorAll(selector)];
  const text = (node) => {
    const copy = node.cloneNode(true);
    for (const unseen of copy.querySelectorAll(".vh")) unseen.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const isReady = (element) => {
    const drawn = element.shadowRoot?.querySelector(".nw:not(.bones)");
    return drawn?.dataset.state === "ready" && drawn.checkVisibility();
  };
  const frame = () => new Promise(requestAnimationFrame);
  const frames = async () => { await frame(); await frame(); };
"#;

/// One test in one browser.
#[derive(Debug)]
pub struct Stage {
    /// The origin of the page.
    pub host: Server,
    /// The origin of the widget's files, of articles and rates.
    pub data: Server,
    /// The files under test.
    pub dist: Dist,
    /// The browser under test.
    pub browser: &'static Browser,
    session: Session,
    pages: Cell<u32>,
    expected: RefCell<Vec<String>>,
}

/// Plays a test in Chromium or the chosen browsers, with the open build.
pub fn play(test: impl AsyncFn(&Stage)) {
    play_with(&Dist::open(), test);
}

/// Plays a test in all browsers or the chosen ones, with the open build.
pub fn play_everywhere(test: impl AsyncFn(&Stage)) {
    play_everywhere_with(&Dist::open(), test);
}

/// Plays a test in all browsers or the chosen ones, with the given build.
pub fn play_everywhere_with(dist: &Dist, test: impl AsyncFn(&Stage)) {
    play_in(&browser::chosen(BROWSERS), dist, test);
}

/// Plays a test in Chromium or the chosen browsers, with the given build.
pub fn play_with(dist: &Dist, test: impl AsyncFn(&Stage)) {
    play_in(&browser::chosen(&BROWSERS[..1]), dist, test);
}

/// # Panics
/// When the test does, and when a page said something that the test did not expect.
fn play_in(browsers: &[&'static Browser], dist: &Dist, test: impl AsyncFn(&Stage)) {
    for browser in browsers {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let stage = runtime.block_on(Stage::start(browser, dist.clone()));
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                test(&stage).await;
                stage.check_log().await;
            });
        }));
        runtime.block_on(stage.session.end());
        if let Err(panic) = outcome {
            eprintln!("this was in {}", browser.name);
            resume_unwind(panic);
        }
    }
}

impl Stage {
    async fn start(browser: &'static Browser, dist: Dist) -> Stage {
        let (host, data) = (Server::start().await, Server::start().await);
        data.mount("/", &dist.folder);
        Stage {
            host,
            data,
            dist,
            browser,
            session: Session::start(browser).await,
            pages: Cell::new(0),
            expected: RefCell::default(),
        }
    }

    /// The driver's client, for what has no word here.
    pub fn client(&self) -> &Client {
        &self.session.client
    }

    /// The address of one of the widget's files.
    pub fn widget(&self, file: &str) -> String {
        self.data.url(&self.widget_path(file))
    }

    /// Its path on the server for data.
    pub fn widget_path(&self, file: &str) -> String {
        format!("{}{file}", self.dist.widget)
    }

    /// A tag with the demo's English articles and rates; `attributes` go into it.
    pub fn demo(&self, attributes: &str) -> String {
        let (feed, rates) =
            (self.data.url("/demo/feed.en.json"), self.data.url("/demo/rates.json"));
        format!(
            r#"<news-widget src="{feed}" rates="{rates}" lang="en" time-zone="Asia/Baku" currencies="USD EUR RUB TRY GBP" base="AZN" channel-url="https://video.example/courier" channel-title="Courier TV" channel-text="our video channel" {attributes}></news-widget>"#
        )
    }

    /// From now on the console may say what contains this.
    pub fn expect(&self, words: &str) {
        self.expected.borrow_mut().push(words.to_owned());
    }

    /// Opens a page and waits until its markup is there, whatever it still loads.
    pub async fn open(&self, page: Page) {
        self.go(page).await;
        let number = self.pages.get();
        let there = format!(r#"window.__page === {number} && document.readyState !== "loading""#);
        self.wait_for("the page is there", &there).await;
    }

    /// Opens a page and does not wait for anything.
    ///
    /// # Panics
    /// When the last page said something that the test did not expect.
    pub async fn go(&self, page: Page) {
        self.check_log().await;
        let number = self.pages.get() + 1;
        self.pages.set(number);
        let address = match page.path.as_str() {
            "" => format!("/page/{number}"),
            path => path.to_owned(),
        };
        let document = page.document(number, &self.widget("news-widget.js"));
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let mut answer = Answer::html(&document);
        if let Some(policy) = page.policy {
            answer = match policy.strip_prefix("report only: ") {
                Some(policy) => answer.header("content-security-policy-report-only", policy),
                None => answer.header("content-security-policy", policy),
            };
        }
        self.host.answer(path, answer);
        let opened = self.client().goto(&self.host.url(&address)).await;
        opened.expect("a browser that opens a page");
    }

    /// Opens a page of the given body and waits until all widgets of it are ready.
    pub async fn show(&self, body: impl Into<String>) {
        self.open(Page::new(body)).await;
        self.wait_until_ready().await;
    }

    /// Has all pictures of the first widget fetched, and waits until they are there.
    pub async fn load_pictures(&self) {
        self.act(r#"for (const image of $$("img")) image.loading = "eager";"#).await;
        let there = r#"$$("img").every((image) => image.naturalWidth > 0)"#;
        self.wait_for("all pictures are loaded", there).await;
    }

    /// Waits until every widget of the page shows what it shall.
    pub async fn wait_until_ready(&self) {
        self.wait_for("all widgets are ready", "all.length > 0 && all.every(isReady)").await;
    }

    /// Waits until an expression is true.
    ///
    /// # Panics
    /// When it stays untrue, with the reason and what is on the page.
    pub async fn wait_for(&self, reason: &str, predicate: &str) {
        let start = Instant::now();
        // What it reads may not be there yet.
        let script = format!("try {{ return Boolean({predicate}); }} catch {{ return false; }}");
        loop {
            if self.run(&script).await == Ok(json!(true)) {
                return;
            }
            if start.elapsed() > PATIENCE {
                let seen = self.dump().await;
                panic!("waited in vain until {reason}: {predicate}\n{seen}");
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// The value of an expression; it may await.
    ///
    /// # Panics
    /// When it throws, or is of another type.
    pub async fn get<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = match self.run(&format!("return ({expression});")).await {
            Ok(value) => value,
            Err(error) => panic!("{expression}\nfailed: {error}\n{}", self.dump().await),
        };
        let found = value.to_string();
        serde_json::from_value(value)
            .unwrap_or_else(|error| panic!("{expression}\nis {found}: {error}"))
    }

    /// Runs statements; they may await.
    ///
    /// # Panics
    /// When they throw.
    pub async fn act(&self, statements: &str) {
        if let Err(error) = self.run(statements).await {
            panic!("{statements}\nfailed: {error}\n{}", self.dump().await);
        }
    }

    /// Clicks, as a reader does, on what an expression gives.
    ///
    /// # Panics
    /// When it cannot be clicked.
    pub async fn click(&self, expression: &str) {
        let script = format!("{WORDS} return ({expression});");
        let found = self.client().execute(&script, Vec::new()).await.unwrap_or_default();
        // An element is an object whose only value is its reference.
        let reference = found.as_object().and_then(|found| found.values().next()?.as_str());
        let Some(reference) = reference else {
            panic!("expected an element to click on: {expression}\n{}", self.dump().await);
        };
        let reference = ElementRef::from(reference.to_owned());
        let clicked = Element::from_element_id(self.client().clone(), reference).click().await;
        if let Err(error) = clicked {
            panic!("clicking on {expression} failed: {error}\n{}", self.dump().await);
        }
    }

    /// Clicks with the mouse at points of the window, whatever is there.
    ///
    /// # Panics
    /// When a point is outside the window.
    pub async fn click_at(&self, points: &[(i64, i64)]) {
        let mut mouse = MouseActions::new("mouse".to_owned());
        for &(x, y) in points {
            mouse = mouse
                .then(PointerAction::MoveTo { duration: None, x: x as f64, y: y as f64 })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        }
        self.client().perform_actions(mouse).await.expect("points inside the window");
    }

    /// Presses and releases a key, named as WebDriver does: `\u{E004}` is Tab, `\u{E007}` Enter, `\u{E00C}` Escape.
    ///
    /// # Panics
    /// When the browser cannot.
    pub async fn press(&self, value: char) {
        let key = KeyActions::new("keyboard".to_owned());
        let key = key.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client().perform_actions(key).await.expect("a key that can be pressed");
    }

    async fn run(&self, script: &str) -> Result<Value, String> {
        // The last argument of an asynchronous script is its way back.
        let script = format!(
            "const done = arguments[arguments.length - 1];\n{WORDS}\n(async () => {{ {script} }})()\
             .then((value) => done({{ value: value ?? null }}), (error) => done({{ error: `${{error}}\\n${{error?.stack}}` }}));"
        );
        let answer = self.client().execute_async(&script, Vec::new());
        let answer = tokio::time::timeout(ANSWER, answer).await;
        let answer = answer.map_err(|_| format!("{} gave no answer", self.browser.name))?;
        let mut answer = answer.map_err(|error| error.to_string())?;
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["value"].take()),
        }
    }

    /// What the page said in its console so far.
    pub async fn log(&self) -> Vec<String> {
        // Before the first page there is no log.
        let log = self.run("return window.__log ?? [];").await.unwrap_or_default();
        serde_json::from_value(log).unwrap_or_default()
    }

    /// The events of one type so far: `load` for `news-widget-load`.
    pub async fn events(&self, kind: &str) -> Vec<Value> {
        self.get(&format!("__events.filter((event) => event.type === {})", json!(kind))).await
    }

    /// # Panics
    /// When the page said something that the test did not expect.
    pub async fn check_log(&self) {
        let log = self.log().await;
        let expected = self.expected.borrow();
        let known = |line: &&String| expected.iter().any(|words| line.contains(words.as_str()));
        let surprises: Vec<_> = log.iter().filter(|line| !known(line)).collect();
        assert!(surprises.is_empty(), "the page said what nobody expected: {surprises:#?}");
    }

    /// What is on the page, for a failure.
    async fn dump(&self) -> String {
        let shadows = "return all.map((each) => `${each.cloneNode().outerHTML}\\n${each.shadowRoot?.innerHTML.slice(0, 4000)}`)\
            .concat(location.href, `__log: ${JSON.stringify(window.__log)}`,\
            `__events: ${JSON.stringify(window.__events)}`).join(`\\n\\n`);";
        let page = match self.run(shadows).await {
            Ok(page) => page.as_str().unwrap_or_default().to_owned(),
            Err(error) => error,
        };
        let short = |server: &Server| {
            let paths = server.seen().into_iter().map(|seen| seen.path);
            paths.collect::<Vec<_>>().join(" ")
        };
        let (host, data) = (short(&self.host), short(&self.data));
        format!("── the page ──\n{page}\n── requests ──\nhost: {host}\ndata: {data}\n")
    }
}
