//! The words that give headings and paragraphs a meaning.

/// The words that give headings and paragraphs of one language a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ParseWords {
    /// `步驟`, `Step`: begins the heading of a step.
    pub step: String,
    /// `選用`, `optional`: marks a step or item that may be left out.
    pub optional: String,
    /// `結果`, `Result`: begins the outcome of a step.
    pub result: String,
    /// Words of further series of steps.
    pub series: Vec<String>,
}
