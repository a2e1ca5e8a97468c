//! Decisions about a description that somebody else maintains.

mod action;
mod change;
mod operations;
mod target;

use self::action::Action;
use self::operations::Selection;
use crate::components::prune;
use crate::document::Document;
use crate::downgrade::downgrade;
use crate::error::{Error, Finding};
use crate::operation::{Operation, operations};
use crate::validity::{Version, references};

/// An [OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html) with three extensions.
///
/// - `x-operations` selects the operations to keep, as a map from the operationId that each of them
///   gets to `METHOD /path`. A target that begins with `$.operations` addresses them by
///   operationId, so that a path is written only once.
/// - `x-rename` in an action gives what the target selects another name. References follow.
/// - `x-extract` in an action makes what the target selects a component and puts a reference in its
///   place. Everything that becomes one component must have the same structure.
///
/// Unlike the standard demands, a target that selects nothing is an error: a decision about
/// something that is gone has to be made again. If a target lists names, as in `['a', 'b']`, each
/// of them has to exist.
///
/// ```
/// use openapi_evolve::{Document, Overlay};
/// use serde_json::json;
///
/// let overlay = Overlay::new(Document::parse("overlay.yaml", "
/// overlay: 1.0.0
/// x-operations:
///   get_book: GET /v2/books/{id}
/// actions:
///   - target: $.operations.get_book.responses
///     update: { '404': { description: No such book } }
/// ")?)?;
/// let description = Document::from_value("server", json!({
///     "openapi": "3.1.0",
///     "info": {"title": "Books", "version": "2"},
///     "paths": {
///         "/v2/books/{id}": {"get": {"responses": {}}},
///         "/v2/internal": {"get": {"responses": {}}},
///     },
/// }));
/// let (result, _) = overlay.apply(&description)?;
/// assert_eq!(result.value()["paths"], json!({
///     "/v2/books/{id}": {"get": {
///         "operationId": "get_book",
///         "parameters": [
///             {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
///         ],
///         "responses": {"404": {"description": "No such book"}},
///     }},
/// }));
/// # Ok::<(), openapi_evolve::Error>(())
/// ```
#[derive(Debug)]
pub struct Overlay {
    document: Document,
    selection: Selection,
    actions: Vec<Action>,
}

impl Overlay {
    /// Reads an overlay from a document.
    ///
    /// # Errors
    ///
    /// Returns everything in the document that does not have the form of an overlay.
    pub fn new(document: Document) -> Result<Self, Error> {
        let root = document.value();
        let mut findings = Vec::new();
        let version = root.get("overlay").and_then(|version| version.as_str());
        if !version.is_some_and(|version| version.starts_with("1.0")) {
            findings.push(document.finding("/overlay", "must be 1.0.0"));
        }
        let selection = Selection::read(&document, &mut findings);
        let mut actions = Vec::new();
        let list = root.get("actions").and_then(|actions| actions.as_array());
        for (index, value) in list.into_iter().flatten().enumerate() {
            match Action::read(value) {
                Ok(action) => actions.push(action),
                Err(message) => {
                    findings.push(document.finding(format!("/actions/{index}"), message));
                }
            }
        }
        Error::unless_empty(findings)?;
        Ok(Self {
            document,
            selection,
            actions,
        })
    }

    /// Returns the operationIds that `x-operations` selects.
    pub fn operation_ids(&self) -> impl Iterator<Item = &str> {
        self.selection.ids()
    }

    /// Returns the operations of a description that are not selected, although another one at the
    /// same path is.
    pub fn beside<'d>(&self, description: &'d Document) -> impl Iterator<Item = Operation<'d>> {
        operations(description.value()).filter(|operation| self.selection.is_beside(operation))
    }

    /// Applies the overlay to a description.
    ///
    /// The description is cut down to the selected operations and what they need, and downgraded
    /// to OpenAPI 3.0.3. The actions are then applied in their order. The findings are those of
    /// [`downgrade`](crate::downgrade).
    ///
    /// # Errors
    ///
    /// Returns an error if an operation does not exist or is not an object, if the description
    /// cannot be downgraded, if a reference leads nowhere, or if an action cannot be applied.
    pub fn apply(&self, description: &Document) -> Result<(Document, Vec<Finding>), Error> {
        Version::of(description)?;
        Error::unless_empty(self.selection.malformed(description))?;
        let mut value = description.value().clone();
        Error::unless_empty(self.selection.apply(&mut value, &self.document))?;
        // Before the conversion, so that it has no findings about the rest.
        prune(&mut value);
        let (result, losses) = downgrade(&description.with_value(value))?;
        // What an action decides about may be missing for this reason.
        Error::unless_empty(references::findings(&result))?;
        let mut value = result.into_value();
        let mut findings = Vec::new();
        for (index, action) in self.actions.iter().enumerate() {
            for message in action.apply(&mut value) {
                findings.push(
                    self.document
                        .finding(format!("/actions/{index}/target"), message),
                );
            }
        }
        Error::unless_empty(findings)?;
        prune(&mut value);
        Ok((description.with_value(value), losses))
    }
}
