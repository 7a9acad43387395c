//! What edits write (`edits.rs`): the site at first, and pieces of pages, sidecars, settings, themes.

type Text = (&'static str, &'static str);

/// The texts of the site before all edits.
pub(crate) const START: &[Text] = &[
    (
        "stepbook.toml",
        "languages = [\"zh-TW\", \"en\"]\n[title]\nzh-TW = \"手冊\"\nen = \"Guides\"\n[[term]]\nzh-TW = \"登入\"\nen = \"sign in\"\nvariants = [\"登錄\"]\nmeaning.zh-TW = \"進去\"\n",
    ),
    (
        "content/index.zh-TW.md",
        "+++\ntitle = \"首頁\"\n+++\n\n歡迎。\n\n- [甲](e/a.zh-TW.md)\n- [看](e/b.zh-TW.md#look)\n",
    ),
    ("content/index.en.md", "# Home\n\n[](e/a.en.md#renew)\n"),
    ("content/e/index.zh-TW.md", "+++\ntitle = \"手冊集\"\nsummary = \"一些手冊\"\n+++\n\n集。\n"),
    (
        "content/e/a.zh-TW.md",
        "+++\ntitle = \"甲\"\norder = 1\n+++\n\n## 步驟：登入\n\n![登入頁面的按鈕](i.png)\n\n1. 點選登入。\n\n## 步驟：更新 {#renew}\n\n[](b.zh-TW.md#look) [](#renew)\n\n[共用](../_p/p.zh-TW.md \"include\")\n",
    ),
    (
        "content/e/a.en.md",
        "+++\ntitle = \"A\"\n+++\n\n## Step: Sign in\n\n![The button of the sign-in page](i.png)\n\n1. Press sign in.\n\n## Step: Renew {#renew}\n\n[](b.en.md)\n",
    ),
    (
        "content/e/b.zh-TW.md",
        "+++\ntitle = \"乙\"\nverified = 2026-11-20\n+++\n\n## 步驟：看 {#look}\n\n- **失敗** → [](a.zh-TW.md#renew)\n\n## 步驟：完成\n\n結果：好了。\n",
    ),
    ("content/e/b.en.md", "# B\n\n## Step: Look {#look}\n\n[](a.en.md#renew)\n"),
    ("content/_p/p.zh-TW.md", "共用的話，請登入。\n\n![另一張圖](../e/i.png)\n"),
    ("content/e/i.png.toml", "size = [40, 30]\n[[mark]]\nn = 1\nbox = [4, 4, 10, 10]\n"),
    ("content/e/d.odt", "12"),
    (
        "content/logo.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9'/></svg>",
    ),
];

pub(crate) const TITLES: &[&str] = &["甲", "乙", "登入平台", "Sign in", "A", "", "a\\\"<b>"];

/// Front matter and what stands in its place.
pub(crate) const HEADS: &[&str] = &[
    "+++\ntitle = \"{title}\"\n+++",
    "# {title}",
    "+++\ntitle = \"{title}\"\norder = 2\n+++",
    "+++\ntitle = \"{title}\"\ndraft = true\n+++",
    "+++\ntitle = \"{title}\"\naliases = [\"old.html\", \"zh-TW/e/b.html\"]\n+++",
    "+++\ntitle = \"{title}\"\naliases = [\"e/old\"]\nverified = 2024-01-01\nminutes = 5\n+++",
    "+++\ntitle = \"{title}\"\nsummary = \"先登入\"\naudience = \"教師\"\nneeds = [\"帳號\"]\nplatform = \"https://a.tw/\"\n+++",
    "+++\ntitle = \"{title}\"\ntitel = 3\nverified = 2026-02-30\n+++",
    "+++\ntitle = \"{title}\"",
    "",
];

pub(crate) const BLOCKS: &[&str] = &[
    "一段話，登錄我的帳號。",
    "A paragraph, sign in here.",
    "## 步驟：登入",
    "## 步驟：更新憑證 {#renew}",
    "## 步驟：看 {#look}",
    "## 步驟：換 {#swap}",
    "## 步驟 3：寫（選用）",
    "### 步驟：細 {#fine}",
    "### 續圖",
    "## Step: Sign in",
    "## Step: Renew {#renew}",
    "## Step 2-1: Small {#swap}",
    "## Step： Look (optional) {#look}",
    "## Task: Other word",
    "## 任務：另一個詞",
    "##步驟：沒有空白",
    "## 首次登入設定：一",
    "## A plain section {#plain}",
    "[](#renew) [](#look) [](#swap)",
    "[](a.zh-TW.md#renew) [](b.zh-TW.md#look)",
    "[](a.en.md#renew) [](b.en.md#swap)",
    "[](a.zh-TW.md) [](../index.zh-TW.md) [關於](../about.zh-TW.md#fig-1)",
    "[](A.zh-TW.md) [](README.md) [c](../f/c.en.md#plain)",
    "[](b.zh-TW.md#更新憑證) [](#fig-1)",
    "[甲](../_p/p.zh-TW.md \"include\")",
    "[P](../_p/p.en.md \"include\")",
    "[q](../_p/q.zh-TW.md \"include\")",
    "[q](q.zh-TW.md \"include\")",
    "[文件](d.odt) [文](D.odt)",
    "[abc](x.abc)",
    "![登入頁面的按鈕](i.png \"圖說\")\n\n1. 點選登入。\n2. 再點。",
    "![Button](i.png)\n\n1. Press.",
    "![](j.png)",
    "![一](i.png)\n![二](j.png)\n\n1. 一\n2. 二",
    "![大](I.png) ![大](i.PNG)",
    "![j](i.jpg)\n\n1. x",
    "![en](i.en.png)",
    "![missing](none.png)",
    "- **失敗** → [更新](#renew)\n- **成功** → [](#look)",
    "- **Fail** → [](#renew)\n- **OK** → [](b.en.md#look)",
    "結果：登入成功。",
    "Result: signed in.",
    "> [!NOTE]\n> 請先登入。",
    "> [!TIPP]\n> x",
    "會員中心 ➔ 個人資料",
    "| a | b |\n|---|---|\n| 登入 | [](#look) |",
    "腳註[^1]。\n\n[^1]: 在這裡。",
    "- [ ] 一\n- [x] 二",
    "```rust\nfn main() {}\n```",
    "**「登入」**，<kbd>Enter</kbd> <b onclick=\"x\">b</b>",
    "<a id=\"swap\"></a>\n## 步驟：錨",
    "<!-- stepbook: note -->",
    ":::tip\n盒子\n:::",
    "步驟：不是標題",
];

pub(crate) const SIDECARS: &[&str] = &[
    "size = [40, 30]\n[[mark]]\nn = 1\nbox = [4, 4, 10, 10]\n",
    "size = [40, 30]\n[[mark]]\nn = 2\npin = [20, 20]\n[[mark]]\nn = 1\narrow = [1, 1, 9, 9]\n",
    "size = [40, 30]\n[[redact]]\nbox = [0, 0, 20, 20]\n",
    "size = [40, 30]\n[[redact]]\nbox = [20, 0, 20, 20]\ntext = \"王小明\"\n",
    "size = [60, 30]\n[[redact]]\nbox = [50, 0, 10, 10]\n[[mark]]\nn = 1\nbox = [4, 4, 10, 10]\n",
    "crop = [0, 0, 20, 20]\n",
    "decoration = true\n",
    "redact = []\n",
    "size = [40, 30]\npixels = \"b3:00\"\ncorp = 1\n",
    "[[mark]\n",
];

/// The first line of settings.
pub(crate) const LANGUAGES: &[&str] = &[
    "languages = [\"zh-TW\", \"en\"]",
    "languages = [\"en\", \"zh-TW\"]",
    "languages = [\"zh-TW\"]",
    "languages = [\"en\"]",
    "languages = [\"zh-TW\", \"en\", \"ja\"]",
    "languages = [",
    "",
];

pub(crate) const KEYS: &[&str] = &[
    "base_url = \"https://a.tw/x/\"",
    "theme = \"own\"",
    "repository = \"https://github.com/a/b\"",
    "thema = \"own\"",
];

pub(crate) const TABLES: &[&str] = &[
    "[title]\nzh-TW = \"站\"\nen = \"Site\"",
    "[steps.zh-TW]\nword = \"任務\"\noptional = \"可略\"\nresult = \"成果\"\nseries = [\"首次登入設定\"]",
    "[steps.en]\nword = \"Task\"",
    "[look]\naccent = \"#0b5fa5\"\nlogo = \"e/i.png\"",
    "[owner]\nzh-TW = \"教務處\"",
    "[accessibility_mark]\nimage = \"e/j.png\"\nurl = \"https://accessibility.moda.gov.tw/\"",
    "[check]\norphan-image = \"off\"\nmissing-anchor = \"note\"\nstale_months = 6",
    "[downloads]\nendings = [\"abc\"]",
    "[[term]]\nzh-TW = \"登入\"\nen = \"sign in\"\nvariants = [\"登錄\"]\nmeaning.zh-TW = \"進去\"",
    "[[term]]\nzh-TW = \"帳號\"\nen = \"account\"\nvariants = [\"一段話\"]",
    "[[term]]\nen = \"Sign in\"\nmeaning.en = \"Enter\"",
];

/// Files of themes, words, downloads and logos.
pub(crate) const OTHER_FILES: &[Text] = &[
    ("themes/default/i18n/en.toml", "[figure]\nenlarge = \"Bigger\"\n"),
    ("themes/default/i18n/en.toml", "[step]\nword = \"Task\"\nlabel = \"Task {n}\"\n"),
    ("themes/default/i18n/en.toml", "[figure]\nenlarge = 3\nenlrage = \"x\"\n[figure\n"),
    ("themes/default/i18n/zh-TW.toml", "[step]\nword = \"任務\"\n[result]\nlabel = \"成果\"\n"),
    ("themes/default/i18n/ja.toml", "[language]\nname = \"日本語\"\n"),
    ("themes/default/style.css", ".step { color: red }\n"),
    ("themes/default/assets/extra.css", ".step { color: blue }\n"),
    ("themes/default/assets/font.woff2", "font"),
    ("themes/default/site.js", "load('assets/site.js');\n"),
    (
        "themes/default/icons.svg",
        "<svg><symbol id=\"i-tip\" viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></symbol></svg>",
    ),
    ("themes/default/templates/page.html", "\n{{ nothing.at.all }}"),
    (
        "themes/default/templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ doc.body_html | safe }}{{ site.title }}{% endblock %}",
    ),
    ("themes/default/templates/page.html", "{% if %}"),
    (
        "themes/default/templates/guide.html",
        "{% extends \"base.html\" %}{% block main %}{% if guide.next %}{{ guide.next.title }}{% endif %}{{ guide.step_count }}{{ guide.body_html | safe }}{% endblock %}",
    ),
    ("themes/default/templates/search.html", "<p>{{ t.no.such }}</p>"),
    (
        "themes/default/templates/collection.html",
        "{% extends \"base.html\" %}{% block main %}{% for guide in collection.guides %}{{ guide.title_html | safe }}{{ guide.x.y }}{% endfor %}{% endblock %}",
    ),
    ("themes/own/style.css", "a { color: red }\n"),
    ("themes/own/i18n/en.toml", "[step]\nword = \"Part\"\n"),
    (
        "content/logo.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0v9'/></svg>",
    ),
    ("content/logo.svg", "<svg onload='x'/>"),
    ("content/e/d.odt", "1234"),
    ("content/e/D.odt", "12345"),
    ("content/e/x.abc", "abc"),
];
