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

/// What the page on which the widget stands says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The article that it describes.
    pub article: Option<Article>,
    /// The addresses that it has.
    pub addresses: Vec<SafeLink>,
}

impl Page {
    /// The page's own article: the one that it describes, else the one of the source that has its address.
    pub fn own<'a>(&'a self, articles: &'a [Article]) -> Option<&'a Article> {
        let mut articles = articles.iter();
        let listed = || articles.find(|article| self.addresses.contains(&article.url));
        self.article.as_ref().or_else(listed)
    }
}

/// Chooses by the configuration. The headline is never listed under itself; a widget that shows
/// the list alone, with no article named, leaves nothing out.
pub fn select<'a>(articles: &'a [Article], page: &'a Page, config: &Config) -> Selection<'a> {
    let headline = headline(articles, page, &config.headline);
    let apart = config.blocks.contains(&Block::Headline)
        || matches!(config.headline, Headline::Named { .. } | Headline::Page);
    // The page may have another id for it than the source.
    let is_headline = |article: &&Article| {
        headline.is_some_and(|headline| headline.id == article.id || headline.url == article.url)
    };
    let similar = articles.iter().filter(|article| !apart || !is_headline(article));
    Selection { headline, similar: similar.take(config.count).collect() }
}

/// The article that is the card.
pub fn headline<'a>(
    articles: &'a [Article],
    page: &'a Page,
    wanted: &Headline,
) -> Option<&'a Article> {
    match wanted {
        Headline::First => articles.first(),
        Headline::Page => page.own(articles).or_else(|| articles.first()),
        // Of equal dates the one that the source puts first.
        Headline::Latest => articles.iter().rev().max_by_key(|article| article.published),
        Headline::Named { .. } => named(articles, wanted).or_else(|| articles.first()),
    }
}

/// The article that the owner names by its id or address, if it is there.
pub fn named<'a>(articles: &'a [Article], headline: &Headline) -> Option<&'a Article> {
    let Headline::Named { name, url } = headline else { return None };
    articles.iter().find(|article| *article.id == **name || Some(&article.url) == url.as_ref())
}
