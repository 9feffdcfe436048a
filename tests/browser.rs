//! The widget in a real browser, without its loader: mount, update, unmount, and every end that
//! a request can come to. Answers are made here; nothing but the test page's own server is asked.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Date, Function, Map, Object, Promise, Reflect, Uint8Array};
use news_widget::embed::{Mounted, mount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CustomEvent, Document, Element, Event, HtmlElement, ShadowRootInit, ShadowRootMode};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/embed/request.js")]
extern "C" {
    /// The loader's own way to ask.
    #[wasm_bindgen(js_name = take)]
    fn network(url: &str, again: bool, limit: f64, milliseconds: f64) -> JsValue;
}

const RATES: &str = r#"{"base": "AZN", "date": "2025-11-28", "rates": [
    {"code": "USD", "value": "1.7"}, {"code": "RUB", "nominal": 100, "value": "2.2094"}]}"#;

fn news(names: &[&str]) -> String {
    let item = |name: &&str| {
        format!(r#"{{"id": "{name}", "url": "https://a.example/{name}", "title": "{name}"}}"#)
    };
    format!(r#"{{"items": [{}]}}"#, names.iter().map(item).collect::<Vec<_>>().join(","))
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).unwrap(), "{name} cannot be set");
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object
}

/// What the loader makes of a response that came just now, with more fields or others.
fn came(status: u16, body: &str, fields: &[(&str, JsValue)]) -> JsValue {
    let came = object(&[
        ("status", status.into()),
        ("bytes", Uint8Array::from(body.as_bytes()).into()),
        ("url", "".into()),
        ("at", Date::now().into()),
    ]);
    for (name, value) in fields {
        set(&came, name, value);
    }
    came
}

fn answer(status: u16, body: &str) -> Promise {
    Promise::resolve(&came(status, body, &[]))
}

/// What the loader remembers of an address since so many seconds.
fn remembered(seconds: f64, body: &str) -> Promise {
    let at = Date::now() - seconds * 1000.0;
    Promise::resolve(&came(200, body, &[("at", at.into())]))
}

/// What the loader's promises are rejected with.
fn named(name: &str) -> JsValue {
    object(&[("name", name.into())])
}

/// An answer that the test gives when it likes. That it is called off is counted, and changes nothing.
struct Later {
    promise: Promise,
    resolve: Function,
    reject: Function,
    aborted: Rc<Cell<u32>>,
}

impl Later {
    fn new() -> Later {
        let mut settle = None;
        let promise = Promise::new(&mut |resolve, reject| settle = Some((resolve, reject)));
        let (resolve, reject) = settle.unwrap();
        let aborted = Rc::new(Cell::new(0));
        let count = aborted.clone();
        let abort = Closure::<dyn FnMut()>::new(move || count.set(count.get() + 1));
        set(&promise, "abort", &abort.into_js_value());
        Later { promise, resolve, reject, aborted }
    }

    fn come(&self, body: &str) {
        self.resolve.call1(&JsValue::NULL, &came(200, body, &[])).unwrap();
    }

    fn fail(&self, reason: &JsValue) {
        self.reject.call1(&JsValue::NULL, reason).unwrap();
    }
}

/// Puts something else in the place of a global of the page until it is dropped.
struct Instead {
    owner: JsValue,
    name: &'static str,
    real: JsValue,
}

impl Instead {
    fn of(owner: &JsValue, name: &'static str, fake: &JsValue) -> Instead {
        let real = get(owner, name);
        set(owner, name, fake);
        Instead { owner: owner.clone(), name, real }
    }
}

impl Drop for Instead {
    fn drop(&mut self) {
        let _ = Reflect::set(&self.owner, &self.name.into(), &self.real);
    }
}

fn get(owner: &JsValue, name: &str) -> JsValue {
    Reflect::get(owner, &name.into()).unwrap()
}

/// Random numbers are all the same.
fn luck(number: f64) -> Instead {
    let same = Function::new_no_args(&format!("return {number}"));
    Instead::of(&get(&js_sys::global(), "Math"), "random", &same)
}

/// What failed is tried again without a pause.
fn no_pauses() -> Instead {
    luck(0.0)
}

/// A timer that waits for the test to move the clock.
struct Timer {
    id: f64,
    tick: Function,
    period: i32,
    due: f64,
}

/// The page's clock stands still unless it is moved, and so do timers of a second or more.
struct Clock {
    now: Rc<Cell<f64>>,
    timers: Rc<RefCell<Vec<Timer>>>,
    _instead: [Instead; 3],
    _closures: [Box<dyn Any>; 3],
}

impl Clock {
    fn new() -> Clock {
        let window: JsValue = window().into();
        // At the beginning of a second, for the widget keeps whole ones.
        let now = Rc::new(Cell::new((Date::now() / 1000.0).floor() * 1000.0));
        let timers = Rc::<RefCell<Vec<Timer>>>::default();

        let time = now.clone();
        let read = Closure::<dyn FnMut() -> f64>::new(move || time.get());
        let (time, taken, mut last) = (now.clone(), timers.clone(), 0.0);
        let (page, real) = (window.clone(), Function::from(get(&window, "setInterval")));
        let begin = Closure::<dyn FnMut(Function, i32) -> JsValue>::new(
            move |tick: Function, period: i32| {
                if period < 1000 {
                    return real.call2(&page, &tick, &period.into()).unwrap();
                }
                // Those of the browser are greater than 0.
                last -= 1.0;
                let due = time.get() + f64::from(period);
                taken.borrow_mut().push(Timer { id: last, tick, period, due });
                last.into()
            },
        );
        let (taken, page) = (timers.clone(), window.clone());
        let real = Function::from(get(&window, "clearInterval"));
        let end = Closure::<dyn FnMut(JsValue)>::new(move |id: JsValue| {
            taken.borrow_mut().retain(|timer| id != timer.id);
            real.call1(&page, &id).unwrap();
        });
        let instead = [
            Instead::of(&get(&window, "Date"), "now", read.as_ref()),
            Instead::of(&window, "setInterval", begin.as_ref()),
            Instead::of(&window, "clearInterval", end.as_ref()),
        ];
        let closures: [Box<dyn Any>; 3] = [Box::new(read), Box::new(begin), Box::new(end)];
        Clock { now, timers, _instead: instead, _closures: closures }
    }

    /// The periods of all timers that wait.
    fn periods(&self) -> Vec<i32> {
        self.timers.borrow().iter().map(|timer| timer.period).collect()
    }

    /// So many seconds later.
    fn advance(&self, seconds: f64) {
        self.now.set(self.now.get() + seconds * 1000.0);
        let mut due = Vec::new();
        for timer in self.timers.borrow_mut().iter_mut() {
            if timer.due <= self.now.get() {
                timer.due = self.now.get() + f64::from(timer.period);
                due.push(timer.tick.clone());
            }
        }
        for tick in due {
            tick.call0(&JsValue::NULL).unwrap();
        }
    }
}

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

fn document() -> Document {
    window().document().unwrap()
}

type Shared<T> = Rc<RefCell<T>>;

/// One mounted widget, with what it asked for and what it told.
struct Stage {
    host: Element,
    root: Element,
    mounted: Option<Mounted>,
    asked: Shared<Vec<String>>,
    /// Of each request: whether again, most bytes, most milliseconds.
    terms: Shared<Vec<(bool, f64, f64)>>,
    recalled: Shared<Vec<String>>,
    told: Shared<Vec<String>>,
    ready: Shared<u32>,
    _closures: Vec<Box<dyn Any>>,
}

fn options(attributes: &[(&str, &str)]) -> Map {
    let map = Map::new();
    for (name, value) in attributes {
        map.set(&(*name).into(), &(*value).into());
    }
    map
}

type Given = Result<JsValue, JsValue>;

impl Stage {
    /// Mounts with attributes; `answers` says what a request for an address gives; `None`: what the network does.
    fn new(
        attributes: &[(&str, &str)],
        answers: impl Fn(&str) -> Option<Promise> + 'static,
    ) -> Stage {
        Stage::remembering(
            attributes,
            answers,
            |_| Ok(Promise::resolve(&JsValue::UNDEFINED).into()),
        )
    }

    /// The same; `recall` says what is remembered of an address.
    fn remembering(
        attributes: &[(&str, &str)],
        answers: impl Fn(&str) -> Option<Promise> + 'static,
        recall: impl Fn(&str) -> Given + 'static,
    ) -> Stage {
        Stage::with(attributes, move |url| answers(url).map(|promise| Ok(promise.into())), recall)
    }

    /// The same, with a loader that may do anything at all; `Err` is thrown.
    fn with(
        attributes: &[(&str, &str)],
        answers: impl Fn(&str) -> Option<Given> + 'static,
        recall: impl Fn(&str) -> Given + 'static,
    ) -> Stage {
        let document = document();
        let host = document.create_element("div").unwrap();
        let root = document.create_element("div").unwrap();
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        shadow.append_child(&root).unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let (asked, recalled, told) = <[Shared<Vec<String>>; 3]>::default().into();
        let (terms, ready) = <(Shared<Vec<_>>, Shared<u32>)>::default();

        let (seen, agreed) = (asked.clone(), terms.clone());
        let take = Closure::<dyn FnMut(String, bool, f64, f64) -> Given>::new(
            move |url: String, again, limit, milliseconds| {
                seen.borrow_mut().push(url.clone());
                agreed.borrow_mut().push((again, limit, milliseconds));
                answers(&url).unwrap_or_else(|| Ok(network(&url, again, limit, milliseconds)))
            },
        );
        let seen = recalled.clone();
        let recall = Closure::<dyn FnMut(String) -> Given>::new(move |url: String| {
            seen.borrow_mut().push(url.clone());
            recall(&url)
        });
        let counted = ready.clone();
        let on_ready = Closure::<dyn FnMut()>::new(move || *counted.borrow_mut() += 1);
        let heard = told.clone();
        let listen = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
            let detail = |name: &str| get(&event.detail(), name).as_string().unwrap_or_default();
            heard.borrow_mut().push(format!(
                "{} {} {}",
                event.type_(),
                detail("code"),
                detail("message")
            ));
        });
        for kind in ["news-widget-load", "news-widget-error", "news-widget-stale"] {
            host.add_event_listener_with_callback(kind, listen.as_ref().unchecked_ref()).unwrap();
        }
        let function = |closure: &JsValue| closure.clone().unchecked_into::<Function>();
        let mounted = mount(
            host.clone(),
            root.clone(),
            &options(attributes),
            function(take.as_ref()),
            function(recall.as_ref()),
            function(on_ready.as_ref()),
        );
        let closures: Vec<Box<dyn Any>> =
            vec![Box::new(take), Box::new(recall), Box::new(on_ready), Box::new(listen)];
        let mounted = Some(mounted);
        let stage =
            Stage { host, root, mounted, asked, terms, recalled, told, ready, _closures: closures };
        stage.place(50);
        stage
    }

    /// Puts it so many pixels under the upper edge of the window, whatever else is on the page.
    fn place(&self, top: i32) {
        // Not under the pointer, which is in the corner.
        let style = format!("position: fixed; left: 50px; top: {top}px");
        self.host.set_attribute("style", &style).unwrap();
    }

    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found
            .unwrap_or_else(|| panic!("expected {selector} in {}", self.root.inner_html()))
            .unchecked_into()
    }

    /// The title of the headline.
    fn title(&self) -> String {
        let title = self.root.query_selector(".title a").unwrap();
        title.and_then(|title| title.text_content()).unwrap_or_default()
    }

    fn update(&mut self, attributes: &[(&str, &str)]) {
        self.mounted.as_mut().unwrap().update(&options(attributes));
    }

    fn refresh(&self) {
        self.mounted.as_ref().unwrap().refresh();
    }

    fn unmount(&mut self) {
        self.mounted.take().unwrap().unmount();
    }

    fn times_asked(&self) -> usize {
        self.asked.borrow().len()
    }

    fn told(&self, kind: &str) -> Vec<String> {
        let told = self.told.borrow();
        told.iter().filter(|text| text.starts_with(kind)).cloned().collect()
    }

    fn loads(&self) -> usize {
        self.told("news-widget-load").len()
    }

    /// It is said once, and perhaps a turn after the page shows it.
    async fn wait_until_ready(&self) {
        self.wait_for("ready", |stage| *stage.ready.borrow() > 0).await;
        assert_eq!(*self.ready.borrow(), 1, "ready is said once");
    }

    async fn wait_for_failure(&self) {
        self.wait_for("the notice", |stage| stage.count(".notice [data-act=retry]") == 1).await;
    }

    async fn wait_for_title(&self, title: &str) {
        self.wait_for(title, |stage| stage.title() == title).await;
    }

    async fn wait_for(&self, reason: &str, done: impl Fn(&Stage) -> bool) {
        // 5 s in steps of 10 ms: a limit for a failing test, not a time to wait.
        for _ in 0..500 {
            if done(self) {
                return;
            }
            let tick = Promise::new(&mut |resolve, _| {
                window()
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10)
                    .unwrap();
            });
            JsFuture::from(tick).await.unwrap();
        }
        panic!(
            "waited for {reason}; asked {:?}; told {:?}; shown {}",
            self.asked,
            self.told,
            self.root.inner_html()
        );
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(mounted) = self.mounted.take() {
            mounted.unmount();
        }
        self.host.remove();
    }
}

/// An address that no other test uses: answers are shared by address for the whole page.
fn address(name: &str) -> String {
    format!("https://data.example/{name}")
}

#[wasm_bindgen_test]
async fn all_four_blocks_are_shown_from_json() {
    let (feed, rates) = (address("four-feed"), address("four-rates"));
    let attributes = [
        ("src", feed.as_str()),
        ("rates", &rates),
        ("currencies", "USD RUB"),
        ("lang", "en"),
        ("channel-url", "https://video.example/"),
        ("channel-title", "TV"),
    ];
    let stage = Stage::new(&attributes, |url| {
        let body =
            if url.ends_with("feed") { news(&["one", "two", "three"]) } else { RATES.to_owned() };
        Some(answer(200, &body))
    });
    stage
        .wait_for("articles and rates", |stage| {
            stage.count(".item:not(.filler)") == 2 && stage.count(".chg") == 2
        })
        .await;
    assert_eq!(stage.find(".title").text_content().as_deref(), Some("one"));
    assert_eq!(stage.find("[data-code=RUB] .rate-num").text_content().as_deref(), Some("0.022094"));
    assert_eq!(stage.find(".ch-title").text_content().as_deref(), Some("TV"));
    stage.wait_until_ready().await;
    assert_eq!(*stage.asked.borrow(), [feed.clone(), rates.clone()]);
    let data = js_sys::JSON::stringify(&stage.mounted.as_ref().unwrap().data()).unwrap();
    assert!(String::from(data).contains(r#"{"code":"RUB","value":"0.022094","units":"1"}"#));
}

#[wasm_bindgen_test]
async fn what_has_come_is_shown_while_the_rest_is_awaited() {
    let (feed, rates) = (address("slow-feed"), address("quick-rates"));
    let slow = Later::new();
    let articles = slow.promise.clone();
    let stage =
        Stage::new(&[("src", &feed), ("rates", &rates), ("currencies", "USD")], move |url| {
            Some(if url.ends_with("feed") { articles.clone() } else { answer(200, RATES) })
        });
    stage.wait_for("rates", |stage| stage.text().contains("1.7")).await;
    assert!(stage.count(".bone") > 0, "the articles' boxes are still empty");
    stage.wait_until_ready().await;
    slow.come(&news(&["one", "two"]));
    stage
        .wait_for("articles", |stage| stage.count(".bone") == 0 && stage.text().contains("two"))
        .await;
}

#[wasm_bindgen_test]
async fn an_update_changes_what_it_must_and_leaves_the_rest_in_place() {
    let feed = address("update-feed");
    let mut stage = Stage::new(&[("src", &feed), ("lang", "en")], |_| {
        Some(answer(200, &news(&["one", "two", "three"])))
    });
    stage.wait_for("articles", |stage| stage.count(".item:not(.filler)") == 2).await;
    let title = stage.find(".title a");
    stage.update(&[("src", &feed), ("lang", "az"), ("count", "1")]);
    stage.wait_for("the other language", |stage| stage.text().contains("Digər xəbərlər")).await;
    assert_eq!(stage.count(".item"), 1);
    assert!(title.is_same_node(Some(&stage.find(".title a"))), "the same node, not a new one");
    assert_eq!(stage.asked.borrow().len(), 1, "nothing is asked again for words");
}

#[wasm_bindgen_test]
async fn a_slow_answer_of_the_old_source_never_overwrites_the_new_one() {
    let (old, new) = (address("race-old"), address("race-new"));
    let slow = Later::new();
    let answers = slow.promise.clone();
    let mut stage = Stage::new(&[("src", &old)], move |url| {
        Some(if url.ends_with("old") { answers.clone() } else { answer(200, &news(&["new"])) })
    });
    stage.wait_for("the request", |stage| stage.times_asked() == 1).await;
    // A second widget of the old source keeps its request alive, and shows that its answer has been read.
    let other = Stage::new(&[("src", &old)], |_| None);
    other.wait_for("its wish", |other| other.root.child_element_count() == 0).await;
    stage.update(&[("src", &new)]);
    stage.wait_for_title("new").await;
    slow.come(&news(&["old"]));
    other.wait_for_title("old").await;
    assert!(!stage.text().contains("old"));
    assert_eq!(other.times_asked(), 0);
}

#[wasm_bindgen_test]
async fn two_elements_share_one_request() {
    let feed = address("shared-feed");
    let first = Stage::new(&[("src", &feed)], |_| Some(answer(200, &news(&["one"]))));
    let second = Stage::new(&[("src", &feed)], |_| None);
    first.wait_for_title("one").await;
    second.wait_for_title("one").await;
    assert_eq!((first.times_asked(), second.times_asked()), (1, 0));
}

#[wasm_bindgen_test]
async fn two_elements_share_one_failure_and_three_tries_are_all() {
    let _quick = no_pauses();
    let feed = address("shared-failure");
    let first = Stage::new(&[("src", &feed)], |_| Some(answer(503, "")));
    let second = Stage::new(&[("src", &feed)], |_| Some(answer(503, "")));
    for stage in [&first, &second] {
        stage.wait_for_failure().await;
        stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
        let expected = format!("news-widget-error status {feed} answered 503, expected 200");
        assert_eq!(*stage.told.borrow(), [expected]);
    }
    assert_eq!(first.times_asked() + second.times_asked(), 3);
}

#[wasm_bindgen_test]
async fn two_elements_share_the_try_that_succeeds() {
    let _quick = no_pauses();
    let feed = address("shared-recovery");
    let tries = Rc::new(Cell::new(0));
    let stage = |_| {
        let tries = tries.clone();
        Stage::new(&[("src", &feed)], move |_| {
            tries.set(tries.get() + 1);
            Some(if tries.get() == 1 { answer(503, "") } else { answer(200, &news(&["one"])) })
        })
    };
    let stages = [0, 1, 2].map(stage);
    for stage in &stages {
        stage.wait_for_title("one").await;
    }
    assert_eq!(tries.get(), 2);
}

#[wasm_bindgen_test]
async fn a_failure_that_passes_is_not_even_seen() {
    let _quick = no_pauses();
    let feed = address("passing");
    let tries = Cell::new(0);
    let stage = Stage::new(&[("src", &feed)], move |_| {
        tries.set(tries.get() + 1);
        Some(match tries.get() {
            1 => answer(429, ""),
            2 => Promise::reject(&named("TimeoutError")),
            _ => answer(200, &news(&["one"])),
        })
    });
    stage.wait_for_title("one").await;
    stage.wait_for("its event", |stage| stage.loads() == 1).await;
    assert_eq!(stage.told.borrow().len(), 1, "{:?}", stage.told);
    assert_eq!(stage.times_asked(), 3);
}

#[wasm_bindgen_test]
async fn a_failure_is_a_notice_and_a_click_tries_again() {
    let _quick = no_pauses();
    let feed = address("failing-feed");
    let tries = Cell::new(0);
    let stage = Stage::new(&[("src", &feed), ("lang", "en")], move |_| {
        tries.set(tries.get() + 1);
        Some(if tries.get() <= 3 { answer(500, "") } else { answer(200, &news(&["one"])) })
    });
    stage.wait_for_failure().await;
    stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
    assert_eq!(
        stage.told("news-widget-error"),
        [format!("news-widget-error status {feed} answered 500, expected 200")]
    );
    assert_eq!(stage.times_asked(), 3);
    stage.find("[data-act=retry]").click();
    stage.wait_for_title("one").await;
    assert_eq!(stage.count("[data-act=retry]"), 0);
}

#[wasm_bindgen_test]
async fn a_failed_refresh_keeps_the_old_data_and_says_its_age() {
    let _quick = no_pauses();
    let feed = address("stale-feed");
    let tries = Cell::new(0);
    let stage = Stage::new(&[("src", &feed), ("lang", "en")], move |_| {
        tries.set(tries.get() + 1);
        Some(match tries.get() {
            2..=4 => answer(503, ""),
            _ => answer(200, &news(&["one", "two"])),
        })
    });
    stage.wait_for_title("one").await;
    stage.refresh();
    stage
        .wait_for("its age", |stage| {
            stage.count(".head .late") == 1
                && stage.find(".head .late").text_content().unwrap().contains(" · ")
        })
        .await;
    assert!(stage.text().contains("one") && stage.text().contains("two"));
    stage.wait_for("the event", |stage| !stage.told("news-widget-stale").is_empty()).await;
    assert_eq!(stage.told("news-widget-stale").len(), 1);
    assert_eq!(stage.told("news-widget-error").len(), 1);
    stage.find("[data-act=retry]").click();
    stage.wait_for("fresh data", |stage| stage.count(".late, [data-act=retry]") == 0).await;
    assert_eq!(stage.times_asked(), 5);
}

/// What nobody caught on this page: a future that throws would be never heard of again.
struct Uncaught {
    what: Shared<Vec<String>>,
    heard: Closure<dyn FnMut(Event)>,
}

impl Uncaught {
    const KINDS: [&str; 2] = ["error", "unhandledrejection"];

    fn new() -> Uncaught {
        let what = Shared::<Vec<String>>::default();
        let all = what.clone();
        let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let text = ["message", "reason"].map(|name| get(&event, name));
            all.borrow_mut().push(format!("{} {text:?}", event.type_()));
        });
        for kind in Uncaught::KINDS {
            let callback = heard.as_ref().unchecked_ref();
            window().add_event_listener_with_callback(kind, callback).unwrap();
        }
        Uncaught { what, heard }
    }
}

impl Drop for Uncaught {
    fn drop(&mut self) {
        for kind in Uncaught::KINDS {
            let callback = self.heard.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback(kind, callback);
        }
    }
}

#[wasm_bindgen_test]
async fn whatever_a_page_makes_fetch_reject_with_is_only_a_failure() {
    let _quick = no_pauses();
    let rejections: [(&str, JsValue); 6] = [
        ("error", js_sys::Error::new("Failed to fetch").into()),
        ("text", JsValue::from_str("aborted")),
        ("undefined", JsValue::UNDEFINED),
        ("null", JsValue::NULL),
        ("object", Object::new().into()),
        ("number", JsValue::from(17)),
    ];
    for (name, reason) in rejections {
        let stage = Stage::new(&[("src", &address(name))], move |_| Some(Promise::reject(&reason)));
        stage.wait_for_failure().await;
        stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
        assert_eq!(stage.told("news-widget-error network").len(), 1, "{name}: {:?}", stage.told);
        assert_eq!(stage.times_asked(), 3, "{name}");
    }
}

#[wasm_bindgen_test]
async fn whatever_a_loader_gives_that_is_no_answer_is_only_a_failure() {
    let _quick = no_pauses();
    let uncaught = Uncaught::new();
    let values: [(&str, JsValue); 7] = [
        ("a-text", JsValue::from_str("not a response")),
        ("a-number", JsValue::from(17)),
        ("an-object", Object::new().into()),
        ("a-list", js_sys::Array::new().into()),
        ("no-body", object(&[("status", 200.into())])),
        ("nothing", JsValue::UNDEFINED),
        ("no-object", JsValue::NULL),
    ];
    for (name, value) in values {
        for promised in [true, false] {
            let feed = address(&format!("{name}-{promised}"));
            let value = value.clone();
            let stage = Stage::with(
                &[("src", &feed)],
                move |_| {
                    let promise = || Promise::resolve(&value).into();
                    Some(Ok(if promised { promise() } else { value.clone() }))
                },
                |_| Ok(JsValue::UNDEFINED),
            );
            stage.wait_for_failure().await;
            assert_eq!(*uncaught.what.borrow(), [""; 0], "{name}");
            stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
            assert_eq!(stage.told("news-widget-error").len(), 1, "{name}: {:?}", stage.told);
        }
    }
}

#[wasm_bindgen_test]
async fn a_loader_that_throws_is_only_a_failure() {
    let _quick = no_pauses();
    let feed = address("throws");
    let stage = Stage::with(
        &[("src", &feed)],
        |_| Some(Err(js_sys::Error::new("out of order").into())),
        |_| Ok(JsValue::UNDEFINED),
    );
    stage.wait_for_failure().await;
    stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
    let told = stage.told("news-widget-error network");
    assert!(told.len() == 1 && told[0].ends_with(": out of order"), "{:?}", stage.told);
    assert_eq!(stage.times_asked(), 3);
}

#[wasm_bindgen_test]
async fn an_answer_without_a_body_is_a_failure_of_the_source_and_not_tried_again() {
    for status in [204, 200] {
        let feed = address(&format!("no-content-{status}"));
        let stage = Stage::new(&[("src", &feed)], move |_| Some(answer(status, "")));
        stage.wait_for_failure().await;
        stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
        assert_eq!(
            *stage.told.borrow(),
            [format!("news-widget-error unknown {feed}: expected JSON or XML, found nothing")]
        );
        assert_eq!(stage.times_asked(), 1);
    }
}

#[wasm_bindgen_test]
async fn each_kind_of_failure_has_a_code_and_as_many_tries_as_make_sense() {
    let _quick = no_pauses();
    let page = "<!doctype html><html><head><title>Sign in</title></head><body></body></html>";
    let page = |host: &str| {
        let fields = [("type", "text/html".into()), ("url", format!("{host}/").into())];
        Promise::resolve(&came(200, page, &fields))
    };
    let cases: [(&str, Promise, usize, &str); 6] = [
        (
            "too-long",
            Promise::reject(&named("TooLarge")),
            1,
            "size # is longer than 8 MiB, so it is not read",
        ),
        (
            "too-slow",
            Promise::reject(&named("TimeoutError")),
            3,
            "timeout # gave no whole answer within 10 s",
        ),
        (
            "signed-out",
            answer(511, ""),
            3,
            "portal # cannot be reached: the network wants a sign-in first (511)",
        ),
        (
            "led-away",
            page("https://login.example"),
            1,
            "portal # led to login.example, which sent a page for people (\"Sign in\"): a login, or a network that wants a sign-in first",
        ),
        (
            "a-page",
            page("https://data.example"),
            1,
            "page #: expected JSON or XML, found a page for people (\"Sign in\")",
        ),
        ("moved", answer(304, ""), 1, "status # answered 304, expected 200"),
    ];
    for (name, promise, tries, expected) in cases {
        let feed = address(name);
        let stage = Stage::new(&[("src", &feed)], move |_| Some(promise.clone()));
        stage.wait_for_failure().await;
        stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
        let expected = expected.replace('#', &feed);
        assert_eq!(*stage.told.borrow(), [format!("news-widget-error {expected}")]);
        assert_eq!(stage.times_asked(), tries, "{name}");
    }
}

#[wasm_bindgen_test]
async fn the_loader_is_told_what_a_try_may_cost() {
    let (feed, rates) = (address("terms-feed"), address("terms-rates"));
    let stage = Stage::new(&[("src", &feed), ("rates", &rates)], |url| {
        Some(answer(200, &if url.ends_with("feed") { news(&["one"]) } else { RATES.to_owned() }))
    });
    stage.wait_for("both", |stage| stage.loads() == 2).await;
    stage.refresh();
    stage.wait_for("both again", |stage| stage.loads() == 4).await;
    const MIB: f64 = 1_048_576.0;
    let terms = |again| [(again, 8.0 * MIB, 10_000.0), (again, MIB, 10_000.0)];
    assert_eq!(*stage.terms.borrow(), [terms(false), terms(true)].concat());
}

#[wasm_bindgen_test]
async fn a_request_that_finds_nothing_is_a_failure_with_its_status() {
    // Asks the test page's server for what it does not have.
    let stage = Stage::new(&[("src", "/there-is-no-such-feed.json")], |_| None);
    stage.wait_for_failure().await;
    stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
    assert_eq!(stage.times_asked(), 1, "it would find nothing again");
    let told = stage.told("news-widget-error status");
    assert!(
        told.len() == 1
            && told[0].ends_with("/there-is-no-such-feed.json answered 404, expected 200"),
        "{told:?}"
    );
}

#[wasm_bindgen_test]
async fn the_next_address_is_tried_when_one_fails() {
    let (bad, good) = (address("first-bad"), address("then-good"));
    let both = format!("{bad} {good}");
    let stage = Stage::new(&[("src", &both)], |url| {
        Some(if url.ends_with("good") { answer(200, &news(&["one"])) } else { answer(404, "") })
    });
    stage.wait_for_title("one").await;
    assert_eq!(*stage.asked.borrow(), [bad, good]);
    assert_eq!(stage.told("news-widget-error"), [""; 0]);
}

#[wasm_bindgen_test]
async fn of_several_addresses_each_is_tried_three_times_and_the_end_is_told_once() {
    let _quick = no_pauses();
    let (first, second) = (address("bad-too"), address("bad-as-well"));
    let stage = Stage::new(&[("src", &format!("{first} {second}"))], |_| Some(answer(503, "")));
    stage.wait_for_failure().await;
    stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
    assert_eq!(stage.told.borrow().len(), 1, "{:?}", stage.told);
    let round = [first, second];
    assert_eq!(*stage.asked.borrow(), [round.clone(), round.clone(), round].concat());
}

#[wasm_bindgen_test]
async fn a_source_that_held_something_and_holds_nothing_now_has_not_taken_it_back() {
    let feed = address("emptied");
    let tries = Cell::new(0);
    let stage = Stage::new(&[("src", &feed), ("lang", "en")], move |_| {
        tries.set(tries.get() + 1);
        Some(answer(200, &news(if tries.get() == 2 { &[] } else { &["one", "two"] })))
    });
    stage.wait_for_title("one").await;
    stage.refresh();
    stage.wait_for("its age", |stage| stage.count(".head .late") == 1).await;
    stage.wait_for("the event", |stage| !stage.told("news-widget-error").is_empty()).await;
    assert_eq!(
        stage.told("news-widget-error"),
        [format!(
            "news-widget-error empty {feed} holds nothing any more, so what it held before stays"
        )]
    );
    assert!(stage.title() == "one" && stage.text().contains("two"));
    assert_eq!(stage.times_asked(), 2, "it would say so again");
    stage.refresh();
    stage.wait_for("fresh data", |stage| stage.count(".late") == 0).await;
}

#[wasm_bindgen_test]
async fn a_source_that_holds_nothing_from_the_first_is_no_failure() {
    let stage = Stage::new(&[("src", &address("empty")), ("lang", "en")], |_| {
        Some(answer(200, &news(&[])))
    });
    stage.wait_for("the notice", |stage| stage.text().contains("Nothing here yet")).await;
    stage.wait_for("the event", |stage| !stage.told.borrow().is_empty()).await;
    assert_eq!((stage.loads(), stage.told("news-widget-error").len()), (1, 0));
}

#[wasm_bindgen_test]
async fn bad_items_are_told_with_place_found_and_expected() {
    let feed = address("bad-items");
    let stage = Stage::new(&[("src", &feed), ("count", "99")], |_| {
        Some(answer(
            200,
            r#"{"items": [{"url": "https://a.example/1", "title": "good", "date_published": "soon"}, {"url": "javascript:x", "title": "bad"}]}"#,
        ))
    });
    stage.wait_for("the good item", |stage| stage.text().contains("good")).await;
    assert!(!stage.text().contains("bad"));
    assert_eq!(
        stage.told("news-widget-error"),
        [
            r#"news-widget-error config count: "99" is not a whole number from 0 to 50"#,
            r#"news-widget-error item items[0].date_published: "soon" is not a date (such as 2025-11-28T14:05:00+04:00)"#,
            r#"news-widget-error item items[1].url: "javascript:x" is not a web address (http or https)"#,
        ]
    );
}

#[wasm_bindgen_test]
async fn rates_without_a_way_to_the_wanted_base_are_refused_not_shown_as_if() {
    let rates = address("wrong-base");
    let mut stage = Stage::new(&[("rates", &rates), ("base", "JPY"), ("blocks", "rates")], |_| {
        Some(answer(200, RATES))
    });
    stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
    assert_eq!(
        stage.told("news-widget-error"),
        [format!(
            r#"news-widget-error shape {rates}: base: "AZN" is not "JPY", and there is no rate of JPY to convert by"#
        )]
    );
    stage.update(&[("rates", &rates), ("base", "AZN"), ("blocks", "rates")]);
    stage.wait_for("the rates, now in the right base", |stage| stage.text().contains("1.7")).await;
}

#[wasm_bindgen_test]
async fn markup_in_titles_is_text() {
    let stage = Stage::new(&[("src", &address("hostile"))], |_| {
        Some(answer(
            200,
            r#"{"items": [{"url": "https://a.example/1", "title": "<img src=x onerror=\"window.hit=1\">", "content_text": "<script>window.hit=1</script>"}]}"#,
        ))
    });
    stage.wait_for("the title", |stage| stage.count(".title") == 1).await;
    assert!(
        stage.text().contains("<img src=x onerror=")
            && stage.text().contains("<script>window.hit=1</script>")
    );
    assert_eq!(stage.count("script, .title img, .body img"), 0);
    assert!(
        js_sys::Reflect::get(&web_sys::window().unwrap(), &"hit".into()).unwrap().is_undefined()
    );
}

#[wasm_bindgen_test]
async fn the_fold_opens_and_closes() {
    let stage = Stage::new(&[("src", &address("fold")), ("lang", "en")], |_| {
        Some(answer(
            200,
            r#"{"items": [{"url": "https://a.example/1", "title": "one", "content_text": "a\n\nb"}]}"#,
        ))
    });
    stage.wait_for("the button", |stage| stage.count("[data-act=fold]") == 1).await;
    stage.find("[data-act=fold]").click();
    stage
        .wait_for("unfolded", |stage| stage.count(".head[data-open] [aria-expanded=true]") == 1)
        .await;
    stage.find("[data-act=fold]").click();
    stage
        .wait_for("folded", |stage| {
            stage.count(".head:not([data-open]) [aria-expanded=false]") == 1
        })
        .await;
}

#[wasm_bindgen_test]
async fn an_unknown_time_zone_is_told_and_the_readers_own_is_taken() {
    let stage = Stage::new(&[("src", &address("zone")), ("time-zone", "Mars/Olympus")], |_| {
        Some(answer(200, &news(&["one"])))
    });
    stage.wait_for("the article", |stage| stage.text().contains("one")).await;
    assert_eq!(
        stage.told("news-widget-error"),
        [
            r#"news-widget-error config time-zone: "Mars/Olympus" is not a time zone that this browser knows (IANA, such as Asia/Baku)"#
        ]
    );
}

#[wasm_bindgen_test]
async fn a_named_time_zone_moves_the_clock() {
    let stage = Stage::new(
        &[("src", &address("baku")), ("time-zone", "Asia/Baku"), ("lang", "az")],
        |_| {
            Some(answer(
                200,
                r#"{"items": [{"url": "https://a.example/1", "title": "one", "date_published": "2023-11-28T09:30:00Z"}]}"#,
            ))
        },
    );
    stage.wait_for("the time", |stage| stage.text().contains("28 noyabr 2023, 13:30")).await;
}

#[wasm_bindgen_test]
async fn unmount_leaves_nothing_and_a_late_answer_finds_nobody() {
    let feed = address("late-feed");
    let slow = Later::new();
    let answers = slow.promise.clone();
    let mut stage = Stage::new(&[("src", &feed)], move |_| Some(answers.clone()));
    stage.wait_for("the request", |stage| stage.times_asked() == 1).await;
    // Another widget of the same source shows that the answer has been read, and does no harm.
    let other = Stage::new(&[("src", &feed)], |_| None);
    stage.unmount();
    stage.wait_for("nothing", |stage| stage.root.child_element_count() == 0).await;
    slow.come(&news(&["late"]));
    other.wait_for_title("late").await;
    assert_eq!(stage.text(), "");
    assert_eq!(*stage.told.borrow(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_request_that_nobody_waits_for_any_more_is_called_off() {
    let (old, new) = (address("given-up"), address("wanted-instead"));
    let (first, second) = (Later::new(), Later::new());
    let answers = RefCell::new(vec![second.promise.clone(), first.promise.clone()]);
    let mut stage = Stage::new(&[("src", &old)], move |_| {
        let promise = answers.borrow_mut().pop();
        Some(promise.unwrap_or_else(|| answer(200, &news(&["one"]))))
    });
    stage.wait_for("the request", |stage| stage.times_asked() == 1).await;
    assert_eq!(first.aborted.get(), 0);
    stage.update(&[("src", &new)]);
    stage.wait_for("the next request", |stage| stage.times_asked() == 2).await;
    assert_eq!((first.aborted.get(), second.aborted.get()), (1, 0));
    first.fail(&named("AbortError"));
    stage.update(&[("src", &new), ("lang", "az")]);
    stage.unmount();
    stage.wait_for("the end of it", |_| second.aborted.get() > 0).await;
    second.fail(&named("AbortError"));
    // What it was rejected with would have been told by now.
    let other = Stage::new(&[("src", &new)], |_| Some(answer(200, &news(&["one"]))));
    other.wait_for_title("one").await;
    assert_eq!((first.aborted.get(), second.aborted.get()), (1, 1));
    assert_eq!(*stage.told.borrow(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_request_goes_on_while_anybody_waits_for_it() {
    let (feed, other) = (address("still-wanted"), address("no-more-wanted"));
    let slow = Later::new();
    let answers = slow.promise.clone();
    let mut first = Stage::new(&[("src", &feed)], move |url| {
        Some(if url.ends_with("still-wanted") { answers.clone() } else { answer(404, "") })
    });
    first.wait_for("the request", |stage| stage.times_asked() == 1).await;
    let mut second = Stage::new(&[("src", &feed), ("channel-url", &other)], |_| None);
    let third = Stage::new(&[("src", &feed)], |_| None);
    first.update(&[("src", &other)]);
    first.wait_for_failure().await;
    second.unmount();
    second.wait_for("nothing", |stage| stage.root.child_element_count() == 0).await;
    slow.come(&news(&["one"]));
    third.wait_for_title("one").await;
    assert_eq!(slow.aborted.get(), 0);
    assert_eq!((second.times_asked(), third.times_asked()), (0, 0));
    assert!(!first.text().contains("one"));
}

#[wasm_bindgen_test]
async fn who_comes_when_a_request_is_being_called_off_gets_an_answer_all_the_same() {
    // A pause would never end here, so an answer that comes did not wait for one.
    let _luck = luck(1.0);
    let _clock = Clock::new();
    let feed = address("too-late");
    let slow = Later::new();
    let (answers, tries) = (slow.promise.clone(), Cell::new(0));
    let mut first = Stage::new(&[("src", &feed)], move |_| {
        tries.set(tries.get() + 1);
        Some(if tries.get() == 1 { answers.clone() } else { answer(200, &news(&["one"])) })
    });
    first.wait_for("the request", |stage| stage.times_asked() == 1).await;
    first.unmount();
    first.wait_for("the end of it", |_| slow.aborted.get() == 1).await;
    let second = Stage::new(&[("src", &feed)], |_| Some(answer(200, &news(&["two"]))));
    slow.fail(&named("AbortError"));
    second.wait_for("an answer", |stage| !stage.title().is_empty()).await;
    assert_eq!(first.times_asked() + second.times_asked(), 2);
    assert_eq!(second.told("news-widget-error"), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_source_of_no_usable_address_fails_at_once() {
    let stage = Stage::new(&[("src", "javascript:alert(1)")], |_| None);
    stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
    assert_eq!(*stage.asked.borrow(), [""; 0]);
    stage.wait_until_ready().await;
    assert_eq!(
        stage.told("news-widget-error"),
        [
            r#"news-widget-error config src: "javascript:alert(1)" is not a web address (http or https)"#
        ]
    );
    stage.find("[data-act=retry]").click();
    stage.wait_for("the notice again", |stage| stage.count("[data-act=retry]") == 1).await;
}

#[wasm_bindgen_test]
async fn with_nothing_to_show_the_owners_content_stays() {
    let mut stage = Stage::new(&[("count", "3")], |_| Some(answer(200, &news(&["one"]))));
    stage.wait_for("the complaint", |stage| !stage.told.borrow().is_empty()).await;
    assert_eq!((*stage.ready.borrow(), stage.root.child_element_count()), (0, 0));
    assert_eq!(
        stage.told("news-widget-error"),
        [
            "news-widget-error config an address is missing, expected src, rates or channel-url on the element: there is nothing to show"
        ]
    );
    stage.update(&[("src", &address("at-last"))]);
    stage.wait_for("the article", |stage| stage.text().contains("one")).await;
    stage.wait_until_ready().await;
}

const TWO_HOURS: f64 = 7200.0;

#[wasm_bindgen_test]
async fn what_is_remembered_is_shown_with_its_age_until_an_answer_comes() {
    let (feed, rates) = (address("remembered"), address("remembered-rates"));
    let (slow, slow_rates) = (Later::new(), Later::new());
    let answers = [slow.promise.clone(), slow_rates.promise.clone()];
    let stage = Stage::remembering(
        &[("src", &feed), ("rates", &rates), ("remember", ""), ("lang", "en")],
        move |url| Some(answers[usize::from(url.ends_with("rates"))].clone()),
        |url| {
            let body = if url.ends_with("rates") { RATES.to_owned() } else { news(&["old"]) };
            Ok(remembered(TWO_HOURS, &body).into())
        },
    );
    stage.wait_for_title("old").await;
    stage.wait_for("the rates", |stage| stage.text().contains("1.7")).await;
    stage.wait_until_ready().await;
    assert_eq!(*stage.recalled.borrow(), [feed, rates]);
    assert!(stage.find(".head .late").text_content().unwrap().contains(" · 2 hours ago"));
    assert!(stage.find(".rates .late").text_content().unwrap().contains(" · 2 hours ago"));
    assert_eq!(*stage.told.borrow(), [""; 0], "it is no answer");
    slow.come(&news(&["new"]));
    stage.wait_for_title("new").await;
    assert_eq!((stage.count(".head .late"), stage.count(".rates .late")), (0, 1));
    slow_rates.come(RATES);
    stage.wait_for("the rates", |stage| stage.count(".late") == 0).await;
}

#[wasm_bindgen_test]
async fn what_is_remembered_never_replaces_an_answer() {
    let feed = address("answered-before");
    let memory = Later::new();
    let promise = memory.promise.clone();
    let recall = move |_: &str| Ok(promise.clone().into());
    let stage = Stage::remembering(
        &[("src", &feed), ("remember", "")],
        |_| Some(answer(200, &news(&["new"]))),
        recall.clone(),
    );
    stage.wait_for_title("new").await;
    assert_eq!(stage.recalled.borrow().len(), 1);
    // One that has no answer shows that what is remembered has been read by now.
    let other = Stage::remembering(
        &[("src", &address("not-answered")), ("remember", "")],
        |_| Some(Later::new().promise),
        recall,
    );
    other.wait_for("its wish", |other| other.recalled.borrow().len() == 1).await;
    memory.come(&news(&["old"]));
    other.wait_for_title("old").await;
    assert_eq!((stage.title().as_str(), stage.count(".late")), ("new", 0));
}

#[wasm_bindgen_test]
async fn what_is_remembered_outlasts_a_failure_before_and_after_it() {
    let _quick = no_pauses();
    for before in [true, false] {
        let feed = address(&format!("remembered-{before}"));
        let memory = Later::new();
        if before {
            memory.come(&news(&["old", "too"]));
        }
        let promise = memory.promise.clone();
        let stage = Stage::remembering(
            &[("src", &feed), ("remember", ""), ("lang", "en")],
            |_| Some(answer(503, "")),
            move |_| Ok(promise.clone().into()),
        );
        stage.wait_for("the failure", |stage| !stage.told("news-widget-error").is_empty()).await;
        if !before {
            stage.wait_for_failure().await;
            memory.come(&news(&["old", "too"]));
        }
        stage.wait_for_title("old").await;
        stage.wait_for("its age", |stage| stage.count(".head .late") == 1).await;
        assert_eq!((stage.count(".notice"), stage.count("[data-act=retry]")), (0, 1));
        assert_eq!(stage.told("news-widget-error").len(), 1);
    }
}

#[wasm_bindgen_test]
async fn whatever_a_memory_gives_does_no_harm() {
    type Memory = fn() -> Given;
    fn promised(value: &JsValue) -> Given {
        Ok(Promise::resolve(value).into())
    }
    fn error() -> JsValue {
        js_sys::Error::new("forgotten").into()
    }
    let uncaught = Uncaught::new();
    let memories: [(&str, Memory); 12] = [
        ("thrown", || Err(error())),
        ("rejected", || Ok(Promise::reject(&error()).into())),
        ("undefined", || promised(&JsValue::UNDEFINED)),
        ("null", || promised(&JsValue::NULL)),
        ("text", || promised(&"text".into())),
        ("object", || promised(&Object::new().into())),
        ("no-body", || promised(&object(&[("status", 200.into())]))),
        ("not-ok", || Ok(answer(500, "").into())),
        ("unreadable", || Ok(answer(200, "<html></html>").into())),
        ("empty", || Ok(answer(200, &news(&[])).into())),
        ("no-promise", || Ok(17.into())),
        ("too-long-ago", || Ok(remembered(1e12, &news(&["old"])).into())),
    ];
    for (name, memory) in memories {
        let slow = Later::new();
        let answers = slow.promise.clone();
        let stage = Stage::remembering(
            &[("src", &address(&format!("memory-{name}"))), ("remember", "")],
            move |_| Some(answers.clone()),
            move |_| memory(),
        );
        stage.wait_for("the question", |stage| stage.recalled.borrow().len() == 1).await;
        slow.come(&news(&["one"]));
        stage.wait_for_title("one").await;
        stage.wait_for("the event", |stage| stage.loads() == 1).await;
        assert_eq!(stage.told.borrow().len(), 1, "{name}: {:?}", stage.told);
        assert_eq!(*uncaught.what.borrow(), [""; 0], "{name}");
    }
}

#[wasm_bindgen_test]
async fn nothing_is_recalled_where_the_owner_wants_nothing_remembered() {
    let stage = Stage::remembering(
        &[("src", &address("no-memory"))],
        |_| Some(answer(200, &news(&["new"]))),
        |_| Ok(remembered(TWO_HOURS, &news(&["old"])).into()),
    );
    stage.wait_for_title("new").await;
    assert_eq!(*stage.recalled.borrow(), [""; 0]);
}

/// The page says that its state has changed: of being seen, of having a network.
fn dispatch(target: &web_sys::EventTarget, kind: &str) {
    target.dispatch_event(&Event::new(kind).unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn it_looks_again_when_the_time_is_over_and_not_while_paused() {
    let _luck = luck(0.5);
    let clock = Clock::new();
    let stage = Stage::new(&[("src", &address("due")), ("refresh", "30s")], |_| {
        Some(answer(200, &news(&["one"])))
    });
    stage.wait_for_title("one").await;
    stage.wait_for("the timer", |_| clock.periods() == [30_000]).await;
    clock.advance(29.0);
    assert_eq!(clock.periods(), [30_000], "nothing has happened");
    clock.advance(1.0);
    stage.wait_for("the second look", |stage| stage.loads() == 2).await;
    stage.wait_for("the next timer", |_| clock.periods() == [30_000]).await;
    assert_eq!(stage.times_asked(), 2);

    let mounted = stage.mounted.as_ref().unwrap();
    mounted.pause(true);
    stage.wait_for("no timer", |_| clock.periods().is_empty()).await;
    clock.advance(3600.0);
    dispatch(&document(), "visibilitychange");
    mounted.pause(false);
    stage.wait_for("the third look", |stage| stage.loads() == 3).await;
    stage.wait_for("the next timer", |_| clock.periods() == [30_000]).await;
    assert_eq!(stage.times_asked(), 3, "none while paused");
}

#[wasm_bindgen_test]
async fn it_looks_again_a_fifth_sooner_or_later_and_all_that_share_a_source_at_once() {
    for (number, period) in [(0.0, 24_000), (0.75, 33_000)] {
        let _luck = luck(number);
        let clock = Clock::new();
        let feed = address(&format!("due-{period}"));
        let stage = |_| {
            let attributes = [("src", feed.as_str()), ("refresh", "30s")];
            Stage::new(&attributes, |_| Some(answer(200, &news(&["one"]))))
        };
        let stages = [0, 1].map(stage);
        for loads in [1, 2, 3] {
            for stage in &stages {
                stage.wait_for("the look", |stage| stage.loads() == loads).await;
            }
            stages[1].wait_for("the timers", |_| clock.periods() == [period; 2]).await;
            let asked: usize = stages.iter().map(Stage::times_asked).sum();
            assert_eq!(asked, loads);
            clock.advance(f64::from(period) / 1000.0);
        }
    }
}

#[wasm_bindgen_test]
async fn it_begins_to_look_again_when_it_is_told_how_often() {
    let _luck = luck(0.5);
    let clock = Clock::new();
    let feed = address("how-often");
    let mut stage =
        Stage::new(&[("src", &feed), ("refresh", "0")], |_| Some(answer(200, &news(&["one"]))));
    stage.wait_for_title("one").await;
    for period in [300_000, 60_000] {
        stage.update(&[("src", &feed), ("refresh", &(period / 1000).to_string())]);
        stage.wait_for("the timer", |_| clock.periods() == [period]).await;
    }
    clock.advance(60.0);
    stage.wait_for("the second look", |stage| stage.loads() == 2).await;
    stage.update(&[("src", &feed), ("refresh", "0")]);
    stage.wait_for("no timer", |_| clock.periods().is_empty()).await;
    assert_eq!(stage.times_asked(), 2);
}

#[wasm_bindgen_test]
async fn it_does_not_look_again_while_it_is_out_of_view() {
    let clock = Clock::new();
    let stage = Stage::new(&[("src", &address("out-of-view")), ("refresh", "30s")], |_| {
        Some(answer(200, &news(&["one"])))
    });
    stage.wait_for_title("one").await;
    stage.wait_for("the timer", |_| clock.periods().len() == 1).await;
    stage.place(99_999);
    stage.wait_for("no timer", |_| clock.periods().is_empty()).await;
    clock.advance(3600.0);
    dispatch(&document(), "visibilitychange");
    stage.place(50);
    stage.wait_for("the second look", |stage| stage.loads() == 2).await;
    assert_eq!(stage.times_asked(), 2);
}

/// The page is hidden until this is dropped.
struct Hidden;

impl Hidden {
    fn new() -> Hidden {
        let hidden = object(&[("value", true.into()), ("configurable", true.into())]);
        Object::define_property(&document(), &"hidden".into(), hidden.unchecked_ref());
        dispatch(&document(), "visibilitychange");
        Hidden
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = Reflect::delete_property(&document(), &"hidden".into());
        dispatch(&document(), "visibilitychange");
    }
}

#[wasm_bindgen_test]
async fn it_does_not_look_again_while_the_page_is_hidden() {
    let clock = Clock::new();
    let stage = Stage::new(&[("src", &address("hidden")), ("refresh", "30s")], |_| {
        Some(answer(200, &news(&["one"])))
    });
    stage.wait_for_title("one").await;
    stage.wait_for("the timer", |_| clock.periods().len() == 1).await;
    let hidden = Hidden::new();
    stage.wait_for("no timer", |_| clock.periods().is_empty()).await;
    clock.advance(3600.0);
    drop(hidden);
    stage.wait_for("the second look", |stage| stage.loads() == 2).await;
    assert_eq!(stage.times_asked(), 2);
}

#[wasm_bindgen_test]
async fn the_reader_pauses_it_and_goes_on() {
    let clock = Clock::new();
    let attributes = [("src", &*address("pause")), ("refresh", "30s"), ("lang", "en")];
    let stage = Stage::new(&attributes, |_| Some(answer(200, &news(&["one"]))));
    stage.wait_for("the timer", |_| clock.periods().len() == 1).await;
    let label = |stage: &Stage| stage.find("[data-act=pause]").get_attribute("aria-label");
    assert_eq!(label(&stage).as_deref(), Some("Pause updates"));
    stage.find("[data-act=pause]").click();
    stage.wait_for("no timer", |_| clock.periods().is_empty()).await;
    assert_eq!(label(&stage).as_deref(), Some("Resume updates"));
    clock.advance(3600.0);
    stage.find("[data-act=pause]").click();
    stage.wait_for("the second look", |stage| stage.loads() == 2).await;
    assert_eq!(label(&stage).as_deref(), Some("Pause updates"));
    assert_eq!(stage.times_asked(), 2);
}

#[wasm_bindgen_test]
async fn there_is_nothing_to_pause_where_it_never_looks_again() {
    let clock = Clock::new();
    let stage = Stage::new(&[("src", &address("once")), ("refresh", "0")], |_| {
        Some(answer(200, &news(&["one"])))
    });
    stage.wait_for_title("one").await;
    stage.wait_until_ready().await;
    assert_eq!((stage.count("[data-act=pause]"), clock.periods().len()), (0, 0));
}

#[wasm_bindgen_test]
async fn what_is_refused_is_not_asked_again_by_the_clock_but_by_the_page() {
    let _luck = luck(0.0);
    let clock = Clock::new();
    let (feed, rates) = (address("refused"), address("not-refused"));
    let stage = Stage::new(&[("src", &feed), ("rates", &rates), ("refresh", "30s")], |url| {
        Some(if url.ends_with("/refused") { answer(404, "") } else { answer(200, RATES) })
    });
    let refusals = |stage: &Stage| stage.told("news-widget-error").len();
    stage.wait_for("the failure", |stage| refusals(stage) == 1).await;
    // Those of the rates show that what the clock brings has been done.
    stage.wait_for("a timer", |_| clock.periods() == [24_000]).await;
    clock.advance(86_400.0);
    dispatch(&document(), "visibilitychange");
    dispatch(&window(), "online");
    stage.wait_for("the rates", |stage| stage.loads() == 2).await;
    assert_eq!(*stage.asked.borrow(), [feed, rates.clone(), rates]);
    stage.refresh();
    stage.wait_for("all again", |stage| stage.loads() == 3 && stage.times_asked() == 5).await;
    stage.wait_for("the failure again", |stage| refusals(stage) == 2).await;
}

#[wasm_bindgen_test]
async fn a_server_that_says_when_to_come_back_is_taken_at_its_word() {
    let _luck = luck(0.0);
    let clock = Clock::new();
    let tries = Cell::new(0);
    let attributes = [("src", &*address("come-back")), ("refresh", "30s")];
    let stage = Stage::new(&attributes, move |_| {
        tries.set(tries.get() + 1);
        Some(match tries.get() {
            1 => Promise::resolve(&came(503, "", &[("after", "120".into())])),
            _ => answer(200, &news(&["one"])),
        })
    });
    stage.wait_for_failure().await;
    stage.wait_for("the timer", |_| clock.periods() == [120_000]).await;
    assert_eq!(stage.times_asked(), 1, "it says itself that it is no use");
    clock.advance(120.0);
    stage.wait_for_title("one").await;
    assert_eq!(stage.times_asked(), 2);
}

#[wasm_bindgen_test]
async fn when_the_network_is_back_what_failed_is_asked_for_at_once() {
    let _quick = no_pauses();
    let clock = Clock::new();
    let down = Rc::new(Cell::new(true));
    let now = down.clone();
    let stage = Stage::new(&[("src", &address("offline")), ("refresh", "5m")], move |_| {
        Some(if now.get() {
            Promise::reject(&js_sys::Error::new("Failed to fetch"))
        } else {
            answer(200, &news(&["one"]))
        })
    });
    stage.wait_for_failure().await;
    stage.wait_for("the timer", |_| clock.periods().len() == 1).await;
    down.set(false);
    dispatch(&window(), "online");
    stage.wait_for_title("one").await;
    assert_eq!(stage.times_asked(), 4);
}

/// Shows `one`, `two`, `three`; whoever asks again gets two more at the top and the third no more.
async fn stage_with_more_to_come(name: &str) -> Stage {
    let tries = Cell::new(0);
    let text = r#""content_text": "a\n\nb""#;
    let stage = Stage::new(&[("src", &address(name)), ("lang", "en")], move |_| {
        tries.set(tries.get() + 1);
        let names: &[&str] = if tries.get() == 1 {
            &["one", "two", "three"]
        } else {
            &["five", "four", "one", "two"]
        };
        let body = news(names).replace(r#""title""#, &format!(r#"{text}, "title""#));
        Some(answer(200, &body))
    });
    stage.wait_for_title("one").await;
    stage.wait_for("the list", |stage| stage.count(".item:not(.filler)") == 2).await;
    stage
}

async fn they_wait_until_they_are_wanted(stage: &Stage) {
    stage.refresh();
    stage.wait_for("the button", |stage| stage.count("[data-act=fresh]") == 1).await;
    assert_eq!(stage.find("[data-act=fresh]").text_content().as_deref(), Some("2 new"));
    assert!(stage.title() == "one" && stage.text().contains("three"));
    // It is read aloud, too.
    stage.wait_for("the voice", |stage| stage.text().contains("New articles: 2")).await;
    stage.find("[data-act=fresh]").click();
    stage.wait_for_title("five").await;
    stage
        .wait_for("the list", |stage| {
            stage.count(".item:not(.filler)") == 3 && stage.count("[data-act=fresh]") == 0
        })
        .await;
    assert!(!stage.text().contains("three"));
    assert_eq!(stage.loads(), 2);
}

#[wasm_bindgen_test]
async fn articles_wait_while_the_reader_has_the_focus_in_the_old_ones() {
    let stage = stage_with_more_to_come("focus").await;
    stage.find(".similar a").focus().unwrap();
    they_wait_until_they_are_wanted(&stage).await;
    let focus = |stage: &Stage| stage.host.shadow_root().unwrap().active_element();
    stage
        .wait_for("the focus in a title", |stage| {
            focus(stage).is_some_and(|focus| focus.has_attribute("href"))
        })
        .await;
}

#[wasm_bindgen_test]
async fn articles_wait_while_the_reader_has_unfolded_the_old_one() {
    let stage = stage_with_more_to_come("unfolded").await;
    stage.find("[data-act=fold]").click();
    stage.wait_for("unfolded", |stage| stage.count("[data-open]") == 1).await;
    they_wait_until_they_are_wanted(&stage).await;
}

#[wasm_bindgen_test]
async fn articles_wait_while_the_reader_has_scrolled_into_the_old_ones() {
    let stage = stage_with_more_to_come("scrolled").await;
    stage.place(-50);
    they_wait_until_they_are_wanted(&stage).await;
}

#[wasm_bindgen_test]
async fn articles_do_not_wait_for_a_reader_who_is_somewhere_else() {
    let stage = stage_with_more_to_come("elsewhere").await;
    stage.refresh();
    stage.wait_for_title("five").await;
    assert_eq!(stage.count("[data-act=fresh]"), 0);
}

#[wasm_bindgen_test]
async fn articles_do_not_wait_for_a_reader_who_asked_for_them() {
    let _quick = no_pauses();
    let tries = Cell::new(0);
    let stage = Stage::new(&[("src", &address("asked-for"))], move |_| {
        tries.set(tries.get() + 1);
        Some(match tries.get() {
            1 => answer(200, &news(&["one"])),
            2..=4 => answer(503, ""),
            _ => answer(200, &news(&["two"])),
        })
    });
    stage.wait_for_title("one").await;
    stage.refresh();
    stage.wait_for("its age", |stage| stage.count(".head .late") == 1).await;
    stage.find("[data-act=retry]").focus().unwrap();
    stage.find("[data-act=retry]").click();
    stage.wait_for_title("two").await;
    assert_eq!(stage.count("[data-act=fresh]"), 0);
}

#[wasm_bindgen_test]
async fn articles_that_waited_are_shown_by_the_next_look_when_the_reader_has_gone() {
    let stage = stage_with_more_to_come("gone").await;
    stage.find("[data-act=fold]").click();
    stage.wait_for("unfolded", |stage| stage.count("[data-open]") == 1).await;
    stage.refresh();
    stage.wait_for("the button", |stage| stage.count("[data-act=fresh]") == 1).await;
    stage.find("[data-act=fold]").click();
    stage.wait_for("folded", |stage| stage.count("[data-open]") == 0).await;
    stage.refresh();
    stage.wait_for_title("five").await;
    assert_eq!(stage.count("[data-act=fresh]"), 0);
}
