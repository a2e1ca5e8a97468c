//! A bound on the share of repeated requests.

use std::sync::atomic::{AtomicU32, Ordering};

/// Limits the share of retries among all requests of a client.
///
/// Every retry takes its price from the budget. One that succeeds puts it back, and a first
/// attempt that succeeds puts back a little. A server that fails now and then never exhausts the
/// budget; one that always fails gets only the first attempts.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    const FULL: u32 = 500;
    const COST: u32 = 5;
    const REWARD: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes the price of a retry; returns `false` if the budget does not hold it.
    pub(crate) fn withdraw(&self) -> bool {
        let held = |held: u32| held.checked_sub(Self::COST);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, held)
            .is_ok()
    }

    /// Puts back what the success of a call after so many attempts is worth.
    pub(crate) fn reward(&self, attempts: u32) {
        let worth = if attempts > 1 {
            Self::COST
        } else {
            Self::REWARD
        };
        // The budget is almost always full: reading before writing keeps handles on many threads
        // from contending.
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            let _ = self
                .0
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
                    (held < Self::FULL).then(|| (held + worth).min(Self::FULL))
                });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_stops_a_client_whose_requests_all_fail() {
        let budget = RetryBudget::new();
        let granted = (0..1_000).filter(|_| budget.withdraw()).count();
        assert_eq!(granted, 100);
        for _ in 0..RetryBudget::COST {
            budget.reward(1);
        }
        assert!(budget.withdraw());
        assert!(!budget.withdraw());
    }

    #[test]
    fn the_budget_never_stops_a_client_whose_retries_succeed() {
        let budget = RetryBudget::new();
        for _ in 0..10_000 {
            assert!(budget.withdraw());
            budget.reward(2);
        }
    }

    #[test]
    fn the_budget_holds_no_more_than_it_can() {
        let budget = RetryBudget::new();
        assert!(budget.withdraw());
        for _ in 0..10 {
            budget.reward(2);
            budget.reward(1);
        }
        assert_eq!((0..1_000).filter(|_| budget.withdraw()).count(), 100);
    }
}
