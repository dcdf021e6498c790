//! Files sent in parts: any order, twice, cut short, too much, not what they claim to be, and through a kill.

use crate::support::browser::Browser;
use crate::support::by_link::{NIK, blurred, by_link, office, path, photo, small};
use crate::support::databases::on_both;
use crate::support::postgres;
use crate::support::process::Process;
use crate::support::reader::{Act, Reader};
use crate::support::rehearsal::Rehearsal;
use office::params;
use procedure::Ticket;
use std::io::{Read, Write};

/// A browser before the documents of a lost card.
async fn before_documents(r: &Rehearsal) -> Browser {
    let mine = r.office.stranger();
    mine.opens(&r.resident().asks_for_link("KTP-el hilang").await).await;
    mine.tells("Sari Contoh").await;
    mine
}

async fn the_case(r: &Rehearsal) -> procedure::Case {
    let ticket = "SELECT ticket FROM cases WHERE office = ?1";
    let rows = r.office.app.db.query(ticket, params![r.office.app.office()]).await.expect("rows");
    r.office.case(&Ticket::parse(&rows[0].text(0).expect("text")).expect("a ticket")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_come_in_any_order_and_twice_and_the_file_is_attached_once_and_whole() {
    on_both(|b| async move {
        let r = office(&b).await;
        let mine = before_documents(&r).await;
        let bytes = photo(1);
        let begun = mine.begins("kk", &bytes).await;
        let parts = bytes.len().div_ceil(begun.part);
        assert!(begun.part <= 256 * 1_024 && parts > 2, "{}", bytes.len());
        let others: Vec<usize> = (0..parts).filter(|n| *n != 1).collect();
        for number in others.iter().rev().chain(&others) {
            assert_eq!(mine.puts(&begun, *number, &bytes).await, 204, "{}", b.name);
        }
        assert_eq!(mine.completes(&begun).await, 409, "one is missing");
        let again = mine.begins("kk", &bytes).await;
        assert_eq!((again.id == begun.id, &again.had), (true, &others), "{}", b.name);
        assert!(mine.get("/kirim").await.has(&format!("Terkirim {} %", 100 * others.len() / parts)));
        assert_eq!(mine.puts(&begun, 1, &bytes).await, 204);
        let completed = (0..4).map(|_| mine.completes(&begun));
        for status in futures::future::join_all(completed).await {
            assert_eq!(status, 204, "{}", b.name);
        }
        assert_eq!(mine.completes(&begun).await, 204, "the answer may have been lost");
        assert_eq!(mine.puts(&begun, 1, &bytes).await, 204, "a part that comes late does no harm");
        let case = the_case(&r).await;
        let [document] = case.documents.as_slice() else { panic!("{}: {:?}", b.name, case.documents) };
        assert_eq!(document.facts.sha256, sha256(&bytes), "{}", b.name);
        let rows = r.office.app.db.query("SELECT count(*) FROM upload_parts", params![]).await.expect("rows");
        assert_eq!(rows[0].int(0).expect("a number"), 0, "{}", b.name);
    })
    .await;
}

fn sha256(bytes: &[u8]) -> String {
    let listed = std::process::Command::new("sha256sum")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn();
    let mut child = listed.expect("sha256sum");
    child.stdin.take().expect("input").write_all(bytes).expect("written");
    let mut out = String::new();
    child.stdout.take().expect("output").read_to_string(&mut out).expect("read");
    child.wait().expect("ended");
    out.split_whitespace().next().expect("a hash").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_empty_or_no_document_is_told_before_or_after_it_was_sent() {
    on_both(|b| async move {
        let max = [1, 2].map(|n| photo(n).len()).into_iter().max().expect("two") as u64;
        let r = Rehearsal::start_with(|c| {
            by_link(c, &b);
            c.documents.max_bytes = max;
        })
        .await;
        let mine = before_documents(&r).await;
        let announced = async |size: &str, document: &str| {
            mine.post("/kirim/unggah", &[("document", document), ("size", size), ("fingerprint", "x")]).await
        };
        let one_more = (max + 1).to_string();
        for (size, words) in [("0", "kosong"), (&*one_more, "terlalu besar"), ("4294967296", "terlalu besar")]
        {
            let answer = announced(size, "kk").await;
            assert!(answer.status == 422 && answer.has(words), "{size}: {}", answer.body);
        }
        assert_eq!(announced("10", "ijazah_siapa").await.status, 404);
        assert_eq!(announced("10", "ktp_lama").await.status, 404, "not asked for");
        assert!(matches!(announced("-1", "kk").await.status, 400 | 422));
        let begun = mine.begins("kk", &photo(1)).await;
        assert_eq!(mine.puts_raw(&begun, 0, vec![0; begun.part + 1]).await, 413);
        assert_eq!(mine.puts_raw(&begun, 0, vec![0; begun.part - 1]).await, 422);
        let parts = photo(1).len().div_ceil(begun.part);
        assert_eq!(mine.puts_raw(&begun, parts, vec![0; begun.part]).await, 422);
        assert_eq!(mine.puts_raw(&begun, parts - 1, vec![0; begun.part]).await, 422, "longer than the rest");
        mine.sends("kk", b"MZ this is a program").await;
        let page = mine.get("/kirim").await;
        assert!(page.has("bukan foto"), "{}", page.body);
        mine.sends("kk", &photo(1)).await;
        assert!(!mine.get("/kirim").await.has("bukan foto"), "it was mended");
        mine.sends("surat_hilang", &photo(1)).await;
        assert!(mine.get("/kirim").await.has("sama dengan"));
        assert_eq!(the_case(&r).await.documents.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_gigabytes_that_are_announced_are_refused_before_they_are_read() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let mine = before_documents(&r).await;
    let begun = mine.begins("kk", &photo(1)).await;
    let request = mine.request(reqwest::Method::PUT, &format!("/kirim/unggah/{}/0", begun.id));
    let built = request.build().expect("a request");
    let cookie = built.headers()["cookie"].to_str().expect("text").to_owned();
    let address = r.office.base.trim_start_matches("http://").to_owned();
    let answered = tokio::task::spawn_blocking(move || {
        let mut line = std::net::TcpStream::connect(&address).expect("connected");
        line.set_read_timeout(Some(std::time::Duration::from_secs(10))).expect("a limit");
        let head = format!(
            "PUT /kirim/unggah/{}/0 HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Length: 4294967296\r\n\r\n",
            begun.id
        );
        line.write_all(head.as_bytes()).expect("sent");
        let mut answer = [0; 64];
        let read = line.read(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer[..read]).into_owned()
    });
    assert!(answered.await.expect("read").starts_with("HTTP/1.1 413"));
    assert_eq!(r.office.stranger().get("/sehat").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_takes_the_place_of_what_was_begun_and_one_link_holds_only_so_much() {
    on_both(|b| async move {
        let r = office(&b).await;
        let mine = before_documents(&r).await;
        let (one, other) = (photo(1), photo(2));
        let first = mine.begins("kk", &one).await;
        assert_eq!(mine.puts(&first, 0, &one).await, 204);
        let second = mine.begins("kk", &other).await;
        assert_ne!(first.id, second.id);
        assert_eq!(mine.puts(&first, 1, &one).await, 404, "{}", b.name);
        let rows = r.office.app.db.query("SELECT count(*) FROM upload_parts", params![]).await.expect("rows");
        assert_eq!(rows[0].int(0).expect("a number"), 0, "{}", b.name);
        let mut enough = 0;
        for n in 0..70_u8 {
            if mine.sends_form("kk", format!("no document {n}").as_bytes()).await.status == 422 {
                enough += 1;
            }
        }
        assert!(enough > 5, "{}: {enough}", b.name);
        assert!(mine.announces("surat_hilang", &small()).await.has("Terlalu banyak berkas"), "{}", b.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_read_what_was_not_looked_at_yet_and_nobody_else_touches_it() {
    on_both(|b| async move {
        let r = office(&b).await;
        let mine = before_documents(&r).await;
        let bytes = b"nomor kartu keluarga 1301010101100001 ".repeat(8_000);
        let begun = mine.begins("kk", &bytes).await;
        assert_eq!(mine.puts(&begun, 0, &bytes).await, 204);
        let sql = "SELECT bytes FROM upload_parts WHERE office = ?1";
        let rows = r.office.app.db.query(sql, params![r.office.app.office()]).await.expect("rows");
        let kept = rows[0].bytes(0).expect("bytes");
        assert!(kept.len() > begun.part && !kept.windows(12).any(|w| w == b"nomor kartu "), "{}", b.name);
        let other = r.office.stranger();
        let talker =
            crate::support::rehearsal::Talker(r.sim.resident("6281200000002", "Budi").expect("a resident"));
        other.opens(&talker.asks_for_link("KTP-el hilang").await).await;
        other.tells("Budi Contoh").await;
        assert_eq!(other.puts(&begun, 1, &bytes).await, 404, "{}", b.name);
        assert_eq!(other.completes(&begun).await, 404);
        assert_eq!(other.get(&format!("/kirim/foto/{}", begun.id)).await.status, 404);
        assert_eq!(
            other.post("/kirim/hapus", &[("file", &begun.id)]).await.status,
            409,
            "no such file of theirs"
        );
        assert_eq!(mine.begins("kk", &bytes).await.had, [0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_looked_at_again_removed_and_sent_anew() {
    let r = Rehearsal::start_with(|c| c.whatsapp.capture = "secure_link".to_owned()).await;
    let mine = before_documents(&r).await;
    let sent = mine.sends("kk", &photo(1)).await;
    let picture = mine.get(&format!("/kirim/foto/{}", sent.id)).await;
    assert!(picture.status == 200 && picture.header("content-type") == "image/jpeg");
    assert!(picture.header("content-security-policy").contains("sandbox"));
    assert_eq!(mine.post("/kirim/hapus", &[("file", &sent.id)]).await.status, 303);
    assert_eq!(mine.get(&format!("/kirim/foto/{}", sent.id)).await.status, 404);
    assert!(mine.get("/kirim").await.has("chip warn"));
    mine.sends("kk", &photo(1)).await;
    assert_eq!(the_case(&r).await.standing().count(), 1);
    let half = mine.begins("kk", &photo(4)).await;
    assert_eq!(mine.post("/kirim/hapus", &[("file", &half.id)]).await.status, 303);
    assert_eq!(mine.puts(&half, 0, &photo(4)).await, 204, "late, and for nothing");
    assert!(!mine.get("/kirim").await.has("data-unfinished"));
    let unknown = mine.post("/kirim/hapus", &[("file", "halaman-yang-tidak-ada")]).await;
    assert_eq!(unknown.status, 409, "{}", unknown.body);
    assert!(
        unknown.has("Berkas itu tidak ada") && unknown.has("chip good"),
        "told on the page: {}",
        unknown.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_a_fault_is_told_at_once_held_and_after_two_tries_kept_for_the_officer_to_see() {
    on_both(|b| async move {
        let r = office(&b).await;
        let mine = before_documents(&r).await;
        let first = mine.sends("kk", &blurred(7)).await;
        let page = mine.get("/kirim").await;
        assert!(page.has("Fotonya buram") && !page.has("Pakai yang ini"), "{}: {}", b.name, page.body);
        assert_eq!(mine.post("/kirim/pakai", &[("file", &first.id)]).await.status, 404, "a better one first");
        assert!(the_case(&r).await.documents.is_empty());
        let picture = format!("/kirim/foto/{}", first.id);
        assert_eq!(mine.get(&picture).await.status, 200, "its sender sees what is meant");
        let second = mine.sends("kk", &blurred(8)).await;
        assert!(mine.get("/kirim").await.has("Pakai yang ini"), "{}", b.name);
        assert_eq!(mine.get(&picture).await.status, 404, "the first gave way");
        for _ in 0..2 {
            let kept = mine.post("/kirim/pakai", &[("file", &second.id)]).await;
            assert!(matches!(kept.status, 303 | 404), "twice does no harm: {}", kept.status);
        }
        let case = the_case(&r).await;
        assert_eq!(case.documents.len(), 1, "{}", b.name);
        assert_eq!(case.documents[0].facts.findings.first().map(String::as_str), Some("blurred"));
        mine.post("/kirim/hapus", &[("file", &second.id)]).await;
        mine.sends("kk", &blurred(9)).await;
        mine.sends("kk", &photo(1)).await;
        let page = mine.get("/kirim").await;
        assert!(page.has("chip good") && !page.has("buram"), "a good one takes its place");
        assert_eq!(the_case(&r).await.standing().count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_a_bad_file_is_told_at_its_document() {
    let r = Rehearsal::start_with(|c| {
        c.whatsapp.capture = "secure_link".to_owned();
        c.documents.max_bytes = photo(1).len() as u64 + 10_000;
    })
    .await;
    let mine = before_documents(&r).await;
    let large = [photo(1), vec![0; 40_000]].concat();
    for (bytes, words) in [(b"".as_slice(), "kosong"), (&large, "terlalu besar")] {
        let page = mine.sends_form("kk", bytes).await;
        assert_eq!(page.status, 422, "{words}");
        assert!(page.has("id=\"choose-kk-error\"") && page.has(words), "{}", page.body);
    }
    let page = mine.sends_form("kk", &[photo(1), photo(2)].concat()).await;
    assert!(page.status == 422 && page.has("terlalu besar"), "{}", page.body);
    assert_eq!(mine.sends_form("kk", b"MZ program").await.status, 303);
    assert!(mine.get("/kirim").await.has("bukan foto"));
    for _ in 0..2 {
        assert_eq!(mine.sends_form("kk", &small()).await.status, 303, "the same form twice is one page");
    }
    let page = mine.get("/kirim").await;
    assert!(page.has("chip good") && !page.has("sama dengan"), "{}", page.body);
    assert_eq!(the_case(&r).await.documents.len(), 1);
    assert_eq!(mine.sends_form("ktp_lama", &small()).await.status, 404, "not asked for");
}

/// Every part is there after a kill, and the request goes on with the same browser.
async fn through_kills(url: Option<String>) {
    let mut office = Process::start_by_link(url).await;
    let mut sari = Reader::new(office.resident("6281200000001"));
    let mut last = None;
    for act in [Act::Say("halo".to_owned()), Act::Tap("Setuju"), Act::Tap("KTP-el hilang")] {
        sari.act(&act, last.as_ref());
        last = Some(sari.read().await);
    }
    let link = path(&last.expect("a link"));
    office.kill();
    office.up().await;
    let mine = Browser::new(&office.base);
    mine.opens(&link).await;
    office.kill();
    office.up().await;
    mine.tells("Sari Contoh").await;
    for (document, n) in [("kk", 1), ("surat_hilang", 2)] {
        let bytes = photo(n);
        let begun = mine.begins(document, &bytes).await;
        for number in 0..bytes.len().div_ceil(begun.part) {
            assert_eq!(mine.puts(&begun, number, &bytes).await, 204);
            office.kill();
            office.up().await;
            assert_eq!(mine.begins(document, &bytes).await.had, (0..=number).collect::<Vec<_>>());
        }
        assert_eq!(mine.completes(&begun).await, 204);
        office.kill();
        office.up().await;
        assert_eq!(mine.completes(&begun).await, 204);
    }
    assert_eq!(mine.post("/kirim/selesai", &[]).await.status, 303);
    office.kill();
    office.up().await;
    let receipt = mine.get("/kirim").await;
    let notice = sari.read().await;
    let ticket = notice.text().split('*').nth(1).expect("a ticket").to_owned();
    assert!(receipt.has(&ticket), "{}", receipt.body);
    office.terminate();
    assert!(office.ended().await.success());
    let app = office.look().await;
    let loaded =
        app.cases.load(app.office(), &Ticket::parse(&ticket).expect("a ticket")).await.expect("read");
    let case = loaded.expect("the case").case;
    assert_eq!((case.documents.len(), case.applicant.nik.as_str()), (2, NIK));
    let said = office.said();
    let token = link.rsplit('/').next().expect("a token");
    for secret in [token, NIK] {
        assert!(!said.contains(secret), "the log holds a secret: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_on_where_it_stopped_although_the_server_is_killed_after_every_part() {
    through_kills(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_postgresql() {
    let url = tokio::task::spawn_blocking(|| postgres::shared().database()).await.expect("a database");
    through_kills(Some(url)).await;
}
