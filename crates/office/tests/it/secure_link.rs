//! The one-time link and its page from outside, on both databases: who may open it, how long it works, and the
//! way of a request from the reason to the ticket.

use crate::support::browser::{Answer, Browser};
use crate::support::by_link::{NIK, office, path, photo, small};
use crate::support::databases::on_both;
use crate::support::rehearsal::Rehearsal;
use office::params;
use procedure::{Fault, Form, Mark, Status};
use whatsapp_sim::Sample;

/// What there is of links, files on their way, and parts.
async fn rows(r: &Rehearsal) -> [i64; 3] {
    let count =
        async |sql| r.office.app.db.query(sql, params![]).await.expect("rows")[0].int(0).expect("a number");
    [
        count("SELECT count(*) FROM links").await,
        count("SELECT count(*) FROM uploads").await,
        count("SELECT count(*) FROM upload_parts").await,
    ]
}

/// The page of those who have no link; whatever was tried.
fn is_gone(page: &Answer, like: &Answer) {
    assert_eq!((page.status, &page.body), (404, &like.body));
    assert!(
        page.has("Tautan ini tidak dapat dipakai") && page.has("tulis &#34;tautan&#34;"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_browser_has_the_link_and_all_others_get_the_page_of_a_wrong_one() {
    on_both(|b| async move {
        let r = office(&b).await;
        let link = r.resident().asks_for_link("KTP-el hilang").await;
        let (mine, other) = (r.office.stranger(), r.office.stranger());
        for _ in 0..3 {
            let looked_at = other.get(&link).await;
            assert!(looked_at.status == 200 && looked_at.has("Buka formulir"), "{}", looked_at.body);
            assert_eq!(looked_at.header("set-cookie"), "", "a look uses nothing up");
        }
        let wrong = other.get(&format!("/kirim/{}", "0".repeat(64))).await;
        mine.opens(&link).await;
        assert!(mine.get("/kirim").await.has("Data pemilik KTP-el"));
        assert_eq!(mine.get(&link).await.location(), "/kirim", "the message may be tapped again");
        for path in [link.as_str(), "/kirim", "/kirim/data", "/kirim/foto/abcdefgh"] {
            is_gone(&other.get(path).await, &wrong);
        }
        for path in [link.as_str(), "/kirim/data", "/kirim/selesai", "/kirim/hapus", "/kirim/pakai"] {
            is_gone(&other.post(path, &[("nik", NIK), ("name", "Orang Lain"), ("file", "x")]).await, &wrong);
        }
        assert!(!wrong.has("000000"), "nothing of the address stands on the page");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_browsers_at_once_one_gets_the_link() {
    on_both(|b| async move {
        let r = office(&b).await;
        let link = r.resident().asks_for_link("KTP-el hilang").await;
        let browsers: Vec<Browser> = (0..6).map(|_| r.office.stranger()).collect();
        let opened = futures::future::join_all(browsers.iter().map(|one| one.post(&link, &[]))).await;
        assert_eq!(opened.iter().filter(|a| a.status == 303).count(), 1, "{}", b.name);
        assert_eq!(opened.iter().filter(|a| a.status == 404).count(), 5, "{}", b.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_tell_nobody_their_address_and_are_kept_nowhere() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let link = r.resident().asks_for_link("KTP-el hilang").await;
    let mine = r.office.stranger();
    let page = mine.get(&link).await;
    let bound = mine.post(&link, &[]).await;
    for answer in [&page, &bound, &mine.get("/kirim").await, &r.office.stranger().get("/kirim/x").await] {
        assert_eq!(answer.header("referrer-policy"), "strict-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let mut set = bound.headers.get_all("set-cookie").iter().map(|c| c.to_str().expect("text"));
    let cookie = set.find(|c| c.starts_with("__Host-kirim=")).expect("a cookie");
    assert!(cookie.contains("HttpOnly"), "{cookie}");
    assert!(
        cookie.contains("Secure") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let token = link.rsplit('/').next().expect("a token");
    for table in ["SELECT token || coalesce(browser, '') || form FROM links", "SELECT text FROM messages"] {
        let rows = r.office.app.db.query(table, params![]).await.expect("rows");
        assert!(rows.iter().all(|row| !row.text(0).expect("text").contains(token)), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_over_after_its_time_which_use_prolongs_up_to_a_limit() {
    on_both(|b| async move {
        let r = office(&b).await;
        let sari = r.resident();
        let late = sari.asks_for_link("KTP-el hilang").await;
        let wrong = r.office.stranger().get("/kirim/nothing").await;
        r.office.minutes_later(61);
        is_gone(&r.office.stranger().get(&late).await, &wrong);
        let link = path(&sari.say("tautan").await);
        let mine = r.office.stranger();
        mine.opens(&link).await;
        mine.tells("Sari Contoh").await;
        for _ in 0..6 {
            r.office.minutes_later(50);
            assert_eq!(mine.get("/kirim").await.status, 200, "{}", b.name);
        }
        mine.begins("kk", &photo(1)).await;
        r.office.minutes_later(61);
        is_gone(&mine.get("/kirim").await, &wrong);
        r.office.app.cases.timers_set().notify_one();
        r.until("what came by it is swept up", || async { rows(&r).await == [0, 0, 0] }).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_tries_are_slowed_and_right_ones_never() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let link = r.resident().asks_for_link("KTP-el hilang").await;
    let guesser = r.office.stranger();
    let mut last = 0;
    for n in 0..12 {
        last = guesser.get(&format!("/kirim/{n:064}")).await.status;
    }
    assert_eq!(last, 429);
    r.office.stranger().opens(&link).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_from_the_reason_to_the_ticket_by_link_and_its_receipt_stays() {
    on_both(|b| async move {
        let r = office(&b).await;
        let sari = r.resident();
        let link = sari.asks_for_link("KTP-el hilang").await;
        let mine = r.office.stranger();
        mine.opens(&link).await;
        let bad = mine.post("/kirim/data", &[("nik", "123"), ("name", "S4ri"), ("nomor_kk", "9")]).await;
        assert!(bad.status == 422 && bad.has("16 angka") && bad.has("nama lengkap"), "{}", bad.body);
        let page = mine.tells("sari  contoh").await;
        assert!(page.has("sari contoh") && page.has("130105••••••0001") && !page.has(NIK), "{}", page.body);
        let early = mine.post("/kirim/selesai", &[]).await;
        assert!(early.status == 409 && early.has("Masih kurang: Kartu Keluarga"), "{}", early.body);
        mine.sends("kk", &photo(1)).await;
        assert!(mine.sends_form("surat_hilang", &small()).await.status == 303);
        let page = mine.get("/kirim").await;
        assert_eq!(page.body.matches("chip good").count(), 2, "{}", page.body);
        for _ in 0..2 {
            assert!(matches!(mine.post("/kirim/selesai", &[]).await.status, 303 | 200), "twice does no harm");
        }
        let notice = sari.read().await;
        let ticket = notice.text().split('*').nth(1).expect("a ticket").to_owned();
        for _ in 0..2 {
            let receipt = mine.get("/kirim").await;
            assert!(
                receipt.status == 200 && receipt.has(&ticket) && receipt.has("Sudah kami terima"),
                "{}",
                receipt.body
            );
        }
        let case = r.office.case(&ticket.parse_ticket()).await;
        assert_eq!((case.status, case.documents.len()), (Status::Open, 2));
        assert!(case.consent.is_some() && case.applicant.phone.is_some());
        assert_eq!(mine.announces("kk", &small()).await.status, 404, "the link is used");
        assert_eq!(rows(&r).await, [1, 0, 0]);
        assert!(sari.0.next_message(std::time::Duration::from_millis(500)).await.is_err(), "one notice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_link_ends_the_older_one_and_nothing_that_was_sent_is_lost() {
    on_both(|b| async move {
        let r = office(&b).await;
        let sari = r.resident();
        let first = sari.asks_for_link("KTP-el hilang").await;
        let (phone, chrome) = (r.office.stranger(), r.office.stranger());
        phone.opens(&first).await;
        phone.tells("Sari Contoh").await;
        phone.sends("kk", &photo(1)).await;
        let half = phone.begins("surat_hilang", &photo(2)).await;
        assert_eq!(phone.puts(&half, 0, &photo(2)).await, 204);
        let second = path(&sari.say("tautan").await);
        assert_ne!(first, second);
        let wrong = r.office.stranger().get("/kirim/nothing").await;
        is_gone(&phone.get("/kirim").await, &wrong);
        assert_eq!(phone.puts(&half, 1, &photo(2)).await, 404);
        assert_eq!(rows(&r).await, [1, 0, 0], "half a file goes with its link");
        chrome.opens(&second).await;
        let page = chrome.get("/kirim").await;
        assert_eq!(page.body.matches("chip good").count(), 1, "{}", page.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_called_off_in_the_chat_is_over_on_the_page() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let sari = r.resident();
    let wrong = r.office.stranger().get("/kirim/nothing").await;
    let link = sari.asks_for_link("KTP-el hilang").await;
    let mine = r.office.stranger();
    mine.opens(&link).await;
    assert!(sari.say("batal").await.text().contains("dibatalkan"));
    is_gone(&mine.get("/kirim").await, &wrong);
    let link = sari.asks_for_link("KTP-el hilang").await;
    mine.opens(&link).await;
    mine.tells("Sari Contoh").await;
    mine.sends("kk", &photo(1)).await;
    let sure = sari.say("batal").await;
    assert_eq!(mine.get("/kirim").await.status, 200, "not yet");
    sari.tap(&sure, "Ya, batalkan").await;
    is_gone(&mine.get("/kirim").await, &wrong);
    assert_eq!(rows(&r).await, [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_sent_in_the_chat_before_are_there_on_the_page() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let sari = r.resident();
    let link = sari.asks_for_link("KTP-el hilang").await;
    sari.0.image(Sample::KkPdf).expect("sent");
    assert!(sari.read().await.text().contains("lebih aman"));
    let mine = r.office.stranger();
    mine.opens(&link).await;
    let page = mine.tells("Sari Contoh").await;
    assert_eq!(page.body.matches("chip good").count(), 1, "{}", page.body);
    sari.0.image(Sample::SuratKehilangan).expect("sent");
    let review = sari.read().await;
    assert!(review.text().contains("Mohon diperiksa"), "{}", review.text());
    assert_eq!(mine.post("/kirim/selesai", &[]).await.status, 303, "chat and page are one request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_request_is_mended_by_link_and_only_what_is_at_fault_is_asked_for() {
    on_both(|b| async move {
        let r = office(&b).await;
        let (staff, sari) = (r.staff().await, r.resident());
        let mine = r.office.stranger();
        mine.opens(&sari.asks_for_link("KTP-el hilang").await).await;
        mine.tells("Sari Contoh").await;
        mine.sends("kk", &photo(1)).await;
        mine.sends("surat_hilang", &photo(2)).await;
        mine.post("/kirim/selesai", &[]).await;
        let ticket = sari.read().await.text().split('*').nth(1).expect("a ticket").parse_ticket();
        let case = r.office.case(&ticket).await;
        let kk = case.standing().find(|d| d.document.as_ref().is_some_and(|id| id == "kk"));
        let file = kk.expect("the card").facts.file.clone();
        let mark = Some(Mark { file, page: 1, x: 300, y: 400, width: 400, height: 200 });
        let faults = vec![Fault { document: "kk".into(), why: "tulisan <b>tidak terbaca".to_owned(), mark }];
        let form = Form { faults, why: Some("KK buram".to_owned()), ..Form::default() };
        r.office.decide(&ticket, &staff.operator, "penerimaan", "kembalikan", form).await;
        let notice = sari.read().await;
        assert!(notice.text().contains("tidak terbaca") && notice.links().is_empty(), "{}", notice.text());
        assert!(notice.media_id().is_some(), "the marked page stands above the button");
        let link = path(&sari.tap(&notice, "Kirim perbaikan").await);
        mine.opens(&link).await;
        let page = mine.get("/kirim").await;
        assert!(
            page.has("tulisan &#60;b&#62;tidak terbaca") && !page.has("Surat Keterangan"),
            "{}",
            page.body
        );
        assert!(page.has(r#"src="/kirim/tanda/kk""#) && page.body.matches("<img").count() == 1);
        let marked = mine.get("/kirim/tanda/kk").await;
        assert_eq!((marked.status, marked.header("content-type")), (200, "image/jpeg"));
        assert_eq!(mine.get("/kirim/tanda/surat_hilang").await.status, 404, "nothing is marked there");
        assert_eq!(r.office.stranger().get("/kirim/tanda/kk").await.status, 404, "nobody else sees it");
        assert_eq!(mine.announces("surat_hilang", &small()).await.status, 404, "that one is fine");
        assert_eq!(mine.post("/kirim/selesai", &[]).await.status, 409, "nothing is mended yet");
        mine.sends("kk", &photo(3)).await;
        assert_eq!(mine.post("/kirim/selesai", &[]).await.status, 303);
        assert!(mine.get("/kirim").await.has(ticket.as_str()));
        assert!(sari.read().await.text().contains("perbaikan untuk permohonan"));
        let case = r.office.case(&ticket).await;
        assert!(case.correction.is_none() && case.standing().count() == 2, "the page at fault gave way");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn name_and_nik_are_amended_while_it_is_a_draft() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let mine = r.office.stranger();
    mine.opens(&r.resident().asks_for_link("KTP-el hilang").await).await;
    mine.tells("Sari Contoh").await;
    assert_eq!(mine.get("/kirim/data").await.field("nik"), NIK);
    let told = [("nik", "1301050101850002"), ("name", "Budi <i>Contoh"), ("nomor_kk", "1301010101100001")];
    let bad = mine.post("/kirim/data", &told).await;
    assert_eq!(bad.status, 303, "{}", bad.body);
    let page = mine.get("/kirim").await;
    assert!(page.has("Budi &#60;i&#62;Contoh") && page.has("130105••••••0002"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let link = r.resident().asks_for_link("KTP-el hilang").await;
    let http = reqwest::Client::new();
    let forged =
        http.post(format!("{}{link}", r.office.base)).header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(forged.expect("an answer").status().as_u16(), 403);
    r.office.stranger().opens(&link).await;
}

/// A ticket as a message or page tells it.
trait Tells {
    fn parse_ticket(&self) -> procedure::Ticket;
}

impl Tells for str {
    fn parse_ticket(&self) -> procedure::Ticket {
        procedure::Ticket::parse(self).expect("a ticket")
    }
}
