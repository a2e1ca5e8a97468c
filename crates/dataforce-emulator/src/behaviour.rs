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
    /// tags that it does not mention. Updates and deletes reach collections of every orbit of
    /// every organization.
    #[default]
    Measured,
    /// The server as its documentation describes it: an update changes only what it contains, and
    /// a collection is found only in its own orbit.
    Documented,
}
