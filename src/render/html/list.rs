//! Lists, tasks, branches and entry cards.

use super::text;
use super::writer::HtmlWriter;
use crate::model::{Block, Branch, Inline, Item, Link, List, Numbering, Resolved, Section, SectionKind};
use crate::theme::fill;

impl HtmlWriter<'_> {
    pub(super) fn list(&mut self, list: &List<Resolved>) {
        let tasks = list.items.iter().any(|item| item.task.is_some());
        let close = match list.numbering {
            Numbering::Bullets => {
                self.raw(if tasks { "<ul class=\"tasks\">\n" } else { "<ul>\n" });
                "</ul>\n"
            }
            Numbering::Numbers { start, parenthesis } => {
                self.raw("<ol");
                match (tasks, parenthesis) {
                    (true, _) => self.raw(" class=\"tasks\""),
                    (false, true) => self.raw(" class=\"paren\""),
                    (false, false) => (),
                }
                if start != 1 {
                    text::number(&mut self.out, "start", start);
                }
                self.raw(">\n");
                "</ol>\n"
            }
        };
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.raw(close);
    }

    fn item(&mut self, item: &Item<Resolved>, tight: bool) {
        let Some(done) = item.task else {
            self.raw("<li>");
            self.item_content(item, tight);
            self.raw("</li>\n");
            return;
        };
        let words = &self.language.words.task;
        self.raw(if done { "<li class=\"task done\">" } else { "<li class=\"task\">" });
        self.raw("<span class=\"box\" role=\"img\"");
        self.attribute("aria-label", if done { &words.done } else { &words.todo });
        self.raw("></span><div>");
        self.item_content(item, tight);
        self.raw("</div></li>\n");
    }

    /// Writes the text of an item. In a tight list, paragraphs have no tags.
    pub(super) fn item_content(&mut self, item: &Item<Resolved>, tight: bool) {
        if item.optional {
            self.optional_chip();
        }
        if let Some(branch) = &item.branch {
            self.branch_in_list(branch);
        }
        if !tight {
            return self.blocks(&item.blocks);
        }
        for block in &item.blocks {
            match block {
                Block::Paragraph(words) => self.inlines(words),
                other => self.blocks(std::slice::from_ref(other)),
            }
        }
    }

    /// Writes a branch that stands among other items of a list.
    fn branch_in_list(&mut self, branch: &Branch<Resolved>) {
        self.raw("<strong>");
        self.inlines(&branch.label);
        self.raw("</strong>");
        if !branch.text.is_empty() {
            self.text(&self.language.words.punctuation.colon.clone());
            self.inlines(&branch.text);
        }
        self.raw(" <a class=\"goto\"");
        self.branch_href(&branch.link);
        self.icon("arrow");
        self.raw("<span>");
        match branch.target.as_slice() {
            [] => self.text(&branch.name.whole),
            words => self.inlines(words),
        }
        self.raw("</span></a>");
    }

    fn branch_href(&mut self, link: &Link) {
        let href = self.href_of(link);
        self.attribute("href", &href);
        self.raw(">");
    }

    /// Writes the branches of a step: the ways to go on.
    pub(super) fn branches(&mut self, branches: &[Branch<Resolved>]) {
        self.raw("<ul class=\"branches\" role=\"list\">\n");
        for branch in branches {
            let outcome = self.language.outcome_of(branch);
            self.raw("<li class=\"branch");
            if let Some(outcome) = outcome {
                self.raw(" ");
                self.raw(outcome);
            }
            self.raw("\">");
            if let Some(outcome) = outcome {
                self.icon(outcome);
            }
            self.raw("<div>");
            self.condition(branch);
            self.raw("</div><a");
            self.branch_href(&branch.link);
            self.icon("arrow");
            match branch.target.as_slice() {
                [] => self.two_lines(&branch.name.label, &branch.name.title),
                words => self.bold(words),
            }
            self.raw("</a></li>\n");
        }
        self.raw("</ul>\n");
    }

    fn condition(&mut self, branch: &Branch<Resolved>) {
        self.raw("<strong>");
        self.inlines(&branch.label);
        self.raw("</strong>");
        if !branch.text.is_empty() {
            self.raw("<span>");
            self.inlines(&branch.text);
            self.raw("</span>");
        }
    }

    fn bold(&mut self, words: &[Inline<Resolved>]) {
        self.raw("<b>");
        self.inlines(words);
        self.raw("</b>");
    }

    fn two_lines(&mut self, bold: &str, small: &str) {
        self.raw("<b>");
        self.text(bold);
        self.raw("</b>");
        if !small.is_empty() {
            self.raw("<small>");
            self.text(small);
            self.raw("</small>");
        }
    }

    /// Writes the branches before a guide's first step as entry cards: they tell
    /// readers where to begin.
    pub(super) fn entries(&mut self, branches: &[Branch<Resolved>], heading: bool) {
        if heading {
            self.raw("<h2 class=\"entries-title\">");
            self.text(&self.language.words.entry.heading.clone());
            self.raw("</h2>\n");
        }
        self.raw("<ul class=\"entries\" role=\"list\">\n");
        for branch in branches {
            self.raw("<li class=\"entry\">");
            self.condition(branch);
            self.raw("<a");
            self.branch_href(&branch.link);
            self.icon("arrow");
            match branch.target.as_slice() {
                [] => self.entry_target(branch),
                words => self.bold(words),
            }
            self.raw("</a></li>\n");
        }
        self.raw("</ul>\n");
    }

    /// Writes the target of an entry card: "Start at step 1", "go to step 3". A
    /// target that is no step of this page is called by its name.
    fn entry_target(&mut self, branch: &Branch<Resolved>) {
        let words = &self.language.words.entry;
        let here = match &branch.link {
            Link::Page { page, fragment } if *page == self.page.profile.address => fragment.as_deref(),
            _ => None,
        };
        let target = here.and_then(|id| self.section(id));
        let Some(SectionKind::Step(head)) = target.map(|section| &section.kind) else {
            return self.two_lines(&branch.name.label, &branch.name.title);
        };
        let is_step = |section: &&Section| matches!(section.kind, SectionKind::Step(_));
        let first = self.page.sections.iter().find(is_step).map(|section| section.id.as_str());
        let pattern = if first == here { &words.start } else { &words.jump };
        let said = fill(pattern, &[("label", &self.language.label_of(head))]);
        self.two_lines(&said, "");
    }
}
