//! A full disk, a folder that cannot be written, a bucket that is away: an error, and never half an object.

use super::*;
use std::process::Command;

/// Set in the process of its own whose files may not grow.
const CONFINED: &str = "RANCAK_TEST_FULL_DISK";

#[test]
fn on_a_full_disk_nothing_is_kept_by_half_and_what_lay_there_stays() {
    match std::env::var(CONFINED) {
        Ok(folder) => runtime().block_on(confined(Path::new(&folder))),
        Err(_) => {
            let folder = tempfile::tempdir().expect("a folder");
            runtime().block_on(keep(&in_folder(folder.path()), 1, &case(1)));
            let this = std::env::current_exe().expect("this program");
            let name = "documents::vault::tests::unwritable::on_a_full_disk_nothing_is_kept_by_half_and_what_lay_there_stays";
            // No file may grow beyond eight blocks: what a full disk does to it.
            let script =
                format!("ulimit -f 8; exec env --ignore-signal=XFSZ '{}' --exact {name}", this.display());
            let output = Command::new("sh").args(["-c", &script]).env(CONFINED, folder.path()).output();
            let output = output.expect("it runs");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success() && said.contains("1 passed"), "{said}");
        }
    }
}

async fn confined(folder: &Path) {
    let vault = in_folder(folder);
    let object = format!("{}/1", file(1));
    for object in [object.as_str(), &format!("{}/1", file(2))] {
        let put = vault.put(&case(1), object, vec![7; 1_000_000]).await;
        assert!(matches!(put, Err(VaultError::Unavailable(_))), "{put:?}");
    }
    assert!(is_there(&vault, 1).await, "what lay there stays");
    assert_eq!(vault.get(&format!("{}/1", file(2))).await.expect("read"), None);
}

#[tokio::test]
async fn where_a_folder_cannot_be_written_the_error_says_so_and_nothing_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    let vault = place.vault(1, &[]);
    keep(&vault, 1, &case(1)).await;
    // Root may write anywhere: so a file stands where a folder would have to be.
    let documents = folder.path().join("documents").join(OFFICE);
    let aside = folder.path().join("aside");
    std::fs::rename(&documents, &aside).expect("away");
    std::fs::write(&documents, b"").expect("a file");
    let put = vault.put(&case(1), &format!("{}/1", file(2)), photo(2)).await;
    assert!(matches!(put, Err(VaultError::Unavailable(_))), "{put:?}");
    std::fs::remove_file(&documents).expect("gone");
    std::fs::rename(&aside, &documents).expect("back");
    assert!(is_there(&vault, 1).await && !is_there(&vault, 2).await);
}

#[tokio::test]
async fn a_bucket_that_is_away_or_refuses_us_is_an_error_and_no_empty_answer() {
    let there = Place::bucket(Bucket::shared().await);
    keep(&there.vault(1, &[]), 1, &case(1)).await;
    let object = format!("{}/1", file(1));
    let mut wrong_secret = there.clone();
    wrong_secret.secret = "not the secret".to_owned();
    let mut unknown = there.clone();
    unknown.s3.access_key_id = "NOBODY".to_owned();
    for place in [wrong_secret, unknown] {
        let vault = place.vault(1, &[]);
        let (got, put) = (vault.get(&object).await, vault.put(&case(1), &object, photo(2)).await);
        assert!(matches!(got, Err(VaultError::Unavailable(_))), "{got:?}");
        assert!(matches!(put, Err(VaultError::Unavailable(_))), "{put:?}");
        assert!(vault.destroy(&case(1)).await.is_err());
    }
    assert!(is_there(&there.vault(1, &[]), 1).await, "nothing was changed by any of them");
    let mut nowhere = there.clone();
    nowhere.documents = nowhere.documents.replace("s3://", "s3://no-such-");
    let put = nowhere.vault(1, &[]).put(&case(1), &object, photo(1)).await;
    assert!(matches!(put, Err(VaultError::Unavailable(_))), "{put:?}");
}
