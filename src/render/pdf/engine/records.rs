//! Records: a manuscript in the form that the engine reads, with the files that
//! it names.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use typst::foundations::{Bytes, Dict, IntoValue, Value};
use typst::utils::hash128;

use super::world::PrintWorld;
use crate::fingerprint::{Fingerprint, Fingerprinter};
use crate::render::pdf::context::PrintContext;
use crate::render::pdf::file::graft::Placeholder;
use crate::render::pdf::sheet::Sheet;
use crate::render::pdf::write::manuscript::Manuscript;

/// Where something stands in the document; both numbers begin at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageNumber {
    pub(crate) page: usize,
    pub(crate) sheet: usize,
}

impl PageNumber {
    fn value(self) -> Value {
        let numbers = [("page", self.page), ("sheet", self.sheet)];
        Value::Dict(numbers.into_iter().map(|(name, number)| (name.into(), number.into_value())).collect())
    }
}

/// For each key of a place, its page and sheet.
pub(crate) type PageNumbers = BTreeMap<String, PageNumber>;

/// All records and files of one document for the theme.
pub(crate) struct Records {
    sheet: String,
    pub(crate) atoms: Vec<ThemeRecord>,
    pub(crate) notes: Vec<ThemeRecord>,
    pub(crate) pictures: Vec<Placeholder>,
    codes: Vec<(String, Bytes)>,
}

/// A record for the theme, as JSON with a key.
pub(crate) struct ThemeRecord {
    json: String,
    /// Unique in the document. It does not change when other records are added or
    /// removed, so that the engine finds its earlier layout again.
    pub(crate) key: u128,
}

/// `sheet.json`: the sizes of the sheet, and what the site changes of the theme's looks.
#[derive(Serialize)]
struct SheetRecord<'a> {
    #[serde(flatten)]
    sheet: &'a Sheet,
    accent: Option<String>,
    /// The file of the logo. Its name is a hash of its content.
    logo: Option<&'a str>,
}

impl<'a> SheetRecord<'a> {
    fn new(context: &PrintContext<'a>, sheet: &'a Sheet) -> Self {
        let accent = context.input.config.look.accent();
        let logo = context.input.logo.map(|logo| logo.path.as_str());
        Self { sheet, accent: accent.map(|accent| accent.light.to_string()), logo }
    }
}

impl Records {
    pub(crate) fn new(context: &PrintContext<'_>, manuscript: &Manuscript<'_>) -> Self {
        let shown = manuscript.pictures.iter().filter_map(|file| context.input.pictures.get(file));
        let pictures = (1..).zip(shown).filter_map(|(number, shown)| {
            let bytes = context.input.files.get(&shown.path)?;
            Some(Placeholder::new(number, &shown.path, Arc::clone(bytes)))
        });
        let codes = manuscript.files.iter().map(|(name, bytes)| (name.clone(), Bytes::new(bytes.clone())));
        let mut seen = HashMap::new();
        let mut record = |json: String| {
            let before: &mut u32 = seen.entry(hash128(&json)).or_default();
            *before += 1;
            let key = hash128(&(&json, *before));
            ThemeRecord { json, key }
        };
        Self {
            sheet: json(context, &SheetRecord::new(context, &manuscript.sheet)),
            atoms: manuscript.atoms.iter().map(|atom| record(json(context, atom))).collect(),
            notes: manuscript.notes.iter().map(|note| record(json(context, note))).collect(),
            pictures: pictures.collect(),
            codes: codes.collect(),
        }
    }

    /// Whether the document needs more than one batch.
    pub(crate) fn is_long(&self) -> bool {
        [&self.atoms, &self.notes].into_iter().any(|records| batches(records).len() > 1)
    }

    /// A hash of all that the handout is made of.
    pub(crate) fn fingerprint(&self, context: &PrintContext<'_>, manuscript: &Manuscript<'_>) -> Fingerprint {
        let mut taken = Fingerprinter::default();
        taken.add(("handout", context.input.fonts.fingerprint().as_bytes(), &self.sheet));
        // The records name pictures by a hash of their content, and QR codes by
        // the address that they hold.
        for record in self.atoms.iter().chain(&self.notes) {
            taken.add(&record.json);
        }
        taken.add(json(context, &manuscript.around_atoms()));
        context.input.theme.print().for_each(|file| _ = taken.add(file));
        taken.fingerprint()
    }

    /// The files and fonts of this document for the engine.
    pub(crate) fn world<'a>(&self, context: &'a PrintContext<'a>) -> Option<PrintWorld<'a>> {
        let mut world = PrintWorld::new(&context.sources, context.input.fonts)?
            .with("sheet.json", Bytes::from_string(self.sheet.clone()));
        for picture in &self.pictures {
            world = world.with(&picture.name, picture.stand_in.clone());
        }
        let logo = context.input.logo.and_then(|logo| context.input.files.get_key_value(&logo.path));
        if let Some((path, bytes)) = logo {
            world = world.with(path.as_str(), Bytes::new(bytes.to_vec()));
        }
        for (name, bytes) in &self.codes {
            world = world.with(name, bytes.clone());
        }
        Some(world)
    }
}

/// Size of a batch: bytes of the records that are set at once. After a batch, the
/// engine forgets what it remembers, which is much larger than the frames
/// themselves.
const TOGETHER: usize = 64 << 10;

/// Splits the records into batches that are set at once.
pub(crate) fn batches(records: &[ThemeRecord]) -> Vec<Range<usize>> {
    let (mut batches, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (at, record) in records.iter().enumerate() {
        bytes += record.json.len();
        if bytes >= TOGETHER || at + 1 == records.len() {
            batches.push(from..at + 1);
            (from, bytes) = (at + 1, 0);
        }
    }
    batches
}

impl ThemeRecord {
    pub(crate) fn value(&self) -> Value {
        value(&self.json)
    }
}

/// A record that is not part of the manuscript, such as a running head.
pub(crate) fn record(context: &PrintContext<'_>, record: &impl Serialize) -> Value {
    value(&json(context, record))
}

fn json(context: &PrintContext<'_>, value: &impl Serialize) -> String {
    context.input.fonts.shown_json(serde_json::to_string(value).unwrap_or_default())
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or(Value::None)
}

/// Whether a value holds a key, which may lead to a place in the document.
pub(crate) fn refers(value: &Value) -> bool {
    match value {
        Value::Array(array) => array.iter().any(refers),
        Value::Dict(dict) => dict.contains("key") || dict.iter().any(|(_, value)| refers(value)),
        _ => false,
    }
}

/// A copy of the value with the page and sheet number of each key's place;
/// `None` if no key leads into the document.
pub(crate) fn placed(value: &Value, places: &PageNumbers) -> Option<Value> {
    match value {
        Value::Array(array) => {
            let inner: Vec<Option<Value>> = array.iter().map(|value| placed(value, places)).collect();
            inner.iter().any(Option::is_some).then(|| {
                let both = inner.into_iter().zip(array.iter());
                Value::Array(both.map(|(new, old)| new.unwrap_or_else(|| old.clone())).collect())
            })
        }
        Value::Dict(dict) => {
            let mut new: Vec<(_, Value)> =
                dict.iter().filter_map(|(key, value)| Some((key.clone(), placed(value, places)?))).collect();
            let place = match dict.get("key") {
                Ok(Value::Str(key)) => places.get(key.as_str()),
                _ => None,
            };
            new.extend(place.map(|place| ("place".into(), place.value())));
            (!new.is_empty()).then(|| {
                let mut dict: Dict = dict.clone();
                for (key, value) in new {
                    dict.insert(key, value);
                }
                Value::Dict(dict)
            })
        }
        _ => None,
    }
}

/// The values of the list `name` in a record; empty if there is no such list.
pub(crate) fn list(value: &Value, name: &str) -> Vec<Value> {
    match value {
        Value::Dict(dict) => match dict.get(name) {
            Ok(Value::Array(array)) => array.iter().cloned().collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
