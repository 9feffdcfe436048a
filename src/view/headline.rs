//! One article, whole: picture, section, title, time, folded body, source. Part: `headline`.

use yew::prelude::*;

use super::element::{el, list, maybe, text};
use super::prose::Prose;
use super::{Scene, icon, lang, picture, prose};
use crate::config::Block;
use crate::model::Article;
use crate::plain;
use crate::richtext::RichText;
use crate::state::Load;

pub fn block(scene: &Scene<'_>, article: &Article) -> Html {
    let words = scene.words();
    let open = scene.state.is_open(article);
    let Prose { html, whole } = body(scene, article, !open);
    let fits = scene.state.fits && !open;
    let category = article.category.clone().unwrap_or_default();
    el!("article", {
        "class": if scene.has_entered(article) { "block head in" } else { "block head" },
        "part": "headline",
        "data-open": open.then_some(""),
        "data-fits": fits.then_some(""),
        "data-more": (!whole).then_some(""),
    }, [
        picture::picture(scene, article),
        el!("div", {"class": "head-text"}, [
            el!("p", {"class": "label"}, [
                flags(scene, article),
                el!("span", {"lang": lang(article)}, [text(category)]),
                maybe(scene.fresh(Block::Headline)),
            ]),
            el!(scene.heading(0), {"class": "title"}, [scene.title(Block::Headline, article)]),
            el!("p", {"class": "when"}, [when(scene, article)]),
            el!("div", {"class": "body", "id": "nw-body", "lang": lang(article)}, [
                list(html.into_iter()),
            ]),
        ]),
        el!("p", {"class": "foot"}, [
            el!("button", {
                "type": "button",
                "class": "plain",
                "data-act": "fold",
                "data-id": AttrValue::from(article.id.clone()),
                "aria-expanded": if open { "true" } else { "false" },
                "aria-controls": "nw-body",
            }, [
                text(if open { words.show_less } else { words.read_on }),
                icon::icon(icon::DOWN, "0 0 12 12", "icon"),
            ]),
            maybe(source(scene, article)),
            maybe(scene.pause(Block::Headline)),
        ]),
    ])
}

/// The text: what was made of it, else its words alone, else the summary.
fn body(scene: &Scene<'_>, article: &Article, folded: bool) -> Prose {
    let story = scene.state.story.as_ref().filter(|story| story.is_of(article));
    let mut cut = article.body.as_ref().is_some_and(|body| body.cut);
    let mut text = match story {
        Some(story) => story.text.clone(),
        None => {
            let words = article.body.as_ref().map(plain::paragraphs).unwrap_or_default();
            RichText::from_paragraphs(words).into()
        }
    };
    cut |= text.cut;
    if let (Some(summary), true) = (&article.summary, text.blocks.is_empty()) {
        text = RichText::from_paragraphs(vec![summary.to_string()]).into();
    }
    let mut prose = prose::prose(scene, &text, folded);
    if cut {
        prose.whole = false;
        if !folded {
            let words = self::text(scene.words().read_whole);
            let link = scene.article_link(Block::Headline, article, Some("whole"), words);
            prose.html.push(el!("p", {"lang": scene.words().tag}, [link]));
        }
    }
    prose
}

/// Both are words, never colour alone.
pub fn flags(scene: &Scene<'_>, article: &Article) -> Html {
    let words = scene.words();
    let flag = |set: bool, class: &'static str, word: &'static str| {
        maybe(set.then(|| el!("span", {"class": class}, [text(word)])))
    };
    let urgent = flag(article.urgent, "flag urgent", words.urgent);
    list([urgent, flag(article.sponsored, "flag sponsored", words.sponsored)].into_iter())
}

fn when(scene: &Scene<'_>, article: &Article) -> Html {
    if let Some(since) = scene.state.articles.stale_since() {
        return scene.late(since, scene.state.articles.is_pending(), true);
    }
    maybe(article.published.map(|at| {
        let words = scene.words();
        let shown = if article.whole_day {
            // A day is the same day everywhere.
            words.date(at.civil(0).day)
        } else {
            words.date_time(scene.civil(at))
        };
        el!("time", {"datetime": at.rfc3339()}, [text(shown)])
    }))
}

fn source(scene: &Scene<'_>, article: &Article) -> Option<Html> {
    let name = el!("span", {}, [text(article.source.clone()?)]);
    let words = list([name, icon::icon(icon::OUT, "0 0 12 12", "icon turn")].into_iter());
    Some(scene.article_link(Block::Headline, article, Some("src"), words))
}
