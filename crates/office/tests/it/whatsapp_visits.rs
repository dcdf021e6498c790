//! Appointments over the real protocol on both sides: the list that comes with the news, the tap, the level raised.

use crate::support::rehearsal::{Rehearsal, Staff, Talker};
use office::stock::Wish;
use procedure::appointment::VisitCommand;
use procedure::{Form, Level, Ticket};
use whatsapp_sim::{Message, Sample};

/// A request goes as far as the news that the card is ready: that message.
async fn told(r: &Rehearsal, staff: &Staff, resident: &Talker, nik: &str, name: &str) -> (Ticket, Message) {
    resident.ask("KTP-el hilang", nik, name).await;
    let ticket = resident.send_all(&[Sample::Kk, Sample::SuratKehilangan]).await;
    let serial = r.office.blank(&staff.printer).await;
    let steps = [
        ("penerimaan", "lengkap", &staff.operator, Form::default()),
        ("verifikasi", "rekomendasi", &staff.kasi, Form::default()),
        ("pencetakan", "perintah_cetak", &staff.printer, Form::default()),
        ("pencetakan", "tercetak", &staff.printer, serial),
        ("pencetakan", "aktif", &staff.printer, Form::default()),
        ("penyerahan", "beritahu", &staff.register, Form::default()),
    ];
    for (step, outcome, by, form) in steps {
        r.office.decide(&ticket, by, step, outcome, form).await;
    }
    (ticket, resident.read().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_news_that_a_card_is_ready_brings_times_a_tap_books_one_and_who_must_move_is_told() {
    let r = Rehearsal::start().await;
    let (staff, sari) = (r.staff().await, r.resident());
    let (ticket, news) = told(&r, &staff, &sari, "1301054506900001", "Sari Contoh").await;
    assert!(news.text().contains("Pilih jam mengambilnya"), "{}", news.text());
    let offer = r.office.app.visits.offer(r.office.app.clock.now()).await.expect("read").expect("an offer");
    let offset = r.office.app.cases.procedures().active().calendar.offset;
    // Of another day than the next, so that it does not become too soon while this goes on.
    let day = |s: &procedure::Slot| offset.to_datetime(s.from).date();
    let slot = *offer.slots.iter().find(|s| day(s) != day(&offer.slots[0])).expect("two days");
    let first = office::texts::visit(procedure::Language::Id, offset, slot.from);
    let answer = sari.tap(&news, &first).await;
    assert!(answer.text().contains(&format!("Janji Anda: *{first}*")), "{}", answer.text());
    assert_eq!(r.office.case(&ticket).await.expected().map(|a| a.slot), Some(slot));

    // Two more at the same time; then the office has one counter left.
    let others = ["62812000000 51", "62812000000 52"].map(|n| n.replace(' ', ""));
    let mut moved = Vec::new();
    for (n, phone) in others.iter().enumerate() {
        let other = Talker(r.sim.resident(phone, "Budi").expect("a resident"));
        let nik = format!("130105150690000{}", n + 2);
        let (_, news) = told(&r, &staff, &other, &nik, "Budi Contoh").await;
        assert!(other.tap(&news, &first).await.text().contains(&first));
        moved.push(other);
    }
    let at = r.office.app.clock.now();
    let wish = Wish { actor: staff.kasi.actor(), at, once: None };
    let strict = VisitCommand::SetLevel { level: Level::Strict, why: "Kasus naik".to_owned() };
    r.office.app.visits.change(&wish, &strict).await.expect("changed");
    let settled = r.office.app.visits.settle(&r.office.app.cases, at).await.expect("settled");
    assert_eq!((settled.moved <= 2, settled.unplaced), (true, 0));
    let mut told = 0;
    for person in [&sari, &moved[0], &moved[1]] {
        if let Ok(news) = person.0.next_message(std::time::Duration::from_secs(3)).await {
            assert!(
                news.text().contains("protokol kesehatan") && !news.text().contains(&first),
                "{}",
                news.text()
            );
            told += 1;
        }
    }
    assert_eq!(told, 2, "each of those who moved, once, and nobody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_level_that_asks_the_reminder_brings_the_questions_and_a_symptom_puts_the_visit_off() {
    let r = Rehearsal::start().await;
    let (staff, sari) = (r.staff().await, r.resident());
    let at = r.office.app.clock.now();
    let wish = Wish { actor: staff.kasi.actor(), at, once: None };
    let cautious = VisitCommand::SetLevel { level: Level::Cautious, why: "Kasus naik".to_owned() };
    r.office.app.visits.change(&wish, &cautious).await.expect("changed");
    let (ticket, _) = told(&r, &staff, &sari, "1301054506900001", "Sari Contoh").await;
    let offer = r.office.app.visits.offer(r.office.app.clock.now()).await.expect("read").expect("an offer");
    let slot = offer.slots[0];
    let book = procedure::Command::Book { slot };
    let contact = r.office.case(&ticket).await.applicant.contact.expect("a contact");
    r.office.done(&ticket, procedure::Actor::Applicant { contact }, book).await;
    assert!(sari.read().await.text().contains("Janji Anda"));
    let remind = procedure::Command::RemindAppointment { slot };
    r.office.done(&ticket, procedure::Actor::System, remind).await;
    let asked = sari.read().await;
    assert!(asked.text().contains("demam"), "{}", asked.text());
    let answer = sari.tap(&asked, "Ada").await;
    assert!(answer.text().contains("Tinggallah di rumah"), "{}", answer.text());
    let case = r.office.case(&ticket).await;
    let later = case.expected().map(|a| a.slot).expect("another slot");
    assert!(later.from.duration_since(slot.from) >= jiff::SignedDuration::from_hours(7 * 24), "{later:?}");
}
