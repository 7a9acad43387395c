//! Pairs the atoms of two languages that stand side by side.
//!
//! Sections are paired by their ids, which all languages share. Within a
//! section, atoms of the same kind are paired in order; an atom without a twin
//! stands alone, so nothing is lost. A figure is shown once: the first
//! language's picture, with both captions. Half a page is too narrow for a
//! table, so the tables of both languages stand one below the other.

use std::collections::{HashMap, VecDeque};

use super::writer::PageStretch;
use crate::render::pdf::record::{Atom, PrintBlock, PrintInline, PrintNode};

/// Most pairs of atoms that are compared in one section: a thousand atoms in each
/// language. In longer sections, the first atom is paired with the first, the
/// second with the second, and so on.
const MOST_COMPARED: usize = 1_000_000;

/// Pairs the sections of one page in two languages.
pub(crate) fn pair(left: Vec<PageStretch>, right: Vec<PageStretch>) -> Vec<PageStretch> {
    let mut places: HashMap<_, VecDeque<usize>> = HashMap::new();
    for (at, stretch) in right.iter().enumerate() {
        places.entry(stretch.id.clone()).or_default().push_back(at);
    }
    let mut rest: Vec<Option<PageStretch>> = right.into_iter().map(Some).collect();
    let mut out = Vec::new();
    for stretch in left {
        let place = places.get_mut(&stretch.id).and_then(VecDeque::pop_front);
        let twin = place.and_then(|at| rest.get_mut(at)?.take()).unwrap_or_default();
        let atoms = rows(stretch.atoms, twin.atoms);
        out.push(PageStretch { atoms, ..stretch });
    }
    out.extend(rest.into_iter().flatten().map(|alone| {
        let atoms = rows(Vec::new(), alone.atoms);
        PageStretch { atoms, ..alone }
    }));
    out
}

/// Pairs the atoms of a section along the longest common subsequence of their
/// kinds.
fn rows(left: Vec<Atom>, right: Vec<Atom>) -> Vec<Atom> {
    let kinds = |atoms: &[Atom]| atoms.iter().map(|atom| kind(&atom.block)).collect::<Vec<_>>();
    let together = common(&kinds(&left), &kinds(&right));
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let (mut at, mut out) = ((0, 0), Vec::new());
    for (l, r) in together.into_iter().chain([(usize::MAX, usize::MAX)]) {
        while at.0 < l {
            let Some(atom) = left.next() else { break };
            out.push(row(Some(atom), None));
            at.0 += 1;
        }
        while at.1 < r {
            let Some(atom) = right.next() else { break };
            out.push(row(None, Some(atom)));
            at.1 += 1;
        }
        match (left.next(), right.next()) {
            (Some(l), Some(r)) if matches!(l.block, PrintBlock::Table(_)) => out.extend([l, r]),
            (Some(l), Some(r)) => out.push(row(Some(l), Some(r))),
            _ => (),
        }
        at = (at.0 + 1, at.1 + 1);
    }
    out
}

/// Kind of an atom: only atoms of the same kind are paired.
fn kind(block: &PrintBlock) -> &'static str {
    match block {
        PrintBlock::Cover(_) => "cover",
        PrintBlock::Title(_) => "title",
        PrintBlock::Contents { .. } => "contents",
        PrintBlock::Head(_) => "head",
        PrintBlock::PanelHead { .. } => "panel",
        PrintBlock::Section { .. } => "section",
        PrintBlock::Notice { .. } => "notice",
        PrintBlock::Paragraph { .. } => "paragraph",
        PrintBlock::Figure(_) => "figure",
        PrintBlock::Item(_) => "item",
        PrintBlock::ListItem(_) | PrintBlock::List { .. } | PrintBlock::Items { .. } => "list",
        PrintBlock::Cards { .. } => "cards",
        PrintBlock::Alert { kind, .. } => kind,
        PrintBlock::Quote { .. } | PrintBlock::Inset { .. } => "quote",
        PrintBlock::Outcome { .. } => "outcome",
        PrintBlock::Code { .. } => "code",
        PrintBlock::Table(_) => "table",
        PrintBlock::Row(_) => "row",
        PrintBlock::Term { .. } => "term",
        PrintBlock::Rule => "rule",
        PrintBlock::Pair { .. } => "pair",
    }
}

/// Index pairs of a common subsequence. It is the longest one unless there are
/// more than [`MOST_COMPARED`] pairs.
fn common(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    let (rows, columns) = (left.len(), right.len());
    if rows.saturating_mul(columns) > MOST_COMPARED {
        let same = left.iter().zip(right).enumerate().filter(|(_, (l, r))| l == r);
        return same.map(|(at, _)| (at, at)).collect();
    }
    let mut longest = vec![vec![0_u32; columns + 1]; rows + 1];
    let read = |table: &[Vec<u32>], l: usize, r: usize| {
        table.get(l).and_then(|row| row.get(r)).copied().unwrap_or(0)
    };
    for (l, a) in left.iter().enumerate().rev() {
        for (r, b) in right.iter().enumerate().rev() {
            let best = if a == b {
                read(&longest, l + 1, r + 1) + 1
            } else {
                read(&longest, l + 1, r).max(read(&longest, l, r + 1))
            };
            if let Some(cell) = longest.get_mut(l).and_then(|row| row.get_mut(r)) {
                *cell = best;
            }
        }
    }
    let (mut l, mut r, mut out) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (left.get(l), right.get(r)) {
        if a == b {
            out.push((l, r));
            (l, r) = (l + 1, r + 1);
        } else if read(&longest, l + 1, r) >= read(&longest, l, r + 1) {
            l += 1;
        } else {
            r += 1;
        }
    }
    out
}

fn row(left: Option<Atom>, right: Option<Atom>) -> Atom {
    match (left, right) {
        (Some(mut left), Some(mut right)) => {
            let keys = left.keys.drain(..).chain(right.keys.drain(..)).collect();
            let notes = left.notes.iter().chain(&right.notes).copied().collect();
            match (&mut left.block, &right.block) {
                (PrintBlock::Figure(figure), PrintBlock::Figure(other)) => {
                    for (image, twin) in figure.images.iter_mut().zip(&other.images) {
                        if image.caption != twin.caption && !twin.caption.is_empty() {
                            image.caption.push(PrintInline::Node(PrintNode::Break));
                            let content = twin.caption.clone();
                            image.caption.push(match &right.lang {
                                Some(lang) => PrintInline::Node(PrintNode::Lang {
                                    content,
                                    lang: lang.clone(),
                                    region: right.region.clone(),
                                }),
                                None => PrintInline::Node(PrintNode::Plain { content }),
                            });
                        }
                    }
                    Atom { keys, notes, ..left }
                }
                _ => paired((Some(left), Some(right)), keys, notes),
            }
        }
        (Some(mut atom), None) | (None, Some(mut atom)) if matches!(atom.block, PrintBlock::Figure(_)) => {
            atom.lang = None;
            atom
        }
        (Some(atom), None) | (None, Some(atom)) if matches!(atom.block, PrintBlock::Table(_)) => atom,
        (left, right) => {
            let one = left.as_ref().or(right.as_ref());
            let keys = one.map(|atom| atom.keys.clone()).unwrap_or_default();
            let notes = one.map(|atom| atom.notes.clone()).unwrap_or_default();
            paired((left, right), keys, notes)
        }
    }
}

fn paired((left, right): (Option<Atom>, Option<Atom>), keys: Vec<String>, notes: Vec<usize>) -> Atom {
    let block = PrintBlock::Pair { left: left.map(Box::new), right: right.map(Box::new) };
    Atom { block, lang: None, region: None, keys, notes }
}
