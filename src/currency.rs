//! The signs of currencies (ISO 4217).
//!
//! A sign that several share belongs to the one that all readers think of, and the others stand with their
//! code. Left out: letters that are a sign in their own country alone (`R`, `K`, `Br`, `lei`), signs that
//! most fonts lack (som, dirham), and those that run from right to left, which turn the figure around.

use crate::model::Code;

/// The sign of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// What stands before the figure.
    pub text: &'static str,
    /// Whether it means this currency to a reader who sees no code.
    pub own: bool,
}

/// A code and its sign, run together.
const OWN: &str = "USD$ EUR€ GBP£ JPY¥ RUB₽ TRY₺ AZN₼ GEL₾ KZT₸ UAH₴ INR₹ ILS₪ KRW₩ PLNzł AMD֏ BDT৳ \
    BRLR$ CRC₡ CZKKč GHS₵ HUFFt KHR៛ LAK₭ MNT₮ NGN₦ PHP₱ PYG₲ THB฿ VND₫";

/// A sign and the codes that have it and do not own it.
const SHARED: [&str; 7] = [
    "$ CAD AUD NZD HKD SGD TWD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD NAD NIO SBD SRD \
     TTD UYU XCD",
    "£ EGP FKP GIP LBP SDG SHP SSP SYP",
    "¥ CNY",
    "₩ KPW",
    "₡ SVC",
    "kr SEK NOK DKK ISK",
    "₨ LKR MUR NPR PKR SCR",
];

/// The sign of a currency; `None` where none is in common use.
pub fn sign(code: Code) -> Option<Sign> {
    for word in OWN.split(' ') {
        if let Some(text) = word.strip_prefix(code.as_str()) {
            return Some(Sign { text, own: true });
        }
    }
    for line in SHARED {
        if let Some((text, codes)) = line.split_once(' ') {
            for other in codes.split(' ') {
                if other == code.as_str() {
                    return Some(Sign { text, own: false });
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO 4217, 2026: what is in use in a country, the Bulgarian lev of 2025 and before, what is drawn on at the IMF, and
    /// metals. No funds and no codes for tests.
    const ISO: &str = "
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
        CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
        HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD
        LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
        PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
        TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        XDR XAU XAG XPT XPD";

    /// Of these no sign is in common use, or none that is worth it.
    const NONE: &str = "
        AED AFN ALL AOA AWG BAM BGN BHD BIF BOB BTN BWP BYN CDF CHF CVE DJF DZD ERN ETB GMD GNF GTQ HNL HTG IDR
        IQD IRR JOD KES KGS KMF KWD LSL LYD MAD MDL MGA MKD MMK MOP MRU MVR MWK MYR MZN OMR PAB PEN PGK QAR RON
        RSD RWF SAR SLE SOS STN SZL TJS TMT TND TOP TZS UGX UZS VED VES VUV WST XAF XCG XOF XPF YER ZAR ZMW ZWG
        XDR XAU XAG XPT XPD";

    fn of(code: &str) -> Option<Sign> {
        sign(Code::new(code).unwrap())
    }

    #[test]
    fn every_currency_has_a_sign_or_is_known_to_have_none() {
        for code in ISO.split_whitespace() {
            let none = NONE.split_whitespace().any(|other| other == code);
            assert_eq!(of(code).is_none(), none, "{code}");
        }
        assert_eq!(of("XXX"), None);
    }

    #[test]
    fn every_code_is_a_currency_and_has_one_sign() {
        let own = OWN.split(' ').map(|word| word.get(..3).unwrap());
        let shared = SHARED.iter().flat_map(|line| line.split(' ').skip(1));
        let signs: Vec<_> = own.chain(shared).collect();
        let none: Vec<_> = NONE.split_whitespace().collect();
        let all: Vec<_> = ISO.split_whitespace().collect();
        for list in [&signs, &none, &all] {
            for (index, code) in list.iter().enumerate() {
                assert!(all.contains(code), "{code} is no currency");
                assert!(!list[..index].contains(code), "{code} stands twice");
            }
        }
        assert_eq!(signs.len() + none.len(), all.len());
    }

    #[test]
    fn a_sign_has_one_owner_or_several_that_share_it() {
        let signs: Vec<_> = ISO.split_whitespace().filter_map(of).collect();
        for sign in &signs {
            let alike = signs.iter().filter(|other| other.text == sign.text);
            let owners = alike.clone().filter(|other| other.own).count();
            let none = ["kr", "₨"].contains(&sign.text);
            assert_eq!(owners, usize::from(!none), "{}", sign.text);
            assert!(!none || alike.count() > 1, "{} is one's own", sign.text);
        }
    }

    #[test]
    fn a_dollar_is_american_unless_a_code_says_more() {
        assert_eq!(of("USD"), Some(Sign { text: "$", own: true }));
        assert_eq!(of("cad"), Some(Sign { text: "$", own: false }));
        assert_eq!(of("CNY"), Some(Sign { text: "¥", own: false }));
        assert_eq!(of("ISK"), Some(Sign { text: "kr", own: false }));
        assert_eq!(of("PLN"), Some(Sign { text: "zł", own: true }));
        assert_eq!(of("BRL"), Some(Sign { text: "R$", own: true }));
        assert_eq!(of("CHF"), None);
    }
}
