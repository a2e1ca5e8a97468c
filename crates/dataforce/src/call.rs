//! What every operation returns.

use std::pin::Pin;

use crate::error::Result;

/// A call in progress: the future that every operation returns. It resolves to the operation's result.
///
/// A call is sent when it is awaited, and borrows nothing, so calls can be joined, spawned on other tasks and kept in
/// collections. A call is two pointers long, wherever it is held.
///
/// ```
/// # use dataforce_emulator::Emulator;
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start();
/// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
/// use dataforce::{Call, Orbit};
///
/// let orbits: Call<Vec<Orbit>> = client.orbits().list();
/// let collections = tokio::spawn(client.collections().list());
/// println!("{} orbits, {} collections", orbits.await?.len(), collections.await??.len());
/// # Ok(())
/// # }
/// ```
pub type Call<T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'static>>;
