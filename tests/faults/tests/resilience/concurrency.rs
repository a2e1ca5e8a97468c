//! Many callers at once, callers that lose interest, and runtimes that end.

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use dataforce::{Client, CollectionType, Defaults, Error};
use dataforce_emulator::{Collection, Fault};
use futures_util::future::try_join_all;

use crate::{builder_of, client_of};
use dataforce_fault_tests::{Version, on_both_versions};

on_both_versions!(
    #[tokio::test(flavor = "multi_thread")]
    a_thousand_tasks_share_one_client,
);

on_both_versions!(
    #[test]
    sixty_four_threads_share_one_blocking_client,
    a_client_outlives_the_runtime_in_which_it_was_busy,
);

on_both_versions!(
    #[tokio::test]
    a_create_can_be_cancelled_at_any_point_and_happens_at_most_once,
    an_update_can_be_cancelled_at_any_point_and_happens_wholly_or_not_at_all,
    a_delete_can_be_cancelled_at_any_point,
    a_call_can_be_cancelled_at_any_point_of_its_repetitions,
    setting_the_defaults_can_be_cancelled_at_any_point_and_changes_all_or_none,
    no_task_is_left_when_the_client_is_gone,
);

async fn a_thousand_tasks_share_one_client(version: Version) {
    const TASKS: usize = 1_000;
    let emulator = version
        .emulator()
        .collection(Collection::new("shared"))
        .start();
    let client = client_of(&emulator);
    let tasks = (0..TASKS).map(|number| {
        let client = client.clone();
        tokio::spawn(async move {
            let collections = client.collections();
            let name = format!("number {number}");
            match number % 4 {
                0 => drop(
                    collections
                        .create(name, CollectionType::Model)
                        .send()
                        .await?,
                ),
                1 => drop(collections.get("shared").await?.unwrap()),
                2 => {
                    let update = collections.update("shared").description(name);
                    update.send().await?;
                }
                _ => {
                    let made = collections
                        .create(name, CollectionType::Model)
                        .send()
                        .await?;
                    collections.delete(&made).await?;
                }
            }
            Ok::<_, Error>(())
        })
    });
    for outcome in try_join_all(tasks).await.unwrap() {
        outcome.unwrap();
    }
    let left = emulator.collections();
    let names: BTreeSet<_> = left.iter().map(|it| &it.name).collect();
    assert_eq!((left.len(), names.len()), (1 + TASKS / 4, 1 + TASKS / 4));
}

fn sixty_four_threads_share_one_blocking_client(version: Version) {
    const THREADS: usize = 64;
    const EACH: usize = 5;
    let emulator = version.emulator().start();
    let client = dataforce::blocking::Client::builder()
        .api_key(emulator.api_key())
        .base_url(emulator.base_url())
        .connect()
        .unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let client = client.clone();
            scope.spawn(move || {
                let collections = client.collections();
                for round in 0..EACH {
                    let name = format!("{thread}.{round}");
                    let create = collections.create(&name, CollectionType::Model);
                    let made = create.send().unwrap();
                    assert_eq!(collections.get(&name).unwrap().as_ref(), Some(&made));
                    let update = collections.update(&made).description("changed");
                    assert_eq!(update.send().unwrap().description, "changed");
                    if round > 0 {
                        collections.delete(&made).unwrap();
                    }
                }
            });
        }
    });
    assert_eq!(emulator.collections().len(), THREADS);
}

/// Runs a future until it has been polled so many times, and drops it if it is not done by then.
async fn poll_at_most<F: Future>(times: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut polled = 0;
    poll_fn(|context| {
        if polled == times {
            return Poll::Ready(None);
        }
        polled += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// Cancels the call at each of its await points, the first, the second and so on, until it is completed once. After each
/// time, `check` looks at the server.
async fn cancel_everywhere<F: Future<Output = Result<(), Error>>>(
    client: &Client,
    call: impl Fn() -> F,
    mut check: impl FnMut(bool),
) {
    for polls in 1..1_000 {
        let outcome = poll_at_most(polls, call()).await;
        // Nothing is stuck: the same client does its work.
        let collections = client.collections();
        let list = tokio::time::timeout(Duration::from_secs(30), collections.list());
        list.await.expect("the client hangs").unwrap();
        let completed = outcome.is_some();
        if let Some(outcome) = outcome {
            outcome.unwrap();
        }
        check(completed);
        if completed {
            assert!(polls > 1, "the call awaits nothing");
            return;
        }
    }
    panic!("the call does not come to an end");
}

async fn a_create_can_be_cancelled_at_any_point_and_happens_at_most_once(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let mut known = 0;
    let create = || async {
        let create = client.collections().create("new", CollectionType::Model);
        create.send().await.map(drop)
    };
    cancel_everywhere(&client, create, |completed| {
        let now = emulator.collections().len();
        let happened = now - known;
        known = now;
        assert!(happened <= 1 && (happened == 1 || !completed), "{happened}");
    })
    .await;
}

async fn an_update_can_be_cancelled_at_any_point_and_happens_wholly_or_not_at_all(
    version: Version,
) {
    let target = Collection::new("target").description("as ever").tags(["a"]);
    let emulator = version.emulator().collection(target.clone()).start();
    let client = client_of(&emulator);
    let update = || async {
        let update = client.collections().update("target").tags(["b"]);
        update.send().await.map(drop)
    };
    cancel_everywhere(&client, update, |completed| {
        let now = emulator.collection(target.id).unwrap();
        assert_eq!(
            (now.name.as_str(), now.description.as_str()),
            ("target", "as ever")
        );
        let tags = now.tags.unwrap();
        assert!(tags == ["b"] || (tags == ["a"] && !completed), "{tags:?}");
    })
    .await;
}

async fn a_delete_can_be_cancelled_at_any_point(version: Version) {
    let bystander = Collection::new("bystander");
    let emulator = version.emulator().collection(bystander.clone()).start();
    let client = client_of(&emulator);
    let delete = || {
        let target = emulator.add_collection(Collection::new("target"));
        let collections = client.collections();
        async move {
            collections
                .delete(dataforce::CollectionId::from(target))
                .await
        }
    };
    cancel_everywhere(&client, delete, |completed| {
        let left = emulator.collections();
        assert!(left.iter().any(|it| it.id == bystander.id));
        assert!(!completed || left.len() < 1_000);
    })
    .await;
}

async fn a_call_can_be_cancelled_at_any_point_of_its_repetitions(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let list = || async {
        emulator.clear_faults();
        emulator.inject(Fault::status(503));
        emulator.inject(Fault::truncated());
        client.collections().list().await.map(drop)
    };
    cancel_everywhere(&client, list, |_| emulator.clear_faults()).await;
}

async fn setting_the_defaults_can_be_cancelled_at_any_point_and_changes_all_or_none(
    version: Version,
) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for polls in 1..1_000 {
        let mut changed = client.with_organization(None);
        let defaults = Defaults::new()
            .organization("My Personal Organization")
            .orbit("Default Orbit");
        let outcome = poll_at_most(polls, changed.setup_config(defaults)).await;
        assert_eq!(changed.organization().is_some(), outcome.is_some());
        assert_eq!(changed.orbit().is_some(), outcome.is_some());
        if let Some(outcome) = outcome {
            outcome.unwrap();
            return;
        }
    }
    panic!("the call does not come to an end");
}

fn a_client_outlives_the_runtime_in_which_it_was_busy(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for round in 0..10 {
        let threads = Arc::new(AtomicUsize::new(0));
        let (started, stopped) = (Arc::clone(&threads), Arc::clone(&threads));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .on_thread_start(move || _ = started.fetch_add(1, Ordering::SeqCst))
            .on_thread_stop(move || _ = stopped.fetch_sub(1, Ordering::SeqCst))
            .build()
            .unwrap();
        emulator.inject(Fault::delay(Duration::from_secs(3600)).after(3));
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let client = client.clone();
                runtime.spawn(async move { client.collections().list().await })
            })
            .collect();
        // In the middle: some calls have their answer, one never gets it.
        runtime.block_on(async {
            for call in calls.into_iter().take(3) {
                let _ = tokio::time::timeout(Duration::from_millis(20), call).await;
            }
        });
        if round % 2 == 0 {
            runtime.shutdown_background();
            // It ends in its own time. A thread of it that is still at work may take a request and drop it.
            while threads.load(Ordering::SeqCst) > 0 {
                std::thread::sleep(Duration::from_millis(1));
            }
        } else {
            drop(runtime);
        }
        emulator.clear_faults();

        let another = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        another.block_on(async {
            let create = client.collections().create("new", CollectionType::Model);
            create.send().await.unwrap();
            client.collections().list().await.unwrap();
        });
    }
    assert_eq!(emulator.collections().len(), 10);
}

async fn no_task_is_left_when_the_client_is_gone(version: Version) {
    let emulator = version.emulator().start();
    let client = builder_of(&emulator)
        .attempt_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let metrics = tokio::runtime::Handle::current().metrics();
    for fault in [
        Fault::status(503),
        Fault::truncated(),
        Fault::endless(),
        Fault::delay(Duration::from_secs(3600)),
    ] {
        emulator.inject(fault);
        let _ = client.collections().list().await;
        let list = poll_at_most(3, client.collections().list()).await;
        assert!(list.is_none());
    }
    assert!(metrics.num_alive_tasks() > 0, "connections are tasks");
    drop(client);
    let gone = async {
        while metrics.num_alive_tasks() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let gone = tokio::time::timeout(Duration::from_secs(20), gone).await;
    assert!(gone.is_ok(), "{} tasks are left", metrics.num_alive_tasks());
}
