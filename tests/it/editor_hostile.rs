//! Requests to the mark editor that nobody sends who may write.
#![expect(clippy::indexing_slicing, reason = "a value of JSON that is missing is null, and fails the test")]

use serde_json::Value;

use crate::editor::{Editor, moves, site};
use crate::preview::Preview;

/// Changes of the lines of an honest request: what is taken away and what is put there.
fn bad_headers(host: &str, key: &str) -> Vec<(String, String)> {
    let (origin, key_line) = (format!("Origin: http://{host}\r\n"), format!("X-Stepbook-Key: {key}\r\n"));
    let kind = "Content-Type: application/json\r\n";
    let mut all = Vec::new();
    for other in ["null", "http://evil.example", "http://localhost", "http://127.0.0.1:1", "file://", ""] {
        all.push((origin.clone(), format!("Origin: {other}\r\n")));
    }
    for other in
        [format!("https://{host}"), format!("http://{host}/"), format!("http://me@{host}"), host.to_owned()]
    {
        all.push((origin.clone(), format!("Origin: {other}\r\n")));
    }
    all.extend([(origin.clone(), String::new()), (origin.clone(), origin.repeat(2))]);
    for other in ["", "0", &key[1..], &format!("{key}0"), &key.replace(|c: char| c.is_ascii_digit(), "x")] {
        all.push((key_line.clone(), format!("X-Stepbook-Key: {other}\r\n")));
    }
    for other in [String::new(), key_line.repeat(2), format!("Cookie: stepbook-key={key}\r\n")] {
        all.push((key_line.clone(), other));
    }
    for other in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"]
    {
        all.push((kind.to_owned(), format!("Content-Type: {other}\r\n")));
    }
    all.extend([(kind.to_owned(), String::new()), (kind.to_owned(), kind.repeat(2))]);
    for other in ["cross-site", "same-site", "none"] {
        all.push(("Sec-Fetch-Site: same-origin".to_owned(), format!("Sec-Fetch-Site: {other}")));
    }
    for other in ["Transfer-Encoding: chunked", "Content-Encoding: gzip", "Content-Length: 3"] {
        all.push((kind.to_owned(), format!("{kind}{other}\r\n")));
    }
    all.push((format!("Host: {host}"), "Host: evil.example".to_owned()));
    all
}

/// Bodies of an act that no editor sends; `ID` stands for the picture's id, `LIST` for the list's.
fn bad_acts() -> Vec<String> {
    let mark = |mark: &str| format!("{{\"mark\":{{\"add\":{mark}}}}}");
    let one =
        |act: &str| format!("{{\"edits\":[{{\"target\":\"ID\",\"version\":VERSION,\"acts\":[{act}]}}]}}");
    let numbers =
        ["[1,1,0,5]", "[1,1,5,-5]", "[1,1,5]", "[1,1,5,2000000000]", "[1e9,1,5,5]", "[1.5,1,5,5]", "\"1\""];
    let mut all: Vec<String> = numbers
        .iter()
        .map(|at| one(&mark(&format!("{{\"kind\":\"box\",\"at\":{at},\"n\":1,\"side\":null}}"))))
        .collect();
    for (kind, n, side) in [
        ("script", "1", "null"),
        ("box", "0", "null"),
        ("box", "-1", "null"),
        ("box", "99999999999", "null"),
        ("box", "1", "\"../left\""),
        ("box\\n[[redact]]", "1", "null"),
    ] {
        let at = "[1,1,5,5]";
        all.push(one(&mark(&format!("{{\"kind\":\"{kind}\",\"at\":{at},\"n\":{n},\"side\":{side}}}"))));
    }
    let more = [
        "",
        "null",
        "[]",
        "{}",
        "{\"edits\":{}}",
        "{\"edits\":[],\"more\":1}",
        "{\"edits\":[{}]}",
        "nonsense",
        "{\"edits\":[{\"target\":\"../../etc/passwd\",\"version\":1,\"acts\":[{\"crop\":null}]}]}",
        "{\"edits\":[{\"target\":\"content/a/img/x.png.toml\",\"version\":1,\"acts\":[{\"crop\":null}]}]}",
        "{\"edits\":[{\"target\":\"ID\",\"version\":999,\"acts\":[{\"crop\":null}]}]}",
        "{\"edits\":[{\"target\":\"LIST\",\"version\":VERSION,\"acts\":[{\"item\":{\"remove\":0}}]}]}",
        "{\"edits\":[{\"target\":\"ID\",\"version\":-1,\"acts\":[{\"crop\":null}]}]}",
    ];
    all.extend(more.map(str::to_owned));
    let acts = [
        "{\"mark\":{\"remove\":7}}",
        "{\"mark\":{\"remove\":-1}}",
        "{\"mark\":{\"set\":[0]}}",
        "{\"mark\":{\"take\":0}}",
        "{\"crop\":[0,0,0,0]}",
        "{\"crop\":\"all\"}",
        "{\"item\":{\"words\":[0,\"x\"]}}",
        "{\"redaction\":{\"remove\":0}}",
        "{\"redaction\":{\"add\":{\"at\":[1,1,2,2],\"text\":1}}}",
        "{\"mark\":{\"remove\":0}},{\"item\":{\"remove\":0}}",
    ];
    all.extend(acts.map(one));
    all.push("[".repeat(100_000));
    all
}

/// Requests to other addresses, in other ways and of other lengths than the editor's.
fn bad_lines(editor: &Editor<'_>, body: &str) -> Vec<String> {
    let headers = editor.headers(body.len());
    let lines = [
        "GET act",
        "PUT act",
        "PATCH act",
        "DELETE act",
        "HEAD act",
        "OPTIONS act",
        "POST ",
        "POST acts",
        "POST Act",
        "POST act/",
        "POST act?x",
        "POST x/../act",
        "POST ../edit.html",
        "POST ../../en/a/good.html",
    ];
    let lines = lines.map(|line| line.split_once(' ').unwrap());
    let mut all: Vec<String> = lines
        .iter()
        .map(|(method, path)| format!("{method} /__stepbook/edit/{path} HTTP/1.1\r\n{headers}\r\n{body}"))
        .collect();
    let headers = editor.headers(0).replace("Content-Length: 0\r\n", "");
    for length in ["104857600", "-1", "x", "", "18446744073709551616"] {
        let headers = format!("{headers}Content-Length: {length}\r\n");
        all.push(format!("POST /__stepbook/edit/act HTTP/1.1\r\n{headers}\r\n{body}"));
    }
    all
}

/// Bodies that no editor sends, with the routes of all of them.
fn bad_bodies() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = bad_acts().into_iter().map(|body| ("act", body)).collect();
    let others = [
        ("figure", "{\"page\":\"../../content/a/good.en.md\",\"picture\":1}"),
        ("figure", "{\"page\":\"en/a/good.html\",\"picture\":0}"),
        ("figure", "{\"page\":\"en/a/good.html\",\"picture\":2}"),
        ("source", "{\"picture\":\"content/a/img/x.png\"}"),
        ("source", "{\"picture\":\"LIST\"}"),
        ("draw", "{\"picture\":\"LIST\",\"marks\":[],\"redactions\":[],\"crop\":null}"),
        (
            "draw",
            "{\"picture\":\"ID\",\"marks\":[{\"kind\":\"pin\",\"at\":[1]}],\"redactions\":[],\"crop\":null}",
        ),
        ("undo", "{\"undo\":0}"),
        ("undo", "{\"undo\":-1}"),
    ];
    all.extend(others.map(|(route, body)| (route, body.to_owned())));
    all
}

/// Requests that nobody sends who may write. `figure` is what an honest page has got.
fn hostile_requests(editor: &Editor<'_>, figure: &Value) -> Vec<String> {
    let (picture, list) = (&figure["pictures"][0], &figure["list"]);
    let honest = moves(picture, 0, 33).to_string();
    let mut all = bad_lines(editor, &honest);
    for (from, to) in bad_headers(&editor.preview.host, &editor.key) {
        let headers = editor.headers(honest.len());
        assert!(headers.contains(&from), "{from}");
        let headers = headers.replace(&from, &to);
        all.push(format!("POST /__stepbook/edit/act HTTP/1.1\r\n{headers}\r\n{honest}"));
    }
    for (route, body) in bad_bodies() {
        let body = body.replace("VERSION", &picture["version"].to_string());
        let body = body.replace("LIST", list["id"].as_str().unwrap());
        let body = body.replace("ID", picture["id"].as_str().unwrap());
        let headers = editor.headers(body.len());
        all.push(format!("POST /__stepbook/edit/{route} HTTP/1.1\r\n{headers}\r\n{body}"));
    }
    all
}

#[test]
fn hostile_requests_get_nothing_and_write_nothing() {
    let preview = Preview::of(site(), "");
    let editor = Editor::open(&preview);
    let figure = editor.figure();
    let before = preview.site.files("content");
    let requests = hostile_requests(&editor, &figure);
    assert!(requests.len() >= 90, "{}", requests.len());
    for request in requests {
        let (status, body) = editor.answer(&request);
        let named: String = request.chars().take(400).collect();
        assert!((400..500).contains(&status), "{status} for {named}: {body}");
        assert!(preview.site.files("content") == before, "{named} has written");
    }
    let honest = moves(&figure["pictures"][0], 0, 33);
    assert_eq!(editor.ask("act", &honest).0, 200, "the honest one still gets its answer");
}
