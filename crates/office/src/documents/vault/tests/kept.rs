//! Keeping, handing back, replacing, deleting, and whose key a file lies under.

use super::*;

#[tokio::test]
async fn what_is_kept_comes_back_whole_after_a_restart_and_lies_nowhere_plain() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        keep(&vault, 1, &case(1)).await;
        keep(&vault, 2, &case(1)).await;
        assert!(is_there(&vault, 1).await);
        let later = place.vault(1, &[]);
        assert!(is_there(&later, 1).await && is_there(&later, 2).await);
        assert_eq!(later.get(&format!("{}/2", file(1))).await.expect("read"), None);
        assert_eq!(later.get(&format!("{}/1", file(9))).await.expect("read"), None);
        for object in [format!("{}/1", file(1)), format!("{}/1s", file(2))] {
            let held = later.0.objects.get(&object).await.expect("read").expect("there").bytes;
            assert!(!held.windows(12).any(|w| MARKER.windows(12).any(|m| m == w)), "{object}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_object_again_takes_the_place_of_the_first() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        let object = format!("{}/1", file(1));
        for text in ["first", "second, and longer"] {
            vault.put(&case(1), &object, text.into()).await.expect("kept");
        }
        assert_eq!(vault.get(&object).await.expect("read").as_deref(), Some("second, and longer".as_bytes()));
    })
    .await;
}

#[tokio::test]
async fn two_processes_that_make_a_key_at_once_seal_with_the_same_one() {
    on_both(|place| async move {
        let (one, other) = (place.vault(1, &[]), place.vault(1, &[]));
        for n in 0..8 {
            let (first, second) = (case(n), case(n));
            let (a, b) = (format!("{}/1", file(n)), format!("{}/2", file(n)));
            let both = tokio::join!(one.put(&first, &a, photo(1)), other.put(&second, &b, photo(2)));
            both.0.and(both.1).expect("kept");
            let later = place.vault(1, &[]);
            assert_eq!(later.get(&a).await.expect("read"), Some(photo(1)));
            assert_eq!(later.get(&b).await.expect("read"), Some(photo(2)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_deleted_file_is_gone_with_the_key_that_was_its_own_and_its_neighbours_stay() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        keep(&vault, 1, &KeyName::file(&file(1))).await;
        keep(&vault, 2, &case(1)).await;
        let own = KeyName::file(&file(1));
        vault.delete(file(1).as_str()).await.expect("deleted");
        vault.delete(file(1).as_str()).await.expect("deleting again is fine");
        assert!(!is_there(&vault, 1).await && is_there(&vault, 2).await);
        assert!(vault.0.keys.existing(&own).await.expect("read").is_none());
    })
    .await;
}

#[tokio::test]
async fn an_adopted_file_lies_under_its_cases_key_and_its_own_key_is_no_more() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        let own = KeyName::file(&file(1));
        keep(&vault, 1, &own).await;
        let before = vault.0.objects.get(&format!("{}/1", file(1))).await.expect("read").expect("there");
        for _ in 0..2 {
            vault.rekey(file(1).as_str(), &case(1)).await.expect("adopted, and again");
            assert!(is_there(&place.vault(1, &[]), 1).await);
        }
        assert!(vault.0.keys.existing(&own).await.expect("read").is_none());
        // What a backup of before holds can be read by nobody.
        vault.0.objects.put(&format!("{}/1", file(1)), before.bytes).await.expect("put back");
        let read = vault.get(&format!("{}/1", file(1))).await;
        assert!(matches!(read, Err(VaultError::Destroyed)), "{read:?}");
    })
    .await;
}

#[tokio::test]
async fn an_adoption_broken_off_after_any_page_is_finished_when_it_is_done_again() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        keep(&vault, 1, &KeyName::file(&file(1))).await;
        let object = format!("{}/1", file(1));
        let plain = vault.get(&object).await.expect("read").expect("there");
        vault.put(&case(1), &object, plain).await.expect("the first page, and then it broke off");
        assert!(is_there(&vault, 1).await, "either way it can be read");
        vault.rekey(file(1).as_str(), &case(1)).await.expect("adopted");
        vault.destroy(&KeyName::file(&file(1))).await.expect("nothing of it is needed");
        assert!(is_there(&place.vault(1, &[]), 1).await);
    })
    .await;
}

#[tokio::test]
async fn no_document_and_no_key_opens_in_anothers_place_altered_or_cut_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = Place::folder(folder.path()).vault(1, &[]);
    keep(&vault, 1, &case(1)).await;
    keep(&vault, 2, &case(2)).await;
    let (one, two) = (format!("{}/1", file(1)), format!("{}/1", file(2)));
    let stored = vault.0.objects.get(&one).await.expect("read").expect("there").bytes;
    let mut wrong = vec![(two.clone(), stored.clone()), (format!("{}/1s", file(1)), stored.clone())];
    wrong.extend(
        [0, 4, 5, 12, 30, stored.len() / 2, stored.len() - 1].map(|n| (one.clone(), stored[..n].to_vec())),
    );
    wrong.push((one.clone(), [stored.as_slice(), b"x"].concat()));
    for at in (0..stored.len()).step_by(97).chain(0..60) {
        let mut flipped = stored.clone();
        flipped[at] ^= 1;
        wrong.push((one.clone(), flipped));
    }
    for (object, bytes) in wrong {
        vault.0.objects.put(&object, bytes.clone()).await.expect("put");
        let read = vault.get(&object).await;
        assert!(read.is_err(), "{object}, {} bytes: {read:?}", bytes.len());
    }
    let wrapped =
        ::seal::key(&master(1).key(), [0; 8], OFFICE, "case-A", &::seal::fresh_key().expect("a key"));
    let wrapped = wrapped.expect("wrapped");
    assert!(::seal::open_key(&master(1).key(), OFFICE, "case-A", &wrapped).is_ok());
    for (n, office, name) in [(2, OFFICE, "case-A"), (1, "13.02", "case-A"), (1, OFFICE, "case-B")] {
        assert!(::seal::open_key(&master(n).key(), office, name, &wrapped).is_err(), "{n} {office} {name}");
    }
}

#[tokio::test]
async fn another_office_in_the_same_place_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::folder(folder.path());
    let vault = place.vault(1, &[]);
    keep(&vault, 1, &case(1)).await;
    let secrets = secrets(1, &[]);
    let store = |at: &str| Store::open(at, &place.s3, &secrets, "13.02").expect("a store");
    let masters = secrets.masters().expect("keys");
    let other = Vault::of("13.02", store(&place.documents), store(&place.keys), masters);
    assert!(!is_there(&other, 1).await);
    other.destroy(&case(1)).await.expect("nothing there");
    assert!(is_there(&place.vault(1, &[]), 1).await);
}

#[tokio::test]
async fn a_name_that_is_not_ours_reaches_no_store() {
    on_both(|place| async move {
        let vault = place.vault(1, &[]);
        let long = "a".repeat(200);
        for name in ["../../etc/passwd", "..", "", "a//b", "/a", "a/", "a\0b", "a b", "C:x", "a#1", &long] {
            let put = vault.put(&case(1), name, b"x".to_vec()).await;
            assert!(matches!(put, Err(VaultError::BadName)), "{name}: {put:?}");
            assert!(matches!(vault.get(name).await, Err(VaultError::BadName)), "{name}");
            assert!(matches!(vault.delete(name).await, Err(VaultError::BadName)), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_start_with_the_wrong_master_key_is_refused_and_says_which_is_wanted() {
    on_both(|place| async move {
        place.vault(1, &[]).prove().await.expect("the first start");
        place.vault(1, &[]).prove().await.expect("a later one");
        let wrong = place.vault(2, &[]).prove().await;
        assert!(matches!(wrong, Err(VaultError::UnknownMaster { .. })), "{wrong:?}");
        place.vault(2, &[1]).prove().await.expect("the former one is named too");
    })
    .await;
}

#[tokio::test]
async fn no_folder_grows_without_bound_though_names_begin_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = in_folder(folder.path());
    for n in 0..200 {
        vault.put(&case(1), &format!("{}/1", file(n)), b"x".to_vec()).await.expect("kept");
    }
    let office = folder.path().join("documents").join(OFFICE);
    let levels = std::fs::read_dir(office).expect("levels").count();
    assert!((100..=200).contains(&levels), "{levels} folders for 200 files");
}
