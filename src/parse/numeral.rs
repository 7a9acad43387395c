//! Numbers as authors write them: `4`, `４`, `四`, `十二`, `④`, `four`.

/// Most digits of a number. A longer number is a year or a telephone number.
const MAX_DIGITS: usize = 4;

/// The English words that count steps, from one.
const ENGLISH: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Reads digits at the beginning of `text`, which are ASCII, or a circled number. Returns the value
/// and how many characters it takes.
pub(super) fn digits(text: &[char]) -> Option<(u32, usize)> {
    if let Some(value) = text.first().and_then(|c| circled(*c)) {
        return Some((value, 1));
    }
    let count = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if count == 0 || count > MAX_DIGITS {
        return None;
    }
    let value = text.iter().take(count).filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit);
    Some((value, count))
}

/// Reads a Chinese number below 1,000 at the beginning of `text`: `三`, `十二`, `二十`, `一百零三`,
/// `〇`.
pub(super) fn chinese(text: &[char]) -> Option<(u32, usize)> {
    let (mut sum, mut digit, mut count) = (0, None, 0);
    for c in text {
        match (*c, digit) {
            ('百', _) => sum += digit.take().unwrap_or(1) * 100,
            ('十', _) => sum += digit.take().unwrap_or(1) * 10,
            ('零' | '〇', None) => (),
            (c, None) => match chinese_digit(c) {
                Some(value) => digit = Some(value),
                None => break,
            },
            (_, Some(_)) => break,
        }
        count += 1;
    }
    (count > 0).then_some((sum + digit.unwrap_or(0), count))
}

/// Reads an English number word in small letters at the beginning of `text`. No letter may follow.
pub(super) fn english(text: &[char]) -> Option<(u32, usize)> {
    let count = text.iter().take_while(|c| c.is_alphabetic()).count();
    let word: String = text.iter().take(count).collect();
    let at = ENGLISH.iter().position(|known| *known == word)?;
    Some((u32::try_from(at).ok()? + 1, count))
}

const fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '一' | '壹' => 1,
        '二' | '兩' | '貳' => 2,
        '三' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The value of a Roman number that is one character: `Ⅳ`.
pub(super) const fn roman(c: char) -> Option<u32> {
    match c as u32 {
        code @ 0x2160..=0x216B => Some(code - 0x2160 + 1),
        code @ 0x2170..=0x217B => Some(code - 0x2170 + 1),
        _ => None,
    }
}

/// The value of a number in a circle or in brackets that is one character: `①`, `⑴`, `⒈`, `❶`.
pub(super) const fn circled(c: char) -> Option<u32> {
    let code = c as u32;
    Some(match code {
        0x2460..=0x2473 => code - 0x2460 + 1,
        0x2474..=0x2487 => code - 0x2474 + 1,
        0x2488..=0x249B => code - 0x2488 + 1,
        0x2776..=0x277F => code - 0x2776 + 1,
        0x2780..=0x2789 => code - 0x2780 + 1,
        0x278A..=0x2793 => code - 0x278A + 1,
        0x3220..=0x3229 => code - 0x3220 + 1,
        0x3251..=0x325F => code - 0x3251 + 21,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_have_their_value() {
        let read = |text: &str| chinese(&text.chars().collect::<Vec<_>>());
        for (text, value) in
            [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零三", 103), ("兩", 2)]
        {
            assert_eq!(read(text), Some((value, text.chars().count())), "{text}");
        }
        assert_eq!(read("一覽"), Some((1, 1)));
        assert_eq!(read("一二"), Some((1, 1)));
        assert_eq!(read("登入"), None);
    }

    #[test]
    fn circled_numbers_and_digits_have_their_value() {
        let read = |text: &str| digits(&text.chars().collect::<Vec<_>>());
        assert_eq!(read("①登"), Some((1, 1)));
        assert_eq!(read("⒊登"), Some((3, 1)));
        assert_eq!(read("㉑"), Some((21, 1)));
        assert_eq!(read("12：登"), Some((12, 2)));
        assert_eq!(read("20261"), None);
    }
}
