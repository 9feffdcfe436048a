//! The text of an article: what [`crate::richtext`] let through, made into nodes.
//!
//! Folded it is words alone, and no more of them than the widest box shows: pictures are not asked for before
//! the reader wants them, and the first view does not wait for a long text.

use std::rc::Rc;

use yew::prelude::*;

use super::element::{constant, el, text};
use super::{Scene, icon};
use crate::config::Block;
use crate::richtext::{Element, Extra, Medium, Node, RichText, Target};

/// More than the widest box shows folded, in characters.
const PREVIEW: usize = 3000;
/// What the beginning of a line counts.
const LINE: usize = 60;
/// No higher than a line of text, so it stands in one: in pixels.
const SMALL: u32 = 32;

/// What is shown of a text.
pub struct Prose {
    /// The nodes.
    pub html: Vec<Html>,
    /// Whether that is all there is.
    pub whole: bool,
}

pub fn prose(scene: &Scene<'_>, text: &RichText, folded: bool) -> Prose {
    let mut setter = Setter { scene, levels: text.levels, folded, room: PREVIEW, whole: true };
    let html = setter.nodes(&text.blocks);
    Prose { html, whole: setter.whole }
}

struct Setter<'a> {
    scene: &'a Scene<'a>,
    levels: u8,
    folded: bool,
    room: usize,
    whole: bool,
}

impl Setter<'_> {
    fn nodes(&mut self, nodes: &[Node]) -> Vec<Html> {
        let mut out = Vec::new();
        for node in nodes {
            if self.room == 0 {
                self.whole = false;
                break;
            }
            match node {
                Node::Text(words) => {
                    self.spend(words.len());
                    out.push(text(words.clone()));
                }
                Node::Element(element) => out.extend(self.element(element)),
            }
        }
        out
    }

    fn spend(&mut self, characters: usize) {
        if self.folded {
            self.room = self.room.saturating_sub(characters);
        }
    }

    fn element(&mut self, made: &Element) -> Option<Html> {
        let is_media = matches!(made.tag, "img" | "embed" | "table" | "figure" | "hr");
        if self.folded && is_media {
            self.whole = false;
            return None;
        }
        if made.is_block() {
            self.spend(LINE);
        }
        let children = self.nodes(&made.children);
        if self.folded && children.is_empty() && !made.children.is_empty() {
            return None;
        }
        let lang = made.lang.clone().map(AttrValue::from);
        let dir = made.dir;
        Some(match &made.extra {
            Extra::None if made.tag == "table" => {
                let table = said("table", lang, dir, [const { None }; 4], children);
                el!("div", {
                    "class": "wide",
                    "role": "region",
                    "tabindex": "0",
                    "aria-label": self.scene.words().table,
                }, [table])
            }
            Extra::None if lang.is_none() && dir.is_none() => constant(made.tag, &[], children),
            Extra::None => said(made.tag, lang, dir, [const { None }; 4], children),
            Extra::Heading(level) => {
                let above = self.levels & ((1 << level) - 1);
                let below = 1 + above.count_ones().try_into().unwrap_or(5);
                said(self.scene.heading(below), lang, dir, [const { None }; 4], children)
            }
            Extra::Said { title, start, span: [columns, rows] } => {
                let number = |number: &Option<u32>| number.map(|number| number.to_string().into());
                let rest = [title.clone(), number(start), number(columns), number(rows)];
                said(made.tag, lang, dir, rest, children)
            }
            Extra::Link(to) => self.link(to, None, lang, dir, children),
            Extra::Picture { src, alt, size } => {
                let is_small = size.is_some_and(|(_, height)| height <= SMALL);
                el!("img", {
                    "loading": "lazy",
                    "decoding": "async",
                    "referrerpolicy": "no-referrer",
                    "src": AttrValue::from(src.loaded_by(self.scene.secure)),
                    "alt": AttrValue::from(alt.clone()),
                    "class": is_small.then_some("small"),
                    "width": size.map(|(width, _)| width.to_string()),
                    "height": size.map(|(_, height)| height.to_string()),
                }, [])
            }
            Extra::Embed { to, medium, title } => {
                let words = self.scene.words();
                let (name, sign, size) = match medium {
                    Medium::Video => (words.video, icon::PLAY, "0 0 16 16"),
                    Medium::Audio => (words.audio, icon::PLAY, "0 0 16 16"),
                    Medium::Other => (words.embedded, icon::OUT, "0 0 12 12"),
                };
                let name = title.clone().map_or(AttrValue::Static(name), AttrValue::from);
                let children = vec![
                    icon::icon(sign, size, "icon"),
                    el!("span", {}, [text(name)]),
                    el!("span", {"class": "host"}, [text(to.host().to_owned())]),
                ];
                let link = self.link(&Target::Web(to.clone()), Some("embed"), None, None, children);
                el!("p", {}, [link])
            }
        })
    }

    /// A link that the source chose: it says where it leads, vouches for nobody, and is passed over by the
    /// keyboard while it may be behind the fold.
    fn link(
        &self,
        to: &Target,
        class: Option<&'static str>,
        lang: Option<AttrValue>,
        dir: Option<&'static str>,
        children: Vec<Html>,
    ) -> Html {
        let links = &self.scene.config.links;
        let (href, web) = match to {
            Target::Web(to) => (to.as_str(), Some(to.host())),
            Target::Mail(to) => (&**to, None),
        };
        el!("a", {
            "href": href.to_owned(),
            "target": web.map(|_| links.target.clone()),
            "rel": web.map(|_| [&*links.rel, " noreferrer nofollow"].concat()),
            "title": web.map(str::to_owned),
            "data-block": web.map(|_| Block::Headline.name()),
            "class": class,
            "tabindex": self.folded.then_some("-1"),
            "lang": lang,
            "dir": dir,
        }, ..children)
    }
}

/// An element with what its source may say of it: title, start, columns and rows.
fn said(
    tag: &'static str,
    lang: Option<AttrValue>,
    dir: Option<&'static str>,
    rest: [Option<Rc<str>>; 4],
    children: Vec<Html>,
) -> Html {
    let [title, start, columns, rows] = rest.map(|value| value.map(AttrValue::from));
    el!(tag, {
        "lang": lang,
        "dir": dir,
        "title": title,
        "start": start,
        "colspan": columns,
        "rowspan": rows,
    }, ..children)
}
