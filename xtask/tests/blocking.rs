//! The blocking client is written from the async one, or regen says what it does not understand.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use std::fs;

use tempfile::TempDir;
use xtask::blocking;
use xtask::workspace::Workspace;

const CLIENT: &str = r##"
use std::time::Duration;

use crate::error::Result;
use crate::shelf::Shelf;
use crate::call::Call;

/// A client. See [`Shelf`](crate::Shelf).
///
/// # Async
///
/// Its futures run on Tokio.
///
/// # Examples
///
/// ```
/// # use library::Emulator;
/// use dataforce::{Builder, Book, Client};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), dataforce::Error> {
/// let client: dataforce::Client = Client::builder()
///     .connect()
///     .await?;
/// # client.close().await
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Client {
    address: String,
}

/// A book.
pub struct Book;

/// A builder.
#[derive(Clone, Debug, Default)]
pub struct Builder {}

impl Client {
    /// Returns a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }
    pub(crate) fn hidden(&self) -> Call<()> {}
    /// Sets the timeout.
    pub fn set_timeout(&mut self, timeout: impl Into<Duration>) {}
    /// Returns the shelf.
    pub fn shelf(&self) -> Shelf {}
    /// Returns another one.
    #[must_use]
    pub fn with_timeout(&self, mut timeout: Duration) -> Self {}
    /// Returns the generated client.
    pub fn api(&self) -> &library_api::Client {}
    /// Closes it.
    pub async fn close(&mut self) -> Result<()> {}
}

impl Builder {
    /// Connects.
    pub fn connect(self) -> Call<Client> {}
    /// Builds.
    pub fn build(mut self) -> Result<Client> {}
    /// Names it.
    pub fn name(mut self, name: String) -> Self {}
}
"##;

const SHELF: &str = "
use crate::call::Call;
use crate::client::Book;

/// A shelf.
pub struct Shelf {}

impl Shelf {
    /// Finds a book.
    pub fn get(&self, title: impl Into<String>) -> Call<Option<Book>> {}
}
";

const TESTS: &str = r##"//! About the async client.

use dataforce::{Client, Book};

mod close {
    #[tokio::test]
    async fn closes() {
        let client = server.client().connect()
            .await.unwrap();
    }
}
"##;

const MODULE: &str = "
mod client;
mod runtime;
mod shelf;

pub use client::{Builder, Client};
pub use shelf::Shelf;
";

fn written(files: &[(&str, &str)]) -> anyhow::Result<Vec<(String, String)>> {
    let folder = TempDir::new()?;
    let workspace = Workspace::new(folder.path(), &[]);
    for (name, text) in files {
        let path = workspace.path(name);
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, text)?;
    }
    let files = blocking::files(&workspace)?;
    Ok(Vec::from_iter(files.iter().map(|file| {
        (file.name().to_owned(), file.text().to_owned())
    })))
}

fn library<'t>(client: &'t str, shelf: &'t str) -> [(&'t str, &'t str); 4] {
    [
        ("crates/dataforce/src/client.rs", client),
        ("crates/dataforce/src/shelf.rs", shelf),
        ("crates/dataforce/src/blocking/mod.rs", MODULE),
        ("tests/tests/seed_document.rs", TESTS),
    ]
}

#[test]
fn every_struct_with_calls_has_a_counterpart() {
    let files = written(&library(CLIENT, SHELF)).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "crates/dataforce/src/blocking/client.rs",
            "crates/dataforce/src/blocking/shelf.rs",
            "tests/tests/seed_document_blocking.rs",
        ]
    );
    assert_eq!(files[0].1, include_str!("blocking/client.txt"));
    assert_eq!(files[1].1, include_str!("blocking/shelf.txt"));
    assert_eq!(files[2].1, include_str!("blocking/seed_document.txt"));
}

#[test]
fn a_workspace_without_the_facade_has_none() {
    assert_eq!(written(&[]).unwrap(), []);
}

#[track_caller]
fn assert_fails(files: &[(&str, &str)], parts: &[&str]) {
    let message = format!("{:#}", written(files).unwrap_err());
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
}

#[track_caller]
fn assert_shelf_fails(from: &str, to: &str, parts: &[&str]) {
    assert!(SHELF.contains(from), "{from:?}");
    assert_fails(&library(CLIENT, &SHELF.replacen(from, to, 1)), parts);
}

#[test]
fn what_is_not_understood_is_named() {
    let method = "    /// Finds a book.\n";
    let get = "src/shelf.rs: `Shelf::get`";
    for (from, to, parts) in [
        (
            "Call<Option<Book>>",
            "Call<impl Stream<Item = Book>>",
            [get, "`Stream`"],
        ),
        ("Call<Option<Book>>", "Call<Vec<Client>>", [get, "`Client`"]),
        (
            "title: impl Into<String>",
            "(a, b): (u8, u8)",
            [get, "`(a , b)` has no name"],
        ),
        (method, "    /// Returns a future.\n", [get, "`# Async`"]),
        (method, "    /// See [`Book`].\n", [get, "[`Book`]"]),
        (
            method,
            "    /// ```\n    /// select!(a.await, async {})\n    /// ```\n",
            [get, "`async`"],
        ),
        (method, "    /// ```\n", [get, "does not end"]),
        (
            method,
            "    pub const SIZE: u8 = 1;\n",
            ["src/shelf.rs", "`Shelf::SIZE`"],
        ),
        (
            "pub struct Shelf {}",
            "pub struct Shelf<T>(T);",
            ["src/shelf.rs", "`Shelf`"],
        ),
        (
            "impl Shelf",
            "impl IntoFuture for Shelf {}\nimpl Shelf",
            ["src/shelf.rs", "IntoFuture"],
        ),
        (
            "impl Shelf",
            "pub async fn get() {}\nimpl Shelf",
            ["src/shelf.rs", "`get` is async"],
        ),
    ] {
        assert_shelf_fails(from, to, &parts);
    }
}

#[test]
fn a_runtime_that_may_fail_to_start_needs_a_result() {
    let client = CLIENT.replacen("-> Result<Client>", "-> Client", 1);
    assert_fails(
        &library(&client, SHELF),
        &["`Builder::build`", "no `Result`"],
    );
}

#[test]
fn the_module_has_to_name_everything() {
    let mut files = library(CLIENT, SHELF);
    let module = MODULE.replacen("pub use shelf::Shelf;", "", 1);
    files[2].1 = &module;
    assert_fails(&files, &["mod.rs", "`pub use shelf::Shelf;`"]);
}

#[test]
fn a_file_that_is_no_longer_written_has_to_go() {
    let mut files = library(CLIENT, SHELF).to_vec();
    let stale = "// Written by `cargo xtask regen` from shop.rs. Do not edit.\n";
    files.push(("crates/dataforce/src/blocking/shop.rs", stale));
    assert_fails(&files, &["blocking/shop.rs", "remove the file"]);
}

#[test]
fn tests_with_an_unknown_shape_are_refused() {
    let mut files = library(CLIENT, SHELF);
    let tests = TESTS.replacen("let client", "let waiting = async {}; let client", 1);
    files[3].1 = &tests;
    assert_fails(
        &files,
        &["tests/tests/seed_document.rs", "let waiting = async {}"],
    );
}
