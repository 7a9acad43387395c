//! Writes pages in a short form.

use std::fmt::Write as _;

use crate::model::{
    Block, Branch, Figure, Inline, Item, Link, Numbering, Page, Resolved, Section, SectionKind,
};
use crate::resolve::WholeSite;
use crate::source::ContentTree;

pub(super) fn page(page: &Page) -> String {
    let mut out = format!("{} {:?} {}", page.profile.address, page.profile.kind, page.profile.title);
    if page.profile.lang != page.profile.text_lang {
        let _ = write!(out, " (in {})", page.profile.text_lang);
    }
    out.push('\n');
    blocks(&page.intro, 1, &mut out);
    for found in &page.sections {
        section(found, &mut out);
    }
    for note in &page.footnotes {
        let _ = writeln!(out, "note {}", note.number);
        blocks(&note.blocks, 1, &mut out);
    }
    out
}

/// The sections without their content, one on each line.
pub(super) fn heads(page: &Page) -> String {
    let mut out = String::new();
    page.sections.iter().for_each(|found| head(found, &mut out));
    out
}

fn head(section: &Section, out: &mut String) {
    let _ = write!(out, "#{}", section.id);
    if let SectionKind::Step(step) = &section.kind {
        let series = step.series.map_or(String::new(), |series| format!(" of series {series}"));
        let optional = if step.optional { " optional" } else { "" };
        let _ = write!(out, " [{}{series}{optional}]", step.number);
    }
    let _ = write!(out, " {}", text(&section.title));
    if let Some(lang) = &section.foreign {
        let _ = write!(out, " (in {lang})");
    }
    out.push('\n');
}

fn section(section: &Section, out: &mut String) {
    head(section, out);
    blocks(&section.body, 1, out);
    for panel in &section.panels {
        let _ = writeln!(out, " panel #{} {}", panel.id, text(&panel.title));
        blocks(&panel.body, 2, out);
    }
}

fn blocks(all: &[Block<Resolved>], depth: usize, out: &mut String) {
    for block in all {
        out.push_str(&" ".repeat(depth));
        match block {
            Block::Paragraph(words) => _ = writeln!(out, "p {}", text(words)),
            Block::Outcome(words) => _ = writeln!(out, "outcome {}", text(words)),
            Block::Heading(heading) => {
                let _ = writeln!(out, "h{} #{} {}", heading.level, heading.id, text(&heading.title));
            }
            Block::List(list) => {
                let from = match list.numbering {
                    Numbering::Bullets => "-".to_owned(),
                    Numbering::Numbers { start, .. } => start.to_string(),
                };
                let _ = writeln!(out, "list {from}");
                items(&list.items, depth + 1, out);
            }
            Block::Figure(found) => figure(found, depth, out),
            Block::Branches(found) => {
                let _ =
                    writeln!(out, "branches {}", found.iter().map(branch).collect::<Vec<_>>().join(" | "));
            }
            Block::Alert(alert) => {
                let _ = writeln!(out, "{:?}", alert.kind);
                blocks(&alert.blocks, depth + 1, out);
            }
            Block::Quote(content) => {
                out.push_str("quote\n");
                blocks(content, depth + 1, out);
            }
            Block::Element { open, content, .. } => {
                let _ = writeln!(out, "{open}");
                blocks(content, depth + 1, out);
            }
            Block::Table(table) => {
                let cells: Vec<String> = table.rows.iter().flatten().map(|cell| text(cell)).collect();
                let _ = writeln!(out, "table {}", cells.join(" | "));
            }
            Block::Definitions(entries) => {
                out.push_str("definitions\n");
                for entry in entries {
                    entry.meanings.iter().for_each(|meaning| blocks(meaning, depth + 1, out));
                }
            }
            Block::Code { .. } | Block::Rule | Block::Html(_) => out.push_str("…\n"),
            Block::Include(never) => match *never {},
        }
    }
}

fn figure(figure: &Figure<Resolved>, depth: usize, out: &mut String) {
    let images = figure.images.iter().map(|picture| format!("{}:{}", picture.number, picture.file));
    let _ = writeln!(out, "figure {}", images.collect::<Vec<_>>().join(" | "));
    items(&figure.items, depth + 1, out);
}

fn items(items: &[Item<Resolved>], depth: usize, out: &mut String) {
    for item in items {
        let found = item.branch.as_ref().map_or(String::new(), |found| format!(" {}", branch(found)));
        let _ = writeln!(out, "{}item{found}", " ".repeat(depth));
        blocks(&item.blocks, depth + 1, out);
    }
}

fn branch(branch: &Branch<Resolved>) -> String {
    let (label, words) = (text(&branch.label), text(&branch.text));
    let name = &branch.name;
    let target = match branch.target.as_slice() {
        [] => format!("{} | {} | {}", name.label, name.title, name.whole),
        words => text(words),
    };
    format!("{label}:{words} -> [{target}]({})", link(&branch.link))
}

fn link(link: &Link) -> String {
    match link {
        Link::Page { page, fragment: Some(fragment) } => format!("{page}#{fragment}"),
        Link::Page { page, fragment: None } => page.to_string(),
        Link::Download(address) => format!("download {address}"),
        Link::Outside(address) => address.clone(),
    }
}

fn text(inlines: &[Inline<Resolved>]) -> String {
    let one = |inline: &Inline<Resolved>| match inline {
        Inline::Text(words) | Inline::Code(words) | Inline::Key(words) => words.clone(),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Struck(content) => {
            format!("*{}*", text(content))
        }
        Inline::Element { content, .. } => text(content),
        Inline::Link { text: words, link: found } => format!("[{}]({})", text(words), link(found)),
        Inline::Image(picture) => format!("<{}>", picture.file),
        Inline::MenuPath(stops) => stops.iter().map(|stop| text(stop)).collect::<Vec<_>>().join(" > "),
        Inline::FootnoteRef(number) => format!("[^{number}]"),
        Inline::Break => "/".to_owned(),
    };
    inlines.iter().map(one).collect()
}

/// Each problem with the words that it underlines.
pub(super) fn problems(site: &WholeSite, tree: &ContentTree) -> String {
    let mut out = String::new();
    for problem in &site.problems {
        let source = tree.source(problem.span.source);
        let words = source.and_then(|source| source.text.get(problem.span.bytes.clone())).unwrap_or("?");
        let file = source.map_or("?", |source| source.path.file_name());
        let kind = format!("{:?}", problem.kind);
        let kind = kind.replace("Span { source: ", "").replace(", bytes: ", " ").replace(" }", "");
        let _ = writeln!(out, "! {file} `{}` {kind}", words.replace('\n', "⏎"));
    }
    out
}
