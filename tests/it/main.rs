//! Tests that look at the program from outside.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "tests read fixtures and look at what was written")]

mod bilingual;
mod cases;
mod check_laws;
mod commands;
mod disk;
#[cfg(feature = "pdf")]
mod disk_handouts;
mod edit_texts;
mod editor;
mod editor_hostile;
mod editor_pictures;
mod editor_saves;
mod edits;
mod fixtures;
mod flows;
mod from_images;
#[cfg(feature = "pdf")]
mod handouts;
mod help;
mod hostile;
mod incremental;
mod languages;
mod leaks;
mod libraries;
mod limits;
mod look;
mod made;
mod messages;
#[cfg(feature = "pdf")]
mod nasty;
mod output;
mod pages;
mod pictures;
mod preview;
mod program;
mod redaction;
mod saves;
mod screens;
mod sites;
mod sizes;
mod start;
mod systems;
mod tidy;
mod twins;
mod web;
mod words;
