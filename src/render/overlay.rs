//! Marks on a screenshot as primitives: one geometry for HTML and for paper.
