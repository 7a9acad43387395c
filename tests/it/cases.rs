//! `tests/cases/`: what authors typed, as small sites; `expect.txt` says what is right.
//!
//! Each test shows the findings of a case, and the page that readers see. Where findings have
//! fixes, they are applied first: help must lead to a right page.

mod characters;
mod files;
mod pictures;
mod tried;
mod typed;

use std::fmt::Write as _;
use std::path::Path;

use stepbook::diag::{Diagnostic, Fix};
use stepbook::source::ContentTree;
use stepbook::url::{SitePath, TreePath};

use crate::made::Made;
use crate::sites::{self, UNNAMED};
use crate::web;

/// A small site, and what its author sees and gets.
pub(crate) struct Case {
    tree: ContentTree,
    made: Made,
}

impl Case {
    /// The case in this folder of `tests/cases/`.
    pub(crate) fn of(folder: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
        Self::new(stepbook::disk::load(&path).unwrap())
    }

    pub(crate) fn new(tree: ContentTree) -> Self {
        let mut made = Made::of(&tree);
        // The folder of a case has no name, and that is not what the case is about.
        made.findings.retain(|finding| finding.code != UNNAMED);
        Self { tree, made }
    }

    /// One line for each finding: severity, code, place, message; and its help below.
    pub(crate) fn findings(&self) -> String {
        let mut out = String::new();
        for finding in &self.made.findings {
            let source = self.tree.source(finding.span.source).unwrap();
            let at = source.position(finding.span.bytes.start);
            let _ = writeln!(
                out,
                "{} {} {}:{}:{} {}",
                finding.severity.as_str(),
                finding.code,
                source.path.file_name(),
                at.line,
                at.column,
                finding.message
            );
            let _ = writeln!(out, "  {}", finding.help.as_deref().unwrap_or("(no help)"));
        }
        out
    }

    /// The case after all fixes, applied as often as there are any. A fix that brings no end fails.
    pub(crate) fn mended(self) -> Self {
        let mut case = self;
        for _ in 0..10 {
            let fixes: Vec<Fix> =
                case.made.findings.iter().filter_map(|finding| finding.fix.clone()).collect();
            if fixes.is_empty() {
                break;
            }
            case = Self::new(with(case.tree, fixes));
        }
        assert!(case.left().iter().all(|finding| finding.fix.is_none()), "no end: {}", case.findings());
        case
    }

    /// The case with other words in one of its files.
    pub(crate) fn with_text(mut self, path: &str, from: &str, to: &str) -> Self {
        let path = TreePath::new(path);
        let text = self.tree.source_at(&path).unwrap().text.replace(from, to);
        sites::rewrite(&mut self.tree, &path, &text);
        Self::new(self.tree)
    }

    /// The case with one more text file.
    pub(crate) fn with_file(self, path: &str, text: &str) -> Self {
        Self::new(self.tree.with_sources([(TreePath::new(path), text.into())]))
    }

    /// The site of the case.
    pub(crate) fn made(&self) -> &Made {
        &self.made
    }

    /// The file of a finding.
    pub(crate) fn path(&self, finding: &Diagnostic) -> String {
        self.tree.source(finding.span.source).unwrap().path.to_string()
    }

    /// The findings that are left.
    pub(crate) fn left(&self) -> &[Diagnostic] {
        &self.made.findings
    }

    /// The text of a file of the site.
    pub(crate) fn file(&self, address: &str) -> &str {
        std::str::from_utf8(self.made.output.get(&SitePath::new(address)).unwrap()).unwrap()
    }

    /// Whether the site has this file.
    pub(crate) fn has(&self, address: &str) -> bool {
        self.made.output.has(&SitePath::new(address))
    }

    /// The links in the text of a page: their words and where they lead.
    pub(crate) fn links(&self, address: &str) -> String {
        let page = self.made.page(address);
        let text = page.get(page.find("<section").unwrap()..page.find("</section>").unwrap()).unwrap();
        let links = web::tags(text).into_iter().filter_map(|tag| tag.get("href").map(ToOwned::to_owned));
        links.filter(|link| !link.starts_with("#i-")).collect::<Vec<_>>().join("\n")
    }

    /// The text of a page as readers see it: headings, paragraphs, items, cells and pictures, each
    /// in a line of its own. The frame around the text is left out.
    pub(crate) fn page(&self, address: &str) -> String {
        let page = self.made.page(address);
        let start = page.find("<section").or_else(|| page.find("</header>")).unwrap();
        let end = page.find("<nav class=\"neighbours\"").unwrap_or(page.len());
        shown(page.get(start..end.max(start)).unwrap())
    }
}

/// The tree with these changes, which don't overlap.
fn with(mut tree: ContentTree, mut fixes: Vec<Fix>) -> ContentTree {
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.bytes.start));
    for fix in fixes {
        let source = tree.source(fix.span.source).unwrap();
        let mut text = source.text.to_string();
        text.replace_range(fix.span.bytes, &fix.replacement);
        let path = source.path.clone();
        sites::rewrite(&mut tree, &path, &text);
    }
    tree
}

fn shown(html: &str) -> String {
    let mut out = String::new();
    let mut hidden = false;
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split([' ', '\n', '/']).next().unwrap();
        hidden = match name {
            "label" | "svg" | "figcaption" => true,
            "" if ["/label", "/svg", "/figcaption"].contains(&tag) => false,
            _ => hidden,
        };
        match name {
            "h2" | "h3" | "h4" | "p" | "li" | "td" | "th" | "dt" | "dd" | "summary" | "pre"
            | "blockquote" | "br" => {
                let _ = write!(out, "\n{name} ");
            }
            "img" => {
                let _ = write!(
                    out,
                    "\nimg {}",
                    web::tags(&format!("<{piece}")).first().unwrap().get("alt").unwrap()
                );
            }
            _ => (),
        }
        if !hidden {
            out.push_str(&web::unescaped(text));
        }
    }
    let out = out.replace('\u{2060}', "");
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
