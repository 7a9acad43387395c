//! Menu paths: `會員中心 ➔ 個人資料維護 ➔ 身分證字號`.
//!
//! A stop is the text between two arrows. The first and the last stop have an arrow
//! on one side only. Such a stop ends at punctuation; a bold name, key or link next
//! to the arrow is a whole stop. Words in a pair of brackets belong to the stop
//! before them: `個人專區 (Personal area) ➔ …`.

use crate::model::{DraftInlines, Inline, Parsed};

/// The arrow of a menu path (U+2794).
pub(super) const ARROW: char = '➔';

/// Makes menu paths in a text with arrows. A text without arrows is not changed.
pub(super) fn paths(text: DraftInlines) -> DraftInlines {
    if !text.iter().any(|inline| matches!(inline, Inline::Text(words) if words.contains(ARROW))) {
        return text;
    }
    let mut out = DraftInlines::new();
    let mut stops: Vec<DraftInlines> = Vec::new();
    let mut pieces = pieces(text).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        match (stops.is_empty(), last) {
            (true, true) => out.extend(piece),
            (true, false) => {
                let (before, stop) = split_tail(piece);
                out.extend(before);
                stops.push(stop);
            }
            (false, true) => finish(&mut out, &mut stops, piece),
            (false, false) if has_boundary(&piece) => {
                let (before, stop) = split_tail(piece);
                finish(&mut out, &mut stops, before);
                stops.push(stop);
            }
            (false, false) => stops.push(trimmed(piece)),
        }
    }
    out
}

/// Ends a path: the head of `piece` is the last stop, and the rest of it is text.
fn finish(out: &mut DraftInlines, stops: &mut Vec<DraftInlines>, piece: DraftInlines) {
    let (stop, after) = split_head(piece);
    stops.push(stop);
    let stops: Vec<DraftInlines> =
        std::mem::take(stops).into_iter().filter(|stop| !stop.is_empty()).collect();
    match stops.len() {
        0 => (),
        1 => out.extend(stops.into_iter().flatten()),
        _ => out.push(Inline::MenuPath(stops)),
    }
    out.extend(after);
}

/// The pieces of a text between the arrows.
fn pieces(text: DraftInlines) -> Vec<DraftInlines> {
    let mut pieces = vec![DraftInlines::new()];
    for inline in text {
        let words = match inline {
            Inline::Text(words) if words.contains(ARROW) => words,
            other => {
                pieces.last_mut().map(|piece| piece.push(other)).unwrap_or_default();
                continue;
            }
        };
        for (index, part) in words.split(ARROW).enumerate() {
            if index > 0 {
                pieces.push(DraftInlines::new());
            }
            if let Some(piece) = pieces.last_mut().filter(|_| !part.is_empty()) {
                piece.push(Inline::Text(part.to_owned()));
            }
        }
    }
    pieces
}

/// Splits a piece into the text before a path, and the path's first stop.
fn split_tail(mut piece: DraftInlines) -> (DraftInlines, DraftInlines) {
    trim_end(&mut piece);
    let Some(last) = piece.pop() else { return (piece, DraftInlines::new()) };
    let Inline::Text(words) = last else { return (piece, vec![last]) };
    match boundaries(&words).last().copied() {
        Some(at) => {
            let cut = words.ceil_char_boundary(at + 1);
            piece.push(Inline::Text(words.get(..cut).unwrap_or("").to_owned()));
            (piece, stop(words.get(cut..).unwrap_or("")))
        }
        None => (piece, stop(&words)),
    }
}

/// Splits a piece into a path's last stop, and the text after the path.
fn split_head(mut piece: DraftInlines) -> (DraftInlines, DraftInlines) {
    trim_start(&mut piece);
    if piece.is_empty() {
        return (DraftInlines::new(), piece);
    }
    let first = piece.remove(0);
    let Inline::Text(words) = first else { return (vec![first], piece) };
    let end = boundaries(&words).first().copied().unwrap_or(words.len());
    let after = words.get(end..).unwrap_or("");
    if !after.is_empty() {
        piece.insert(0, Inline::Text(after.to_owned()));
    }
    (stop(words.get(..end).unwrap_or("")), piece)
}

/// A stop with these words; empty if there are no words.
fn stop(words: &str) -> DraftInlines {
    let words = words.trim();
    if words.is_empty() { DraftInlines::new() } else { vec![Inline::Text(words.to_owned())] }
}

fn has_boundary(piece: &[Inline<Parsed>]) -> bool {
    piece.iter().any(|inline| matches!(inline, Inline::Text(words) if !boundaries(words).is_empty()))
}

fn trimmed(mut piece: DraftInlines) -> DraftInlines {
    trim_start(&mut piece);
    trim_end(&mut piece);
    piece
}

fn trim_start(piece: &mut DraftInlines) {
    if let Some(Inline::Text(words)) = piece.first_mut() {
        *words = words.trim_start().to_owned();
        if words.is_empty() {
            piece.remove(0);
        }
    }
}

fn trim_end(piece: &mut DraftInlines) {
    if let Some(Inline::Text(words)) = piece.last_mut() {
        *words = words.trim_end().to_owned();
        if words.is_empty() {
            piece.pop();
        }
    }
}

/// The places where a stop can end without an arrow: at punctuation of a sentence
/// outside of a pair of brackets, and at a bracket without its partner. Quotation
/// marks belong to a stop.
fn boundaries(words: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in words.char_indices() {
        match c {
            '（' | '(' => {
                open.push(found.len());
                found.push(at);
            }
            '）' | ')' => match open.pop() {
                Some(before) => found.truncate(before),
                None => found.push(at),
            },
            '，' | '。' | '、' | '：' | '；' | '！' | '？' | ',' | '.' | ';' | ':' | '!' | '?' => {
                found.push(at);
            }
            _ => (),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;

    fn show(text: &str) -> String {
        let shown = paths(vec![Inline::Text(text.to_owned())]);
        let parts: Vec<String> = shown
            .iter()
            .map(|inline| match inline {
                Inline::MenuPath(stops) => {
                    let stops: Vec<String> = stops.iter().map(|stop| plain_text(stop)).collect();
                    format!("[{}]", stops.join("|"))
                }
                other => plain_text(std::slice::from_ref(other)),
            })
            .collect();
        parts.concat()
    }

    #[test]
    fn a_path_ends_at_punctuation() {
        assert_eq!(show("會員中心 ➔ 個人資料"), "[會員中心|個人資料]");
        assert_eq!(
            show("完成後，請到公務人員登入➔人事服務網eCPA➔憑證登入。再看"),
            "完成後，[請到公務人員登入|人事服務網eCPA|憑證登入]。再看"
        );
        assert_eq!(show("A ➔ B。接著 C ➔ D"), "[A|B]。[接著 C|D]");
    }

    #[test]
    fn a_gloss_in_brackets_belongs_to_its_stop() {
        assert_eq!(
            show("個人專區 (Personal area) ➔ 設定 (Settings, all) ➔ 時數 (Hours). Then"),
            "[個人專區 (Personal area)|設定 (Settings, all)|時數 (Hours)]. Then"
        );
        assert_eq!(show("1) 登入（右上角）➔ 設定) ➔ 完成"), "1)[登入（右上角）|設定])完成");
    }

    #[test]
    fn an_arrow_without_a_stop_makes_no_path() {
        assert_eq!(show("➔ 登入"), "登入");
        assert_eq!(show("沒有箭頭"), "沒有箭頭");
    }
}
