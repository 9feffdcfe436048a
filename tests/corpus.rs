//! Public test data that no one here wrote, where it is at hand (`../shared/corpus`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use news_widget::{json, tree::Tree};
use support::corpus;

#[test]
fn json_test_suite_is_accepted_and_refused_as_it_says() {
    let Some(folder) = corpus("json/test_parsing") else {
        return;
    };
    let (mut accepted, mut refused, mut free, mut wrong) = (0, 0, 0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let good = str::from_utf8(&bytes).is_ok_and(|text| json::parse(text).is_ok());
        match name.get(..2) {
            Some("y_") if good => accepted += 1,
            Some("n_") if !good => refused += 1,
            Some("i_") => free += 1,
            _ => wrong.push(name),
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!((accepted, refused, free), (95, 188, 35));
}

#[test]
fn what_is_accepted_means_what_serde_json_says() {
    let Some(folder) = corpus("json/test_parsing") else {
        return;
    };
    let mut compared = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let (Ok(ours), Ok(theirs)) = (json::parse(&text), serde_json::from_str(&text)) else {
            continue;
        };
        assert!(same(&ours, &theirs), "{}: {ours:?} is not {theirs:?}", path.display());
        compared += 1;
    }
    assert!(compared > 90, "expected most of the accepted ones, compared {compared}");
}

fn same(ours: &Tree, theirs: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (ours, theirs) {
        (Tree::Null, Value::Null) => true,
        (Tree::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        // With `arbitrary_precision` the other side writes e as it likes.
        (Tree::Number(ours), Value::Number(theirs)) => {
            ours.replace("E", "e").replace("e+", "e")
                == theirs.to_string().replace("E", "e").replace("e+", "e")
        }
        (Tree::String(ours), Value::String(theirs)) => **ours == **theirs,
        (Tree::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Tree::Object(_), Value::Object(theirs)) => {
            theirs.iter().all(|(key, value)| ours.get(key).is_some_and(|ours| same(ours, value)))
        }
        _ => false,
    }
}
