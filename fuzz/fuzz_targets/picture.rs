//! A picture of any bytes: an error, or a file that can be read and that holds
//! nothing of what is redacted.
#![no_main]

use stepbook::picture::image::{header, publish};
use stepbook::source::{Source, SourceId};
use stepbook::url::TreePath;

libfuzzer_sys::fuzz_target!(|picture: &[u8]| {
    // Decoding a large picture takes long, and finds nothing more.
    let Ok(head) = header(picture) else { return };
    if u64::from(head.width) * u64::from(head.height) > 1 << 20 {
        return;
    }
    if let Ok(published) = publish(picture, None) {
        let again = publish(&published.bytes, None).expect("what was published can be read");
        assert_eq!((again.width, again.height), (published.width, published.height));
    }
    let text = b"[[redact]]\nbox = [0, 0, 2, 2]\n".to_vec();
    let source = Source::decode(SourceId(0), TreePath::new("content/c/s.png.toml"), text);
    _ = publish(picture, Some(&stepbook::parse::sidecar(&source).0));
});
