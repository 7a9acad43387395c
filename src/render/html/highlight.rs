//! What has a look of its own in code.
//!
//! In: code and its syntax. Out: HTML with a `<span>` for each stretch of one kind. A
//! highlighter tells a dozen scopes for each sign; most have no look of their own, and all
//! of them together weigh more than a whole guide.

use std::rc::Rc;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, Scope, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::known_lines::{self, CodeStart, Kinds};
use crate::html_escape;

/// The kinds of code: a class each, with the scopes that it stands for. A scope with
/// the names of two kinds is of the later one.
pub(super) const KINDS: [(&str, &[&str]); 6] = [
    ("hl-comment", &["comment"]),
    ("hl-keyword", &["keyword", "storage"]),
    ("hl-string", &["string"]),
    ("hl-constant", &["constant", "support"]),
    ("hl-entity", &["entity"]),
    ("hl-invalid", &["invalid"]),
];

/// Code inside a comment stays a comment, whatever else it is.
const COMMENT: Kinds = 1;
/// What is wrong is underlined, whatever its colour.
const INVALID: Kinds = 1 << 5;

/// The scopes of all kinds, each with the bit of its kind.
static SCOPES: LazyLock<Vec<(Scope, Kinds)>> = LazyLock::new(|| {
    let scopes =
        KINDS.iter().enumerate().flat_map(|(at, (_, names))| names.iter().map(move |name| (*name, at)));
    scopes.filter_map(|(name, at)| Some((Scope::new(name).ok()?, 1 << at))).collect()
});

/// What the scopes around a piece of code make of it: the colour of the innermost one that
/// has any, and what holds for all that is inside.
#[derive(Debug, Clone, Copy, Default)]
struct CodeLook {
    colour: Kinds,
    around: Kinds,
}

impl CodeLook {
    /// The look inside a further scope.
    fn within(self, scope: Scope) -> Self {
        let own = kinds_of(scope);
        let colour = highest(own & !INVALID);
        Self {
            colour: if colour == 0 { self.colour } else { colour },
            around: self.around | own & (COMMENT | INVALID),
        }
    }

    fn kinds(self) -> Kinds {
        self.colour | self.around
    }
}

/// The kinds whose name is one of the words of a scope, such as `string` in
/// `punctuation.definition.string.begin`.
fn kinds_of(scope: Scope) -> Kinds {
    let names = 0..usize::try_from(scope.len()).unwrap_or(0);
    let named =
        |name: u16| SCOPES.iter().filter(move |(kind, _)| kind.atom_at(0) == name).map(|(_, bit)| bit);
    names.flat_map(|at| named(scope.atom_at(at))).fold(0, |all, bit| all | bit)
}

fn highest(kinds: Kinds) -> Kinds {
    kinds.checked_ilog2().map_or(0, |at| 1 << at)
}

/// The code with classes; `None` if the highlighter fails.
pub(super) fn highlighted(syntax: &SyntaxReference, syntaxes: &SyntaxSet, code: &str) -> Option<String> {
    let mut start = known_lines::first(syntax);
    let mut runs = CodeRuns { out: String::with_capacity(code.len() * 4), open: 0 };
    for line in LinesWithEndings::from(code) {
        let told = known_lines::told(&start, line, |start| parsed(start, line, syntaxes))?;
        let mut from = 0;
        for (end, kinds) in &told.pieces {
            runs.push(line.get(from..*end)?, *kinds);
            from = *end;
        }
        start = Rc::clone(&told.next);
    }
    runs.turn(0);
    Some(runs.out)
}

/// What the highlighter tells of a line: where each of its pieces ends and of what kinds it is,
/// and what is open at the end.
fn parsed(start: &CodeStart, line: &str, syntaxes: &SyntaxSet) -> Option<(Vec<(usize, Kinds)>, CodeStart)> {
    let mut end = start.clone();
    let fold = |looks: &mut Vec<CodeLook>, scope| {
        looks.push(looks.last().copied().unwrap_or_default().within(scope));
    };
    // One look for each scope of the stack.
    let mut looks = Vec::new();
    end.scopes.as_slice().iter().for_each(|scope| fold(&mut looks, *scope));
    let mut pieces = Vec::new();
    for (at, change) in end.parser.parse_line(line, syntaxes).ok()? {
        pieces.push((at, looks.last().copied().unwrap_or_default().kinds()));
        let change = end.scopes.apply_with_hook(&change, |change, _| match change {
            BasicScopeStackOp::Push(scope) => fold(&mut looks, scope),
            BasicScopeStackOp::Pop => _ = looks.pop(),
        });
        change.ok()?;
    }
    pieces.push((line.len(), looks.last().copied().unwrap_or_default().kinds()));
    Some((pieces, end))
}

/// Code in stretches of the same kinds.
struct CodeRuns {
    out: String,
    /// The kinds of the element that is open; 0 outside.
    open: Kinds,
}

impl CodeRuns {
    fn push(&mut self, piece: &str, kinds: Kinds) {
        if piece.is_empty() {
            return;
        }
        // The colour of white space is not seen, so it parts nothing.
        let seen = (kinds | self.open) & INVALID != 0 || !piece.trim().is_empty();
        if seen && kinds != self.open {
            self.turn(kinds);
        }
        html_escape::push(&mut self.out, piece);
    }

    fn turn(&mut self, kinds: Kinds) {
        if self.open != 0 {
            self.out.push_str("</span>");
        }
        self.open = kinds;
        let mut opening = "<span class=\"";
        for (_, (class, _)) in KINDS.iter().enumerate().filter(|(at, _)| kinds & (1 << at) != 0) {
            self.out.push_str(opening);
            self.out.push_str(class);
            opening = " ";
        }
        self.out.push_str(if kinds == 0 { "" } else { "\">" });
    }
}
