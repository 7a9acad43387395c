//! The commands as a user sees them: exit codes, messages, forms of findings.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;

use crate::program::{Site, stepbook};

/// A page without a fault, and a page whose picture does not exist.
const GOOD: &str = "+++\ntitle = \"好\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## 步驟：登入\n\n1. 點選**「登入」**。\n";
const BAD: &str = "+++\ntitle = \"壞\"\n+++\n\n## 步驟：登入\n\n![登入頁的畫面](img/gone.png)\n";

#[test]
fn exit_codes_tell_done_from_findings_from_could_not_run() {
    let site = Site::of(&[("content/a/good.zh-TW.md", GOOD)]);
    assert_eq!(site.run(&["check"]).code, Some(0));
    assert_eq!(site.run(&["build"]).code, Some(0));
    site.put("content/a/bad.zh-TW.md", BAD);
    assert_eq!(site.run(&["check"]).code, Some(1));
    assert_eq!(site.run(&["build"]).code, Some(1));
    assert!(site.path("public/zh-TW/a/bad.html").exists(), "a site with findings is still a site");
    assert_eq!(site.run(&["check", "--root", "nowhere"]).code, Some(2));
    assert_eq!(site.run(&["check", "--format", "xml"]).code, Some(2));
    assert_eq!(Site::empty().run(&["build"]).code, Some(2));
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    // A page in only one of the two languages gives a warning.
    let site = Site::of(&[("content/a/good.zh-TW.md", GOOD)]);
    let found = site.run(&["check", "--format", "json"]);
    assert!(found.out.contains(r#""severity":"warning""#), "{}", found.out);
    assert_eq!(found.code, Some(0));
    assert_eq!(site.run(&["check", "--deny", "warnings"]).code, Some(1));
    assert_eq!(site.run(&["build", "--strict"]).code, Some(1));
}

#[test]
fn findings_for_programs_go_to_standard_output_alone() {
    let site = Site::of(&[("content/a/bad.zh-TW.md", BAD)]);
    let run = site.run(&["check", "--format", "json", "--quiet"]);
    assert_eq!(run.err, "");
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let missing = lines.iter().find(|line| line["code"] == "missing-image").unwrap();
    assert_eq!(missing["file"], "content/a/bad.zh-TW.md");
    assert_eq!((missing["line"].as_u64(), missing["end_line"].as_u64()), (Some(7), Some(7)));
    let run = site.run(&["check", "--format", "github", "--quiet"]);
    assert!(run.out.contains("::error file=content/a/bad.zh-TW.md,line=7,col="), "{}", run.out);
    let run = site.run(&["check"]);
    assert_eq!(run.out, "");
    assert!(run.err.contains("error[missing-image]: "), "{}", run.err);
}

#[test]
fn a_finding_says_how_to_read_more_and_that_command_says_it() {
    let site = Site::of(&[("content/a/bad.zh-TW.md", BAD)]);
    let run = site.run(&["check"]);
    let command = run.err.lines().find_map(|line| line.strip_prefix("To read more: stepbook ")).unwrap();
    let run = site.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("`missing-image`: a picture that is not there."), "{}", run.out);
    assert!(run.out.contains("`missing-image = \"off\"` turns them off"), "{}", run.out);
    // The command needs no site, and its list has one line for each rule.
    let run = Site::empty().run(&["explain"]);
    assert_eq!(run.out.lines().count(), stepbook::check::RULES.len());
    let run = Site::empty().run(&["explain", "missing-imag"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("did you mean `missing-image`?"), "{}", run.err);
}

#[test]
fn a_site_is_found_from_a_folder_inside_and_named_from_outside() {
    let site = Site::of(&[("content/a/bad.zh-TW.md", BAD)]);
    let inside = stepbook(&site.path("content/a"), &["check", "--quiet"]).output().unwrap();
    assert_eq!(inside.status.code(), Some(1));
    let outside = Site::empty().run(&["check", "--root", site.path("").to_str().unwrap()]);
    assert_eq!(outside.code, Some(1));
}

#[test]
fn a_summary_is_one_line_and_quiet_is_none() {
    let site = Site::of(&[("content/a/good.zh-TW.md", GOOD), ("content/a/good.en.md", GOOD)]);
    let run = site.run(&["build"]);
    let summary = run.err.lines().find(|line| line.starts_with("Built ")).unwrap().to_owned();
    assert!(summary.starts_with("Built 1 guide in 2 languages: "), "{summary}");
    let again = site.run(&["build"]).err;
    assert!(again.contains("(0 changed)"), "{again}");
    assert!(!site.run(&["build", "--quiet"]).err.contains("Built"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let site = Site::of(&[("content/a/bad.zh-TW.md", BAD)]);
    let mut command = stepbook(&site.path(""), &["check", "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(!String::from_utf8(done.stderr).unwrap().contains("panic"));
}

#[test]
fn a_preview_starts_only_on_an_address_of_this_computer() {
    let site = Site::of(&[("content/a/good.zh-TW.md", GOOD)]);
    for host in ["224.0.0.1", "203.0.113.9"] {
        let run = site.run(&["serve", "--host", host]);
        assert_eq!(run.code, Some(2));
        assert!(run.err.contains(&format!("{host} is no address of this computer")), "{}", run.err);
    }
    assert_eq!(site.run(&["serve", "--host", "example.org"]).code, Some(2));
}

#[test]
fn a_preview_tells_its_address_and_answers_there() {
    let site = Site::of(&[("content/a/good.zh-TW.md", GOOD)]);
    let mut command = stepbook(&site.path(""), &["serve"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
    let host = line.split(['/', ' ']).find(|part| part.starts_with("127.0.0.1:")).unwrap();
    let mut page = String::new();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /zh-TW/a/good.html HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("id=\"step-1\""), "{page}");
}

#[test]
fn one_fault_in_the_settings_is_one_finding() {
    let page = GOOD.replace("步驟", "階段") + "\n[表單](form.odx)\n";
    let site = Site::of(&[("content/a/good.zh-TW.md", &page), ("content/a/good.en.md", GOOD)]);
    site.put("content/a/form.odx", "x");
    let settings = "languages = [\"zh-TW\", \"en\"]\ntheme = \"default\"\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n\
                    [steps.zh-TW]\nword = \"階段\"\n[check]\nmissing-translation = \"off\"\n\
                    [downloads]\nendings = [\"odx\"]\n";
    for (from, to) in [
        ("\"en\"]", "\"en\""),
        ("[title]", "[title"),
        ("\"default\"", "\"default"),
        ("word =", "word"),
        ("[check]", "[check] x"),
    ] {
        site.put("stepbook.toml", &settings.replacen(from, to, 1));
        let run = site.run(&["check", "--format", "json"]);
        let codes: Vec<&str> = run.out.lines().filter_map(|line| line.split('"').nth(3)).collect();
        assert_eq!(codes, ["toml-syntax"], "{to}: {}", run.out);
        let run = site.run(&["build", "--no-pdf"]);
        assert_eq!(run.code, Some(1));
        assert!(!site.path("public").exists(), "a site of other settings: {}", run.err);
    }
}

#[test]
fn people_are_shown_the_first_of_many_findings_and_programs_all() {
    let site = Site::of(&[("content/a/bad.zh-TW.md", &BAD.repeat(30)), ("content/a/bad.en.md", "# Bad\n")]);
    let shown = |arguments: &[&str]| site.run(arguments).err.matches("error[missing-image]").count();
    assert_eq!((shown(&["check"]), shown(&["check", "--all"])), (20, 30));
    assert_eq!((shown(&["build", "--no-pdf"]), shown(&["build", "--no-pdf", "--all"])), (20, 30));
    let run = site.run(&["check"]);
    assert!(run.err.contains("\nNot shown: 10 of missing-image"), "{}", run.err);
    assert!(run.err.contains(": 30 errors"), "{}", run.err);
    assert_eq!(site.run(&["check", "--format", "json"]).out.matches("\"missing-image\"").count(), 30);
}

#[test]
fn a_name_too_long_for_the_disk_is_a_finding_and_not_the_end() {
    let long = "a".repeat(300);
    let deep = "a/".repeat(2_000);
    let page = GOOD.replace(
        "+++\n\n",
        &format!("aliases = [\"{long}.html\", \"{deep}b.html\", \"e/old.html\"]\n+++\n\n"),
    );
    let site = Site::of(&[("content/a/good.zh-TW.md", &page), ("content/a/good.en.md", GOOD)]);
    let longest = "登".repeat(81);
    site.put(&format!("content/a/{longest}.zh-TW.md"), GOOD);
    let run = site.run(&["build", "--no-pdf", "--all"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert_eq!(run.err.matches("error[bad-value]").count(), 2, "{}", run.err);
    assert!(site.path("public/zh-TW/e/old.html").exists());
    assert!(site.path(&format!("public/zh-TW/a/{longest}.html")).exists());
}
