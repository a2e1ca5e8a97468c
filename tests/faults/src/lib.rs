//! What the fault tests share: a server that can be made to do anything, and ears for what is logged.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "whatever fails here fails a test"
)]

mod crashing;
mod logged;
mod raw;
mod socks;
mod stalled;
mod version;

pub use crashing::CrashingServer;
pub use logged::{Logged, Record};
pub use raw::{Arrival, RawServer, Then, answer, answer_json};
pub use socks::SocksProxy;
pub use stalled::StalledPort;
pub use version::Version;

use uuid::Uuid;

/// An organization that the servers of this crate know.
pub const ORGANIZATION: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0001);
/// An orbit of it.
pub const ORBIT: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0002);
/// A collection in that.
pub const COLLECTION: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0003);
