//! Running text for paper. A link also says its page or address, since nobody
//! can click on paper.

use super::figure::short;
use super::writer::{LONGEST_URL, PrintWriter};
use crate::lang::is_cjk;
use crate::model::{Inline as Model, Link, Picture, Resolved, plain_text};
use crate::render::cell;
use crate::render::pdf::context::place_key;
use crate::render::pdf::record::{PrintInline, PrintNode};
use crate::render::pdf::text::ends::hold_end;
use crate::render::pdf::text::fold::foldable;
use crate::render::pdf::text::long::{brief, paragraphs};
use crate::render::pdf::text::title_parts::{TitleParts, piece};
use crate::render::pdf::text::unbroken;
use crate::render::phrase::is_short;

/// Most characters of a heading; a longer title is repeated in full below it.
pub(crate) const LONGEST_TITLE: usize = 600;

/// Most letters in a box with their pronunciation above them. Lines don't break in it.
const RUBY: usize = 4;

impl PrintWriter<'_> {
    /// Writes the words of a paragraph; the last ones are kept in one line.
    pub(crate) fn paragraph(&mut self, inlines: &[Model<Resolved>]) -> Vec<PrintInline> {
        let mut words = self.inlines(inlines);
        hold_end(&mut words);
        words
    }

    pub(crate) fn inlines(&mut self, inlines: &[Model<Resolved>]) -> Vec<PrintInline> {
        let mut out = Vec::with_capacity(inlines.len());
        for inline in inlines {
            let bold =
                matches!(inline, Model::Text(words) if words.starts_with(SIGNS)) && ends_bold(out.last());
            if bold {
                out.push(PrintInline::Node(PrintNode::Tight));
            }
            self.inline(inline, &mut out);
        }
        join_keys(&mut out);
        out
    }

    fn inline(&mut self, inline: &Model<Resolved>, out: &mut Vec<PrintInline>) {
        let node = match inline {
            Model::Text(words) => return self.text(words, out),
            Model::Code(code) => PrintNode::Code { text: foldable(code).into_owned() },
            Model::Key(key) => PrintNode::Key { text: foldable(key).into_owned() },
            Model::Strong(content) => match content.as_slice() {
                [Model::Text(words)] if is_short(words) => PrintNode::Name { words: piece(words) },
                _ => PrintNode::Strong { content: self.inlines(content) },
            },
            Model::Emphasis(content) => PrintNode::Emphasis { content: self.inlines(content) },
            Model::Struck(content) => PrintNode::Struck { content: self.inlines(content) },
            Model::Link { text, link } => return self.link(link, text, out),
            Model::Image(picture) => return out.extend(self.small_picture(picture)),
            Model::MenuPath(stops) => {
                PrintNode::Path { stops: stops.iter().map(|stop| self.stop(stop)).collect() }
            }
            Model::FootnoteRef(number) => match self.footnote(*number) {
                Some(number) => PrintNode::Note { number },
                None => return,
            },
            Model::Element { tag, content } => self.element(&tag.name, content),
            Model::Break => PrintNode::Break,
        };
        out.push(PrintInline::Node(node));
    }

    /// Writes a stop of a menu path. It is always bold, so bold words in it need no
    /// node of their own.
    fn stop(&mut self, stop: &[Model<Resolved>]) -> Vec<PrintInline> {
        if let [Model::Strong(words)] = stop { self.inlines(words) } else { self.inlines(stop) }
    }

    /// Writes an HTML element within text, as far as paper can show it.
    fn element(&mut self, name: &str, content: &[Model<Resolved>]) -> PrintNode {
        let said = || foldable(&plain_text(content)).into_owned();
        let key = || PrintNode::Key { text: said() };
        let code = || PrintNode::Code { text: said() };
        match name {
            "br" => return PrintNode::Break,
            "kbd" => return key(),
            "code" | "samp" | "var" => return code(),
            _ => (),
        }
        if name == "ruby" {
            return PrintNode::Plain { content: self.ruby(content) };
        }
        let mut content = self.inlines(content);
        if name == "q" {
            let (open, close) =
                if self.language.lang.joins_lines() { ("「", "」") } else { ("“", "”") };
            content.insert(0, PrintInline::Text(open.to_owned()));
            content.push(PrintInline::Text(close.to_owned()));
        }
        match name {
            "b" | "strong" => PrintNode::Strong { content },
            "em" | "i" | "u" | "ins" | "mark" | "cite" | "dfn" => PrintNode::Emphasis { content },
            "s" | "del" => PrintNode::Struck { content },
            "sub" => PrintNode::Sub { content },
            "sup" => PrintNode::Super { content },
            "small" => PrintNode::Small { content },
            _ => PrintNode::Plain { content },
        }
    }

    /// Writes words. Chinese names within Latin text are marked as Chinese, so
    /// that a screen reader changes its voice.
    pub(crate) fn text(&self, words: &str, out: &mut Vec<PrintInline>) {
        if self.in_cell {
            return self.cell_text(words, out);
        }
        self.running_text(words, out);
    }

    /// Writes words of a cell, in which names and numbers don't break.
    fn cell_text(&self, words: &str, out: &mut Vec<PrintInline>) {
        for (piece, whole) in cell::pieces(words) {
            // A Chinese name in English is marked as Chinese.
            if whole && (self.language.lang.joins_lines() || piece.is_ascii()) {
                out.push(unbroken::whole(piece));
            } else {
                self.running_text(piece, out);
            }
        }
    }

    fn running_text(&self, words: &str, out: &mut Vec<PrintInline>) {
        if self.language.lang.joins_lines() {
            return unbroken::chinese(words, &self.language.phrases, out);
        }
        for (run, foreign) in by_script(words) {
            match &self.han {
                Some((lang, region)) if foreign => out.push(PrintInline::Node(PrintNode::Lang {
                    content: vec![unbroken::name(run)],
                    lang: lang.clone(),
                    region: region.clone(),
                })),
                _ => unbroken::latin(run, out),
            }
        }
    }

    /// Cuts a title into the pieces between which a line may break.
    pub(crate) fn title(&self, title: &[Model<Resolved>]) -> TitleParts {
        let mut text = String::new();
        push_title(title, &mut text);
        self.pieces(&brief(&text, LONGEST_TITLE))
    }

    /// Writes the whole title as paragraphs, if it is too long for a heading.
    pub(crate) fn rest_of(&mut self, title: &[Model<Resolved>]) {
        if plain_text(title).chars().nth(LONGEST_TITLE).is_some() {
            for block in paragraphs(self.inlines(title)) {
                self.push(block);
            }
        }
    }

    /// Cuts plain text into the pieces between which a line may break: phrases
    /// and, in languages with spaces, words.
    pub(crate) fn pieces(&self, title: &str) -> TitleParts {
        let pieces = self.language.phrases.pieces(title);
        if self.language.lang.joins_lines() {
            return pieces.into_iter().map(piece).collect();
        }
        pieces.into_iter().flat_map(|words| words.split_inclusive(' ')).map(piece).collect()
    }

    pub(crate) fn link(&mut self, link: &Link, words: &[Model<Resolved>], out: &mut Vec<PrintInline>) {
        let content = self.inlines(words);
        self.linked(link, (content, &plain_text(words)), out);
    }

    /// Writes a link around `content`, which says `said` in plain text.
    pub(crate) fn linked(
        &mut self,
        link: &Link,
        (mut content, said): (Vec<PrintInline>, &str),
        out: &mut Vec<PrintInline>,
    ) {
        match link {
            Link::Page { page, fragment } if self.members.contains(page) => {
                let elsewhere = fragment.is_some() || *page != self.page.profile.address;
                let paged = elsewhere.then(|| self.page_words());
                let key = place_key(page, fragment.as_deref());
                // The comma before the page's number follows.
                if paged.is_some() && ends_with_bracket(content.last()) {
                    content.push(PrintInline::Node(PrintNode::Tight));
                }
                out.push(PrintInline::Node(PrintNode::Reference { content, key, paged }));
            }
            Link::Page { .. } | Link::Download(_) => match self.address_of(link) {
                Some(url) => self.outside(url, content, out),
                None => out.extend(content),
            },
            Link::Outside(address) => {
                let plain = address.trim_start_matches("mailto:");
                if said == plain || said == address.trim_end_matches('/') {
                    match Some(address.clone()).filter(|url| url.len() <= LONGEST_URL) {
                        Some(url) => {
                            out.push(PrintInline::Node(PrintNode::Link { content, url, note: None }));
                        }
                        None => out.extend(content),
                    }
                } else {
                    self.outside(address.clone(), content, out);
                }
            }
        }
    }

    fn outside(&mut self, url: String, content: Vec<PrintInline>, out: &mut Vec<PrintInline>) {
        let number = self.address_note(&url);
        if url.len() > LONGEST_URL {
            out.extend(content);
            return out.push(PrintInline::Node(PrintNode::Note { number }));
        }
        out.push(PrintInline::Node(PrintNode::Link { content, url, note: Some(number) }));
    }

    /// Writes words with their pronunciation. Parts that follow one another share a box, so that their
    /// letters stand together. What only browsers show that know no such words (`rp`) is left out.
    fn ruby(&mut self, content: &[Model<Resolved>]) -> Vec<PrintInline> {
        let mut out: Vec<PrintInline> = Vec::new();
        let (mut base, mut letters, mut room) = (Vec::new(), 0, 0);
        for part in content {
            match part {
                Model::Element { tag, .. } if tag.name == "rp" => (),
                Model::Element { tag, content: spoken } if tag.name == "rt" => {
                    let spoken = foldable(plain_text(spoken).trim()).into_owned();
                    let content = std::mem::take(&mut base);
                    let size = std::mem::take(&mut letters);
                    match out.last_mut() {
                        Some(PrintInline::Node(PrintNode::Ruby { content: before, over }))
                            if size <= room =>
                        {
                            before.extend(content);
                            over.push(' ');
                            over.push_str(&spoken);
                            room -= size;
                        }
                        _ => {
                            room = RUBY.saturating_sub(size);
                            out.push(PrintInline::Node(PrintNode::Ruby { content, over: spoken }));
                        }
                    }
                }
                other => {
                    letters += plain_text(std::slice::from_ref(other)).trim().chars().count();
                    base.extend(self.inlines(std::slice::from_ref(other)));
                }
            }
        }
        out.extend(base);
        out
    }

    fn small_picture(&mut self, picture: &Picture) -> Option<PrintInline> {
        let Some(shown) = self.context.input.pictures.get(&picture.file) else {
            return Some(PrintInline::Text(foldable(&picture.alt).into_owned()));
        };
        let ratio = f64::from(shown.width) / f64::from(shown.height.max(1));
        let width = if shown.is_icon() { 0 } else { shown.width };
        let file = self.use_picture(&picture.file)?;
        Some(PrintInline::Node(PrintNode::Picture { file, ratio, width, alt: short(&picture.alt) }))
    }
}

/// Chinese punctuation whose left half is empty.
const SIGNS: [char; 12] = ['，', '、', '。', '：', '；', '！', '？', '」', '』', '）', '》', '】'];

fn ends_with_bracket(last: Option<&PrintInline>) -> bool {
    ends_bold(last) || matches!(last, Some(PrintInline::Text(words)) if words.ends_with('」'))
}

/// Whether bold words end with a bracket whose right half is empty.
fn ends_bold(last: Option<&PrintInline>) -> bool {
    let closes = |words: &str| words.ends_with(['」', '』', '）', '》', '〉', '】']);
    match last {
        Some(PrintInline::Node(PrintNode::Name { words: name })) => {
            closes(&name.close) || closes(&name.words)
        }
        Some(PrintInline::Node(PrintNode::Strong { content })) => {
            matches!(content.last(), Some(PrintInline::Text(words)) if closes(words))
        }
        _ => false,
    }
}

/// Appends the words of a title; menu paths keep the arrows between their stops.
fn push_title(title: &[Model<Resolved>], out: &mut String) {
    for inline in title {
        match inline {
            Model::MenuPath(stops) => {
                let stops: Vec<String> = stops.iter().map(|stop| plain_text(stop)).collect();
                out.push_str(&stops.join(" ➔ "));
            }
            other => out.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
}

/// Splits text into runs; `true` marks a Chinese run.
fn by_script(words: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let first = is_cjk(rest.chars().next()?);
        let end = rest.find(|c| is_cjk(c) != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((run, first))
    })
}

/// Joins keys that are pressed together into one node: `Ctrl+P`.
fn join_keys(inlines: &mut Vec<PrintInline>) {
    let mut at = 0;
    while let Some(window) = inlines.get(at..at + 3) {
        let joined = match window {
            [first, PrintInline::Text(plus), PrintInline::Node(PrintNode::Key { text })]
                if plus.trim() == "+" =>
            {
                match first {
                    PrintInline::Node(PrintNode::Key { text: first }) => {
                        Some(vec![first.clone(), text.clone()])
                    }
                    PrintInline::Node(PrintNode::Keys { texts }) => {
                        Some([texts.as_slice(), std::slice::from_ref(text)].concat())
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        match joined {
            Some(texts) => _ = inlines.splice(at..at + 3, [PrintInline::Node(PrintNode::Keys { texts })]),
            None => at += 1,
        }
    }
}
