//! How long each stage takes, over sites of several sizes.
//!
//! `cargo bench --bench stages -- SITE…` prints one row for each stage and one
//! column for each site: the fastest of five runs in milliseconds, so that
//! growth shows. The corpus comes from `benches/ssg/gen.py`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use stepbook::check::{self, Subject};
use stepbook::config::Config;
use stepbook::model::Draft;
use stepbook::parse;
use stepbook::render::{html, search};
use stepbook::theme::Theme;
use stepbook::url::TreePath;
use stepbook::{compile, disk, resolve};

/// The same allocator as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 5;

/// The time of the fastest of some runs, in milliseconds, and the result of the
/// last run.
fn least<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut best = f64::INFINITY;
    let mut result = None;
    for _ in 0..RUNS {
        let begin = Instant::now();
        result = Some(run());
        best = best.min(begin.elapsed().as_secs_f64() * 1e3);
    }
    (best, result.unwrap())
}

/// Times of the stages of one site, in order.
fn stages(root: &Path) -> Vec<(&'static str, f64)> {
    use rayon::prelude::*;
    let (load, tree) = least(|| disk::load(root).unwrap());
    let config = Config::read(tree.source_at(&TreePath::new(disk::CONFIG_FILE)).unwrap()).0;
    let theme = Theme::load(&tree.theme, &config).0;
    let pages: Vec<_> = tree.sources.iter().filter(|source| source.path.extension() == "md").collect();
    let (parse, drafts) = least(|| -> Vec<Draft> {
        pages
            .par_iter()
            .map(|source| parse::draft(source, &theme.words(&parse::identify(&source.path).lang).step_words))
            .collect()
    });
    let sidecars = BTreeMap::new();
    let settings =
        resolve::ResolveSettings { config: &config, theme: &theme, sidecars: &sidecars, drafts: false };
    let (resolve, site) = least(|| resolve::site(&drafts, &tree, settings));
    let images = BTreeMap::new();
    let subject = Subject {
        codes: stepbook::check::codes(),
        tree: &tree,
        config: &config,
        drafts: &drafts,
        site: &site,
        problems: &site.problems,
        sidecars: &sidecars,
        images: &images,
        printable: &|_| true,
    };
    let (check, _) = least(|| check::run(&subject));
    let (pictures, sizes, handouts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let input = html::HtmlInput {
        site: &site,
        config: &config,
        theme: &theme,
        pictures: &pictures,
        mark: None,
        sizes: &sizes,
        handouts: &handouts,
    };
    let (html, _) = least(|| html::Renderer::new(input).all());
    let input = search::SearchInput { site: &site, config: &config, theme: &theme, pictures: &pictures };
    let (search, _) = least(|| search::index(&input));
    let (compile, compiled) = least(|| compile::compile(&tree, &compile::CompileOptions::default()));
    let (write, ()) = least(|| {
        let out = tempfile::tempdir().unwrap();
        disk::write(&compiled.output, &out.path().join("public"), root).unwrap();
    });
    vec![
        ("load", load),
        ("parse", parse),
        ("resolve", resolve),
        ("check", check),
        ("html", html),
        ("search", search),
        ("compile, whole", compile),
        ("write and remove", write),
    ]
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
