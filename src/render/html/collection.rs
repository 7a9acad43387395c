//! Collections: their own pages, and their rows in lists.

use super::frame::LinkBase;
use super::renderer::{HtmlFile, Renderer};
use super::{text, view};
use crate::model::{Page, PageKind, PageProfile};
use crate::render::facts::PageFacts;
use crate::render::site_index::CollectionNode;

/// Number of guides that a list of collections shows of each collection.
const FIRST_GUIDES: usize = 8;

impl<'a> Renderer<'a> {
    pub(super) fn collection(&'a self, page: &'a Page) -> HtmlFile {
        let place = LinkBase::of(&page.profile.address);
        let row = self.site_index.collection(&page.profile.lang, &page.profile.key.folder);
        let mut context = self.context(self.page_frame(&page.profile));
        let collection = view::CollectionView {
            document: self.document(page, self.body(page)),
            platform: PageFacts::of(&page.profile).platform,
            guides: row.map_or_else(Vec::new, |row| self.guide_rows(row, place, usize::MAX)),
            collections: row.map_or_else(Vec::new, |row| {
                let collections = self.site_index.collections(&page.profile.lang);
                row.children
                    .iter()
                    .filter_map(|index| self.collection_row(collections.get(*index)?, place))
                    .collect()
            }),
            pages: row.map_or_else(Vec::new, |row| self.page_links(row, place)),
        };
        context.insert("collection", &collection);
        self.fill("collection.html", page.profile.address.clone(), &context)
    }

    pub(super) fn guide_rows(
        &'a self,
        row: &CollectionNode<'a>,
        place: LinkBase<'_>,
        most: usize,
    ) -> Vec<view::GuideRow<'a>> {
        let guides = self.site_index.members(row.collection, PageKind::Guide).take(most);
        guides.map(|guide| self.guide_row(guide, place)).collect()
    }

    fn guide_row(&'a self, guide: &'a PageProfile, place: LinkBase<'_>) -> view::GuideRow<'a> {
        let (frame, text) = (self.language(&guide.lang), self.language(&guide.text_lang));
        let foreign = guide.lang != guide.text_lang;
        let facts = PageFacts::of(guide);
        view::GuideRow {
            id: guide.key.path(),
            href: place.href(&guide.address),
            title_html: text::title(&text.phrases, &self.site_index.title_under(guide)),
            summary_html: guide.meta.summary.as_deref().map(|summary| text::title(&text.phrases, summary)),
            html_lang: foreign.then_some(text.words.language.html.as_str()),
            other: foreign.then(|| frame.words.name_of(&guide.text_lang, text.words)),
            step_count: guide.step_count,
            minutes: facts.minutes,
            verified: facts.verified,
            pdf: self.handout(guide, place),
        }
    }

    /// The row of a collection, with its first guides. `None` if the folder has
    /// no page, as the root folder.
    pub(super) fn collection_row(
        &'a self,
        row: &CollectionNode<'a>,
        place: LinkBase<'_>,
    ) -> Option<view::CollectionRow<'a>> {
        let page = self.site_index.page(row.collection.page?)?;
        let text = self.language(&page.text_lang);
        let href = place.href(&page.address);
        let all = self.site_index.members(row.collection, PageKind::Guide).count();
        let more = all.checked_sub(FIRST_GUIDES).filter(|count| *count > 0);
        Some(view::CollectionRow {
            title_html: text::title(&text.phrases, &page.title),
            summary_html: page.meta.summary.as_deref().map(|summary| text::title(&text.phrases, summary)),
            html_lang: (page.lang != page.text_lang).then_some(text.words.language.html.as_str()),
            platform: PageFacts::of(page).platform,
            guides: self.guide_rows(row, place, FIRST_GUIDES),
            more: more.map(|count| view::MoreView { count, href: href.clone() }),
            href,
        })
    }

    /// Links to the ordinary pages of a collection.
    pub(super) fn page_links(&self, row: &CollectionNode<'a>, place: LinkBase<'_>) -> Vec<view::AnchorView> {
        let pages = self.site_index.members(row.collection, PageKind::Plain);
        pages.map(|page| link_to(page, place)).collect()
    }
}

/// A link to a page, with the page's title.
pub(super) fn link_to(page: &PageProfile, place: LinkBase<'_>) -> view::AnchorView {
    view::AnchorView { title: page.title.clone(), href: Some(place.href(&page.address)) }
}
