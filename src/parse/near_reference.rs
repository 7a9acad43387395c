//! Pictures and links that miss their form by a sign and are printed as text.
//!
//! In: a line, and where a piece of its running text begins. Out: the part of the line that was
//! meant as a picture or link, the cause, and the text as it should be. The parser decides what is
//! text; so a reference that is understood is never reported.

use std::ops::Range;

use super::path::ending;
use crate::diag::{NearReference, ReferenceFault};
use crate::lang::is_invisible;
use crate::url::TreePath;

/// A near miss in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearReferenceAt {
    /// The bytes of the line that were meant as a reference.
    pub(super) bytes: Range<usize>,
    pub(super) what: NearReference,
    /// The reference as it should be, if that is known.
    pub(super) right: Option<String>,
}

/// Whether a character may open the words of a reference.
pub(super) const fn is_open(c: char) -> bool {
    matches!(c, '[' | '［' | '【')
}

const BANGS: [char; 2] = ['!', '！'];
const OPENS: [char; 3] = ['[', '［', '【'];
const CLOSES: [char; 3] = [']', '］', '】'];
const ROUND: [char; 3] = ['(', '（', '〔'];
const ROUND_ENDS: [char; 3] = [')', '）', '〕'];

/// The first near miss of `line` that begins in `from`.
pub(super) fn read(line: &str, from: Range<usize>) -> Option<NearReferenceAt> {
    let piece = line.get(from.clone())?;
    piece.char_indices().find_map(|(at, c)| {
        let at = from.start + at;
        let bang = BANGS.contains(&c) && rest(line, at + c.len_utf8()).starts_with(OPENS);
        (bang || OPENS.contains(&c)).then(|| wiki(line, at).or_else(|| reference(line, at))).flatten()
    })
}

fn rest(line: &str, at: usize) -> &str {
    line.get(at..).unwrap_or_default()
}

/// `![[a.png|400]]` and `[[page]]`.
fn wiki(line: &str, start: usize) -> Option<NearReferenceAt> {
    let text = rest(line, start);
    let picture = text.starts_with('!');
    let inside = text.strip_prefix("![[").or_else(|| text.strip_prefix("[["))?;
    let end = inside.find(['[', ']', '\n'])?;
    let inside = inside.get(end..)?.starts_with("]]").then(|| inside.get(..end))??;
    let (path, words) = inside.split_once('|').unwrap_or((inside, ""));
    let length = text.len() - rest(text, if picture { 3 } else { 2 }).len() + inside.len() + 2;
    let path = path.trim();
    let is_size = words.chars().all(|c| c.is_ascii_digit() || c == 'x');
    let alt = if is_size { "" } else { words.trim() };
    let right = if picture {
        format!("![{alt}]({})", bracketed(path))
    } else {
        format!("[{}](…)", if alt.is_empty() { path } else { alt })
    };
    let what = NearReference { picture, fault: ReferenceFault::Wiki };
    Some(NearReferenceAt {
        bytes: start..start + length,
        what,
        right: Some(right).filter(|_| picture && !alt.is_empty()),
    })
}

/// The parts of a reference as they are written.
struct Parts<'a> {
    words: &'a str,
    /// What stands between the square and the round brackets.
    gap: &'a str,
    /// Whether the path stands in square brackets too.
    square: bool,
    inside: &'a str,
    closed: bool,
    length: usize,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let behind = text.trim_start_matches(BANGS).strip_prefix(OPENS)?;
    let (words, behind) = split_at_end(behind, OPENS, CLOSES)?;
    let gap = behind.len() - behind.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len();
    let (gap, behind) = behind.split_at(gap);
    let square = behind.starts_with('[');
    let inside = behind.strip_prefix(ROUND).or_else(|| behind.strip_prefix('['))?;
    let (inside, closed, left) = if square {
        let (inside, left) = inside.split_once(']')?;
        (inside, true, left)
    } else if let Some((inside, left)) = split_at_end(inside, ROUND, ROUND_ENDS) {
        (inside, true, left)
    } else {
        let path = open_path(inside);
        (path, false, inside.get(path.len()..)?)
    };
    Some(Parts { words, gap, square, inside, closed, length: text.len() - left.len() })
}

/// The path of a reference without a closing bracket: all words if they end like a file's name, else
/// the first ones that do, else the first word.
fn open_path(inside: &str) -> &str {
    let end = inside.find(['{', '|', '，', '。', '、', '；']).unwrap_or(inside.len());
    let whole = inside.get(..end).unwrap_or_default().trim_end();
    if ending(&target(whole, false).path).is_some() {
        return whole;
    }
    let ends = whole.match_indices(' ').map(|(at, _)| whole.get(..at).unwrap_or_default());
    let mut first = ends.take(8);
    first.find(|path| ending(path).is_some()).or(whole.split(' ').next()).unwrap_or_default()
}

/// Most brackets that are open at once. Without a limit, a line of brackets would take quadratic
/// time.
const DEPTH: usize = 4;

/// Splits a text behind an opening bracket at the closing one that belongs to it.
fn split_at_end(text: &str, opens: [char; 3], closes: [char; 3]) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if opens.contains(&c) {
            depth += 1;
            if depth > DEPTH {
                return None;
            }
        } else if closes.contains(&c) {
            match depth.checked_sub(1) {
                Some(left) => depth = left,
                None => return Some((text.get(..at)?, text.get(at + c.len_utf8()..)?)),
            }
        }
    }
    None
}

/// `！[甲](a.png)`, `![甲]（a.png）`, `![甲](a.png =300x)`, `[甲](a.md`.
fn reference(line: &str, start: usize) -> Option<NearReferenceAt> {
    let text = rest(line, start);
    let picture = text.starts_with(BANGS);
    let parts = parts(text)?;
    let signs = text.get(..parts.length)?;
    let target = target(parts.inside, parts.closed);
    let wide = signs.char_indices().find(|(at, c)| {
        let sign = ['！', '［', '］', '【', '】', '（', '）', '〔', '〕'].contains(c);
        sign && !is_inside(text, *at, parts.words) && !is_inside(text, *at, parts.inside)
    });
    let fault = match (wide, target.fault) {
        (Some((_, sign)), _) => ReferenceFault::WideSign(sign),
        (None, _) if parts.square => ReferenceFault::SquareBrackets,
        (None, Some(fault)) => fault,
        (None, None) if target.path.contains('\\') => backslashes(&target.path),
        (None, None) if !parts.closed => ReferenceFault::NotClosed,
        (None, None) if parts.gap.is_empty() && target.path.contains(' ') => ReferenceFault::SpaceInPath,
        (None, None) if picture || looks_like_file(&target.path) => {
            ReferenceFault::Gap(parts.gap.chars().find(|c| is_invisible(*c)).or(parts.gap.chars().next())?)
        }
        _ => return None,
    };
    // `注意！[說明](b.md)` is a link behind an exclamation mark.
    let meant = if text.starts_with('！') || (picture && parts.square) {
        TreePath::new(&target.path).is_picture()
    } else {
        picture || looks_like_file(&target.path)
    };
    if !meant {
        return None;
    }
    let mark = if picture { "!" } else { "" };
    let title = if target.title.is_empty() { String::new() } else { format!(" \"{}\"", target.title) };
    let path = target.path.replace('\\', "/");
    let right = format!("{mark}[{}]({}{title})", parts.words, bracketed(&path));
    let known = fault != ReferenceFault::OwnComputer && (parts.closed || looks_like_file(parts.inside));
    let right = Some(right).filter(|_| known);
    let what = NearReference { picture, fault };
    Some(NearReferenceAt { bytes: start..start + parts.length, what, right })
}

/// Why a path with backslashes leads nowhere.
fn backslashes(path: &str) -> ReferenceFault {
    let drive = path.get(1..).is_some_and(|rest| rest.starts_with(":\\"));
    if drive || path.starts_with("\\\\") { ReferenceFault::OwnComputer } else { ReferenceFault::Backslashes }
}

/// The near miss of a reference that the parser understands and whose path has backslashes.
pub(super) fn of_windows(reference_text: &str) -> Option<NearReferenceAt> {
    let near = reference(reference_text, 0)?;
    let of_windows = matches!(near.what.fault, ReferenceFault::Backslashes | ReferenceFault::OwnComputer);
    of_windows.then_some(near)
}

/// Whether an offset of `text` lies in a part of it.
fn is_inside(text: &str, at: usize, part: &str) -> bool {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    (start..start + part.len()).contains(&at)
}

/// What stands between the round brackets.
struct WrittenPath {
    path: String,
    title: String,
    fault: Option<ReferenceFault>,
}

fn target(inside: &str, closed: bool) -> WrittenPath {
    let inside = inside.trim();
    let within = inside.strip_prefix('<').and_then(|inside| inside.strip_suffix('>'));
    let (mut path, mut title, mut fault) = (within.unwrap_or(inside), String::new(), None);
    if let Some((before, size)) = size(path) {
        (path, fault) = (before, Some(ReferenceFault::Size(size.to_owned())));
    }
    let curly = ['“', '”', '„', '＂', '「', '」', '‘', '’'];
    if let Some(before) = path.strip_suffix(curly)
        && let Some((before, words)) = before.rsplit_once([' ', '\u{3000}'])
        && let Some(words) = words.trim().strip_prefix(curly)
    {
        let sign = path.chars().next_back().unwrap_or_default();
        (title, fault) = (words.to_owned(), Some(ReferenceFault::CurlyQuotes(sign)));
        path = before.trim_end();
    } else if let Some((before, words)) = quoted(path) {
        words.clone_into(&mut title);
        path = before;
    } else if closed && let Some((before, words)) = bare_title(path) {
        (title, fault) = (words.to_owned(), Some(ReferenceFault::TitleQuotes));
        path = before;
    }
    WrittenPath { path: path.trim_matches(['<', '>']).to_owned(), title, fault }
}

/// A path and the size behind it: ` =300x`, `|300`, ` width=300`.
fn size(inside: &str) -> Option<(&str, &str)> {
    let at = inside.rfind([' ', '|'])?;
    let size = inside.get(at..)?.trim_start();
    let number = size.trim_start_matches("width").trim_start_matches("height").trim_start_matches(['=', '|']);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, 'x' | '%' | '*' | '"');
    let is_size = size.contains(['=', '|']) && number.contains(|c: char| c.is_ascii_digit());
    (is_size && number.trim_end_matches("px").chars().all(is_number))
        .then(|| Some((inside.get(..at)?.trim_end(), size)))?
}

/// A path and the title in straight quotes behind it.
fn quoted(inside: &str) -> Option<(&str, &str)> {
    ['"', '\''].into_iter().find_map(|quote| {
        let (before, words) = inside.strip_suffix(quote)?.split_once(quote)?;
        before.ends_with(' ').then(|| (before.trim_end(), words))
    })
}

/// A path and words behind it that lack one or both of their quotes: `img/a.png "圖說`.
fn bare_title(inside: &str) -> Option<(&str, &str)> {
    let spaces = inside.match_indices([' ', '\u{3000}']).take(8);
    let (at, _) = spaces.into_iter().find(|(at, _)| inside.get(..*at).and_then(ending).is_some())?;
    let (path, words) = inside.split_at(at);
    let words = words.trim().trim_matches(['"', '\'', '“', '”']).trim();
    (ending(words).is_none() && !words.is_empty()).then_some((path, words))
}

/// A path as it is written in a reference: between `<` and `>` if it has spaces or brackets.
fn bracketed(path: &str) -> String {
    if path.contains([' ', '(', ')', '\u{3000}']) { format!("<{path}>") } else { path.to_owned() }
}

/// Whether the words between round brackets are a path or address, not an aside.
fn looks_like_file(path: &str) -> bool {
    path.starts_with('#') || path.contains("://") || ending(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference as it should be, and the fault.
    fn show(line: &str) -> String {
        match read(line, 0..line.len()) {
            Some(found) => format!("{} | {:?}", found.right.unwrap_or_default(), found.what.fault),
            None => String::new(),
        }
    }

    #[test]
    fn near_misses_are_corrected() {
        for (line, shown) in [
            ("！[登入](img/a.png)", "![登入](img/a.png) | WideSign('！')"),
            ("![登入]（img/a.png）", "![登入](img/a.png) | WideSign('（')"),
            ("![登入（左）］(img/a.png)", "![登入（左）](img/a.png) | WideSign('］')"),
            ("![首頁](img/home.png =300x)", "![首頁](img/home.png) | Size(\"=300x\")"),
            ("![首頁](img/home.png =50%x*)", "![首頁](img/home.png) | Size(\"=50%x*\")"),
            ("![首頁](img/home.png “圖說”)", "![首頁](img/home.png \"圖說\") | CurlyQuotes('”')"),
            ("![首頁](img/home.png", "![首頁](img/home.png) | NotClosed"),
            ("![首頁](img/home.png 接著", "![首頁](img/home.png) | NotClosed"),
            ("![首頁] (img/home.png)", "![首頁](img/home.png) | Gap(' ')"),
            ("![[a b.png|首頁]]", "![首頁](<a b.png>) | Wiki"),
            ("![[a.png|400]]", " | Wiki"),
            ("[[其他頁]]", " | Wiki"),
            (r"![首頁](img\a b.png)", "![首頁](<img/a b.png>) | Backslashes"),
            (r"![首頁](C:\Users\a b.png)", " | OwnComputer"),
            (r"[表](\\nas\a.odt)", " | OwnComputer"),
            ("見［說明］（b.zh-TW.md）。", "[說明](b.zh-TW.md) | WideSign('［')"),
            ("見[說明](b.zh-TW.md#step-1", "[說明](b.zh-TW.md#step-1) | NotClosed"),
            ("見[說明] (https://example.tw/a)", "[說明](https://example.tw/a) | Gap(' ')"),
        ] {
            assert_eq!(show(line), shown, "{line}");
        }
    }

    #[test]
    fn brackets_of_ordinary_text_are_none() {
        for line in [
            "［必填］（每天）",
            "[1] 見下頁",
            "[x] (不含假日)",
            "![",
            "！",
            "驚嘆！［一］",
            "注意！[說明](b.zh-TW.md)",
            "[甲]（說明",
            "陣列 a[1](2)",
        ] {
            assert_eq!(show(line), "", "{line}");
        }
    }
}
