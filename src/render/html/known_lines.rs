//! Lines of code that the highlighter has told the kinds of.
//!
//! To tell them takes longer than all else of a page, and lines come again: in the twin of a
//! page, in other pages, and in the same page after each edit. What a line comes to depends
//! on its text and on what is open where it begins, and on nothing else; so it is kept under
//! both. This changes when code is coloured, never how.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference};

/// A set of kinds of code: one bit for each.
pub(super) type Kinds = u8;

/// Most bytes of lines that are kept, and most different beginnings.
const MOST: (usize, usize) = (1 << 20, 512);

/// What is open where a line begins.
#[derive(Debug, Clone)]
pub(super) struct CodeStart {
    /// Number of this beginning; no other has it, ever.
    id: u64,
    pub(super) parser: ParseState,
    pub(super) scopes: ScopeStack,
}

/// What a line comes to.
#[derive(Debug)]
pub(super) struct CodeLine {
    /// Where each piece ends and of what kinds it is.
    pub(super) pieces: Vec<(usize, Kinds)>,
    /// What is open where the next line begins.
    pub(super) next: Rc<CodeStart>,
}

/// All that is kept.
#[derive(Default)]
struct KnownLines {
    /// The beginnings of code, by the name of its syntax.
    firsts: BTreeMap<String, Rc<CodeStart>>,
    starts: Vec<Rc<CodeStart>>,
    /// By the number of their beginning, and their text.
    lines: BTreeMap<u64, BTreeMap<Box<str>, Rc<CodeLine>>>,
    bytes: usize,
    /// How many beginnings there have been.
    count: u64,
}

thread_local! {
    /// Each thread keeps its own, since the highlighter's states can't leave theirs.
    static KNOWN: RefCell<KnownLines> = RefCell::default();
}

fn with_known<R>(ask: impl FnOnce(&mut KnownLines) -> R) -> R {
    KNOWN.with_borrow_mut(ask)
}

/// The beginning of code in a syntax.
pub(super) fn first(syntax: &SyntaxReference) -> Rc<CodeStart> {
    with_known(|known| {
        if let Some(first) = known.firsts.get(&syntax.name) {
            return Rc::clone(first);
        }
        let first =
            known.start(CodeStart { id: 0, parser: ParseState::new(syntax), scopes: ScopeStack::new() });
        known.firsts.insert(syntax.name.clone(), Rc::clone(&first));
        first
    })
}

/// What a line that begins with `start` comes to; `tell` says so if it is not known.
pub(super) fn told(
    start: &CodeStart,
    line: &str,
    tell: impl FnOnce(&CodeStart) -> Option<(Vec<(usize, Kinds)>, CodeStart)>,
) -> Option<Rc<CodeLine>> {
    let told = with_known(|known| known.lines.get(&start.id).and_then(|lines| lines.get(line)).cloned());
    if told.is_some() {
        return told;
    }
    let (pieces, end) = tell(start)?;
    with_known(|known| {
        known.make_room();
        known.bytes += line.len() + pieces.len() * size_of::<(usize, Kinds)>();
        let told = Rc::new(CodeLine { pieces, next: known.start(end) });
        known.lines.entry(start.id).or_default().insert(line.into(), Rc::clone(&told));
        Some(told)
    })
}

impl KnownLines {
    /// The known beginning that is the same as this one, which is a new one otherwise.
    fn start(&mut self, start: CodeStart) -> Rc<CodeStart> {
        let same = |known: &&Rc<CodeStart>| known.parser == start.parser && known.scopes == start.scopes;
        if let Some(known) = self.starts.iter().find(same) {
            return Rc::clone(known);
        }
        self.count += 1;
        let start = Rc::new(CodeStart { id: self.count, ..start });
        self.starts.push(Rc::clone(&start));
        start
    }

    /// Forgets everything when there is too much of it. Whoever is on the way with an old
    /// beginning goes on with it, since its number does not come again.
    fn make_room(&mut self) {
        if self.bytes > MOST.0 || self.starts.len() > MOST.1 {
            *self = Self { count: self.count, ..Self::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use syntect::parsing::SyntaxSet;

    use super::*;

    /// A line is told once for each beginning, and again after all was forgotten.
    #[test]
    fn a_line_is_known_by_its_text_and_its_beginning() {
        let syntaxes = SyntaxSet::load_defaults_newlines();
        let (json, css) = (syntaxes.find_syntax_by_token("json"), syntaxes.find_syntax_by_token("css"));
        let asked = Cell::new(0);
        let tell = |start: &Rc<CodeStart>, line: &str| {
            told(start, line, |start| {
                asked.set(asked.get() + 1);
                let mut end = start.clone();
                end.parser.parse_line(line, &syntaxes).ok()?;
                Some((vec![(line.len(), 0)], end))
            })
        };
        let starts: Vec<_> = json.into_iter().chain(css).map(first).collect();
        for _ in 0..2 {
            let inside = starts.iter().filter_map(|start| tell(start, "{ known_lines: [\n"));
            let after: Vec<_> = inside.filter_map(|line| tell(&line.next, "known_lines\n")).collect();
            assert_eq!(after.len(), 2);
        }
        assert_eq!(asked.get(), 4, "two lines in two languages");
        with_known(|known| known.bytes = MOST.0 + 1);
        for line in ["a new line, for which there is no room\n", "{ known_lines: [\n"] {
            for start in &starts {
                _ = tell(start, line);
            }
        }
        assert_eq!(asked.get(), 8);
    }
}
