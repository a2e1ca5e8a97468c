//! What a server does, and what the client makes of it.
//!
//! Runs against an emulator of each version of the API, or against a live server if
//! `DATAFORCE_LIVE_BASE_URL`, `DATAFORCE_LIVE_API_KEY`, `DATAFORCE_LIVE_ORGANIZATION` and
//! `DATAFORCE_LIVE_ORBIT` are set. See the README of this package.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

mod api;
mod facade;
mod place;
mod server;

/// Without this, a live server would fill up.
#[tokio::test]
async fn a_test_that_fails_leaves_nothing_behind() {
    for place in place::Place::open().await {
        let failing = place.host(async |place| {
            place.create(place.named("Left behind")).await;
            place.elsewhere().await;
            assert_ne!(place.mine().await, []);
            panic!("on purpose");
        });
        let failure = AssertUnwindSafe(failing).catch_unwind().await.unwrap_err();
        assert_eq!(failure.downcast_ref(), Some(&"on purpose"));
        assert_eq!(place.mine().await, []);
        place.assert_bystanders_are_untouched();
    }
}
