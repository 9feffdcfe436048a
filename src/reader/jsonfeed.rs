//! JSON Feed 1.0 and 1.1 (<https://jsonfeed.org/version/1.1>) with our `_news` extension.

use std::rc::Rc;

use super::{Complaint, Node, ReadError};
use crate::link::Resolve;
use crate::model::Article;
use crate::plain;
use crate::time::Timestamp;

/// A title made from the text is cut here, at a word.
const TITLE_CHARS: usize = 120;

pub fn read(
    feed: Node<'_>,
    resolve: Resolve<'_>,
    complaints: &mut Vec<Complaint>,
) -> Result<Vec<Article>, ReadError> {
    let shape = |node: &Node<'_>, expected| Err(ReadError::Shape(node.complaint(expected)));
    if !feed.is_object() {
        return shape(&feed, "a JSON Feed (an object with a list of items)");
    }
    let list = feed.get("items");
    let Some(items) = list.items() else {
        return shape(&list, "a list of articles (JSON Feed)");
    };
    let source = feed.get("title").text().map(|text| Rc::from(plain::line(text)));
    let language = feed.get("language").text().map(Rc::from);
    let mut articles = Vec::new();
    for item in items {
        match article(&item, resolve, complaints) {
            Ok(mut article) => {
                article.source = source.clone();
                article.language = article.language.or_else(|| language.clone());
                articles.push(article);
            }
            Err(complaint) => complaints.push(complaint),
        }
    }
    Ok(articles)
}

/// An article needs a page to lead to and something to call it; all else may be missing.
fn article(
    item: &Node<'_>,
    resolve: Resolve<'_>,
    complaints: &mut Vec<Complaint>,
) -> Result<Article, Complaint> {
    if !item.is_object() {
        return Err(item.complaint("an article (an object)"));
    }
    let (id, url) = (item.get("id"), item.get("url"));
    // An `id` stands in only when it is an address by itself: "17" would resolve to a page too.
    let is_address = id.text().is_some_and(|text| text.starts_with("http"));
    let page = url.link(resolve).or_else(|| item.get("external_url").link(resolve));
    let Some(page) = page.or_else(|| id.link(resolve).filter(|_| is_address)) else {
        return Err(url.complaint("a web address (http or https)"));
    };

    let (summary, text, html) =
        (item.get("summary"), item.get("content_text"), item.get("content_html"));
    let mut body = text.text().map(plain::from_text).unwrap_or_default();
    if body.is_empty() {
        body = html.text().map(plain::from_html).unwrap_or_default();
    }
    if body.is_empty() {
        body = summary.text().map(plain::from_text).unwrap_or_default();
    }
    let title = match item.get("title").text().map(plain::line) {
        Some(title) => title,
        None => match body.first() {
            Some(paragraph) => beginning(paragraph),
            None => return Err(item.get("title").complaint("a title or some text")),
        },
    };

    let news = item.get("_news");
    let category = news
        .get("category")
        .text()
        .or_else(|| item.get("tags").items().and_then(|mut tags| tags.find_map(|tag| tag.text())));
    let image = item.get("image");
    let image = if image.json.is_some() { image } else { item.get("banner_image") };
    Ok(Article {
        id: Rc::from(id.text().unwrap_or(page.as_str())),
        title: title.into(),
        body: body.into_iter().map(Rc::from).collect(),
        picture: image.optional(complaints, "a picture's web address (http or https)", |node| {
            node.link(resolve)
        }),
        published: item.get("date_published").optional(complaints, "a date (RFC 3339)", |node| {
            node.text().and_then(Timestamp::parse)
        }),
        category: category.map(|text| Rc::from(plain::line(text))),
        whole_day: item.get("date_published").text().is_some_and(|text| !text.contains(':')),
        source: None,
        language: item.get("language").text().map(Rc::from),
        urgent: news.get("urgent").flag(),
        sponsored: news.get("sponsored").flag(),
        url: page,
    })
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(TITLE_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text.get(..end).unwrap_or(text);
            let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
            format!("{words}…")
        }
    }
}
