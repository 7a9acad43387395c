//! The gaps between the blocks of a page, as its author may put pictures into them.
//!
//! In: the address of a page, a section of it and a number of blocks. Out: the texts in which this gap
//! is, in each language, and the number of the block before which it is there.

use super::state::SiteState;
use crate::model::{Block, Draft, Page, PageBlocks, Parsed, SectionKind, StepWords, plain_text};
use crate::parse;
use crate::source::{Source, Span};
use crate::url::SitePath;

/// A gap between two blocks of a page, as a reader sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageGap<'a> {
    pub(crate) page: &'a SitePath,
    /// The id of a section or a panel; `None` is what stands before the first section.
    pub(crate) section: Option<&'a str>,
    /// How many of its blocks are before the gap.
    pub(crate) at: usize,
    /// How many blocks the reader sees there.
    pub(crate) of: usize,
}

/// The same gap in the text of a page or a part.
#[derive(Debug, Clone)]
pub(crate) struct TextGap {
    pub(crate) source: Source,
    pub(crate) words: StepWords,
    /// The language of the page, such as `zh-TW`.
    pub(crate) language: String,
    /// The title of the section, or of the page.
    pub(crate) title: String,
    /// What pictures of this section are called after: the page, and the number of the step or the id.
    pub(crate) names: (String, Option<String>),
    /// The number of the text's block before which the gap is.
    pub(crate) block: usize,
}

impl SiteState {
    /// The texts of a gap, that of the page first; `None` if it can't be told where it is, such as
    /// behind the text of a part.
    #[must_use]
    pub(crate) fn gap(&self, gap: PageGap<'_>) -> Option<Vec<TextGap>> {
        let key = self.linked.site.page_at(gap.page)?.key.clone();
        let pages = self.linked.pages(|profile| profile.key == key);
        let page = pages.get(gap.page)?;
        let (area, _) = area(page, gap.section)?;
        let blocks = area.len();
        // Where a block shows as several elements or as none, only both ends can be told.
        let at = match gap.at {
            0 => 0,
            at if at == gap.of => blocks,
            at if gap.of == blocks && at < blocks => at,
            _ => return None,
        };
        let own = self.text_gap(page, gap.section, at)?;
        let twins = pages.values().filter(|twin| twin.profile.text_lang != page.profile.text_lang);
        let is_alike =
            |twin: &&Page| self::area(twin, gap.section).is_some_and(|(area, _)| area.len() == blocks);
        let others = twins.filter(is_alike).filter_map(|twin| self.text_gap(twin, gap.section, at));
        let mut texts = vec![own];
        for other in others {
            if texts.iter().all(|text| text.source.path != other.source.path) {
                texts.push(other);
            }
        }
        Some(texts)
    }

    fn text_gap(&self, page: &Page, section: Option<&str>, at: usize) -> Option<TextGap> {
        let (area, heading) = area(page, section)?;
        let id = heading.map(|heading| heading.source).or(page.profile.source)?;
        let source = self.tree().source(id)?;
        let words = self.linked.setup.words(source);
        let draft = parse::draft(source, words);
        let first = match heading {
            Some(heading) => 1 + draft.blocks.iter().position(|block| span(block) == Some(heading))?,
            // The title of the page is no block of it.
            None => usize::from(
                draft.blocks.first().is_some_and(|first| span(first).is_some() && !begins(page, first)),
            ),
        };
        let own = own_blocks(page, &draft, first);
        // Blocks of a part stand between those of the text, so that numbers differ behind them.
        let is_whole = draft.blocks.get(first..first + own)?.iter().all(|block| !is_include(block));
        let is_told = if is_whole { own == area.len() } else { is_plain(&draft, first..first + at) };
        let (title, part) = named(page, section);
        is_told.then(|| TextGap {
            source: source.clone(),
            words: words.clone(),
            language: page.profile.text_lang.to_string(),
            title,
            names: (page.profile.key.name.clone(), part),
            block: first + at,
        })
    }
}

/// The blocks of a section or a panel, and its heading; those before the first section have none.
fn area<'p>(page: &'p Page, section: Option<&str>) -> Option<(&'p PageBlocks, Option<&'p Span>)> {
    let Some(id) = section else { return Some((&page.intro, None)) };
    let sections = page.sections.iter().map(|section| (&section.id, &section.body, &section.span));
    let panels = page.sections.iter().flat_map(|section| &section.panels);
    let panels = panels.map(|panel| (&panel.id, &panel.body, &panel.span));
    let (_, body, span) = sections.chain(panels).find(|(own, ..)| *own == id)?;
    Some((body, Some(span)))
}

/// How many blocks a text has from this one to the next heading that begins a section or a panel.
fn own_blocks(page: &Page, draft: &Draft, first: usize) -> usize {
    draft.blocks.iter().skip(first).take_while(|block| !begins(page, block)).count()
}

/// Whether a block is the heading of a section or a panel.
fn begins(page: &Page, block: &Block<Parsed>) -> bool {
    let Some(heading) = span(block) else { return false };
    let mut sections = page.sections.iter();
    sections.any(|one| one.span == *heading || one.panels.iter().any(|panel| panel.span == *heading))
}

fn span(block: &Block<Parsed>) -> Option<&Span> {
    match block {
        Block::Heading(heading) => Some(&heading.span),
        _ => None,
    }
}

fn is_include(block: &Block<Parsed>) -> bool {
    matches!(block, Block::Include(_))
}

/// Whether these blocks of a text are all there and come from no part.
fn is_plain(draft: &Draft, blocks: std::ops::Range<usize>) -> bool {
    draft.blocks.get(blocks).is_some_and(|blocks| !blocks.iter().any(is_include))
}

/// The title of a section, or of the page, and what names it among others: the number of its step, or
/// its id.
fn named(page: &Page, section: Option<&str>) -> (String, Option<String>) {
    let Some(id) = section else { return (page.profile.title.clone(), None) };
    let holds = |one: &&crate::model::Section| one.id == id || one.panels.iter().any(|panel| panel.id == id);
    let Some(own) = page.sections.iter().find(holds) else { return (page.profile.title.clone(), None) };
    let panel = own.panels.iter().find(|panel| panel.id == id);
    let title = plain_text(panel.map_or(&own.title, |panel| &panel.title));
    let name = match &own.kind {
        SectionKind::Step(head) => head.number.to_string(),
        SectionKind::Plain => own.id.clone(),
    };
    (title, Some(name))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::compile::{CompileOptions, Compiler};
    use crate::source::ContentTree;
    use crate::url::TreePath;

    const ENGLISH: &str = "# A\n\nIntro\n\n## Step: One\n\nFirst\n\n- a\n\n#### Deep\n\nLast\n\n## Step: Two\n\n[two](_parts/b.en.md \"include\")\n\nBehind\n\n## Step: Three\n";
    const CHINESE: &str = "# 甲\n\n簡介\n\n## 步驟：一\n\n首先\n\n- a\n\n#### 深\n\n最後\n";

    fn state() -> SiteState {
        let text = |path: &str, text: &str| (TreePath::new(path), text.as_bytes().to_vec());
        let tree = ContentTree::default().with_sources([
            text("stepbook.toml", "languages = [\"en\", \"zh-TW\"]\n[title]\nen = \"T\"\n"),
            text("content/a.en.md", ENGLISH),
            text("content/a.zh-TW.md", CHINESE),
            text("content/_parts/b.en.md", "Part one\n\nPart two\n"),
        ]);
        Compiler::default().state(&tree, &CompileOptions::default())
    }

    /// The languages of a gap, and the blocks' numbers in their texts.
    fn gap(section: Option<&str>, at: usize, of: usize) -> Option<Vec<(String, usize)>> {
        let state = state();
        let page = SitePath::new("en/a.html");
        let texts = state.gap(PageGap { page: &page, section, at, of })?;
        Some(texts.into_iter().map(|text| (text.language, text.block)).collect())
    }

    fn both(block: usize) -> Vec<(String, usize)> {
        vec![("en".to_owned(), block), ("zh-TW".to_owned(), block)]
    }

    #[test]
    fn a_gap_of_a_page_is_the_same_gap_in_the_text_of_each_language() {
        for (at, block) in [(0, 3), (1, 4), (2, 5), (3, 6), (4, 7)] {
            assert_eq!(gap(Some("step-1"), at, 4), Some(both(block)), "{at}");
        }
        let names =
            state().gap(PageGap { page: &SitePath::new("en/a.html"), section: Some("step-1"), at: 0, of: 4 });
        let names: Vec<_> =
            names.unwrap().into_iter().map(|text| (text.title, text.names.1.unwrap())).collect();
        assert_eq!(names, [("One".to_owned(), "1".to_owned()), ("一".to_owned(), "1".to_owned())]);
    }

    #[test]
    fn where_blocks_can_not_be_counted_only_both_ends_are_known() {
        assert_eq!(gap(Some("step-1"), 0, 9), Some(both(3)));
        assert_eq!(gap(Some("step-1"), 9, 9), Some(both(7)));
        assert_eq!(gap(Some("step-1"), 3, 9), None);
        assert_eq!(gap(Some("no"), 0, 0), None);
    }

    #[test]
    fn behind_a_part_no_gap_is_known() {
        let english = |block| Some(vec![("en".to_owned(), block)]);
        assert_eq!(gap(Some("step-2"), 0, 3), english(8));
        for at in 1..=3 {
            assert_eq!(gap(Some("step-2"), at, 3), None, "{at}");
        }
        assert_eq!(gap(Some("step-3"), 0, 0), english(11));
    }
}
