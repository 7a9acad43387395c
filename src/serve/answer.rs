//! The answer to a request, as a function of values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::client_place::ClientPlace;
use super::head::Refusal;
use super::looking::LookingReport;
use super::media_type::media_type;
use super::snapshot::{LIVE, Snapshot};
use super::whole::{self, AnswerPart, WholeAnswer};
use crate::html_escape::escaped;
use crate::source::Asset;
use crate::theme;
use crate::url::{SitePath, percent_decode};

/// The beginning of the addresses of the preview's own files; no page of a site
/// begins like this.
pub(super) const OWN: &str = "__stepbook/";

/// What a request asks for, after it was allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AllowedRequest {
    /// Whether the body is left out (`HEAD`).
    pub(super) head_only: bool,
    /// Path of the file, decoded, without the leading `/` and the query.
    pub(super) path: String,
    /// What follows the `?`, as it was sent.
    pub(super) query: String,
    pub(super) place: ClientPlace,
}

/// What takes time to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OrderedWork {
    /// The handout at this address.
    Handout(SitePath),
    /// The places of the steps of the page at this address.
    Places(SitePath),
    /// The page at this address, or a file of the search index.
    Page(SitePath),
    /// The page for readers who are lost at this address.
    Lost(String),
}

/// What the answer to a request consists of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// An answer that is complete.
    Whole(WholeAnswer),
    /// A file of the content, read piece by piece.
    Copy {
        /// The media type.
        kind: &'static str,
        /// The file.
        file: Asset,
    },
    /// An answer that still has to be made.
    Order(OrderedWork),
    /// A stream of events that stays open.
    Events,
    /// A note of what a browser looks at.
    Looking(LookingReport),
    /// A file of the mark editor, if there is an editor.
    Editor(EditorFile),
}

/// A file of the mark editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EditorFile {
    Page,
    Script,
    Style,
}

/// The answer from the site as it is now.
pub(super) fn answer(asked: &AllowedRequest, snapshot: &Snapshot) -> Answer {
    match asked.path.strip_prefix(OWN) {
        Some(own) => own_file(own, &asked.query),
        None => site_file(asked, snapshot),
    }
}

/// The answer to a refused request.
pub(super) fn refused(refusal: Refusal) -> WholeAnswer {
    let allow = if refusal.status.starts_with("405") { "Allow: GET, HEAD\r\n" } else { "" };
    with_header(plain(refusal.status, refusal.words), allow)
}

/// The answer that gives a browser its cookie and leads to the home page. It is
/// no redirect: after a link of another site, such as a mail in a browser, the
/// browser would follow that without the cookie, which is for our own links.
pub(super) fn entered(cookie: String) -> WholeAnswer {
    const BODY: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>stepbook</title>\n\
                        <meta http-equiv=\"refresh\" content=\"0; url=/\">\n<link rel=\"icon\" href=\"data:,\">\n\
                        <p><a href=\"/\">stepbook</a></p>\n";
    WholeAnswer {
        status: "200 OK",
        kind: "text/html; charset=utf-8",
        extra: (cookie + "Referrer-Policy: no-referrer\r\n").into(),
        body: vec![AnswerPart::text(BODY)],
    }
}

/// The answer while too many other clients ask for the same thing.
pub(super) fn busy(words: &'static str) -> WholeAnswer {
    with_header(plain("503 Service Unavailable", words), "Retry-After: 1\r\n")
}

/// The answer to a note of what a browser looks at; `known` tells whether its
/// stream is open.
pub(super) fn noted(known: bool) -> WholeAnswer {
    if known { plain("200 OK", "noted") } else { plain("404 Not Found", "there is no such stream") }
}

/// The answer where there is no mark editor.
pub(super) fn no_editor() -> WholeAnswer {
    plain("404 Not Found", "this preview has no editor")
}

fn own_file(name: &str, query: &str) -> Answer {
    match name {
        "events" => Answer::Events,
        "looking" => match LookingReport::parse(query) {
            Some(report) => Answer::Looking(report),
            None => Answer::Whole(plain("400 Bad Request", "wanted: stream=NUMBER&page=PATH&page=…")),
        },
        "places" => match query.strip_prefix("page=").map(percent_decode) {
            Some(page) => Answer::Order(OrderedWork::Places(SitePath::new(&page))),
            None => Answer::Whole(plain("400 Bad Request", "wanted: page=PATH")),
        },
        "edit.html" => Answer::Editor(EditorFile::Page),
        "edit.js" => Answer::Editor(EditorFile::Script),
        "edit.css" => Answer::Editor(EditorFile::Style),
        "live.js" => found("text/javascript; charset=utf-8", vec![AnswerPart::text(LIVE)]),
        "overlay.css" => {
            let css = AnswerPart::text(theme::serve_file("serve/overlay.css").unwrap_or(""));
            found("text/css; charset=utf-8", vec![css])
        }
        _ => Answer::Whole(plain("404 Not Found", "no such file")),
    }
}

/// The file of the site at exactly this path; for a folder its `index.html`.
fn site_file(asked: &AllowedRequest, snapshot: &Snapshot) -> Answer {
    let place = asked.place;
    let file = match asked.path.as_str() {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    let path = SitePath::new(&file);
    if let Some(bytes) = snapshot.fixed.get(&path) {
        return Answer::Whole(site_bytes((&path, place), bytes, snapshot));
    }
    if let Some(asset) = snapshot.fixed.copy_at(&path) {
        return Answer::Copy { kind: media_type(&file), file: asset.clone() };
    }
    let pages = snapshot.pages.as_ref();
    if pages.is_some_and(|pages| pages.state().promises(&path)) {
        return Answer::Order(OrderedWork::Handout(path));
    }
    if pages.is_some_and(|pages| pages.has(&path)) {
        return Answer::Order(OrderedWork::Page(path));
    }
    if snapshot.has(&SitePath::new(&format!("{file}/index.html"))) {
        let location = format!("Location: /{}/\r\n", crate::url::percent_encode(&file));
        return Answer::Whole(with_header(plain("302 Found", "it is a folder"), location));
    }
    if pages.is_some() {
        Answer::Order(OrderedWork::Lost(file))
    } else {
        Answer::Whole(lost((&file, place), None, snapshot))
    }
}

/// The answer with a file of the site.
pub(super) fn site_bytes(
    (path, place): (&SitePath, ClientPlace),
    bytes: &Arc<[u8]>,
    snapshot: &Snapshot,
) -> WholeAnswer {
    let file = path.as_str();
    let body = dressed((file, place), (file, bytes), snapshot);
    WholeAnswer::of("200 OK", media_type(file), body)
}

/// The page for readers who are lost.
pub(super) const LOST: &str = "404.html";

/// The answer to a reader who is lost at an address, with the page for that.
pub(super) fn lost(asked: (&str, ClientPlace), page: Option<&Arc<[u8]>>, snapshot: &Snapshot) -> WholeAnswer {
    WholeAnswer::of(
        "404 Not Found",
        "text/html; charset=utf-8",
        page.map_or_else(Vec::new, |page| dressed(asked, (LOST, page), snapshot)),
    )
}

/// The parts of a file that is the answer to `asked`; a page gets the preview's
/// script and the findings.
fn dressed(
    (asked, place): (&str, ClientPlace),
    (file, bytes): (&str, &Arc<[u8]>),
    snapshot: &Snapshot,
) -> Vec<AnswerPart> {
    const END: &[u8] = b"</body>";
    if media_type(file) != "text/html; charset=utf-8" {
        return vec![AnswerPart::file(bytes)];
    }
    let end = bytes.windows(END.len()).rposition(|window| window == END).unwrap_or(bytes.len());
    let added = format!(
        "<link rel=\"stylesheet\" href=\"/__stepbook/overlay.css\">\n{}\
         <script defer src=\"/__stepbook/live.js\" data-page=\"{}\" data-version=\"{}\" data-scripts=\"{}\"{}{}></script>\n",
        snapshot.findings.at(place),
        escaped(asked),
        snapshot.version,
        snapshot.scripts,
        if asked == file { "" } else { " data-lost" },
        if snapshot.edits { " data-edits" } else { "" },
    );
    let (before, after) = whole::split(bytes, end);
    vec![before, AnswerPart::text(added), after]
}

fn found(kind: &'static str, body: Vec<AnswerPart>) -> Answer {
    Answer::Whole(WholeAnswer::of("200 OK", kind, body))
}

fn plain(status: &'static str, words: &'static str) -> WholeAnswer {
    WholeAnswer::of(status, "text/plain; charset=utf-8", vec![AnswerPart::text(words)])
}

fn with_header(answer: WholeAnswer, header: impl Into<Cow<'static, str>>) -> WholeAnswer {
    WholeAnswer { extra: header.into(), ..answer }
}

/// The answer with the places of a page's steps.
pub(super) fn places(places: &BTreeMap<String, String>) -> WholeAnswer {
    let body = vec![AnswerPart::text(serde_json::json!(places).to_string())];
    WholeAnswer { status: "200 OK", kind: "application/json", extra: "".into(), body }
}

/// The answer with a handout, or with an error if it could not be made.
pub(super) fn handout(made: Option<&Arc<[u8]>>) -> WholeAnswer {
    match made {
        Some(bytes) => WholeAnswer::of("200 OK", "application/pdf", vec![AnswerPart::file(bytes)]),
        None => plain("500 Internal Server Error", "this handout can't be made; `stepbook pdf` says why"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compile::{CompileOptions, Compiler, HandoutMode};
    use crate::output::OutputTree;
    use crate::serve::live_pages::{LivePages, PagesToBegin};
    use crate::source::ContentTree;
    use crate::url::TreePath;

    fn snapshot() -> Snapshot {
        let mut fixed = OutputTree::default();
        for (path, text) in
            [("index.html", "<body>home</body>"), ("en/圖/a b.html", "<p>"), ("assets/style.css", "x")]
        {
            fixed.insert(SitePath::new(path), text.as_bytes());
        }
        Snapshot {
            findings: Arc::new("<aside>2</aside>".into()),
            fixed: Arc::new(fixed),
            ..Snapshot::default()
        }
    }

    fn asked(target: &str) -> AllowedRequest {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        AllowedRequest {
            head_only: false,
            path: path.to_owned(),
            query: query.to_owned(),
            place: ClientPlace::Here,
        }
    }

    fn status(path: &str) -> String {
        match answer(&asked(path), &snapshot()) {
            Answer::Whole(whole) => whole.status.to_owned(),
            Answer::Copy { file, .. } => format!("copy of {} bytes", file.length()),
            Answer::Order(OrderedWork::Handout(path)) => format!("make {path}"),
            Answer::Order(OrderedWork::Places(page)) => format!("places of {page}"),
            Answer::Order(OrderedWork::Page(path)) => format!("page {path}"),
            Answer::Order(OrderedWork::Lost(asked)) => format!("lost at {asked}"),
            Answer::Events => "events".to_owned(),
            Answer::Looking(report) => format!("stream {} looks", report.stream),
            Answer::Editor(file) => format!("{file:?} of the editor"),
        }
    }

    fn text(body: &[AnswerPart]) -> String {
        String::from_utf8(body.iter().flat_map(|piece| piece.bytes().to_vec()).collect()).unwrap()
    }

    #[test]
    fn pages_are_found_by_exact_key_and_folders_by_their_index() {
        assert_eq!(status(""), "200 OK");
        assert_eq!(status("index.html"), "200 OK");
        assert_eq!(status("en/圖/a b.html"), "200 OK");
        assert_eq!(status("INDEX.html"), "404 Not Found");
        assert_eq!(status("../etc/passwd"), "404 Not Found");
        assert_eq!(status("__stepbook/events"), "events");
        assert_eq!(status("__stepbook/looking?stream=3&page=a"), "stream 3 looks");
        assert_eq!(status("__stepbook/looking?page=a"), "400 Bad Request");
        assert_eq!(status("__stepbook/places?page=en/a%20b.html"), "places of en/a b.html");
        assert_eq!(status("__stepbook/places"), "400 Bad Request");
        assert_eq!(status("__stepbook/edit.html?page=a"), "Page of the editor");
    }

    /// A state of a site with one guide.
    fn live() -> Snapshot {
        let tree = ContentTree::default().with_sources([
            (TreePath::new("stepbook.toml"), b"languages = [\"en\"]\ntitle.en = \"T\"\n".to_vec()),
            (TreePath::new("content/a.en.md"), b"# A\n\n## Step: One\n".to_vec()),
        ]);
        let options = CompileOptions { handouts: HandoutMode::OnDemand, ..CompileOptions::default() };
        let state = Compiler::default().state(&tree, &options);
        let behind = Arc::new(rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap());
        let (first, found) = (|_: &SitePath, _| (), |_: &_, _: &_| ());
        let begin = PagesToBegin { looked_at: Vec::new(), first, found, behind };
        let pages = LivePages::begin(state, begin).unwrap();
        Snapshot { pages: Some(Arc::new(pages)), ..snapshot() }
    }

    #[test]
    fn pages_and_handouts_are_made_when_they_are_asked_for() {
        let snapshot = live();
        let ordered = |path: &str| match answer(&asked(path), &snapshot) {
            Answer::Order(work) => format!("{work:?}"),
            other => format!("{other:?}").chars().take(40).collect(),
        };
        assert_eq!(ordered("en/a.html"), r#"Page(SitePath("en/a.html"))"#);
        assert_eq!(ordered("en/"), r#"Page(SitePath("en/index.html"))"#);
        assert_eq!(ordered("search/index.js"), r#"Page(SitePath("search/index.js"))"#);
        assert_eq!(ordered("en/b.html"), r#"Lost("en/b.html")"#);
        assert_eq!(ordered("en/b.pdf"), r#"Lost("en/b.pdf")"#);
        if cfg!(feature = "pdf") {
            assert_eq!(ordered("en/a.pdf"), r#"Handout(SitePath("en/a.pdf"))"#);
        }
        let Answer::Whole(moved) = answer(&asked("en"), &snapshot) else { panic!("no redirect") };
        assert_eq!(moved.extra, "Location: /en/\r\n");
    }

    #[test]
    fn a_refusal_says_which_methods_there_are() {
        let refusal = Refusal { status: "405 Method Not Allowed", words: "only GET and HEAD" };
        assert_eq!(refused(refusal).extra, "Allow: GET, HEAD\r\n");
    }

    #[test]
    fn findings_and_script_stand_before_the_end_of_a_page() {
        let snapshot = snapshot();
        let Answer::Whole(page) = answer(&asked(""), &snapshot) else { panic!("no page") };
        insta::assert_snapshot!(text(&page.body), @r#"
        <body>home<link rel="stylesheet" href="/__stepbook/overlay.css">
        <aside>2</aside><script defer src="/__stepbook/live.js" data-page="index.html" data-version="0" data-scripts=""></script>
        </body>
        "#);
    }

    #[test]
    fn a_lost_reader_waits_for_the_page_that_was_asked_for() {
        let page =
            lost(("en/\"a\".html", ClientPlace::Here), Some(&Arc::from(*b"<body>lost</body>")), &snapshot());
        assert!(text(&page.body).contains("data-page=\"en/&quot;a&quot;.html\""));
        assert!(text(&page.body).contains(" data-lost></script>"));
    }

    proptest! {
        /// A request gets nothing that is not in the tree.
        #[test]
        fn only_the_tree_is_served(path in "(/|\\.\\.|%2e|\u{0}|en|index\\.html|~|\\\\|\\?|#|:){0,12}") {
            if let Answer::Whole(WholeAnswer { status: "200 OK", body, .. }) = answer(&asked(&path), &snapshot()) {
                prop_assert!(text(&body).contains("home"), "{path}");
            }
        }
    }
}
