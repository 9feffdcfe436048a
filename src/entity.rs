//! Character references (`&uuml;`, `&#601;`) → text, decoded exactly once.
//!
//! Names are HTML 4's 252 and XML's `apos`: what editors and content systems write. Not all 2,231 of
//! HTML 5, which would weigh as much as everything else that reads feeds.

use std::cmp::Ordering;

/// Decodes every reference that is one; anything else (`AT&T;`, a lone `&`) stays as it is.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match first(after) {
            Some((decoded, tail)) => {
                out.push(decoded);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether there is anything to decode.
pub fn is_in(text: &str) -> bool {
    text.split('&').skip(1).any(|after| first(after).is_some())
}

/// The character that a text after `&` begins with, and what follows its `;`.
fn first(after: &str) -> Option<(char, &str)> {
    let end = after.bytes().take(MAX_NAME).position(|byte| byte == b';')?;
    let (name, tail) = after.split_at_checked(end)?;
    Some((character(name)?, tail.get(1..)?))
}

/// Characters from 128 to 159 are controls that nobody means: they are windows-1252's, as browsers read them.
pub fn meant(c: char) -> char {
    let place = u32::from(c).checked_sub(128).filter(|place| *place < 32);
    let mut characters = WINDOWS.chars();
    for _ in 0..place.unwrap_or_default() {
        characters.next();
    }
    place.and_then(|_| characters.next()).unwrap_or(c)
}

/// Longer names are none; looking for a far `;` after every `&` would take for ever.
const MAX_NAME: usize = 32;

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let code = code.ok()?;
        return char::from_u32(code).map(meant).filter(|decoded| *decoded != '\0');
    }
    let basic = ["quot", "amp", "apos", "lt", "gt"];
    if let Some(place) = basic.iter().position(|known| *known == name) {
        return b"\"&'<>".get(place).map(|byte| char::from(*byte));
    }
    // Halves of the table, at whole entries: it is sorted, and texts of nothing but references are long.
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let before = NAMES.as_bytes().get(low..low.midpoint(high))?;
        let start = before.iter().rposition(|byte| *byte == b'|').map_or(low, |bar| low + bar + 1);
        let rest = NAMES.get(start..)?;
        let entry = rest.get(..rest.find('|').unwrap_or(rest.len()))?;
        let (known, decoded) = entry.split_once(' ')?;
        match known.cmp(name) {
            Ordering::Equal => return decoded.chars().next(),
            Ordering::Less => low = start + entry.len() + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

/// What windows-1252 has at 128 to 159.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The others, sorted by name, each with its character.
const NAMES: &str = "\
    AElig Æ|Aacute Á|Acirc Â|Agrave À|Alpha Α|Aring Å|Atilde Ã|Auml Ä|Beta Β|Ccedil Ç|Chi Χ|\
    Dagger ‡|Delta Δ|ETH Ð|Eacute É|Ecirc Ê|Egrave È|Epsilon Ε|Eta Η|Euml Ë|Gamma Γ|Iacute Í|\
    Icirc Î|Igrave Ì|Iota Ι|Iuml Ï|Kappa Κ|Lambda Λ|Mu Μ|Ntilde Ñ|Nu Ν|OElig Œ|Oacute Ó|Ocirc Ô|\
    Ograve Ò|Omega Ω|Omicron Ο|Oslash Ø|Otilde Õ|Ouml Ö|Phi Φ|Pi Π|Prime ″|Psi Ψ|Rho Ρ|Scaron Š|\
    Sigma Σ|THORN Þ|Tau Τ|Theta Θ|Uacute Ú|Ucirc Û|Ugrave Ù|Upsilon Υ|Uuml Ü|Xi Ξ|Yacute Ý|\
    Yuml Ÿ|Zeta Ζ|aacute á|acirc â|acute ´|aelig æ|agrave à|alefsym ℵ|alpha α|and ∧|ang ∠|\
    aring å|asymp ≈|atilde ã|auml ä|bdquo „|beta β|brvbar ¦|bull •|cap ∩|ccedil ç|cedil ¸|\
    cent ¢|chi χ|circ ˆ|clubs ♣|cong ≅|copy ©|crarr ↵|cup ∪|curren ¤|dArr ⇓|dagger †|darr ↓|\
    deg °|delta δ|diams ♦|divide ÷|eacute é|ecirc ê|egrave è|empty ∅|emsp \u{2003}|\
    ensp \u{2002}|epsilon ε|equiv ≡|eta η|eth ð|euml ë|euro €|exist ∃|fnof ƒ|forall ∀|frac12 ½|\
    frac14 ¼|frac34 ¾|frasl ⁄|gamma γ|ge ≥|hArr ⇔|harr ↔|hearts ♥|hellip …|iacute í|icirc î|\
    iexcl ¡|igrave ì|image ℑ|infin ∞|int ∫|iota ι|iquest ¿|isin ∈|iuml ï|kappa κ|lArr ⇐|\
    lambda λ|lang 〈|laquo «|larr ←|lceil ⌈|ldquo “|le ≤|lfloor ⌊|lowast ∗|loz ◊|lrm \u{200e}|\
    lsaquo ‹|lsquo ‘|macr ¯|mdash —|micro µ|middot ·|minus −|mu μ|nabla ∇|nbsp \u{a0}|ndash –|\
    ne ≠|ni ∋|not ¬|notin ∉|nsub ⊄|ntilde ñ|nu ν|oacute ó|ocirc ô|oelig œ|ograve ò|oline ‾|\
    omega ω|omicron ο|oplus ⊕|or ∨|ordf ª|ordm º|oslash ø|otilde õ|otimes ⊗|ouml ö|para ¶|\
    part ∂|permil ‰|perp ⊥|phi φ|pi π|piv ϖ|plusmn ±|pound £|prime ′|prod ∏|prop ∝|psi ψ|rArr ⇒|\
    radic √|rang 〉|raquo »|rarr →|rceil ⌉|rdquo ”|real ℜ|reg ®|rfloor ⌋|rho ρ|rlm \u{200f}|\
    rsaquo ›|rsquo ’|sbquo ‚|scaron š|sdot ⋅|sect §|shy \u{ad}|sigma σ|sigmaf ς|sim ∼|spades ♠|\
    sub ⊂|sube ⊆|sum ∑|sup ⊃|sup1 ¹|sup2 ²|sup3 ³|supe ⊇|szlig ß|tau τ|there4 ∴|theta θ|\
    thetasym ϑ|thinsp \u{2009}|thorn þ|tilde ˜|times ×|trade ™|uArr ⇑|uacute ú|uarr ↑|ucirc û|\
    ugrave ù|uml ¨|upsih ϒ|upsilon υ|uuml ü|weierp ℘|xi ξ|yacute ý|yen ¥|yuml ÿ|zeta ζ|\
    zwj \u{200d}|zwnj \u{200c}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once_and_what_is_none_stays() {
        assert_eq!(
            decode("&amp;lt; &#601;&#x259; &bogus; & &#0; AT&T; &#1114112;"),
            "&lt; əə &bogus; & &#0; AT&T; &#1114112;"
        );
        assert_eq!(decode("&uuml;&yuml;&nbsp;&euro;&hellip;&Omega;&diams;"), "üÿ\u{a0}€…Ω♦");
        assert_eq!(decode("&#147;x&#148; &#128;"), "“x” €");
    }

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(WINDOWS.chars().count(), 32);
        let entries: Vec<&str> = NAMES.split('|').collect();
        assert_eq!(entries.len(), 248);
        assert!(entries.is_sorted());
        for entry in entries {
            let (name, decoded) = entry.split_once(' ').unwrap();
            assert_eq!(decode(&format!("&{name};")), decoded);
        }
        assert_eq!(decode("&zzz;&A;&;"), "&zzz;&A;&;");
    }

    #[test]
    fn many_ampersands_take_no_time() {
        assert_eq!(decode(&"&".repeat(1_000_000)).len(), 1_000_000);
    }
}
