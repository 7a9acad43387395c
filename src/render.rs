//! A site becomes files: pages, the search index, handouts.
//!
//! In: a resolved `Site`, the pictures that may be published and the theme.
//! Out: addresses with bytes. The three media `html`, `search` and `pdf` don't
//! know one another. The modules next to them answer what several of them ask of
//! a site: which collections and sections there are (`site_index`), which
//! sections belong to a step (`sections`), which facts a page states (`facts`),
//! what a language calls things (`language`), where a title may break (`phrase`),
//! what doesn't break in a table (`cell`).

mod addresses;
mod cell;
mod facts;
pub(crate) mod html;
mod html_lines;
mod language;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
mod phrase;
pub(crate) mod search;
mod sections;
mod site_index;
