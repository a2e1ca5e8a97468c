//! Runs progenitor.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use anyhow::{Context, Result, bail};
use progenitor::{GenerationSettings, InterfaceStyle, TypeImpl};
use serde_json::Value;

use super::shared;

/// Returns what the client and the mock of a document have in common. `home` is the path of the
/// crate that has the shared types.
pub(super) fn settings(document: &Value, home: &str) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for name in shared::names(document) {
        let impls = [TypeImpl::Display, TypeImpl::FromStr].into_iter();
        settings.with_replacement(&name, format!("{home}::{name}"), impls);
    }
    settings
}

/// Runs progenitor on something, and parses what it generates. What it rejects, and what it panics
/// on, is an error.
pub(super) fn run(
    what: &str,
    generate: impl FnOnce() -> Result<proc_macro2::TokenStream, progenitor::Error>,
) -> Result<syn::File> {
    let tokens = match quietly(generate) {
        Ok(tokens) => tokens.with_context(|| format!("progenitor cannot generate {what}"))?,
        Err(message) => bail!("progenitor panics when it generates {what}: {message}"),
    };
    syn::parse2(tokens).with_context(|| format!("progenitor generates {what} that is not Rust"))
}

/// Runs something that may panic, and returns the message of the panic instead of printing it.
fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    thread_local! {
        static QUIET: Cell<bool> = const { Cell::new(false) };
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        text.unwrap_or("the panic has no message").to_owned()
    })
}
