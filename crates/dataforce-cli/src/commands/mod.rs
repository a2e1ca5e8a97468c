//! The commands.

pub(crate) mod collections;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod emulator;
pub(crate) mod manual;
pub(crate) mod orbits;
pub(crate) mod organizations;
pub(crate) mod status;
