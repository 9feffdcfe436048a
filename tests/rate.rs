//! Rates: one small document for every source and for every trap, with prices computed by hand.
//!
//! `tests/fixtures/rates` holds a document (`ok_…` is read, `err_…` refused or read in part; always in
//! UTF-8) and beside it a `.txt` of the same name that says, to the letter, what comes out:
//!
//! ```text
//! # why the document is there, and how the price below is computed
//! base AZN
//! prices in AZN on 2026-09-04, by CBAR <https://www.cbar.az/>
//! USD 1.7 on 2026-09-04, before 1.6979 on 2026-09-03
//! USD was 1.6979 on 2026-09-03, 1.7 on 2026-09-04
//! EUR 1.98 on 2026-09-04, bought for 1.97 and sold for 1.99
//! CNY 1 for 3 on 2026-09-04
//! complaint: …
//! ```
//!
//! The first lines say how the document is read: `base`, `fields`, `content-type`, and in `bytes`
//! the charset that it is encoded in beforehand. After `---` the same document is read in another way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::Encoding;
use news_widget::decimal::Decimal;
use news_widget::model::{Code, Rate, Rates};
use news_widget::path::Fields;
use news_widget::reader::{self, Document, ReadError, Reading, Wanted};
use news_widget::time::Day;

/// One way to read a fixture, and what comes out.
#[derive(Default)]
struct Expectation {
    wanted: Wanted,
    content_type: Option<String>,
    charset: Option<&'static Encoding>,
    lines: Vec<String>,
}

impl Expectation {
    fn parse(text: &str) -> Expectation {
        let mut expectation = Expectation::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("base", code)) => {
                    expectation.wanted.base = Some(Code::new(code).expect("base is a code"));
                }
                Some(("fields", paths)) => {
                    let fields = Fields::parse(paths).expect("fields are paths");
                    expectation.wanted.fields = Some(Rc::new(fields));
                }
                Some(("content-type", value)) => expectation.content_type = Some(value.to_owned()),
                Some(("bytes", label)) => {
                    let charset = Encoding::for_label(label.as_bytes());
                    expectation.charset = Some(charset.expect("bytes names a charset"));
                }
                _ => expectation.lines.push(line.to_owned()),
            }
        }
        assert!(!expectation.lines.is_empty(), "an expectation that expects nothing");
        expectation
    }

    fn read(&self, document: &[u8]) -> Result<Reading<Rates>, ReadError> {
        let bytes = match self.charset {
            None => document.to_vec(),
            Some(charset) => {
                let text = str::from_utf8(document).expect("a fixture is UTF-8");
                let (bytes, _, strange) = charset.encode(text);
                assert!(!strange, "{} has no bytes for this text", charset.name());
                assert!(str::from_utf8(&bytes).is_err(), "in {} it is the same", charset.name());
                bytes.into_owned()
            }
        };
        let content_type = self.content_type.as_deref();
        let document = Document { bytes: &bytes, content_type, url: support::URL };
        reader::rates(&document, &self.wanted, &support::PLATFORM)
    }
}

fn price((day, price): &(Day, Decimal)) -> String {
    format!("{price} on {}", day.iso())
}

fn on(day: Option<Day>) -> String {
    day.map_or(String::new(), |day| format!(" on {}", day.iso()))
}

/// One line for the prices, and one for the history where there is any.
fn lines(rate: &Rate) -> Vec<String> {
    let code = rate.code.as_str();
    let before = |previous| format!(", before {previous}{}", on(rate.previous_day));
    let before = rate.previous.map_or(String::new(), before);
    let units = match rate.units {
        Decimal::ONE => String::new(),
        units => format!(" for {units}"),
    };
    let sides = rate.sides.map_or(String::new(), |sides| {
        format!(", bought for {} and sold for {}", sides.buy, sides.sell)
    });
    let mut lines = vec![format!("{code} {}{units}{}{sides}{before}", rate.value, on(rate.day))];
    if !rate.history.is_empty() {
        let history: Vec<_> = rate.history.iter().map(price).collect();
        lines.push(format!("{code} was {}", history.join(", ")));
    }
    lines
}

/// What came out, in the words of an expectation.
fn said(reading: &Result<Reading<Rates>, ReadError>) -> Vec<String> {
    let Reading { value: rates, complaints } = match reading {
        Ok(reading) => reading,
        Err(error) => return vec![format!("error {}: {error}", error.code())],
    };
    let publisher = [
        rates.source.as_deref().map(str::to_owned),
        rates.source_url.as_ref().map(|url| format!("<{}>", url.as_str())),
    ];
    let publisher: Vec<_> = publisher.into_iter().flatten().collect();
    let by = if publisher.is_empty() { "" } else { ", by " };
    let (base, day) = (rates.base.as_str(), on(rates.day));
    let mut said = vec![format!("prices in {base}{day}{by}{}", publisher.join(" "))];
    said.extend(rates.rates.iter().flat_map(lines));
    said.extend(complaints.iter().map(|complaint| format!("complaint: {complaint}")));
    said
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rates")
}

#[test]
fn every_document_says_what_stands_beside_it() {
    let mut pairs: BTreeMap<String, (Option<PathBuf>, Option<PathBuf>)> = BTreeMap::new();
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let pair = pairs.entry(name).or_default();
        let place = if path.extension().unwrap() == "txt" { &mut pair.1 } else { &mut pair.0 };
        assert!(place.is_none(), "two files are called {}", path.display());
        *place = Some(path);
    }
    let mut wrong = Vec::new();
    for (name, pair) in &pairs {
        let (Some(document), Some(expected)) = pair else {
            wrong.push(format!("{name}: a document without an expectation, or the reverse"));
            continue;
        };
        let document = fs::read(document).unwrap();
        let expected = fs::read_to_string(expected).unwrap();
        for text in expected.split("\n---\n") {
            let expectation = Expectation::parse(text);
            let said = said(&expectation.read(&document));
            let good = !name.starts_with("err_") && said[0].starts_with("prices in ");
            let bad = name.starts_with("err_")
                && (said[0].starts_with("error ") || said.last().unwrap().starts_with("complaint"));
            if said != expectation.lines || !(good || bad) {
                let (said, expected) = (said.join("\n  "), expectation.lines.join("\n  "));
                wrong.push(format!("{name} says\n  {said}\nexpected\n  {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_format_has_a_document() {
    let texts: Vec<Vec<u8>> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "txt"))
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("ok_"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    let read = |format| {
        let wanted = Wanted { format: Some(format), ..Wanted::default() };
        texts.iter().any(|bytes| {
            let reading = reader::rates(&support::document(bytes), &wanted, &support::PLATFORM);
            reading.is_ok_and(|reading| reading.complaints.is_empty())
        })
    };
    let formats = reader::RATE_FORMATS.trim_start_matches("one of: ").split(", ");
    let missing: Vec<_> =
        formats.filter(|format| !matches!(*format, "auto" | "fields") && !read(format)).collect();
    assert_eq!(missing, [""; 0]);
}

/// A file of a bank: its name, how many currencies it has, its day, three prices of the latest day as they
/// were computed from the file by hand, and of how many days it is.
type BankFile = (&'static str, usize, &'static str, [&'static str; 3], usize);

const BANK_FILES: [BankFile; 9] = [
    // 100 HUF cost 1.4375, the day before 1.4388.
    (
        "bnr_0.xml",
        37,
        "2026-08-19",
        [
            "EUR 5.2452 on 2026-08-19, before 5.2442 on 2026-08-18",
            "HUF 0.014375 on 2026-08-19, before 0.014388 on 2026-08-18",
            "XDR 6.1880 on 2026-08-19, before 6.1951 on 2026-08-18",
        ],
        157,
    ),
    (
        "boc_0.json",
        23,
        "2026-03-18",
        [
            "USD 1.3706 on 2026-03-18, before 1.3699 on 2026-03-17",
            "JPY 0.008590 on 2026-03-18, before 0.008620 on 2026-03-17",
            "KRW 0.000913 on 2026-03-18, before 0.000921 on 2026-03-17",
        ],
        5,
    ),
    // An ounce of gold; 100 RUB cost 1.9579, 100 UZS cost 0.0144.
    (
        "cbar_2026-09-04.xml",
        10,
        "2026-09-04",
        ["XAU 7605.494 on 2026-09-04", "RUB 0.019579 on 2026-09-04", "UZS 0.000144 on 2026-09-04"],
        1,
    ),
    // 10 000 VND cost 30,0750, 1 000 000 IRR cost 53,9256.
    (
        "cbr_0.xml",
        54,
        "2026-04-25",
        [
            "AZN 44.4278 on 2026-04-25",
            "VND 0.00300750 on 2026-04-25",
            "IRR 0.0000539256 on 2026-04-25",
        ],
        1,
    ),
    // 12194.21 + 16.5; 7173.06 + 9.71; 10 IDR cost 7.18, before 7.18 + 0.01.
    (
        "cbu_0.json",
        75,
        "2026-04-01",
        [
            "USD 12194.21 on 2026-04-01, before 12210.71",
            "AZN 7173.06 on 2026-04-01, before 7182.77",
            "IDR 0.718 on 2026-04-01, before 0.719",
        ],
        1,
    ),
    // 12142.10 + 52.11; 14079.98 - 95.66; 16469.42 + 88.
    (
        "cbu_1.json",
        75,
        "2026-04-02",
        [
            "USD 12142.10 on 2026-04-02, before 12194.21",
            "EUR 14079.98 on 2026-04-02, before 13984.32",
            "XDR 16469.42 on 2026-04-02, before 16557.42",
        ],
        1,
    ),
    // 10 AED cost 7.2853, before 7.2853 - 0.0049; 0.5208 + 0.0010; 100 RUB cost 3.4619, before 3.4619 + 0.0119.
    (
        "nbg_0.json",
        42,
        "2026-02-28",
        [
            "AED 0.72853 on 2026-02-28, before 0.72804",
            "BRL 0.5208 on 2026-02-28, before 0.5218",
            "RUB 0.034619 on 2026-02-28, before 0.034738",
        ],
        1,
    ),
    // 2.6922 - 0.0163; 1000 UZS cost 0.2209, before 0.2209 - 0.0009; 10 000 IRR cost 0.0205, before 0.0204.
    (
        "nbg_1.json",
        42,
        "2026-03-03",
        [
            "USD 2.6922 on 2026-03-03, before 2.6759",
            "UZS 0.0002209 on 2026-03-03, before 0.0002200",
            "IRR 0.00000205 on 2026-03-03, before 0.00000204",
        ],
        1,
    ),
    (
        "nbp_0.json",
        32,
        "2026-03-05",
        [
            "USD 3.6771 on 2026-03-05, before 3.6770 on 2026-03-04",
            "HUF 0.01107 on 2026-03-05, before 0.011059 on 2026-03-04",
            "XDR 5.0119 on 2026-03-05, before 5.0143 on 2026-03-04",
        ],
        4,
    ),
];

#[test]
fn files_of_banks_have_the_figures_that_stand_in_them() {
    let Some(folder) = support::corpus("rates") else { return };
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, BANK_FILES.map(|(name, ..)| name));
    for (name, count, day, prices, days) in BANK_FILES {
        let Reading { value, complaints } =
            support::rates(&fs::read(folder.join(name)).unwrap()).unwrap();
        assert_eq!(complaints, [], "{name}");
        assert_eq!(value.rates.len(), count, "{name}");
        assert_eq!(value.day.map(Day::iso).as_deref(), Some(day), "{name}");
        let said: Vec<String> = value.rates.iter().map(|rate| lines(rate).remove(0)).collect();
        for price in prices {
            assert!(said.iter().any(|line| line == price), "{name} has no {price}: {said:#?}");
        }
        for rate in &value.rates {
            assert_eq!(rate.history.len().max(1), days, "{name}, {}", rate.code.as_str());
        }
    }
}

/// What was read wrongly once.
mod trap {
    use super::*;

    #[track_caller]
    fn say(document: &str) -> Vec<String> {
        said(&support::rates(document.as_bytes()))
    }

    #[test]
    fn a_figure_that_is_cut_off_is_no_price() {
        for document in [
            "<ValCurs Date='04.09.2026'><Valute ID='44'><CharCode>USD</CharCode><Nominal>1</Nominal><Value>16.8420</Value></Valute>\
             <Valute ID='47'><CharCode>EUR</CharCode><Nominal>1</Nominal><Value>1",
            "<DataSet><Body><OrigCurrency>RON</OrigCurrency><Cube date='2026-09-04'><Rate currency='USD'>4.3691</Rate>\
             <Rate currency='EUR'>5",
            "<Tarih_Date Tarih='04.09.2026'><Currency Kod='USD'><Unit>1</Unit><ForexBuying>41.2003</ForexBuying></Currency>\
             <Currency Kod='EUR'><Unit>1</Unit><ForexBuying>47.9</ForexBuying><ForexSelling>4",
        ] {
            let said = say(document);
            assert!(said[1].starts_with("USD "), "{said:#?}");
            assert!(!said.iter().any(|line| line.starts_with("EUR ")), "{said:#?}");
            assert!(said.iter().any(|line| line.starts_with("complaint: ")), "{said:#?}");
        }
    }

    #[test]
    fn without_a_date_the_value_is_still_the_latest_price() {
        for (date, rest) in [
            ("", r#""previous": "1.69", "previous_date": "2026-09-03""#),
            ("", r#""history": [["2026-09-02", "1.68"], ["2026-09-03", "1.69"]]"#),
            (r#""date": "today", "#, r#""previous": "1.69", "previous_date": "2026-09-03""#),
        ] {
            let document = format!(
                r#"{{"base": "AZN", {date}"rates": [{{"code": "USD", "value": "1.7", {rest}}}]}}"#
            );
            assert_eq!(say(&document)[1], "USD 1.7, before 1.69 on 2026-09-03");
        }
    }

    #[test]
    fn the_previous_price_is_the_one_that_is_called_so() {
        let said = say(r#"{"base": "AZN", "date": "2026-09-04", "rates": [
                {"code": "USD", "value": "1.7", "previous": "1.69", "history": [["2026-09-01", "1.68"]]}]}"#);
        assert_eq!(said[1], "USD 1.7 on 2026-09-04, before 1.69");
    }

    #[test]
    fn of_a_day_that_comes_twice_the_first_price_counts() {
        let row = |rate, day| {
            format!(r#"{{"cc": "USD", "rate": {rate}, "exchangedate": "{day}.09.2026"}}"#)
        };
        let (new, old, before) = (row(41.3601, "04"), row(41.3554, "04"), row(41.3401, "03"));
        for rows in [[&new, &old, &before], [&before, &new, &old]] {
            let said = say(&format!("[{}, {}, {}]", rows[0], rows[1], rows[2]));
            assert_eq!(said[1], "USD 41.3601 on 2026-09-04, before 41.3401 on 2026-09-03");
        }
        let said = say(r#"{"base": "AZN", "date": "2026-09-04", "rates": [
                {"code": "USD", "value": "1.7", "history": [["2026-09-04", "1.71"], ["2026-09-03", "1.69"]]}]}"#);
        assert_eq!(said[1], "USD 1.7 on 2026-09-04, before 1.69 on 2026-09-03");
    }

    #[test]
    fn a_price_of_the_same_date_is_none_before_it() {
        let said = say(
            r#"{"Date": "2026-09-05T11:30:00+03:00", "PreviousDate": "2026-09-05T11:30:00+03:00",
                "Valute": {"USD": {"CharCode": "USD", "Nominal": 1, "Value": 81.2345, "Previous": 81.2345}}}"#,
        );
        assert_eq!(said[1], "USD 81.2345 on 2026-09-05");
    }

    #[test]
    fn one_bad_pair_of_a_history_does_not_lose_the_next() {
        let said = say(
            r#"{"base": "AZN", "date": "2026-09-04", "rates": [{"code": "USD", "value": "1.7",
                "history": [["2026-09-01", null], ["2026-09-02", "1.68"], ["2026-09-03", "1.69"]]}]}"#,
        );
        assert_eq!(said[2], "USD was 1.68 on 2026-09-02, 1.69 on 2026-09-03, 1.7 on 2026-09-04");
    }

    #[test]
    fn a_pair_that_begins_with_the_base_is_the_other_way_round() {
        let said = say(r#"{"observations": [{"d": "2026-09-04", "FXCADUSD": {"v": "0.7244"}}]}"#);
        // 1 / 0.7244 = 1.380453
        assert_eq!(said[1], "USD 1.3805 on 2026-09-04");
        let said = say(r#"{"source": "USD", "quotes": {"GBPUSD": 1.3466}}"#);
        assert_eq!(said[1], "GBP 1.3466");
    }

    #[test]
    fn the_middle_of_a_price_and_itself_has_its_digits() {
        let said = say(
            "<Tarih_Date Tarih='04.09.2026'><Currency Kod='RUB'><Unit>1</Unit><ForexBuying/><ForexSelling>0.5105</ForexSelling></Currency>\
             <Currency Kod='USD'><Unit>1</Unit><ForexBuying>41.2746</ForexBuying><ForexSelling>41.2746</ForexSelling></Currency></Tarih_Date>",
        );
        assert_eq!(
            said[1..],
            [
                "RUB 0.5105 on 2026-09-04",
                "USD 41.2746 on 2026-09-04, bought for 41.2746 and sold for 41.2746"
            ]
        );
    }

    #[test]
    fn what_is_divided_has_five_digits() {
        let document = r#"{"base": "USD", "rates": {"AZN": 1.700146, "KRW": 1600}}"#;
        let expectation = Expectation::parse("base AZN\nprices");
        let said = said(&expectation.read(document.as_bytes()));
        // 1.700146 / 1600 = 0.00106259125
        assert_eq!(said[1..], ["USD 1.700146", "KRW 0.0010626"]);
    }

    #[test]
    fn a_table_of_the_base_alone_has_no_rates() {
        let said = say(r#"{"base": "EUR", "date": "2026-09-04", "rates": {"EUR": 1}}"#);
        assert!(said[0].starts_with("error shape: "), "{said:#?}");
        assert!(!said[0].contains("\"EUR\" is not \"EUR\""), "{said:#?}");
    }

    #[test]
    fn a_bad_figure_of_sdmx_is_told() {
        let said = say(
            r#"{"dataSets": [{"series": {"0:0": {"observations": {"0": [1.1598], "1": [0]}}}}], "structure": {"dimensions": {
                "series": [{"id": "CURRENCY", "values": [{"id": "USD"}]}, {"id": "CURRENCY_DENOM", "values": [{"id": "EUR"}]}],
                "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2026-09-03"}, {"id": "2026-09-04"}]}]}}}"#,
        );
        assert_eq!(said[1], "USD 0.86222 on 2026-09-03");
        assert!(said.iter().any(|line| line.starts_with("complaint: ")), "{said:#?}");
    }
}
