//! The what-if over HTTP: a month replayed as it was and with other people, the same for the same address, and every bad
//! wish explained.

use crate::support::browser::{Answer, Browser};
use crate::support::people::applicant;
use crate::support::server::{CETAK, KASI, OPERATOR, Server};
use jiff::civil::Date;
use procedure::{Command, Form};

/// Twelve requests sent at once, and one operator who takes one after the other, nine minutes each; then everything is
/// added up, and a section head looks at that month.
async fn a_queue(server: &Server) -> (Browser, String) {
    server.at_nine();
    let month = today(server).strftime("%Y-%m").to_string();
    let operator = server.bearer(OPERATOR).await;
    let mut tickets = Vec::new();
    for n in 0..12 {
        tickets.push(server.open_case_of(applicant(&format!("Upik {n} Percobaan"))).await);
    }
    for ticket in &tickets {
        server.done(ticket, operator.actor(), Command::Claim).await;
        server.minutes_later(9);
        server.decide(ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    }
    server.added_up().await;
    (server.bearer(KASI).await, format!("/meja/dasbor/andai?bulan={month}"))
}

fn today(server: &Server) -> Date {
    server.app.cases.procedures().active().calendar.day_of(server.app.clock.now())
}

/// The cells of a row of one section, in order.
fn cells(page: &Answer, section: &str, head: &str) -> Vec<String> {
    let section = page.body.split(&format!("id=\"{section}\"")).nth(1).expect("the section");
    let row = section.split(&format!("<th scope=\"row\">{head}</th>")).nth(1).expect("the row");
    let row = row.split("</tr>").next().unwrap_or_default();
    let cell = |cell: &str| cell.split("</td>").next().unwrap_or_default().to_owned();
    row.split("<td class=\"number\">").skip(1).map(cell).collect()
}

#[tokio::test]
async fn a_month_replayed_as_it_was_tells_what_was_measured_and_with_more_people_nobody_waits() {
    let server = Server::start().await;
    let (kasi, page_of_month) = a_queue(&server).await;
    let page = kasi.get(&page_of_month).await;
    assert!(page.status == 200 && page.has("Belum ada yang diubah"), "{}", page.body);
    assert_eq!(cells(&page, "permohonan", "Masuk"), ["12", "12"]);
    // The first waited for nothing, the last 99 minutes; nine minutes each were spent on.
    assert_eq!(cells(&page, "langkah-1", "Jumlah"), ["12", "12"]);
    assert_eq!(cells(&page, "langkah-1", "Menunggu diambil, median"), ["45 mnt", "45 mnt"]);
    assert_eq!(cells(&page, "langkah-1", "Median"), ["54 mnt", "54 mnt"]);
    assert!(page.has("name=\"orang-operator_pelayanan\" value=\"1\""));

    let many = kasi.get(&format!("{page_of_month}&orang-operator_pelayanan=12")).await;
    assert!(many.status == 200 && !many.has("Belum ada yang diubah"));
    assert_eq!(cells(&many, "langkah-1", "Median"), ["54 mnt", "54 mnt", "9 mnt"]);
    assert_eq!(cells(&many, "langkah-1", "Dalam standar"), ["8%", "8%", "100%"]);
    let busy = cells(&many, "peran", "Operator Pelayanan Online: sibuk");
    assert!(busy.len() == 3 && busy[0] == busy[1] && busy[1] != busy[2], "{busy:?}");
}

#[tokio::test]
async fn standards_and_pace_and_hours_change_what_is_told() {
    let server = Server::start().await;
    let (kasi, page_of_month) = a_queue(&server).await;
    let page = kasi.get(&format!("{page_of_month}&standar-penerimaan=120")).await;
    assert_eq!(cells(&page, "langkah-1", "Dalam standar"), ["8%", "8%", "100%"]);
    let page = kasi.get(&format!("{page_of_month}&laju-penerimaan=50")).await;
    assert_eq!(cells(&page, "langkah-1", "Median"), ["54 mnt", "54 mnt", "27 mnt"]);
    // Open for half an hour that day and then no more: what is left over is done the week after, or on other days.
    let day = today(&server).weekday().to_monday_one_offset();
    let page = kasi.get(&format!("{page_of_month}&buka-{day}=09%3A00-09%3A30")).await;
    let waited = cells(&page, "langkah-1", "Menunggu diambil, median");
    assert_eq!(waited, ["45 mnt", "45 mnt", "45 mnt"], "it is working time that is told");
    let shut = kasi.get(&format!("{page_of_month}&buka-{day}=")).await;
    assert!(shut.status == 200 && shut.has(&format!("name=\"buka-{day}\" value=\"\"")), "{}", shut.body);
}

#[tokio::test]
async fn the_same_address_always_tells_the_same() {
    let server = Server::start().await;
    let (kasi, page_of_month) = a_queue(&server).await;
    let told = async |seed: u32| {
        let page = kasi.get(&format!("{page_of_month}&benih={seed}&orang-kasi=2&laju-penerimaan=130")).await;
        assert_eq!(page.status, 200);
        page.body.split("id=\"hasil\"").nth(1).map(str::to_owned).expect("a result")
    };
    assert_eq!(told(7).await, told(7).await);
}

#[tokio::test]
async fn what_cannot_be_replayed_is_explained_at_its_field_and_the_page_still_works() {
    let server = Server::start().await;
    let (kasi, _) = a_queue(&server).await;
    let bad = [
        ("bulan=2026-13", "bulan", "Itu bukan bulan"),
        ("bulan=kemarin", "bulan", "Itu bukan bulan"),
        ("bulan=2099-01", "bulan", "belum mulai"),
        ("orang-kasi=0", "orang-kasi", "Tanpa Kasi"),
        ("orang-kasi=dua", "orang-kasi", "bukan bilangan bulat"),
        ("orang-kasi=-1", "orang-kasi", "bukan bilangan bulat"),
        ("orang-kasi=1001", "orang-kasi", "Paling banyak 1000"),
        ("standar-verifikasi=0", "standar-verifikasi", "Standar 1 sampai"),
        ("standar=0", "standar", "Standar 1 sampai"),
        ("laju-penerimaan=5", "laju-penerimaan", "10 sampai 1000 persen"),
        ("buka-1=12%3A00-08%3A00", "buka-1", "Tulis jam seperti"),
        ("buka-1=08%3A00-12%3A00%2C11%3A00-15%3A00", "buka-1", "Tulis jam seperti"),
        ("buka-2=08%3A00-25%3A00", "buka-2", "Tulis jam seperti"),
        ("buka-1=&buka-2=&buka-3=&buka-4=&buka-5=", "buka-1", "tidak pernah buka"),
        ("benih=%3Cscript%3E", "benih", "bukan bilangan bulat"),
    ];
    for (query, field, words) in bad {
        let page = kasi.get(&format!("/meja/dasbor/andai?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.has(&format!("id=\"{field}-error\"")) && page.has(words), "{query}: {}", page.body);
        assert!(!page.has("id=\"hasil\"") && !page.has("<script>"), "{query}");
    }
    let empty = kasi.get("/meja/dasbor/andai?bulan=2020-02").await;
    assert!(empty.status == 200 && empty.has("Tidak ada permohonan yang dikirim pada bulan itu"));
}

#[tokio::test]
async fn the_what_if_is_for_those_who_read_figures() {
    let server = Server::start().await;
    assert_eq!(server.bearer(KASI).await.get("/meja/dasbor/andai").await.status, 200);
    assert_eq!(server.bearer(CETAK).await.get("/meja/dasbor/andai").await.status, 404);
    assert_eq!(server.stranger().get("/meja/dasbor/andai").await.status, 303);
}
