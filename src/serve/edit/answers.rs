//! Answers to the editor's page.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::json;

use super::desk::{EditDesk, EditTarget, TargetActs};
use super::figure;
use super::guard::EditRoute;
use super::picture_calls;
use super::protocol::{ActAsk, DrawAsk, FigureAsk, NoMark, SourceAsk, UndoAsk, area};
use super::replies::{json_of, refusal, saved, unknown, unread};
use super::why;
use crate::disk::AuthorFile;
use crate::edit::{EditedMark, EditedRedaction, edited_sidecar};
use crate::serve::media_type::media_type;
use crate::serve::snapshot::Snapshot;
use crate::serve::whole::{AnswerPart, WholeAnswer};
use crate::url::{SitePath, TreePath};

/// Most acts that are written together, and most marks that are drawn: what an author can see at once.
const MOST_ACTS: usize = 300;
const MOST_MARKS: usize = 500;

/// The answer to a request that was allowed.
pub(super) fn answer(
    desk: &mut EditDesk,
    (route, body): (EditRoute, &[u8]),
    snapshot: &Snapshot,
) -> WholeAnswer {
    match route {
        EditRoute::Figure => read(body, |ask| opened(desk, &ask, snapshot)),
        EditRoute::Source => read(body, |ask: SourceAsk| source(desk, &ask.picture)),
        EditRoute::Draw => read(body, |ask| drawn(desk, ask)),
        EditRoute::Act => read(body, |ask| act(desk, ask)),
        EditRoute::Undo => read(body, |ask: UndoAsk| {
            let written = desk.undo(ask.undo);
            saved(desk, written, Vec::new())
        }),
        EditRoute::Place => read(body, |ask| picture_calls::place(&ask, snapshot)),
        EditRoute::Add => read(body, |ask| picture_calls::add(desk, ask, snapshot)),
        EditRoute::Replace => read(body, |ask| picture_calls::replace(desk, ask)),
    }
}

/// The answer after a fault in the program.
pub(super) fn fault() -> WholeAnswer {
    refusal("500 Internal Server Error", why::FAULT)
}

fn read<A: DeserializeOwned>(body: &[u8], answer: impl FnOnce(A) -> WholeAnswer) -> WholeAnswer {
    match serde_json::from_slice(body) {
        Ok(ask) => answer(ask),
        Err(_) => refusal("400 Bad Request", why::NOT_OURS),
    }
}

fn opened(desk: &mut EditDesk, ask: &FigureAsk, snapshot: &Snapshot) -> WholeAnswer {
    let state = snapshot.pages.as_ref().map(|pages| pages.state());
    let figure = state.and_then(|state| {
        let (page, number) = match ask {
            FigureAsk::Picture { page, picture } => (SitePath::new(page), *picture),
            FigureAsk::Place { text, at } => state.picture_at(&TreePath::new(text), *at)?,
        };
        figure::open(desk, state, (&page, number))
    });
    match figure {
        Some(figure) => json_of("200 OK", &figure),
        None => refusal("404 Not Found", why::NO_PICTURE),
    }
}

/// The bytes of a source picture. Whoever sees them sees everything that redactions hide.
fn source(desk: &EditDesk, id: &str) -> WholeAnswer {
    let Some(EditTarget::Picture(picture)) = desk.target(id) else { return unknown() };
    match AuthorFile::at(desk.root(), &picture.file).and_then(|place| place.read::<Arc<[u8]>>()) {
        Ok(None) => unread(&format!("{}: it is not there any more", picture.file)),
        Ok(Some(read)) => WholeAnswer {
            status: "200 OK",
            kind: media_type(picture.file.as_str()),
            extra: "".into(),
            body: vec![AnswerPart::file(&read.content)],
        },
        Err(error) => unread(&format!("{}: {error}", picture.file)),
    }
}

fn drawn(desk: &EditDesk, ask: DrawAsk) -> WholeAnswer {
    if ask.marks.len().max(ask.redactions.len()) > MOST_MARKS {
        return no_mark();
    }
    let Some(EditTarget::Picture(picture)) = desk.target(&ask.picture) else { return unknown() };
    let marks = ask.marks.into_iter().map(EditedMark::try_from).collect::<Result<Vec<_>, NoMark>>();
    let redactions = ask.redactions.into_iter().map(EditedRedaction::try_from);
    let redactions = redactions.collect::<Result<Vec<_>, NoMark>>();
    let (Ok(marks), Ok(redactions), Ok(crop)) = (marks, redactions, ask.crop.map(area).transpose()) else {
        return no_mark();
    };
    json_of("200 OK", &json!({ "svg": picture.svg(&edited_sidecar(&marks, &redactions, crop)) }))
}

fn no_mark() -> WholeAnswer {
    refusal("422 Unprocessable Content", why::NO_MARK)
}

fn act(desk: &mut EditDesk, ask: ActAsk) -> WholeAnswer {
    if ask.edits.iter().map(|edit| edit.acts.len()).sum::<usize>() > MOST_ACTS {
        return no_mark();
    }
    let edits = ask.edits.into_iter().map(|edit| {
        let (id, version) = (edit.target.clone(), edit.version);
        Ok(TargetActs { id, version, acts: edit.acts()? })
    });
    let Ok(edits) = edits.collect::<Result<Vec<TargetActs>, NoMark>>() else { return no_mark() };
    let written = desk.act(&edits);
    saved(desk, written, Vec::new())
}
