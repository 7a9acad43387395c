//! An overlay as SVG inside HTML.
//!
//! In: an [`Overlay`] and the numbers that its ids are made of. Out: one `svg`
//! without a viewBox, so that a unit is a CSS pixel and pins keep their size:
//! geometry in percent, sizes in pixels, no style, no script. Class names and
//! order are those of the theme's README, part B, "Marks". The whole overlay is
//! hidden from screen readers, since the list under the picture says the same.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::geometry::{SharePoint, ShareRect};
use super::shapes::{DrawnMark, MarkOutline, OutlineLine, Overlay, Pin, StandIn};
use crate::html_escape;
use crate::model::{Figure, Picture, Resolved};

/// The numbers that ids and links of an overlay are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OverlayNames {
    /// The picture's number on the page: `fig-4-mark-2`.
    pub figure: u32,
    /// The number of the first picture of the same figure, which the ids of the
    /// items contain: `fig-3-item-2`.
    pub items_of: u32,
    /// Numbers of the list's items; an empty range if there is no list. Marks
    /// with other numbers are drawn, but are no links.
    pub items: RangeInclusive<u32>,
}

impl OverlayNames {
    /// The numbers of a picture of this figure.
    #[must_use]
    pub(crate) fn of(figure: &Figure<Resolved>, picture: &Picture) -> Self {
        let count = u32::try_from(figure.items.len()).unwrap_or(u32::MAX);
        let end = figure.start.saturating_add(count);
        Self {
            figure: picture.number,
            items_of: figure.images.first().map_or(picture.number, |first| first.number),
            items: figure.start..=end.saturating_sub(1),
        }
    }
}

/// Writes the overlay as SVG; empty if nothing is drawn.
#[must_use]
pub(crate) fn write_svg(overlay: &Overlay, names: &OverlayNames) -> String {
    if overlay.is_empty() {
        return String::new();
    }
    let mut out = String::from("<svg class=\"marks\" aria-hidden=\"true\">\n");
    for stand_in in &overlay.stand_ins {
        out.push_str(&stand_in_text(stand_in));
    }
    out.push_str(&dimmed(overlay, names.figure));
    let mut seen = BTreeSet::new();
    for mark in &overlay.marks {
        let first = mark.n.is_some_and(|n| seen.insert(n));
        out.push_str(&group(mark, names, first));
    }
    out.push_str("</svg>");
    out
}

/// The SVG of a stand-in. Its words are scaled with the picture, as those of a
/// screenshot are; so this is the only place with a viewBox in pixels of the
/// picture.
fn stand_in_text(stand_in: &StandIn) -> String {
    let StandIn { area, size: (width, height), font_size, text } = stand_in;
    format!(
        "<svg class=\"stand-in\" {} viewBox=\"0 0 {width} {height}\"><text x=\"{}\" y=\"{}\" dy=\".36em\" font-size=\"{font_size}\">{}</text></svg>\n",
        place(area),
        font_size / 3,
        height / 2,
        html_escape::escaped(text),
    )
}

/// Dims the picture outside of the spots.
fn dimmed(overlay: &Overlay, figure: u32) -> String {
    let spots: Vec<String> = overlay
        .marks
        .iter()
        .filter_map(|mark| mark.outline.as_ref().filter(|outline| outline.spot))
        .flat_map(|outline| elements(&outline.line))
        .map(|(name, geometry)| format!("<{name} {geometry} fill=\"#000\"/>"))
        .collect();
    if spots.is_empty() {
        return String::new();
    }
    let all = "width=\"100%\" height=\"100%\"";
    format!(
        "<mask id=\"fig-{figure}-spot\"><rect {all} fill=\"#fff\"/>{}</mask><rect class=\"dim\" {all} mask=\"url(#fig-{figure}-spot)\"/>\n",
        spots.concat()
    )
}

fn group(mark: &DrawnMark, names: &OverlayNames, first: bool) -> String {
    let mut out = match mark.n {
        Some(n) if first => format!("<g class=\"mark m{n}\" id=\"fig-{}-mark-{n}\">", names.figure),
        Some(n) => format!("<g class=\"mark m{n}\">"),
        None => String::from("<g class=\"mark\">"),
    };
    if let Some(outline) = &mark.outline {
        out.push_str(&drawn_twice(outline));
    }
    if let (Some(n), Some(pin)) = (mark.n, &mark.pin) {
        out.push_str(&numbered(n, pin, names));
    }
    out.push_str("</g>\n");
    out
}

/// An outline drawn twice, a wide white line under the coloured one, so that it
/// can be seen on any picture.
fn drawn_twice(outline: &MarkOutline) -> String {
    let elements = elements(&outline.line);
    let mut out = String::new();
    for class in ["halo", "line"] {
        for (name, geometry) in &elements {
            _ = write!(out, "<{name} class=\"{class}\" {geometry}/>");
        }
    }
    let end = outline.line.segments().last();
    if let (Some(degrees), Some((_, SharePoint { x, y }))) = (outline.head, end) {
        let path =
            |class| format!("<path class=\"{class}\" d=\"M3 0-9-6v12z\" transform=\"rotate({degrees})\"/>");
        let (halo, tip) = (path("halo"), path("tip"));
        _ = write!(out, "<svg class=\"head\" x=\"{x}%\" y=\"{y}%\">{halo}{tip}</svg>");
    }
    out
}

/// The SVG elements of a line: the name and the geometry of each. SVG knows no
/// percentages in paths and polygons, so a path is several lines.
fn elements(line: &OutlineLine) -> Vec<(&'static str, String)> {
    match line {
        OutlineLine::Rect(area) => vec![("rect", format!("{} rx=\"5\"", place(area)))],
        OutlineLine::Ellipse(area) => {
            let middle = area.middle();
            let (rx, ry) = (area.width.half(), area.height.half());
            vec![("ellipse", format!("cx=\"{}%\" cy=\"{}%\" rx=\"{rx}%\" ry=\"{ry}%\"", middle.x, middle.y))]
        }
        OutlineLine::Path(_) => line
            .segments()
            .map(|(from, to)| {
                let SharePoint { x, y } = from;
                ("line", format!("x1=\"{x}%\" y1=\"{y}%\" x2=\"{}%\" y2=\"{}%\"", to.x, to.y))
            })
            .collect(),
    }
}

fn numbered(n: u32, pin: &Pin, names: &OverlayNames) -> String {
    let (open, close) = if names.items.contains(&n) {
        let href = format!("#fig-{}-item-{n}", names.items_of);
        (format!("<a class=\"pin\" href=\"{href}\" tabindex=\"-1\">"), "</a>")
    } else {
        (String::from("<g class=\"pin\">"), "</g>")
    };
    let Pin { at, dx, dy, pointer } = pin;
    let pointer = |class: &str| {
        pointer.map_or_else(String::new, |[(x, y), (a, b), (c, d)]| {
            format!("<path class=\"{class}\" d=\"M{x} {y} {a} {b} {c} {d}z\"/>")
        })
    };
    let (halo, tip) = (pointer("halo"), pointer("tip"));
    let attribute =
        |name: &str, value: i32| if value == 0 { String::new() } else { format!(" {name}=\"{value}\"") };
    let (cx, cy) = (attribute("cx", *dx), attribute("cy", *dy));
    let (x, y) = (attribute("x", *dx), attribute("y", *dy));
    let two = if n > 9 { " class=\"two\"" } else { "" };
    format!(
        "{open}<svg x=\"{}%\" y=\"{}%\">{halo}<circle{cx}{cy} r=\"12\"/>{tip}<text{two}{x}{y} dy=\".36em\">{n}</text></svg>{close}",
        at.x, at.y
    )
}

fn place(area: &ShareRect) -> String {
    let ShareRect { x, y, width, height } = area;
    format!("x=\"{x}%\" y=\"{y}%\" width=\"{width}%\" height=\"{height}%\"")
}
