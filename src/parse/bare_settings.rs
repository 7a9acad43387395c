//! Settings at the beginning of a page that have no proper lines around them: none at all, another
//! number of signs, signs of code, full-width signs.
//!
//! In: the beginning of a page. Out: the settings, as they should be. A page that begins with one of
//! our own keys and a value means settings, whatever stands around them.

use super::yaml;

/// Settings without proper lines around them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareSettings<'a> {
    /// The settings as they are written.
    pub(super) written: &'a str,
    /// The length of the line above them, if they have one.
    pub(super) opening: usize,
    /// Their length, with the lines around them.
    pub(super) length: usize,
}

/// Keys with which settings begin.
const FIRST_KEYS: [&str; 6] = ["title", "platform", "summary", "draft", "verified", "audience"];

/// The signs that authors type above and below settings.
const SIGNS: [char; 16] =
    ['+', '＋', '-', '－', '—', '–', '─', '=', '＝', '*', '~', '～', '`', ';', '.', '。'];

/// The settings at the beginning of a text, up to the first empty line; `None` if it begins with no
/// setting.
pub(super) fn read(text: &str) -> Option<BareSettings<'_>> {
    let first = text.split_inclusive('\n').next()?;
    let opening = if is_edge(first) { first.len() } else { 0 };
    let inside = text.get(opening..)?;
    let sign = inside.lines().next().and_then(first_sign)?;
    // `Title: …` may begin a text that is no setting.
    let plain = inside.lines().next().is_some_and(|line| !line.trim_end().ends_with(['"', '\'', '”']));
    if opening == 0 && sign != '=' && plain && inside.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let lines = inside.split_inclusive('\n').take_while(|line| !line.trim().is_empty() && !is_edge(line));
    let end: usize = lines.map(str::len).sum();
    let written = inside.get(..end)?;
    let closing = inside.get(end..)?.split_inclusive('\n').next().filter(|line| is_edge(line));
    Some(BareSettings { written, opening, length: opening + end + closing.map_or(0, str::len) })
}

impl BareSettings<'_> {
    /// The settings as TOML, as far as they can be read.
    pub(super) fn toml(&self) -> String {
        let as_they_are = yaml::is_toml(self.written) || self.written.contains(['“', '”', '＂']);
        let told = if as_they_are { None } else { yaml::to_toml(self.written) };
        told.unwrap_or_else(|| format!("{}\n", self.written.trim_end()))
    }
}

/// Whether a line is one of those around settings: signs, perhaps with the name of a form.
fn is_edge(line: &str) -> bool {
    let line = line.trim();
    let name = line.trim_start_matches(|c: char| SIGNS.contains(&c) || c == ' ');
    let signs = line.get(..line.len() - name.len()).unwrap_or_default().chars().filter(|c| *c != ' ').count();
    let named = ["", "toml", "yaml", "yml"].contains(&name);
    matches!(line, "—" | "{" | "}") || (signs > 1 && named)
}

/// The sign between key and value, if a line begins with one of the first keys.
fn first_sign(line: &str) -> Option<char> {
    let line = line.trim();
    let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, '=' | '＝' | ':' | '：'))?;
    let key = line.get(..at)?.trim_end().trim_matches('"').to_ascii_lowercase();
    let value = line.get(at + sign.len_utf8()..)?.trim();
    (FIRST_KEYS.contains(&key.as_str()) && !value.is_empty()).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toml(text: &str) -> Option<(String, usize)> {
        read(text).map(|settings| (settings.toml(), settings.length))
    }

    #[test]
    fn settings_end_at_an_empty_line_or_at_signs() {
        let right = |length| Some(("title = \"甲\"\n".to_owned(), length));
        assert_eq!(toml("title = \"甲\"\n\n文"), right(14));
        assert_eq!(toml("title = \"甲\"\n+++\n文"), right(18));
        assert_eq!(toml("```toml\ntitle = \"甲\"\n```\n文"), right(26));
        assert_eq!(toml("－－－\ntitle：甲\n－－－\n文"), right(32));
        assert_eq!(
            toml("{\n  \"title\": \"甲\",\n  \"draft\": true\n}\n文"),
            Some(("title = \"甲\"\ndraft = true\n".to_owned(), 38))
        );
        assert_eq!(toml("--\nTitle: \"甲\"\n...\n文"), right(20));
    }

    #[test]
    fn a_text_is_no_setting() {
        for text in [
            "",
            "文",
            "---\n\n文",
            "Title: of a text",
            "title",
            "draft:",
            "order: 3",
            "***\n文：甲",
            "`a`\ntitle = 3",
        ] {
            assert_eq!(toml(text), None, "{text:?}");
        }
    }
}
