//! The ids of one page, each used only once.

use std::collections::BTreeMap;

use crate::diag::{Problem, ProblemKind};
use crate::model::OWN_ID;
use crate::source::Span;

/// Ids that the frame of the page and the program's own places use
/// (`themes/default/README.md`): whole ids, and beginnings that a number or
/// name follows.
const RESERVED: [&str; 7] = ["main", "search", "sheet", "steps", "footnotes", "continue-word", "sb-findings"];
const RESERVED_STARTS: [&str; 8] = ["search-", "sheet-", "fig-", "fn-", "fnref-", "i-", "hit-", "hits-"];

fn is_reserved(id: &str) -> bool {
    RESERVED.contains(&id) || RESERVED_STARTS.iter().any(|start| id.starts_with(start))
}

/// The id that a heading gets if its own id is reserved.
pub(super) fn instead_of(id: &str) -> String {
    format!("{OWN_ID}{id}")
}

/// The ids in use on a page, and the heading that has each.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeMap<String, Owner>,
    /// The last number that was added to each id, to make another id from it.
    again: BTreeMap<String, usize>,
    pub(super) problems: Vec<Problem>,
}

#[derive(Debug)]
struct Owner {
    /// The place of the heading, or of the `{#id}` in it.
    span: Span,
    /// Whether the author wrote the id.
    written: bool,
}

impl Ids {
    /// Takes an id that an author wrote; if it is in use, takes one made from
    /// it.
    pub(super) fn written(&mut self, id: &str, span: &Span) -> String {
        if is_reserved(id) {
            self.problems.push(Problem::new(span.clone(), ProblemKind::ReservedId(id.to_owned())));
            return self.take(&instead_of(id), span, true);
        }
        if let Some(owner) = self.taken.get(id) {
            let kind = ProblemKind::DuplicateId { id: id.to_owned(), first: owner.span.clone() };
            self.problems.push(Problem::new(span.clone(), kind));
        }
        self.take(id, span, true)
    }

    /// Takes an id that is made from a heading's position; if it is in use,
    /// takes one made from it.
    pub(super) fn made(&mut self, id: &str, heading: &Span) -> String {
        if let Some(owner) = self.taken.get(id).filter(|owner| owner.written) {
            let kind = ProblemKind::DuplicateId { id: id.to_owned(), first: heading.clone() };
            self.problems.push(Problem::new(owner.span.clone(), kind));
        }
        self.take(id, heading, false)
    }

    fn take(&mut self, id: &str, span: &Span, written: bool) -> String {
        let mut free = id.to_owned();
        if self.taken.contains_key(id) {
            let again = self.again.entry(id.to_owned()).or_insert(1);
            while self.taken.contains_key(&free) {
                *again += 1;
                free = format!("{id}-again-{again}");
            }
        }
        self.taken.insert(free.clone(), Owner { span: span.clone(), written });
        free
    }
}
