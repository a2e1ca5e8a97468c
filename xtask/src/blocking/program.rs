//! Programs that use the client: examples and tests.

use std::str::FromStr;

use anyhow::{Result, anyhow, bail};
use proc_macro2::{TokenStream, TokenTree};

use super::facade::Facade;

/// What hides a line of an example in the documentation.
const HIDDEN: &str = "# ";

/// Rewrites an example of the documentation.
pub(super) fn blocking_example(code: &str, facade: &Facade) -> Result<String> {
    let code = rewrite(code, facade);
    let shown = code.lines().filter(|line| *line != HIDDEN.trim_end());
    let shown = shown.map(|line| line.strip_prefix(HIDDEN).unwrap_or(line));
    check(&Vec::from_iter(shown).join("\n"))?;
    Ok(code)
}

/// Rewrites tests of the async client.
pub(super) fn blocking_tests(code: &str, facade: &Facade) -> Result<String> {
    let lines = code.lines().skip_while(|line| line.starts_with("//!"));
    let tests: String = lines.map(|line| format!("{line}\n")).collect();
    let tests = rewrite(&tests, facade).replace(".client()", ".blocking_client()");
    check(&tests)?;
    Ok(format!(
        "//! The examples and promises of `seed_document.rs`, with the blocking client.\n\n{}",
        tests.trim_start()
    ))
}

fn rewrite(code: &str, facade: &Facade) -> String {
    let mut lines = code.lines();
    let mut written = String::new();
    while let Some(line) = lines.next() {
        match line.strip_prefix(HIDDEN).unwrap_or(line).trim() {
            "#[tokio::main]" => continue,
            "#[tokio::test]" => written += &line.replace("tokio::test", "test"),
            import if import.starts_with("use dataforce::") => {
                let mut statement = line.to_owned();
                while !statement.ends_with(';') {
                    let Some(line) = lines.next() else { break };
                    statement += line.trim();
                }
                written += &imports(&statement, facade);
            }
            _ => written += line,
        }
        written.push('\n');
    }
    written = written.replace("async fn ", "fn ");
    // Also where it stands on a line of its own.
    while let Some((before, after)) = written.split_once(".await") {
        written = before.trim_end().to_owned() + after;
    }
    for name in facade.wrapped.keys() {
        written = replace_path(&written, name);
    }
    written
}

/// Imports the clients from `dataforce::blocking`, and the rest as it was.
fn imports(statement: &str, facade: &Facade) -> String {
    let Some((before, paths)) = statement.split_once("use dataforce::") else {
        return statement.to_owned();
    };
    let paths = paths
        .trim_end_matches(';')
        .trim_matches(['{', '}'])
        .split(',');
    let paths = paths.map(str::trim).filter(|path| !path.is_empty());
    let (clients, others): (Vec<_>, Vec<_>) =
        paths.partition(|path| facade.wrapped.contains_key(*path));
    if clients.is_empty() {
        return statement.to_owned();
    }
    let import = |module: &str, names: &[&str]| match names {
        [] => None,
        [name] => Some(format!("{before}use {module}::{name};")),
        names => Some(format!("{before}use {module}::{{{}}};", names.join(", "))),
    };
    let imports = [
        import("dataforce::blocking", &clients),
        import("dataforce", &others),
    ];
    Vec::from_iter(imports.into_iter().flatten()).join("\n")
}

/// Replaces `dataforce::name` by `dataforce::blocking::name`, but no longer name.
fn replace_path(code: &str, name: &str) -> String {
    let mut pieces = code.split("dataforce::");
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.strip_prefix(name);
        let is_whole =
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        written += if is_whole {
            "dataforce::blocking::"
        } else {
            "dataforce::"
        };
        written += piece;
    }
    written
}

/// Fails if code is left that only the async client has.
fn check(code: &str) -> Result<()> {
    let tokens = TokenStream::from_str(code)
        .map_err(|error| anyhow!("the program cannot be read: {error}:\n{code}"))?;
    match async_word(tokens) {
        None => Ok(()),
        Some(word) => {
            let line = code.lines().find(|line| line.contains(&word));
            let line = line.unwrap_or_default().trim();
            bail!("the blocking form of `{word}` is not known: {line}")
        }
    }
}

fn async_word(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => async_word(group.stream()),
        TokenTree::Ident(name) => {
            let name = name.to_string();
            let is_async = ["async", "await", "tokio", "futures_util", "Call"];
            is_async.contains(&&*name).then_some(name)
        }
        _ => None,
    })
}
