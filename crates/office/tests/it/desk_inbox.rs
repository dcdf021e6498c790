//! The inbox: each role finds its work, the most urgent first, said in words.

use crate::support::browser::Answer;
use crate::support::people::applicant;
use crate::support::server::{ADMINISTRATOR, CETAK, KABID, KADIS, KASI, OPERATOR, REGISTER, Server};
use procedure::{Command, Form, Ticket};

fn at(page: &Answer, ticket: &Ticket) -> usize {
    page.body.find(&format!("baris-{ticket}")).unwrap_or_else(|| panic!("{ticket} is not on the page"))
}

#[tokio::test]
async fn every_role_finds_its_inbox_with_the_case_that_waits_for_it() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let kasi = server.bearer(KASI).await;
    let printer = server.bearer(CETAK).await;
    let register = server.bearer(REGISTER).await;
    let last = server.printed_case("Empat Percobaan", &operator, &kasi, &printer).await;
    server.blank(&printer).await;
    let third = server.open_case("Tiga Percobaan").await;
    server.decide(&third, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&third, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let second = server.open_case("Dua Percobaan").await;
    server.decide(&second, &operator, "penerimaan", "lengkap", Form::default()).await;
    let first = server.open_case("Satu Percobaan").await;
    let all = [&first, &second, &third, &last];
    for (officer, own) in [(&operator, &first), (&kasi, &second), (&printer, &third), (&register, &last)] {
        let page = officer.get("/meja").await;
        assert_eq!(page.status, 200, "{}", page.body);
        for ticket in all {
            assert_eq!(page.has(ticket.as_str()), ticket == own, "{ticket} for {:?}", officer.officer());
        }
        let other = officer.get("/meja?langkah=verifikasi").await;
        assert_eq!(other.has(second.as_str()), own == &second, "another role's inbox stays shut");
    }
}

#[tokio::test]
async fn who_oversees_sees_the_inbox_of_every_step_and_takes_no_case_from_it() {
    let server = Server::start().await;
    let ticket = server.open_case("Upik Percobaan").await;
    for role in [KABID, KADIS] {
        let overseer = server.bearer(role).await;
        let page = overseer.get("/meja").await;
        assert!(page.has(ticket.as_str()) && !page.has("/ambil"), "{}", page.body);
        for step in ["penerimaan", "verifikasi", "pencetakan", "penyerahan"] {
            assert!(page.has(&format!("/meja?langkah={step}")), "{step}");
        }
    }
}

#[tokio::test]
async fn an_administrator_without_a_step_is_led_to_the_accounts() {
    let server = Server::start().await;
    let page = server.bearer(ADMINISTRATOR).await.get("/meja").await;
    assert_eq!((page.status, page.location()), (303, "/meja/pengguna"));
}

#[tokio::test]
async fn the_oldest_deadline_stands_first_and_ones_own_cases_before_it() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    let mut tickets = Vec::new();
    for name in ["Satu Percobaan", "Dua Percobaan", "Tiga Percobaan"] {
        tickets.push(server.open_case(name).await);
        server.minutes_later(2);
    }
    let page = operator.get("/meja").await;
    assert!(tickets.is_sorted_by_key(|t| at(&page, t)), "{}", page.body);
    server.done(&tickets[2], operator.actor(), Command::Claim).await;
    let page = operator.get("/meja").await;
    assert!(at(&page, &tickets[2]) < at(&page, &tickets[0]));
    assert!(page.has("Sedang saya kerjakan"));
}

#[tokio::test]
async fn a_line_says_in_words_how_much_working_time_is_left_or_overrun() {
    let server = Server::start_with(|config| {
        config.session.idle_minutes = 100_000;
        config.session.absolute_hours = 10_000;
    })
    .await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    server.open_case("Upik Percobaan").await;
    server.minutes_later(3);
    let page = operator.get("/meja").await;
    assert!(page.has("<span class=\"chip good\">sisa 7 menit</span>"), "{}", page.body);
    server.minutes_later(5);
    assert!(operator.get("/meja").await.has("<span class=\"chip warn\">segera, sisa 2 menit</span>"));
    assert!(operator.get("/meja").await.has("keseluruhan: sisa 37 menit"));
    server.minutes_later(14);
    assert!(operator.get("/meja").await.has("<span class=\"chip bad\">lewat 12 menit</span>"));
    server.minutes_later(65);
    assert!(operator.get("/meja").await.has("lewat 1 jam 17 menit"));
    server.minutes_later(24 * 60 * 7);
    assert!(operator.get("/meja").await.has(" hari kerja</span>"));
}

#[tokio::test]
async fn what_waits_for_the_applicant_stands_apart_without_a_deadline() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    let ticket = server.open_case("Upik Percobaan").await;
    let faults = vec![procedure::Fault { document: "kk".into(), why: "buram".to_owned(), mark: None }];
    let form = Form { faults, why: Some("KK buram".to_owned()), ..Form::default() };
    server.decide(&ticket, &operator, "penerimaan", "kembalikan", form).await;
    let page = operator.get("/meja").await;
    assert!(page.has("Tidak ada yang menunggu") && page.has("<h2>Menunggu pemohon</h2>"), "{}", page.body);
    assert!(page.has("<span class=\"chip pause\">menunggu pemohon</span>") && page.has(ticket.as_str()));
    assert!(!page.has("sisa ") && !page.has("/ambil"));
}

#[tokio::test]
async fn who_works_on_a_case_is_said_to_the_others() {
    let server = Server::start().await;
    let one = server.officer("satu", "Petugas Satu", &[OPERATOR]).await;
    let other = server.officer("dua", "Petugas Dua", &[OPERATOR]).await;
    let ticket = server.open_case("Upik Percobaan").await;
    assert!(other.get("/meja").await.has(&format!("/meja/perkara/{ticket}/ambil")));
    server.done(&ticket, one.actor(), Command::Claim).await;
    let page = other.get("/meja").await;
    assert!(page.has("dikerjakan Petugas Satu") && !page.has("/ambil"), "{}", page.body);
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_letters() {
    let server = Server::start().await;
    let operator = server.bearer(OPERATOR).await;
    server.open_case_of(applicant("<img src=x onerror=alert(1)>\"'{{7*7}}")).await;
    let page = operator.get("/meja").await;
    assert!(!page.has("<img src=x") && page.has("img src=x onerror") && page.has("{{7*7}}"), "{}", page.body);
}

#[tokio::test]
async fn going_on_walks_through_all_that_wait_and_ends_at_the_inbox() {
    let server = Server::start().await;
    server.at_nine();
    let operator = server.bearer(OPERATOR).await;
    assert_eq!(operator.get("/meja/berikutnya").await.location(), "/meja");
    let first = server.open_case("Satu Percobaan").await;
    server.minutes_later(1);
    let second = server.open_case("Dua Percobaan").await;
    let page = |t: &Ticket| format!("/meja/perkara/{t}");
    let after = async |t: &Ticket| {
        let answer = operator.get(&format!("/meja/berikutnya?setelah={t}")).await;
        answer.location().to_owned()
    };
    assert_eq!(operator.get("/meja/berikutnya").await.location(), page(&first));
    assert_eq!(after(&first).await, page(&second));
    assert_eq!(after(&second).await, page(&first));
    server.decide(&first, &operator, "penerimaan", "lengkap", Form::default()).await;
    assert_eq!(after(&first).await, page(&second));
    assert_eq!(after(&second).await, "/meja");
}
