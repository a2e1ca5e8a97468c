//! YAML as people write it, with positions, layout and comments.

pub(crate) mod layout;
pub(crate) mod update;
mod writer;
