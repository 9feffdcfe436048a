//! Character references (`&uuml;`, `&#601;`) → text, decoded exactly once.
//!
//! Names are HTML 4's 252 and XML's `apos`: what editors and content systems write. Not all 2,231 of
//! HTML 5, which would weigh as much as everything else that reads feeds.

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
    if let Some(place) = LATIN.split(' ').position(|known| known == name) {
        return char::from_u32(160 + u32::try_from(place).ok()?);
    }
    let mut pairs = OTHERS.split(' ');
    while let (Some(known), Some(decoded)) = (pairs.next(), pairs.next()) {
        if known == name {
            return decoded.chars().next();
        }
    }
    None
}

/// What windows-1252 has at 128 to 159.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The names of the characters from 160 to 255, in their order.
const LATIN: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
    plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute \
    Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml \
    Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc \
    euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

/// The others, each followed by its character.
const OTHERS: &str = "\
    OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ Alpha Α Beta Β Gamma Γ \
    Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο \
    Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ \
    epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ \
    sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω thetasym ϑ upsih ϒ piv ϖ \
    ensp \u{2002} emsp \u{2003} thinsp \u{2009} zwnj \u{200c} zwj \u{200d} lrm \u{200e} \
    rlm \u{200f} ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † \
    Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € \
    image ℑ weierp ℘ real ℜ trade ™ alefsym ℵ larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ \
    uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔ forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ \
    prod ∏ sum ∑ minus − lowast ∗ radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ \
    there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ \
    oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang 〈 rang 〉 loz ◊ \
    spades ♠ clubs ♣ hearts ♥ diams ♦";

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
        assert_eq!(LATIN.split(' ').count(), 96);
        assert_eq!(WINDOWS.chars().count(), 32);
        let pairs: Vec<&str> = OTHERS.split(' ').collect();
        assert_eq!(pairs.len(), 2 * 152);
        for pair in pairs.chunks(2) {
            assert_eq!(decode(&format!("&{};", pair[0])), pair[1]);
        }
    }

    #[test]
    fn many_ampersands_take_no_time() {
        assert_eq!(decode(&"&".repeat(1_000_000)).len(), 1_000_000);
    }
}
