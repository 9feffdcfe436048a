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
use crate::browser::frame::Frame;
use crate::browser::line::{self, Line};
use crate::browser::listener::{Listener, SizeWatch};
use crate::browser::source::{self, Edition, Feed, Loaded, Miss, Outcome, Question, Ticket};
use crate::browser::stream::{Heard, Stream};
use crate::browser::visibility::{self, ViewWatch};
use crate::browser::{fold, html, memory, page};
use crate::config::{Block, Config, Headline, RatesLayout};
use crate::gesture;
use crate::model::{Article, Code, Rates};
use crate::reader::{self, Complaint, Reading};
use crate::refresh::{Action, Failure, Schedule, Wait, Who, YOUNG};
use crate::richtext::{RichText, Surroundings};
use crate::selection::{self, Chooser, Page, Pools};
use crate::sparkline::Sparkline;
use crate::state::{Load, Stage, State, Story};
use crate::time::Timestamp;
use crate::view::{self, Scene};

/// The element on the page, and what its loader can do for us.
pub struct Host {
    /// The custom element: events go to it.
    pub element: Element,
    /// Where yew draws.
    pub root: Element,
    /// `(url, again, bytes, milliseconds) → Promise`: every request is the loader's (`embed/request.js`).
    pub take: Function,
    /// `(url) → Promise`: what is remembered of an address.
    pub recall: Function,
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
    /// On whose behalf.
    who: Who,
}

/// How long a choice is worked at in one go: with what comes on top, less than a browser's frame.
const TURN_MS: f64 = 6.0;

/// More than this the owner is not told: a stream may say something else that is wrong all day.
const MAX_TOLD: usize = 1000;

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
    /// All sources shall be asked again: by the page, or by the reader, who then wants to see what comes.
    Again(bool),
    /// Time has passed, or the page is seen again or no longer.
    Tick,
    /// The element is in view or no longer.
    Seen(bool),
    /// The network is back.
    Online,
    /// What is remembered of a source.
    Recalled(Feed, Loaded),
    /// The articles that wait are wanted.
    Fresh,
    /// A picture could not be loaded.
    Broken(String),
    /// A stream was heard of.
    Streamed(Heard),
    /// The browser is about to draw.
    Drawing,
    /// The reader points at a day of a currency's history.
    Pointed(Option<(Code, Place)>),
    /// The reader has typed an amount, into the second field or the first one.
    Typed(String, bool),
    /// The reader has chosen a currency, for the second field or the first one.
    Chosen(Option<Code>, bool),
    /// What came out of the converter was copied.
    Copied,
    /// Sizes may have changed.
    Measured,
    /// No looking again until resumed.
    Paused(bool),
    /// The reader stops it or goes on with it.
    PauseOrResume,
    /// The status region stands, and may be filled.
    Speaks,
}

/// A day of a history.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// So many thousandths from the left.
    At(u32),
    /// The one before.
    Before,
    /// The next one.
    After,
    /// The first one.
    First,
    /// The last one, unless one is pointed at already.
    Last,
}

/// The component.
pub struct Widget {
    state: State,
    zone: Zone,
    ready: bool,
    told: Vec<String>,
    /// Of each feed.
    inquiries: [Inquiry; 3],
    /// Wakes what waits for time.
    timer: Option<Interval>,
    chooser: Chooser,
    /// When the choice goes on.
    later: Option<Interval>,
    /// Whether the element is in view.
    in_view: bool,
    /// Whether the reader has asked for what comes.
    wanted: bool,
    /// Whether the button that had the focus is gone.
    brought: bool,
    /// Where rates come from as they change, and the address.
    stream: Option<(Stream, String)>,
    /// Whether it stands.
    live: bool,
    /// What has come of them and is not yet on show.
    coming: Option<Rates>,
    /// When it will be.
    frame: Option<Frame>,
    /// How long a run of the tape is, in CSS pixels.
    run: i32,
    _gestures: [Listener; 9],
    _listeners: [Listener; 3],
    _size: Option<SizeWatch>,
    _view: Option<ViewWatch>,
}

/// How one feed is asked for.
struct Inquiry {
    schedule: Schedule,
    /// Who waits for the answer.
    ticket: Option<Ticket>,
    /// When the first of the addresses that failed in this look may be asked again, and its random number.
    wait: (Wait, f64),
}

impl Inquiry {
    fn new() -> Inquiry {
        Inquiry { schedule: Schedule::default(), ticket: None, wait: (Wait::Reader, 0.0) }
    }
}

impl Component for Widget {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let host = &ctx.props().host;
        let link = ctx.link();
        // Whatever the event is, it means this.
        let tell = |message: fn() -> Message| {
            let link = link.clone();
            move || link.send_message(message())
        };
        let heard = |message: fn() -> Message| -> Box<dyn FnMut(Event)> {
            let tell = tell(message);
            Box::new(move |_| tell())
        };
        let seen = link.clone();
        let view = ViewWatch::new(&host.element, move |is| seen.send_message(Message::Seen(is)));
        let [document, window, fonts] = page::targets(&host.root);
        let mut widget = Widget {
            state: State::default(),
            zone: Zone::Reader,
            ready: false,
            told: Vec::new(),
            inquiries: [Inquiry::new(), Inquiry::new(), Inquiry::new()],
            timer: None,
            chooser: Chooser::default(),
            later: None,
            in_view: view.is_none(),
            wanted: false,
            brought: false,
            stream: None,
            live: false,
            coming: None,
            frame: None,
            run: 0,
            _gestures: gesture::listen(host, link),
            _listeners: [
                Listener::new(&document, "visibilitychange", heard(|| Message::Tick)),
                Listener::new(&window, "online", heard(|| Message::Online)),
                Listener::new(&fonts, "loadingdone", heard(|| Message::Measured)),
            ],
            _size: SizeWatch::new(&host.root, Box::new(tell(|| Message::Measured))),
            _view: view,
        };
        widget.configure(ctx);
        if ctx.props().config.remember {
            widget.recall(ctx);
        }
        widget.look(ctx, Who::Element);
        widget.wake(ctx);
        widget
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let (old, new) = (&old.config, &ctx.props().config);
        self.configure(ctx);
        if old.articles != new.articles || old.headline != new.headline {
            (self.state.open, self.state.fits) = (None, false);
        }
        if old.currencies != new.currencies
            || old.rates_layout != new.rates_layout
            || old.rate_digits != new.rate_digits
            || old.lang != new.lang
        {
            // It has to be tried whether they fit now.
            self.state.too_wide = None;
        }
        self.take_apart(ctx);
        // The page's own article goes in when a list arrives.
        let page = (old.headline == Headline::Page) != (new.headline == Headline::Page);
        if old.articles != new.articles || old.articles_as != new.articles_as || page {
            self.ask(ctx, Feed::Articles, true, Who::Element);
        }
        if old.rates != new.rates || old.rates_as != new.rates_as || old.stream != new.stream {
            self.coming = None;
        }
        if old.rates != new.rates || old.rates_as != new.rates_as {
            self.ask(ctx, Feed::Rates, true, Who::Element);
        }
        if self.ready && old.pool != new.pool {
            self.ask(ctx, Feed::Archive, true, Who::Element);
        }
        self.choose(ctx);
        self.tune(ctx);
        self.wake(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let changed = self.hear(ctx, message);
        self.wake(ctx);
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        page::crash(&ctx.props().host.element, "view");
        // Until then the loader's boxes stand; a second set that nobody sees would only cost time.
        if !self.ready && !self.worth_showing(ctx) {
            return Html::default();
        }
        self.with_scene(ctx, view::widget)
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
        line::pace(&ctx.props().host.root, &mut self.run);
        if self.fit_changed(ctx) || self.line_changed(ctx).is_some() {
            ctx.link().send_message(Message::Measured);
        }
        if std::mem::take(&mut self.brought) {
            page::focus(&ctx.props().host.root, &[".similar a", ".title a"]);
        }
    }
}

impl Widget {
    /// What a fact changes; whether it is seen.
    fn hear(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Answered(asked, _) if asked.request != self.slot(asked.feed).latest() => false,
            Message::Answered(asked, Ok(loaded)) => self.answered(ctx, asked, &loaded),
            Message::Answered(asked, Err(miss)) => self.failed(ctx, asked, &miss),
            Message::Recalled(feed, loaded) => self.recalled(ctx, feed, &loaded),
            Message::Folded(id) => {
                let open = self.state.open.as_ref() == Some(&id);
                self.state.open = if open { None } else { Some(id) };
                true
            }
            Message::Opened(id) => self.remember(ctx, &id),
            Message::Idle => {
                self.ask(ctx, Feed::Archive, false, Who::Element);
                false
            }
            Message::Turn => self.turn(ctx),
            Message::Choose => self.choose_gently(ctx),
            Message::Again(wanted) => {
                self.wanted |= wanted;
                self.look(ctx, Who::Reader);
                if self.ready && self.state.archive.edition().is_none() {
                    self.ask(ctx, Feed::Archive, false, Who::Reader);
                }
                true
            }
            Message::Tick => self.tick(ctx),
            Message::Seen(seen) => {
                self.in_view = seen;
                self.tick(ctx)
            }
            Message::Online => {
                for feed in Feed::ALL {
                    if self.slot(feed).lacks() {
                        self.inquiry(feed).schedule.hurry();
                    }
                }
                self.tick(ctx)
            }
            Message::Fresh => {
                let brought = self.state.bring();
                if brought {
                    self.look_around_again(ctx);
                    self.brought = true;
                }
                brought
            }
            Message::Broken(src) => {
                self.state.broken.push(src);
                true
            }
            Message::Measured => {
                line::pace(&ctx.props().host.root, &mut self.run);
                let changed = self.fit_changed(ctx);
                self.state.fits ^= changed;
                let line = self.line_changed(ctx);
                if let Some(too_wide) = line {
                    self.state.too_wide = too_wide;
                }
                changed || line.is_some()
            }
            Message::Streamed(heard) => self.streamed(ctx, heard),
            Message::Drawing => {
                self.frame = None;
                let Some(rates) = self.coming.take() else { return false };
                let first = self.state.rates.edition().is_none();
                self.state.rates_streamed(Rc::new(rates), clock::now());
                if let (Some(url), true) = (&ctx.props().config.stream, first) {
                    self.tell_loaded(ctx, url.as_str());
                }
                true
            }
            Message::Pointed(at) => self.point_at(at),
            Message::Typed(amount, second) => {
                let exchange = &mut self.state.exchange;
                (exchange.amount, exchange.second, exchange.copied) = (amount, second, false);
                true
            }
            Message::Chosen(code, second) => {
                let exchange = &mut self.state.exchange;
                *(if second { &mut exchange.to } else { &mut exchange.from }) = code;
                exchange.copied = false;
                true
            }
            Message::Copied => {
                self.state.exchange.copied = true;
                true
            }
            Message::Paused(paused) => {
                self.state.paused = paused;
                self.tick(ctx);
                true
            }
            Message::PauseOrResume => {
                self.state.paused ^= true;
                self.tick(ctx);
                true
            }
            Message::Speaks => {
                self.state.speaks = true;
                true
            }
        }
    }

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
        // More to choose from is wanted once.
        let now = clock::milliseconds();
        self.inquiry(Feed::Articles).schedule.every(config.refresh, now);
        self.look_by_itself(ctx, self.live);
    }

    fn with_scene<T>(&self, ctx: &Context<Self>, draw: fn(&Scene<'_>) -> T) -> T {
        draw(&Scene {
            config: &ctx.props().config,
            state: &self.state,
            secure: page::secure(),
            now: clock::now(),
            offset: &|at| self.zone.offset(at),
        })
    }

    /// Whether the reader sees the element, and wants it to look again.
    fn is_seen(&self) -> bool {
        self.in_view && !self.state.paused && !page::hidden()
    }

    /// Does what is due.
    fn tick(&mut self, ctx: &Context<Self>) -> bool {
        let (now, seen) = (clock::milliseconds(), self.is_seen());
        // What nobody sees does not move. It fails for no name that is one.
        let rests = !self.in_view || page::hidden();
        let _ = ctx.props().host.root.toggle_attribute_with_force("data-rest", rests);
        self.tune(ctx);
        for feed in Feed::ALL {
            match self.inquiry(feed).schedule.next(now, seen) {
                Action::Ask(Who::Retry) => self.try_again(ctx, feed),
                Action::Ask(who) => self.ask(ctx, feed, false, who),
                Action::Wait(_) | Action::Sleep => {}
            }
        }
        // Ages grow.
        let mut changed = seen && self.state.is_stale();
        if seen && self.state.has_news() && self.state.voice.silence(clock::now()) == 0 {
            let text = self.with_scene(ctx, view::spoken);
            self.state.say(text, clock::now());
            changed = true;
        }
        changed
    }

    /// Sets the timer to what comes first.
    fn wake(&mut self, ctx: &Context<Self>) {
        const MINUTE: f64 = 60_000.0;
        let (now, seen) = (clock::milliseconds(), self.is_seen());
        let mut first = f64::INFINITY;
        for inquiry in &mut self.inquiries {
            match inquiry.schedule.next(now, seen) {
                Action::Wait(wait) => first = first.min(wait),
                Action::Ask(_) => first = 0.0,
                Action::Sleep => {}
            }
        }
        if seen && self.state.is_stale() {
            first = first.min(MINUTE);
        }
        if seen && self.state.has_news() {
            #[allow(clippy::cast_precision_loss)]
            let silence = self.state.voice.silence(clock::now()) as f64;
            first = first.min(silence * 1000.0);
        }
        self.timer = first.is_finite().then(|| {
            let link = ctx.link().clone();
            // Not a moment too soon: it would only have to be set again.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Interval::new(first.ceil() as u32, move || link.send_message(Message::Tick))
        });
    }

    /// Connects to the stream of rates while the reader sees the element.
    fn tune(&mut self, ctx: &Context<Self>) {
        let wanted = ctx.props().config.stream.as_ref().filter(|_| self.is_seen());
        let wanted = wanted.map(|link| link.as_str());
        if self.stream.as_ref().map(|(_, url)| &**url) == wanted {
            return;
        }
        self.stream = None;
        self.look_by_itself(ctx, false);
        let Some(url) = wanted else { return };
        let link = ctx.link().clone();
        let heard = move |heard| link.send_message(Message::Streamed(heard));
        self.stream = Stream::new(url, heard).map(|stream| (stream, url.to_owned()));
        if self.stream.is_none() {
            self.streamed(ctx, Heard::Lost);
        }
    }

    /// Rates are looked at again by the clock, unless they come by themselves.
    fn look_by_itself(&mut self, ctx: &Context<Self>, live: bool) {
        self.live = live;
        let period = ctx.props().config.refresh.filter(|_| !live);
        self.inquiry(Feed::Rates).schedule.every(period, clock::milliseconds());
    }

    /// What a stream says; whether it is seen at once.
    fn streamed(&mut self, ctx: &Context<Self>, heard: Heard) -> bool {
        let Some(url) = ctx.props().config.stream.clone() else { return false };
        let text = match heard {
            Heard::Open => {
                self.look_by_itself(ctx, true);
                return false;
            }
            Heard::Text(text) => text,
            Heard::Lost => return self.lost(ctx, url.as_str()),
        };
        let known = self.coming.as_ref().or(self.state.rates.edition().map(|rates| &**rates));
        let wanted = &ctx.props().config.rates_as;
        match reader::rates_update(&text, url.as_str(), wanted, &page::PLATFORM, known) {
            Ok(Reading { value, complaints }) => {
                self.coming = Some(match known {
                    Some(known) => known.merged(value),
                    None => value,
                });
                for complaint in complaints {
                    self.complain(ctx, "item", &complaint, url.as_str());
                }
            }
            Err(error) => {
                let told = format!("{}: {error}", url.as_str());
                self.tell(ctx, error.code(), told, url.as_str(), "");
            }
        }
        // A hundred in a second are one picture for each frame.
        if self.frame.is_none() && self.coming.is_some() {
            let link = ctx.link().clone();
            self.frame = Frame::new(move || link.send_message(Message::Drawing));
        }
        false
    }

    /// The stream broke off: rates are asked for again, where there is somebody to ask.
    fn lost(&mut self, ctx: &Context<Self>, url: &str) -> bool {
        // The browser is about to try again; only what is in vain twice is a failure.
        let again =
            self.live && self.stream.as_ref().is_some_and(|(stream, _)| !stream.is_closed());
        self.look_by_itself(ctx, false);
        let told =
            format!("{url}: the stream of rates broke off, or cannot be read from this page");
        self.tell(ctx, "network", told, url, "");
        if self.stream.as_ref().is_some_and(|(stream, _)| stream.is_closed()) {
            // With the next look it is tried again.
            self.stream = None;
        }
        let alone = ctx.props().config.rates.is_empty();
        let request = self.state.rates.latest();
        alone && !again && self.state.rates.failed(request)
    }

    /// The day that the reader points at; whether it is another one.
    fn point_at(&mut self, at: Option<(Code, Place)>) -> bool {
        let before = self.state.pointed;
        self.state.pointed = at.and_then(|(code, place)| {
            let rates = self.state.rates.edition()?;
            let rate = rates.rates.iter().find(|rate| rate.code == code)?;
            let line = Sparkline::new(&rate.history)?;
            let last = line.history.len().saturating_sub(1);
            let known = before.filter(|(pointed, _)| *pointed == code).map(|(_, place)| place);
            let place = match place {
                Place::At(thousandths) => line.nearest(thousandths),
                Place::Before => known.unwrap_or(last).saturating_sub(1),
                Place::After => known.map_or(last, |place| place + 1),
                Place::First => 0,
                Place::Last => known.unwrap_or(last),
            };
            Some((code, place.min(last)))
        });
        self.state.pointed != before
    }

    fn slot(&mut self, feed: Feed) -> &mut dyn Load {
        match feed {
            Feed::Articles => &mut self.state.articles,
            Feed::Archive => &mut self.state.archive,
            Feed::Rates => &mut self.state.rates,
        }
    }

    fn inquiry(&mut self, feed: Feed) -> &mut Inquiry {
        let [articles, archive, rates] = &mut self.inquiries;
        match feed {
            Feed::Articles => articles,
            Feed::Archive => archive,
            Feed::Rates => rates,
        }
    }

    /// Looks at all sources.
    fn look(&mut self, ctx: &Context<Self>, who: Who) {
        self.ask(ctx, Feed::Articles, false, who);
        self.ask(ctx, Feed::Rates, false, who);
    }

    /// Begins a look; `anew` when the source is another one.
    fn ask(&mut self, ctx: &Context<Self>, feed: Feed, anew: bool, who: Who) {
        let request = self.slot(feed).ask(anew);
        let inquiry = self.inquiry(feed);
        inquiry.schedule.begin(who, clock::milliseconds());
        inquiry.wait = (Wait::Reader, 0.0);
        let config = &ctx.props().config;
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
        let shown = match feed {
            Feed::Articles => config.shows_articles(),
            Feed::Archive => false,
            Feed::Rates => config.shows_rates(),
        };
        // A stream alone has nobody to ask, and may yet say something.
        if feed == Feed::Rates && config.rates.is_empty() && config.stream.is_some() {
            let schedule = &mut self.inquiry(feed).schedule;
            schedule.failed(Wait::Look(0.0), clock::milliseconds(), 0.5);
            return;
        }
        if !self.send(ctx, Asked { feed, request, source: 0, who }) && shown {
            // Not one address could be used; which, and why, has been said.
            self.slot(feed).failed(request);
        }
    }

    /// Goes on with a look that found nothing yet.
    fn try_again(&mut self, ctx: &Context<Self>, feed: Feed) {
        let request = self.slot(feed).latest();
        let inquiry = self.inquiry(feed);
        inquiry.schedule.begin(Who::Retry, clock::milliseconds());
        inquiry.wait = (Wait::Reader, 0.0);
        self.send(ctx, Asked { feed, request, source: 0, who: Who::Retry });
    }

    /// Asks the source that `asked` names; whether there is one.
    fn send(&mut self, ctx: &Context<Self>, asked: Asked) -> bool {
        let Props { config, host, .. } = ctx.props();
        let (links, wanted) = match asked.feed {
            Feed::Articles => (&config.articles, &config.articles_as),
            Feed::Archive => (&config.pool, &config.articles_as),
            Feed::Rates => (&config.rates, &config.rates_as),
        };
        let Some(url) = links.get(asked.source) else {
            return false;
        };
        // How old what another element got may be: for a first look as old as the page likes it.
        let period = config.refresh.map(|seconds| f64::from(seconds) * 1000.0);
        let max_age = match asked.who {
            Who::Reader => 0.0,
            // Another element's try may have been the one that succeeded.
            Who::Retry => f64::INFINITY,
            Who::Element => period.unwrap_or(f64::INFINITY),
            // Timers know whole milliseconds: one that is as early as may be finds nothing young enough.
            Who::Clock => period.unwrap_or(0.0) * YOUNG - 1.0,
        };
        let limit = self.inquiry(asked.feed).schedule.limit(clock::milliseconds());
        if limit == 0.0 {
            // The look is over: a request would be ended as soon as it begins.
            return false;
        }
        let question = Question {
            feed: asked.feed,
            url: url.as_str(),
            wanted,
            who: asked.who,
            max_age,
            limit,
            take: &host.take,
        };
        let link = ctx.link().clone();
        let ticket = source::ask(&question, move |outcome| {
            link.send_message(Message::Answered(asked, outcome));
        });
        // Only now the old one goes: what both wait for need not be asked for again.
        self.inquiry(asked.feed).ticket = ticket;
        true
    }

    /// Asks this browser what it remembers of the first addresses.
    fn recall(&mut self, ctx: &Context<Self>) {
        let Props { config, host, .. } = ctx.props();
        for (feed, links, wanted) in [
            (Feed::Articles, &config.articles, &config.articles_as),
            (Feed::Rates, &config.rates, &config.rates_as),
        ] {
            for url in links {
                let link = ctx.link().clone();
                source::recall(feed, url.as_str(), wanted, &host.recall, move |loaded| {
                    link.send_message(Message::Recalled(feed, loaded));
                });
            }
        }
    }

    fn recalled(&mut self, ctx: &Context<Self>, feed: Feed, loaded: &Loaded) -> bool {
        if loaded.is_empty() {
            return false;
        }
        let at = clock::of_milliseconds(loaded.at);
        let wanted = match &loaded.edition {
            Edition::Articles(articles) => self.state.articles.recalled(articles.clone(), at),
            Edition::Rates(rates) => self.state.rates.recalled(rates.clone(), at),
        };
        if wanted && feed == Feed::Articles {
            self.look_around_again(ctx);
        }
        if wanted && !self.slot(feed).is_pending() {
            // The source has failed already.
            tell_stale(&ctx.props().host.element, at);
        }
        wanted
    }

    fn answered(&mut self, ctx: &Context<Self>, asked: Asked, loaded: &Loaded) -> bool {
        // What holds nothing makes room for the next address, if there is one.
        let next = Asked { source: asked.source + 1, ..asked };
        if loaded.is_empty() {
            if self.send(ctx, next) {
                return false;
            }
            let shown = match asked.feed {
                Feed::Rates => self.state.rates.edition().is_some_and(|old| !old.rates.is_empty()),
                _ => self.state.articles.edition().is_some_and(|old| !old.is_empty()),
            };
            if shown && asked.feed != Feed::Archive {
                return self.emptied(ctx, asked, loaded);
            }
        }
        let inquiry = self.inquiry(asked.feed);
        inquiry.schedule.found(loaded.at, loaded.luck);
        inquiry.ticket = None;
        let (request, at) = (asked.request, clock::of_milliseconds(loaded.at));
        match &loaded.edition {
            Edition::Articles(articles) if asked.feed == Feed::Archive => {
                self.state.archive.arrived(request, articles.clone(), at);
                self.complain_of(ctx, loaded);
                // Not in this turn: reading it has taken its time already.
                self.soon(ctx, 0, || Message::Choose);
                return false;
            }
            Edition::Articles(articles) => {
                if self.waits(ctx, articles) {
                    self.state.put_by(request, articles.clone(), at);
                    self.loaded(ctx, loaded);
                    return true;
                }
                self.wanted = false;
                self.look_around(ctx, articles, &loaded.url);
                self.state.articles_arrived(request, articles.clone(), at);
            }
            Edition::Rates(rates) => {
                self.state.rates_arrived(request, rates.clone(), at);
            }
        }
        self.take_apart(ctx);
        self.loaded(ctx, loaded);
        if asked.feed == Feed::Articles {
            self.choose(ctx);
        }
        true
    }

    /// Whether articles shall wait: they are others than those on show, and the reader is at these.
    fn waits(&self, ctx: &Context<Self>, articles: &Rc<Vec<Rc<Article>>>) -> bool {
        let slot = &self.state.articles;
        let Some(old) = slot.edition().filter(|old| !old.is_empty()) else { return false };
        // A text that was put right is no reason to wait.
        let others = old.len() != articles.len()
            || old.iter().zip(articles.iter()).any(|(old, new)| !old.is(new));
        others
            && !self.wanted
            && !slot.is_remembered()
            && visibility::is_read(&ctx.props().host.root)
    }

    /// A source that held something holds nothing now: that is more likely a slip of its own than news.
    fn emptied(&mut self, ctx: &Context<Self>, asked: Asked, loaded: &Loaded) -> bool {
        let fault = Fault {
            code: "empty",
            message: format!("{} holds nothing any more, so what it held before stays", loaded.url),
            url: loaded.url.to_string(),
            failure: Failure::Wrong,
        };
        self.failed(ctx, asked, &Miss { fault, wait: Wait::Look(0.0), luck: loaded.luck })
    }

    /// What is on show is another list now.
    fn look_around_again(&mut self, ctx: &Context<Self>) {
        let articles = self.state.articles.edition().cloned().unwrap_or_default();
        self.look_around(ctx, &articles, "");
        self.take_apart(ctx);
        self.choose(ctx);
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
        let end = clock::milliseconds() + TURN_MS;
        loop {
            if let Some(choice) = self.chooser.advance(&ctx.props().config) {
                self.later = None;
                self.state.similar = Some(Rc::new(choice));
                return true;
            }
            if clock::milliseconds() >= end {
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
        self.tell_loaded(ctx, &loaded.url);
    }

    /// Tells the page that there is something to show, and from where.
    fn tell_loaded(&self, ctx: &Context<Self>, url: &str) {
        let articles = self.state.articles.edition().map_or(0, |articles| articles.len());
        let rates = self.state.rates.edition().map_or(0, |rates| rates.rates.len());
        let detail = page::object(&[
            ("articles", JsValue::from(articles)),
            ("rates", JsValue::from(rates)),
            ("source", JsValue::from_str(url)),
        ]);
        page::emit_soon(&ctx.props().host.element, "news-widget-load", detail);
    }

    /// The next address is tried; after the last one all of them, a little later; at last the failure is shown.
    fn failed(&mut self, ctx: &Context<Self>, asked: Asked, miss: &Miss) -> bool {
        let Miss { fault, wait, luck } = miss;
        page::warn(&fault.message);
        let inquiry = self.inquiry(asked.feed);
        let (before, first) = inquiry.wait;
        inquiry.wait = (before.or(*wait), if before == Wait::Reader { *luck } else { first });
        let next = Asked { source: asked.source + 1, ..asked };
        if self.send(ctx, next) {
            return false;
        }
        let inquiry = self.inquiry(asked.feed);
        inquiry.ticket = None;
        let (wait, luck) = inquiry.wait;
        if !inquiry.schedule.failed(wait, clock::milliseconds(), luck) {
            return false;
        }
        self.wanted = false;
        self.slot(asked.feed).failed(asked.request);
        let since = match asked.feed {
            Feed::Articles => self.state.articles.stale_since(),
            Feed::Archive => None,
            Feed::Rates => self.state.rates.stale_since(),
        };
        let host = &ctx.props().host.element;
        report(host, fault.code, &fault.message, &fault.url, "");
        if let Some(since) = since {
            tell_stale(host, since);
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
        self.tell(ctx, code, complaint.to_string(), url, &complaint.path);
    }

    /// Tells the owner, once.
    fn tell(&mut self, ctx: &Context<Self>, code: &str, text: String, url: &str, path: &str) {
        if self.told.len() < MAX_TOLD && !self.told.contains(&text) {
            page::warn(&text);
            report(&ctx.props().host.element, code, &text, url, path);
            self.told.push(text);
        }
    }

    /// Whether the rates no longer fit their line (with its width), or fit it again.
    fn line_changed(&self, ctx: &Context<Self>) -> Option<Option<i32>> {
        if ctx.props().config.rates_layout != RatesLayout::Auto {
            return None;
        }
        match (line::measure(&ctx.props().host.root)?, self.state.too_wide) {
            // A pixel of rounding is not a figure cut off.
            (Line::Still(wants, has), None) if wants > has + 1 => Some(Some(wants)),
            (Line::Moving(has), Some(wants)) if has >= wants => Some(None),
            _ => None,
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
                    ("units", text(&rate.units.to_string())),
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

fn tell_stale(host: &Element, since: Timestamp) {
    let detail = page::object(&[("since", JsValue::from(since.rfc3339()))]);
    page::emit_soon(host, "news-widget-stale", detail);
}

fn report(host: &Element, code: &str, message: &str, url: &str, path: &str) {
    let fields = [("code", code), ("message", message), ("url", url), ("path", path)];
    let detail = page::object(&fields.map(|(name, value)| (name, JsValue::from_str(value))));
    page::emit_soon(host, "news-widget-error", detail);
}
