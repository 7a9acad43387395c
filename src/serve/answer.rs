//! What a request is answered, as a function of values.

use std::borrow::Cow;

use super::snapshot::Snapshot;
use crate::theme;
use crate::url::{SitePath, percent_decode};

/// Addresses of the preview's own files begin so; no page of a site does.
const OWN: &str = "__stepbook/";

/// What counts of a request.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked<'a> {
    /// `GET`, `HEAD`, …
    pub(super) method: &'a str,
    /// Path and query as they came.
    pub(super) target: &'a str,
    /// The `Host` header.
    pub(super) host: Option<&'a str>,
    /// The `Origin` header.
    pub(super) origin: Option<&'a str>,
}

/// What to answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer<'a> {
    /// A whole answer.
    Whole {
        /// Such as `200 OK`.
        status: &'static str,
        /// The media type.
        kind: &'static str,
        /// Further header lines, each with its line end.
        extra: Cow<'static, str>,
        /// The body; left out for `HEAD`.
        body: Cow<'a, [u8]>,
    },
    /// A handout that is still to be made.
    Handout(SitePath),
    /// A stream of events that stays open.
    Events,
}

/// Answers a request for the site that listens at `port`.
///
/// Only this computer's own names are answered: otherwise any web page could
/// have its name point here and read along (DNS rebinding).
pub(super) fn answer<'a>(asked: &Asked<'_>, snapshot: &'a Snapshot, port: u16) -> Answer<'a> {
    if !asked.host.is_some_and(|host| is_ours(host, port)) {
        return plain("403 Forbidden", "this preview answers to 127.0.0.1 and localhost only");
    }
    let foreign = asked
        .origin
        .is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(|host| is_ours(host, port)));
    if foreign {
        return plain("403 Forbidden", "this preview answers no other site");
    }
    if !matches!(asked.method, "GET" | "HEAD") {
        return with_header(plain("405 Method Not Allowed", "only GET and HEAD"), "Allow: GET, HEAD\r\n");
    }
    let path = asked.target.split(['?', '#']).next().unwrap_or("");
    let path = percent_decode(path.strip_prefix('/').unwrap_or(path));
    match path.strip_prefix(OWN) {
        Some(own) => own_file(own),
        None => site_file(&path, snapshot),
    }
}

fn is_ours(host: &str, port: u16) -> bool {
    let Some((name, written)) = host.rsplit_once(':') else { return false };
    written == port.to_string() && matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

fn own_file(name: &str) -> Answer<'static> {
    match name {
        "events" => Answer::Events,
        "live.js" => whole("text/javascript; charset=utf-8", include_bytes!("live.js").as_slice().into()),
        "overlay.css" => {
            let css = theme::serve_file("serve/overlay.css").unwrap_or("");
            whole("text/css; charset=utf-8", css.as_bytes().into())
        }
        _ => plain("404 Not Found", "no such file"),
    }
}

/// A file of the site by its exact path; a folder by its `index.html`.
fn site_file<'a>(path: &str, snapshot: &'a Snapshot) -> Answer<'a> {
    let file = match path {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    if let Some(bytes) = snapshot.output.get(&SitePath::new(&file)) {
        return whole(media_type(&file), dressed(&file, bytes, snapshot));
    }
    let path = SitePath::new(&file);
    if snapshot.promised.contains(&path) {
        return Answer::Handout(path);
    }
    if snapshot.output.get(&SitePath::new(&format!("{file}/index.html"))).is_some() {
        let location = format!("Location: /{}/\r\n", crate::url::percent_encode(&file));
        return with_header(plain("302 Found", "it is a folder"), location);
    }
    let page = snapshot.output.get(&SitePath::new("404.html")).map_or(&[][..], |bytes| bytes);
    Answer::Whole {
        status: "404 Not Found",
        kind: "text/html; charset=utf-8",
        extra: "".into(),
        body: dressed("404.html", page, snapshot),
    }
}

/// A page with the preview's script and the findings in it.
fn dressed<'a>(file: &str, bytes: &'a [u8], snapshot: &Snapshot) -> Cow<'a, [u8]> {
    const END: &[u8] = b"</body>";
    if media_type(file) != "text/html; charset=utf-8" {
        return bytes.into();
    }
    let end = bytes.windows(END.len()).rposition(|window| window == END).unwrap_or(bytes.len());
    let (before, after) = bytes.split_at(end);
    let mut page = before.to_vec();
    page.extend_from_slice(b"<link rel=\"stylesheet\" href=\"/__stepbook/overlay.css\">\n");
    page.extend_from_slice(snapshot.findings.as_bytes());
    let script = format!(
        "<script defer src=\"/__stepbook/live.js\" data-version=\"{}\"></script>\n",
        snapshot.version
    );
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(after);
    page.into()
}

fn whole<'a>(kind: &'static str, body: Cow<'a, [u8]>) -> Answer<'a> {
    Answer::Whole { status: "200 OK", kind, extra: "".into(), body }
}

fn plain(status: &'static str, words: &'static str) -> Answer<'static> {
    let body = words.as_bytes().into();
    Answer::Whole { status, kind: "text/plain; charset=utf-8", extra: "".into(), body }
}

fn with_header(answer: Answer<'static>, header: impl Into<Cow<'static, str>>) -> Answer<'static> {
    match answer {
        Answer::Whole { status, kind, body, .. } => {
            Answer::Whole { status, kind, extra: header.into(), body }
        }
        other => other,
    }
}

/// A handout, if it could be made.
pub(super) fn handout(made: Option<&[u8]>) -> Answer<'_> {
    match made {
        Some(bytes) => whole("application/pdf", bytes.into()),
        None => plain("500 Internal Server Error", "this handout can't be made; `stepbook pdf` says why"),
    }
}

fn media_type(file: &str) -> &'static str {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "xml" => "text/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot { findings: "<aside>2</aside>".to_owned(), ..Snapshot::default() };
        for (path, text) in
            [("index.html", "<body>home</body>"), ("en/圖/a b.html", "<p>"), ("assets/style.css", "x")]
        {
            snapshot.output.insert(SitePath::new(path), text.as_bytes());
        }
        snapshot.promised.insert(SitePath::new("en/a.pdf"));
        snapshot
    }

    fn get(target: &str) -> Asked<'_> {
        Asked { method: "GET", target, host: Some("localhost:4310"), origin: None }
    }

    fn status(asked: &Asked<'_>) -> String {
        match answer(asked, &snapshot(), 4310) {
            Answer::Whole { status, .. } => status.to_owned(),
            Answer::Handout(path) => format!("make {path}"),
            Answer::Events => "events".to_owned(),
        }
    }

    #[test]
    fn pages_are_found_by_exact_key_and_folders_by_their_index() {
        assert_eq!(status(&get("/")), "200 OK");
        assert_eq!(status(&get("/index.html?x=1")), "200 OK");
        assert_eq!(status(&get("/en/%E5%9C%96/a%20b.html")), "200 OK");
        assert_eq!(status(&get("/INDEX.html")), "404 Not Found");
        assert_eq!(status(&get("/../etc/passwd")), "404 Not Found");
        assert_eq!(status(&get("/__stepbook/events")), "events");
    }

    #[test]
    fn a_handout_is_made_when_it_is_asked_for() {
        assert_eq!(status(&get("/en/a.pdf")), "make en/a.pdf");
        assert_eq!(status(&get("/en/b.pdf")), "404 Not Found");
    }

    #[test]
    fn other_names_and_other_sites_are_refused() {
        let host = |host| Asked { host, ..get("/") };
        assert_eq!(status(&host(Some("evil.example:4310"))), "403 Forbidden");
        assert_eq!(status(&host(Some("127.0.0.1:80"))), "403 Forbidden");
        assert_eq!(status(&host(None)), "403 Forbidden");
        assert_eq!(status(&host(Some("127.0.0.1:4310"))), "200 OK");
        let origin = |origin| Asked { origin: Some(origin), ..get("/__stepbook/events") };
        assert_eq!(status(&origin("https://evil.example")), "403 Forbidden");
        assert_eq!(status(&origin("null")), "403 Forbidden");
        assert_eq!(status(&origin("http://localhost:4310")), "events");
    }

    #[test]
    fn other_methods_are_not_allowed() {
        assert_eq!(status(&Asked { method: "POST", ..get("/") }), "405 Method Not Allowed");
    }

    #[test]
    fn findings_and_script_stand_before_the_end_of_a_page() {
        let snapshot = snapshot();
        let Answer::Whole { body, .. } = answer(&get("/"), &snapshot, 4310) else { return };
        insta::assert_snapshot!(String::from_utf8_lossy(&body), @r#"
        <body>home<link rel="stylesheet" href="/__stepbook/overlay.css">
        <aside>2</aside><script defer src="/__stepbook/live.js" data-version="0"></script>
        </body>
        "#);
    }

    proptest! {
        /// No request gets anything that is not in the tree.
        #[test]
        fn only_the_tree_is_served(target in "(/|\\.\\.|%2e|%2f|%00|en|index\\.html|~|\\\\|\\?|#|:){0,12}") {
            let snapshot = snapshot();
            let answer = answer(&get(&target), &snapshot, 4310);
            if let Answer::Whole { status: "200 OK", body, .. } = answer {
                prop_assert!(String::from_utf8_lossy(&body).contains("home"), "{target}");
            }
        }
    }
}
