//! All keys under another master key: beside a running server, and stopped after every step.

use super::*;
use futures::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path as Name;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result as StoreResult,
};
use std::sync::atomic::{AtomicUsize, Ordering};

const CASES: u64 = 4;

async fn filled(vault: &Vault) {
    vault.0.keys.prove().await.expect("a key that seals nothing");
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

/// A store whose process is killed after so many changes: none of the later ones happens.
#[derive(Debug)]
struct Killed {
    under: Arc<InMemory>,
    left: AtomicUsize,
}

impl std::fmt::Display for Killed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Killed")
    }
}

impl Killed {
    fn step(&self) -> StoreResult<()> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map(|_| ()).map_err(|_| object_store::Error::NotImplemented {
            operation: "anything".to_owned(),
            implementer: "a killed process".to_owned(),
        })
    }
}

#[async_trait::async_trait]
impl ObjectStore for Killed {
    async fn put_opts(&self, at: &Name, bytes: PutPayload, options: PutOptions) -> StoreResult<PutResult> {
        self.step()?;
        self.under.put_opts(at, bytes, options).await
    }

    async fn put_multipart_opts(
        &self,
        at: &Name,
        options: PutMultipartOptions,
    ) -> StoreResult<Box<dyn MultipartUpload>> {
        self.under.put_multipart_opts(at, options).await
    }

    async fn get_opts(&self, at: &Name, options: GetOptions) -> StoreResult<GetResult> {
        self.step()?;
        self.under.get_opts(at, options).await
    }

    fn delete_stream(
        &self,
        all: BoxStream<'static, StoreResult<Name>>,
    ) -> BoxStream<'static, StoreResult<Name>> {
        self.under.delete_stream(all)
    }

    fn list(&self, below: Option<&Name>) -> BoxStream<'static, StoreResult<ObjectMeta>> {
        self.under.list(below)
    }

    async fn list_with_delimiter(&self, below: Option<&Name>) -> StoreResult<ListResult> {
        self.under.list_with_delimiter(below).await
    }

    async fn copy_opts(&self, from: &Name, to: &Name, options: CopyOptions) -> StoreResult<()> {
        self.under.copy_opts(from, to, options).await
    }
}

#[tokio::test]
async fn a_rotation_killed_after_any_step_is_finished_when_it_is_run_again() {
    for steps in 0..12 {
        let (documents, keys) = (Arc::new(InMemory::new()), Arc::new(InMemory::new()));
        let vault = |present: u8, former: &[u8], keys: Arc<dyn ObjectStore>| {
            let store = |objects| Store::of(objects, "", OFFICE);
            let masters = Masters::new(&secrets(present, former)).expect("keys");
            Vault::of(OFFICE, store(documents.clone()), store(keys), masters)
        };
        filled(&vault(1, &[], keys.clone())).await;
        let killed = Killed { under: keys.clone(), left: AtomicUsize::new(steps) };
        let broken_off = vault(2, &[1], Arc::new(killed)).rotate().await;
        assert_eq!(broken_off.is_ok(), steps >= 10, "{steps}: two steps a key");
        let server = vault(2, &[1], keys.clone());
        assert!(is_there(&server, 1).await && is_there(&server, 3).await, "{steps}");
        let done = server.rotate().await.expect("finished");
        assert_eq!(done, rotated(5 - (steps / 2).min(5), (steps / 2).min(5), 0), "{steps}");
        let later = vault(2, &[], keys.clone());
        for n in 0..CASES {
            assert!(is_there(&later, n).await, "{steps}: {n}");
        }
    }
}
