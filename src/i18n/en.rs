//! English.

use super::{Words, of_month, one_or_more};
use crate::time::Day;

pub static WORDS: Words = Words {
    tag: "en",
    decimal_mark: '.',
    group_mark: ',',
    percent: "#%",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    date_time: ", ",
    short_date,
    currencies: "\
        USD US dollar;\
        EUR Euro;\
        RUB Russian rouble;\
        TRY Turkish lira;\
        GBP Pound sterling;\
        AZN Azerbaijani manat;\
        GEL Georgian lari;\
        KZT Kazakhstani tenge;\
        UAH Ukrainian hryvnia;\
        CHF Swiss franc;\
        JPY Japanese yen;\
        CNY Chinese yuan;\
        AED UAE dirham;\
        AUD Australian dollar;\
        BYN Belarusian rouble;\
        CAD Canadian dollar;\
        CZK Czech koruna;\
        DKK Danish krone;\
        HKD Hong Kong dollar;\
        HUF Hungarian forint;\
        INR Indian rupee;\
        ILS Israeli shekel;\
        IRR Iranian rial;\
        KGS Kyrgyz som;\
        KRW South Korean won;\
        KWD Kuwaiti dinar;\
        MDL Moldovan leu;\
        NOK Norwegian krone;\
        PLN Polish zloty;\
        RON Romanian leu;\
        SAR Saudi riyal;\
        SEK Swedish krona;\
        SGD Singapore dollar;\
        TJS Tajikistani somoni;\
        TMT Turkmenistani manat;\
        UZS Uzbekistani sum;\
        XAU Gold;\
        XAG Silver",
    rates: "Exchange rates",
    similar: "Similar news",
    more: "More news",
    read_on: "Read on",
    show_less: "Show less",
    read_whole: "Continue reading at the source",
    video: "Video",
    audio: "Audio",
    embedded: "External content",
    table: "Table",
    subscribe: "Subscribe",
    urgent: "Urgent",
    sponsored: "Sponsored",
    just_now: "just now",
    ago: [
        &["# minute ago", "# minutes ago"],
        &["# hour ago", "# hours ago"],
        &["# day ago", "# days ago"],
    ],
    form: one_or_more,
    fresh: "# new",
    fresh_aloud: "New articles: #",
    pause: "Pause updates",
    resume: "Resume updates",
    news_failed: "The news could not be loaded",
    rates_failed: "The rates could not be loaded",
    failed_hint: "The source is not available right now. We will look again soon.",
    failed_hint_once: "The source is not available right now.",
    empty: "Nothing here yet",
    empty_hint: "News will appear as soon as it is out.",
    try_again: "Try again",
    up: "up",
    down: "down",
    unchanged: "no change",
    no_rate: "no rate",
    currency_head: "Currency",
    rate_head: "Rate, #",
    change_head: "Change",
    buy: "Buy",
    sell: "Sell",
    days: &["# day", "# days"],
    per_unit: "# per unit",
    tape_stop: "Stop the tape",
    tape_run: "Start the tape",
    history: "#, last # days: from # to #, now #",
    converter: "Currency converter",
    amount: "Amount, #",
    copy: "Copy the result",
    copied: "Copied",
    no_amount: "The amount must be a number, such as 1,234.5",
    compared,
};

/// `28 Nov 2023`: 11/28 and 28/11 are both read in English, so the month is a word.
fn short_date(day: Day) -> String {
    let month = of_month(&WORDS.months, day).get(..3).unwrap_or_default();
    format!("{} {month} {}", day.day, day.year)
}

/// `since 27 Nov`
fn compared(day: Day) -> String {
    let date = short_date(day);
    ["since ", date.rsplit_once(' ').map_or(&*date, |(date, _)| date)].concat()
}
