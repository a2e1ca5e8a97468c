/// An operation of the contract.
///
/// [`OPERATIONS`](crate::OPERATIONS) lists them all; every [`Failure`](crate::Failure) names the one that
/// failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// The operationId, which is also the name of the method on [`Client`](crate::Client).
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path as the contract writes it, with `{placeholders}`.
    pub path: &'static str,
}

impl Operation {
    /// Finds an operation by its operationId.
    ///
    /// ```
    /// let operation = dataforce_api::Operation::by_id("delete_collection").unwrap();
    /// assert_eq!(operation.method, "DELETE");
    /// assert_eq!(dataforce_api::Operation::by_id("drop_everything"), None);
    /// ```
    pub fn by_id(id: &str) -> Option<Self> {
        crate::OPERATIONS
            .iter()
            .copied()
            .find(|operation| operation.id == id)
    }
}

/// Method and path, as in `GET /users/me/organizations`.
impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
