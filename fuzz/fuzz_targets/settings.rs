//! A `stepbook.toml` of any bytes.
#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|settings: &[u8]| {
    site::check(&site::tree(&[("stepbook.toml", settings), ("content/c/a.en.md", site::PAGE)]));
});
