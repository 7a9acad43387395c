//! Front matter of any bytes.
#![no_main]

mod site;

libfuzzer_sys::fuzz_target!(|front: &[u8]| {
    let page = [b"+++\n", front, b"\n+++\n\n## Step: Sign in\n"].concat();
    site::check(&site::tree(&[("stepbook.toml", site::SETTINGS), ("content/c/a.en.md", &page)]));
});
