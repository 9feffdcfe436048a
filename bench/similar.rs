//! How well the similar articles are chosen: `make eval-similar SETS=folder`.
//!
//! Of every file `*.json` of the folder, by its name: the queries, nDCG@9 of our order and of BM25's, and the
//! milliseconds that ours takes for a query, reading the pool included. Then what is left of ours when what is too
//! little alike and what says the same again is dropped, as the widget does.
//!
//! A set is `{"items": [{"id", "title", "text", "time", "category"}], "queries": [{"id", "relevant": [id],
//! "left_out": [id]}]}`; the pool of a query is all items but itself and those left out, the gain is 1.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use news_widget::letter::{self, Script};
use news_widget::link::SafeLink;
use news_widget::model::Article;
use news_widget::similar::{Progress, Ranker, Title};
use news_widget::time::Date;
use serde_json::Value;

/// The list of the widget is this long.
const SHOWN: usize = 9;

fn main() {
    // cargo passes --bench.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = folder.unwrap_or_else(|| "../shared/corpus/similar".to_owned());
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!(
            "{folder} is no folder, expected one with sets of articles: nothing was evaluated"
        );
        std::process::exit(1);
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    paths.sort();
    println!(
        "{:24} {:>7} {:>7} {:>7} {:>7}   {:>7} {:>6}",
        "set", "queries", "ours", "BM25", "ms", "shown", "listed"
    );
    for path in paths {
        match Set::read(&path) {
            Ok(set) => set.evaluate(),
            Err(error) => println!("{}: {error}", path.display()),
        }
    }
}

struct Query {
    item: usize,
    relevant: HashSet<usize>,
    left_out: HashSet<usize>,
}

struct Set {
    name: String,
    articles: Vec<Rc<Article>>,
    queries: Vec<Query>,
}

impl Set {
    fn read(path: &Path) -> Result<Set, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let set: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let list = |value: &Value, name: &str| {
            value[name].as_array().cloned().ok_or_else(|| format!("{name}: a list is expected"))
        };
        let items = list(&set, "items")?;
        let articles: Vec<Rc<Article>> = items.iter().map(|item| Rc::new(article(item))).collect();
        let places: HashMap<&str, usize> =
            articles.iter().enumerate().map(|(at, article)| (&*article.id, at)).collect();
        let mut queries = Vec::new();
        for query in list(&set, "queries")? {
            let id = query["id"].as_str().unwrap_or_default();
            let places = |name: &str| {
                let ids = query[name].as_array().into_iter().flatten();
                ids.filter_map(|id| places.get(id.as_str()?).copied()).collect()
            };
            let item = articles.iter().position(|article| *article.id == *id);
            let item = item.ok_or_else(|| format!("queries: no item has the id {id}"))?;
            let (relevant, left_out) = (places("relevant"), places("left_out"));
            queries.push(Query { item, relevant, left_out });
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Set { name, articles, queries })
    }

    fn evaluate(&self) {
        let bm25 = Bm25::new(&self.articles);
        let (mut ours, mut theirs, mut shown, mut listed) = (0.0, 0.0, 0.0, 0);
        let mut time = Duration::ZERO;
        let pool = Rc::new(self.articles.clone());
        // The index stands, as it does in the widget; reading is timed once, by its share.
        let mut ranker = Ranker::new();
        let places: HashMap<Rc<str>, usize> = self
            .articles
            .iter()
            .enumerate()
            .map(|(at, article)| (article.id.clone(), at))
            .collect();
        for query in &self.queries {
            let begin = Instant::now();
            let headline = &self.articles[query.item];
            let order = ranker.order(vec![pool.clone()], headline);
            time += begin.elapsed();
            let place = |article: &Rc<Article>| places[&article.id];
            let order: Vec<usize> =
                order.iter().map(|candidate| place(&candidate.article)).collect();
            let candidates = |order: &[usize]| -> Vec<usize> {
                let candidates = order.iter().copied();
                candidates.filter(|at| *at != query.item && !query.left_out.contains(at)).collect()
            };
            ours += ndcg(&candidates(&order), &query.relevant);
            theirs += ndcg(&candidates(&bm25.order(query.item)), &query.relevant);
            let picks = candidates(
                &shown_of(&mut ranker, &pool, headline, &|article| {
                    query.left_out.iter().any(|at| self.articles[*at].id == article.id)
                })
                .iter()
                .map(place)
                .collect::<Vec<_>>(),
            );
            listed += picks.len();
            shown += ndcg(&picks, &query.relevant);
        }
        let queries = self.queries.len().max(1) as f64;
        println!(
            "{:24} {:7} {:7.3} {:7.3} {:7.2}   {:7.3} {:6.2}",
            self.name,
            self.queries.len(),
            ours / queries,
            theirs / queries,
            time.as_secs_f64() * 1000.0 / queries,
            shown / queries,
            listed as f64 / queries,
        );
    }
}

/// What the widget would list: what is too little alike and what says the same again is dropped.
fn shown_of(
    ranker: &mut Ranker,
    pool: &Rc<Vec<Rc<Article>>>,
    headline: &Rc<Article>,
    left_out: &dyn Fn(&Article) -> bool,
) -> Vec<Rc<Article>> {
    ranker.start(vec![pool.clone()], headline);
    let mut titles = vec![Title::new(headline)];
    let mut shown = Vec::new();
    while shown.len() < SHOWN {
        match ranker.advance() {
            Progress::Working => {}
            Progress::Done => break,
            Progress::Found(found) => {
                let title = Title::new(&found.article);
                if !left_out(&found.article) && !titles.iter().any(|other| other.is_like(&title)) {
                    titles.push(title);
                    shown.push(found.article);
                }
            }
        }
    }
    shown
}

fn article(item: &Value) -> Article {
    let text = |name: &str| item[name].as_str().filter(|text| !text.is_empty()).map(Rc::from);
    let id: Rc<str> = text("id").unwrap_or_default();
    let address = format!("https://set.example/{id}");
    let url = SafeLink::new(&address, &|text| Some(text.to_owned())).expect("an address");
    Article {
        summary: text("text"),
        published: text("time").and_then(|time| Date::parse(&time)).map(|date| date.at),
        category: text("category"),
        ..Article::new(id, url, text("title").unwrap_or_default())
    }
}

fn ndcg(order: &[usize], relevant: &HashSet<usize>) -> f64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let found = order.iter().take(SHOWN).enumerate().filter(|(_, at)| relevant.contains(at));
    let ideal: f64 = (0..relevant.len().min(SHOWN)).map(gain).sum();
    if ideal == 0.0 { 0.0 } else { found.map(|(place, _)| gain(place)).sum::<f64>() / ideal }
}

/// The usual yardstick (k1 1.2, b 0.75), over the words of title and text, folded as ours are.
struct Bm25 {
    /// Of each word, the articles that have it and how often.
    postings: Vec<Vec<(usize, f64)>>,
    words: Vec<Vec<usize>>,
    mean: f64,
}

impl Bm25 {
    fn new(articles: &[Rc<Article>]) -> Bm25 {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut postings: Vec<Vec<(usize, f64)>> = Vec::new();
        let mut words: Vec<Vec<usize>> = Vec::new();
        for (at, article) in articles.iter().enumerate() {
            let mut own = Vec::new();
            for text in [&*article.title, article.summary.as_deref().unwrap_or_default()] {
                let mut take = |word: String| {
                    let next = numbers.len();
                    own.push(*numbers.entry(word).or_insert(next));
                };
                letter::words(text, usize::MAX, &mut |word| match word.script {
                    Script::Spaced => take(word.letters.iter().collect()),
                    // As Lucene's analyzer for scripts without spaces does.
                    _ => word.letters.windows(2).for_each(|pair| take(pair.iter().collect())),
                });
            }
            postings.resize_with(numbers.len(), Vec::new);
            for word in &own {
                match postings[*word].last_mut() {
                    Some((last, count)) if *last == at => *count += 1.0,
                    _ => postings[*word].push((at, 1.0)),
                }
            }
            words.push(own);
        }
        let mean = words.iter().map(Vec::len).sum::<usize>() as f64 / words.len().max(1) as f64;
        Bm25 { postings, words, mean }
    }

    fn order(&self, query: usize) -> Vec<usize> {
        let mut scores = vec![0.0; self.words.len()];
        let terms: HashSet<usize> = self.words[query].iter().copied().collect();
        for term in terms {
            let found = self.postings[term].len() as f64;
            let idf = (1.0 + (self.words.len() as f64 - found + 0.5) / (found + 0.5)).ln();
            for (at, count) in &self.postings[term] {
                let length = 1.2 * (0.25 + 0.75 * self.words[*at].len() as f64 / self.mean);
                scores[*at] += idf * count * 2.2 / (count + length);
            }
        }
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
        order
    }
}
