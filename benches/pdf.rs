//! What handouts cost inside a running program, for `benches/pdf/bench.py`.
//!
//! `cargo bench --bench pdf -- --json SITE [--guide NAME] [--rounds N]` prints
//! a line of JSON for each case, medians in milliseconds: the first handout of
//! a process, a further handout of another guide, and the same handout again
//! after one sentence was edited (as `serve` makes it: read and linked again,
//! laid out, exported). Pictures are published before the clock starts.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking and prints")]

use std::path::PathBuf;
use std::time::Instant;

use stepbook::compile::{CompileOptions, Compiler, HandoutMode};
use stepbook::disk;
use stepbook::source::{ContentTree, TreeFile};
use stepbook::url::{SitePath, TreePath};

/// The same allocator as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let root = PathBuf::from(value("--json").unwrap_or_else(|| ".".to_owned()));
    let rounds: usize = value("--rounds").map_or(9, |rounds| rounds.parse().unwrap());
    let tree = disk::load(&root).unwrap();
    let options = CompileOptions { handouts: HandoutMode::OnDemand, ..CompileOptions::default() };
    let mut compiler = Compiler::default();
    let promised: Vec<SitePath> = compiler.compile(&tree, &options).promised.into_iter().collect();
    let own = value("--guide")
        .map_or_else(|| promised.first().unwrap().clone(), |name| SitePath::new(&format!("{name}.pdf")));
    let others: Vec<&SitePath> = promised.iter().filter(|path| **path != own).collect();

    let mut time = |tree: &ContentTree, path: &SitePath| {
        let start = Instant::now();
        let bytes = compiler.state(tree, &options).handout(path).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        start.elapsed().as_secs_f64() * 1000.0
    };
    tell("first", vec![time(&tree, &own)]);
    tell("further", others.iter().cycle().take(rounds).map(|path| time(&tree, path)).collect());
    time(&tree, &own);
    let edited: Vec<f64> = (0..rounds).map(|round| time(&edited(&tree, &own, round), &own)).collect();
    tell("edited", edited);
}

fn tell(case: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).unwrap();
    println!("{{\"case\":\"{case}\",\"ms\":{median:.2},\"rounds\":{}}}", times.len());
}

/// The tree with one more word in the last sentence of a guide's source.
fn edited(tree: &ContentTree, guide: &SitePath, round: usize) -> ContentTree {
    let (lang, name) = guide.as_str().trim_end_matches(".pdf").split_once('/').unwrap();
    let file = format!("content/{name}.{lang}.md");
    let mut tree = tree.clone();
    let source = tree.source_at(&TreePath::new(&file)).unwrap();
    let end = source.text.rfind('。').or_else(|| source.text.rfind('.')).unwrap();
    let text = format!("{}（{round}）{}", source.text.get(..end).unwrap(), source.text.get(end..).unwrap());
    tree.put(TreeFile::text(source.path.clone(), text.into_bytes()));
    tree
}
