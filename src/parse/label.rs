//! Lines of a label and a value, such as `電話：分機 215`.
//!
//! Authors write addresses and settings in such lines, one below the other. Markdown makes one line
//! of them, so Chinese words of different lines touch. Two such lines in a row can hardly mean
//! anything else, so the line break between them stays.

/// Longest line with a label, in bytes.
pub(super) const LONGEST: usize = 160;

/// Most characters of a label.
const LABEL: usize = 12;

/// Signs of Markdown and spaces before the words of a line, and the number of an item.
const MARKERS: [char; 8] = [' ', '\t', '>', '-', '*', '+', '#', '_'];

/// Whether a line has a label and a short value.
pub(super) fn has_value(line: &str) -> bool {
    split(line).is_some_and(|(label, value)| is_label(label) && is_value(value))
}

/// Whether a line has a label, and a short value or none.
pub(super) fn begins(line: &str) -> bool {
    split(line).is_some_and(|(label, value)| is_label(label) && (value.is_empty() || is_value(value)))
}

fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    if line.len() >= LONGEST {
        return None;
    }
    let (label, value) = match line.split_once('：') {
        Some(parts) => parts,
        None => line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?,
    };
    let label = label.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']);
    Some((
        label.trim_start_matches(MARKERS).trim_end_matches(['*', '_', ' ']),
        value.trim_matches([' ', '*', '_']),
    ))
}

fn is_label(label: &str) -> bool {
    let mut words = label.split(' ').filter(|word| !word.is_empty());
    let punctuation = |c: char| c.is_ascii_punctuation() && !matches!(c, '-' | '/' | '(' | ')' | '`');
    (1..=LABEL).contains(&label.chars().count())
        && words.by_ref().take(4).count() <= 3
        && !label.contains(['，', '。', '、', '；', '！', '？', '「', '」', '→', '➔'])
        && !label.contains(punctuation)
}

/// Whether a value is words, and no sentence.
fn is_value(value: &str) -> bool {
    !value.is_empty() && !value.ends_with(['。', '！', '？', '，', '；', '、', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_few_words_before_its_colon() {
        for line in [
            "收件人：青禾國小教務處",
            "電話： 分機 215",
            "**地址**：青禾市",
            "Phone: 215",
            "- 電話：215",
            "1. 電話：215",
        ] {
            assert!(has_value(line), "{line}");
        }
        assert!(begins("聯絡方式：") && !has_value("聯絡方式："));
    }

    #[test]
    fn sentences_have_no_label() {
        for line in [
            "請注意，密碼：八個字",
            "注意：請先登出。",
            "點選「登入」：再輸入",
            "文字",
            "https://example.tw/",
            "This is a long sentence with a colon: yes",
        ] {
            assert!(!has_value(line), "{line}");
        }
    }
}
