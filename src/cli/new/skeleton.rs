//! The texts that a new guide begins with.

use super::images::StepImage;
use crate::config::Config;
use crate::disk::CONTENT_FOLDER;
use crate::lang::Lang;
use crate::theme::Theme;

/// Skeletons of one kind of text: language tag → text. A language without a skeleton
/// gets the English one, with its own words for step and result.
type Skeletons = [(&'static str, &'static str); 2];

const OF_GUIDE: Skeletons = [("zh-TW", include_str!("guide.zh-TW.md")), ("en", include_str!("guide.en.md"))];

/// What a guide made of pictures has for each of them, in the place of the example's steps.
const OF_IMAGE: Skeletons =
    [("zh-TW", include_str!("image_step.zh-TW.md")), ("en", include_str!("image_step.en.md"))];

/// The title of a picture's step whose file name says nothing.
const UNNAMED: Skeletons = [("zh-TW", "畫面 {n}"), ("en", "Screen {n}")];

const OF_COLLECTION: Skeletons =
    [("zh-TW", include_str!("collection.zh-TW.md")), ("en", include_str!("collection.en.md"))];

/// Path and text of a file.
pub(super) type NewFile = (String, String);

/// What skeletons are filled with.
pub(super) struct Skeleton<'a> {
    pub(super) config: &'a Config,
    pub(super) theme: &'a Theme,
}

impl Skeleton<'_> {
    /// The page of a collection in each language of the site.
    pub(super) fn collection(&self, path: &str, title: &str) -> Vec<NewFile> {
        self.files(path, |lang| of_language(&OF_COLLECTION, lang).replace("{title}", title))
    }

    /// A guide in each language of the site: with a step for each picture, or with example steps if
    /// there are none.
    pub(super) fn guide(&self, path: &str, title: &str, images: &[StepImage]) -> Vec<NewFile> {
        self.files(path, |lang| {
            let text = of_language(&OF_GUIDE, lang).replace("{title}", title);
            let head = text.split_once("\n## ").map(|(head, _)| head).filter(|_| !images.is_empty());
            let steps = (1..).zip(images).map(|(n, image)| image_step(lang, n, image));
            head.map(|head| head.to_owned() + &steps.collect::<String>()).unwrap_or(text)
        })
    }

    fn files(&self, path: &str, text: impl Fn(&Lang) -> String) -> Vec<NewFile> {
        let file = |lang: &Lang| {
            let words = &self.theme.words(lang).of_steps;
            let text = text(lang).replace("{step}", &words.word).replace("{result}", &words.result);
            (format!("{CONTENT_FOLDER}/{path}.{lang}.md"), text)
        };
        self.config.languages.iter().map(file).collect()
    }
}

fn image_step(lang: &Lang, n: usize, image: &StepImage) -> String {
    let unnamed = || of_language(&UNNAMED, lang).replace("{n}", &n.to_string());
    let title = image.title.clone().unwrap_or_else(unnamed);
    let text = of_language(&OF_IMAGE, lang).replace("{title}", &title);
    text.replace("{image}", &format!("img/{}", image.name))
}

fn of_language(skeletons: &Skeletons, lang: &Lang) -> &'static str {
    let own = skeletons.iter().find(|(tag, _)| *tag == lang.as_str());
    own.or(skeletons.last()).map_or("", |(_, text)| *text)
}
