//! Taking data out of the office as a file: whoever does has just proved that it is them, and otherwise nothing leaves.

use crate::operator_proof::{key_of, proves};
use crate::support::browser::Browser;
use crate::support::server::{ADMINISTRATOR, KABID, OPERATOR, REGISTER, Server};
use office::permissions::{Purpose, Route, Rule, Verb};
use office::reads::Filter;
use procedure::Ticket;

const FIRST: &str = "Buktikan dulu bahwa ini Anda";

/// Every file that shows people, with the page on which it is chosen.
fn files(request: &str, day: &str) -> Vec<(String, String)> {
    let report = |format: &str, kind: &str| {
        let query = format!("jenis={kind}&dari={day}&sampai={day}");
        (format!("/meja/laporan/berkas/{format}?{query}"), format!("/meja/laporan/lihat?{query}"))
    };
    let sheet = |name: &str, query: &str, format: &str| {
        (format!("/meja/{name}.{format}?{query}"), format!("/meja/{name}?{query}"))
    };
    let days = format!("dari={day}&sampai={day}");
    vec![
        sheet("register", &days, "csv"),
        sheet("register", &days, "xlsx"),
        sheet("pemusnahan", &format!("bulan={}", &day[..7]), "csv"),
        report("csv", "register"),
        report("xlsx", "register"),
        report("pdf", "register"),
        report("csv", "pemusnahan"),
        (format!("{request}/salinan/json"), request.to_owned()),
        (format!("{request}/salinan/pdf"), request.to_owned()),
    ]
}

async fn asks_for_a_copy(kabid: &Browser, ticket: &Ticket) -> String {
    let form = [("nomor", ticket.as_str()), ("jenis", "access"), ("catatan", "Menunjukkan KTP-el.")];
    let answer = kabid.post("/meja/privasi", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

#[tokio::test]
async fn without_a_proof_no_file_leaves_and_the_page_that_asks_for_one_leads_to_it() {
    let server = Server::start_with(|c| c.operator_proof.required = true).await;
    server.at_nine();
    let ticket = server.open_case("Upik Penandaunik").await;
    let (admin, kabid) = (server.bearer(ADMINISTRATOR).await, server.bearer(KABID).await);
    let mut key = key_of(&server, &admin, &kabid).await;
    let request = asks_for_a_copy(&kabid, &ticket).await;
    let day = server.app.accounts.day(server.app.clock.now()).to_string();
    let all = files(&request, &day);
    let nothing_leaves = async |when: &str| {
        for (file, page) in &all {
            let answer = kabid.get(file).await;
            assert_eq!(answer.status, 403, "{when}: {file}");
            assert_eq!(answer.header("content-disposition"), "", "{when}: {file}");
            assert!(answer.header("content-type").starts_with("text/html"), "{when}: {file}");
            assert!(answer.has(FIRST) && answer.has("data-proof=0"), "{when}: {file}: {}", answer.body);
            let (path, query) = file.split_once('?').unwrap_or((file, ""));
            assert!(answer.has(&format!("method=\"get\" action=\"{path}\"")), "{when}: {}", answer.body);
            for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                assert_eq!(answer.field(name), value, "{when}: {file}");
            }
            assert!(
                answer.has(&format!("href=\"{}\"", page.replace('&', "&#38;"))),
                "{when}: {}",
                answer.body
            );
            assert!(!answer.has("Penandaunik"), "{when}: {file}");
        }
        let looks = server.app.reads.list(Filter::Of(ticket.as_str()), 10).await.expect("read");
        assert_eq!(looks, [], "{when}: nobody was shown anything");
    };
    nothing_leaves("nothing proved").await;
    proves(&kabid, &mut key).await;
    server.minutes_later(6);
    nothing_leaves("six minutes after a proof").await;
    proves(&kabid, &mut key).await;
    for (file, _) in &all {
        let answer = kabid.get(file).await;
        assert_eq!(answer.status, 200, "{file}: {}", answer.body);
        assert!(answer.header("content-disposition").starts_with("attachment"), "{file}");
    }
    let looks = server.app.reads.list(Filter::Of(ticket.as_str()), 10).await.expect("read");
    assert!(looks.iter().any(|l| l.purpose == "subject_rights"), "{looks:?}");
}

#[tokio::test]
async fn a_proof_opens_nothing_to_whoever_may_not_fetch_the_file_and_a_report_without_names_asks_none() {
    let server = Server::start_with(|c| c.operator_proof.required = true).await;
    server.at_nine();
    let (admin, rina) = (server.bearer(ADMINISTRATOR).await, server.bearer(OPERATOR).await);
    let mut key = key_of(&server, &admin, &rina).await;
    for _ in 0..2 {
        for path in ["/meja/register.csv", "/meja/pemusnahan.csv", "/meja/laporan/berkas/csv?jenis=register"]
        {
            assert_eq!(rina.get(path).await.status, 404, "{path}");
        }
        proves(&rina, &mut key).await;
    }
    let day = server.app.accounts.day(server.app.clock.now()).to_string();
    let kabid = server.bearer(KABID).await;
    for kind in ["harian", "bulanan", "tahunan"] {
        let answer = kabid.get(&format!("/meja/laporan/berkas/csv?jenis={kind}&dari={day}")).await;
        assert_eq!(answer.status, 200, "{kind}: {}", answer.body);
    }
    let clerk = server.bearer(REGISTER).await;
    assert_eq!(clerk.get("/meja/register").await.status, 200, "on the screen it is read as before");
    assert_eq!(clerk.get("/meja/register.csv").await.status, 403);
}

#[tokio::test]
async fn where_the_office_asks_for_no_proofs_files_leave_without_one() {
    let server = Server::start().await;
    server.at_nine();
    let ticket = server.open_case("Upik Percobaan").await;
    let kabid = server.bearer(KABID).await;
    let request = asks_for_a_copy(&kabid, &ticket).await;
    let day = server.app.accounts.day(server.app.clock.now()).to_string();
    for (file, _) in files(&request, &day) {
        let answer = kabid.get(&file).await;
        assert_eq!(answer.status, 200, "{file}: {}", answer.body);
    }
}

/// Whether what it answers is kept and not looked at.
fn is_file(route: Route) -> bool {
    let shown = route.answers().into_iter().filter(|(status, _)| *status == 200);
    let kinds: Vec<&str> = shown.flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    route.row().verb == Verb::Get && !kinds.is_empty() && kinds.iter().all(|k| !k.starts_with("text/html"))
}

#[test]
fn every_row_by_which_people_leave_as_a_file_asks_for_a_proof() {
    let takes_out = |r: &Route| {
        let copy = r.row().purpose == Some(Purpose::SubjectRights) && is_file(*r);
        copy || r.row().purpose == Some(Purpose::Export)
    };
    let rows: Vec<Route> = Route::ALL.iter().copied().filter(takes_out).collect();
    assert!(rows.len() >= 5, "{rows:?}");
    for route in rows {
        assert!(route.row().behind.contains(&Rule::OperatorProof), "{route:?}");
    }
}
