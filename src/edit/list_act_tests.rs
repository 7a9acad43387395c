//! Acts on the list under a picture, in the styles of authors.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use proptest::prelude::*;

use super::figure_list::FigureList;
use super::list_act::ListAct;
use super::refusal::ActRefusal;
use crate::model::StepWords;
use crate::source::{Source, SourceId};
use crate::url::TreePath;

const HEAD: &str = "# 註冊\n\n## 步驟：登入\n\n";

fn page(text: &str) -> Source {
    Source::decode(SourceId(0), TreePath::new("content/a.zh-TW.md"), text.as_bytes().to_vec())
}

/// What an act makes of a page, whose figure begins with `![`.
fn after(text: &str, act: &ListAct) -> Result<String, ActRefusal> {
    let change = act.change(&page(text), &StepWords::default(), text.find("![").unwrap())?;
    Ok(change.apply(text).unwrap())
}

fn items(text: &str) -> Vec<String> {
    let source = page(text);
    let list = FigureList::of(&source, &StepWords::default(), text.find("![").unwrap()).unwrap();
    list.items.iter().map(|item| list.words(item)).collect()
}

fn add(at: usize, words: &str) -> ListAct {
    ListAct::Add(at, words.to_owned())
}

const COUNTED: &str = "![a](a.png)\n\n1. 甲\n2. 乙\n   再說\n3. 丙\n\n結果：好\n";

#[test]
fn words_change_in_their_item_only() {
    let new = ListAct::Words(1, "**丁**。\n又".to_owned());
    assert_eq!(after(COUNTED, &new), Ok(COUNTED.replace("乙\n   再說", "**丁**。\n   又")));
    let windows = format!("\u{feff}{}", COUNTED.replace('\n', "\r\n"));
    assert_eq!(after(&windows, &new), Ok(windows.replace("乙\r\n   再說", "**丁**。\r\n   又")));
    assert_eq!(items(&windows), ["甲", "乙\n再說", "丙"]);
}

#[test]
fn a_new_item_takes_its_number_in_the_authors_style() {
    let expected = "![a](a.png)\n\n1. 甲\n2. 新\n3. 乙\n   再說\n4. 丙\n\n結果：好\n";
    assert_eq!(after(COUNTED, &add(1, "新")).as_deref(), Ok(expected));
    assert_eq!(after(COUNTED, &add(3, "新")), Ok(COUNTED.replace("3. 丙\n", "3. 丙\n4. 新\n")));
    let ones = "![a](a.png)\n\n1) 甲\n\n1) 乙\n";
    assert_eq!(after(ones, &add(2, "新")), Ok(format!("{ones}\n1) 新\n")));
    assert_eq!(after(ones, &add(0, "新")), Ok(ones.replace("1) 甲", "1) 新\n\n1) 甲")));
    let open = "![a](a.png)\n\n  3.  甲";
    assert_eq!(after(open, &add(1, "新\n行")), Ok(format!("{open}\n  4.  新\n      行")));
}

#[test]
fn the_first_item_begins_a_list() {
    let text = format!("{HEAD}![a](a.png)\n![b](b.png)\n\n結果：好\n");
    let expected = text.replace("b.png)\n", "b.png)\n\n1. 新\n   行\n");
    assert_eq!(after(&text, &add(0, "新\n行")), Ok(expected));
    assert_eq!(after("![a](a.png)", &add(0, "新")).as_deref(), Ok("![a](a.png)\n\n1. 新"));
}

#[test]
fn a_removed_item_gives_its_number_to_the_next() {
    let remove = |text: &str, at| after(text, &ListAct::Remove(at)).unwrap();
    assert_eq!(remove(COUNTED, 1), "![a](a.png)\n\n1. 甲\n2. 丙\n\n結果：好\n");
    assert_eq!(remove(COUNTED, 2), COUNTED.replace("3. 丙\n", ""));
    assert_eq!(remove("![a](a.png)\n\n1. 甲\n\n結果：好\n", 0), "![a](a.png)\n\n結果：好\n");
    assert_eq!(remove("![a](a.png)\n\n1. 甲\n\n1. 乙\n\n", 1), "![a](a.png)\n\n1. 甲\n\n");
}

#[test]
fn whatever_the_words_are_they_stay_in_their_item() {
    let tab = "![a](a.png)\n\n1.\t甲\n2.\t乙\n";
    for words in [
        "",
        "```\n甲",
        "- - 1",
        "甲\n5. 丁",
        "甲\r\r5. 丁",
        "甲\n\n## 步驟：丁",
        "<!--",
        "    丁\n===",
        "[^1]: 丁",
    ] {
        for text in [COUNTED, tab] {
            let made = after(text, &ListAct::Words(1, words.to_owned()));
            // Under a tab, further lines have no place that is a number of spaces.
            let Ok(made) = made else {
                assert!(text == tab && words.contains(['\n', '\r']), "{words}");
                continue;
            };
            let others = |text: &str| {
                items(text).into_iter().enumerate().filter(|(at, _)| *at != 1).collect::<Vec<_>>()
            };
            assert_eq!(others(&made), others(text), "{made}");
        }
    }
    assert_eq!(after(COUNTED, &ListAct::Remove(3)), Err(ActRefusal::NoEntry));
}

fn any_list_act() -> impl Strategy<Value = ListAct> {
    let words = "(甲|乙\n再|\\*\\*b\\*\\*|  c |\\[d\\]\\(x.md\\)|e\n\nf)";
    prop_oneof![
        (0..5_usize, words).prop_map(|(at, words)| ListAct::Words(at, words)),
        (0..5_usize, words).prop_map(|(at, words)| ListAct::Add(at, words)),
        (0..5_usize).prop_map(ListAct::Remove),
        (0..5_usize, 0..5_usize).prop_map(|(from, to)| ListAct::Move { from, to }),
    ]
}

#[test]
fn an_item_without_words_gets_some() {
    for empty in ["![a](a.png)\n\n1. One\n2. \n", "![a](a.png)\n\n1. One\n2.\n\nEnd.\n"] {
        let change =
            ListAct::Words(1, "Two".to_owned()).change(&page(empty), &StepWords::default(), 0).unwrap();
        assert_eq!(change.apply(empty).unwrap(), empty.replace("2. \n", "2.\n").replace("2.\n", "2. Two\n"));
        let third = after(empty, &add(2, "Three")).unwrap();
        assert!(third.contains("\n3. Three\n"), "{third:?}");
    }
}

/// A page as somebody may have written it.
fn any_page() -> impl Strategy<Value = String> {
    let item = "(甲|b \\*c\\*|乙\n   行|丙\n\n   段)";
    let list = (prop::collection::vec(item, 0..4), "[.)]", any::<(bool, bool, bool)>(), 1..12_u32);
    let ends = ("(\u{feff})?(# 冊\n\n)?", "(|結果：好\n|## 步驟：乙\n\n![b](b.png)\n\n1. 別\n)");
    (list, ends, any::<(bool, bool)>()).prop_map(
        |((items, dot, (loose, ones, indent), start), (head, tail), (windows, open))| {
            let mut text = format!("{head}![a](a.png)\n");
            for (at, item) in items.iter().enumerate() {
                let gap = if at == 0 || loose { "\n" } else { "" };
                let number = if ones { start } else { start + u32::try_from(at).unwrap() };
                let space = if indent { "  " } else { "" };
                let item =
                    item.replace("\n   ", &format!("\n{space}{}", " ".repeat(number.to_string().len() + 2)));
                _ = writeln!(text, "{gap}{space}{number}{dot} {item}");
            }
            _ = write!(text, "\n{tail}");
            let text = if open { text.trim_end().to_owned() } else { text };
            if windows { text.replace('\n', "\r\n") } else { text }
        },
    )
}

proptest! {
    /// After any acts the items are those that the author has made of them, nothing else has changed,
    /// and undoing gives the bytes that were there.
    #[test]
    fn a_list_says_what_was_done_and_undoing_gives_its_bytes(
        text in any_page(), acts in prop::collection::vec(any_list_act(), 1..7)
    ) {
        let (mut now, mut undo) = (text.clone(), Vec::new());
        for act in &acts {
            let before = items(&now);
            let figure = now.find("![").unwrap();
            let change = act.change(&page(&now), &StepWords::default(), figure);
            if let Err(refusal) = change {
                prop_assert!(refusal == ActRefusal::NoEntry, "{refusal:?} {act:?} {now:?}");
                continue;
            }
            let change = change.unwrap();
            let after = change.apply(&now).unwrap();
            let count = items(&after).len().cast_signed() - before.len().cast_signed();
            let expected = match act { ListAct::Add(..) => 1, ListAct::Remove(_) => -1, _ => 0 };
            prop_assert_eq!(count, expected, "{:?} → {:?}", now, after);
            prop_assert_eq!(after.contains("\r\n") && after.replace("\r\n", "").contains('\n'), false, "{:?}", after);
            for kept in ["結果：好", "1. 別", "# 冊"] {
                prop_assert_eq!(now.contains(kept), after.contains(kept), "{:?} → {:?}", now, after);
            }
            undo.push(change.inverse(&now).unwrap());
            now = after;
        }
        for change in undo.iter().rev() {
            now = change.apply(&now).unwrap();
        }
        prop_assert_eq!(now, text);
    }
}
