//! A key of one run of the preview.

use std::io;

/// A key that nobody can guess; each run of the preview has others.
#[derive(Debug, Clone)]
pub(super) struct SecretKey {
    text: String,
}

impl SecretKey {
    /// Makes a key of the system's random bytes.
    pub(super) fn random() -> io::Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self { text: format!("{:032x}", u128::from_le_bytes(bytes)) })
    }

    /// 32 hexadecimal digits.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Compares in a time that does not depend on where the first difference is: equality of hashes
    /// is made so.
    pub(super) fn is(&self, value: &[u8]) -> bool {
        blake3::hash(value) == blake3::hash(self.text.as_bytes())
    }

    /// A key that is known.
    #[cfg(test)]
    pub(super) fn known(text: &str) -> Self {
        Self { text: text.to_owned() }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_128_random_bits() {
        let (one, other) = (SecretKey::random().unwrap(), SecretKey::random().unwrap());
        assert_ne!(one.text, other.text);
        assert_eq!(one.text.len(), 32);
        assert!(one.text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(!one.is(other.text.as_bytes()) && !one.is(b"") && !one.is(&one.text.as_bytes().repeat(2)));
    }
}
