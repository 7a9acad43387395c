//! Writes the text of a page: a string that only grows.
//!
//! In: blocks of the model. Out: HTML as the theme's README, part B, has it.
//! Strings are pushed without a template, since this is most of every page.
//! Every text of an author goes through [`html_escape`]. This file holds what all
//! blocks share: running text, links, pictures within text.

use std::collections::BTreeMap;

use super::renderer::Renderer;
use super::text;
use crate::html_escape;
use crate::model::{Inline, Link, Page, Picture, Resolved, Section, plain_text};
use crate::render::cell;
use crate::render::language::Language;
use crate::render::phrase;
use crate::theme::fill;
use crate::url::{SitePath, percent_encode};

/// The state of one page's writing.
pub(super) struct HtmlWriter<'a> {
    pub(super) out: String,
    pub(super) renderer: &'a Renderer<'a>,
    pub(super) page: &'a Page,
    /// The language of the text that is being written.
    pub(super) language: &'a Language<'a>,
    /// The language of the page; differs from `language` in text that is not
    /// translated.
    pub(super) frame: &'a Language<'a>,
    /// Whether a picture was written already. Only the first picture of a page is
    /// loaded at once.
    shown: bool,
    /// Whether the text stands in a cell of a table.
    pub(super) in_cell: bool,
    /// Number of references to each footnote so far.
    noted: BTreeMap<u32, u32>,
    /// The sections of the page by their id. A map, since a page may have very
    /// many steps and each of them is looked up.
    sections: BTreeMap<&'a str, &'a Section>,
}

impl<'a> HtmlWriter<'a> {
    pub(super) fn new(renderer: &'a Renderer<'a>, page: &'a Page) -> Self {
        // Of sections with one id the first counts.
        let sections = page.sections.iter().rev().map(|section| (section.id.as_str(), section)).collect();
        Self {
            out: String::with_capacity(32 * 1024),
            renderer,
            page,
            language: renderer.language(&page.profile.text_lang),
            frame: renderer.language(&page.profile.lang),
            shown: false,
            in_cell: false,
            noted: BTreeMap::new(),
            sections,
        }
    }

    /// The section of the page that has this id.
    pub(super) fn section(&self, id: &str) -> Option<&'a Section> {
        self.sections.get(id).copied()
    }

    pub(super) fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn text(&mut self, words: &str) {
        html_escape::push(&mut self.out, words);
    }

    /// Writes text whose short words with hyphens do not break: "5-2", "sign-in".
    pub(super) fn unbroken(&mut self, words: &str) {
        text::push_words(&mut self.out, words);
    }

    /// Writes words of a cell, in which names and numbers don't break.
    fn cell_words(&mut self, words: &str) {
        for (piece, whole) in cell::pieces(words) {
            if whole {
                self.raw("<span class=\"nb\">");
                self.text(piece);
                self.raw("</span>");
            } else if self.language.lang.joins_lines() {
                self.text(piece);
            } else {
                self.unbroken(piece);
            }
        }
    }

    pub(super) fn icon(&mut self, name: &str) {
        text::icon(&mut self.out, name);
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        text::attribute(&mut self.out, name, value);
    }

    /// Writes `lang="…"` for words in the page's language within text in another
    /// language.
    pub(super) fn frame_lang(&mut self) {
        if self.frame.lang != self.language.lang {
            self.attribute("lang", &self.frame.words.language.html);
        }
    }

    /// Writes running text.
    pub(super) fn inlines(&mut self, inlines: &[Inline<Resolved>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline<Resolved>) {
        match inline {
            Inline::Text(words) if self.in_cell => self.cell_words(words),
            // Text with spaces has enough other places to break than "sign-in".
            Inline::Text(words) if !self.language.lang.joins_lines() => self.unbroken(words),
            Inline::Text(words) => self.text(words),
            Inline::Code(code) => self.wrapped("code", code),
            Inline::Key(key) => self.wrapped("kbd", key),
            Inline::Strong(content) => self.strong(content),
            Inline::Emphasis(content) => self.element("<em>", "em", content),
            Inline::Struck(content) => self.element("<s>", "s", content),
            Inline::Link { text, link } => self.link(link, text),
            Inline::Image(picture) => self.small_picture(picture),
            Inline::MenuPath(stops) => self.menu_path(stops),
            Inline::FootnoteRef(number) => self.footnote_ref(*number),
            Inline::Element { tag, content } => self.element(&tag.open, &tag.name, content),
            Inline::Break => self.raw("<br>"),
        }
    }

    fn wrapped(&mut self, name: &str, words: &str) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
        self.text(words);
        self.close(name);
    }

    fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    /// Writes an element; `open` is its start tag. Elements such as `br` get no
    /// end tag.
    fn element(&mut self, open: &str, name: &str, content: &[Inline<Resolved>]) {
        self.raw(open);
        self.inlines(content);
        if !matches!(name, "br" | "wbr" | "hr" | "img") {
            self.close(name);
        }
    }

    fn strong(&mut self, content: &[Inline<Resolved>]) {
        let short = phrase::is_short(&plain_text(content));
        self.element(if short { "<strong class=\"nb\">" } else { "<strong>" }, "strong", content);
    }

    /// Writes the title of a heading, which breaks between phrases.
    pub(super) fn title(&mut self, title: &[Inline<Resolved>]) {
        for inline in title {
            if let Inline::Text(words) = inline {
                text::push_title(&mut self.out, &self.language.phrases, words);
            } else {
                self.inline(inline);
            }
        }
    }

    /// The relative address of a page or file, with an anchor in it.
    pub(super) fn href(&self, target: &SitePath, fragment: Option<&str>) -> String {
        let mut href = if fragment.is_some() && *target == self.page.profile.address {
            String::new()
        } else {
            self.page.profile.address.relative(target)
        };
        if let Some(id) = fragment {
            href.push('#');
            href.push_str(&percent_encode(id));
        }
        href
    }

    /// The address of a link's destination.
    pub(super) fn href_of(&self, link: &Link) -> String {
        match link {
            Link::Page { page, fragment } => self.href(page, fragment.as_deref()),
            Link::Download(file) => self.href(file, None),
            Link::Outside(address) => address.clone(),
        }
    }

    fn link(&mut self, link: &Link, words: &[Inline<Resolved>]) {
        match link {
            Link::Outside(address) if address.starts_with("http") || address.starts_with("//") => {
                self.raw("<a class=\"ext\"");
                self.attribute("href", address);
                self.raw(" rel=\"noopener\">");
                self.inlines(words);
                // Both the `span` and the word joiner keep the icon from starting a line.
                self.raw("<span class=\"nb\">\u{2060}");
                self.icon("external");
                self.raw("</span>");
                let hint = self.language.bracketed(&self.language.words.link.external);
                self.hidden(&hint);
            }
            Link::Download(file) => self.download(file, words),
            Link::Page { .. } | Link::Outside(_) => {
                self.raw("<a");
                let href = self.href_of(link);
                self.attribute("href", &href);
                self.raw(">");
                self.inlines(words);
            }
        }
        self.raw("</a>");
    }

    fn download(&mut self, file: &SitePath, words: &[Inline<Resolved>]) {
        self.raw("<a class=\"download\"");
        let href = self.href(file, None);
        self.attribute("href", &href);
        self.raw(" download>");
        self.icon("download");
        self.inlines(words);
        let name = file.as_str().rsplit('/').next().unwrap_or_default();
        let kind = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_uppercase();
        let size = self.renderer.input.sizes.get(file).map_or_else(String::new, |bytes| text::size(*bytes));
        let hint = fill(&self.language.words.link.download, &[("type", &kind), ("size", &size)]);
        let hint = self.language.bracketed(&hint);
        self.wrapped("small", &hint);
    }

    /// Writes words that screen readers read aloud but nobody sees.
    pub(super) fn hidden(&mut self, words: &str) {
        self.raw("<span class=\"vh\">");
        self.text(words);
        self.raw("</span>");
    }

    /// Writes the attributes of a published picture, from `src` to the end of the
    /// tag.
    pub(super) fn picture_attributes(&mut self, picture: &Picture, shown: &crate::picture::PublishedPicture) {
        let src = self.href(&shown.path, None);
        self.attribute("src", &src);
        text::number(&mut self.out, "width", shown.width);
        text::number(&mut self.out, "height", shown.height);
        self.attribute("alt", &picture.alt);
        if std::mem::replace(&mut self.shown, true) {
            self.raw(" loading=\"lazy\"");
        }
        self.raw(" decoding=\"async\">");
    }

    fn small_picture(&mut self, picture: &Picture) {
        if let Some(shown) = self.renderer.shown(picture) {
            self.raw(if shown.is_icon() { "<img class=\"inline\"" } else { "<img class=\"within\"" });
            self.picture_attributes(picture, shown);
        } else {
            self.raw("<span class=\"broken\">");
            self.text(&picture.alt);
            self.raw("</span>");
        }
    }

    pub(super) fn menu_path(&mut self, stops: &[Vec<Inline<Resolved>>]) {
        self.raw("<span class=\"path\">");
        for (index, stop) in stops.iter().enumerate() {
            if index > 0 {
                self.raw("<span>");
                self.icon("arrow");
                self.hidden("➔");
            }
            // A stop is always bold, so bold words in it need no tag of their own.
            let words = if let [Inline::Strong(words)] = stop.as_slice() { words } else { stop };
            self.element("<b>", "b", words);
            if index > 0 {
                self.raw("</span>");
            }
        }
        self.raw("</span>");
    }

    fn footnote_ref(&mut self, number: u32) {
        let count = self.noted.entry(number).or_insert(0);
        *count += 1;
        let id = note_ref(number, *count);
        // The word joiner `&#8288;` keeps the number from beginning a line.
        self.raw(&format!(
            "&#8288;<sup class=\"fn\"><a id=\"{id}\" href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The ids of all references to a footnote so far.
    pub(super) fn note_refs(&self, number: u32) -> impl Iterator<Item = String> + use<> {
        let count = self.noted.get(&number).copied().unwrap_or(0);
        (1..=count).map(move |index| note_ref(number, index))
    }
}

fn note_ref(number: u32, count: u32) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
