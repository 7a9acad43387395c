//! Tests that look at the program from outside.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "tests read fixtures and look at what was written")]

mod check_laws;
mod commands;
mod fixtures;
mod incremental;
mod messages;
mod output;
mod program;
mod screens;
mod sites;
mod start;
mod tidy;
