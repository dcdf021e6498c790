//! Whoever is shown somebody's data leaves an entry with their name, the case and the purpose, whatever page it was on;
//! what is unusual is raised; and the resident is told, on their own telephone.

use crate::support::rehearsal::Rehearsal;
use crate::support::server::{KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::applicant;
use office::db::{Statement, Write};
use office::params;
use office::reads::{Filter, Read, Unusual};
use procedure::{Form, Ticket};
use seal::record::Finding;
use whatsapp_sim::Sample;

async fn looks(server: &Server, ticket: &Ticket) -> Vec<Read> {
    server.app.reads.list(Filter::Of(ticket.as_str()), 500).await.expect("read")
}

async fn purposes(server: &Server, ticket: &Ticket) -> Vec<String> {
    let mut all: Vec<String> = looks(server, ticket).await.into_iter().map(|r| r.purpose).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_case_that_is_opened_is_written_down_once_an_hour_with_who_whom_and_what_for() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case("Upik Percobaan").await;
    let kasi = server.officer("kasi1", "Kasi Percobaan", &[KASI]).await;
    assert_eq!(looks(&server, &ticket).await, []);
    let path = format!("/meja/perkara/{ticket}");
    assert_eq!(kasi.get(&path).await.status, 200);
    let found = looks(&server, &ticket).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].purpose.as_str()), ("Kasi Percobaan", "verification"));
    assert_eq!(
        (found[0].roles.as_slice(), found[0].unusual.as_slice()),
        ([KASI.to_owned()].as_slice(), [].as_slice())
    );
    for _ in 0..2 {
        server.minutes_later(20);
        kasi.get(&path).await;
        assert_eq!(looks(&server, &ticket).await.len(), 1, "the same look goes on");
    }
    server.minutes_later(25);
    kasi.get(&path).await;
    assert_eq!(looks(&server, &ticket).await.len(), 2);
}

#[tokio::test]
async fn every_page_that_shows_a_person_leaves_its_purpose_and_none_that_shows_nobody_does() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    operator.get("/meja").await;
    assert_eq!(purposes(&server, &ticket).await, ["work"]);
    operator.post("/meja/cari", &[("q", "Upik")]).await;
    assert_eq!(purposes(&server, &ticket).await, ["search", "work"]);
    operator.get(&format!("/meja/perkara/{ticket}")).await;
    operator.get(&format!("/meja/loket/{ticket}")).await;
    assert_eq!(purposes(&server, &ticket).await, ["intake", "search", "verification", "work"]);
    let kabid = server.bearer(KABID).await;
    let before = purposes(&server, &ticket).await;
    for path in [
        "/meja/dasbor",
        "/meja/laporan",
        "/meja/sop",
        "/meja/blangko",
        "/meja/akses",
        "/meja/catatan",
        "/meja/dasbor/terbuka?langkah=penerimaan&giliran=work",
    ] {
        assert_eq!(kabid.get(path).await.status, 200, "{path}");
    }
    assert_eq!(purposes(&server, &ticket).await, before, "no page of figures names anybody");
}

#[tokio::test]
async fn a_register_that_is_read_or_taken_along_as_a_file_names_everybody_in_it() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let kasi = server.bearer(KASI).await;
    let printer = server.bearer("operator_cetak").await;
    let register = server.bearer(REGISTER).await;
    crate::support::stock::supply(
        &server.app.stock,
        &crate::support::story::officer("operator_cetak", "A"),
        server.app.clock.now(),
        ("AB100001", "AB100005"),
    )
    .await;
    let ticket = server.printed_case("Upik Percobaan", &operator, &kasi, &printer).await;
    server.decide(&ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&ticket, &register).await;
    let before = purposes(&server, &ticket).await;
    register.get("/meja/register").await;
    register.get("/meja/register.csv").await;
    let mut wanted = before;
    wanted.extend(["export".to_owned(), "register".to_owned()]);
    wanted.sort();
    assert_eq!(purposes(&server, &ticket).await, wanted);
    let again = server.officer("kasi2", "Kasi Lain", &[KASI]).await;
    again.get(&format!("/meja/perkara/{ticket}")).await;
    let raised = server.app.reads.list(Filter::Raised, 10).await.expect("read");
    let raised: Vec<_> = raised.iter().map(|r| (r.name.as_str(), r.unusual.as_slice())).collect();
    assert_eq!(raised, [("Kasi Lain", [Unusual::NoOpenCase].as_slice())], "there was nothing to do for it");
}

#[tokio::test]
async fn a_look_after_hours_and_many_in_an_hour_are_raised_and_reviewed_by_somebody_else() {
    let server = Server::start().await;
    server.at_nine();
    let mut tickets = Vec::new();
    for n in 0..51 {
        // A draft each, of somebody else: a page also shows what else its applicant has sent.
        tickets.push(server.open_draft(applicant(n), "hilang").await);
    }
    let kadis = server.officer("kadis1", "Kadis Percobaan", &[KADIS]).await;
    for ticket in &tickets[..50] {
        kadis.get(&format!("/meja/perkara/{ticket}")).await;
    }
    assert_eq!(server.app.reads.list(Filter::Raised, 10).await.expect("read"), []);
    kadis.get(&format!("/meja/perkara/{}", tickets[50])).await;
    let raised = server.app.reads.list(Filter::Raised, 10).await.expect("read");
    assert_eq!(raised.iter().map(|r| r.unusual.clone()).collect::<Vec<_>>(), [[Unusual::Many]]);
    // Ten at night, the session being another by then.
    server.minutes_later(13 * 60);
    let kabid = server.officer("kabid1", "Kabid Percobaan", &[KABID]).await;
    kabid.get(&format!("/meja/perkara/{}", tickets[0])).await;
    let page = kabid.get("/meja/akses").await;
    assert!(page.has("banyak orang dalam satu jam") && page.has("di luar jam kantor"), "{}", page.body);
    let raised = server.app.reads.list(Filter::Raised, 10).await.expect("read");
    let of = |name: &str| raised.iter().find(|r| r.name == name).expect("raised").clone();
    let (own, other) = (of("Kabid Percobaan"), of("Kadis Percobaan"));
    let review = async |look: &Read, words: &str| {
        let form = [("subject", look.subject.as_str()), ("id", look.id.as_str()), ("words", words)];
        kabid.post("/meja/akses", &form).await.status
    };
    assert_eq!(review(&other, " ").await, 422, "without words");
    assert_eq!(review(&own, "wajar").await, 404, "nobody reviews their own look");
    assert_eq!(review(&other, "wajar: lembur pencocokan").await, 303);
    assert_eq!(review(&other, "lagi").await, 404, "once");
    let page = kabid.get("/meja/akses?tampil=semua").await;
    assert!(page.has("Ditinjau Kabid Percobaan") && page.has("lembur pencocokan"), "{}", page.body);
}

#[tokio::test]
async fn a_look_at_ones_own_data_and_at_a_colleagues_is_raised_and_no_table_holds_their_number() {
    let server = Server::start().await;
    server.at_nine();
    let mut applicant = crate::support::people::applicant("Upik Percobaan");
    applicant.nik = procedure::Nik::parse("1301015507910007").expect("a NIK");
    let ticket = server.open_case_of(applicant.clone()).await;
    let admin = server.bearer("administrator").await;
    let kasi = server.officer("kasi1", "Upik Percobaan", &[KASI]).await;
    let path = format!("/meja/pengguna/{}/nik", kasi.officer().user);
    assert_eq!(admin.post(&path, &[("nik", "123")]).await.status, 422);
    assert_eq!(admin.post(&path, &[("nik", applicant.nik.as_str())]).await.status, 303);
    let rows = server.app.db.query("SELECT mark FROM staff_marks", params![]).await.expect("rows");
    assert!(rows.len() == 1 && !rows[0].text(0).expect("text").contains(applicant.nik.as_str()));
    kasi.get(&format!("/meja/perkara/{ticket}")).await;
    server
        .officer("operator1", "Rekan Percobaan", &[OPERATOR])
        .await
        .get(&format!("/meja/perkara/{ticket}"))
        .await;
    let raised = server.app.reads.list(Filter::Raised, 10).await.expect("read");
    let mut raised: Vec<_> = raised.iter().map(|r| (r.name.as_str(), r.unusual.as_slice())).collect();
    raised.sort();
    let wanted =
        [("Rekan Percobaan", [Unusual::Colleague].as_slice()), ("Upik Percobaan", [Unusual::Own].as_slice())];
    assert_eq!(raised, wanted);
    // Beside an older request of the same person it is seen all the same.
    let again = server.open_draft(applicant, "hilang").await;
    let loket = server.officer("loket1", "Loket Percobaan", &[OPERATOR]).await;
    assert!(
        loket.get(&format!("/meja/perkara/{again}")).await.has(ticket.as_str()),
        "the older one is shown"
    );
    let found = server.app.reads.list(Filter::Raised, 10).await.expect("read");
    let found = found.iter().filter(|r| r.name == "Loket Percobaan").collect::<Vec<_>>();
    assert!(!found.is_empty() && found.iter().all(|r| r.unusual == [Unusual::Colleague]), "{found:?}");
    let raised = server.app.reads.list(Filter::Raised, 10).await.expect("read").len();
    let other = server.open_case("Orang Lain").await;
    kasi.get(&format!("/meja/perkara/{other}")).await;
    assert_eq!(
        server.app.reads.list(Filter::Raised, 10).await.expect("read").len(),
        raised,
        "a stranger's is not"
    );
}

#[tokio::test]
async fn a_look_that_is_removed_from_the_list_is_still_in_the_record_and_one_removed_there_is_named() {
    let server = Server::start().await;
    server.at_nine();
    let app = &server.app;
    let ticket = server.open_case("Upik Percobaan").await;
    server.bearer(KASI).await.get(&format!("/meja/perkara/{ticket}")).await;
    app.audit.sign(&app.db, app.clock.now()).await.expect("signed");
    let behind = async |sql: &'static str| {
        let statement = Statement::new(sql, params![app.office()]).must_change();
        app.db.write(Write::one(statement)).await.expect("deleted");
    };
    behind("DELETE FROM reads WHERE office = ?1").await;
    let sql = "SELECT body FROM events WHERE office = ?1 AND log = 'read'";
    let rows = app.db.query(sql, params![app.office()]).await.expect("rows");
    let bodies = rows.iter().map(|r| String::from_utf8_lossy(r.bytes(0).expect("bytes")).into_owned());
    assert!(bodies.into_iter().any(|b| b.contains(ticket.as_str()) && b.contains("verification")));
    behind("DELETE FROM events WHERE office = ?1 AND log = 'read'").await;
    let found = app.audit.verify(&app.db).await.expect("verified").findings;
    let named = |f: &Finding| matches!(f, Finding::Removed { event } if event.log == "read");
    assert!(found.iter().any(named), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_asks_who_has_looked_and_is_told_offices_and_purposes_and_no_name() {
    let r = Rehearsal::start().await;
    let sari = r.resident();
    assert!(sari.say("siapa melihat").await.text().contains("Belum ada petugas"));
    sari.ask("KTP-el hilang", "1301054506900001", "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::SuratKehilangan]).await;
    let kasi = r.office.officer("kasi9", "Kasi Rahasia", &[KASI]).await;
    kasi.get(&format!("/meja/perkara/{ticket}")).await;
    let told = sari.say("Siapa melihat data saya?").await.text().to_owned();
    assert!(told.contains(ticket.as_str()) && told.contains("melayani dan memeriksa"), "{told}");
    assert!(told.contains("Kasi Identitas Penduduk") && !told.contains("Rahasia"), "{told}");
}
