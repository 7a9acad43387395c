//! Pages, sidecars and settings of any size and shape are compiled soon, and
//! give a page or a finding.
//!
//! Small sizes run with the other tests, each together with four times its
//! size, which shows a time that grows faster than the text. The full sizes run
//! in a release build: `cargo test --release --test it large_sizes`.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::made::{Made, Site, TWO};
use crate::pictures::blank;

/// A shape of text: its name, and a function that makes it in any size.
type Shape = (&'static str, fn(usize) -> String);

fn each(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

/// Pages of `n` pieces; the full size is a hundred thousand.
const DEEP: &[Shape] = &[
    ("quotes in quotes", |n| "> ".repeat(n) + "甲"),
    ("lists in lists", |n| "- ".repeat(n) + "甲"),
    ("numbered lists in lists", |n| "1. ".repeat(n) + "甲"),
    ("quotes and lists in turn", |n| "> - ".repeat(n / 2) + "甲"),
    ("emphasis in emphasis", |n| "*甲 ".repeat(n) + &"乙*".repeat(n)),
    ("bold in bold", |n| "**甲 ".repeat(n) + &"乙**".repeat(n)),
    ("open brackets", |n| "[".repeat(n)),
    ("open pictures", |n| "![".repeat(n)),
    ("open links", |n| "[甲](".repeat(n)),
    ("links in links", |n| "[".repeat(n) + "甲" + &"](a)".repeat(n)),
    ("open boxes", |n| "<details>\n\n".repeat(n) + "甲"),
    ("boxes on one line", |n| "<div>".repeat(n)),
    ("open elements", |n| "甲<sub>".repeat(n)),
    ("elements in elements", |n| "<sub>".repeat(n) + "甲" + &"</sub>".repeat(n)),
    ("boxes in boxes", |n| "<div>\n\n".repeat(n) + "甲\n\n" + &"</div>\n\n".repeat(n)),
    ("boxes closed by others", |n| "<div></b>".repeat(n)),
    ("lists in bold", |n| "<ul><li></b><b>".repeat(n)),
    ("tables in boxes", |n| "<table><tr><td></div><div>".repeat(n)),
    ("addresses with tags in them", |n| "見 http://a.b/<style>".repeat(n / 10)),
    ("brackets behind an address", |n| "https://a.tw/".to_owned() + &")".repeat(n)),
    ("open comments", |n| "<!-- ".repeat(n)),
    ("open tags", |n| "<a href=\"".repeat(n)),
    ("open codes", |n| each(n / 100, |i| "`".repeat(i % 1000) + " ")),
    ("open front matter", |n| "+++\n".repeat(n)),
    ("menu paths", |n| "甲 ➔ ".repeat(n) + "乙"),
    ("footnotes of footnotes", |n| each(n / 10, |i| format!("[^{i}]: 註[^{}]\n\n", i + 1))),
    ("one footnote many times", |n| "甲[^1]".repeat(n) + "\n\n[^1]: 註"),
    ("columns", |n| {
        format!("|{}\n|{}\n|{}", "甲|".repeat(n / 10), "-|".repeat(n / 10), "乙|".repeat(n / 10))
    }),
    ("alerts in alerts", |n| each(n / 500, |i| "> ".repeat(i + 1) + "[!NOTE]\n")),
];

/// Pages of `n` pieces; the full size is fifty thousand.
const LONG: &[Shape] = &[
    ("steps", |n| each(n, |i| format!("## 步驟：第 {i} 步\n\n做。\n\n"))),
    ("steps with one id", |n| each(n, |_| "## 步驟：做 {#same}\n\n做。\n\n".to_owned())),
    ("sub-steps", |n| "## 步驟：甲\n\n".to_owned() + &each(n, |i| format!("### 步驟：{i}\n\n"))),
    ("panels", |n| "## 步驟：甲\n\n".to_owned() + &each(n, |i| format!("### {i}\n\n做。\n\n"))),
    ("headings", |n| each(n, |i| format!("## 節 {i}\n\n"))),
    ("headings of one name", |n| "#### 節 {#a}\n\n".repeat(n)),
    ("written numbers that are wrong", |n| each(n, |i| format!("## 步驟 {}：做\n\n", i * 7 % 100))),
    ("broken links", |n| each(n, |i| format!("[甲](gone-{i}.zh-TW.md)\n\n"))),
    ("broken anchors", |n| each(n, |i| format!("[甲](#gone-{i})\n\n"))),
    ("broken pictures", |n| each(n, |i| format!("![一張圖](gone-{i}.png)\n\n"))),
    ("broken downloads", |n| each(n, |i| format!("[甲](gone-{i}.odt)\n\n"))),
    ("links without words", |n| {
        "## 步驟：甲\n\n".to_owned() + &"[](#step-1) [](a.zh-TW.md#step-1)\n\n".repeat(n)
    }),
    ("references to a long title", |n| {
        format!("# {}\n\n## 步驟：{0}\n\n", "登入".repeat(n))
            + &"[](#gone) [](#step-1) [](b.zh-TW.md)\n\n".repeat(n)
    }),
    ("branches to a long title", |n| {
        format!("## 步驟：{}\n\n", "登入".repeat(n)) + &"- **好** → [](#step-1)\n".repeat(n)
    }),
    ("branches", |n| "## 步驟：甲\n\n".to_owned() + &"- **好** → [](#step-1)\n".repeat(n)),
    ("branches to steps", |n| each(n / 10, |i| format!("## 步驟：{i}\n\n- **好** → [](#step-{})\n", i + 1))),
    ("branches to a picture", |n| "- **好** → [](#fig-1)\n".repeat(n / 10) + "\n![一張圖](i.png)\n"),
    ("branches to headings and pictures", |n| {
        each(n, |i| {
            format!(
                "#### {i} {{#h{i}}}\n\n![一張圖](i.png)\n\n- **好** → [](#h{i})\n- **壞** → [](#fig-{i})\n\n"
            )
        })
    }),
    ("entries", |n| {
        "- **好** → [](#step-9)\n".repeat(n / 10) + &each(n / 10, |i| format!("\n## 步驟：{i}\n"))
    }),
    ("numbers without steps", |n| each(n, |i| format!("## 步驟 {i}-1：做\n\n"))),
    ("pictures", |n| "![一張圖](i.png)\n\n1. 做。\n2. 看。\n\n".repeat(n / 10)),
    ("pictures side by side", |n| "![一張圖](i.png)\n".repeat(n / 10) + "\n1. 做。\n"),
    ("pictures side by side over many items", |n| {
        "![一張圖](i.png \"註\")\n".repeat(n) + "\n" + &"1. 做。\n".repeat(n)
    }),
    ("items of one picture", |n| "![一張圖](i.png)\n\n".to_owned() + &"1. 做。\n".repeat(n)),
    ("rows", |n| "| 甲 | 乙 |\n| --- | --- |\n".to_owned() + &"| 一 | 二 |\n".repeat(n)),
    ("items", |n| "- [ ] 做\n".repeat(n)),
    ("definitions", |n| "甲\n: 乙\n\n".repeat(n)),
    ("codes", |n| "```rust\nlet a = 1;\n```\n\n".repeat(n / 50)),
    ("footnotes", |n| each(n, |i| format!("甲[^{i}]\n\n[^{i}]: 註\n\n"))),
    ("a long footnote of many sections", |n| {
        "## 節\n\n做[^1]。\n\n".repeat(n) + "[^1]: " + &"註解。".repeat(n)
    }),
    ("lines", |n| "登入後點選「確定」，\n".repeat(n)),
    ("terms", |n| "請登陸我的e政府。\n\n".repeat(n)),
    ("parts", |n| "[零件](../_p/p.zh-TW.md \"include\")\n\n".repeat(n / 10)),
    ("dropped elements", |n| "<font color=red>甲</font>\n\n".repeat(n)),
    ("keys of front matter", |n| format!("+++\n{}+++\n", each(n / 10, |i| format!("key-{i} = 1\n")))),
    ("aliases", |n| format!("+++\naliases = [{}]\n+++\n", each(n / 10, |i| format!("\"a{i}.html\",")))),
];

/// Pages of `n` bytes; the full size is twenty million.
const HEAVY: &[Shape] = &[
    ("ordinary text", |n| {
        "登入後，點選**「確定」**，再看[這裡](#step-1)。按 <kbd>Enter</kbd>。\n\n".repeat(n / 90)
    }),
    ("one paragraph", |n| "登入後點選確定，接著選擇身分。".repeat(n / 45)),
    ("brackets", |n| "[".repeat(n)),
    ("stars", |n| "*".repeat(n)),
    ("stars and letters", |n| "*甲".repeat(n / 4)),
    ("bold elements", |n| "<b>".repeat(n / 3)),
    ("one title", |n| format!("# {}\n\n## 步驟：{}\n", "登入".repeat(n / 60), "帳號".repeat(n / 60))),
    ("one word", |n| "a".repeat(n)),
    ("ampersands", |n| "&".repeat(n)),
    ("ampersands in a box", |n| "<pre>".to_owned() + &"&".repeat(n)),
    ("ampersands in a tag", |n| format!("<div title=\"{}\">\n", "&".repeat(n))),
    ("hard spaces in a tag", |n| format!("<div title=\"{}\">\n", "\u{a0}a".repeat(n / 3))),
    ("bars", |n| "|".repeat(n / 10)),
    ("backslashes", |n| "\\".repeat(n)),
    ("underscores", |n| "a_".repeat(n / 2)),
    ("comparisons in a box", |n| "<div>\n".to_owned() + &"a < b ".repeat(n / 6)),
    ("ends of nothing", |n| "</div>\n".to_owned() + &"</：".repeat(n / 5)),
    ("tags over quoted lines", |n| "> <div>\n".to_owned() + &"> <x\n> y>\n".repeat(n / 10)),
    ("empty lines", |n| "\n".repeat(n)),
    ("nothing a person types", |n| "\u{0}\u{fffd}\u{202e}".repeat(n / 7)),
];

/// Sidecars of `n` pieces; the full size is ten thousand.
const SIDECARS: &[Shape] = &[
    ("marks", |n| each(n, |i| format!("[[mark]]\nn = {i}\nbox = [{}, {}, 30, 20]\n", i % 500, i / 500 * 7))),
    ("marks in one place", |n| each(n, |i| format!("[[mark]]\nn = {i}\nbox = [50, 50, 30, 20]\n"))),
    ("redactions", |n| each(n, |i| format!("[[redact]]\nbox = [{}, 5, 30, 20]\ntext = \"王\"\n", i % 500))),
    ("keys", |n| each(n, |i| format!("key-{i} = 1\n"))),
    ("open brackets", |n| format!("size = {}", "[".repeat(n))),
];

/// Settings of `n` pieces; the full size is ten thousand.
const SETTINGS: &[Shape] = &[
    ("terms", |n| {
        each(n, |i| {
            format!(
                "[[term]]\nzh-TW = \"詞{i}\"\nen = \"Term {i}\"\nvariants = [\"辭{i}\"]\nmeaning.en = \"m\"\n"
            )
        })
    }),
    ("rules", |n| format!("[check]\n{}", each(n, |i| format!("rule-{i} = \"off\"\n")))),
    ("series", |n| format!("[steps.zh-TW]\nseries = [{}]\n", each(n, |i| format!("\"設定{i}\",")))),
];

fn page(text: &str) -> Site {
    let mut site = Site::new(TWO).text("content/e/a.zh-TW.md", text);
    site = site.text("content/e/b.zh-TW.md", "## 步驟：甲\n").text("content/_p/p.zh-TW.md", "零件。\n");
    site.file("content/e/i.png", blank(600, 400))
}

fn sidecar(text: &str) -> Site {
    page("![一張圖](i.png)\n\n1. 做。\n").text("content/e/i.png.toml", text)
}

fn settings(text: &str) -> Site {
    let page = "## 步驟：甲\n\n登入詞1、詞2，辭3。Term 4.\n\n".repeat(20);
    Site::new(&format!("{TWO}{text}"))
        .text("content/e/a.zh-TW.md", page.clone())
        .text("content/e/a.en.md", page)
}

/// A function that makes a site of a text.
type Make = fn(&str) -> Site;

/// A kind of file, its shapes, and two numbers of pieces: a few, and the full
/// size.
type Group = (Make, &'static [Shape], (usize, usize));

const GROUPS: &[Group] = &[
    (page, DEEP, (500, 100_000)),
    (page, LONG, (250, 50_000)),
    (page, HEAVY, (20_000, 20_000_000)),
    (sidecar, SIDECARS, (100, 10_000)),
    (settings, SETTINGS, (100, 10_000)),
];

/// Compiles a site and returns the time that it took. There must be a page.
fn run(make: Make, text: &str) -> Duration {
    let tree = make(text).tree();
    let started = Instant::now();
    let made = Made::of(&tree);
    let took = started.elapsed();
    assert!(made.page("zh-TW/e/a.html").ends_with("</html>\n"));
    took
}

/// Processor time that this thread has used, since other tests and programs run
/// at the same time. If the system does not tell it, the time of the clock.
fn used() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The processor time that compiling takes on one thread.
fn cost(make: Make, text: &str) -> Duration {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let tree = make(text).tree();
    pool.install(|| {
        let before = used();
        Made::of(&tree);
        used().saturating_sub(before)
    })
}

/// Times of a shape and of four times the shape, without the time that an empty
/// site takes. Each is the shortest of some tries, so that other work of the
/// machine has less influence.
fn times(make: Make, shape: fn(usize) -> String, few: usize, tries: usize) -> [Duration; 2] {
    let least = |text: &dyn Fn() -> String| (0..tries).map(|_| cost(make, &text())).min().unwrap();
    let any = least(&String::new);
    [few, few * 4].map(|size| least(&|| shape(size)).saturating_sub(any))
}

/// Four times the text may take four times the time and a little more. Time
/// that grows with the square would be sixteen times as long.
#[test]
fn no_shape_takes_more_than_its_share_of_time() {
    let too_long = |[small, large]: [Duration; 2]| large > small.max(Duration::from_millis(4)) * 9;
    let mut slow = Vec::new();
    for (make, shapes, (few, _)) in GROUPS {
        for (name, shape) in *shapes {
            // A shape that seems slow is measured again, and what the machine does beside it passes.
            let again = |tries| too_long(times(*make, *shape, *few, tries));
            if again(1) && again(3) {
                let times = times(*make, *shape, *few, 5);
                if too_long(times) {
                    slow.push(format!("{name}: {times:?}"));
                }
            }
        }
    }
    assert_eq!(slow, Vec::<String>::new());
}

/// Compiles the full sizes in a release build; in a debug build, which is slow,
/// only a fiftieth of them.
#[test]
fn large_sizes_end_in_seconds() {
    let part = if cfg!(debug_assertions) { 50 } else { 1 };
    let mut slow = Vec::new();
    for (make, shapes, (_, size)) in GROUPS {
        for (name, shape) in *shapes {
            let took = run(*make, &shape(*size / part));
            if took > Duration::from_secs(20) {
                slow.push((name, took));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
