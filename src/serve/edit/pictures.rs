//! Pictures that an author puts into a guide, or in the place of others.
//!
//! In: files that were pasted, dropped or chosen, and where they go. Out: files under `img/`, and the
//! lines of the texts that show them; of a picture that is replaced, its marks in the new size.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::desk::{EditDesk, EditFault, EditTarget, Written, is_sound, reason, source};
use super::picture_names::TakenNames;
use super::save::{self, FileDeed, FileSteps, PictureSwap, SaveFault};
use super::why;
use crate::compile::{EditablePicture, TextGap};
use crate::disk::AuthorFile;
use crate::edit::{
    ChangeSteps, NewPicture, SidecarAct, TextChange, has_new_figure, new_figure, sidecar_means,
};
use crate::picture::image::{self, ImageError, ImportedFile, PictureFormat};
use crate::url::TreePath;

/// How often names are tried that other files turn out to have.
const TRIES: usize = 8;

/// The folder of pictures beside a text.
const FOLDER: &str = "img";

/// A picture that was pasted, dropped or chosen.
#[derive(Debug)]
pub(super) struct GivenPicture {
    pub(super) bytes: Vec<u8>,
    /// The folder under `img/` that keeps the original if the picture is made smaller.
    pub(super) keep: Option<String>,
}

/// What the texts say of a picture: its alternative text in each language.
pub(super) type AltWords = BTreeMap<String, String>;

/// A picture that came into the content.
#[derive(Debug)]
pub(super) struct AddedPicture {
    pub(super) file: TreePath,
    /// Width and height in pixels.
    pub(super) size: (u32, u32),
    /// Width and height before it was made smaller.
    pub(super) from: Option<(u32, u32)>,
}

/// A picture ready to be written.
struct ReadyPicture {
    file: ImportedFile,
    alts: AltWords,
    /// The folder of the original, and its bytes.
    original: Option<(String, Vec<u8>)>,
}

impl EditDesk {
    /// Puts pictures, side by side, into a gap of each text whose language the first of them has words
    /// for. `taken` are the names of the folder.
    pub(super) fn add_pictures(
        &mut self,
        gaps: &[TextGap],
        pictures: Vec<(GivenPicture, AltWords)>,
        mut taken: TakenNames,
    ) -> Result<(Written, Vec<AddedPicture>), EditFault> {
        let (Some(own), Some((_, words))) = (gaps.first(), pictures.first()) else {
            return Err(EditFault::Refused(why::PLACE));
        };
        let folder = own.source.path.folder();
        let is_meant =
            |gap: &&TextGap| words.contains_key(&gap.language) && gap.source.path.folder() == folder;
        let gaps: Vec<&TextGap> = gaps.iter().filter(is_meant).collect();
        let ready = pictures.into_iter().enumerate().map(|(at, picture)| ready(at, picture));
        let ready = ready.collect::<Result<Vec<_>, _>>()?;
        for _ in 0..TRIES {
            let plan = AddPlan::of((&gaps, &ready), folder, &mut taken)?;
            let saved = save::save(self.root(), &plan.deeds, &|file, before, after| {
                plan.means(file, [before, after])
            });
            if let Err(SaveFault::OtherPicture(file)) = saved {
                taken.take(file.as_str());
                continue;
            }
            let written = self.written((saved, &|_| None), Vec::new())?;
            return Ok((written, plan.added));
        }
        Err(EditFault::Refused(why::OTHER_PICTURE))
    }

    /// Puts another picture in the place of one that is open; marks go with what they mark.
    pub(super) fn replace_picture(
        &mut self,
        (id, version): (&str, u64),
        given: &GivenPicture,
    ) -> Result<(Written, AddedPicture), EditFault> {
        let target = self.target(id).cloned();
        let (Some(EditTarget::Picture(picture)), Some(known)) = (target, self.known(id, version)) else {
            return Err(EditFault::Unknown);
        };
        let name = picture.file.as_str();
        if !name.split('/').rev().skip(1).any(|folder| folder == FOLDER) {
            return Err(EditFault::Refused(why::FOLDER));
        }
        let file =
            image::import_as(&given.bytes, picture.file.extension()).map_err(|error| refused(0, &error))?;
        let file = file.ok_or(EditFault::Refused(why::KIND))?;
        let place = AuthorFile::at(self.root(), &picture.file);
        let before = place.and_then(|place| place.read::<Arc<[u8]>>());
        let before =
            before.map_err(|error| EditFault::Disk(format!("{name}: {error}")))?.map(|read| read.content);
        let was = before.as_ref().and_then(|bytes| image::header(bytes).ok()).map(|header| header.size());
        let mut deeds = Vec::new();
        let marks = ScaledMarks {
            acts: [SidecarAct::Resize(file.size)],
            old: &known.text,
            size: was.or(picture.size).unwrap_or(file.size),
            picture: &picture,
        };
        if was != Some(file.size) {
            // The sidecar first: with a size that is not the picture's, nothing that a redaction covers
            // is shown in between.
            deeds.extend(marks.deed(self.root())?.map(FileDeed::Text));
        }
        let after = Some(file.bytes.as_slice().into());
        deeds.push(FileDeed::Picture(PictureSwap { path: picture.file.clone(), before, after }));
        if let Some(folder) = given.keep.as_ref().filter(|_| file.is_lighter) {
            let stem = picture.file.file_name().split('.').next().unwrap_or_default();
            let path = format!("{}/{folder}/{stem}", picture.file.folder());
            deeds.push(added(&free_path(self.root(), (&path, photo_ending(&given.bytes))), &given.bytes));
        }
        let saved = save::save(self.root(), &deeds, &|file, before, after| {
            marks.means(file, before, after) && is_sound(file, after)
        });
        let written = self.written((saved, &|_| None), vec![id.to_owned()])?;
        Ok((written, AddedPicture { file: picture.file, size: file.size, from: file.scaled_from }))
    }
}

/// The marks of a picture that gets another size.
struct ScaledMarks<'a> {
    picture: &'a EditablePicture,
    /// The text of the sidecar that counts, as the editor showed it.
    old: &'a str,
    /// The size of the picture before.
    size: (u32, u32),
    acts: [SidecarAct; 1],
}

impl ScaledMarks<'_> {
    /// What is written for them. Where they stand in a sidecar that other pictures use too, they go into
    /// one of the picture's own; the other pictures keep their size.
    fn deed(&self, root: &Path) -> Result<Option<FileSteps>, EditFault> {
        if self.old.is_empty() {
            return Ok(None);
        }
        let steps = ChangeSteps::of(self.old, &self.acts, |act, text| act.change(text, self.size));
        let steps = steps.map_err(|refusal| EditFault::Refused(reason(refusal)))?;
        let path = self.picture.sidecar.clone();
        if self.picture.shared.as_ref() != Some(&path) {
            return Ok(Some(FileSteps { path, steps, removes: false }));
        }
        let scaled = steps.on(self.old).map_or_else(String::new, |done| done.after);
        let place = AuthorFile::at(root, &path).and_then(|place| place.read::<String>());
        let now = place.map_err(|error| EditFault::Disk(format!("{path}: {error}")))?;
        let now = now.map_or_else(String::new, |read| read.content);
        if now != self.old {
            return Err(EditFault::Conflict { file: path, now, wanted: scaled });
        }
        if scaled == self.old {
            return Ok(None);
        }
        let steps = ChangeSteps::of("", [scaled], |scaled, text| Ok(TextChange::between(text, scaled)));
        let steps = steps.map_err(|refusal| EditFault::Refused(reason(refusal)))?;
        Ok(Some(FileSteps { path: self.picture.own_sidecar(), steps, removes: false }))
    }

    /// Whether a file says after the act what the marks are in the new size.
    fn means(&self, file: &TreePath, before: &str, after: &str) -> bool {
        let is_own = *file == self.picture.sidecar;
        let old = if is_own { before } else { self.old };
        (is_own || *file == self.picture.own_sidecar() && before.is_empty())
            && sidecar_means(&self.acts, (old, self.size), after)
    }
}

/// The picture of this number, counted from 0.
fn ready(number: usize, (given, alts): (GivenPicture, AltWords)) -> Result<ReadyPicture, EditFault> {
    let file = image::import(&given.bytes).map_err(|error| refused(number, &error))?;
    let original = given.keep.filter(|_| file.is_lighter).map(|folder| (folder, given.bytes));
    Ok(ReadyPicture { file, alts, original })
}

fn refused(number: usize, error: &ImageError) -> EditFault {
    let why = match error {
        ImageError::Foreign("SVG") => why::SVG,
        ImageError::Foreign("HEIC") => why::HEIC,
        ImageError::TooLarge { .. } | ImageError::TooLong(_) => why::TOO_LARGE,
        ImageError::Broken(..) | ImageError::CutOff(_) => why::BROKEN,
        ImageError::Turned(_) => why::TURNED,
        _ => why::PICTURE,
    };
    EditFault::Picture { number, why, said: format!("{error}; {}", error.help()) }
}

/// All that is written to add pictures.
struct AddPlan<'a> {
    deeds: Vec<FileDeed>,
    texts: Vec<(&'a TextGap, Vec<NewPicture>)>,
    added: Vec<AddedPicture>,
}

impl<'a> AddPlan<'a> {
    /// Pictures first: a text never shows one that is not there yet.
    fn of(
        (gaps, pictures): (&[&'a TextGap], &[ReadyPicture]),
        folder: &str,
        taken: &mut TakenNames,
    ) -> Result<Self, EditFault> {
        let (page, section) = gaps.first().map(|gap| &gap.names).ok_or(EditFault::Refused(why::PLACE))?;
        let mut plan = Self { deeds: Vec::new(), texts: Vec::new(), added: Vec::new() };
        let mut names = Vec::new();
        for picture in pictures {
            let (stem, file) = (taken.next(page, section.as_deref()), &picture.file);
            let name = format!("{stem}.{}", file.extension);
            let path = TreePath::new(&format!("{folder}/{FOLDER}/{name}"));
            plan.deeds.push(added(&path, &file.bytes));
            if let Some((keep, bytes)) = &picture.original {
                plan.deeds
                    .push(added(&TreePath::new(&format!("{folder}/{FOLDER}/{keep}/{stem}.jpg")), bytes));
            }
            plan.added.push(AddedPicture { file: path, size: file.size, from: file.scaled_from });
            names.push(name);
        }
        for gap in gaps {
            let shown = pictures.iter().zip(&names).map(|(picture, name)| NewPicture {
                path: format!("{FOLDER}/{name}"),
                alt: picture.alts.get(&gap.language).cloned().unwrap_or_default(),
            });
            let shown: Vec<NewPicture> = shown.collect();
            let steps = ChangeSteps::of(&gap.source.text, [&shown], |shown, text| {
                new_figure(&source(&gap.source.path, text), &gap.words, (gap.block, shown.as_slice()))
            });
            let steps = steps.map_err(|refusal| EditFault::Refused(reason(refusal)))?;
            let path = gap.source.path.clone();
            plan.deeds.push(FileDeed::Text(FileSteps { path, steps, removes: false }));
            plan.texts.push((gap, shown));
        }
        Ok(plan)
    }

    /// Whether a text shows the new figure, and nothing else became of it.
    fn means(&self, file: &TreePath, [before, after]: [&str; 2]) -> bool {
        let mut texts = self.texts.iter().filter(|(gap, _)| gap.source.path == *file);
        texts.any(|(gap, pictures)| {
            let [before, after] = [before, after].map(|text| source(&gap.source.path, text));
            has_new_figure([&before, &after], &gap.words, pictures)
        })
    }
}

fn added(path: &TreePath, bytes: &[u8]) -> FileDeed {
    FileDeed::Picture(PictureSwap { path: path.clone(), before: None, after: Some(bytes.into()) })
}

/// The ending of a photo's name.
fn photo_ending(bytes: &[u8]) -> &'static str {
    match image::header(bytes).map(|header| header.format) {
        Ok(PictureFormat::LossyWebP) => "webp",
        _ => "jpg",
    }
}

/// The path with this ending, or that with a number if there is such a file.
fn free_path(root: &Path, (stem, ending): (&str, &str)) -> TreePath {
    let is_free = |path: &TreePath| root.join(path.as_str()).symlink_metadata().is_err();
    let named = |stem: &str| TreePath::new(&format!("{stem}.{ending}"));
    let mut others = (2_u32..).map(|number| named(&format!("{stem}-{number}")));
    Some(named(stem)).filter(is_free).or_else(|| others.find(is_free)).unwrap_or_else(|| named(stem))
}
