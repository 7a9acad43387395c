//! What is true of every page of our own site, as it is published.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use stepbook::compile::{CompileOptions, compile};
use stepbook::output::OutputTree;
use stepbook::source::ContentTree;

use crate::made::{Made, Site, TWO, our_tree, ours};
use crate::pictures::blank;
use crate::web::{dead_links, is_outside, tags};

const POLICY: &str = "default-src 'self'";

/// The JSON-LD blocks of a page.
fn json_ld(page: &str) -> Vec<Value> {
    let blocks = page.split("<script type=\"application/ld+json\">").skip(1);
    blocks.map(|block| serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()).collect()
}

/// Our own site with a base URL, compiled once.
fn based() -> &'static OutputTree {
    static BASED: LazyLock<OutputTree> = LazyLock::new(|| {
        let base_url = Some("https://www.example.edu.tw/~office/guides".to_owned());
        compile(our_tree(), &CompileOptions { base_url, ..CompileOptions::default() }).output
    });
    &BASED
}

fn page<'a>(output: &'a OutputTree, address: &str) -> Option<&'a str> {
    let bytes = output.get(&stepbook::url::SitePath::new(address))?;
    std::str::from_utf8(bytes).ok()
}

#[test]
fn every_page_carries_the_policy_before_anything_that_loads() {
    for (path, page) in ours().pages() {
        let tags = tags(page);
        let policy = tags.iter().position(|tag| tag.get("content") == Some(POLICY)).unwrap_or(usize::MAX);
        let loads = tags.iter().position(|tag| tag.get("src").is_some() || tag.name == "link");
        assert!(loads.is_none_or(|loads| policy < loads), "{path}");
        assert!(policy < tags.len(), "{path}");
    }
}

#[test]
fn nothing_on_a_page_is_inline_but_data() {
    for (path, page) in ours().pages() {
        for tag in tags(page) {
            assert!(
                tag.names().all(|name| name != "style" && !name.starts_with("on")),
                "{path}: {}",
                tag.name
            );
            assert_ne!(tag.name, "style", "{path}");
            let data = tag.get("type") == Some("application/ld+json");
            assert!(tag.name != "script" || data || tag.text.is_empty(), "{path}");
        }
    }
}

#[test]
fn a_page_asks_no_other_host_for_anything() {
    for (path, page) in ours().pages() {
        for tag in tags(page) {
            let loaded = if tag.name == "link" { tag.get("href") } else { tag.get("src") };
            assert!(loaded.is_none_or(|address| !is_outside(address)), "{path}: {loaded:?}");
        }
    }
}

#[test]
fn every_picture_has_its_size_and_words() {
    let mut pictures = 0;
    for (path, page) in ours().pages() {
        for tag in tags(page).iter().filter(|tag| tag.name == "img") {
            let number = |name| tag.get(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
            assert!(number("width") > 0 && number("height") > 0, "{path}");
            assert!(
                tag.get("alt").is_some_and(|alt| alt.chars().count() >= 5),
                "{path}: {:?}",
                tag.get("alt")
            );
            pictures += 1;
        }
    }
    assert!(pictures >= 40, "{pictures}");
}

#[test]
fn a_page_has_the_icons_that_it_shows_and_no_others() {
    for (path, page) in ours().pages() {
        let tags = tags(page);
        let shown =
            tags.iter().filter(|tag| tag.name == "use").filter_map(|tag| tag.get("href")?.strip_prefix('#'));
        let there: Vec<&str> =
            tags.iter().filter(|tag| tag.name == "symbol").filter_map(|tag| tag.get("id")).collect();
        let once: BTreeSet<&str> = there.iter().copied().collect();
        assert_eq!((once.len(), once), (there.len(), shown.collect()), "{path}");
    }
}

/// Words and markup that all pages share stand in a file that a browser loads once.
#[test]
fn what_is_around_a_text_weighs_little() {
    let made = Site::new(TWO).text("content/e/a.en.md", "# A\n\n## Step: B\n\nC.\n").made();
    let page = made.page("en/e/a.html");
    assert!(page.len() < 5_500, "{} bytes around `C.`", page.len());
    let steps = format!("# A\n\n{}", "## Step: B\n\nC.\n\n".repeat(11));
    let more = Site::new(TWO).text("content/e/a.en.md", steps);
    let step = (more.made().page("en/e/a.html").len() - page.len()) / 10;
    assert!(step < 450, "{step} bytes around the text of a step");
}

#[test]
fn every_link_of_our_site_leads_somewhere() {
    assert_eq!(dead_links(&ours().output), Vec::<String>::new());
}

#[test]
fn every_address_is_relative_and_names_its_file() {
    for (path, page) in ours().pages() {
        for tag in tags(page) {
            for address in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                let local = !is_outside(address) && !address.starts_with('#');
                let file = address.split(['#', '?']).next().unwrap();
                assert!(!local || !file.starts_with('/') && !file.ends_with('/'), "{path}: {address}");
            }
        }
    }
}

/// The steps stand in the page once; data for machines repeat none of them.
#[test]
fn a_guides_data_tell_what_it_is() {
    let guide = page(based(), "en/elearn/register.html").unwrap();
    let [data] = json_ld(guide).try_into().unwrap();
    let own = "https://www.example.edu.tw/~office/guides/en/elearn/register.html";
    assert_eq!(data.get("@type"), Some(&Value::from("HowTo")));
    assert_eq!(data.get("url"), Some(&Value::from(own)));
    assert!(data.get("step").is_none() && data.get("dateModified").is_some(), "{data}");
    for (path, page) in ours().pages() {
        assert_eq!(json_ld(page), Vec::<Value>::new(), "{path}: no data where the site's address is unknown");
    }
}

/// An author's words can't end the JSON-LD block.
#[test]
fn data_can_not_be_broken_out_of() {
    let nasty = "+++\ntitle = '</script><script>alert(1)</script>'\n+++\n## Step: </script><!--\n\n\\</script> \u{2028} <b>x</b>\n";
    let based = format!("base_url = \"https://x.tw/\"\n{TWO}");
    let made = Site::new(&based).text("content/e/a.en.md", nasty).made();
    let [data] = json_ld(made.page("en/e/a.html")).try_into().unwrap();
    assert_eq!(data.get("name"), Some(&Value::from("</script><script>alert(1)</script>")));
}

#[test]
fn absolute_addresses_are_only_there_with_a_base_url() {
    assert!(page(&ours().output, "sitemap.xml").is_none());
    for (path, page) in ours().pages() {
        assert!(!page.contains("rel=\"canonical\"") && !page.contains("property=\"og:"), "{path}");
    }
    let based = based();
    let guide = page(based, "zh-TW/elearn/register.html").unwrap();
    let own = "https://www.example.edu.tw/~office/guides/zh-TW/elearn/register.html";
    assert!(guide.contains(&format!("<link rel=\"canonical\" href=\"{own}\">")));
    assert!(guide.contains(&format!("<meta property=\"og:url\" content=\"{own}\">")));
    let map = page(based, "sitemap.xml").unwrap();
    for (path, _) in ours().pages().filter(|(path, _)| path.contains("/elearn/") || path.contains("/hakka/"))
    {
        assert!(
            map.contains(&format!("<loc>https://www.example.edu.tw/~office/guides/{path}</loc>")),
            "{path}"
        );
    }
    let dead: Vec<String> = dead_links(based).into_iter().filter(|fault| !is_lost(fault)).collect();
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn pages_of_one_guide_name_each_other() {
    let based = based();
    let base = "https://www.example.edu.tw/~office/guides";
    for own in ["zh-TW", "en"] {
        let guide = page(based, &format!("{own}/elearn/records.html")).unwrap();
        let tags = tags(guide);
        let alternates = tags.iter().filter(|tag| tag.get("rel") == Some("alternate"));
        let found: Vec<_> = alternates.map(|tag| (tag.get("hreflang"), tag.get("href"))).collect();
        let zh = format!("{base}/zh-TW/elearn/records.html");
        let en = format!("{base}/en/elearn/records.html");
        for pair in [(Some("zh-Hant-TW"), Some(zh.as_str())), (Some("en"), Some(en.as_str()))] {
            assert!(found.contains(&pair), "{own}: {found:?}");
        }
    }
}

/// Whether a fault is a link of the 404 page, the only page whose links are not
/// relative.
fn is_lost(fault: &str) -> bool {
    fault.starts_with("404.html: /~office/guides/")
}

/// A server shows 404.html at addresses of any depth, so its links must not be
/// relative to that address.
#[test]
fn with_a_base_url_the_404_page_works_at_any_depth() {
    let lost = page(based(), "404.html").unwrap().to_owned();
    for tag in tags(&lost) {
        for address in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
            let fixed = address.starts_with('#') || address.starts_with('/') || is_outside(address);
            assert!(fixed, "<{}> {address}", tag.name);
        }
    }
    let asked = tags(&lost).iter().find_map(|tag| tag.get("src").map(str::to_owned)).unwrap();
    assert!(asked.starts_with("/~office/guides/assets/"), "{asked}");
}

fn with_threads(threads: usize, tree: &ContentTree) -> Made {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| Made::of(tree))
}

#[test]
fn the_same_tree_gives_the_same_bytes_with_any_number_of_threads() {
    let page = |site: Site, n: usize| {
        site.text(
            &format!("content/c{}/g{n}.zh-TW.md", n % 4),
            format!("## 步驟：第 {n} 步\n\n[](#step-9)\n"),
        )
    };
    let tree = (0..40).fold(Site::new(TWO), page).tree();
    let (one, two) = (with_threads(1, &tree), with_threads(2, &tree));
    assert!(one.output == two.output);
    assert_eq!(one.findings, two.findings);
}

#[test]
fn the_order_in_which_files_come_makes_no_difference() {
    let files = [
        ("content/index.zh-TW.md", "# 首頁\n"),
        ("content/b/index.zh-TW.md", "# 乙\n"),
        ("content/b/y.zh-TW.md", "## 步驟：一\n\n[](../a/x.zh-TW.md)\n"),
        ("content/a/x.zh-TW.md", "## 步驟：二\n\n[](#gone)\n"),
        ("content/a/x.en.md", "## Step: two\n"),
    ];
    let site = |files: &mut dyn Iterator<Item = &(&str, &str)>| {
        files.fold(Site::new(TWO), |site, (path, text)| site.text(path, *text)).made()
    };
    let (forth, back) = (site(&mut files.iter()), site(&mut files.iter().rev()));
    assert!(forth.output == back.output);
    assert_eq!(forth.findings, back.findings);
}

#[test]
fn pages_hold_no_bytes_that_trip_a_reader() {
    for (path, page) in ours().pages() {
        assert!(!page.contains(['\u{feff}', '\r', '\0']), "{path}");
        // U+2060 is used only to join an icon to the word before it.
        assert!(page.split('\u{2060}').skip(1).all(|rest| rest.starts_with("<svg")), "{path}");
    }
}

#[test]
fn a_footnote_is_found_at_the_first_place_that_refers_to_it_or_to_a_footnote_of_it() {
    let text = "## 節一\n\n做[^a]。\n\n## 節二\n\n看[^a]。\n\n[^a]: 頁首右側[^b]。\n\n[^b]: 要先登入。\n";
    let made = Site::new(TWO).text("content/e/a.zh-TW.md", text).made();
    let index = made.page("search/zh-TW-0.js");
    let first = index.find("做。").unwrap()..index.find("節二").unwrap();
    for words in ["頁首右側", "要先登入"] {
        let found: Vec<usize> = index.match_indices(words).map(|(at, _)| at).collect();
        assert!(matches!(found.as_slice(), [at] if first.contains(at)), "{words}: {index}");
    }
}

#[test]
fn a_result_shows_the_first_picture_with_the_items_mark_or_the_first_of_all() {
    let text = "## 節\n\n![甲](p.png)\n![乙](q.png)\n\n1. 一。\n2. 二。\n3. 三。\n";
    let mark = |n: u32| format!("[[mark]]\nn = {n}\nbox = [1, 1, 5, 5]\n");
    let site = Site::new(TWO).text("content/e/a.zh-TW.md", text);
    let site = site.file("content/e/p.png", blank(60, 40)).file("content/e/q.png", blank(60, 40));
    let site = site.text("content/e/p.png.toml", mark(1));
    let made = site.text("content/e/q.png.toml", mark(1) + &mark(2)).made();
    let index = made.page("search/zh-TW-0.js");
    // The lines: 甲, 乙 (picture 1), item 1 (mark 1 of picture 0), item 2 (mark 2 of picture 1).
    assert!(index.contains("\"甲\\n乙\\n一。\\n二。\\n三。\",0,[0,1,1,0,2,0,1,3,1,2]"), "{index}");
}
