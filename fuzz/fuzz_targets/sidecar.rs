//! A sidecar of any bytes.
#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|sidecar: &[u8]| {
    site::check(&site::tree(&[
        ("stepbook.toml", site::SETTINGS),
        ("content/c/a.en.md", site::PAGE),
        ("content/c/s.png.toml", sidecar),
    ]));
});
