//! Exports the sheets of paper as a PDF file that conforms to PDF/UA-1 and
//! PDF/A-2a.

use typst::ecow::EcoVec;
use typst::foundations::{Content, Datetime, Smart};
use typst::layout::{Abs, Frame, Sides};
use typst::model::DocumentInfo;
use typst::text::{Lang, Locale, Region};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::render::pdf::engine::call::Engine;
use crate::render::pdf::fault::PrintFault;
use crate::render::pdf::write::manuscript::Manuscript;

/// Writes the PDF file, with stand-ins in the places of pictures.
///
/// # Errors
/// [`PrintFault`] if the file would not conform, with the index of the first sheet
/// that does not.
pub(crate) fn export(
    engine: &Engine<'_>,
    manuscript: &Manuscript<'_>,
    sheets: Vec<Frame>,
) -> Result<Vec<u8>, (PrintFault, usize)> {
    let all = sheets.clone();
    let fault = match written(engine, manuscript, sheets) {
        Ok(file) => return Ok(file),
        Err(fault) => fault,
    };
    // An export fails if it has the faulty sheet, so halving finds that sheet.
    let (mut sound, mut faulty) = (0, all.len());
    while faulty - sound > 1 {
        let middle = sound.midpoint(faulty);
        let some = all.get(..middle).unwrap_or_default().to_vec();
        if written(engine, manuscript, some).is_ok() {
            sound = middle;
        } else {
            faulty = middle;
        }
    }
    Err((fault, sound))
}

fn written(
    engine: &Engine<'_>,
    manuscript: &Manuscript<'_>,
    sheets: Vec<Frame>,
) -> Result<Vec<u8>, PrintFault> {
    let page = |(frame, number): (Frame, u64)| Page {
        frame,
        bleed: Sides::splat(Abs::zero()),
        fill: Smart::Auto,
        numbering: None,
        supplement: Content::empty(),
        number,
    };
    let pages: EcoVec<Page> = sheets.into_iter().zip(1..).map(page).collect();
    let document = PagedDocument::new(pages, info(manuscript));
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| PrintFault::Export(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("stepbook".to_owned())),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| engine.fault(&errors))
}

fn info(manuscript: &Manuscript<'_>) -> DocumentInfo {
    let day = manuscript.date;
    let number = |value: i8| u8::try_from(value).unwrap_or(1);
    let date = Datetime::from_ymd(i32::from(day.year()), number(day.month()), number(day.day()));
    let (lang, region) = manuscript.sheet.tag();
    let region = region.and_then(|region| region.parse::<Region>().ok());
    DocumentInfo {
        title: Some(manuscript.title.as_str().into()),
        author: manuscript.author.iter().map(|author| author.as_str().into()).collect(),
        description: manuscript.summary.as_deref().map(Into::into),
        keywords: Vec::new(),
        date: Smart::Custom(date),
        locale: Smart::Custom(Locale::new(lang.parse().unwrap_or(Lang::ENGLISH), region)),
    }
}
