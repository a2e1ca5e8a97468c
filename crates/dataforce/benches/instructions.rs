//! How many instructions a call through the facade takes, as a ratio to bare reqwest with serde for
//! the same exchange.
//!
//! ```console
//! cargo bench -p dataforce --bench instructions
//! ```
//!
//! Callgrind counts them, which comes with valgrind. Unlike times, they hardly depend on the machine
//! and not at all on its load.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::env;
use std::process::Command;

use common::Target::{AtMost, Unchecked};
use common::{Async, Bare, Exchange, Server, Table, Target, Way};

/// The first argument of the process whose calls are counted.
const COUNT: &str = "--count-instructions";

/// An exchange on an orbit of some size, and the ratio that it should have.
type Case = (Exchange, usize, Target);

const LEGACY: [Case; 10] = [
    (Exchange::List, 1, AtMost(1.10)),
    (Exchange::List, 100, Unchecked),
    (Exchange::List, 10_000, AtMost(0.72)),
    (Exchange::GetById, 1, AtMost(1.10)),
    (Exchange::GetById, 100, Unchecked),
    (Exchange::GetById, 10_000, AtMost(0.20)),
    (Exchange::GetByName, 1, AtMost(1.10)),
    (Exchange::GetByName, 100, Unchecked),
    (Exchange::GetByName, 10_000, AtMost(0.20)),
    (Exchange::Create, 1, AtMost(1.10)),
];

const V1: [Case; 5] = [
    (Exchange::List, 10_000, AtMost(1.05)),
    (Exchange::GetById, 10_000, AtMost(1.10)),
    (Exchange::GetByName, 10_000, AtMost(1.10)),
    (Exchange::Connect, 10_000, AtMost(1.10)),
    (Exchange::First, 10_000, AtMost(1.10)),
];

/// The APIs, as they are called in the arguments of the process whose calls are counted.
const APIS: [(&str, &[Case]); 2] = [("legacy", &LEGACY), ("V1", &V1)];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [COUNT, api, way, case] => {
            let (_, cases) = APIS.iter().find(|(name, _)| *name == api).unwrap();
            let case = &cases[case.parse::<usize>().unwrap()];
            match way {
                "bare" => count::<Bare>(api, case),
                _ => count::<Async>(api, case),
            }
        }
        _ if common::is_measuring() => report(),
        _ => {
            for (api, cases) in APIS {
                for (exchange, ..) in cases {
                    let server = server(api, 2);
                    let runtime = common::runtime();
                    runtime.block_on(Bare::new(&server).call(*exchange));
                    runtime.block_on(Async::new(&server).call(*exchange));
                }
            }
        }
    }
}

fn server(api: &str, collections: usize) -> Server {
    match api {
        "legacy" => Server::prepared(collections),
        _ => Server::v1(collections),
    }
}

fn report() {
    let has_valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    for (api, cases) in APIS {
        let table = Table::new(
            &format!("Instructions of a call on the {api} API, facade to bare reqwest"),
            &["call", "collections", "bare", "facade", "ratio"],
        );
        if !has_valgrind {
            println!("\nNot counted, for valgrind is not installed.");
            continue;
        }
        for (index, case) in cases.iter().enumerate() {
            let (exchange, collections, target) = case;
            let bare = instructions(api, "bare", index, case);
            let facade = instructions(api, "facade", index, case);
            let ratio = facade as f64 / bare as f64;
            table.row(&[exchange, collections, &bare, &facade], ratio, *target);
        }
    }
}

/// Counts the instructions of a call, in a separate process.
fn instructions(api: &str, way: &str, index: usize, case: &Case) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        // Per thread, so that the server is not counted.
        .arg("--toggle-collect=*counted_calls*")
        .arg(env::current_exe().unwrap())
        .args([COUNT, api, way, &index.to_string()])
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    let counted: Option<u64> = log
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match counted {
        Some(counted) if counted > 0 && output.status.success() => counted / u64::from(calls(case)),
        _ => panic!("callgrind counted nothing:\n{log}"),
    }
}

/// Runs in the process that [`instructions`] starts.
fn count<W: Way>(api: &str, case: &Case) {
    let (exchange, collections, _) = *case;
    let server = server(api, collections);
    let way = W::new(&server);
    let runtime = common::runtime();
    let call = || runtime.block_on(way.call(exchange));
    // What happens only once: connecting, and growing buffers to the size of the response.
    call();
    call();
    counted_calls(calls(case), &call);
}

/// Callgrind finds this function by its name.
#[inline(never)]
fn counted_calls(calls: u32, call: &dyn Fn()) {
    for _ in 0..calls {
        call();
    }
}

/// How many calls are measured for one: fewer the longer they take.
fn calls((_, collections, _): &Case) -> u32 {
    match collections {
        1 => 50,
        100 => 20,
        _ => 3,
    }
}
