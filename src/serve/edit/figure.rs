//! A figure, as the editor's page gets it: from the disk as it is now, also where the site has not
//! followed yet.

use super::desk::{EditDesk, EditTarget, source};
use super::open_picture;
use super::protocol::{FigureJson, ListJson, MarkJson, PictureJson, RedactionJson, TargetJson, numbers};
use super::save;
use super::why;
use crate::compile::{EditablePicture, FigureText, SiteState};
use crate::disk::AuthorFile;
use crate::edit::{list_items, moved_place};
use crate::model::Sidecar;
use crate::parse;
use crate::url::{SitePath, TreePath};

/// The figure of a page that has the picture of this number.
pub(super) fn open(
    desk: &mut EditDesk,
    state: &SiteState,
    (page, number): (&SitePath, u32),
) -> Option<FigureJson> {
    let figure = state.figure(page, number)?;
    let pictures = figure.pictures.iter().map(|picture| {
        let mut picture = picture.clone();
        open_picture::look(&mut picture, desk.root());
        let id = desk.open_picture(page, &picture);
        picture_now(desk, id, &picture)
    });
    Some(FigureJson {
        pictures: pictures.collect(),
        list: open_list(desk, &figure.text),
        others: figure.others.iter().filter_map(|other| open_list(desk, other)).collect(),
        title: figure.title,
        step: figure.step,
        anchor: format!("fig-{number}"),
        page: page.to_string(),
        number,
        notices: std::mem::take(&mut desk.notices),
    })
}

/// A target as it is on the disk now; `None` if it is not there any more.
pub(super) fn target_now(desk: &mut EditDesk, id: String, target: &EditTarget) -> Option<TargetJson> {
    match target {
        EditTarget::Picture(picture) => Some(TargetJson::Picture(Box::new(picture_now(desk, id, picture)))),
        EditTarget::List { path, language, words } => {
            let text = read(desk, path, desk.was_empty(&id)).ok()?;
            let (version, figure) = desk.next_version(&id, &text)?;
            let text = source(path, &text);
            let figure =
                FigureText { source: text, start: figure, words: words.clone(), language: language.clone() };
            list((id, version), &figure).map(TargetJson::List)
        }
    }
}

/// The text of a file; `was_empty` says whether it was empty when it was last seen.
fn read(desk: &EditDesk, path: &TreePath, was_empty: bool) -> std::io::Result<String> {
    let read = save::read(&AuthorFile::at(desk.root(), path)?, was_empty)?;
    Ok(read.map_or_else(String::new, |read| read.content))
}

fn picture_now(desk: &mut EditDesk, id: String, picture: &EditablePicture) -> PictureJson {
    let read = read(desk, &picture.sidecar, desk.was_empty(&id));
    let text = read.as_ref().map_or("", String::as_str);
    let version = desk.version(&id, text, 0);
    let (sidecar, problems) = parse::sidecar(&source(&picture.sidecar, text));
    let broken = match () {
        () if picture.size.is_none() => Some(why::UNSHOWN),
        () if read.is_err() => Some(why::DISK),
        () if !problems.is_empty() => Some(why::FINDING),
        () => None,
    };
    PictureJson {
        id,
        number: picture.names.figure,
        file: picture.file.to_string(),
        sidecar: picture.sidecar.to_string(),
        size: picture.size,
        version,
        marks: sidecar.marks.iter().map(|mark| MarkJson::from(&mark.edited())).collect(),
        redactions: sidecar.redactions.iter().map(|one| RedactionJson::from(&one.edited())).collect(),
        crop: crop(&sidecar),
        alt: picture.alt.clone(),
        svg: picture.svg(&sidecar),
        broken,
    }
}

fn crop(sidecar: &Sidecar) -> Option<[i32; 4]> {
    sidecar.crop.as_ref().map(|(crop, _)| numbers(*crop))
}

fn open_list(desk: &mut EditDesk, figure: &FigureText) -> Option<ListJson> {
    let path = &figure.source.path;
    let text = read(desk, path, false).ok()?;
    let start = moved_place(&figure.source.text, &text, figure.start)?;
    let known = desk.open_list(figure, (&text, start));
    list(known, &FigureText { source: source(path, &text), start, ..figure.clone() })
}

/// The list of a figure, with its id and the number of its text's state.
fn list((id, version): (String, u64), figure: &FigureText) -> Option<ListJson> {
    let items = list_items(&figure.source, &figure.words, figure.start)?;
    Some(ListJson {
        id,
        version,
        file: figure.source.path.to_string(),
        language: figure.language.clone(),
        first: items.first,
        items: items.items,
    })
}
