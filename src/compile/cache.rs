//! Results of stages, kept under fingerprints of their inputs.
//!
//! There is no graph of dependencies: a stage is a function of values, so the hash
//! of all its inputs says whether its result is still right. A result that the
//! last state of the site did not use is forgotten.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::fingerprint::Fingerprint;

/// The results of one stage.
#[derive(Debug)]
pub(super) struct Cache<T> {
    kept: BTreeMap<Fingerprint, T>,
    keys: Vec<Fingerprint>,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self { kept: BTreeMap::new(), keys: Vec::new() }
    }
}

impl<T: Clone + Send> Cache<T> {
    /// The results for `inputs`, in their order. Those in the cache are copied, the
    /// others are made in parallel. Give the results back with [`Self::keep`].
    pub(super) fn fill<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        make: impl Fn(&I) -> T + Sync,
    ) -> Vec<T> {
        self.keys = inputs.par_iter().map(&key).collect();
        let kept: Vec<Option<T>> = self.keys.iter().map(|key| self.kept.get(key).cloned()).collect();
        let results = inputs.par_iter().zip(kept).map(|(input, kept)| kept.unwrap_or_else(|| make(input)));
        results.collect()
    }

    /// Keeps the results of the last [`Self::fill`] and forgets all others.
    pub(super) fn keep(&mut self, results: Vec<T>) {
        self.kept.clear();
        self.keep_too(results);
    }

    /// Keeps the results of the last [`Self::fill`] and all others too.
    pub(super) fn keep_too(&mut self, results: Vec<T>) {
        self.kept.extend(std::mem::take(&mut self.keys).into_iter().zip(results));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::fingerprint::Fingerprinter;

    #[test]
    fn only_what_changed_is_made_again() {
        let made = AtomicUsize::new(0);
        let mut cache = Cache::default();
        let mut run = |inputs: &[&str]| {
            let key = |input: &&str| Fingerprinter::default().add(input).fingerprint();
            let results = cache.fill(inputs, key, |input| {
                made.fetch_add(1, Ordering::Relaxed);
                input.to_uppercase()
            });
            cache.keep(results.clone());
            (results, made.swap(0, Ordering::Relaxed))
        };
        let upper = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(run(&["a", "b"]), (upper(&["A", "B"]), 2));
        assert_eq!(run(&["b", "c"]), (upper(&["B", "C"]), 1));
        assert_eq!(run(&["a"]), (upper(&["A"]), 1));
    }

    #[test]
    fn a_part_of_the_inputs_does_not_cost_the_others_their_results() {
        let mut cache = Cache::default();
        let mut made = Vec::new();
        for (inputs, part) in [(vec!["a", "b"], false), (vec!["a"], true), (vec!["a", "b"], false)] {
            let count = AtomicUsize::new(0);
            let key = |input: &&str| Fingerprinter::default().add(input).fingerprint();
            let results = cache.fill(&inputs, key, |_| count.fetch_add(1, Ordering::Relaxed));
            if part {
                cache.keep_too(results);
            } else {
                cache.keep(results);
            }
            made.push(count.into_inner());
        }
        assert_eq!(made, [2, 0, 0]);
    }

    #[test]
    fn two_equal_inputs_both_get_the_kept_result() {
        let (mut cache, made) = (Cache::default(), AtomicUsize::new(0));
        let mut run = || {
            let key = |input: &&str| Fingerprinter::default().add(input).fingerprint();
            let results = cache.fill(&["a", "a"], key, |input| {
                made.fetch_add(1, Ordering::Relaxed);
                input.len()
            });
            cache.keep(results.clone());
            (results, made.swap(0, Ordering::Relaxed))
        };
        assert_eq!(run(), (vec![1, 1], 2));
        assert_eq!(run(), (vec![1, 1], 0));
    }
}
