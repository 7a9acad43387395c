//! One budget of pixels for all threads.
//!
//! A decoded picture takes up to 12 bytes a pixel while it is published, and
//! every thread works on one picture. All threads together hold no more pixels
//! than the largest allowed picture has, so memory does not grow with the
//! number of threads.

use std::sync::{Condvar, Mutex, PoisonError};

use super::limits::MAX_PIXELS;

/// The pixels of all pictures that are decoded at this moment.
pub(super) static DECODED: Budget = Budget::new(MAX_PIXELS);

/// The number of pixels that may be in memory at once, for all threads.
pub(super) struct Budget {
    left: Mutex<u64>,
    freed: Condvar,
}

/// A share of the budget, given back when it is dropped.
pub(super) struct BudgetShare<'a> {
    budget: &'a Budget,
    pixels: u64,
}

impl Budget {
    pub(super) const fn new(pixels: u64) -> Self {
        Self { left: Mutex::new(pixels), freed: Condvar::new() }
    }

    /// Waits until `pixels` pixels are free. Ask for no more than the whole
    /// budget. A thread that holds a share must not wait for other threads.
    pub(super) fn take(&self, pixels: u64) -> BudgetShare<'_> {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left =
            self.freed.wait_while(left, |left| *left < pixels).unwrap_or_else(PoisonError::into_inner);
        *left -= pixels;
        BudgetShare { budget: self, pixels }
    }
}

impl Drop for BudgetShare<'_> {
    fn drop(&mut self) {
        *self.budget.left.lock().unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn threads_never_hold_more_than_the_budget() {
        let budget = Budget::new(10);
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        let work = &|pixels: u64| {
            let _share = budget.take(pixels);
            let held = now.fetch_add(pixels, Ordering::SeqCst) + pixels;
            most.fetch_max(held, Ordering::SeqCst);
            std::thread::yield_now();
            now.fetch_sub(pixels, Ordering::SeqCst);
        };
        std::thread::scope(|scope| {
            for pixels in [3, 10, 1, 7, 4, 4, 10, 2] {
                scope.spawn(move || (0..50).for_each(|_| work(pixels)));
            }
        });
        assert!((1..=10).contains(&most.into_inner()));
        assert_eq!(budget.left.into_inner().ok(), Some(10));
    }
}
