//! A drawing that is published draws, and does nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn svg(inside: &str) -> String {
    format!("<svg xmlns=\"{NAMESPACE}\" viewBox=\"0 0 60 30\">{inside}</svg>")
}

fn refused(text: &str) -> String {
    inert(text.as_bytes()).unwrap_err().why
}

#[test]
fn what_draws_is_written_again_and_what_only_its_program_needs_is_left_out() {
    let drawn = inert(
        "\u{feff}<?xml version=\"1.0\"?>\n<!-- Inkscape -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\n\
         <svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='12mm' height='6mm' \
         inkscape:version='1.3' fill='#0b5fa5'>\n<metadata><rdf:RDF>author</rdf:RDF></metadata><sodipodi:namedview/>\
         <title>Our school</title><style><![CDATA[.a > b{fill:url(#g)}]]></style>\
         <defs><linearGradient id='g'/></defs><use xlink:href='#g' data-name='x'/>\
         <g><path class='a' d='M0 0h6' style=\"fill:url('#g')\"/></g></svg>\n"
            .as_bytes(),
    )
    .unwrap();
    insta::assert_snapshot!(drawn.text, @r##"<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120" viewBox="0 0 12 6" fill="#0b5fa5"><style>.a &gt; b{fill:url(#g)}</style><defs><linearGradient id="g"/></defs><use href="#g"/><g><path class="a" d="M0 0h6" style="fill:url(&#39;#g&#39;)"/></g></svg>"##);
    assert_eq!(drawn.size, (240, 120));
    assert_eq!(inert(drawn.text.as_bytes()).unwrap().text, drawn.text, "writing it again changes nothing");
}

#[test]
fn what_could_do_more_than_draw_is_refused() {
    for inside in [
        "<script>alert(1)</script>",
        "<svg:script/>",
        "<foreignObject/>",
        "<image href=\"https://x.tw/a.png\"/>",
        "<image href=\"data:image/png;base64,AA\"/>",
        "<a href=\"#x\"/>",
        "<animate/>",
        "<set/>",
        "<feImage/>",
        "<path onclick=\"a()\"/>",
        "<path OnLoad=\"a()\"/>",
        "<use href=\"other.svg#a\"/>",
        "<use xlink:href=\"javascript:a()\"/>",
        "<path fill=\"url(https://x.tw/a.svg#b)\"/>",
        "<path fill=\"url( 'a.svg#b')\"/>",
        "<path fill=\"u&#x72;l(a.svg)\"/>",
        "<path style=\"fill:u\\72l(a.svg)\"/>",
        "<style>@import 'a.css';</style>",
        "<style>path{background:image-set('//x.tw/a' 1x)}</style>",
        "<style>@font-face{font-family:a;src:local(b)}</style>",
        "<style><![CDATA[path{fill:url(a.svg)}]]></style>",
        "<?xml-stylesheet href=\"a.css\"?>",
    ] {
        let why = refused(&svg(inside));
        assert!(why.contains("could do more than draw"), "{inside}: {why}");
    }
    assert!(refused(&format!("<!DOCTYPE svg [<!ENTITY a \"b\">]>{}", svg(""))).contains("entities"));
    assert!(refused(&svg("\n<text>Name</text>")).contains("text in line 2"));
}

#[test]
fn what_is_no_drawing_is_refused() {
    for text in [
        "",
        "<p>",
        "<svg viewBox=\"0 0 1 1\"/>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        &svg("<g>"),
        &svg("</g>"),
        &svg("<path d=\"\"x=\"\"/>"),
        &svg("<path d=M0/>"),
        &svg("<path d=\"&nbsp;\"/>"),
        &svg("&a"),
        &svg("<!-- "),
        &svg(&"<g>".repeat(100)),
        &format!("{}{}", svg(""), svg("")),
    ] {
        assert!(!refused(text).is_empty(), "{text}");
    }
    let sized = |size: &str| inert(format!("<svg xmlns=\"{NAMESPACE}\" {size}/>").as_bytes());
    assert_eq!(sized("width='40px' height=\"20\"").unwrap().size, (240, 120));
    for size in [
        "",
        "width=\"100%\" height=\"100%\"",
        "width=\"1in\" height=\"9mm\"",
        "viewBox=\"0 0 0 9\"",
        "viewBox=\"0 0 NaN 9\"",
        "viewBox=\"0 0 900 9\"",
    ] {
        assert!(sized(size).is_err(), "{size}");
    }
}

#[test]
fn a_drawing_that_would_grow_without_end_is_refused() {
    let level = |n: usize| format!("<g id=\"a{n}\"><use href=\"#a{0}\"/><use href=\"#a{0}\"/></g>", n + 1);
    let bomb: String = (0..30).map(level).collect();
    let masks = "<path mask=\"url(#m)\"/>".repeat(20);
    for inside in [bomb.as_str(), masks.as_str(), "<style>g{clip-path:url(#c)}</style>"] {
        assert!(refused(&svg(inside)).contains("more masks, clips and repeated parts"), "{inside}");
    }
    inert(svg(&"<g clip-path=\"url(#c)\"><path fill=\"url(#g)\"/></g>".repeat(16)).as_bytes()).unwrap();
}

const PIECES: &[&str] = &[
    "<g>",
    "</g>",
    "<path d=\"M0 0\"/>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    " onload=\"a()\"",
    "<use href=\"",
    "#a\"/>",
    "https://x.tw/",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<svg:g>",
    "</svg:g>",
    "<x:y>",
    "</x:y>",
    "&#60;",
    "\"",
    "'",
    ">",
    "/>",
    "url(",
    "a",
    " fill=\"",
    "<image",
    "<title>",
    "</title>",
    "@import",
    "\\75rl(",
];

proptest! {
    /// Whatever a file has: a drawing that is published has no script, no handler and no
    /// address, and is read as the same drawing again.
    #[test]
    fn what_is_published_does_nothing(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        if let Ok(drawing) = inert(svg(&pieces.concat()).as_bytes()) {
            let inside = drawing.text.replace(NAMESPACE, "");
            for sign in ["<script", " on", "http", "<image", "@import", "url(a", "\\", "<!", "<?"] {
                prop_assert!(!inside.contains(sign), "{sign} in {inside}");
            }
            prop_assert_eq!(inert(drawing.text.as_bytes()).map(|again| again.text), Ok(drawing.text));
        }
    }
}
