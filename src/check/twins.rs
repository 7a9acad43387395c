//! Comparison of a page in the default language with its twin in another one.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::lang::Lang;
use crate::model::{Block, Figure, List, Page, Resolved, Section};
use crate::source::Span;

/// A page in the default language and its twin, each with its own text.
pub(super) struct PagePair<'a> {
    pub(super) default: &'a Page,
    pub(super) other: &'a Page,
}

/// Something of which a page and its twin have different numbers.
pub(super) struct Difference<'a> {
    /// The name of what is counted, in the singular and the plural.
    what: [&'static str; 2],
    here: usize,
    there: usize,
    /// The place in the page of the other language.
    pub(super) span: &'a Span,
    /// The place in the page of the default language.
    pub(super) twin: &'a Span,
}

impl Difference<'_> {
    /// The message of a finding: ``3 items here, 4 in `zh-TW` ``.
    pub(super) fn message(&self, default: &Lang) -> String {
        let [one, many] = self.what;
        let what = if self.here == 1 { one } else { many };
        format!("{} {what} here, {} in `{default}`", self.here, self.there)
    }
}

/// All pages that are written in the default language and another one.
pub(super) fn pairs<'a>(subject: &Subject<'a>) -> Vec<PagePair<'a>> {
    let Some(default) = subject.config.default_language() else { return Vec::new() };
    let others = subject.own_pages().filter(|page| page.profile.lang != *default);
    let pairs = others.filter_map(|other| {
        let twin = subject
            .own_pages()
            .find(|page| page.profile.key == other.profile.key && page.profile.lang == *default)?;
        Some(PagePair { default: twin, other })
    });
    pairs.collect()
}

type PageBlockSlice<'a> = &'a [Block<Resolved>];

impl<'a> PagePair<'a> {
    /// The differences in the introduction and in the sections that both pages
    /// have: numbers of panels, figures and items. If the numbers of figures or
    /// lists differ, their items are not compared.
    pub(super) fn differences(&self) -> Vec<Difference<'a>> {
        let own = |section: &&Section| section.foreign.is_none();
        let twins: BTreeMap<&str, &'a Section> =
            self.default.sections.iter().filter(own).map(|section| (section.id.as_str(), section)).collect();
        let mut found = Vec::new();
        compare(&self.other.intro, &self.default.intro, None, &mut found);
        for section in self.other.sections.iter().filter(own) {
            let Some(twin) = twins.get(section.id.as_str()) else { continue };
            let spans = [&section.span, &twin.span];
            let [here, there] = [section.panels.len(), twin.panels.len()];
            if here != there {
                found.push(difference(["panel", "panels"], [here, there], spans));
                continue;
            }
            compare(&section.body, &twin.body, Some(spans), &mut found);
            for (panel, twin) in section.panels.iter().zip(&twin.panels) {
                compare(&panel.body, &twin.body, Some([&panel.span, &twin.span]), &mut found);
            }
        }
        found
    }
}

const fn difference<'a>(what: [&'static str; 2], counts: [usize; 2], spans: [&'a Span; 2]) -> Difference<'a> {
    let ([here, there], [span, twin]) = (counts, spans);
    Difference { what, here, there, span, twin }
}

/// Compares two runs of blocks. `spans` holds the places of their headings, if
/// there are any.
fn compare<'a>(
    here: PageBlockSlice<'a>,
    there: PageBlockSlice<'a>,
    spans: Option<[&'a Span; 2]>,
    found: &mut Vec<Difference<'a>>,
) {
    let figures = [figures(here), figures(there)];
    let [ours, theirs] = &figures;
    if ours.len() == theirs.len() {
        for (figure, twin) in ours.iter().zip(theirs) {
            let counts = [figure.items.len(), twin.items.len()];
            push_unless_equal(["item", "items"], counts, [&figure.span, &twin.span], found);
        }
    } else if let Some(spans) = spans {
        push_unless_equal(["figure", "figures"], [ours.len(), theirs.len()], spans, found);
    }
    let [ours, theirs] = [lists(here), lists(there)];
    if ours.len() == theirs.len() {
        for ((count, span), (twin_count, twin)) in ours.into_iter().zip(theirs) {
            push_unless_equal(["item", "items"], [count, twin_count], [span, twin], found);
        }
    }
}

fn push_unless_equal<'a>(
    what: [&'static str; 2],
    counts: [usize; 2],
    spans: [&'a Span; 2],
    found: &mut Vec<Difference<'a>>,
) {
    let [here, there] = counts;
    if here != there {
        found.push(difference(what, counts, spans));
    }
}

fn figures<'a>(blocks: PageBlockSlice<'a>) -> Vec<&'a Figure<Resolved>> {
    let figure = |block: &'a Block<Resolved>| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    };
    blocks.iter().filter_map(figure).collect()
}

/// The number of items of each list and of each list of branches, with the
/// place of the first item.
fn lists<'a>(blocks: PageBlockSlice<'a>) -> Vec<(usize, &'a Span)> {
    let list = |block: &'a Block<Resolved>| match block {
        Block::List(List { items, .. }) => Some((items.len(), &items.first()?.span)),
        Block::Branches(branches) => Some((branches.len(), &branches.first()?.span)),
        _ => None,
    };
    blocks.iter().filter_map(list).collect()
}
