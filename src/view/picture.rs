//! The picture's box. Its ratio is the box's own, so a missing or broken picture moves nothing.

use yew::prelude::*;

use super::Scene;
use crate::model::Article;

/// The picture, else a tile with the first letter of the section.
pub fn picture(scene: &Scene<'_>, article: &Article) -> Html {
    let broken = |src: &str| scene.state.broken.iter().any(|broken| broken == src);
    match article
        .picture
        .as_ref()
        .filter(|picture| !broken(picture.as_str()))
    {
        // The title beside it says what it shows, so its own text would only be read twice.
        Some(picture) => html! {
            <div class="pic">
                <img src={picture.as_str().to_owned()} alt="" loading="lazy" decoding="async"
                    referrerpolicy="no-referrer" />
            </div>
        },
        None => {
            let words = article.category.as_deref().unwrap_or(&article.title);
            html! { <div class="pic none" data-letter={letter(words)} aria-hidden="true"></div> }
        }
    }
}

/// The first letter or digit, passing over the Arabic article. Not upper-cased: `i` would need
/// to know its language.
fn letter(words: &str) -> String {
    let words = words.strip_prefix("ال").unwrap_or(words);
    words
        .chars()
        .find(|c| c.is_alphanumeric())
        .map(String::from)
        .unwrap_or_default()
}
