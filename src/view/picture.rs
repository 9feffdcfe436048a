//! The picture's box. Its ratio is the box's own, so a missing or broken picture moves nothing.

use yew::prelude::*;

use super::Scene;
use super::element::el;
use crate::model::Article;

/// The picture, else a tile with the first letter of the section.
pub fn picture(scene: &Scene<'_>, article: &Article) -> Html {
    let broken = |src: &str| scene.state.broken.iter().any(|broken| broken == src);
    let picture = article.picture.as_ref().map(|picture| picture.loaded_by(scene.secure));
    match picture.filter(|src| !broken(src)) {
        // The title beside it says what it shows, so its own text would only be read twice.
        Some(src) => {
            let image = el!("img", {
                // Before the address, which is what a browser acts on.
                "loading": "lazy",
                "decoding": "async",
                "referrerpolicy": "no-referrer",
                "src": AttrValue::from(src),
                "alt": "",
            }, []);
            el!("div", {"class": "pic"}, [image])
        }
        None => {
            let words = article.category.as_deref().unwrap_or(&article.title);
            el!("div", {"class": "pic none", "data-letter": letter(words), "aria-hidden": "true"}, [])
        }
    }
}

/// The first letter or digit, passing over the Arabic article. Not upper-cased: `i` would need
/// to know its language.
fn letter(words: &str) -> String {
    let words = words.strip_prefix("ال").unwrap_or(words);
    // Marks that titles begin with; the full table of Unicode letters costs more than it finds.
    let mark =
        |c: char| c.is_ascii_punctuation() || c.is_ascii_whitespace() || "«»“”„‘’—–…".contains(c);
    words.chars().find(|c| !mark(*c)).map(String::from).unwrap_or_default()
}
