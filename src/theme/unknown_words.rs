//! Words that neither the program nor a template asks for.
//!
//! In: a file of words of the site's own theme. Out: a problem for each section and key
//! that the default theme does not have and that no template of the site's own theme
//! uses. Such a word has no effect; most often it is a typing mistake.

use toml::{Table, Value};

use crate::config::{TomlPlace, TomlTable};
use crate::diag::{Problem, ProblemKind, nearest};
use crate::source::Source;

/// The section whose keys are language tags.
const TAGS: &str = "names";

/// The problems of a file of words. `reference` has every word of the default theme;
/// `templates` are the texts of the own templates.
pub(super) fn problems(source: &Source, reference: &Table, templates: &[&str]) -> Vec<Problem> {
    let offset = source.body_start();
    let text = source.text.get(offset..).unwrap_or_default();
    // What does not parse, or is no section, is another problem.
    let Ok(parsed) = text.parse::<Table>() else { return Vec::new() };
    let place = TomlPlace { source: source.id, offset, name: "words" };
    let mut file = TomlTable::parse(text, place);
    let mut problems = Vec::new();
    let sections = file.keys();
    for (section, span) in sections.into_iter().filter(|(section, _)| section != TAGS) {
        if !parsed.get(&section).is_some_and(Value::is_table) {
            continue;
        }
        let Some(known) = reference.get(&section).and_then(Value::as_table) else {
            if !uses(templates, &section, None) {
                let nearest = nearest(&section, reference.keys().map(String::as_str)).map(str::to_owned);
                problems.push(Problem::new(span, ProblemKind::UnknownWords { section, nearest }));
            }
            continue;
        };
        for (key, span) in file.table_named(&section).keys() {
            if !known.contains_key(&key) && !uses(templates, &section, Some(&key)) {
                let nearest = nearest(&key, known.keys().map(String::as_str)).map(str::to_owned);
                let section = section.clone();
                problems.push(Problem::new(span, ProblemKind::UnknownWord { section, key, nearest }));
            }
        }
    }
    problems.sort_by_key(|problem| problem.span.bytes.start);
    problems
}

/// Whether anything asks for a word `section.key`. What nothing asks for is missed in no
/// other language.
pub(super) fn is_asked_for(word: &str, reference: &Table, templates: &[&str]) -> bool {
    let Some((section, key)) = word.split_once('.') else { return true };
    let known = reference.get(section).and_then(Value::as_table);
    known.is_some_and(|known| known.contains_key(key)) || uses(templates, section, Some(key))
}

/// Whether one of the templates uses a word, or a section of words in any way. A template
/// that picks a section or a key by a value (`t[name]`) may use every one.
fn uses(templates: &[&str], section: &str, key: Option<&str>) -> bool {
    let name = |c: char| c.is_alphanumeric() || c == '_';
    let used = |text: &str| {
        text.match_indices('t').any(|(at, _)| {
            let (before, rest) = text.split_at(at);
            let rest = rest.get(1..).unwrap_or_default();
            if before.ends_with(name) {
                return false;
            }
            let Some(rest) = rest.strip_prefix('.').and_then(|rest| rest.strip_prefix(section)) else {
                return rest.starts_with('[');
            };
            let Some(key) = key else { return !rest.starts_with(name) };
            match rest.strip_prefix('.') {
                Some(rest) => rest.strip_prefix(key).is_some_and(|rest| !rest.starts_with(name)),
                None => !rest.starts_with(name),
            }
        })
    };
    templates.iter().any(|text| used(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_uses_what_it_names_after_its_words() {
        let templates =
            ["{{ t.office.hours | upper }} {{ mt.no.no }} {{ m.t.head.line }}{{ <x w={t.whole} /> }}"];
        let used = |section, key| uses(&templates, section, key);
        assert!(used("office", Some("hours")) && used("office", None) && used("head", Some("line")));
        assert!(used("whole", Some("any")), "a component is given the whole section");
        assert!(!used("office", Some("hour")) && !used("offic", None) && !used("no", Some("no")));
        assert!(uses(&["{{ t[name].key }}"], "office", Some("hours")));
    }
}
