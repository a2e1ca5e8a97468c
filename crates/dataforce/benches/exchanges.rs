//! How long exchanges take: bare reqwest with serde, the facade, and the facade without `async`, over loopback.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench exchanges
//! ```
//!
//! Times vary with the machine and with what else it does. For statements about costs see the benchmark `ratios`.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use common::{Async, Bare, Blocking, Exchange, Server, Way};
use divan::Bencher;

const COLLECTIONS: [usize; 3] = [1, 100, 10_000];

fn main() {
    divan::main();
}

#[divan::bench(types = [Bare, Async, Blocking], args = COLLECTIONS)]
fn list<W: Way>(bencher: Bencher<'_, '_>, collections: usize) {
    exchange::<W>(bencher, Exchange::List, collections);
}

#[divan::bench(types = [Bare, Async, Blocking], args = COLLECTIONS)]
fn get_by_id<W: Way>(bencher: Bencher<'_, '_>, collections: usize) {
    exchange::<W>(bencher, Exchange::GetById, collections);
}

#[divan::bench(types = [Bare, Async, Blocking], args = COLLECTIONS)]
fn get_by_name<W: Way>(bencher: Bencher<'_, '_>, collections: usize) {
    exchange::<W>(bencher, Exchange::GetByName, collections);
}

#[divan::bench(types = [Bare, Async, Blocking])]
fn create<W: Way>(bencher: Bencher<'_, '_>) {
    exchange::<W>(bencher, Exchange::Create, 1);
}

fn exchange<W: Way>(bencher: Bencher<'_, '_>, exchange: Exchange, collections: usize) {
    let server = Server::start(collections);
    let way = W::new(&server);
    bencher.bench_local(|| exchange.call(&way, collections));
}
