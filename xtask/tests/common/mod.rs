//! A workspace of its own for each test.

#![allow(dead_code, reason = "each test program uses its part of this")]

pub(crate) mod fastapi;
pub(crate) mod registry;

use std::fs;

use tempfile::TempDir;
use xtask::generate::SHARED;
use xtask::workspace::{VERSIONS, Workspace};

/// The generated files of the first version.
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

/// A workspace in which all versions have this contract, in a folder that goes away with it.
pub(crate) fn workspace(contract: &str) -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::at(folder.path());
    let write = |file: &str, text: Option<&str>| {
        let path = workspace.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if let Some(text) = text {
            fs::write(path, text).unwrap();
        }
    };
    for (version, file) in VERSIONS {
        write(file, Some(contract));
        write(&xtask::generate::client_path(version), None);
        write(&xtask::generate::mock_path(version), None);
    }
    write(SHARED, None);
    (folder, workspace)
}

/// The text of a file of the workspace; empty if it is not there.
pub(crate) fn read(workspace: &Workspace, file: &str) -> String {
    fs::read_to_string(workspace.path(file)).unwrap_or_default()
}
