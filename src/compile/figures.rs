//! A figure of a page, as its author may change it.
//!
//! In: the address of a page and the number of one of its pictures. Out: the files that the figure
//! is made of, and where in them it stands.

use std::sync::Arc;

use super::known_entry::KnownEntry;
use super::state::SiteState;
use crate::model::walk;
use crate::model::{Figure, Page, Picture, Resolved, Section, SectionKind, Sidecar, StepWords, plain_text};
use crate::picture::image::BusyMap;
use crate::picture::overlay::{OverlayNames, overlay, write_svg};
use crate::source::{Source, SourceId};
use crate::url::{SitePath, TreePath};

/// A figure, with the files that it is made of.
#[derive(Debug, Clone)]
pub(crate) struct EditableFigure {
    /// What the figure stands under: the title of its section, or of the page.
    pub(crate) title: String,
    /// The number of its step.
    pub(crate) step: Option<String>,
    pub(crate) text: FigureText,
    /// The pictures, of which marks are counted together.
    pub(crate) pictures: Vec<EditablePicture>,
    /// The same figure in other languages, with the same pictures.
    pub(crate) others: Vec<FigureText>,
}

/// The text of a page or a part, with a figure in it.
#[derive(Debug, Clone)]
pub(crate) struct FigureText {
    pub(crate) source: Source,
    /// The byte where the first picture begins.
    pub(crate) start: usize,
    /// The words that make steps in this text.
    pub(crate) words: StepWords,
    /// The language of the page, such as `zh-TW`.
    pub(crate) language: String,
}

/// A picture of a figure.
#[derive(Debug, Clone)]
pub(crate) struct EditablePicture {
    pub(crate) file: TreePath,
    /// The file in which its marks stand, or will.
    pub(crate) sidecar: TreePath,
    /// The sidecar of the picture without its language, which counts while this one has none of its own.
    pub(crate) shared: Option<TreePath>,
    pub(crate) alt: String,
    /// Width and height in pixels, upright; `None` if the file is no picture that can be published.
    pub(crate) size: Option<(u32, u32)>,
    /// What ids of the page's marks and items are made of.
    pub(crate) names: OverlayNames,
    /// Where the published picture is busy.
    busy: Option<BusyMap>,
}

impl EditablePicture {
    /// The path of a sidecar that no other picture uses.
    pub(crate) fn own_sidecar(&self) -> TreePath {
        own_sidecar(&self.file)
    }

    /// The marks as pages show them, over the part of the picture that the crop leaves.
    pub(crate) fn svg(&self, sidecar: &Sidecar) -> String {
        let drawn = |size| write_svg(&overlay(sidecar, size, self.busy.as_ref()), &self.names);
        self.size.map_or_else(String::new, drawn)
    }
}

impl SiteState {
    /// The figure of the page at this address that has the picture of this number.
    #[must_use]
    pub(crate) fn figure(&self, address: &SitePath, number: u32) -> Option<EditableFigure> {
        let key = self.linked.site.page_at(address)?.key.clone();
        let pages = self.linked.pages(|profile| profile.key == key);
        let page = pages.get(address)?;
        let figure = figures(page)
            .into_iter()
            .find(|(_, figure)| figure.images.iter().any(|picture| picture.number == number));
        let (place, figure) = figure?;
        let text = self.figure_text(page, figure)?;
        let twins = pages.values().filter(|twin| twin.profile.text_lang != page.profile.text_lang);
        let others = twins.filter_map(|twin| {
            let same = |other: &Figure<Resolved>| shows_alike(other, figure);
            let (_, figure) = figures(twin).into_iter().find(|(other, one)| *other == place && same(one))?;
            self.figure_text(twin, figure).filter(|other| other.source.path != text.source.path)
        });
        let (title, step) = heading(page, place.0);
        Some(EditableFigure {
            title,
            step,
            pictures: figure.images.iter().map(|picture| self.editable(figure, picture)).collect(),
            others: others.collect(),
            text,
        })
    }

    /// The page and the number of the picture that a finding is about: of the first page that shows the
    /// picture of a sidecar, or of the figure at a byte of a text, or before it.
    #[must_use]
    pub(crate) fn picture_at(&self, text: &TreePath, at: usize) -> Option<(SitePath, u32)> {
        let picture = text.as_str().strip_suffix(".toml").map(TreePath::new);
        let source = self.tree().source_at(text)?.id;
        let concerns = |entry: &&Arc<KnownEntry>| match &picture {
            Some(picture) => entry.profiles.iter().any(|(_, uses)| uses.pictures.contains_key(picture)),
            None => entry.texts.iter().any(|(id, _)| *id == source),
        };
        let entry = self.linked.entries.iter().find(concerns)?;
        let key = entry.profiles.first()?.0.key.clone();
        let pages = self.linked.pages(|profile| profile.key == key);
        pages.values().find_map(|page| {
            let number =
                picture.as_ref().map_or_else(|| number_at(page, (source, at)), |file| number_of(page, file));
            Some((page.profile.address.clone(), number?))
        })
    }

    fn figure_text(&self, page: &Page, figure: &Figure<Resolved>) -> Option<FigureText> {
        let source = self.tree().source(figure.span.source)?;
        Some(FigureText {
            source: source.clone(),
            start: figure.span.bytes.start,
            words: self.linked.setup.words(source).clone(),
            language: page.profile.text_lang.to_string(),
        })
    }

    fn editable(&self, figure: &Figure<Resolved>, picture: &Picture) -> EditablePicture {
        let size = self.linked.pictures.verdicts().get(&picture.file).and_then(|verdict| match verdict {
            Ok(size) => Some(*size),
            Err(unshown) => unshown.size,
        });
        let own = own_sidecar(&picture.file);
        let (owned, shared): (Vec<_>, Vec<_>) = (self.linked.sidecars_of(&picture.file).into_iter())
            .partition(|path| path.as_str().eq_ignore_ascii_case(own.as_str()));
        let shared = shared.into_iter().next();
        EditablePicture {
            size,
            names: OverlayNames::of(figure, picture),
            busy: self.linked.pictures.busy(&picture.file).cloned(),
            alt: picture.alt.clone(),
            sidecar: owned.into_iter().next().or_else(|| shared.clone()).unwrap_or(own),
            shared,
            file: picture.file.clone(),
        }
    }
}

fn own_sidecar(file: &TreePath) -> TreePath {
    TreePath::new(&format!("{file}.toml"))
}

/// Whether two figures of twin pages show the same files. A language with pictures of its own has marks
/// of its own, which are nobody else's.
fn shows_alike(one: &Figure<Resolved>, other: &Figure<Resolved>) -> bool {
    let files =
        |figure: &Figure<Resolved>| figure.images.iter().map(|one| one.file.clone()).collect::<Vec<_>>();
    files(one) == files(other)
}

/// The number of the first picture of this file.
fn number_of(page: &Page, file: &TreePath) -> Option<u32> {
    let mut images = figures(page).into_iter().flat_map(|(_, figure)| &figure.images);
    images.find(|image| image.file == *file).map(|image| image.number)
}

/// The number of the picture at a byte of a source; beside the pictures, of the first one of the figure
/// before it.
fn number_at(page: &Page, (source, at): (SourceId, usize)) -> Option<u32> {
    let mut before = figures(page).into_iter().map(|(_, figure)| figure).rev();
    let figure = before.find(|one| one.span.source == source && one.span.bytes.start <= at)?;
    let inside = figure.images.iter().find(|image| image.span.bytes.contains(&at));
    inside.or(figure.images.first()).map(|image| image.number)
}

/// The title above a figure, and the number of its step.
fn heading(page: &Page, section: Option<&str>) -> (String, Option<String>) {
    let section = page.sections.iter().find(|one| Some(one.id.as_str()) == section);
    let Some(section) = section else { return (page.profile.title.clone(), None) };
    let step = match &section.kind {
        SectionKind::Step(head) => Some(head.number.to_string()),
        SectionKind::Plain => None,
    };
    (plain_text(&section.title), step)
}

/// The place of a figure in a page, which is the same in every language: its section, and how many
/// figures of this section stand before it.
type FigurePlace<'a> = (Option<&'a str>, usize);

/// All figures of a page.
fn figures(page: &Page) -> Vec<(FigurePlace<'_>, &Figure<Resolved>)> {
    let intro = walk::figures(&page.intro).into_iter().enumerate();
    let intro = intro.map(|(at, figure)| ((None, at), figure));
    intro.chain(page.sections.iter().flat_map(section_figures)).collect()
}

fn section_figures(section: &Section) -> Vec<(FigurePlace<'_>, &Figure<Resolved>)> {
    let figures = section.bodies().flat_map(walk::figures).enumerate();
    figures.map(|(at, figure)| ((Some(section.id.as_str()), at), figure)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use super::*;
    use crate::compile::{CompileOptions, Compiler};
    use crate::source::ContentTree;

    #[test]
    fn a_figure_in_a_part_is_changed_in_the_file_of_the_part() {
        let part = "\n## Step: Two\n\n![A](../i.png)\n![B](../j.png)\n\n3. One\n4. **Two**\n   lines\n";
        let mut tree = ContentTree::default().with_sources([
            (TreePath::new("stepbook.toml"), b"languages = [\"en\"]\n[title]\nen = \"T\"\n".to_vec()),
            (
                TreePath::new("content/a.en.md"),
                b"## Step: One\n\n![A](i.png)\n\n[two](_parts/b.en.md \"include\")\n".to_vec(),
            ),
            (TreePath::new("content/_parts/b.en.md"), part.as_bytes().to_vec()),
            (TreePath::new("content/i.png.toml"), b"[[mark]]\nn = 3\npin = [1, 1]\n".to_vec()),
        ]);
        let picture = || {
            let mut png = std::io::Cursor::new(Vec::new());
            ::image::DynamicImage::new_rgb8(60, 40).write_to(&mut png, ::image::ImageFormat::Png).unwrap();
            crate::source::Asset::new(png.into_inner())
        };
        for name in ["i", "j"] {
            let path = TreePath::new(&format!("content/{name}.png"));
            tree.put(crate::source::TreeFile::Asset(path, picture()));
        }
        let state = Compiler::default().state(&tree, &CompileOptions::default());
        let figure = state.figure(&SitePath::new("en/a.html"), 3).unwrap();
        assert_eq!((figure.title.as_str(), figure.step.as_deref()), ("Two", Some("2")));
        assert_eq!(figure.text.source.path.as_str(), "content/_parts/b.en.md");
        assert!(part.get(figure.text.start..).unwrap().starts_with("![A]"));
        let [marked, bare] = figure.pictures.as_slice() else { panic!("two pictures") };
        assert_eq!((marked.names.figure, marked.size, bare.size), (2, Some((60, 40)), Some((60, 40))));
        assert_eq!((bare.sidecar.as_str(), bare.names.items.clone()), ("content/j.png.toml", 3..=4));
        assert!(state.figure(&SitePath::new("en/a.html"), 4).is_none());
        let at = |text: &str, at| state.picture_at(&TreePath::new(text), at).map(|(_, number)| number);
        assert_eq!(at("content/i.png.toml", 0), Some(1), "the first that shows it");
        let (second, item) = (part.find("![B]").unwrap(), part.find("4. ").unwrap());
        assert_eq!(
            [0, second, item].map(|place| at("content/_parts/b.en.md", place)),
            [None, Some(3), Some(2)]
        );
        assert_eq!(at("content/none.md", 0), None);
    }
}
