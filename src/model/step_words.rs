//! The words that make steps, optional steps and outcomes of headings and
//! paragraphs.

/// The words of one language that make steps, optional steps and outcomes of
/// headings and paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct StepWords {
    /// The word that begins the heading of a step: `步驟`, `Step`.
    pub word: String,
    /// The word that marks a step or item that may be left out: `選用`, `optional`.
    pub optional: String,
    /// The word that begins the outcome of a step: `結果`, `Result`.
    pub result: String,
    /// The words of further series of steps, each with its own numbers.
    pub series: Vec<String>,
    /// The step words of other languages, which make steps too: authors copy headings from one
    /// language's file into another's.
    pub others: Vec<String>,
    /// Whether this language has no step word, so that `word` is the English one.
    pub borrowed: bool,
}
