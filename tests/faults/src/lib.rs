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
mod stalled;

pub use crashing::CrashingServer;
pub use logged::{Logged, Record};
pub use raw::{Arrival, RawServer, Then, answer, answer_json};
pub use stalled::StalledPort;

use uuid::Uuid;

/// An organization that the servers of this crate know.
pub const ORGANIZATION: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0001);
/// An orbit of it.
pub const ORBIT: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0002);
/// A collection in that.
pub const COLLECTION: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_0003);

/// A collection as the service writes it.
#[must_use]
pub fn collection(id: Uuid, name: &str) -> String {
    format!(
        r#"{{"id":"{id}","orbit_id":"{ORBIT}","description":"","name":"{name}","collection_type":"model","tags":null,"total_models":0,"created_at":"2025-01-15T10:30:00.123456Z","updated_at":null}}"#
    )
}
