//! A site in a folder of its own, and the program that is run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The result of a run of the program.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program, as a user calls it, without colours.
pub(crate) fn stepbook(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepbook"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    // Keeps the tests away from the user's own key of the cache.
    command.env("XDG_STATE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/state"));
    command
}

/// A site in a temporary folder, which is deleted after the test.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A site with two languages and these files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self::empty().with(files)
    }

    /// A site for tests that build often. It is in memory if the system has a
    /// folder for that, since a disk that others use too is slow.
    pub(crate) fn quick() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { folder }.with(&[])
    }

    fn with(self, files: &[(&str, &str)]) -> Self {
        self.put(
            "stepbook.toml",
            "languages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n",
        );
        for (path, text) in files {
            self.put(path, text);
        }
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        stepbook(self.folder.path(), arguments).output().unwrap().into()
    }

    /// Path → bytes of all files in a folder.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let base = self.path(folder);
        let mut files = BTreeMap::new();
        let mut open = vec![base.clone()];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&base).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read(path).unwrap());
                }
            }
        }
        files
    }
}
