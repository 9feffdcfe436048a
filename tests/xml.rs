//! Our XML beside quick-xml: of what is well formed both find the same elements, attributes and texts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use news_widget::tree::{SOURCE, TEXT, Tree};
use news_widget::{entity, xml};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What both say of an element: its name without a prefix, its attributes, its text with white space
/// folded, its children. What we keep as markup has only its name here.
#[derive(Debug, PartialEq)]
struct Element {
    name: String,
    attributes: Vec<String>,
    text: String,
    children: Vec<Element>,
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap().to_owned()
}

fn folded(text: &str) -> String {
    let visible: String =
        text.chars().map(entity::meant).filter(|c| !c.is_control() || c.is_whitespace()).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ours(name: &str, tree: &Tree) -> Element {
    let mut element =
        Element { name: local(name), attributes: vec![], text: String::new(), children: vec![] };
    match tree {
        Tree::String(text) => element.text = folded(text),
        Tree::Element(members) if tree.get(SOURCE).is_none() => {
            for (name, value) in members {
                match name.strip_prefix('@') {
                    Some(name) => {
                        element.attributes.push(format!("{name}={}", value.as_str().unwrap()))
                    }
                    None if **name == *TEXT => element.text = folded(value.as_str().unwrap()),
                    None => element.children.push(ours(name, value)),
                }
            }
        }
        _ => {}
    }
    element
}

/// The elements that quick-xml finds, or `None` when it is not well formed to it.
fn theirs(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut stack = vec![Element {
        name: String::new(),
        attributes: vec![],
        text: String::new(),
        children: vec![],
    }];
    loop {
        let event = reader.read_event().ok()?;
        let end = matches!(event, Event::End(_) | Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let mut attributes = Vec::new();
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    if !attribute.key.0.starts_with("xmlns") {
                        attributes.push(format!(
                            "{}={}",
                            attribute.key.0,
                            entity::decode(&attribute.value)
                        ));
                    }
                }
                let name = local(tag.name().0);
                stack.push(Element { name, attributes, text: String::new(), children: vec![] });
            }
            Event::Text(words) => stack.last_mut()?.text.push_str(&words),
            Event::CData(words) => stack.last_mut()?.text.push_str(&words),
            Event::GeneralRef(name) => {
                let decoded = entity::decode(&["&", &*name, ";"].concat());
                stack.last_mut()?.text.push_str(&decoded);
            }
            Event::Eof => break,
            _ => {}
        }
        if end {
            let element = stack.pop()?;
            stack.last_mut()?.children.push(element);
        }
    }
    let mut root = stack.pop().filter(|_| stack.is_empty())?;
    fold(&mut root);
    Some(root)
}

fn fold(element: &mut Element) {
    element.text = folded(&element.text);
    element.children.iter_mut().for_each(fold);
}

/// Leaves of theirs what we keep as markup out of both.
fn trim(ours: &mut Element, theirs: &mut Element) {
    if ours.children.is_empty() && ours.text.is_empty() && ours.attributes.is_empty() {
        theirs.children.clear();
        theirs.text.clear();
        theirs.attributes.clear();
    }
    for (ours, theirs) in ours.children.iter_mut().zip(&mut theirs.children) {
        trim(ours, theirs);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path);
        }
    }
    found
}

#[test]
fn of_what_is_well_formed_quick_xml_finds_the_same() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = files(&top.join("tests/fixtures"));
    let corpus = files(&top.join("../shared/corpus/feeds"));
    if corpus.is_empty() {
        eprintln!("corpus absent, skipped: feeds");
    }
    all.extend(corpus);
    let (mut compared, mut different) = (0, Vec::new());
    for path in &all {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let text = text.trim_start_matches(|c| c != '<');
        let (Some(mut theirs), (tree, error)) = (theirs(text), xml::parse(text)) else { continue };
        let mut ours = ours("", &tree);
        // Text outside of the root is nothing to us.
        theirs.text.clear();
        trim(&mut ours, &mut theirs);
        compared += 1;
        if ours != theirs || error.is_some() {
            different.push(format!("{}\n  ours   {ours:?}\n  theirs {theirs:?}", path.display()));
        }
    }
    eprintln!("{compared} of {} documents are well formed to quick-xml", all.len());
    assert!(compared > 60, "expected most of {} documents, compared {compared}", all.len());
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}
