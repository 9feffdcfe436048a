//! HTML of an article → a tree of what may be shown.
//!
//! The source is hostile. A parser that runs nothing takes it apart (in browsers their own, see
//! `browser/html.rs`); one walk over what that made of it copies what stands in a list, and only that, into a
//! tree of our own types, of which `view/prose.rs` makes nodes. It is never written out as a string again,
//! so no second parser can read it differently. Nothing of the source gets into the tree but text, the
//! few attributes that [`Extra`] has, and addresses that resolved to the schemes allowed.
//!
//! On the way content systems' habits are made into what they mean: `div`s and doubled `br`s are
//! paragraphs, lists hold items, lazy pictures have their real address, what would load a stranger's page is a link.

use std::rc::Rc;

use crate::link::{Resolve, SafeLink};
use crate::plain;
use crate::scan;

/// A longer source is cut before it is parsed, in bytes.
pub const MAX_SOURCE: usize = 1 << 20;
/// More nodes of the source than this are not looked at.
const MAX_NODES: usize = 5_000;
/// Elements in more elements than this are left out, with what is in them.
const MAX_DEPTH: usize = 64;

/// A node of a parsed document: of a browser, or of a test.
pub trait Markup: Sized {
    /// What it is. Must not be answered by anything that the document itself can redefine
    /// (`<form><input name=localName>`).
    fn kind(&self) -> Kind;
    /// Whether it has any attribute at all; asked of elements alone, as all that follows.
    fn has_attributes(&self) -> bool;
    /// The value of an attribute.
    fn attribute(&self, name: &'static str) -> Option<String>;
    /// The first node in it.
    fn first_child(&self) -> Option<Self>;
    /// The next node beside it.
    fn next_sibling(&self) -> Option<Self>;
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text(String),
    /// An element of the XHTML namespace, by its local name.
    Element(String),
    /// All else: comments, and elements of other namespaces, which have rules of their own.
    Other,
}

/// What an article's text is seen in.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// An address in the text, made absolute.
    pub resolve: Resolve<'a>,
    /// A picture that stands above the text already.
    pub picture: Option<&'a SafeLink>,
    /// Whether it is an excerpt, which may end in a tail such as `Continue reading`.
    pub excerpt: bool,
}

/// A text that may be shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RichText {
    /// Blocks: paragraphs, lists, tables and the like.
    pub blocks: Vec<Node>,
    /// The levels of its headings: bit `n` for `h<n>`.
    pub levels: u8,
    /// Whether something was cut for its size.
    pub cut: bool,
}

/// A part of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Text.
    Text(Rc<str>),
    /// An element.
    Element(Element),
}

/// An element that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its name, one of a list; `h1` … `h6`, `a`, `img` and `embed` go with their [`Extra`].
    pub tag: &'static str,
    /// Its language.
    pub lang: Option<Rc<str>>,
    /// Its direction: `ltr`, `rtl` or `auto`.
    pub dir: Option<&'static str>,
    /// What else it has.
    pub extra: Extra,
    /// What is in it.
    pub children: Vec<Node>,
    block: bool,
}

/// What only some elements have.
#[derive(Debug, Clone, PartialEq)]
pub enum Extra {
    /// Nothing.
    None,
    /// A heading, by the level it has in the source.
    Heading(u8),
    /// Where a link leads.
    Link(Target),
    /// A picture.
    Picture {
        /// Its address.
        src: SafeLink,
        /// What it shows, in words.
        alt: Rc<str>,
        /// Width and height in pixels, as the source says.
        size: Option<(u32, u32)>,
    },
    /// A stranger's player or post, of which there is a link alone.
    Embed {
        /// The address of it.
        to: SafeLink,
        /// What it is.
        medium: Medium,
        /// What the source calls it.
        title: Option<Rc<str>>,
    },
    /// What else may be said of a part.
    Said {
        /// What an abbreviation stands for.
        title: Option<Rc<str>>,
        /// The number that a list begins with.
        start: Option<u32>,
        /// How many columns and rows a cell takes, where that is more than one.
        span: [Option<u32>; 2],
    },
}

/// What is embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A video.
    Video,
    /// Sound.
    Audio,
    /// Anything.
    Other,
}

/// Where a link may lead.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A page.
    Web(SafeLink),
    /// An address for mail, as a `mailto:` address.
    Mail(Rc<str>),
}

/// Elements that are shown as they are.
const KEPT: &str = "b strong i em u s del ins mark small sub sup dfn code kbd samp var q cite bdi bdo ruby rt rp \
    abbr br wbr hr blockquote ul ol li dl dt dd pre figure figcaption table caption thead tbody tfoot tr td th \
    h1 h2 h3 h4 h5 h6";

/// Old and rare names, and what is shown for them.
const RENAMED: &str = "strike s tt code acronym abbr menu ul dir ul listing pre big b";

/// Elements that say nothing but that a line begins.
const PARTS: &str = "p div section article main header footer aside nav address center form fieldset details \
    summary dialog hgroup legend";

/// Elements that go with what is in them: their text is no text for readers, or a parser reads it
/// by rules of its own. Form controls, for nothing can be sent from here.
const GONE: &str = "script style template noscript noembed noframes xmp plaintext title textarea select option \
    optgroup datalist button input keygen output progress meter frameset frame map area param source track link meta \
    base basefont bgsound head col colgroup applet";

/// Of those shown, the ones that begin a line.
const BLOCKS: &str = "p div hr blockquote ul ol li dl dt dd pre figure figcaption table caption thead tbody tfoot \
    tr td th h1 h2 h3 h4 h5 h6 embed";

/// The attributes that are looked at.
pub const ATTRIBUTES: &str = "alt colspan data data-href data-lazy-src data-original data-src data-telegram-post \
    dir height hidden href lang rowspan src start style title width";

/// What loads a stranger's page or file.
const EMBEDS: &str = "iframe video audio embed object";

/// Places of videos, by what their hosts have in them.
const VIDEO: &str = "youtube youtu.be vimeo dailymotion rutube tiktok twitch";

fn listed(names: &'static str, name: &str) -> Option<&'static str> {
    names.split(' ').find(|known| *known == name)
}

impl RichText {
    /// Walks over a parsed text.
    pub fn new<M: Markup>(root: &M, around: &Surroundings<'_>) -> RichText {
        let mut walk = Walk { around, seen: 0, levels: 0, cut: false, linked: false };
        let children = walk.children(root, 0);
        let mut blocks = paragraphs(children);
        if around.excerpt
            && let Some(last) = blocks.last()
        {
            let tail = plain::without_tail(&[". ", &last.text()].concat());
            if tail.trim() == "." {
                blocks.pop();
            }
        }
        RichText { blocks, levels: walk.levels, cut: walk.cut }
    }

    /// Paragraphs of text.
    pub fn from_paragraphs(paragraphs: Vec<String>) -> RichText {
        let mut blocks = Vec::new();
        for paragraph in paragraphs {
            blocks.push(Element::new("p", vec![Node::Text(paragraph.into())]).into());
        }
        RichText { blocks, levels: 0, cut: false }
    }
}

impl Node {
    /// Whether nothing of it is seen.
    fn is_blank(&self) -> bool {
        match self {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(element) => matches!(element.tag, "br" | "wbr"),
        }
    }

    fn is(&self, tag: &str) -> bool {
        matches!(self, Node::Element(element) if element.tag == tag)
    }

    fn is_block(&self) -> bool {
        matches!(self, Node::Element(element) if element.block)
    }

    /// The words in it.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => element.children.iter().for_each(|child| child.write(out)),
        }
    }
}

impl Element {
    fn new(tag: &'static str, children: Vec<Node>) -> Element {
        let block = listed(BLOCKS, tag).is_some() || children.iter().any(Node::is_block);
        Element { tag, lang: None, dir: None, extra: Extra::None, children, block }
    }

    /// Whether it begins a line of its own: it does so itself, or something in it does.
    pub fn is_block(&self) -> bool {
        self.block
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

struct Walk<'a> {
    around: &'a Surroundings<'a>,
    /// How many nodes were looked at.
    seen: usize,
    levels: u8,
    cut: bool,
    /// Whether it is inside a link: links hold no links.
    linked: bool,
}

impl Walk<'_> {
    /// What becomes of the nodes in another one, which is `depth` elements deep.
    fn children<M: Markup>(&mut self, parent: &M, depth: usize) -> Vec<Node> {
        let mut out = Vec::new();
        let mut next = parent.first_child();
        while let Some(node) = next {
            if self.seen == MAX_NODES {
                self.cut = true;
                break;
            }
            self.seen += 1;
            match node.kind() {
                Kind::Text(text) => out.push(Node::Text(text.into())),
                Kind::Element(name) if listed(GONE, &name).is_none() => {
                    if depth < MAX_DEPTH {
                        self.element(&node, &name, depth + 1, &mut out);
                    } else {
                        self.cut = true;
                    }
                }
                Kind::Element(_) | Kind::Other => {}
            }
            next = node.next_sibling();
        }
        out
    }

    /// What becomes of an element: nothing, something, or what is in it.
    fn element<M: Markup>(&mut self, node: &M, name: &str, depth: usize, out: &mut Vec<Node>) {
        let attributes = Attributes(node.has_attributes().then_some(node));
        let style = attributes.get("style").unwrap_or_default();
        if attributes.get("hidden").is_some() || is_unseen(&style) {
            return;
        }
        if name == "img" {
            push(self.picture(&attributes), out);
            return;
        }
        if let Some(embed) = listed(EMBEDS, name.strip_prefix(DISGUISE).unwrap_or(name)) {
            let found = self.embed(node, embed, &attributes);
            // Of an old player the page that is embedded may stand inside; behind a disguise `embed` has no
            // end, so what follows it stands there.
            let inside = embed == "embed" || embed == "object" && found.is_none();
            push(found, out);
            if inside {
                out.append(&mut self.children(node, depth));
            }
            return;
        }
        let target = match attributes.get("href") {
            Some(href) if name == "a" && !self.linked => self.target(&href),
            _ => None,
        };
        let linked = self.linked;
        self.linked |= target.is_some();
        // A parser puts nothing into these; whoever else makes a tree shall not either.
        let is_void = matches!(name, "br" | "wbr" | "hr");
        let mut children = if is_void { Vec::new() } else { self.children(node, depth) };
        self.linked = linked;

        let (lang, dir) = (attributes.get("lang"), attributes.get("dir"));
        let lang = lang.filter(|lang| is_language(lang)).map(Rc::from);
        let dir = dir.and_then(|dir| listed("ltr rtl auto", &dir.to_ascii_lowercase()));
        let says = lang.is_some() || dir.is_some();
        let mut renamed = RENAMED.split(' ').skip_while(|known| *known != name).skip(1);
        let kept = listed(KEPT, name).or_else(|| renamed.next());
        let (tag, children, extra) = match (kept, target) {
            (_, Some(target)) => ("a", children, Extra::Link(target)),
            (Some(tag), _) => (tag, arranged(tag, children), extra(tag, &attributes)),
            // Language and direction need an element to say them of.
            (None, _) if listed(PARTS, name).is_some() => {
                children = paragraphs(children);
                // Facebook's script would put the post there.
                if let (true, Some(post)) = (children.is_empty(), attributes.get("data-href")) {
                    let to = SafeLink::new(&post, self.around.resolve);
                    push(self.link_to(to, Medium::Other, None), out);
                    return;
                }
                if !says {
                    out.append(&mut children);
                    return;
                }
                ("div", children, Extra::None)
            }
            (None, _) if says => ("span", children, Extra::None),
            (None, _) => {
                out.append(&mut children);
                return;
            }
        };
        let mut made = Element::new(tag, children);
        let stands_empty = listed("td th tr hr br wbr", tag).is_some();
        if !stands_empty && made.children.iter().all(Node::is_blank) {
            // The space in `a<b> </b>b` is one.
            if !made.block {
                out.append(&mut made.children);
            }
            return;
        }
        if let Extra::Heading(level) = extra {
            self.levels |= 1 << level;
        }
        (made.lang, made.dir, made.extra) = (lang, dir, extra);
        out.push(made.into());
    }

    fn target(&self, href: &str) -> Option<Target> {
        if let Some(link) = SafeLink::new(href, self.around.resolve) {
            return Some(Target::Web(link));
        }
        let absolute = (self.around.resolve)(href.trim())?;
        absolute.starts_with("mailto:").then(|| Target::Mail(absolute.into()))
    }

    fn picture<M: Markup>(&self, attributes: &Attributes<'_, M>) -> Option<Node> {
        let alt = attributes.get("alt").unwrap_or_default();
        // Content systems put pictures in the place of signs that every font has by now.
        let is_sign = |c: char| matches!(c, '\u{2000}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..);
        if !alt.is_empty() && alt.len() <= 32 && alt.chars().all(is_sign) {
            return Some(Node::Text(alt.into()));
        }
        let sides = attributes.size()?;
        let src = self.source(attributes).filter(|src| Some(src) != self.around.picture)?;
        let size =
            if let (Some(width), Some(height)) = sides { Some((width, height)) } else { None };
        let mut picture = Element::new("img", Vec::new());
        picture.extra = Extra::Picture { src, alt: plain::line(&alt).into(), size };
        Some(picture.into())
    }

    /// The address of what an element loads: of a lazy one, what it will load.
    fn source<M: Markup>(&self, attributes: &Attributes<'_, M>) -> Option<SafeLink> {
        let mut names = ["data-src", "data-lazy-src", "data-original", "src", "data"].into_iter();
        names.find_map(|name| SafeLink::new(&attributes.get(name)?, self.around.resolve))
    }

    /// A link to what a stranger's page would show here.
    fn embed<M: Markup>(
        &self,
        node: &M,
        name: &str,
        attributes: &Attributes<'_, M>,
    ) -> Option<Node> {
        attributes.size()?;
        let mut to = self.source(attributes);
        let mut next = node.first_child();
        while let (None, Some(child)) = (&to, next) {
            if child.kind() == Kind::Element("source".to_owned()) {
                to = self.source(&Attributes(Some(&child)));
            }
            next = child.next_sibling();
        }
        // So does Telegram's.
        if let Some(post) = attributes.get("data-telegram-post") {
            to = SafeLink::new(&["https://t.me/", &post].concat(), self.around.resolve);
        }
        let medium = match name {
            "audio" => Medium::Audio,
            "video" => Medium::Video,
            _ => Medium::Other,
        };
        self.link_to(to, medium, attributes.get("title"))
    }

    fn link_to(&self, to: Option<SafeLink>, medium: Medium, title: Option<String>) -> Option<Node> {
        let to = self.page_of(to.filter(|_| !self.linked)?);
        let is_video = VIDEO.split(' ').any(|part| scan::find(to.host(), part).is_some());
        let medium = if medium == Medium::Other && is_video { Medium::Video } else { medium };
        let title = title.map(|title| plain::line(&title)).filter(|title| !title.is_empty());
        let mut embed = Element::new("embed", Vec::new());
        embed.extra = Extra::Embed { to, medium, title: title.map(Rc::from) };
        Some(embed.into())
    }

    /// The page that a player belongs to, where it is known.
    fn page_of(&self, player: SafeLink) -> SafeLink {
        let pages = [
            ("youtube.com/embed/", "https://www.youtube.com/watch?v="),
            ("youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="),
            ("player.vimeo.com/video/", "https://vimeo.com/"),
        ];
        for (from, to) in pages {
            let Some((before, id)) = scan::split(player.as_str(), from) else { continue };
            let id = id.split(['?', '&', '/', '#']).next().unwrap_or_default();
            // Else the name stands in the path of a stranger.
            if before.len() <= "https://www.".len() && !id.is_empty() {
                let page = SafeLink::new(&[to, id].concat(), self.around.resolve);
                return page.unwrap_or(player);
            }
        }
        player
    }
}

/// The attributes of an element, if it has any.
struct Attributes<'a, M>(Option<&'a M>);

impl<M: Markup> Attributes<'_, M> {
    fn get(&self, name: &'static str) -> Option<String> {
        self.0?.attribute(name)
    }

    /// Width and height in pixels, as far as they are said; `None` for what nobody shall see: it counts readers.
    #[allow(clippy::option_option)]
    fn size(&self) -> Option<(Option<u32>, Option<u32>)> {
        /// Smaller than what anybody would put into a text.
        const SEEN: u32 = 3;
        const HUGE: u32 = 10_000;
        let (width, height) = (self.number("width"), self.number("height"));
        let unseen = |side: Option<u32>| side.is_some_and(|side| side < SEEN);
        let sane = |side: &u32| *side <= HUGE;
        if unseen(width) || unseen(height) {
            None
        } else {
            Some((width.filter(sane), height.filter(sane)))
        }
    }

    /// A whole number, of pixels too.
    fn number(&self, name: &'static str) -> Option<u32> {
        self.get(name)?.trim_end_matches(['p', 'x']).parse().ok()
    }
}

fn extra<M: Markup>(tag: &'static str, attributes: &Attributes<'_, M>) -> Extra {
    const MOST: u32 = 100;
    let span =
        |name| attributes.number(name).filter(|number| *number > 1).map(|number| number.min(MOST));
    let (mut title, mut start, mut spans) = (None, None, [None; 2]);
    match tag {
        "td" | "th" => spans = [span("colspan"), span("rowspan")],
        "ol" => start = attributes.number("start"),
        "abbr" => title = attributes.get("title").map(Rc::from),
        _ => match tag.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => return Extra::Heading(digit - b'0'),
            _ => return Extra::None,
        },
    }
    if title.is_none() && start.is_none() && spans == [None; 2] {
        return Extra::None;
    }
    Extra::Said { title, start, span: spans }
}

/// Whether a language tag is one by its looks: the browser need not get anything else.
fn is_language(tag: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !tag.is_empty() && tag.len() <= 35 && tag.chars().all(fits)
}

/// Whether a style hides what it is put on, as newsletters do with their first lines.
fn is_unseen(style: &str) -> bool {
    let value = scan::split(style, "display").map_or("", |(_, after)| after.trim_start());
    let value = value.strip_prefix(':').unwrap_or_default().trim_start();
    value.get(..4).is_some_and(|value| value.eq_ignore_ascii_case("none"))
}

fn push(node: Option<Node>, out: &mut Vec<Node>) {
    if let Some(node) = node {
        out.push(node);
    }
}

/// What is in an element, as its kind wants it.
fn arranged(tag: &str, mut children: Vec<Node>) -> Vec<Node> {
    match tag {
        "ul" | "ol" => filled(children, "li", "li"),
        "dl" => filled(children, "dt dd", "dd"),
        "blockquote" => paragraphs(children),
        "li" | "dd" | "dt" | "td" | "th" | "figure" | "figcaption"
            if children.iter().any(Node::is_block) =>
        {
            paragraphs(children)
        }
        "table" | "thead" | "tbody" | "tfoot" | "tr" => {
            children.retain(|child| !child.is_blank());
            children
        }
        _ => children,
    }
}

/// The items of a list. What is none becomes one, or part of the one before it.
fn filled(children: Vec<Node>, items: &'static str, item: &'static str) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for child in children {
        match (&child, out.last_mut()) {
            (Node::Element(element), _) if listed(items, element.tag).is_some() => out.push(child),
            _ if child.is_blank() => {}
            (_, Some(Node::Element(last))) => {
                last.children.push(child);
                last.block = true;
            }
            _ => out.push(Element::new(item, vec![child]).into()),
        }
    }
    out
}

/// Blocks, with lines that stand loose between them made into paragraphs; two line breaks part them.
fn paragraphs(children: Vec<Node>) -> Vec<Node> {
    let (mut out, mut line) = (Vec::new(), Vec::new());
    for child in children {
        if child.is_block() {
            close(&mut line, &mut out);
            match (child.is("li"), out.last_mut()) {
                // An item that nobody put into a list.
                (true, Some(Node::Element(list))) if list.tag == "ul" => list.children.push(child),
                (true, _) => out.push(Element::new("ul", vec![child]).into()),
                _ => out.push(child),
            }
        } else if line.last().is_some_and(|last: &Node| last.is("br")) && child.is_blank() {
            // The white space behind a line break is not seen.
            if child.is("br") {
                close(&mut line, &mut out);
            }
        } else if !line.is_empty() || !child.is_blank() {
            line.push(child);
        }
    }
    close(&mut line, &mut out);
    out
}

/// Ends a paragraph, if there is any.
fn close(line: &mut Vec<Node>, out: &mut Vec<Node>) {
    while line.last().is_some_and(Node::is_blank) {
        line.pop();
    }
    if !line.is_empty() {
        out.push(Element::new("p", std::mem::take(line)).into());
    }
}

/// What a name is disguised by.
const DISGUISE: &str = "nw-";

/// HTML in which what we make links of has names that no parser knows: those that sanitise throw the real ones
/// away, and with them the addresses.
pub fn disguised(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for (index, piece) in html.split('<').enumerate() {
        let name = piece.strip_prefix('/').unwrap_or(piece);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let (known, rest) = name.split_at_checked(end).unwrap_or_default();
        if index > 0 {
            out.push('<');
        }
        let is = |embed: &str| index > 0 && known.eq_ignore_ascii_case(embed);
        // What stands in a script is no text.
        let (tag, inside) = rest.split_once('>').unwrap_or((rest, ""));
        let names_post = scan::find(tag, "data-telegram-post").is_some();
        if is("script") && names_post && inside.trim().is_empty() {
            out.push_str(DISGUISE);
            out.push_str("embed");
            out.push_str(rest);
        } else if ["iframe", "object", "embed"].into_iter().any(is) {
            out.push_str(if name.len() < piece.len() { "/" } else { "" });
            out.push_str(DISGUISE);
            out.push_str(name);
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// XHTML as HTML: there an element that is not void is not ended by `/>`.
pub fn from_xhtml(source: &str) -> String {
    const VOID: &str = "area base br col embed hr img input link meta param source track wbr";
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = scan::split(rest, "/>") {
        let tag = before.rsplit('<').next().unwrap_or_default();
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default();
        out.push_str(before);
        if name.is_empty() || tag.len() == before.len() || listed(VOID, name).is_some() {
            out.push_str("/>");
        } else {
            out.push_str("></");
            out.push_str(name);
            out.push('>');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
