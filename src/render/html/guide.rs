//! Guides and ordinary pages.

use super::frame::LinkBase;
use super::renderer::{HtmlFile, Renderer};
use super::{json_ld, text, view};
use crate::model::{Page, PageProfile, Section, StepHead, plain_text};
use crate::render::facts::PageFacts;
use crate::render::language::Language;
use crate::render::sections::{StepGroup, steps};

impl<'a> Renderer<'a> {
    pub(super) fn guide(&'a self, page: &'a Page) -> HtmlFile {
        let mut page_frame = self.page_frame(&page.profile);
        let card = self.card(page);
        page_frame.json_ld = json_ld::how_to(self, page);
        page_frame.image = card;
        let mut context = self.context(page_frame);
        context.insert("guide", &self.guide_view(page));
        self.fill("guide.html", page.profile.address.clone(), &context)
    }

    pub(super) fn plain(&'a self, page: &'a Page) -> HtmlFile {
        let mut page_frame = self.page_frame(&page.profile);
        page_frame.image = self.card(page);
        let mut context = self.context(page_frame);
        context.insert("doc", &self.document(page, self.body(page)));
        self.fill("page.html", page.profile.address.clone(), &context)
    }

    /// The record of a page's title, summary and text.
    pub(super) fn document(&'a self, page: &'a Page, body_html: String) -> view::DocumentView<'a> {
        let (frame, text) = (self.language(&page.profile.lang), self.language(&page.profile.text_lang));
        let foreign = page.profile.lang != page.profile.text_lang;
        view::DocumentView {
            title: &page.profile.title,
            title_html: text::title(&text.phrases, &page.profile.title),
            summary_html: page
                .profile
                .meta
                .summary
                .as_deref()
                .map(|summary| text::title(&text.phrases, summary)),
            html_lang: foreign.then_some(text.words.language.html.as_str()),
            fallback: foreign.then_some(view::FallbackView {
                language: frame.words.name_of(&page.profile.lang, frame.words),
                other: frame.words.name_of(&page.profile.text_lang, text.words),
            }),
            body_html,
        }
    }

    fn guide_view(&'a self, page: &'a Page) -> view::GuideView<'a> {
        let facts = PageFacts::of(&page.profile).labelled(self.language(&page.profile.lang).words);
        let near = self.site_index.neighbours(&page.profile);
        let anchor = |index: usize| {
            let other = self.site_index.page(index)?;
            Some(view::AnchorView {
                title: self.site_index.title_under(other).into_owned(),
                href: Some(page.profile.address.relative(&other.address)),
            })
        };
        let up = self.site_index.way_to(&page.profile).last().and_then(|node| node.collection.page);
        view::GuideView {
            id: page.profile.key.path(),
            document: self.document(page, self.body(page)),
            facts: facts.into_iter().map(|fact| (fact.key, fact.value)).collect(),
            series: self.series(page),
            step_count: page.profile.step_count,
            pdf: self.handout(&page.profile, LinkBase::of(&page.profile.address)),
            up: up.and_then(anchor),
            previous: near.previous.and_then(anchor),
            next: near.next.and_then(anchor),
        }
    }

    /// The link to a guide's handout.
    pub(super) fn handout(&self, guide: &PageProfile, place: LinkBase<'_>) -> Option<view::HandoutView> {
        let link = self.input.handouts.of(&guide.address)?;
        Some(view::HandoutView {
            href: place.href(&link.path),
            size: link.measure.map(|(bytes, _)| text::size(bytes)),
            pages: link.measure.map(|(_, pages)| pages),
        })
    }

    /// The list of steps next to the text, one record for each series.
    fn series(&'a self, page: &'a Page) -> Vec<view::SeriesView<'a>> {
        let language = self.language(&page.profile.lang);
        let mut all: Vec<view::SeriesView<'a>> = Vec::new();
        let mut last = None;
        for group in steps(&page.sections) {
            if last != Some(group.series) {
                last = Some(group.series);
                let word = language.words.series(group.series);
                all.push(view::SeriesView {
                    word,
                    main: group.series.is_none(),
                    count: 0,
                    steps: Vec::new(),
                });
            }
            if let Some(series) = all.last_mut() {
                series.count += 1;
                series.steps.push(rail_step(&group, language));
            }
        }
        all
    }

    /// The picture of a page's social card: the first one of the page. `None` if
    /// the site's address is unknown, since cards need absolute addresses.
    fn card(&'a self, page: &'a Page) -> Option<view::SocialCardView<'a>> {
        self.input.config.base_url.as_ref()?;
        let mut first = None;
        page.each_figure(&mut |figure| {
            first = first
                .or_else(|| figure.images.iter().find_map(|picture| Some((picture, self.shown(picture)?))));
        });
        let (picture, shown) = first?;
        let url = self.input.config.absolute(&shown.path)?;
        Some(view::SocialCardView { url, width: shown.width, height: shown.height, alt: &picture.alt })
    }
}

fn rail_step(group: &StepGroup<'_>, language: &Language<'_>) -> view::StepView {
    let line = |section: &Section, head: &StepHead| view::StepView {
        id: section.id.clone(),
        number: head.number.to_string(),
        label: language.label_of(head),
        title: plain_text(&section.title),
        optional: head.optional,
        subs: Vec::new(),
    };
    let mut step = match group.head {
        Some((section, head)) => line(section, head),
        None => view::StepView {
            id: group.id(),
            number: group.number().to_string(),
            label: language.words.step_label(group.series, group.number()),
            title: String::new(),
            optional: false,
            subs: Vec::new(),
        },
    };
    step.subs = group.subs.iter().map(|(section, head)| line(section, head)).collect();
    step
}
