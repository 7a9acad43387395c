//! `useless-alt`: an alternative text that says nothing about the picture.
//!
//! "Picture", a file name or a single letter tells people who can't see the
//! picture nothing, and takes their time.
//!
//! Say what the picture shows that the reader needs here.

use super::prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::diag::{Diagnostic, Severity};
use crate::lang::is_cjk;
use crate::model::RawImage;

pub(super) const RULE: Rule =
    Rule { code: "useless-alt", severity: Severity::Warning, file: include_str!("useless_alt.rs"), find };

/// Words that only say that there is a picture.
const EMPTY: &[&str] = &[
    "圖",
    "圖片",
    "圖像",
    "影像",
    "照片",
    "相片",
    "畫面",
    "截圖",
    "截圖畫面",
    "畫面截圖",
    "螢幕",
    "螢幕截圖",
    "螢幕畫面",
    "示意圖",
    "如圖",
    "如下圖",
    "附圖",
    "img",
    "image",
    "picture",
    "photo",
    "figure",
    "fig",
    "screenshot",
    "screen",
    "screen shot",
    "screen capture",
    "graphic",
    "icon",
    "alt",
    "alt text",
    "替代文字",
    "untitled",
];

fn find(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for draft in subject.drafts {
        prose::each_image(draft, &mut |image| {
            if let Some(why) = useless(image) {
                let finding = RULE.at(&image.span, format!("the alternative text `{}` {why}", image.alt));
                findings.push(finding.with_help("say what the picture shows that the reader needs here"));
            }
        });
    }
    findings
}

fn useless(image: &RawImage) -> Option<&'static str> {
    let alt = image.alt.to_lowercase();
    let file = image.destination.rsplit('/').next().unwrap_or("").to_lowercase();
    let stem = file.split('.').next().unwrap_or("");
    if alt.is_empty() {
        return None;
    }
    // A Chinese file name may well say what the picture shows.
    if alt == file || (alt == stem && stem.is_ascii()) {
        return Some("is the name of the file");
    }
    let words = alt.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "-_.#".contains(c));
    if EMPTY.contains(&words) {
        return Some("only says that there is a picture");
    }
    let letters = alt.chars().filter(|c| c.is_alphanumeric()).count();
    let enough = if alt.contains(is_cjk) { 2 } else { 3 };
    (letters < enough).then_some("is too short to say what it shows")
}
