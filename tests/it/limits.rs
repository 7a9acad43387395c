//! A system with narrow limits (no further thread, no large file), and names
//! with control characters for the terminal. `tests/run.sh` installs the
//! programs that set the limits.
#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};

use crate::program::{Run, Site, stepbook};

const PAGE: &str = "+++\ntitle = \"好\"\nplatform = \"https://www.example.edu.tw/\"\n+++\n\n## 步驟：登入\n\n1. 點選**「登入」**。\n";

fn site() -> Site {
    Site::of(&[
        ("content/a/good.zh-TW.md", PAGE),
        ("content/a/good.en.md", &PAGE.replace("步驟：", "Step: ")),
    ])
}

/// Runs the program under another program that limits it.
fn limited(limit: &[&str], site: &Site, arguments: &[&str]) -> Run {
    let program = stepbook(&site.path(""), arguments);
    let (name, options) = limit.split_first().unwrap();
    let mut command = Command::new(name);
    command.args(options).arg(program.get_program()).args(program.get_args());
    command.current_dir(site.path("")).env("NO_COLOR", "1").stdin(Stdio::null());
    let output = command.output();
    assert!(output.is_ok(), "{name} is not installed: {output:?}");
    output.unwrap().into()
}

#[test]
fn a_limit_of_file_sizes_is_a_sentence_and_no_signal() {
    let site = site();
    for size in ["--fsize=0", "--fsize=100"] {
        let run = limited(&["prlimit", size], &site, &["build"]);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(
            run.err.contains("error: cannot write `") && run.err.contains("File too large"),
            "{}",
            run.err
        );
        assert!(!site.path("public/index.html").exists());
    }
}

#[test]
fn fewer_threads_do_and_none_is_enough() {
    let site = site();
    for from in [1, 2, 4] {
        let inject = format!("inject=clone3:error=EAGAIN:when={from}+");
        let limit = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject.as_str()];
        for command in [["check", "--threads=8", "--quiet"], ["build", "--threads=8", "--quiet"]] {
            let run = limited(&limit, &site, &command);
            assert_eq!(run.code, Some(0), "{}", run.err);
        }
    }
    let limit = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=clone3:error=EAGAIN"];
    let run = limited(&limit, &site, &["serve"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.starts_with("error: the preview needs more threads"), "{}", run.err);
    let built = site.files("public");
    assert_eq!(site.run(&["build"]).code, Some(0));
    assert_eq!(built, site.files("public"));
}

#[test]
fn nothing_of_a_name_acts_on_the_terminal() {
    let site = site();
    site.put(
        "content/a/\u{9b}2J\u{1b}[31m\u{202e}x\nerror: y.zh-TW.md",
        "# 好\n\n![一張圖](gone\u{9b}.png)\n",
    );
    let acts = |text: &str| {
        text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c))
    };
    for arguments in [
        &["check"][..],
        &["check", "--format=github"],
        &["check", "--format=json"],
        &["build"],
        &["check", "--root", "a\u{9b}"],
    ] {
        let run = site.run(arguments);
        assert!(!acts(&run.err) && !acts(&run.out), "{arguments:?}: {}{}", run.err, run.out);
        assert!(!run.err.contains("\nerror: y") && !run.out.contains("\nerror: y"), "{arguments:?}");
    }
}
