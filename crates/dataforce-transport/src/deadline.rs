//! When to give up on a call.

use std::time::Duration;

use tokio::time::Instant;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Deadline {
    /// This long after the start of each call.
    After(Duration),
    /// At a moment that several calls share.
    At(Instant),
}

impl Deadline {
    /// The moment to give up on a call that starts now; `None` if it is too far away to be
    /// represented.
    pub(crate) fn moment(self) -> Option<Instant> {
        match self {
            Self::After(duration) => Instant::now().checked_add(duration),
            Self::At(moment) => Some(moment),
        }
    }

    /// How long a call that starts now may take.
    pub(crate) fn left(self) -> Duration {
        match self {
            Self::After(duration) => duration,
            Self::At(moment) => moment.saturating_duration_since(Instant::now()),
        }
    }

    /// Keeps the earlier one of the deadline and `limit`.
    pub(crate) fn shortened(self, limit: Duration) -> Self {
        match self {
            Self::After(own) => Self::After(own.min(limit)),
            Self::At(shared) => {
                let own = Self::After(limit).moment();
                Self::At(own.map_or(shared, |own| own.min(shared)))
            }
        }
    }

    /// Starts the clock, for this call and all further ones.
    pub(crate) fn started(self) -> Self {
        self.moment().map_or(self, Self::At)
    }
}
