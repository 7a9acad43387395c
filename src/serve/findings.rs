//! The findings as a piece of HTML that is laid over each page. How it looks is
//! decided in `themes/default/serve/overlay.css`.

use std::fmt::Write as _;

use super::client_place::ForPlace;
use super::editor::EditorLinks;
use crate::diag::{Diagnostic, Severity};
use crate::html_escape::escaped;
use crate::source::{ContentTree, Source};

/// Most findings that are shown; the others are only counted.
const SHOWN: usize = 50;

/// The overlay; empty if all findings are only notes. On this computer it has links to the editor.
/// Other devices have other files, and get none.
pub(super) type FindingsHtml = ForPlace<String>;

#[cfg(test)]
impl From<&str> for FindingsHtml {
    fn from(html: &str) -> Self {
        Self { here: html.to_owned(), network: html.to_owned() }
    }
}

/// The overlay for the findings of a tree. `held` says that the page under it is
/// an older one.
pub(super) fn html(
    diagnostics: &[Diagnostic],
    tree: &ContentTree,
    held: bool,
    editor: &EditorLinks,
) -> FindingsHtml {
    let seen_with = |editor| overlay(diagnostics, FindingPlaces { tree, editor }, held);
    FindingsHtml { here: seen_with(Some(editor)), network: seen_with(None) }
}

/// Where findings are, and how to get there.
#[derive(Clone, Copy)]
struct FindingPlaces<'a> {
    tree: &'a ContentTree,
    editor: Option<&'a EditorLinks>,
}

impl FindingPlaces<'_> {
    /// The place of a finding, as a link if there is an editor.
    fn push(self, source: &Source, at: usize, out: &mut String) {
        let place = source.position(at);
        let words = format!("{}:{}:{}", escaped(source.path.as_str()), place.line, place.column);
        let _ = match self.editor.and_then(|editor| editor.address(&source.path, place)) {
            Some(address) => write!(out, "<a class=\"sb-place\" href=\"{}\">{words}</a>", escaped(&address)),
            None => write!(out, "<span class=\"sb-place\">{words}</span>"),
        };
    }
}

fn overlay(diagnostics: &[Diagnostic], places: FindingPlaces<'_>, held: bool) -> String {
    let worth: Vec<&Diagnostic> =
        diagnostics.iter().filter(|finding| finding.severity > Severity::Note).collect();
    if worth.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<aside id=\"sb-findings\" class=\"sb\" aria-label=\"Findings\" lang=\"en\">\n<details open>\n<summary>",
    );
    for (severity, class) in [(Severity::Error, "sb-errors"), (Severity::Warning, "sb-warnings")] {
        let count = worth.iter().filter(|finding| finding.severity == severity).count();
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            let _ = write!(out, "<b class=\"{class}\">{count} {}{plural}</b> ", severity.as_str());
        }
    }
    if held {
        out.push_str("<span>the page below is the last good one</span>");
    }
    out.push_str("</summary>\n<ol>\n");
    for finding in worth.iter().take(SHOWN) {
        one(finding, places, &mut out);
    }
    if worth.len() > SHOWN {
        let _ = writeln!(
            out,
            "<li><p>… and {} more: run <code>stepbook check</code></p></li>",
            worth.len() - SHOWN
        );
    }
    out.push_str("</ol>\n</details>\n<button type=\"button\" class=\"sb-close\" aria-label=\"Close\">×</button>\n</aside>\n");
    out
}

/// What the mark editor can do about a finding: the name of the act, and the words for it.
fn mending(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "item-without-mark" => ("draw", "Draw the mark"),
        "mark-without-item" => ("item", "Write the item"),
        "mark-outside" => ("show", "Show the mark"),
        "missing-alt" | "useless-alt" => ("alt", "Say what the picture shows"),
        "crop-outside" | "redaction-outside" => ("show", "Open the picture"),
        _ => return None,
    })
}

fn one(finding: &Diagnostic, places: FindingPlaces<'_>, out: &mut String) {
    let class = match finding.severity {
        Severity::Error => "sb-error",
        Severity::Warning => "sb-warning",
        Severity::Note => "sb-note",
    };
    let _ = write!(out, "<li class=\"{class}\"><p><b>{}</b> ", finding.code);
    if let Some(source) = places.tree.source(finding.span.source) {
        places.push(source, finding.span.bytes.start, out);
    }
    let _ = write!(out, "</p>\n<p class=\"sb-message\">{}</p>", with_code(&finding.message));
    excerpt(finding, places.tree, out);
    if let Some(help) = &finding.help {
        let _ = write!(out, "\n<p class=\"sb-help\">{}</p>", with_code(help));
    }
    if let Some((act, words)) = mending(finding.code)
        && let Some(source) = places.tree.source(finding.span.source)
        && let Some(editor) = places.editor
        && let Some(address) = editor.mending(&source.path, finding.span.bytes.start, act)
    {
        let _ = write!(out, "\n<p><a class=\"sb-mend\" href=\"{}\">{words}</a></p>", escaped(&address));
    }
    out.push_str("</li>\n");
}

/// The author's line with the words of the finding marked.
fn excerpt(finding: &Diagnostic, tree: &ContentTree, out: &mut String) {
    let Some(source) = tree.source(finding.span.source) else { return };
    let (start, end) = (finding.span.bytes.start, finding.span.bytes.end);
    let Some(before) = source.text.get(..start) else { return };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end =
        source.text.get(start..).and_then(|rest| rest.find('\n')).map_or(source.text.len(), |at| start + at);
    let piece =
        |from: usize, to: usize| escaped(source.text.get(from..to).unwrap_or("").trim_end_matches('\r'));
    let end = end.clamp(start, line_end);
    let _ = write!(
        out,
        "\n<pre class=\"sb-excerpt\"><span class=\"sb-line\">{}</span> {}<mark>{}</mark>{}</pre>",
        source.position(start).line,
        piece(line_start, start),
        piece(start, end),
        piece(end, line_end)
    );
}

/// Text as HTML, with words in backticks as code.
fn with_code(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = escaped(piece);
        if index % 2 == 0 {
            out.push_str(&piece);
        } else {
            let _ = write!(out, "<code>{piece}</code>");
        }
    }
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::serve::editor::Editor;
    use crate::source::Span;
    use crate::url::TreePath;

    #[test]
    fn a_finding_shows_place_words_and_a_way_out() {
        let tree = ContentTree::default()
            .with_sources([(TreePath::new("content/a.en.md"), b"one\n![x](<img>) end\n".to_vec())]);
        let source = tree.sources().next().unwrap();
        let finding = Diagnostic::error("missing-image", Span::new(source.id, 9..14), "no file `<img>`")
            .with_help("did you mean `a.png`?");
        let findings = html(&[finding], &tree, true, &EditorLinks::default());
        assert_eq!(findings.here, findings.network);
        insta::assert_snapshot!(findings.here, @r#"
        <aside id="sb-findings" class="sb" aria-label="Findings" lang="en">
        <details open>
        <summary><b class="sb-errors">1 error</b> <span>the page below is the last good one</span></summary>
        <ol>
        <li class="sb-error"><p><b>missing-image</b> <span class="sb-place">content/a.en.md:2:6</span></p>
        <p class="sb-message">no file <code>&lt;img&gt;</code></p>
        <pre class="sb-excerpt"><span class="sb-line">2</span> ![x](<mark>&lt;img&gt;</mark>) end</pre>
        <p class="sb-help">did you mean <code>a.png</code>?</p></li>
        </ol>
        </details>
        <button type="button" class="sb-close" aria-label="Close">×</button>
        </aside>
        "#);
    }

    #[test]
    fn a_place_is_a_link_on_this_computer_and_nowhere_else() {
        let tree = ContentTree::default()
            .with_sources([(TreePath::new("content/a \"b\" & c.md"), b"one\ntwo\n".to_vec())]);
        let source = tree.sources().next().unwrap();
        let finding = Diagnostic::error("x", Span::new(source.id, 4..7), "y");
        let editor: Editor = "x://open?f='{path}'&l={line}&c={column}".parse().unwrap();
        let links = EditorLinks::new(editor, std::path::Path::new("/site"), true);
        let html = html(&[finding], &tree, false, &links);
        let words = "content/a &quot;b&quot; &amp; c.md:2:1";
        let path = "/site/content/a%20%22b%22%20%26%20c.md";
        let address = format!("x://open?f=&#39;{path}&#39;&amp;l=2&amp;c=1");
        let link = format!("<a class=\"sb-place\" href=\"{address}\">{words}</a></p>");
        assert!(html.here.contains(&link), "{}", html.here);
        let plain = format!("<span class=\"sb-place\">{words}</span></p>");
        assert_eq!(html.network, html.here.replace(&link, &plain));
    }

    #[test]
    fn a_finding_that_the_mark_editor_can_mend_leads_there() {
        let tree =
            ContentTree::default().with_sources([(TreePath::new("content/圖.md"), b"one\ntwo\n".to_vec())]);
        let source = tree.sources().next().unwrap();
        let finding = Diagnostic::error("item-without-mark", Span::new(source.id, 4..7), "y");
        let html = |marks| {
            let links = EditorLinks::new(Editor::default(), std::path::Path::new("/site"), marks);
            super::html(std::slice::from_ref(&finding), &tree, false, &links)
        };
        let link = "<a class=\"sb-mend\" href=\"/__stepbook/edit.html?text=content/%E5%9C%96.md&amp;at=4&amp;do=draw\">";
        assert!(html(true).here.contains(link), "{}", html(true).here);
        assert!(!html(true).network.contains("sb-mend") && !html(false).here.contains("sb-mend"));
    }

    #[test]
    fn notes_alone_lay_nothing_over_the_page() {
        let note = Diagnostic {
            severity: Severity::Note,
            ..Diagnostic::error("x", Span::start_of(crate::source::SourceId(0)), "y")
        };
        let html = html(&[note], &ContentTree::default(), false, &EditorLinks::default());
        assert_eq!(html, FindingsHtml::default());
    }
}
