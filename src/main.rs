//! The `stepbook` program; all of its code is in the library.

use std::process::ExitCode;

/// A build makes and frees millions of small texts on several threads. The C
/// library's allocator gets slower as they become more; this one does not
/// (`benches/README.md`). Only the program chooses it: a program that uses the
/// library keeps its own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    stepbook::cli::main()
}
