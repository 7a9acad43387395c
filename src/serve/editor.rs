//! Links that open a file of the site in the author's editor.
//!
//! In: a template such as `vscode://file/{path}:{line}:{column}`. Out: the
//! address of a place in a file.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::source::Position;
use crate::url::TreePath;

/// Editors that take addresses by themselves, once they are installed. The
/// forms are from VS Code's documentation ("Opening VS Code with URLs",
/// <https://code.visualstudio.com/docs/configure/command-line>; the editors made
/// of it are taken to keep them) and Zed's `open_listener.rs`. That of `idea` is
/// what other tools send; no page of its maker was found that says it.
const KNOWN: &[(&str, &str)] = &[
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
];

/// Schemes of addresses that do something in the page itself.
const IN_PAGE: &[&str] = &["about", "blob", "data", "javascript", "vbscript", "view-source"];

/// What stands for itself in each part of an address. A colon does not: in many
/// templates one follows the path.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The author's editor, as a template of addresses; or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editor {
    template: Option<String>,
}

impl FromStr for Editor {
    type Err = String;

    /// Reads the name of an editor, `none`, or a template.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::default());
        }
        let known = KNOWN.iter().find(|(name, _)| *name == text);
        let template = known.map_or(text, |(_, template)| *template);
        check(template)?;
        Ok(Self { template: Some(template.to_owned()) })
    }
}

/// Checks that a template is an address that opens something outside the page.
fn check(template: &str) -> Result<(), String> {
    let Some((scheme, rest)) = template.split_once(':') else {
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        return Err(format!("one of {}, none, or an address with {{path}} and {{line}}", names.join(", ")));
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !is_scheme || IN_PAGE.contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(format!("`{scheme}:` opens no editor"));
    }
    if !template.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("an address has no spaces and only letters of ASCII; write others as %20".to_owned());
    }
    let bare = rest.replace("{path}", "").replace("{line}", "").replace("{column}", "");
    match bare.split_once('{') {
        Some((_, other)) => {
            let name = other.split('}').next().unwrap_or(other);
            Err(format!("`{{{name}}}` means nothing here; there are {{path}}, {{line}} and {{column}}"))
        }
        None if !rest.contains("{path}") => Err("the address must say where {path} goes".to_owned()),
        None => Ok(()),
    }
}

/// Makes links to the files of one site.
#[derive(Debug, Clone, Default)]
pub(super) struct EditorLinks {
    editor: Editor,
    root: PathBuf,
    /// Whether there is a mark editor too.
    marks: bool,
}

impl EditorLinks {
    /// Links to the files below `root`. `marks` says whether there is a mark editor too.
    pub(super) fn new(editor: Editor, root: &Path, marks: bool) -> Self {
        // An editor does not know in which folder the preview was started.
        match std::path::absolute(root) {
            Ok(root) => Self { editor, root, marks },
            Err(_) => Self { marks, ..Self::default() },
        }
    }

    /// The address at which the mark editor begins with what mends a finding at this byte of a text;
    /// `None` without a mark editor.
    pub(super) fn mending(&self, text: &TreePath, at: usize, act: &str) -> Option<String> {
        let text = utf8_percent_encode(text.as_str(), ENCODED);
        self.marks.then(|| format!("/__stepbook/edit.html?text={text}&at={at}&do={act}"))
    }

    /// The address of a place in a file; `None` without an editor, or where the
    /// folder's name is no text.
    pub(super) fn address(&self, file: &TreePath, place: Position) -> Option<String> {
        let template = self.editor.template.as_deref()?;
        let file = self.root.join(file.as_str());
        let path = url_path(file.to_str()?, cfg!(windows));
        Some(filled(template, &path, place))
    }
}

/// A whole path as in an address: `/home/a%20b`, `/C:/a`, `//server/a`.
fn url_path(path: &str, is_windows: bool) -> String {
    if !is_windows {
        return utf8_percent_encode(path, ENCODED).to_string();
    }
    let path = match (path.strip_prefix(r"\\?\UNC\"), path.strip_prefix(r"\\?\")) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, plain) => plain.unwrap_or(path).to_owned(),
    };
    let path = path.replace('\\', "/");
    match path.split_once(':') {
        Some((drive, rest)) => format!("/{drive}:{}", utf8_percent_encode(rest, ENCODED)),
        None => utf8_percent_encode(&path, ENCODED).to_string(),
    }
}

/// The template with a path and a place. A path begins with a slash; it is left
/// out where the template has it, and before a drive that is a value.
fn filled(template: &str, path: &str, place: Position) -> String {
    let mut pieces = template.split("{path}");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_double = out.ends_with('/') && !out.ends_with("://");
        let is_value = out.ends_with('=') && path.get(2..3) == Some(":");
        out.push_str(if is_double || is_value { path.strip_prefix('/').unwrap_or(path) } else { path });
        out.push_str(piece);
    }
    out.replace("{line}", &place.line.to_string()).replace("{column}", &place.column.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn address(editor: &str, path: &str) -> String {
        filled(&editor.parse::<Editor>().unwrap().template.unwrap(), path, Position { line: 7, column: 3 })
    }

    #[test]
    fn each_editor_gets_an_address_of_its_form() {
        let unix = url_path("/home/me/a.md", false);
        let windows = url_path(r"C:\Users\me\a.md", true);
        let table = [
            ("vscode", "vscode://file/home/me/a.md:7:3", "vscode://file/C:/Users/me/a.md:7:3"),
            ("vscodium", "vscodium://file/home/me/a.md:7:3", "vscodium://file/C:/Users/me/a.md:7:3"),
            ("cursor", "cursor://file/home/me/a.md:7:3", "cursor://file/C:/Users/me/a.md:7:3"),
            ("zed", "zed://file/home/me/a.md:7:3", "zed://file/C:/Users/me/a.md:7:3"),
            (
                "idea",
                "idea://open?file=/home/me/a.md&line=7&column=3",
                "idea://open?file=C:/Users/me/a.md&line=7&column=3",
            ),
            (
                "subl://open?url=file://{path}&line={line}",
                "subl://open?url=file:///home/me/a.md&line=7",
                "subl://open?url=file:///C:/Users/me/a.md&line=7",
            ),
            ("x-emacs:{path}", "x-emacs:/home/me/a.md", "x-emacs:/C:/Users/me/a.md"),
        ];
        for (editor, on_unix, on_windows) in table {
            assert_eq!(address(editor, &unix), on_unix);
            assert_eq!(address(editor, &windows), on_windows);
        }
    }

    #[test]
    fn paths_are_encoded_so_that_nothing_in_them_means_something() {
        let table = [
            ("/home/圖 1/a&b=c?d#e:f.md", "/home/%E5%9C%96%201/a%26b%3Dc%3Fd%23e%3Af.md"),
            (r"/home/a\b'c<d>.md", "/home/a%5Cb%27c%3Cd%3E.md"),
            ("/home/{line}/100%.md", "/home/%7Bline%7D/100%25.md"),
        ];
        for (path, wanted) in table {
            assert_eq!(url_path(path, false), wanted);
        }
        assert_eq!(url_path(r"\\server\share\a.md", true), "//server/share/a.md");
        assert_eq!(url_path(r"\\?\UNC\server\share\a.md", true), "//server/share/a.md");
        assert_eq!(url_path(r"\\?\D:\網站/content/a b.md", true), "/D:/%E7%B6%B2%E7%AB%99/content/a%20b.md");
        assert_eq!(address("vscode", "//server/share/a.md"), "vscode://file//server/share/a.md:7:3");
    }

    #[test]
    fn templates_that_open_no_editor_are_refused() {
        let table = [
            ("emacs", "one of vscode, "),
            ("", "one of vscode, "),
            ("javascript:alert({path})", "`javascript:` opens no editor"),
            ("JavaScript:{path}", "`JavaScript:` opens no editor"),
            ("data:text/html,{path}", "`data:` opens no editor"),
            ("java\tscript:{path}", "`java\tscript:` opens no editor"),
            ("://{path}", "`:` opens no editor"),
            ("1x://{path}", "`1x:` opens no editor"),
            ("x://a b/{path}", "an address has no spaces"),
            ("x://圖/{path}", "an address has no spaces"),
            ("x://open", "the address must say where {path} goes"),
            ("x://{path}:{row}", "`{row}` means nothing here"),
            ("x://{file}", "`{file}` means nothing here"),
        ];
        for (text, why) in table {
            let refused = text.parse::<Editor>().unwrap_err();
            assert!(refused.starts_with(why), "{text}: {refused}");
        }
        assert_eq!("none".parse(), Ok(Editor::default()));
        assert!("http://localhost:63342/api/file{path}:{line}".parse::<Editor>().is_ok());
    }

    #[test]
    fn links_lead_to_whole_paths_also_from_a_folder_that_was_named_relatively() {
        let links = EditorLinks::new("vscode".parse().unwrap(), Path::new("some/site"), false);
        let address = links.address(&TreePath::new("content/a.md"), Position { line: 1, column: 1 }).unwrap();
        assert!(address.ends_with("/some/site/content/a.md:1:1"), "{address}");
        assert!(!address.starts_with("vscode://file/some"), "{address}");
        assert_eq!(
            EditorLinks::default().address(&TreePath::new("a"), Position { line: 1, column: 1 }),
            None
        );
    }
}
