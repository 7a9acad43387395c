//! Answers to calls with pictures.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::desk::{EditDesk, EditFault};
use super::picture_names::TakenNames;
use super::pictures::{AddedPicture, GivenPicture};
use super::protocol::{AddAsk, AddedFile, AddedJson, PlaceAsk, PlaceJson, PlaceText, ReplaceAsk};
use super::replies::{json_of, refusal, saved, unknown_page};
use super::why;
use crate::compile::{PageGap, SiteState, TextGap};
use crate::serve::snapshot::Snapshot;
use crate::serve::whole::WholeAnswer;
use crate::url::{SitePath, TreePath};

/// Most pictures that are added together.
const MOST: usize = 20;

/// Longest alternative text in bytes, and longest name of a folder.
const LONGEST_ALT: usize = 4000;
const LONGEST_FOLDER: usize = 40;

/// Whether pictures can go into a gap, and what they are called after.
pub(super) fn place(ask: &PlaceAsk, snapshot: &Snapshot) -> WholeAnswer {
    let gaps =
        state(snapshot).and_then(|state| gaps(state, (&ask.page, ask.section.as_deref()), (ask.at, ask.of)));
    let Some(gaps) = gaps else { return refusal("422 Unprocessable Content", why::PLACE) };
    let text = |gap: TextGap| PlaceText {
        language: gap.language,
        title: gap.title,
        file: gap.source.path.to_string(),
    };
    json_of("200 OK", &PlaceJson { texts: gaps.into_iter().map(text).collect() })
}

/// Puts pictures into a gap.
pub(super) fn add(desk: &mut EditDesk, ask: AddAsk, snapshot: &Snapshot) -> WholeAnswer {
    let Some(state) = state(snapshot) else { return unknown_page() };
    let gaps = gaps(state, (&ask.page, ask.section.as_deref()), (ask.at, ask.of));
    let (Some(gaps), Some(own)) = (gaps.as_deref(), gaps.as_ref().and_then(|gaps| gaps.first())) else {
        return refusal("422 Unprocessable Content", why::PLACE);
    };
    let is_fine = |one: &AddedJson| {
        one.alts.contains_key(&own.language) && one.alts.values().all(|alt| alt.len() <= LONGEST_ALT)
    };
    if ask.pictures.is_empty() || ask.pictures.len() > MOST || !ask.pictures.iter().all(is_fine) {
        return refusal("422 Unprocessable Content", why::TOO_MANY);
    }
    let pictures = ask.pictures.into_iter().map(|one| Some((given(&one.data, one.keep)?, one.alts)));
    let Some(pictures) = pictures.collect::<Option<Vec<_>>>() else {
        return refusal("400 Bad Request", why::NOT_OURS);
    };
    let tree = state.tree();
    let files = tree.sources().map(|source| source.path.as_str());
    let files = files.chain(tree.assets().keys().map(TreePath::as_str));
    let taken = TakenNames::of(files, &format!("{}/img", own.source.path.folder()));
    let added = desk.add_pictures(gaps, pictures, taken);
    answered(desk, added)
}

/// Puts a picture in the place of another one.
pub(super) fn replace(desk: &mut EditDesk, ask: ReplaceAsk) -> WholeAnswer {
    let Some(given) = given(&ask.data, ask.keep) else { return refusal("400 Bad Request", why::NOT_OURS) };
    let replaced = desk.replace_picture((&ask.picture, ask.version), &given);
    answered(desk, replaced.map(|(written, added)| (written, vec![added])))
}

type WrittenPictures = Result<(super::desk::Written, Vec<AddedPicture>), EditFault>;

fn answered(desk: &mut EditDesk, done: WrittenPictures) -> WholeAnswer {
    let (written, added) = match done {
        Ok((written, added)) => (Ok(written), added),
        Err(fault) => (Err(fault), Vec::new()),
    };
    let file = |one: AddedPicture| AddedFile { file: one.file.to_string(), size: one.size, from: one.from };
    saved(desk, written, added.into_iter().map(file).collect())
}

fn state(snapshot: &Snapshot) -> Option<&SiteState> {
    snapshot.pages.as_ref().map(|pages| pages.state())
}

fn gaps(
    state: &SiteState,
    (page, section): (&str, Option<&str>),
    (at, of): (usize, usize),
) -> Option<Vec<TextGap>> {
    state.gap(PageGap { page: &SitePath::new(page), section, at, of })
}

/// A picture as the page sent it; `None` if it did not send that.
fn given(data: &str, keep: Option<String>) -> Option<GivenPicture> {
    let is_plain = |name: &str| {
        name.len() <= LONGEST_FOLDER
            && name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let bytes = BASE64_STANDARD.decode(data).ok()?;
    keep.as_deref().is_none_or(is_plain).then_some(GivenPicture { bytes, keep })
}
