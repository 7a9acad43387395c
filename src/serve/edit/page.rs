//! The editor's own page, its script and its style sheet.

use crate::html_escape::escaped;
use crate::serve::answer::EditorFile;
use crate::serve::secret_key::SecretKey;
use crate::serve::whole::{AnswerPart, WholeAnswer};
use crate::theme;
use crate::url::percent_decode;

/// What the page may do: run this program's script, and ask this program. Pictures are drawn from
/// bytes that the script has asked for.
const POLICY: &str = "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n";

/// The script: what it shares with the pages of the preview, then the editor.
const SCRIPT: &str = concat!(
    include_str!("../live/language.js"),
    include_str!("../live/element.js"),
    include_str!("../live/server.js"),
    include_str!("../live/files.js"),
    include_str!("../live/tabs.js"),
    include_str!("page/words.js"),
    include_str!("page/server.js"),
    include_str!("page/state.js"),
    include_str!("page/parts.js"),
    include_str!("page/shapes.js"),
    include_str!("page/edges.js"),
    include_str!("page/acts.js"),
    include_str!("page/changes.js"),
    include_str!("page/view.js"),
    include_str!("page/draw.js"),
    include_str!("page/loupe.js"),
    include_str!("page/snap.js"),
    include_str!("page/drags.js"),
    include_str!("page/pointer.js"),
    include_str!("page/keys.js"),
    include_str!("page/bar.js"),
    include_str!("page/fields.js"),
    include_str!("page/items.js"),
    include_str!("page/panel.js"),
    include_str!("page/dialogs.js"),
    include_str!("page/mend.js"),
    include_str!("page/replace.js"),
    include_str!("page/tour.js"),
    include_str!("page/start.js"),
);

/// A file of the editor. The page gets the key of this run.
pub(crate) fn file(file: EditorFile, (query, key): (&str, &SecretKey)) -> WholeAnswer {
    let plain = |kind, text| answer(kind, "", AnswerPart::text(text));
    match file {
        EditorFile::Page => answer("text/html; charset=utf-8", POLICY, AnswerPart::text(html(query, key))),
        EditorFile::Script => plain("text/javascript; charset=utf-8", SCRIPT),
        EditorFile::Style => {
            plain("text/css; charset=utf-8", theme::serve_file("serve/edit.css").unwrap_or_default())
        }
    }
}

fn answer(kind: &'static str, extra: &'static str, body: AnswerPart) -> WholeAnswer {
    WholeAnswer { status: "200 OK", kind, extra: extra.into(), body: vec![body] }
}

/// The page, for the picture that the query names. Its script finds out which that is.
fn html(query: &str, key: &SecretKey) -> String {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let page = pairs.find(|(name, _)| *name == "page").map(|(_, page)| percent_decode(page));
    // The first folder of an address is the page's language.
    let language = page.as_deref().and_then(|page| page.split('/').next()).unwrap_or("en");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>stepbook</title>\n\
         <meta name=\"stepbook-key\" content=\"{}\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"/__stepbook/edit.css\">\n\
         <script defer src=\"/__stepbook/edit.js\"></script>\n</head>\n<body></body>\n</html>\n",
        escaped(language),
        key.text(),
    )
}
