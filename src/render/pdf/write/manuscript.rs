//! The manuscript: a whole document before its pages are known, with atoms in
//! order, notes and pictures.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::inline::LONGEST_TITLE;
use super::title::{COLUMN, title_of};
use super::writer::{DocumentNotes, PageStretch, PrintWriter, StretchStep, WriterInput};
use super::{notes, pair, qr};
use crate::fonts::is_blank;
use crate::model::{Page, PageProfile};
use crate::render::language::Language;
use crate::render::pdf::context::{HandoutJob, JobPages, PrintContext, place_key};
use crate::render::pdf::figure_plan::FigurePlan;
use crate::render::pdf::record::{Atom, BookletCover, ContentsRow, PageNote, PrintBlock, QrCode};
use crate::render::pdf::sheet::{Layout, Sheet};
use crate::render::pdf::text::long::brief;
use crate::render::pdf::text::title_parts::piece;
use crate::source::Span;
use crate::theme::fill;
use crate::url::{SitePath, TreePath};

/// The date of a document if no page of the site was verified.
const NO_DATE: Date = Date::constant(1970, 1, 1);

/// Most characters of a running head, and of a title in a list of guides.
const LONGEST_RUNNING: usize = 200;

/// Most guides that are listed on the cover of a booklet; a longer list gets a
/// page of its own.
const ON_COVER: usize = 10;

/// A document that is written but not divided into pages.
pub(crate) struct Manuscript<'a> {
    /// The language of the head and foot of pages.
    pub(crate) frame: &'a Language<'a>,
    pub(crate) sheet: Sheet,
    /// Title in the document's properties.
    pub(crate) title: String,
    pub(crate) summary: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) date: Date,
    pub(crate) guides: Vec<GuidePages>,
    pub(crate) atoms: Vec<Atom>,
    /// For each figure that is an atom of its own, by the atom's index, how it may
    /// be laid out.
    pub(crate) plans: BTreeMap<usize, FigurePlan>,
    /// For each atom, the step that it belongs to.
    pub(crate) steps: Vec<Option<StretchStep>>,
    /// For each atom, the heading above it.
    places: Vec<Option<Span>>,
    pub(crate) notes: Vec<PageNote>,
    pub(crate) pictures: BTreeSet<TreePath>,
    /// The QR codes of this document, by file name.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// The head and foot on the pages of one guide.
#[derive(Debug)]
pub(crate) struct GuidePages {
    /// Index of the guide's first atom.
    pub(crate) from: usize,
    /// Left part of the running head; `running` is the right part.
    pub(crate) head: String,
    pub(crate) running: String,
    /// Lines of the foot, one for each language.
    pub(crate) foot: Vec<String>,
}

impl<'a> PrintContext<'a> {
    /// Writes the document of a job; `None` if the job names a page that does not
    /// exist.
    pub(crate) fn manuscript<'p>(&'a self, job: &HandoutJob, texts: &'p JobPages) -> Option<Manuscript<'a>> {
        let site = self.input.site;
        let pages: Vec<&Page> = job.guides.iter().map(|guide| texts.get(guide)).collect::<Option<_>>()?;
        let cover = job.cover.as_ref().map_or(Some(None), |cover| site.page_at(cover).map(Some))?;
        let first = cover.or(pages.first().map(|page| page.profile.as_ref()))?;
        let sheet = Sheet::new(job.layout, &first.lang);
        let twin = |page: &&Page| texts.get(&site.page(&page.profile.key, job.beside.as_ref()?)?.address);
        let twins: Vec<Option<&Page>> = pages.iter().map(twin).collect();
        let both = pages.iter().chain(twins.iter().flatten());
        let members: BTreeSet<SitePath> = both.map(|page| page.profile.address.clone()).collect();
        let profiles: Vec<&PageProfile> = pages.iter().map(|page| page.profile.as_ref()).collect();
        let mut document_notes = DocumentNotes::default();
        let mut paper = WriterInput { sheet: &sheet, members: &members, document_notes: &mut document_notes };
        let mut files = BTreeMap::new();
        let mut guides = Vec::new();
        let mut text = AtomList::default();
        if let Some(cover) = cover {
            guides.push(self.guide_pages((cover, None), 0));
            text.append(self.cover(cover, &profiles));
        }
        for (page, twin) in pages.iter().zip(&twins) {
            let profile = |page: &'p Page| page.profile.as_ref();
            guides.push(self.guide_pages((profile(page), twin.map(profile)), text.atoms.len()));
            let code = self.code(&page.profile, &mut files);
            let mut stretches = self.stretches(page, &mut paper, code);
            if let Some(twin) = twin {
                stretches = pair::pair(stretches, self.stretches(twin, &mut paper, None));
            }
            text.append(stretches);
        }
        let plans = plans(&sheet, &text.atoms);
        notes::renumber(&mut text.atoms, &mut document_notes.notes);
        let shown = |text: &str| self.input.fonts.shown(text);
        Some(Manuscript {
            frame: self.language(&first.lang),
            title: shown(&brief(&title_of(first), LONGEST_TITLE)),
            summary: first.meta.summary.as_deref().map(|summary| shown(&brief(summary, LONGEST_TITLE))),
            author: self.input.config.owner.get(&first.lang).map(|owner| shown(owner)),
            date: self.date(&profiles),
            guides,
            atoms: text.atoms,
            plans,
            steps: text.steps,
            places: text.places,
            notes: document_notes.notes,
            pictures: document_notes.pictures,
            files,
            sheet,
        })
    }

    /// The date of the document: the newest day on which its guides were
    /// verified, else the newest of the whole site. PDF/A requires a date, and
    /// that of a clock would change the bytes with every build.
    fn date(&self, pages: &[&PageProfile]) -> Date {
        let own = pages.iter().filter_map(|page| page.meta.verified_on()).max();
        let any = || self.input.site.pages.iter().filter_map(|page| page.meta.verified_on()).max();
        own.or_else(any).unwrap_or(NO_DATE)
    }

    fn stretches(&self, page: &Page, paper: &mut WriterInput<'_>, code: Option<QrCode>) -> Vec<PageStretch> {
        let mut writer = PrintWriter::new(self, page, paper);
        writer.opening(code);
        writer.body();
        writer.stretches
    }

    /// The head and foot on the pages of a guide.
    fn guide_pages(&self, (page, twin): (&PageProfile, Option<&PageProfile>), from: usize) -> GuidePages {
        let both: Vec<&PageProfile> = std::iter::once(page).chain(twin).collect();
        let gap = self.language(&page.lang).words.punctuation.gap.as_str();
        let titles: Vec<String> = both.iter().map(|page| title_of(page)).collect();
        GuidePages {
            from,
            head: self.input.config.title(&page.lang).to_owned(),
            running: brief(&titles.join(gap), LONGEST_RUNNING).into_owned(),
            foot: both.iter().map(|page| self.foot(page)).filter(|line| !line.is_empty()).collect(),
        }
    }

    /// The line of the foot: the day a page was verified, and the site's owner.
    fn foot(&self, page: &PageProfile) -> String {
        let words = self.language(&page.lang).words;
        let verified =
            page.meta.verified_on().map(|day| fill(&words.facts.verified_on, &[("date", &day.to_string())]));
        let owner = self.input.config.owner.get(&page.lang).cloned();
        verified.into_iter().chain(owner).collect::<Vec<_>>().join(&words.punctuation.gap)
    }

    /// Writes the first pages of a booklet: its title, and the list of guides
    /// with their pages.
    fn cover(&self, cover: &PageProfile, guides: &[&PageProfile]) -> Vec<PageStretch> {
        let language = self.language(&cover.lang);
        let pieces = |text: &str| language.phrases.pieces(text).into_iter().map(piece).collect();
        let config = self.input.config;
        let last = guides.iter().filter_map(|guide| guide.meta.verified_on()).max();
        let row = |(number, guide): (usize, &&PageProfile)| ContentsRow {
            level: 1,
            tick: false,
            number: number.to_string(),
            title: pieces(&brief(&self.site_index.title_under(guide), LONGEST_RUNNING)),
            optional: None,
            key: place_key(&guide.address, None),
        };
        let mut rows: Vec<ContentsRow> = (1..).zip(guides).map(row).collect();
        let mut heading = Some(language.words.print.contents.clone());
        let few = rows.len() <= ON_COVER;
        let summary = cover.meta.summary.as_deref().filter(|summary| !is_blank(summary)).unwrap_or_default();
        let title = PrintBlock::Cover(BookletCover {
            site: config.title(&cover.lang).to_owned(),
            words: pieces(&brief(&title_of(cover), LONGEST_TITLE)),
            summary: pieces(&brief(summary, LONGEST_TITLE)),
            owner: config.owner.get(&cover.lang).cloned(),
            date: last.map(|day| day.to_string()),
            heading: heading.take_if(|_| few),
            rows: if few { std::mem::take(&mut rows) } else { Vec::new() },
        });
        let atom = |block, keys| Atom { block, lang: None, region: None, keys, notes: Vec::new() };
        let mut atoms = vec![atom(title, vec![place_key(&cover.address, None)])];
        if !few {
            for rows in rows.chunks(COLUMN) {
                let (heading, columns) = (heading.take(), vec![rows.to_vec()]);
                atoms.push(atom(PrintBlock::Contents { heading, hint: None, columns }, Vec::new()));
            }
        }
        vec![PageStretch { atoms, ..PageStretch::default() }]
    }

    /// The QR code that leads to the page on the web; `None` without the site's
    /// address.
    fn code(&self, page: &PageProfile, files: &mut BTreeMap<String, Vec<u8>>) -> Option<QrCode> {
        let address = self.input.config.absolute(&page.address)?;
        let picture = qr::png(&address)?;
        let file = format!("code/{}", files.len() + 1);
        files.insert(file.clone(), picture);
        let words = self.language(&page.lang).words;
        let alt = [words.print.scan.as_str(), &words.punctuation.colon, &address].concat();
        Some(QrCode { file, alt, label: words.print.scan.clone() })
    }
}

/// Atoms, with the step and the heading of each.
#[derive(Debug, Default)]
struct AtomList {
    atoms: Vec<Atom>,
    steps: Vec<Option<StretchStep>>,
    places: Vec<Option<Span>>,
}

impl AtomList {
    fn append(&mut self, stretches: Vec<PageStretch>) {
        for stretch in stretches {
            for atom in stretch.atoms {
                self.atoms.push(atom);
                self.steps.push(stretch.step);
                self.places.push(stretch.place.clone());
            }
        }
    }
}

/// How each figure among the atoms may be laid out.
fn plans(sheet: &Sheet, atoms: &[Atom]) -> BTreeMap<usize, FigurePlan> {
    let plan = |(at, atom): (usize, &Atom)| {
        let PrintBlock::Figure(figure) = &atom.block else { return None };
        let count = beside(sheet, atoms, (at, figure.items));
        Some((at, FigurePlan::new(sheet, figure, at + 1..at + 1 + count)))
    };
    atoms.iter().enumerate().filter_map(plan).collect()
}

/// Number of atoms after a figure that may stand next to it: its items or, on
/// slides, all atoms up to the next heading or figure.
fn beside(sheet: &Sheet, atoms: &[Atom], (at, items): (usize, usize)) -> usize {
    if sheet.layout != Layout::Slides {
        return items;
    }
    let rest = atoms.get(at + 1..).unwrap_or_default();
    let ends = |atom: &Atom| {
        matches!(
            atom.block,
            PrintBlock::Figure(_)
                | PrintBlock::Head(_)
                | PrintBlock::PanelHead { .. }
                | PrintBlock::Section { .. }
        )
    };
    rest.iter().position(ends).unwrap_or(rest.len())
}

impl Manuscript<'_> {
    /// Place in the source of the heading above an atom.
    pub(crate) fn place(&self, atom: usize) -> Option<&Span> {
        self.places.get(atom)?.as_ref()
    }

    /// Place in the source of the heading above the first atom that refers to a
    /// note.
    pub(crate) fn place_of_note(&self, number: usize) -> Option<&Span> {
        self.place(self.atoms.iter().position(|atom| atom.notes.contains(&number))?)
    }

    /// All that the pages show in addition to the atoms, for the fingerprint.
    pub(crate) fn around_atoms(&self) -> impl serde::Serialize + use<> {
        let around =
            |guide: &GuidePages| (guide.from, guide.head.clone(), guide.running.clone(), guide.foot.clone());
        let heads: Vec<_> = self.guides.iter().map(around).collect();
        let date = self.date.to_string();
        let steps: Vec<_> =
            self.steps.iter().map(|step| step.map(|step| self.steps_said(step, step))).collect();
        let words = (self.frame.words.print.folio.clone(), self.frame.words.print.range.clone());
        (self.title.clone(), self.summary.clone(), self.author.clone(), date, heads, steps, words)
    }

    /// The steps of a page, for its foot: `步驟 4-1`, `步驟 2 至 4-1`. If they are
    /// of two series, each has the word of its series.
    pub(crate) fn steps_said(&self, first: StretchStep, last: StretchStep) -> String {
        let range = |from: &str, to: &str| fill(&self.frame.words.print.range, &[("from", from), ("to", to)]);
        let label = |step: StretchStep| self.frame.words.step_label(step.series, step.number);
        if first == last {
            label(first)
        } else if first.series != last.series {
            range(&label(first), &label(last))
        } else {
            let numbers = range(&first.number.to_string(), &last.number.to_string());
            fill(
                &self.frame.words.step.label,
                &[("word", self.frame.words.series(first.series)), ("n", &numbers)],
            )
        }
    }
}
