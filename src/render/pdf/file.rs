//! The finished PDF: exported by the engine, then read object by object and
//! written with the published pictures in the places of stand-ins.

pub(super) mod export;
pub(super) mod graft;
mod object;
mod packed;
