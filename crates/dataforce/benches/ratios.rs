//! Measures the costs of the facade as ratios: its instructions to those of bare reqwest with serde,
//! and the time of a blocking call to that of an async one.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench ratios
//! ```
//!
//! Callgrind counts the instructions, if valgrind is installed. Unlike times, they hardly depend on
//! the machine and not at all on its load. The cost of waiting between threads does not show in
//! instructions, so blocking and async calls are timed, in turns.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::env;
use std::io;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use common::{Async, Bare, Blocking, Exchange, Server, Way};

/// The first argument of the process whose calls are counted.
const COUNT: &str = "--count-instructions";

/// An exchange on an orbit of some size, and the ratio that it may have at most.
struct Case {
    exchange: Exchange,
    collections: usize,
    target: Option<f64>,
}

const fn case(exchange: Exchange, collections: usize, target: Option<f64>) -> Case {
    Case {
        exchange,
        collections,
        target,
    }
}

const FACADE_TO_BARE: [Case; 10] = [
    case(Exchange::List, 1, Some(1.10)),
    case(Exchange::List, 100, None),
    case(Exchange::List, 10_000, Some(1.00)),
    case(Exchange::GetById, 1, Some(1.10)),
    case(Exchange::GetById, 100, None),
    case(Exchange::GetById, 10_000, None),
    case(Exchange::GetByName, 1, Some(1.10)),
    case(Exchange::GetByName, 100, None),
    case(Exchange::GetByName, 10_000, Some(0.40)),
    case(Exchange::Create, 1, Some(1.10)),
];

const BLOCKING_TO_ASYNC: [Case; 5] = [
    case(Exchange::List, 1, Some(1.15)),
    case(Exchange::List, 100, Some(1.15)),
    case(Exchange::List, 10_000, Some(1.15)),
    case(Exchange::GetByName, 10_000, Some(1.15)),
    case(Exchange::Create, 1, Some(1.15)),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [COUNT, way, case] => {
            let case = &FACADE_TO_BARE[case.parse::<usize>().unwrap()];
            match way {
                "bare" => count::<Bare>(case),
                _ => count::<Async>(case),
            }
            ExitCode::SUCCESS
        }
        _ if arguments.iter().any(|argument| argument == "--bench") => report(),
        // Run as a test, which should end soon.
        _ => {
            for exchange in [
                Exchange::List,
                Exchange::GetById,
                Exchange::GetByName,
                Exchange::Create,
            ] {
                let server = Server::start(2);
                exchange.call(&Bare::new(&server), 2);
                exchange.call(&Async::new(&server), 2);
                exchange.call(&Blocking::new(&server), 2);
            }
            ExitCode::SUCCESS
        }
    }
}

fn report() -> ExitCode {
    let mut missed = false;
    println!("instructions of a call, facade to bare reqwest with serde:\n");
    match Command::new("valgrind").arg("--version").output() {
        Ok(_) => {
            missed |= table("bare", "facade", &FACADE_TO_BARE, |index, _| {
                let bare = instructions("bare", index);
                let facade = instructions("facade", index);
                (
                    facade as f64 / bare as f64,
                    bare.to_string(),
                    facade.to_string(),
                )
            });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            println!("not counted, for valgrind is not installed");
        }
        Err(error) => panic!("valgrind does not run: {error}"),
    }
    println!("\ntime of a call, blocking to async:\n");
    missed |= table("async", "blocking", &BLOCKING_TO_ASYNC, |_, case| {
        time(case)
    });
    ExitCode::from(u8::from(missed))
}

/// Prints a table of ratios in Markdown. Returns whether a target was missed.
fn table(
    base: &str,
    other: &str,
    cases: &[Case],
    measure: impl Fn(usize, &Case) -> (f64, String, String),
) -> bool {
    println!("| call | collections | {base} | {other} | ratio | target |");
    println!("|---|---:|---:|---:|---:|---:|");
    let mut missed = false;
    for (index, case) in cases.iter().enumerate() {
        let (ratio, of_base, of_other) = measure(index, case);
        let target = case.target.map_or(String::new(), |target| {
            let misses = ratio > target;
            missed |= misses;
            format!("≤ {target:.2}{}", if misses { ", missed" } else { "" })
        });
        let Case {
            exchange,
            collections,
            ..
        } = case;
        println!("| {exchange} | {collections} | {of_base} | {of_other} | {ratio:.2} | {target} |");
    }
    missed
}

/// Counts the instructions of a call, in a separate process.
fn instructions(way: &str, case: usize) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        // Per thread, so that the server is not counted.
        .arg("--toggle-collect=*counted_calls*")
        .arg(env::current_exe().unwrap())
        .args([COUNT, way, &case.to_string()])
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    let counted: Option<u64> = log
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match counted {
        Some(counted) if counted > 0 && output.status.success() => {
            counted / u64::from(calls(&FACADE_TO_BARE[case]))
        }
        _ => panic!("callgrind counted nothing:\n{log}"),
    }
}

/// Runs in the process that [`instructions`] starts.
fn count<W: Way>(case: &Case) {
    let server = Server::start(case.collections);
    let way = W::new(&server);
    let call = || case.exchange.call(&way, case.collections);
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
fn calls(case: &Case) -> u32 {
    match case.collections {
        1 => 50,
        100 => 20,
        _ => 3,
    }
}

/// Times blocking and async calls, in rounds of some of each.
fn time(case: &Case) -> (f64, String, String) {
    const ROUNDS: usize = 101;
    let server = Server::start(case.collections);
    let (of_async, of_blocking) = (Async::new(&server), Blocking::new(&server));
    let mut rounds: Vec<_> = (0..ROUNDS)
        .map(|_| (timed(case, &of_async), timed(case, &of_blocking)))
        .collect();
    // The median, since a disturbance affects few rounds.
    rounds.sort_by(|one, other| f64::total_cmp(&quotient(one), &quotient(other)));
    let median = rounds[ROUNDS / 2];
    let shown = |time: Duration| format!("{:.1?}", time / calls(case));
    (quotient(&median), shown(median.0), shown(median.1))
}

fn quotient((base, other): &(Duration, Duration)) -> f64 {
    other.as_secs_f64() / base.as_secs_f64()
}

fn timed<W: Way>(case: &Case, way: &W) -> Duration {
    let start = Instant::now();
    for _ in 0..calls(case) {
        case.exchange.call(way, case.collections);
    }
    start.elapsed()
}
