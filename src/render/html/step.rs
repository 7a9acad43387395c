//! Sections: steps with their panels and sub-steps, and sections without a
//! number.

use super::writer::HtmlWriter;
use crate::html_escape;
use crate::model::{Block, Page, PageKind, Panel, Resolved, Section, StepHead};
use crate::render::language::Language;
use crate::render::sections::{OutlinePart, StepGroup, outline};
use crate::theme::fill;

impl<'a> HtmlWriter<'a> {
    /// Writes the whole text of a page.
    pub(super) fn body(&mut self, page: &Page) {
        self.body_without(page, None);
    }

    /// Writes the text of a page without one block of its introduction.
    pub(super) fn body_without(&mut self, page: &Page, left_out: Option<usize>) {
        let (before, after) = page.intro.split_at(left_out.unwrap_or(0).min(page.intro.len()));
        let after = after.get(usize::from(left_out.is_some())..).unwrap_or_default();
        if page.profile.kind == PageKind::Guide {
            self.guide_intro(&page.intro);
        } else {
            self.blocks(before);
            self.blocks(after);
        }
        for part in outline(&page.sections) {
            match part {
                OutlinePart::Plain(section) => self.plain_section(section),
                OutlinePart::Steps(group) => self.step_group(&group),
            }
        }
        self.footnotes(&page.footnotes);
    }

    /// Writes the introduction of a guide. Its branches are entry cards; only the
    /// first group of them has a heading.
    fn guide_intro(&mut self, intro: &[Block<Resolved>]) {
        let mut heading = true;
        for block in intro {
            if let Block::Branches(branches) = block {
                self.entries(branches, std::mem::replace(&mut heading, false));
            } else {
                self.blocks(std::slice::from_ref(block));
            }
        }
    }

    fn plain_section(&mut self, section: &Section) {
        let outer = self.language;
        self.raw("<section class=\"section\"");
        self.section_start(section);
        self.raw("<h2>");
        self.title(&section.title);
        self.raw("</h2>\n");
        self.fallback(section);
        self.blocks(&section.body);
        for panel in &section.panels {
            self.panel(panel, 3, "");
        }
        self.section_end(outer);
    }

    /// Ends a section's start tag with ` id="…" lang="…">` and switches the
    /// writer to the section's language.
    fn section_start(&mut self, section: &Section) {
        self.attribute("id", &section.id);
        let language =
            self.renderer.language(section.foreign.as_ref().unwrap_or(&self.page.profile.text_lang));
        if language.lang != self.language.lang {
            self.attribute("lang", &language.words.language.html);
            self.language = language;
        }
        self.raw(">\n");
    }

    /// Closes a section and switches the writer back to the language around it.
    fn section_end(&mut self, outer: &'a Language<'a>) {
        self.language = outer;
        self.raw("</section>\n");
    }

    /// Writes the notice that a section is not translated yet.
    fn fallback(&mut self, section: &Section) {
        if section.foreign.is_none() {
            return;
        }
        let (frame, text) = (self.frame, self.language);
        let language = frame.words.name_of(&frame.lang, frame.words);
        let other = frame.words.name_of(&text.lang, text.words);
        let notice = fill(&frame.words.fallback.step, &[("language", language), ("other", other)]);
        self.raw("<p class=\"fallback\"");
        self.frame_lang();
        self.raw(">");
        self.icon("note");
        self.raw("<span>");
        self.text(&notice);
        self.raw("</span></p>\n");
    }

    fn step_group(&mut self, group: &StepGroup<'_>) {
        match group.head {
            Some((section, head)) => {
                let outer = self.language;
                self.step_start(section, head, 2);
                self.subs(group, 3);
                self.section_end(outer);
            }
            // The number has sub-steps only: they get an element around them
            // without a heading.
            None if group.opens => {
                let class = if group.series.is_some() { "step series" } else { "step" };
                self.raw(&format!("<section class=\"{class}\""));
                let id = group.id();
                if self.section(&id).is_none() {
                    self.attribute("id", &id);
                }
                self.raw(">\n");
                self.subs(group, 2);
                self.raw("</section>\n");
            }
            None => self.subs(group, 3),
        }
    }

    fn subs(&mut self, group: &StepGroup<'_>, level: u8) {
        for (sub, head) in &group.subs {
            let outer = self.language;
            self.step_start(sub, head, level);
            self.section_end(outer);
        }
    }

    /// Writes a step without its end tag, so that sub-steps can follow inside it.
    fn step_start(&mut self, section: &Section, head: &StepHead, level: u8) {
        self.raw("<section class=\"step");
        if head.number.minor.is_some() {
            self.raw(" sub");
        }
        if head.series.is_some() {
            self.raw(" series");
        }
        self.raw("\"");
        self.section_start(section);
        self.step_head(section, head, level);
        self.fallback(section);
        self.blocks(&section.body);
        let parts = section.panels.len() + 1;
        for (index, panel) in section.panels.iter().enumerate() {
            let frame = self.frame;
            let label = frame.label_of(head);
            let (i, n) = ((index + 2).to_string(), parts.to_string());
            let part = fill(&frame.words.step.continued, &[("label", &label), ("i", &i), ("n", &n)]);
            self.panel(panel, level + 1, &part);
        }
    }

    fn step_head(&mut self, section: &Section, head: &StepHead, level: u8) {
        let frame = self.frame;
        let words = &frame.words.step;
        let label = frame.label_of(head);
        self.raw(&format!("<div class=\"step-head\"><h{level}><span class=\"badge\""));
        self.frame_lang();
        self.raw(">");
        // On a phone, the long word of a series may wrap inside its badge.
        if head.series.is_some() {
            self.unbroken(&label);
        } else {
            self.text(&label);
        }
        self.raw("</span> <span class=\"step-title\">");
        self.title(&section.title);
        if head.optional {
            self.raw(" <span class=\"chip\"");
            self.frame_lang();
            self.raw(">");
            self.text(&frame.words.of_steps.optional);
            self.raw("</span>");
        }
        self.raw(&format!("</span></h{level}>\n<div class=\"step-side\">"));
        if !section.panels.is_empty() {
            let parts = (section.panels.len() + 1).to_string();
            self.raw("<span class=\"part\"");
            self.frame_lang();
            self.raw(">");
            self.text(&fill(&words.part, &[("i", "1"), ("n", &parts)]));
            self.raw("</span>");
        }
        self.same_step_elsewhere(section);
        // On paper it is a box to tick by hand; the theme's script makes one that works.
        self.raw("<label class=\"tick\"");
        self.frame_lang();
        self.raw(">");
        self.text(&words.marked);
        self.raw("</label></div></div>\n");
    }

    /// Writes links to the same step in the other languages it is translated to.
    fn same_step_elsewhere(&mut self, section: &Section) {
        let (site, page) = (self.renderer.input.site, self.page);
        for lang in site.languages.iter().filter(|lang| **lang != page.profile.lang) {
            let Some(twin) = site.page(&page.profile.key, lang) else { continue };
            if twin.text_lang != *lang || !twin.own_sections.contains(&section.id) {
                continue;
            }
            let words = self.renderer.language(lang).words;
            let href = self.href(&twin.address, Some(&section.id));
            self.raw("<a class=\"step-lang\"");
            self.attribute("href", &href);
            self.attribute("lang", &words.language.html);
            let title = fill(&words.step.language, &[("language", &words.language.name)]);
            self.attribute("title", &title);
            self.raw(">");
            self.text(&words.language.short);
            self.raw("</a>");
        }
    }

    fn panel(&mut self, panel: &Panel<Resolved>, level: u8, part: &str) {
        let level = level.min(6);
        self.raw("<section class=\"panel\"");
        self.attribute("id", &panel.id);
        self.raw(&format!(">\n<div class=\"panel-head\"><h{level} class=\"step-title\">"));
        self.title(&panel.title);
        self.raw(&format!("</h{level}>"));
        if !part.is_empty() {
            self.raw("<p class=\"part\"");
            self.frame_lang();
            self.raw(">");
            html_escape::push(&mut self.out, part);
            self.raw("</p>");
        }
        self.raw("</div>\n");
        self.blocks(&panel.body);
        self.raw("</section>\n");
    }
}
