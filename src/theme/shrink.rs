//! Style sheets and scripts, without the text that is only for their authors.
//!
//! In: a file of the default theme. Out: the same file, shorter: a guide should
//! reach a phone at once, and a quarter of the style sheet is comments and
//! indentation. Nothing is renamed or reordered, so that the tools of a browser
//! still show the author's own rules. Files of a site's own theme are not
//! touched, whatever they contain.

use std::iter::Peekable;
use std::str::Chars;

/// The file `path`, shrunk as its kind allows.
pub(super) fn asset(path: &str, text: &str) -> String {
    match path.rsplit_once('.') {
        Some((_, "css")) => css(text),
        Some((_, "js")) => js(text),
        _ => text.to_owned(),
    }
}

/// A style sheet without comments, and without white space that has no meaning.
/// A space may be a combinator (`a :is(b)`) or part of a sum, so only spaces
/// next to `{ } ; , > ~`, inside brackets and after a colon are left out.
fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut gap = false;
    while let Some(character) = chars.next() {
        if character.is_ascii_whitespace() {
            gap = true;
        } else if character == '/' && chars.peek() == Some(&'*') {
            skip_comment(&mut chars);
            gap = true;
        } else {
            let parted =
                !out.ends_with(['{', '}', ';', ',', '(', '>', '~', ':']) && !"{};,)>~".contains(character);
            if gap && parted && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            if character == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(character);
            if matches!(character, '"' | '\'') {
                copy_string(character, &mut chars, &mut out);
            }
        }
    }
    out
}

fn skip_comment(chars: &mut Peekable<Chars<'_>>) {
    let mut star = false;
    chars.next();
    for character in chars.by_ref() {
        if star && character == '/' {
            return;
        }
        star = character == '*';
    }
}

/// Copies the rest of a string, with its closing quote.
fn copy_string(quote: char, chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let mut escaped = false;
    for character in chars.by_ref() {
        out.push(character);
        if character == quote && !escaped {
            return;
        }
        escaped = character == '\\' && !escaped;
    }
}

/// A script without indentation and without lines that are only comment. The
/// line breaks stay, since one may end a statement. A script with a backtick
/// outside such comments may hold a text of several lines and is left alone.
fn js(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        let opens = !comment && line.starts_with("/*");
        if opens || comment {
            let rest = line.split_once("*/").map(|(_, rest)| rest.trim_start());
            comment = rest.is_none();
            push_line(&mut out, rest.unwrap_or_default());
        } else if !line.starts_with("//") {
            push_line(&mut out, line);
        }
    }
    if out.contains('`') { text.to_owned() } else { out }
}

fn push_line(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spaces_that_mean_something_stay() {
        let text = "/* a */\n.a :is(b, c) > d {\n  margin: 0 calc( 1px + 2px );\n  content: \"; /* \\\" } \";\n}\n@media (x: 1px) { a{} }\n";
        insta::assert_snapshot!(
            css(text),
            @r#".a :is(b,c)>d{margin:0 calc(1px + 2px);content:"; /* \" } "}@media (x:1px){a{}}"#
        );
    }

    #[test]
    fn a_script_keeps_its_lines() {
        let text = "/* All of\n * this goes. */\n/* b */ b();\nfunction a() {\n  // and this\n  return '/* not this */';\n}\n";
        insta::assert_snapshot!(js(text), @r"
        b();
        function a() {
        return '/* not this */';
        }
        ");
        assert_eq!(js("  a = `\n  b`"), "  a = `\n  b`");
        assert_eq!(js("/* `a`\n   `b` */\n// `c`\n  d();"), "d();\n");
    }

    /// The whole default theme can be shrunk, and shrinking it twice gives the
    /// same as shrinking it once.
    #[test]
    fn the_default_theme_is_shrunk_once() {
        for (path, _, text) in super::super::embedded::FILES {
            let once = asset(path, text);
            assert_eq!(asset(path, &once), once, "{path}");
            let braces = |text: &str| text.matches('{').count();
            assert!(!once.is_empty() && braces(&once) <= braces(text), "{path}");
        }
    }

    proptest! {
        /// Any text can be shrunk: no panic, and the result is not longer.
        #[test]
        fn nothing_grows(text in "([a-z{};:,() \n\"'\\\\`]|/\\*|\\*/|//|步){0,60}") {
            prop_assert!(css(&text).len() <= text.len());
            prop_assert!(js(&text).len() <= text.len() + 1);
        }
    }
}
