//! The typesetting engine: what it sees, what it is asked, what it gives back.
//!
//! `records` is what the theme is given, `world` the files and fonts that the
//! engine can see, `call` a call of a function of the theme. `scrub` and `lean`
//! take from the frames what nobody looks at any more.

pub(super) mod call;
mod lean;
pub(super) mod records;
mod scrub;
pub(super) mod world;
