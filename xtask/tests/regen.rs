//! `cargo xtask regen` on contracts written for these tests.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

mod common;

use std::fs;

use common::{CLIENT, CONTRACT, CONTRACT_TEXT, MOCK, contract, read, workspace};
use openapi_evolve::Document;
use xtask::files::{self, File};
use xtask::generate::{self, SHARED};
use xtask::regen;
use xtask::workspace::Workspace;

/// The message of a `regen` on the contract with one piece of its text exchanged.
fn error_with(from: &str, to: &str) -> String {
    assert!(CONTRACT_TEXT.contains(from), "{from:?}");
    error(&CONTRACT_TEXT.replacen(from, to, 1))
}

fn error(contract: &str) -> String {
    let (_folder, workspace) = workspace(contract);
    let message = regen::run(&workspace).unwrap_err().to_string();
    assert_eq!(read(&workspace, CLIENT), "", "something was written");
    assert_eq!(read(&workspace, MOCK), "", "something was written");
    message
}

#[track_caller]
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}

#[test]
fn it_generates_both_files_and_says_what_it_did() {
    let (_folder, workspace) = workspace(CONTRACT_TEXT);
    let report = regen::run(&workspace).unwrap();
    assert_says(
        &report,
        &[
            "2 operations, 4 types",
            CLIENT,
            MOCK,
            "written",
            "lines",
            "done in",
        ],
    );

    let client = read(&workspace, CLIENT);
    assert_says(
        &client,
        &[
            "// Written by `cargo xtask regen` from openapi/collections.yaml. Do not edit.",
            "crate::client! {",
            "const DEFAULT_BASE_URL: Option<&str> = Some(\"https://shelf.example\");",
            "const PATH_PREFIX: &str = \"\";",
            ") -> Result<Response<types::Book>, Error> {",
            "let url = self.transport.url(&format!(\"/books/{}\", book_id));",
            "self.transport.send(&operations::GET_BOOK, request).await",
            ".send_without_body(&operations::DELETE_BOOK, request)",
            "pub const ALL: &[&Operation] = &[&GET_BOOK, &DELETE_BOOK];",
            "pub use crate::{BookId, Genre};",
            "pub genre: ::std::option::Option<crate::Genre>",
            "title: impl ::std::convert::Into<::std::string::String>,",
            "pub const TITLE: &str = \"title\";",
            "#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]",
        ],
    );
    for absent in [
        "unwrap",
        "ResponseValue",
        "api_version",
        "new_with_client",
        "mod prelude",
        "Problem>>",
    ] {
        assert!(!client.contains(absent), "{absent}");
    }

    assert_says(
        &read(&workspace, SHARED),
        &[
            "// Written by `cargo xtask regen` from openapi/collections.yaml and ",
            "crate::open_enum! {",
            "ScienceFiction = \"science-fiction\",",
            "crate::id! {",
            "/// Identifies a book. See <https://shelf.example/>\\[ids].",
            "pub struct BookId;",
            "const RESOURCE: &str = \"book\";",
        ],
    );

    let mock = read(&workspace, MOCK);
    assert_says(
        &mock,
        &[
            "crate::path::with(",
            "\"/books/{book_id}\"",
            "pub fn not_found(self, value: &types::Problem)",
            "pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>)",
            ".header(\"content-type\", \"text/plain\")",
            "/// Responds with 404: There is none.",
        ],
    );
    assert!(!mock.contains("unwrap") && !mock.contains("regex"));
}

#[test]
fn the_same_contract_gives_the_same_files() {
    let (_folder, workspace) = workspace(CONTRACT_TEXT);
    regen::run(&workspace).unwrap();
    let (client, mock) = (read(&workspace, CLIENT), read(&workspace, MOCK));
    let again = regen::run(&workspace).unwrap();
    assert_eq!(
        (client, mock),
        (read(&workspace, CLIENT), read(&workspace, MOCK))
    );
    assert!(
        again.contains("unchanged") && !again.contains("written"),
        "{again}"
    );
}

#[test]
fn check_finds_drift_shows_it_and_writes_nothing() {
    let (_folder, workspace) = workspace(CONTRACT_TEXT);
    regen::run(&workspace).unwrap();
    regen::check(&workspace).unwrap();

    let mock = read(&workspace, MOCK);
    fs::write(
        workspace.path(CONTRACT),
        CONTRACT_TEXT
            .replace("title:\n", "heading:\n")
            .replace("title]", "heading]"),
    )
    .unwrap();
    let client = read(&workspace, CLIENT);
    let message = regen::check(&workspace).unwrap_err().to_string();
    assert_says(
        &message,
        &[
            "--- crates/dataforce-api/src/legacy/generated.rs",
            "-        pub title: ::std::string::String,",
            "+        pub heading: ::std::string::String,",
            "differs from what the contracts generate; run `cargo xtask regen`",
        ],
    );
    assert_eq!(
        (client, mock),
        (read(&workspace, CLIENT), read(&workspace, MOCK))
    );
}

#[test]
fn a_failed_regen_leaves_the_old_files() {
    let (_folder, workspace) = workspace(CONTRACT_TEXT);
    regen::run(&workspace).unwrap();
    let (client, mock) = (read(&workspace, CLIENT), read(&workspace, MOCK));

    // The client could be written, the mock cannot: a folder is in its place.
    fs::write(
        workspace.path(CONTRACT),
        CONTRACT_TEXT.replace("get_book", "find_book"),
    )
    .unwrap();
    fs::remove_file(workspace.path(MOCK)).unwrap();
    fs::create_dir(workspace.path(MOCK)).unwrap();
    let message = format!("{:#}", regen::run(&workspace).unwrap_err());
    assert_says(
        &message,
        &["cannot read crates/dataforce-httpmock/src/legacy/generated.rs"],
    );
    assert_eq!(read(&workspace, CLIENT), client);

    fs::remove_dir(workspace.path(MOCK)).unwrap();
    fs::write(workspace.path(MOCK), &mock).unwrap();
    fs::write(
        workspace.path(CONTRACT),
        CONTRACT_TEXT.replace("type: object", "type: subject"),
    )
    .unwrap();
    regen::run(&workspace).unwrap_err();
    assert_eq!(
        (client, mock),
        (read(&workspace, CLIENT), read(&workspace, MOCK))
    );
    for folder in [
        "crates/dataforce-api/src/legacy",
        "crates/dataforce-httpmock/src/legacy",
    ] {
        let names = fs::read_dir(workspace.path(folder)).unwrap().count();
        assert_eq!(names, 1, "temporary files are left in {folder}");
    }
}

#[test]
fn a_mock_names_the_types_that_there_are() {
    let inline = r#"schema: { type: object, properties: { why: { type: string } } }"#;
    let contract = CONTRACT_TEXT
        .replace("schema:\n                $ref: \"#/components/schemas/Problem\"", inline)
        .replace(
            "    get:\n",
            "    get:\n      parameters: [{ name: since, in: query, schema: { type: string, format: date-time } }]\n",
        );
    let (_folder, workspace) = workspace(&contract);
    regen::run(&workspace).unwrap();
    assert_says(
        &read(&workspace, MOCK),
        &[
            "pub fn ok(self, value: &types::Book)",
            "pub fn not_found(self, value: &::serde_json::Value)",
            "Into<Option<&'a ::chrono::DateTime<::chrono::offset::Utc>>>",
        ],
    );
}

#[test]
fn names_that_are_the_same_in_rust_are_numbered() {
    let genre = "        genre:\n";
    let more = "        bookTitle: {type: string}\n        book_title: {type: integer}\n";
    let inner =
        "        cover: {type: object, title: Problem, properties: {color: {type: string}}}\n";
    let contract = CONTRACT_TEXT.replace(genre, &format!("{more}{inner}{genre}"));
    let (_folder, workspace) = workspace(&contract);
    regen::run(&workspace).unwrap();
    let client = read(&workspace, CLIENT);
    assert_says(
        &client,
        &[
            "pub book_title: ::std::option::Option<::std::string::String>",
            "pub book_title_2: ::std::option::Option<i64>",
            "rename = \"bookTitle\"",
            "rename = \"book_title\"",
            "book_title_2: ::std::default::Default::default()",
            "pub const BOOK_TITLE: &str = \"bookTitle\";",
            "pub const BOOK_TITLE_2: &str = \"book_title\";",
            "pub struct BookCover",
        ],
    );
    assert_eq!(client.matches("pub struct Problem ").count(), 1);
}

#[test]
fn files_are_written_in_their_order() {
    let (_folder, workspace) = workspace(CONTRACT_TEXT);
    let file = |name| File::new(&workspace, name, "new".to_owned()).unwrap();
    let written = [file("first"), file("second"), file("third")];
    // No file can be moved to where a folder is.
    fs::create_dir(workspace.path("second")).unwrap();
    let error = files::write(&written).unwrap_err();
    assert_eq!(error.to_string(), "cannot write second");
    assert_eq!(read(&workspace, "first"), "new");
    assert_eq!(read(&workspace, "third"), "");
    let names = fs::read_dir(workspace.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.contains("tmp")));
}

#[test]
fn findings_in_yaml_have_a_line_and_a_column() {
    assert_says(
        &error_with("  title: Shelf", "  title: [Shelf"),
        &["openapi/collections.yaml:5: column 10: not valid YAML"],
    );
    assert_says(
        &error_with("  version: 1.0.0", "  title: 1.0.0"),
        &[
            "openapi/collections.yaml:5: column 3: not valid YAML: duplicate mapping key `title` is not allowed here",
        ],
    );
    assert_says(
        &error(""),
        &["openapi/collections.yaml: not an OpenAPI document"],
    );
    assert_says(
        &error("{\"openapi\": \"3.0.3\",\n \"info\": }"),
        &["openapi/collections.yaml:2: column 10: not valid JSON"],
    );
}

#[test]
fn other_versions_are_told_so() {
    let help = "not 3.0.x; downgrade it first";
    assert_says(
        &error_with("3.0.3", "3.1.0"),
        &[
            "openapi/collections.yaml:2: /openapi: this is OpenAPI 3.1, ",
            help,
        ],
    );
    assert_says(
        &error_with("openapi: 3.0.3", "swagger: \"2.0\""),
        &["/swagger: this is OpenAPI 2.0; only 3.0.x and 3.1.x are supported"],
    );
    assert_says(
        &error_with("openapi: 3.0.3", "x-api: 1"),
        &["`openapi`, the version, is missing"],
    );
}

#[test]
fn findings_in_openapi_have_a_line_and_a_pointer() {
    let get = "/paths/~1books~1{book_id}/get";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "      operationId: get_book\n",
            "",
            &[":17: ", get, "has no operationId"],
        ),
        (
            "operationId: delete_book",
            "operationId: getBook",
            &["`getBook` is also the operationId of", get],
        ),
        (
            "schemas/Book\"",
            "schemas/Boot\"",
            &[
                ":26: ",
                "schema/$ref: `#/components/schemas/Boot` does not exist",
            ],
        ),
        (
            "schemas/Book\"",
            "responses/Book\"",
            &["must be `#/components/schemas/` and a name"],
        ),
        (
            "\"#/components/schemas/Book\"",
            "books.yaml#/Book",
            &["other documents, cannot be referred to"],
        ),
        (
            "        required: true\n",
            "",
            &[
                "/paths/~1books~1{book_id}/parameters/0",
                "`required` is missing",
            ],
        ),
        (
            "      - name: book_id",
            "      - name: book",
            &[
                "`{book_id}` of the path is not among the parameters",
                "the path has no `{book}`",
            ],
        ),
        (
            "in: path",
            "in: cookie",
            &["the generator knows no cookie parameters"],
        ),
        (
            "description: The book.\n          content",
            "content",
            &["responses/200: `description` is missing"],
        ),
        (
            "          type: string\n        genre",
            "          typ: string\n        genre",
            &["/components/schemas/Book/properties/title: OpenAPI 3.0 has no `typ` here"],
        ),
        (
            "    Problem:\n      type: object",
            "    Problem:\n      type: objekt",
            &["/components/schemas/Problem/type: \"objekt\" is not one of"],
        ),
        (
            "        \"404\":",
            "        \"204\": {description: Nothing.}\n        \"404\":",
            &["the generator knows one kind of success, not JSON or nothing"],
        ),
        (
            "x-extensible-enum: [poetry, science-fiction]",
            "x-extensible-enum: [a-b, a_b]",
            &[
                "/components/schemas/Genre/x-extensible-enum: `a_b` and `a-b` would both be the variant `AB`",
            ],
        ),
        (
            "        \"200\":",
            "        \"302\":",
            &["/get/responses: declares no success"],
        ),
        (
            "application/json:\n              schema:\n                $ref: \"#/components/schemas/Book\"",
            "text/csv:\n              schema:\n                type: string",
            &["/get/responses: the generator reads successes in JSON only"],
        ),
        (
            "x-extensible-enum: [poetry, science-fiction]",
            "x-extensible-enum: [1]",
            &["must be a list of strings that is not empty"],
        ),
        (
            "    Problem:\n",
            "    book: {}\n    Problem:\n",
            &["/components/schemas/book: has the same name in Rust as `Book`"],
        ),
        (
            "    Problem:\n      type: object\n",
            "    Problem:\n      oneOf:\n        - $ref: \"#/components/schemas/Problem\"\n",
            &["/components/schemas/Problem: consists of itself"],
        ),
        (
            "servers:\n  - url: https://shelf.example\n",
            "",
            &["/servers: the first server is the client's default"],
        ),
        (
            "    get:\n",
            "    get:\n      parameters: [{name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}]\n",
            &[
                "/get/parameters/0: the generator repeats the parameter for each item; it knows no `explode: false`",
            ],
        ),
        (
            "        in: path\n        required: true\n        description: The book.\n        schema:\n          $ref: \"#/components/schemas/BookId\"",
            "        in: path\n        required: true\n        explode: true\n        schema: {type: array, items: {type: string}}",
            &["/parameters/0: the generator knows no `explode: true` here"],
        ),
        (
            "  version: 1.0.0",
            "  version: über",
            &["/info/version: is sent as a header"],
        ),
    ];
    for (from, to, parts) in cases {
        let message = error_with(from, to);
        assert_says(&message, &["openapi/collections.yaml"]);
        assert_says(&message, parts);
        assert!(!message.contains("panics"), "{message}");
    }
}

#[test]
fn bodies_that_the_generator_cannot_send_are_named() {
    let body = |content: &str| {
        error_with(
            "      operationId: delete_book\n",
            &format!(
                "      operationId: delete_book\n      requestBody:\n        content:\n{content}"
            ),
        )
    };
    let form = "          multipart/form-data:\n            schema: {type: object}\n";
    assert_says(
        &body(form),
        &["/delete/requestBody/content/multipart~1form-data: the generator cannot send"],
    );
    assert_says(
        &body(&format!("{form}{}", form.replace("form-data", "mixed"))),
        &["/delete/requestBody/content: of several media types the generator can send JSON only"],
    );
    assert_says(
        &body("          application/json: {}\n"),
        &["needs a schema here"],
    );
}

#[test]
fn what_can_be_told_otherwise_is_no_finding() {
    let contract = CONTRACT_TEXT
        .replace(
            "      operationId: delete_book\n",
            "      operationId: delete_book
      parameters:
        - {name: session, in: cookie, schema: {type: string}}
        - {name: X-Reason, in: header, schema: {type: string, nullable: true}}
      requestBody:
        content:
          multipart/form-data: {schema: {type: object}}
          application/json: {schema: {type: object}, encoding: {}}\n",
        )
        .replace(
            "        \"404\":",
            "        \"201\": {description: B., content: {application/json: {schema: {type: integer, maximum: 5}}}}
        \"299\": {description: C., content: {application/json: {schema: {type: integer}}}}
        \"404\":",
        );
    let (_folder, workspace) = workspace(&contract);
    regen::run(&workspace).unwrap();
    let client = read(&workspace, CLIENT);
    assert_says(
        &client,
        &[
            "x_reason: Option<&'a str>",
            "pub enum GetBookResponse",
            "Integer(i64)",
        ],
    );
    assert!(!client.contains("session"));
}

/// The operations of the contract with one piece of its text exchanged.
fn operations_with(from: &str, to: &str) -> String {
    assert!(CONTRACT_TEXT.contains(from), "{from:?}");
    let (_folder, workspace) = workspace(&CONTRACT_TEXT.replacen(from, to, 1));
    regen::run(&workspace).unwrap();
    let client = read(&workspace, CLIENT);
    let operations = client.split("pub mod operations {").nth(1).unwrap();
    operations.split("pub const ALL").next().unwrap().to_owned()
}

#[test]
fn the_method_says_what_an_operation_is_like_unless_the_contract_does() {
    let operations = operations_with("paths:", "paths:");
    assert_says(
        &operations,
        &[
            "method: \"GET\",\n        path: \"/books/{book_id}\",\n        safe: true,\n        idempotent: true,",
            "method: \"DELETE\",\n        path: \"/books/{book_id}\",\n        safe: false,\n        idempotent: true,",
            "rejections: &[],\n        missing_target: None,",
        ],
    );
    let id = "operationId: delete_book\n";
    let operations = operations_with(id, &format!("{id}      x-idempotent: false\n"));
    assert_says(&operations, &["safe: false,\n        idempotent: false,"]);
    let operations = operations_with(id, &format!("{id}      x-safe: true\n"));
    assert!(!operations.contains("false"), "{operations}");
    assert_says(
        &error_with(id, &format!("{id}      x-safe: often\n")),
        &["/delete/x-safe: must be true or false"],
    );
}

#[test]
fn responses_say_what_they_mean() {
    let operations = operations_with(
        "          description: There is none.\n",
        "          description: There is none.\n          x-rejection: true\n",
    );
    assert_says(&operations, &["rejections: &[404],"]);

    let schema = "                $ref: \"#/components/schemas/Problem\"\n";
    let example = format!("{schema}              example: {{detail: No such book}}\n");
    let with_target = CONTRACT_TEXT.replacen(
        "operationId: get_book\n",
        "operationId: get_book\n      x-missing-target: {status: 404, detail: No such book}\n",
        1,
    );
    let (_folder, workspace) = workspace(&with_target.replacen(schema, &example, 1));
    regen::run(&workspace).unwrap();
    let client = read(&workspace, CLIENT);
    let target = "missing_target: Some(MissingTarget {
            status: 404,
            detail: \"No such book\",
        }),";
    assert_says(&client, &[target]);

    assert_says(
        &error(&with_target),
        &[
            "/get/x-missing-target: no example of the operation's response 404 has the detail `No such book`",
        ],
    );
    assert_says(
        &error(&with_target.replace("status: 404, ", "")),
        &["/get/x-missing-target: must have a `status` and a `detail`"],
    );
}

/// Generates two versions: the contract, and the contract with one piece of its text exchanged.
fn two_versions(from: &str, to: &str) -> Result<String, String> {
    assert!(CONTRACT_TEXT.contains(from), "{from:?}");
    let parse = |name, text: &str| Document::parse(name, text.to_owned()).unwrap();
    let old = parse("old.yaml", CONTRACT_TEXT);
    let new = parse("new.yaml", &CONTRACT_TEXT.replacen(from, to, 1));
    let contracts = [contract("old", old), contract("new", new)];
    let generated = generate::generate(&contracts, &Workspace::here());
    let generated = generated.map_err(|error| error.to_string())?;
    let shared = generated.files.iter().find(|file| file.name() == SHARED);
    Ok(shared.unwrap().text().to_owned())
}

#[test]
fn an_enum_has_the_values_of_all_versions() {
    let shared = two_versions("[poetry, science-fiction]", "[drama, poetry]").unwrap();
    let variants = ["Poetry =", "ScienceFiction =", "Drama ="];
    let positions = variants.map(|variant| shared.find(variant).unwrap());
    assert!(positions.is_sorted(), "{shared}");
    assert_eq!(shared.matches("Poetry =").count(), 1);

    assert_says(
        &two_versions("[poetry, science-fiction]", "[science_fiction]").unwrap_err(),
        &[
            "new.yaml:",
            "/components/schemas/Genre/x-extensible-enum: `science_fiction` and `science-fiction` would both be the variant `ScienceFiction`",
        ],
    );
}

#[test]
fn a_name_means_one_thing_in_all_versions() {
    assert_says(
        &two_versions("      format: uuid\n", "      x-extensible-enum: [a]\n").unwrap_err(),
        &[
            "new.yaml:",
            "/components/schemas/BookId: is an open enum, while `BookId` is an id in old.yaml",
        ],
    );
    assert_says(
        &two_versions("      x-extensible-enum: [poetry, science-fiction]\n", "").unwrap_err(),
        &[
            "/components/schemas/Genre: is neither an id nor an open enum, while `Genre` is an open enum in old.yaml",
        ],
    );
}

#[test]
fn paths_that_start_with_the_version_have_a_prefix() {
    for (name, prefix) in [("v2", "/v2"), ("v1", "")] {
        let text = CONTRACT_TEXT.replace("/books/", "/v2/books/");
        let contract = contract(name, Document::parse("v2.yaml", text).unwrap());
        let generated = generate::generate(&[contract], &Workspace::here()).unwrap();
        let line = format!("const PATH_PREFIX: &str = \"{prefix}\";");
        assert_says(generated.files[0].text(), &[&line]);
    }
}

#[test]
fn what_deserializes_with_a_reader_names_it_once() {
    let contract = CONTRACT_TEXT.replacen(
        "        genre:\n",
        "        pages: {type: integer}
        copies: {type: integer, nullable: true}
        added: {type: string, format: date-time}
        lent: {type: string, format: date-time, nullable: true}
        genre:\n",
        1,
    );
    let contract = contract.replace("[id, title]", "[id, title, pages, copies]");
    let (_folder, workspace) = workspace(&contract);
    regen::run(&workspace).unwrap();
    let client = read(&workspace, CLIENT);
    let book = client.split("pub struct Book {").nth(1).unwrap();
    let book = book.split("pub mod error").next().unwrap();
    assert_says(
        book,
        &[
            "#[serde(deserialize_with = \"crate::integer::deserialize\")]\n        pub pages: i64",
            "#[serde(deserialize_with = \"crate::integer::option::deserialize\")]\n        pub copies: ",
            "#[serde(default, deserialize_with = \"crate::timestamp::option::deserialize\")]\n        pub added: ",
            "#[serde(default, deserialize_with = \"crate::timestamp::option::deserialize\")]\n        pub lent: ",
            // Required properties in the order of the contract, also if they may be null.
            "            title: impl ::std::convert::Into<::std::string::String>,
            pages: i64,
            copies: ::std::option::Option<i64>,
        ) -> Self {",
        ],
    );
    assert_eq!(book.matches("deserialize_with").count(), 4, "{book}");
}

#[test]
fn the_files_of_this_repository_are_up_to_date() {
    regen::check(&Workspace::here()).unwrap();
}
