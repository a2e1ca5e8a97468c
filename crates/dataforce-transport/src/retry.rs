//! When a request is sent again, and after which delay.

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, RETRY_AFTER};

/// When and how often a failed request is sent again.
///
/// An idempotent operation is attempted again after a failed connection, a timeout, or a status
/// 408, 429 or 5xx except 511. Any other operation is attempted again only if the server cannot
/// have processed the request, for example because the connection could not be made or the status
/// was 429. No attempt starts past the [deadline](crate::ClientBuilder::deadline).
///
/// A deletion that is attempted again and then finds its target missing is a success: an earlier
/// attempt deleted it.
///
/// The delay before the n-th retry is random between zero and `base_delay · 2ⁿ⁻¹`, at most
/// `max_delay` (exponential backoff with full jitter). A `Retry-After` header, in seconds or as a
/// date, is obeyed up to [`max_retry_after`](Self::max_retry_after).
///
/// All clones of a client share one retry budget: while most retries fail as well, they are
/// suspended, so that many tasks do not overload a failing server.
///
/// ```
/// use dataforce_transport::RetryPolicy;
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
    /// Returns a policy of four attempts, delays from 100 ms doubling up to 5 s, and a
    /// `Retry-After` obeyed up to 30 s.
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
    /// Returns a policy that sends every request once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included. Zero counts as one.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the upper bound of the first delay; it doubles with every further one.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the upper bound of every delay.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest `Retry-After` that is obeyed; a longer one is cut to it.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Whether one more attempt is allowed after `attempts`.
    pub(crate) fn allows_another(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// The delay after `attempts` failed ones, the last of which got a response with `headers`, if
    /// it got one.
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

/// Reads `Retry-After`, which holds seconds or an HTTP date. A fraction of a second, which some
/// gateways send, is rounded up. Any other value is ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_number(whole) && is_number(fraction) {
        // More digits than a number holds ask for an endless delay.
        let seconds: u64 = whole.parse().unwrap_or(u64::MAX);
        let started = fraction.bytes().any(|digit| digit != b'0');
        return Some(Duration::from_secs(seconds.saturating_add(started.into())));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // A date in the past asks for no delay.
    Some(date.duration_since(now).unwrap_or_default())
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
        assert_eq!(read("1.5"), Some(Duration::from_secs(2)));
        assert_eq!(read("2.0"), Some(Duration::from_secs(2)));
        assert_eq!(read("1."), None);
        assert_eq!(read(".5"), None);
        assert_eq!(read("soon"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("+7"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn an_endless_retry_after_is_capped() {
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(2));
        let delay = policy.delay(1, Some(&headers("18446744073709551615")));
        assert_eq!(delay, Duration::from_secs(2));
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
        fn any_retry_after_header_is_accepted(value in "[ -~]{0,40}") {
            let _ = retry_after(&headers(&value), SystemTime::now());
        }
    }
}
