//! Lists the organizations of a server with a client whose settings are the arguments, and prints
//! what comes of it. Tests start it with an environment of their own.
//!
//! The first argument is the base URL, further ones are words that [`main`] explains.

use std::fmt::Debug;

use dataforce::{Client, TlsBackend, blocking};
use reqwest::Certificate;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let base_url = arguments.next().unwrap_or_default();
    let words: Vec<_> = arguments.collect();
    let is_set = |word: &str| words.iter().any(|it| it == word);

    // Another program of the build may enable both.
    let mut builder = Client::builder()
        .api_key("dfs_your_key")
        .base_url(&base_url)
        .tls_backend(TlsBackend::Rustls);
    if is_set("no-proxy") {
        builder = builder.no_proxy();
    }
    if is_set("once") {
        builder = builder.retry(dataforce::RetryPolicy::none());
    }
    if let Some(path) = words.iter().find_map(|word| word.strip_prefix("root=")) {
        let certificate = std::fs::read(path).map(|pem| Certificate::from_pem(&pem));
        match certificate {
            Ok(Ok(certificate)) => builder = builder.root_certificate(certificate),
            other => println!("no certificate in {path}: {other:?}"),
        }
    }
    let list = async || builder.build()?.organizations().list().await;
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => print("async", runtime.block_on(list())),
        Err(error) => println!("no runtime: {error}"),
    }
    if is_set("blocking") {
        let builder = blocking::Client::builder()
            .api_key("dfs_your_key")
            .base_url(&base_url)
            .tls_backend(TlsBackend::Rustls);
        let list = || builder.build()?.organizations().list();
        print("blocking", list());
    }
}

fn print<T: Debug>(client: &str, outcome: dataforce::Result<Vec<T>>) {
    match outcome {
        Ok(list) => println!("{client}: ok, {} organizations", list.len()),
        Err(error) => {
            println!("{client}: {:?}: {error}", error.kind());
            println!("{client}: retryable: {}", error.is_retryable());
            let mut cause = std::error::Error::source(&error);
            while let Some(link) = cause {
                println!("{client}: because {link}");
                cause = link.source();
            }
        }
    }
}
