//! The rules: they find what is wrong with a site and say how to correct it.
//!
//! In: the site in all its stages, as a [`Subject`], with the problems that the
//! stages noticed. Out: findings in the order of files and places. Each rule
//! has its own file. `stepbook explain` shows the head of that file to authors
//! ([`Rule::doc`]), so the head says how the fault harms readers and what to do.
//! No rule changes the site: a tree with findings is still built.

mod broken;
mod figures;
mod follow_ups;
mod geometry;
mod graph;
mod names;
mod numbers;
mod placeholder;
mod prose;
mod rule;
mod subject;
mod terms;
mod twins;

mod bad_scheme;
mod bad_value;
mod bare_style;
mod broken_theme;
mod control_character;
mod crop_outside;
mod dead_end;
mod dropped_html;
mod duplicate_id;
mod duplicate_step;
mod emoji;
mod empty_item;
mod empty_link;
mod endless_loop;
mod foreign_syntax;
mod future_date;
mod image_in_item;
mod image_only_panel;
mod include_cycle;
mod item_without_mark;
mod leaves_content;
mod lost_cell;
mod low_contrast;
mod mark_outside;
mod mark_without_item;
mod missing_alt;
mod missing_anchor;
mod missing_download;
mod missing_footnote;
mod missing_glyph;
mod missing_image;
mod missing_key;
mod missing_page;
mod missing_part;
mod missing_translation;
mod missing_words;
mod near_block;
mod near_emphasis;
mod near_id;
mod near_reference;
mod near_step;
mod no_handout;
mod no_platform_link;
mod no_title;
mod not_utf8;
mod odd_step_level;
mod open_comment;
mod open_front_matter;
mod orphan_image;
mod orphan_sidecar;
mod outside_image;
mod personal_data;
mod punctuation;
mod radical;
mod redaction_outside;
mod refused_download;
mod refused_file;
mod reserved_id;
mod same_address;
mod sidecar_size;
mod skipped_step;
mod stale_date;
mod tall_image;
mod term_variant;
mod toml_cause;
mod toml_syntax;
mod too_deep;
mod too_many_parts;
mod twin_name;
mod unknown_key;
mod unknown_language;
mod unknown_rule;
mod unknown_theme;
mod unknown_word;
mod unlinked_document;
mod unnamed_collection;
mod unportable_name;
mod unpublished_target;
mod unreachable_step;
mod unread_text;
mod unreadable_image;
mod untranslated_setting;
mod useless_alt;
mod wrong_case;
mod wrong_step_number;
mod wrong_twin;
mod yaml_front_matter;

use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(crate) use orphan_image::named as named_pictures;
pub use rule::Rule;
pub(crate) use subject::{Subject, Unshown, WholeSubject, concerns_site};

use crate::config::Level;
use crate::diag::{Diagnostic, Severity};
use crate::source::ContentTree;

/// All rules. `[check]` in `stepbook.toml` sets each by its code.
pub const RULES: &[Rule] = &[
    bad_scheme::RULE,
    bad_value::RULE,
    bare_style::RULE,
    broken_theme::RULE,
    control_character::RULE,
    crop_outside::RULE,
    dead_end::RULE,
    dropped_html::RULE,
    duplicate_id::RULE,
    duplicate_step::RULE,
    emoji::RULE,
    empty_item::RULE,
    empty_link::RULE,
    endless_loop::RULE,
    foreign_syntax::RULE,
    future_date::RULE,
    image_in_item::RULE,
    image_only_panel::RULE,
    include_cycle::RULE,
    item_without_mark::RULE,
    leaves_content::RULE,
    lost_cell::RULE,
    low_contrast::RULE,
    mark_outside::RULE,
    mark_without_item::RULE,
    missing_alt::RULE,
    missing_anchor::RULE,
    missing_download::RULE,
    missing_footnote::RULE,
    missing_glyph::RULE,
    missing_image::RULE,
    missing_key::RULE,
    missing_page::RULE,
    missing_part::RULE,
    missing_translation::RULE,
    missing_words::RULE,
    near_block::RULE,
    near_emphasis::RULE,
    near_id::RULE,
    near_reference::RULE,
    near_step::RULE,
    no_handout::RULE,
    no_platform_link::RULE,
    no_title::RULE,
    not_utf8::RULE,
    odd_step_level::RULE,
    open_comment::RULE,
    open_front_matter::RULE,
    orphan_image::RULE,
    orphan_sidecar::RULE,
    outside_image::RULE,
    personal_data::RULE,
    placeholder::RULE,
    punctuation::RULE,
    radical::RULE,
    redaction_outside::RULE,
    refused_download::RULE,
    refused_file::RULE,
    reserved_id::RULE,
    same_address::RULE,
    sidecar_size::RULE,
    skipped_step::RULE,
    stale_date::RULE,
    tall_image::RULE,
    term_variant::RULE,
    toml_syntax::RULE,
    too_deep::RULE,
    too_many_parts::RULE,
    twin_name::RULE,
    unknown_key::RULE,
    unknown_language::RULE,
    unknown_rule::RULE,
    unknown_theme::RULE,
    unknown_word::RULE,
    unlinked_document::RULE,
    unnamed_collection::RULE,
    unportable_name::RULE,
    unpublished_target::RULE,
    unreachable_step::RULE,
    unread_text::RULE,
    unreadable_image::RULE,
    untranslated_setting::RULE,
    useless_alt::RULE,
    wrong_case::RULE,
    wrong_step_number::RULE,
    wrong_twin::RULE,
    yaml_front_matter::RULE,
];

/// The codes of all rules.
#[must_use]
pub fn codes() -> &'static [&'static str] {
    static CODES: LazyLock<Vec<&str>> = LazyLock::new(|| RULES.iter().map(|rule| rule.code).collect());
    &CODES
}

/// Runs all rules that `stepbook.toml` does not turn off.
#[must_use]
pub(crate) fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    run_some(subject, |_| true)
}

/// Runs the rules whose code `wanted` accepts.
pub(crate) fn run_some(subject: &Subject<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let rules = RULES.iter().filter(|rule| wanted(rule.code));
    let mut findings: Vec<Diagnostic> = rules.flat_map(|rule| found_by(rule, subject)).collect();
    broken::take_out_follow_ups(&mut findings, subject);
    follow_ups::take_out(&mut findings, subject);
    findings
}

/// The findings of several runs of the rules, ordered by file, place and code. A fault in a text
/// that two pages share, such as a part, is there once.
#[must_use]
pub(crate) fn in_order(mut findings: Vec<Diagnostic>, tree: &ContentTree) -> Vec<Diagnostic> {
    let order =
        |finding: &Diagnostic| (tree.rank(finding.span.source), finding.span.bytes.start, finding.code);
    findings.sort_by_key(order);
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        let (source, start, code) = order(finding);
        seen.insert((source, start, finding.span.bytes.end, code, finding.message.clone()))
    });
    findings
}

fn found_by(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let severity = match subject.config.check.get(rule.code).map(|(level, _)| *level) {
        Some(Level::Off) => return Vec::new(),
        Some(Level::Note) => Severity::Note,
        Some(Level::Warning) => Severity::Warning,
        Some(Level::Error) => Severity::Error,
        None => rule.severity,
    };
    (rule.find)(subject).into_iter().map(|finding| Diagnostic { severity, ..finding }).collect()
}
