//! Tests of the program itself, against emulators of both versions of the API.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

mod changing;
mod completions;
mod configuration;
mod deleting;
mod emulator;
mod exit_codes;
mod help;
mod importing;
#[cfg(unix)]
mod interruption;
mod pipes;
mod reading;
mod secrets;
mod status;
mod support;
#[cfg(unix)]
mod terminal;
