//! Why a drawing is not published, in words for the people who made it.

/// Why a drawing is not published, and what its author can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DrawingFault {
    /// The reason, as one clause without a capital letter.
    pub why: String,
    /// What the author can do.
    pub help: &'static str,
}

impl DrawingFault {
    pub(super) fn new(why: impl Into<String>, help: &'static str) -> Self {
        Self { why: why.into(), help }
    }

    pub(super) fn broken(line: usize) -> Self {
        Self::new(format!("line {line} of the SVG can't be read"), "export it again as plain SVG, or as PNG")
    }

    pub(super) fn active(what: &str, line: usize) -> Self {
        let help = "export it as plain SVG without scripts, links and pictures, or as PNG";
        Self::new(format!("it has {what} in line {line}, which could do more than draw"), help)
    }
}
