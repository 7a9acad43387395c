//! Levels of headings: none is skipped, whatever levels the author used.

/// The headings that are open below a section.
#[derive(Debug)]
pub(super) struct HeadingLevels {
    base: u8,
    /// The levels that the author wrote, in rising order.
    open: Vec<u8>,
}

impl HeadingLevels {
    /// The levels below a heading of level `base`.
    pub(super) const fn below(base: u8) -> Self {
        Self { base, open: Vec::new() }
    }

    /// The level of the next heading, which the author wrote as `written`.
    pub(super) fn next(&mut self, written: u8) -> u8 {
        while self.open.last().is_some_and(|last| *last >= written) {
            self.open.pop();
        }
        self.open.push(written);
        let depth = u8::try_from(self.open.len()).unwrap_or(6);
        self.base.saturating_add(depth).clamp(2, 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_skipped() {
        let mut levels = HeadingLevels::below(2);
        let shown: Vec<u8> = [4, 6, 5, 4, 3, 6].iter().map(|written| levels.next(*written)).collect();
        assert_eq!(shown, [3, 4, 4, 3, 3, 4]);
    }
}
