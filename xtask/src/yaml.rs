//! YAML as people write it: with positions, layout and comments.

pub mod emit;
pub mod layout;
pub mod update;
