//! Dashboards over HTTP: who may see them, that every figure opens as many lines as it says, and what bad periods get.

use crate::support::browser::Browser;
use crate::support::people::applicant;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use procedure::{Fault, Form, Ticket};
use std::time::Duration;
use tokio::time::timeout;

struct Staff {
    operator: Browser,
    kasi: Browser,
    kabid: Browser,
}

async fn staff(server: &Server) -> Staff {
    Staff {
        operator: server.bearer(OPERATOR).await,
        kasi: server.bearer(KASI).await,
        kabid: server.bearer(KABID).await,
    }
}

async fn sent(server: &Server, district: &str) -> Ticket {
    let mut applicant = applicant("Upik Percobaan");
    applicant.district = Some(district.to_owned());
    server.open_case_of(applicant).await
}

fn blurred() -> Form {
    let fault = Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None };
    Form { faults: vec![fault], why: Some("Kirim ulang".to_owned()), ..Form::default() }
}

#[tokio::test]
async fn those_who_verify_or_oversee_see_figures_and_for_all_others_there_are_none() {
    let server = Server::start().await;
    let paths = [
        "/meja/dasbor",
        "/meja/dasbor/perkara?angka=submitted",
        "/meja/dasbor/terbuka?langkah=penerimaan&giliran=work",
    ];
    for role in [KASI, KABID, KADIS] {
        let browser = server.bearer(role).await;
        for path in paths {
            assert_eq!(browser.get(path).await.status, 200, "{role} {path}");
        }
        assert!(browser.get("/meja/dasbor").await.has("href=\"/meja/dasbor\" aria-current=\"page\""));
    }
    for role in [OPERATOR, CETAK, REGISTER, ADMINISTRATOR] {
        let browser = server.bearer(role).await;
        for path in paths {
            assert_eq!(browser.get(path).await.status, 404, "{role} {path}");
        }
    }
    assert_eq!(server.stranger().get("/meja/dasbor").await.status, 303);
}

#[tokio::test]
async fn a_number_on_the_page_is_the_number_of_lines_behind_it() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let tickets =
        [sent(&server, "Lengayang").await, sent(&server, "Lengayang").await, sent(&server, "Silaut").await];
    server.minutes_later(4);
    for ticket in &tickets[..2] {
        server.decide(ticket, &staff.operator, "penerimaan", "lengkap", Form::default()).await;
    }
    server.decide(&tickets[2], &staff.operator, "penerimaan", "kembalikan", blurred()).await;
    server.added_up().await;
    let page = staff.kasi.get("/meja/dasbor").await;
    assert!(page.has("<strong>3</strong>"), "three were sent: {}", page.body);
    let lines = async |query: &str| {
        let list = staff.kasi.get(&format!("/meja/dasbor/perkara?{query}")).await;
        assert_eq!(list.status, 200);
        list.body.matches("<th scope=\"row\">").count()
    };
    assert_eq!(lines("rentang=hari&angka=submitted").await, 3);
    assert_eq!(lines("rentang=hari&angka=submitted&kecamatan=Lengayang").await, 2);
    assert_eq!(lines("rentang=hari&angka=step&subjek=penerimaan").await, 3);
    assert_eq!(lines("rentang=hari&angka=returned").await, 1);
    assert_eq!(lines("rentang=hari&angka=fault&subjek=kk").await, 1);
    assert_eq!(lines("rentang=hari&angka=submitted&alasan=rusak").await, 0);
    // Two wait at verification, youngest age.
    let open = staff.kasi.get("/meja/dasbor/terbuka?langkah=verifikasi&giliran=work&umur=0").await;
    assert_eq!(open.body.matches("<th scope=\"row\">").count(), 2, "{}", open.body);
    assert_eq!(open.body.matches("sisa 10 ").count(), 2, "{}", open.body);
    // Nobody's name stands in a list behind a figure.
    assert!(!open.has("Upik") && !page.has("Upik"));
}

#[tokio::test]
async fn numbers_per_person_are_for_those_who_oversee_and_stand_by_name_and_not_by_number() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let amat = server.officer("amat", "Amat Percobaan", &[OPERATOR]).await;
    for n in 0..3 {
        let ticket = sent(&server, "Silaut").await;
        let by = if n == 0 { &amat } else { &staff.operator };
        server.decide(&ticket, by, "penerimaan", "lengkap", Form::default()).await;
    }
    server.added_up().await;
    let of_kabid = staff.kabid.get("/meja/dasbor?rentang=hari").await;
    let (amat_at, other_at) =
        (of_kabid.body.find("Amat Percobaan"), of_kabid.body.find("Orang operator_pelayanan"));
    assert!(amat_at.is_some() && amat_at < other_at, "one step of Amat's before two of the other's");
    let of_kasi = staff.kasi.get("/meja/dasbor?rentang=hari").await;
    assert!(!of_kasi.has("id=\"beban\"") && !of_kasi.has("Amat"));
    assert_eq!(staff.kabid.get("/meja/dasbor/perkara?rentang=hari&angka=handled").await.status, 200);
    assert_eq!(staff.kasi.get("/meja/dasbor/perkara?rentang=hari&angka=handled").await.status, 404);
}

#[tokio::test]
async fn a_period_that_cannot_be_answered_is_explained_and_the_page_still_works() {
    let server = Server::start().await;
    let kabid = server.bearer(KABID).await;
    let bad = [
        ("dari=2026-11-02&sampai=2026-11-01", "Tanggal akhir sebelum tanggal awal"),
        ("dari=2099-01-01&sampai=2099-01-02", "belum mulai"),
        ("dari=2000-01-01&sampai=2026-01-01", "sepuluh tahun"),
        ("dari=2025-02-29", "bukan tanggal"),
        ("dari=%3Cscript%3E&sampai=kemarin", "bukan tanggal"),
    ];
    for (query, words) in bad {
        let page = kabid.get(&format!("/meja/dasbor?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.has(words) && page.has("id=\"angka\"") && !page.has("<script>"), "{query}");
        let list = kabid.get(&format!("/meja/dasbor/perkara?angka=step&{query}")).await;
        assert!(list.status == 422 && list.has(words), "{query}");
    }
    for good in [
        "dari=2024-02-29&sampai=2024-02-29",
        "dari=2017-01-01&sampai=2026-11-26",
        "rentang=tahun",
        "rentang=xyz",
    ] {
        assert_eq!(kabid.get(&format!("/meja/dasbor?{good}")).await.status, 200, "{good}");
    }
}

#[tokio::test]
async fn what_is_not_a_figure_a_step_or_an_age_is_not_found() {
    let server = Server::start().await;
    let kabid = server.bearer(KABID).await;
    for path in [
        "/meja/dasbor/perkara?angka=speed",
        "/meja/dasbor/perkara",
        "/meja/dasbor/terbuka?langkah=nowhere&giliran=work&umur=0",
        "/meja/dasbor/terbuka?langkah=penerimaan&giliran=tea&umur=0",
        "/meja/dasbor/terbuka?langkah=penerimaan&giliran=work&umur=9",
    ] {
        assert_eq!(kabid.get(path).await.status, 404, "{path}");
    }
    let strange =
        "/meja/dasbor/perkara?angka=closed&subjek=%3Cimg%20src%3Dx%3E&sesudah=a.b.c&kecamatan=%22%3E%3Ci%3E";
    let list = kabid.get(strange).await;
    assert!(list.status == 200 && !list.has("<img src=x>") && !list.has("\"><i>"), "{}", list.body);
}

#[tokio::test]
async fn an_open_dashboard_hears_that_figures_changed_and_nothing_else() {
    let server = Server::start().await;
    let kabid = server.bearer(KABID).await;
    let request = kabid.request(reqwest::Method::GET, "/meja/langsung?dasbor=1");
    let mut stream = request.send().await.expect("an answer");
    let mut next = async || {
        let chunk = timeout(Duration::from_secs(10), stream.chunk()).await.expect("a hint").expect("read");
        String::from_utf8_lossy(&chunk.expect("more")).into_owned()
    };
    assert!(next().await.contains("event: figures"), "one at the beginning");
    let ticket = sent(&server, "Silaut").await;
    let heard = next().await;
    assert!(heard.contains("event: figures") && !heard.contains(ticket.as_str()), "{heard}");
}
