//! Fingerprints: the one way in which the program tells whether two values are
//! the same without keeping both.
//!
//! In: anything that is [`Hash`]. Out: 256 bits of BLAKE3. A fingerprint is
//! compared with others of the same program only: `Hash` may feed bytes in
//! another order in the next version, and the store of an earlier program is
//! never asked (`build.rs`).

use std::hash::{Hash, Hasher};

/// A hash of all that something is made of.
pub(crate) type Fingerprint = [u8; 32];

/// Takes the fingerprint of several values together.
///
/// `Hash` keeps values apart: of a text it feeds its end, of a list its length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fingerprinter(blake3::Hasher);

impl Fingerprinter {
    pub(crate) fn add(&mut self, value: impl Hash) -> &mut Self {
        value.hash(self);
        self
    }

    /// The fingerprint of all that was added.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        *self.0.finalize().as_bytes()
    }

    /// The fingerprint as 64 letters and digits, for the name of a file.
    pub(crate) fn name(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

impl Hasher for Fingerprinter {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first 64 bits of the fingerprint; `Hasher` asks for this number.
    fn finish(&self) -> u64 {
        let [first, ..] = *self.fingerprint().as_chunks::<8>().0 else { return 0 };
        u64::from_le_bytes(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_differ_only_in_where_their_texts_end_have_two_fingerprints() {
        let of = |texts: &[&str]| Fingerprinter::default().add(texts).fingerprint();
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
    }
}
