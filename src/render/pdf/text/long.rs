//! Cuts text that is longer than a page or a line into parts that fit.

use std::borrow::Cow;

use super::fold::{FOLD, foldable, is_mark};
use crate::lang::is_cjk;
use crate::render::pdf::record::{PrintBlock, PrintInline, PrintNode};

/// Most letters of a paragraph in one atom; even the smallest page has room for
/// some more.
const MOST: usize = 1_600;

/// Cuts a paragraph between its words into parts of at most [`MOST`] letters.
fn parts(words: Vec<PrintInline>) -> Vec<Vec<PrintInline>> {
    if words.iter().map(letters).sum::<usize>() <= MOST {
        return vec![words];
    }
    let (mut parts, mut part, mut used) = (Vec::new(), Vec::new(), 0);
    for inline in words {
        let mut rest = inline;
        while used + letters(&rest) > MOST {
            part.extend(cut(&mut rest, MOST - used));
            if part.is_empty() {
                break;
            }
            parts.push(std::mem::take(&mut part));
            used = 0;
        }
        used += letters(&rest);
        part.push(rest);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

/// Splits off the words at the beginning that fit into `room` letters; `None` if
/// none fit.
fn cut(inline: &mut PrintInline, room: usize) -> Option<PrintInline> {
    let taken = match inline {
        PrintInline::Text(text) => return cut_text(text, room).map(PrintInline::Text),
        PrintInline::Node(PrintNode::Code { text }) => PrintNode::Code { text: cut_text(text, room)? },
        PrintInline::Node(PrintNode::Key { text }) => PrintNode::Key { text: cut_text(text, room)? },
        PrintInline::Node(PrintNode::Path { stops }) => PrintNode::Plain { content: cut_path(stops, room)? },
        PrintInline::Node(node) => {
            let begun = cut_all(content_of(node)?, room)?;
            let mut begin = node.clone();
            *content_of(&mut begin)? = begun;
            begin
        }
    };
    Some(PrintInline::Node(taken))
}

/// Splits off the pieces of running text that fit into `room` letters, and the
/// beginning of the next piece; `None` if nothing fits.
fn cut_all(content: &mut Vec<PrintInline>, room: usize) -> Option<Vec<PrintInline>> {
    let mut used = 0;
    let mut at = 0;
    while let Some(own) = content.get(at).map(letters).filter(|own| used + own <= room) {
        used += own;
        at += 1;
    }
    let begun = content.get_mut(at).and_then(|inline| cut(inline, room - used));
    let rest = content.split_off(at);
    let mut before = std::mem::replace(content, rest);
    before.extend(begun);
    (!before.is_empty()).then_some(before)
}

/// Splits off the stops of a menu path that fit into `room` letters, with the arrow
/// to the rest. A stop that is longer than a whole part is cut itself.
fn cut_path(stops: &mut Vec<Vec<PrintInline>>, room: usize) -> Option<Vec<PrintInline>> {
    let longest = stops.first_mut().filter(|stop| room == MOST && letters_of_stop(stop) > room);
    if let Some(begun) = longest.and_then(|stop| cut_all(stop, room)) {
        return Some(vec![PrintInline::Node(PrintNode::Path { stops: vec![begun] })]);
    }
    let mut used = 0;
    let fits = stops.iter().take_while(|stop| {
        used += letters_of_stop(stop);
        used <= room
    });
    let fits = fits.count().min(stops.len().saturating_sub(1));
    let rest = stops.split_off(fits);
    let begun = std::mem::replace(stops, rest);
    let arrow = PrintInline::Text(" ➔".to_owned());
    (fits > 0).then(|| vec![PrintInline::Node(PrintNode::Path { stops: begun }), arrow])
}

fn cut_text(text: &mut String, room: usize) -> Option<String> {
    let (mut end, mut anywhere, mut wide) = (0, 0, 0);
    let mut places = text.char_indices().peekable();
    while let Some((_, c)) = places.next() {
        wide += wide_of(c);
        if wide > room {
            break;
        }
        let next = places.peek();
        let at = next.map_or(text.len(), |(at, _)| *at);
        if c == ' ' || c == FOLD || (is_cjk(c) && next.is_some_and(|(_, next)| begins(*next))) {
            end = at;
        }
        if next.is_none_or(|(_, next)| !is_mark(*next)) {
            anywhere = at;
        }
    }
    if end == 0 && room == MOST {
        // No real word is so long, so it is cut where the room ends.
        end = anywhere;
    }
    if end == 0 {
        return None;
    }
    let rest = text.split_off(end);
    Some(std::mem::replace(text, rest))
}

/// The running text inside a node, if it holds any.
fn content_of(node: &mut PrintNode) -> Option<&mut Vec<PrintInline>> {
    match node {
        PrintNode::Strong { content }
        | PrintNode::Together { content }
        | PrintNode::Lang { content, .. }
        | PrintNode::Reference { content, .. }
        | PrintNode::Link { content, .. }
        | PrintNode::Emphasis { content }
        | PrintNode::Struck { content }
        | PrintNode::Sub { content }
        | PrintNode::Super { content }
        | PrintNode::Small { content }
        | PrintNode::Plain { content } => Some(content),
        _ => None,
    }
}

/// The blocks of a paragraph: one, or several if it is too long for one atom.
pub(crate) fn paragraphs(words: Vec<PrintInline>) -> Vec<PrintBlock> {
    parts(words).into_iter().map(|words| PrintBlock::Paragraph { words }).collect()
}

/// The block of a step's outcome; text that does not fit into its box follows
/// below.
pub(crate) fn outcome(label: String, words: Vec<PrintInline>) -> Vec<PrintBlock> {
    let mut below = Vec::new();
    let outcome = PrintBlock::Outcome { label, words: begin(words, &mut below) };
    std::iter::once(outcome).chain(below).collect()
}

/// The first part of a text, for a box; the rest is added to `below` as
/// paragraphs.
pub(crate) fn begin(words: Vec<PrintInline>, below: &mut Vec<PrintBlock>) -> Vec<PrintInline> {
    let mut parts = parts(words).into_iter();
    let begin = parts.next().unwrap_or_default();
    below.extend(parts.map(|words| PrintBlock::Paragraph { words }));
    begin
}

/// The blocks of a term and its meanings. A long term is cut into several blocks;
/// the last one has the meanings.
pub(crate) fn term(term: Vec<PrintInline>, meanings: Vec<Vec<PrintBlock>>) -> Vec<PrintBlock> {
    let mut parts = parts(term);
    let last = PrintBlock::Term { term: parts.pop().unwrap_or_default(), meanings };
    let before = parts.into_iter().map(|term| PrintBlock::Term { term, meanings: Vec::new() });
    before.chain([last]).collect()
}

/// Cuts a row of a table into rows whose cells are not too long.
pub(crate) fn rows(row: Vec<Vec<PrintInline>>) -> Vec<Vec<Vec<PrintInline>>> {
    let columns = row.len();
    let mut out: Vec<Vec<Vec<PrintInline>>> = vec![Vec::new()];
    for (column, cell) in row.into_iter().enumerate() {
        for (at, part) in parts(cell).into_iter().enumerate() {
            if out.len() == at {
                out.push(Vec::new());
            }
            if let Some(row) = out.get_mut(at) {
                row.resize(column, Vec::new());
                row.push(part);
            }
        }
    }
    for row in &mut out {
        row.resize(columns, Vec::new());
    }
    out
}

/// Words cut to at most `most` characters, with `…` if something is missing.
pub(crate) fn brief(words: &str, most: usize) -> Cow<'_, str> {
    match words.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned([words.get(..end).unwrap_or_default(), "…"].concat()),
        None => Cow::Borrowed(words),
    }
}

/// Whether a line may begin with a character: it is Chinese and no punctuation.
fn begins(c: char) -> bool {
    is_cjk(c) && c.is_alphanumeric()
}

fn wide_of(c: char) -> usize {
    if is_cjk(c) { 2 } else { 1 }
}

fn wide(text: &str) -> usize {
    text.chars().map(wide_of).sum()
}

/// Approximate width of a piece of running text, in letters.
fn letters(inline: &PrintInline) -> usize {
    let all = |content: &[PrintInline]| content.iter().map(letters).sum();
    match inline {
        PrintInline::Text(text) => wide(text),
        PrintInline::Node(node) => match node {
            PrintNode::Strong { content }
            | PrintNode::Together { content }
            | PrintNode::Lang { content, .. }
            | PrintNode::Reference { content, .. }
            | PrintNode::Link { content, .. }
            | PrintNode::Emphasis { content }
            | PrintNode::Struck { content }
            | PrintNode::Sub { content }
            | PrintNode::Super { content }
            | PrintNode::Small { content }
            | PrintNode::Ruby { content, .. }
            | PrintNode::Plain { content } => all(content),
            PrintNode::Path { stops } => stops.iter().map(|stop| letters_of_stop(stop)).sum(),
            PrintNode::Name { words } => wide(&words.text()),
            PrintNode::Whole { text } | PrintNode::Key { text } | PrintNode::Code { text } => wide(text),
            PrintNode::Keys { texts } => texts.iter().map(|text| wide(text)).sum(),
            PrintNode::Picture { width, .. } => {
                if *width == 0 {
                    4
                } else {
                    60
                }
            }
            PrintNode::Tight | PrintNode::Note { .. } | PrintNode::Break => 0,
        },
    }
}

/// Width of a stop of a menu path, in letters. Its frame and the arrow before it
/// count as five letters.
fn letters_of_stop(stop: &[PrintInline]) -> usize {
    5 + stop.iter().map(letters).sum::<usize>()
}

/// The lines of a listing. The engine breaks lines of code only between words, so
/// a line with a word that is too long is cut into parts of `room` letters. The
/// same happens to a line with more than [`MOST`] letters.
pub(crate) fn listing(text: &str, room: usize) -> Vec<Cow<'_, str>> {
    let mut lines = Vec::new();
    for line in text.lines() {
        match foldable(line) {
            Cow::Borrowed(line) if wide(line) > MOST => wrap(line, room, &mut lines),
            Cow::Borrowed(line) => lines.push(Cow::Borrowed(line)),
            Cow::Owned(folded) => wrap(&folded, room, &mut lines),
        }
    }
    lines
}

fn wrap(folded: &str, room: usize, lines: &mut Vec<Cow<'_, str>>) {
    let (mut line, mut used) = (String::new(), 0);
    for word in folded.split_inclusive([FOLD, ' ', '\t']) {
        let word = word.trim_end_matches(FOLD);
        let own = wide(word);
        if used + own > room && used > 0 {
            lines.push(Cow::Owned(std::mem::take(&mut line)));
            used = 0;
        }
        line.push_str(word);
        used += own;
    }
    lines.push(Cow::Owned(line));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(inline: &PrintInline) -> String {
        if let PrintInline::Text(text) = inline { text.clone() } else { String::new() }
    }

    #[test]
    fn a_line_of_code_is_cut_only_where_a_word_is_too_long() {
        let long = ["a".repeat(50), "b".repeat(9)].join(" ");
        let text = ["let x = 1;", &long, "", "end"].join("\n");
        let lines = listing(&text, 20);
        let (a, rest) = ("a".repeat(20), "a".repeat(10));
        assert_eq!(lines, ["let x = 1;", &a, &a, &[&rest, " ", &"b".repeat(9)].concat(), "", "end"]);
    }

    #[test]
    fn signs_without_a_place_to_break_are_cut_where_there_is_no_more_room() {
        let signs = "!!</：".repeat(1_000);
        let parts = parts(vec![PrintInline::Text(signs.clone())]);
        assert_eq!(parts.len(), 4);
        assert_eq!(parts.iter().flatten().map(said).collect::<String>(), signs);
        let marks = vec![PrintInline::Text(format!("a{}", "\u{300}".repeat(5_000)))];
        assert_eq!(super::parts(marks.clone()), [marks], "marks stay with their letter");
    }

    #[test]
    fn the_rest_of_a_long_outcome_is_below_its_box() {
        let blocks = outcome("結果：".to_owned(), vec![PrintInline::Text("登入".repeat(1_000))]);
        let is_paragraph = |block: &PrintBlock| matches!(block, PrintBlock::Paragraph { .. });
        assert!(matches!(blocks.as_slice(), [PrintBlock::Outcome { .. }, rest @ ..]
                if !rest.is_empty() && rest.iter().all(is_paragraph)));
    }

    #[test]
    fn a_long_term_has_its_meanings_below_its_last_part() {
        let blocks = term(vec![PrintInline::Text("登入".repeat(1_000))], vec![vec![PrintBlock::Rule]]);
        let meanings = |block: &PrintBlock| match block {
            PrintBlock::Term { meanings, .. } => Some(meanings.len()),
            _ => None,
        };
        let meanings: Option<Vec<usize>> = blocks.iter().map(meanings).collect();
        assert!(meanings.is_some_and(|meanings| meanings.ends_with(&[0, 1])));
    }

    #[test]
    fn a_stop_of_a_menu_path_that_is_longer_than_a_page_is_cut() {
        let text = |words: &str| vec![PrintInline::Text(words.to_owned())];
        let stops = vec![text("甲"), text(&"登入".repeat(2_000)), text("乙")];
        let parts = parts(vec![PrintInline::Node(PrintNode::Path { stops })]);
        let longest = parts.iter().map(|part| part.iter().map(letters).sum::<usize>()).max();
        assert!(parts.len() > 4 && longest <= Some(MOST + 5), "{longest:?}");
    }

    #[test]
    fn a_line_of_code_that_is_longer_than_a_paragraph_is_wrapped_between_its_words() {
        let line = "| a ".repeat(1_000);
        let lines = listing(&line, 60);
        assert_eq!(lines.concat(), line);
        assert!(lines.iter().all(|line| line.len() <= 60));
    }

    #[test]
    fn a_menu_path_of_hundreds_of_stops_is_cut_behind_an_arrow() {
        let stops: Vec<Vec<PrintInline>> =
            (0..700).map(|i| vec![PrintInline::Text(format!("甲{i}"))]).collect();
        let parts = parts(vec![PrintInline::Node(PrintNode::Path { stops: stops.clone() })]);
        assert!(
            parts.len() > 3 && parts.iter().all(|part| part.iter().map(letters).sum::<usize>() <= MOST + 2)
        );
        let mut again = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            match part.as_slice() {
                [PrintInline::Node(PrintNode::Plain { content })] if at + 1 < parts.len() => {
                    match content.as_slice() {
                        [PrintInline::Node(PrintNode::Path { stops }), PrintInline::Text(arrow)]
                            if arrow == " ➔" =>
                        {
                            again.extend(stops.clone());
                        }
                        other => assert!(other.is_empty(), "{other:?}"),
                    }
                }
                [PrintInline::Node(PrintNode::Path { stops })] => again.extend(stops.clone()),
                other => assert!(other.is_empty(), "{other:?}"),
            }
        }
        assert_eq!(again, stops);
    }

    proptest! {
        /// No word is lost, and no part of a text that may break is too long.
        #[test]
        fn words_stay_as_they_are(words in "([a-z]{1,9} |登入|，){0,900}") {
            let parts = parts(vec![PrintInline::Text(words.clone())]);
            prop_assert!(parts.iter().all(|part| part.iter().map(letters).sum::<usize>() <= MOST));
            prop_assert_eq!(parts.iter().flatten().map(said).collect::<String>(), words);
        }
    }
}
