//! The language in which a format is written down: names of fields, and the paths where a document
//! keeps them. The formats that we know are such texts, and an owner writes his own (`fields`).
//!
//! ```text
//! items=data.news; title=headline|name; image=photo.0.src; published=ts:unix
//! ```
//!
//! `|` parts ways that are tried in order, `.` steps: a name, a number in a list, `*` every member,
//! `^` the object around, `$key` the name under which this stands, `@name` an attribute of XML. A list
//! stands for each of its items. `[rel=alternate]` keeps what has such a member (`!=` not, `^=` that
//! begins so; nothing counts as empty). `/` in front starts at the document, `'AZN'` is that text itself.
//! Behind `:` stands how to read it: `unix` (seconds, or milliseconds), `text`, `html`, `words` (text
//! with references), `list` (parted by commas), `absolute` (a whole web address or nothing).

use std::cell::Cell;
use std::rc::Rc;

use crate::tree::{SOURCE, TEXT, Tree};

/// Fields by name, each with its paths in order.
#[derive(Debug, Default)]
pub struct Fields {
    /// As written: by it two are told apart.
    text: Box<str>,
    list: Vec<(Box<str>, Vec<Path>)>,
}

impl PartialEq for Fields {
    fn eq(&self, other: &Fields) -> bool {
        self.text == other.text
    }
}

/// One way to a value.
#[derive(Debug)]
pub struct Path {
    from_root: bool,
    steps: Vec<Step>,
    /// How to read what is there.
    pub reading: Reading,
}

/// Longer paths lead nowhere.
const MAX_STEPS: usize = 32;

/// How a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As the document says, else by its looks.
    Auto,
    /// Plain text, unless the document says otherwise.
    Text,
    /// HTML, unless the document says otherwise.
    Html,
    /// Plain text in which references are meant as such, unless the document says otherwise.
    Words,
    /// Seconds since 1970, or milliseconds.
    Unix,
    /// Words parted by commas.
    List,
    /// A web address that is whole by itself.
    Absolute,
}

#[derive(Debug)]
enum Step {
    Name(Box<str>),
    Every,
    Around,
    Key,
    Where(Box<str>, Test, Box<str>),
    Literal(Box<str>),
}

#[derive(Debug, Clone, Copy)]
enum Test {
    Is,
    IsNot,
    BeginsWith,
}

impl Fields {
    /// Reads such a text.
    ///
    /// # Errors
    /// The part that is none.
    pub fn parse(text: &str) -> Result<Fields, String> {
        let mut fields = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, ways) = part.split_once('=').ok_or(part)?;
            let mut paths = Vec::new();
            for way in ways.split('|') {
                paths.push(Path::parse(way.trim()).ok_or(part)?);
            }
            fields.push((name.trim().into(), paths));
        }
        Ok(Fields { text: text.into(), list: fields })
    }

    /// The paths of a field; none when it is not written down.
    pub fn get(&self, name: &str) -> &[Path] {
        let found = self.list.iter().find(|(known, _)| **known == *name);
        found.map_or(&[], |(_, paths)| paths.as_slice())
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| &**name)
    }
}

impl Path {
    /// Reads one path.
    pub fn parse(text: &str) -> Option<Path> {
        let mut path = Path { from_root: false, steps: Vec::new(), reading: Reading::Auto };
        let mut rest = text;
        if let Some(literal) = text.strip_prefix('\'') {
            path.steps.push(Step::Literal(literal.strip_suffix('\'')?.into()));
            return Some(path);
        }
        if let Some((before, word)) = text.rsplit_once(':') {
            let reading = match word {
                "unix" => Reading::Unix,
                "text" => Reading::Text,
                "html" => Reading::Html,
                "words" => Reading::Words,
                "list" => Reading::List,
                "absolute" => Reading::Absolute,
                // A prefix of XML: `media:content`.
                _ => Reading::Auto,
            };
            if reading != Reading::Auto {
                (path.reading, rest) = (reading, before);
            }
        }
        if let Some(after) = rest.strip_prefix('/') {
            (path.from_root, rest) = (true, after);
        }
        // `.` alone is what the item itself says.
        if rest == "." {
            return Some(path);
        }
        while !rest.is_empty() {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end)?;
            match word {
                "" => {}
                "*" => path.steps.push(Step::Every),
                "^" => path.steps.push(Step::Around),
                "$key" => path.steps.push(Step::Key),
                name => path.steps.push(Step::Name(name.into())),
            }
            rest = match after.strip_prefix('[') {
                Some(test) => {
                    let (test, after) = test.split_once(']')?;
                    path.steps.push(condition(test)?);
                    after
                }
                // Nothing between two dots, or behind the last one, is a slip.
                None if word.is_empty() && !text.contains(']') => return None,
                None => after,
            };
            if let Some(after) = rest.strip_prefix('.') {
                if after.is_empty() {
                    return None;
                }
                rest = after;
            }
        }
        (1..=MAX_STEPS).contains(&path.steps.len()).then_some(path)
    }

    /// What the path leads to from `item`, in order, at most `max` of it.
    pub fn all<'a>(&'a self, item: &Node<'a>, max: usize) -> Vec<Node<'a>> {
        let start = if self.from_root { item.root() } else { item.clone() };
        let mut found = Walk { found: Vec::new(), max };
        found.step(&start, &self.steps);
        found.found
    }

    /// The first thing that the path leads to.
    pub fn first<'a>(&'a self, item: &Node<'a>) -> Option<Node<'a>> {
        self.all(item, 1).pop()
    }

    /// Whether it leads to a list that has nothing in it.
    pub fn is_empty_list(&self, item: &Node<'_>) -> bool {
        let list = match self.steps.split_last() {
            None => item.tree(),
            Some((Step::Name(last), before)) => {
                let mut around = Walk { found: Vec::new(), max: 1 };
                around.step(item, before);
                around.found.pop().and_then(|node| node.tree()?.get(last))
            }
            Some(_) => None,
        };
        matches!(list, Some(Tree::Array(items)) if items.is_empty())
    }

    /// Where it leads to, for a message about what is not there.
    pub fn place(&self, item: &Node<'_>) -> String {
        let mut place = if self.from_root { String::new() } else { item.path() };
        for step in &self.steps {
            if let Step::Name(name) = step {
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(name);
            }
        }
        place
    }
}

fn condition(text: &str) -> Option<Step> {
    let (name, value) = text.split_once('=')?;
    let (name, test) = if let Some(name) = name.strip_suffix('!') {
        (name, Test::IsNot)
    } else if let Some(name) = name.strip_suffix('^') {
        (name, Test::BeginsWith)
    } else {
        (name, Test::Is)
    };
    Some(Step::Where(name.into(), test, value.into()))
}

/// On the way.
struct Walk<'a> {
    found: Vec<Node<'a>>,
    max: usize,
}

impl<'a> Walk<'a> {
    fn goes_on(&self) -> bool {
        self.found.len() < self.max
    }

    fn step(&mut self, node: &Node<'a>, steps: &'a [Step]) {
        // A step is dearer than a look at a name. When there is no more, nothing more is looked for.
        if !node.pay(4) {
            self.max = 0;
        }
        if !self.goes_on() {
            return;
        }
        let (first, rest) = match steps.split_first() {
            Some((first, rest)) => (Some(first), rest),
            None => (None, steps),
        };
        let tree = node.tree();
        if let Some(Tree::Array(items)) = tree {
            // A number picks one; every other step is taken from each.
            let place =
                if let Some(Step::Name(name)) = first { name.parse::<usize>().ok() } else { None };
            let steps =
                if place.is_some() || matches!(first, Some(Step::Every)) { rest } else { steps };
            for (index, item) in items.iter().enumerate() {
                if !self.goes_on() {
                    break;
                }
                if place.is_none_or(|place| place == index) {
                    let around = node.0.around.clone();
                    self.step(&node.child(node.0.key, Some(index), item, around), steps);
                }
            }
            return;
        }
        let Some(first) = first else {
            if tree != Some(&Tree::Null) {
                self.found.push(node.clone());
            }
            return;
        };
        let around = || Some(node.clone());
        match first {
            Step::Name(name) => match tree {
                Some(tree @ Tree::Element(members)) => {
                    if !node.pay(members.len()) {
                        return;
                    }
                    for (index, (name, child)) in tree.children(name).enumerate() {
                        if !self.goes_on() {
                            break;
                        }
                        self.step(&node.child(name, Some(index), child, around()), rest);
                    }
                }
                Some(tree) => {
                    if let Tree::Object(members) = tree
                        && !node.pay(members.len())
                    {
                        return;
                    }
                    if let Some((name, child)) = tree.member(name) {
                        self.step(&node.child(name, None, child, around()), rest);
                    }
                }
                None => {}
            },
            Step::Every => {
                if let Some(Tree::Object(members) | Tree::Element(members)) = tree {
                    for (name, child) in members {
                        if !self.goes_on() {
                            break;
                        }
                        if !name.starts_with(['@', '#', '<']) {
                            self.step(&node.child(name, None, child, around()), rest);
                        }
                    }
                }
            }
            Step::Around => {
                if let Some(around) = node.around() {
                    self.step(&around, rest);
                }
            }
            Step::Key => self.step(&node.text_node(node.key()), rest),
            Step::Literal(text) => self.step(&node.text_node(text), rest),
            Step::Where(name, test, value) => {
                let text = if **name == *"." { node.text() } else { node.member(name) };
                let text = text.unwrap_or_default();
                if match test {
                    Test::Is => text.eq_ignore_ascii_case(value),
                    Test::IsNot => !text.eq_ignore_ascii_case(value),
                    Test::BeginsWith => text.starts_with(&**value),
                } {
                    self.step(node, rest);
                }
            }
        }
    }
}

/// A value of a document that knows where it stands.
#[derive(Clone)]
pub struct Node<'a>(Rc<Place<'a>>);

struct Place<'a> {
    value: Value<'a>,
    key: &'a str,
    index: Option<usize>,
    around: Option<Node<'a>>,
    fuel: &'a Fuel,
}

/// How many more steps may be taken in a document. Formats need some hundred for an article; a document
/// that is made to need the square of its length must not hold up the page.
#[derive(Debug)]
pub struct Fuel(Cell<u32>);

impl Default for Fuel {
    fn default() -> Fuel {
        Fuel(Cell::new(Fuel::FULL))
    }
}

impl Fuel {
    /// So many there are, for the longest documents: a second or two.
    pub const FULL: u32 = 30_000_000;

    /// Whether there are none left.
    pub fn is_empty(&self) -> bool {
        self.0.get() == 0
    }
}

#[derive(Clone, Copy)]
enum Value<'a> {
    Tree(&'a Tree),
    /// A key, or a text of the path itself.
    Text(&'a str),
}

impl<'a> Node<'a> {
    /// The whole document.
    pub fn document(tree: &'a Tree, fuel: &'a Fuel) -> Node<'a> {
        let value = Value::Tree(tree);
        Node(Rc::new(Place { value, key: "", index: None, around: None, fuel }))
    }

    fn child(
        &self,
        key: &'a str,
        index: Option<usize>,
        tree: &'a Tree,
        around: Option<Node<'a>>,
    ) -> Node<'a> {
        let fuel = self.0.fuel;
        Node(Rc::new(Place { value: Value::Tree(tree), key, index, around, fuel }))
    }

    fn text_node(&self, text: &'a str) -> Node<'a> {
        let Place { key, index, fuel, .. } = *self.0;
        let around = self.0.around.clone();
        Node(Rc::new(Place { value: Value::Text(text), key, index, around, fuel }))
    }

    /// Takes so many steps; whether there were as many.
    fn pay(&self, steps: usize) -> bool {
        let fuel = &self.0.fuel.0;
        fuel.set(fuel.get().saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX)));
        fuel.get() > 0
    }

    /// A member of the value, at the price of looking for it.
    fn get(&self, name: &str) -> Option<&'a Tree> {
        let Value::Tree(tree @ (Tree::Object(members) | Tree::Element(members))) = self.0.value
        else {
            return None;
        };
        // Attributes stand in front, and there are not many.
        let attribute = name.starts_with('@') && matches!(tree, Tree::Element(_));
        if self.pay(if attribute { 1 } else { members.len() }) { tree.get(name) } else { None }
    }

    /// The value, if it is the document's.
    pub fn tree(&self) -> Option<&'a Tree> {
        if let Value::Tree(tree) = self.0.value { Some(tree) } else { None }
    }

    /// The object or element in which it stands.
    pub fn around(&self) -> Option<Node<'a>> {
        self.0.around.clone()
    }

    /// Its place in the list in which it stands.
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// The name under which it stands.
    pub fn key(&self) -> &'a str {
        self.0.key
    }

    fn root(&self) -> Node<'a> {
        let mut node = self.clone();
        while let Some(around) = node.around() {
            node = around;
        }
        node
    }

    /// The text of a string, the digits of a number, the words of an element; white space around is no content.
    pub fn text(&self) -> Option<&'a str> {
        let text = match self.0.value {
            Value::Text(text) => text,
            Value::Tree(Tree::String(text) | Tree::Number(text)) => text,
            Value::Tree(Tree::Element(_)) => {
                self.get(SOURCE).or_else(|| self.get(TEXT))?.as_str()?
            }
            // Blogger writes every text so.
            Value::Tree(_) => self.get("$t")?.as_str()?,
        };
        let text = text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The text of a member.
    pub fn member(&self, name: &str) -> Option<&'a str> {
        match self.get(name)? {
            Tree::String(text) | Tree::Number(text) => {
                Some(text.trim()).filter(|text| !text.is_empty())
            }
            _ => None,
        }
    }

    /// The text of the first of several members, whose names are parted by spaces.
    pub fn any(&self, names: &str) -> Option<&'a str> {
        names.split(' ').find_map(|name| self.member(name))
    }

    /// Whether it has members.
    pub fn is_object(&self) -> bool {
        matches!(self.0.value, Value::Tree(Tree::Object(_) | Tree::Element(_)))
    }

    /// Where it stands: `items[3].url`.
    pub fn path(&self) -> String {
        let mut path = self.0.around.as_ref().map_or_else(String::new, Node::path);
        // The one element that a document is, is no news.
        let (key, around) = (self.0.key, self.0.around.as_ref());
        if !key.is_empty() && !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
        let repeated = |index: &usize| {
            let Some(Value::Tree(tree @ Tree::Element(_))) = around.map(|node| node.0.value) else {
                return true;
            };
            *index > 0 || tree.children(key).nth(1).is_some()
        };
        if let Some(index) = self.0.index.filter(repeated) {
            path.push_str(&["[", &index.to_string(), "]"].concat());
        }
        path
    }

    /// What stands there, in few words.
    pub fn found(&self) -> String {
        match self.0.value {
            Value::Tree(tree) => tree.to_string(),
            Value::Text(text) => Tree::String(text.into()).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{json, xml};

    fn all(tree: &Tree, path: &str) -> Vec<String> {
        let path = Path::parse(path).unwrap();
        let fuel = Fuel::default();
        let found = path.all(&Node::document(tree, &fuel), 99);
        found.iter().map(|node| format!("{} {}", node.path(), node.found())).collect()
    }

    #[test]
    fn steps_lead_through_objects_and_lists() {
        let tree = json::parse(
            r#"{"data": {"news": [{"t": 1, "photo": [{"src": "a"}, {"src": "b"}]}, {"t": "2", "photo": null}]}}"#,
        )
        .unwrap();
        assert_eq!(all(&tree, "data.news.t"), ["data.news[0].t 1", "data.news[1].t \"2\""]);
        assert_eq!(all(&tree, "data.news.photo.1.src"), ["data.news[0].photo[1].src \"b\""]);
        assert_eq!(all(&tree, "data.news.photo.src.^.^.t"), ["data.news[0].t 1"; 2]);
        assert_eq!(all(&tree, "data.*.0.t"), ["data.news[0].t 1"]);
        assert_eq!(all(&tree, "data.other"), [""; 0]);
    }

    #[test]
    fn keys_and_texts_are_values_too() {
        let tree = json::parse(r#"{"azn": {"usd": 0.5, "eur": 0.4}}"#).unwrap();
        assert_eq!(all(&tree, "*.*.$key"), ["azn.usd \"usd\"", "azn.eur \"eur\""]);
        assert_eq!(all(&tree, "*.*.^.$key"), ["azn \"azn\""; 2]);
        assert_eq!(all(&tree, "'EUR'"), [" \"EUR\""]);
    }

    #[test]
    fn conditions_keep_what_has_such_a_member() {
        let (tree, _) = xml::parse(
            "<e><link rel='self' href='s'/><link href='h'/><link rel='alternate' href='a'/></e>",
        );
        assert_eq!(all(&tree, "e.link[@rel=alternate].@href"), ["e.link[2].@href \"a\""]);
        assert_eq!(all(&tree, "e.link[@rel=].@href"), ["e.link[1].@href \"h\""]);
        assert_eq!(all(&tree, "e.link[@rel!=self][@rel^=alt].@href"), ["e.link[2].@href \"a\""]);
    }

    #[test]
    fn fields_are_parted_and_slips_are_told() {
        let fields =
            Fields::parse("items=data.news; title = headline | name;published=ts:unix;").unwrap();
        assert_eq!(fields.names().collect::<Vec<_>>(), ["items", "title", "published"]);
        assert_eq!(fields.get("title").len(), 2);
        assert_eq!(fields.get("published")[0].reading, Reading::Unix);
        assert_eq!(Path::parse("media:content.@url").unwrap().reading, Reading::Auto);
        for slip in
            ["items", "title=", "title=a..b", "title=a[b", "title=a[b]", "title='x", "title=a."]
        {
            assert_eq!(Fields::parse(slip), Err(slip.to_owned()));
        }
    }
}
