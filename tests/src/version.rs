//! In what the versions of the API differ.

use dataforce_emulator::ApiVersion;

/// Every version of the API.
pub const VERSIONS: [ApiVersion; 2] = [ApiVersion::Legacy, ApiVersion::V1];

/// Returns what all paths of a version start with.
pub fn root(version: ApiVersion) -> &'static str {
    match version {
        ApiVersion::V1 => "/v1",
        _ => "",
    }
}

/// Returns the name of the property with the type of a collection.
pub fn type_property(version: ApiVersion) -> &'static str {
    match version {
        ApiVersion::V1 => "type",
        _ => "collection_type",
    }
}

/// Returns the operation that looks up a collection by its id.
pub fn lookup_by_id(version: ApiVersion) -> &'static str {
    match version {
        ApiVersion::V1 => "get_collection",
        _ => "list_collections",
    }
}
