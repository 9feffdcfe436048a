//! A list of other articles: picture, category, time, title. Part: `similar`, each one `item`.

use yew::prelude::*;

use super::{Scene, headline, notice, picture};
use crate::config::Block;
use crate::model::Article;

pub fn block(scene: &Scene<'_>, articles: &[&Article]) -> Html {
    let stale = scene.state.articles.stale_since();
    let late =
        stale.map(|since| html! { <p class="asof">{ notice::late(scene.as_of(since)) }</p> });
    // A source that holds less keeps the space that was reserved.
    let fillers = scene.config.count.saturating_sub(articles.len());
    html! {
        <section class="block similar" part="similar">
            <div class="bar">
                <@{scene.heading(0)} class="block-title">{ scene.words().similar }</@>
                { for late }
            </div>
            <ul class="items">
                { for articles.iter().map(|article| item(scene, article)) }
                { for (0..fillers).map(|_| html! {
                    <li class="item filler" aria-hidden="true"><div class="pic"></div></li>
                }) }
            </ul>
        </section>
    }
}

fn item(scene: &Scene<'_>, article: &Article) -> Html {
    let lang = article.language.clone();
    let category = article
        .category
        .as_deref()
        .map(|category| html! { <b {lang}>{ category }</b> });
    // A paid piece has no news time.
    let time = article.published.filter(|_| !article.sponsored).map(|at| {
        html! {
            <time datetime={at.rfc3339()}>{ scene.short_time(at) }</time>
        }
    });
    html! {
        <li class="item" part="item">
            { picture::picture(scene, article) }
            <p class="meta">{ headline::flags(scene, article) }{ for category }{ for time }</p>
            <@{scene.heading(1)} class="it-title">{ scene.article_link(Block::Similar, article) }</@>
        </li>
    }
}
