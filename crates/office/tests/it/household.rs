//! One pass for a household over HTTP: its other cards are shown at the gate and on the receipt, and each is handed over by
//! itself.

use crate::support::hall::{Hall, hall, holder};
use crate::support::people::applicant;
use crate::support::server::{CETAK, KASI, OPERATOR};
use procedure::command::Form;
use procedure::{ContactId, EventBody, Ticket};

/// Another card that waits at this counter, of the same household unless `contact` says otherwise.
async fn another(hall: &Hall, name: &str, contact: Option<&str>) -> Ticket {
    let server = &hall.server;
    let officer = async |role: &str| server.officer(&format!("lain_{name}_{role}"), "Lain", &[role]).await;
    let (operator, kasi, printer) = (officer(OPERATOR).await, officer(KASI).await, officer(CETAK).await);
    let mut whose = applicant(name);
    if let Some(contact) = contact {
        whose.contact = Some(ContactId::from(contact));
    }
    let ticket = server.printed_case_of(whose, &operator, &kasi, &printer).await;
    server.decide(&ticket, &hall.register, "penyerahan", "beritahu", Form::default()).await;
    ticket
}

#[tokio::test]
async fn one_pass_serves_a_household_and_each_card_is_handed_over_by_itself() {
    let hall = hall("Rosnida").await;
    let child = another(&hall, "putri", None).await;
    let neighbour = another(&hall, "tetangga", Some("whatsapp:6281363009999")).await;
    assert!(!hall.register.get(&hall.gate()).await.has("Kartu lain keluarga ini"), "no pass was shown");
    hall.scan(&hall.register, &hall.token().await).await;
    let gate = hall.register.get(&hall.gate()).await;
    assert!(gate.has("Kartu lain keluarga ini") && gate.has(child.as_str()), "{}", gate.body);
    assert!(!gate.has(neighbour.as_str()), "{}", gate.body);
    hall.finger("match").await;
    let serial = hall.serial().await;
    let handed = hall.press("serahkan", &holder(&serial)).await;
    assert_eq!(handed.status, 303, "{}", handed.body);
    let receipt = hall.register.get(handed.location()).await;
    assert!(receipt.has(&format!("/meja/penyerahan/{child}/keluarga")), "{}", receipt.body);

    let from = [("dari", hall.ticket.as_str())];
    let served = hall.register.post(&format!("/meja/penyerahan/{child}/keluarga"), &from).await;
    assert_eq!((served.status, served.location()), (303, format!("/meja/penyerahan/{child}").as_str()));
    let hall = Hall { ticket: child, ..hall };
    hall.finger("match").await;
    let serial = hall.serial().await;
    let handed = hall.press("serahkan", &holder(&serial)).await;
    assert_eq!(handed.status, 303, "without another pass: {}", handed.body);
    let loaded = hall.server.app.cases.load(hall.server.app.office(), &hall.ticket).await;
    let events = loaded.expect("read").expect("a case").events;
    let household = |e: &&procedure::Event| matches!(e.body, EventBody::PassShown { of: Some(_), .. });
    assert_eq!(events.iter().filter(household).count(), 1);
    let history = hall.register.get(&format!("/meja/perkara/{}", hall.ticket)).await;
    assert!(history.has("memindai kartu ambil keluarga"), "{}", history.body);
}

#[tokio::test]
async fn the_pass_of_others_or_one_that_was_not_shown_here_serves_nobody() {
    let hall = hall("Rosnida").await;
    let child = another(&hall, "putri", None).await;
    let neighbour = another(&hall, "tetangga", Some("whatsapp:6281363009999")).await;
    let from = [("dari", hall.ticket.as_str())];
    let serve = async |ticket: &Ticket| {
        hall.register.post(&format!("/meja/penyerahan/{ticket}/keluarga"), &from).await
    };
    let early = serve(&child).await;
    assert!(early.status == 409 && early.has("bukan milik keluarga ini"), "{}", early.body);
    hall.scan(&hall.register, &hall.token().await).await;
    let foreign = serve(&neighbour).await;
    assert!(foreign.status == 409 && foreign.has("bukan milik keluarga ini"), "{}", foreign.body);
    let beside = hall.beside.post(&format!("/meja/penyerahan/{child}/keluarga"), &from).await;
    assert!(beside.status == 409 && beside.has("bukan milik keluarga ini"), "{}", beside.body);
    let nonsense = hall.register.post(&format!("/meja/penyerahan/{child}/keluarga"), &[("dari", "?")]).await;
    assert_eq!(nonsense.status, 404);
}
