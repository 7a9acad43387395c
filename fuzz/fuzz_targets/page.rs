//! A page of any bytes becomes a site.
#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|page: &[u8]| {
    site::check(&site::tree(&[
        ("stepbook.toml", site::SETTINGS),
        ("content/c/a.en.md", page),
        ("content/c/b.en.md", site::PAGE),
    ]));
});
