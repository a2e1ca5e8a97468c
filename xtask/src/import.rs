//! `cargo xtask import`: the server's description becomes the contract.

pub mod overlay;
pub mod select;
pub mod tidy;
