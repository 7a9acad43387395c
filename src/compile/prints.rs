//! Making of handouts: which ones there are, in parallel, with a store that keeps
//! them between builds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::compiler::Compiler;
use super::handouts::{HandoutBytes, SiteHandouts};
use super::linked::LinkedSite;
use super::options::CompileOptions;
use super::pictures::PictureOutput;
use rayon::prelude::*;

use crate::check;
use crate::check::{Subject, WholeSubject};
use crate::diag::{Diagnostic, Problem, ProblemKind};
use crate::lang::Lang;
use crate::model::{PageKey, PageKind, PageProfile, SiteWatch, WatchedSite};
use crate::output::Store;
use crate::render::html::{HandoutLink, HandoutLinks};
use crate::render::pdf::{self, Handout, HandoutJob, JobPages, Layout, PrintFault, Printer};
use crate::resolve::LinkedEntry;
use crate::source::{ContentTree, SourceId, Span, Unread};
use crate::url::SitePath;

/// Which handouts to make.
#[derive(Debug, Clone, Default)]
pub struct WantedHandouts {
    /// Names of guides such as `elearn/register`; an empty list means all guides.
    pub guides: Vec<String>,
    /// A collection such as `elearn`, whose guides make one booklet.
    pub collection: Option<String>,
    /// Languages of the handouts; an empty list means all languages.
    pub langs: Vec<Lang>,
    /// Layout of the handouts.
    pub layout: Layout,
}

impl WantedHandouts {
    fn asks_for(&self, page: &PageProfile) -> bool {
        page.kind == PageKind::Guide
            && self.collection.as_ref().is_none_or(|folder| page.key.folder == *folder)
            && (self.guides.is_empty() || self.guides.contains(&page.key.path()))
            && (self.langs.is_empty() || self.langs.contains(&page.lang))
    }
}

/// The rules whose findings are about handouts.
const OF_HANDOUTS: [&str; 4] = ["no-handout", "broken-theme", "missing-glyph", "toml-syntax"];

/// Everything except the files that comes of making handouts.
#[derive(Debug, Default)]
pub struct MadeHandouts {
    /// Names of wanted guides that don't exist.
    pub unknown: Vec<String>,
    /// Findings about handouts that could not be made, or not completely.
    pub diagnostics: Vec<Diagnostic>,
    /// Pictures that could not be read. If there are any, no handout was made.
    pub unread: Vec<Unread>,
}

/// What handouts are made from, and which ones.
#[derive(Clone, Copy)]
pub struct HandoutRequest<'a> {
    /// The content.
    pub tree: &'a ContentTree,
    /// How the content is compiled.
    pub options: &'a CompileOptions,
    /// Which handouts to make.
    pub wanted: &'a WantedHandouts,
    /// Keeps pictures between runs; handouts are not taken from it.
    pub store: &'a dyn Store,
}

/// Makes handouts without the other files of the site. `done` gets each handout
/// as soon as it is made, with its place in a site, such as
/// `zh-TW/elearn/register.pdf`.
pub fn print(request: HandoutRequest<'_>, done: impl Fn(&SitePath, Handout) + Sync) -> MadeHandouts {
    pdf::warm_up();
    let HandoutRequest { tree, options, wanted, store } = request;
    let both = WantedHandouts { langs: Vec::new(), ..wanted.clone() };
    let shows = if wanted.layout == Layout::Bilingual { &both } else { wanted };
    let showing = PictureOutput { pages: Some(&|page| shows.asks_for(page)), store };
    let linked = Compiler::default().link(tree, options, (&showing, None));
    if !linked.pictures.unread().is_empty() {
        return MadeHandouts { unread: linked.pictures.unread().to_vec(), ..MadeHandouts::default() };
    }
    let printer = linked.printer();
    let problems = spread(&linked.jobs(wanted), |(path, job)| {
        let (handout, problems) = linked.printed(&printer, job);
        if let Some(handout) = handout {
            done(path, handout);
        }
        problems
    });
    // A TOML text that does not parse may hold settings of handouts.
    let unparsed =
        linked.problems.iter().filter(|problem| matches!(problem.kind, ProblemKind::TomlSyntax(_)));
    let problems: Vec<Problem> = unparsed.cloned().chain(problems.into_iter().flatten()).collect();
    let diagnostics = linked.findings_of_handouts(&problems);
    let known = |name: &&String| linked.site.pages.iter().any(|page| page.key.path() == **name);
    let unknown = wanted.guides.iter().filter(|name| !known(name)).cloned().collect();
    MadeHandouts { unknown, diagnostics, unread: Vec::new() }
}

/// Calls `work` for every item, on threads of its own, and returns the results in
/// the order of the items.
///
/// The shared pool is not used: a handout spreads its atoms over that pool. A
/// worker that waits for them would begin the next handout on top of the stack of
/// the first, and so on until the stack overflows. If the system gives fewer
/// threads, there are fewer; the calling thread is enough.
fn spread<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let one = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let threads = rayon::current_num_threads().min(items.len()).max(1);
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let more = |_| std::thread::Builder::new().spawn_scoped(scope, one).ok();
        let others: Vec<_> = (1..threads).map_while(more).collect();
        let mut done = one();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The path of a guide's handout, next to the guide's page.
fn place(layout: Layout, page: &PageProfile) -> SitePath {
    layout.file(page.address.as_str().trim_end_matches(".html"))
}

fn make(
    (linked, printer): (&LinkedSite, &Printer<'_>),
    job: &HandoutJob,
    store: &dyn Store,
) -> Result<(u32, HandoutBytes), PrintFault> {
    let proof = printer.write(job, &linked.pages_of(job))?;
    let fingerprint = blake3::Hash::from_bytes(proof.fingerprint()).to_hex();
    if let Some((file, pages)) = store.find(&fingerprint) {
        return Ok((pages, HandoutBytes::Stored(file)));
    }
    let Handout { bytes, pages } = proof.print()?;
    let content = match store.keep(&fingerprint, pages, &bytes) {
        Some(file) => HandoutBytes::Stored(file),
        None => HandoutBytes::Memory(bytes.into()),
    };
    Ok((pages, content))
}

impl LinkedSite {
    /// Makes the handout at this address of a site.
    pub(super) fn printed_at(&self, path: &SitePath) -> Option<Handout> {
        let jobs = self.jobs(&WantedHandouts::default());
        let (_, job) = jobs.into_iter().find(|(own, _)| own == path)?;
        self.printer().write(&job, &self.pages_of(&job)).ok()?.print().ok()
    }

    /// The pages of a job, and their twins.
    fn pages_of(&self, job: &HandoutJob) -> JobPages {
        let keys: BTreeSet<&PageKey> =
            job.guides.iter().filter_map(|guide| Some(&self.site.page_at(guide)?.key)).collect();
        self.pages(|page| keys.contains(&page.key))
    }

    fn printer(&self) -> Printer<'_> {
        Printer::new(pdf::PrintInput {
            site: &self.site,
            config: &self.setup.config,
            theme: &self.setup.theme,
            pictures: self.pictures.shown(),
            files: self.pictures.files(),
            logo: self.pictures.logo(),
            fonts: &self.print_fonts.fonts,
        })
    }

    /// Makes a handout. A booklet is made without the guides that can't be set.
    fn printed(&self, printer: &Printer<'_>, job: &HandoutJob) -> (Option<Handout>, Vec<Problem>) {
        let attempt =
            |job: &HandoutJob| printer.write(job, &self.pages_of(job)).and_then(|proof| proof.print());
        let mut job = job.clone();
        let mut problems = Vec::new();
        loop {
            let fault = match attempt(&job) {
                Ok(handout) => return (Some(handout), problems),
                Err(fault) => fault,
            };
            let faulty = |guide: &SitePath| {
                attempt(&HandoutJob { guides: vec![guide.clone()], cover: None, ..job.clone() }).err()
            };
            let more = job.guides.len() > 1;
            let guides = job.guides.iter().filter(|_| more);
            let mut faulty = guides.filter_map(|guide| Some((guide, faulty(guide)?)));
            let Some((guide, fault)) = faulty.next() else {
                problems.push(self.problem(&job, fault));
                return (None, problems);
            };
            problems.push(self.problem(&HandoutJob { guides: vec![guide.clone()], ..job.clone() }, fault));
            let guide = guide.clone();
            job.guides.retain(|own| *own != guide);
        }
    }

    /// The findings about handouts: those that `problems` make, and about what no font has.
    fn findings_of_handouts(&self, problems: &[Problem]) -> Vec<Diagnostic> {
        let covers = |c| self.print_fonts.covers(c);
        let watch = SiteWatch::default();
        let subject = self.subject(WatchedSite::new(&self.site, &watch), &covers);
        let of_handouts = |code: &str| OF_HANDOUTS.contains(&code);
        let entries = (0..self.names.len()).into_par_iter().map(|at| {
            let LinkedEntry { pages, drafts, .. } = self.entry(at, &watch);
            check::run_some(&Subject { drafts: &drafts, pages: &pages, ..subject }, of_handouts)
        });
        let mut findings: Vec<Diagnostic> = entries.flatten_iter().collect();
        for draft in self.lone_sources() {
            findings.extend(check::run_some(&Subject { drafts: &[draft], ..subject }, of_handouts));
        }
        let all: Vec<&Problem> = problems.iter().collect();
        let whole = WholeSubject {
            site: &self.site,
            heads: &self.drafts.heads,
            problems: &all,
            named: &BTreeSet::new(),
            used: &BTreeMap::new(),
        };
        findings.extend(check::run_some(&Subject { problems, whole: Some(whole), ..subject }, of_handouts));
        check::in_order(findings, &self.tree)
    }

    /// The handout of every guide. Handouts that the store has are not made again.
    pub(super) fn made(&self, store: &dyn Store) -> SiteHandouts {
        let printer = self.printer();
        let jobs = self.jobs(&WantedHandouts::default());
        let outcomes = spread(&jobs, |(_, job)| make((self, &printer), job, store));
        let (mut handouts, mut links) = (SiteHandouts::default(), BTreeMap::new());
        for ((path, job), outcome) in jobs.into_iter().zip(outcomes) {
            match outcome {
                Ok((pages, content)) => {
                    let measure = Some((content.length(), pages));
                    let link = HandoutLink { path: path.clone(), measure };
                    links.extend(job.guides.first().map(|guide| (guide.clone(), link)));
                    handouts.files.push((path, content));
                }
                Err(fault) => handouts.problems.push(self.problem(&job, fault)),
            }
        }
        handouts.links = HandoutLinks::Made(links);
        handouts
    }

    fn jobs(&self, wanted: &WantedHandouts) -> Vec<(SitePath, HandoutJob)> {
        let asked = self.site.pages.iter().map(AsRef::as_ref).filter(|page| wanted.asks_for(page));
        if let Some(folder) = &wanted.collection {
            return self.booklets(folder, wanted, &asked.collect::<Vec<_>>());
        }
        let job = |page: &PageProfile| {
            let guides = vec![page.address.clone()];
            let path = place(wanted.layout, page);
            let beside = self.beside(&page.lang, wanted.layout);
            (path, HandoutJob { guides, layout: wanted.layout, beside, cover: None })
        };
        asked.map(job).collect()
    }

    /// The jobs for the booklets of a collection, one for each language.
    fn booklets(
        &self,
        folder: &str,
        wanted: &WantedHandouts,
        guides: &[&PageProfile],
    ) -> Vec<(SitePath, HandoutJob)> {
        let booklet = |lang: &Lang| {
            let collection =
                self.site.places.collections.get(lang)?.iter().find(|own| own.folder == folder)?;
            let cover = self.site.pages.get(collection.page?)?;
            let members = collection.members.iter().filter_map(|index| self.site.pages.get(*index));
            let asked = members.filter(|page| guides.iter().any(|guide| guide.address == page.address));
            let guides: Vec<SitePath> = asked.map(|page| page.address.clone()).collect();
            let path = wanted.layout.file(&format!("{lang}/{folder}"));
            let (layout, beside) = (wanted.layout, self.beside(lang, wanted.layout));
            let cover = Some(cover.address.clone());
            (!guides.is_empty()).then_some((path, HandoutJob { guides, layout, beside, cover }))
        };
        self.site.languages.iter().filter_map(booklet).collect()
    }

    /// The second language of a bilingual handout; `None` for other layouts.
    fn beside(&self, lang: &Lang, layout: Layout) -> Option<Lang> {
        let other = self.site.languages.iter().find(|other| *other != lang)?;
        (layout == Layout::Bilingual).then(|| other.clone())
    }

    /// The problem that a fault is reported as, at its place in the guide, or at
    /// a file of the site's own theme.
    fn problem(&self, job: &HandoutJob, fault: PrintFault) -> Problem {
        let page = job.guides.first().and_then(|guide| self.site.page_at(guide));
        let start = Span::start_of(page.and_then(|page| page.source).unwrap_or(SourceId(0)));
        let no_handout = |place, why| Problem::new(place, ProblemKind::NoHandout(why));
        let (place, fault) = match fault {
            PrintFault::Placed(place, fault) => (place, *fault),
            fault => (start, fault),
        };
        match fault {
            PrintFault::Theme { file, line, message } if self.setup.theme.is_own_print(&file) => {
                self.setup.theme.problem(&file, line, message)
            }
            // The default theme is not at fault: the guide has something that it
            // can't draw.
            PrintFault::Theme { message, .. } => no_handout(place, message),
            PrintFault::Export(why) => no_handout(place, why),
            PrintFault::NoPage => no_handout(place, "there is no such page".to_owned()),
            PrintFault::Placed(_, fault) => self.problem(job, *fault),
        }
    }
}
