//! What a drawing may have: elements, attributes and values that draw and do nothing else.

/// The namespace of SVG.
pub(super) const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// What happens with an element.
pub(super) enum ElementKind<'a> {
    /// It is written again, under this name.
    Drawn(&'a str),
    /// It is left out, with all that is in it.
    LeftOut,
    /// The drawing is refused, because every device has other fonts.
    Text,
    /// The drawing is refused.
    Refused,
}

const DRAWN: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "mask",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "symbol",
    "use",
];

/// What happens with the element of this name. What has another prefix than `svg` belongs
/// to a drawing program.
pub(super) fn element(name: &str) -> ElementKind<'_> {
    let local = match name.split_once(':') {
        Some(("svg", local)) => local,
        Some(_) => return ElementKind::LeftOut,
        None => name,
    };
    match local {
        "metadata" | "title" | "desc" => ElementKind::LeftOut,
        "text" | "tspan" | "textPath" => ElementKind::Text,
        local if DRAWN.contains(&local) => ElementKind::Drawn(local),
        _ => ElementKind::Refused,
    }
}

const ATTRIBUTES: &[&str] = &[
    "class",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "cx",
    "cy",
    "d",
    "display",
    "fill",
    "fill-opacity",
    "fill-rule",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "href",
    "id",
    "mask",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "opacity",
    "overflow",
    "paint-order",
    "points",
    "preserveAspectRatio",
    "r",
    "rx",
    "ry",
    "shape-rendering",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "transform",
    "vector-effect",
    "viewBox",
    "visibility",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Whether an attribute is written again. Any other one draws nothing.
pub(super) fn attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&name)
}

/// Whether the attribute says the size of the whole drawing. On the outermost element that size is
/// worked out, and not copied.
pub(super) fn of_size(name: &str) -> bool {
    ["width", "height", "viewBox", "x", "y"].contains(&name)
}

/// What style sheets could load another file with, or hide an address in.
const LEADS_OUT: &[&str] =
    &["\\", "//", "@import", "image-set", "image(", "src(", "src:", "element(", "expression(", "binding"];

/// Whether a value leads nowhere but into the drawing itself.
pub(super) fn value(name: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    if name == "href" {
        return value.starts_with('#');
    }
    let inside = |rest: &str| rest.trim_start().trim_start_matches(['"', '\'']).starts_with('#');
    !LEADS_OUT.iter().any(|sign| value.contains(sign)) && value.split("url(").skip(1).all(inside)
}

/// Whether an attribute or style sheet repeats or cuts something by a reference. Such
/// references within one another make a short file an endless drawing.
pub(super) fn repeats(name: &str, value: &str) -> bool {
    match name {
        "clip-path" | "mask" => true,
        "style" => value.contains("clip-path") || value.contains("mask"),
        _ => false,
    }
}

/// Left and upper edge, width and height of the drawing: its `viewBox`, or its `width` and
/// `height` in one unit.
pub(super) fn view<'a>(attribute: impl Fn(&str) -> Option<&'a str>) -> Option<[f64; 4]> {
    let view = if let Some(numbers) = attribute("viewBox") {
        let numbers = numbers.split([' ', ',', '\t', '\n', '\r']).filter(|number| !number.is_empty());
        let numbers: Option<Vec<f64>> = numbers.map(|number| number.parse().ok()).collect();
        <[f64; 4]>::try_from(numbers?).ok()?
    } else {
        let [(width, one), (height, other)] = [length(attribute("width")?)?, length(attribute("height")?)?];
        if one != other || one == "%" {
            return None;
        }
        [0.0, 0.0, width, height]
    };
    let [_, _, width, height] = view;
    let is_plain = view.iter().all(|number| number.is_finite() && number.abs() < 1e9);
    (is_plain && width > 0.0 && height > 0.0).then_some(view)
}

/// The number and the unit of a length.
fn length(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim_start_matches("px")))
}
