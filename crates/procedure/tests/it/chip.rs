//! The chip of a printed card: bound once and for all, and a chip that is known is refused and raised.

use crate::support::Given;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::event::Waiting;
use procedure::{
    Atr, ChipRefusal, ChipUid, Command, EventBody, Field, Guard, OnReader, Refusal, Ticket, react,
};

const OTHER_UID: &str = "04FFEEDDCCBBAA";

fn no(why: ChipRefusal) -> Refusal {
    Refusal::Chip { why }
}

pub fn none_on_reader() -> Refusal {
    printed().when(yusuf(), bind(BLANGKO, UID)).refusal()
}

fn uid(text: &str) -> ChipUid {
    ChipUid::parse(text).expect("a UID")
}

fn other_case() -> Ticket {
    Ticket::from_random(1)
}

/// The chip on the reader was bound to another case.
fn known() -> OnReader {
    OnReader { bound_to: Some(other_case()), ..lies(UID) }
}

fn refused() -> EventBody {
    EventBody::ChipRefused {
        step: "pencetakan".into(),
        station: "s1".into(),
        blangko: procedure::Blangko::parse(BLANGKO).expect("a serial"),
        uid: uid(UID),
        bound_to: other_case(),
    }
}

fn raised() -> Given {
    printed().on_reader(known()).when(yusuf(), bind(BLANGKO, UID)).then_events([refused()])
}

fn looks_into(why: &str) -> Command {
    Command::ReviewChip { why: why.to_owned() }
}

#[test]
fn the_chip_on_the_reader_is_bound_to_the_printed_card_once_its_serial_is_typed_again() {
    let bound = EventBody::ChipBound {
        step: "pencetakan".into(),
        station: "s1".into(),
        blangko: procedure::Blangko::parse(BLANGKO).expect("a serial"),
        uid: uid(UID),
        atr: Atr::parse(ATR).expect("an answer to reset"),
    };
    let case = printed()
        .on_reader(lies(UID))
        .when(yusuf(), bind("ab-1234 5678", "04:a1:b2:c3:d4:e5:f6"))
        .then_events([bound]);
    assert_eq!(case.now().chip.as_ref().map(|c| c.uid.as_str()), Some(UID));
    case.clone().when(yusuf(), bind(BLANGKO, UID)).then_nothing();
    let already = no(ChipRefusal::AlreadyBound { uid: uid(UID) });
    case.on_reader(lies(OTHER_UID)).when(yusuf(), bind(BLANGKO, OTHER_UID)).then_refused(already);
}

#[test]
fn only_a_printed_card_gets_a_chip_and_only_from_who_prints() {
    let unprinted = Refusal::GuardNotMet { guard: Guard::Printed };
    print_ordered().on_reader(lies(UID)).when(yusuf(), bind(BLANGKO, UID)).then_refused(unprinted.clone());
    at_handover()
        .on_reader(lies(OTHER_UID))
        .when(yusuf(), bind(BLANGKO, OTHER_UID))
        .then_refused(Refusal::NotYourRole { needed: "petugas_register".into() });
    at_handover().when(mira(), bind(BLANGKO, UID)).then_refused(unprinted);
    let reader = printed().on_reader(lies(UID));
    let printers = Refusal::NotYourRole { needed: "operator_cetak".into() };
    reader.clone().when(rani(), bind(BLANGKO, UID)).then_refused(printers);
    let pause = Command::Pause { waiting: Waiting::Equipment, why: "Pembaca kartu rusak".to_owned() };
    let paused = Refusal::AlreadyPaused { waiting: Waiting::Equipment };
    reader.done(yusuf(), pause).when(yusuf(), bind(BLANGKO, UID)).then_refused(paused);
}

#[test]
fn what_does_not_lie_on_the_reader_or_was_exchanged_meanwhile_is_not_bound() {
    printed().when(yusuf(), bind(BLANGKO, UID)).then_refused(no(ChipRefusal::NoneOnReader));
    let empty = printed().on_reader(OnReader::default());
    empty.when(yusuf(), bind(BLANGKO, UID)).then_refused(no(ChipRefusal::NoneOnReader));
    for seen in ["", OTHER_UID, "no UID"] {
        let changed = no(ChipRefusal::Changed);
        printed().on_reader(lies(UID)).when(yusuf(), bind(BLANGKO, seen)).then_refused(changed);
    }
}

#[test]
fn a_card_printed_for_case_a_is_not_bound_to_case_b() {
    let of_a = OnReader { serial_of: Some(other_case()), ..lies(UID) };
    let printed_here = BLANGKO.to_owned();
    let mixed_up = ChipRefusal::CardOf { printed: printed_here.clone(), ticket: other_case() };
    printed().on_reader(of_a).when(yusuf(), bind("AB99999999", UID)).then_refused(no(mixed_up));
    let strange = no(ChipRefusal::OtherCard { printed: printed_here });
    printed().on_reader(lies(UID)).when(yusuf(), bind("AB99999999", UID)).then_refused(strange);
    let reader = printed().on_reader(lies(UID));
    let missing = Refusal::MissingField { field: Field::Blangko };
    reader.clone().when(yusuf(), bind(" ", UID)).then_refused(missing);
    reader.when(yusuf(), bind("?", UID)).then_refused(Refusal::BadBlangko);
}

#[test]
fn a_known_chip_is_refused_and_raised_once_with_the_case_that_has_it() {
    let case = raised();
    assert_eq!(case.now().chip, None);
    let alarm = case.now().chip_alarms.first().expect("an alarm");
    assert_eq!((alarm.bound_to.clone(), alarm.name.as_str()), (other_case(), "Petugas yusuf"));
    let again = no(ChipRefusal::Known { uid: uid(UID), ticket: other_case() });
    case.clone().when(yusuf(), bind(BLANGKO, UID)).then_refused(again);
    let case = case.on_reader(lies(OTHER_UID)).done(yusuf(), bind(BLANGKO, OTHER_UID));
    assert_eq!(case.now().chip_alarms.len(), 1, "the right card settles nothing of the wrong one");
    let told = procedure::Event { at: crate::support::minute(9), actor: yusuf(), body: refused() };
    assert_eq!(react(crate::support::ktp(), case.now(), &told), [], "nobody outside the office is told");
}

#[test]
fn a_superior_says_what_came_of_it_and_nobody_of_their_own_try() {
    raised()
        .when(yusuf(), looks_into("Tertukar"))
        .then_refused(Refusal::NotYourPower { needed: vec!["kasi".into(), "kabid".into(), "kadis".into()] });
    raised().when(hendra(), looks_into(" ")).then_refused(Refusal::EmptyText);
    printed().when(hendra(), looks_into("Tertukar")).then_refused(no(ChipRefusal::NothingRaised));
    let own = printed().on_reader(known()).done(everyone("yusuf"), bind(BLANGKO, UID));
    own.when(everyone("yusuf"), looks_into("Tidak apa-apa"))
        .then_refused(Refusal::SameOfficer { step: "pencetakan".into() });
    let why = "Kartu tertukar di meja".to_owned();
    let settled = raised().when(hendra(), looks_into(&why)).then_events([EventBody::ChipReviewed { why }]);
    assert_eq!(settled.now().chip_alarms, []);
    settled.when(yusuf(), bind(BLANGKO, UID)).then_events([refused()]);
}

#[test]
fn a_spoiled_card_takes_its_chip_along_and_the_next_one_needs_its_own() {
    let spoiled = chip_bound()
        .done(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)))
        .done(yusuf(), decides("pencetakan", "perintah_cetak"))
        .done(yusuf(), fills_in("pencetakan", "tercetak", serial("AB00000002")));
    let unbound = Refusal::GuardNotMet { guard: Guard::ChipBound };
    spoiled.clone().when(yusuf(), decides("pencetakan", "aktif")).then_refused(unbound);
    spoiled
        .on_reader(lies(OTHER_UID))
        .done(yusuf(), bind("AB00000002", OTHER_UID))
        .done(yusuf(), decides("pencetakan", "aktif"));
}

#[test]
fn having_only_bound_the_chip_bars_from_the_handover_too() {
    let zaki = || officer("zaki", &["operator_cetak", "petugas_register"]);
    let made = printed()
        .on_reader(lies(UID))
        .done(zaki(), bind(BLANGKO, UID))
        .done(yusuf(), decides("pencetakan", "aktif"));
    made.when(zaki(), decides("penyerahan", "beritahu"))
        .then_refused(Refusal::SameOfficer { step: "pencetakan".into() });
}

#[test]
fn an_office_without_stations_goes_on_without_chips() {
    let p = crate::support::ktp().clone().without(Guard::ChipBound);
    let case = printed();
    let command = decides("pencetakan", "aktif");
    let request = procedure::Request::new(yusuf(), crate::support::minute(9), command);
    assert!(procedure::decide(&p, case.case.as_ref(), &request).is_ok());
}

#[test]
fn a_uid_is_four_seven_or_ten_bytes_and_an_answer_to_reset_two_to_thirty_three() {
    for (typed, read) in [
        ("04 a1 b2 c3", "04A1B2C3"),
        ("04:A1:B2:C3:D4:E5:F6", UID),
        ("00112233445566778899", "00112233445566778899"),
    ] {
        assert_eq!(uid(typed).as_str(), read);
    }
    for bad in ["", "04", "04A1B2C", "04A1B2C3D4", "04A1B2C3D4E5F60708", "04A1B2CG"] {
        assert!(ChipUid::parse(bad).is_err(), "{bad}");
    }
    assert!(serde_json::from_str::<ChipUid>("\"04A1\"").is_err());
    assert!(Atr::parse("3B").is_err() && Atr::parse(&"3B".repeat(34)).is_err());
    assert_eq!(Atr::parse(&"3b".repeat(33)).map(|a| a.as_str().len()), Ok(66));
}
