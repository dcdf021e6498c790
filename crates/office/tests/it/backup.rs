//! An office copied beside its work and brought back: all of it and nothing of another's, into either kind of database;
//! and what was destroyed, changed or rolled back does not come back unnoticed.

use crate::support::bucket::Bucket;
use crate::support::people::{PNG, applicant, came};
use crate::support::postgres;
use crate::support::server::settings;
use crate::support::story::{GROUNDS, cases as of_another, minute, open, themself};
use age::secrecy::ExposeSecret;
use jiff::{SignedDuration, Timestamp};
use office::app::{App, Shared, install_tls};
use office::backup::{BackupError, Opener, Restored, Taken, Wanted, drill, manifests, restore, take};
use office::cases::Order;
use office::clock::Clock;
use office::config::Config;
use office::db::tables::{Source, Span};
use office::db::{Row, Statement, Write};
use office::documents::{Holder, Size};
use office::params;
use office::procedures::Procedures;
use procedure::{Actor, Channel, Command, Consent, FileId, Ticket};
use std::path::{Path, PathBuf};

/// An office, its copies, and the secret key that nobody there has.
struct Office {
    folder: tempfile::TempDir,
    app: Shared,
    opener: Opener,
    people: std::cell::Cell<u32>,
}

impl Office {
    async fn on(url: Option<String>) -> Self {
        Self::with(url, |_| {}).await
    }

    async fn with(url: Option<String>, change: impl FnOnce(&mut Config)) -> Self {
        install_tls();
        let folder = tempfile::tempdir().expect("folder");
        let mut config = settings(folder.path(), 1);
        if let Some(url) = url {
            config.database.url = url;
        }
        let identity = age::x25519::Identity::generate();
        let at = |name: &str| folder.path().join(name).display().to_string();
        config.backup.store = at("copies");
        config.backup.keys = at("copied-keys");
        config.backup.recipients = vec![identity.to_public().to_string()];
        config.backup.every_minutes = 0;
        change(&mut config);
        let app = App::open(config, procedures(), Clock::default(), false).await.expect("the office opens");
        let opener = Opener::parse(identity.to_string().expose_secret()).expect("a key");
        Self { folder, app, opener, people: std::cell::Cell::new(0) }
    }

    /// A draft with a photo.
    async fn case(&self) -> (Ticket, FileId) {
        self.people.set(self.people.get() + 1);
        let applicant = applicant(&format!("Warga Contoh {}", self.people.get()));
        let at = self.app.clock.now();
        let actor = Actor::Applicant { contact: applicant.contact.clone().expect("a contact") };
        let consent = Some(Consent { at, text_version: "1".to_owned() });
        let grounds = crate::support::people::grounds("hilang");
        let command = Command::Open { channel: Channel::Whatsapp, applicant, grounds, consent };
        let order = Order::new(None, actor, at, command);
        let ticket = self.app.cases.dispatch(self.app.office(), order).await.expect("opened").ticket;
        let file = FileId::new(format!("photo-{}", self.people.get()));
        let kept = self
            .app
            .documents
            .keep(file.clone(), Holder::Case(&ticket), came(&self.app.documents, PNG).await)
            .await;
        kept.expect("kept");
        (ticket, file)
    }

    async fn take(&self) -> Taken {
        self.take_at(self.app.clock.now()).await.expect("a copy")
    }

    async fn take_at(&self, at: Timestamp) -> Result<Taken, BackupError> {
        take(&self.app.config, at).await
    }

    /// Settings of a machine on which nothing is yet.
    fn elsewhere(&self, name: &str, url: Option<String>) -> Config {
        let mut config = self.app.config.clone();
        let at = |what: &str| self.folder.path().join(name).join(what).display().to_string();
        config.database.url = url.unwrap_or_else(|| format!("sqlite:{}", at("office.db")));
        config.documents.store = at("documents");
        config.documents.keys = at("keys");
        config
    }

    async fn back(&self, config: &Config, wanted: Wanted<'_>) -> Result<Restored, BackupError> {
        restore(config, &self.opener, wanted, self.app.clock.now(), |_, _| {}).await
    }

    async fn sign(&self) {
        self.app.audit.sign(&self.app.db, self.app.clock.now()).await.expect("signed");
    }
}

fn procedures() -> Procedures {
    let shelf = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");
    Procedures::read(Path::new(shelf), "penggantian-ktp-el").expect("procedures")
}

async fn empty_postgres() -> Option<String> {
    Some(tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database"))
}

/// Every row of the office, by table.
async fn rows_of(config: &Config) -> Vec<(String, Vec<Row>)> {
    let source = Source::open(&config.database, None).await.expect("opened");
    let mut found = Vec::new();
    for table in source.tables().await.expect("tables") {
        let span = Span { office: Some(&config.office.id), after: None, most: 1_000_000 };
        found.push((table.name.clone(), source.rows(&table, span).await.expect("rows")));
    }
    found
}

async fn opens(config: Config, file: &FileId) -> bool {
    let app = App::open(config, procedures(), Clock::default(), false).await.expect("an office");
    app.documents.page(file, 1, Size::Whole).await.is_ok_and(|page| page.is_some())
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

async fn comes_back(from: Option<String>, to: Option<String>) {
    let office = Office::on(from).await;
    let (_, file) = office.case().await;
    for _ in 0..20 {
        office.case().await;
    }
    // Another office's rows in the same database stay where they are.
    let others = office::db::Db::for_another_office(&office.app.db);
    let masters = crate::support::story::secrets().masters().expect("a master key");
    office::office_key::open(&others, "13.02", &masters).await.expect("a key of its own");
    let neighbours = of_another(&others);
    neighbours
        .dispatch("13.02", Order::new(None, themself(9), minute(0), open(9, GROUNDS[0])))
        .await
        .expect("opened");
    office.sign().await;
    let before = rows_of(&office.app.config).await;
    let taken = office.take().await;
    assert!(taken.rows > 60 && taken.fresh > 5 && taken.documents.all == 2 * 21 + 1, "{taken:?}");
    let there = office.elsewhere("new", to);
    let done = office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, before);
    assert_eq!((done.documents.all, done.checkpoints, done.lost), (taken.documents.all, 1, 0), "{done:?}");
    let source = Source::open(&there.database, None).await.expect("opened");
    for table in source.tables().await.expect("tables") {
        let span = Span { office: Some("13.02"), after: None, most: 1 };
        assert_eq!(source.rows(&table, span).await.expect("rows"), [], "{} of another office", table.name);
    }
    drop(source);
    assert!(opens(there, &file).await);
}

#[tokio::test]
async fn all_of_an_office_and_nothing_of_another_comes_back_out_of_its_copy() {
    comes_back(None, None).await;
}

#[tokio::test]
async fn what_was_copied_from_sqlite_comes_back_into_postgres() {
    comes_back(None, empty_postgres().await).await;
}

#[tokio::test]
async fn what_was_copied_from_postgres_comes_back_into_sqlite() {
    comes_back(empty_postgres().await, None).await;
}

#[tokio::test]
async fn an_office_comes_back_beside_others_in_one_database_and_never_twice() {
    let (office, neighbour) =
        (Office::on(None).await, Office::with(None, |c| c.office.id = "13.02".to_owned()).await);
    office.case().await;
    office.take().await;
    // Its numbers would be in the way of ours.
    neighbour
        .app
        .db
        .write(Write::one(Statement::new("DELETE FROM events WHERE office = ?1", params!["13.02"])))
        .await
        .expect("gone");
    let mut there = office.elsewhere("new", None);
    there.database.url = neighbour.app.config.database.url.clone();
    office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
    let again = office.back(&there, Wanted::default()).await;
    assert!(matches!(&again, Err(BackupError::Db(e)) if e.to_string().contains("not empty")), "{again:?}");
}

#[tokio::test]
async fn a_second_copy_sends_only_what_is_new_and_both_can_be_brought_back() {
    let office = Office::on(None).await;
    for _ in 0..30 {
        office.case().await;
    }
    let before = rows_of(&office.app.config).await;
    let first = office.take().await;
    let unchanged =
        office.take_at(office.app.clock.now() + SignedDuration::from_secs(1)).await.expect("a copy");
    assert_eq!((unchanged.fresh, unchanged.rows), (0, first.rows), "{unchanged:?}");
    office.app.clock.advance(std::time::Duration::from_secs(600));
    let (_, file) = office.case().await;
    let second = office.take().await;
    assert!(second.fresh > 0 && second.fresh < first.fresh, "{first:?} {second:?}");
    assert_eq!(second.documents.all, first.documents.all + 2, "a page and its thumbnail");
    let names: Vec<String> =
        manifests(&office.app.config).await.expect("read").iter().map(|m| m.name()).collect();
    assert_eq!(names.len(), 3);
    let old = office.elsewhere("old", None);
    office.back(&old, Wanted { copy: Some(&names[0]), lost: None }).await.expect("restored");
    // Keys come as they are now: the one of the later case too, and nothing lies under it.
    let apart = |rows: Vec<(String, Vec<Row>)>| {
        rows.into_iter().filter(|(name, _)| name != "case_keys").collect::<Vec<_>>()
    };
    assert_eq!(apart(rows_of(&old).await), apart(before));
    let new = office.elsewhere("new", None);
    office.back(&new, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&new).await, rows_of(&office.app.config).await);
    assert!(opens(new, &file).await);
}

#[tokio::test]
async fn a_part_that_came_late_among_events_is_not_missed() {
    let office = Office::on(None).await;
    // Enough for several parts of the events.
    let sql = "INSERT INTO events (office, log, stream, seq, at, kind, body, hash)
        SELECT ?1, 'record', 'late', value, 1, 'made', x'00', x'00' FROM json_each(?2)";
    let numbers = (0..20_000).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let all = Statement::new(sql, params!["13.01", format!("[{numbers}]")]);
    office.app.db.write(Write::one(all)).await.expect("written");
    let taken_out = "DELETE FROM events WHERE office = ?1 AND stream = 'late' AND seq = 17";
    let row = "SELECT position, office, log, stream, seq, at, kind, body, hash FROM events WHERE seq = 17 AND stream = 'late'";
    let late = office.app.db.query(row, params![]).await.expect("read");
    office.app.db.write(Write::one(Statement::new(taken_out, params!["13.01"]))).await.expect("deleted");
    office.take().await;
    let back = "INSERT INTO events (position, office, log, stream, seq, at, kind, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    office.app.db.write(Write::one(Statement::new(back, late[0].cells().to_vec()))).await.expect("written");
    office.app.clock.advance(std::time::Duration::from_secs(60));
    let second = office.take().await;
    assert_eq!(second.fresh, 1, "the part it came into: {second:?}");
    let newest = manifests(&office.app.config).await.expect("read").pop().expect("a copy");
    let events = newest.tables.iter().find(|held| held.table.name == "events").expect("events");
    assert_eq!(events.rows, 20_000);
    assert!(events.parts.len() > 3, "{}", events.parts.len());
}

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
    let stranger =
        Opener::parse(age::x25519::Identity::generate().to_string().expose_secret()).expect("a key");
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
async fn a_restoration_that_was_ended_goes_on_where_it_was() {
    let office = Office::on(None).await;
    for _ in 0..5 {
        office.case().await;
    }
    office.take().await;
    let there = office.elsewhere("new", None);
    let (end, ended) = tokio::sync::oneshot::channel();
    let end = std::cell::Cell::new(Some(end));
    let told = |table: &str, _: u64| {
        if table == "events"
            && let Some(end) = end.take()
        {
            let _ = end.send(());
        }
    };
    {
        let restoring = restore(&there, &office.opener, Wanted::default(), office.app.clock.now(), told);
        tokio::pin!(restoring);
        tokio::select! {
            biased;
            _ = ended => {}
            done = &mut restoring => drop(done.expect("it was not ended")),
        }
    }
    let half = office::db::Db::open(&there.database, None).await.err().expect("refused").to_string();
    assert!(half.contains("half filled"), "{half}");
    office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
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

#[tokio::test]
async fn copies_go_to_a_bucket_and_come_back_from_there() {
    let server = Bucket::shared().await;
    let [store, keys] = server.places();
    let office = Office::with(None, |config| {
        (config.backup.store, config.backup.keys) = (store, keys);
        config.backup.s3.endpoint = server.endpoint.clone();
        config.backup.s3.access_key_id = server.access_key_id.clone();
        config.backup.s3.allow_http = true;
        config.secrets.backup_secret_access_key = Some(server.secret.clone().into());
    })
    .await;
    let ((ticket, file), (_, other)) = (office.case().await, office.case().await);
    office.take().await;
    office.app.documents.shred(&ticket).await.expect("shredded");
    office.take_at(office.app.clock.now() + SignedDuration::from_secs(1)).await.expect("a copy");
    let there = office.elsewhere("new", None);
    let done = office.back(&there, Wanted::default()).await.expect("restored");
    assert_eq!(done.documents.all, 5, "two pages, their thumbnails, the proof of every start: {done:?}");
    assert_eq!(rows_of(&there).await, rows_of(&office.app.config).await);
    assert!(opens(there.clone(), &other).await && !opens(there, &file).await);
}

#[tokio::test]
async fn a_trial_brings_everything_back_beside_the_office_and_says_what_would_be_lost_and_how_long_it_takes()
{
    let office = Office::on(None).await;
    let ((ticket, _), _) = (office.case().await, office.case().await);
    office.app.documents.shred(&ticket).await.expect("shredded");
    office.take().await;
    office.case().await;
    office.sign().await;
    let before = rows_of(&office.app.config).await;
    office.app.clock.advance(std::time::Duration::from_secs(240));
    let aside = tempfile::tempdir().expect("folder");
    let tried =
        drill(&office.app.config, &office.opener, (aside.path(), None), procedures(), &office.app.clock)
            .await
            .expect("tried");
    assert_eq!((tried.age.as_mins(), tried.restored.lost), (4, 1), "{tried:?}");
    assert_eq!((tried.documents.destroyed, tried.documents.broken), (2, 0), "{tried:?}");
    assert!(tried.documents.opened >= 2 && !tried.took.is_zero(), "{tried:?}");
    assert_eq!(rows_of(&office.app.config).await, before, "nothing is done to the office");
    let store = office.app.audit.kept.sizes().await.expect("read");
    assert_eq!(store, [3], "nor to what was signed");
}
