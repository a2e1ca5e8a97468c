//! Times exchanges over loopback: bare reqwest with serde, the async facade and the blocking one.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench exchanges
//! ```
//!
//! Times vary with the machine and its load. The benchmark `ratios` measures costs.
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
