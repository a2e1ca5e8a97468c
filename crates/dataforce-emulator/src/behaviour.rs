//! How closely the emulator follows the server.

/// Which behaviour to emulate where servers and their documentation disagree.
///
/// ```
/// use dataforce_emulator::{Behaviour, Emulator};
///
/// let emulator = Emulator::builder().behaviour(Behaviour::Documented).start();
/// emulator.set_behaviour(Behaviour::Measured);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Behaviour {
    /// The server as it was measured: an update must contain name and description, and removes
    /// tags that it does not mention. On [`Legacy`](crate::ApiVersion::Legacy), updates and deletes
    /// reach collections of every orbit of every organization; on [`V1`](crate::ApiVersion::V1),
    /// they reach those of the orbit in the path only, as on servers since 2026-08-17.
    #[default]
    Measured,
    /// The server as its documentation describes it: an update changes only what it contains, and
    /// a collection is found only in its own orbit.
    Documented,
    /// Like [`Measured`](Self::Measured), but without the boundary that
    /// [`V1`](crate::ApiVersion::V1) has since 2026-08-17, as on servers up to release v0.2.0:
    /// updates and deletes reach collections of every orbit of every organization. A single
    /// collection is found only in the orbit of the path, but that orbit may belong to another
    /// organization. On [`Legacy`](crate::ApiVersion::Legacy), which has no boundary, it equals
    /// `Measured`.
    Unbounded,
}
