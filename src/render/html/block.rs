//! Blocks: paragraphs, alerts, tables, definitions, footnotes.

use super::code;
use super::writer::HtmlWriter;
use crate::html_escape;
use crate::model::{
    Alert, AlertKind, Align, Block, Definition, Footnote, Heading, Inline, Resolved, Table, plain_text,
};

impl HtmlWriter<'_> {
    /// Writes blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: &[Block<Resolved>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<Resolved>) {
        match block {
            Block::Paragraph(words) => self.paragraph(words),
            Block::Heading(heading) => self.heading(heading),
            Block::List(list) => self.list(list),
            Block::Figure(figure) => self.figure(figure),
            Block::Branches(branches) => self.branches(branches),
            Block::Alert(alert) => self.alert(alert),
            Block::Quote(content) => self.around("<blockquote>", content, "</blockquote>\n"),
            Block::Outcome(words) => self.outcome(words),
            Block::Code { language, text } => code::push(&mut self.out, language, text),
            Block::Table(table) => self.table(table),
            Block::Definitions(entries) => self.definitions(entries),
            Block::Rule => self.raw("<hr>\n"),
            Block::Html(html) => self.raw(html),
            Block::Element { open, name, content } => {
                self.around(open, content, &format!("</{name}>\n"));
            }
            Block::Include(never) => match *never {},
        }
    }

    fn around(&mut self, open: &str, content: &[Block<Resolved>], close: &str) {
        self.raw(open);
        self.raw("\n");
        self.blocks(content);
        self.raw(close);
    }

    fn paragraph(&mut self, words: &[Inline<Resolved>]) {
        if let [Inline::MenuPath(stops)] = words {
            self.raw("<p class=\"path-line\">");
            self.menu_path(stops);
        } else {
            self.raw("<p>");
            self.inlines(words);
        }
        self.raw("</p>\n");
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level.clamp(2, 6);
        self.raw(&format!("<h{level}"));
        if !heading.id.is_empty() {
            self.attribute("id", &heading.id);
        }
        self.raw(">");
        self.title(&heading.title);
        self.raw(&format!("</h{level}>\n"));
    }

    /// Writes an alert. The name of its kind stands before the author's title, unless it is the
    /// title.
    fn alert(&mut self, alert: &Alert<Resolved>) {
        let language = self.language;
        let words = &language.words.alert;
        let (name, word) = match alert.kind {
            AlertKind::Note => ("note", &words.note),
            AlertKind::Tip => ("tip", &words.tip),
            AlertKind::Important => ("important", &words.important),
            AlertKind::Warning => ("warning", &words.warning),
            AlertKind::Caution => ("caution", &words.caution),
        };
        self.raw(&format!("<div class=\"alert {name}\" role=\"note\"><p class=\"alert-title\">"));
        self.icon(name);
        if alert.title.is_empty() || plain_text(&alert.title) == *word {
            self.text(word);
        } else {
            self.raw("<span>");
            self.text(word);
            self.text(&language.words.punctuation.colon);
            self.inlines(&alert.title);
            self.raw("</span>");
        }
        self.raw("</p>\n");
        self.blocks(&alert.blocks);
        self.raw("</div>\n");
    }

    fn outcome(&mut self, words: &[Inline<Resolved>]) {
        let language = self.language;
        self.raw("<div class=\"result\">");
        self.icon("ok");
        self.raw("<div><p><strong>");
        self.text(&language.words.of_steps.result);
        self.text(language.words.punctuation.colon.trim_end());
        self.raw("</strong>");
        // The space of ": " must stand after the bold text, not in it.
        if language.words.punctuation.colon.ends_with(' ') {
            self.raw(" ");
        }
        self.inlines(words);
        self.raw("</p></div></div>\n");
    }

    fn table(&mut self, table: &Table<Resolved>) {
        self.raw("<div class=\"table\" role=\"region\"");
        self.attribute("aria-label", &self.language.words.table.label);
        self.raw(" tabindex=\"0\"><table>\n<thead><tr>");
        for (cell, align) in table.head.iter().zip(&table.columns) {
            self.cell("th scope=\"col\"", *align, cell);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            for (cell, align) in row.iter().zip(&table.columns) {
                self.cell("td", *align, cell);
                self.raw("</td>");
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table></div>\n");
    }

    fn cell(&mut self, tag: &str, align: Align, words: &[Inline<Resolved>]) {
        self.raw("<");
        self.raw(tag);
        self.raw(match align {
            Align::Start => ">",
            Align::Center => " class=\"center\">",
            Align::End => " class=\"right\">",
        });
        self.in_cell = true;
        self.inlines(words);
        self.in_cell = false;
    }

    fn definitions(&mut self, entries: &[Definition<Resolved>]) {
        self.raw("<dl class=\"terms\">\n");
        for entry in entries {
            self.raw("<dt>");
            self.inlines(&entry.term);
            self.raw("</dt>");
            for meaning in &entry.meanings {
                self.raw("<dd>");
                self.content(meaning);
                self.raw("</dd>");
            }
            self.raw("\n");
        }
        self.raw("</dl>\n");
    }

    /// Writes the blocks of an item; a single paragraph is written without its
    /// tags.
    pub(super) fn content(&mut self, blocks: &[Block<Resolved>]) {
        if let [Block::Paragraph(words)] = blocks {
            self.inlines(words);
        } else {
            self.blocks(blocks);
        }
    }

    /// Writes the footnotes at the end of the page, each with links back to the
    /// places that refer to it.
    pub(super) fn footnotes(&mut self, footnotes: &[Footnote]) {
        if footnotes.is_empty() {
            return;
        }
        let language = self.language;
        self.raw("<section class=\"footnotes\" id=\"footnotes\"><h2>");
        self.text(&language.words.footnote.heading);
        self.raw("</h2><ol>\n");
        for footnote in footnotes {
            self.raw(&format!("<li id=\"fn-{}\">", footnote.number));
            self.blocks(&footnote.blocks);
            let last = self.out.trim_end().len();
            let paragraph = self.out.get(..last).is_some_and(|out| out.ends_with("</p>"));
            self.out.truncate(if paragraph { last - "</p>".len() } else { last });
            for id in self.note_refs(footnote.number) {
                self.raw(&format!(" <a href=\"#{id}\" role=\"doc-backlink\""));
                self.attribute("aria-label", &language.words.footnote.back);
                self.raw(">↩</a>");
            }
            self.raw(if paragraph { "</p></li>\n" } else { "</li>\n" });
        }
        self.raw("</ol></section>\n");
    }

    /// Writes the chip of an optional item and a space:
    /// `<span class="chip">選用</span>`.
    pub(super) fn optional_chip(&mut self) {
        self.raw("<span class=\"chip\">");
        let word = &self.language.words.of_steps.optional;
        html_escape::push(&mut self.out, word);
        self.raw("</span> ");
    }
}
