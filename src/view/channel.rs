//! The video channel: a mark of our own, words, a link. Nothing is asked of the video site
//! before a click. Part: `channel`.

use yew::prelude::*;

use super::{Scene, icon};
use crate::config::Block;

pub fn block(scene: &Scene<'_>) -> Html {
    let Some(channel) = &scene.config.channel else {
        return html! {};
    };
    let subscribe = html! {
        <>{ scene.words().subscribe }<span class="vh">{ ": " }{ &channel.title }</span></>
    };
    html! {
        <section class="block channel" part="channel">
            <span class="ch-mark">{ icon::icon(icon::PLAY, 16, "icon") }</span>
            <div class="ch-words">
                <p class="ch-title">{ &channel.title }</p>
                <p class="ch-text">{ &channel.text }</p>
            </div>
            { scene.link(Block::Channel, &channel.url, None, classes!("fill"), subscribe) }
        </section>
    }
}
