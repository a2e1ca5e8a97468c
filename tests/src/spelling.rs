use uuid::Uuid;

/// One id in every way that the server reads it.
pub fn spellings(id: impl Into<Uuid>) -> [String; 6] {
    let id = id.into();
    [
        id.hyphenated().to_string(),
        id.hyphenated().to_string().to_uppercase(),
        id.simple().to_string(),
        id.simple().to_string().to_uppercase(),
        id.braced().to_string(),
        id.urn().to_string(),
    ]
}
