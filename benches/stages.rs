//! How long each stage takes, over sites of several sizes.
//!
//! `cargo bench --bench stages -- SITE…` prints one row for each stage and one
//! column for each site: the fastest of five runs in milliseconds, so that
//! growth shows. The corpus comes from `benches/ssg/gen.py`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and fails by panicking")]

use std::path::Path;
use std::time::{Duration, Instant};

use stepbook::compile::{CompileOptions, Compiler, compile, each_stage};
use stepbook::disk::{self, WriteSession};
use stepbook::source::TreeFile;
use stepbook::url::SitePath;

/// The same allocator as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 5;

/// The shortest time of each stage so far, in milliseconds, in order.
#[derive(Default)]
struct Fastest(Vec<(&'static str, f64)>);

impl Fastest {
    fn note(&mut self, stage: &'static str, begin: Instant) {
        self.note_for(stage, begin.elapsed());
    }

    fn note_for(&mut self, stage: &'static str, time: Duration) {
        let time = time.as_secs_f64() * 1e3;
        match self.0.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, best)) => *best = best.min(time),
            None => self.0.push((stage, time)),
        }
    }
}

/// Times of the stages of one site, in order.
fn stages(root: &Path) -> Vec<(&'static str, f64)> {
    let mut fastest = Fastest::default();
    for _ in 0..RUNS {
        let begin = Instant::now();
        let tree = disk::load(root).unwrap();
        fastest.note("load", begin);
        let mut begin = Instant::now();
        each_stage(&tree, &mut |stage| {
            fastest.note(stage, begin);
            begin = Instant::now();
        });
        let begin = Instant::now();
        let compiled = compile(&tree, &CompileOptions::default());
        fastest.note("compile, whole", begin);
        let begin = Instant::now();
        let out = tempfile::tempdir().unwrap();
        let writing = WriteSession::begin(&out.path().join("public"), root).unwrap();
        writing.finish(&compiled.output).unwrap();
        drop(out);
        fastest.note("write and remove", begin);
    }
    saves(root, &mut fastest);
    fastest.0
}

/// What the preview does before a page shows a save in its text.
fn saves(root: &Path, fastest: &mut Fastest) {
    let mut tree = disk::load(root).unwrap();
    let is_guide = |name: &str| name.ends_with(".en.md") && !name.starts_with("index.");
    let guide = tree.sources().rfind(|source| is_guide(source.path.file_name())).unwrap();
    let (path, text) = (guide.path.clone(), guide.text.to_string());
    let (mut compiler, options) = (Compiler::default(), CompileOptions::default());
    let address = path.as_str().strip_prefix("content/").unwrap().replace(".en.md", ".html");
    let address = SitePath::new(&format!("en/{address}"));
    for save in 0..=10 * RUNS {
        tree.put(TreeFile::text(path.clone(), format!("{text}\nSave {save}.\n").into()));
        let begin = Instant::now();
        let state = compiler.state(&tree, &options);
        let made = Instant::now();
        let open = state.open();
        let opened = Instant::now();
        assert!(open.page(&address).is_some());
        if save == 0 {
            drop(open.units(&|| false));
            continue;
        }
        fastest.note("save: page", opened);
        fastest.note_for("save: state", made - begin);
        fastest.note_for("save: open", opened - made);
    }
}

fn main() {
    let sites: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if sites.is_empty() {
        println!("no site to measure; see benches/README.md");
        return;
    }
    let columns: Vec<Vec<(&str, f64)>> = sites.iter().map(|site| stages(Path::new(site))).collect();
    println!(
        "{:18}{}",
        "ms, least of 5",
        sites.iter().fold(String::new(), |row, site| row + &format!("{site:>14}"))
    );
    for (index, (stage, _)) in columns.first().unwrap().iter().enumerate() {
        let times = columns.iter().filter_map(|column| column.get(index));
        let row = times.fold(String::new(), |row, (_, time)| row + &format!("{time:>14.1}"));
        println!("{stage:18}{row}");
    }
}
