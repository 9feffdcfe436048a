//! Dates of feeds that no one here wrote, where they are at hand (`../shared/corpus/dates`).
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use news_widget::time::Timestamp;
use serde_json::Value;

/// What is not read as the corpus says, and why not.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "Greek months are not known"),
    ("2004-július-13T9:15-05:00", "Hungarian months are not known"),
    ("2004-05-25 오후 11:23:17", "Korean: the half of the day and the zone are not known"),
    ("2004년 05월 28일  01:31:15", "Korean: the zone goes without saying"),
    ("-0312", "as likely a number as December 2003"),
    ("031231", "as likely a number as 31 December 2003"),
    ("03335", "as likely a number as day 335 of 2003"),
    ("2003-012-31T10:14:55+00:00", "a slip that no feed has been seen to repeat"),
];

#[test]
fn dates_of_feeds_mean_what_the_corpus_says() {
    let Some(path) = support::corpus("dates/dates.json") else { return };
    let text = fs::read_to_string(path).unwrap();
    let entries: Vec<(String, String, Value)> = serde_json::from_str(&text).unwrap();
    let (mut checked, mut hold, mut wrong) = (0, 0, Vec::new());
    for (_, text, expected) in entries.iter().filter(|(_, _, expected)| expected != "?") {
        let expected = expected.as_i64();
        let read = Timestamp::parse(text).map(|at| at.0);
        let exception = EXCEPTIONS.iter().find(|(excepted, _)| excepted == text);
        checked += 1;
        hold += usize::from(read == expected);
        match exception {
            None if read != expected => {
                wrong.push(format!("{text}: expected {expected:?}, read {read:?}"));
            }
            Some((_, reason)) if read == expected => {
                wrong.push(format!("{text}: no exception any longer ({reason})"));
            }
            // An exception may be unknown. It may not be mistaken.
            Some(_) if read.is_some() => {
                wrong.push(format!("{text}: an exception, yet read as {read:?}"));
            }
            _ => {}
        }
    }
    eprintln!("{hold} of {checked} hold");
    assert_eq!(wrong, [""; 0]);
    assert_eq!((checked, hold), (72, 72 - EXCEPTIONS.len()));
}
