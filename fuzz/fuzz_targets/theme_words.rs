//! Words of a theme of any bytes.
#![no_main]

mod site;

use stepbook::source::{Asset, TreeFile};
use stepbook::url::TreePath;

libfuzzer_sys::fuzz_target!(|words: &[u8]| {
    let settings = [b"theme = \"own\"\n", site::SETTINGS].concat();
    let mut tree = site::tree(&[("stepbook.toml", &settings), ("content/c/a.en.md", site::PAGE)]);
    tree.put(TreeFile::Theme(TreePath::new("themes/own/i18n/en.toml"), Asset::new(words)));
    site::check(&tree);
});
