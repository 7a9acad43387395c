//! The sign in a line of settings because of which it is not TOML.
//!
//! Word processors and Chinese input methods type quotes and signs that look like those of TOML. The
//! library can only say what it expected, so the line itself is looked at.

/// Why a line is not TOML, and the line as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TomlCause {
    pub(super) why: String,
    pub(super) right: String,
}

/// Quotes that are not TOML's.
const QUOTES: [char; 10] = ['“', '”', '„', '‟', '＂', '「', '」', '『', '』', '″'];

/// Single quotes that are not TOML's.
const SINGLE: [char; 4] = ['‘', '’', '‚', '＇'];

/// Reads a line that is not TOML; `None` if its fault is another one.
pub(super) fn read(line: &str) -> Option<TomlCause> {
    let line = line.trim_end();
    let at = line.find(['=', '＝', ':', '：'])?;
    let sign = line.get(at..)?.chars().next()?;
    let (key, value) = (line.get(..at)?.trim(), line.get(at + sign.len_utf8()..)?.trim());
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || !key.chars().all(is_key) || value.is_empty() {
        return None;
    }
    let wrong = value.chars().next().filter(|c| QUOTES.contains(c) || SINGLE.contains(c) || *c == '［');
    let inside = value.chars().find(|c| QUOTES.contains(c) || matches!(c, '、' | '，'));
    let is_list = value.starts_with(['[', '［']);
    let why = match (sign, wrong.or(inside.filter(|_| is_list))) {
        ('＝' | '：', _) => format!("`{sign}` is a full-width sign"),
        (':', _) => "`:` stands between key and value, where TOML has `=`".to_owned(),
        (_, Some('［')) => "`［` is a full-width sign".to_owned(),
        (_, Some(c @ ('、' | '，'))) => format!("`{c}` stands between two values, where TOML has `,`"),
        (_, Some(quote)) => format!("`{quote}` is no straight quote `\"`"),
        (_, None) if is_bare(value) => "a text has no quotes".to_owned(),
        _ => return None,
    };
    Some(TomlCause { why, right: format!("{key} = {}", corrected(value, is_list)) })
}

/// Whether a value is a text without quotes.
fn is_bare(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{', '+', '-'])
        && !value.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(value, "true" | "false")
}

/// The value with the quotes of TOML.
fn corrected(value: &str, is_list: bool) -> String {
    if is_list {
        let sign = |c: char| match c {
            '［' => '[',
            '］' => ']',
            '、' | '，' => ',',
            c if QUOTES.contains(&c) => '"',
            c => c,
        };
        return value.chars().map(sign).collect::<String>().replace("\",\"", "\", \"");
    }
    let odd = |c: char| QUOTES.contains(&c) || SINGLE.contains(&c) || c == '"';
    let number = value.parse::<i64>().is_ok() || value.starts_with(|c: char| c.is_ascii_digit());
    if number || matches!(value, "true" | "false") || value.starts_with('\'') {
        return value.to_owned();
    }
    let bare = value.strip_prefix(odd).unwrap_or(value);
    let bare = bare.strip_suffix(odd).unwrap_or(bare);
    format!("\"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_named_and_the_line_corrected() {
        let read = |line| read(line).map(|cause| format!("{} | {}", cause.why, cause.right));
        for (line, shown) in [
            ("title = “帳號”", "`“` is no straight quote `\"` | title = \"帳號\""),
            ("title = 「帳號」", "`「` is no straight quote `\"` | title = \"帳號\""),
            ("title ＝ \"帳號\"", "`＝` is a full-width sign | title = \"帳號\""),
            ("title: 帳號", "`:` stands between key and value, where TOML has `=` | title = \"帳號\""),
            ("title = 帳號", "a text has no quotes | title = \"帳號\""),
            ("needs = [“甲”、“乙”]", "`“` is no straight quote `\"` | needs = [\"甲\", \"乙\"]"),
            (
                "needs = [\"甲\"、\"乙\"]",
                "`、` stands between two values, where TOML has `,` | needs = [\"甲\", \"乙\"]",
            ),
            ("draft：true", "`：` is a full-width sign | draft = true"),
        ] {
            assert_eq!(read(line).as_deref(), Some(shown), "{line}");
        }
    }

    #[test]
    fn other_faults_are_left_to_the_library() {
        for line in ["title", "title = \"帳號", "minutes = 5 分", "= 3", "[mark"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
