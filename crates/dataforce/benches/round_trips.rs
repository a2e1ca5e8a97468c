//! How many round trips of a slow link an operation takes on V1.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench round_trips
//! ```
//!
//! The link is a relay in this process that passes everything on with a delay. A new connection
//! takes a round trip, as TCP does.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use common::Target::AtMost;
use common::{Async, Bare, Exchange, Place, Server, Table, Way, median};

const COLLECTIONS: usize = 1_000;

/// How often each call is timed.
const ROUNDS: usize = 3;

const EXCHANGES: [Exchange; 6] = [
    Exchange::Connect,
    Exchange::GetById,
    Exchange::GetByName,
    Exchange::First,
    Exchange::List,
    // The list has its length until then.
    Exchange::Create,
];

fn main() {
    let (delays, collections) = match common::is_measuring() {
        true => (&[1, 20, 100][..], COLLECTIONS),
        false => (&[1][..], 2),
    };
    for delay in delays {
        let server = Server::v1(collections);
        let delay = Duration::from_millis(*delay);
        let place = Place {
            url: slow_link(&server.url, delay),
            ..(*server).clone()
        };
        let table = Table::new(
            &format!(
                "Round trips of a call, over a link of {delay:?} each way, {collections} collections"
            ),
            &[
                "call",
                "time of bare",
                "of the facade",
                "requests of bare",
                "of the facade",
            ],
        );
        for exchange in EXCHANGES {
            let (bare_requests, bare) = measure::<Bare>(exchange, &place, &server, delay);
            let (requests, facade) = measure::<Async>(exchange, &place, &server, delay);
            table.row(
                &[
                    &exchange,
                    &format!("{bare:.2}"),
                    &format!("{facade:.2}"),
                    &bare_requests,
                ],
                requests as f64,
                // The times vary with what else the machine does.
                AtMost(bare_requests as f64),
            );
        }
    }
}

/// The requests of a call, and its time in round trips, over a connection that is open.
fn measure<W: Way>(
    exchange: Exchange,
    place: &Place,
    server: &Server,
    delay: Duration,
) -> (usize, f64) {
    let runtime = common::runtime();
    let way = W::new(place);
    runtime.block_on(way.call(Exchange::GetById));
    let before = server.requests();
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        runtime.block_on(way.call(exchange));
        start.elapsed().as_secs_f64() / (2 * delay).as_secs_f64()
    });
    let round_trips = median(times.collect());
    ((server.requests() - before) / ROUNDS, round_trips)
}

/// Starts a relay to a server, and returns its URL.
fn slow_link(url: &str, delay: Duration) -> String {
    let server = url.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
            let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            relay(from, to, delay, 2 * delay);
            relay(server, client, delay, Duration::ZERO);
        }
    });
    format!("http://{address}")
}

/// Passes everything on, `delay` after it has arrived and the connection has opened.
fn relay(mut from: TcpStream, mut to: TcpStream, delay: Duration, opening: Duration) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    let open = Instant::now() + opening;
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut buffer)
            && sender
                .send((Instant::now(), buffer[..length].to_vec()))
                .is_ok()
        {}
    });
    thread::spawn(move || {
        to.set_nodelay(true).unwrap();
        // Threads sleep more precisely than tasks.
        for (arrived, bytes) in receiver {
            let due = open.max(arrived) + delay;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                return;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
