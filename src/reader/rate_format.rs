//! Where the sources of rates keep things, in the language of [`crate::path`].
//!
//! The fields, each seen from an item of `items`: `code`, `value`, `nominal` (1 where absent), `buy` and `sell`
//! (without `value`, the price is the middle of both), `previous` and `previous-date`, `change` (to the previous value),
//! `history` (days and values in turn), `base` (the currency that the source counts in), `date`, `source`,
//! `source-url`, `inverse` (any text: values are units of the currency for `nominal` of the base, not the
//! other way round).

use super::Table;

/// The names of the formats, as `rates-format` takes them.
pub const NAMES: &str = "one of: auto, cbar, cbr, bnm, tcmb, ecb, bnr, nbk, cbr-xml-daily, nbp, nbu, cbu, nbrb, nbg, \
    boi, boc, frankfurter, rates, map-of-days, map, currency-api, sdmx, fields";

/// The names of the fields.
pub const FIELDS: &str = "one of: items, code, value, nominal, buy, sell, previous, previous-date, change, history, base, \
    date, source, source-url, inverse";

/// The order counts: the first whose signs are there. The broad ones stand last.
pub const TABLES: [Table; 20] = [
    // https://www.cbar.az/currencies/DD.MM.YYYY.xml: AZN for `Nominal` units, metals for an ounce ("1 t.u.").
    Table {
        name: "cbar",
        xml: true,
        signs: "any=ValCurs.ValType",
        fields: "items=ValCurs.ValType.Valute; code=@Code|CharCode; value=Value; nominal=Nominal; base='AZN';\
            date=/ValCurs.@Date; source='CBAR'; source-url='https://www.cbar.az'",
    },
    // https://www.cbr.ru/scripts/XML_daily.asp: RUB for `Nominal` units, decimal commas.
    Table {
        name: "cbr",
        xml: true,
        signs: "any=ValCurs.Valute[@ID^=R]",
        fields: "items=ValCurs.Valute; code=CharCode; value=Value; nominal=Nominal; base='RUB';\
            date=/ValCurs.@Date; source='Bank of Russia'; source-url='https://www.cbr.ru'",
    },
    // https://www.bnm.md/en/official_exchange_rates?get_xml=1: MDL for `Nominal` units.
    Table {
        name: "bnm",
        xml: true,
        signs: "any=ValCurs.Valute",
        fields: "items=ValCurs.Valute; code=CharCode; value=Value; nominal=Nominal; base='MDL';\
            date=/ValCurs.@Date; source='National Bank of Moldova'; source-url='https://www.bnm.md'",
    },
    // https://www.tcmb.gov.tr/kurlar/today.xml: TRY for `Unit` units, bought and sold. `Date` is month first.
    Table {
        name: "tcmb",
        xml: true,
        signs: "any=Tarih_Date",
        fields: "items=Tarih_Date.Currency; code=@CurrencyCode|@Kod; buy=ForexBuying; sell=ForexSelling; nominal=Unit; base='TRY';\
            date=/Tarih_Date.@Tarih; source='TCMB'; source-url='https://www.tcmb.gov.tr'",
    },
    // https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml, -hist-90d: units for 1 EUR.
    Table {
        name: "ecb",
        xml: true,
        signs: "any=*.Cube.Cube.@time",
        fields: "items=*.Cube.Cube.Cube; code=@currency; value=@rate; inverse='yes'; base='EUR'; date=^.@time;\
            source='ECB'; source-url='https://www.ecb.europa.eu'",
    },
    // https://www.bnr.ro/nbrfxrates.xml: RON for `multiplier` units; a year's file has all its days.
    Table {
        name: "bnr",
        xml: true,
        signs: "any=DataSet.Body.Cube",
        fields: "items=DataSet.Body.Cube.Rate; code=@currency; value=.; nominal=@multiplier; base=/DataSet.Body.OrigCurrency;\
            date=^.@date; source='BNR'; source-url='https://www.bnr.ro'",
    },
    // https://nationalbank.kz/rss/get_rates.cfm: KZT for `quant` units.
    Table {
        name: "nbk",
        xml: true,
        signs: "any=rates.item.quant",
        fields: "items=rates.item; code=title; value=description; nominal=quant; change=change; base='KZT';\
            date=/rates.date; source='National Bank of Kazakhstan'; source-url='https://nationalbank.kz'",
    },
    // https://www.cbr-xml-daily.ru/daily_json.js: RUB for `Nominal` units.
    Table {
        name: "cbr-xml-daily",
        xml: false,
        signs: "any=Valute.*.CharCode",
        fields: "items=Valute.*; code=CharCode; value=Value; nominal=Nominal; previous=Previous; previous-date=/PreviousDate;\
            base='RUB'; date=/Date; source='Bank of Russia'; source-url='https://www.cbr.ru'",
    },
    // https://api.nbp.pl/api/exchangerates/: PLN for 1 unit; table C is bought and sold.
    Table {
        name: "nbp",
        xml: false,
        signs: "any=rates.mid|rates.bid",
        fields: "items=rates; code=code|^.code; value=mid; buy=bid; sell=ask; base='PLN'; date=effectiveDate|^.effectiveDate;\
            source='NBP'; source-url='https://nbp.pl'",
    },
    // https://bank.gov.ua/NBUStatService/v1/statdirectory/exchange?json: UAH for 1 unit, or for `units`.
    Table {
        name: "nbu",
        xml: false,
        signs: "any=cc",
        fields: "items=.; code=cc; value=rate; nominal=units; base='UAH'; date=exchangedate;\
            source='NBU'; source-url='https://bank.gov.ua'",
    },
    // https://cbu.uz/en/arkhiv-kursov-valyut/json/: UZS for `Nominal` units. `Code` is the number.
    Table {
        name: "cbu",
        xml: false,
        signs: "any=Ccy",
        fields: "items=.; code=Ccy; value=Rate; nominal=Nominal; change=Diff; base='UZS'; date=Date;\
            source='CBU'; source-url='https://cbu.uz'",
    },
    // https://api.nbrb.by/exrates/rates?periodicity=0: BYN for `Cur_Scale` units.
    Table {
        name: "nbrb",
        xml: false,
        signs: "any=Cur_Abbreviation",
        fields: "items=.; code=Cur_Abbreviation; value=Cur_OfficialRate; nominal=Cur_Scale; base='BYN'; date=Date;\
            source='NBRB'; source-url='https://www.nbrb.by'",
    },
    // https://nbg.gov.ge/gw/api/ct/monetarypolicy/currencies/: GEL for `quantity` units. `diff` has lost its
    // sign in `diffFormated`, not here.
    Table {
        name: "nbg",
        xml: false,
        signs: "any=currencies.quantity",
        fields: "items=currencies; code=code; value=rateFormated|rate; nominal=quantity; change=diff; base='GEL'; date=^.date|validFromDate;\
            source='NBG'; source-url='https://nbg.gov.ge'",
    },
    // https://www.boi.org.il/PublicApi/GetExchangeRates: ILS for `unit` units. `currentChange` is per cent.
    Table {
        name: "boi",
        xml: false,
        signs: "any=exchangeRates.key",
        fields: "items=exchangeRates; code=key; value=currentExchangeRate; nominal=unit; base='ILS'; date=lastUpdate;\
            source='Bank of Israel'; source-url='https://www.boi.org.il'",
    },
    // https://www.bankofcanada.ca/valet/observations/group/FX_RATES_DAILY/json: CAD for 1 unit, `FXUSDCAD`.
    Table {
        name: "boc",
        xml: false,
        signs: "any=observations.d",
        fields: "items=observations.*.*; code=$key; value=v; base='CAD'; date=^.d;\
            source='Bank of Canada'; source-url='https://www.bankofcanada.ca'",
    },
    // https://api.frankfurter.dev/v2/rates: rows, each with its own base and day; units for 1 of the base.
    Table {
        name: "frankfurter",
        xml: false,
        signs: "any=quote",
        fields: "items=.; code=quote; value=rate; inverse='yes'; base=base; date=date;\
            source='Frankfurter'; source-url='https://frankfurter.dev'",
    },
    // Ours: schema/rates.schema.json.
    Table {
        name: "rates",
        xml: false,
        signs: "any=rates.code|rates.value",
        fields: "items=rates; code=code; value=value; buy=buy; sell=sell; nominal=nominal; previous=previous; previous-date=previous_date; history=history;\
            base=/base; date=date|/date; source=/source.name; source-url=/source.url",
    },
    // The family of {base, rates}: Frankfurter v1 (a range has days between), open.er-api.com, Open Exchange
    // Rates, fixer, latest.js of cbr-xml-daily; currencylayer's pairs.
    Table {
        name: "map-of-days",
        xml: false,
        signs: "any=rates.*.*",
        fields: "items=rates.*.*; code=$key; value=.; nominal=/amount; inverse='yes'; base=/base; date=^.$key; source-url=/provider",
    },
    Table {
        name: "map",
        xml: false,
        signs: "any=rates.*|conversion_rates.*|quotes.*",
        fields: "items=rates.*|conversion_rates.*|quotes.*; code=$key; value=.; nominal=/amount; inverse='yes'; base=/base|/base_code|/source;\
            date=/date|/time_last_update_unix:unix|/timestamp:unix; source-url=/provider|/documentation",
    },
    // https://github.com/fawazahmed0/exchange-api: the base is a key, all codes are small.
    Table {
        name: "currency-api",
        xml: false,
        signs: "any=*.usd|*.eur",
        fields: "items=*.*; code=$key; value=.; inverse='yes'; base=^.$key; date=/date;\
            source='currency-api'; source-url='https://github.com/fawazahmed0/exchange-api'",
    },
];
