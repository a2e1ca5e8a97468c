//! `cargo xtask lint`: each rule finds what it is for, and the contracts of this repository keep
//! all of them.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::{Document, validate};
use xtask::lint;
use xtask::workspace::Workspace;

const GOOD: &str = r##"openapi: 3.0.3
info: {title: Shelf, version: 1.0.0}
servers: [{url: https://shelf.example}]
security: [{Key: []}]
tags: [{name: books}]
paths:
  /shelves/{shelf_id}/books/{book_id}:
    parameters:
      - {name: shelf_id, in: path, required: true, description: The shelf., schema: {$ref: "#/components/schemas/ShelfId"}}
      - {name: book_id, in: path, required: true, description: The book., schema: {$ref: "#/components/schemas/BookId"}}
    put:
      operationId: put_book
      tags: [books]
      summary: Put a book
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Book"}
            example: {id: 0199c455-21ee-74c6-b747-19a82f1a1e75, title: T, genre: poetry}
      responses:
        "200":
          description: The book.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Book"}
              example: {id: 0199c455-21ee-74c6-b747-19a82f1a1e75, title: null}
        "400": {$ref: "#/components/responses/Error"}
        "401": {$ref: "#/components/responses/Error"}
        "403": {$ref: "#/components/responses/Error"}
        "404": {$ref: "#/components/responses/Error"}
        "422": {$ref: "#/components/responses/Error"}
        "500": {$ref: "#/components/responses/Error"}
components:
  securitySchemes:
    Key: {type: http, scheme: bearer}
  responses:
    Error:
      description: An error.
      content:
        text/plain:
          schema: {type: string}
          example: Oh no
  schemas:
    ShelfId: {description: A shelf., type: string, format: uuid}
    BookId: {description: A book., type: string, format: uuid}
    Genre: {description: A genre., type: string, x-extensible-enum: [poetry, prose]}
    Book:
      description: A book.
      type: object
      required: [id]
      properties:
        id: {$ref: "#/components/schemas/BookId"}
        title: {description: The title., type: string, nullable: true}
        genre: {$ref: "#/components/schemas/Genre"}
"##;

fn findings(text: &str) -> Vec<String> {
    let document = Document::parse("contract.yaml", text.to_owned()).unwrap();
    validate(&document).unwrap();
    lint::findings(&document)
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Checks that the good contract has exactly one finding after a piece of it is replaced, of this
/// rule and with this text.
#[track_caller]
fn assert_finds(from: &str, to: &str, rule: &str, says: &str) {
    assert!(GOOD.contains(from), "{from:?}");
    let found = findings(&GOOD.replacen(from, to, 1));
    let of_rule: Vec<_> = found
        .iter()
        .filter(|finding| finding.ends_with(&format!("[{rule}]")))
        .collect();
    assert_eq!((of_rule.len(), found.len()), (1, 1), "{found:#?}");
    assert!(
        of_rule[0].contains(says),
        "{says:?} is not in {}",
        of_rule[0]
    );
}

#[test]
fn a_good_contract_keeps_all_rules() {
    assert_eq!(findings(GOOD), [""; 0]);
}

#[test]
fn the_contracts_of_this_repository_keep_the_rules() {
    lint::run(&Workspace::here()).unwrap();
}

#[test]
fn a_finding_has_its_place_its_reason_and_its_rule() {
    let found = findings(&GOOD.replace("put_book", "putBook"));
    assert_eq!(
        found,
        [
            "contract.yaml:12: /paths/~1shelves~1{shelf_id}~1books~1{book_id}/put/operationId: \
          `putBook` is not in snake_case: it becomes the name of a method [operation-id]"
        ]
    );
}

#[test]
fn what_cannot_be_generated_from_is_found() {
    let found = findings(&GOOD.replace("      operationId: put_book\n", ""));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("has no operationId"), "{found:#?}");
}

#[test]
fn operations_are_checked() {
    let put = "/paths/~1shelves~1{shelf_id}~1books~1{book_id}/put";
    assert_finds(
        "      tags: [books]\n",
        "",
        "tag",
        &format!("{put}: does not have one tag"),
    );
    assert_finds(
        "tags: [books]",
        "tags: [shelves]",
        "tag",
        "\"shelves\" is not among the tags",
    );
    let error = |status: &str| {
        format!("        \"{status}\": {{$ref: \"#/components/responses/Error\"}}\n")
    };
    for status in ["400", "401", "403", "404", "422", "500"] {
        assert_finds(
            &error(status),
            "",
            "errors",
            &format!("does not document {status}"),
        );
    }
    assert_finds(
        &error("404"),
        "        \"404\": {description: Gone.}\n",
        "errors",
        "404: does not describe the body",
    );
    let later = r##"        "202":
          description: The book, later.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Book"}
              example: {id: 0199c455-21ee-74c6-b747-19a82f1a1e75}
"##;
    assert_finds(
        &error("404"),
        &(later.to_owned() + &error("404")),
        "success",
        "has 2 kinds of success",
    );
    assert_finds(
        "https://shelf.example",
        "https://shelf.example/",
        "server",
        "ends with a slash",
    );
    assert_finds(
        "https://shelf.example",
        "http://shelf.example",
        "server",
        "is not https",
    );
}

#[test]
fn schemas_are_checked() {
    assert_finds(
        "description: The title., ",
        "",
        "words",
        "/components/schemas/Book/properties/title: has no description",
    );
    assert_finds(
        "description: The shelf., ",
        "",
        "words",
        "/parameters/0: has no description",
    );
    assert_finds(
        "      summary: Put a book\n",
        "",
        "words",
        "/put: has no summary",
    );
    assert_finds(
        "type: string, nullable: true",
        "type: string, format: uuid, nullable: true",
        "ids",
        "/title: is an id without a schema of its own",
    );
    assert_finds(
        "{description: The title., type: string, nullable: true}",
        "{description: The title., nullable: true, properties: {text: {description: Text., type: string}}}",
        "named-objects",
        "/title: is an object without a name",
    );
    assert_finds(
        "  schemas:\n",
        "  schemas:\n    More: {description: More.}\n",
        "unused",
        "/components/schemas/More: is not used",
    );
}

#[test]
fn responses_are_checked() {
    assert_finds(
        "type: string, nullable: true",
        "type: string, maxLength: 5, nullable: true",
        "limits-in-responses",
        "/components/schemas/Book/properties/title/maxLength",
    );
    assert_finds(
        "x-extensible-enum",
        "enum",
        "closed-enums-in-responses",
        "/components/schemas/Genre/enum",
    );
    assert_finds(
        "      required: [id]\n",
        "      required: [id]\n      additionalProperties: false\n",
        "closed-objects-in-responses",
        "/components/schemas/Book/additionalProperties",
    );
}

#[test]
fn examples_are_checked() {
    assert_finds(
        "          example: Oh no\n",
        "",
        "example",
        "/components/responses/Error/content/text~1plain: has no example",
    );
    assert_finds(
        "title: T, ",
        "title: 7, ",
        "valid-example",
        "/requestBody/content/application~1json/example/title: ",
    );
    assert_finds(
        "genre: poetry}",
        "genre: music}",
        "valid-example",
        "/example/genre: \"music\"",
    );
    assert_finds("title: T, ", "titel: T, ", "valid-example", "titel");
    assert_finds(
        "{id: 0199c455-21ee-74c6-b747-19a82f1a1e75, title: null}",
        "{title: null}",
        "valid-example",
        "/responses/200/content/application~1json/example: \"id\" is a required property",
    );
    assert_finds(
        "title: null}",
        "title: null, id2: 1}",
        "valid-example",
        "id2",
    );
    assert_finds(
        "A genre., ",
        "A genre., example: music, ",
        "valid-example",
        "/components/schemas/Genre/example: \"music\"",
    );
}
