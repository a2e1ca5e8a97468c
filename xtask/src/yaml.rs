//! YAML as people write it: with positions, layout and comments.

pub mod layout;
