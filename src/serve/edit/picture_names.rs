//! Names for pictures that come into the content.
//!
//! In: what a picture is called after. Out: a name under `img/` that any disk and any server can hold, and
//! that no file has yet, in whatever case of letters.

use std::collections::BTreeSet;

/// Longest part of a name that comes from a page or a section, in bytes.
const LONGEST: usize = 60;

/// The names that files of a folder have, without what follows the first dot, in small letters.
#[derive(Debug, Default)]
pub(super) struct TakenNames(BTreeSet<String>);

impl TakenNames {
    /// The names of files below `folder`, also deeper ones.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a str>, folder: &str) -> Self {
        let folder = format!("{}/", folder.to_lowercase());
        let lower = files.map(str::to_lowercase).filter(|file| file.starts_with(&folder));
        Self(lower.map(|file| stem(&file)).collect())
    }

    /// Another file has this name after all.
    pub(super) fn take(&mut self, file: &str) {
        self.0.insert(stem(&file.to_lowercase()));
    }

    /// The next free name of this page and section: `sign-in-2-1`.
    pub(super) fn next(&mut self, page: &str, section: Option<&str>) -> String {
        let page = ascii(page).unwrap_or_else(|| "step".to_owned());
        let base = match section.and_then(ascii) {
            Some(section) => format!("{page}-{section}"),
            None => page,
        };
        let mut names = (1_u32..).map(|number| format!("{base}-{number}"));
        let name = names.find(|name| !self.0.contains(name)).unwrap_or(base);
        self.0.insert(name.clone());
        name
    }
}

/// A file's name up to its first dot. What follows may be a language and endings.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// What ASCII can write of a name; `None` if that is nothing.
fn ascii(name: &str) -> Option<String> {
    let sign = |c: char| match c {
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        '-' | '_' | '.' | ' ' => Some('-'),
        _ => None,
    };
    let letters: String = name.chars().filter_map(sign).take(LONGEST).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_page_and_step_in_ascii() {
        let mut taken = TakenNames::default();
        assert_eq!(taken.next("Sign-In", Some("2-1")), "sign-in-2-1-1");
        assert_eq!(taken.next("Sign-In", Some("2-1")), "sign-in-2-1-2");
        assert_eq!(taken.next("註冊", Some("申請")), "step-1");
        assert_eq!(taken.next("con_a b", None), "con-a-b-1");
    }

    #[test]
    fn no_file_has_the_name_in_whatever_case_or_with_whatever_ending() {
        let files = [
            "content/a/img/S-1-1.PNG.toml",
            "content/a/IMG/s-1-2.en.jpg",
            "content/a/img/old/s-1-3.png",
            "content/a/s-1-4.png",
        ];
        let mut taken = TakenNames::of(files.into_iter(), "content/a/img");
        assert_eq!(taken.next("s", Some("1")), "s-1-4");
        taken.take("content/a/img/s-1-5.png");
        assert_eq!(taken.next("s", Some("1")), "s-1-6");
    }
}
