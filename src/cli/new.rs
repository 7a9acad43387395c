//! `stepbook new COLLECTION/GUIDE`: makes the files of a guide from a skeleton,
//! one file for each language of the site, and the page of its collection if
//! there is none.

mod images;
mod skeleton;

use std::path::{Path, PathBuf};

use clap::Args;

use self::images::{ImageOrder, StepImage};
use self::skeleton::{NewFile, Skeleton};
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
    /// Make a step for each picture of this folder; they are copied to `img/`
    #[arg(long, value_name = "DIR")]
    from_images: Option<PathBuf>,
    /// The order of the pictures
    #[arg(long, value_name = "ORDER", default_value = "name", requires = "from_images")]
    order: ImageOrder,
}

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let root = session.root()?;
    let name = GuideName::parse(&arguments.guide)?;
    let tree = disk::load(&root).map_err(CommandError::error)?;
    let (config, _) = tree.source_at(&TreePath::new(disk::CONFIG_FILE)).map(Config::read).unwrap_or_default();
    let (theme, _) = Theme::load(&tree, &config);
    refuse_existing(&tree, &config, &name)?;
    let images = images(arguments, &root, (&name, &tree))?;
    let files = files(&name, &tree, (&Skeleton { config: &config, theme: &theme }, &images));
    let create = |path: &str, bytes: &[u8]| {
        disk::create(&root, path, bytes)
            .map_err(|error| CommandError::new(disk::cannot_write(&root.join(path), &error)))
    };
    // Pictures first: a preview that is open must not miss them.
    for image in &images {
        create(&name.image(image), &disk::bytes_of(&image.from).map_err(CommandError::error)?)?;
    }
    for (path, text) in &files {
        create(path, text.as_bytes())?;
    }
    session.tell(&told(&root, &files, images.len()));
    Ok(CommandOutcome::Done)
}

/// The pictures of which the guide is made, if the user names their folder.
fn images(
    arguments: &Arguments,
    root: &Path,
    (name, tree): (&GuideName<'_>, &ContentTree),
) -> Result<Vec<StepImage>, CommandError> {
    let Some(folder) = &arguments.from_images else { return Ok(Vec::new()) };
    if is_within(folder, &root.join(CONTENT_FOLDER)) {
        let folder = visible::name(&folder.to_string_lossy()).into_owned();
        let why = "the site would have its pictures twice; move it out of `content/` first";
        return Err(CommandError::new(format!("`{folder}` can't be used: {why}")));
    }
    let files = tree.sources().map(|source| source.path.as_str());
    let files = files.chain(tree.assets().keys().map(TreePath::as_str));
    let taken = images::taken(files, &name.image_folder());
    images::of(folder, arguments.order, (name.guide, &|name| taken.contains(name)))
}

fn is_within(folder: &Path, content: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(folder).zip(real(content)).is_some_and(|(folder, content)| folder.starts_with(content))
}

fn told(root: &Path, files: &[NewFile], images: usize) -> String {
    let mut text = format!("Made {}:\n", counted(files.len(), "file"));
    for (path, _) in files {
        let file = root.join(path);
        text.extend(["  ", &visible::name(&file.to_string_lossy()), "\n"]);
    }
    let next = match images {
        0 => "Write the steps, put screenshots into `img/` beside them".to_owned(),
        _ => format!("It has {}, each with its picture. Write what to do", counted(images, "step")),
    };
    let end = ", and look with `stepbook check`.\nWhen the guide is finished, take `draft = true` out.\n";
    text + &next + end
}

/// The files to make: the guide in each language, and before it the page of each folder
/// on its way that has none.
fn files(
    name: &GuideName<'_>,
    tree: &ContentTree,
    (skeleton, images): (&Skeleton<'_>, &[StepImage]),
) -> Vec<NewFile> {
    let folders = name.folders().filter(|folder| !has_page(tree, folder));
    let pages = folders.map(|folder| {
        let title = folder.rsplit('/').next().unwrap_or(folder);
        skeleton.collection(&format!("{folder}/index"), title)
    });
    pages.flatten().chain(skeleton.guide(&name.path(), name.guide, images)).collect()
}

/// Whether a folder of `content/` has a page of its own, in whatever language.
fn has_page(tree: &ContentTree, folder: &str) -> bool {
    let pages = tree.sources().filter(|source| source.path.extension() == "md");
    pages
        .map(|source| parse::identify(&source.path))
        .any(|page| page.kind == DraftKind::Collection && page.key.folder == folder)
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

    /// The folder of the collection's pictures, from the root folder.
    fn image_folder(&self) -> String {
        format!("{CONTENT_FOLDER}/{}/img", self.collection)
    }

    /// The path of a picture's file, from the root folder.
    fn image(&self, image: &StepImage) -> String {
        format!("{}/{}", self.image_folder(), image.name)
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
