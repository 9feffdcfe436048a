//! A list of other articles: picture, category, time, title. Part: `similar`, each one `item`.

use yew::prelude::*;
use yew::virtual_dom::Key;

use super::element::{el, keyed, list, maybe, text};
use super::{Scene, headline, lang, picture};
use crate::config::{Block, Layout};
use crate::selection::Choice;
use crate::similar::Pick;
use crate::state::Load;

pub fn block(scene: &Scene<'_>, choice: &Choice) -> Html {
    let picks = &*choice.picks;
    let since = scene.state.articles.stale_since();
    // The headline says it where it is there, and has the button.
    let again = !scene.config.blocks.contains(&Block::Headline);
    let late = since.map(|since| {
        let late = scene.late(since, scene.state.articles.is_pending(), again);
        el!("p", {"class": if again { "asof" } else { "asof twin" }}, [late])
    });
    // A source that holds less keeps the space that was reserved.
    let items = list((0..scene.config.count).map(|index| {
        let (before, rest) = picks.split_at_checked(index).unwrap_or((picks, &[]));
        let Some(pick) = rest.first() else {
            let picture = el!("div", {"class": "pic"}, []);
            return keyed(
                index,
                el!("li", {"class": "item filler", "aria-hidden": "true"}, [picture]),
            );
        };
        // A feed may use an id twice; a list may not.
        let id = &pick.article.id;
        let again = before.iter().any(|other| other.article.id == *id);
        // What goes to another place is another node: browsers would count it as moved.
        let place = index.to_string();
        let key = if again { Key::from(index) } else { Key::from([&place, " ", id].concat()) };
        keyed(key, item(scene, pick, index + 1))
    }));
    let words = scene.words();
    let heading = if choice.alike { words.similar } else { words.more };
    el!("section", {"class": "block similar", "part": "similar"}, [
        el!("div", {"class": "bar"}, [
            el!(scene.heading(0), {"class": "block-title"}, [text(heading)]),
            maybe(late),
            maybe(scene.fresh(Block::Similar)),
            maybe(scene.pause(Block::Similar)),
        ]),
        el!("ul", {"class": "items"}, [items]),
    ])
}

fn item(scene: &Scene<'_>, pick: &Pick, position: usize) -> Html {
    let article = &pick.article;
    let read = scene.state.read.iter().any(|address| address == article.url.as_str());
    let category = article.category.clone();
    // A paid piece has no news time.
    let time = article.published.filter(|_| !article.sponsored);
    el!("li", {
        "class": match (read, scene.has_entered(article)) {
            (true, _) => "item read",
            (_, true) => "item in",
            _ => "item",
        },
        "part": "item",
        // For the event of a click.
        "data-position": position.to_string(),
        "data-reason": pick.reason.text(),
    }, [
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
