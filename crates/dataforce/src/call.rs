//! What every operation returns.

use std::pin::Pin;

use crate::error::Result;

/// The future that every operation returns. It resolves to the operation's result.
///
/// Nothing is sent until a call is awaited. A call borrows nothing, so it can be joined with others
/// and spawned as a task. It is two pointers long.
///
/// ```
/// # use dataforce::Client;
/// # use dataforce_emulator::Emulator;
/// use dataforce::{Call, Orbit};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start();
/// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
/// # let client = client.connect().await?;
/// let orbits: Call<Vec<Orbit>> = client.orbits().list();
/// let collections = tokio::spawn(client.collections().list());
/// println!("{} orbits, {} collections", orbits.await?.len(), collections.await??.len());
/// # Ok(())
/// # }
/// ```
pub type Call<T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'static>>;
