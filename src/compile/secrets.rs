//! Decides which redactions each picture of a site gets.
//!
//! In: every picture and sidecar under `content/`. Out: the sidecar with which
//! each shown picture is published. It has the picture's own redactions, those of
//! pictures with the same name (`login.png`, `login.en.png`), and those of the
//! same file under another name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::picture_bytes;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::lang::Lang;
use crate::model::{Redaction, Sidecar, Site};
use crate::picture::image;
use crate::picture::image::{FamilyMember, ImageError};
use crate::source::{ContentTree, SourceId, Unread};
use crate::url::TreePath;

/// The inputs from which pictures are published.
#[derive(Clone, Copy)]
pub(super) struct PictureSources<'a> {
    pub(super) tree: &'a ContentTree,
    pub(super) site: &'a Site,
    /// Every sidecar, by its own path.
    pub(super) sidecars: &'a BTreeMap<TreePath, Arc<Sidecar>>,
}

/// The sidecar of a picture, or why the picture must not be published.
pub(super) type SidecarDecision = Result<Option<Arc<Sidecar>>, ImageError>;

/// All redactions of a site, for looking up which of them a picture gets.
pub(super) struct Secrets<'a> {
    sources: PictureSources<'a>,
    names: BTreeMap<String, Vec<FamilyMember<'a>>>,
    /// Hashes of the files that have redactions. A file with the same hash
    /// gets the same redactions.
    hidden: Vec<(Fingerprint, Vec<Redaction>)>,
    /// Pictures that exist but could not be read.
    unread: Vec<Unread>,
}

impl<'a> Secrets<'a> {
    pub(super) fn of(sources: PictureSources<'a>) -> Self {
        let mut secrets = Self { sources, names: BTreeMap::new(), hidden: Vec::new(), unread: Vec::new() };
        let languages = &sources.site.languages;
        let hiding = sources.sidecars.iter().filter(|(_, own)| !own.complete || !own.redactions.is_empty());
        let names: BTreeSet<String> = hiding.map(|(path, _)| name(&picture_of(path), languages)).collect();
        if names.is_empty() {
            return secrets;
        }
        let pictures = sources.tree.assets().keys().filter(|path| path.is_picture()).cloned();
        let files: BTreeSet<TreePath> = pictures.chain(sources.sidecars.keys().map(picture_of)).collect();
        let mut groups: BTreeMap<String, Vec<TreePath>> = BTreeMap::new();
        for file in files {
            let name = name(&file, languages);
            if names.contains(&name) {
                groups.entry(name).or_default().push(file);
            }
        }
        let mut own: BTreeMap<String, Vec<&Sidecar>> = BTreeMap::new();
        for (path, sidecar) in sources.sidecars {
            own.entry(path.as_str().to_lowercase()).or_default().push(sidecar);
        }
        for (name, files) in groups {
            // A picture that is alone shares no redactions, so its size is not needed.
            let alone = files.len() == 1;
            let member = |file: TreePath| {
                let own = own.get(&format!("{file}.toml").to_lowercase()).cloned().unwrap_or_default();
                let size = if alone { None } else { secrets.size(&file) };
                FamilyMember { file, size, own }
            };
            let members = files.into_iter().map(member).collect();
            secrets.names.insert(name, members);
        }
        secrets.find_hidden();
        secrets
    }

    /// Pictures that exist but could not be read. If there are any, the decisions
    /// of this value must not be used.
    pub(super) fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// Width and height of the upright picture in pixels.
    fn size(&mut self, file: &TreePath) -> Option<(u32, u32)> {
        let read = picture_bytes::read(self.sources.tree.assets().get(file)?);
        let bytes = read.map_err(|error| self.unread.push(Unread::new(file.clone(), &error))).ok()?;
        image::header(&bytes).ok().map(|header| header.size())
    }

    fn find_hidden(&mut self) {
        for member_of in
            self.names.values().flat_map(|members| members.iter().map(move |member| (member, members)))
        {
            let (member, members) = member_of;
            let redactions = image::redactions(member, members).unwrap_or_default();
            let asset = self.sources.tree.assets().get(&member.file);
            match asset.filter(|_| !redactions.is_empty()).map(picture_bytes::hash) {
                Some(Ok(hash)) => self.hidden.push((hash, redactions)),
                Some(Err(error)) => self.unread.push(Unread::new(member.file.clone(), &error)),
                None => (),
            }
        }
    }

    /// The sidecar with which a picture is published. `hash` is the hash of its
    /// bytes.
    pub(super) fn decide(&self, file: &TreePath, hash: &Fingerprint) -> SidecarDecision {
        let own = self.sources.site.sidecars.get(file);
        let shared = self.redactions(file, hash)?;
        if shared.is_empty() {
            return Ok(own.cloned());
        }
        let mut sidecar = own.map_or_else(|| Sidecar::empty(SourceId(0)), |own| own.as_ref().clone());
        if sidecar.redactions != shared {
            sidecar.redactions = shared;
            return Ok(Some(Arc::new(sidecar)));
        }
        Ok(own.cloned())
    }

    fn redactions(&self, file: &TreePath, hash: &Fingerprint) -> Result<Vec<Redaction>, ImageError> {
        let of_name = self.names.get(&name(file, &self.sources.site.languages));
        let member = of_name.and_then(|members| members.iter().find(|member| member.file == *file));
        let mut found = match (member, of_name) {
            (Some(member), Some(members)) => image::redactions(member, members)?,
            _ => Vec::new(),
        };
        let says = member.is_some_and(|member| member.own.iter().any(|own| own.says_redactions));
        let own = self.sources.site.sidecars.get(file);
        if says || own.is_some_and(|own| own.says_redactions) || self.hidden.is_empty() {
            return Ok(found);
        }
        let same = self.hidden.iter().filter(|(other, _)| other == hash);
        for redaction in same.flat_map(|(_, redactions)| redactions) {
            if found.iter().all(|known| known.area != redaction.area) {
                found.push(redaction.clone());
            }
        }
        Ok(found)
    }
}

/// The fingerprint of all redactions of a site. It changes when a picture hides
/// something else than before.
pub(super) fn fingerprint(sidecars: &BTreeMap<TreePath, Arc<Sidecar>>) -> Fingerprint {
    let mut taken = Fingerprinter::default();
    for (path, sidecar) in sidecars.iter().filter(|(_, own)| !own.complete || !own.redactions.is_empty()) {
        taken.add((path, sidecar.complete, sidecar.redactions.len()));
        sidecar.redactions.iter().for_each(|Redaction { area, .. }| _ = taken.add(area));
    }
    taken.fingerprint()
}

/// The path of the picture that a sidecar belongs to: `a/login.png.toml` →
/// `a/login.png`.
fn picture_of(sidecar: &TreePath) -> TreePath {
    let path = sidecar.as_str();
    TreePath::new(path.get(..path.len().saturating_sub(".toml".len())).unwrap_or(path))
}

/// The name that twins of a picture share, in small letters: `a/Login.en.PNG` →
/// `a/login`. The language and the kind of file are left out: a screenshot is
/// often saved in two kinds.
fn name(picture: &TreePath, languages: &[Lang]) -> String {
    let path = picture.as_str().to_lowercase();
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let tag = languages.iter().find_map(|lang| {
        stem.strip_suffix(&lang.as_str().to_lowercase()).and_then(|stem| stem.strip_suffix('.'))
    });
    tag.unwrap_or(stem).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_one_name_differ_in_language_kind_and_letters() {
        let languages: Vec<Lang> = ["zh-TW", "en"].iter().filter_map(|tag| Lang::new(tag).ok()).collect();
        let of = |path: &str| name(&TreePath::new(path), &languages);
        for path in ["a/login.png", "a/login.en.png", "a/Login.ZH-tw.PNG", "a/login.en.jpg"] {
            assert_eq!(of(path), "a/login", "{path}");
        }
        assert_eq!(of("a/login.ja.png"), "a/login.ja");
        assert_ne!(of("a/login.png"), of("b/login.png"));
    }
}
