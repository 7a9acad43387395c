//! The screenshots of a new guide: one step for each, in the order of their names or times.
//!
//! In: a folder of pictures. Out: for each picture the file that it becomes under `img/`, and
//! what its step may be called. The pictures themselves are copied as they are: what of them
//! readers get is decided when the site is built.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::outcome::CommandError;
use crate::cli::visible;
use crate::disk::{self, FolderFile};
use crate::picture::image;

/// Endings of pictures. With the last ones come kinds that are refused with a sentence: they
/// must not be left out in silence.
const ENDINGS: [&str; 13] =
    ["png", "jpg", "jpeg", "jfif", "webp", "gif", "bmp", "heic", "heif", "avif", "tif", "tiff", "svg"];

/// Words of the names that cameras, systems and programs give to pictures.
const AUTOMATIC: [&str; 27] = [
    "screenshot",
    "screen",
    "shot",
    "screencapture",
    "capture",
    "snip",
    "image",
    "img",
    "picture",
    "photo",
    "dsc",
    "dscn",
    "pxl",
    "at",
    "am",
    "pm",
    "copy",
    "untitled",
    "螢幕擷取畫面",
    "螢幕截圖",
    "螢幕快照",
    "截圖",
    "擷取",
    "圖片",
    "照片",
    "上午",
    "下午",
];

/// In which order pictures become steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ImageOrder {
    /// By name; numbers in names count as numbers
    Name,
    /// By the time at which they were last written
    Time,
}

/// A picture that becomes a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StepImage {
    /// Where it is now.
    pub(super) from: PathBuf,
    /// Its name under `img/`.
    pub(super) name: String,
    /// What its file name says of the step.
    pub(super) title: Option<String>,
}

/// The pictures of a folder. `is_taken` says whether `img/` has a file of this name, whatever
/// the case of its letters.
pub(super) fn of(
    folder: &Path,
    order: ImageOrder,
    (guide, is_taken): (&str, &dyn Fn(&str) -> bool),
) -> Result<Vec<StepImage>, CommandError> {
    let mut files = disk::files_of(folder).map_err(CommandError::error)?;
    files.retain(|file| ENDINGS.contains(&ending(&file.name).as_str()));
    if files.is_empty() {
        let folder = visible::name(&folder.to_string_lossy()).into_owned();
        return Err(CommandError::new(format!("there are no pictures in `{folder}`")));
    }
    files.sort_by(|a, b| in_order(order, a, b));
    let endings = files.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    let names = names(guide, &endings, is_taken);
    let images = files.into_iter().zip(names);
    Ok(images.map(|(file, name)| StepImage { title: title(&file.name), from: file.path, name }).collect())
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The ending that a picture's bytes ask for, whatever its name says.
fn kind(file: &FolderFile) -> Result<&'static str, CommandError> {
    use image::PictureFormat::{Bmp, Gif, Jpeg, LossyWebP, Png, WebP};
    let bytes = disk::bytes_of(&file.path).map_err(CommandError::error)?;
    let header = image::header(&bytes).map_err(|error| {
        let name = visible::name(&file.path.to_string_lossy()).into_owned();
        CommandError::new(format!("`{name}` can't be used: {error}; nothing was written"))
    })?;
    Ok(match header.format {
        Png => "png",
        Jpeg => "jpg",
        WebP | LossyWebP => "webp",
        Gif => "gif",
        Bmp => "bmp",
    })
}

/// Names for pictures of these endings: the guide's name, if ASCII can write it, and a number.
/// If one of them is taken, all get another beginning, so that they stay together.
fn names(guide: &str, endings: &[&str], is_taken: &dyn Fn(&str) -> bool) -> Vec<String> {
    let ascii: String = guide.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let ascii = ascii.trim_matches(['-', '_']).to_ascii_lowercase();
    let base = if ascii.is_empty() { "step" } else { &ascii };
    let named = |base: &str| -> Vec<String> {
        (1..).zip(endings).map(|(number, ending)| format!("{base}-{number}.{ending}")).collect()
    };
    let first = named(base);
    if !first.iter().any(|name| is_taken(name)) {
        return first;
    }
    let others = ('b'..='z').map(String::from).chain((1..).map(|number| format!("x{number}")));
    let mut others = others.map(|more| named(&format!("{base}-{more}")));
    others.find(|names| !names.iter().any(|name| is_taken(name))).unwrap_or(first)
}

/// The words of a file name without the number before them; `None` if they are not a person's.
fn title(name: &str) -> Option<String> {
    // Markdown would read them.
    let plain: String = stem(name)
        .chars()
        .map(|c| if c.is_ascii_punctuation() || c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let is_automatic = |word: &&str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        letters.is_empty() || AUTOMATIC.contains(&letters.to_lowercase().as_str())
    };
    if words.iter().all(is_automatic) {
        return None;
    }
    let numbered = words.iter().take_while(|word| word.chars().all(char::is_numeric)).count();
    Some(words.get(numbered..)?.join(" "))
}

fn in_order(order: ImageOrder, a: &FolderFile, b: &FolderFile) -> Ordering {
    let by_name = || sort_key(&a.name).cmp(&sort_key(&b.name)).then_with(|| a.name.cmp(&b.name));
    match order {
        ImageOrder::Name => by_name(),
        ImageOrder::Time => a.modified.cmp(&b.modified).then_with(by_name),
    }
}

/// A text and the number behind it: how many digits it has, and which.
type NamePiece = (String, usize, String);

/// What a name is sorted by: `2` comes before `10`.
fn sort_key(name: &str) -> Vec<NamePiece> {
    let mut pieces = Vec::new();
    let mut rest = stem(name);
    while !rest.is_empty() {
        let text = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, numbered) = rest.split_at(text);
        let digits = numbered.find(|c: char| !c.is_ascii_digit()).unwrap_or(numbered.len());
        let (digits, after) = numbered.split_at(digits);
        let number = digits.trim_start_matches('0');
        pieces.push((text.to_lowercase(), number.len(), number.to_owned()));
        rest = after;
    }
    pieces
}

/// The names in `img/` of a collection, in small letters.
pub(super) fn taken<'a>(files: impl Iterator<Item = &'a str>, folder: &str) -> BTreeSet<String> {
    let folder = format!("{}/", folder.to_lowercase());
    let lower = files.map(str::to_lowercase);
    lower.filter_map(|path| path.strip_prefix(&folder).map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["a10.png", "a2.png", "B1.png", "a02b.png", "a.png", "10.png", "9.png"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["9.png", "10.png", "a.png", "a2.png", "a02b.png", "a10.png", "B1.png"]);
    }

    #[test]
    fn a_title_is_what_a_person_wrote() {
        for (name, expected) in [
            ("01 Log in.png", Some("Log in")),
            ("3-選擇身分.PNG", Some("選擇身分")),
            ("image_settings.png", Some("image settings")),
            ("step [2] {#a} *now*.png", Some("step 2 a now")),
            ("Screenshot 2026-11-28 at 10.02.03 AM.png", None),
            ("螢幕擷取畫面 2026-11-28 100203.png", None),
            ("螢幕快照 2026-11-28 上午10.02.03.png", None),
            ("IMG_1234.JPG", None),
            ("7.png", None),
        ] {
            assert_eq!(title(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn pictures_get_names_of_the_guide_that_nobody_has() {
        assert_eq!(names("Log-In", &["png", "jpg"], &|_| false), ["log-in-1.png", "log-in-2.jpg"]);
        assert_eq!(names("註冊", &["png"], &|_| false), ["step-1.png"]);
        let taken =
            taken(["content/e/img/STEP-2.png", "content/e/step-b-1.png"].into_iter(), "content/e/img");
        assert_eq!(
            names("註冊", &["png", "png"], &|name| taken.contains(name)),
            ["step-b-1.png", "step-b-2.png"]
        );
    }

    proptest! {
        #[test]
        fn any_name_has_a_place_in_the_order_and_no_markdown_in_its_title(name in "\\PC{0,12}", other in "\\PC{0,12}") {
            prop_assert_eq!(sort_key(&name).cmp(&sort_key(&other)), sort_key(&other).cmp(&sort_key(&name)).reverse());
            prop_assert!(title(&name).is_none_or(|title| !title.contains(|c: char| c.is_ascii_punctuation())));
        }
    }
}
