//! Which file a picture is, in the language of the text around it.

use super::context::ResolveContext;
use super::files::{GUESSES, LinkEnd, relative};
use crate::diag::{Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{Figure, Parsed, RawImage};
use crate::url::{Destination, TreePath};

/// Finds the file of a picture. If there is none, the result is `None`, and a
/// problem is added. `lang` is the language of the text, since its words
/// describe what the picture shows.
pub(super) fn find(
    context: &ResolveContext<'_>,
    raw: &RawImage,
    lang: &Lang,
    problems: &mut Vec<Problem>,
) -> Option<TreePath> {
    let from = context.path(raw.span.source)?;
    let guess = problems.len() < GUESSES;
    let mut problem = |kind| problems.push(Problem::new(raw.destination_span.clone(), kind));
    let path = match Destination::parse(raw.destination.trim()) {
        Destination::Inside { path: "", .. } => {
            problem(ProblemKind::EmptyLink);
            return None;
        }
        Destination::Inside { path, .. } => path,
        Destination::Outside(address) => {
            problem(outside(address));
            return None;
        }
    };
    let wanted = match context.files.locate(from, path) {
        LinkEnd::File(path) | LinkEnd::Missing(path) => path,
        LinkEnd::Case(actual) => {
            problem(ProblemKind::WrongCase { actual: relative(from, &actual) });
            actual
        }
        LinkEnd::Leaves => {
            problem(ProblemKind::LeavesContent { nearest: context.files.rooted(from, path) });
            return None;
        }
    };
    let own = localised(&wanted, lang).filter(|own| context.files.is_asset(own));
    let Some(file) = own.or_else(|| Some(wanted.clone()).filter(|path| context.files.is_asset(path))) else {
        let keep = |path: &TreePath| path.is_picture() && context.files.is_asset(path);
        let nearest = guess.then(|| context.files.nearest(&wanted, from, &keep)).flatten();
        problem(ProblemKind::MissingImage { path: wanted.to_string(), nearest });
        return None;
    };
    Some(file)
}

fn outside(address: &str) -> ProblemKind {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    if address.starts_with("//") || ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme)) {
        ProblemKind::OutsideImage(address.to_owned())
    } else {
        ProblemKind::BadScheme(format!("{scheme}:"))
    }
}

/// Whether a figure only decorates the page: nothing is said in it or about it. It has
/// no caption and is not counted; all other pictures of figures are, also those that
/// stand side by side.
pub(super) fn decorates(context: &ResolveContext<'_>, figure: &Figure<Parsed>, lang: &Lang) -> bool {
    let decoration = |raw: &RawImage| {
        let found = if raw.alt.is_empty() { find(context, raw, lang, &mut Vec::new()) } else { None };
        let sidecar = found.and_then(|file| context.settings.sidecars.get(&sidecar(context, &file)?));
        sidecar.is_some_and(|sidecar| sidecar.decoration)
    };
    figure.items.is_empty() && figure.images.iter().all(decoration)
}

/// The name of a picture for one language: `login.en.png` for `login.png`.
fn localised(path: &TreePath, lang: &Lang) -> Option<TreePath> {
    let (stem, extension) = path.as_str().rsplit_once('.')?;
    Some(TreePath::new(&format!("{stem}.{lang}.{extension}")))
}

/// The sidecar of a picture: its own, or else that of the picture without its language,
/// `login.png.toml` for `login.en.png`. A sidecar whose name differs in the case of letters
/// counts too, since it may hold redactions.
pub(super) fn sidecar(context: &ResolveContext<'_>, file: &TreePath) -> Option<TreePath> {
    sidecars(context, file).next()
}

/// All sidecars that a picture could have, the one that counts first.
pub(super) fn sidecars(context: &ResolveContext<'_>, file: &TreePath) -> impl Iterator<Item = TreePath> {
    let known = move |path: &TreePath| context.settings.sidecars.contains_key(path);
    let spelled = move |path: TreePath| match context.files.find(path.clone()) {
        LinkEnd::Case(actual) => Some(actual).filter(known),
        _ => Some(path).filter(known),
    };
    let without_language = move |file: &TreePath| {
        context.languages().iter().find_map(|lang| {
            let (stem, extension) = file.as_str().rsplit_once('.')?;
            let stem = stem.strip_suffix(lang.as_str())?.strip_suffix('.')?;
            Some(TreePath::new(&format!("{stem}.{extension}")))
        })
    };
    let files = std::iter::successors(Some(file.clone()), without_language);
    files.map(|file| TreePath::new(&format!("{file}.toml"))).filter_map(spelled)
}
