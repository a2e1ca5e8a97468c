//! How many calls a client makes per second if many are under way at once, as a ratio to bare
//! reqwest.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench scaling
//! ```
//!
//! Each call lists a single collection. The clients are measured in turns, each time with a new
//! runtime and new threads, and the best round of each counts: where the system places few threads
//! makes several times more of a difference than the client.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::time::Instant;

use common::Target::AtLeast;
use common::{
    Async, Bare, BareBlocking, Blocking, BlockingWay, Exchange, Place, Server, Table, Way,
};
use tokio::runtime::Runtime;

fn main() {
    let (concurrency, rounds, calls) = match common::is_measuring() {
        true => (&[1, 8, 64, 512][..], 15, 4_096),
        false => (&[2][..], 1, 4),
    };
    let server = Server::prepared(1);
    for (question, bare, facade) in [
        (
            "Calls per second with the async client, to reqwest",
            with_tasks::<Bare> as fn(&Place, usize, usize) -> f64,
            with_tasks::<Async> as fn(&Place, usize, usize) -> f64,
        ),
        (
            "Calls per second with the blocking client, to reqwest's",
            with_threads::<BareBlocking>,
            with_threads::<Blocking>,
        ),
    ] {
        let table = Table::new(question, &["concurrent calls", "bare", "facade", "ratio"]);
        for many in concurrency {
            let mut best = [0.0_f64; 2];
            for _ in 0..rounds {
                for (best, measure) in best.iter_mut().zip([bare, facade]) {
                    *best = best.max(measure(&server, *many, calls));
                }
            }
            let ratio = best[1] / best[0];
            let [bare, facade] = best.map(|rate| format!("{rate:.0}"));
            table.row(&[many, &bare, &facade], ratio, AtLeast(0.95));
        }
    }
}

/// Calls per second, if this many tasks of a runtime make them.
fn with_tasks<W: Way>(place: &Place, tasks: usize, calls: usize) -> f64 {
    let runtime = Runtime::new().unwrap();
    let way = W::new(place);
    let make = |calls: usize| {
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
    };
    // The first calls open the connections.
    make(tasks);
    make(calls)
}

/// Calls per second, if this many threads make them.
fn with_threads<W: BlockingWay>(place: &Place, threads: usize, calls: usize) -> f64 {
    let way = W::new(place);
    let make = |calls: usize| {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let way = way.clone();
                scope.spawn(move || {
                    for _ in 0..calls / threads {
                        way.list();
                    }
                });
            }
        });
        calls as f64 / start.elapsed().as_secs_f64()
    };
    make(threads);
    make(calls)
}
