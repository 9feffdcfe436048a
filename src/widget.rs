//! The one component with effects: asks for sources, keeps the state, draws the view, tells the
//! page. What to show is decided in `state` and `view`; here things only happen.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};
use yew::prelude::*;

use crate::browser::clock::{self, Zone};
use crate::browser::fetch::Fault;
use crate::browser::listener::{Listener, SizeWatch};
use crate::browser::source::{self, ANEW, Edition, Feed, Loaded, Outcome};
use crate::browser::{fold, html, memory, page};
use crate::config::{Block, Config, Headline};
use crate::model::Article;
use crate::reader::{self, Complaint};
use crate::richtext::{RichText, Surroundings};
use crate::selection::{self, Chooser, Page, Pools};
use crate::state::{Stage, State, Story};
use crate::view::{self, Scene};

/// The element on the page, and what its loader can do for us.
pub struct Host {
    /// The custom element: events go to it.
    pub element: Element,
    /// Where yew draws.
    pub root: Element,
    /// `(url, again) → Promise<Response>`: every request is the loader's.
    pub take: Function,
    /// Called once, when there is something to show.
    pub ready: Function,
}

/// What the loader passes.
#[derive(Properties, Clone)]
pub struct Props {
    /// The attributes, resolved.
    pub config: Rc<Config>,
    /// What was wrong with them.
    pub complaints: Rc<[Complaint]>,
    /// The element.
    pub host: Rc<Host>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        self.config == other.config && self.complaints == other.complaints
    }
}

/// What was asked of whom.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    feed: Feed,
    /// The number of the request: an answer to an older one is dropped.
    request: u32,
    /// Which of the addresses, in their order.
    source: usize,
    /// How old a kept answer may be, in seconds.
    max_age: i64,
}

/// How long a choice is worked at in one go: with what comes on top, less than a browser's frame.
const TURN_MS: f64 = 6.0;

/// When it is looked again whether the reader has left the list.
const LATER_MS: u32 = 1000;

/// Facts that change the state.
pub enum Message {
    /// An answer.
    Answered(Asked, Outcome),
    /// The text of the article with this id was folded or unfolded.
    Folded(Rc<str>),
    /// The article with this id was opened.
    Opened(Rc<str>),
    /// The browser has nothing else to do: the archive may be asked for.
    Idle,
    /// The choice of what is similar goes on.
    Turn,
    /// What is similar shall be chosen, when no reader is at the list.
    Choose,
    /// All sources shall be asked again: by the reader or by the page.
    Again,
    /// The time between looks is over.
    Due,
    /// A picture could not be loaded.
    Broken(String),
    /// Sizes may have changed.
    Measured,
    /// No looking again until resumed.
    Paused(bool),
    /// The status region stands, and may be filled.
    Speaks,
}

/// The component.
pub struct Widget {
    state: State,
    zone: Zone,
    paused: bool,
    ready: bool,
    told: Vec<String>,
    timer: Option<Interval>,
    chooser: Chooser,
    /// When the choice goes on.
    later: Option<Interval>,
    _listeners: [Listener; 3],
    _size: Option<SizeWatch>,
}

impl Component for Widget {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let host = &ctx.props().host;
        let (clicked, failed, sized) = (ctx.link().clone(), ctx.link().clone(), ctx.link().clone());
        let element = host.element.clone();
        let mut widget = Widget {
            state: State::default(),
            zone: Zone::Reader,
            paused: false,
            ready: false,
            told: Vec::new(),
            timer: None,
            chooser: Chooser::default(),
            later: None,
            _listeners: [
                Listener::new(&host.root, "click", move |event| click(&element, &event, &clicked)),
                Listener::new(&host.root, "error", move |event| {
                    let picture =
                        event.target().and_then(|target| target.dyn_into::<Element>().ok());
                    if let Some(src) = picture.and_then(|picture| picture.get_attribute("src")) {
                        failed.send_message(Message::Broken(src));
                    }
                }),
                Listener::new(&host.root, "keydown", quieten),
            ],
            _size: SizeWatch::new(&host.root, move || sized.send_message(Message::Measured)),
        };
        widget.configure(ctx);
        widget.look(ctx, widget.age(ctx));
        widget
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let (old, new) = (&old.config, &ctx.props().config);
        self.configure(ctx);
        if old.articles != new.articles || old.headline != new.headline {
            (self.state.open, self.state.fits) = (None, false);
        }
        self.take_apart(ctx);
        // The page's own article goes in when a list arrives.
        let page = (old.headline == Headline::Page) != (new.headline == Headline::Page);
        if old.articles != new.articles || old.articles_as != new.articles_as || page {
            self.ask(ctx, Feed::Articles, true, self.age(ctx));
        }
        if old.rates != new.rates || old.rates_as != new.rates_as {
            self.ask(ctx, Feed::Rates, true, self.age(ctx));
        }
        if self.ready && old.pool != new.pool {
            self.ask(ctx, Feed::Archive, true, self.age(ctx));
        }
        self.choose(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Answered(asked, Ok(loaded)) => {
                // What holds nothing makes room for the next address, if there is one.
                let next = Asked { source: asked.source + 1, ..asked };
                if loaded.is_empty() && self.is_latest(asked) && send(ctx, next) {
                    return false;
                }
                let changed = match &loaded.edition {
                    Edition::Articles(articles) if asked.feed == Feed::Archive => {
                        self.state.archive.arrived(asked.request, articles.clone(), loaded.at)
                    }
                    Edition::Articles(articles) => {
                        self.look_around(ctx, articles, &loaded.url);
                        self.state.articles.arrived(asked.request, articles.clone(), loaded.at)
                    }
                    Edition::Rates(rates) => {
                        self.state.rates.arrived(asked.request, rates.clone(), loaded.at)
                    }
                };
                if changed && asked.feed == Feed::Archive {
                    self.complain_of(ctx, &loaded);
                    // Not in this turn: reading it has taken its time already.
                    self.soon(ctx, 0, || Message::Choose);
                    return false;
                }
                if changed {
                    self.take_apart(ctx);
                    self.loaded(ctx, &loaded);
                    if asked.feed == Feed::Articles {
                        self.choose(ctx);
                    }
                }
                changed
            }
            Message::Answered(asked, Err(fault)) => self.failed(ctx, asked, &fault),
            Message::Folded(id) => {
                let open = self.state.open.as_ref() == Some(&id);
                self.state.open = if open { None } else { Some(id) };
                true
            }
            Message::Opened(id) => self.remember(ctx, &id),
            Message::Idle => {
                self.ask(ctx, Feed::Archive, false, self.age(ctx));
                false
            }
            Message::Turn => self.turn(ctx),
            Message::Choose => self.choose_gently(ctx),
            Message::Again => {
                self.look(ctx, ANEW);
                if self.ready && self.state.archive.edition().is_none() {
                    self.ask(ctx, Feed::Archive, false, ANEW);
                }
                true
            }
            Message::Due => {
                if !self.paused && !page::hidden() {
                    // Elements that share a source tick apart: half a period is recent enough.
                    let age = i64::from(ctx.props().config.refresh.unwrap_or_default() / 2);
                    self.look(ctx, age);
                }
                false
            }
            Message::Broken(src) => {
                self.state.broken.push(src);
                true
            }
            Message::Measured => {
                let changed = self.fit_changed(ctx);
                self.state.fits ^= changed;
                changed
            }
            Message::Paused(paused) => {
                self.paused = paused;
                false
            }
            Message::Speaks => {
                self.state.speaks = true;
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        page::crash(&ctx.props().host.element, "view");
        // Until then the loader's boxes stand; a second set that nobody sees would only cost time.
        if !self.ready && !self.worth_showing(ctx) {
            return Html::default();
        }
        view::widget(&Scene {
            config: &ctx.props().config,
            state: &self.state,
            secure: page::secure(),
            now: clock::now(),
            offset: &|at| self.zone.offset(at),
        })
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if !self.ready && self.worth_showing(ctx) {
            self.ready = true;
            // What the loader throws is the loader's to report.
            let _ = ctx.props().host.ready.call0(&JsValue::NULL);
        }
        if self.ready && !self.state.speaks && self.state.has_failed() {
            ctx.link().send_message(Message::Speaks);
        }
        if self.fit_changed(ctx) {
            ctx.link().send_message(Message::Measured);
        }
    }
}

impl Widget {
    /// The owner's own content stays until there is something better, or nothing to wait for.
    fn worth_showing(&self, ctx: &Context<Self>) -> bool {
        let State { articles, rates, .. } = &self.state;
        let config = &ctx.props().config;
        let waits = config.shows_articles() && matches!(articles.stage(), Stage::Loading)
            || config.shows_rates() && matches!(rates.stage(), Stage::Loading);
        let shows = articles.edition().is_some() || rates.edition().is_some() || !waits;
        shows && !config.blocks.is_empty()
    }

    /// What depends on the attributes alone.
    fn configure(&mut self, ctx: &Context<Self>) {
        let Props { config, complaints, .. } = ctx.props();
        self.state.read = if config.remember { memory::read() } else { Vec::new() };
        for complaint in complaints.iter() {
            self.complain(ctx, "config", complaint, "");
        }
        let named = config.time_zone.as_deref().map(|name| (name, Zone::named(name)));
        self.zone = match named {
            None => Zone::Reader,
            Some((_, Some(zone))) => zone,
            Some((name, None)) => {
                let found = Some(format!("\"{name}\""));
                let expected = "a time zone that this browser knows (IANA, such as Asia/Baku)";
                let complaint = Complaint { path: "time-zone".to_owned(), found, expected };
                self.complain(ctx, "config", &complaint, "");
                Zone::Reader
            }
        };
        self.timer = config.refresh.map(|seconds| {
            let link = ctx.link().clone();
            Interval::new(seconds.saturating_mul(1000), move || link.send_message(Message::Due))
        });
    }

    /// How old a shared answer may be for a first look, in seconds.
    fn age(&self, ctx: &Context<Self>) -> i64 {
        ctx.props().config.refresh.map_or(i64::MAX, i64::from)
    }

    /// Looks at all sources for something newer than `max_age` seconds.
    fn look(&mut self, ctx: &Context<Self>, max_age: i64) {
        self.ask(ctx, Feed::Articles, false, max_age);
        self.ask(ctx, Feed::Rates, false, max_age);
    }

    /// Looks for something newer than `max_age` seconds; `anew` when the source is another one.
    fn ask(&mut self, ctx: &Context<Self>, feed: Feed, anew: bool, max_age: i64) {
        let request = match feed {
            Feed::Articles => self.state.articles.ask(anew),
            Feed::Archive => self.state.archive.ask(anew),
            Feed::Rates => self.state.rates.ask(anew),
        };
        let config = &ctx.props().config;
        let shown = match feed {
            Feed::Articles => config.shows_articles(),
            Feed::Archive => false,
            Feed::Rates => config.shows_rates(),
        };
        if config.headline == Headline::Page && config.articles.is_empty() && feed == Feed::Articles
        {
            // The page itself is the source: nothing is asked of anybody.
            self.look_around(ctx, &[], "");
            if self.state.page.article.is_some() {
                self.state.articles.arrived(request, Rc::default(), clock::now());
                self.take_apart(ctx);
                self.choose(ctx);
            } else {
                self.state.articles.failed(request);
            }
            return;
        }
        if !send(ctx, Asked { feed, request, source: 0, max_age }) && shown {
            // Not one address could be used; which, and why, has been said.
            match feed {
                Feed::Articles => self.state.articles.failed(request),
                Feed::Archive => self.state.archive.failed(request),
                Feed::Rates => self.state.rates.failed(request),
            };
        }
    }

    /// Finds the article of the page, where it is the headline.
    fn look_around(&mut self, ctx: &Context<Self>, articles: &[Rc<Article>], url: &str) {
        if ctx.props().config.headline != Headline::Page {
            self.state.page = Page::default();
            return;
        }
        let addresses = page::addresses();
        let scripts = page::linked_data();
        let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
        let article = reader::page_article(&scripts, &addresses, &page::PLATFORM);
        self.state.page = Page { article, addresses };
        if self.state.page.own(articles).is_none() {
            let complaint = Complaint {
                path: "headline".to_owned(),
                found: Some("\"page\"".to_owned()),
                expected: "possible here: the page describes no article (JSON-LD), and the source has none with its address",
            };
            self.complain(ctx, "config", &complaint, url);
        }
    }

    /// Takes the text of the headline apart, for showing. Where the browser has no parser for it, the view
    /// shows its words alone.
    fn take_apart(&mut self, ctx: &Context<Self>) {
        let config = &ctx.props().config;
        if !config.blocks.contains(&Block::Headline) {
            return;
        }
        let Some(articles) = self.state.articles.edition() else { return };
        let headline = selection::headline(articles, &self.state.page, &config.headline);
        let Some(article) = headline else { return };
        let Some(body) = article.body.as_ref().filter(|body| body.is_html) else { return };
        if self.state.story.as_ref().is_some_and(|story| story.is_of(article)) {
            return;
        }
        let around = Surroundings {
            resolve: &|text| page::resolve(text, &body.base),
            picture: article.picture.as_ref(),
            excerpt: body.excerpt,
        };
        self.state.story = html::parse(&body.source).map(|root| Story {
            body: body.clone(),
            picture: article.picture.clone(),
            text: Rc::new(RichText::new(&root, &around)),
        });
    }

    /// Chooses what stands under the headline; whether it is there to be shown.
    fn choose(&mut self, ctx: &Context<Self>) -> bool {
        let config = &ctx.props().config;
        self.later = None;
        let (Some(pools), true) = (self.pools(), config.blocks.contains(&Block::Similar)) else {
            return false;
        };
        self.chooser.start(pools, &self.state.page, config);
        if let (Some(subject), Some(choice)) = (self.chooser.subject(), &self.state.similar)
            && choice.picks.iter().any(|pick| pick.article.is(subject))
        {
            // What was listed is the headline now.
            self.state.similar = None;
        }
        self.turn(ctx)
    }

    /// The same, but nothing changes under the reader's hand: then it is tried again a little later.
    fn choose_gently(&mut self, ctx: &Context<Self>) -> bool {
        let busy = ctx.props().host.root.query_selector(".similar:hover, .similar:focus-within");
        if !matches!(busy, Ok(Some(_))) {
            return self.choose(ctx);
        }
        self.soon(ctx, LATER_MS, || Message::Choose);
        false
    }

    /// Goes on with the choice when so many milliseconds are over.
    fn soon(&mut self, ctx: &Context<Self>, after: u32, message: fn() -> Message) {
        let link = ctx.link().clone();
        self.later = Some(Interval::new(after, move || link.send_message(message())));
    }

    /// Goes on with the choice for a moment, so that the page is never held up; whether it is made.
    fn turn(&mut self, ctx: &Context<Self>) -> bool {
        let end = js_sys::Date::now() + TURN_MS;
        loop {
            if let Some(choice) = self.chooser.advance(&ctx.props().config) {
                self.later = None;
                self.state.similar = Some(Rc::new(choice));
                return true;
            }
            if js_sys::Date::now() >= end {
                self.soon(ctx, 0, || Message::Turn);
                return false;
            }
        }
    }

    /// All there is to choose from.
    fn pools(&self) -> Option<Pools> {
        let mut pools = vec![self.state.articles.edition()?.clone()];
        if let Some(archive) = self.state.archive.edition() {
            pools.push(archive.clone());
        }
        Some(pools)
    }

    /// Remembers that an article was opened, where the owner wants it; whether that is news.
    fn remember(&mut self, ctx: &Context<Self>, id: &str) -> bool {
        if ctx.props().config.remember {
            for pool in self.pools().unwrap_or_default() {
                for article in pool.iter() {
                    if *article.id == *id {
                        self.state.read = memory::add(article.url.as_str());
                        return true;
                    }
                }
            }
        }
        false
    }

    fn is_latest(&self, asked: Asked) -> bool {
        match asked.feed {
            Feed::Articles => self.state.articles.is_latest(asked.request),
            Feed::Archive => self.state.archive.is_latest(asked.request),
            Feed::Rates => self.state.rates.is_latest(asked.request),
        }
    }

    fn complain_of(&mut self, ctx: &Context<Self>, loaded: &Loaded) {
        for complaint in loaded.complaints.iter() {
            self.complain(ctx, "item", complaint, &loaded.url);
        }
    }

    fn loaded(&mut self, ctx: &Context<Self>, loaded: &Loaded) {
        self.complain_of(ctx, loaded);
        if let (Edition::Articles(articles), Headline::Named { name, .. }) =
            (&loaded.edition, &ctx.props().config.headline)
            && selection::named(articles, &ctx.props().config.headline).is_none()
        {
            let complaint = Complaint {
                path: "headline".to_owned(),
                found: Some(format!("\"{name}\"")),
                expected: "the id or address of an article in the source",
            };
            self.complain(ctx, "config", &complaint, &loaded.url);
        }
        let articles = self.state.articles.edition().map_or(0, |articles| articles.len());
        let rates = self.state.rates.edition().map_or(0, |rates| rates.rates.len());
        let detail = page::object(&[
            ("articles", JsValue::from(articles)),
            ("rates", JsValue::from(rates)),
            ("source", JsValue::from_str(&loaded.url)),
        ]);
        page::emit_soon(&ctx.props().host.element, "news-widget-load", detail);
    }

    /// The next address is tried; after the last one the failure is shown.
    fn failed(&mut self, ctx: &Context<Self>, asked: Asked, fault: &Fault) -> bool {
        if !self.is_latest(asked) {
            return false;
        }
        page::warn(&fault.message);
        let next = Asked { source: asked.source + 1, ..asked };
        if send(ctx, next) {
            return false;
        }
        let since = match asked.feed {
            Feed::Articles => {
                self.state.articles.failed(asked.request);
                self.state.articles.stale_since()
            }
            Feed::Archive => {
                self.state.archive.failed(asked.request);
                None
            }
            Feed::Rates => {
                self.state.rates.failed(asked.request);
                self.state.rates.stale_since()
            }
        };
        let host = &ctx.props().host.element;
        report(host, fault.code, &fault.message, &fault.url, "");
        if let Some(since) = since {
            let detail = page::object(&[("since", JsValue::from(since.rfc3339()))]);
            page::emit_soon(host, "news-widget-stale", detail);
        }
        true
    }

    fn complain(
        &mut self,
        ctx: &Context<Self>,
        code: &'static str,
        complaint: &Complaint,
        url: &str,
    ) {
        let text = complaint.to_string();
        if !self.told.contains(&text) {
            page::warn(&text);
            report(&ctx.props().host.element, code, &text, url, &complaint.path);
            self.told.push(text);
        }
    }

    /// Whether the folded body now fits or fits no longer.
    fn fit_changed(&self, ctx: &Context<Self>) -> bool {
        let measured = fold::fits(&ctx.props().host.root);
        measured.is_some_and(|fits| fits != self.state.fits)
    }

    /// A copy of what is shown, for the page's own scripts.
    pub fn data(&self) -> Object {
        let text = |text: &str| JsValue::from_str(text);
        let maybe = |value: Option<&str>| value.map_or(JsValue::NULL, JsValue::from_str);
        let articles =
            self.state.articles.edition().into_iter().flat_map(|articles| articles.iter());
        let articles = self.state.page.article.iter().chain(articles);
        let articles = articles.map(|article| {
            page::object(&[
                ("id", text(&article.id)),
                ("url", text(article.url.as_str())),
                ("title", text(&article.title)),
                ("category", maybe(article.category.as_deref())),
                ("published", maybe(article.published.map(|at| at.rfc3339()).as_deref())),
            ])
        });
        let articles: Array = articles.collect();
        let choice = self.state.similar.iter().flat_map(|choice| choice.picks.iter());
        let similar: Array = choice
            .map(|pick| {
                page::object(&[
                    ("id", text(&pick.article.id)),
                    ("reason", text(&pick.reason.text())),
                ])
            })
            .collect();
        let rates = self.state.rates.edition();
        let list = rates.into_iter().flat_map(|rates| rates.rates.iter());
        let list: Array = list
            .map(|rate| {
                page::object(&[
                    ("code", text(rate.code.as_str())),
                    ("value", text(&rate.value.to_string())),
                ])
            })
            .collect();
        page::object(&[
            ("articles", articles.into()),
            ("similar", similar.into()),
            ("rates", list.into()),
            ("base", maybe(rates.map(|rates| rates.base.as_str()))),
        ])
    }
}

/// Asks the source that `asked` names; whether there is one.
fn send(ctx: &Context<Widget>, asked: Asked) -> bool {
    let Props { config, host, .. } = ctx.props();
    let (links, wanted) = match asked.feed {
        Feed::Articles => (&config.articles, &config.articles_as),
        Feed::Archive => (&config.pool, &config.articles_as),
        Feed::Rates => (&config.rates, &config.rates_as),
    };
    let Some(url) = links.get(asked.source) else {
        return false;
    };
    let link = ctx.link().clone();
    let told = move |outcome| link.send_message(Message::Answered(asked, outcome));
    source::ask(asked.feed, url.as_str(), wanted, asked.max_age, &host.take, told);
    true
}

fn report(host: &Element, code: &str, message: &str, url: &str, path: &str) {
    let fields = [("code", code), ("message", message), ("url", url), ("path", path)];
    let detail = page::object(&fields.map(|(name, value)| (name, JsValue::from_str(value))));
    page::emit_soon(host, "news-widget-error", detail);
}

/// Escape takes away what a link says of itself while it has the focus.
fn quieten(event: Event) {
    let key = js_sys::Reflect::get(&event, &"key".into()).ok();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let (Some(target), true) = (target, key.is_some_and(|key| key == "Escape")) {
        // Setting fails for no name that is one.
        let _ = target.set_attribute("data-quiet", "");
    }
}

fn click(host: &Element, event: &Event, link: &yew::html::Scope<Widget>) {
    page::crash(host, "callback");
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    if let Some(button) = closest("[data-act]") {
        let act = button.get_attribute("data-act");
        let id = button.get_attribute("data-id").filter(|_| act.as_deref() == Some("fold"));
        link.send_message(id.map_or(Message::Again, |id| Message::Folded(id.into())));
    } else if let Some(anchor) = closest("a[data-block]") {
        let attribute = |name: &str| JsValue::from(anchor.get_attribute(name));
        let item = anchor.closest("[data-position]").ok().flatten();
        let of_item = |name: &str| item.as_ref().and_then(|item| item.get_attribute(name));
        let position = of_item("data-position").and_then(|position| position.parse::<u32>().ok());
        let detail = page::object(&[
            ("url", attribute("href")),
            ("block", attribute("data-block")),
            ("id", attribute("data-id")),
            ("position", position.map_or(JsValue::NULL, JsValue::from)),
            ("reason", of_item("data-reason").map_or(JsValue::NULL, JsValue::from)),
        ]);
        if let Some(id) = anchor.get_attribute("data-id") {
            link.send_message(Message::Opened(id.into()));
        }
        if !page::emit(host, "news-widget-link", true, &detail) {
            event.prevent_default();
        }
    }
}
