//! The program; everything is in the library.

use std::process::ExitCode;

/// A build makes and frees millions of small texts on several threads. The C
/// library's allocator slows down as they become more; this one does not
/// (`benches/README.md`). Only the program chooses it: who uses the library
/// keeps their own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    stepbook::cli::main()
}
