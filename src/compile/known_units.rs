//! Which results of the last state of a site are still right, and what is remembered of this one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::linked::LinkedSite;
use super::memory::{KeyInput, SiteMemory};
use super::unit_output::UnitOutput;
use crate::fingerprint::Fingerprint;
use crate::model::Draft;
use crate::render::html::HtmlFile;
use crate::source::{ContentTree, SourceId};

/// The units of the last state that are still right.
pub(super) struct KnownUnits<'a> {
    last: &'a SiteMemory,
    tree: &'a ContentTree,
    /// Whether all that units share is the same as before.
    same: bool,
}

impl<'a> KnownUnits<'a> {
    /// `files` is the fingerprint of what pages say of downloads and handouts.
    pub(super) fn of(last: &'a SiteMemory, linked: &'a LinkedSite<'_>, files: Fingerprint) -> Self {
        let same = last.is_same(KeyInput::Site, Arc::ptr_eq(&last.site, &linked.site))
            && last.is_same(KeyInput::Sidecars, last.sidecars == linked.setup.sidecars)
            && last.is_same(KeyInput::Pictures, last.pictures == linked.pictures.fingerprint())
            && last.is_same(KeyInput::Files, last.files == files);
        Self { last, tree: linked.tree, same }
    }

    /// What was made of an entry.
    pub(super) fn entry(&self, at: usize) -> Option<Arc<UnitOutput>> {
        let unit = self.last.units.get(at).filter(|_| self.same)?;
        let known = self.last.entries.get(at)?;
        self.last.has_texts(&known.texts, self.tree).then(|| Arc::clone(unit))
    }

    /// The files of the units that were made now, if all that units share is the same as before.
    pub(super) fn changed<'u>(&self, units: &'u [Arc<UnitOutput>]) -> impl Iterator<Item = &'u HtmlFile> {
        let known = if self.same { self.last.units.as_slice() } else { &[] };
        let made = units.iter().zip(known).filter(|(unit, known)| !Arc::ptr_eq(unit, known));
        made.flat_map(|(unit, _)| &unit.files)
    }

    /// What was made of a source without a page.
    pub(super) fn lone(&self, draft: &Draft) -> Option<Arc<UnitOutput>> {
        let (text, unit) = self.last.lone.get(&draft.head.source).filter(|_| self.same)?;
        let source = self.tree.source(draft.head.source)?;
        self.last.is_same_text(text, source).then(|| Arc::clone(unit))
    }
}

impl SiteMemory {
    /// What is remembered after a state was compiled.
    pub(super) fn after(
        &self,
        linked: LinkedSite<'_>,
        files: Fingerprint,
        (units, lone): (Vec<Arc<UnitOutput>>, BTreeMap<SourceId, Arc<UnitOutput>>),
    ) -> Self {
        let tree = linked.tree;
        let text = |id: SourceId| tree.source(id).map(|source| Arc::clone(&source.text));
        let heads = linked
            .drafts
            .heads
            .iter()
            .filter_map(|head| Some((head.source, (text(head.source)?, Arc::clone(head)))));
        let lone = lone.into_iter().filter_map(|(id, unit)| Some((id, (text(id)?, unit))));
        Self {
            setup: self.setup,
            tree: tree.clone(),
            heads: heads.collect(),
            lone: lone.collect(),
            pictures: linked.pictures.fingerprint(),
            files,
            sidecars: linked.setup.sidecars,
            drafts: linked.drafts.kept,
            names: linked.names,
            entries: linked.entries,
            site: linked.site,
            units,
            blind: self.blind,
        }
    }
}

#[cfg(test)]
#[expect(clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::compile::{CompileOptions, Compiler, compile};
    use crate::source::{Asset, AssetFile, TakePiece, TreeFile};
    use crate::url::TreePath;

    const SITE: &[(&str, &str)] = &[
        ("stepbook.toml", "languages = [\"en\"]\n[title]\nen = \"T\"\n"),
        ("content/a.en.md", "# A\n\n[](b.en.md#fig-1)\n\n[doc](d.odt)\n\n[b](c.en.md)\n"),
        ("content/b.en.md", "# B\n\n![](i.png)\n\n![Two](i.png)\n\nText.\n"),
        ("content/c.en.md", "# C\n"),
        ("content/i.png.toml", "decoration = false\n"),
        ("content/d.odt", "12"),
    ];

    fn tree(edit: Option<(&str, Option<&str>)>) -> ContentTree {
        let mut files: BTreeMap<&str, &str> = SITE.iter().copied().collect();
        if let Some((path, text)) = edit {
            files.remove(path);
            files.extend(text.map(|text| (path, text)));
        }
        let mut tree = ContentTree::default();
        let mut picture = std::io::Cursor::new(Vec::new());
        let wide = if files.remove("content/i.png").is_some() { 90 } else { 60 };
        let drawn = ::image::DynamicImage::new_rgb8(wide, 40);
        assert!(drawn.write_to(&mut picture, ::image::ImageFormat::Png).is_ok());
        let asset = |path: &str, bytes: Vec<u8>| TreeFile::Asset(TreePath::new(path), Asset::new(bytes));
        tree.put(asset("content/i.png", picture.into_inner()));
        tree.extend(files.into_iter().map(|(path, text)| match path {
            "content/d.odt" => asset(path, text.into()),
            _ if path.starts_with("themes/") => {
                TreeFile::Theme(TreePath::new(path), Asset::new(text.as_bytes()))
            }
            _ => TreeFile::text(TreePath::new(path), text.into()),
        }));
        tree
    }

    /// Compiles a site, changes one file, and compiles it again without comparing inputs of one
    /// kind. Tells whether that equals a clean build.
    fn holds(blind: Option<KeyInput>, edit: (&str, Option<&str>)) -> bool {
        let options = CompileOptions::default();
        let mut compiler = Compiler::default();
        let mut changed = tree(None);
        drop(compiler.compile(&changed, &options));
        compiler.memory.blind = blind;
        let fresh = tree(Some(edit));
        let path = TreePath::new(edit.0);
        let file = fresh
            .source_at(&path)
            .map(|source| TreeFile::text(path.clone(), source.text.as_bytes().to_vec()));
        let asset = || fresh.assets().get(&path).map(|asset| TreeFile::Asset(path.clone(), asset.clone()));
        let theme = || fresh.theme().get(&path).map(|asset| TreeFile::Theme(path.clone(), asset.clone()));
        match theme().or(file).or_else(asset) {
            Some(file) => assert!(changed.put(file)),
            None => assert!(changed.remove(&path)),
        }
        let (kept, clean) = (compiler.compile(&changed, &options), compile(&fresh, &options));
        kept.output == clean.output && kept.diagnostics.len() == clean.diagnostics.len()
    }

    #[test]
    fn only_pages_that_changed_come_early() {
        let options = CompileOptions::default();
        let mut compiler = Compiler::default();
        let early_after = |compiler: &mut Compiler, tree: &ContentTree| {
            let early = std::cell::RefCell::new(Vec::new());
            drop(
                compiler.compile_early(tree, &options, &|path, _| early.borrow_mut().push(path.to_string())),
            );
            early.into_inner()
        };
        let mut site = tree(None);
        assert_eq!(early_after(&mut compiler, &site), Vec::<String>::new(), "nothing was there before");
        site.put(TreeFile::text(TreePath::new("content/c.en.md"), "# C\n\nMore.\n".into()));
        assert_eq!(early_after(&mut compiler, &site), ["en/c.html"]);
        // Other pages say this title too.
        site.put(TreeFile::text(TreePath::new("content/c.en.md"), "# Other\n\nMore.\n".into()));
        assert_eq!(early_after(&mut compiler, &site), Vec::<String>::new());
    }

    /// A picture whose second reading fails: it is read once for its hash, and then for its pixels.
    #[derive(Debug)]
    struct FailsOnce(Vec<u8>, AtomicUsize);

    impl AssetFile for FailsOnce {
        fn length(&self) -> u64 {
            self.0.len() as u64
        }

        fn name(&self) -> String {
            "i.png".to_owned()
        }

        fn stamp(&self) -> u128 {
            0
        }

        fn stream(&self, take: TakePiece<'_>) -> io::Result<()> {
            if self.1.fetch_add(1, Ordering::Relaxed) == 1 {
                return Err(io::Error::other("the disk is tired"));
            }
            take(&self.0)
        }

        fn piece(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
            Asset::new(self.0.clone()).piece(at, length)
        }
    }

    #[test]
    fn a_page_whose_picture_could_not_be_read_for_a_moment_is_made_again() {
        let (whole, path) = (tree(None), TreePath::new("content/i.png"));
        let Some(bytes) = whole.assets().get(&path).and_then(Asset::in_memory) else { panic!("no picture") };
        let mut site = whole.clone();
        let file = Asset::later(Arc::new(FailsOnce(bytes.to_vec(), AtomicUsize::new(0))));
        site.put(TreeFile::Asset(path, file));
        let (options, mut compiler) = (CompileOptions::default(), Compiler::default());
        assert_eq!(compiler.compile(&site, &options).unread.len(), 1);
        assert_eq!(compiler.compile(&site, &options).output, compile(&whole, &options).output);
    }

    #[test]
    fn without_one_of_its_inputs_a_result_would_be_wrong() {
        let edits: [(KeyInput, (&str, Option<&str>)); 7] = [
            (KeyInput::Setup, ("stepbook.toml", Some("languages = [\"en\"]\n[title]\nen = \"Other\"\n"))),
            (KeyInput::Texts, ("content/c.en.md", Some("# C\n\nMore.\n"))),
            (KeyInput::Names, ("content/c.en.md", None)),
            (KeyInput::Sidecars, ("content/i.png.toml", Some("decoration = true\n"))),
            (KeyInput::Site, ("content/b.en.md", Some("# Other\n\n![](i.png)\n\n![Two](i.png)\n\nText.\n"))),
            (KeyInput::Pictures, ("content/i.png", Some(""))),
            (KeyInput::Files, ("content/d.odt", Some("1234"))),
        ];
        for (kind, edit) in edits {
            assert!(holds(None, edit), "{kind:?} is compared");
            assert!(!holds(Some(kind), edit), "{kind:?} is needed");
        }
    }
}
