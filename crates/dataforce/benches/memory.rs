//! How much memory a stream holds, depending on how many collections there are.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench memory
//! ```
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::env;
use std::io::{self, BufRead, BufReader};
use std::process::{Command, Stdio};

use common::Target::{AtMost, Unchecked};
use common::{Async, Exchange, Server, Table, Way};
use dataforce::ApiVersion;
use futures_util::StreamExt;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The first argument of the process that serves.
const SERVE: &str = "--serve";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [SERVE, collections] => serve(collections.parse().unwrap()),
        _ if common::is_measuring() => report(&[10_000, 100_000]),
        _ => report(&[2]),
    }
}

fn report(counts: &[usize]) {
    let table = Table::new(
        "Memory that `stream` holds at most, in creation order on V1",
        &["collections", "KiB", "ratio to the first"],
    );
    let first = peak(counts[0]);
    table.row(&[&counts[0], &(first / 1024)], 1.0, Unchecked);
    for count in &counts[1..] {
        let peak = peak(*count);
        let ratio = peak as f64 / first as f64;
        table.row(&[count, &(peak / 1024)], ratio, AtMost(1.10));
    }
}

/// Runs in a process of its own, so that the memory of the server is not counted.
fn serve(collections: usize) {
    let server = Server::v1(collections);
    println!("{}", server.url);
    // Until the process that counts closes it.
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
}

/// How many bytes more than at the start are held at most while all collections are read.
fn peak(collections: usize) -> usize {
    let mut server = Command::new(env::current_exe().unwrap())
        .args([SERVE, &collections.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut url).unwrap();
    let place = common::place(url.trim().to_owned(), ApiVersion::V1, collections);
    let way = Async::new(&place);
    let peak = common::runtime().block_on(async {
        way.call(Exchange::First).await;
        let start = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let mut stream = way.client.collections().query().stream();
        let mut count = 0;
        while let Some(one) = stream.next().await {
            one.unwrap();
            count += 1;
        }
        assert_eq!(count, collections);
        MEMORY.peak_usage() - start
    });
    drop(server.stdin.take());
    server.wait().unwrap();
    peak
}
