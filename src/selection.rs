//! Which article is the card, and which stand under it.

use crate::config::{Block, Config, Headline};
use crate::link::SafeLink;
use crate::model::Article;

/// What is shown of the articles.
#[derive(Debug, PartialEq)]
pub struct Selection<'a> {
    /// The card.
    pub headline: Option<&'a Article>,
    /// The list, in the order of the source.
    pub similar: Vec<&'a Article>,
}

/// Chooses by the configuration. The headline is never listed under itself; a widget that shows
/// the list alone, with no article named, leaves nothing out.
pub fn select<'a>(articles: &'a [Article], config: &Config) -> Selection<'a> {
    let headline = match &config.headline {
        // The page's own stands first: see `with_page`.
        Headline::First | Headline::Page => articles.first(),
        // Of equal dates the one that the source puts first.
        Headline::Latest => articles.iter().rev().max_by_key(|article| article.published),
        Headline::Named { .. } => named(articles, &config.headline).or_else(|| articles.first()),
    };
    let apart = config.blocks.contains(&Block::Headline)
        || matches!(config.headline, Headline::Named { .. } | Headline::Page);
    let left_out = headline.filter(|_| apart).map(|article| &article.id);
    let similar = articles
        .iter()
        .filter(|article| Some(&article.id) != left_out)
        .take(config.count)
        .collect();
    Selection { headline, similar }
}

/// The article that the owner names by its id or address, if it is there.
pub fn named<'a>(articles: &'a [Article], headline: &Headline) -> Option<&'a Article> {
    let Headline::Named { name, url } = headline else { return None };
    articles.iter().find(|article| *article.id == **name || Some(&article.url) == url.as_ref())
}

/// The articles with the page's own in front: the one that the page describes, else the one of the source
/// that has an address of the page. Whether there is one.
pub fn with_page(
    articles: &[Article],
    page: Option<&Article>,
    addresses: &[SafeLink],
) -> (Vec<Article>, bool) {
    let mut articles = articles.to_vec();
    let own = |article: &Article| addresses.contains(&article.url);
    let first = match (page, articles.iter().position(own)) {
        (Some(page), _) => {
            // Ids tell lists apart, and another source may use the same.
            articles.retain(|article| {
                !own(article) && article.url != page.url && article.id != page.id
            });
            page.clone()
        }
        (None, Some(place)) => articles.remove(place),
        (None, None) => return (articles, false),
    };
    articles.insert(0, first);
    (articles, true)
}
