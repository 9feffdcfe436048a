//! What the tests of readers share: the surroundings of a reader, without a browser.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

pub mod checker;
pub mod html;

use std::rc::Rc;

use std::path::PathBuf;

use encoding_rs::Encoding;
use news_widget::model::{Article, Rates};
use news_widget::plain;
use news_widget::reader::{self, Document, Platform, ReadError, Reading, Wanted};

/// Where the documents of tests come from.
pub const URL: &str = "https://courier.example/data/feed.json";

pub const PLATFORM: Platform<'static> = Platform { join: &join, decode: &decode };

pub fn join(text: &str, base: &str) -> Option<String> {
    url::Url::parse(base).ok()?.join(text).ok().map(Into::into)
}

fn decode(bytes: &[u8], label: &str) -> Option<String> {
    Some(Encoding::for_label(label.as_bytes())?.decode_with_bom_removal(bytes).0.into())
}

/// Public test data that no one here wrote, where it is at hand.
pub fn corpus(path: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(path);
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("corpus absent, skipped: {path}");
    None
}

pub fn document(bytes: &[u8]) -> Document<'_> {
    Document { bytes, content_type: None, url: URL }
}

/// The words that are shown as an article's text.
pub fn words(article: &Article) -> Vec<String> {
    let mut words = article.body.as_ref().map(plain::paragraphs).unwrap_or_default();
    if words.is_empty() {
        words.extend(article.summary.as_ref().map(ToString::to_string));
    }
    words
}

pub fn articles(bytes: &[u8]) -> Result<Reading<Vec<Rc<Article>>>, ReadError> {
    reader::articles(&document(bytes), &Wanted::default(), &PLATFORM)
}

pub fn rates(bytes: &[u8]) -> Result<Reading<Rates>, ReadError> {
    reader::rates(&document(bytes), &Wanted::default(), &PLATFORM)
}
