//! What a copy does not give back: what was changed or rolled back is refused, what was destroyed stays destroyed, nobody
//! reads it without the key, and none is kept for ever.

use crate::support::copied::{Office, files_below, opens, procedures, rows_of};
use jiff::{SignedDuration, Timestamp};
use office::app::App;
use office::backup::{BackupError, Opener, Wanted, fresh_pair, manifests, restore};
use office::clock::Clock;
use office::db::{Statement, Write};
use office::params;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};

#[tokio::test]
async fn a_copy_older_than_what_was_signed_comes_back_only_for_whoever_says_why_and_the_loss_is_on_record() {
    let office = Office::on(None).await;
    office.case().await;
    office.sign().await;
    office.take().await;
    office.case().await;
    office.sign().await;
    let there = office.elsewhere("new", None);
    let refused = office.back(&there, Wanted::default()).await;
    assert!(matches!(refused, Err(BackupError::RolledBack { held: 1, signed: 2 })), "{refused:?}");
    assert!(!Path::new(there.database.url.trim_start_matches("sqlite:")).exists(), "nothing was begun");
    let wanted = Wanted { copy: None, lost: Some("kebakaran ruang peladen") };
    let done = office.back(&there, wanted).await.expect("restored");
    assert_eq!(done.lost, 1, "{done:?}");
    let app = App::open(there, procedures(), Clock::default(), false).await.expect("an office");
    assert!(!app.audit.is_rolled_back(&app.db).await.expect("read"));
    let kinds = app.db.query("SELECT kind FROM events ORDER BY position", params![]).await.expect("read");
    assert_eq!(kinds.iter().map(|row| row.text(0).expect("text")).collect::<Vec<_>>(), ["opened", "lost"]);
}

#[tokio::test]
async fn what_was_changed_in_a_copy_is_refused_and_named() {
    let office = Office::on(None).await;
    office.case().await;
    office.sign().await;
    office.take().await;
    let copies = office.folder.path().join("copies");
    let parts: Vec<PathBuf> =
        files_below(&copies).into_iter().filter(|f| f.display().to_string().contains("/parts/")).collect();
    assert!(parts.len() > 3, "{parts:?}");
    for (n, part) in parts.iter().enumerate() {
        let whole = std::fs::read(part).expect("read");
        // One bit, a part in another's place, and none at all.
        let mut changed = whole.clone();
        let at = changed.len() - 1;
        changed[at] ^= 1;
        let other = std::fs::read(&parts[(n + 1) % parts.len()]).expect("read");
        for (case, bytes) in [("bit", Some(changed)), ("other", Some(other)), ("none", None)] {
            match bytes {
                Some(bytes) => std::fs::write(part, bytes).expect("written"),
                None => std::fs::remove_file(part).expect("removed"),
            }
            let there = office.elsewhere(&format!("{n}-{case}"), None);
            let refused = office.back(&there, Wanted::default()).await;
            assert!(
                matches!(refused, Err(BackupError::NotOurs(_) | BackupError::Broken(_))),
                "{case}: {refused:?}"
            );
        }
        std::fs::write(part, whole).expect("written");
    }
    let manifest = files_below(&copies.join("13.01/manifests")).pop().expect("a manifest");
    let text = std::fs::read_to_string(&manifest).expect("read");
    std::fs::write(&manifest, text.replace("\"rows\":1,", "\"rows\":2,")).expect("written");
    let refused = office.back(&office.elsewhere("m", None), Wanted::default()).await;
    assert!(matches!(refused, Err(BackupError::NothingThere)), "{refused:?}");
    std::fs::write(&manifest, text).expect("written");
    office.back(&office.elsewhere("whole", None), Wanted::default()).await.expect("restored");
}

#[tokio::test]
async fn nobody_but_the_holder_of_the_secret_key_reads_a_copy_and_its_names_tell_nothing() {
    let office = Office::on(None).await;
    let (ticket, _) = office.case().await;
    office.take().await;
    let stranger = Opener::parse(fresh_pair().1.expose_secret()).expect("a key");
    let there = office.elsewhere("new", None);
    let refused = restore(&there, &stranger, Wanted::default(), office.app.clock.now(), |_, _| {}).await;
    assert!(matches!(refused, Err(BackupError::WrongIdentity)), "{refused:?}");
    let copies = [office.folder.path().join("copies"), office.folder.path().join("copied-keys")];
    let told = ["Warga Contoh", "1301014504900001", "Nagari Percobaan", ticket.as_str()];
    // A document names the key of its case by its ticket, as it does at the office; and so is that key called.
    let mut files = 0;
    for file in copies.iter().flat_map(|c| files_below(c)) {
        let name = file.display().to_string();
        let text = String::from_utf8_lossy(&std::fs::read(&file).expect("read")).into_owned();
        let as_there = name.contains("/13.01/files/");
        let told = &told[..told.len() - usize::from(as_there)];
        let shown = told.iter().find(|word| text.contains(*word) || name.contains(*word));
        assert_eq!(shown, None, "{name}");
        files += 1;
    }
    assert!(files > 10, "{files}");
}

#[tokio::test]
async fn what_was_destroyed_stays_destroyed_also_in_an_older_copy() {
    let office = Office::on(None).await;
    let ((ticket, file), (_, other)) = (office.case().await, office.case().await);
    let old = office.take().await;
    office.app.documents.shred(&ticket).await.expect("shredded");
    office
        .app
        .db
        .write(Write::one(Statement::new(
            "DELETE FROM case_keys WHERE ticket = ?1",
            params![ticket.as_str()],
        )))
        .await
        .expect("deleted");
    let wanted = Wanted { copy: Some(&old.name), lost: None };
    let after = office.app.clock.now() + SignedDuration::from_mins(5);
    office.take_at(after).await.expect("a copy");
    let there = office.elsewhere("new", None);
    office.back(&there, wanted).await.expect("restored");
    let keys = rows_of(&there).await.into_iter().find(|(name, _)| name == "case_keys").expect("keys").1;
    assert_eq!(keys.len(), 1, "of the other case");
    assert!(!opens(there.clone(), &file).await && opens(there, &other).await);
    // For some days the key can still be found by whoever knows where; then nowhere.
    let named =
        |name: &str| files_below(&office.folder.path().join("copied-keys")).iter().any(|f| f.ends_with(name));
    let name = format!("case-{ticket}");
    assert!(named(&name));
    let hours = i64::from(office.app.config.backup.keys_hours);
    office.take_at(after + SignedDuration::from_hours(hours + 2)).await.expect("a copy");
    assert!(!named(&name));
}

#[tokio::test]
async fn of_the_last_day_every_copy_stays_before_that_the_last_of_each_day_and_none_is_kept_for_ever() {
    let office = Office::with(None, |c| c.backup.keep_days = 3).await;
    office.case().await;
    let start: Timestamp = "2026-11-01T01:00:00Z".parse().expect("an instant");
    let at = |hours: i64| start + SignedDuration::from_hours(hours);
    for hours in (0..120).step_by(8) {
        office.take_at(at(hours)).await.expect("a copy");
    }
    let names = async || {
        let all = manifests(&office.app.config).await.expect("read");
        all.iter().map(|m| m.at.duration_since(start).as_hours()).collect::<Vec<_>>()
    };
    // Thinned out by the first copy of the last day, at hour 96: every one of its last day, the last of days before.
    assert_eq!(names().await, [40, 64, 72, 80, 88, 96, 104, 112]);
    office
        .back(&office.elsewhere("old", None), Wanted { copy: Some("20261102T170000000Z"), lost: None })
        .await
        .expect("restored");
}

#[tokio::test]
async fn a_part_that_no_copy_needs_any_more_is_deleted_and_no_other() {
    let office = Office::with(None, |c| c.backup.keep_days = 1).await;
    office.case().await;
    office.take().await;
    let parts = || files_below(&office.folder.path().join("copies/13.01/parts"));
    let first = parts();
    office.case().await;
    let now = office.app.clock.now();
    office.take_at(now + SignedDuration::from_hours(49)).await.expect("a copy");
    let last = parts();
    assert!(first.iter().any(|part| !last.contains(part)), "the events of the first copy are not whole ones");
    assert_eq!(manifests(&office.app.config).await.expect("read").len(), 1);
    office.back(&office.elsewhere("new", None), Wanted::default()).await.expect("restored");
}
