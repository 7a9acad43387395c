//! The name of a link's target, shown where the author wrote no words for the link.

use super::language::Language;
use super::site_index::{AnchorPlace, InnerAnchor, SiteIndex};
use crate::model::walk::{self, WalkNode};
use crate::model::{
    Block, Inline, Link, Page, Resolved, Section, SectionKind, plain_text, repeated, title_start,
};
use crate::theme::fill;

/// The name of a target, in two parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TargetName {
    /// `步驟 5-2`; for a target without a number, its title.
    pub(super) label: String,
    /// The title of a target that has a number; else empty.
    pub(super) title: String,
}

impl TargetName {
    /// Label and title in one text: `步驟 5-2「更新憑證」`.
    pub(super) fn whole(&self, language: &Language<'_>) -> String {
        if self.title.is_empty() {
            return self.label.clone();
        }
        fill(&language.words.reference.step, &[("label", &self.label), ("title", &self.title)])
    }
}

/// Names the target of a link that stands on `from`.
pub(super) fn name(
    site_index: &SiteIndex<'_>,
    (from, link): (&Page, &Link),
    language: &Language<'_>,
) -> TargetName {
    match link {
        Link::Outside(address) => TargetName { label: address.clone(), title: String::new() },
        Link::Download(path) => {
            let file = path.as_str().rsplit('/').next().unwrap_or_default();
            TargetName { label: file.to_owned(), title: String::new() }
        }
        Link::Page { page: address, fragment } => {
            let Some(page) = site_index.site().page_at(address) else {
                return TargetName { label: address.to_string(), title: String::new() };
            };
            let whole = || TargetName { label: repeated(&page.title).into_owned(), title: String::new() };
            let Some(place) = fragment.as_deref().and_then(|id| place(site_index, (page, id), language))
            else {
                return whole();
            };
            if page.address == from.address {
                return place;
            }
            let pattern = &language.words.reference;
            let title = fill(&pattern.page, &[("title", &repeated(&page.title))]);
            TargetName {
                label: fill(&pattern.elsewhere, &[("page", &title), ("place", &place.label)]),
                ..place
            }
        }
    }
}

/// Names a place of a page by its id.
fn place(
    site_index: &SiteIndex<'_>,
    (page, id): (&Page, &str),
    language: &Language<'_>,
) -> Option<TargetName> {
    let titled = |title: &[Inline<Resolved>]| TargetName { label: start(title), title: String::new() };
    match site_index.place(page, id) {
        Some(AnchorPlace::Section(section)) => return Some(section_name(section, language)),
        Some(AnchorPlace::Panel(panel)) => return Some(titled(&panel.title)),
        None => (),
    }
    match site_index.inner(page, id)? {
        InnerAnchor::Heading(title) => Some(TargetName { label: title.clone(), title: String::new() }),
        InnerAnchor::Figure(number) => {
            let label = fill(&language.words.figure.label, &[("n", &number.to_string())]);
            Some(TargetName { label, title: String::new() })
        }
    }
}

/// The part of a title that references repeat.
fn start(title: &[Inline<Resolved>]) -> String {
    repeated(&title_start(title)).into_owned()
}

fn section_name(section: &Section, language: &Language<'_>) -> TargetName {
    let title = start(&section.title);
    match &section.kind {
        SectionKind::Plain => TargetName { label: title, title: String::new() },
        SectionKind::Step(head) => TargetName { label: language.label_of(head), title },
    }
}

/// Appends the words of all paragraphs and outcomes in `blocks`, for data that
/// machines read.
pub(super) fn words_of(blocks: &[Block<Resolved>], out: &mut String) {
    walk::blocks(blocks, &mut |node| {
        if let WalkNode::Block(Block::Paragraph(text) | Block::Outcome(text)) = node {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&plain_text(text));
        }
    });
}
