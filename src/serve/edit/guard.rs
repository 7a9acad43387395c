//! Who may ask for the mark editor's answers, and write.
//!
//! In: the head of a `POST` request from this computer, whose `Host` has been accepted. Out: what
//! it asks for and how long its body is, or a refusal. Any web page can send forms to this
//! computer, and any program on it can guess addresses. So a request must bring the key of this
//! run in a header, which no form can set and no other site may, come from a page of the preview
//! itself, and be JSON, which a browser asks for before it sends it elsewhere (CORS, "simple
//! requests"). Each of the three is enough against other sites; together they are against mistakes.
//! They are not against other programs of this computer, which can ask for the editor's page and find the
//! key in it, as they could write the files themselves.

use crate::serve::head::{Refusal, RequestHead, bad};
use crate::serve::secret_key::SecretKey;

/// The header that brings the key.
const KEY: &str = "X-Stepbook-Key";

/// Longest body, in bytes, of requests with pictures and of others.
const LONGEST_WITH_PICTURES: usize = 64 << 20;
const LONGEST: usize = 256 << 10;

const NO_EDIT: Refusal =
    Refusal { status: "403 Forbidden", words: "this preview does not let anybody write" };

const NOT_ITS_PAGE: Refusal =
    Refusal { status: "403 Forbidden", words: "only the editor of this preview may write" };

const TOO_LONG: Refusal = Refusal { status: "413 Content Too Large", words: "that is too much at once" };

const NO_LENGTH: Refusal =
    Refusal { status: "411 Length Required", words: "the length of the body is missing" };

const NOT_JSON: Refusal = Refusal { status: "415 Unsupported Media Type", words: "only JSON" };

/// What a request of the editor's page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EditRoute {
    /// A figure with its pictures and its list.
    Figure,
    /// The bytes of a picture, with everything that redactions hide.
    Source,
    /// The drawing of marks that are not written yet.
    Draw,
    /// Acts of the author, to be written.
    Act,
    /// Acts that are taken back.
    Undo,
    /// Whether pictures can go into a gap of a page.
    Place,
    /// Pictures that go there.
    Add,
    /// A picture that takes the place of another one.
    Replace,
}

impl EditRoute {
    /// Longest body, in bytes.
    const fn longest(self) -> usize {
        match self {
            Self::Add | Self::Replace => LONGEST_WITH_PICTURES,
            _ => LONGEST,
        }
    }
}

/// A request of the editor's page whose body may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EditAsk {
    pub(crate) route: EditRoute,
    /// Length of the body, in bytes.
    pub(crate) length: usize,
}

/// What a request with this head, sent to `path`, may write. `host` is its `Host`.
pub(crate) fn judge(
    head: &RequestHead<'_>,
    (path, host): (&str, &str),
    key: Option<&SecretKey>,
) -> Result<EditAsk, Refusal> {
    let key = key.ok_or(NO_EDIT)?;
    let route = match path {
        "__stepbook/edit/figure" => EditRoute::Figure,
        "__stepbook/edit/source" => EditRoute::Source,
        "__stepbook/edit/draw" => EditRoute::Draw,
        "__stepbook/edit/act" => EditRoute::Act,
        "__stepbook/edit/undo" => EditRoute::Undo,
        "__stepbook/edit/place" => EditRoute::Place,
        "__stepbook/edit/add" => EditRoute::Add,
        "__stepbook/edit/replace" => EditRoute::Replace,
        _ => return Err(bad("nothing can be sent to this address")),
    };
    // A page of another server on this computer has another `Origin`; a file has `null`.
    let own = head.only("Origin")?.and_then(|origin| origin.strip_prefix("http://"));
    if !own.is_some_and(|own| own.eq_ignore_ascii_case(host)) {
        return Err(NOT_ITS_PAGE);
    }
    if !matches!(head.only("Sec-Fetch-Site")?, None | Some("same-origin")) {
        return Err(NOT_ITS_PAGE);
    }
    if !head.only(KEY)?.is_some_and(|shown| key.is(shown.as_bytes())) {
        return Err(NOT_ITS_PAGE);
    }
    if !head.only("Content-Type")?.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(NOT_JSON);
    }
    if head.all("Transfer-Encoding").next().is_some() || head.all("Content-Encoding").next().is_some() {
        return Err(bad("the body must come as it is, with its length"));
    }
    let length = head.only("Content-Length")?.ok_or(NO_LENGTH)?;
    let length = length.parse().ok().filter(|length| *length <= route.longest()).ok_or(TOO_LONG)?;
    Ok(EditAsk { route, length })
}
