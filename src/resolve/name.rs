//! What a reference says if its author wrote no words.

use super::link::{LinkGoal, LinkPage, Linker};
use crate::model::{Link, PagePlace, TargetName, repeated};
use crate::theme::Words;
use crate::url::TreePath;

/// What there is to say of the place that a link leads to.
enum GoalName<'a> {
    /// An address or the name of a file.
    Address(String),
    /// A page of this title.
    Page(&'a str),
    /// A place on the page that the link stands on.
    Here(PlaceName),
    /// A place on the page of this title.
    Elsewhere(&'a str, PlaceName),
}

/// The name of a place within a page.
struct PlaceName {
    /// `步驟 5-2`, `圖 3`; for a place without a number, its title.
    label: String,
    /// The title of a place that has a number; else empty.
    title: String,
    /// What running text says: `步驟 5-2「更新憑證」`.
    reference: String,
}

impl Linker<'_> {
    /// What a link in running text says; never empty.
    pub(super) fn reference(&self, goal: &LinkGoal<'_>, on: LinkPage, words: &Words) -> String {
        match self.goal_name(goal, on, words) {
            GoalName::Address(address) => address,
            GoalName::Page(title) => words.page_reference(title),
            GoalName::Here(place) => place.reference,
            GoalName::Elsewhere(page, place) => {
                words.reference_elsewhere(&words.page_reference(page), &place.reference)
            }
        }
    }

    /// What a branch says of its target.
    pub(super) fn target_name(&self, goal: &LinkGoal<'_>, on: LinkPage, words: &Words) -> TargetName {
        let (label, title) = match self.goal_name(goal, on, words) {
            GoalName::Address(address) => (address, String::new()),
            GoalName::Page(title) => (repeated(title).into_owned(), String::new()),
            GoalName::Here(place) => (place.label, place.title),
            GoalName::Elsewhere(page, place) => {
                (words.reference_elsewhere(&words.page_reference(page), &place.label), place.title)
            }
        };
        TargetName { whole: words.step_reference(&label, &title), label, title }
    }

    fn goal_name<'a>(&'a self, goal: &'a LinkGoal<'_>, on: LinkPage, words: &Words) -> GoalName<'a> {
        let address = match &goal.link {
            Link::Outside(address) => {
                let bare = |scheme| address.strip_prefix(scheme);
                let bare = bare("mailto:").or_else(|| bare("tel:")).unwrap_or(address);
                return GoalName::Address(bare.to_owned());
            }
            Link::Download(address) => {
                return GoalName::Address(TreePath::new(address.as_str()).file_name().to_owned());
            }
            Link::Page { page, .. } => page.as_str(),
        };
        let title = goal.page.and_then(|page| self.site.page(page)).map_or(address, |page| &page.title);
        match goal.place.and_then(|place| place_name(place, words)) {
            None => GoalName::Page(title),
            Some(place) if goal.page == Some(on.index) => GoalName::Here(place),
            Some(place) => GoalName::Elsewhere(title, place),
        }
    }
}

/// The name of a place; `None` if it has neither number nor title.
fn place_name(place: &PagePlace, words: &Words) -> Option<PlaceName> {
    let title = repeated(place.title.trim()).into_owned();
    match (place.step, place.figure) {
        (Some((series, number)), _) => {
            let label = words.step_label(series, number);
            Some(PlaceName { reference: words.step_reference(&label, &title), label, title })
        }
        (None, Some(figure)) => {
            let label = words.figure_label(figure);
            Some(PlaceName { reference: label.clone(), label, title: String::new() })
        }
        (None, None) => Some(title).filter(|title| !title.is_empty()).map(|label| PlaceName {
            reference: words.section_reference(&label),
            label,
            title: String::new(),
        }),
    }
}
