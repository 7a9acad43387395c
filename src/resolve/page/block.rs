//! Blocks with their references decided.

use super::builder::PageBuilder;
use super::text::{is_blank, push_words};
use crate::model::{
    Alert, Block, Branch, Definition, DraftHeading, Figure, Heading, Inline, Item, List, Numbering,
    PageBlocks, Parsed, Picture, Resolved, Table,
};
use crate::resolve::picture;

impl PageBuilder<'_, '_> {
    pub(super) fn blocks(&mut self, blocks: &[Block<Parsed>]) -> PageBlocks {
        let mut out = PageBlocks::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, &mut out);
        }
        out
    }

    fn block(&mut self, block: &Block<Parsed>, out: &mut PageBlocks) {
        match block {
            Block::Paragraph(text) => out.push(Block::Paragraph(self.text(text))),
            Block::Outcome(text) => out.push(Block::Outcome(self.text(text))),
            Block::Heading(heading) => out.extend(self.heading(heading)),
            Block::List(list) => out.push(Block::List(self.list(list))),
            Block::Figure(figure) => self.figure(figure, out),
            Block::Branches(branches) => out.push(self.branches(branches)),
            Block::Alert(Alert { kind, title, blocks }) => {
                let title = self.text(title);
                out.push(Block::Alert(Alert { kind: *kind, title, blocks: self.blocks(blocks) }));
            }
            Block::Quote(content) => out.push(Block::Quote(self.blocks(content))),
            Block::Code { language, text } => {
                out.push(Block::Code { language: language.clone(), text: text.clone() });
            }
            Block::Table(table) => out.push(Block::Table(self.table(table))),
            Block::Definitions(entries) => {
                let entries = entries.iter().map(|entry| self.definition(entry)).collect();
                out.push(Block::Definitions(entries));
            }
            Block::Rule => out.push(Block::Rule),
            Block::Html(html) => out.push(Block::Html(html.clone())),
            Block::Element { open, name, content } => {
                let (open, name) = (open.clone(), name.clone());
                out.push(Block::Element { open, name, content: self.blocks(content) });
            }
            // The stage `include` has replaced all parts by their blocks.
            Block::Include(_) => (),
        }
    }

    /// A heading in the text. In a footnote it becomes a bold line, since no
    /// link can name it there. The page's title is not shown again.
    fn heading(&mut self, heading: &DraftHeading) -> Option<Block<Resolved>> {
        if self.layout.own.and_then(|own| own.title).is_some_and(|title| std::ptr::eq(title, heading)) {
            return None;
        }
        let title = self.title(&heading.title);
        let Some(inner) = self.inner.next() else {
            return Some(Block::Paragraph(vec![Inline::Strong(title)]));
        };
        let (span, level, id) = (heading.span.clone(), self.levels.next(heading.level), inner.id.clone());
        Some(Block::Heading(Heading { span, level, id, title }))
    }

    fn list(&mut self, list: &List<Parsed>) -> List<Resolved> {
        List { numbering: list.numbering, tight: list.tight, items: self.items(&list.items) }
    }

    fn items(&mut self, items: &[Item<Parsed>]) -> Vec<Item<Resolved>> {
        items.iter().map(|item| self.item(item)).collect()
    }

    fn item(&mut self, item: &Item<Parsed>) -> Item<Resolved> {
        let mut blocks = PageBlocks::new();
        let branch = item.branch.as_ref().and_then(|branch| match self.branch(branch) {
            Ok(branch) => Some(Box::new(branch)),
            Err(text) => {
                blocks.push(Block::Paragraph(text));
                None
            }
        });
        blocks.extend(self.blocks(&item.blocks));
        Item { span: item.span.clone(), task: item.task, optional: item.optional, branch, blocks }
    }

    /// Adds a figure; if none of its pictures is found, its items become a
    /// list.
    fn figure(&mut self, figure: &Figure<Parsed>, out: &mut PageBlocks) {
        if picture::decorates(self.linker.context, figure, self.lang) {
            let pictures = figure.images.iter().filter_map(|image| self.picture(image, 0));
            out.push(Block::Paragraph(pictures.map(|picture| Inline::Image(Box::new(picture))).collect()));
            return;
        }
        let mut images: Vec<Picture> = Vec::with_capacity(figure.images.len());
        let mut missing = Vec::new();
        for image in &figure.images {
            self.figures = self.figures.saturating_add(1);
            match self.picture(image, self.figures) {
                Some(picture) => images.push(picture),
                None => missing.push(image.alt.clone()),
            }
        }
        let (start, parenthesis) = (figure.start, figure.parenthesis);
        let items = self.items(&figure.items);
        if !images.is_empty() {
            let span = figure.span.clone();
            out.push(Block::Figure(Figure { span, images, items, start, parenthesis }));
            return;
        }
        let words = missing.into_iter().filter(|alt| !alt.trim().is_empty());
        out.extend(words.map(|alt| Block::Paragraph(vec![Inline::Text(alt)])));
        if !items.is_empty() {
            let numbering = Numbering::Numbers { start, parenthesis };
            out.push(Block::List(List { numbering, tight: true, items }));
        }
    }

    /// The branches of a list; a plain list if one of them leads nowhere.
    fn branches(&mut self, branches: &[Branch<Parsed>]) -> Block<Resolved> {
        let mut items = Vec::with_capacity(branches.len());
        for raw in branches {
            let (branch, blocks) = match self.branch(raw) {
                Ok(branch) => (Some(Box::new(branch)), Vec::new()),
                Err(text) => (None, vec![Block::Paragraph(text)]),
            };
            items.push(Item { span: raw.span.clone(), task: None, optional: false, branch, blocks });
        }
        if items.iter().any(|item| item.branch.is_none()) {
            return Block::List(List { numbering: Numbering::Bullets, tight: true, items });
        }
        Block::Branches(items.into_iter().filter_map(|item| item.branch).map(|branch| *branch).collect())
    }

    /// A branch; if it leads nowhere, the error has its words.
    fn branch(&mut self, branch: &Branch<Parsed>) -> Result<Branch<Resolved>, Vec<Inline<Resolved>>> {
        let (label, text) = (self.text(&branch.label), self.text(&branch.text));
        let target = self.text(&branch.target);
        let goal = self.linker.follow(&branch.link, self.on, &mut self.problems);
        if let Some(goal) = goal {
            let target = if is_blank(&target) { Vec::new() } else { target };
            let name = self.linker.target_name(&goal, self.on, self.words());
            return Ok(Branch { span: branch.span.clone(), label, text, target, name, link: goal.link });
        }
        let mut words = vec![Inline::Strong(label)];
        if !text.is_empty() {
            push_words(if self.lang.joins_lines() { "：" } else { ": " }, &mut words);
            words.extend(text);
        }
        push_words(" → ", &mut words);
        if is_blank(&target) {
            push_words(&branch.link.destination, &mut words);
        } else {
            words.extend(target);
        }
        Err(words)
    }

    fn table(&mut self, table: &Table<Parsed>) -> Table<Resolved> {
        let mut row = |cells: &Vec<Vec<Inline<Parsed>>>| cells.iter().map(|cell| self.text(cell)).collect();
        let head = row(&table.head);
        let rows = table.rows.iter().map(row).collect();
        Table { columns: table.columns.clone(), head, rows }
    }

    fn definition(&mut self, entry: &Definition<Parsed>) -> Definition<Resolved> {
        let term = self.text(&entry.term);
        let meanings = entry.meanings.iter().map(|meaning| self.blocks(meaning)).collect();
        Definition { term, meanings }
    }
}
