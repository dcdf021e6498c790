//! Whoever takes the database away without the master key: no NIK, no telephone and no word that was said; and an older
//! database is covered when it is opened.

use crate::support::cells;
use crate::support::databases::{Backend, on_both};
use crate::support::people::applicant;
use crate::support::server::{REGISTER, Server};
use crate::support::story::{self, GROUNDS, OFFICE, course, play};
use jiff::Timestamp;
use office::accounts::By;
use office::db::{Blind, Db, Statement, Write};
use office::office_key;
use office::params;
use procedure::Nik;

const NIK: &str = "1301014504900001";

fn start() -> Timestamp {
    "2026-07-06T02:00:00Z".parse().expect("an instant")
}

/// The same database as somebody sees it who has no key.
async fn stolen(b: &Backend) -> Db {
    Db::open(&b.settings, None).await.expect("opened")
}

#[tokio::test]
async fn a_stolen_database_tells_no_nik_no_telephone_and_nothing_that_was_said() {
    on_both(async |b: Backend| {
        let cases = story::cases(&b.db);
        let done = play(&cases, OFFICE, course(1, GROUNDS[3]), "serahkan", start()).await.expect("played");
        let case = cases.load(OFFICE, &done.ticket).await.expect("read").expect("a case").case;
        let (nik, phone) =
            (case.applicant.nik.as_str(), case.applicant.phone.as_ref().expect("a phone").as_str());
        let kk = case.applicant.nomor_kk.as_ref().expect("a family card").as_str();
        for word in [nik, kk, &phone[2..]] {
            assert!(
                !cells::holding(&b.db, &[word]).await.is_empty() || word == kk,
                "{}: {word} is there",
                b.name
            );
        }
        let db = stolen(&b).await;
        for word in [nik, kk] {
            assert_eq!(cells::holding(&db, &[word]).await, [] as [String; 0], "{}", b.name);
        }
        // By the telephone a person's messages are found.
        let rests = cells::holding(&db, &[&phone[2..], case.applicant.name.as_str()]).await;
        assert!(rests.iter().all(|row| row.contains("wa:")), "{}: {rests:?}", b.name);
        let sums = cells::holding(&db, &["1301"]).await;
        assert!(sums.iter().all(|row| !row.contains(nik)), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn what_was_written_before_cells_were_covered_is_covered_when_the_office_opens_it() {
    on_both(async |b: Backend| {
        let cases = story::cases(&b.db);
        let done = play(&cases, OFFICE, course(1, GROUNDS[0]), "serahkan", start()).await.expect("played");
        let case = cases.load(OFFICE, &done.ticket).await.expect("read").expect("a case").case;
        let (ticket, nik) = (done.ticket.as_str(), case.applicant.nik.as_str());
        // As an older program wrote it.
        let name = case.applicant.name.as_str();
        let sql = "UPDATE cases SET nik = ?3, name = ?4 WHERE office = ?1 AND ticket = ?2";
        let book = "UPDATE register SET nik = ?3, name = ?4 WHERE office = ?1 AND ticket = ?2";
        let forget = "DELETE FROM case_terms WHERE office = ?1 AND ticket = ?2 AND term = ?3";
        let term = "INSERT INTO case_terms (office, term, ticket) VALUES (?1, ?3, ?2)";
        let again = "UPDATE office_keys SET covered = 0 WHERE office = ?1";
        let statements = vec![
            Statement::new(sql, params![OFFICE, ticket, nik, name]),
            Statement::new(book, params![OFFICE, ticket, nik, name]),
            Statement::new(forget, params![OFFICE, ticket, Blind(nik)]).must_change(),
            Statement::new(term, params![OFFICE, ticket, nik]),
            Statement::new(again, params![OFFICE]),
        ];
        b.db.write(Write { statements, touches: Vec::new() }).await.expect("written");
        let db = stolen(&b).await;
        assert_eq!(cells::holding(&db, &[nik]).await.len(), 3, "{}: in the clear", b.name);

        let opened = b.reopen().await;
        assert_eq!(cells::holding(&db, &[nik]).await, [] as [String; 0], "{}", b.name);
        let cases = story::cases(&opened);
        let found = cases.search(OFFICE, nik).await.expect("searched");
        assert_eq!(found.len(), 1, "{}: and it is still found", b.name);
        assert_eq!((found[0].nik.as_str(), found[0].name.as_str()), (nik, name), "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn another_office_with_the_same_master_key_reads_none_of_it() {
    on_both(async |b: Backend| {
        let cases = story::cases(&b.db);
        let done = play(&cases, OFFICE, course(1, GROUNDS[0]), "submit", start()).await.expect("played");
        let case = cases.load(OFFICE, &done.ticket).await.expect("read").expect("a case").case;
        let theirs = stolen(&b).await;
        let masters = story::secrets().masters().expect("a master key");
        office_key::open(&theirs, "31.71", &masters).await.expect("their key");
        let rows = cells::holding(&theirs, &[case.applicant.nik.as_str()]).await;
        assert_eq!(rows, [] as [String; 0], "{}", b.name);
    })
    .await;
}

#[tokio::test]
async fn a_nik_a_family_card_and_a_telephone_are_found_whole_and_never_by_their_beginning() {
    let server = Server::start().await;
    let ticket = server.open_case("Rosnida Misalnya").await;
    let officer = server.bearer(REGISTER).await;
    let found = async |query: &str| {
        officer.post("/meja/cari", &[("q", query)]).await.has(&format!("/meja/perkara/{ticket}"))
    };
    assert!(found(NIK).await && found("1301010101100001").await && found("0813-6300-1234").await);
    for beginning in ["1301", "130101450490000", "0813-6300"] {
        assert!(!found(beginning).await, "{beginning}");
    }
}

#[tokio::test]
async fn of_codes_that_people_type_a_keyed_mark_is_kept_which_nobody_tries_out() {
    let server = Server::start().await;
    let user = server.bearer(REGISTER).await.officer().user.clone();
    let (app, now) = (&server.app, server.app.clock.now());
    let key = app.accounts.allow_key(&user, &By::terminal(), now).await.expect("a code");
    let station =
        app.stations.make_code("Loket 1", "Administrator", now, None).await.expect("a code").replace('-', "");
    let codes = [
        ("SELECT code FROM enrolments WHERE office = ?1", key),
        ("SELECT code FROM station_codes WHERE office = ?1", station),
    ];
    for (sql, code) in codes {
        let rows = app.db.query(sql, params![app.office()]).await.expect("read");
        let held = rows[0].text(0).expect("text");
        assert!(rows.len() == 1 && held.starts_with('\u{1}'), "{held}");
        assert!(!held.contains(&code) && !held.contains(&office::accounts::kept(&code)), "{held}");
    }
}

#[tokio::test]
async fn an_older_request_of_the_same_person_is_still_noticed() {
    let server = Server::start().await;
    let first = server.open_case("Rosnida Misalnya").await;
    let second = server.open_draft(applicant("Rosnida Misalnya"), "hilang").await;
    let case = server.case(&second).await;
    assert_eq!(case.applicant.nik, Nik::parse(NIK).expect("a NIK"));
    let cases = &server.app.cases;
    let (p, now) = (cases.procedures().active(), server.app.clock.now());
    let twins = cases.twins(server.app.office(), (&second, &case), &p, now).await.expect("looked for");
    let tickets: Vec<_> = twins.iter().map(|found| &found.case.ticket).collect();
    assert_eq!(tickets, [&first]);
}
