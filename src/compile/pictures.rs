//! Publishing of the pictures of a site. The result for a picture is remembered
//! as long as its bytes and its sidecar stay the same.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::Either;
use rayon::prelude::*;

use super::cache::Cache;
use super::picture_bytes::{LARGEST, hash, read};
use super::secrets::{self, PictureSources, Secrets, SidecarDecision};
use crate::check::Unshown;
use crate::config::{AccessibilityMark, Config};
use crate::diag::Problem;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::model::PageProfile;
use crate::output::Store;
use crate::picture::image::{BusyMap, ImageError, PixelEdits, PublishedFile};
use crate::picture::{PublishedLogo, PublishedPicture, image};
use crate::source::{Asset, Unread};
use crate::url::{SitePath, TreePath};

/// The result for one picture: the published file, or the reason why it is not
/// published.
type PictureResult = Result<PublishedFile, Failure>;

/// The reason why a picture is not published.
#[derive(Debug, Clone)]
struct Failure {
    error: ImageError,
    /// The picture's width and height in pixels, if the file tells them.
    size: Option<(u32, u32)>,
}

/// Which pictures are published, and the store that keeps them.
pub(super) struct PictureOutput<'a> {
    /// Selects the pages whose pictures are published; `None` selects all pages.
    pub(super) pages: Option<&'a dyn Fn(&PageProfile) -> bool>,
    pub(super) store: &'a dyn Store,
}

/// Pictures to publish.
pub(super) struct WantedPictures<'a> {
    pub(super) files: BTreeSet<TreePath>,
    /// Whether these are all pictures of the site.
    pub(super) all: bool,
    pub(super) store: &'a dyn Store,
}

/// Results for the pictures of the last state of the site.
#[derive(Debug, Default)]
pub(super) struct PictureCache {
    files: Cache<PictureResult>,
    /// How pages show each published picture. It changes with each mark, the file does not.
    shown: Cache<Option<Arc<PublishedPicture>>>,
}

/// One picture to publish.
struct PictureInput<'a> {
    file: TreePath,
    asset: &'a Asset,
    /// BLAKE3 hash of the file's bytes.
    hash: Fingerprint,
    sidecar: SidecarDecision,
    /// What the sidecar changes of the pixels, or why the picture must not be published.
    edits: Result<PixelEdits, ImageError>,
}

/// The pictures of one state of the site, by their files.
#[derive(Debug, Default)]
pub(super) struct SitePictures {
    shown: BTreeMap<TreePath, PublishedPicture>,
    files: BTreeMap<SitePath, Arc<[u8]>>,
    verdicts: BTreeMap<TreePath, Result<(u32, u32), Unshown>>,
    mark: Option<TreePath>,
    /// The fingerprint of how pages show each picture.
    looks: BTreeMap<TreePath, Fingerprint>,
    logo: Option<PublishedLogo>,
    logo_problem: Option<Problem>,
    unread: Vec<Unread>,
    /// Where each published picture is busy.
    busy: BTreeMap<TreePath, BusyMap>,
}

impl PictureCache {
    /// Publishes the pictures of the selected pages, and those that the settings
    /// name. A picture that the cache or the store has is not published again.
    pub(super) fn publish(
        &mut self,
        sources: PictureSources<'_>,
        wanted: &WantedPictures<'_>,
        settings: &Config,
    ) -> SitePictures {
        let (files, store) = (wanted.files.iter().cloned(), wanted.store);
        let mark = settings.accessibility_mark.as_ref().map(AccessibilityMark::file);
        let files = files.chain(mark.clone()).chain(settings.look.pixel_logo());
        let files: Vec<TreePath> = files.collect();
        let secrets = Secrets::of(sources);
        store.hides(&secrets::fingerprint(sources.sidecars));
        let read = files.into_par_iter().filter_map(|file| input(file, sources, &secrets));
        let (inputs, mut unread): (Vec<PictureInput<'_>>, Vec<Unread>) =
            read.partition_map(|read| match read {
                Ok(input) => Either::Left(input),
                Err(unread) => Either::Right(unread),
            });
        unread.extend_from_slice(secrets.unread());
        let unread = Mutex::new(unread);
        let files = self.files.fill(&inputs, file_key, |input| published(input, store, &unread));
        let both: Vec<_> = inputs.iter().zip(&files).collect();
        let shown = self.shown.fill(
            &both,
            |(input, _)| Fingerprinter::default().add((file_key(input), &input.sidecar)).fingerprint(),
            |(input, file)| {
                let sidecar = input.sidecar.as_ref().ok().and_then(Option::as_deref);
                file.as_ref().ok().map(|file| Arc::new(PublishedPicture::new(file, sidecar)))
            },
        );
        let unread = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut pictures = SitePictures { mark, unread, ..SitePictures::default() };
        for ((input, file), shown) in both.iter().zip(&shown) {
            pictures.add(input, file, shown.as_deref());
        }
        if !pictures.unread.is_empty() {
            // A file could not be read, so the results must not be remembered.
            *self = Self::default();
        } else if !wanted.all {
            self.files.keep_too(files);
            self.shown.keep_too(shown);
        } else {
            self.files.keep(files);
            self.shown.keep(shown);
        }
        pictures
    }
}

/// The published file of a picture, taken from the store, or made and put there.
fn published(
    input: &PictureInput<'_>,
    store: &dyn Store,
    unread: &Mutex<Vec<Unread>>,
) -> Result<PublishedFile, Failure> {
    if input.asset.length() > LARGEST {
        return Err(Failure { error: ImageError::TooLong(input.asset.length()), size: None });
    }
    let name = Fingerprinter::default().add("picture").add(file_key(input)).name();
    if input.edits.is_ok()
        && let Some(kept) = store.read(&name).and_then(|packed| PublishedFile::unpack(&packed))
    {
        return Ok(kept);
    }
    let bytes = input.bytes().map_err(|error| {
        unread.lock().unwrap_or_else(PoisonError::into_inner).push(Unread::new(input.file.clone(), &error));
        Failure { error: ImageError::Unknown, size: None }
    })?;
    let made = input.edits.as_ref().map_err(Clone::clone).and_then(|edits| image::publish(&bytes, edits));
    let size = || image::header(&bytes).ok().map(|header| header.size());
    let published = made.map_err(|error| Failure { error, size: size() })?;
    store.keep(&name, 0, &published.pack());
    Ok(published)
}

impl PictureInput<'_> {
    /// The bytes of the file. An error if they changed since the hash was made.
    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        let bytes = read(self.asset)?;
        let same = self.asset.in_memory().is_some() || *blake3::hash(&bytes).as_bytes() == self.hash;
        if same { Ok(bytes) } else { Err(io::Error::other("it was changed while it was read")) }
    }
}

fn input<'a>(
    file: TreePath,
    sources: PictureSources<'a>,
    secrets: &Secrets<'_>,
) -> Option<Result<PictureInput<'a>, Unread>> {
    let asset = sources.tree.assets().get(&file)?;
    Some(match hash(asset) {
        Ok(hash) => {
            let sidecar = secrets.decide(&file, &hash);
            let edits =
                sidecar.as_ref().map(|sidecar| PixelEdits::of(sidecar.as_deref())).map_err(Clone::clone);
            Ok(PictureInput { file, asset, hash, sidecar, edits })
        }
        Err(error) => Err(Unread::new(file, &error)),
    })
}

/// The fingerprint of what the published file of a picture is made of. The edits are hashed as a value, not as
/// the text of a sidecar, because redactions may also come from the sidecars of other languages.
fn file_key(input: &PictureInput<'_>) -> Fingerprint {
    Fingerprinter::default().add((input.hash, &input.edits)).fingerprint()
}

impl SitePictures {
    fn add(&mut self, input: &PictureInput<'_>, file: &PictureResult, shown: Option<&PublishedPicture>) {
        let verdict = match file {
            Ok(published) => {
                if let Some(shown) = shown {
                    self.files.insert(shown.path.clone(), Arc::clone(&published.bytes));
                    self.shown.insert(input.file.clone(), shown.clone());
                    self.busy.insert(input.file.clone(), published.busy.clone());
                }
                Ok(published.source)
            }
            Err(Failure { error, size }) => {
                Err(Unshown { why: error.to_string(), help: error.help().to_owned(), size: *size })
            }
        };
        let look = Fingerprinter::default().add((&verdict, self.shown.get(&input.file))).fingerprint();
        self.looks.insert(input.file.clone(), look);
        self.verdicts.insert(input.file.clone(), verdict);
    }

    /// The fingerprint of how pages show a picture, or of why they don't. It tells nothing of what a
    /// redaction hides.
    pub(super) fn look(&self, file: &TreePath) -> Option<Fingerprint> {
        self.looks.get(file).copied()
    }

    /// Pictures that exist but could not be read.
    pub(super) fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// How pages show the pictures that could be published.
    pub(super) fn shown(&self) -> &BTreeMap<TreePath, PublishedPicture> {
        &self.shown
    }

    /// Where a published picture is busy.
    pub(super) fn busy(&self, file: &TreePath) -> Option<&BusyMap> {
        self.busy.get(file)
    }

    /// The picture of the accessibility mark.
    pub(super) fn mark(&self) -> Option<&PublishedPicture> {
        self.shown.get(self.mark.as_ref()?)
    }

    /// The logo, if there is one and it could be published.
    pub(super) fn logo(&self) -> Option<&PublishedLogo> {
        self.logo.as_ref()
    }

    /// Notes why the logo is not published.
    pub(super) fn set_logo_problem(&mut self, problem: Option<Problem>) {
        self.logo_problem = problem;
    }

    /// Why the logo is not published.
    pub(super) fn logo_problem(&self) -> Option<&Problem> {
        self.logo_problem.as_ref()
    }

    pub(super) fn set_logo(&mut self, logo: PublishedLogo) {
        self.logo = Some(logo);
    }

    /// Adds a file that is published beside the pictures.
    pub(super) fn add_file(&mut self, path: SitePath, bytes: Arc<[u8]>) {
        self.files.insert(path, bytes);
    }

    pub(super) fn add_unread(&mut self, unread: Unread) {
        self.unread.push(unread);
    }

    /// The published files, by their address in the site.
    pub(super) fn files(&self) -> &BTreeMap<SitePath, Arc<[u8]>> {
        &self.files
    }

    /// The width and height of every picture as it lies in `content/`, or why it
    /// can't be published.
    pub(super) fn verdicts(&self) -> &BTreeMap<TreePath, Result<(u32, u32), Unshown>> {
        &self.verdicts
    }
}
