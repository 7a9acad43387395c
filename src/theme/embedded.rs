//! The default theme, compiled into the program.

/// What a file of a theme is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    /// A template of a page, in Tera.
    Template,
    /// A file that is copied to the site's `assets/`.
    Asset,
    /// A file that only `serve` sends.
    Serve,
    /// A file that lays out handouts, in Typst.
    Print,
}

/// A file of the theme: its path in the theme's folder, its duty, its text.
pub(super) type ThemeFile = (&'static str, Duty, &'static str);

macro_rules! files {
    ($($duty:ident $path:literal)*) => {
        &[$(($path, Duty::$duty, include_str!(concat!("../../themes/default/", $path)))),*]
    };
}

/// Every file of the default theme, except the words.
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
    Template "templates/sitemap.html"
    Asset "crop.js"
    Asset "find.js"
    Asset "icon.svg"
    Asset "search.js"
    Asset "site.js"
    Asset "style.css"
    Print "print/blocks.typ"
    Print "print/figure.typ"
    Print "print/handout.typ"
    Print "print/text.typ"
    Print "print/tokens.typ"
    Serve "serve/overlay.css"
};

/// The words of each language: its tag and its TOML. A language without words
/// of its own gets the English ones.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("en", include_str!("../../themes/default/i18n/en.toml")),
    ("zh-TW", include_str!("../../themes/default/i18n/zh-TW.toml")),
];
