//! What sites already have, read by the delivered widget in a real browser: its decoder, its addresses.

use std::fs;
use std::path::PathBuf;

use e2e::dist::workspace;
use e2e::feed;
use e2e::page::Page;
use e2e::server::Answer;
use e2e::stage::play;

/// Fixtures that are read without a complaint, with the lines of their expectations; those with words
/// for the runner of the native test (other bytes, another format) are left to it.
fn fixtures(folder: &str) -> Vec<(String, Vec<String>)> {
    let folder: PathBuf = workspace().join("tests/fixtures").join(folder);
    let mut fixtures = Vec::new();
    for entry in fs::read_dir(&folder).expect("the fixtures") {
        let path = entry.expect("a fixture").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with("ok_") || name.ends_with(".txt") {
            continue;
        }
        let text = fs::read_to_string(path.with_extension("txt")).expect("an expectation");
        // What stands behind a rule is the same document read another way.
        let lines: Vec<String> =
            text.lines().take_while(|line| *line != "---").map(str::to_owned).collect();
        let words = [
            "format ",
            "fields ",
            "content-type ",
            "url ",
            "encode ",
            "mark",
            "control-pictures",
            "bytes ",
            "base ",
            "! ",
            "complaint",
            "error",
        ];
        if !lines.iter().any(|line| words.iter().any(|word| line.starts_with(word))) {
            fixtures.push((name, lines));
        }
    }
    fixtures.sort();
    fixtures
}

#[test]
fn the_browser_reads_articles_as_the_native_readers_do() {
    let fixtures = fixtures("articles");
    assert!(fixtures.len() > 50, "expected most of the fixtures, found {}", fixtures.len());
    play(async |stage| {
        stage.data.mount("/articles/", &workspace().join("tests/fixtures/articles"));
        for (name, lines) in &fixtures {
            let titles: Vec<_> =
                lines.iter().filter_map(|line| line.strip_prefix("title: ")).collect();
            let address = stage.data.url(&format!("/articles/{name}"));
            stage
                .open(Page::new(format!(
                    r#"<news-widget src="{address}" lang="en"></news-widget>"#
                )))
                .await;
            stage.wait_until_ready().await;
            let read: Vec<String> =
                stage.get("el.data.articles.map((article) => article.title)").await;
            assert_eq!(read, titles, "{name}");
        }
    });
}

#[test]
fn the_browser_reads_rates_as_the_native_readers_do() {
    let fixtures = fixtures("rates");
    assert!(fixtures.len() > 20, "expected most of the fixtures, found {}", fixtures.len());
    play(async |stage| {
        stage.data.mount("/rates/", &workspace().join("tests/fixtures/rates"));
        for (name, lines) in &fixtures {
            let is_rate = |line: &&String| {
                let code = line.as_bytes().get(..4).unwrap_or_default();
                let is_code = code.iter().take(3).all(u8::is_ascii_uppercase);
                // The lines of a history begin with a word.
                is_code && line.get(4..5).is_some_and(|next| next.as_bytes()[0].is_ascii_digit())
            };
            let prices = lines.iter().filter(is_rate);
            let prices: Vec<_> =
                prices.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
            let address = stage.data.url(&format!("/rates/{name}"));
            stage
                .open(Page::new(format!(
                    r#"<rate-ticker rates="{address}" lang="en"></rate-ticker>"#
                )))
                .await;
            stage.wait_until_ready().await;
            let read: Vec<String> =
                stage.get("el.data.rates.map((rate) => `${rate.code} ${rate.value}`)").await;
            assert_eq!(read, prices, "{name}");
        }
    });
}

#[test]
fn other_charsets_go_through_the_browsers_decoder() {
    play(async |stage| {
        let feed = |title: &[u8]| {
            [b"<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><link>https://a.example/1</link><title>", title, b"</title></item></channel></rss>"].concat()
        };
        // "Баку" in windows-1251, declared in the file and denied by the header.
        let bytes = feed(b"\xC1\xE0\xEA\xF3");
        stage.data.answer("/1251.xml", Answer::new("application/rss+xml; charset=utf-8", bytes));
        let utf16: Vec<u8> =
            "\u{FEFF}[{\"title\": \"Bakı, şəhər\", \"url\": \"https://a.example/2\"}]"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
        stage.data.answer("/utf16.json", Answer::new("application/json", utf16));
        let (first, second) = (stage.data.url("/1251.xml"), stage.data.url("/utf16.json"));
        stage
            .show(format!(
                r#"<news-widget src="{first}" lang="ru"></news-widget><news-widget src="{second}" lang="az"></news-widget>"#
            ))
            .await;
        let titles: Vec<String> = stage.get("all.map((each) => each.data.articles[0].title)").await;
        assert_eq!(titles, ["Баку", "Bakı, şəhər"]);
        assert_eq!(stage.get::<String>(r#"$(".head .title").textContent"#).await, "Баку");
    });
}

#[test]
fn the_next_address_is_asked_when_one_fails_or_holds_nothing() {
    play(async |stage| {
        stage.data.answer("/page", Answer::html("<!doctype html><title>Log in</title>"));
        stage.data.answer("/empty.xml", Answer::new("text/xml", "<rss><channel></channel></rss>"));
        stage.data.answer("/good.json", Answer::json(feed::plain("good", 2)));
        stage.data.answer("/no-rates.json", Answer::json(feed::rates(&[("USD", "0")])));
        stage.data.answer("/rates.json", Answer::json(feed::rates(&[("USD", "1.7")])));
        let url = |path| stage.data.url(path);
        let (missing, page, empty, good) =
            (url("/missing"), url("/page"), url("/empty.xml"), url("/good.json"));
        let (bad, rates) = (url("/no-rates.json"), url("/rates.json"));
        for words in [
            "answered 404",
            "a page for people (\"Log in\")",
            "rates[0].value: \"0\" is not a price",
        ] {
            stage.expect(words);
        }
        stage
            .show(format!(
                r#"<news-widget src="{missing} {page} {empty} {good}" rates="{bad} {rates}" lang="en"></news-widget>"#
            ))
            .await;
        assert_eq!(stage.get::<String>("el.data.articles[0].title").await, "Article 0 of good");
        assert_eq!(stage.get::<String>("el.data.rates[0].value").await, "1.7");
        let loads = stage.events("load").await;
        assert!(
            loads
                .iter()
                .map(|load| &load["detail"]["source"])
                .all(|source| *source == good || *source == rates),
            "{loads:?}"
        );
    });
}

#[test]
fn a_chain_that_ends_in_nothing_says_that_there_is_no_news() {
    play(async |stage| {
        stage.data.answer("/a.json", Answer::json(r#"{"items": []}"#));
        stage.data.answer(
            "/b.xml",
            Answer::new("text/xml", "<feed xmlns='http://www.w3.org/2005/Atom'/>"),
        );
        let (a, b) = (stage.data.url("/a.json"), stage.data.url("/b.xml"));
        stage.show(format!(r#"<news-widget src="{a} {b}" lang="en"></news-widget>"#)).await;
        assert_eq!(stage.get::<usize>("el.data.articles.length").await, 0);
        assert_eq!((stage.data.count("/a.json"), stage.data.count("/b.xml")), (1, 1));
    });
}

#[test]
fn the_article_of_the_page_is_the_headline_and_nobody_is_asked_for_it() {
    play(async |stage| {
        let head = r##"<link rel="canonical" href="https://courier.example/ferry">
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
              {"@type": "NewsArticle", "headline": "The ferry is back", "mainEntityOfPage": {"@id": "https://courier.example/ferry"},
               "articleBody": "It sailed at nine.", "author": {"@id": "#ayla"}},
              {"@type": "Person", "@id": "#ayla", "name": "Ayla"}]}</script>"##;
        let alone = r#"<news-widget headline="page" lang="en"></news-widget>"#;
        stage.open(Page::new(alone).head(head)).await;
        stage.wait_until_ready().await;
        assert_eq!(
            stage.get::<String>(r#"$(".head .title").textContent"#).await,
            "The ferry is back"
        );

        let mut news = feed::plain("other", 3);
        news["items"][1]["url"] = "https://courier.example/ferry".into();
        stage.data.answer("/feed.json", Answer::json(news));
        let src = stage.data.url("/feed.json");
        let both = format!(r#"<news-widget headline="page" src="{src}" lang="en"></news-widget>"#);
        stage.open(Page::new(both).head(head)).await;
        stage.wait_until_ready().await;
        assert_eq!(
            stage.get::<String>(r#"$(".head .title").textContent"#).await,
            "The ferry is back"
        );
        let similar: Vec<String> =
            stage.get(r#"$$(".it-title").map((title) => title.textContent)"#).await;
        assert_eq!(
            similar,
            ["Article 0 of other", "Article 2 of other"],
            "never listed under itself"
        );
    });
}

#[test]
fn a_page_that_describes_no_article_finds_itself_in_the_source_by_its_address() {
    play(async |stage| {
        let mut news = feed::plain("here", 3);
        news["items"][2]["url"] = stage.host.url("/news/here.html").into();
        stage.data.answer("/feed.json", Answer::json(news));
        let src = stage.data.url("/feed.json");
        let body = format!(r#"<news-widget headline="page" src="{src}" lang="en"></news-widget>"#);
        stage.open(Page::new(body).at("/news/here.html#top")).await;
        stage.wait_until_ready().await;
        assert_eq!(
            stage.get::<String>(r#"$(".head .title").textContent"#).await,
            "Article 2 of here"
        );
    });
}

#[test]
fn an_owners_own_json_is_read_by_the_paths_he_names() {
    play(async |stage| {
        let news = r#"{"data": {"news": [{"headline": "Bərə", "ts": 1764324300, "photo": [{"src": "/p.png"}], "go": {"to": "/1"}}]}}"#;
        stage.data.answer("/own.json", Answer::json(news));
        let rates = r#"{"kurs": {"gün": "28.11.2025", "siyahı": [{"valyuta": "RUB", "say": 100, "alış": "2,2094"}]}}"#;
        stage.data.answer("/own-rates.json", Answer::json(rates));
        let (src, kurs) = (stage.data.url("/own.json"), stage.data.url("/own-rates.json"));
        stage
            .show(format!(
                r#"<news-widget src="{src}" fields="items=data.news; title=headline; url=go.to; image=photo.0.src; published=ts:unix"
                rates="{kurs}" rates-fields="items=kurs.siyahı; code=valyuta; value=alış; nominal=say; base='AZN'; date=/kurs.gün" lang="az"></news-widget>"#
            ))
            .await;
        let article: String =
            stage.get("[el.data.articles[0].title, el.data.articles[0].published].join()").await;
        assert_eq!(article, "Bərə,2025-11-28T10:05:00Z");
        assert_eq!(stage.get::<String>("el.data.articles[0].url").await, stage.data.url("/1"));
        assert_eq!(stage.get::<String>("el.data.rates[0].value").await, "0.022094");
    });
}

#[test]
fn one_answer_serves_elements_that_want_other_prices_of_it() {
    play(async |stage| {
        let bank = "<ValCurs Date='28.11.2025'><ValType><Valute Code='USD'><Nominal>1</Nominal><Value>1.7</Value></Valute>\
            <Valute Code='RUB'><Nominal>100</Nominal><Value>2.2094</Value></Valute></ValType></ValCurs>";
        stage.data.answer("/bank.xml", Answer::new("text/xml", bank));
        let url = stage.data.url("/bank.xml");
        let tag = |base: &str| {
            format!(r#"<rate-ticker rates="{url}" base="{base}" lang="en"></rate-ticker>"#)
        };
        stage.expect(r#"base: "AZN" is not "JPY", and there is no rate of JPY to convert by"#);
        stage.show([tag("AZN"), tag("USD"), tag("JPY")].concat()).await;
        let read: Vec<String> = stage
            .get("all.map((each) => each.data.rates.map((rate) => `${rate.code} ${rate.value}`).join())")
            .await;
        // 1 AZN is 1 / 1.7 USD; 1 RUB is 0.022094 AZN, so 0.022094 / 1.7 USD.
        assert_eq!(read, ["USD 1.7,RUB 0.022094", "AZN 0.58824,RUB 0.012996", ""]);
        assert_eq!(stage.data.count("/bank.xml"), 1);
    });
}
