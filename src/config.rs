//! The attributes as a page owner wrote them → what the widget shall do.
//!
//! Never fails: a value that cannot be used leaves a complaint and the default stands.

use std::rc::Rc;

use crate::currency::sign;
use crate::i18n::Lang;
use crate::link::{Resolve, SafeLink};
use crate::model::Code;
use crate::path::Fields;
use crate::reader::{self, Complaint, Wanted};

/// Everything the owner can decide, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Addresses of articles, tried in order. `src`
    pub articles: Vec<SafeLink>,
    /// How to read them. `format`, `fields`
    pub articles_as: Wanted,
    /// Addresses of rates, tried in order. `rates`
    pub rates: Vec<SafeLink>,
    /// How to read them, and the currency that prices are wanted in. `rates-format`, `rates-fields`, `base`
    pub rates_as: Wanted,
    /// The blocks that are shown, in order. `blocks`, without those that have no source.
    pub blocks: Vec<Block>,
    /// Which article is the card. `headline`
    pub headline: Headline,
    /// How many similar articles, 0 to 50. `count`
    pub count: usize,
    /// What is listed as similar. `similar`
    pub similar: Similar,
    /// How many days from the headline's day on to either side. `similar-days`
    pub similar_days: Option<u32>,
    /// Ids, categories and words of titles that are never listed. `similar-exclude`
    pub similar_exclude: Vec<String>,
    /// Addresses of more articles to choose from, tried in order. `pool`
    pub pool: Vec<SafeLink>,
    /// Whether what the reader opened is remembered in this browser. `remember`
    pub remember: bool,
    /// The currencies in their order; empty: the first five of the source. `currencies`
    pub currencies: Vec<Code>,
    /// How rates are laid out. `rates-layout`
    pub rates_layout: RatesLayout,
    /// At most so many significant digits of a rate, 2 to 8; `None`: as published. `rate-digits`
    pub rate_digits: Option<u32>,
    /// Whether amounts can be converted under the rates. `converter`
    pub converter: bool,
    /// Where rates come from as they change. `rates-stream`
    pub stream: Option<SafeLink>,
    /// `channel-url`, `channel-title`, `channel-text`
    pub channel: Option<Channel>,
    /// Language of the widget's own words. `lang`
    pub lang: Lang,
    /// An IANA zone, else the reader's. `time-zone`
    pub time_zone: Option<String>,
    /// How similar news are laid out. `layout`
    pub layout: Layout,
    /// Seconds between looks; `None`: never again. `refresh`
    pub refresh: Option<u32>,
    /// Level of the headline's heading, 1 to 6. `heading-level`
    pub heading_level: u8,
    /// `link-target`, `link-rel`, `link-params`
    pub links: Links,
}

/// One of the four parts of the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The currency strip.
    Rates,
    /// One article, whole.
    Headline,
    /// A list of others.
    Similar,
    /// The video channel.
    Channel,
}

impl Block {
    /// All, in the default order.
    pub const ALL: [Block; 4] = [Block::Rates, Block::Headline, Block::Similar, Block::Channel];

    /// Its name in `blocks` and in events, which is also its `part`.
    pub fn name(self) -> &'static str {
        match self {
            Block::Rates => "rates",
            Block::Headline => "headline",
            Block::Similar => "similar",
            Block::Channel => "channel",
        }
    }
}

/// Which article is the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Headline {
    /// The first of the source.
    First,
    /// The one with the latest date.
    Latest,
    /// That of the page on which the element stands.
    Page,
    /// The one with this id or address.
    Named {
        /// As written.
        name: String,
        /// The same as an address, if it is one.
        url: Option<SafeLink>,
    },
}

/// What is listed as similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Similar {
    /// What is like the headline, by its text.
    Auto,
    /// What the source has, in its order.
    Feed,
    /// The newest.
    Latest,
    /// The newest of the headline's category.
    Category,
}

/// How similar news are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// By the width of the element.
    Auto,
    /// Pictures above the first three.
    Card,
    /// A square beside each.
    Compact,
    /// Words alone.
    List,
}

impl Layout {
    /// The value of the attribute.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Auto => "auto",
            Layout::Card => "card",
            Layout::Compact => "compact",
            Layout::List => "list",
        }
    }
}

/// How rates are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatesLayout {
    /// On one line where they fit it, else a tape.
    Auto,
    /// One below the other, or in columns.
    Row,
    /// One line that moves.
    Tape,
    /// With names, changes and histories.
    Table,
}

impl RatesLayout {
    /// The value of the attribute.
    pub fn name(self) -> &'static str {
        match self {
            RatesLayout::Auto => "auto",
            RatesLayout::Row => "row",
            RatesLayout::Tape => "tape",
            RatesLayout::Table => "table",
        }
    }
}

/// The video channel's promo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Where "subscribe" leads.
    pub url: SafeLink,
    /// Its name; without one, the host of the address.
    pub title: String,
    /// One line about it.
    pub text: String,
}

/// How outgoing links are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// `target` of the link.
    pub target: String,
    /// `rel` of the link.
    pub rel: String,
    /// Added to the query of every article's address.
    pub params: String,
}

const DEFAULT_COUNT: usize = 9;
const MAX_COUNT: usize = 50;
/// Without `currencies` the height must still be known before any rate is.
pub const DEFAULT_CURRENCIES: usize = 5;
/// More figures than this stand on no line.
const MAX_COLUMNS: usize = 5;
const DEFAULT_REFRESH: u32 = 5 * 60;
/// A publisher's server is not to be asked more often than this, whatever the page says.
const MIN_REFRESH: u32 = 30;

impl Config {
    /// Reads the attributes through `attribute` (by name; `None` when absent). `resolve` makes
    /// addresses absolute, `languages` are the page's and the reader's, best first.
    pub fn new(
        attribute: &dyn Fn(&str) -> Option<String>,
        resolve: Resolve<'_>,
        languages: &[String],
    ) -> (Config, Vec<Complaint>) {
        let mut reader = Reader { attribute, resolve, complaints: Vec::new() };
        let count = reader.count();
        let channel = reader.channel();
        let mut blocks = reader.blocks();
        // What is not written is not shown, and what no block shows is not asked for.
        blocks.retain(|block| match block {
            Block::Rates => reader.text("rates").or_else(|| reader.text("rates-stream")).is_some(),
            // The page itself is a source of one article.
            Block::Headline => reader.text("src").is_some() || reader.names_page(),
            Block::Similar => reader.text("src").is_some() && count > 0,
            Block::Channel => channel.is_some(),
        });
        if blocks.is_empty() {
            let expected = "src, rates or channel-url on the element: there is nothing to show";
            let path = "an address".to_owned();
            reader.complaints.push(Complaint { path, found: None, expected });
        }
        let news = blocks.contains(&Block::Headline) || blocks.contains(&Block::Similar);
        let rates = blocks.contains(&Block::Rates);
        let lists = blocks.contains(&Block::Similar);
        let config = Config {
            articles: if news { reader.links("src") } else { Vec::new() },
            rates: if rates { reader.links("rates") } else { Vec::new() },
            articles_as: reader.articles_as(),
            rates_as: reader.rates_as(),
            blocks,
            headline: reader.headline(),
            count,
            similar: reader.similar(),
            similar_days: reader.days(),
            similar_exclude: reader.exclude(),
            pool: if lists { reader.links("pool") } else { Vec::new() },
            remember: reader.present("remember"),
            currencies: reader.currencies(),
            rates_layout: reader.rates_layout(),
            rate_digits: reader.rate_digits(),
            converter: reader.present("converter"),
            stream: if rates { reader.links("rates-stream").into_iter().next() } else { None },
            channel,
            lang: reader.lang(languages),
            time_zone: reader.text("time-zone"),
            layout: reader.layout(),
            refresh: reader.refresh(),
            heading_level: reader.number("heading-level", 2, 1..=6, "a heading level from 1 to 6"),
            links: reader.link_style(),
        };
        reader.only("theme", &["auto", "light", "dark"], "auto, light or dark");
        (config, reader.complaints)
    }

    /// Whether a block shows articles.
    pub fn shows_articles(&self) -> bool {
        self.blocks.contains(&Block::Headline) || self.blocks.contains(&Block::Similar)
    }

    /// Whether a block shows rates.
    pub fn shows_rates(&self) -> bool {
        self.blocks.contains(&Block::Rates)
    }

    /// How many cells the rates block reserves.
    pub fn currency_count(&self) -> usize {
        if self.currencies.is_empty() { DEFAULT_CURRENCIES } else { self.currencies.len() }
    }

    /// In how many columns the cells stand; `None`: on one line, which only a few with signs fit.
    pub fn currency_columns(&self) -> Option<usize> {
        let signs = self.currencies.iter().all(|code| sign(*code).is_some_and(|sign| sign.own));
        let count = self.currency_count();
        if count <= MAX_COLUMNS && signs && !self.currencies.is_empty() {
            return None;
        }
        // As many lines as needed, and all of them as long as they can be alike.
        Some(count.div_ceil(count.div_ceil(MAX_COLUMNS)))
    }
}

struct Reader<'a> {
    attribute: &'a dyn Fn(&str) -> Option<String>,
    resolve: Resolve<'a>,
    complaints: Vec<Complaint>,
}

impl Reader<'_> {
    /// The trimmed value; an empty attribute counts as absent.
    fn text(&self, name: &str) -> Option<String> {
        let value = (self.attribute)(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether an attribute that needs no value is there.
    fn present(&self, name: &str) -> bool {
        (self.attribute)(name).is_some_and(|value| value != "false")
    }

    fn complain(&mut self, name: &str, value: &str, expected: &'static str) {
        let found = Some(format!("\"{value}\""));
        self.complaints.push(Complaint { path: name.to_owned(), found, expected });
    }

    fn one<T>(
        &mut self,
        name: &str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.complain(name, &text, expected);
        }
        value
    }

    /// A list parted by spaces or commas; a bad member is left out with a complaint, a repeated one silently.
    fn many<T: PartialEq>(
        &mut self,
        name: &str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        let text = self.text(name).unwrap_or_default();
        for word in
            text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty())
        {
            match read(word) {
                Some(value) if values.contains(&value) => {}
                Some(value) => values.push(value),
                None => self.complain(name, word, expected),
            }
        }
        values
    }

    fn number<T: std::str::FromStr + PartialOrd>(
        &mut self,
        name: &str,
        default: T,
        range: std::ops::RangeInclusive<T>,
        expected: &'static str,
    ) -> T {
        let read = |text: &str| {
            // Digits alone, as the loader reads it: `parse` would take a `+`, too.
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|value| digits && range.contains(value))
        };
        self.one(name, expected, read).unwrap_or(default)
    }

    fn count(&mut self) -> usize {
        self.number("count", DEFAULT_COUNT, 0..=MAX_COUNT, "a whole number from 0 to 50")
    }

    fn only(&mut self, name: &str, allowed: &[&str], expected: &'static str) {
        self.one(name, expected, |text| allowed.contains(&text).then_some(()));
    }

    fn links(&mut self, name: &str) -> Vec<SafeLink> {
        let resolve = self.resolve;
        // Commas may stand inside an address, so only white space parts a list of them.
        let text = self.text(name).unwrap_or_default();
        let mut links = Vec::new();
        for word in text.split_whitespace() {
            match SafeLink::new(word, resolve) {
                Some(link) => links.push(link),
                None => self.complain(name, word, "a web address (http or https)"),
            }
        }
        links
    }

    fn names_page(&self) -> bool {
        self.headline() == Headline::Page
    }

    fn articles_as(&mut self) -> Wanted {
        let format = self.format("format", reader::ARTICLE_FORMATS);
        let fields = self.fields("fields", format, reader::ARTICLE_FIELDS);
        Wanted { format, fields, base: None }
    }

    fn rates_as(&mut self) -> Wanted {
        let format = self.format("rates-format", reader::RATE_FORMATS);
        let fields = self.fields("rates-fields", format, reader::RATE_FIELDS);
        let base = self.one("base", "a currency code (ISO 4217, such as AZN)", Code::new);
        Wanted { format, fields, base }
    }

    /// A format by its name; `None`: find out.
    fn format(&mut self, name: &str, known: &'static str) -> Option<&'static str> {
        let format = self.one(name, known, |text| reader::listed(known, text));
        format.filter(|format| *format != "auto")
    }

    /// The owner's own paths. What is no path loses the paths beside it, too: half a format is none.
    fn fields(
        &mut self,
        name: &str,
        format: Option<&str>,
        known: &'static str,
    ) -> Option<Rc<Fields>> {
        let text = self.text(name);
        let fields = match text.as_deref().map(Fields::parse) {
            Some(Ok(fields)) => fields,
            Some(Err(part)) => {
                let expected = "name=path, such as title=headline or image=photo.0.src";
                self.complain(name, &part, expected);
                return None;
            }
            None => Fields::default(),
        };
        for field in fields.names().filter(|field| reader::listed(known, field).is_none()) {
            self.complain(name, field, known);
        }
        if format == Some("fields") && fields.get("items").is_empty() {
            let expected =
                "a list of paths with one for items, such as items=data.news; title=headline";
            let found = text.map(|text| format!("\"{text}\""));
            self.complaints.push(Complaint { path: name.to_owned(), found, expected });
        }
        let written = fields.names().next().is_some();
        written.then(|| Rc::new(fields))
    }

    fn blocks(&mut self) -> Vec<Block> {
        let blocks = self.many("blocks", "one of: rates headline similar channel", |word| {
            Block::ALL.into_iter().find(|block| block.name().eq_ignore_ascii_case(word))
        });
        if blocks.is_empty() { Block::ALL.to_vec() } else { blocks }
    }

    fn headline(&self) -> Headline {
        match self.text("headline").as_deref() {
            None | Some("first") => Headline::First,
            Some("latest") => Headline::Latest,
            Some("page") => Headline::Page,
            Some(name) => {
                Headline::Named { name: name.to_owned(), url: SafeLink::new(name, self.resolve) }
            }
        }
    }

    fn currencies(&mut self) -> Vec<Code> {
        self.many("currencies", "a currency code (ISO 4217, such as USD)", Code::new)
    }

    fn channel(&mut self) -> Option<Channel> {
        let resolve = self.resolve;
        let url = self.one("channel-url", "a web address (http or https)", |text| {
            SafeLink::new(text, resolve)
        })?;
        let host = || {
            // https: / (nothing) / host
            url.as_str().split('/').nth(2).unwrap_or_default().to_owned()
        };
        Some(Channel {
            title: self.text("channel-title").unwrap_or_else(host),
            text: self.text("channel-text").unwrap_or_default(),
            url,
        })
    }

    fn lang(&mut self, languages: &[String]) -> Lang {
        let wanted =
            self.one("lang", "a language that the widget speaks (az, en, ru, tr)", Lang::new);
        wanted.or_else(|| languages.iter().find_map(|tag| Lang::new(tag))).unwrap_or(Lang::En)
    }

    fn layout(&mut self) -> Layout {
        let layouts = [Layout::Auto, Layout::Card, Layout::Compact, Layout::List];
        let read = |text: &str| layouts.into_iter().find(|layout| layout.name() == text);
        self.one("layout", "one of: auto, card, compact, list", read).unwrap_or(Layout::Auto)
    }

    fn rates_layout(&mut self) -> RatesLayout {
        let layouts = [RatesLayout::Auto, RatesLayout::Row, RatesLayout::Tape, RatesLayout::Table];
        let read = |text: &str| layouts.into_iter().find(|layout| layout.name() == text);
        let expected = "one of: auto, row, tape, table";
        self.one("rates-layout", expected, read).unwrap_or(RatesLayout::Auto)
    }

    fn rate_digits(&mut self) -> Option<u32> {
        if self.text("rate-digits").is_some_and(|text| text == "published") {
            return None;
        }
        let expected = "published, or a number of significant digits from 2 to 8";
        match self.number("rate-digits", 0, 2..=8, expected) {
            0 => None,
            digits => Some(digits),
        }
    }

    fn similar(&mut self) -> Similar {
        let expected = "one of: auto, feed, latest, category";
        let read = |text: &str| match text {
            "auto" => Some(Similar::Auto),
            "feed" => Some(Similar::Feed),
            "latest" => Some(Similar::Latest),
            "category" => Some(Similar::Category),
            _ => None,
        };
        self.one("similar", expected, read).unwrap_or(Similar::Auto)
    }

    fn days(&mut self) -> Option<u32> {
        let days = self.number(
            "similar-days",
            0,
            0..=36_500,
            "a whole number of days from 0 (any) to 36500",
        );
        Some(days).filter(|days| *days > 0)
    }

    fn exclude(&self) -> Vec<String> {
        let text = self.text("similar-exclude").unwrap_or_default();
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(str::to_owned).collect()
    }

    fn refresh(&mut self) -> Option<u32> {
        let expected = "a time such as 5m or 30s (at least 30s), or 0 for never";
        let seconds = self.one("refresh", expected, |text| {
            let (number, unit) = match text.strip_suffix('m') {
                Some(minutes) => (minutes, 60),
                None => (text.strip_suffix('s').unwrap_or(text), 1),
            };
            let seconds = number.trim().parse::<u32>().ok()?.checked_mul(unit)?;
            // A day is the longest that timers of every browser can hold with room to spare.
            (seconds == 0 || (MIN_REFRESH..=86_400).contains(&seconds)).then_some(seconds)
        });
        Some(seconds.unwrap_or(DEFAULT_REFRESH)).filter(|seconds| *seconds > 0)
    }

    fn link_style(&mut self) -> Links {
        let params = self.text("link-params").unwrap_or_default();
        Links {
            target: self.text("link-target").unwrap_or_else(|| "_blank".to_owned()),
            rel: self.text("link-rel").unwrap_or_else(|| "noopener".to_owned()),
            params: params.trim_start_matches(['?', '&']).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(attributes: &[(&str, &str)]) -> (Config, Vec<String>) {
        let attribute = |name: &str| {
            attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let base = url::Url::parse("https://blog.example/post/").unwrap();
        let resolve = |text: &str| base.join(text).ok().map(String::from);
        let (config, complaints) =
            Config::new(&attribute, &resolve, &["tr-TR".to_owned(), "en".to_owned()]);
        (config, complaints.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn nothing_written_gives_the_defaults_and_says_that_there_is_nothing_to_show() {
        let (config, complaints) = config(&[]);
        let missing = "an address is missing, expected src, rates or channel-url on the element: there is nothing to show";
        assert_eq!(complaints, [missing]);
        assert_eq!(config.blocks, [], "a block without a source is left out");
        assert_eq!((config.count, config.heading_level, config.refresh), (9, 2, Some(300)));
        assert_eq!(
            (&config.headline, config.layout, config.lang),
            (&Headline::First, Layout::Auto, Lang::Tr)
        );
        assert_eq!(
            (config.links.target.as_str(), config.links.rel.as_str()),
            ("_blank", "noopener")
        );
    }

    #[test]
    fn all_four_blocks_are_shown_where_each_has_its_source() {
        let (config, complaints) =
            config(&[("src", "/f"), ("rates", "/r"), ("channel-url", "/tv")]);
        assert_eq!(complaints, [""; 0]);
        assert_eq!(config.blocks, Block::ALL);
    }

    #[test]
    fn a_source_of_no_usable_address_keeps_its_block_which_will_say_that_it_failed() {
        let (config, complaints) = config(&[("src", "javascript:alert(1)"), ("count", "+3")]);
        assert_eq!(
            complaints,
            [
                r#"count: "+3" is not a whole number from 0 to 50"#,
                r#"src: "javascript:alert(1)" is not a web address (http or https)"#,
            ]
        );
        assert_eq!((config.blocks.len(), config.articles.len(), config.count), (2, 0, 9));
    }

    #[test]
    fn what_is_written_is_taken() {
        let (config, complaints) = config(&[
            ("src", " feed.json\n https://b.example/feed "),
            ("rates", "/rates.json"),
            ("blocks", "channel, rates similar rates"),
            ("headline", "az-1"),
            ("count", " 4 "),
            ("currencies", "usd EUR,rub USD"),
            ("base", "azn"),
            ("channel-url", "https://video.example/kuryer"),
            ("lang", "ru-RU"),
            ("layout", "list"),
            ("rates-layout", "table"),
            ("rate-digits", "4"),
            ("converter", ""),
            ("rates-stream", "/live"),
            ("refresh", "2m"),
            ("heading-level", "3"),
            ("link-params", "?utm_source=w"),
        ]);
        assert_eq!(complaints, [""; 0]);
        let addresses: Vec<_> = config.articles.iter().map(SafeLink::as_str).collect();
        assert_eq!(addresses, ["https://blog.example/post/feed.json", "https://b.example/feed"]);
        assert_eq!(config.blocks, [Block::Channel, Block::Rates, Block::Similar]);
        assert_eq!(config.count, 4);
        assert!(matches!(config.headline, Headline::Named { name, .. } if name == "az-1"));
        assert_eq!(
            config.currencies.iter().map(Code::as_str).collect::<Vec<_>>(),
            ["USD", "EUR", "RUB"]
        );
        assert_eq!(
            config.channel.as_ref().map(|channel| channel.title.as_str()),
            Some("video.example")
        );
        assert_eq!(
            (config.lang, config.refresh, config.links.params.as_str()),
            (Lang::Ru, Some(120), "utm_source=w")
        );
        assert_eq!(
            (config.rates_layout, config.rate_digits, config.converter),
            (RatesLayout::Table, Some(4), true)
        );
        let stream = config.stream.as_ref().map(SafeLink::as_str);
        assert_eq!(stream, Some("https://blog.example/live"));
    }

    #[test]
    fn a_stream_alone_is_a_source_of_rates() {
        let (config, complaints) = config(&[("rates-stream", "/live"), ("converter", "false")]);
        assert_eq!(complaints, [""; 0]);
        assert_eq!((config.blocks, config.converter), (vec![Block::Rates], false));
    }

    #[test]
    fn what_cannot_be_used_is_named_once_and_the_default_stands() {
        let (config, complaints) = config(&[
            ("src", "javascript:alert(1)"),
            ("blocks", "similar weather"),
            ("count", "51"),
            ("currencies", "USD dollars"),
            ("refresh", "5s"),
            ("lang", "tlh"),
            ("theme", "pink"),
            ("rates-layout", "ticker"),
            ("rate-digits", "1"),
            ("format", "rss2"),
            ("fields", "title"),
            ("rates-format", "cbar.xml"),
            ("heading-level", "7"),
            ("channel-url", "mailto:tv@b.example"),
        ]);
        assert_eq!(
            complaints,
            [
                r#"count: "51" is not a whole number from 0 to 50"#,
                r#"channel-url: "mailto:tv@b.example" is not a web address (http or https)"#,
                r#"blocks: "weather" is not one of: rates headline similar channel"#,
                r#"src: "javascript:alert(1)" is not a web address (http or https)"#,
                r#"format: "rss2" is not one of: auto, rss, atom, sitemap, jsonld, wordpress, wordpress-com, ghost, blogger, jsonfeed, json, fields"#,
                r#"fields: "title" is not name=path, such as title=headline or image=photo.0.src"#,
                r#"rates-format: "cbar.xml" is not one of: auto, cbar, cbr, bnm, tcmb, ecb, bnr, nbk, cbr-xml-daily, nbp, nbu, cbu, nbrb, nbg, boi, boc, frankfurter, rates, map-of-days, map, currency-api, sdmx, fields"#,
                r#"currencies: "dollars" is not a currency code (ISO 4217, such as USD)"#,
                r#"rates-layout: "ticker" is not one of: auto, row, tape, table"#,
                r#"rate-digits: "1" is not published, or a number of significant digits from 2 to 8"#,
                r#"lang: "tlh" is not a language that the widget speaks (az, en, ru, tr)"#,
                r#"refresh: "5s" is not a time such as 5m or 30s (at least 30s), or 0 for never"#,
                r#"heading-level: "7" is not a heading level from 1 to 6"#,
                r#"theme: "pink" is not auto, light or dark"#,
            ]
        );
        assert_eq!(
            (config.blocks, config.count, config.refresh),
            (vec![Block::Similar], 9, Some(300))
        );
        assert_eq!((config.lang, config.channel), (Lang::Tr, None));
    }

    #[test]
    fn an_owners_own_paths_are_taken_and_their_slips_named() {
        let fields = |text: &str| {
            let (config, complaints) =
                config(&[("src", "/n"), ("fields", text), ("format", "fields")]);
            (config.articles_as, complaints)
        };
        let (wanted, complaints) = fields("items=data.news; title=headline");
        assert_eq!(complaints, [""; 0]);
        assert_eq!(wanted.format, Some("fields"));
        assert_eq!(wanted.fields.unwrap().names().collect::<Vec<_>>(), ["items", "title"]);
        let expected =
            "a list of paths with one for items, such as items=data.news; title=headline";
        assert_eq!(
            fields("title=headline").1,
            [format!("fields: \"title=headline\" is not {expected}")]
        );
        assert_eq!(fields("").1, [format!("fields is missing, expected {expected}")]);
        let unknown = &fields("items=.; headline=title").1[0];
        assert!(
            unknown.starts_with("fields: \"headline\" is not one of: items, empty, id, url"),
            "{unknown}"
        );
    }

    #[test]
    fn the_page_itself_is_a_source() {
        let (config, complaints) = config(&[("headline", "page")]);
        assert_eq!(complaints, [""; 0]);
        assert_eq!((config.headline, config.blocks), (Headline::Page, vec![Block::Headline]));
    }

    #[test]
    fn what_no_block_shows_is_not_asked_for() {
        let sources = [("src", "/feed.json"), ("rates", "/rates.json")];
        let (ticker, _) = config(&[&sources[..], &[("blocks", "rates")]].concat());
        assert_eq!((ticker.articles.len(), ticker.rates.len()), (0, 1));
        let (news, _) = config(&[&sources[..], &[("blocks", "headline channel")]].concat());
        assert_eq!((news.articles.len(), news.rates.len()), (1, 0));
    }

    #[test]
    fn few_currencies_with_signs_stand_on_one_line_and_others_in_columns_alike() {
        let columns = |text| config(&[("rates", "/r"), ("currencies", text)]).0.currency_columns();
        assert_eq!(columns("USD EUR RUB TRY GBP"), None);
        assert_eq!(columns("USD CHF"), Some(2));
        assert_eq!(columns(""), Some(5), "whatever the source begins with");
        assert_eq!(columns("USD EUR RUB TRY GBP AZN"), Some(3));
        assert_eq!(columns("USD EUR RUB TRY GBP AZN GEL KZT"), Some(4));
        assert_eq!(columns("USD EUR RUB TRY GBP AZN GEL KZT UAH JPY INR"), Some(4));
    }

    #[test]
    fn refresh_is_never_seconds_or_minutes() {
        let refresh = |text| config(&[("refresh", text)]).0.refresh;
        assert_eq!(refresh("0"), None);
        assert_eq!(refresh("30s"), Some(30));
        assert_eq!(refresh("90"), Some(90));
        assert_eq!(refresh("99999999m"), Some(300));
    }
}
