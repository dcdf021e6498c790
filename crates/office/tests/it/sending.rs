//! Many cards to one nagari's office at once: each by itself, and what is refused stops none of the others.

use crate::support::hall::{COUNTER, Hall, hall};
use crate::support::people::applicant;
use crate::support::server::{CETAK, KASI, OPERATOR};
use procedure::command::Form;
use procedure::{EventBody, Ticket, Way};

const PAGE: &str = "/meja/penyerahan/kirim-bersama";

/// Another card that waits at this counter.
async fn another(hall: &Hall, name: &str) -> Ticket {
    let officer =
        async |role: &str| hall.server.officer(&format!("lain_{name}_{role}"), "Lain", &[role]).await;
    let (operator, kasi, printer) = (officer(OPERATOR).await, officer(KASI).await, officer(CETAK).await);
    let ticket = hall.server.printed_case_of(applicant(name), &operator, &kasi, &printer).await;
    hall.server.decide(&ticket, &hall.register, "penyerahan", "beritahu", Form::default()).await;
    ticket
}

#[tokio::test]
async fn cards_for_a_nagari_leave_together_and_each_has_its_own_record() {
    let hall = hall("Rosnida").await;
    let (second, third) = (another(&hall, "upik").await, another(&hall, "buyung").await);
    assert!(hall.register.get(COUNTER).await.has(PAGE));
    let page = hall.register.get(PAGE).await;
    assert!(page.has("Rosnida") && page.has("upik") && page.has("buyung"), "{}", page.body);
    let serial = hall.serial().await;
    let names = [format!("serial.{}", hall.ticket), format!("serial.{second}")];
    let fields = [
        ("lewat", "Nagari Percobaan"),
        ("nomor", "Pak Wali Umpama"),
        ("case", hall.ticket.as_str()),
        (&names[0], &serial),
        ("case", second.as_str()),
        (&names[1], &serial),
        ("case", third.as_str()),
        ("form", "satu"),
    ];
    let told = hall.register.post(PAGE, &fields).await;
    assert_eq!(told.status, 422, "{}", told.body);
    assert!(
        told.has("1 permohonan tercatat") && told.has("1 permohonan tidak dapat dicatat"),
        "{}",
        told.body
    );
    assert!(told.has("Jangan diserahkan; cari kartu yang benar"), "the card of another: {}", told.body);
    assert!(told.has("value=\"Pak Wali Umpama\""), "{}", told.body);
    assert!(!told.has(&format!("name=\"case\" value=\"{}\"", hall.ticket)), "it has left: {}", told.body);
    let sent = async |ticket: &Ticket| {
        let loaded = hall.server.app.cases.load(hall.server.app.office(), ticket).await;
        let events = loaded.expect("read").expect("a case").events;
        let sent = |e: &procedure::Event| match &e.body {
            EventBody::Dispatched { way, through, reference, .. } => {
                Some((*way, through.clone(), reference.clone()))
            }
            _ => None,
        };
        events.iter().filter_map(sent).collect::<Vec<_>>()
    };
    let expected = (Way::Nagari, "Nagari Percobaan".to_owned(), "Pak Wali Umpama".to_owned());
    assert_eq!(sent(&hall.ticket).await, [expected]);
    assert_eq!(sent(&second).await, []);
    assert_eq!(sent(&third).await, []);
}

#[tokio::test]
async fn without_a_nagari_or_an_official_nothing_leaves_and_nobody_else_sends() {
    let hall = hall("Rosnida").await;
    let serial = hall.serial().await;
    let name = format!("serial.{}", hall.ticket);
    let fields = [("case", hall.ticket.as_str()), (name.as_str(), serial.as_str())];
    let told = hall.register.post(PAGE, &fields).await;
    assert!(told.status == 422 && told.has("1 permohonan tidak dapat dicatat"), "{}", told.body);
    assert!(told.has(&format!("value=\"{serial}\"")), "{}", told.body);
    assert_eq!(hall.printer.get(PAGE).await.status, 404);
    assert_eq!(hall.printer.post(PAGE, &fields).await.status, 404);
    assert!(hall.server.case(&hall.ticket).await.gate.under_way.is_none());
}
