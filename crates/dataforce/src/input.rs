//! Checks of the texts of a collection, before anything is sent.

use crate::error::{Error, Result};
use crate::resource::quoted;

/// Rejects texts that the server cannot store.
pub(crate) fn reject_nul<'t>(
    name: Option<&'t str>,
    description: Option<&'t str>,
    tags: impl Iterator<Item = &'t String>,
) -> Result<()> {
    let name = name.map(|text| ("name", text)).into_iter();
    let description = description.map(|text| ("description", text));
    let tags = tags.map(|tag| ("tag", tag.as_str()));
    let mut texts = name.chain(description).chain(tags);
    match texts.find(|(_, text)| text.contains('\0')) {
        None => Ok(()),
        Some((what, text)) => Err(Error::invalid_input(format!(
            "the {what} {} contains a NUL character, which the server cannot store: remove it",
            quoted(text),
        ))),
    }
}
