//! `cargo xtask import`: the server's description becomes the contract.

pub mod overlay;
pub mod select;
pub mod tidy;

use anyhow::Result;
use serde_json::Value;

use self::overlay::Overlay;
use crate::document::Document;
use crate::downgrade::{Remark, downgrade};
use crate::fault::Faults;

/// The contract as the server's description and our decisions make it, and what of the description is lost.
pub fn derive(source: &Document, overlay: &Overlay) -> Result<(Value, Vec<Remark>)> {
    let mut value = source.value.clone();
    let missing = select::select(&mut value, &overlay.operations);
    Faults(overlay.missing(&source.value, &missing)).into_result()?;
    // Before the conversion, so that remarks elsewhere do not trouble us.
    select::prune(&mut value);
    let (mut value, remarks) = downgrade(&value)?;
    tidy::titles(&mut value);
    overlay.apply(&mut value)?;
    select::prune(&mut value);
    tidy::hoist_parameters(&mut value);
    Ok((value, remarks))
}
