//! Blocks of code, marked up with classes that the style sheet colours.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
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

/// The code with classes; `None` if the language is unknown or the code is too
/// long to be coloured.
fn highlighted(name: &str, code: &str) -> Option<String> {
    if name.is_empty() || code.len() > LONGEST_TEXT || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax(name)?, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
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
    fn a_very_long_line_is_left_plain() {
        assert!(!html("html", &format!("<b>{}</b>\n", "x".repeat(LONGEST_LINE))).contains("<span"));
    }
}
