//! The typesetting engine: its files, the calls to it and the frames it returns.
//!
//! `records` holds the records for the theme, `world` the files and fonts that
//! the engine can see. `call` calls functions of the theme. `scrub` and `lean`
//! remove from the frames what the export does not need.

pub(super) mod call;
mod lean;
pub(super) mod records;
mod scrub;
pub(super) mod world;
