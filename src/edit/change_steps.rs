//! Changes of one text, one after the other.
//!
//! In: what an author did to the text that the editor showed. Out: the same done to the text that is
//! on the disk now, and how it is taken back.

use super::refusal::ActRefusal;
use super::text_change::TextChange;

/// Changes in their order, each with the text that it was made for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ChangeSteps(Vec<(TextChange, String)>);

/// What steps made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SteppedText {
    pub(crate) after: String,
    /// The steps as they were done to this text.
    pub(crate) steps: ChangeSteps,
    /// The steps that give the text before them.
    pub(crate) inverse: ChangeSteps,
}

impl ChangeSteps {
    /// The steps of acts. Each of them says what it changes in a text, of which the first one is
    /// `text`, and the next one what the act before has made.
    ///
    /// # Errors
    /// The first refusal.
    pub(crate) fn of<A>(
        text: &str,
        acts: impl IntoIterator<Item = A>,
        change: impl Fn(&A, &str) -> Result<TextChange, ActRefusal>,
    ) -> Result<Self, ActRefusal> {
        let (mut steps, mut text) = (Vec::new(), text.to_owned());
        for act in acts {
            let change = change(&act, &text)?;
            let after = change.apply(&text).ok_or(ActRefusal::Unreadable)?;
            steps.push((change, std::mem::replace(&mut text, after)));
        }
        Ok(Self(steps))
    }

    /// Whether the first step was made for this text.
    pub(crate) fn is_made_for(&self, text: &str) -> bool {
        self.0.first().is_none_or(|(_, made_for)| made_for == text)
    }

    /// The bytes of all texts that are kept.
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(|(_, made_for)| made_for.len()).sum()
    }

    /// What the steps make of a text in which somebody else may have changed other lines; `None` if
    /// these are lines that the steps touch.
    pub(crate) fn on(&self, text: &str) -> Option<SteppedText> {
        let (mut steps, mut inverse, mut text) = (Vec::new(), Vec::new(), text.to_owned());
        for (change, made_for) in &self.0 {
            let moved = change.moved(made_for, &text)?;
            let after = moved.apply(&text)?;
            inverse.push((moved.inverse(&text)?, after.clone()));
            steps.push((moved, std::mem::replace(&mut text, after)));
        }
        inverse.reverse();
        Some(SteppedText { after: text, steps: Self(steps), inverse: Self(inverse) })
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::unnecessary_wraps,
        reason = "a test fails by panicking; acts may refuse"
    )]

    use super::*;
    use crate::edit::text_change::Replacement;

    /// Puts a line at the end.
    fn add(line: &&str, text: &str) -> Result<TextChange, ActRefusal> {
        let with = format!("{line}\n");
        Ok(TextChange::new(vec![Replacement { range: text.len()..text.len(), with }]))
    }

    #[test]
    fn steps_are_done_to_the_text_of_now_and_taken_back_from_it() {
        let steps = ChangeSteps::of("a\n", ["b", "c"], add).unwrap();
        let done = steps.on("new\na\n").unwrap();
        assert_eq!(done.after, "new\na\nb\nc\n");
        let undone = done.inverse.on("newer\nnew\na\nb\nc\n").unwrap();
        assert_eq!(undone.after, "newer\nnew\na\n");
        assert_eq!(undone.inverse.on(&undone.after).unwrap().after, "newer\nnew\na\nb\nc\n");
        assert_eq!(done.inverse.on("a\nb\nC\n"), None, "somebody else changed a line");
    }
}
