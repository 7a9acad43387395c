//! Blocks of code, marked up with classes that the style sheet colours.

use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::{highlight, text};
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
    match coloured(name, code) {
        Some(html) => out.push_str(&html),
        None => html_escape::push(out, code),
    }
    out.push_str("</code></pre>\n");
}

/// The code with classes; `None` if the language is unknown or the code is too
/// long to be coloured.
fn coloured(name: &str, code: &str) -> Option<String> {
    if name.is_empty() || code.len() > LONGEST_TEXT || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    highlight::highlighted(syntax(name)?, &SYNTAXES, code)
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
        insta::assert_snapshot!(coloured("html", code).unwrap_or_default(), @r#"
        <span class="hl-comment">&lt;!-- a --&gt;
        </span>&lt;<span class="hl-entity">input id</span>=<span class="hl-string">&quot;x&quot; </span><span class="hl-entity">required</span>&gt;
        "#);
        let code = "/** @return b */ static  int x = 1;\n";
        insta::assert_snapshot!(coloured("java", code).unwrap_or_default(), @r#"<span class="hl-comment">/** @return b */ </span><span class="hl-keyword">static  int</span> x <span class="hl-keyword">= </span><span class="hl-constant">1</span>;"#);
        insta::assert_snapshot!(coloured("json", "{\"a\": 1, b}\n").unwrap_or_default(), @r#"{<span class="hl-string">&quot;a&quot;</span>: <span class="hl-constant">1</span>, <span class="hl-invalid">b</span>}"#);
    }

    #[test]
    fn the_style_sheet_has_a_rule_for_each_kind() {
        let style = include_str!("../../../themes/default/style/text.css");
        for (class, _) in highlight::KINDS {
            assert!(style.contains(&format!(".{class}")), "{class}");
        }
        assert_eq!(style.matches(".hl-").count(), highlight::KINDS.len());
    }

    #[test]
    fn a_very_long_line_is_left_plain() {
        assert!(!html("html", &format!("<b>{}</b>\n", "x".repeat(LONGEST_LINE))).contains("<span"));
    }

    proptest::proptest! {
        /// What a thread knows from before changes no colour.
        #[test]
        fn known_lines_are_coloured_as_new_ones(
            language in "html|css|js|py",
            lines in proptest::collection::vec("/\\*|\\*/|<b>|</b>|\"|let a = 1;|<script>|</script>|'''|登", 0..8),
        ) {
            let code = lines.join("\n");
            let here = coloured(&language, &code);
            let fresh = std::thread::spawn(move || coloured(&language, &code)).join();
            proptest::prop_assert_eq!(here, fresh.unwrap_or_default());
        }

        /// Colours change nothing of what a reader copies.
        #[test]
        fn the_text_of_coloured_code_is_the_code(
            language in "html|css|js|json|rust|sh|py|java",
            code in "([ab]|[<>&\"'/*#=;:(){}-]|[ \n]|//|/\\*|\\*/|登|if|let|\r\n){0,40}",
        ) {
            let html = coloured(&language, &code).unwrap_or_default();
            let text: String = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
            proptest::prop_assert_eq!(text, html_escape::escaped(&code));
        }
    }
}
