//! One article, whole: picture, section, title, time, folded body, source. Part: `headline`.

use yew::prelude::*;

use super::{Scene, icon, notice, picture};
use crate::config::Block;
use crate::model::Article;

pub fn block(scene: &Scene<'_>, article: &Article) -> Html {
    let words = scene.words();
    let open = scene.state.open;
    let fits = scene.state.fits && !open;
    let lang = article.language.clone();
    html! {
        <article class="block head" part="headline" data-open={open.then_some("")} data-fits={fits.then_some("")}>
            { picture::picture(scene, article) }
            <div class="head-text">
                <p class="label">{ flags(scene, article) }
                    <span lang={lang.clone()}>{ article.category.as_deref().unwrap_or_default() }</span>
                </p>
                <@{scene.heading(0)} class="title">{ scene.article_link(Block::Headline, article) }</@>
                <p class="when">{ when(scene, article) }</p>
                <div class="body" id="nw-body" {lang}>
                    { for article.body.iter().map(|paragraph| html! { <p>{ &**paragraph }</p> }) }
                </div>
            </div>
            <p class="foot">
                <button type="button" class="plain" data-act="fold" aria-expanded={open.to_string()}
                    aria-controls="nw-body">
                    { if open { words.show_less } else { words.read_on } }
                    { icon::icon(icon::DOWN, 12, "icon") }
                </button>
                { source(scene, article) }
            </p>
        </article>
    }
}

/// Both are words, never colour alone.
pub fn flags(scene: &Scene<'_>, article: &Article) -> Html {
    let words = scene.words();
    let urgent = article
        .urgent
        .then(|| html! { <span class="flag urgent">{ words.urgent }</span> });
    let sponsored = article
        .sponsored
        .then(|| html! { <span class="flag sponsored">{ words.sponsored }</span> });
    html! { <>{ for urgent }{ for sponsored }</> }
}

fn when(scene: &Scene<'_>, article: &Article) -> Html {
    if let Some(since) = scene.state.articles.stale_since() {
        return notice::late(scene.as_of(since));
    }
    match article.published {
        Some(at) => html! {
            <time datetime={at.rfc3339()}>{ scene.words().date_time(scene.civil(at)) }</time>
        },
        None => html! {},
    }
}

fn source(scene: &Scene<'_>, article: &Article) -> Html {
    let Some(name) = &article.source else {
        return html! {};
    };
    let to = article.url.with_params(&scene.config.links.params);
    scene.link(
        Block::Headline,
        &to,
        Some(&article.id),
        classes!("src"),
        html! {
            <><span>{ &**name }</span>{ icon::icon(icon::OUT, 12, "icon turn") }</>
        },
    )
}
