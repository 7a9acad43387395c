//! Tests whether shapes lie inside a picture.

use super::subject::Subject;
use crate::model::{Point, Rect, Shape, Sidecar};
use crate::url::TreePath;

/// A rectangle given by its edges, in pixels. The right and the bottom edge are
/// the first pixels outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edges {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Edges {
    /// The edges of a whole picture of this width and height.
    fn whole((width, height): (u32, u32)) -> Self {
        let edge = |length: u32| i32::try_from(length).unwrap_or(i32::MAX);
        Self { left: 0, top: 0, right: edge(width), bottom: edge(height) }
    }

    /// The edges of a rectangle.
    pub(super) const fn of(rect: Rect) -> Self {
        Self {
            left: rect.x,
            top: rect.y,
            right: rect.x.saturating_add(rect.width),
            bottom: rect.y.saturating_add(rect.height),
        }
    }

    /// The smallest rectangle around a shape. A point is a pixel, so it has a
    /// width and a height of 1.
    pub(super) fn around(shape: &Shape) -> Self {
        let of_point = |point: Point| Self::of(Rect { x: point.x, y: point.y, width: 1, height: 1 });
        match *shape {
            Shape::Box(rect) | Shape::Ellipse(rect) | Shape::Spot(rect) => Self::of(rect),
            Shape::Pin(point) => of_point(point),
            Shape::Arrow { from, to } => of_point(from).with(of_point(to)),
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether `other` lies completely inside this rectangle.
    pub(super) const fn holds(self, other: Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }
}

/// The area of the picture that a sidecar is about, in the sidecar's own
/// coordinates. `None` if neither the sidecar nor the picture's file tells the
/// size.
pub(super) fn picture(subject: &Subject<'_>, path: &TreePath, sidecar: &Sidecar) -> Option<Edges> {
    let real = || {
        let picture = TreePath::new(path.as_str().strip_suffix(".toml")?);
        subject.size_of(&picture)
    };
    sidecar.size.as_ref().map(|(size, _)| *size).or_else(real).map(Edges::whole)
}
