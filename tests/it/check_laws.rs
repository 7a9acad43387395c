//! What is true of the rules, whatever an author types.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::sites;

/// Pieces of pages: headings, branches, pictures and links, whole and broken.
const PAGE: &str = "(## 步驟 |## 步驟：|### |## 首次登入設定：|[0-9]|4294967295|-1|：|登入|（選用）|\\{#a\\}|\n\n|\n|- \\*\\*成功\\*\\* → \
                    \\[\\]\\(#a\\)\n|- \\*\\*失敗\\*\\* → \\[\\]\\(#step-1\\)\n|!\\[\\]\\(p\\.png\\)|!\\[圖\\]\\(q\\.png \"我的e政府\"\\)|1\\. |9\\) |結果：|\
                    \\[x\\]\\(b\\.zh-TW\\.md#a\\)|\\[x\\]\\(\\.\\./_parts/c\\.zh-TW\\.md \"include\"\\)|我的e政府|MyEGov|,|!|\\(|\\)|\\[\\^|\\]|0987654321|\
                    \\+\\+\\+\n|title = \"|\"|`|<b>|> |\\||😀){0,40}";

const SIDECAR: &str = "(size = \\[6, 4\\]\n|crop = \\[1, 0, 6, 4\\]\n|\\[\\[mark\\]\\]\n|n = [0-9]\n|box = \\[-1, 2, 99999999, 4\\]\n|pin = \\[1, 2\\]\n|\\[\\[redact\\]\\]\n|步){0,8}";

fn site(pages: [&str; 3], sidecar: &str) -> String {
    let [one, two, part] = pages;
    let config = "languages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"測\"\nen = \"T\"\n[steps.zh-TW]\nseries = [\"首次登入設定\"]\n\
                  [[term]]\nzh-TW = \"我的E政府\"\nen = \"MyEGov\"\nvariants = [\"我的e政府\"]\n";
    format!(
        "-- stepbook.toml --\n{config}-- content/e/a.zh-TW.md --\n{one}\n-- content/e/a.en.md --\n{two}\n\
         -- content/e/b.zh-TW.md --\n{two}\n-- content/_parts/c.zh-TW.md --\n{part}\n\
         -- content/e/p.png size 6x4 --\n-- content/e/p.png.toml --\n{sidecar}\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// There is no panic. Findings and fixes cut no character, are in order,
    /// and occur only once; a second run gives the same ones.
    #[test]
    fn findings_are_whole_ordered_and_the_same_again(
        one in PAGE, two in PAGE, part in PAGE, sidecar in SIDECAR
    ) {
        let tree = sites::tree(&sites::files(&site([&one, &two, &part], &sidecar)));
        let findings = sites::findings(&tree);
        for finding in &findings {
            for span in [Some(&finding.span), finding.fix.as_ref().map(|fix| &fix.span)].into_iter().flatten() {
                let text = &tree.source(span.source).unwrap().text;
                prop_assert!(text.get(span.bytes.clone()).is_some(), "{finding:?}");
            }
            prop_assert!(!finding.message.ends_with('.') && finding.help.is_some(), "{finding:?}");
        }
        let places: Vec<_> = findings.iter().map(|f| (f.span.source, f.span.bytes.start, f.code)).collect();
        prop_assert!(places.is_sorted());
        prop_assert_eq!(findings, sites::findings(&tree));
    }
}

/// Checking a page ends soon, even if it has very many steps, marks of optional
/// steps, signs that are never closed and ids that are in use: no rule looks at
/// all of them for each of them.
#[test]
fn very_much_of_anything_ends_soon() {
    const MANY: usize = 3_000;
    let mut page = String::from("+++\ntitle = \"T\"\nplatform = \"https://example.tw/\"\n+++\n");
    for n in 1..=MANY {
        let next = n % MANY + 1;
        let _ = write!(page, "## Step {n}: A\n\n- **Yes** → [](#step-{next})\n- **No** → [](#step-1)\n\n");
    }
    let tree = |page: &str| sites::tree(&sites::files(&format!("-- content/e/a.en.md --\n{page}")));
    let codes = |page: &str| {
        let found: BTreeSet<_> = sites::findings(&tree(page)).iter().map(|finding| finding.code).collect();
        found.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(codes(&page), ["endless-loop"]);
    let optional = page.replace(": A", ": A (optional)").replace("- **No** → [](#step-1)\n", "");
    assert_eq!(codes(&optional), Vec::<&str>::new());
    assert_eq!(codes(&"[^a(".repeat(20 * MANY)), ["no-title"]);
    let taken = "## Step: A {#a}\n\n".repeat(MANY);
    assert_eq!(codes(&taken), ["duplicate-id", "no-platform-link", "no-title"]);
}
