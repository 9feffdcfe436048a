//! The views as strings: what a reader gets, in every state, without a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::rc::Rc;

use news_widget::config::Config;
use news_widget::state::{Load, State};
use news_widget::time::Timestamp;
use support::html::render;

const ARRIVED: Timestamp = Timestamp(1_764_322_200); // 28 November 2025, 13:30 in Baku

fn resolve(text: &str) -> Option<String> {
    let base = url::Url::parse("https://courier.example/data/").unwrap();
    base.join(text).ok().map(Into::into)
}

fn config(attributes: &[(&str, &str)]) -> Config {
    let attribute = |name: &str| {
        attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    };
    let (config, complaints) = Config::new(&attribute, &resolve, &[]);
    assert_eq!(complaints, []);
    config
}

fn with_articles(json: &str) -> State {
    let mut state = State::default();
    let asked = state.articles.ask(false);
    let articles = support::articles(json.as_bytes()).unwrap().value;
    assert!(state.articles.arrived(asked, Rc::new(articles), ARRIVED));
    state
}

fn with_rates(json: &str) -> State {
    let mut state = State::default();
    let asked = state.rates.ask(false);
    assert!(state.rates.arrived(
        asked,
        Rc::new(support::rates(json.as_bytes()).unwrap().value),
        ARRIVED
    ));
    state
}

const RATES: &str = r#"{"base": "AZN", "date": "2025-11-28", "source": {"name": "Mərkəzi Bank", "url": "https://bank.example/"},
    "rates": [{"code": "USD", "value": "1.7", "previous": "1.698"}, {"code": "EUR", "value": "1.98", "previous": "1.987"},
    {"code": "RUB", "nominal": 100, "value": "2.2094"}, {"code": "TRY", "value": "0.04", "previous": "0.040"},
    {"code": "GBP", "value": "2.266"}]}"#;

const NEWS: &str = r#"{"title": "Kuryer", "items": [
    {"id": "1", "url": "https://courier.example/1", "title": "Bir <b>", "content_text": "Bənd.\n\nİkinci.",
     "image": "1.svg", "date_published": "2025-11-28T14:05:00+04:00", "tags": ["Nəqliyyat"]},
    {"id": "2", "url": "https://courier.example/2", "title": "İki", "date_published": "2025-11-28T13:40:00+04:00",
     "tags": ["Liman"], "_news": {"urgent": true}},
    {"id": "3", "url": "https://courier.example/3", "title": "Üç", "date_published": "2023-11-28T13:30:00+04:00",
     "tags": ["Məhsul"], "_news": {"sponsored": true}},
    {"id": "4", "url": "https://courier.example/4", "title": "Dörd", "date_published": "2023-11-28T13:30:00+04:00"}]}"#;

/// The text that is seen, without what only screen readers get.
fn seen(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        rest = match tag.strip_prefix("span class=\"vh\">") {
            Some(hidden) => hidden.split_once("</span>").unwrap().1,
            None => tag.split_once('>').unwrap().1,
        };
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_strip_shows_the_figures_as_published() {
    let state = with_rates(RATES);
    let strip = |lang| {
        let attributes = [
            ("rates", "/r"),
            ("lang", lang),
            ("currencies", "USD EUR RUB TRY GBP"),
            ("blocks", "rates"),
        ];
        seen(&render(&config(&attributes), &state))
    };
    assert_eq!(
        strip("en"),
        "$ 1.7 0.002 0.12% € 1.98 0.007 0.35% ₽ 0.022094 ₺ 0.04 0% £ 2.266 Mərkəzi Bank 28 Nov 2025 AZN per unit"
    );
    assert_eq!(
        strip("az"),
        "$ 1,7 0,002 0,12% € 1,98 0,007 0,35% ₽ 0,022094 ₺ 0,04 0% £ 2,266 Mərkəzi Bank 28.11.2025 1 vahid, AZN"
    );
}

#[test]
fn a_change_is_arrow_word_and_colour() {
    let html = render(
        &config(&[("rates", "/r"), ("lang", "en"), ("currencies", "USD EUR TRY GBP")]),
        &with_rates(RATES),
    );
    let up = r#"<span class="chg up" title="0.002 · 0.12%"><svg class="arr""#;
    assert!(html.contains(up), "{html}");
    let up = r#"<span class="vh">up</span><bdi class="by">0.002</bdi><bdi>0.12%</bdi>"#;
    assert!(html.contains(up), "{html}");
    let down = r#"<span class="vh">down</span><bdi class="by">0.007</bdi><bdi>0.35%</bdi>"#;
    assert!(html.contains(down), "{html}");
    assert!(html.contains(r#"<span class="vh">no change</span><bdi>0%</bdi>"#), "{html}");
    assert!(html.contains(r#"<span class="chg"></span>"#), "unknown is nothing: {html}");
}

#[test]
fn a_currency_that_the_source_lacks_keeps_its_cell_with_a_dash() {
    let html = render(
        &config(&[("rates", "/r"), ("lang", "en"), ("currencies", "USD CHF")]),
        &with_rates(RATES),
    );
    assert_eq!(seen(&html), "$ 1.7 0.002 0.12% CHF — Mərkəzi Bank 28 Nov 2025 AZN per unit");
    assert!(html.contains(r#"<span class="vh">no rate</span>"#), "{html}");
}

#[test]
fn the_headline_shows_section_title_time_picture_paragraphs_and_source() {
    let html = render(
        &config(&[("src", "/f"), ("lang", "az"), ("blocks", "headline")]),
        &with_articles(NEWS),
    );
    assert_eq!(
        seen(&html),
        "Nəqliyyat Bir &lt;b&gt; 28 noyabr 2025, 14:05 Bənd. İkinci. Davamını oxu Kuryer"
    );
    for part in [
        r#"<article class="block head" part="headline">"#,
        r#"<img loading="lazy" decoding="async" referrerpolicy="no-referrer" src="https://courier.example/data/1.svg" alt="">"#,
        r#"<h2 class="title"><a href="https://courier.example/1" target="_blank" rel="noopener" data-block="headline" data-id="1">"#,
        r#"<time datetime="2025-11-28T10:05:00Z">"#,
        r#"<p>Bənd.</p><p>İkinci.</p>"#,
        r#"aria-expanded="false" aria-controls="nw-body""#,
        r#"class="src""#,
    ] {
        assert!(html.contains(part), "expected {part} in {html}");
    }
}

#[test]
fn similar_news_follow_the_feed_without_the_headline_and_keep_the_space() {
    let html = render(
        &config(&[("src", "/f"), ("lang", "az"), ("count", "5"), ("similar", "feed")]),
        &with_articles(NEWS),
    );
    let (_, similar) = html.split_once(r#"<section class="block similar""#).unwrap();
    assert_eq!(
        seen(&format!("<section{similar}")),
        "Oxşar xəbərlər Təcili Liman 13:40 İki Reklam Məhsul Üç 28.11.2023 13:30 Dörd"
    );
    assert_eq!(similar.matches(r#"<li class="item""#).count(), 3);
    assert_eq!(similar.matches(r#"<li class="item filler" aria-hidden="true">"#).count(), 2);
    assert!(similar.contains(r#"<h3 class="it-title">"#), "{similar}");
    assert!(
        similar.contains(r#"<div class="pic none" data-letter="L" aria-hidden="true">"#),
        "{similar}"
    );
}

#[test]
fn a_list_alone_leaves_nothing_out_and_a_named_headline_is_found() {
    let titles = |attributes: &[(&str, &str)]| {
        let html = render(&config(attributes), &with_articles(NEWS));
        ["1", "2", "3", "4"]
            .map(|id| html.contains(&format!("data-block=\"similar\" data-id=\"{id}\"")))
    };
    assert_eq!(titles(&[("src", "/f"), ("blocks", "similar")]), [true, true, true, true]);
    assert_eq!(titles(&[("src", "/f"), ("headline", "3")]), [true, true, false, true]);
    assert_eq!(
        titles(&[("src", "/f"), ("headline", "https://courier.example/4")]),
        [true, true, true, false]
    );
    assert_eq!(titles(&[("src", "/f"), ("headline", "latest")]), [false, true, true, true]);
    assert_eq!(titles(&[("src", "/f"), ("headline", "gone")]), [false, true, true, true]);
}

#[test]
fn a_broken_picture_becomes_a_tile() {
    let mut state = with_articles(NEWS);
    state.broken.push("https://courier.example/data/1.svg".to_owned());
    let html = render(&config(&[("src", "/f"), ("blocks", "headline")]), &state);
    assert!(
        html.contains(r#"<div class="pic none" data-letter="N" aria-hidden="true">"#),
        "{html}"
    );
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn the_channel_is_words_and_a_link_and_absent_without_an_address() {
    let html = render(
        &config(&[
            ("channel-url", "https://video.example/k"),
            ("channel-title", "Kuryer TV"),
            ("lang", "az"),
        ]),
        &State::default(),
    );
    assert_eq!(seen(&html), "Kuryer TV Abunə ol");
    assert!(html.contains(r#"<a href="https://video.example/k" target="_blank" rel="noopener" class="fill" data-block="channel">"#), "{html}");
    assert!(!html.contains("<img") && !html.contains("<iframe"), "{html}");
    assert!(!render(&config(&[("src", "/f")]), &State::default()).contains("channel"));
}

#[test]
fn waiting_is_said_to_machines_and_shown_as_empty_boxes() {
    let html = render(
        &config(&[("src", "/f"), ("rates", "/r"), ("count", "4"), ("currencies", "USD EUR")]),
        &State::default(),
    );
    assert!(html.contains(r#"data-state="loading" aria-busy="true""#), "{html}");
    assert_eq!(html.matches(r#"<li class="item">"#).count(), 4);
    assert_eq!(html.matches(r#"<li class="rate">"#).count(), 2);
    assert_eq!(seen(&html), "");
}

#[test]
fn a_failure_is_one_notice_with_a_way_to_try_again_in_the_space_of_the_news() {
    let mut state = with_rates(RATES);
    let asked = state.articles.ask(false);
    state.articles.failed(asked);
    let attributes = [("src", "/f"), ("rates", "/r"), ("lang", "en"), ("currencies", "USD")];
    let html = render(&config(&attributes), &state);
    assert!(html.contains(r#"role="status"></p>"#), "the region stands empty first: {html}");
    state.speaks = true;
    let html = render(&config(&attributes), &state);
    assert_eq!(html.matches("data-act=\"retry\"").count(), 1);
    assert_eq!(
        html.matches(r#"<div class="block hold">"#).count(),
        2,
        "headline and similar keep their space"
    );
    assert!(
        html.contains(r#"<p class="vh" role="status">The news could not be loaded. </p>"#),
        "{html}"
    );
    assert!(seen(&html).starts_with("$ 1.7 0.002 0.12%"), "the rates stay");
    let never = render(&config(&[("src", "/f"), ("lang", "en"), ("refresh", "0")]), &state);
    assert!(!seen(&never).contains("We will look again"), "no promise where nothing looks again");
}

#[test]
fn an_empty_feed_says_so_without_a_button() {
    let html =
        render(&config(&[("src", "/f"), ("lang", "ru")]), &with_articles(r#"{"items": []}"#));
    assert_eq!(seen(&html), "Пока пусто Новости появятся, как только выйдут.");
    assert!(!html.contains("<button"), "{html}");
}

#[test]
fn old_data_stays_with_its_age() {
    let mut state = with_articles(NEWS);
    let asked = state.articles.ask(false);
    state.articles.failed(asked);
    let html = seen(&render(&config(&[("src", "/f"), ("lang", "en")]), &state));
    assert!(html.starts_with("Nəqliyyat Bir &lt;b&gt; 13:30 · 35 minutes ago Bənd."), "{html}");
    assert!(html.contains("More news 13:30 · 35 minutes ago"), "{html}");
    let mut state = with_rates(RATES);
    let asked = state.rates.ask(false);
    state.rates.failed(asked);
    let html =
        seen(&render(&config(&[("rates", "/r"), ("lang", "az"), ("currencies", "USD")]), &state));
    assert_eq!(html, "$ 1,7 0,002 0,12% 13:30 · 35 dəqiqə əvvəl Mərkəzi Bank");
}

#[test]
fn owners_decide_links_headings_and_order() {
    let attributes = [
        ("src", "/f"),
        ("rates", "/r"),
        ("blocks", "similar rates"),
        ("link-target", "_top"),
        ("link-rel", "nofollow"),
        ("link-params", "utm_source=w"),
        ("heading-level", "6"),
        ("layout", "list"),
    ];
    let html = render(&config(&attributes), &with_articles(NEWS));
    assert!(
        html.contains(
            r#"<a href="https://courier.example/2?utm_source=w" target="_top" rel="nofollow""#
        ),
        "{html}"
    );
    assert!(
        html.contains(r#"<h6 class="block-title">"#) && html.contains(r#"<h6 class="it-title">"#),
        "{html}"
    );
    assert!(html.contains(r#"data-layout="list""#));
    assert!(!html.contains("<img"), "a list is words alone: {html}");
    assert!(html.find("block similar").unwrap() < html.find("block rates").unwrap());
}

#[test]
fn an_unfolded_body_says_so() {
    let mut state = with_articles(NEWS);
    state.open = Some("1".into());
    let html = render(&config(&[("src", "/f"), ("blocks", "headline"), ("lang", "en")]), &state);
    assert!(
        html.contains(r#"<article class="block head" part="headline" data-open="">"#),
        "{html}"
    );
    assert!(html.contains(r#"aria-expanded="true""#) && html.contains("Show less"), "{html}");
}

/// Another edition of the same news: one article more, before the others.
fn more_news() -> String {
    let one = r#"{"id": "5", "url": "https://courier.example/5", "title": "Beş"}, "#;
    NEWS.replacen(r#"{"id": "1""#, &format!(r#"{one}{{"id": "1""#), 1)
}

#[test]
fn news_that_wait_are_a_button_and_nothing_else_moves() {
    let mut state = with_articles(NEWS);
    let before = render(&config(&[("src", "/f"), ("lang", "en")]), &state);
    let asked = state.articles.ask(false);
    let articles = support::articles(more_news().as_bytes()).unwrap().value;
    assert!(state.put_by(asked, Rc::new(articles), ARRIVED));
    let after = render(&config(&[("src", "/f"), ("lang", "en")]), &state);
    let button = r#"<button type="button" class="new" data-act="fresh">1 new<svg"#;
    let (left, rest) = after.split_once(button).unwrap_or_else(|| panic!("{after}"));
    let (_, right) = rest.split_once("</button>").unwrap();
    assert_eq!([left, right].concat(), before, "but for the button it is the same");
    assert!(state.bring());
    let shown = seen(&render(&config(&[("src", "/f"), ("lang", "en")]), &state));
    assert!(shown.starts_with("Beş"), "{shown}");
    assert!(!shown.contains("1 new"), "{shown}");
    let russian = config(&[("src", "/f"), ("lang", "ru"), ("blocks", "headline")]);
    let asked = state.articles.ask(false);
    state.put_by(asked, Rc::new(support::articles(NEWS.as_bytes()).unwrap().value), ARRIVED);
    assert!(!render(&russian, &state).contains("data-act=\"fresh\""), "nothing of it is new");
}

#[test]
fn what_changed_in_sight_is_marked_once_and_read_aloud_once() {
    let mut state = with_rates(RATES);
    let config = config(&[("rates", "/r"), ("lang", "en"), ("currencies", "USD EUR")]);
    assert!(!render(&config, &state).contains("flash"), "the first ones are no change");
    let rates = RATES.replace(r#""1.7""#, r#""1.71""#).replace("1.98\"", "1.97\"");
    let rates = rates.replace("2.266", "2.267");
    let asked = state.rates.ask(false);
    assert!(state.rates_arrived(
        asked,
        Rc::new(support::rates(rates.as_bytes()).unwrap().value),
        ARRIVED
    ));
    let html = render(&config, &state);
    assert!(html.contains(r#"class="rate flash-up" part="rate" data-code="USD""#), "{html}");
    assert!(html.contains(r#"class="rate flash-down" part="rate" data-code="EUR""#), "{html}");
    let spoken =
        |state: &State| support::html::with_scene(&config, state, news_widget::view::spoken);
    assert_eq!(spoken(&state), "US dollar 1.71 up. Euro 1.97 down. ", "and not what is not shown");
    state.say(spoken(&state), ARRIVED);
    assert!(!state.has_news());
    assert_eq!(spoken(&state), "");
    assert!(render(&config, &state).contains(r#"role="status">US dollar 1.71 up."#));
}

#[test]
fn what_changes_by_itself_has_one_button_that_stops_it() {
    let mut both = with_articles(NEWS);
    both.rates = with_rates(RATES).rates;
    let sources = [("src", "/f"), ("rates", "/r"), ("lang", "en")];
    let buttons = |more: &[(&str, &str)], state: &State| {
        let html = render(&config(&[&sources[..], more].concat()), state);
        (html.matches(r#"data-act="pause""#).count(), html)
    };
    for blocks in ["rates", "headline", "similar", "rates headline similar", "headline similar"] {
        assert_eq!(buttons(&[("blocks", blocks)], &both).0, 1, "{blocks}");
        assert_eq!(buttons(&[("blocks", blocks), ("refresh", "0")], &both).0, 0, "{blocks}");
    }
    let (_, html) = buttons(&[], &both);
    assert!(html.contains(r#"data-act="pause" aria-label="Pause updates""#), "{html}");
    both.paused = true;
    let (_, html) = buttons(&[], &both);
    assert!(html.contains(r#"data-act="pause" aria-label="Resume updates""#), "{html}");
}
