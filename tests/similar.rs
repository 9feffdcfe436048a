//! What is similar: what holds for every pool, and what the method is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::rc::Rc;

use news_widget::config::Config;
use news_widget::letter::{Letter, letter};
use news_widget::link::SafeLink;
use news_widget::model::Article;
use news_widget::selection::{Choice, Chooser, Page};
use news_widget::similar::{Candidate, Ground, Progress, Ranker};
use news_widget::time::Timestamp;
use proptest::prelude::*;

fn article(id: &str, title: &str) -> Article {
    let address = format!("https://courier.example/{id}");
    let url = SafeLink::new(&address, &|text| Some(text.to_owned())).unwrap();
    Article::new(id.into(), url, title.into())
}

fn pool(titles: &[&str]) -> Vec<Rc<Article>> {
    let articles = titles.iter().enumerate();
    articles.map(|(at, title)| Rc::new(article(&at.to_string(), title))).collect()
}

/// All that the ranker finds, the best first.
fn found(
    ranker: &mut Ranker,
    pools: Vec<Rc<Vec<Rc<Article>>>>,
    headline: &Rc<Article>,
) -> Vec<Candidate> {
    ranker.start(pools, headline);
    let mut found = Vec::new();
    loop {
        match ranker.advance() {
            Progress::Working => {}
            Progress::Found(candidate) => found.push(candidate),
            Progress::Done => return found,
        }
    }
}

fn order(pool: Vec<Rc<Article>>, headline: &Rc<Article>) -> Vec<String> {
    let found = found(&mut Ranker::new(), vec![Rc::new(pool)], headline);
    found.iter().map(|candidate| candidate.article.id.to_string()).collect()
}

fn choose(pool: Vec<Rc<Article>>, attributes: &[(&str, &str)]) -> Choice {
    let attribute = |name: &str| {
        let all = [("src", "https://courier.example/feed")];
        let mut all = all.iter().chain(attributes);
        all.find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    };
    let (config, complaints) = Config::new(&attribute, &|text| Some(text.to_owned()), &[]);
    assert_eq!(complaints, []);
    let mut chooser = Chooser::default();
    chooser.start(vec![Rc::new(pool)], &Page::default(), &config);
    std::iter::repeat_with(|| chooser.advance(&config)).flatten().next().unwrap()
}

fn ids(choice: &Choice) -> Vec<&str> {
    choice.picks.iter().map(|pick| &*pick.article.id).collect()
}

// ---- languages ----

/// In each the first is the headline, the second of the same story in other forms of the words, the rest not.
const STORIES: [(&str, [&str; 5]); 13] = [
    (
        "az",
        [
            "Bakı metrosunda yanğın: iki stansiya bağlandı",
            "METRODAKI YANĞINDAN SONRA STANSİYALARIN AÇILMASI",
            "Milli komanda ilin son oyununda qalib gəldi",
            "Parlament büdcəni ikinci oxunuşda müzakirə etdi",
            "Dağlarda ilk qar yağdı, yollar bağlı deyil",
        ],
    ),
    (
        "tr",
        [
            "İstanbul metrosunda yangın: iki istasyon kapatıldı",
            "Metrodaki yangının ardından istasyonların durumu",
            "Milli takım yılın son maçını kazandı",
            "Meclis bütçeyi ikinci kez görüştü",
            "Dağlara ilk kar yağdı",
        ],
    ),
    (
        "ru",
        [
            "Пожар в метро Баку: закрыты две станции",
            "После пожара на станциях метрополитена пустили автобусы",
            "Сборная выиграла последний матч года",
            "Парламент обсудил бюджет во втором чтении",
            "В горах выпал первый снег",
        ],
    ),
    (
        "en",
        [
            "Fire in the metro closes two stations",
            "Stations reopened after metro fires, minister says",
            "The national team wins its last match",
            "Parliament votes on the budget",
            "First snow falls on the mountains",
        ],
    ),
    (
        "de",
        [
            "Brand in der U-Bahn: zwei Bahnhöfe gesperrt",
            "Nach U-Bahn-Bränden: gesperrte Bahnhoefe und Bahnhöfen",
            "Nationalelf gewinnt letztes Spiel",
            "Bundestag berät über den Haushalt",
            "Erster Schnee in den Alpen",
        ],
    ),
    (
        "ar",
        [
            "حريق في مترو باكو يغلق محطتين",
            "بعد الحريق في المترو: المحطتان والركاب",
            "المنتخب يفوز بآخر مباراة في العام",
            "البرلمان يناقش الميزانية",
            "أول ثلوج على الجبال",
        ],
    ),
    (
        "fa",
        [
            "آتش‌سوزی در متروی باکو دو ایستگاه را بست",
            "ايستگاه‌های مترو پس از آتش سوزی باز شدند",
            "تیم ملی آخرین بازی سال را برد",
            "مجلس بودجه را بررسی کرد",
            "نخستین برف در کوه‌ها",
        ],
    ),
    (
        "ka",
        [
            "ხანძარი მეტროში: ორი სადგური დაიკეტა",
            "მეტროს სადგურები ხანძრის შემდეგ გაიხსნა",
            "ნაკრებმა ბოლო თამაში მოიგო",
            "პარლამენტმა ბიუჯეტი განიხილა",
            "მთაში პირველი თოვლი მოვიდა",
        ],
    ),
    (
        "el",
        [
            "Φωτιά στο μετρό: έκλεισαν δύο σταθμοί",
            "ΜΕΤΡΟ: ΑΝΟΙΞΑΝ ΟΙ ΣΤΑΘΜΟΙ ΜΕΤΑ ΤΗ ΦΩΤΙΑ",
            "Η εθνική ομάδα κέρδισε τον τελευταίο αγώνα",
            "Η βουλή ψήφισε τον προϋπολογισμό",
            "Πρώτο χιόνι στα βουνά",
        ],
    ),
    (
        "zh",
        [
            "北京地铁发生火灾两座车站关闭",
            "地铁火灾之后车站重新开放",
            "国家队赢得今年最后一场比赛",
            "议会表决明年预算",
            "山区迎来第一场雪",
        ],
    ),
    (
        "ja",
        [
            "地下鉄で火災、二つの駅が閉鎖",
            "火災のあった地下鉄の駅が再開",
            "代表チームが今年最後の試合に勝利",
            "国会で予算案を審議",
            "山で初雪を観測",
        ],
    ),
    (
        "th",
        [
            "ไฟไหม้รถไฟใต้ดินปิดสองสถานี",
            "เปิดสถานีรถไฟใต้ดินอีกครั้งหลังไฟไหม้",
            "ทีมชาติชนะการแข่งขันนัดสุดท้าย",
            "รัฐสภาพิจารณางบประมาณ",
            "หิมะแรกตกบนภูเขา",
        ],
    ),
    (
        "ko",
        [
            "지하철 화재로 두 역이 폐쇄됐다",
            "화재 이후 지하철역을 다시 열었다",
            "대표팀이 올해 마지막 경기에서 이겼다",
            "국회가 예산안을 심의했다",
            "산에 첫눈이 내렸다",
        ],
    ),
];

#[test]
fn in_every_language_the_same_story_in_other_forms_of_its_words_is_found_and_no_other() {
    for (language, titles) in STORIES {
        let pool = pool(&titles);
        assert_eq!(order(pool.clone(), &pool[0]), ["1"], "{language}");
    }
}

#[test]
fn letters_are_compared_without_case_accents_and_forms() {
    let plain = |text: &str| -> String {
        text.chars()
            .filter_map(|char| match letter(char) {
                Letter::Plain(char) => Some(char),
                Letter::Mark => None,
                Letter::Gap => Some(' '),
            })
            .collect()
    };
    for (one, other) in [
        ("ŞƏHƏR İSTİ qış ILIQ", "seher isti qis iliq"),
        ("Straße Ærø Łódź", "strase aro lodz"),
        ("Ёлка МОСКВА ӘЛЕМ", "елка москва әлем"),
        ("ΑΘΉΝΑ ς", "αθηνα σ"),
        ("إِسْلَامٌ مدرسة على ٢٠٢٥", "اسلام مدرسه علي 2025"),
        ("Việt Nam", "viet nam"),
        ("ＮＨＫ２４", "nhk24"),
        ("Հայաստան ՀԱՅ", "հայաստան հայ"),
        ("a\u{301}\u{200d}b😀c–d", "ab c d"),
        ("O‘zbekiston oʻzbek", "o zbekiston ozbek"),
    ] {
        assert_eq!(plain(one), other);
    }
}

// ---- what holds for every pool ----

/// A word of a small vocabulary, so that texts have something in common.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Bakı",
        "metro",
        "yanğın",
        "stansiya",
        "пожар",
        "الحريق",
        "في",
        "地铁火灾",
        "😀",
        "the",
        "of",
        "2025",
        "a",
        "",
    ]);
    prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "))
}

fn articles() -> impl Strategy<Value = Vec<Rc<Article>>> {
    let date = prop::option::of(prop::sample::select(vec![
        0,
        1_764_322_200,
        1_764_000_000,
        i64::MAX,
        i64::MIN,
    ]));
    let one = (text(), prop::option::of(text()), date, prop::option::of("[ab]"), any::<bool>());
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let made =
            all.into_iter().enumerate().map(|(at, (title, summary, date, category, paid))| {
                let mut article = article(&at.to_string(), &title);
                article.summary = summary.map(Rc::from);
                article.published = date.map(Timestamp);
                article.category = category.map(Rc::from);
                article.sponsored = paid;
                Rc::new(article)
            });
        made.collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_the_pool_changes_nothing(pool in articles(), seed in any::<u64>()) {
        prop_assume!(!pool.is_empty());
        let headline = pool[0].clone();
        let mut mixed = pool.clone();
        for at in 0..mixed.len() {
            let other = (seed.rotate_left(at as u32 * 7) % mixed.len() as u64) as usize;
            mixed.swap(at, other);
        }
        // Ties are told apart by ids, which are all different here.
        prop_assert_eq!(order(pool, &headline), order(mixed, &headline));
    }

    #[test]
    fn an_article_without_any_common_word_changes_the_others_by_their_rarity_alone(pool in articles()) {
        prop_assume!(!pool.is_empty());
        let headline = pool[0].clone();
        let scores = |pool: Vec<Rc<Article>>| {
            let found = Ranker::new().order(vec![Rc::new(pool)], &headline);
            let found = found.into_iter().filter(|candidate| &*candidate.article.id != "strange");
            found.map(|candidate| (candidate.article.id.clone(), candidate.score)).collect::<Vec<_>>()
        };
        let before = scores(pool.clone());
        let mut more = pool.clone();
        more.push(Rc::new(article("strange", "Qwzx vbnm plkjh")));
        let after = scores(more);
        // One article more makes a word of n articles rarer by at most this: ((ln 2/1 + 1) / 1)^1.25, squared.
        let most = (2_f32.ln() + 1.0).powf(2.5);
        for (id, score) in &before {
            let (_, now) = after.iter().find(|(other, _)| other == id).unwrap();
            prop_assert!(*now <= score * most + 1e-5 && *score <= now * most + 1e-5, "{} {} {}", id, score, now);
        }
        for pair in before.windows(2) {
            let place = |id: &Rc<str>| after.iter().position(|(other, _)| other == id);
            // Two change places only if they were that near.
            if place(&pair[0].0) > place(&pair[1].0) {
                prop_assert!(pair[0].1 <= pair[1].1 * most * most, "{:?}", pair);
            }
        }
    }

    #[test]
    fn an_index_that_was_kept_finds_what_a_new_one_finds(pools in prop::collection::vec(articles(), 1..5)) {
        let mut kept = Ranker::new();
        for pool in pools {
            prop_assume!(!pool.is_empty());
            let (pool, headline) = (Rc::new(pool.clone()), pool[0].clone());
            let plain = |found: Vec<Candidate>| -> Vec<_> {
                found.into_iter().map(|one| (one.article.id.clone(), one.score.to_bits())).collect()
            };
            let one = plain(found(&mut kept, vec![pool.clone()], &headline));
            let other = plain(found(&mut Ranker::new(), vec![pool], &headline));
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn a_choice_is_never_too_long_never_the_headline_and_nothing_twice(pool in articles(), count in 0_usize..12) {
        let choice = choose(pool.clone(), &[("count", &count.to_string())]);
        prop_assert!(choice.picks.len() <= count);
        let mut ids = ids(&choice);
        prop_assert!(pool.first().is_none_or(|headline| !ids.contains(&&*headline.id)));
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        // Never blank while there is something to show.
        prop_assert!(count == 0 || pool.len() < 2 || all > 0);
    }
}

#[test]
fn begun_anew_in_the_midst_of_the_work_it_ends_right() {
    let titles: Vec<String> =
        (0..200).map(|at| format!("Metro fire number {at} of {}", at % 7)).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (one, two) = (pool(&titles), pool(&titles[100..]));
    let mut ranker = Ranker::new();
    for portions in 0..40 {
        ranker.start(vec![Rc::new(one.clone())], &one[3]);
        for _ in 0..portions {
            let _ = ranker.advance();
        }
        let again: Vec<_> = found(&mut ranker, vec![Rc::new(two.clone())], &two[5])
            .iter()
            .map(|one| one.article.id.to_string())
            .collect();
        assert_eq!(again, order(two.clone(), &two[5]), "after {portions} portions");
    }
}

// ---- pools that are unlike any ----

#[test]
fn strange_pools_are_ordered_too() {
    let long = "metro fire ".repeat(100_000);
    let emoji = ["😀😀", "🚇🔥", "🔥"];
    let mixed = ["حريق metro باكو", "metro حريق في", "מטרו metro"];
    assert_eq!(order(Vec::new(), &Rc::new(article("x", "Fire"))), [""; 0]);
    let one = pool(&["Fire"]);
    assert_eq!(order(one.clone(), &one[0]), [""; 0], "the headline is never listed");
    let emoji = pool(&emoji);
    assert_eq!(
        order(emoji.clone(), &emoji[0]),
        [""; 0],
        "pictures say nothing that could be compared"
    );
    let mixed = pool(&mixed);
    assert_eq!(order(mixed.clone(), &mixed[0])[0], "1");
    let long = pool(&["Fire in the metro", &long, "Snow"]);
    assert_eq!(
        order(long.clone(), &long[0]),
        ["1"],
        "a megabyte of title is read by its beginning"
    );
    let nothing = pool(&["", "", "Fire"]);
    assert_eq!(order(nothing.clone(), &nothing[0]), [""; 0]);
}

#[test]
fn what_says_the_same_again_is_left_out_but_the_list_is_never_empty_for_it() {
    let titles = [
        "Oil price on 12 May: 63.10 dollars",
        "Oil price on 13 May: 63.40 dollars",
        "Oil price on 14 May: 62.90 dollars",
        "Refinery fire drives the price of oil",
        "Refinery fire drives the price of oil up",
    ];
    let others = [
        "First snow falls",
        "A match is won",
        "Parliament votes",
        "Grapes are few",
        "Boats leave late",
    ];
    let choice = choose(pool(&[&titles[..], &others[..]].concat()), &[("count", "1")]);
    assert_eq!((ids(&choice), choice.alike), (vec!["3"], true));
    // All alike: better the same again than nothing.
    let choice = choose(pool(&titles[..3]), &[("count", "5")]);
    assert_eq!((ids(&choice), choice.alike), (vec!["1", "2"], false));
}

#[test]
fn the_newer_and_the_own_category_come_first_and_no_date_is_in_between() {
    const NOON: i64 = 1_764_322_200;
    let dated = |id: &str, hours: Option<i64>, category: Option<&str>| {
        let mut article = article(id, &format!("{} fire in the metro", id.repeat(5)));
        article.published = hours.map(|hours| Timestamp(NOON + hours * 3600));
        article.category = category.map(Rc::from);
        Rc::new(article)
    };
    let headline = dated("x", Some(0), Some("City"));
    let pool = vec![
        dated("a", Some(-24 * 90), None),
        dated("b", Some(-2), None),
        dated("c", None, None),
        dated("d", Some(-2), Some("City")),
        // A clock that is wrong by a month.
        dated("e", Some(24 * 30), None),
        headline.clone(),
    ];
    let found = order(pool, &headline);
    assert_eq!(found, ["d", "b", "c", "e", "a"]);
}

#[test]
fn who_pays_is_not_promoted_by_date_or_category() {
    let mut pool =
        pool(&["Fire in the metro", "The metro after the fire", "After the fire in metros"]);
    for (at, place) in pool.iter_mut().enumerate() {
        let mut article = Rc::unwrap_or_clone(place.clone());
        article.published = Some(Timestamp(1_764_322_200));
        article.category = Some("City".into());
        article.sponsored = at == 1;
        *place = Rc::new(article);
    }
    let score = |pool: &[Rc<Article>], id: &str| {
        let found = found(&mut Ranker::new(), vec![Rc::new(pool.to_vec())], &pool[0]);
        found.iter().find(|one| &*one.article.id == id).unwrap().score
    };
    let paid = score(&pool, "1");
    let mut free = Rc::unwrap_or_clone(pool[1].clone());
    free.sponsored = false;
    pool[1] = Rc::new(free);
    assert!(
        (score(&pool, "1") / paid - 2.0).abs() < 0.01,
        "1.2 of the category over the least of the age, 0.6"
    );
}

#[test]
fn a_reason_names_the_rarest_common_words_as_they_are_written() {
    let mut pool = pool(&[
        "Bakı metrosunda yanğın: iki stansiya bağlandı",
        "Metroda YANĞIN: Bakı üçün yeni stansiya",
        "Bakı küləkli olacaq",
        "Bakı və Gəncə arasında yol",
    ]);
    let mut late = Rc::unwrap_or_clone(pool[1].clone());
    (late.published, late.category) = (Some(Timestamp(1_764_330_000)), Some("Şəhər".into()));
    pool[1] = Rc::new(late);
    let mut first = Rc::unwrap_or_clone(pool[0].clone());
    (first.published, first.category) = (Some(Timestamp(1_764_322_200)), Some("Şəhər".into()));
    pool[0] = Rc::new(first);
    let choice = choose(pool, &[("count", "1")]);
    assert_eq!(
        choice.picks[0].reason.text(),
        "same story: Metroda, YANĞIN, stansiya · 2 h later · same category"
    );
    assert!(matches!(choice.picks[0].reason.ground, Ground::Story(_)));
}

#[test]
fn an_exclusion_is_an_id_an_address_a_category_or_words() {
    let mut pool = pool(&[
        "One",
        "Futbol bu gün",
        "Futbolçu evləndi",
        "İdman xəbəri",
        "Beş",
        "足球比赛今天开始",
        "Altı",
    ]);
    let mut sport = Rc::unwrap_or_clone(pool[4].clone());
    sport.category = Some("İdman".into());
    pool[4] = Rc::new(sport);
    let left = |exclude: &str| {
        let choice = choose(pool.clone(), &[("similar-exclude", exclude), ("similar", "latest")]);
        ids(&choice).join("")
    };
    assert_eq!(left("futbol"), "23456");
    assert_eq!(left("FUTBOL*"), "3456");
    assert_eq!(left("idman"), "1256", "a word of a title and a category");
    assert_eq!(left("bu gün, 6"), "2345");
    assert_eq!(left("https://courier.example/3"), "12456");
    assert_eq!(left("足球"), "12346", "where words are not parted, a part of them");
    assert_eq!(left(", 😀 ,"), "123456", "what is no word excludes nothing");
}
