//! The kinds of resources, and how messages name them.

use std::fmt;

/// How many characters of a name a message shows; the service sets no limit.
const MAX_NAME: usize = 80;

/// The kinds of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    Organization,
    Orbit,
    Collection,
}

impl Resource {
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Organization => "an organization",
            Self::Orbit => "an orbit",
            Self::Collection => "a collection",
        }
    }

    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Organization => "organizations",
            Self::Orbit => "orbits",
            Self::Collection => "collections",
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organization => "organization",
            Self::Orbit => "orbit",
            Self::Collection => "collection",
        })
    }
}

/// A name in quotes, cut to a length that fits a message.
pub(crate) fn quoted(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        None => format!("{name:?}"),
        Some((end, _)) => format!("{:?}…", &name[..end]),
    }
}
