//! The stock page: who sees it, what its forms do, and what everybody may know.

use crate::support::browser::{Answer, Browser};
use crate::support::server::{CETAK, KABID, KASI, OPERATOR, Server};
use office::documents::orphans::sweep;
use procedure::Form;

const PAGE: &str = "/meja/blangko";

async fn send(browser: &Browser, act: &str, fields: &[(&str, &str)]) -> Answer {
    let token = office::web::form_token();
    let all = [&[("form", token.as_str())], fields].concat();
    browser.post(&format!("{PAGE}/{act}"), &all).await
}

async fn moved(browser: &Browser, fields: &[(&str, &str)]) {
    let answer = send(browser, "gerak", fields).await;
    assert_eq!((answer.status, answer.location()), (303, "/meja/blangko?sudah=1"), "{}", answer.body);
}

fn receive<'a>(first: &'a str, last: &'a str) -> [(&'a str, &'a str); 4] {
    [("act", "terima"), ("first", first), ("last", last), ("note", "SJ-7")]
}

/// A number of the open period's account, by its words.
fn sum(page: &Answer, words: &str) -> String {
    let row = format!("<tr><th scope=\"row\">{words}</th><td class=\"number\">");
    let (_, after) = page.body.split_once(&row).unwrap_or_else(|| panic!("no {words}: {}", page.body));
    after.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_day_of_blanks_goes_from_the_delivery_to_the_second_signature_by_the_forms_of_the_page() {
    let server = Server::start().await;
    let (kasi, kabid) = (server.bearer(KASI).await, server.bearer(KABID).await);
    let (printer, operator) = (server.bearer(CETAK).await, server.bearer(OPERATOR).await);
    assert!(kasi.get(PAGE).await.has("Belum ada blangko yang diterima"));
    moved(&kasi, &receive("ab-100 001", "AB100020")).await;
    let to = printer.officer().user.to_string();
    moved(&kasi, &[("act", "serahkan"), ("first", "AB100001"), ("last", "AB100010"), ("to", &to)]).await;
    moved(&printer, &[("act", "rusak"), ("first", "AB100010"), ("note", "Terlipat")]).await;
    let ticket = server.open_case("Upik Percobaan").await;
    server.decide(&ticket, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&ticket, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    server.decide(&ticket, &printer, "pencetakan", "perintah_cetak", Form::default()).await;
    let case = printer.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(case.has("Berikutnya di tangan Anda: AB100001"), "{}", case.body);
    let printed = Form { blangko: Some("AB100001".to_owned()), ..Form::default() };
    server.decide(&ticket, &printer, "pencetakan", "tercetak", printed).await;
    let page = kasi.get(PAGE).await;
    let sums = ["Saldo awal", "Diterima", "Terpakai baik", "Rusak atau gagal"].map(|w| sum(&page, w));
    assert_eq!(sums, ["0", "20", "-1", "-1"]);
    assert!(page.has("<b>18</b>") && page.has("AB100002 – AB100009") && page.has("AB100011 – AB100020"));
    let period = page.field("period");
    let counted = [("period", &*period), ("counted", "17")];
    let unexplained = send(&kasi, "hitung", &counted).await;
    assert_eq!(unexplained.status, 422);
    assert!(unexplained.has("Menurut buku ada 18 blangko, terhitung 17"), "{}", unexplained.body);
    assert!(unexplained.has("value=\"17\""), "what was typed is kept");
    let explained = [&counted[..], &[("why", "Satu di printer")]].concat();
    assert_eq!(send(&kasi, "hitung", &explained).await.status, 303);
    let waiting = kabid.get(PAGE).await;
    assert!(waiting.has("Sebab selisih: Satu di printer") && waiting.has("/meja/blangko/tutup"));
    assert!(!kasi.get(PAGE).await.has("/meja/blangko/tutup"), "no second signature of one's own");
    assert_eq!(send(&kabid, "tutup", &[("period", &period)]).await.status, 303);
    let page = kabid.get(PAGE).await;
    assert_eq!(sum(&page, "Saldo awal"), "18");
    assert!(page.has("Orang kasi; Orang kabid"), "{}", page.body);
}

#[tokio::test]
async fn one_blanks_story_is_found_by_its_serial() {
    let server = Server::start().await;
    let (kasi, printer) = (server.bearer(KASI).await, server.bearer(CETAK).await);
    server.supply(&printer, "AB100001", "AB100003").await;
    let found = kasi.get(&format!("{PAGE}?seri=ab%20100002")).await;
    assert_eq!((found.status, found.location()), (303, "/meja/blangko/seri/AB100002"));
    let story = kasi.get(found.location()).await;
    assert!(story.has("di tangan operator") && story.has("Diserahkan kepada: Orang operator_cetak"));
    assert!(story.has("SJ-CONTOH-1"), "{}", story.body);
    assert!(kasi.get(&format!("{PAGE}/seri/ZZ999999")).await.has("tidak ada di buku persediaan"));
    assert_eq!(kasi.get(&format!("{PAGE}?seri=12")).await.status, 422);
}

#[tokio::test]
async fn each_form_is_offered_and_heeded_only_where_the_procedure_gives_the_power() {
    let server = Server::start().await;
    let (kasi, printer) = (server.bearer(KASI).await, server.bearer(CETAK).await);
    let (kabid, operator) = (server.bearer(KABID).await, server.bearer(OPERATOR).await);
    assert!(kasi.get(PAGE).await.has("value=\"terima\""));
    let shown = printer.get(PAGE).await;
    assert!(
        shown.has("value=\"rusak\"") && !shown.has("value=\"terima\"") && !shown.has("/meja/blangko/hitung")
    );
    assert!(!kabid.get(PAGE).await.has("/meja/blangko/gerak"));
    assert_eq!(operator.get(PAGE).await.status, 404);
    assert_eq!(send(&operator, "gerak", &receive("AB100001", "AB100002")).await.status, 404);
    for stranger in [&printer, &kabid] {
        assert_eq!(send(stranger, "gerak", &receive("AB100001", "AB100002")).await.status, 403);
    }
    assert_eq!(server.app.stock.in_stock().await.expect("read"), 0);
}

#[tokio::test]
async fn a_slip_of_the_keys_is_told_in_words_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let kasi = server.bearer(KASI).await;
    moved(&kasi, &receive("AB100001", "AB100020")).await;
    for (fields, words) in [
        (receive("AB100001", "AB100001"), "sudah pernah diterima"),
        (receive("AB2", "AB200001"), "terdiri dari 6 sampai 20"),
        (receive("AB200009", "AB200001"), "Nomor seri terakhir harus sama hurufnya"),
        (receive("AB200000", "AB299999"), "Paling banyak 2000"),
    ] {
        let answer = send(&kasi, "gerak", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.has(words), "{words}: {}", answer.body);
        assert!(answer.has(&format!("name=\"first\" value=\"{}\"", fields[1].1)), "{}", answer.body);
    }
    for (fields, words) in [
        (vec![("act", "serahkan"), ("first", "AB100001")], "Pilih operator cetak"),
        (vec![("act", "bakar"), ("first", "AB100001")], "Pilih yang terjadi"),
        (vec![("act", "hilang"), ("first", "AB100001")], "alasan"),
    ] {
        let answer = send(&kasi, "gerak", &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.to_lowercase().contains(&words.to_lowercase()), "{words}: {}", answer.body);
    }
    let no_number = send(&kasi, "hitung", &[("period", "1"), ("counted", "banyak")]).await;
    assert!(no_number.status == 422 && no_number.has("dengan angka"), "{}", no_number.body);
}

#[tokio::test]
async fn everybody_may_know_how_many_blanks_there_are() {
    let server = Server::start().await;
    let printer = server.bearer(CETAK).await;
    server.supply(&printer, "AB100001", "AB100042").await;
    let page = server.stranger().get("/lacak").await;
    assert!(page.has("Menurut buku persediaan saat ini: 42 lembar"), "{}", page.body);
}

#[tokio::test]
async fn a_spoiled_blank_is_photographed_on_its_page_and_a_whole_one_is_not() {
    let server = Server::start().await;
    let yusuf = server.bearer(CETAK).await;
    server.supply(&yusuf, "BLANGKO0001", "BLANGKO0002").await;
    let path = |serial: &str| format!("/meja/blangko/seri/{serial}");
    let sends = async |serial: &str, bytes: Vec<u8>| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("foto.png");
        let form = reqwest::multipart::Form::new().part("photo", part);
        yusuf.upload(&format!("{}/foto", path(serial)), form).await.status
    };
    let photo = crate::support::by_link::photo(1);
    assert_eq!(sends("BLANGKO0001", photo.clone()).await, 422, "it is whole");
    let spoil = [("act", "rusak"), ("first", "BLANGKO0001"), ("last", ""), ("note", "Terlipat")];
    assert_eq!(yusuf.post("/meja/blangko/gerak", &spoil).await.status, 303);
    assert_eq!(sends("BLANGKO0001", b"no picture".to_vec()).await, 422);
    assert_eq!(sends("BLANGKO0001", Vec::new()).await, 422);
    assert_eq!(sends("BLANGKO0001", photo).await, 303);
    let page = yusuf.get(&path("BLANGKO0001")).await;
    assert!(page.has("Difoto"));
    let link = page.body.split("/foto/").nth(1).and_then(|l| l.split('"').next()).expect("a link").to_owned();
    let shown = yusuf.get(&format!("{}/foto/{link}", path("BLANGKO0001"))).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert_eq!(yusuf.get(&format!("{}/foto/{link}", path("BLANGKO0002"))).await.status, 404);
    let swept = sweep(&server.app, jiff::Timestamp::MAX, true).await.expect("swept");
    assert_eq!((swept.files, swept.orphans), (1, 0), "a photo of a blank belongs to it");
    let found = server.app.stock.verify().await.expect("verified");
    assert_eq!((found.balance.spoiled, found.differences), (1, vec![]));
}
