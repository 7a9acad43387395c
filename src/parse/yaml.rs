//! Front matter in YAML, as TOML.
//!
//! Jekyll, Hugo, Obsidian and others have settings between two lines of `---`. The simple forms that
//! authors use there – a text, a number, a date, true or false, a list of texts – have one meaning in
//! TOML.

use std::fmt::Write as _;

/// The lines as TOML; `None` if a line has another form, such as a nested table.
pub(super) fn to_toml(yaml: &str) -> Option<String> {
    let mut out = String::new();
    let mut lines = yaml.lines().filter(|line| !line.trim().is_empty()).peekable();
    while let Some(line) = lines.next() {
        if let Some(comment) = line.trim_start().strip_prefix('#') {
            let _ = writeln!(out, "#{comment}");
            continue;
        }
        if line.contains('=') && is_toml(line) {
            let _ = writeln!(out, "{}", line.trim());
            continue;
        }
        // JSON has quotes around its keys, and commas.
        let json = line.trim().strip_prefix('"').and_then(|line| line.split_once("\":"));
        let json = json.map(|(key, value)| (key, value.trim().trim_end_matches(',')));
        let (key, value) = json.or_else(|| line.split_once([':', '：', '=', '＝']))?;
        let open = value.trim().starts_with('[') && !value.trim().ends_with(']');
        if open || !is_key(key.trim_end()) {
            return None;
        }
        let mut items = Vec::new();
        while value.trim().is_empty()
            && let Some(item) = lines.next_if(|line| line.trim_start().starts_with("- "))
        {
            items.push(text(item.trim_start().trim_start_matches("- ")));
        }
        let value =
            if items.is_empty() { self::value(value.trim()) } else { format!("[{}]", items.join(", ")) };
        let _ = writeln!(out, "{} = {value}", name(&key.trim().to_ascii_lowercase()));
    }
    Some(out)
}

/// Whether settings are TOML already.
pub(super) fn is_toml(settings: &str) -> bool {
    toml::de::DeTable::parse(settings).is_ok()
}

/// Whether a line begins like a setting: `title: 登入`.
pub(super) fn is_setting(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with(' ')))
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Our name of a key.
fn name(key: &str) -> &str {
    if key == "description" { "summary" } else { key }
}

fn value(written: &str) -> String {
    let bare = written.split(" #").next().unwrap_or_default().trim();
    let is_date = bare.len() == 10
        && bare.char_indices().all(|(at, c)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() });
    if matches!(bare, "true" | "false") || is_date || bare.parse::<i64>().is_ok() {
        return bare.to_owned();
    }
    match written.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => {
            let items = list.split(',').map(str::trim).filter(|item| !item.is_empty()).map(text);
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        None => text(written),
    }
}

/// A text in the quotes of TOML.
fn text(written: &str) -> String {
    let bare = ['"', '\''].into_iter().find_map(|quote| written.strip_prefix(quote)?.strip_suffix(quote));
    let bare = bare.unwrap_or(written).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{bare}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_settings_have_a_form_in_toml() {
        let yaml = "title: 帳號 \"註冊\"\ndescription: '說明'\ndraft: true\nverified: 2026-11-20\nminutes: 5\n\
                    needs:\n  - 學生證\n  - 手機\ntags: [a, b]\n";
        assert_eq!(
            to_toml(yaml).as_deref(),
            Some(
                "title = \"帳號 \\\"註冊\\\"\"\nsummary = \"說明\"\ndraft = true\nverified = 2026-11-20\nminutes = 5\n\
                 needs = [\"學生證\", \"手機\"]\ntags = [\"a\", \"b\"]\n"
            )
        );
    }

    #[test]
    fn nested_settings_have_none() {
        assert_eq!(to_toml("a:\n  b: c\n"), None);
        assert_eq!(to_toml("文字\n"), None);
    }
}
