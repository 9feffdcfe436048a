//! A list of other articles: picture, category, time, title. Part: `similar`, each one `item`.

use yew::prelude::*;
use yew::virtual_dom::Key;

use super::element::{el, keyed, list, maybe, text};
use super::{Scene, headline, lang, notice, picture};
use crate::config::{Block, Layout};
use crate::model::Article;

pub fn block(scene: &Scene<'_>, articles: &[&Article]) -> Html {
    let since = scene.state.articles.stale_since();
    let late = since.map(|since| el!("p", {"class": "asof"}, [notice::late(scene.as_of(since))]));
    // A source that holds less keeps the space that was reserved.
    let items = list((0..scene.config.count).map(|index| {
        let (before, rest) = articles.split_at_checked(index).unwrap_or((articles, &[]));
        let Some(article) = rest.first() else {
            let picture = el!("div", {"class": "pic"}, []);
            return keyed(
                index,
                el!("li", {"class": "item filler", "aria-hidden": "true"}, [picture]),
            );
        };
        // A feed may use an id twice; a list may not.
        let again = before.iter().any(|other| other.id == article.id);
        let key = if again { Key::from(index) } else { Key::from(["id ", &article.id].concat()) };
        keyed(key, item(scene, article))
    }));
    el!("section", {"class": "block similar", "part": "similar"}, [
        el!("div", {"class": "bar"}, [
            el!(scene.heading(0), {"class": "block-title"}, [text(scene.words().similar)]),
            maybe(late),
        ]),
        el!("ul", {"class": "items"}, [items]),
    ])
}

fn item(scene: &Scene<'_>, article: &Article) -> Html {
    let category = article.category.clone();
    // A paid piece has no news time.
    let time = article.published.filter(|_| !article.sponsored);
    el!("li", {"class": "item", "part": "item"}, [
        // Words alone: a picture that is never shown would still be fetched.
        maybe((scene.config.layout != Layout::List).then(|| picture::picture(scene, article))),
        el!("p", {"class": "meta"}, [
            headline::flags(scene, article),
            maybe(category.map(|category| el!("b", {"lang": lang(article)}, [text(category)]))),
            maybe(time.map(|at| {
                el!("time", {"datetime": at.rfc3339()}, [scene.short_time(at, article.whole_day)])
            })),
        ]),
        el!(scene.heading(1), {"class": "it-title"}, [scene.title(Block::Similar, article)]),
    ])
}
