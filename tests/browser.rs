//! The widget in a real browser, without its loader: mount, update, unmount, and every end that
//! a request can come to. Answers are made here; nothing but the test page's own server is asked.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Map, Promise};
use news_widget::embed::{Mounted, mount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CustomEvent, Element, HtmlElement, Response, ResponseInit};

wasm_bindgen_test_configure!(run_in_browser);

const RATES: &str = r#"{"base": "AZN", "date": "2025-11-28", "rates": [
    {"code": "USD", "value": "1.7"}, {"code": "RUB", "nominal": 100, "value": "2.2094"}]}"#;

fn news(names: &[&str]) -> String {
    let item = |name: &&str| {
        format!(r#"{{"id": "{name}", "url": "https://a.example/{name}", "title": "{name}"}}"#)
    };
    format!(r#"{{"items": [{}]}}"#, names.iter().map(item).collect::<Vec<_>>().join(","))
}

fn answer(status: u16, body: &str) -> Promise {
    let init = ResponseInit::new();
    init.set_status(status);
    let response: JsValue = Response::new_with_opt_str_and_init(Some(body), &init).unwrap().into();
    Promise::resolve(&response)
}

/// A promise that the test settles when it likes.
fn later() -> (Promise, Function) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    (promise, settle.unwrap())
}

/// One mounted widget, with what it asked for and what it told.
struct Stage {
    host: Element,
    root: Element,
    mounted: Option<Mounted>,
    asked: Rc<RefCell<Vec<String>>>,
    told: Rc<RefCell<Vec<String>>>,
    ready: Rc<RefCell<u32>>,
    _closures: Vec<Box<dyn std::any::Any>>,
}

fn options(attributes: &[(&str, &str)]) -> Map {
    let map = Map::new();
    for (name, value) in attributes {
        map.set(&(*name).into(), &(*value).into());
    }
    map
}

impl Stage {
    /// Mounts with attributes; `answers` says what a request for an address gives; `None`: what the network does.
    fn new(
        attributes: &[(&str, &str)],
        answers: impl Fn(&str) -> Option<Promise> + 'static,
    ) -> Stage {
        let document = web_sys::window().unwrap().document().unwrap();
        let host = document.create_element("div").unwrap();
        let root = document.create_element("div").unwrap();
        host.append_child(&root).unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let (asked, told, ready) =
            <(Rc<RefCell<Vec<String>>>, Rc<RefCell<Vec<String>>>, Rc<RefCell<u32>>)>::default();

        let seen = asked.clone();
        let take = Closure::<dyn FnMut(String) -> Promise>::new(move |url: String| {
            seen.borrow_mut().push(url.clone());
            answers(&url).unwrap_or_else(|| web_sys::window().unwrap().fetch_with_str(&url))
        });
        let counted = ready.clone();
        let on_ready = Closure::<dyn FnMut()>::new(move || *counted.borrow_mut() += 1);
        let heard = told.clone();
        let listen = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
            let detail = |name: &str| {
                let value = js_sys::Reflect::get(&event.detail(), &name.into()).unwrap();
                value.as_string().unwrap_or_default()
            };
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
            function(on_ready.as_ref()),
        );
        let closures: Vec<Box<dyn std::any::Any>> =
            vec![Box::new(take), Box::new(on_ready), Box::new(listen)];
        Stage { host, root, mounted: Some(mounted), asked, told, ready, _closures: closures }
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

    fn update(&mut self, attributes: &[(&str, &str)]) {
        self.mounted.as_mut().unwrap().update(&options(attributes));
    }

    fn told(&self, kind: &str) -> Vec<String> {
        let told = self.told.borrow();
        told.iter().filter(|text| text.starts_with(kind)).cloned().collect()
    }

    /// It is said once, and perhaps a turn after the page shows it.
    async fn wait_until_ready(&self) {
        self.wait_for("ready", |stage| *stage.ready.borrow() > 0).await;
        assert_eq!(*self.ready.borrow(), 1, "ready is said once");
    }

    async fn wait_for(&self, reason: &str, done: impl Fn(&Stage) -> bool) {
        // 5 s in steps of 10 ms: a limit for a failing test, not a time to wait.
        for _ in 0..500 {
            if done(self) {
                return;
            }
            let tick = Promise::new(&mut |resolve, _| {
                let window = web_sys::window().unwrap();
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10).unwrap();
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
    assert!(String::from(data).contains(r#"{"code":"RUB","value":"0.022094"}"#));
}

#[wasm_bindgen_test]
async fn what_has_come_is_shown_while_the_rest_is_awaited() {
    let (feed, rates) = (address("slow-feed"), address("quick-rates"));
    let (slow, settle) = later();
    let stage =
        Stage::new(&[("src", &feed), ("rates", &rates), ("currencies", "USD")], move |url| {
            Some(if url.ends_with("feed") { slow.clone() } else { answer(200, RATES) })
        });
    stage.wait_for("rates", |stage| stage.text().contains("1.7")).await;
    assert!(stage.count(".bone") > 0, "the articles' boxes are still empty");
    stage.wait_until_ready().await;
    let body = Response::new_with_opt_str(Some(&news(&["one", "two"]))).unwrap();
    settle.call1(&JsValue::NULL, &body).unwrap();
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
    let (slow, settle) = later();
    let mut stage = Stage::new(&[("src", &old)], move |url| {
        Some(if url.ends_with("old") { slow.clone() } else { answer(200, &news(&["new"])) })
    });
    stage.update(&[("src", &new)]);
    stage
        .wait_for("the new source", |stage| {
            stage.count(".title") == 1 && stage.text().contains("new")
        })
        .await;
    settle
        .call1(&JsValue::NULL, &Response::new_with_opt_str(Some(&news(&["old"]))).unwrap())
        .unwrap();
    // A second widget of the old source shows that its answer has been read by now.
    let other = Stage::new(&[("src", &old)], |_| None);
    other.wait_for("the old answer", |other| other.text().contains("old")).await;
    assert!(!stage.text().contains("old"));
}

#[wasm_bindgen_test]
async fn two_elements_share_one_request() {
    let feed = address("shared-feed");
    let first = Stage::new(&[("src", &feed)], |_| Some(answer(200, &news(&["one"]))));
    let second = Stage::new(&[("src", &feed)], |_| None);
    first.wait_for("the first", |stage| stage.text().contains("one")).await;
    second.wait_for("the second", |stage| stage.text().contains("one")).await;
    assert_eq!((first.asked.borrow().len(), second.asked.borrow().len()), (1, 0));
}

#[wasm_bindgen_test]
async fn a_failure_is_a_notice_and_a_click_tries_again() {
    let feed = address("failing-feed");
    let tries = Rc::new(RefCell::new(0));
    let stage = Stage::new(&[("src", &feed), ("lang", "en")], move |_| {
        *tries.borrow_mut() += 1;
        Some(if *tries.borrow() == 1 { answer(500, "") } else { answer(200, &news(&["one"])) })
    });
    stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
    assert_eq!(
        stage.told("news-widget-error"),
        [format!("news-widget-error status {feed} answered 500, expected 200")]
    );
    stage.find("[data-act=retry]").click();
    stage
        .wait_for("the article", |stage| stage.count(".title") == 1 && stage.text().contains("one"))
        .await;
    assert_eq!(stage.count("[data-act=retry]"), 0);
}

#[wasm_bindgen_test]
async fn a_failed_refresh_keeps_the_old_data_and_says_its_age() {
    let feed = address("stale-feed");
    let tries = Rc::new(RefCell::new(0));
    let stage = Stage::new(&[("src", &feed), ("lang", "en")], move |_| {
        *tries.borrow_mut() += 1;
        Some(if *tries.borrow() == 2 {
            answer(503, "")
        } else {
            answer(200, &news(&["one", "two"]))
        })
    });
    stage.wait_for("the article", |stage| stage.text().contains("one")).await;
    stage.mounted.as_ref().unwrap().refresh();
    stage.wait_for("its age", |stage| stage.text().contains("As of ")).await;
    assert!(stage.text().contains("one") && stage.text().contains("two"));
    assert_eq!(stage.told("news-widget-stale").len(), 1);
    stage.mounted.as_ref().unwrap().refresh();
    stage.wait_for("fresh data", |stage| !stage.text().contains("As of ")).await;
}

#[wasm_bindgen_test]
async fn whatever_a_page_makes_fetch_reject_with_is_only_a_failure() {
    let rejections: [(&str, JsValue); 5] = [
        ("error", js_sys::Error::new("Failed to fetch").into()),
        ("text", JsValue::from_str("aborted")),
        ("null", JsValue::NULL),
        ("object", js_sys::Object::new().into()),
        ("number", JsValue::from(17)),
    ];
    for (name, reason) in rejections {
        let stage = Stage::new(&[("src", &address(name))], move |_| Some(Promise::reject(&reason)));
        stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
        assert!(stage.told("news-widget-error network").len() == 1, "{name}: {:?}", stage.told);
    }
    let stage = Stage::new(&[("src", &address("no-response"))], |_| {
        Some(Promise::resolve(&JsValue::from_str("not a response")))
    });
    stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
}

#[wasm_bindgen_test]
async fn a_request_that_finds_nothing_is_a_failure_with_its_status() {
    // Asks the test page's server for what it does not have.
    let stage = Stage::new(&[("src", "/there-is-no-such-feed.json")], |_| None);
    stage.wait_for("the notice", |stage| stage.count("[data-act=retry]") == 1).await;
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
    stage
        .wait_for("the article", |stage| stage.count(".title") == 1 && stage.text().contains("one"))
        .await;
    assert_eq!(*stage.asked.borrow(), [bad, good]);
    assert_eq!(stage.told("news-widget-error"), [""; 0]);
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
    let (slow, settle) = later();
    let mut stage = Stage::new(&[("src", &feed)], move |_| Some(slow.clone()));
    stage.wait_for("the request", |stage| stage.asked.borrow().len() == 1).await;
    stage.mounted.take().unwrap().unmount();
    stage.wait_for("nothing", |stage| stage.root.child_element_count() == 0).await;
    settle
        .call1(&JsValue::NULL, &Response::new_with_opt_str(Some(&news(&["late"]))).unwrap())
        .unwrap();
    // Another widget of the same source shows that the answer has been read, and does no harm.
    let other = Stage::new(&[("src", &feed)], |_| None);
    other.wait_for("the answer", |other| other.text().contains("late")).await;
    assert_eq!(stage.text(), "");
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

/// Puts something else in the place of a global of the page until it is dropped.
struct Instead {
    owner: JsValue,
    name: &'static str,
    real: JsValue,
}

impl Instead {
    fn of(owner: &JsValue, name: &'static str, fake: &JsValue) -> Instead {
        let real = js_sys::Reflect::get(owner, &name.into()).unwrap();
        js_sys::Reflect::set(owner, &name.into(), fake).unwrap();
        Instead { owner: owner.clone(), name, real }
    }
}

impl Drop for Instead {
    fn drop(&mut self) {
        let _ = js_sys::Reflect::set(&self.owner, &self.name.into(), &self.real);
    }
}

#[wasm_bindgen_test]
async fn it_looks_again_when_the_time_is_over_and_not_while_paused() {
    let window: JsValue = web_sys::window().unwrap().into();
    let ticks = Rc::new(RefCell::new(Vec::<(Function, i32)>::new()));
    let taken = ticks.clone();
    let set_interval = Closure::<dyn FnMut(Function, i32) -> i32>::new(move |tick, period| {
        taken.borrow_mut().push((tick, period));
        0
    });
    let feed = address("due");
    let stage = {
        let _timers = Instead::of(&window, "setInterval", set_interval.as_ref());
        let stage = Stage::new(&[("src", &feed), ("refresh", "30s")], |_| {
            Some(answer(200, &news(&["one"])))
        });
        stage.wait_for("the article", |stage| stage.text().contains("one")).await;
        stage
    };
    let periods: Vec<i32> = ticks.borrow().iter().map(|(_, period)| *period).collect();
    assert_eq!(periods, [30_000]);
    let tick = || ticks.borrow()[0].0.call0(&JsValue::NULL).unwrap();

    // Every look at the clock is a minute later, so that no kept answer is young enough.
    let mut minutes = js_sys::Date::now();
    let now = Closure::<dyn FnMut() -> f64>::new(move || {
        minutes += 60_000.0;
        minutes
    });
    let date = js_sys::Reflect::get(&window, &"Date".into()).unwrap();
    let _clock = Instead::of(&date, "now", now.as_ref());
    tick();
    stage.wait_for("the second look", |stage| stage.asked.borrow().len() == 2).await;
    stage.wait_for("its end", |stage| stage.told("news-widget-load").len() == 2).await;
    let mounted = stage.mounted.as_ref().unwrap();
    mounted.pause(true);
    tick();
    mounted.pause(false);
    tick();
    stage.wait_for("the third look", |stage| stage.told("news-widget-load").len() == 3).await;
    assert_eq!(stage.asked.borrow().len(), 3, "none while paused");
}
