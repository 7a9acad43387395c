//! The example in the search field of the home page: words of the site itself, so that
//! a reader who types them finds something.

use super::renderer::Renderer;
use super::text;
use crate::html_escape;
use crate::lang::Lang;
use crate::model::{PageKind, PageProfile};
use crate::theme::fill;

/// Most characters of a term that serves as an example. The field is short.
const LONGEST_TERM: usize = 24;

impl<'a> Renderer<'a> {
    /// The example as HTML, such as `，例如「我的E政府」`. `None` for a site without
    /// guides.
    pub(super) fn search_example(&'a self, lang: &Lang) -> Option<String> {
        let guides = self.guides(lang);
        let own = || guides.iter().copied().filter(|guide| guide.text_lang == *lang);
        let titles: Vec<String> = own().flat_map(titles).collect();
        let terms = self.input.config.terms.iter().filter_map(|term| term.names.get(lang));
        let mut terms = terms.filter(|term| term.chars().count() <= LONGEST_TERM);
        let term = terms.find(|term| titles.iter().any(|title| title.contains(term.as_str())));
        let guide = own().next().or(guides.first().copied())?;
        let foreign = (term.is_none() && guide.text_lang != *lang).then_some(&guide.text_lang);
        Some(self.phrase(lang, term.unwrap_or(&guide.title), foreign))
    }

    /// The guides of a language, in the order of the home page.
    fn guides(&'a self, lang: &Lang) -> Vec<&'a PageProfile> {
        let nodes = self.site_index.collections(lang).iter();
        nodes.flat_map(|node| self.site_index.members(node.collection, PageKind::Guide)).collect()
    }

    /// The theme's words around the example. An example in another language says so.
    fn phrase(&self, lang: &Lang, example: &str, foreign: Option<&Lang>) -> String {
        let word = &self.language(lang).words.search.example;
        let filled = fill(word, &[("example", example)]);
        let (before, after) = word.split_once("{example}").unwrap_or((word, ""));
        let inside =
            filled.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or_default();
        let mut out = String::new();
        html_escape::push(&mut out, before);
        if let Some(foreign) = foreign {
            out.push_str("<span");
            text::attribute(&mut out, "lang", &self.language(foreign).words.language.html);
            out.push('>');
        }
        html_escape::push(&mut out, inside);
        out.push_str(if foreign.is_some() { "</span>" } else { "" });
        html_escape::push(&mut out, after);
        out
    }
}

/// The titles of a guide and of its steps, except those in another language.
fn titles(guide: &PageProfile) -> Vec<String> {
    let own = guide.places.iter().filter(|(id, _)| guide.own_sections.contains(*id));
    let steps = own.filter(|(_, place)| place.step.is_some()).map(|(_, place)| place.title.clone());
    std::iter::once(guide.title.clone()).chain(steps).collect()
}
