//! What the clients hold in memory. A program of its own, since it counts what the process allocates.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

use std::io::Write;
use std::net::TcpStream;

use dataforce::{Client, ClientBuilder, RetryPolicy};
use dataforce_emulator::Fault;
use dataforce_fault_tests::{RawServer, Then, Version, on_both_versions};
use peak_alloc::PeakAlloc;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

on_both_versions!(
    #[tokio::test]
    an_error_body_of_120_mb_costs_no_more_than_a_small_one,
    a_search_in_a_huge_list_holds_only_what_is_found,
    a_search_among_large_objects_holds_one_of_them_or_a_page_at_a_time,
    an_answer_over_the_limit_is_not_held_beyond_it,
    the_memory_of_a_client_does_not_grow_with_its_calls,
);

const MIB: usize = 1 << 20;

/// One test after the other: they count for the whole process.
fn turn() -> &'static Mutex<()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    &TURN
}

async fn alone() -> MutexGuard<'static, ()> {
    turn().lock().await
}

/// How many bytes more than at the start were held at most.
async fn peak_of<F: Future>(work: F) -> (F::Output, usize) {
    MEMORY.reset_peak_usage();
    let start = MEMORY.current_usage();
    let output = work.await;
    (output, MEMORY.peak_usage().saturating_sub(start))
}

fn builder(version: Version, base_url: &str) -> ClientBuilder {
    version.client(base_url).retry(RetryPolicy::none())
}

/// Returns a server that responds with a body of many pieces, of which it holds one.
fn serving(
    status: &'static str,
    start: &'static str,
    piece: impl Fn(usize) -> String + Send + Sync + 'static,
    pieces: usize,
    end: &'static str,
) -> RawServer {
    RawServer::start(move |_, stream| {
        write!(
            stream,
            "HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n"
        )?;
        send_chunk(stream, start)?;
        for number in 0..pieces {
            send_chunk(stream, &piece(number))?;
        }
        send_chunk(stream, end)?;
        stream.write_all(b"0\r\n\r\n")?;
        Ok(Then::Keep)
    })
}

fn send_chunk(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    write!(stream, "{:x}\r\n{text}\r\n", text.len())
}

/// Returns a server of an orbit with many collections, of which the last one has the name `wanted`.
/// In V1 they come in pages of 100, and each page names the number of the next one as its cursor.
fn serving_collections(
    version: Version,
    others: usize,
    other: impl Fn(Version, usize) -> String + Send + Sync + 'static,
) -> RawServer {
    RawServer::start(move |arrival, stream| {
        let (start, end) = version.list_ends();
        let page = arrival.path.split_once("cursor=").map_or("0", |(_, it)| it);
        let page: usize = page.split('&').next().unwrap().parse().unwrap();
        let elements = match version {
            Version::Legacy => 0..others + 1,
            Version::V1 => page * 100..(others + 1).min((page + 1) * 100),
        };
        let end = match elements.end > others {
            true => end.to_owned(),
            false => format!(r#"],"cursor":"{}"}}"#, page + 1),
        };
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes())?;
        send_chunk(stream, start)?;
        for number in elements.clone() {
            if number > elements.start {
                send_chunk(stream, ",")?;
            }
            let element = match number == others {
                true => version.collection(Uuid::max(), "wanted"),
                false => other(version, number),
            };
            send_chunk(stream, &element)?;
        }
        send_chunk(stream, &end)?;
        stream.write_all(b"0\r\n\r\n")?;
        Ok(Then::Keep)
    })
}

fn numbered(version: Version, number: usize) -> String {
    version.collection(Uuid::from_u128(number as u128), &format!("number {number}"))
}

async fn an_error_body_of_120_mb_costs_no_more_than_a_small_one(version: Version) {
    let _turn = alone().await;
    let block = "x".repeat(64 << 10);
    let server = serving(
        "422 Unprocessable Content",
        r#"{"detail":[{"type":"t","loc":["body","name"],"msg":"too long","input":""#,
        move |_| block.clone(),
        120 * MIB / (64 << 10),
        r#""}]}"#,
    );
    let client = builder(version, &server.base_url()).build().unwrap();
    let collections = client.collections();
    let (outcome, peak) = peak_of(collections.list()).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.detail(), Some("body.name: too long"));
    assert!(peak < 4 * MIB, "{peak} bytes");
}

async fn a_search_in_a_huge_list_holds_only_what_is_found(version: Version) {
    let _turn = alone().await;
    const OTHERS: usize = 40_000;
    let size = OTHERS * numbered(version, 0).len();
    let server = serving_collections(version, OTHERS, numbered);
    let client = builder(version, &server.base_url()).build().unwrap();
    let collections = client.collections();
    let (found, peak) = peak_of(collections.get("wanted")).await;
    assert_eq!(found.unwrap().unwrap().name, "wanted");
    assert!(size > 8 * MIB);
    assert!(peak < 2 * MIB, "{peak} bytes for a list of {size}");
}

async fn a_search_among_large_objects_holds_one_of_them_or_a_page_at_a_time(version: Version) {
    let _turn = alone().await;
    let description = "0123456789abcdef".repeat(MIB / 16);
    let other = move |version, number| {
        let large = format!(r#""description":"{description}""#);
        numbered(version, number).replace(r#""description":"""#, &large)
    };
    // In V1 the 50 large ones are on the second page, and a page is held as a whole.
    let others = 150;
    let server = serving_collections(version, others, move |version, number| match number {
        0..100 => numbered(version, number),
        _ => other(version, number),
    });
    let client = builder(version, &server.base_url()).build().unwrap();
    let collections = client.collections();
    let (found, peak) = peak_of(collections.get("wanted")).await;
    assert_eq!(found.unwrap().unwrap().name, "wanted");
    // The end of an object is not known before it has arrived, and the server in this process makes
    // copies, too.
    let limit = match version {
        Version::Legacy => 20 * MIB,
        // Filtering a page takes several copies of it.
        Version::V1 => 7 * 50 * MIB,
    };
    assert!(peak < limit, "{peak} bytes for a list of 50 MiB");
}

async fn an_answer_over_the_limit_is_not_held_beyond_it(version: Version) {
    let _turn = alone().await;
    let block = " ".repeat(64 << 10);
    let server = {
        let (start, end) = version.list_ends();
        serving("200 OK", start, move |_| block.clone(), usize::MAX, end)
    };
    let client = builder(version, &server.base_url())
        .max_response_bytes(MIB)
        .build()
        .unwrap();
    let collections = client.collections();
    let (outcome, peak) = peak_of(collections.list()).await;
    outcome.unwrap_err();
    assert!(peak < 4 * MIB, "{peak} bytes");
}

async fn the_memory_of_a_client_does_not_grow_with_its_calls(version: Version) {
    let _turn = alone().await;
    let server = {
        let (start, end) = version.list_ends();
        serving("200 OK", start, |_| " ".to_owned(), 1, end)
    };
    let client = builder(version, &server.base_url()).build().unwrap();
    let collections = client.collections();
    for _ in 0..50 {
        collections.list().await.unwrap();
    }
    let before = MEMORY.current_usage();
    for _ in 0..500 {
        collections.list().await.unwrap();
    }
    let after = MEMORY.current_usage();
    assert!(after < before + MIB / 4, "{before} bytes, then {after}");
}

/// Reads the memory of this process through the file system.
#[cfg(target_os = "linux")]
mod own_memory {
    use std::fs::{File, read_to_string};
    use std::os::unix::fs::FileExt;

    /// How often a text occurs in the writable memory of the process. The text is given disguised, so that searching
    /// for it does not make it occur.
    pub(crate) fn count(disguised: &[u8]) -> usize {
        let memory = File::open("/proc/self/mem").unwrap();
        let maps = read_to_string("/proc/self/maps").unwrap();
        let mut buffer = vec![0; 1 << 20];
        let mut found = 0;
        let first = disguise(disguised[0]);
        for line in maps.lines() {
            let mut words = line.split_whitespace();
            let (range, rights) = (words.next().unwrap(), words.next().unwrap());
            if !rights.starts_with("rw") || line.ends_with("[vvar]") {
                continue;
            }
            let (start, end) = range.split_once('-').unwrap();
            let number = |text| u64::from_str_radix(text, 16).unwrap();
            let (mut position, end) = (number(start), number(end));
            while position < end {
                let length = buffer.len().min(usize::try_from(end - position).unwrap());
                // Pages may be gone by now.
                let Ok(read) = memory.read_at(&mut buffer[..length], position) else {
                    break;
                };
                if read == 0 {
                    break;
                }
                let text = &buffer[..read];
                let begins = |(place, byte): (usize, &u8)| (*byte == first).then_some(place);
                for place in text.iter().enumerate().filter_map(begins) {
                    let mut rest = text[place..].iter().zip(disguised);
                    let long_enough = rest.len() == disguised.len();
                    if long_enough && rest.all(|(byte, other)| *byte == disguise(*other)) {
                        found += 1;
                    }
                }
                let overlap = disguised.len() - 1;
                position += read as u64;
                if position < end {
                    position -= overlap as u64;
                }
            }
        }
        // What was found is in here, too.
        buffer.fill(0);
        found
    }

    pub(crate) fn disguise(byte: u8) -> u8 {
        byte ^ 0x80
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_is_in_memory_while_there_is_a_client_and_not_afterwards() {
    use own_memory::{count, disguise};

    let _turn = turn().blocking_lock();
    // A key that nobody has written down anywhere, also not this program.
    let seed = Uuid::from_u128(
        std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap()
            .as_nanos(),
    );
    let disguised: Vec<u8> = b"dfs_"
        .iter()
        .chain(seed.as_bytes().iter().chain(seed.as_bytes()))
        .map(|byte| disguise(b'a' + byte % 26))
        .collect();
    let key = || {
        let mut key = String::with_capacity(disguised.len());
        key.extend(disguised.iter().map(|byte| char::from(disguise(*byte))));
        key
    };
    // Memory that is given back soon has its beginning overwritten, and the rest tells as much.
    let count = || count(&disguised[16..]);
    assert_eq!(count(), 0);

    let builder = Client::builder().api_key(key());
    let copy = builder.clone();
    let client = builder.build().unwrap();
    let derived = client.with_collection(None);
    let handle = client.collections();
    assert!(count() > 0, "the search finds nothing");
    drop((copy, client));
    assert!(count() > 0, "another handle needs it");
    drop((derived, handle));
    assert_eq!(count(), 0);

    // Whatever ends a builder early ends the key, too.
    let refused = Client::builder().api_key(key()).base_url("not a URL");
    refused.build().unwrap_err();
    drop(Client::builder().api_key(key()).api_key("dfs_another"));
    assert_eq!(count(), 0);
}

/// In this program, since it is about a process in which nobody else listens.
#[tokio::test]
async fn nothing_is_made_for_a_listener_who_does_not_want_it() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tracing::subscriber::Interest;
    use tracing::{Event, Metadata, Subscriber, span};

    struct Uninterested(Arc<AtomicUsize>);

    impl Subscriber for Uninterested {
        fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
            Interest::never()
        }

        fn enabled(&self, _: &Metadata<'_>) -> bool {
            false
        }

        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            self.0.fetch_add(1, Ordering::Relaxed);
            span::Id::from_u64(1)
        }

        fn record(&self, _: &span::Id, _: &span::Record<'_>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

        fn event(&self, _: &Event<'_>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn enter(&self, _: &span::Id) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn exit(&self, _: &span::Id) {}
    }

    let _turn = alone().await;
    let said = Arc::new(AtomicUsize::new(0));
    tracing::subscriber::set_global_default(Uninterested(Arc::clone(&said))).unwrap();
    for version in Version::ALL {
        let emulator = version.emulator().start();
        emulator.inject(Fault::status(503));
        let client = builder(version, emulator.base_url())
            .api_key(emulator.api_key())
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        client.organizations().list().await.unwrap();
        emulator.inject(Fault::truncated().always());
        client.organizations().list().await.unwrap_err();
    }
    assert_eq!(said.load(Ordering::Relaxed), 0);
}
