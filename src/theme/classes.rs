//! The classes of a style sheet and of a template.
//!
//! In: the theme's own style sheets and templates. Out: how many of the classes that the
//! default style sheet has rules for have a rule in them. A style sheet that replaces
//! the default one and has rules for a few classes leaves pages without looks.

use std::collections::BTreeSet;

use super::embedded::{self, Duty};

/// How many classes of the default style sheet the style sheets `own` have rules for,
/// and how many there are. The classes of the templates `replaced` don't count.
pub(super) fn styled<'a>(
    own: impl Iterator<Item = &'a str>,
    replaced: impl Fn(&str) -> bool,
) -> (usize, usize) {
    let own: BTreeSet<&str> = own.flat_map(of_style).collect();
    let mut classes: BTreeSet<&str> = text("style.css").into_iter().flat_map(of_style).collect();
    let templates =
        embedded::FILES.iter().filter(|(path, duty, _)| *duty == Duty::Template && replaced(path));
    for class in templates.flat_map(|(_, _, text)| of_template(text)) {
        classes.remove(class);
    }
    (classes.intersection(&own).count(), classes.len())
}

fn text(path: &str) -> Option<&'static str> {
    embedded::FILES.iter().find(|(name, _, _)| *name == path).map(|(_, _, text)| *text)
}

/// The classes that a style sheet names outside of comments.
fn of_style(css: &str) -> Vec<&str> {
    let pieces = css.split("/*").enumerate();
    let shown = pieces.map(|(at, piece)| match piece.split_once("*/") {
        _ if at == 0 => piece,
        Some((_, rest)) => rest,
        None => "",
    });
    shown.flat_map(of_rules).collect()
}

/// The classes in rules: the names behind dots. The ending of a file's name is one too,
/// but no class that is looked for.
fn of_rules(css: &str) -> impl Iterator<Item = &str> {
    css.split('.').skip(1).filter_map(|piece| {
        let end = piece.find(|c| !is_name(c)).unwrap_or(piece.len());
        piece.get(..end).filter(|class| class.starts_with(|c: char| is_name(c) && !c.is_ascii_digit()))
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The words of all attributes `class` of a template.
fn of_template(html: &str) -> impl Iterator<Item = &str> {
    let values = html.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_dots_are_classes_but_not_in_comments() {
        let css = "/* .no */a.ext > .step-title:is(.a,.b){margin:.5em 1.5em}/* .no */ .c/**/.d{} /* .no";
        assert_eq!(of_style(css), ["ext", "step-title", "a", "b", "c", "d"]);
        let html = "<p class=\"a b\"><b class=\"{% if c %}d{% endif %}\">";
        assert!(["a", "b"].iter().all(|class| of_template(html).any(|found| found == *class)));
    }

    #[test]
    fn the_default_style_sheet_styles_everything() {
        let (styled, classes) = super::styled(text("style.css").into_iter(), |_| false);
        assert!(styled == classes && classes > 100, "{styled} of {classes}");
        let (none, fewer) = super::styled(std::iter::empty(), |path| path == "templates/base.html");
        assert!(none == 0 && fewer < classes, "the frame's own classes don't count: {fewer}");
    }
}
