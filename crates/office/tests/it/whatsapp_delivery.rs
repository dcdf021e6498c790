//! What goes out: confirmations, trouble, the 24-hour window, and what the office learns of it.

use crate::support::rehearsal::{PATIENCE, Rehearsal};
use crate::support::server::OPERATOR;
use procedure::{Command, Flag, Ticket};
use std::time::Duration;
use whatsapp_sim::{Handset, Sample};

const NIK: &str = "1301054506900001";

async fn submitted(r: &Rehearsal) -> (crate::support::rehearsal::Talker, Ticket) {
    let sari = r.resident();
    sari.ask("KTP-el rusak", NIK, "Sari Contoh").await;
    let ticket = sari.send_all(&[Sample::Kk, Sample::KtpRusak]).await;
    (sari, ticket)
}

async fn write(r: &Rehearsal, ticket: &Ticket, text: &str) {
    let officer = r.office.bearer(OPERATOR).await;
    r.office.done(ticket, officer.actor(), Command::Write { text: text.to_owned() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_learns_that_its_notice_arrived() {
    let r = Rehearsal::start().await;
    let (_, ticket) = submitted(&r).await;
    r.until("the notice is confirmed", || async {
        r.office.case(&ticket).await.notices.values().any(|n| *n == Flag::Confirmed)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_write_freely_inside_the_window_and_by_template_outside_it() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    write(&r, &ticket, "Mohon bawa KK asli").await;
    let inside = sari.read().await;
    assert_eq!(inside.kind, "text");
    assert!(
        inside.text().contains("Mohon bawa KK asli") && inside.text().contains("Orang"),
        "{}",
        inside.text()
    );
    let later = Duration::from_secs(25 * 3_600);
    r.sim.advance(later).expect("later");
    r.office.app.clock.advance(later);
    let officer = r.office.officer("lain", "Petugas Lain", &[OPERATOR]).await;
    r.office.done(&ticket, officer.actor(), Command::Write { text: "Kantor\ntutup besok".to_owned() }).await;
    let outside = sari.read().await;
    assert_eq!(outside.kind, "template");
    assert!(outside.text().contains("Kantor · tutup besok"), "{}", outside.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_closed_without_our_knowing_is_met_with_the_template() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    r.sim.advance(Duration::from_secs(25 * 3_600)).expect("later, for the platform only");
    write(&r, &ticket, "Mohon datang").await;
    assert_eq!(sari.read().await.kind, "template");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_be_reached_stands_on_the_call_list() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    sari.0.handset(&Handset { reachable: Some(false), ..Handset::default() }).expect("gone");
    write(&r, &ticket, "Halo").await;
    r.until("the case knows", || async {
        r.office
            .case(&ticket)
            .await
            .notices
            .values()
            .any(|n| matches!(n, Flag::Failed(why) if why.contains("Telepon")))
    })
    .await;
    let list = r.office.officer("lain", "Petugas Lain", &[OPERATOR]).await.get("/meja/telepon").await;
    assert!(list.has(ticket.as_str()) && list.has("tidak dapat menjangkau"), "{}", list.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_whatsapp_down_everything_waits_and_goes_out_by_itself_afterwards() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    let fault = r.sim.fault(whatsapp_sim::Fault::always(131_016));
    write(&r, &ticket, "Menunggu WhatsApp").await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert!(r.office.app.cases.next_letter(r.office.app.office()).await.expect("read").is_some());
    r.sim.remove_fault(fault);
    assert!(sari.read().await.text().contains("Menunggu WhatsApp"));
    r.sim.settled(PATIENCE).await.expect("delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_who_wrote_stop_gets_no_notice_and_the_case_says_so() {
    let r = Rehearsal::start().await;
    let (sari, ticket) = submitted(&r).await;
    assert!(sari.say("stop").await.text().contains("tidak mengirim"));
    write(&r, &ticket, "Halo").await;
    r.until("the case knows", || async {
        r.office
            .case(&ticket)
            .await
            .notices
            .values()
            .any(|n| matches!(n, Flag::Failed(why) if why.contains("stop")))
    })
    .await;
}
