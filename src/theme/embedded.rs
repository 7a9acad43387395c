//! The default theme, compiled into the program.

/// What a file of a theme is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    /// A template of a page, in Tera.
    Template,
    /// A file that is copied to the site's `assets/`.
    Asset,
    /// The file of icons.
    Icons,
    /// A file that only `serve` sends.
    Serve,
    /// A file that lays out handouts, in Typst.
    Print,
}

/// A file of the theme: its path in the theme's folder, its duty, its text.
pub(super) type ThemeFile = (&'static str, Duty, &'static str);

/// A file's text: its own or, of a file in several parts, theirs in this order.
macro_rules! text {
    ($path:literal) => { include_str!(concat!("../../themes/default/", $path)) };
    ($path:literal $($part:literal)+) => {
        concat!($(include_str!(concat!("../../themes/default/", $part))),+)
    };
}

macro_rules! files {
    ($($duty:ident $path:literal $(= $($part:literal)+;)?)*) => {
        &[$(($path, Duty::$duty, text!($path $($($part)+)?))),*]
    };
}

/// Every file of the default theme, except the words. A large file is kept in
/// parts, such as `site/*.js` for `site.js`: a page loads one file, people read
/// several.
pub(super) const FILES: &[ThemeFile] = files! {
    Template "templates/404.html"
    Template "templates/base.html"
    Template "templates/collection.html"
    Template "templates/components.html"
    Template "templates/glossary.html"
    Template "templates/guide.html"
    Template "templates/home.html"
    Template "templates/page.html"
    Template "templates/root.html"
    Template "templates/search.html"
    Template "templates/site.html"
    Template "templates/sitemap.html"
    Asset "crop.js"
    Asset "find.js" = "find/variants.js" "find/fold.js" "find/find.js";
    Asset "icon.svg"
    Icons "icons.svg"
    Asset "search.js" = "search/draw.js" "search/dialog.js" "search/panel.js";
    Asset "site.js" =
        "site/page.js" "site/progress.js" "site/guide.js" "site/search.js" "site/tools.js" "site/start.js";
    Asset "style.css" =
        "style/tokens.css" "style/ground.css" "style/parts.css" "style/frame.css" "style/heads.css"
        "style/guide.css" "style/text.css" "style/steps.css" "style/cards.css" "style/alerts.css"
        "style/figures.css" "style/marks.css" "style/lists.css" "style/over.css" "style/narrow.css"
        "style/phone.css" "style/preferences.css" "style/paper.css" "style/checklist.css";
    Print "print/blocks.typ"
    Print "print/figure.typ"
    Print "print/handout.typ"
    Print "print/text.typ"
    Print "print/tokens.typ"
    Serve "serve/edit.css" =
        "style/tokens.css" "style/marks.css" "serve/edit.css" "serve/edit-panel.css" "serve/edit-foot.css"
        "serve/edit-replace.css";
    Serve "serve/overlay.css" =
        "serve/overlay.css" "serve/pencil.css" "serve/pictures.css" "serve/pictures-dialog.css";
};

/// The words of each language: its tag and its TOML, for every file of
/// `themes/default/i18n/`. A language without words of its own gets the English
/// ones.
pub(super) const WORDS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/words.rs"));
