//! Reading of a source's path: it tells the page, the language and the purpose.

use crate::lang::Lang;
use crate::model::{DraftKind, PageKey};
use crate::url::TreePath;

/// The facts that a source's path tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The key that the source shares with its twins.
    pub key: PageKey,
    /// The language in the file name; `und` (undetermined) if there is none.
    pub lang: Lang,
    /// Whether the file name has a language.
    pub named: bool,
    /// The purpose of the source.
    pub kind: DraftKind,
}

/// Reads `content/FOLDER/NAME.LANG.md`. The language may be written as in `zh_TW`.
#[must_use]
pub(crate) fn identify(path: &TreePath) -> Identity {
    let folder = path.folder().strip_prefix("content").unwrap_or(path.folder()).trim_start_matches('/');
    let stem = path.file_name().strip_suffix(".md").unwrap_or(path.file_name());
    let tag = |tag: &str| Lang::new(&tag.replace('_', "-")).ok();
    let tagged = stem.rsplit_once('.').and_then(|(name, written)| Some((name, tag(written)?)));
    let named = tagged.is_some();
    let (name, lang) = tagged.unwrap_or_else(|| (stem, Lang::undetermined()));
    // Of many programs, `README.md` is the page of its folder.
    let name = if name.eq_ignore_ascii_case("readme") { "index" } else { name };
    let key = PageKey { folder: folder.to_owned(), name: name.to_owned() };
    let kind = if folder.split('/').any(|part| part.starts_with('_')) {
        DraftKind::Part
    } else if name != "index" {
        DraftKind::Page
    } else if folder.is_empty() {
        DraftKind::Home
    } else {
        DraftKind::Collection
    };
    Identity { key, lang, named, kind }
}

/// The ending of the file that a link names: `md` in `b.zh-TW.md#step-1`. `None` if it has none, as
/// words have.
pub(super) fn ending(link: &str) -> Option<&str> {
    let path = link.split_once('#').map_or(link, |(path, _)| path);
    let (_, ending) = path.rsplit_once('.')?;
    ((1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then_some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_page_language_and_kind() {
        let read = |path: &str| {
            let identity = identify(&TreePath::new(path));
            format!("{}/{} {} {:?}", identity.key.folder, identity.key.name, identity.lang, identity.kind)
        };
        assert_eq!(read("content/index.zh-TW.md"), "/index zh-TW Home");
        assert_eq!(read("content/elearn/index.en.md"), "elearn/index en Collection");
        assert_eq!(read("content/elearn/a.b.en.md"), "elearn/a.b en Page");
        assert_eq!(read("content/_parts/x.en.md"), "_parts/x en Part");
        assert_eq!(read("content/notes.md"), "/notes und Page");
        assert_eq!(read("content/a/b.zh_TW.md"), "a/b zh-TW Page");
        assert_eq!(read("content/a/README.en.md"), "a/index en Collection");
    }
}
