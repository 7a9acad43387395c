//! Ends of paragraphs: the last words are kept in one line, so that no last line
//! has only one or two characters (a runt).

use crate::lang::is_cjk;
use crate::render::pdf::record::{PrintInline, PrintNode};
use crate::render::phrase::{CLOSING, OPENING};

/// Smallest width of the last line, in letters: four Chinese characters, or three
/// and a full stop. A Chinese character is two letters wide.
const LEAST: usize = 7;
/// Smallest width of the last line where [`LEAST`] is impossible: two Chinese
/// characters.
const SHORTEST: usize = 4;
/// Largest width of the words that are kept in one line: they must fit in a narrow
/// column.
const MOST: usize = 14;

/// Keeps the last words of a paragraph in one line.
pub(crate) fn hold_end(words: &mut Vec<PrintInline>) {
    let Some((at, offset)) = end(words) else { return };
    let mut content = words.split_off(at);
    if let (Some(PrintInline::Text(text)), true) = (content.first_mut(), offset > 0) {
        let rest = text.split_off(offset);
        words.push(PrintInline::Text(std::mem::replace(text, rest)));
    }
    // A single node does not break anyway, nor does a single word.
    match content.as_slice() {
        [PrintInline::Text(text)] if text.contains(|c: char| c == ' ' || is_cjk(c)) => (),
        [_] => return words.append(&mut content),
        _ => (),
    }
    words.push(PrintInline::Node(PrintNode::Together { content }));
}

/// Where the last words begin: the index of a piece of running text, and an offset
/// in its text. `None` if there is nothing before them, or they would be too wide.
fn end(words: &[PrintInline]) -> Option<(usize, usize)> {
    let mut after = 0;
    // The fallback, if a line of at least `LEAST` would be too wide.
    let mut short = None;
    for (at, inline) in words.iter().enumerate().rev() {
        let (place, wide) = match inline {
            PrintInline::Text(text) => (place(text, after), wide(text)),
            PrintInline::Node(node) => match node_wide(node) {
                Some(wide) => ((after + wide >= LEAST && !is_glued(node)).then_some(0), wide),
                None => return short,
            },
        };
        after += wide;
        match place {
            Some(0) if at == 0 => return None,
            Some(0) | None if after > MOST => return short,
            Some(offset) => return Some((at, offset)),
            None if begins(inline) && after >= SHORTEST && at > 0 => short = Some((at, 0)),
            None => (),
        }
    }
    None
}

/// The last place in a text where a line may begin that is long enough. A place
/// after a closing mark or stop is preferred. `after` is the width of the words
/// after the text.
fn place(text: &str, after: usize) -> Option<usize> {
    let mut line = after;
    let mut last = None;
    for (offset, c) in text.char_indices().rev() {
        line += letters(c);
        if line > MOST {
            break;
        }
        let before = text.get(..offset).and_then(|before| before.chars().next_back());
        if line < LEAST || !begins_line(before, c) {
            continue;
        }
        if before.is_some_and(|before| CLOSING.contains(before)) {
            return Some(offset);
        }
        last = last.or(Some(offset));
    }
    last
}

/// Whether a line may begin with a piece of running text.
fn begins(inline: &PrintInline) -> bool {
    match inline {
        PrintInline::Text(text) => text.chars().next().is_some_and(|first| begins_line(None, first)),
        PrintInline::Node(node) => !is_glued(node),
    }
}

/// Whether a line may begin between two characters. It may not begin with an
/// opening bracket, which would lose the empty half of its width there.
fn begins_line(before: Option<char>, c: char) -> bool {
    let bound = |c: char| OPENING.contains(c) || CLOSING.contains(c) || "([),.:;!?".contains(c);
    if c.is_whitespace() || bound(c) {
        return false;
    }
    before.is_none_or(|before| before.is_whitespace() || is_cjk(before) || is_cjk(c))
}

/// Width of a piece that does not break, in letters; `None` if it may break.
fn node_wide(node: &PrintNode) -> Option<usize> {
    match node {
        PrintNode::Name { words } => Some(wide(&words.text())),
        PrintNode::Whole { text } | PrintNode::Key { text } => Some(wide(text)),
        PrintNode::Note { .. } | PrintNode::Tight => Some(0),
        _ => None,
    }
}

/// Whether a node never begins a line.
fn is_glued(node: &PrintNode) -> bool {
    matches!(node, PrintNode::Note { .. } | PrintNode::Tight)
}

fn wide(text: &str) -> usize {
    text.chars().map(letters).sum()
}

fn letters(c: char) -> usize {
    if is_cjk(c) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(words: &str) -> PrintInline {
        PrintInline::Text(words.to_owned())
    }

    fn whole(words: &str) -> PrintInline {
        PrintInline::Node(PrintNode::Whole { text: words.to_owned() })
    }

    /// The text of a paragraph, with `⟨⟩` around the words kept in one line.
    fn held(mut words: Vec<PrintInline>) -> String {
        hold_end(&mut words);
        said(&words)
    }

    fn said(words: &[PrintInline]) -> String {
        let one = |inline: &PrintInline| match inline {
            PrintInline::Text(text) | PrintInline::Node(PrintNode::Whole { text }) => text.clone(),
            PrintInline::Node(PrintNode::Together { content }) => format!("⟨{}⟩", said(content)),
            PrintInline::Node(_) => "*".to_owned(),
        };
        words.iter().map(one).collect()
    }

    #[test]
    fn four_characters_end_a_chinese_paragraph() {
        assert_eq!(held(vec![text("請留意畫面說明")]), "請留意⟨畫面說明⟩");
        assert_eq!(held(vec![text("請留意畫面說明。")]), "請留意畫⟨面說明。⟩");
    }

    #[test]
    fn a_short_clause_stays_together() {
        assert_eq!(held(vec![text("填好後點選送出，到信箱收信。")]), "填好後點選送出，⟨到信箱收信。⟩");
    }

    #[test]
    fn a_short_last_word_stays_with_the_one_before() {
        assert_eq!(held(vec![text("Choose the one that says it.")]), "Choose the one that ⟨says it.⟩");
        assert_eq!(held(vec![text("Choose a certificate.")]), "Choose a certificate.");
    }

    #[test]
    fn it_does_not_begin_with_a_bracket_or_a_stop() {
        assert_eq!(held(vec![text("完成後按（確定）")]), "完成後⟨按（確定）⟩");
        assert_eq!(held(vec![text("資料存檔，已完成")]), "資料存⟨檔，已完成⟩");
    }

    #[test]
    fn names_are_in_it_whole() {
        assert_eq!(held(vec![text("再點選「"), whole("登入"), text("」即可")]), "再點選「⟨登入」即可⟩");
        assert_eq!(held(vec![text("再點選「"), whole("登入並開始"), text("」")]), "再點選「⟨登入並開始」⟩");
    }

    #[test]
    fn two_characters_stay_together_behind_a_long_name() {
        assert_eq!(held(vec![text("能用"), whole("自然人憑證"), text("登入。")]), "能用自然人憑證⟨登入。⟩");
        assert_eq!(held(vec![text("到"), whole("在職進修資訊網"), text("。")]), "到在職進修資訊網。");
    }

    #[test]
    fn what_may_break_by_itself_is_left_as_it_is() {
        let link = PrintNode::Link { content: vec![text("說明")], url: String::new(), note: None };
        assert_eq!(held(vec![text("詳見"), PrintInline::Node(link), text("。")]), "詳見*。");
    }

    #[test]
    fn a_paragraph_of_a_word_is_left_as_it_is() {
        assert_eq!(held(vec![text("完成登入")]), "完成登入");
        assert_eq!(held(vec![text("好")]), "好");
        assert_eq!(held(Vec::new()), "");
    }

    proptest! {
        /// No word is lost, and the words kept in one line are neither too narrow
        /// nor too wide.
        #[test]
        fn words_stay_as_they_are(parts in prop::collection::vec("[登入e \u{300C}\u{300D}。.]{0,9}", 0..4)) {
            let mut words: Vec<PrintInline> = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                words.push(if at % 2 == 0 { text(part) } else { whole(part) });
            }
            hold_end(&mut words);
            let said = said(&words);
            prop_assert_eq!(said.replace(['⟨', '⟩'], ""), parts.concat());
            if let Some((_, held)) = said.split_once('⟨') {
                let wide = wide(held) - 1;
                prop_assert!((SHORTEST..=MOST).contains(&wide), "{} is {} wide", held, wide);
            }
        }
    }
}
