//! Two offices in one database, served by one program, with the same tickets, serials, telephones, NIK and sign-in names:
//! neither ever shows a byte of the other's, to nobody, anywhere.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::rehearsal::{PATIENCE, simulator};
use crate::support::server::{
    ADMINISTRATOR, CETAK, KABID, KADIS, KASI, MINISTRY, OPERATOR, REGISTER, settings, signed_in,
};
use crate::support::story::{GROUNDS, course, play};
use office::app::{App, Shared, install_tls, serve_all};
use office::cases::Cases;
use office::clock::Clock;
use office::config::{Config, Database};
use office::params;
use office::procedures::Procedures;
use procedure::{Command, Ticket};
use reqwest::Method;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::oneshot;
use whatsapp_sim::Simulator;

/// What each office alone says.
const MARKS: [&str; 3] = ["Satupertama", "Duakedua", "Kementerian"];
const HOSTS: [&str; 3] = ["satu.localhost", "dua.localhost", "pusat.localhost"];
/// Which of them is the ministry's own address; the others are offices.
const NATION: usize = 2;
const ROLES: [&str; 7] = [OPERATOR, KASI, CETAK, REGISTER, KABID, KADIS, ADMINISTRATOR];
/// Pages that one officer opens at the most.
const PAGES: usize = 250;

struct Offices {
    apps: Vec<Shared>,
    port: u16,
    sims: Vec<Simulator>,
    _stop: oneshot::Sender<()>,
    _folder: tempfile::TempDir,
}

impl Offices {
    async fn start(database: Database) -> Self {
        install_tls();
        let folder = tempfile::tempdir().expect("folder");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("address").port();
        let db = office::db::Db::open(&database, None).await.expect("opened");
        let (mut apps, mut sims) = (Vec::new(), Vec::new());
        for n in 0..MARKS.len() {
            let mut known = simulator();
            known.phone_number_id = format!("130{n}");
            let sim = Simulator::start(known).await.expect("a simulator");
            let mut config = settings(folder.path(), port);
            config.office.id = format!("13.0{n}");
            config.office.name = format!("Dinas {}", MARKS[n]);
            config.office.nation = n == NATION;
            config.server.public_url = format!("http://{}:{port}", HOSTS[n]);
            config.whatsapp.phone_number_id = format!("130{n}");
            config.whatsapp.base_url = sim.base_url();
            config.whatsapp.quiet_ms = 100;
            config.database = database.clone();
            let shelf =
                Procedures::read(&config.office.procedures, &config.office.procedure).expect("procedures");
            let app = App::over(db.for_another_office(), config, shelf, Clock::default(), false).await;
            apps.push(app.expect("the office opens"));
            sims.push(sim);
        }
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(serve_all(apps.clone(), listener, async move {
            let _ = stopped.await;
        }));
        Self { apps, port, sims, _stop: stop, _folder: folder }
    }

    fn base(&self, n: usize) -> String {
        format!("http://{}:{}", HOSTS[n], self.port)
    }

    /// The same cases in both, but for the applicants' names, and everybody signed in under the same names.
    async fn filled(&self) -> Vec<Ticket> {
        let mut tickets = Vec::new();
        for (n, app) in self.apps.iter().take(NATION).enumerate() {
            let next = AtomicU64::new(1);
            let cases = Cases::new(app.db.clone(), Arc::new(procedures(&app.config)), &app.config.secrets);
            let from_one = move || Ticket::from_random(next.fetch_add(1, Ordering::Relaxed));
            let cases = cases.expect("cases").with_tickets(Arc::new(from_one));
            let start = app.clock.now() - jiff::SignedDuration::from_hours(2);
            let mut of_office = Vec::new();
            for (who, last) in
                [(1, "submit"), (2, "lengkap"), (3, "tercetak"), (4, "beritahu"), (5, "serahkan")]
            {
                let mut steps = course(who, GROUNDS[0]);
                if let Some((_, Command::Open { applicant, .. })) = steps.first_mut() {
                    applicant.name = format!("{} {}", applicant.name, MARKS[n]);
                }
                let done = play(&cases, app.office(), steps, last, start).await.expect("played");
                of_office.push(done.ticket);
            }
            while app.figures.project(&app.cases, jiff::Timestamp::MAX).await.expect("projected") > 0 {}
            tickets.push(of_office);
        }
        assert_eq!(tickets[0], tickets[1], "the same tickets in both");
        tickets.remove(0)
    }

    async fn officer(&self, n: usize, role: &str) -> Browser {
        let name = format!("Orang {role} {}", MARKS[n]);
        signed_in(&self.apps[n], &self.base(n), &format!("orang_{role}"), &name, &[role]).await
    }
}

fn procedures(config: &Config) -> Procedures {
    use procedure::Guard;
    let shelf = Procedures::read(&config.office.procedures, &config.office.procedure).expect("procedures");
    shelf.without(Guard::OperatorProved).without(Guard::ChipBound)
}

/// Every page that can be reached from the desk by following what it offers, each once.
async fn crawl(browser: &Browser, from: &[String], see: impl Fn(&str, &Answer)) -> usize {
    let mut seen: BTreeSet<String> = from.iter().cloned().collect();
    let mut waiting: Vec<String> = from.to_vec();
    let mut opened = 0;
    while let Some(path) = waiting.pop() {
        if opened == PAGES {
            break;
        }
        opened += 1;
        let answer = browser.get(&path).await;
        see(&path, &answer);
        for link in answer.body.split("href=\"").skip(1) {
            let link = link.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            let ours = link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/aset");
            // Calendars and periods go on for ever; a few of each are enough.
            let of_its_kind = seen.iter().filter(|s| s.split('?').next() == link.split('?').next()).count();
            if ours && of_its_kind < 6 && seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
    }
    opened
}

#[tokio::test(flavor = "multi_thread")]
async fn offices_with_the_same_tickets_serials_and_telephones_never_see_one_another() {
    on_both(|b| async move {
        // Its folder with it.
        let b = &b;
        let offices = Offices::start(b.settings.clone()).await;
        let tickets = offices.filled().await;
        for (own, other) in [(0, 1), (1, 0)] {
            let mut found_own = 0;
            for role in ROLES {
                let browser = offices.officer(own, role).await;
                let mut from = vec!["/meja".to_owned(), "/pelayanan".to_owned(), "/lacak".to_owned()];
                from.extend(tickets.iter().map(|t| format!("/meja/perkara/{t}")));
                from.extend(
                    [MARKS[other], "0812", "B00000", tickets[0].as_str()]
                        .map(|q| format!("/meja/cari?q={q}")),
                );
                let own_marks = std::cell::Cell::new(0);
                let opened = crawl(&browser, &from, |path, answer| {
                    assert!(answer.status < 500, "{} {role} {path}: {}", b.name, answer.status);
                    // What was asked for stands in the field that it was asked in.
                    let body = answer.body.replace(&format!("value=\"{}\"", MARKS[other]), "");
                    assert!(
                        path.contains(MARKS[other]) || !body.contains(MARKS[other]),
                        "{} {role} {path}: {body}",
                        b.name
                    );
                    if answer.body.contains(MARKS[own]) {
                        own_marks.set(own_marks.get() + 1);
                    }
                })
                .await;
                assert!(opened > 8, "{role}: {opened} pages");
                found_own += own_marks.get();
            }
            assert!(found_own > 60, "{}: the pages of its own office hold its marks: {found_own}", b.name);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_and_a_form_of_one_office_are_nothing_at_another() {
    on_both(|b| async move {
        // Its folder with it.
        let b = &b;
        let offices = Offices::start(b.settings.clone()).await;
        let tickets = offices.filled().await;
        let here = offices.officer(0, KASI).await;
        let there = Browser::new(&offices.base(1));
        there.set_cookie("__Host-rancak", &here.cookie("__Host-rancak").expect("a session"));
        for path in ["/meja".to_owned(), format!("/meja/perkara/{}", tickets[1])] {
            let answer = there.get(&path).await;
            assert!([303, 404].contains(&answer.status), "{} {path}: {}", b.name, answer.status);
        }
        let seq = |app: &Shared| {
            let (app, ticket) = (app.clone(), tickets[1].clone());
            async move { app.cases.load(app.office(), &ticket).await.expect("read").expect("a case").case.seq }
        };
        let before = [seq(&offices.apps[0]).await, seq(&offices.apps[1]).await];
        let decide = format!("/meja/perkara/{}/putuskan", tickets[1]);
        let fields = [("form", "f1"), ("step", "verifikasi"), ("outcome", "rekomendasi"), ("note.rekomendasi", "sesuai")];
        assert!(there.post(&decide, &fields).await.status != 500);
        assert_eq!([seq(&offices.apps[0]).await, seq(&offices.apps[1]).await], before, "{}", b.name);
        assert_eq!(here.post(&decide, &fields).await.status, 303, "{}", b.name);
        assert_eq!(seq(&offices.apps[1]).await, before[1], "{}: the other's case of that ticket", b.name);
        assert!(seq(&offices.apps[0]).await > before[0], "{}", b.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_office_has_keys_numbers_a_stock_and_a_record_of_its_own() {
    on_both(|b| async move {
        // Its folder with it.
        let b = &b;
        let offices = Offices::start(b.settings.clone()).await;
        offices.filled().await;
        let db = &offices.apps[0].db;
        let of_both = async |sql| {
            let rows = db.query(sql, params![]).await.expect("read");
            rows.iter().map(|r| r.text(0).expect("text")).collect::<Vec<_>>()
        };
        // The same person's NIK and telephone lie under another mark and another cover in each office.
        let twice =
            "SELECT nik FROM cases WHERE office IN ('13.00', '13.01') GROUP BY nik HAVING count(*) > 1";
        assert_eq!(of_both(twice).await, Vec::<String>::new(), "{}", b.name);
        let numbers =
            "SELECT office || '/' || number FROM register WHERE office IN ('13.00', '13.01') ORDER BY office";
        assert_eq!(of_both(numbers).await, ["13.00/1", "13.01/1"], "{}", b.name);
        for app in &offices.apps[..NATION] {
            let signed =
                app.audit.sign(&app.db, app.clock.now()).await.expect("signed").expect("a checkpoint");
            let own =
                app.db.query("SELECT count(*) FROM events WHERE office = ?1", params![app.office()]).await;
            assert_eq!(
                i64::try_from(signed.size).expect("few"),
                own.expect("read")[0].int(0).expect("a number")
            );
        }
    })
    .await;
}

/// What the channel brings to an office of this person, with the id that another office's message has too.
fn said(n: usize, text: &str, at: jiff::Timestamp) -> String {
    serde_json::json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages",
        "value": {"messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "628001301000", "phone_number_id": format!("130{n}")},
            "contacts": [{"profile": {"name": "Sari"}, "wa_id": "6281200000001"}],
            "messages": [{"from": "6281200000001", "id": "wamid.SAMA", "timestamp": at.as_second().to_string(), "type": "text",
                "text": {"body": text}}]}}]}]})
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_telephone_talks_with_each_office_by_itself() {
    on_both(|b| async move {
        // Its folder with it.
        let b = &b;
        let offices = Offices::start(b.settings.clone()).await;
        for n in 0..2 {
            let resident = offices.sims[n].resident("6281200000001", "Sari").expect("a resident");
            // The SIMULATOR's own message goes nowhere: it opens the window in which an office may answer.
            resident.text("halo").expect("sent");
            let body = said(n, &format!("halo {}", MARKS[n]), offices.apps[n].clock.now());
            let signature = offices.sims[n].sign(body.as_bytes());
            let webhook = Browser::new(&offices.base(n)).request(Method::POST, "/webhook");
            let webhook = webhook.header("x-hub-signature-256", signature).body(body);
            assert_eq!(webhook.send().await.expect("an answer").status().as_u16(), 200);
            let answer = resident.next_message(PATIENCE).await.expect("an answer");
            assert!(answer.text().contains(MARKS[n]), "{}: {}", b.name, answer.text());
            assert!(!answer.text().contains(MARKS[1 - n]), "{}: {}", b.name, answer.text());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_no_office_of_ours_learns_only_that_the_program_works() {
    let b = crate::support::databases::sqlite().await;
    let offices = Offices::start(b.settings.clone()).await;
    let nobody = Browser::new(&format!("http://127.0.0.1:{}", offices.port));
    for path in ["/meja", "/masuk", "/lacak", "/pelayanan", "/webhook"] {
        let answer = nobody.get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (404, ""), "{path}");
    }
    assert_eq!(nobody.get("/sehat").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ministry_sees_the_numbers_of_every_office_and_no_case_anywhere() {
    on_both(|b| async move {
        // Its folder with it.
        let b = &b;
        let offices = Offices::start(b.settings.clone()).await;
        let tickets = offices.filled().await;
        let ministry = offices.officer(NATION, MINISTRY).await;
        assert_eq!(ministry.get("/meja").await.location(), "/meja/nasional");
        let page = ministry.get("/meja/nasional?rentang=tahun").await;
        assert_eq!(page.status, 200, "{}", page.body);
        for mark in MARKS {
            let row = page.body.split("<tr>").skip(1).find(|row| row.contains(mark)).expect("a row");
            let cells: Vec<&str> =
                row.split("class=\"number\">").skip(1).map(|c| c.split('<').next().unwrap()).collect();
            // Five were sent, one of them was handed over, and four blanks are printed or handed out.
            let expected = if mark == MARKS[NATION] { ["0", "0", "0"] } else { ["5", "1", "4"] };
            assert_eq!([cells[0], cells[1], cells[4]], expected, "{}: {row}", b.name);
        }
        assert!(page.has("Bersama (3 kantor)") && page.has(">10<"), "{}", page.body);
        let file = ministry.get("/meja/nasional.csv?rentang=tahun").await;
        assert_eq!((file.status, file.body.lines().count()), (200, 4), "{}", file.body);
        for body in [&page.body, &file.body] {
            for personal in [tickets[0].as_str(), "Contohwati", "130105", "0812"] {
                assert!(!body.contains(personal), "{}: {personal}", b.name);
            }
        }
        for path in
            ["/meja/cari?q=1", "/meja/dasbor", "/meja/register", &format!("/meja/perkara/{}", tickets[0])]
        {
            assert_eq!(ministry.get(path).await.status, 404, "{} {path}", b.name);
        }
        // At an office's own address nobody has such a page, whatever their role.
        let astray = offices.officer(0, MINISTRY).await;
        assert_eq!(astray.get("/meja/nasional").await.status, 404, "{}", b.name);
        let kadis = offices.officer(NATION, KADIS).await;
        assert_eq!(kadis.get("/meja/nasional").await.status, 404, "{}", b.name);
    })
    .await;
}
