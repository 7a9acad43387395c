#![doc = include_str!("ARCHITECTURE.md")]

pub mod check;
pub mod cli;
pub mod compile;
pub mod config;
pub mod diag;
pub mod disk;
mod fingerprint;
#[cfg(feature = "pdf")]
pub mod fonts;
mod html_escape;
pub mod lang;
pub mod model;
pub mod output;
pub mod parse;
pub mod picture;
pub mod render;
pub mod resolve;
pub mod serve;
pub mod source;
pub mod theme;
pub mod url;
