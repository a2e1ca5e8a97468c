//! How many calls a client makes in a second if many are under way at once, as a ratio to bare
//! reqwest.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench scaling
//! ```
//!
//! Each call lists a single collection. The clients are measured in turns.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::time::Instant;

use common::Target::{AtLeast, Unchecked};
use common::{Async, Bare, Blocking, Exchange, Server, Table, Way, median};
use tokio::runtime::Runtime;

fn main() {
    let (concurrency, rounds, calls) = match common::is_measuring() {
        true => (&[1, 8, 64, 512][..], 9, 2_048),
        false => (&[2][..], 1, 4),
    };
    let server = Server::prepared(1);
    let runtime = Runtime::new().unwrap();
    let (bare, facade) = (Bare::new(&server), Async::new(&server));
    let blocking = Blocking::new(&server);
    // Each with a thread of its own that drives it.
    let several: Vec<_> = (0..4).map(|_| Blocking::new(&server)).collect();
    let measured: Vec<_> = concurrency
        .iter()
        .map(|concurrency| {
            let rounds = (0..rounds).map(|_| {
                [
                    with_async(&runtime, &bare, *concurrency, calls),
                    with_async(&runtime, &facade, *concurrency, calls),
                    with_threads(std::slice::from_ref(&blocking), *concurrency, calls),
                    with_threads(&several, *concurrency, calls),
                ]
            });
            (concurrency, rounds.collect::<Vec<_>>())
        })
        .collect();
    for (client, target, at) in [
        ("the async client", AtLeast(0.95), 1),
        ("one blocking client", AtLeast(0.95), 2),
        ("four blocking clients", Unchecked, 3),
    ] {
        let table = Table::new(
            &format!("Calls in a second with {client}, to bare reqwest"),
            &["calls at once", "bare", "facade", "ratio"],
        );
        for (concurrency, rounds) in &measured {
            let of = |value: &dyn Fn(&[f64; 4]) -> f64| median(rounds.iter().map(value).collect());
            let rates = [of(&|round| round[0]), of(&|round| round[at])];
            let [bare, facade] = rates.map(|rate| format!("{rate:.0}"));
            let ratio = of(&|round| round[at] / round[0]);
            table.row(&[concurrency, &bare, &facade], ratio, target);
        }
    }
}

/// Calls in a second, if this many tasks of a runtime make them.
fn with_async<W: Way>(runtime: &Runtime, way: &W, tasks: usize, calls: usize) -> f64 {
    let start = Instant::now();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..tasks)
            .map(|_| {
                let way = way.clone();
                tokio::spawn(async move {
                    for _ in 0..calls / tasks {
                        way.call(Exchange::List).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    calls as f64 / start.elapsed().as_secs_f64()
}

/// Calls in a second, if this many threads make them with these clients.
fn with_threads(clients: &[Blocking], threads: usize, calls: usize) -> f64 {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for client in clients.iter().cycle().take(threads) {
            scope.spawn(move || {
                for _ in 0..calls / threads {
                    client.list();
                }
            });
        }
    });
    calls as f64 / start.elapsed().as_secs_f64()
}
