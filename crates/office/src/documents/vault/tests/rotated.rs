//! All keys under another master key: beside a running server, and stopped after every step.

use super::*;
use object_store::ObjectStore;
use object_store::memory::InMemory;
use object_store::throttle::{ThrottleConfig, ThrottledStore};
use std::process::{Command, Stdio};
use std::task::Poll;
use std::time::Duration;

const CASES: u64 = 4;

async fn filled(vault: &Vault) {
    vault.prove().await.expect("a key that seals nothing");
    for n in 0..CASES {
        keep(vault, n, &case(n)).await;
    }
}

fn rotated(rewrapped: usize, already: usize, unknown: usize) -> Rotated {
    Rotated { rewrapped, already, unknown }
}

#[tokio::test]
async fn after_a_rotation_the_former_master_key_is_needed_no_more() {
    on_both(|place| async move {
        filled(&place.vault(1, &[])).await;
        let vault = place.vault(2, &[1]);
        assert!(is_there(&vault, 1).await, "both are good for reading meanwhile");
        assert_eq!(vault.rotate().await.expect("rotated"), rotated(5, 0, 0));
        assert_eq!(vault.rotate().await.expect("rotated"), rotated(0, 5, 0));
        let later = place.vault(2, &[]);
        for n in 0..CASES {
            assert!(is_there(&later, n).await, "{n}");
        }
        let former = place.vault(1, &[]).get(&format!("{}/1", file(1))).await;
        assert!(matches!(former, Err(VaultError::UnknownMaster { .. })), "{former:?}");
    })
    .await;
}

#[tokio::test]
async fn keys_that_no_master_key_opens_are_counted_and_left_alone() {
    on_both(|place| async move {
        filled(&place.vault(1, &[])).await;
        assert_eq!(place.vault(3, &[2]).rotate().await.expect("looked at"), rotated(0, 0, 5));
        assert!(is_there(&place.vault(1, &[]), 1).await);
    })
    .await;
}

#[tokio::test]
async fn a_running_server_reads_writes_and_destroys_while_keys_are_rotated() {
    on_both(|place| async move {
        filled(&place.vault(1, &[])).await;
        let (server, rotation) = (place.vault(2, &[1]), place.vault(2, &[1]));
        let work = async {
            for n in 0..CASES {
                assert!(is_there(&server, n).await, "{n}");
                keep(&server, 10 + n, &case(10 + n)).await;
                server.destroy(&case(n)).await.expect("destroyed");
            }
        };
        let (done, ()) = tokio::join!(rotation.rotate(), work);
        done.expect("rotated");
        let later = place.vault(2, &[1]);
        for n in 0..CASES {
            assert!(!is_there(&later, n).await, "{n} came back");
            assert!(is_there(&later, 10 + n).await, "{n}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_destroyed_while_it_is_being_rewrapped_does_not_come_back() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        filled(&vault).await;
        let store = &vault.0.keys.store;
        let name = case(1);
        let held = store.get(name.as_str()).await.expect("read").expect("there");
        place.vault(1, &[]).destroy(&name).await.expect("destroyed by another process");
        assert!(!store.replace(name.as_str(), &held, b"wrapped anew".to_vec()).await.expect("looked"));
        assert!(store.get(name.as_str()).await.expect("read").is_none());
    })
    .await;
}

/// As a process that is killed after its future was polled so often; whether it came to its end.
async fn killed_after(polls: usize, work: impl Future) -> bool {
    let mut work = std::pin::pin!(work);
    let mut left = polls;
    std::future::poll_fn(|context| match left.checked_sub(1) {
        None => Poll::Ready(false),
        Some(rest) => {
            left = rest;
            work.as_mut().poll(context).map(|_| true)
        }
    })
    .await
}

#[tokio::test]
async fn a_rotation_killed_at_any_step_is_finished_when_it_is_run_again() {
    for polls in 0.. {
        let (documents, keys) = (Arc::new(InMemory::new()), Arc::new(InMemory::new()));
        let vault = |present: u8, former: &[u8], keys: Arc<dyn ObjectStore>| {
            let store = |objects| Store::of(objects, "", OFFICE);
            let masters = secrets(present, former).masters().expect("keys");
            Vault::of(OFFICE, store(documents.clone()), store(keys), masters)
        };
        filled(&vault(1, &[], keys.clone())).await;
        // It waits before each read and write, so that it can be killed between any two.
        let moment = Duration::from_millis(1);
        let waits = ThrottleConfig {
            wait_get_per_call: moment,
            wait_put_per_call: moment,
            ..ThrottleConfig::default()
        };
        let slow = ThrottledStore::new(keys.clone() as Arc<dyn ObjectStore>, waits);
        let ended = killed_after(polls, vault(2, &[1], Arc::new(slow)).rotate()).await;
        let server = vault(2, &[1], keys.clone());
        assert!(is_there(&server, 1).await && is_there(&server, 3).await, "{polls}");
        let done = server.rotate().await.expect("finished");
        assert_eq!((done.rewrapped + done.already, done.unknown), (5, 0), "{polls}");
        let later = vault(2, &[], keys.clone());
        for n in 0..CASES {
            assert!(is_there(&later, n).await, "{polls}: {n}");
        }
        if ended {
            assert!(polls > 10 && done.rewrapped == 0, "it was killed at {polls} places only");
            break;
        }
    }
}

/// Set in a process of its own that rotates and is killed at it.
const ROTATES: &str = "RANCAK_TEST_ROTATES";
const MANY: u64 = 120;

#[test]
fn a_rotating_process_that_is_killed_again_and_again_loses_no_key_and_leaves_none_behind() {
    if let Ok(folder) = std::env::var(ROTATES) {
        let rotation = Place::folder(Path::new(&folder)).vault(2, &[1]);
        runtime().block_on(rotation.rotate()).expect("rotated");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    let former = place.vault(1, &[]);
    runtime().block_on(async {
        for n in 0..MANY {
            former.put(&case(n), &format!("{}/1", file(n)), thumbnail(n)).await.expect("kept");
        }
    });
    let at_work = (1..MANY).step_by(17).filter(|n| killed_when(folder.path(), *n)).count();
    assert!(at_work > 0, "it was never killed at work");
    let vault = place.vault(2, &[1]);
    let done = runtime().block_on(vault.rotate()).expect("finished");
    assert_eq!((done.rewrapped + done.already, done.unknown), (usize::try_from(MANY).expect("small"), 0));
    let later = place.vault(2, &[]);
    runtime().block_on(async {
        for n in 0..MANY {
            let read = later.get(&format!("{}/1", file(n))).await.expect("read");
            assert_eq!(read, Some(thumbnail(n)), "{n}");
            later.destroy(&case(n)).await.expect("destroyed");
        }
    });
    let left = raw(&folder.path().join("keys"));
    assert!(left.values().all(Vec::is_empty), "a copy of a key was left: {:?}", left.keys());
}

/// Has another process rotate, and kills it once so many keys lie under the new master key; false where it came
/// to its end before.
fn killed_when(folder: &Path, rewrapped: u64) -> bool {
    let this = "documents::vault::tests::rotated::a_rotating_process_that_is_killed_again_and_again_loses_no_key_and_leaves_none_behind";
    let mut process = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", this])
        .env(ROTATES, folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts");
    let masters = secrets(2, &[]).masters().expect("keys");
    let there = |bytes: &&Vec<u8>| masters.is_present(bytes).is_ok_and(|present| present);
    let enough = usize::try_from(rewrapped).expect("small");
    while process.try_wait().expect("a child").is_none() {
        if raw(&folder.join("keys")).values().filter(there).count() >= enough {
            let _ = process.kill();
        }
    }
    !process.wait().expect("ended").success()
}
