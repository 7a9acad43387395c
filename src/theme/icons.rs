//! The icons of a theme, and those of them that a page needs.
//!
//! In: `icons.svg`, where each icon is a `<symbol id="i-NAME" …>`, and a finished page that
//! uses icons by `href="#i-NAME"`. Out: the page with the symbols that it uses, and no
//! others. They stand in the page itself: a browser does not show symbols out of
//! another file when a page is opened from a disk (`file://`).

use std::collections::{BTreeMap, BTreeSet};

use super::embedded::{Duty, FILES};

/// Where a page is given its symbols: the value of `icons` in every template.
pub(crate) const ICONS: &str = "<!--icons-->";

/// The file of icons in a theme's folder.
pub(super) const FILE: &str = "icons.svg";

/// Symbols, by the name of their icon.
#[derive(Debug)]
pub(super) struct Icons(BTreeMap<String, String>);

impl Icons {
    /// The icons of the default theme, with those of the site's own file in the place of
    /// the ones of the same name.
    pub(super) fn new(own: Option<&str>) -> Self {
        let default = FILES.iter().filter(|(_, duty, _)| *duty == Duty::Icons).map(|(_, _, text)| *text);
        Self(
            default
                .chain(own)
                .flat_map(symbols)
                .map(|(name, symbol)| (name.to_owned(), symbol.to_owned()))
                .collect(),
        )
    }

    /// Puts the symbols that a page uses where it asks for them. A page that asks for none,
    /// such as one of a template with symbols of its own, stays as it is.
    pub(super) fn put(&self, mut page: Vec<u8>) -> Vec<u8> {
        // At the end of a page as a rule, and always after what an author wrote.
        let Some(at) = page.windows(ICONS.len()).rposition(|part| part == ICONS.as_bytes()) else {
            return page;
        };
        let used: BTreeSet<&str> = used(&page).collect();
        let symbols: String =
            used.into_iter().filter_map(|name| self.0.get(name)).map(String::as_str).collect();
        page.splice(at..at + ICONS.len(), symbols.into_bytes());
        page
    }
}

/// The names of the icons that a page uses: whatever follows `#i-` at the end of an attribute.
fn used(page: &[u8]) -> impl Iterator<Item = &str> {
    let links = page.split(|byte| *byte == b'#').skip(1).filter_map(|rest| rest.strip_prefix(b"i-"));
    links.filter_map(|rest| std::str::from_utf8(rest.split(|byte| *byte == b'"').next()?).ok())
}

/// The symbols of a file, with the names of their icons.
fn symbols(file: &str) -> impl Iterator<Item = (&str, &str)> {
    const START: &str = "<symbol id=\"i-";
    const END: &str = "</symbol>";
    file.match_indices(START).filter_map(|(at, _)| {
        let rest = file.get(at..)?;
        let symbol = rest.get(..rest.find(END)? + END.len())?;
        Some((symbol.get(START.len()..)?.split('"').next()?, symbol))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "<svg>\n<symbol id=\"i-tip\" viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></symbol>\n<symbol id=\"i-mine\"/></svg>";

    fn put(own: Option<&str>, page: &str) -> String {
        String::from_utf8(Icons::new(own).put(page.into())).unwrap_or_default()
    }

    #[test]
    fn a_page_is_given_the_icons_that_it_uses_once_each() {
        let page =
            "<use href=\"#i-down\"/><use href=\"#i-down\"/><a href=\"#i-no\">#i-up</a><!--icons--></svg>";
        let down = "<symbol id=\"i-down\" viewBox=\"0 0 24 24\"><path d=\"m5 9 7 7 7-7\"/></symbol>";
        assert_eq!(put(None, page), page.replace(ICONS, down));
        assert_eq!(put(None, "<use href=\"#i-down\"/>"), "<use href=\"#i-down\"/>");
    }

    #[test]
    fn an_own_icon_takes_the_place_of_the_one_of_its_name() {
        let page = "<use href=\"#i-tip\"/><use href=\"#i-mine\"/><!--icons-->";
        let found = put(Some(OWN), page);
        assert!(
            found.ends_with("<symbol id=\"i-tip\" viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></symbol>"),
            "{found}"
        );
    }

    #[test]
    fn what_an_author_wrote_is_no_place_for_icons() {
        let page = "<p><!--icons--></p><use href=\"#i-mine\"/><!--icons-->";
        assert!(put(None, page).starts_with("<p><!--icons--></p>"));
    }
}
