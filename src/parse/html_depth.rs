//! How deep the elements of raw HTML are nested, as browsers would read them.
//!
//! A parser needs time that grows with the depth to find out where a tag belongs. So HTML that is
//! nested deeper than authors write is left out before the cleaner reads it. The count follows
//! <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody>: an end tag closes what is
//! open inside its element, but never across the borders that are named here. It may count too many,
//! never too few.

use super::html::{ENDS_BY_ITSELF, HtmlTag, tags};

/// Elements that the end tag of an element of running text does not close: `<b><ul></b>` leaves the
/// list open. They are the special elements of the specification that have an end tag.
const SPECIAL: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "ul",
];

/// Elements that no end tag outside of them closes.
const BORDERS: &[&str] = &["applet", "marquee", "math", "object", "svg", "table", "template"];

/// Whether elements are nested more than `limit` deep.
pub(super) fn is_deeper(html: &str, limit: usize) -> bool {
    let mut open: Vec<String> = Vec::new();
    for tag in tags(html).into_iter().filter(|tag| !ENDS_BY_ITSELF.contains(&tag.name.as_str())) {
        if tag.closes {
            close(&mut open, &tag);
        } else {
            open.push(tag.name);
        }
        if open.len() > limit {
            return true;
        }
    }
    false
}

/// Takes out what an end tag closes.
fn close(open: &mut Vec<String>, tag: &HtmlTag) {
    let Some(at) = open.iter().rposition(|name| *name == tag.name) else { return };
    let is_in = |list: &[&str], name: &String| list.contains(&name.as_str());
    let inside = || open.iter().skip(at + 1);
    if inside().any(|name| is_in(BORDERS, name)) {
        return;
    }
    let is_special = is_in(SPECIAL, &tag.name) || is_in(BORDERS, &tag.name);
    if is_special || !inside().any(|name| is_in(SPECIAL, name)) {
        open.truncate(at);
    } else {
        open.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::html::clean;
    use super::*;

    /// The most elements that are open at once.
    fn depth(html: &str) -> usize {
        (0..=html.len()).find(|limit| !is_deeper(html, *limit)).unwrap_or(0)
    }

    #[test]
    fn an_end_tag_closes_what_is_open_inside_its_element() {
        assert_eq!(depth(&"<b><i>甲</b>".repeat(9)), 2);
        assert_eq!(depth(&"<div><b><ul>甲</div>".repeat(9)), 3);
    }

    #[test]
    fn the_end_of_an_element_of_text_closes_no_block() {
        assert_eq!(depth(&"<ul><li></b><b>".repeat(9)), 10);
        assert_eq!(depth(&"<b><div></b>".repeat(9)), 10);
    }

    #[test]
    fn nothing_is_closed_across_a_table() {
        assert_eq!(depth(&"<table><tr><td></div><div>".repeat(9)), 18);
    }

    proptest! {
        /// What is cleaned is nested at most a few times as deep as the tags were counted: a parser
        /// opens up to three elements of text of one kind again in each block.
        #[test]
        fn cleaned_html_is_not_deeper_than_was_counted(
            tags in prop::collection::vec(
                "</?(b|i|em|code|span|sub|p|ul|li|div|section|details|summary|blockquote|pre|table|tr|td|dl|dd)>",
                0..60,
            )
        ) {
            let html = tags.concat();
            prop_assert!(depth(&clean(&html)) <= 8 + 4 * depth(&html), "{}", html);
        }
    }
}
