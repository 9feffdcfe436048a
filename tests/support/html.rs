//! A parser of HTML without a browser, and what the widget shows of an article's text.

use std::rc::Rc;

use ego_tree::NodeRef;
use futures::executor::block_on;
use news_widget::config::Config;
use news_widget::model::Article;
use news_widget::richtext::{self, Kind, Markup, RichText, Surroundings};
use news_widget::selection::Chooser;
use news_widget::state::{Load, State, Story};
use news_widget::time::Timestamp;
use news_widget::view::{self, Scene};
use scraper::{ElementRef, Html, Node};
use yew::{LocalServerRenderer, Properties, component};

/// A node of html5ever's tree.
pub struct Parsed<'a>(NodeRef<'a, Node>);

impl<'a> Parsed<'a> {
    /// The body of a document.
    pub fn body(document: &'a Html) -> Option<Parsed<'a>> {
        let mut parts = document.root_element().children().filter_map(ElementRef::wrap);
        let body = parts.find(|part| ["body", "frameset"].contains(&part.value().name()))?;
        Some(Parsed(*body))
    }
}

impl Markup for Parsed<'_> {
    fn kind(&self) -> Kind {
        match self.0.value() {
            Node::Text(text) => Kind::Text(text.to_string()),
            Node::Element(element) if &*element.name.ns == "http://www.w3.org/1999/xhtml" => {
                Kind::Element(element.name.local.to_string())
            }
            _ => Kind::Other,
        }
    }

    fn has_attributes(&self) -> bool {
        self.0.value().as_element().is_some_and(|element| element.attrs().next().is_some())
    }

    fn attribute(&self, name: &'static str) -> Option<String> {
        self.0.value().as_element()?.attr(name).map(str::to_owned)
    }

    fn first_child(&self) -> Option<Self> {
        self.0.first_child().map(Parsed)
    }

    fn next_sibling(&self) -> Option<Self> {
        self.0.next_sibling().map(Parsed)
    }
}

/// A text taken apart as a browser would, for an article that stands at `base`.
pub fn richtext(html: &str, base: &str) -> RichText {
    let document = Html::parse_document(&richtext::disguised(html));
    let around =
        Surroundings { resolve: &|text| super::join(text, base), picture: None, excerpt: false };
    Parsed::body(&document).map_or_else(RichText::default, |body| RichText::new(&body, &around))
}

#[derive(Properties, PartialEq)]
struct Props {
    html: yew::Html,
}

#[component]
fn Shown(props: &Props) -> yew::Html {
    props.html.clone()
}

const NOW: Timestamp = Timestamp(1_764_324_300); // 28 November 2025, 14:05 in Baku

/// Markup of a whole widget.
pub fn render(config: &Config, state: &State) -> String {
    let mut state = state.clone();
    state.similar = state.articles.edition().map(|articles| {
        let mut chooser = Chooser::default();
        chooser.start(vec![articles.clone()], &state.page, config);
        let choice = std::iter::repeat_with(|| chooser.advance(config)).flatten().next();
        Rc::new(choice.unwrap())
    });
    let html = with_scene(config, &state, view::widget);
    block_on(LocalServerRenderer::<Shown>::with_props(Props { html }).hydratable(false).render())
}

/// What a view makes of a state, in Baku.
pub fn with_scene<T>(config: &Config, state: &State, draw: fn(&Scene<'_>) -> T) -> T {
    draw(&Scene { config, state, secure: true, now: NOW, offset: &|_| 240 })
}

/// A widget with one article, in which texts are shown. To make it takes five times as long as to show a text.
pub struct Stage {
    config: Config,
    state: State,
    story: Story,
}

impl Stage {
    /// A new one, in English.
    pub fn new() -> Stage {
        let feed = br#"{"items": [{"id": "1", "url": "https://courier.example/news/1", "title": "One", "content_html": "-"}]}"#;
        let articles = super::articles(feed).unwrap().value;
        let article: &Article = &articles[0];
        let story =
            Story { body: article.body.clone().unwrap(), picture: None, text: Rc::default() };
        let mut state = State { open: Some(article.id.clone()), ..State::default() };
        let asked = state.articles.ask(false);
        assert!(state.articles.arrived(asked, Rc::new(articles), Timestamp(1_764_322_200)));
        let attribute = |name: &str| {
            let value = match name {
                "src" => "https://courier.example/feed",
                "blocks" => "headline",
                "lang" => "en",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let (config, complaints) = Config::new(&attribute, &|text| Some(text.to_owned()), &[]);
        assert_eq!(complaints, []);
        Stage { config, state, story }
    }

    /// The markup in the headline's body, folded or not, when its text is this.
    pub fn shown(&self, text: &Rc<RichText>, folded: bool) -> String {
        let mut state = self.state.clone();
        state.story = Some(Story { text: text.clone(), ..self.story.clone() });
        state.open = state.open.filter(|_| !folded);
        let html = render(&self.config, &state);
        let (_, rest) = html.split_once(r#"<div class="body" id="nw-body">"#).expect("a body");
        let (inside, _) = rest.split_once(r#"</div></div><p class="foot">"#).expect("its end");
        inside.to_owned()
    }
}

/// The same on a stage that nothing was shown on before.
pub fn body(text: RichText, open: bool) -> String {
    Stage::new().shown(&Rc::new(text), !open)
}
