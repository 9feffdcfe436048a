//! The video channel: a mark of our own, words, a link. Nothing is asked of the video site
//! before a click. Part: `channel`.

use yew::prelude::*;

use super::element::{el, list, text};
use super::{Scene, icon};
use crate::config::{Block, Channel};

pub fn block(scene: &Scene<'_>, channel: &Channel) -> Html {
    // "Subscribe" alone says too little in a list of links.
    let whom = el!("span", {"class": "vh"}, [text(format!(": {}", channel.title))]);
    let subscribe = list([text(scene.words().subscribe), whom].into_iter());
    el!("section", {"class": "block channel", "part": "channel"}, [
        el!("span", {"class": "ch-mark"}, [icon::icon(icon::PLAY, "0 0 16 16", "icon")]),
        el!("div", {"class": "ch-words"}, [
            el!("p", {"class": "ch-title"}, [text(channel.title.clone())]),
            el!("p", {"class": "ch-text"}, [text(channel.text.clone())]),
        ]),
        scene.link(Block::Channel, &channel.url, None, Some("fill"), subscribe),
    ])
}
