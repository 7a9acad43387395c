//! What `init` and `new` make is complete, and has no findings but placeholders.

use crate::program::Site;

#[test]
fn a_new_site_has_no_finding_and_shows_its_screenshot() {
    let site = Site::empty();
    let run = site.run(&["init", "guides"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("cd guides\n"), "{}", run.err);
    let check = site.run(&["check", "--root", "guides", "--format", "json"]);
    assert_eq!((check.code, check.out.as_str()), (Some(0), ""));
    assert_eq!(site.run(&["build", "--root", "guides", "--strict"]).code, Some(0));
    for lang in ["zh-TW", "en"] {
        let page =
            std::fs::read_to_string(site.path(&format!("guides/public/{lang}/guides/sign-in.html"))).unwrap();
        assert!(page.contains("id=\"step-1\"") && page.contains("id=\"fig-1\""), "{lang}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let site = Site::of(&[]);
    let before = site.files("");
    let run = site.run(&["init", "."]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("is not empty"), "{}", run.err);
    assert_eq!(site.files(""), before);
}

#[test]
fn a_new_guide_is_a_draft_in_every_language_whose_findings_are_its_placeholders() {
    let site = Site::empty();
    site.run(&["init", "."]);
    let run = site.run(&["new", "elearn/註冊"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for arguments in [["check", "--format", "json"].as_slice(), &["check", "--drafts", "--format", "json"]] {
        let check = site.run(arguments);
        let codes: Vec<&str> = check.out.lines().filter_map(|line| line.split('"').nth(3)).collect();
        assert_eq!((check.code, codes.as_slice()), (Some(0), ["placeholder"; 6].as_slice()), "{}", check.out);
    }
    for (arguments, published) in [(["build"].as_slice(), false), (&["build", "--drafts"], true)] {
        site.run(arguments);
        for lang in ["zh-TW", "en"] {
            let page = site.path(&format!("public/{lang}/elearn/註冊.html"));
            assert_eq!(page.exists(), published, "{lang}");
        }
    }
}

#[test]
fn the_first_guide_of_a_collection_brings_pages_with_its_name() {
    let site = Site::empty();
    site.run(&["init", "."]);
    assert_eq!(site.run(&["new", "hr/pay/leave"]).code, Some(0));
    for path in ["hr/index.zh-TW.md", "hr/index.en.md", "hr/pay/index.zh-TW.md", "hr/pay/index.en.md"] {
        let text = std::fs::read_to_string(site.path(&format!("content/{path}"))).unwrap();
        assert!(text.contains("draft   = true"), "{text}");
    }
    let check = site.run(&["check", "--format", "json"]);
    let codes: Vec<&str> = check.out.lines().filter_map(|line| line.split('"').nth(3)).collect();
    assert_eq!((check.code, codes.as_slice()), (Some(0), ["placeholder"; 8].as_slice()), "{}", check.out);
}

#[test]
fn a_collection_with_a_page_keeps_it() {
    let site = Site::of(&[("content/hr/README.md", "+++\ntitle = \"Staff\"\n+++\n")]);
    assert_eq!(site.run(&["new", "hr/leave"]).code, Some(0));
    assert!(!site.path("content/hr/index.en.md").exists());
}

#[test]
fn a_link_to_a_draft_is_the_same_finding_in_check_and_in_build() {
    let site = Site::of(&[
        ("content/a/index.en.md", "+++\ntitle = \"A\"\n+++\n"),
        ("content/a/b.en.md", "+++\ntitle = \"B\"\n+++\n\n[c](c.en.md)\n"),
        ("content/a/c.en.md", "+++\ntitle = \"C\"\ndraft = true\n+++\n"),
    ]);
    for (arguments, code) in
        [(["check"].as_slice(), 1), (&["build"], 1), (&["check", "--drafts"], 0), (&["build", "--drafts"], 0)]
    {
        let run = site.run(arguments);
        assert_eq!(
            (run.code, run.err.contains("is a draft")),
            (Some(code), code == 1),
            "{arguments:?}: {}",
            run.err
        );
    }
}

#[test]
fn a_new_guide_overwrites_nothing() {
    let site = Site::of(&[("content/a/guide.en.md", "mine")]);
    let before = site.files("");
    assert_eq!(site.run(&["new", "a/guide"]).code, Some(2));
    assert_eq!(site.files(""), before);
}

#[test]
fn a_language_without_a_skeleton_gets_its_own_word_for_a_step() {
    let site = Site::of(&[("content/index.de.md", "+++\ntitle = \"x\"\n+++\n")]);
    site.put(
        "stepbook.toml",
        "languages = [\"de\"]\n[title]\nde = \"x\"\n[steps.de]\nword = \"Schritt\"\nresult = \"Ergebnis\"\n",
    );
    assert_eq!(site.run(&["new", "a/guide"]).code, Some(0));
    let text = std::fs::read_to_string(site.path("content/a/guide.de.md")).unwrap();
    assert!(text.contains("\n## Schritt: Sign in\n") && text.contains("\nErgebnis: "), "{text}");
}
