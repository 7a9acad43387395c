//! Chinese characters that stand for others: simplified ones, variants, radicals.
//!
//! The table is that of the page's search (`themes/default/find/variants.js`, with its sources and
//! licence), so that both fold texts alike.

use std::sync::LazyLock;

/// The file with the pairs of characters.
const TABLE: &str = include_str!("../../themes/default/find/variants.js");

/// The first character of the table, U+2E80: the radicals.
const FIRST: u32 = 0x2E80;

/// The characters after the table: it ends with those of U+4E00 to U+9FFF.
const END: u32 = 0xA000;

/// For each character from [`FIRST`] on the one that it stands for; 0 if it stands for itself.
static USUAL: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (END - FIRST) as usize];
    for name in ["radicals", "simplified", "usual"] {
        for (from, to) in pairs(name) {
            let place = u32::from(from).checked_sub(FIRST).and_then(|at| table.get_mut(at as usize));
            if let (Some(place), Ok(to)) = (place, u16::try_from(u32::from(to))) {
                *place = to;
            }
        }
    }
    table
});

/// The pairs of characters under a name of the file.
fn pairs(name: &str) -> impl Iterator<Item = (char, char)> {
    let behind = TABLE.split_once(&format!("{name}:")).map_or("", |(_, behind)| behind);
    let inside = behind.split('`').nth(1).unwrap_or_default();
    let mut characters = inside.chars().filter(|c| !c.is_whitespace());
    std::iter::from_fn(move || Some((characters.next()?, characters.next()?)))
}

/// The character that Taiwan's schools write for one that readers also type: `讀` for `读`, `台` for
/// `臺`, `用` for the radical `⽤`.
pub(crate) fn usual(c: char) -> char {
    let known = u32::from(c).checked_sub(FIRST).and_then(|at| USUAL.get(at as usize));
    known.and_then(|known| char::from_u32(u32::from(*known))).filter(|known| *known != '\0').unwrap_or(c)
}

/// The character for which a radical stands, which looks like it; `None` for any other character.
#[must_use]
pub fn radical(c: char) -> Option<char> {
    matches!(c, '\u{2E80}'..='\u{2FD5}').then(|| usual(c)).filter(|meant| *meant != c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_for_the_usual_ones() {
        let usual: String = "读卡机网络步骤臺⽤⻑登入A，".chars().map(usual).collect();
        assert_eq!(usual, "讀卡機網絡步驟台用長登入A，");
        assert_eq!((radical('⽤'), radical('用'), radical('读')), (Some('用'), None, None));
    }

    #[test]
    fn no_character_of_the_table_stands_for_one_that_stands_for_another() {
        for name in ["radicals", "simplified", "usual"] {
            let pairs: Vec<(char, char)> = pairs(name).collect();
            assert!(pairs.len() > 20, "{name}");
            for (from, to) in pairs {
                assert!(from != to && super::usual(to) == to || name == "radicals", "{from}{to}");
            }
        }
    }
}
