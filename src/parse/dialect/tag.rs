//! Tags that other programs replace by something else: tables of contents, films, includes.

use std::ops::Range;

use crate::diag::ForeignSyntax;

/// A tag at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ForeignTag {
    /// Its length in bytes.
    pub(crate) length: usize,
    pub(crate) what: ForeignSyntax,
    /// What to write instead, if that is known.
    pub(crate) right: Option<String>,
}

/// The places of tables of contents.
const CONTENTS: &[&str] =
    &["[toc]", "[[_toc_]]", "[[toc]]", "@[toc]", "{{toc}}", "{:toc}", "{: toc}", "${toc}"];

/// Signs that begin and end a tag.
const TAGS: &[(&str, &str)] = &[
    ("{%", "%}"),
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{{#", "}}"),
    ("[name=", "]"),
    ("[time=", "]"),
    ("[color=", "]"),
];

/// Signs that begin a line which is a tag up to its end.
const LINES: &[&str] = &["--8<--", "<<< @", "*["];

/// Reads the tag at the beginning of a line of text; `None` if there is none.
pub(crate) fn read(line: &str) -> Option<ForeignTag> {
    let line = line.trim_end();
    let whole = |what, right| Some(ForeignTag { length: line.len(), what, right });
    if CONTENTS.iter().any(|contents| contents.eq_ignore_ascii_case(line)) {
        return whole(ForeignSyntax::Contents, Some(String::new()));
    }
    if line.starts_with("{:") && line.ends_with('}') {
        return whole(ForeignSyntax::Attributes, Some(String::new()));
    }
    if let Some((open, close)) = TAGS.iter().find(|(open, _)| line.starts_with(open)) {
        let inside = line.strip_prefix(open)?.split_once(close)?.0;
        let length = open.len() + inside.len() + close.len();
        return Some(ForeignTag { length, what: ForeignSyntax::Tag { printed: false }, right: link(inside) });
    }
    let is_abbreviation = !line.starts_with("*[") || line.contains("]:");
    if LINES.iter().any(|sign| line.starts_with(sign)) && is_abbreviation {
        return whole(ForeignSyntax::Tag { printed: false }, None);
    }
    // A directive of reStructuredText, as in `.. note::`.
    let directive = line.strip_prefix(".. ").and_then(|name| name.split_once("::"));
    if directive.is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')) {
        return whole(ForeignSyntax::Tag { printed: false }, None);
    }
    let is_import = line.starts_with("import ") && (line.contains(" from '") || line.contains(" from \""));
    if is_import { whole(ForeignSyntax::Tag { printed: false }, Some(String::new())) } else { None }
}

/// The first tag in a text, and what it is.
pub(crate) fn inside(words: &str) -> Option<(Range<usize>, ForeignSyntax)> {
    let note = ("^[", "]");
    let signs = TAGS.iter().chain(std::iter::once(&note));
    let (start, (open, close)) =
        signs.filter_map(|signs| Some((words.find(signs.0)?, *signs))).min_by_key(|(at, _)| *at)?;
    let behind = words.get(start + open.len()..)?;
    let end = start + open.len() + behind.find(close)? + close.len();
    let is_note = open == note.0;
    if is_note && words.get(end..).is_some_and(|behind| behind.starts_with('(')) {
        return None;
    }
    let what = if is_note { ForeignSyntax::InlineNote } else { ForeignSyntax::Tag { printed: true } };
    Some((start..end, what))
}

/// A link for a tag that shows a film or another page.
fn link(inside: &str) -> Option<String> {
    let mut words = inside.split_whitespace();
    let name = words.next()?;
    let value = words.next()?.trim_start_matches("url=").trim_matches(['"', '\'']);
    let address = match name {
        _ if value.starts_with("https://") => value.to_owned(),
        "youtube" => format!("https://www.youtube.com/watch?v={value}"),
        "vimeo" => format!("https://vimeo.com/{value}"),
        _ => return None,
    };
    Some(format!("<{address}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_text() {
        for (line, what) in [
            ("[TOC]", ForeignSyntax::Contents),
            ("[[_TOC_]]", ForeignSyntax::Contents),
            ("{: .note }", ForeignSyntax::Attributes),
            ("{%youtube abc %}", ForeignSyntax::Tag { printed: false }),
            ("{{< figure src=\"a.png\" >}}", ForeignSyntax::Tag { printed: false }),
            ("{{#include a.md}}", ForeignSyntax::Tag { printed: false }),
            ("*[TANet]: 臺灣學術網路", ForeignSyntax::Tag { printed: false }),
            ("[name=王小明]", ForeignSyntax::Tag { printed: false }),
            ("import Tabs from '@theme/Tabs';", ForeignSyntax::Tag { printed: false }),
        ] {
            assert_eq!(read(line).map(|tag| tag.what), Some(what), "{line}");
        }
        for line in ["[toc] 說明", "{姓名}", "{{ 姓名 }}", "*[a](b.md)*", "import 資料", "100% 完成"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_film_becomes_a_link() {
        let right = |line| read(line).and_then(|tag| tag.right);
        assert_eq!(right("{%youtube abc123 %}").as_deref(), Some("<https://www.youtube.com/watch?v=abc123>"));
        assert_eq!(
            right("{% embed url=\"https://example.tw/\" %}").as_deref(),
            Some("<https://example.tw/>")
        );
        assert_eq!(right("{% include nav.html %}"), None);
    }

    #[test]
    fn a_tag_behind_words_is_found() {
        assert_eq!(inside("按 {% icon %} 鈕"), Some((4..14, ForeignSyntax::Tag { printed: true })));
        assert_eq!(inside("文^[註]。"), Some((3..9, ForeignSyntax::InlineNote)));
        assert_eq!(inside("文^[註](a.md)"), None);
        assert_eq!(inside("按 {% 鈕"), None);
    }
}
