//! The mark editor over HTTP: who may ask, and what is written.
#![expect(clippy::indexing_slicing, reason = "a value of JSON that is missing is null, and fails the test")]

use std::fs;
use std::io::Read as _;

use serde_json::{Value, json};

use crate::pictures::blank;
use crate::preview::Preview;
use crate::program::Site;

pub(crate) const PAGE: &str = "content/a/good.en.md";
pub(crate) const SIDECAR: &str = "content/a/img/x.png.toml";

pub(crate) const GUIDE: &str = "+++\ntitle = \"Good\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## Step: Sign in\n\n\
                     ![The page](img/x.png)\n\n1. Choose **Sign in**.\n2. Wait.\n\nThe end.\n";

pub(crate) const MARKS: &str = "# mine\nsize = [96, 64]\n\n[[mark]]\nn   = 1\nbox = [10, 10, 20, 20] # the button\n\n\
                     [[mark]]\nn   = 2\nbox = [40, 10, 20, 20]\n";

/// A site with one picture, two marks and their items.
pub(crate) fn site() -> Site {
    let site = Site::of(&[(PAGE, GUIDE), (SIDECAR, MARKS)]);
    fs::write(site.path("stepbook.toml"), "languages = [\"en\"]\ntitle.en = \"T\"\n").unwrap();
    fs::write(site.path("content/a/img/x.png"), blank(96, 64)).unwrap();
    site
}

/// The page of the editor, as a program plays it.
pub(crate) struct Editor<'p> {
    pub(crate) preview: &'p Preview,
    pub(crate) key: String,
}

impl<'p> Editor<'p> {
    pub(crate) fn open(preview: &'p Preview) -> Self {
        let mut page = String::new();
        let target = "/__stepbook/edit.html?page=en/a/good.html&picture=1";
        preview.asked(target).read_to_string(&mut page).unwrap();
        let key = page.split("name=\"stepbook-key\" content=\"").nth(1).unwrap();
        Self { preview, key: key.split('"').next().unwrap().to_owned() }
    }

    /// The lines of an honest request after the first one, each with its end.
    pub(crate) fn headers(&self, length: usize) -> String {
        let (host, key) = (&self.preview.host, &self.key);
        format!(
            "Host: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\nX-Stepbook-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n"
        )
    }

    /// The status of the answer to these bytes, and its body.
    pub(crate) fn answer(&self, request: &str) -> (u16, String) {
        let mut answer = String::new();
        self.preview.client(request).read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned())
    }

    pub(crate) fn send(&self, route: &str, body: &str) -> (u16, String) {
        let headers = self.headers(body.len());
        self.answer(&format!("POST /__stepbook/edit/{route} HTTP/1.1\r\n{headers}\r\n{body}"))
    }

    pub(crate) fn ask(&self, route: &str, body: &Value) -> (u16, Value) {
        let (status, body) = self.send(route, &body.to_string());
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    pub(crate) fn figure(&self) -> Value {
        self.figure_of("en/a/good.html")
    }

    /// The first figure of a page.
    pub(crate) fn figure_of(&self, page: &str) -> Value {
        let (status, figure) = self.ask("figure", &json!({ "page": page, "picture": 1 }));
        assert_eq!(status, 200, "{figure}");
        figure
    }
}

/// An act that moves a mark of a picture.
pub(crate) fn moves(picture: &Value, index: usize, x: i32) -> Value {
    let mut mark = picture["marks"][index].clone();
    mark["at"][0] = json!(x);
    json!({ "edits": [{
        "target": picture["id"], "version": picture["version"], "acts": [{ "mark": { "set": [index, mark] } }],
    }] })
}

pub(crate) fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn a_mark_that_is_moved_is_one_line_and_comes_back() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let picture = editor.figure()["pictures"][0].clone();
    let (status, saved) = editor.ask("act", &moves(&picture, 0, 33));
    assert_eq!((status, &saved["saved"]), (200, &json!([{ "file": SIDECAR, "lines": 1 }])));
    assert_eq!(text(&preview.site, SIDECAR), MARKS.replace("[10, 10, 20, 20] #", "[33, 10, 20, 20] #"));
    assert_eq!(saved["targets"][0]["marks"][0]["at"], json!([33, 10, 20, 20]));
    let (status, undone) = editor.ask("undo", &json!({ "undo": saved["undo"] }));
    assert_eq!((status, text(&preview.site, SIDECAR)), (200, MARKS.to_owned()));
    assert_eq!(editor.ask("undo", &json!({ "undo": undone["undo"] })).0, 200);
    assert!(text(&preview.site, SIDECAR).contains("[33, 10, 20, 20]"), "done again");
}

#[test]
fn a_mark_and_its_item_are_written_and_taken_back_together() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let figure = editor.figure();
    let (picture, list) = (&figure["pictures"][0], &figure["list"]);
    let mark = json!({ "kind": "ellipse", "at": [70, 30, 9, 9], "n": 3, "side": "left" });
    let act = json!({ "edits": [
        { "target": picture["id"], "version": picture["version"], "acts": [{ "mark": { "add": mark } }] },
        { "target": list["id"], "version": list["version"], "acts": [{ "item": { "add": [2, "Done"] } }] },
    ] });
    let (status, saved) = editor.ask("act", &act);
    assert_eq!(status, 200, "{saved}");
    assert_eq!(text(&preview.site, PAGE), GUIDE.replace("2. Wait.\n", "2. Wait.\n3. Done\n"));
    let marks = format!("{MARKS}\n[[mark]]\nn = 3\nellipse = [70, 30, 9, 9]\nat = \"left\"\n");
    assert_eq!(text(&preview.site, SIDECAR), marks);
    assert_eq!(editor.ask("undo", &json!({ "undo": saved["undo"] })).0, 200);
    assert_eq!(
        (text(&preview.site, PAGE), text(&preview.site, SIDECAR)),
        (GUIDE.to_owned(), MARKS.to_owned())
    );
}

#[test]
fn a_sidecar_that_the_editor_made_goes_with_its_last_act() {
    let site = site();
    fs::remove_file(site.path(SIDECAR)).unwrap();
    let preview = Preview::of(site, "");
    let editor = Editor::open(&preview);
    let picture = editor.figure()["pictures"][0].clone();
    let act = json!({ "edits": [
        { "target": picture["id"], "version": picture["version"], "acts": [{ "crop": [1, 2, 30, 40] }] },
    ] });
    let (status, saved) = editor.ask("act", &act);
    assert_eq!(
        (status, text(&preview.site, SIDECAR).as_str()),
        (200, "size = [96, 64]\n\ncrop = [1, 2, 30, 40]\n")
    );
    assert_eq!(editor.ask("undo", &json!({ "undo": saved["undo"] })).0, 200);
    assert!(!preview.site.path(SIDECAR).exists());
}

#[test]
fn lines_that_another_program_changed_are_shown_and_not_written() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let picture = editor.figure()["pictures"][0].clone();
    // Another line: both stay.
    let theirs = MARKS.replace("# mine", "# yours");
    fs::write(preview.site.path(SIDECAR), &theirs).unwrap();
    assert_eq!(editor.ask("act", &moves(&picture, 0, 33)).0, 200);
    let both = theirs.replace("[10, 10, 20, 20] #", "[33, 10, 20, 20] #");
    assert_eq!(text(&preview.site, SIDECAR), both);
    // The same line.
    let theirs = MARKS.replace("[10, 10, 20, 20]", "[11, 10, 20, 20]");
    fs::write(preview.site.path(SIDECAR), &theirs).unwrap();
    let (status, answer) = editor.ask("act", &moves(&picture, 0, 44));
    assert_eq!((status, &answer["conflicts"][0]["file"]), (409, &json!(SIDECAR)));
    assert_eq!(answer["conflicts"][0]["now"], json!(theirs));
    assert_eq!(
        answer["conflicts"][0]["wanted"],
        json!(MARKS.replace("[10, 10, 20, 20]", "[44, 10, 20, 20]"))
    );
    assert_eq!(text(&preview.site, SIDECAR), theirs);
}

#[test]
fn without_the_editor_there_is_none_of_it() {
    for arguments in ["--no-edit", "--host 0.0.0.0"] {
        let preview = Preview::of(site(), arguments);
        let host = format!("127.0.0.1:{}", preview.host.rsplit(':').next().unwrap());
        let ask = |head: &str| {
            let mut answer = String::new();
            let request = format!("{head} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n");
            preview.client(&request).read_to_string(&mut answer).unwrap();
            answer
        };
        assert!(ask("GET /__stepbook/edit.html?page=en/a/good.html&picture=1").starts_with("HTTP/1.1 404 "));
        for route in ["figure", "source", "draw", "act", "undo", "place", "add", "replace"] {
            let answer = ask(&format!("POST /__stepbook/edit/{route}"));
            assert!(answer.starts_with("HTTP/1.1 403 "), "{arguments} {route}: {answer}");
        }
        assert!(!ask("GET /en/a/good.html").contains("data-edits"));
    }
}

#[cfg(unix)]
#[test]
fn links_that_are_put_there_meanwhile_are_not_followed() {
    use std::os::unix::fs::symlink;

    let far = site();
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let picture = editor.figure()["pictures"][0].clone();
    let before = far.files("content");
    let refused = |what: &str| {
        assert_eq!(editor.ask("act", &moves(&picture, 0, 33)).0, 409, "{what}");
        if what != SIDECAR {
            assert_eq!(editor.ask("source", &json!({ "picture": picture["id"] })).0, 409, "{what}");
        }
        assert!(far.files("content") == before, "{what}");
    };
    let swap = |path: &str| {
        fs::rename(preview.site.path(path), preview.site.path("away")).unwrap();
        symlink(far.path(path), preview.site.path(path)).unwrap();
    };
    let back = |path: &str| {
        fs::remove_file(preview.site.path(path)).unwrap();
        fs::rename(preview.site.path("away"), preview.site.path(path)).unwrap();
    };
    for path in [SIDECAR, "content/a/img", "content/a", "content"] {
        swap(path);
        refused(path);
        back(path);
    }
    assert_eq!(editor.ask("act", &moves(&picture, 0, 33)).0, 200);
}
