//! The opening of a guide: title, facts, the QR code that leads to the page on the
//! web, contents.

use super::inline::LONGEST_TITLE;
use super::writer::{LONGEST_URL, PrintWriter, notice};
use crate::fonts::is_blank;
use crate::model::{PageProfile, Section, SectionKind, plain_text};
use crate::render::facts::{Fact, FactValue, PageFacts};
use crate::render::pdf::context::place_key;
use crate::render::pdf::record::{ContentsRow, PrintBlock, PrintFact, PrintTitle, QrCode};
use crate::render::pdf::text::fold::foldable;
use crate::render::pdf::text::long::{brief, paragraphs};
use crate::render::pdf::text::title_parts::TitleParts;
use crate::render::sections::steps;
use crate::theme::fill;

/// Most characters of a fact; [`LONGEST_ROW`] is that of a line of the contents.
const LONGEST_FACT: usize = 600;
const LONGEST_ROW: usize = 200;

/// Most rows in a column of the contents in one atom.
pub(crate) const COLUMN: usize = 20;

/// Guides with more steps and sub-steps than this have contents.
const SHORT: usize = 5;

impl PrintWriter<'_> {
    /// Writes the title block, the notice that the text is in another language,
    /// the contents and the text before the first section.
    pub(crate) fn opening(&mut self, code: Option<QrCode>) {
        let page = self.page;
        self.lead_to_page();
        let words = title_of(&page.profile);
        let title = self.pieces(&brief(&words, LONGEST_TITLE));
        // A title or summary that is too long stands in full below.
        let mut below = if words.chars().nth(LONGEST_TITLE).is_some() { vec![words] } else { Vec::new() };
        let summary = page.profile.meta.summary.as_deref().unwrap_or_default();
        let is_long = summary.chars().nth(LONGEST_TITLE).is_some();
        below.extend(is_long.then(|| summary.to_owned()));
        let summary = if is_long || is_blank(summary) { Vec::new() } else { self.pieces(summary) };
        let facts = self.facts();
        let frame = self.frame;
        self.push(PrintBlock::Title(PrintTitle { words: title, summary, facts, code }));
        for words in below {
            let mut inlines = Vec::new();
            self.text(&words, &mut inlines);
            for block in paragraphs(inlines) {
                self.push(block);
            }
        }
        if page.profile.lang != page.profile.text_lang {
            let text = notice(&frame.words.fallback.page, frame, self.language);
            self.push(PrintBlock::Notice { text });
        }
        let rows = self.rows();
        if rows.len() > SHORT {
            for contents in self.contents(&rows) {
                self.push(contents);
            }
        }
        self.intro();
    }

    fn facts(&self) -> Vec<PrintFact> {
        let words = self.frame.words;
        let print = |Fact { label, value, .. }: Fact<'_>| match value? {
            FactValue::Text(text) => fact(label, text),
            FactValue::List(texts) => fact(label, &texts.join(&words.punctuation.list)),
            FactValue::Minutes(n) => fact(label, &fill(&words.facts.minutes, &[("n", &n.to_string())])),
            FactValue::Platform(platform) => {
                let url = Some(platform.address).filter(|url| url.len() <= LONGEST_URL).map(str::to_owned);
                Some(PrintFact { url, ..fact(label, platform.name)? })
            }
            FactValue::Day(day) => fact(label, &day),
        };
        PageFacts::of(&self.page.profile).labelled(words).into_iter().filter_map(print).collect()
    }

    /// The rows of the contents: steps and sub-steps.
    fn rows(&self) -> Vec<ContentsRow> {
        let (page, frame) = (self.page, self.frame);
        let mut rows = Vec::new();
        for group in steps(&page.sections) {
            let word =
                group.series.map(|_| [frame.words.series(group.series), " "].concat()).unwrap_or_default();
            let key = place_key(&page.profile.address, Some(&group.id()));
            match group.head {
                Some((section, _)) => {
                    let number = format!("{word}{}", group.number());
                    rows.push(self.row(section, (1, number), key));
                }
                None if group.subs.is_empty() => (),
                None => {
                    for (sub, head) in &group.subs {
                        let number = format!("{word}{}", head.number);
                        let key = place_key(&page.profile.address, Some(&sub.id));
                        rows.push(self.row(sub, (1, number), key));
                    }
                    continue;
                }
            }
            for (sub, head) in &group.subs {
                let key = place_key(&page.profile.address, Some(&sub.id));
                rows.push(self.row(sub, (2, head.number.to_string()), key));
            }
        }
        rows
    }

    /// The contents: steps with boxes to tick off, in two columns. A long list
    /// is cut into several blocks.
    fn contents(&self, rows: &[ContentsRow]) -> Vec<PrintBlock> {
        let steps = &self.frame.words.steps;
        let count = if self.sheet.is_narrow() { 1 } else { 2 };
        let part = |(at, rows): (usize, &[ContentsRow])| {
            let rows = rows.to_vec();
            let columns = if count == 1 { vec![rows] } else { halves(rows) };
            let first = at == 0;
            let hint = (first && self.sheet.has_ticks()).then(|| steps.checklist_hint.clone());
            PrintBlock::Contents { heading: first.then(|| steps.heading.clone()), hint, columns }
        };
        rows.chunks(COLUMN * count).enumerate().map(part).collect()
    }

    fn row(&self, section: &Section, (level, number): (u8, String), key: String) -> ContentsRow {
        let head = if let SectionKind::Step(head) = &section.kind { Some(head) } else { None };
        let optional = head.filter(|head| head.optional).map(|_| self.frame.words.of_steps.optional.clone());
        let said = plain_text(&section.title);
        let label = head.filter(|_| is_blank(&said)).map(|head| self.frame.label_of(head));
        let title: TitleParts = self.pieces(&brief(label.as_deref().unwrap_or(&said), LONGEST_ROW));
        ContentsRow { level, tick: self.sheet.has_ticks() && level == 1, number, title, optional, key }
    }
}

/// One line of the facts, unless nobody would see it.
fn fact(label: &str, value: &str) -> Option<PrintFact> {
    let value = (!is_blank(value)).then(|| foldable(&brief(value, LONGEST_FACT)).into_owned())?;
    Some(PrintFact { label: label.to_owned(), value, url: None })
}

/// Splits rows into two columns of about the same length; a sub-step stays with
/// its step.
fn halves(mut rows: Vec<ContentsRow>) -> Vec<Vec<ContentsRow>> {
    let middle = rows.len().div_ceil(2);
    let starts = |at: &usize| rows.get(*at).is_none_or(|row| row.level == 1);
    let after = (middle..=rows.len()).find(starts).unwrap_or(middle);
    let before = (1..=middle).rev().find(starts).unwrap_or(middle);
    let near = if after - middle <= middle - before { after } else { before };
    let second = rows.split_off(near.min(rows.len()));
    vec![rows, second]
}

/// The title of a page; the path of its file if the title is blank.
pub(crate) fn title_of(page: &PageProfile) -> String {
    if is_blank(&page.title) { page.key.path() } else { page.title.clone() }
}
