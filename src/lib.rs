#![doc = include_str!("ARCHITECTURE.md")]
#![cfg_attr(
    not(feature = "pdf"),
    allow(dead_code, unused_imports, reason = "some of it serves handouts only")
)]

pub mod check;
pub mod cli;
mod clock;
pub mod compile;
pub mod config;
pub mod diag;
pub mod disk;
mod edit;
mod fingerprint;
#[cfg(feature = "pdf")]
mod fonts;
mod html_escape;
pub mod lang;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
mod render;
mod resolve;
pub mod serve;
pub mod source;
mod theme;
pub mod url;
