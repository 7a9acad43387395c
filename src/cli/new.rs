//! `stepbook new COLLECTION/GUIDE`: makes the files of a guide from a skeleton,
//! one file for each language of the site.

use std::path::Path;

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::report::counted;
use super::session::Session;
use super::visible;
use crate::config::Config;
use crate::disk::{self, CONTENT_FOLDER};
use crate::lang::Lang;
use crate::source::ContentTree;
use crate::theme::Theme;
use crate::url::TreePath;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where the guide goes, such as `elearn/register`
    #[arg(value_name = "COLLECTION/GUIDE")]
    guide: String,
}

/// Skeletons of a guide: language tag → text. A language without a skeleton gets
/// the English one, with its own words for step and result.
const SKELETONS: [(&str, &str); 2] =
    [("zh-TW", include_str!("new/zh-TW.md")), ("en", include_str!("new/en.md"))];

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    let root = session.root()?;
    let name = GuideName::parse(&arguments.guide)?;
    let tree = disk::load(&root).map_err(CommandError::error)?;
    let (config, _) = tree.source_at(&TreePath::new(disk::CONFIG_FILE)).map(Config::read).unwrap_or_default();
    let (theme, _) = Theme::load(&tree, &config);
    let files: Vec<(String, String)> =
        config.languages.iter().map(|lang| (name.file(lang), skeleton(lang, &theme, name.guide))).collect();
    refuse_existing(&tree, &config, &name)?;
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

fn skeleton(lang: &Lang, theme: &Theme, title: &str) -> String {
    let own = SKELETONS.iter().find(|(tag, _)| *tag == lang.as_str());
    let text = own.or(SKELETONS.last()).map_or("", |(_, text)| *text);
    let words = &theme.words(lang).of_steps;
    text.replace("{title}", title).replace("{step}", &words.word).replace("{result}", &words.result)
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

    fn file(&self, lang: &Lang) -> String {
        format!("{CONTENT_FOLDER}/{}/{}.{lang}.md", self.collection, self.guide)
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
