//! The home page of a language.

use super::collection::link_to;
use super::frame::LinkBase;
use super::renderer::{HtmlFile, Renderer};
use super::view;
use super::writer::HtmlWriter;
use crate::model::{Block, Inline, Link, List, Numbering, Page, Resolved, plain_text};

impl<'a> Renderer<'a> {
    pub(super) fn home(&'a self, page: &'a Page) -> HtmlFile {
        let place = LinkBase::of(&page.profile.address);
        let shortcuts = page.intro.iter().position(is_shortcuts);
        let mut writer = HtmlWriter::new(self, page);
        let links = match shortcuts.and_then(|at| page.intro.get(at)) {
            Some(Block::List(list)) => anchors(list, &writer),
            _ => Vec::new(),
        };
        writer.body_without(page, shortcuts);
        let collections = self.site_index.collections(&page.profile.lang);
        let top = collections.iter().filter(|node| node.parent.is_none());
        let root = self.site_index.collection(&page.profile.lang, "");
        let members = root.into_iter().flat_map(|node| &node.collection.members);
        let home = view::HomeView {
            document: self.document(page, writer.out),
            shortcuts: links,
            search_example_html: self.search_example(&page.profile.lang),
            collections: top.filter_map(|node| self.collection_row(node, place)).collect(),
            pages: members.filter_map(|index| Some(link_to(self.site_index.page(*index)?, place))).collect(),
        };
        let mut context = self.context(self.page_frame(&page.profile));
        context.insert("home", &home);
        self.fill("home.html", page.profile.address.clone(), &context)
    }
}

fn anchors(list: &List<Resolved>, writer: &HtmlWriter<'_>) -> Vec<view::AnchorView> {
    let anchor = |(text, link): (&[Inline<Resolved>], &Link)| view::AnchorView {
        title: plain_text(text),
        href: Some(writer.href_of(link)),
    };
    list.items.iter().filter_map(|item| only_link(&item.blocks)).map(anchor).collect()
}

/// Whether a block is a bullet list whose items are all just a link.
fn is_shortcuts(block: &Block<Resolved>) -> bool {
    let Block::List(list) = block else { return false };
    list.numbering == Numbering::Bullets && list.items.iter().all(|item| only_link(&item.blocks).is_some())
}

fn only_link(blocks: &[Block<Resolved>]) -> Option<(&[Inline<Resolved>], &Link)> {
    match blocks {
        [Block::Paragraph(words)] => match words.as_slice() {
            [Inline::Link { text, link }] => Some((text, link)),
            _ => None,
        },
        _ => None,
    }
}
