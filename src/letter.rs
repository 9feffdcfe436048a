//! Letters as a search sees them: one case, no accents, and what is no letter named as such.
//!
//! A table of our own: the standard library's, for case and for what is a letter, are several times as large, know
//! nothing of accents, and call the vowel signs of Indic scripts no letters, which tears their words apart.

/// What a character is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// A letter or digit, in the one form of it that is compared.
    Plain(char),
    /// Nothing: an accent, a vowel point, a mark of direction.
    Mark,
    /// The end of a word: a space, a sign, an emoji.
    Gap,
}

/// How words are told apart in the script of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// By spaces.
    Spaced,
    /// By spaces, and every sign is a syllable: Hangul, Ethiopic.
    Syllables,
    /// Not at all, and one or two signs are a word: Han and kana.
    Dense,
    /// Not at all, and a word is as long as elsewhere: Thai, Lao, Burmese, Khmer.
    Unspaced,
}

/// Keeps a character as it is.
const SAME: u16 = 0;
/// Nothing at all.
const MARK: u16 = 1;
/// The end of a word.
const GAP: u16 = 2;
/// The small letter 32 places on.
const UP_32: u16 = 3;
/// Capitals and small letters take turns: the small one is odd.
const TURNS: u16 = 4;

/// From which character on what holds: a letter of its own value, or one of the constants above. Facts of Unicode;
/// what looks and is typed alike counts as alike, as readers of it do (ə as e, ı and İ as i, ё as е, ة as ه).
const TABLE: &[(u16, u16)] = &[
    (0x80, GAP),
    (0xad, MARK),
    (0xae, GAP),
    // Latin
    (0xc0, 97),
    (0xc7, 99),
    (0xc8, 101),
    (0xcc, 105),
    (0xd0, 100),
    (0xd1, 110),
    (0xd2, 111),
    (0xd7, GAP),
    (0xd8, 111),
    (0xd9, 117),
    (0xdd, 121),
    (0xde, 116),
    (0xdf, 115),
    (0xe0, 97),
    (0xe7, 99),
    (0xe8, 101),
    (0xec, 105),
    (0xf0, 100),
    (0xf1, 110),
    (0xf2, 111),
    (0xf7, GAP),
    (0xf8, 111),
    (0xf9, 117),
    (0xfd, 121),
    (0xfe, 116),
    (0xff, 121),
    (0x100, 97),
    (0x106, 99),
    (0x10e, 100),
    (0x112, 101),
    (0x11c, 103),
    (0x124, 104),
    (0x128, 105),
    (0x134, 106),
    (0x136, 107),
    (0x139, 108),
    (0x143, 110),
    (0x14c, 111),
    (0x154, 114),
    (0x15a, 115),
    (0x162, 116),
    (0x168, 117),
    (0x174, 119),
    (0x176, 121),
    (0x179, 122),
    (0x17f, 115),
    (0x180, SAME),
    (0x18f, 101),
    (0x190, SAME),
    (0x1a0, 111),
    (0x1a2, SAME),
    (0x1af, 117),
    (0x1b1, SAME),
    (0x1cd, 97),
    (0x1cf, 105),
    (0x1d1, 111),
    (0x1d3, 117),
    (0x1dd, 101),
    (0x1de, 97),
    (0x1e4, 103),
    (0x1e8, 107),
    (0x1ea, 111),
    (0x1ee, SAME),
    (0x200, 97),
    (0x204, 101),
    (0x208, 105),
    (0x20c, 111),
    (0x210, 114),
    (0x214, 117),
    (0x218, 115),
    (0x21a, 116),
    (0x21c, SAME),
    (0x259, 101),
    (0x25a, SAME),
    (0x2b0, MARK),
    // Greek
    (0x370, SAME),
    (0x37e, GAP),
    (0x37f, SAME),
    (0x386, 0x3b1),
    (0x387, GAP),
    (0x388, 0x3b5),
    (0x389, 0x3b7),
    (0x38a, 0x3b9),
    (0x38b, 0x3bf),
    (0x38e, 0x3c5),
    (0x38f, 0x3c9),
    (0x390, 0x3b9),
    (0x391, UP_32),
    (0x3aa, 0x3b9),
    (0x3ab, 0x3c5),
    (0x3ac, 0x3b1),
    (0x3ad, 0x3b5),
    (0x3ae, 0x3b7),
    (0x3af, 0x3b9),
    (0x3b0, 0x3c5),
    (0x3b1, SAME),
    (0x3c2, 0x3c3),
    (0x3c3, SAME),
    (0x3ca, 0x3b9),
    (0x3cb, 0x3c5),
    (0x3cc, 0x3bf),
    (0x3cd, 0x3c5),
    (0x3ce, 0x3c9),
    (0x3cf, SAME),
    // Cyrillic; the first row has its small letters 80 places on.
    (0x400, 0x435),
    (0x402, 0x452),
    (0x403, 0x433),
    (0x404, 0x454),
    (0x405, 0x455),
    (0x406, 0x456),
    (0x408, 0x458),
    (0x409, 0x459),
    (0x40a, 0x45a),
    (0x40b, 0x45b),
    (0x40c, 0x43a),
    (0x40d, 0x438),
    (0x40e, 0x443),
    (0x40f, 0x45f),
    (0x410, UP_32),
    (0x430, SAME),
    (0x450, 0x435),
    (0x452, SAME),
    (0x453, 0x433),
    (0x454, SAME),
    (0x457, 0x456),
    (0x458, SAME),
    (0x45c, 0x43a),
    (0x45d, 0x438),
    (0x45e, 0x443),
    (0x45f, SAME),
    (0x460, TURNS),
    (0x482, GAP),
    (0x483, MARK),
    (0x48a, TURNS),
    (0x530, SAME),
    // Armenian: its small letters are 48 places on, see below.
    (0x559, MARK),
    (0x55a, GAP),
    (0x560, SAME),
    (0x589, GAP),
    (0x58b, SAME),
    // Hebrew
    (0x591, MARK),
    (0x5be, GAP),
    (0x5bf, MARK),
    (0x5c0, GAP),
    (0x5c1, MARK),
    (0x5c3, GAP),
    (0x5c4, MARK),
    (0x5c6, GAP),
    (0x5c7, MARK),
    (0x5d0, SAME),
    (0x5f3, MARK),
    // Arabic
    (0x600, GAP),
    (0x610, MARK),
    (0x61b, GAP),
    (0x620, SAME),
    (0x622, 0x627),
    (0x624, 0x648),
    (0x625, 0x627),
    (0x626, 0x64a),
    (0x627, SAME),
    (0x629, 0x647),
    (0x62a, SAME),
    (0x640, MARK),
    (0x641, SAME),
    (0x649, 0x64a),
    (0x64a, SAME),
    (0x64b, MARK),
    (0x660, SAME),
    (0x66a, GAP),
    (0x66e, SAME),
    (0x670, MARK),
    (0x671, 0x627),
    (0x672, SAME),
    (0x6a9, 0x643),
    (0x6aa, SAME),
    (0x6c0, 0x647),
    (0x6c3, 0x647),
    (0x6c4, SAME),
    (0x6cc, 0x64a),
    (0x6cd, SAME),
    (0x6d4, GAP),
    (0x6d5, SAME),
    (0x6d6, MARK),
    (0x6ee, SAME),
    (0x700, GAP),
    (0x710, SAME),
    // Indic and South-East Asian punctuation
    (0x964, GAP),
    (0x966, SAME),
    (0xe2f, GAP),
    (0xe30, SAME),
    (0xe3f, GAP),
    (0xe40, SAME),
    (0xe4f, GAP),
    (0xe50, SAME),
    (0xe5a, GAP),
    (0xe5c, SAME),
    (0x104a, GAP),
    (0x1050, SAME),
    (0x10fb, GAP),
    (0x10fc, SAME),
    (0x1360, GAP),
    (0x1369, SAME),
    (0x17d4, GAP),
    (0x17db, SAME),
    // Latin again: Vietnamese and scholars' letters
    (0x1e00, 97),
    (0x1e02, 98),
    (0x1e08, 99),
    (0x1e0a, 100),
    (0x1e14, 101),
    (0x1e1e, 102),
    (0x1e20, 103),
    (0x1e22, 104),
    (0x1e2c, 105),
    (0x1e30, 107),
    (0x1e36, 108),
    (0x1e3e, 109),
    (0x1e44, 110),
    (0x1e4c, 111),
    (0x1e54, 112),
    (0x1e58, 114),
    (0x1e60, 115),
    (0x1e6a, 116),
    (0x1e72, 117),
    (0x1e7c, 118),
    (0x1e80, 119),
    (0x1e8a, 120),
    (0x1e8e, 121),
    (0x1e90, 122),
    (0x1e96, 104),
    (0x1e97, 116),
    (0x1e98, 119),
    (0x1e99, 121),
    (0x1e9a, 97),
    (0x1e9b, 115),
    (0x1ea0, 97),
    (0x1eb8, 101),
    (0x1ec8, 105),
    (0x1ecc, 111),
    (0x1ee4, 117),
    (0x1ef2, 121),
    (0x1efa, SAME),
    // Signs
    (0x2000, GAP),
    (0x200c, MARK),
    (0x2010, GAP),
    (0x202a, MARK),
    (0x202f, GAP),
    (0x2060, MARK),
    (0x2070, GAP),
    (0x20d0, MARK),
    (0x2100, GAP),
    (0x2c00, SAME),
    (0x2e00, GAP),
    (0x2e80, SAME),
    (0x3000, GAP),
    (0x3005, SAME),
    (0x3008, GAP),
    (0x3040, SAME),
    (0x3099, MARK),
    (0x309b, GAP),
    (0x309d, SAME),
    (0x30a0, GAP),
    (0x30a1, SAME),
    (0x30fb, GAP),
    (0x30fc, SAME),
    (0xd7fc, GAP),
    (0xf900, SAME),
    (0xfb1e, MARK),
    (0xfb1f, SAME),
    (0xfd3e, GAP),
    (0xfd40, SAME),
    (0xfe00, MARK),
    (0xfe10, GAP),
    (0xfe20, MARK),
    (0xfe30, GAP),
    (0xfe70, SAME),
    (0xfeff, MARK),
    (0xff00, GAP),
    (0xff10, SAME),
    (0xff1a, GAP),
    (0xff21, SAME),
    (0xff3b, GAP),
    (0xff41, SAME),
    (0xff5b, GAP),
    (0xff66, SAME),
    (0xffe0, GAP),
];

impl Script {
    /// Whether it has spaces between words.
    pub fn has_spaces(self) -> bool {
        matches!(self, Script::Spaced | Script::Syllables)
    }
}

/// What a character is to a search.
///
/// ```
/// use news_widget::letter::{Letter, letter};
/// assert_eq!(letter('Ə'), Letter::Plain('e'));
/// assert_eq!(letter('İ'), letter('ı'));
/// assert_eq!(letter('’'), Letter::Gap);
/// ```
#[inline(always)]
pub fn letter(char: char) -> Letter {
    // Asked for every character, and most stand here.
    if char.is_ascii() {
        let plain = char.to_ascii_lowercase();
        if plain.is_ascii_alphanumeric() { Letter::Plain(plain) } else { Letter::Gap }
    } else {
        far_letter(char)
    }
}

fn far_letter(char: char) -> Letter {
    let code = u32::from(char);
    let to = |code: u32| char::from_u32(code).map_or(Letter::Gap, Letter::Plain);
    let small = match code {
        // Emoji and other pictures; tags and variants.
        0x1_f000..=0x1_faff => return Letter::Gap,
        0xe_0000.. => return Letter::Mark,
        0x1_0000.. => code,
        0x531..=0x556 => code + 48,
        // Georgian capitals
        0x1c90..=0x1cbf => code - 0xbc0,
        // Digits of Arabic and Persian
        0x660..=0x669 | 0x6f0..=0x6f9 => (code & 15) + 48,
        // Wide ones
        0xff10..=0xff19 | 0xff41..=0xff5a => code - 0xfee0,
        0xff21..=0xff3a => code - 0xfec0,
        _ => {
            let after = TABLE.partition_point(|(from, _)| u32::from(*from) <= code);
            match TABLE.get(after.wrapping_sub(1)).map_or(SAME, |(_, rule)| *rule) {
                SAME => code,
                MARK => return Letter::Mark,
                GAP => return Letter::Gap,
                UP_32 => code + 32,
                // Among these one row has the small letters on even places.
                TURNS if (0x4c1..=0x4ce).contains(&code) => (code + 1) & !1,
                TURNS => code | 1,
                plain => plain.into(),
            }
        }
    };
    to(small)
}

/// How words are told apart in the script of a letter.
#[inline(always)]
pub fn script(char: char) -> Script {
    // Asked for every letter, and most stand here.
    if u32::from(char) < 0xe00 { Script::Spaced } else { far_script(char) }
}

fn far_script(char: char) -> Script {
    match u32::from(char) {
        0x1200..=0x137f | 0xac00..=0xd7a3 => Script::Syllables,
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff => Script::Unspaced,
        0x3005..=0x30ff
        | 0x31f0..=0x31ff
        | 0x3400..=0x9fff
        | 0xf900..=0xfaff
        | 0x2_0000..=0x3_ffff => Script::Dense,
        _ => Script::Spaced,
    }
}

/// A word of a text; in a script without spaces whatever stands between two signs.
#[derive(Debug)]
pub struct Word<'a> {
    /// As it is written.
    pub written: &'a str,
    /// As it is compared; between two spaces, in a script that has them.
    pub letters: Vec<char>,
    /// Its script.
    pub script: Script,
}

/// A longer word is none, and is cut in pieces.
const MAX_WORD: usize = 40;

/// Gives the words of the first so many characters of a text.
pub fn words(text: &str, max: usize, found: &mut dyn FnMut(&mut Word<'_>)) {
    let mut word =
        Word { written: "", letters: Vec::with_capacity(MAX_WORD + 2), script: Script::Spaced };
    let (mut begin, mut end, mut left) = (0, 0, max);
    let mut give = |word: &mut Word<'_>, written: Option<&str>| {
        if !word.letters.is_empty() {
            if word.script.has_spaces() {
                word.letters.push(' ');
            }
            // Only a word of the text itself is ever shown.
            let mut found_word = Word {
                written: written.unwrap_or_default(),
                letters: std::mem::take(&mut word.letters),
                script: word.script,
            };
            found(&mut found_word);
            word.letters = found_word.letters;
            word.letters.clear();
        }
    };
    for (at, char) in text.char_indices() {
        if left == 0 {
            break;
        }
        left -= 1;
        match letter(char) {
            Letter::Plain(plain) => {
                let its = script(plain);
                if word.letters.len() > MAX_WORD || its != word.script {
                    give(&mut word, text.get(begin..end));
                }
                if word.letters.is_empty() {
                    begin = at;
                    word.script = its;
                    if its.has_spaces() {
                        word.letters.push(' ');
                    }
                }
                word.letters.push(plain);
                end = at + char.len_utf8();
            }
            Letter::Mark => {}
            Letter::Gap => give(&mut word, text.get(begin..end)),
        }
    }
    give(&mut word, text.get(begin..end));
}
