//! What is true of every site, tested with pages made of difficult pieces.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{site_of, tree};
use crate::model::walk::{self, WalkNode};
use crate::model::{Block, Inline, Link, Page, Resolved, Section, SectionKind};
use crate::resolve::WholeSite;
use crate::url::TreePath;

/// The ids of everything on a page.
fn ids(page: &Page) -> Vec<String> {
    let mut ids = Vec::new();
    for section in &page.sections {
        ids.push(section.id.clone());
        ids.extend(section.panels.iter().map(|panel| panel.id.clone()));
    }
    page.walk(&mut |node| match node {
        WalkNode::Block(Block::Heading(heading)) => ids.push(heading.id.clone()),
        WalkNode::Block(Block::Figure(figure)) => {
            ids.extend(figure.images.iter().map(|picture| format!("fig-{}", picture.number)));
        }
        _ => (),
    });
    ids
}

/// Whether an id is that of an item, or of a step that has no heading of its
/// own. A link can name these too.
fn implied(page: &Page, id: &str) -> bool {
    let whole = |section: &Section| match &section.kind {
        SectionKind::Step(step) => format!("step-{}", step.number.major) == id,
        SectionKind::Plain => false,
    };
    id.contains("-item-") || page.sections.iter().any(whole)
}

fn links(page: &Page) -> Vec<Link> {
    let mut links = Vec::new();
    page.walk(&mut |node| match node {
        WalkNode::Inline(Inline::Link { link, text }) => {
            assert!(!text.is_empty(), "a link without words");
            links.push(link.as_ref().clone());
        }
        WalkNode::Block(Block::Branches(branches)) => {
            links.extend(branches.iter().map(|branch| branch.link.clone()));
        }
        WalkNode::Item(item) => links.extend(item.branch.iter().map(|branch| branch.link.clone())),
        _ => (),
    });
    links
}

fn step_ids(page: &Page) -> BTreeSet<&str> {
    let steps = page.sections.iter().filter(|section| matches!(section.kind, SectionKind::Step(_)));
    steps.map(|section| section.id.as_str()).collect()
}

/// The pictures and downloads of a page.
fn files(page: &Page) -> (BTreeSet<TreePath>, BTreeSet<String>) {
    let mut pictures = BTreeSet::new();
    page.each_picture(&mut |picture| _ = pictures.insert(picture.file.clone()));
    let mut links = links(page);
    for title in titles(page) {
        walk::inlines(title, &mut |node| {
            if let WalkNode::Inline(Inline::Link { link, .. }) = node {
                links.push(link.as_ref().clone());
            }
        });
    }
    let downloads = links.into_iter().filter_map(|link| match link {
        Link::Download(address) => Some(address.to_string()),
        _ => None,
    });
    (pictures, downloads.collect())
}

/// The titles of everything on a page.
fn titles(page: &Page) -> Vec<&[Inline<Resolved>]> {
    let mut titles = Vec::new();
    for section in &page.sections {
        titles.push(section.title.as_slice());
        titles.extend(section.panels.iter().map(|panel| panel.title.as_slice()));
    }
    page.walk(&mut |node| {
        if let WalkNode::Block(Block::Heading(heading)) = node {
            titles.push(&heading.title);
        }
    });
    titles
}

fn holds(site: &WholeSite) -> Result<(), TestCaseError> {
    let per_language = site.pages.len() / site.site.languages.len();
    for (index, page) in site.pages.iter().enumerate() {
        let ids = ids(page);
        let distinct: BTreeSet<&String> = ids.iter().collect();
        prop_assert_eq!(ids.len(), distinct.len(), "ids of {}: {:?}", page.profile.address, ids);
        for link in links(page) {
            let Link::Page { page: address, fragment } = link else { continue };
            let target = site.page_at(&address);
            prop_assert!(target.is_some(), "{address}");
            let found = fragment.is_none_or(|id| {
                target.is_some_and(|page| self::ids(page).contains(&id) || implied(page, &id))
            });
            prop_assert!(found, "{address} has it");
        }
        let own = site.site.page(&page.profile.key, &page.profile.lang);
        prop_assert_eq!(own.map(|page| &page.address), Some(&page.profile.address));
        if let Some(default) = site.pages.get(index % per_language) {
            prop_assert!(step_ids(page).is_superset(&step_ids(default)), "steps of {}", page.profile.address);
        }
    }
    let shown: BTreeSet<TreePath> = site.pages.iter().flat_map(|page| files(page).0).collect();
    prop_assert_eq!(&shown, &site.site.files.pictures);
    let offered: BTreeSet<String> = site.pages.iter().flat_map(|page| files(page).1).collect();
    prop_assert_eq!(offered, site.site.files.downloads.values().map(ToString::to_string).collect());
    Ok(())
}

const PIECES: &str = "(## 步驟：甲\n\n|## Step: a\n\n|### 步驟：乙\n\n|## 步驟 4-1：丙\n\n|## Step 4-2: b\n\n|## Step 3: c\n\n\
    |### 續\n\n|## 節\n\n|#### h \\{#x\\}\n\n|## Step: d \\{#x\\}\n\n|## 步驟：丁 \\{#y\\}\n\n|### p \\{#step-2\\}\n\n|# t\n\n\
    |## 首次登入設定：a\n\n|## First setting 2: b\n\n|\\[\\]\\(#step-1\\)|\\[\\]\\(b.en.md#x\\)|\\[z\\]\\(a.zh-TW.md#y\\)\
    |!\\[\\]\\(x.png\\)\n\n|1. i\\[\\]\\(#fig-1-item-1\\)\n\n|- \\*\\*a\\*\\* → \\[\\]\\(#y\\)\n\n|\\[d\\]\\(d.odt\\)|## !\\[\\]\\(y.png\\)\\[e\\]\\(e.odt\\)\n\n|- \\*\\*!\\[\\]\\(z.png\\)\\*\\* → \\[f\\]\\(f.odt\\)\n\n|> |q\\[\\^1\\]\n\n|\\[\\^1\\]: n\n\n\
    |\\[p\\]\\(../_p/p.zh-TW.md \"include\"\\)\n\n|\\[q\\]\\(../_p/q.en.md \"include\"\\)\n\n){0,12}";

proptest! {
    /// With any texts, ids are unique, links lead to something that exists, and
    /// every language has all steps of the default language.
    #[test]
    fn a_site_holds_together(zh in PIECES, en in PIECES, other in PIECES, parts in (PIECES, PIECES)) {
        let files = format!(
            "=== content/e/a.zh-TW.md\n{zh}\n=== content/e/a.en.md\n{en}\n=== content/e/b.en.md\n{other}\n\
             === content/_p/p.zh-TW.md\n{}\n=== content/_p/q.en.md\n{}\n=== content/e/x.png\n=== content/e/y.png\n=== content/e/z.png\n\
             === content/e/d.odt\n=== content/e/e.odt\n=== content/e/f.odt\n",
            parts.0, parts.1
        );
        let tree = tree(&files);
        let site = site_of(&tree, false);
        holds(&site)?;
        for problem in &site.problems {
            let source = tree.source(problem.span.source).map(|source| source.text.clone());
            prop_assert!(source.is_some_and(|text| text.get(problem.span.bytes.clone()).is_some()));
        }
    }
}
