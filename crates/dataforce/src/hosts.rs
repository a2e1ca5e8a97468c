//! The addresses of the hosted service.

/// Where the hosted service is.
pub(crate) const DEFAULT_BASE_URL: &str = "https://api.luml.ai";

/// Where the hosted service was under its former name.
pub(crate) const FORMER_BASE_URL: &str = "https://api.dataforce.studio";
