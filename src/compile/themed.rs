//! The theme of a site, loaded again only if a file or a setting changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diag::Problem;
use crate::source::{Asset, ContentTree, SourceId};
use crate::theme::Theme;
use crate::url::TreePath;

/// A loaded theme, with the files and settings that it was made of.
#[derive(Debug)]
pub(super) struct CompiledTheme {
    files: BTreeMap<TreePath, Asset>,
    /// The ids of the files that are texts, and of the file that stands for all others: problems name
    /// places in them.
    places: Vec<SourceId>,
    config: Config,
    pub(super) theme: Arc<Theme>,
    pub(super) problems: Vec<Problem>,
}

impl CompiledTheme {
    /// The theme for these files and settings. If nothing changed, it is the one
    /// in `before`.
    pub(super) fn of(before: Option<Self>, tree: &ContentTree, config: &Config) -> Self {
        let nowhere = config.source.unwrap_or(tree.first_source());
        let places: Vec<SourceId> = tree.theme_texts().map(|source| source.id).chain([nowhere]).collect();
        let is_same = |before: &Self| {
            before.files == *tree.theme() && before.places == places && before.config == *config
        };
        before.filter(is_same).unwrap_or_else(|| {
            let (theme, problems) = Theme::load(tree, config);
            let (files, config) = (tree.theme().clone(), config.clone());
            Self { files, places, config, theme: Arc::new(theme), problems }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TreeFile;

    fn files(js: &str) -> ContentTree {
        let path = TreePath::new("themes/default/site.js");
        ContentTree::from_iter([TreeFile::Theme(path, Asset::new(js.as_bytes()))])
    }

    #[test]
    fn a_theme_stays_until_a_file_or_a_setting_changes() {
        let config = Config::default();
        let first = CompiledTheme::of(None, &files("a()"), &config);
        let theme = Arc::clone(&first.theme);
        let same = CompiledTheme::of(Some(first), &files("a()"), &config);
        assert!(Arc::ptr_eq(&same.theme, &theme));
        let other = CompiledTheme::of(Some(same), &files("b()"), &config);
        assert!(!Arc::ptr_eq(&other.theme, &theme));
        let theme = Arc::clone(&other.theme);
        let config = Config { theme: "blue".to_owned(), ..Config::default() };
        let other = CompiledTheme::of(Some(other), &files("b()"), &config);
        assert!(!Arc::ptr_eq(&other.theme, &theme));
        assert_eq!(other.problems.len(), 1, "there is no theme of that name");
    }
}
