//! Reading of the sidecar of a screenshot: `NAME.EXT.toml`.

use crate::config::{TomlPlace, TomlTable, told};
use crate::diag::{Problem, ProblemKind};
use crate::model::{Mark, PinSide, Point, Rect, Redaction, Shape, Sidecar};
use crate::source::{Decoded, Source, Span};

const BOX: &str = "four whole numbers: x, y, width and height, the last two at least 1";

const SHAPES: &str =
    "one shape: box, ellipse or spot = [x, y, width, height], arrow = [x1, y1, x2, y2], pin = [x, y]";

const SIDES: &str =
    "the side of the pin: left, right, top, bottom, top-left, top-right, bottom-left or bottom-right";

/// Reads a sidecar. Everything that can't be read is a problem at its place; the
/// rest is still used, and [`Sidecar::complete`] says that something is missing.
#[must_use]
pub fn sidecar(source: &Source) -> (Sidecar, Vec<Problem>) {
    let offset = source.body_start();
    let place = TomlPlace { source: source.id, offset, name: "sidecar" };
    let mut table = TomlTable::parse(source.text.get(offset..).unwrap_or(""), place);
    let mut problems = Vec::new();
    let size = size(&mut table);
    let crop = rect(&mut table, "crop");
    let pixels = table.string("pixels");
    let decoration = table.boolean("decoration").is_some_and(|(decoration, _)| decoration);
    let says_redactions = table.has("redact");
    let redactions =
        table.tables("redact").into_iter().filter_map(|entry| redaction(entry, &mut problems)).collect();
    let marks = table.tables("mark").into_iter().filter_map(|entry| mark(entry, &mut problems)).collect();
    problems.extend(table.finish());
    let complete = problems.is_empty() && source.decoded == Decoded::Utf8;
    let sidecar = Sidecar {
        source: source.id,
        complete,
        size,
        crop,
        pixels,
        decoration,
        redactions,
        says_redactions,
        marks,
    };
    (sidecar, told(problems))
}

fn size(table: &mut TomlTable<'_>) -> Option<((u32, u32), Span)> {
    let ([width, height], span) = table.numbers("size", "two whole numbers: width and height")?;
    let size = u32::try_from(width).ok().zip(u32::try_from(height).ok());
    if let Some(size) = size.filter(|(width, height)| *width > 0 && *height > 0) {
        return Some((size, span));
    }
    table.refuse("size", span, "a width and a height of at least 1");
    None
}

/// Reads a rectangle with a width and a height of at least 1.
fn rect(table: &mut TomlTable<'_>, key: &'static str) -> Option<(Rect, Span)> {
    let (numbers, span) = table.numbers::<4>(key, BOX)?;
    let read = coordinates(numbers)
        .map(|[x, y, width, height]| Rect { x, y, width, height })
        .filter(|rect| rect.width > 0 && rect.height > 0);
    if read.is_none() {
        table.refuse(key, span.clone(), BOX);
    }
    Some((read?, span))
}

/// Turns numbers into coordinates of a picture, which are much smaller than the
/// largest `i32`, so that sums of them fit too. `None` if a number is too large.
fn coordinates<const N: usize>(numbers: [i64; N]) -> Option<[i32; N]> {
    const FAR: i64 = 1_000_000;
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(numbers) {
        *to = i32::try_from(from).ok().filter(|_| (-FAR..=FAR).contains(&from))?;
    }
    Some(out)
}

fn redaction(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> Option<Redaction> {
    let area = rect(&mut table, "box");
    let text = table.string("text").map(|(text, _)| text);
    let span = table.span().clone();
    let unread = problems.len();
    problems.extend(table.finish());
    if area.is_none() && problems.len() == unread {
        problems.push(Problem::new(span.clone(), ProblemKind::MissingKey("box")));
    }
    Some(Redaction { span, area: area?.0, text })
}

fn mark(mut table: TomlTable<'_>, problems: &mut Vec<Problem>) -> Option<Mark> {
    let span = table.span().clone();
    let numbered = table.has("n");
    let n = table.integer("n").and_then(|(n, at)| {
        let n = u32::try_from(n).ok().filter(|n| *n > 0);
        if n.is_none() {
            table.refuse("n", at, "the number of an item, from 1");
        }
        n
    });
    let at = pin_side(&mut table, numbered);
    let shapes = [
        rect(&mut table, "box").map(|(area, _)| Shape::Box(area)),
        rect(&mut table, "ellipse").map(|(area, _)| Shape::Ellipse(area)),
        rect(&mut table, "spot").map(|(area, _)| Shape::Spot(area)),
        table.numbers::<4>("arrow", "four whole numbers: x1, y1, x2, y2").and_then(|(ends, _)| {
            let [x1, y1, x2, y2] = coordinates(ends)?;
            Some(Shape::Arrow { from: Point { x: x1, y: y1 }, to: Point { x: x2, y: y2 } })
        }),
        table.numbers::<2>("pin", "two whole numbers: x, y").and_then(|(at, _)| {
            let [x, y] = coordinates(at)?;
            Some(Shape::Pin(Point { x, y }))
        }),
    ];
    let mut shapes = shapes.into_iter().flatten();
    let shape = shapes.next();
    let several = shapes.next().is_some();
    let unread = problems.len();
    problems.extend(table.finish());
    if several || (shape.is_none() && problems.len() == unread) {
        let kind = ProblemKind::BadValue { key: "mark".to_owned(), expected: SHAPES };
        problems.push(Problem::new(span.clone(), kind));
    }
    Some(Mark { span, n, shape: shape?, at })
}

/// Reads the side of a pin. A mark without a number has no pin that could stand there.
fn pin_side(table: &mut TomlTable<'_>, numbered: bool) -> Option<PinSide> {
    let (name, span) = table.string("at")?;
    let side = PinSide::NAMES.iter().find(|(known, _)| *known == name).map(|(_, side)| *side);
    if side.is_none() {
        table.refuse("at", span, SIDES);
    } else if !numbered {
        table.refuse("at", span, "an `n` beside it: only a mark with a number has a pin");
    }
    side
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceId;
    use crate::url::TreePath;

    fn read(text: &str) -> (Sidecar, Vec<Problem>) {
        let path = TreePath::new("content/img/a.png.toml");
        sidecar(&Source::decode(SourceId(0), path, text.as_bytes().to_vec()))
    }

    #[test]
    fn each_shape_is_read() {
        let (sidecar, problems) = read(
            "size = [1280, 800]\ncrop = [0, 64, 1280, 680]\n[[redact]]\nbox = [412, 330, 180, 28]\ntext = \"王小明\"\n\
             [[mark]]\nn = 1\nbox = [1, 2, 3, 4]\n[[mark]]\nellipse = [1, 2, 3, 4]\n[[mark]]\nspot = [1, 2, 3, 4]\n\
             [[mark]]\nn = 2\narrow = [1, 2, 3, 4]\n[[mark]]\nn = 3\npin = [5, 6]\nat = \"top-left\"\n",
        );
        assert_eq!(problems, []);
        assert!(sidecar.complete);
        assert_eq!(sidecar.marks.len(), 5);
        assert_eq!(sidecar.marks.last().and_then(|mark| mark.at), Some(PinSide::TopLeft));
        assert_eq!(
            sidecar.redactions.first().and_then(|redaction| redaction.text.as_deref()),
            Some("王小明")
        );
    }

    #[test]
    fn what_is_broken_is_found_and_makes_the_sidecar_incomplete() {
        for text in [
            "[[redact]]\nbox = [1, 2, 3]\n",
            "[[redact]]\n",
            "[[redact]]\nbox = [1, 2, 0, 4]\n",
            "[[mark]]\nn = 0\npin = [1, 2]\n",
            "[[mark]]\n",
            "[[mark]]\npin = [1, 2]\nbox = [1, 2, 3, 4]\n",
            "[[mark]]\nn = 1\nbox = [1, 2, 3, 4]\nat = \"upper\"\n",
            "[[mark]]\nn = 1\nbox = [1, 2, 3, 4]\nat = 3\n",
            "[[mark]]\nbox = [1, 2, 3, 4]\nat = \"left\"\n",
            "sise = [1, 2]\n",
            "size = [0, 2]\n",
            "[[mark\n",
        ] {
            let (sidecar, problems) = read(text);
            assert!(!problems.is_empty() && !sidecar.complete, "{text}");
        }
    }

    proptest! {
        /// A sidecar of any bytes gives problems that cut no character.
        #[test]
        fn any_bytes_give_spans_that_cut_no_character(
            text in "(\\[\\[mark\\]\\]|box|size| = |\\[|\\]|1|-9|,|\n|步|\"|n){0,40}"
        ) {
            for problem in read(&text).1 {
                prop_assert!(text.get(problem.span.bytes).is_some());
            }
        }
    }
}
