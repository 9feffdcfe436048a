use e2e::dist::Dist;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::{Stage, play_everywhere, play_everywhere_with, play_with};

async fn asked_once(stage: &Stage) {
    for path in ["/demo/feed.en.json", "/demo/rates.json"] {
        assert_eq!(stage.data.count(path), 1, "{path}");
    }
}

#[test]
fn a_moved_element_keeps_its_widget() {
    play_everywhere(async |stage| {
        stage.show(format!(r#"{}<div id="elsewhere"></div>"#, stage.demo(""))).await;
        stage
            .act(r#"window.__root = root; window.__nw = $(".nw"); document.getElementById("elsewhere").append(el);"#)
            .await;
        assert!(stage.get::<bool>(r#"isReady(el) && $(".nw") === __nw"#).await, "at once");
        stage.act("await frames();").await;
        assert!(
            stage
                .get::<bool>(r#"isReady(el) && el.shadowRoot === __root && $(".nw") === __nw"#)
                .await,
            "and later"
        );
        stage.act("el.count = 2; await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2, "it still listens");
        asked_once(stage).await;
    });
}

#[test]
fn an_element_that_is_removed_and_put_back_works() {
    play_everywhere(async |stage| {
        let own = r#"<a href="/news">Latest news</a></news-widget>"#;
        stage.show(stage.demo("").replace("</news-widget>", own)).await;
        stage.act("window.__el = el; el.remove(); await frames();").await;
        stage.act(r#"__el.setAttribute("count", "2"); await frames();"#).await;
        stage.act("document.body.append(__el);").await;
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>(r#"$$(".nw").length"#).await, 1);
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2, "changed meanwhile");
        stage.act("el.lang = 'ru'; await frames();").await;
        assert_eq!(stage.get::<String>(r#"text($(".block-title"))"#).await, "Другие новости");
        asked_once(stage).await;
    });
}

#[test]
fn removing_and_putting_back_many_times_leaves_one_widget() {
    play_everywhere(async |stage| {
        stage.show(stage.demo("")).await;
        stage
            .act("window.__el = el; for (let i = 0; i < 20; i++) { __el.remove(); if (i % 3) await null; if (i % 5 === 0) await frame(); document.body.append(__el); }")
            .await;
        stage.wait_until_ready().await;
        stage.act("await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".nw").length"#).await, 1);
        stage.act("el.count = 2; await frames();").await;
        assert_eq!(stage.get::<usize>(r#"$$(".item").length"#).await, 2);
        asked_once(stage).await;
    });
}

#[test]
fn an_element_removed_before_the_start_does_nothing_and_works_when_put_back() {
    play_everywhere(async |stage| {
        let gate = stage.data.hold(&stage.widget_path("news-widget.wasm"));
        stage.open(Page::new(format!("{0}{0}", stage.demo("")))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        stage.data.wait_for(&stage.widget_path("news-widget.wasm"), 1).await;
        stage.act("window.__el = el; el.remove();").await;
        gate.open();
        stage.wait_until_ready().await;
        assert!(
            !stage
                .get::<bool>(r#"Boolean(__el.shadowRoot.querySelector(".nw:not(.bones)"))"#)
                .await
        );
        stage.act("document.body.append(__el);").await;
        stage.wait_for("both are ready", "all.length === 2 && all.every(isReady)").await;
        asked_once(stage).await;
    });
}

#[test]
fn an_element_removed_while_its_data_is_on_the_way_is_no_error() {
    play_everywhere(async |stage| {
        let gate = stage.data.hold("/demo/feed.en.json");
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("the wasm has drawn", r#"$(".nw:not(.bones)")"#).await;
        stage.act("window.__el = el; el.remove(); await frames();").await;
        gate.open();
        stage.act("document.body.append(__el.cloneNode()); document.body.append(__el);").await;
        stage.wait_for("both are ready", "all.length === 2 && all.every(isReady)").await;
    });
}

#[test]
fn a_script_that_is_there_twice_defines_once() {
    play_everywhere(async |stage| {
        let loader = stage.widget("news-widget.js");
        let head = format!(
            r#"<script type="module" src="{loader}"></script><script type="module" src="{loader}?again"></script>"#
        );
        stage.open(Page::new(stage.demo("")).head(head)).await;
        stage.wait_until_ready().await;
        stage.data.wait_for(&stage.widget_path("news-widget.js"), 2).await;
        stage.act("await frames();").await;
        assert_eq!(stage.data.count(&stage.widget_path("news-widget.wasm")), 1);
        asked_once(stage).await;
    });
}

#[test]
fn elements_may_be_made_by_scripts() {
    play_everywhere(async |stage| {
        stage.open(Page::new(r#"<div id="place"></div>"#)).await;
        let tag = stage.demo(r#"count="0""#);
        stage
            .act(&format!(
                r#"await customElements.whenDefined("news-widget");
                document.getElementById("place").innerHTML = `{tag}`;
                const made = document.createElement("news-widget");
                for (const {{ name, value }} of document.querySelector("news-widget").attributes) made.setAttribute(name, value);
                document.body.append(made);
                const ticker = document.createElement("rate-ticker");
                ticker.rates = made.rates;
                document.body.append(ticker);"#
            ))
            .await;
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<usize>("all.length").await, 3);
        asked_once(stage).await;
    });
}

#[test]
fn wherever_the_script_stands_and_whenever_it_comes() {
    play_everywhere(async |stage| {
        let loader = stage.widget("news-widget.js");
        let (tag, script) =
            (stage.demo(""), format!(r#"<script type="module" src="{loader}"></script>"#));
        stage.show(tag.clone()).await;
        stage.open(Page::new(tag.clone()).script("async")).await;
        stage.wait_until_ready().await;
        for body in
            [format!("{tag}{script}"), format!("{script}{tag}"), format!("{tag}{script}{script}")]
        {
            stage.open(Page::new(body).without_script()).await;
            stage.wait_until_ready().await;
        }
        stage.open(Page::new(tag).without_script()).await;
        stage
            .act(&format!(
                r#"const script = document.createElement("script"); script.type = "module"; script.src = "{loader}"; document.body.append(script);"#
            ))
            .await;
        stage.wait_until_ready().await;
    });
}

#[test]
fn of_two_versions_on_one_page_the_first_draws_and_the_second_says_so() {
    play_everywhere(async |stage| {
        stage.expect("is that of version");
        let other =
            stage.dist.read(&stage.widget_path("news-widget.js")[1..]).replace("0.1.0", "0.2.0");
        assert!(other.contains("0.2.0"));
        stage
            .data
            .answer("/news-widget/0.2.0/news-widget.js", Answer::new("text/javascript", other));
        let script = |version: &str| {
            let address = stage.data.url(&format!("/news-widget/{version}/news-widget.js"));
            format!(r#"<script type="module" src="{address}"></script>"#)
        };
        for (first, second) in [("0.1.0", "0.2.0"), ("0.2.0", "0.1.0")] {
            let wasm = stage.data.count("/news-widget/0.1.0/news-widget.wasm");
            stage.data.mount("/news-widget/0.2.0/", &stage.dist.folder.join("news-widget/0.1.0"));
            let head = script(first) + &script(second);
            stage.open(Page::new(stage.demo("")).without_script().head(head)).await;
            stage.wait_until_ready().await;
            stage.wait_for("the second says so", "__log.length === 2").await;
            assert_eq!(
                stage.log().await[0],
                format!(
                    "warn: news-widget: <news-widget> is that of version {first}, which came first; this is {second}"
                )
            );
            let used = stage.data.count("/news-widget/0.1.0/news-widget.wasm") - wasm;
            assert_eq!(used, usize::from(first == "0.1.0"), "the wasm of the first alone");
            assert_eq!(stage.get::<usize>("__instances.length").await, 1);
        }
    });
}

#[test]
fn an_element_far_below_keeps_its_place_and_starts_when_the_reader_comes_near() {
    play_everywhere(async |stage| {
        let body = format!(
            r#"<div style="height: 9000px"></div>{}<p id="after">The end</p>"#,
            stage.demo("")
        );
        stage.open(Page::new(body)).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        stage.act("await frames(); await frames();").await;
        let place: f64 = stage.get(r#"document.getElementById("after").offsetTop"#).await;
        assert!(place > 9500.0, "{place}");
        for path in
            ["/demo/feed.en.json", "/demo/rates.json", &stage.widget_path("news-widget.wasm")]
        {
            assert_eq!(stage.data.count(path), 0, "{path}");
        }
        stage.act("scrollTo(0, 7200);").await;
        stage.wait_until_ready().await;
        assert_eq!(stage.get::<f64>(r#"document.getElementById("after").offsetTop"#).await, place);
    });
}

#[test]
fn an_element_that_is_hidden_starts_when_it_is_shown() {
    play_everywhere(async |stage| {
        stage.open(Page::new(format!(r#"<div hidden id="tab">{}</div>"#, stage.demo("")))).await;
        stage.wait_for("the loader has run", r#"$(".bones")"#).await;
        stage.act("await frames(); await frames();").await;
        assert_eq!(stage.data.count("/demo/rates.json"), 0);
        stage.act(r#"document.getElementById("tab").hidden = false;"#).await;
        stage.wait_until_ready().await;
    });
}

#[test]
fn before_the_page_is_printed_what_is_far_below_starts_too() {
    play_everywhere(async |stage| {
        let body = format!(r#"{0}<div style="height: 9000px"></div>{0}"#, stage.demo(""));
        stage.open(Page::new(body)).await;
        stage.wait_for("the first is ready", "isReady(el)").await;
        if stage.browser.name == "webkitgtk" {
            // Its driver cannot print.
            stage.act(r#"dispatchEvent(new Event("beforeprint"));"#).await;
        } else {
            let print = fantoccini::wd::PrintConfiguration::default();
            let paper = stage.client().print(print).await.expect("a PDF");
            assert!(paper.len() > 10_000, "{}", paper.len());
        }
        stage.wait_for("the second is ready", "isReady(all[1])").await;
    });
}

#[test]
fn a_page_that_comes_back_from_the_history_goes_on() {
    play_everywhere(async |stage| {
        if stage.browser.name == "webkitgtk" {
            return; // its driver may never answer when it is asked while the page before comes back
        }
        stage.open(Page::new(stage.demo("")).at("/first")).await;
        stage.wait_until_ready().await;
        stage.act("addEventListener('pageshow', ({ persisted }) => { window.__persisted = persisted; });").await;
        stage.open(Page::new("<h1>Elsewhere</h1>").at("/second")).await;
        stage.client().back().await.expect("the page before");
        stage.wait_for("it is the first page", "location.pathname === '/first'").await;
        stage.wait_until_ready().await;
        stage.act("el.count = 2; await frames();").await;
        stage.wait_for("it listens", r#"$$(".item").length === 2"#).await;
    });
}

#[test]
fn it_works_inside_the_trees_of_other_elements_and_moves_between_documents() {
    play_everywhere(async |stage| {
        stage
            .open(Page::new(
                r#"<div id="open"></div><div id="closed"></div><iframe id="frame"></iframe>"#,
            ))
            .await;
        let tag = stage.demo(r#"count="0""#);
        stage
            .act(&format!(
                r#"await customElements.whenDefined("news-widget");
                window.__inner = [];
                for (const mode of ["open", "closed"]) {{
                  const shadow = document.getElementById(mode).attachShadow({{ mode }});
                  const template = document.createElement("template");
                  template.innerHTML = `<section>{tag}</section>`;
                  shadow.append(template.content.cloneNode(true));
                  __inner.push(shadow.querySelector("news-widget"));
                }}"#
            ))
            .await;
        stage.wait_for("both are ready", "__inner.every(isReady)").await;
        // There and back again.
        stage
            .act(
                r#"const [element] = __inner;
                document.getElementById("frame").contentDocument.body.append(element);
                await frames();
                document.body.append(element);"#,
            )
            .await;
        stage.wait_for("it is ready again", "isReady(el)").await;
        let padding: String = stage.get(r#"getComputedStyle($(".nw")).paddingTop"#).await;
        assert_eq!(padding, "16px", "it is dressed again");
    });
}

/// Puts an element on the page until it is ready and takes it off again, so many times.
const CYCLES: &str = r#"
  const memory = () => Object.values(__instances[0].exports).find((it) => `${it}` === "[object WebAssembly.Memory]").buffer.byteLength;
  const cycle = async (keep) => {
    const element = window.__model.cloneNode(true);
    const loaded = new Promise((go) => element.addEventListener("news-widget-load", () => queueMicrotask(go), { once: true }));
    document.body.append(element);
    await loaded;
    element.remove();
    await new Promise((go) => setTimeout(go));
    keep?.(element);
  };
"#;

#[test]
fn a_thousand_lives_leave_no_element_behind_and_no_memory() {
    play_with(&Dist::open(), async |stage| {
        if stage.browser.name != "chromium" {
            return; // only there a test can ask for the collection of what is unused
        }
        stage.show(stage.demo("")).await;
        stage
            .act(&format!(
                r#"{CYCLES}
                window.__model = el.cloneNode(true);
                window.__refs = [];
                for (let i = 0; i < 50; i++) await cycle();
                window.__before = memory();"#
            ))
            .await;
        // A driver gives one script half a minute, in which a busy machine may not get through all of them.
        for _ in 0..10 {
            stage
                .act(&format!(
                    r#"{CYCLES}
                    for (let i = 0; i < 100; i++) await cycle((element) => {{
                      __refs.push(new WeakRef(element), new WeakRef(element.shadowRoot.querySelector(".stage")));
                    }});"#
                ))
                .await;
        }
        stage
            .act(
                "for (let i = 0; i < 10; i++) { gc(); await new Promise((go) => setTimeout(go)); }",
            )
            .await;
        let alive: usize = stage.get("__refs.filter((ref) => ref.deref()).length").await;
        assert_eq!(alive, 0, "of 2,000 elements and stages");
        let growth: i64 =
            stage.get(&format!("(() => {{ {CYCLES} return memory() - __before; }})()")).await;
        assert!(growth <= 256 << 10, "{growth} bytes of linear memory");
        assert!(stage.get::<bool>("isReady(el)").await);
    });
}

#[test]
fn many_lives_of_the_delivered_widget_cost_no_memory_in_any_browser() {
    play_everywhere_with(&Dist::delivered(), async |stage| {
        stage.open(Page::new(stage.demo(""))).await;
        stage.wait_for("both sources are read", "__events.length === 2").await;
        stage
            .act(&format!(
                r#"{CYCLES}
                window.__model = el.cloneNode(true);
                for (let i = 0; i < 50; i++) await cycle();
                const before = memory();
                for (let i = 0; i < 300; i++) await cycle();
                window.__growth = memory() - before;"#
            ))
            .await;
        let growth: i64 = stage.get("window.__growth").await;
        assert!(growth <= 256 << 10, "{growth} bytes of linear memory");
    });
}
