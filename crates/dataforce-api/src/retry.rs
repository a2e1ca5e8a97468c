//! When a request is sent again, and after which pause.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, RETRY_AFTER};

/// When and how often a request that failed is sent again.
///
/// GET, PATCH and DELETE are sent again after a failed connection, a timeout, or a status 408, 429 or 5xx. A POST
/// is sent again only where the server cannot have processed it: the connection could not be made, or the
/// answer was 429. No request is sent again past the [deadline](crate::ClientBuilder::deadline).
///
/// A DELETE that is sent again and then finds no collection is a success: an earlier attempt has done it.
///
/// The pause before the n-th repetition is random between nothing and `base_delay · 2ⁿ⁻¹`, at most `max_delay`
/// (exponential backoff with full jitter). A `Retry-After` of the server, in seconds or as a date, is obeyed up to
/// [`max_retry_after`](Self::max_retry_after).
///
/// All clones of a client share one budget: when most repetitions fail as well, they stop until some requests succeed
/// again, so that many tasks do not hammer a broken server.
///
/// ```
/// use dataforce_api::RetryPolicy;
/// use std::time::Duration;
///
/// let patient = RetryPolicy::default().max_attempts(6).max_delay(Duration::from_secs(10));
/// let never = RetryPolicy::none();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, pauses from 100 ms doubling up to 5 s, a `Retry-After` obeyed up to 30 s.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(5),
            max_retry_after: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a request is sent at most, the first time included. Zero counts as one.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The upper end of the first pause; it doubles with every further one.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The upper end of any pause.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for; a longer one is cut to it.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Whether one more attempt is allowed after `attempts`.
    pub(crate) fn allows_another(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// The pause after `attempts` failed ones, the last of which was answered with `headers`, if at all.
    pub(crate) fn delay(&self, attempts: u32, headers: Option<&HeaderMap>) -> Duration {
        if let Some(asked) = headers.and_then(|headers| retry_after(headers, SystemTime::now())) {
            return asked.min(self.max_retry_after);
        }
        self.ceiling(attempts).mul_f64(fastrand::f64())
    }

    fn ceiling(&self, attempts: u32) -> Duration {
        let factor = 2u32.saturating_pow(attempts.saturating_sub(1));
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// Reads `Retry-After`, which holds seconds or an HTTP date. Anything else is as good as absent.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that are too many for a number ask for a pause without end.
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // A date in the past asks for no pause at all.
    Some(date.duration_since(now).unwrap_or_default())
}

/// Limits the share of repetitions among all requests of a client.
///
/// Every repetition takes its price from the budget. One that succeeds puts it back, and a first attempt that succeeds
/// puts back a little. A server that fails now and then never exhausts the budget; one that fails always gets only the
/// first attempts.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    const FULL: u32 = 500;
    const COST: u32 = 5;
    const REWARD: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes the price of a repetition; `false` where the budget does not hold it.
    pub(crate) fn withdraw(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
                held.checked_sub(Self::COST)
            })
            .is_ok()
    }

    /// Puts back what the success of a call after so many attempts is worth.
    pub(crate) fn reward(&self, attempts: u32) {
        let worth = if attempts > 1 {
            Self::COST
        } else {
            Self::REWARD
        };
        // Almost always full: look before writing, so that handles on many threads do not contend.
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
    use proptest::prelude::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        headers
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        let read = |value| retry_after(&headers(value), now);
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            read("Sun, 06 Nov 1994 08:49:47 GMT"),
            Some(Duration::from_secs(10))
        );
        assert_eq!(read("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(
            read("99999999999999999999"),
            Some(Duration::from_secs(u64::MAX))
        );
        assert_eq!(read("soon"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("+7"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn an_endless_retry_after_is_cut() {
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(2));
        let delay = policy.delay(1, Some(&headers("18446744073709551615")));
        assert_eq!(delay, Duration::from_secs(2));
    }

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
    fn the_budget_never_stops_a_client_whose_repetitions_succeed() {
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

    proptest! {
        #[test]
        fn pauses_stay_within_their_ceiling(attempts in 1u32..u32::MAX, base in 0u64..10_000, max in 0u64..10_000) {
            let policy = RetryPolicy::default()
                .base_delay(Duration::from_millis(base))
                .max_delay(Duration::from_millis(max));
            prop_assert!(policy.delay(attempts, None) <= Duration::from_millis(max));
        }

        #[test]
        fn any_retry_after_header_is_survived(value in "[ -~]{0,40}") {
            let _ = retry_after(&headers(&value), SystemTime::now());
        }
    }
}
