//! Turkish.

use super::{Words, day_and_month, dotted, of_month, one_or_more};
use crate::time::Day;

pub static WORDS: Words = Words {
    tag: "tr",
    decimal_mark: ',',
    group_mark: '.',
    percent: "%#",
    months: [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim",
        "Kasım", "Aralık",
    ],
    date_time: " ",
    short_date: dotted,
    currencies: "\
        USD ABD doları;\
        EUR Euro;\
        RUB Rus rublesi;\
        TRY Türk lirası;\
        GBP İngiliz sterlini;\
        AZN Azerbaycan manatı;\
        GEL Gürcistan larisi;\
        KZT Kazakistan tengesi;\
        UAH Ukrayna grivnası;\
        CHF İsviçre frangı;\
        JPY Japon yeni;\
        CNY Çin yuanı;\
        AED BAE dirhemi;\
        AUD Avustralya doları;\
        BYN Belarus rublesi;\
        CAD Kanada doları;\
        CZK Çek korunası;\
        DKK Danimarka kronu;\
        HKD Hong Kong doları;\
        HUF Macar forinti;\
        INR Hindistan rupisi;\
        ILS İsrail şekeli;\
        IRR İran riyali;\
        KGS Kırgızistan somu;\
        KRW Güney Kore wonu;\
        KWD Kuveyt dinarı;\
        MDL Moldova leyi;\
        NOK Norveç kronu;\
        PLN Polonya zlotisi;\
        RON Rumen leyi;\
        SAR Suudi Arabistan riyali;\
        SEK İsveç kronu;\
        SGD Singapur doları;\
        TJS Tacikistan somonisi;\
        TMT Türkmenistan manatı;\
        UZS Özbekistan somu;\
        XAU Altın;\
        XAG Gümüş",
    rates: "Döviz kurları",
    similar: "Benzer haberler",
    more: "Diğer haberler",
    read_on: "Devamını oku",
    show_less: "Daralt",
    read_whole: "Devamını kaynağında okuyun",
    video: "Video",
    audio: "Ses",
    embedded: "Dış içerik",
    table: "Tablo",
    subscribe: "Abone ol",
    urgent: "Acil",
    sponsored: "Reklam",
    just_now: "az önce",
    ago: [&["# dakika önce"], &["# saat önce"], &["# gün önce"]],
    form: one_or_more,
    fresh: "# yeni",
    fresh_aloud: "Yeni haberler: #",
    pause: "Güncellemeyi duraklat",
    resume: "Güncellemeyi sürdür",
    news_failed: "Haberler yüklenemedi",
    rates_failed: "Kurlar yüklenemedi",
    failed_hint: "Kaynağa şu anda ulaşılamıyor. Birazdan yeniden deneyeceğiz.",
    failed_hint_once: "Kaynağa şu anda ulaşılamıyor.",
    empty: "Henüz bir şey yok",
    empty_hint: "Haberler çıkar çıkmaz burada görünecek.",
    try_again: "Yeniden dene",
    up: "arttı",
    down: "azaldı",
    unchanged: "değişmedi",
    no_rate: "kur yok",
    currency_head: "Para birimi",
    rate_head: "Kur, #",
    change_head: "Değişim",
    buy: "Alış",
    sell: "Satış",
    days: &["# gün"],
    per_unit: "1 birim, #",
    tape_stop: "Bandı durdur",
    tape_run: "Bandı sürdür",
    history: "#, son # gün: # – # arası, şimdi #",
    converter: "Döviz çevirici",
    amount: "Tutar, #",
    copy: "Sonucu kopyala",
    copied: "Kopyalandı",
    no_amount: "Tutar bir sayı olmalıdır, örneğin 1.234,5",
    compared,
};

/// `27.11'e göre`: the ending is that of the month's number as it is said (on bire, altıya, ona).
fn compared(day: Day) -> String {
    const ENDINGS: [&str; 12] = ["e", "ye", "e", "e", "e", "ya", "ye", "e", "a", "a", "e", "ye"];
    [&day_and_month(day), "'", of_month(&ENDINGS, day), " göre"].concat()
}
