//! A separate workspace for each test.

#![allow(dead_code, reason = "each test program uses its part of this")]

pub(crate) mod fastapi;
pub(crate) mod registry;

use std::fs;

use openapi_evolve::Document;
use tempfile::TempDir;
use xtask::generate::{SHARED, client_path, mock_path};
use xtask::source::Contract;
use xtask::workspace::{VERSIONS, Version, Workspace};

/// The files of the first version.
pub(crate) const CONTRACT: &str = "openapi/collections.yaml";
pub(crate) const OVERLAY: &str = "openapi/overlay.yaml";
pub(crate) const CLIENT: &str = "crates/dataforce-api/src/legacy/generated.rs";
pub(crate) const MOCK: &str = "crates/dataforce-httpmock/src/legacy/generated.rs";

/// A small contract: two operations, an id, an open enum, errors in JSON and in plain text.
pub(crate) const CONTRACT_TEXT: &str = r##"# A comment.
openapi: 3.0.3
info:
  title: Shelf
  version: 1.0.0
servers:
  - url: https://shelf.example
paths:
  /books/{book_id}:
    parameters:
      - name: book_id
        in: path
        required: true
        description: The book.
        schema:
          $ref: "#/components/schemas/BookId"
    get:
      operationId: get_book
      summary: Get a book
      responses:
        "200":
          description: The book.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Book"
        "404":
          description: There is none.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Problem"
        "500":
          description: A crash.
          content:
            text/plain:
              schema:
                type: string
    delete:
      operationId: delete_book
      responses:
        "204":
          description: Gone.
components:
  schemas:
    BookId:
      description: Identifies a book. See https://shelf.example/[ids].
      type: string
      format: uuid
    Genre:
      description: What it is about.
      type: string
      x-extensible-enum: [poetry, science-fiction]
    Book:
      type: object
      required: [id, title]
      properties:
        id:
          $ref: "#/components/schemas/BookId"
        title:
          type: string
        genre:
          $ref: "#/components/schemas/Genre"
    Problem:
      type: object
      properties:
        detail:
          type: string
"##;

/// Creates a workspace in which all versions have this contract, in a folder that is removed when it
/// is dropped.
pub(crate) fn workspace(contract: &str) -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::new(folder.path(), VERSIONS);
    let create_folder = |file: &str| {
        fs::create_dir_all(workspace.path(file).parent().unwrap()).unwrap();
    };
    for version in VERSIONS {
        create_folder(version.contract);
        create_folder(&client_path(version.name));
        create_folder(&mock_path(version.name));
        fs::write(workspace.path(version.contract), contract).unwrap();
    }
    create_folder(SHARED);
    (folder, workspace)
}

/// Returns a contract for the version of this name.
pub(crate) fn contract(version: &'static str, document: Document) -> Contract {
    let version = Version {
        name: version,
        contract: "",
        overlay: "",
    };
    Contract { version, document }
}

/// Returns the text of a file of the workspace; empty if it does not exist.
pub(crate) fn read(workspace: &Workspace, file: &str) -> String {
    fs::read_to_string(workspace.path(file)).unwrap_or_default()
}
