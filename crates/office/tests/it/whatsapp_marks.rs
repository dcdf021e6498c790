//! What a resident gets of the place that an officer marked: their own page, with a frame.

use crate::support::rehearsal::{PATIENCE, Rehearsal, Talker};
use crate::support::server::OPERATOR;
use procedure::{Fault, Form, Mark, Ticket};
use reader::{Kind, Picture};
use std::time::Duration;
use whatsapp_sim::{Endpoint, Message, Sample};

const NIK: &str = "1301054506900001";

async fn submitted(r: &Rehearsal) -> (Talker, Ticket) {
    let sari = r.resident();
    sari.ask("KTP-el rusak", NIK, "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::KtpRusak]).await;
    (sari, ticket)
}

/// Returns the case with the middle of each of these documents marked.
async fn returns(r: &Rehearsal, ticket: &Ticket, documents: &[&str], why: &str) {
    let officer = r.office.officer("pemeriksa", "Petugas Pemeriksa", &[OPERATOR]).await;
    let case = r.office.case(ticket).await;
    let fault = |document: &&str| {
        let found = case.standing().find(|d| d.document.as_ref().is_some_and(|id| id == document));
        let file = found.expect("the document").facts.file.clone();
        let mark = Mark { file, page: 1, x: 300, y: 400, width: 400, height: 200 };
        Fault { document: (*document).into(), why: format!("salah pada {document}"), mark: Some(mark) }
    };
    let faults = documents.iter().map(fault).collect();
    let form = Form { faults, why: Some(why.to_owned()), ..Form::default() };
    r.office.decide(ticket, &officer, "penerimaan", "kembalikan", form).await;
}

/// The picture of a message, as the phone shows it.
async fn shown(r: &Rehearsal, message: &Message) -> Picture {
    let url = format!("{}/phone/media/{}", r.sim.base_url(), message.media_id().expect("a picture"));
    let answer = reqwest::get(url).await.expect("an answer");
    Picture::decode(&answer.bytes().await.expect("bytes"), Kind::Jpeg).expect("a JPEG")
}

fn red(picture: &Picture, x: u32, y: u32) -> bool {
    let [r, g, b] = picture.image().get_pixel(x, y).0;
    r > 150 && g < 90 && b < 90
}

#[tokio::test(flavor = "multi_thread")]
async fn the_resident_gets_the_page_with_a_frame_around_the_place_and_the_words_below() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    returns(&r, &ticket, &["kk"], "KK perlu difoto lagi").await;
    let notice = sari.read().await;
    assert_eq!(notice.kind, "image");
    assert!(notice.text().contains("KK perlu difoto lagi") && notice.text().contains("salah pada kk"));
    let (sent, marked) =
        (Picture::decode(Sample::Kk.bytes(), Kind::Png).expect("sent"), shown(&r, &notice).await);
    let (width, height) = (marked.width(), marked.height());
    assert_eq!((width, height), (sent.width(), sent.height()));
    let (left, top) = (width * 3 / 10, height * 4 / 10);
    assert!(red(&marked, left - 10, height / 2) && red(&marked, width / 2, top - 10), "no frame");
    let bright = |p: &Picture, x, y| p.image().get_pixel(x, y).0.iter().map(|c| u32::from(*c)).sum::<u32>();
    let same = |x: u32, y: u32| bright(&sent, x, y).abs_diff(bright(&marked, x, y)) < 90;
    assert!((0..20).filter(|n| same(left + 20 + n * 15, height / 2)).count() >= 17, "the place is as it was");
    assert!(bright(&marked, 5, 5) < bright(&sent, 5, 5) * 3 / 4, "the rest is dimmed");
    let officer = r.office.officer("pembaca", "Petugas Pembaca", &[OPERATOR]).await;
    r.until("the office reads that a picture went", || async {
        officer.get(&format!("/meja/perkara/{ticket}")).await.has("(gambar dengan tanda)")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn further_marked_pages_follow_one_a_message() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    returns(&r, &ticket, &["kk", "ktp_rusak"], "Dua foto perlu diulang").await;
    let (first, second) = (sari.read().await, sari.read().await);
    assert!(first.text().contains("Dua foto perlu diulang") && first.text().contains("salah pada ktp_rusak"));
    assert_eq!((first.kind.as_str(), second.kind.as_str()), ("image", "image"));
    assert!(second.text().ends_with("salah pada ktp_rusak") && !second.text().contains("Dua foto"));
    assert_ne!(first.media_id(), second.media_id());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_too_long_to_stand_below_a_picture_go_before_it() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    returns(&r, &ticket, &["kk"], &"Mohon diulang. ".repeat(80)).await;
    let (first, second) = (sari.read().await, sari.read().await);
    assert_eq!((first.kind.as_str(), second.kind.as_str()), ("text", "image"));
    assert!(first.text().contains("salah pada kk") && second.text().ends_with("salah pada kk"));
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_window_the_words_go_as_a_template_and_the_picture_when_the_resident_writes() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    let later = Duration::from_secs(25 * 3_600);
    r.sim.advance(later).expect("later");
    r.office.app.clock.advance(later);
    returns(&r, &ticket, &["kk", "ktp_rusak"], "KK perlu difoto lagi").await;
    let notice = sari.read().await;
    assert_eq!(notice.kind, "template");
    assert!(notice.text().contains("salah pada kk"), "{}", notice.text());
    r.until("nothing waits", || async {
        r.office.app.cases.next_letter(r.office.app.office()).await.expect("read").is_none()
    })
    .await;
    assert_eq!(r.sim.counts().expect("counts").media_uploaded, 0);
    assert!(sari.say("halo").await.text().contains("menandai tempatnya pada gambar"));
    let (first, second) = (sari.read().await, sari.read().await);
    assert!(first.kind == "image" && first.text().ends_with("salah pada kk"), "{}", first.text());
    assert!(second.kind == "image" && second.text().ends_with("salah pada ktp_rusak"), "{}", second.text());
    sari.say("halo lagi").await;
    r.sim.settled(PATIENCE).await.expect("delivered");
    assert_eq!(r.sim.counts().expect("counts").media_uploaded, 2, "once is enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_cannot_be_handed_over_holds_up_no_words() {
    for code in [131_053, 131_016] {
        let r = Rehearsal::start().await;
        let (sari, ticket) = submitted(&r).await;
        r.sim.fault(whatsapp_sim::Fault::always(code).at(Endpoint::MediaUpload));
        returns(&r, &ticket, &["kk"], "KK perlu difoto lagi").await;
        let notice = sari.read().await;
        assert_eq!(notice.kind, "text", "{code}");
        assert!(notice.text().contains("salah pada kk"), "{}", notice.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_did_not_arrive_is_followed_by_its_words() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    r.sim.fault(whatsapp_sim::Fault::once(131_053).how(whatsapp_sim::How::Status));
    returns(&r, &ticket, &["kk"], "KK perlu difoto lagi").await;
    let mut message = sari.read().await;
    if message.kind == "image" {
        message = sari.read().await;
    }
    assert_eq!(message.kind, "text");
    assert!(message.text().contains("salah pada kk") && !message.text().contains("gambar dengan tanda"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_who_asks_again_hears_that_the_place_is_marked() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    returns(&r, &ticket, &["kk"], "KK perlu difoto lagi").await;
    sari.read().await;
    assert!(sari.say("halo").await.text().contains("menandai tempatnya pada gambar"));
}
