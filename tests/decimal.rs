//! Decimals and conversions, compared with a table that Python's `decimal` computed.
//!
//! `tests/fixtures/decimals.tsv` holds an operation, its inputs and what comes out, parted by tabs;
//! `decimals.py` beside it wrote it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use news_widget::converter::convert;
use news_widget::decimal::Decimal;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|| panic!("{text:?} is no decimal"))
}

/// What comes out of a row's inputs, as the table writes it.
fn computed(operation: &str, inputs: &[&str]) -> Option<String> {
    let number = |index: usize| decimal(inputs[index]);
    let digits = |index: usize| inputs[index].parse::<u32>().expect("a number of digits");
    Some(match operation {
        "read" => number(0).to_string(),
        "per" => number(0).per(number(1))?.to_string(),
        "rounded" => number(0).rounded(digits(1)).to_string(),
        "group" => number(0).with_marks('.', ','),
        "change" => number(0).change_percent(number(1))?.to_string(),
        "divided" => number(0).divided(number(1), digits(2))?.trimmed().to_string(),
        "convert" => {
            let done = convert(number(0), (number(1), number(2)), (number(3), number(4)))?;
            [done.result.to_string().as_str(), if done.exact { "\texact" } else { "\trounded" }]
                .concat()
        }
        _ => panic!("{operation:?} is no operation"),
    })
}

#[test]
fn every_row_comes_out_as_python_computed_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decimals.tsv");
    let table = fs::read_to_string(path).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for (index, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let (operation, rest) = line.split_once('\t').expect("an operation");
        let fields: Vec<_> = rest.split('\t').collect();
        // What comes of a conversion is two fields.
        let (inputs, expected) =
            fields.split_at(if operation == "convert" { 5 } else { fields.len() - 1 });
        let (expected, found) = (expected.join("\t"), computed(operation, inputs));
        if found.as_ref() != Some(&expected) {
            let row = index + 1;
            let inputs = inputs.join(" ");
            wrong.push(format!(
                "decimals.tsv:{row}: {operation} {inputs} is {expected:?}, not {found:?}"
            ));
        }
        rows += 1;
    }
    assert_eq!(wrong, [""; 0]);
    assert!(rows > 500, "expected some 600 rows, found {rows}");
}

#[test]
fn what_python_grouped_is_read_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decimals.tsv");
    let table = fs::read_to_string(path).unwrap();
    for line in table.lines().filter_map(|line| line.strip_prefix("group\t")) {
        let (value, grouped) = line.split_once('\t').expect("a number and its groups");
        assert_eq!(Decimal::local(grouped, '.', ','), Decimal::parse(value), "{grouped}");
    }
}
