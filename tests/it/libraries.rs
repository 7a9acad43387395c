//! What a fresh machine compiles: the libraries, and how often.

use std::collections::BTreeSet;
use std::process::Command;

/// The libraries with their features, as Cargo chooses them for these kinds of
/// dependencies: one `name v1.2.3|feature,feature` for each.
fn libraries(kinds: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges", kinds, "--format", "{p}|{f}", "--prefix", "none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let lines = String::from_utf8(tree.stdout).unwrap();
    lines.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

/// Cargo gives a library all features that anybody asks for. If a library of the
/// tests asks for one more, that library and all that depend on it are compiled
/// twice: once for the program and once for the tests. For a library of the
/// typesetting engine that is four minutes.
#[test]
fn the_tests_need_no_library_of_the_program_with_other_features() {
    let (program, tests) = (libraries("normal,build"), libraries("normal,build,dev"));
    let only_program: Vec<&String> = program.difference(&tests).collect();
    assert_eq!(
        only_program,
        Vec::<&String>::new(),
        "compiled again for the tests; ask for the same features in [dependencies] of Cargo.toml"
    );
}
