//! Residents and the office, over the real protocol on both sides.

use crate::support::rehearsal::{PATIENCE, Rehearsal};
use procedure::{Fault, Form, Status};
use whatsapp_sim::{Inbound, Sample};

const NIK: &str = "1301054506900001";

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_each_reason_goes_from_hello_to_the_register() {
    let r = Rehearsal::start().await;
    let staff = r.staff().await;
    let reasons: [(&str, &[Sample]); 3] = [
        ("KTP-el hilang", &[Sample::Kk, Sample::SuratKehilangan]),
        ("KTP-el rusak", &[Sample::Kk, Sample::KtpRusak]),
        ("Perubahan elemen data", &[Sample::Kk, Sample::KtpRusak, Sample::Ijazah]),
    ];
    for (n, (reason, samples)) in reasons.into_iter().enumerate() {
        let phone = format!("62812000000{n:02}");
        let sari = crate::support::rehearsal::Talker(r.sim.resident(&phone, "Sari").expect("a resident"));
        sari.ask(reason, NIK, "Sari Contoh").await;
        let ticket = sari.send_all(samples).await;
        r.hand_over(&ticket, &staff).await;
        assert!(sari.read().await.text().contains("sudah dicetak"));
        assert!(sari.read().await.text().contains("sudah diserahkan"));
    }
    let lines = r
        .office
        .app
        .cases
        .register(r.office.app.office(), jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::MAX, 10)
        .await;
    let numbers: Vec<_> = lines.expect("the register").iter().map(|l| l.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_case_is_mended_in_the_chat_and_goes_on() {
    let r = Rehearsal::start().await;
    let (staff, sari) = (r.staff().await, r.resident());
    sari.ask("KTP-el rusak", NIK, "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::KkPdf, Sample::KtpRusak]).await;
    let faults = vec![Fault { document: "kk".into(), why: "tulisan tidak terbaca".to_owned(), mark: None }];
    let form = Form { faults, why: Some("KK buram".to_owned()), ..Form::default() };
    r.office.decide(&ticket, &staff.operator, "penerimaan", "kembalikan", form).await;
    let notice = sari.read().await;
    assert!(notice.text().contains("tulisan tidak terbaca"), "{}", notice.text());
    sari.0.image(Sample::Kk).expect("sent");
    let review = sari.read().await;
    assert!(review.text().contains("Kirim perbaikan ini?"), "{}", review.text());
    assert!(sari.tap(&review, "Kirim").await.text().contains("perbaikan untuk permohonan"));
    r.hand_over(&ticket, &staff).await;
    assert!(matches!(r.office.case(&ticket).await.status, Status::Closed(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_files_are_told_what_to_send_instead_and_nothing_is_lost() {
    let r = Rehearsal::start().await;
    let sari = r.resident();
    sari.ask("KTP-el rusak", NIK, "Sari Contoh").await;
    for (sample, word) in [
        (Sample::Kosong, "kosong"),
        (Sample::TeksBernamaJpg, "JPEG"),
        (Sample::Video, "video"),
        (Sample::PesanSuara, "suara"),
        (Sample::Stiker, "tiker"),
    ] {
        sari.0.image(sample).expect("sent");
        let answer = sari.read().await;
        assert!(answer.text().contains(word), "{sample:?}: {}", answer.text());
        assert!(answer.text().contains("Dokumen 1 dari 2"), "where we are: {}", answer.text());
    }
    sari.send_all(&[Sample::KkPdf, Sample::KtpRusak]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_of_message_nobody_knows_get_a_polite_answer() {
    let r = Rehearsal::start().await;
    let sari = r.resident();
    sari.say("halo").await;
    let strange = serde_json::json!({"type": "hologram", "hologram": {"x": 1}});
    sari.0.raw(strange).expect("sent");
    assert!(sari.read().await.text().contains("tidak dapat kami baca"));
    let place = serde_json::json!({"type": "location", "location": {"latitude": -1.3, "longitude": 100.5}});
    sari.0.raw(place).expect("sent");
    assert!(sari.read().await.text().contains("tidak dapat kami baca"));
    sari.0.send(&Inbound::reaction("wamid.x", Some("👍"))).expect("sent");
    let next = sari.0.next_message(std::time::Duration::from_millis(900)).await;
    assert!(next.is_err(), "a reaction needs no answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_number_never_takes_an_old_case_along() {
    let r = Rehearsal::start().await;
    let sari = r.resident();
    sari.ask("KTP-el rusak", NIK, "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::KtpRusak]).await;
    let before = r.office.case(&ticket).await.applicant;
    sari.0.change_number("6281200000777", false).expect("changed");
    r.sim.settled(PATIENCE).await.expect("delivered");
    let status = sari.say("status").await;
    assert!(!status.text().contains(ticket.as_str()), "{}", status.text());
    assert_eq!(r.office.case(&ticket).await.applicant, before);
}
