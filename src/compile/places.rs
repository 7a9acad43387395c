//! Where the steps of a page stand in the author's files.

use std::collections::BTreeMap;

use super::state::SiteState;
use crate::source::Span;
use crate::url::SitePath;

impl SiteState {
    /// The place of each step, section and panel of the page at this address, such
    /// as `content/elearn/register.en.md:42`, by its id. Empty without such a page.
    #[must_use]
    pub fn places(&self, page: &SitePath) -> BTreeMap<String, String> {
        let pages = self.linked.pages(|profile| profile.address == *page);
        let mut places = BTreeMap::new();
        let mut note = |id: &str, span: &Span| {
            if let Some(source) = self.tree().source(span.source) {
                let line = source.position(span.bytes.start).line;
                places.insert(id.to_owned(), format!("{}:{line}", source.path.as_str()));
            }
        };
        for section in pages.get(page).into_iter().flat_map(|page| &page.sections) {
            note(&section.id, &section.span);
            for panel in &section.panels {
                note(&panel.id, &panel.span);
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{CompileOptions, Compiler};
    use crate::source::ContentTree;
    use crate::url::TreePath;

    #[test]
    fn steps_of_a_part_stand_in_the_file_of_the_part() {
        let tree = ContentTree::default().with_sources([
            (TreePath::new("stepbook.toml"), b"languages = [\"en\"]\n[title]\nen = \"T\"\n".to_vec()),
            (
                TreePath::new("content/a.en.md"),
                b"## Step: One {#own}\n\nText.\n\n[two](_parts/b.en.md \"include\")\n\n## Notes\n\nText.\n"
                    .to_vec(),
            ),
            (TreePath::new("content/_parts/b.en.md"), b"\n## Step: Two\n\nText.\n\n### More\n".to_vec()),
        ]);
        let state = Compiler::default().state(&tree, &CompileOptions::default());
        let places = state.places(&SitePath::new("en/a.html"));
        let places: Vec<String> = places.iter().map(|(id, place)| format!("{id} {place}")).collect();
        insta::assert_snapshot!(places.join("\n"), @r"
        own content/a.en.md:1
        section-1 content/a.en.md:7
        step-2 content/_parts/b.en.md:2
        step-2-panel-2 content/_parts/b.en.md:6
        ");
        let none = state.places(&SitePath::new("en/none.html"));
        assert_eq!(none, BTreeMap::new());
    }
}
