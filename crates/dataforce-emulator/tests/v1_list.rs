//! The list of collections of version 1 of the API: pages, orders, cursors and filters.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod raw;

use chrono::DateTime;
use dataforce_emulator::{
    ApiVersion, Collection, CollectionType, Emulator, EmulatorBuilder, Orbit,
};
use raw::{call, collections};
use serde_json::{Value, json};
use uuid::Uuid;

const CRASH: &str = "Internal Server Error";

fn v1() -> EmulatorBuilder {
    Emulator::builder().api_version(ApiVersion::V1)
}

/// Returns the names on a page and its cursor.
fn page(emulator: &Emulator, query: &str) -> (Vec<String>, Value) {
    let path = format!("{}?{query}", collections(emulator));
    let reply = call(emulator, "GET", &path, "");
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    let page = reply.json();
    let items = page["items"].as_array().unwrap();
    let names = items
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned());
    (names.collect(), page["cursor"].clone())
}

fn names(emulator: &Emulator, query: &str) -> Vec<String> {
    page(emulator, query).0
}

/// Follows the cursors to the end.
fn all_pages(emulator: &Emulator, query: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let (mut names, mut cursor) = page(emulator, query);
    while let Some(text) = cursor.as_str() {
        pages.push(names);
        (names, cursor) = page(emulator, &format!("{query}&cursor={text}"));
    }
    pages.push(names);
    pages
}

/// Collections created a second apart, in this order.
fn named<const N: usize>(names: [&str; N]) -> EmulatorBuilder {
    let mut builder = v1();
    for (seconds, name) in (1_700_000_000..).zip(names) {
        let at = DateTime::from_timestamp_secs(seconds).unwrap();
        builder = builder.collection(Collection::new(name).created_at(at));
    }
    builder
}

#[test]
fn pages_follow_each_other_in_every_order() {
    let emulator = named(["d", "b", "a", "c", "b", "e", "b"]).start();
    let newest_first = ["b", "e", "b", "c", "a", "b", "d"];
    assert_eq!(names(&emulator, ""), newest_first);
    assert_eq!(names(&emulator, "order=asc").concat(), "dbacbeb");
    for query in ["limit=2", "limit=3&order=asc"] {
        let pages = all_pages(&emulator, query);
        let mut together = pages.concat();
        if query.ends_with("asc") {
            together.reverse();
        }
        assert_eq!(together, newest_first, "{pages:?}");
    }
    for key in [
        "created_at",
        "name",
        "type",
        "description",
        "total_artifacts",
    ] {
        for order in ["asc", "desc"] {
            for limit in [1, 2, 3] {
                let order_by = format!("sort_by={key}&order={order}");
                let whole = names(&emulator, &order_by);
                let pages = all_pages(&emulator, &format!("{order_by}&limit={limit}"));
                assert_eq!(pages.concat(), whole, "{order_by}");
                assert!(pages.iter().all(|page| !page.is_empty()), "{pages:?}");
            }
        }
    }
    assert_eq!(
        names(&emulator, "sort_by=name&order=asc").concat(),
        "abbbcde"
    );
    assert_eq!(page(&emulator, "limit=7").1, json!(null));
    let empty = v1().start();
    call(&empty, "GET", &collections(&empty), "").expect(200, r#"{"items":[],"cursor":null}"#);
}

#[test]
fn times_are_kept_in_microseconds() {
    let at = |nanos| DateTime::from_timestamp(1_700_000_000, nanos).unwrap();
    let emulator = v1()
        .collection(Collection::new("first").created_at(at(1_400)))
        .collection(Collection::new("second").created_at(at(2_999)))
        .start();
    let kept = emulator.collections().into_iter();
    let kept: Vec<_> = kept.map(|one| one.created_at).collect();
    assert_eq!(kept, [at(1_000), at(2_000)]);
    assert_eq!(
        all_pages(&emulator, "limit=1&order=asc").concat(),
        ["first", "second"]
    );
}

#[test]
fn ties_are_broken_by_id() {
    let at = DateTime::from_timestamp_secs(1_700_000_000).unwrap();
    let tied = |name: &str, id| Collection::new(name).id(Uuid::from_u128(id)).created_at(at);
    let emulator = v1()
        .collection(tied("second", 2))
        .collection(tied("third", 3))
        .collection(tied("first", 1))
        .start();
    assert_eq!(
        all_pages(&emulator, "limit=1&order=asc").concat(),
        ["first", "second", "third"]
    );
    assert_eq!(
        all_pages(&emulator, "limit=1").concat(),
        ["third", "second", "first"]
    );
}

#[test]
fn a_cursor_is_what_the_server_makes_of_it() {
    let at = DateTime::from_timestamp_micros(1_700_000_000_120_000).unwrap();
    let whole = DateTime::from_timestamp_secs(1_600_000_000).unwrap();
    let emulator = v1()
        .collection(
            Collection::new("é\"")
                .id(Uuid::from_u128(0xab))
                .created_at(at),
        )
        .collection(
            Collection::new("a")
                .id(Uuid::from_u128(0xcd))
                .created_at(whole),
        )
        .collection(Collection::new("b").created_at(DateTime::UNIX_EPOCH))
        .start();
    let orbit = emulator.orbit_id().simple().to_string();
    let cursor = |query: &str| page(&emulator, query).1.as_str().unwrap().to_owned();
    for (query, text) in [
        (
            "limit=1",
            format!(
                r#"["000000000000000000000000000000ab", "2023-11-14T22:13:20.120000+00:00", "created_at", "desc", "{orbit}"]"#
            ),
        ),
        (
            "limit=2",
            format!(
                r#"["000000000000000000000000000000cd", "2020-09-13T12:26:40+00:00", "created_at", "desc", "{orbit}"]"#
            ),
        ),
        (
            "limit=1&sort_by=name",
            format!(
                r#"["000000000000000000000000000000ab", "\u00e9\"", "name", "desc", "{orbit}"]"#
            ),
        ),
    ] {
        assert_eq!(cursor(query), base64(&text), "{query}");
    }
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bytes = [
            chunk[0],
            *chunk.get(1).unwrap_or(&0),
            *chunk.get(2).unwrap_or(&0),
        ];
        let bits = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) & 63;
            let padding = digit > chunk.len();
            encoded.push(if padding {
                '='
            } else {
                char::from(DIGITS[index as usize])
            });
        }
    }
    encoded
}

#[test]
fn a_cursor_of_another_list_restarts_silently() {
    let emulator = named(["a", "b", "c", "d"]).start();
    let (_, cursor) = page(&emulator, "limit=2");
    let cursor = cursor.as_str().unwrap();
    assert_eq!(
        names(&emulator, &format!("limit=2&cursor={cursor}")),
        ["b", "a"]
    );
    assert_eq!(names(&emulator, &format!("limit=1&cursor={cursor}")), ["b"]);
    for query in [
        "limit=2&cursor=garbage",
        "limit=2&cursor=",
        "limit=2&cursor=WyJhIl0=",
        &format!("limit=2&cursor={}", &cursor[4..]),
    ] {
        assert_eq!(names(&emulator, query), ["d", "c"], "{query}");
    }
    let other_order = names(&emulator, &format!("limit=2&order=asc&cursor={cursor}"));
    assert_eq!(other_order, ["a", "b"]);
    let other_key = names(&emulator, &format!("limit=2&sort_by=name&cursor={cursor}"));
    assert_eq!(other_key, ["d", "c"]);

    // A search is not part of the cursor: it applies to the rest.
    assert_eq!(
        names(&emulator, &format!("search=a&cursor={cursor}")),
        ["a"]
    );
    let organization = emulator.organization_id();
    let orbit = emulator.add_orbit(organization, Orbit::new("Second").collections(1));
    let elsewhere =
        format!("/v1/organizations/{organization}/orbits/{orbit}/collections?cursor={cursor}");
    let items = call(&emulator, "GET", &elsewhere, "").json()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
}

#[test]
fn rows_may_change_between_pages() {
    let emulator = named(["a", "b", "c", "d"]).start();
    let cursor = page(&emulator, "limit=2").1;
    let next = format!("limit=2&cursor={}", cursor.as_str().unwrap());
    let row = emulator.collections()[2].clone();
    assert_eq!(row.name, "c");
    emulator.remove_collection(row.id);
    emulator.add_collection(Collection::new("new"));
    assert_eq!(names(&emulator, &next), ["b", "a"]);
    let ascending = page(&emulator, "limit=2&order=asc").1;
    emulator.add_collection(Collection::new("newest"));
    let next = format!("order=asc&cursor={}", ascending.as_str().unwrap());
    assert_eq!(names(&emulator, &next), ["d", "new", "newest"]);
}

#[test]
fn a_search_is_a_pattern_over_names_and_tags() {
    let emulator = named(["50%_off", "50X_off", r"back\slash", "Straße", "ÉCOLE"]).start();
    emulator.add_collection(
        Collection::new("tagged")
            .tags(["Red tag", "x\"y"])
            .description("hidden"),
    );
    emulator.add_collection(Collection::new("empty").tags::<String>([]));
    for (search, found) in [
        ("", 7),
        ("50%25_off", 2),
        (r"50%5C%25%5C_off", 1),
        ("BACK", 1),
        (r"back%5Cslash", 0),
        (r"back%5C%5Cslash", 1),
        ("strasse", 0),
        ("%C3%A9cole", 1),
        ("red+tag", 1),
        ("%22red", 1),
        ("%5B", 2),
        ("null", 5),
        ("hidden", 0),
        (" 50", 0),
    ] {
        let search = search.replace(' ', "%20");
        let names = names(&emulator, &format!("search={search}"));
        assert_eq!(names.len(), found, "{search}: {names:?}");
    }
    let path = format!("{}?search=%00", collections(&emulator));
    call(&emulator, "GET", &path, "").expect(500, CRASH);
}

#[test]
fn types_limit_a_list() {
    let of_type = |name: &str, collection_type| Collection::new(name).of_type(collection_type);
    let emulator = v1()
        .collection(of_type("m", CollectionType::Model))
        .collection(of_type("d", CollectionType::Dataset))
        .collection(of_type("x", CollectionType::ModelDataset))
        .start();
    assert_eq!(names(&emulator, "types=model").concat(), "m");
    let mut both = names(&emulator, "types=model&types=dataset");
    both.sort();
    assert_eq!(both, ["d", "m"]);
    for ignored in ["type=model", "types%5B%5D=model", "tags=red", "page=2"] {
        assert_eq!(names(&emulator, ignored).len(), 3, "{ignored}");
    }
    let path = format!("{}?types=model&types=model_dataset", collections(&emulator));
    call(&emulator, "GET", &path, "").expect(
        422,
        r#"{"detail":[{"type":"enum","loc":["query","types",1],"msg":"Input should be 'model', 'dataset', 'experiment' or 'mixed'","input":"model_dataset","ctx":{"expected":"'model', 'dataset', 'experiment' or 'mixed'"}}]}"#,
    );
}

#[test]
fn parameters_are_checked() {
    let emulator = v1().collections(120).start();
    assert_eq!(names(&emulator, "").len(), 50);
    for limit in ["100", "1.0", "+7", "%2B7", "1_0", "5&limit=7"] {
        let expected = match limit {
            "1.0" => 1,
            "100" => 100,
            "1_0" => 10,
            _ => 7,
        };
        assert_eq!(
            names(&emulator, &format!("limit={limit}")).len(),
            expected,
            "{limit}"
        );
    }
    for (query, error) in [
        (
            "limit=0",
            r#"{"type":"greater_than","loc":["query","limit"],"msg":"Input should be greater than 0","input":"0","ctx":{"gt":0}}"#,
        ),
        (
            "limit=-1",
            r#"{"type":"greater_than","loc":["query","limit"],"msg":"Input should be greater than 0","input":"-1","ctx":{"gt":0}}"#,
        ),
        (
            "limit=101",
            r#"{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 100","input":"101","ctx":{"le":100}}"#,
        ),
        (
            "limit=x",
            r#"{"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"}"#,
        ),
        (
            "sort_by=updated_at",
            r#"{"type":"enum","loc":["query","sort_by"],"msg":"Input should be 'created_at', 'name', 'type', 'description' or 'total_artifacts'","input":"updated_at","ctx":{"expected":"'created_at', 'name', 'type', 'description' or 'total_artifacts'"}}"#,
        ),
        (
            "order=up",
            r#"{"type":"enum","loc":["query","order"],"msg":"Input should be 'asc' or 'desc'","input":"up","ctx":{"expected":"'asc' or 'desc'"}}"#,
        ),
    ] {
        let path = format!("{}?{query}", collections(&emulator));
        let reply = call(&emulator, "GET", &path, "");
        reply.expect(422, &format!(r#"{{"detail":[{error}]}}"#));
    }
}

#[test]
fn ten_thousand_collections_are_a_hundred_pages() {
    let emulator = v1().collections(10_000).start();
    let pages = all_pages(&emulator, "limit=100&order=asc");
    assert_eq!(pages.len(), 100);
    let mut names = pages.concat();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 10_000);
}
