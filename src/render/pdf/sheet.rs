//! Layouts: size of the sheet, size of its text area, largest width of pictures.
//! All lengths are points (1/72 inch).

use serde::Serialize;

use crate::lang::Lang;
use crate::url::SitePath;

const MM: f64 = 72.0 / 25.4;

/// Smallest scale that a page gives its pictures. Some pictures have a larger
/// minimum of their own.
pub(crate) const SMALLEST: f64 = 0.55;
/// A language tag as the engine needs it: language and region.
pub(crate) type LanguageTag = (String, Option<String>);

/// The kind of a handout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A4 portrait.
    #[default]
    Handout,
    /// Two pages of half the size on a sheet of A4, to save paper.
    TwoUp,
    /// 16:9, one panel a page, for a projector.
    Slides,
    /// A4 portrait, two languages side by side over one picture.
    Bilingual,
}

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 4] = [Self::Handout, Self::TwoUp, Self::Slides, Self::Bilingual];

    /// Name of the layout on the command line and in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handout => "handout",
            Self::TwoUp => "two-up",
            Self::Slides => "slides",
            Self::Bilingual => "bilingual",
        }
    }

    /// What the layout is for, as the help of the command line says it.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Handout => "A4, to be handed out",
            Self::TwoUp => "Two small pages on a sheet of A4, to save paper",
            Self::Slides => "16:9, one panel a page, for the wall",
            Self::Bilingual => "Two languages side by side over one picture",
        }
    }

    /// Address of the handout next to a page or folder: `register.pdf`,
    /// `register.slides.pdf`.
    #[must_use]
    pub fn file(self, base: &str) -> SitePath {
        SitePath::new(&match self {
            Self::Handout => format!("{base}.pdf"),
            other => format!("{base}.{}.pdf", other.name()),
        })
    }
}

/// Width and height of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct PaperSize {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A sheet of paper: the record of its sizes for the print theme.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sheet {
    pub(crate) layout: Layout,
    pub(crate) paper: PaperSize,
    /// Number of pages side by side on the sheet.
    pub(crate) cells: usize,
    /// Margin left and right of the text.
    pub(crate) side: f64,
    /// Margin above the text.
    pub(crate) top: f64,
    /// Width and height of the text.
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Distance from the rule of the running head to the text; `foot_gap` is
    /// the distance from the text to the rule of the foot.
    pub(crate) head_gap: f64,
    pub(crate) foot_gap: f64,
    /// Type size of body text.
    pub(crate) r#type: f64,
    /// Space between two languages side by side.
    pub(crate) gutter: f64,
    /// Space between pictures side by side; `aside` is the space between a
    /// picture and its items.
    pub(crate) between: f64,
    pub(crate) aside: f64,
    /// Greatest height of a picture at full size.
    #[serde(skip)]
    pub(crate) tallest: f64,
    lang: String,
    region: Option<String>,
    /// Whether the language writes no spaces between words.
    joins: bool,
}

/// What a layout decides about its sheets. Lengths are in millimetres.
struct LayoutSizes {
    paper: PaperSize,
    cells: u8,
    side: f64,
    top: f64,
    /// Margin below the text.
    foot: f64,
    head_gap: f64,
    aside: f64,
    /// Type size of body text, in points.
    r#type: f64,
    /// Greatest height of a picture at full size, as a share of the text's height.
    tallest: f64,
}

impl Layout {
    fn sizes(self) -> LayoutSizes {
        let handout = LayoutSizes {
            paper: PaperSize { width: 210.0, height: 297.0 },
            cells: 1,
            side: 17.0,
            top: 25.0,
            foot: 25.0,
            head_gap: 6.0,
            aside: 6.0,
            r#type: 10.5,
            tallest: 0.56,
        };
        match self {
            Self::Handout => handout,
            // In this layout the number of a step stands alone on its line. With
            // a smaller top margin, reading programs would take it for a part
            // of the running head.
            Self::Bilingual => {
                LayoutSizes { top: 34.0, head_gap: 9.0, r#type: 10.0, tallest: 0.44, ..handout }
            }
            Self::TwoUp => LayoutSizes {
                paper: PaperSize { width: 297.0, height: 210.0 },
                cells: 2,
                side: 12.0,
                top: 19.0,
                foot: 18.0,
                head_gap: 5.0,
                aside: 4.0,
                r#type: 8.75,
                tallest: 0.6,
            },
            Self::Slides => LayoutSizes {
                paper: PaperSize { width: 254.0, height: 142.875 },
                side: 14.0,
                top: 17.0,
                foot: 18.0,
                head_gap: 5.0,
                r#type: 13.0,
                tallest: 0.86,
                ..handout
            },
        }
    }
}

impl Sheet {
    pub(crate) fn new(layout: Layout, lang: &Lang) -> Self {
        let sizes = layout.sizes();
        let PaperSize { width, height } = sizes.paper;
        let text_height = (height - sizes.top - sizes.foot) * MM;
        let (language, region) = tag(lang);
        Self {
            layout,
            paper: PaperSize { width: width * MM, height: height * MM },
            cells: sizes.cells.into(),
            side: sizes.side * MM,
            top: sizes.top * MM,
            width: (width / f64::from(sizes.cells) - 2.0 * sizes.side) * MM,
            height: text_height,
            head_gap: sizes.head_gap * MM,
            foot_gap: 5.0 * MM,
            r#type: sizes.r#type,
            gutter: 9.0 * MM,
            between: 5.0 * MM,
            aside: sizes.aside * MM,
            tallest: text_height * sizes.tallest,
            lang: language,
            region,
            joins: lang.joins_lines(),
        }
    }

    /// Whether two things side by side would be too narrow to read.
    pub(crate) fn is_narrow(&self) -> bool {
        matches!(self.layout, Layout::TwoUp | Layout::Bilingual)
    }

    /// Whether steps have boxes to tick off.
    pub(crate) fn has_ticks(&self) -> bool {
        self.layout != Layout::Slides
    }

    /// Whether the foot says which steps stand on the page.
    pub(crate) fn has_steps(&self) -> bool {
        matches!(self.layout, Layout::Handout | Layout::Bilingual)
    }

    /// Number of branch cards side by side.
    pub(crate) fn cards(&self) -> usize {
        match self.layout {
            Layout::Handout | Layout::Slides => 3,
            Layout::TwoUp | Layout::Bilingual => 1,
        }
    }

    /// Number of letters that fit on a line of code.
    pub(crate) fn code(&self) -> usize {
        let width =
            if self.layout == Layout::Bilingual { (self.width - self.gutter) / 2.0 } else { self.width };
        let size = self.r#type * 0.9;
        let letters = (width - 2.0 * self.r#type) / (size * 0.61);
        // Counted up instead of cast to `usize`: the number is always small.
        (1..1_000).take_while(|count| f64::from(*count) <= letters).count()
    }

    /// Space above the notes at a page's foot; [`Self::note_gap`] is the space
    /// above each note.
    pub(crate) fn notes_gap(&self) -> f64 {
        self.r#type * 1.5
    }

    pub(crate) fn note_gap(&self) -> f64 {
        self.r#type * 0.5
    }

    /// Language and region of the sheet.
    pub(crate) fn tag(&self) -> (&str, Option<&str>) {
        (&self.lang, self.region.as_deref())
    }

    /// Whether the sheet is in this language.
    pub(crate) fn speaks(&self, (lang, region): &LanguageTag) -> bool {
        self.lang == *lang && self.region == *region
    }

    /// Largest number of picture rows on a page.
    pub(crate) fn pictures(&self) -> usize {
        if self.layout == Layout::Slides { 1 } else { usize::MAX }
    }
}

/// The language and the region of a language tag, for the engine.
pub(crate) fn tag(lang: &Lang) -> LanguageTag {
    let mut parts = lang.as_str().split('-');
    let language = parts.next().unwrap_or_default().to_lowercase();
    let region = parts.find(|part| part.len() == 2).map(str::to_uppercase);
    (language, region)
}
