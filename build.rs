//! Gives the program a fingerprint of its own code, for the store of finished
//! pictures and handouts, and the list of the languages that it speaks.
//!
//! After a change of the code the same content may give another file, while the
//! version number stays the same. A picture that a faulty redaction left
//! readable must never come back from the store.

#![expect(clippy::disallowed_methods, reason = "this is no stage: it runs before the program is built")]

use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

const FOLDERS: [&str; 2] = ["src", "themes/default/print/fonts"];

/// One file of words for each language.
const WORDS: &str = "themes/default/i18n";

fn main() -> io::Result<()> {
    fingerprint()?;
    words()
}

/// Writes `words.rs`: the tag and the text of each file of words.
fn words() -> io::Result<()> {
    let mut files = Vec::new();
    collect(Path::new(WORDS), &mut files)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let entry = |file: &PathBuf| -> io::Result<String> {
        let (tag, path) = (file.file_stem().unwrap_or_default(), fs::canonicalize(file)?);
        Ok(format!("({:?}, include_str!({:?})),\n", tag.to_string_lossy(), path.to_string_lossy()))
    };
    let list: String = files.iter().map(entry).collect::<io::Result<_>>()?;
    println!("cargo::rerun-if-changed={WORDS}");
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("words.rs"), format!("&[\n{list}]\n"))
}

fn fingerprint() -> io::Result<()> {
    // The libraries have an influence on the result as well, and so have the
    // fonts inside the program.
    let mut files = vec![PathBuf::from("Cargo.lock")];
    for folder in FOLDERS {
        collect(Path::new(folder), &mut files)?;
        println!("cargo::rerun-if-changed={folder}");
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = fs::read(&file)?;
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rustc-env=STEPBOOK_PROGRAM={:016x}", hasher.finish());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
