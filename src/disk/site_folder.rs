//! A site's folder that is read once and then kept up to date.
//!
//! In: the folder, then again and again paths that may have changed, or none if any may have. Out:
//! the [`ContentTree`] that [`load`](super::load()) would give, with the paths at which it is another
//! one than before. Only files that changed are read. If the disk refuses something, the last tree
//! stays, and the next look is at everything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::fault::DiskError;
use super::fonts::FontNeeds;
use super::known::{KnownFile, KnownFiles};
use super::load::{LoadError, LoadSettings, Loader, SitePart};
use super::named::{FolderLook, NamedPaths, PartialLook, place};
use super::names::{CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER};
use super::ops::{Disk, FileOps};
use super::walk::{FoundEntry, walk};
use crate::source::{Asset, ContentTree, TreeFile};
use crate::url::TreePath;

/// A site's folder, as it was when it was last looked at.
#[derive(Debug)]
pub struct SiteFolder {
    ops: Arc<dyn FileOps>,
    /// As the user named it.
    root: PathBuf,
    /// With all links followed, at the last look.
    real_root: PathBuf,
    tree: ContentTree,
    known: KnownFiles,
    /// The settings of the last tree, and how their file looked; `None` if it can't be known.
    settings: Option<(KnownFile, LoadSettings)>,
    /// `None` if the site may not have the system's fonts.
    needs: Option<FontNeeds>,
    /// Whether something may have changed that no look has seen.
    is_behind: bool,
}

/// A new state of a site's folder.
#[derive(Debug, Clone)]
pub struct FolderChange {
    /// The new tree.
    pub tree: ContentTree,
    /// The paths at which it is another one than before, in no particular order.
    pub changed: Vec<TreePath>,
}

/// A path, and what is there now.
type FoundChange = (TreePath, Option<TreeFile>);

/// What became of one file.
enum FileLook {
    /// It looks as it did.
    Same,
    /// It looks as it did; since that is not enough yet, its bytes were compared too.
    Compared(KnownFile),
    Read(TreeFile, KnownFile),
    /// It is a link to a folder.
    Link,
}

impl SiteFolder {
    /// Reads a site's folder.
    ///
    /// # Errors
    /// [`LoadError`] as [`load`](super::load()) gives it.
    pub fn open(root: &Path) -> Result<Self, LoadError> {
        Self::open_with(Arc::new(Disk), root)
    }

    /// [`SiteFolder::open`] with other file operations.
    pub(super) fn open_with(ops: Arc<dyn FileOps>, root: &Path) -> Result<Self, LoadError> {
        let mut folder = Self {
            ops,
            root: root.to_path_buf(),
            real_root: root.to_path_buf(),
            tree: ContentTree::default(),
            known: KnownFiles::default(),
            settings: None,
            needs: None,
            is_behind: true,
        };
        folder.look_again()?;
        Ok(folder)
    }

    /// The last tree.
    #[must_use]
    pub const fn tree(&self) -> &ContentTree {
        &self.tree
    }

    /// Looks at paths of which something may have changed: files or folders that are new, other ones
    /// or gone. Gives the new tree if it is another one.
    ///
    /// # Errors
    /// [`LoadError`]; the last tree stays.
    pub fn look_at(&mut self, paths: &[PathBuf]) -> Result<Option<FolderChange>, LoadError> {
        let was_behind = std::mem::replace(&mut self.is_behind, true);
        let content = self.loader().content_folder()?;
        let content = self.ops.real(&content).map_err(DiskError::at(&content))?;
        self.real_root = self.ops.real(&self.root).map_err(DiskError::at(&self.root))?;
        let roots = [self.root.as_path(), &self.real_root];
        let named = NamedPaths { ops: &*self.ops, roots, content: &content, known: &self.known };
        let look = if was_behind { FolderLook::Whole } else { named.look(paths)? };
        self.look(look)
    }

    /// Looks at all files; only those that look otherwise than before are read.
    ///
    /// # Errors
    /// [`LoadError`]; the last tree stays.
    pub fn look_again(&mut self) -> Result<Option<FolderChange>, LoadError> {
        self.is_behind = true;
        self.real_root = self.ops.real(&self.root).map_err(DiskError::at(&self.root))?;
        self.look(FolderLook::Whole)
    }

    /// Where a file of the site is on the disk, if no link leads to it.
    #[must_use]
    pub fn place(&self, path: &TreePath) -> PathBuf {
        self.real_root.join(path.as_str())
    }

    /// Whether a file of the site is known at this place of the disk.
    #[must_use]
    pub fn knows(&self, place: &Path) -> bool {
        let inside = [&self.root, &self.real_root].into_iter().find_map(|root| place.strip_prefix(root).ok());
        inside.and_then(Path::to_str).is_some_and(|inside| {
            inside == CONFIG_FILE || self.known.get(&TreePath::new(&inside.replace('\\', "/"))).is_some()
        })
    }

    fn loader(&self) -> Loader<'_> {
        Loader { ops: &self.ops, root: &self.root }
    }

    fn look(&mut self, look: FolderLook) -> Result<Option<FolderChange>, LoadError> {
        let loader = self.loader();
        let content = loader.content_folder()?;
        let (config, settings, known_settings) = self.config()?;
        let PartialLook { mut places, found, theme } = match look {
            FolderLook::Some(partial) => partial,
            FolderLook::Whole => PartialLook {
                places: [TreePath::new(CONTENT_FOLDER)].into(),
                found: walk(&*self.ops, &content, CONTENT_FOLDER)?,
                theme: true,
            },
        };
        let base = self.ops.real(&content).map_err(DiskError::at(&content))?;
        let mut looks = self.looks(found, (SitePart::Content, &base))?;
        if theme || config.is_some() {
            places.insert(TreePath::new(THEMES_FOLDER));
            looks.extend(self.looks(loader.theme(&settings)?, (SitePart::Theme, &base))?);
        }
        let known = places.iter().flat_map(|place| self.known.below(place));
        let gone: Vec<TreePath> = known.filter(|path| !looks.contains_key(path)).cloned().collect();
        for path in &gone {
            self.known.remove(path);
        }
        let mut changes: Vec<FoundChange> = config.into_iter().collect();
        changes.extend(gone.into_iter().map(|path| (path, None)));
        for (path, look) in looks {
            match look {
                FileLook::Same => (),
                FileLook::Compared(known) => self.known.insert(path, known),
                FileLook::Read(file, known) => {
                    self.known.insert(path.clone(), known);
                    changes.push((path, Some(file)));
                }
                FileLook::Link => {
                    self.known.insert(path.clone(), KnownFile::odd());
                    changes.push((path, None));
                }
            }
        }
        self.is_behind = false;
        self.settings = known_settings.map(|known| (known, settings.clone()));
        Ok(self.accept(changes, &settings))
    }

    /// The settings, and their file if it must be put into the tree.
    fn config(&self) -> Result<(Option<FoundChange>, LoadSettings, Option<KnownFile>), LoadError> {
        let stat = self.loader().look(&self.root.join(CONFIG_FILE))?;
        let last = self.settings.as_ref();
        if let Some((known, settings)) =
            last.filter(|(known, _)| stat.is_some_and(|stat| known.is_known(stat, None)))
        {
            return Ok((None, settings.clone(), Some(known.clone())));
        }
        let (config, settings) = self.loader().config()?;
        let known = stat.map(|stat| KnownFile::read(stat, None, last.map(|(known, _)| known)));
        Ok((Some((TreePath::new(CONFIG_FILE), config)), settings, known))
    }

    /// Looks at the files that were found and reads those that look otherwise than before.
    fn looks(
        &self,
        found: Vec<FoundEntry>,
        (part, content): (SitePart, &Path),
    ) -> Result<BTreeMap<TreePath, FileLook>, DiskError> {
        let one = |entry| self.file(entry, part, content).transpose();
        found.into_par_iter().filter_map(one).collect()
    }

    /// Looks at a file. Nothing if it was deleted since it was found.
    fn file(
        &self,
        entry: FoundEntry,
        part: SitePart,
        content: &Path,
    ) -> Result<Option<(TreePath, FileLook)>, DiskError> {
        let (path, known) = match &entry {
            FoundEntry::LinkedFolder(path) => return Ok(Some((path.clone(), FileLook::Link))),
            FoundEntry::Refused(path, _) => (path.clone(), KnownFile::odd()),
            FoundEntry::File(path, real) => {
                let Some(stat) = self.loader().look(real)? else { return Ok(None) };
                let linked = match part {
                    SitePart::Content => Some(real).filter(|real| **real != place(content, path)),
                    // All of the theme is looked at each time.
                    SitePart::Theme => None,
                };
                let before = self.known.get(path);
                if before.is_some_and(|before| before.is_known(stat, linked)) {
                    return Ok(Some((path.clone(), FileLook::Same)));
                }
                (path.clone(), KnownFile::read(stat, linked.cloned(), before))
            }
        };
        let file = self.loader().file(entry, part, known.again)?;
        Ok(file.map(|file| match file {
            TreeFile::Asset(_, asset) if known.again > 0 && self.has_bytes(&path, &asset) => {
                (path, FileLook::Compared(known))
            }
            file => (path, FileLook::Read(file, known)),
        }))
    }

    /// Whether the last tree has these bytes at this path, as far as somebody has read them there.
    fn has_bytes(&self, path: &TreePath, asset: &Asset) -> bool {
        let before = self.tree.assets().get(path).and_then(Asset::known_hash);
        // What can't be read now is for those to say who need it.
        before.is_some_and(|before| asset.hash().is_ok_and(|now| now == before))
    }

    /// Puts the changes into the tree, and chooses the fonts of the system for it.
    fn accept(&mut self, changes: Vec<FoundChange>, settings: &LoadSettings) -> Option<FolderChange> {
        let mut tree = self.tree.clone();
        let changed = tree.apply(changes);
        if changed.is_empty() {
            return None;
        }
        let needs = settings.system_fonts.then(|| match self.needs.take() {
            Some(needs) => needs.after(&tree, &changed),
            None => FontNeeds::default().after(&tree, &paths(&tree)),
        });
        let (needs, fonts) = needs.map_or((None, Some(Vec::new())), |(needs, fonts)| (Some(needs), fonts));
        self.needs = needs;
        if let Some(fonts) = fonts {
            tree.set_fonts(fonts);
        }
        self.tree = tree.clone();
        Some(FolderChange { tree, changed })
    }
}

fn paths(tree: &ContentTree) -> Vec<TreePath> {
    tree.sources().map(|source| source.path.clone()).collect()
}

#[cfg(test)]
#[path = "site_folder_tests.rs"]
mod tests;
