//! What is said when there is nothing to show, or only old things. Part: `notice`.

use yew::prelude::*;

use super::icon;
use crate::i18n::Words;

/// A notice, or nothing, in the space of what is missing: unseen bones keep the height.
pub fn hold(bones: Html, notice: Option<Html>) -> Html {
    html! { <div class="block hold"><div class="bones" aria-hidden="true">{ bones }</div>{ for notice }</div> }
}

/// Nothing could be loaded.
pub fn failed(words: &Words, title: &'static str, hint: &'static str) -> Html {
    html! {
        <div class="notice" part="notice">
            <strong>{ title }</strong>
            <p>{ hint }</p>
            <button type="button" class="fill" data-act="retry">
                { icon::icon(icon::AGAIN, 16, "icon") }{ words.try_again }
            </button>
        </div>
    }
}

/// The same on one line, for the low block of rates.
pub fn failed_line(words: &Words, title: &'static str) -> Html {
    html! {
        <div class="notice line" part="notice">
            <p>{ title }</p>
            <button type="button" class="plain" data-act="retry">{ words.try_again }</button>
        </div>
    }
}

/// The source answered and holds no article.
pub fn empty(words: &Words) -> Html {
    html! {
        <div class="notice" part="notice"><strong>{ words.empty }</strong><p>{ words.empty_hint }</p></div>
    }
}

/// `As of 13:30`, with a clock.
pub fn late(words: String) -> Html {
    html! {
        <span class="since">{ icon::icon(icon::CLOCK, 12, "icon") }<span class="late">{ words }</span></span>
    }
}
