//! Tests of the program itself, against emulators of both versions of the API.

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
