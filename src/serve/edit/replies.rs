//! What answers to the editor's page are made of: JSON, refusals, and what was written.

use serde::Serialize;

use super::desk::{EditDesk, EditFault, Written};
use super::figure;
use super::protocol::{AddedFile, ConflictJson, RefusedJson, RefusedPicture, SavedFile, SavedJson};
use super::why::{self, Why};
use crate::serve::whole::{AnswerPart, WholeAnswer};

/// A value as JSON.
pub(super) fn json_of(status: &'static str, value: &impl Serialize) -> WholeAnswer {
    let body = serde_json::to_string(value).unwrap_or_default();
    WholeAnswer { status, kind: "application/json", extra: "".into(), body: vec![AnswerPart::text(body)] }
}

/// Why nothing is done.
pub(super) fn refusal(status: &'static str, why: Why) -> WholeAnswer {
    json_of(status, &why)
}

/// The refusal of the disk, with what the system says.
pub(super) fn unread(said: &str) -> WholeAnswer {
    json_of("409 Conflict", &RefusedJson { why: why::DISK, said: said.to_owned(), conflicts: Vec::new() })
}

/// The answer where there is no such page.
pub(super) fn unknown_page() -> WholeAnswer {
    refusal("404 Not Found", why::NO_PICTURE)
}

/// The answer where the page names something that is not open.
pub(super) fn unknown() -> WholeAnswer {
    refusal("404 Not Found", why::NOT_OPEN)
}

/// The answer to what was written, or to why nothing was.
pub(super) fn saved(
    desk: &mut EditDesk,
    written: Result<Written, EditFault>,
    added: Vec<AddedFile>,
) -> WholeAnswer {
    let written = match written {
        Ok(written) => written,
        Err(EditFault::Unknown) => return unknown(),
        Err(EditFault::Refused(why)) => return refusal("422 Unprocessable Content", why),
        Err(EditFault::Disk(said)) => return unread(&said),
        Err(EditFault::Left(files)) => {
            let said = files.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let refused = RefusedJson { why: why::LEFT, said, conflicts: Vec::new() };
            return json_of("409 Conflict", &refused);
        }
        Err(EditFault::Picture { number, why, said }) => {
            return json_of("422 Unprocessable Content", &RefusedPicture { why, said, picture: number });
        }
        Err(EditFault::Conflict { file, now, wanted }) => {
            let conflict = ConflictJson { file: file.to_string(), now, wanted };
            let refused = RefusedJson { why: why::CONFLICT, said: String::new(), conflicts: vec![conflict] };
            return json_of("409 Conflict", &refused);
        }
    };
    let mut targets = Vec::new();
    for id in &written.targets {
        if let Some(target) = desk.target(id).cloned() {
            targets.extend(figure::target_now(desk, id.clone(), &target));
        }
    }
    let saved = written.files.iter().map(|file| SavedFile { file: file.path.to_string(), lines: file.lines });
    json_of("200 OK", &SavedJson { undo: written.undo, saved: saved.collect(), targets, added })
}
