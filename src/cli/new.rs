//! `stepbook new COLLECTION/GUIDE`: makes the files of a guide from a skeleton,
//! one file for each language of the site, and the page of its collection if
//! there is none.

use std::path::Path;

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::report::counted;
use super::session::Session;
use super::visible;
use crate::config::Config;
use crate::disk::{self, CONTENT_FOLDER};
use crate::lang::Lang;
use crate::model::DraftKind;
use crate::parse;
use crate::source::ContentTree;
use crate::theme::Theme;
use crate::url::TreePath;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the guide goes, such as `elearn/register`
    #[arg(value_name = "COLLECTION/GUIDE")]
    guide: String,
}

/// Skeletons of one kind of page: language tag → text. A language without a skeleton
/// gets the English one, with its own words for step and result.
type Skeletons = [(&'static str, &'static str); 2];

const OF_GUIDE: Skeletons =
    [("zh-TW", include_str!("new/guide.zh-TW.md")), ("en", include_str!("new/guide.en.md"))];

const OF_COLLECTION: Skeletons =
    [("zh-TW", include_str!("new/collection.zh-TW.md")), ("en", include_str!("new/collection.en.md"))];

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let root = session.root()?;
    let name = GuideName::parse(&arguments.guide)?;
    let tree = disk::load(&root).map_err(CommandError::error)?;
    let (config, _) = tree.source_at(&TreePath::new(disk::CONFIG_FILE)).map(Config::read).unwrap_or_default();
    let (theme, _) = Theme::load(&tree, &config);
    refuse_existing(&tree, &config, &name)?;
    let files = files(&name, &tree, &Skeleton { config: &config, theme: &theme });
    for (path, text) in &files {
        disk::create(&root, path, text.as_bytes())
            .map_err(|error| CommandError::new(disk::cannot_write(&root.join(path), &error)))?;
    }
    session.tell(&told(&root, &files));
    Ok(CommandOutcome::Done)
}

fn told(root: &Path, files: &[(String, String)]) -> String {
    let mut text = format!("Made {}:\n", counted(files.len(), "file"));
    for (path, _) in files {
        let file = root.join(path);
        text.extend(["  ", &visible::name(&file.to_string_lossy()), "\n"]);
    }
    text + "Write the steps, put screenshots into `img/` beside them, and look with `stepbook check`.\n\
         When the guide is finished, take `draft = true` out.\n"
}

/// The files to make: the guide in each language, and before it the page of each folder
/// on its way that has none.
fn files(name: &GuideName<'_>, tree: &ContentTree, skeleton: &Skeleton<'_>) -> Vec<(String, String)> {
    let folders = name.folders().filter(|folder| !has_page(tree, folder));
    let pages = folders.map(|folder| {
        let title = folder.rsplit('/').next().unwrap_or(folder);
        skeleton.files(&format!("{folder}/index"), &OF_COLLECTION, title)
    });
    pages.flatten().chain(skeleton.files(&name.path(), &OF_GUIDE, name.guide)).collect()
}

/// Whether a folder of `content/` has a page of its own, in whatever language.
fn has_page(tree: &ContentTree, folder: &str) -> bool {
    let pages = tree.sources().filter(|source| source.path.extension() == "md");
    pages
        .map(|source| parse::identify(&source.path))
        .any(|page| page.kind == DraftKind::Collection && page.key.folder == folder)
}

/// What skeletons are filled with.
struct Skeleton<'a> {
    config: &'a Config,
    theme: &'a Theme,
}

impl Skeleton<'_> {
    /// Path and text of a page in each language of the site.
    fn files(&self, path: &str, skeletons: &Skeletons, title: &str) -> Vec<(String, String)> {
        let file = |lang| (format!("{CONTENT_FOLDER}/{path}.{lang}.md"), self.text(lang, skeletons, title));
        self.config.languages.iter().map(file).collect()
    }

    fn text(&self, lang: &Lang, skeletons: &Skeletons, title: &str) -> String {
        let own = skeletons.iter().find(|(tag, _)| *tag == lang.as_str());
        let text = own.or(skeletons.last()).map_or("", |(_, text)| *text);
        let words = &self.theme.words(lang).of_steps;
        text.replace("{title}", title).replace("{step}", &words.word).replace("{result}", &words.result)
    }
}

fn refuse_existing(tree: &ContentTree, config: &Config, name: &GuideName<'_>) -> Result<(), CommandError> {
    let existing = config.languages.iter().map(|lang| name.file(lang)).find(|path| {
        let path = TreePath::new(path);
        tree.source_at(&path).is_some()
    });
    existing.map_or(Ok(()), |path| {
        Err(CommandError::new(format!("`{path}` exists already; choose another name")))
    })
}

/// The two parts of a guide's name.
#[derive(Debug, PartialEq, Eq)]
struct GuideName<'a> {
    collection: &'a str,
    guide: &'a str,
}

impl<'a> GuideName<'a> {
    /// Reads `COLLECTION/GUIDE`. A collection may lie inside another collection.
    fn parse(text: &'a str) -> Result<Self, CommandError> {
        let wrong = |why: &str| CommandError::new(format!("`{text}` can't be a guide: {why}"));
        let text = text.strip_prefix("content/").unwrap_or(text);
        let (collection, guide) = text
            .rsplit_once('/')
            .ok_or_else(|| wrong("write COLLECTION/GUIDE, such as `elearn/register`"))?;
        if Path::new(guide).extension().is_some_and(|extension| extension == "md") {
            return Err(wrong("leave `.LANG.md` out; each language gets its file"));
        }
        if guide == "index" {
            return Err(wrong("`index` is the page of the collection"));
        }
        for part in collection.split('/').chain([guide]) {
            if let Some(why) = objection(part) {
                return Err(wrong(why));
            }
        }
        Ok(Self { collection, guide })
    }

    /// The path of the guide under `content/`, without language and ending.
    fn path(&self) -> String {
        format!("{}/{}", self.collection, self.guide)
    }

    /// The path of the guide's file in a language, from the root folder.
    fn file(&self, lang: &Lang) -> String {
        format!("{CONTENT_FOLDER}/{}.{lang}.md", self.path())
    }

    /// The collection and the folders that it lies in, outermost first.
    fn folders(&self) -> impl Iterator<Item = &'a str> {
        let ends = self.collection.match_indices('/').map(|(at, _)| at).chain([self.collection.len()]);
        ends.filter_map(|end| self.collection.get(..end))
    }
}

/// The reason why a name can't be used for a file of a website, if there is one.
/// The answer is the same on all systems.
fn objection(part: &str) -> Option<&'static str> {
    if part.is_empty() || part == "." || part == ".." {
        return Some("each part needs a name");
    }
    if disk::is_ignored(part) {
        return Some("files with such a name are not read");
    }
    if part.starts_with('_') {
        return Some("a folder that begins with `_` gets no pages");
    }
    let bad = |c: char| c.is_control() || c.is_whitespace() || r#"\:*?"<>|#%"#.contains(c);
    part.contains(bad).then_some("use letters, digits and hyphens; no spaces, none of \\ : * ? \" < > | # %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_collection_and_a_guide() {
        let name = GuideName::parse("content/研習/deep/登入").map_err(|stop| stop.words);
        assert_eq!(name, Ok(GuideName { collection: "研習/deep", guide: "登入" }));
        for bad in
            ["register", "a/index", "a/../b", "/a", "a/", "_parts/a", "a/b c", "a/b.en.md", "a/.b", "a/b?"]
        {
            assert!(GuideName::parse(bad).is_err(), "{bad}");
        }
    }
}
