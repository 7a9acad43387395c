//! The ways that readers take through our guides, followed on the finished
//! pages: each place leads to the next by a link, or directly follows it.

use crate::made::ours;

/// Name, guide, and the places in order; `start` is everything before the first
/// section. The ways are the same in both languages.
const FLOWS: &[(&str, &str, &[&str])] = &[
    ("A-direct", "elearn/register", &["start", "step-3", "step-4", "step-4-1", "step-4-2"]),
    (
        "A-public",
        "elearn/register",
        &["start", "step-1", "step-2", "step-3", "step-4", "step-4-1", "step-4-2"],
    ),
    ("A-social", "elearn/register", &["start", "sign-in-page", "step-1"]),
    ("A-civil/card", "elearn/register", &["start", "step-5-1", "step-5-3"]),
    ("A-card-fail", "elearn/register", &["start", "step-5-1", "renew", "step-5-1", "step-5-3"]),
    (
        "A-fail-popup",
        "elearn/register",
        &["step-5-1", "renew", "popup-blocked", "renew-panel-3", "renew-panel-4", "step-5-1"],
    ),
    (
        "A-login-fail",
        "elearn/register",
        &["step-3", "renew", "popup-blocked", "renew-panel-3", "renew-panel-4", "step-3"],
    ),
    ("B", "elearn/records", &["start", "step-1", "step-2", "step-3"]),
    ("C-direct", "hakka/register", &["start", "series-1-3"]),
    ("C-register", "hakka/register", &["start", "sign-up", "series-1-2", "series-1-3"]),
    (
        "C-third-party",
        "hakka/register",
        &["start", "step-1", "sign-up", "series-1-1", "series-1-2", "series-1-3"],
    ),
    ("D", "hakka/records", &["start", "step-1", "step-2"]),
];

/// The places of a page in order: id and HTML up to the next place.
fn places(page: &str) -> Vec<(&str, &str)> {
    let body = page.split_once("<div class=\"prose guide-body\"").unwrap().1;
    let body = body.split("<nav class=\"neighbours\"").next().unwrap();
    let mut pieces = body.split("<section class=\"");
    let mut places = vec![("start", pieces.next().unwrap())];
    for piece in pieces {
        let id = piece.split_once("id=\"").unwrap().1;
        places.push((id.split('"').next().unwrap(), piece));
    }
    places
}

/// Whether a reader can go from one place to the other: by a link in the first
/// place or in its panels, or because the other place comes next.
fn leads(places: &[(&str, &str)], from: &str, to: &str) -> bool {
    let mut rest = places.iter().skip_while(|(id, _)| *id != from);
    let (_, html) = rest.next().unwrap();
    let link = format!("href=\"#{to}\"");
    let mut found = html.contains(&link);
    for (id, html) in rest {
        found |= *id == to;
        if !html.starts_with("panel") {
            break;
        }
        found |= html.contains(&link);
    }
    found
}

#[test]
fn every_way_through_the_guides_can_be_walked() {
    for lang in ["zh-TW", "en"] {
        for (name, guide, way) in FLOWS {
            let page = ours().page(&format!("{lang}/{guide}.html"));
            let places = places(page);
            for hop in way.windows(2) {
                let [from, to] = hop else { continue };
                assert!(leads(&places, from, to), "{lang} {name}: no way from `{from}` to `{to}`");
            }
        }
    }
}

#[test]
fn a_way_that_is_not_there_is_none() {
    let places = places(ours().page("zh-TW/elearn/register.html"));
    assert!(!leads(&places, "step-1", "step-5-3"));
}
