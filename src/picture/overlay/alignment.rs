//! Which marks stand in one column or one row, such as the fields of a form.
//!
//! In: the areas of marks. Out: groups whose pins should stand at one and the same
//! side. Numbers that jump from left to right of a form are read twice.

use super::shapes::MarkOutline;

/// How far apart the left edges of a column may be, as a share of the picture's width.
const EDGE: f64 = 0.03;

/// Largest distance between neighbours of a column, in heights of the higher one:
/// there may be fields without a mark between them.
const BELOW: f64 = 4.0;

/// The same between neighbours of a row.
const BESIDE: f64 = 0.6;

/// Largest ratio of the heights of two fields of a column.
const LIKE: f64 = 1.6;

/// The cost of a pin that stands at another side than all others of its group. More
/// than to hide what is under it, less than to cover another mark.
const ODD: f64 = 300.0;

/// How pins of a group are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Column,
    Row,
}

/// Marks that stand below or next to one another.
#[derive(Debug, PartialEq, Eq)]
struct MarkGroup {
    direction: Direction,
    /// Indices of the marks.
    marks: Vec<usize>,
}

/// All groups of one picture.
#[derive(Debug)]
pub(super) struct Alignment {
    groups: Vec<MarkGroup>,
    /// For each mark the indices of its column and its row.
    of_marks: Vec<[Option<usize>; 2]>,
}

impl Alignment {
    /// Groups of the marks at these indices, on a picture of this size.
    pub(super) fn of(
        outlines: &[Option<MarkOutline>],
        pinned: impl Iterator<Item = usize>,
        size: (u32, u32),
    ) -> Self {
        let area = |mark: usize| Some((mark, outlines.get(mark)?.as_ref()?.area()?.edges(size)));
        let areas: Vec<(usize, [f64; 4])> = pinned.filter_map(area).collect();
        let width = f64::from(size.0);
        let columns = groups(&areas, |one, other| in_column(one, other, width));
        let rows = groups(&areas, in_row);
        let group = |direction| move |marks| MarkGroup { direction, marks };
        let columns = columns.into_iter().map(group(Direction::Column));
        let groups: Vec<_> = columns.chain(rows.into_iter().map(group(Direction::Row))).collect();
        let of = |mark: usize, direction| {
            groups.iter().position(|group| group.direction == direction && group.marks.contains(&mark))
        };
        let of_marks =
            (0..outlines.len()).map(|mark| [of(mark, Direction::Column), of(mark, Direction::Row)]).collect();
        Self { groups, of_marks }
    }

    /// The groups, each as the indices of its marks.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[usize]> {
        self.groups.iter().map(|group| group.marks.as_slice())
    }

    /// The cost of two pins, each given by its mark and its side.
    pub(super) fn cost(&self, one: (usize, (i32, i32)), other: (usize, (i32, i32))) -> f64 {
        let (Some(own), Some(others)) = (self.of_marks.get(one.0), self.of_marks.get(other.0)) else {
            return 0.0;
        };
        let together = own.iter().zip(others).filter_map(|(own, other)| own.filter(|_| own == other));
        if one.1 == other.1 {
            return 0.0;
        }
        together.filter_map(|group| self.groups.get(group)).map(MarkGroup::odd).sum()
    }
}

impl MarkGroup {
    /// The cost of two pins at different sides: one odd pin costs the same in a group
    /// of any size.
    fn odd(&self) -> f64 {
        let others = u32::try_from(self.marks.len()).unwrap_or(u32::MAX).saturating_sub(1).max(1);
        ODD / f64::from(others)
    }
}

/// Joins what is related, directly or through others. Groups of one are left out.
fn groups(areas: &[(usize, [f64; 4])], related: impl Fn(&[f64; 4], &[f64; 4]) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<&(usize, [f64; 4])>> = Vec::new();
    for area in areas {
        let near = |group: &Vec<&(usize, [f64; 4])>| group.iter().any(|other| related(&area.1, &other.1));
        let (joined, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(near);
        groups = rest;
        groups.push(joined.into_iter().flatten().chain([area]).collect());
    }
    groups.retain(|group| group.len() > 1);
    groups.iter().map(|group| group.iter().map(|(mark, _)| *mark).collect()).collect()
}

/// Whether one area is below the other, with about the same left edge and height.
fn in_column(one: &[f64; 4], other: &[f64; 4], width: f64) -> bool {
    let ([left, top, _, bottom], [other_left, other_top, _, other_bottom]) = (*one, *other);
    let (height, other_height) = (bottom - top, other_bottom - other_top);
    let gap = (other_top - bottom).max(top - other_bottom);
    let (low, high) = (height.min(other_height), height.max(other_height));
    (left - other_left).abs() <= EDGE * width && high <= LIKE * low && near(gap, high, BELOW)
}

/// Whether one area is next to the other, at about the same height.
fn in_row(one: &[f64; 4], other: &[f64; 4]) -> bool {
    let ([left, top, right, bottom], [other_left, other_top, other_right, other_bottom]) = (*one, *other);
    let high = (bottom - top).max(other_bottom - other_top);
    let gap = (other_left - right).max(left - other_right);
    let apart = (top - other_top).abs().max((bottom - other_bottom).abs());
    apart <= high / 4.0 && near(gap, high, BESIDE)
}

/// Whether a gap lies between neighbours of this height. Frames around fields that
/// stand close together overlap a little.
fn near(gap: f64, high: f64, most: f64) -> bool {
    (-high / 4.0..=most * high).contains(&gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Rect, Sidecar};
    use crate::picture::overlay::geometry::PictureView;
    use crate::picture::overlay::shapes::OutlineLine;
    use crate::source::SourceId;

    /// The groups of boxes on a picture of 1000 × 500 pixels.
    fn groups_of(boxes: &[(i32, i32, i32, i32)]) -> Vec<(Direction, Vec<usize>)> {
        let view = PictureView::new(&Sidecar::empty(SourceId(0)), (1000, 500));
        let outline = |(x, y, width, height): &(i32, i32, i32, i32)| {
            let rect = Rect { x: *x, y: *y, width: *width, height: *height };
            view.area(rect).map(|area| MarkOutline::plain(OutlineLine::Rect(area)))
        };
        let outlines: Vec<_> = boxes.iter().map(outline).collect();
        let alignment = Alignment::of(&outlines, 0..outlines.len(), view.size);
        alignment.groups.into_iter().map(|group| (group.direction, group.marks)).collect()
    }

    #[test]
    fn fields_below_one_another_are_a_column_and_next_to_one_another_a_row() {
        assert_eq!(
            groups_of(&[(100, 50, 300, 30), (110, 100, 200, 40), (100, 310, 300, 30), (415, 52, 300, 30)]),
            [(Direction::Column, vec![0, 1]), (Direction::Row, vec![0, 3])]
        );
    }

    #[test]
    fn a_box_within_another_and_a_box_of_another_height_are_no_column() {
        assert_eq!(groups_of(&[(100, 50, 300, 200), (105, 60, 100, 30), (100, 260, 300, 30)]), []);
    }
}
