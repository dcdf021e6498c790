//! The public page: what everybody may know, nothing of anybody, and nothing of too few.

use crate::support::browser::Browser;
use crate::support::people::applicant;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use procedure::Form;

async fn handed_over(server: &Server, staff: &[Browser; 4], n: u32) {
    let [operator, kasi, printer, register] = staff;
    let mut who = applicant("Upik Percobaan");
    who.nik = procedure::Nik::parse(&format!("13010145049000{:02}", n + 10)).expect("a NIK");
    let ticket = server.printed_case_of(who, operator, kasi, printer).await;
    server.minutes_later(5);
    server.decide(&ticket, register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&ticket, register).await;
}

async fn staff(server: &Server) -> [Browser; 4] {
    [
        server.bearer(OPERATOR).await,
        server.bearer(KASI).await,
        server.bearer(CETAK).await,
        server.bearer(REGISTER).await,
    ]
}

#[tokio::test]
async fn everybody_reads_the_standard_and_how_to_complain_without_signing_in() {
    let server = Server::start_with(|config| {
        config.complaints.phone = "0756 21234".to_owned();
        config.complaints.lapor = "https://lapor.example".to_owned();
    })
    .await;
    let page = server.stranger().get("/layanan").await;
    assert_eq!(page.status, 200);
    for words in ["45 mnt", "Penerimaan permohonan", "Gratis", "tel:075621234", "https://lapor.example"] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    assert!(server.stranger().get("/lacak").await.has("href=\"/layanan\""));
}

#[tokio::test]
async fn an_office_that_named_no_way_to_complain_says_so() {
    let server = Server::start().await;
    assert!(server.stranger().get("/layanan").await.has("belum mencantumkan saluran pengaduan"));
}

#[tokio::test]
async fn no_figure_is_told_of_fewer_than_five_cases_and_none_of_anybody() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    for n in 0..4 {
        handed_over(&server, &staff, n).await;
    }
    server.added_up().await;
    let page = server.stranger().get("/layanan").await;
    for words in ["Belum cukup kartu", "Belum cukup permohonan", "Belum cukup jawaban", "kurang dari lima"] {
        assert!(page.has(words), "{words}: {}", page.body);
    }
    handed_over(&server, &staff, 4).await;
    server.added_up().await;
    let page = server.stranger().get("/layanan").await;
    assert!(page.has("5 kartu diserahkan") && page.has("100% dari 5 permohonan"), "{}", page.body);
    for personal in ["Upik", "1301014504", "Orang operator_pelayanan", "081363001234"] {
        assert!(!page.has(personal), "{personal}");
    }
}

#[tokio::test]
async fn the_database_is_asked_once_a_minute_however_many_people_look() {
    let server = Server::start().await;
    let told = async || server.app.service.told(&server.app).await.expect("told").at;
    let first = told().await;
    assert_eq!(told().await, first);
    server.minutes_later(2);
    assert!(told().await > first);
}
