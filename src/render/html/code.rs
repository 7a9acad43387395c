//! Blocks of code, marked up with classes that the style sheet colours.
//!
//! A highlighter tells a dozen scopes for each sign of code. Here only what has a look
//! of its own becomes a `<span>`: else a block of code weighs more than a whole guide.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::text;
use crate::html_escape;

/// The syntaxes of all known languages, loaded when the first block with a
/// language is written.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Longest code that is coloured, in bytes: more costs too much time, since the
/// highlighter's regular expressions are slow on long texts and lines.
const LONGEST_TEXT: usize = 64 * 1024;
const LONGEST_LINE: usize = 2_000;

/// Appends a block of code.
pub(super) fn push(out: &mut String, language: &str, code: &str) {
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    // Attributes after the name are ignored, as in `rust,ignore`.
    let name = language.split([',', ' ', '{']).next().unwrap_or("");
    if !name.is_empty() {
        text::attribute(out, "class", &format!("language-{name}"));
    }
    out.push('>');
    match highlighted(name, code) {
        Some(html) => out.push_str(&html),
        None => html_escape::push(out, code),
    }
    out.push_str("</code></pre>\n");
}

/// The kinds of code: a class each, with the scopes that it stands for. A scope with
/// the names of two kinds is of the later one.
const KINDS: [(&str, &[&str]); 6] = [
    ("hl-comment", &["comment"]),
    ("hl-keyword", &["keyword", "storage"]),
    ("hl-string", &["string"]),
    ("hl-constant", &["constant", "support"]),
    ("hl-entity", &["entity"]),
    ("hl-invalid", &["invalid"]),
];

/// A set of kinds: one bit for each.
type Kinds = u8;

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

/// The kinds that code is of, inside the scopes of `stack`: the colour of the innermost
/// one that has any.
fn kinds(stack: &ScopeStack) -> Kinds {
    let (mut colour, mut around) = (0, 0);
    for scope in stack.as_slice().iter().rev() {
        let own = kinds_of(*scope);
        if colour == 0 {
            colour = highest(own & !INVALID);
        }
        around |= own & (COMMENT | INVALID);
    }
    colour | around
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

/// The code with classes; `None` if the language is unknown or the code is too
/// long to be coloured.
fn highlighted(name: &str, code: &str) -> Option<String> {
    if name.is_empty() || code.len() > LONGEST_TEXT || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let mut parser = ParseState::new(syntax(name)?);
    let mut stack = ScopeStack::new();
    let mut runs = Runs { out: String::with_capacity(code.len() * 4), open: 0 };
    for line in LinesWithEndings::from(code) {
        let mut from = 0;
        for (at, change) in parser.parse_line(line, &SYNTAXES).ok()? {
            runs.push(line.get(from..at)?, &stack);
            stack.apply(&change).ok()?;
            from = at;
        }
        runs.push(line.get(from..)?, &stack);
    }
    runs.turn(0);
    Some(runs.out)
}

/// Code in stretches of the same kinds.
struct Runs {
    out: String,
    /// The kinds of the element that is open; 0 outside.
    open: Kinds,
}

impl Runs {
    fn push(&mut self, piece: &str, stack: &ScopeStack) {
        if piece.is_empty() {
            return;
        }
        let kinds = kinds(stack);
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

fn syntax(name: &str) -> Option<&'static SyntaxReference> {
    let syntax = SYNTAXES.find_syntax_by_token(name)?;
    (syntax.name != "Plain Text").then_some(syntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(language: &str, code: &str) -> String {
        let mut out = String::new();
        push(&mut out, language, code);
        out
    }

    #[test]
    fn code_is_coloured_by_classes_or_left_plain() {
        let coloured = html("html", "<b>\"&\"</b>\n");
        assert!(coloured.contains("<span class=\"hl-"), "{coloured}");
        assert!(!coloured.contains("<b>") && !coloured.contains("style="), "{coloured}");
        assert_eq!(
            html("a\"b", "<&>\n"),
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-a&quot;b\">&lt;&amp;&gt;\n</code></pre>\n"
        );
        assert_eq!(html("", "x\n"), "<pre class=\"code\" tabindex=\"0\"><code>x\n</code></pre>\n");
    }

    #[test]
    fn only_what_has_a_look_of_its_own_is_an_element() {
        let code = "<!-- a -->\n<input id=\"x\" required>\n";
        insta::assert_snapshot!(highlighted("html", code).unwrap_or_default(), @r#"
        <span class="hl-comment">&lt;!-- a --&gt;
        </span>&lt;<span class="hl-entity">input id</span>=<span class="hl-string">&quot;x&quot; </span><span class="hl-entity">required</span>&gt;
        "#);
        let code = "/** @return b */ static  int x = 1;\n";
        insta::assert_snapshot!(highlighted("java", code).unwrap_or_default(), @r#"<span class="hl-comment">/** @return b */ </span><span class="hl-keyword">static  int</span> x <span class="hl-keyword">= </span><span class="hl-constant">1</span>;"#);
        insta::assert_snapshot!(highlighted("json", "{\"a\": 1, b}\n").unwrap_or_default(), @r#"{<span class="hl-string">&quot;a&quot;</span>: <span class="hl-constant">1</span>, <span class="hl-invalid">b</span>}"#);
    }

    #[test]
    fn the_style_sheet_has_a_rule_for_each_kind() {
        let style = include_str!("../../../themes/default/style/text.css");
        for (class, _) in KINDS {
            assert!(style.contains(&format!(".{class}")), "{class}");
        }
        assert_eq!(style.matches(".hl-").count(), KINDS.len());
    }

    #[test]
    fn a_very_long_line_is_left_plain() {
        assert!(!html("html", &format!("<b>{}</b>\n", "x".repeat(LONGEST_LINE))).contains("<span"));
    }

    proptest::proptest! {
        /// Colours change nothing of what a reader copies.
        #[test]
        fn the_text_of_coloured_code_is_the_code(
            language in "html|css|js|json|rust|sh|py|java",
            code in "([ab]|[<>&\"'/*#=;:(){}-]|[ \n]|//|/\\*|\\*/|登|if|let|\r\n){0,40}",
        ) {
            let html = highlighted(&language, &code).unwrap_or_default();
            let text: String = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
            proptest::prop_assert_eq!(text, html_escape::escaped(&code));
        }
    }
}
