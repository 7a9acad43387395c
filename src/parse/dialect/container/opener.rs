//! Lines that open a box.

use std::ops::Range;

use crate::model::AlertKind;
use crate::parse::dialect::kind::{BoxKind, box_kind};

/// What ends a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line of colons.
    Colons,
    /// A tag such as `{% endhint %}`.
    Tag,
    /// A line that is not indented by four spaces.
    Indentation,
}

/// What a box becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BoxShape {
    /// An alert of this name.
    Alert(&'static str),
    /// A box that is folded up.
    Fold,
    /// Text without a box.
    Plain,
}

/// A line that opens a box.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opener {
    pub(super) ends: Ends,
    pub(super) shape: BoxShape,
    /// The bytes of the title in the line.
    pub(super) title: Option<Range<usize>>,
}

/// Reads a line without its indentation; `None` if it opens no box.
pub(super) fn read(line: &str) -> Option<Opener> {
    colons(line).or_else(|| tag(line)).or_else(|| indented(line))
}

/// Whether a line is `{% endhint %}`.
pub(super) fn is_end_tag(line: &str) -> bool {
    inside_tag(line) == Some("endhint")
}

fn inside_tag(line: &str) -> Option<&str> {
    Some(line.strip_prefix("{%")?.strip_suffix("%}")?.trim_matches(['-', ' ']))
}

const fn shape(kind: BoxKind) -> BoxShape {
    BoxShape::Alert(match kind {
        BoxKind::Fold => return BoxShape::Fold,
        BoxKind::Alert(AlertKind::Note) => "note",
        BoxKind::Alert(AlertKind::Tip) => "tip",
        BoxKind::Alert(AlertKind::Important) => "important",
        BoxKind::Alert(AlertKind::Warning) => "warning",
        BoxKind::Alert(AlertKind::Caution) => "caution",
    })
}

/// `:::tip`, `::: tip Title`, `:::tip[Title]`, `::: {.tip}`, `:::details Title {open}`.
fn colons(line: &str) -> Option<Opener> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let words = rest.trim_start();
    let in_braces = words.strip_prefix('{').and_then(|words| words.split_once('}'));
    let (word, behind) = match in_braces {
        Some((inside, behind)) => {
            let class = |word: &&str| !word.starts_with('#') && !word.contains('=');
            (inside.split_whitespace().find(class)?.trim_start_matches('.'), behind)
        }
        None => words.split_at(words.find([' ', '\t', '[', '{']).unwrap_or(words.len())),
    };
    let title = title(behind);
    let from = line.rfind(title).unwrap_or_default();
    let kind = box_kind(word.trim_end_matches(':'));
    Some(Opener {
        ends: Ends::Colons,
        shape: kind.map_or(BoxShape::Plain, shape),
        title: Some(from..from + title.len()).filter(|title| !title.is_empty()),
    })
}

/// The title behind the name of a box, without brackets, attributes and colons around it.
fn title(behind: &str) -> &str {
    let words = behind.trim();
    let words = words
        .rsplit_once('{')
        .filter(|(_, attributes)| attributes.ends_with('}'))
        .map_or(words, |(words, _)| words);
    let words = words.trim_end_matches(':').trim();
    let bracketed = words.strip_prefix('[').and_then(|words| words.strip_suffix(']'));
    bracketed.unwrap_or(words).trim_matches('"')
}

/// `{% hint style="info" %}`.
fn tag(line: &str) -> Option<Opener> {
    let attributes = inside_tag(line)?.strip_prefix("hint")?;
    let style = attributes.split(['"', '\'']).nth(1).unwrap_or("note");
    let shape = box_kind(style).map_or(BoxShape::Alert("note"), shape);
    Some(Opener { ends: Ends::Tag, shape, title: None })
}

/// `!!! note "Title"`, `??? note`, `???+ note "Title"`, `=== "Title"`.
fn indented(line: &str) -> Option<Opener> {
    let (sign, behind) = line.split_once(' ')?;
    let quoted = behind.find('"').and_then(|from| {
        let inside = behind.get(from + 1..)?.strip_suffix('"')?;
        Some(line.len() - 1 - inside.len()..line.len() - 1)
    });
    let word = behind.split([' ', '"']).next().unwrap_or_default();
    let kind = box_kind(word);
    let shape = match (sign, kind) {
        ("===", _) if behind.starts_with('"') && quoted.is_some() => BoxShape::Plain,
        ("!!!", Some(kind)) => shape(kind),
        ("???" | "???+", Some(_)) => BoxShape::Fold,
        ("!!!", None) if quoted.is_some() => BoxShape::Alert("note"),
        ("???" | "???+", None) if quoted.is_some() => BoxShape::Fold,
        _ => return None,
    };
    Some(Opener { ends: Ends::Indentation, shape, title: quoted })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape and title of a line.
    fn opened(line: &str) -> Option<(BoxShape, &str)> {
        let opener = read(line)?;
        Some((opener.shape, opener.title.and_then(|title| line.get(title)).unwrap_or("")))
    }

    #[test]
    fn boxes_of_many_programs_are_opened() {
        for (line, shape, title) in [
            (":::info", BoxShape::Alert("note"), ""),
            ("::: warning", BoxShape::Alert("warning"), ""),
            ("::::danger", BoxShape::Alert("caution"), ""),
            (":::tip[小 技巧]", BoxShape::Alert("tip"), "小 技巧"),
            (":::note 先看這裡", BoxShape::Alert("note"), "先看這裡"),
            ("::: {.warning}", BoxShape::Alert("warning"), ""),
            ("::: details 說明 {open}", BoxShape::Fold, "說明"),
            (":::spoiler 忘記密碼", BoxShape::Fold, "忘記密碼"),
            (":::提示", BoxShape::Alert("tip"), ""),
            ("::: code-group", BoxShape::Plain, ""),
            ("!!! note \"先看\"", BoxShape::Alert("note"), "先看"),
            ("!!! tip inline end \"先看\"", BoxShape::Alert("tip"), "先看"),
            ("??? question", BoxShape::Fold, ""),
            ("???+ note \"甲\"", BoxShape::Fold, "甲"),
            ("=== \"Windows\"", BoxShape::Plain, "Windows"),
            ("{% hint style=\"danger\" %}", BoxShape::Alert("caution"), ""),
        ] {
            assert_eq!(opened(line), Some((shape, title)), "{line}");
        }
    }

    #[test]
    fn other_lines_open_no_box() {
        for line in ["!!! 真的嗎", "??? 不懂", "=== 甲", ":: 甲", "{% include x %}", "!!!", ": 甲"] {
            assert_eq!(opened(line), None, "{line}");
        }
    }
}
