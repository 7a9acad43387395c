//! The two runs of the engine: measure, then lay out and export.

use std::sync::Arc;

use serde::Serialize;
use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoString;
use typst::foundations::{Bytes, Content, Dict, Label, Selector, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::{PagedDocument, PagedIntrospector};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::Fonts;
use super::manuscript::Manuscript;
use super::pages::{Height, Heights, Plan};
use super::picture::Placeholder;
use super::world::Sight;
use super::{Fault, Printer};

/// Results of earlier runs are forgotten unless one of the last so many runs
/// used them: enough for what all handouts share, and memory stays flat.
const REMEMBERED: usize = 2;

/// The engine, with one manuscript before it.
pub(super) struct Engine<'a> {
    printer: &'a Printer<'a>,
    sheet: Bytes,
    atoms: Bytes,
    pictures: Vec<Placeholder>,
    codes: Vec<(String, Bytes)>,
}

#[derive(Serialize)]
struct Atoms<'a> {
    atoms: &'a [super::view::Atom],
    notes: &'a [super::view::Note],
}

impl<'a> Engine<'a> {
    pub(super) fn new(printer: &'a Printer<'a>, manuscript: &Manuscript<'_>) -> Self {
        let shown = manuscript.pictures.iter().filter_map(|file| printer.input.pictures.get(file));
        let pictures = (1..).zip(shown).filter_map(|(number, shown)| {
            let bytes = printer.input.files.get(&shown.path)?;
            Some(Placeholder::new(number, &shown.path, Arc::clone(bytes)))
        });
        let codes = manuscript.files.iter().map(|(name, bytes)| (name.clone(), Bytes::new(bytes.clone())));
        Self {
            printer,
            sheet: json(printer.input.fonts, &manuscript.sheet),
            atoms: json(printer.input.fonts, &Atoms { atoms: &manuscript.atoms, notes: &manuscript.notes }),
            pictures: pictures.collect(),
            codes: codes.collect(),
        }
    }

    /// A hash of all that the file is made of.
    pub(super) fn fingerprint(&self, manuscript: &Manuscript<'_>) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        add(b"handout");
        add(self.printer.input.fonts.fingerprint().as_bytes());
        add(&self.sheet);
        // Pictures are in there by names that their content gives, codes by the
        // address that they hold.
        add(&self.atoms);
        add(&json(self.printer.input.fonts, &manuscript.face()));
        for (path, text) in self.printer.input.theme.print() {
            add(path.as_bytes());
            add(text.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    /// How tall everything is.
    pub(super) fn measure(&self) -> Result<Heights, Fault> {
        let sight =
            self.sight("print/measure.typ", json(self.printer.input.fonts, &serde_json::Map::new()))?;
        let document = run(&sight)?;
        heights(document.introspector()).ok_or_else(|| Fault::Theme {
            file: "print/measure.typ".to_owned(),
            line: 1,
            message: "each thing stands between a mark `<from>` that says what it is and a mark `<to>`"
                .to_owned(),
        })
    }

    /// The finished file.
    pub(super) fn export(&self, plan: &Plan) -> Result<Vec<u8>, Fault> {
        let sight = self
            .sight("print/handout.typ", json(self.printer.input.fonts, &plan.places))?
            .with("plan.json", json(self.printer.input.fonts, plan));
        let document = run(&sight)?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
            .map_err(|error| Fault::Export(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("stepbook".to_owned())),
            timestamp: None,
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| fault(&sight, &errors));
        drop(document);
        typst::comemo::evict(REMEMBERED);
        super::picture::finish(&bytes?, &self.pictures)
    }

    fn sight(&self, main: &str, places: Bytes) -> Result<Sight<'_>, Fault> {
        let mut sight = Sight::new(main, (&self.printer.sources, self.printer.input.fonts))
            .ok_or_else(|| Fault::Export(format!("no file `{main}`")))?
            .with("sheet.json", self.sheet.clone())
            .with("atoms.json", self.atoms.clone())
            .with("places.json", places);
        for picture in &self.pictures {
            sight = sight.with(&picture.name, picture.stand_in.clone());
        }
        for (name, bytes) in &self.codes {
            sight = sight.with(name, bytes.clone());
        }
        Ok(sight)
    }
}

fn run(sight: &Sight<'_>) -> Result<PagedDocument, Fault> {
    typst::compile::<PagedDocument>(sight).output.map_err(|errors| fault(sight, &errors))
}

fn json(fonts: &Fonts, value: &impl Serialize) -> Bytes {
    Bytes::from_string(fonts.shown(serde_json::to_string(value).unwrap_or_default()))
}

/// The first error, at its place in the theme.
fn fault(sight: &Sight<'_>, errors: &[SourceDiagnostic]) -> Fault {
    let Some(error) = errors.first() else { return Fault::Export(String::new()) };
    let message = error.message.to_string();
    let place = error.span.id().and_then(|id| {
        let source = sight.source(id).ok()?;
        let range = sight.range(error.span)?;
        let line = source.lines().byte_to_line(range.start)? + 1;
        Some((id.get().vpath().get_without_slash().to_owned(), line))
    });
    match place {
        Some((file, line)) => Fault::Theme { file, line, message },
        None => Fault::Export(message),
    }
}

/// Reads the marks: heights are the ways between their positions.
fn heights(marks: &PagedIntrospector) -> Option<Heights> {
    let all = |name: &str| Some(marks.query(&Selector::Label(Label::new(PicoStr::intern(name))?)));
    let below = |mark: &Content| Some(marks.position(mark.location()?)?.point.y.to_pt());
    let (from, to) = (all("from")?, all("to")?);
    let mut heights = Heights::default();
    for (from, to) in from.iter().zip(&to) {
        let value: Dict = from.to_packed::<MetadataElem>()?.value.clone().cast().ok()?;
        let at: usize = value.get("at").ok()?.clone().cast().ok()?;
        let of: EcoString = value.get("of").ok()?.clone().cast().ok()?;
        let tall = below(to)? - below(from)?;
        if of == "note" {
            heights.notes.push(tall);
            continue;
        }
        if heights.atoms.len() <= at {
            heights.atoms.resize(at + 1, Height::default());
        }
        let atom = heights.atoms.get_mut(at)?;
        match of.as_str() {
            "height" => (atom.tall, atom.gap) = (tall, value.get("gap").ok()?.clone().cast().ok()?),
            "lead" => atom.lead = tall,
            "caption" => atom.captions.push(tall),
            _ => atom.beside.push(tall),
        }
    }
    Some(heights)
}
