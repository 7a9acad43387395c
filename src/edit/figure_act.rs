//! A new figure in the text of a page or a part.
//!
//! In: the text, the number of a block, and pictures. Out: a change that puts the pictures, side by side,
//! in lines of their own before this block. All other blocks stay what they are.

use super::alt_act::{escaped, plain};
use super::refusal::ActRefusal;
use super::text_change::{Replacement, TextChange};
use super::text_lines::{line_break, line_end, line_start};
use crate::model::{Block, Draft, Figure, Parsed, RawImage, StepWords, walk};
use crate::parse;
use crate::source::Source;

/// Most places that are tried. The whole text is read for each of them.
const TRIES: usize = 96;

/// A picture that a text will show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewPicture {
    /// Its path as the text names it, in letters that mean nothing in Markdown.
    pub(crate) path: String,
    /// Its alternative text, in plain words.
    pub(crate) alt: String,
}

/// The change that puts a figure before the block of this number, counted from 0 in the whole text; the
/// number of blocks puts it behind the last one. A numbered list under the figure becomes its own.
///
/// # Errors
/// [`ActRefusal`]: nothing may be written.
pub(crate) fn new_figure(
    page: &Source,
    words: &StepWords,
    (block, pictures): (usize, &[NewPicture]),
) -> Result<TextChange, ActRefusal> {
    let draft = parse::draft(page, words);
    if block > draft.blocks.len() || pictures.is_empty() {
        return Err(ActRefusal::NoEntry);
    }
    let mut places = places(page, &draft, block);
    places.truncate(TRIES);
    let trial = Trial { page, words, draft, block, pictures };
    places.into_iter().find_map(|at| trial.at(at)).ok_or(ActRefusal::OtherMeaning)
}

/// Whether a text has one more figure than before, and it shows these pictures.
pub(crate) fn has_new_figure(
    [before, after]: [&Source; 2],
    words: &StepWords,
    pictures: &[NewPicture],
) -> bool {
    let [before, after] = [before, after].map(|page| parse::draft(page, words));
    let (old, new) = (walk::figures(&before.blocks), walk::figures(&after.blocks));
    let shown = new.iter().filter(|figure| shows(figure, pictures)).count();
    new.len() == old.len() + 1 && shown == 1 && !old.iter().any(|figure| shows(figure, pictures))
}

/// Whether a figure shows these pictures and no others.
fn shows(figure: &Figure<Parsed>, pictures: &[NewPicture]) -> bool {
    let is_same = |(shown, wanted): (&RawImage, &NewPicture)| {
        shown.destination == wanted.path && shown.alt == plain(&wanted.alt)
    };
    figure.images.len() == pictures.len() && figure.images.iter().zip(pictures).all(is_same)
}

/// Beginnings of lines between two blocks, of the section in which this block is; the likeliest first.
fn places(page: &Source, draft: &Draft, block: usize) -> Vec<usize> {
    let heading = |block: &Block<Parsed>| match block {
        Block::Heading(heading) => Some(heading.span.bytes.clone()),
        _ => None,
    };
    let (before, after) = draft.blocks.split_at(block);
    let from = before.iter().rev().find_map(heading).map_or(0, |heading| heading.end);
    let to = after.iter().find_map(heading).map_or(page.text.len(), |heading| heading.start);
    let above = before.iter().rev().take_while(|block| heading(block).is_none()).count();
    let blocks = parse::block_places(page);
    // Behind the block above, or where the parser does not say its end, before the block below.
    let ends = blocks.iter().map(|place| (place.end, line_after(&page.text, place.end))).enumerate();
    let starts = blocks.iter().map(|place| (place.start, line_start(&page.text, place.start))).enumerate();
    let [mut ends, mut starts] = [ends.collect::<Vec<_>>(), starts.collect::<Vec<_>>()];
    for places in [&mut ends, &mut starts] {
        places.retain(|(_, (at, _))| (from..=to).contains(at));
        let first = places.first().map_or(0, |(number, _)| *number);
        places.sort_by_key(|(number, _)| (number - first).abs_diff(above));
    }
    let mut places: Vec<usize> = ends.into_iter().chain(starts).map(|(_, (_, place))| place).collect();
    places.dedup();
    places
}

/// The beginning of the line under the one in which a place is; a place at the beginning of a line stays.
fn line_after(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    if before.is_empty() || before.ends_with(['\n', '\u{feff}']) {
        return at;
    }
    line_end(text, at)
}

/// A figure that is tried at one place after the other.
struct Trial<'a> {
    page: &'a Source,
    words: &'a StepWords,
    draft: Draft,
    block: usize,
    pictures: &'a [NewPicture],
}

impl Trial<'_> {
    /// The change at this beginning of a line, if it does what is wanted and nothing else.
    fn at(&self, at: usize) -> Option<TextChange> {
        let with = self.lines(at)?;
        // As many bytes of blank lines show what the gap alone does, with everything at the same place.
        let blank = "\n".repeat(with.len());
        let change = TextChange::new(vec![Replacement { range: at..at, with }]);
        let with_blank = TextChange::new(vec![Replacement { range: at..at, with: blank }]);
        let (after, apart) = (self.read(&change)?, self.read(&with_blank)?);
        let (above, below) = (after.blocks.get(..self.block)?, after.blocks.get(self.block + 1..)?);
        let Block::Figure(figure) = after.blocks.get(self.block)? else { return None };
        let list = apart.blocks.get(self.block).filter(|block| takes(figure, block));
        let rest = apart.blocks.get(self.block + usize::from(list.is_some())..)?;
        let is_so = apart.blocks.len() == self.draft.blocks.len()
            && apart.footnotes.len() == after.footnotes.len()
            && Some(above) == apart.blocks.get(..self.block)
            && below == rest
            && shows(figure, self.pictures)
            && (list.is_some() || figure.items.is_empty());
        is_so.then_some(change)
    }

    fn read(&self, change: &TextChange) -> Option<Draft> {
        let text = change.apply(&self.page.text)?;
        Some(parse::draft(&Source { text: text.into(), ..self.page.clone() }, self.words))
    }

    /// A line for each picture, and blank lines around them where there are none.
    fn lines(&self, at: usize) -> Option<String> {
        let text = &self.page.text;
        let end = line_break(text);
        let (before, after) = (text.get(..at)?.trim_start_matches('\u{feff}'), text.get(at..)?);
        let is_open = !before.is_empty() && !before.ends_with('\n');
        let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
        let mut lines = String::new();
        if is_open {
            lines.push_str(end);
        }
        if !is_blank(before.lines().next_back()) {
            lines.push_str(end);
        }
        let pictures =
            self.pictures.iter().map(|one| format!("![{}]({})", escaped(&plain(&one.alt)), one.path));
        lines.push_str(&pictures.collect::<Vec<_>>().join(end));
        // A text whose last line is open ends so.
        if !is_open {
            lines.push_str(end);
        }
        if !is_blank(after.lines().next()) {
            lines.push_str(end);
        }
        Some(lines)
    }
}

/// Whether a figure has taken this list as its own.
fn takes(figure: &Figure<Parsed>, block: &Block<Parsed>) -> bool {
    matches!(block, Block::List(list) if !figure.items.is_empty() && list.items.len() == figure.items.len())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceId;
    use crate::url::TreePath;

    fn page(text: &str) -> Source {
        Source::decode(SourceId(0), TreePath::new("content/a.en.md"), text.as_bytes().to_vec())
    }

    fn picture(number: usize) -> NewPicture {
        NewPicture { path: format!("img/a-{number}.png"), alt: format!(" A [new]\n*{number}* ") }
    }

    /// The text with one new figure before this block.
    fn after(text: &str, block: usize) -> Result<String, ActRefusal> {
        let change = new_figure(&page(text), &StepWords::default(), (block, &[picture(1)]))?;
        Ok(change.apply(text).unwrap())
    }

    const LINE: &str = r"![A \[new\] \*1\*](img/a-1.png)";

    #[test]
    fn a_figure_stands_between_two_blocks_with_blank_lines_around_it() {
        let text = "# A\nWords\nmore\n\n- one\n\n- two\n\n\n![B](b.png)\n1. One\n## C\n";
        for (block, wanted) in [
            (0, format!("{LINE}\n\n{text}")),
            (1, text.replace("# A\n", &format!("# A\n\n{LINE}\n\n"))),
            (2, text.replace("more\n", &format!("more\n\n{LINE}\n"))),
            (3, text.replace("- two\n", &format!("- two\n\n{LINE}\n"))),
            (4, text.replace("1. One\n", &format!("1. One\n\n{LINE}\n\n"))),
            (5, format!("{text}\n{LINE}\n")),
        ] {
            assert_eq!(after(text, block), Ok(wanted), "{block}");
        }
        assert_eq!(after(text, 6), Err(ActRefusal::NoEntry));
    }

    #[test]
    fn ends_of_lines_and_open_last_lines_stay() {
        let windows = "\u{feff}+++\r\ntitle = \"A\"\r\n+++\r\nWords";
        assert_eq!(after(windows, 0), Ok(windows.replace("Words", &format!("\r\n{LINE}\r\n\r\nWords"))));
        assert_eq!(after(windows, 1), Ok(format!("{windows}\r\n\r\n{LINE}")));
        assert_eq!(after("", 0), Ok(format!("{LINE}\n")));
        assert_eq!(after("\u{feff}", 0), Ok(format!("\u{feff}{LINE}\n")));
    }

    #[test]
    fn several_pictures_stand_side_by_side() {
        let pictures = [picture(1), picture(2)];
        let change = new_figure(&page("A\n"), &StepWords::default(), (1, &pictures)).unwrap();
        assert_eq!(change.apply("A\n").unwrap(), format!("A\n\n{LINE}\n{}\n", LINE.replace('1', "2")));
    }

    #[test]
    fn a_numbered_list_under_the_new_figure_becomes_its_list() {
        let text = "# A\n\n1. One\n2. Two\n\nEnd\n";
        assert_eq!(after(text, 1), Ok(text.replace("1. One", &format!("{LINE}\n\n1. One"))));
    }

    proptest! {
        /// Whatever a text is made of, a figure goes between its blocks, or nothing is written.
        #[test]
        fn no_other_block_changes(
            blocks in prop::collection::vec(prop::sample::select(vec![
                "Words", "two\nlines", "# A", "## B {#b}", "- a\n- b", "- a\n\n- b", "1. a\n2. b", "![x](x.png)", "![x](x.png)\n\n1. a",
                "> q", "> [!NOTE]\n> q", "```\ncode\n```", "    code", "---", "| a |\n|---|\n| b |", "<details>\n\nin\n\n</details>",
                "<div>raw</div>", "<!-- no -->", "a\n: b", "[x](_b.md \"include\")", "a[^1]\n\n[^1]: note", "::: tip\nin\n:::",
            ]), 0..7),
            gap in prop::sample::select(vec!["\n", "\n\n", "\r\n\r\n", "\n\n\n"]),
            block in 0_usize..8,
            is_open in any::<bool>(),
        ) {
            let text = format!("{}{}", blocks.join(gap), if is_open { "" } else { "\n" });
            let before = parse::draft(&page(&text), &StepWords::default()).blocks;
            if let Ok(text) = after(&text, block) {
                let after = parse::draft(&page(&text), &StepWords::default()).blocks;
                let is_list = matches!(&after.get(block), Some(Block::Figure(figure)) if !figure.items.is_empty());
                prop_assert_eq!(after.len(), before.len() + usize::from(!is_list));
                // Code in an open last line gets an end.
                prop_assert!(is_open || after.get(..block) == before.get(..block));
                prop_assert_eq!(text.matches(LINE).count(), 1);
            } else {
                prop_assert!(block > before.len() || gap == "\n" || text.contains("[^1]") || text.contains('<') || text.contains(":::"), "{text:?} {block}");
            }
        }
    }
}
