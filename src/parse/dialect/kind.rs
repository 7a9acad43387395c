//! The words by which programs and authors name boxes.

use crate::diag;
use crate::model::AlertKind;

/// What a box of another program becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BoxKind {
    /// An alert.
    Alert(AlertKind),
    /// Text that is folded up until a reader opens it.
    Fold,
}

/// The names that GitHub's Markdown knows, in the order of [`AlertKind`].
const OF_GITHUB: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// The names, in small letters: those of GitHub first, then those of Obsidian, MkDocs, Docusaurus,
/// GitBook and HackMD, then the words that authors write in Chinese.
const WORDS: &[(BoxKind, &[&str])] = &[
    (
        BoxKind::Alert(AlertKind::Note),
        &[
            "note", "info", "abstract", "summary", "tldr", "todo", "example", "question", "help", "faq",
            "quote", "cite", "seealso", "說明", "備註", "註", "附註", "資訊", "補充", "筆記", "範例",
        ],
    ),
    (
        BoxKind::Alert(AlertKind::Tip),
        &["tip", "hint", "success", "check", "done", "提示", "小提示", "技巧", "小技巧", "訣竅", "建議"],
    ),
    (BoxKind::Alert(AlertKind::Important), &["important", "重要", "重點"]),
    (BoxKind::Alert(AlertKind::Warning), &["warning", "attention", "warn", "警告", "注意", "注意事項"]),
    (
        BoxKind::Alert(AlertKind::Caution),
        &["caution", "danger", "error", "failure", "fail", "missing", "bug", "小心", "危險", "當心"],
    ),
    (BoxKind::Fold, &["spoiler", "details", "collapse"]),
];

/// The box that a word names.
pub(crate) fn box_kind(word: &str) -> Option<BoxKind> {
    let word = word.to_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind)
}

/// The name of GitHub that a mistyped one resembles: `tip` for `TIPS`.
pub(crate) fn nearest(word: &str) -> Option<&'static str> {
    diag::nearest(&word.to_lowercase(), OF_GITHUB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_and_languages_name_a_box() {
        assert_eq!(box_kind("Danger"), Some(BoxKind::Alert(AlertKind::Caution)));
        assert_eq!(box_kind("提示"), Some(BoxKind::Alert(AlertKind::Tip)));
        assert_eq!(box_kind("spoiler"), Some(BoxKind::Fold));
        assert_eq!((box_kind("tips"), nearest("TIPS")), (None, Some("tip")));
        assert_eq!(nearest("columns"), None);
    }
}
