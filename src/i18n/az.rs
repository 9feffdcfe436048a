//! Azerbaijani.

use super::{Words, day_and_month, dotted, of_month, one_or_more};
use crate::time::Day;

pub static WORDS: Words = Words {
    tag: "az",
    decimal_mark: ',',
    group_mark: '.',
    percent: "#%",
    months: [
        "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr",
        "oktyabr", "noyabr", "dekabr",
    ],
    date_time: ", ",
    short_date: dotted,
    currencies: "\
        USD ABŞ dolları;\
        EUR Avro;\
        RUB Rusiya rublu;\
        TRY Türk lirəsi;\
        GBP Funt sterlinq;\
        AZN Azərbaycan manatı;\
        GEL Gürcüstan larisi;\
        KZT Qazaxıstan tengəsi;\
        UAH Ukrayna qrivnası;\
        CHF İsveçrə frankı;\
        JPY Yaponiya yeni;\
        CNY Çin yuanı;\
        AED BƏƏ dirhəmi;\
        AUD Avstraliya dolları;\
        BYN Belarus rublu;\
        CAD Kanada dolları;\
        CZK Çexiya kronu;\
        DKK Danimarka kronu;\
        HKD Honq Konq dolları;\
        HUF Macarıstan forinti;\
        INR Hindistan rupisi;\
        ILS İsrail şekeli;\
        IRR İran rialı;\
        KGS Qırğız somu;\
        KRW Cənubi Koreya vonu;\
        KWD Küveyt dinarı;\
        MDL Moldova leyi;\
        NOK Norveç kronu;\
        PLN Polşa zlotası;\
        RON Rumıniya leyi;\
        SAR Səudiyyə Ərəbistanı rialı;\
        SEK İsveç kronu;\
        SGD Sinqapur dolları;\
        TJS Tacik somonisi;\
        TMT Türkmənistan manatı;\
        UZS Özbək somu;\
        XAU Qızıl;\
        XAG Gümüş",
    rates: "Məzənnələr",
    similar: "Oxşar xəbərlər",
    more: "Digər xəbərlər",
    read_on: "Davamını oxu",
    show_less: "Yığ",
    read_whole: "Davamını mənbədə oxuyun",
    video: "Video",
    audio: "Audio",
    embedded: "Xarici məzmun",
    table: "Cədvəl",
    subscribe: "Abunə ol",
    urgent: "Təcili",
    sponsored: "Reklam",
    just_now: "indicə",
    ago: [&["# dəqiqə əvvəl"], &["# saat əvvəl"], &["# gün əvvəl"]],
    form: one_or_more,
    fresh: "# yeni",
    fresh_aloud: "Yeni xəbərlər: #",
    pause: "Yenilənməni dayandır",
    resume: "Yenilənməni davam etdir",
    news_failed: "Xəbərləri yükləmək olmadı",
    rates_failed: "Məzənnələri yükləmək olmadı",
    failed_hint: "Mənbə hazırda əlçatan deyil. Bir azdan yenidən yoxlayacağıq.",
    failed_hint_once: "Mənbə hazırda əlçatan deyil.",
    empty: "Hələlik boşdur",
    empty_hint: "Xəbərlər çıxan kimi burada görünəcək.",
    try_again: "Yenidən cəhd et",
    up: "artıb",
    down: "azalıb",
    unchanged: "dəyişməyib",
    no_rate: "məzənnə yoxdur",
    currency_head: "Valyuta",
    rate_head: "Məzənnə, #",
    change_head: "Dəyişmə",
    buy: "Alış",
    sell: "Satış",
    days: &["# gün"],
    per_unit: "1 vahid, #",
    tape_stop: "Lenti dayandır",
    tape_run: "Lenti davam etdir",
    history: "#, son # gün: # – # arası, indi #",
    converter: "Valyuta konvertoru",
    amount: "Məbləğ, #",
    copy: "Nəticəni köçür",
    copied: "Köçürüldü",
    no_amount: "Məbləğ rəqəmlə yazılmalıdır, məsələn, 1 234,5",
    compared,
};

/// `27.11-ə nisbətən`: the ending is that of the month's number as it is said (on birə, altıya, ona).
fn compared(day: Day) -> String {
    const ENDINGS: [&str; 12] = ["ə", "yə", "ə", "ə", "ə", "ya", "yə", "ə", "a", "a", "ə", "yə"];
    [&day_and_month(day), "-", of_month(&ENDINGS, day), " nisbətən"].concat()
}
