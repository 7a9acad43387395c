//! Laws that hold for filled pages.

use proptest::prelude::*;

use super::*;

const HEIGHT: f64 = 700.0;
const ROOM: PageRoom = PageRoom { height: HEIGHT, notes_gap: 15.0, note_gap: 5.0, pictures: usize::MAX };

fn fixed(height: f64) -> PageBox {
    PageBox {
        gap: 10.0,
        lead: 0.0,
        body: BoxHeight::Fixed(height),
        keep: false,
        leads: false,
        cut: Some(2.5),
        notes: Vec::new(),
    }
}

/// The pieces of a step: its heading, a picture, the items of the picture.
fn step(width: f64, items: &[f64]) -> Vec<PageBox> {
    let beside = |wider: f64| {
        let mut below = 0.0;
        let mut lower = |item: &f64| {
            below += (item * 1.5 + 10.0) * wider;
            below
        };
        items.iter().map(&mut lower).collect()
    };
    let pictures = PictureRow {
        least: SMALLEST,
        sizes: vec![PictureSize { width, ratio: 0.625, caption: 15.0 }],
        beside: vec![(0.63, beside(1.0)), (0.7, beside(1.3))],
    };
    let head = PageBox { gap: 30.0, keep: true, leads: false, cut: Some(0.0), ..fixed(25.0) };
    let body = BoxHeight::Pictures { pictures, items: items.len() };
    let figure = PageBox { body, keep: !items.is_empty(), leads: false, cut: Some(3.0), ..fixed(0.0) };
    let items = items.iter().map(|height| PageBox { cut: Some(4.0), ..fixed(*height) });
    [head, figure].into_iter().chain(items).collect()
}

fn pieces() -> impl Strategy<Value = Vec<PageBox>> {
    let text = (5.0..200.0_f64).prop_map(|height| vec![fixed(height)]);
    let pictured = (150.0..500.0_f64, proptest::collection::vec(10.0..60.0_f64, 0..6))
        .prop_map(|(width, items)| step(width, &items));
    let noted = (5.0..60.0_f64, 0..4_usize)
        .prop_map(|(height, note)| vec![PageBox { notes: vec![note], ..fixed(height) }]);
    let giant = Just(vec![fixed(HEIGHT * 1.4)]);
    let any = prop_oneof![6 => text, 8 => pictured, 2 => noted, 1 => giant];
    proptest::collection::vec(any, 1..24).prop_map(|parts| parts.concat())
}

proptest! {
    /// Every piece stands on one page, in order, and no page is too full.
    #[test]
    fn pages_hold_everything_once(pieces in pieces()) {
        let pages = fill(&pieces, &[12.0; 4], ROOM);
        let mut next = 0;
        for page in &pages {
            prop_assert_eq!(page.pieces.start, next);
            prop_assert!(page.height <= HEIGHT + 0.001, "{:?}", page);
            prop_assert!((SMALLEST..=1.0).contains(&page.scale));
            prop_assert!(page.shrink >= 1.0 || page.pieces.len() == 1);
            next = page.pieces.end;
        }
        prop_assert_eq!(next, pieces.len());
    }

    /// A page that is too tall when measuring stops is too tall as a whole.
    #[test]
    fn a_page_is_judged_before_all_of_it_is_measured(pieces in pieces(), from in 0..24_usize, scale in SMALLEST..1.0) {
        let range = from.min(pieces.len())..pieces.len();
        let height = |height| {
            let room = PageRoom { height, ..ROOM };
            Filler::new(&pieces, &[12.0; 4], room).at_scale(range.clone(), scale).height
        };
        let (early, whole) = (height(HEIGHT), height(f64::INFINITY));
        prop_assert_eq!(early <= HEIGHT, whole <= HEIGHT);
        prop_assert!(early > HEIGHT || (whole - early).abs() < 1e-6, "{} {}", early, whole);
    }

    /// A heading or a picture with items ends a page only if what follows fits
    /// on no page with it.
    #[test]
    fn nothing_is_parted_from_what_it_belongs_to(pieces in pieces()) {
        let filler = Filler::new(&pieces, &[12.0; 4], ROOM);
        let pages = fill(&pieces, &[12.0; 4], ROOM);
        for page in pages.iter().filter(|page| page.pieces.end < pieces.len()) {
            let end = page.pieces.end;
            if pieces.get(end - 1).is_some_and(|piece| piece.keep) {
                let start = (0..end).rev().take_while(|at| pieces.get(*at).is_some_and(|piece| piece.keep)).last();
                let together = start.unwrap_or(end)..end + 1;
                prop_assert!(filler.at_scale(together, SMALLEST).height > HEIGHT, "{:?}", page);
            }
        }
    }

    /// An inner page is more than a quarter empty only if what must stay
    /// together at the top of the next page would not fit on it.
    #[test]
    fn no_page_is_left_empty_for_nothing(pieces in pieces()) {
        let filler = Filler::new(&pieces, &[12.0; 4], ROOM);
        let pages = fill(&pieces, &[12.0; 4], ROOM);
        for page in pages.iter().filter(|page| page.pieces.end < pieces.len()) {
            if page.height >= HEIGHT * (1.0 - SLACK) {
                continue;
            }
            // The smallest run that may follow: up to the first piece that need not keep.
            let end = page.pieces.end;
            let more = pieces.iter().skip(end).position(|piece| !piece.keep).map_or(pieces.len(), |at| end + at + 1);
            let fuller = filler.at_scale(page.pieces.start..more, SMALLEST);
            prop_assert!(fuller.height > HEIGHT, "{:?} then {:?}", page, pieces.get(end));
        }
    }
}

#[test]
fn pictures_get_the_room_that_is_left() {
    let one = fill(&step(490.0, &[16.0, 16.0]), &[], ROOM);
    assert!(matches!(one.as_slice(), [page] if page.scale > 0.99), "{one:?}");
    let two: Vec<PageBox> = [step(490.0, &[16.0, 16.0]), step(490.0, &[16.0, 16.0])].concat();
    let pages = fill(&two, &[], ROOM);
    assert_eq!(pages.len(), 1, "{pages:?}");
    assert!(pages.iter().all(|page| page.scale < 1.0 && page.height > HEIGHT * 0.9), "{pages:?}");
}

#[test]
fn a_page_has_as_many_pictures_as_it_may() {
    let two: Vec<PageBox> = [step(200.0, &[16.0]), step(200.0, &[16.0])].concat();
    let ends = |pictures| {
        let pages = fill(&two, &[], PageRoom { pictures, ..ROOM });
        pages.iter().map(|page| page.pieces.end).collect::<Vec<_>>()
    };
    assert_eq!(ends(2), [6]);
    assert_eq!(ends(1), [3, 6]);
}

#[test]
fn a_page_begins_where_it_must() {
    let forced = PageBox { cut: None, ..fixed(40.0) };
    let pages = fill(&[forced.clone(), fixed(40.0), forced, fixed(40.0)], &[], ROOM);
    assert_eq!(pages.iter().map(|page| page.pieces.clone()).collect::<Vec<_>>(), [0..2, 2..4]);
}

#[test]
fn what_is_taller_than_a_page_shrinks_to_it() {
    let pages = fill(&[fixed(100.0), fixed(1_000.0), fixed(100.0)], &[], ROOM);
    let shrunk: Vec<String> = pages.iter().map(|page| format!("{:.2}", page.shrink)).collect();
    assert_eq!(shrunk, ["1.00", "0.70", "1.00"]);
}

#[test]
fn what_shrinks_leaves_its_notes_their_room() {
    let piece = PageBox { notes: vec![0], ..fixed(1_000.0) };
    let pages = fill(&[piece], &[100.0], ROOM);
    let feet = ROOM.notes_gap + ROOM.note_gap + 100.0;
    assert!(
        matches!(pages.as_slice(), [page] if (page.shrink * 1_000.0 + feet - HEIGHT).abs() < 1e-6),
        "{pages:?}"
    );
}
