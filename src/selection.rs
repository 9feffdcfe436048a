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
    let is_page = |article: &&Article| {
        addresses.contains(&article.url) || page.is_some_and(|page| page.url == article.url)
    };
    let first = page.or_else(|| articles.iter().find(is_page));
    let rest = articles.iter().filter(|article| first.is_none() || !is_page(article));
    // Ids tell lists apart, and another source may use the same.
    let rest = rest.filter(|article| first.is_none_or(|first| first.id != article.id));
    (first.into_iter().chain(rest).cloned().collect(), first.is_some())
}
