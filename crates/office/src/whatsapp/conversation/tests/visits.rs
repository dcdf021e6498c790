//! Appointments in the chat: a time chosen, changed and called off, what was taken meanwhile, and the questions before
//! a visit.

use super::*;
use crate::appointments::Offer;
use procedure::{Diary, Event, EventBody, Language, Level, Slot};

/// What the book says to a wish: a slot is offered, and free unless it is not in the offer any more.
pub fn diary(offer: &Offer, command: &Command) -> Diary {
    let free = match command {
        Command::Book { slot } => offer.slots.contains(slot),
        _ => true,
    };
    Diary { level: offer.level, offered: true, free, next: offer.slots.last().copied(), waiting: 0 }
}

fn slot(day: &str, time: &str) -> Slot {
    let from: Timestamp = format!("2026-11-{day}T{time}:00+07:00").parse().expect("an instant");
    Slot { from, until: from + jiff::SignedDuration::from_mins(15) }
}

/// Four times on Tuesday and one on Wednesday.
fn offer() -> Offer {
    let tuesday = ["09:00", "09:15", "09:30", "13:00"].map(|t| slot("24", t));
    Offer { level: Level::Off, slots: tuesday.into_iter().chain([slot("25", "08:00")]).collect() }
}

/// Sinta's card is ready, and she was told.
fn ready() -> (Resident, Ticket) {
    let mut r = Resident::new();
    r.say("halo");
    r.tap("Setuju");
    r.tap("KTP-el hilang");
    r.say(NIK);
    r.say("Sinta Maharani");
    let ticket = r.cases[0].ticket.clone();
    let officer = Actor::Officer {
        user: "mira".into(),
        name: "Mira".to_owned(),
        roles: Vec::new(),
        operator_auth: None,
    };
    let told = [
        EventBody::Submitted,
        EventBody::StepStarted {
            step: "penyerahan".into(),
            no: 4,
            role: "petugas_register".into(),
            minutes: 10,
            due: r.now,
            case_due: None,
        },
        EventBody::Notified {
            step: "penyerahan".into(),
            outcome: "beritahu".into(),
            way: procedure::event::NoticeWay::Whatsapp,
        },
    ];
    for body in told {
        happens(
            &mut r,
            Event { at: "2026-11-23T03:00:00Z".parse().expect("an instant"), actor: officer.clone(), body },
        );
    }
    r.thread.stage = Stage::Idle;
    r.offer = Some(offer());
    (r, ticket)
}

fn happens(r: &mut Resident, event: Event) {
    let case = evolve(Some(r.cases[0].case.clone()), &event).expect("a case");
    r.cases[0].case = case;
}

fn booked(r: &Resident) -> Option<Slot> {
    r.cases[0].case.expected().map(|a| a.slot)
}

fn tap_id(r: &mut Resident, id: String) -> String {
    r.send(&[Input::Tap { id, title: "Pilihan".to_owned() }])
}

#[test]
fn whoever_writes_when_the_card_is_ready_gets_times_and_a_tap_books_one() {
    let (mut r, _) = ready();
    let answer = r.say("halo");
    assert!(answer.contains("siap diambil"), "{answer}");
    for title in ["Sel 24 Nov 09.00", "Sel 24 Nov 13.00", "Rab 25 Nov 08.00", "Hari lain"] {
        assert!(answer.contains(title), "{title}: {answer}");
    }
    // The case tells of it itself.
    assert_eq!(r.tap("Sel 24 Nov 09.15"), "");
    assert_eq!(booked(&r), Some(slot("24", "09:15")));
    assert!(r.say("status").contains("Sel 24 Nov 09.15"));
}

#[test]
fn a_tap_below_the_news_books_whatever_was_asked_last() {
    let (mut r, ticket) = ready();
    let choices = slot_choices(&ticket, &offer(), Language::Id, r.procedure.calendar.offset);
    assert!(choices.len() <= 10 && choices.iter().all(|c| c.title.chars().count() <= 24), "{choices:?}");
    r.say("menu");
    assert_eq!(tap_id(&mut r, choices[0].id.clone()), "");
    assert_eq!(booked(&r), Some(slot("24", "09:00")));
    // Once more is no harm, and is answered.
    assert!(tap_id(&mut r, choices[0].id.clone()).contains("Sel 24 Nov 09.00"));
    let days = tap_id(&mut r, choices.last().expect("other days").id.clone());
    assert!(days.contains("Sel 24 Nov") && days.contains("Rab 25 Nov"), "{days}");
}

#[test]
fn what_was_taken_meanwhile_is_said_honestly_with_what_is_free_now() {
    let (mut r, ticket) = ready();
    let choices = slot_choices(&ticket, &offer(), Language::Id, r.procedure.calendar.offset);
    r.say("janji");
    r.offer.as_mut().expect("an offer").slots.remove(0);
    let answer = tap_id(&mut r, choices[0].id.clone());
    assert!(answer.contains("baru saja terisi") && answer.contains("Sel 24 Nov 09.15"), "{answer}");
    assert!(!answer.contains("09.00"), "{answer}");
    assert_eq!(booked(&r), None);
}

#[test]
fn a_refusal_of_the_rules_is_answered_with_new_times() {
    let (mut r, ticket) = ready();
    let known = r.cases.clone();
    let (procedure, contact) = (Arc::clone(&r.procedure), r.contact.clone());
    let view = View {
        now: r.now,
        procedure: &procedure,
        office_name: "Contoh",
        contact: &contact,
        phone: None,
        capture: Capture::InChat,
        cases: known,
        offer: Some(offer()),
    };
    let mut talk = Talk::new(view, r.thread.clone());
    let wish = Wish { ticket: Some(ticket), command: Command::Book { slot: slot("24", "09:00") } };
    assert!(talk.told(&wish, Err(Refusal::SlotTaken)).is_none());
    let answer = talk.finish().answer.expect("an answer");
    assert!(answer.body.contains("baru saja terisi") && answer.choices.len() == 5, "{answer:?}");
    r.thread.stage = Stage::Idle;
}

#[test]
fn another_time_of_another_day_is_found_by_taps_or_numbers() {
    let (mut r, _) = ready();
    let many = (0..20).map(|n| {
        let from = slot("26", "08:00").from + jiff::SignedDuration::from_mins(15 * n);
        Slot { from, until: from + jiff::SignedDuration::from_mins(15) }
    });
    r.offer.as_mut().expect("an offer").slots.extend(many);
    r.say("janji");
    let days = r.tap("Hari lain");
    assert!(days.contains("Kam 26 Nov"), "{days}");
    let times = r.say("3");
    assert!(times.contains("Kam 26 Nov 08.00") && times.contains("Jam lain"), "{times}");
    let later = r.tap("Jam lain");
    assert!(later.contains("Kam 26 Nov 09.45") && !later.contains("08.00"), "{later}");
    assert_eq!(r.say("1"), "");
    assert_eq!(booked(&r).map(|s| s.from), Some(slot("26", "09:45").from));
}

#[test]
fn an_appointment_is_moved_or_called_off_by_a_word() {
    let (mut r, _) = ready();
    r.say("janji");
    r.tap("Sel 24 Nov 09.00");
    let asked = r.say("janji");
    assert!(asked.contains("Janji Anda: *Sel 24 Nov 09.00*"), "{asked}");
    r.tap("Sel 24 Nov 13.00");
    assert_eq!(booked(&r), Some(slot("24", "13:00")));
    let asked = r.say("batal");
    assert!(asked.contains("Batalkan janji"), "{asked}");
    assert_eq!(r.tap("Batalkan janji"), "");
    assert_eq!(booked(&r), None);
}

#[test]
fn where_no_time_is_free_one_may_still_come_and_nothing_is_promised() {
    let (mut r, _) = ready();
    r.offer.as_mut().expect("an offer").slots.clear();
    let answer = r.say("janji");
    assert!(answer.contains("Belum ada jam kosong") && answer.contains("tanpa janji"), "{answer}");
    r.offer = None;
    assert!(r.say("janji").contains("tidak memakai janji"));
}

#[test]
fn who_has_no_card_that_is_ready_is_told_so() {
    let mut r = Resident::new();
    assert!(r.say("janji").contains("Belum ada KTP-el yang siap"));
}

#[test]
fn questions_before_the_visit_are_answered_by_a_tap_or_in_words_and_a_symptom_puts_it_off() {
    let (mut r, ticket) = ready();
    r.offer.as_mut().expect("an offer").level = Level::Cautious;
    r.say("janji");
    r.tap("Sel 24 Nov 09.00");
    let at = r.now;
    happens(
        &mut r,
        Event { at, actor: Actor::System, body: EventBody::AppointmentReminded { level: Level::Cautious } },
    );
    let unanswered = r.cases.clone();
    assert!(r.say("Tidak ada.").contains("Sampai bertemu"), "the reminder is answered in words");
    r.cases = unanswered;
    let asked = r.say("halo");
    assert!(asked.contains("demam") && asked.contains("Tidak ada"), "{asked}");
    assert!(r.say("tidak ada").contains("Sampai bertemu Sel 24 Nov 09.00"));
    assert_eq!(r.cases[0].case.expected().and_then(|a| a.screened), Some(true));
    let choices = health_choices(&ticket, Language::Id);
    assert_eq!(tap_id(&mut r, choices[1].id.clone()), "");
    assert_eq!(booked(&r), Some(slot("25", "08:00")), "put off");
}

#[test]
fn a_stranger_s_ticket_in_a_button_does_nothing() {
    let (mut r, _) = ready();
    let other = Ticket::from_random(99);
    let choices = slot_choices(&other, &offer(), Language::Id, r.procedure.calendar.offset);
    assert!(tap_id(&mut r, choices[0].id.clone()).contains("Belum ada KTP-el"));
    assert_eq!(booked(&r), None);
}
