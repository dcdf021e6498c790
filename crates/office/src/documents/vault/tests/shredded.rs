//! A case's key is destroyed: no readable byte of the case is left, not in thumbnails, not in a backup, and not
//! for somebody who holds the master key and everything that remains.

use super::*;

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in raw(from) {
        let at = to.join(path.strip_prefix(from).expect("below"));
        std::fs::create_dir_all(at.parent().expect("a folder")).expect("made");
        std::fs::write(at, bytes).expect("copied");
    }
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|w| w == needle)
}

/// Tries every key that any file of these could still be opened to, on every document of the backup.
fn opened_by_brute_force(remains: &[&Path], documents: &Path) -> Vec<Vec<u8>> {
    let names = [case(1), case(2), KeyName::file(&file(1)), KeyName::file(&file(2)), KeyName("proof".into())];
    let wrapped = remains.iter().flat_map(|folder| raw(folder).into_values());
    let keys: Vec<::seal::Key> = wrapped
        .flat_map(|bytes| {
            names.each_ref().map(|name| ::seal::open_key(&master(1).key(), OFFICE, name.as_str(), &bytes))
        })
        .flatten()
        .chain([master(1).key()])
        .collect();
    assert!(keys.len() > 1, "no key at all was found: this would show nothing");
    let objects = [1, 2].into_iter().flat_map(|n| ["1", "1s"].map(|part| format!("{}/{part}", file(n))));
    let objects: Vec<String> = objects.collect();
    let mut opened = Vec::new();
    for bytes in raw(documents).into_values() {
        for key in &keys {
            opened.extend(objects.iter().filter_map(|o| opened_with(key, o, &bytes)));
        }
    }
    opened
}

fn opened_with(key: &::seal::Key, object: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let head = super::super::seal::parse_head(bytes).ok()??;
    let whose = super::super::seal::whose(head.form, OFFICE, object, &head.key);
    let mut opening = ::seal::pieces::Opening::new(key, whose);
    let mut text = opening.add(&bytes[head.length..]).ok()?;
    text.extend(opening.finish().ok()?);
    Some(text)
}

#[tokio::test]
async fn of_a_case_whose_key_was_destroyed_nothing_can_be_read_and_the_other_case_stays() {
    let (live, backup) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let place = Place::folder(live.path());
    let vault = place.vault(1, &[]);
    vault.prove().await.expect("a start");
    keep(&vault, 1, &case(1)).await;
    keep(&vault, 2, &case(2)).await;
    // As the office does it every night: the documents, not the keys.
    copy(&live.path().join("documents"), backup.path());
    let before = opened_by_brute_force(&[&live.path().join("keys")], backup.path());
    assert_eq!(before.len(), 4, "two pages and two thumbnails can be read while their keys are there");

    vault.destroy(&case(1)).await.expect("destroyed");

    assert!(!is_there(&vault, 1).await && is_there(&vault, 2).await);
    for (path, bytes) in raw(live.path()).into_iter().chain(raw(backup.path())) {
        assert!(!holds(&bytes, MARKER) && !holds(&bytes, &MARKER[..16]), "{}", path.display());
    }
    let remains = [live.path(), backup.path()];
    let mut after = opened_by_brute_force(&remains, backup.path());
    after.sort_by_key(Vec::len);
    assert_eq!(after, [thumbnail(2), photo(2)], "only the other case's");
    // The backup is played back into the office: it brings nothing of the case with it.
    copy(backup.path(), &live.path().join("documents"));
    let restored = place.vault(1, &[]);
    assert!(!is_there(&restored, 1).await && is_there(&restored, 2).await);
}

#[tokio::test]
async fn a_destroyed_key_is_forgotten_at_once_here_and_soon_by_other_processes() {
    on_both(|place| async move {
        let (here, there) = (place.vault(1, &[]), place.vault(1, &[]));
        keep(&here, 1, &case(1)).await;
        assert!(is_there(&here, 1).await && is_there(&there, 1).await);
        here.destroy(&case(1)).await.expect("destroyed");
        here.destroy(&case(1)).await.expect("again is fine");
        assert!(!is_there(&here, 1).await);
        there.0.keys.lapse();
        assert!(!is_there(&there, 1).await);
        assert!(super::super::keys::REMEMBERED <= std::time::Duration::from_secs(60));
    })
    .await;
}

#[tokio::test]
async fn a_case_that_goes_on_gets_a_new_key_and_the_old_files_stay_unreadable() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        keep(&vault, 1, &case(1)).await;
        vault.destroy(&case(1)).await.expect("destroyed");
        keep(&vault, 2, &case(1)).await;
        let later = place.vault(1, &[]);
        assert!(is_there(&later, 2).await);
        let old = later.get(&format!("{}/1", file(1))).await;
        assert!(matches!(old, Err(VaultError::Broken(_))), "{old:?}");
    })
    .await;
}

/// The key's file, wherever the levels put it.
fn file_of(keys: &Path, name: &KeyName) -> PathBuf {
    let found = raw(keys).into_keys().find(|p| p.file_name().is_some_and(|f| f == name.as_str()));
    found.expect("the key's file")
}

#[tokio::test]
async fn copies_of_a_key_that_a_killed_process_left_beside_it_go_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    let vault = place.vault(1, &[]);
    keep(&vault, 1, &case(1)).await;
    keep(&vault, 2, &case(2)).await;
    let keys = folder.path().join("keys");
    let key = file_of(&keys, &case(1));
    // Killed while the key was made (the same file under two names), and while it was rewrapped.
    std::fs::hard_link(&key, key.with_file_name(format!("{}#1", case(1).as_str()))).expect("linked");
    std::fs::copy(&key, key.with_file_name(format!("{}#2", case(1).as_str()))).expect("copied");
    let wrapped = std::fs::read(&key).expect("read");
    vault.destroy(&case(1)).await.expect("destroyed");
    assert!(raw(&keys).values().all(|bytes| *bytes != wrapped));
    assert!(!raw(&keys).keys().any(|p| p.display().to_string().contains(case(1).as_str())));
    assert!(is_there(&place.vault(1, &[]), 2).await);
}

#[tokio::test]
async fn a_destruction_that_was_killed_after_the_bytes_were_overwritten_is_finished() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    let vault = place.vault(1, &[]);
    keep(&vault, 1, &case(1)).await;
    let key = file_of(&folder.path().join("keys"), &case(1));
    let length = std::fs::metadata(&key).expect("there").len();
    std::fs::write(&key, vec![0; usize::try_from(length).expect("short")]).expect("overwritten");
    let later = place.vault(1, &[]);
    assert!(!is_there(&later, 1).await);
    assert!(!key.exists());
    assert_eq!(later.rotate().await.expect("rotated"), Rotated::default());
    keep(&later, 2, &case(1)).await;
    assert!(is_there(&place.vault(1, &[]), 2).await);
}

#[tokio::test]
async fn a_rewrapped_key_leaves_no_copy_under_the_former_master_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    keep(&place.vault(1, &[]), 1, &case(1)).await;
    let key = file_of(&folder.path().join("keys"), &case(1));
    // The old file under another name: what its blocks hold once its own name has gone.
    let blocks = folder.path().join("blocks");
    std::fs::hard_link(&key, &blocks).expect("linked");
    place.vault(2, &[1]).rotate().await.expect("rotated");
    assert!(std::fs::read(blocks).expect("read").iter().all(|b| *b == 0));
    assert!(is_there(&place.vault(2, &[]), 1).await);
}
