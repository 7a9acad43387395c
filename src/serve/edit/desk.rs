//! What the editor has open: files by their ids, their states by numbers, and what was written.
//!
//! The page of the editor never names a file. It names an id that it got with a figure, and a state
//! of the text behind it, so that an act can be done to the text for which it was made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::open_picture;
use super::protocol::FileActs;
use super::save::{self, FileDeed, FileSteps, LateWrite, LateWrites, SaveFault, SavedDeed};
use super::why::{self, Why};
use crate::compile::{EditablePicture, FigureText};
use crate::edit::{ActRefusal, ChangeSteps, list_means, moved_place, sidecar_means};
use crate::model::StepWords;
use crate::parse;
use crate::source::{Source, SourceId};
use crate::url::{SitePath, TreePath};

/// Most states of texts that are kept, and their bytes; the oldest go first.
const KEPT: usize = 4096;
const KEPT_BYTES: usize = 64 << 20;

/// Most bytes of texts that are kept for taking acts back.
const UNDO_BYTES: usize = 256 << 20;

/// A file that the editor has open.
#[derive(Debug, Clone)]
pub(super) enum EditTarget {
    /// A picture with its sidecar.
    Picture(Box<EditablePicture>),
    /// A list under a picture.
    List { path: TreePath, language: String, words: StepWords },
}

/// A text as the editor showed it.
#[derive(Debug, Clone)]
pub(super) struct KnownText {
    /// The id of the target that it is of.
    target: String,
    pub(super) text: Arc<str>,
    /// The byte where the first picture of a list's figure begins.
    pub(super) figure: usize,
}

/// Everything that the editor has open.
#[derive(Debug)]
pub(super) struct EditDesk {
    root: PathBuf,
    targets: BTreeMap<String, EditTarget>,
    texts: BTreeMap<u64, KnownText>,
    text_bytes: usize,
    next_text: u64,
    /// What takes each act back.
    undos: Vec<DoneAct>,
    undo_bytes: usize,
    /// Files into which another program may still write, under another name than before.
    late: Vec<LateWrites>,
    /// What an author must know of an act that was answered already.
    pub(super) notices: Vec<String>,
}

/// What takes an act back, and which targets it was about.
#[derive(Debug, Clone)]
struct DoneAct {
    /// Empty where it was thrown away.
    deeds: Vec<FileDeed>,
    targets: Vec<String>,
}

impl DoneAct {
    /// The bytes of texts that are kept for it.
    fn bytes(&self) -> usize {
        self.deeds.iter().map(FileDeed::bytes).sum()
    }
}

/// Why acts are not written.
#[derive(Debug)]
pub(super) enum EditFault {
    /// The page names something that is not open.
    Unknown,
    /// The act makes no sense here.
    Refused(Why),
    /// Another program has changed the same lines; the text of now, and as the author wants it.
    Conflict { file: TreePath, now: String, wanted: String },
    /// The disk does not let it be; what the system says.
    Disk(String),
    /// Some files were changed and others not, and these could not be put back.
    Left(Vec<TreePath>),
    /// The file of this number, counted from 0, can't be used as a picture.
    Picture { number: usize, why: Why, said: String },
}

/// Acts on a target of the page.
pub(super) struct TargetActs {
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) acts: FileActs,
}

/// A file that was changed.
#[derive(Debug)]
pub(super) struct ChangedFile {
    pub(super) path: TreePath,
    /// How many lines of a text differ.
    pub(super) lines: usize,
}

/// The text that an act would have made of a file.
type WantedText<'a> = &'a dyn Fn(&TreePath) -> Option<String>;

type SaveResult = Result<Vec<SavedDeed>, SaveFault>;

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) undo: Option<usize>,
    pub(super) files: Vec<ChangedFile>,
    /// The ids of the targets that it was about.
    pub(super) targets: Vec<String>,
}

impl EditDesk {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            targets: BTreeMap::new(),
            texts: BTreeMap::new(),
            text_bytes: 0,
            next_text: 1,
            undos: Vec::new(),
            undo_bytes: 0,
            late: Vec::new(),
            notices: Vec::new(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn target(&self, id: &str) -> Option<&EditTarget> {
        self.targets.get(id)
    }

    /// The targets that are made of a file.
    pub(super) fn targets_of(&self, path: &TreePath) -> Vec<(String, EditTarget)> {
        let all = self.targets.iter().filter(|(_, target)| target.path() == path);
        all.map(|(id, target)| (id.clone(), target.clone())).collect()
    }

    /// Opens a picture of a page; the same one always has the same id.
    pub(super) fn open_picture(&mut self, page: &SitePath, picture: &EditablePicture) -> String {
        let number = picture.names.figure.to_string();
        let id = id_of(&["picture", page.as_str(), picture.file.as_str(), &number]);
        self.targets.insert(id.clone(), EditTarget::Picture(Box::new(picture.clone())));
        id
    }

    /// Opens the list of a figure that begins at this byte of a text.
    pub(super) fn open_list(&mut self, figure: &FigureText, (text, start): (&str, usize)) -> (String, u64) {
        let path = &figure.source.path;
        let known = self.targets_of(path).into_iter().find_map(|(id, _)| {
            let (_, last) = self.texts_of(&id).next_back()?;
            (moved_place(&last.text, text, last.figure) == Some(start)).then_some(id)
        });
        let id = known.unwrap_or_else(|| id_of(&["list", path.as_str(), &self.next_text.to_string()]));
        let (words, language) = (figure.words.clone(), figure.language.clone());
        self.targets.insert(id.clone(), EditTarget::List { path: path.clone(), language, words });
        let version = self.version(&id, text, start);
        (id, version)
    }

    /// The number of a state of a target's text.
    pub(super) fn version(&mut self, id: &str, text: &str, figure: usize) -> u64 {
        let last = self.texts_of(id).next_back();
        if let Some((version, _)) = last.filter(|(_, known)| (&*known.text, known.figure) == (text, figure)) {
            return version;
        }
        let version = self.next_text;
        self.next_text += 1;
        self.texts.insert(version, KnownText { target: id.to_owned(), text: text.into(), figure });
        self.text_bytes += text.len();
        while self.texts.len() > 1 && (self.texts.len() > KEPT || self.text_bytes > KEPT_BYTES) {
            self.text_bytes -= self.texts.pop_first().map_or(0, |(_, known)| known.text.len());
        }
        version
    }

    /// The state of a list's text after another one: its number, and where its figure begins; `None`
    /// if the figure is not there any more.
    pub(super) fn next_version(&mut self, id: &str, text: &str) -> Option<(u64, usize)> {
        let (_, last) = self.texts_of(id).next_back()?;
        let figure = moved_place(&last.text, text, last.figure)?;
        Some((self.version(id, text, figure), figure))
    }

    /// Whether a target's text was empty when it was last seen.
    pub(super) fn was_empty(&self, id: &str) -> bool {
        self.texts_of(id).next_back().is_some_and(|(_, known)| known.text.is_empty())
    }

    fn texts_of(&self, id: &str) -> impl DoubleEndedIterator<Item = (u64, &KnownText)> {
        self.texts
            .iter()
            .filter(move |(_, known)| known.target == id)
            .map(|(version, known)| (*version, known))
    }

    /// A text as the editor showed it in this state.
    pub(super) fn known(&self, id: &str, version: u64) -> Option<&KnownText> {
        self.texts.get(&version).filter(|known| known.target == id)
    }

    /// Writes acts, all or none.
    pub(super) fn act(&mut self, edits: &[TargetActs]) -> Result<Written, EditFault> {
        self.settle(Instant::now());
        let mut files: Vec<(FileSteps, String)> = Vec::new();
        for edit in edits {
            let (steps, wanted) = self.steps(edit)?;
            if files.iter().any(|(file, _)| file.path == steps.path) {
                return Err(EditFault::Refused(why::TWICE));
            }
            files.push((steps, wanted));
        }
        let deeds: Vec<FileDeed> = files.iter().map(|(steps, _)| FileDeed::Text(steps.clone())).collect();
        let at = |file: &TreePath| files.iter().position(|(steps, _)| steps.path == *file);
        let is_allowed = |file: &TreePath, before: &str, after: &str| {
            at(file).and_then(|at| edits.get(at)).is_some_and(|edit| self.means(edit, [before, after]))
        };
        let saved = save::save(&self.root, &deeds, &is_allowed);
        let wanted =
            |file: &TreePath| at(file).and_then(|at| files.get(at)).map(|(_, wanted)| wanted.clone());
        self.written((saved, &wanted), edits.iter().map(|edit| edit.id.clone()).collect())
    }

    /// Takes acts back, or takes that back; each only once.
    pub(super) fn undo(&mut self, number: usize) -> Result<Written, EditFault> {
        self.settle(Instant::now());
        let done = self.undos.get(number).filter(|done| !done.deeds.is_empty());
        let DoneAct { deeds, targets } = done.cloned().ok_or(EditFault::Unknown)?;
        let saved = save::save(&self.root, &deeds, &|file, _, after| is_sound(file, after));
        let written = self.written((saved, &|_| None), targets)?;
        if let Some(done) = self.undos.get_mut(number) {
            self.undo_bytes -= done.bytes();
            done.deeds.clear();
        }
        Ok(written)
    }

    /// Whether a file says after an act what the act makes of what it said before.
    fn means(&self, edit: &TargetActs, [before, after]: [&str; 2]) -> bool {
        match (self.targets.get(&edit.id), &edit.acts, self.texts.get(&edit.version)) {
            (Some(EditTarget::Picture(picture)), FileActs::Sidecar(acts), _) => {
                picture.size.is_some_and(|size| sidecar_means(acts, (before, size), after))
            }
            (Some(EditTarget::List { path, words, .. }), FileActs::List(acts), Some(known)) => {
                let figure = moved_place(&known.text, before, known.figure);
                let pages = [before, after].map(|text| source(path, text));
                figure.is_some_and(|figure| list_means(acts, pages.each_ref(), (words, figure)))
            }
            _ => false,
        }
    }

    /// Notes what was written.
    pub(super) fn written(
        &mut self,
        (saved, wanted): (SaveResult, WantedText<'_>),
        targets: Vec<String>,
    ) -> Result<Written, EditFault> {
        let saved = saved.map_err(|fault| match fault {
            SaveFault::Conflict(file, now) => {
                let wanted = wanted(&file).unwrap_or_default();
                EditFault::Conflict { file, now, wanted }
            }
            SaveFault::OtherPicture(_) => EditFault::Refused(why::OTHER_PICTURE),
            SaveFault::Refused => EditFault::Refused(why::OTHER_MEANING),
            SaveFault::Disk(file, error) => EditFault::Disk(format!("{file}: {error}")),
            SaveFault::Left(files) => EditFault::Left(files),
        })?;
        if !saved.iter().any(|deed| deed.is_changed) {
            return Ok(Written { targets, ..Written::default() });
        }
        for target in self.targets.values_mut() {
            if let EditTarget::Picture(picture) = target {
                open_picture::follow(picture, &saved, &self.root);
            }
        }
        let inverse = saved.iter().rev().map(|deed| deed.inverse.clone()).collect();
        self.keep_undo(DoneAct { deeds: inverse, targets: targets.clone() });
        let files = saved.iter().filter(|deed| deed.is_changed);
        let files = files.map(|deed| ChangedFile { path: deed.inverse.path().clone(), lines: deed.lines });
        let files = files.collect();
        let now = Instant::now();
        self.late.extend(saved.into_iter().filter_map(|file| LateWrites::of(file, now)));
        Ok(Written { undo: Some(self.undos.len() - 1), files, targets })
    }

    /// Keeps what takes an act back; where there is too much of it, the oldest goes.
    fn keep_undo(&mut self, done: DoneAct) {
        self.undo_bytes += done.bytes();
        self.undos.push(done);
        let mut oldest = self.undos.iter_mut().filter(|done| !done.deeds.is_empty());
        while self.undo_bytes > UNDO_BYTES
            && let Some(done) = oldest.next()
        {
            self.undo_bytes -= done.bytes();
            done.deeds.clear();
        }
    }

    /// The steps of acts on one target, and the text that they would make of the one that the page
    /// has shown.
    fn steps(&self, edit: &TargetActs) -> Result<(FileSteps, String), EditFault> {
        let target = self.targets.get(&edit.id).ok_or(EditFault::Unknown)?;
        let known = self.known(&edit.id, edit.version).ok_or(EditFault::Unknown)?;
        let steps = match (target, &edit.acts) {
            (EditTarget::Picture(picture), FileActs::Sidecar(acts)) => {
                let size = picture.size.ok_or(EditFault::Refused(why::UNSHOWN))?;
                ChangeSteps::of(&known.text, acts, |act, text| act.change(text, size))
            }
            (EditTarget::List { path, words, .. }, FileActs::List(acts)) => {
                let page = |text: &str| source(path, text);
                ChangeSteps::of(&known.text, acts, |act, text| act.change(&page(text), words, known.figure))
            }
            _ => return Err(EditFault::Refused(why::WRONG_FILE)),
        };
        let steps = steps.map_err(|refusal| EditFault::Refused(reason(refusal)))?;
        let wanted = steps.on(&known.text).map_or_else(String::new, |done| done.after);
        Ok((FileSteps { path: target.path().clone(), steps, removes: false }, wanted))
    }

    /// When the next old file has had its time.
    pub(super) fn next(&self) -> Option<Instant> {
        self.late.iter().map(|late| late.until).min()
    }

    /// Looks at old files into which another program may have written, for the last time at those
    /// whose time is over.
    pub(super) fn settle(&mut self, now: Instant) {
        for mut late in std::mem::take(&mut self.late) {
            match late.settle(&self.root) {
                Some(LateWrite::Won(file)) => self.notices.push(file.to_string()),
                None if late.until > now => self.late.push(late),
                Some(LateWrite::Kept) | None => (),
            }
        }
    }
}

impl EditTarget {
    /// The file that acts change.
    pub(super) fn path(&self) -> &TreePath {
        match self {
            Self::Picture(picture) => &picture.sidecar,
            Self::List { path, .. } => path,
        }
    }
}

pub(super) fn reason(refusal: ActRefusal) -> Why {
    match refusal {
        ActRefusal::Unreadable => why::FINDING,
        ActRefusal::NoEntry => why::NO_ENTRY,
        ActRefusal::OtherMeaning => why::OTHER_MEANING,
    }
}

/// An id that says nothing to anybody else.
fn id_of(parts: &[&str]) -> String {
    blake3::hash(parts.join("\n").as_bytes()).to_hex().chars().take(24).collect()
}

/// A text as a source of the site.
pub(super) fn source(path: &TreePath, text: &str) -> Source {
    Source::decode(SourceId(0), path.clone(), text.as_bytes().to_vec())
}

/// Whether a sidecar can be read to its end; a text of a page always can.
pub(super) fn is_sound(path: &TreePath, text: &str) -> bool {
    let is_page = Path::new(path.as_str()).extension().is_some_and(|ending| ending == "md");
    is_page || parse::sidecar(&source(path, text)).1.is_empty()
}
