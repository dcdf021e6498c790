//! Every refusal is reached by somebody doing something. A variant without a row does not compile.

use crate::appointments::{book, booked, cautious, free, tuesday};
use crate::support::people::*;
use crate::support::stages::*;
use procedure::event::Waiting;
use procedure::{Command, Diary, Refusal, Twin};

macro_rules! reached {
    ($($variant:ident: $given:expr, $actor:expr, $command:expr;)+ [$($other:ident: $refusal:expr;)+]) => {
        /// Fails to compile when a variant is added: give it a row below.
        fn name(refusal: &Refusal) -> &'static str {
            match refusal {
                $(Refusal::$variant { .. } => stringify!($variant),)+
                $(Refusal::$other { .. } => stringify!($other),)+
            }
        }

        #[test]
        fn every_refusal_is_reached_and_has_words_of_its_own() {
            let mut keys = Vec::new();
            $(
                let refusal = $given.when($actor, $command).refusal();
                assert_eq!(name(&refusal), stringify!($variant));
                assert!(!keys.contains(&refusal.key()), "{} is said twice", refusal.key());
                keys.push(refusal.key());
            )+
            $(
                let refusal = $refusal;
                assert_eq!(name(&refusal), stringify!($other));
                assert!(!keys.contains(&refusal.key()), "{} is said twice", refusal.key());
            )+
        }
    };
}

fn attach_all(files: usize) -> crate::support::Given {
    (0..files).fold(drafted(), |case, n| case.done(sinta(), attach(&format!("f{n}"), "kk")))
}

/// A request of the second procedure, whose file refuses every duplicate.
fn complete_kk_draft() -> crate::support::Given {
    crate::support::Given::new(crate::support::kk())
        .done(sinta(), open(grounds(&["kk_rusak"], &[])))
        .done(sinta(), attach("f1", "kk_lama"))
}

reached! {
    NoSuchCase: nothing_yet(), sinta(), Command::Submit;
    AlreadyOpen: drafted(), sinta(), open(grounds(&["hilang"], &[]));
    StillDraft: drafted(), rani(), Command::Claim;
    AlreadySubmitted: submitted(), sinta(), Command::Submit;
    Closed: rejected(), rani(), Command::Claim;
    AlreadyVerified: at_printing(), rani(), Command::Amend {
        applicant: at_printing().now().applicant.clone(), grounds: grounds(&["rusak"], &[]), why: Some("Salah".to_owned()),
    };
    WaitingForApplicant: returned(), rani(), Command::Claim;
    NotPaused: submitted(), rani(), Command::Resume;
    AlreadyPaused: notified(), mira(), Command::Pause { waiting: Waiting::Stock, why: "Habis".to_owned() };
    NotYourCase: drafted(), stranger(), Command::Submit;
    NotYourRole: submitted(), hendra(), Command::Claim;
    NotYourPower: submitted(), mira(), attach("f3", "kk");
    ClaimedByOther: submitted().done(rani(), Command::Claim), officer("budi", &["operator_pelayanan"]), Command::Claim;
    NotClaimed: submitted(), rani(), Command::Release;
    AlreadyDone: at_verification(), rani(), decides("penerimaan", "lengkap");
    ElsewhereNow: submitted(), hendra(), decides("verifikasi", "rekomendasi");
    SameOfficer: submitted().done(everyone("ade"), decides("penerimaan", "lengkap")), everyone("ade"), Command::Claim;
    UnknownOutcome: submitted(), rani(), decides("penerimaan", "arsip");
    GuardNotMet: at_printing(), yusuf(), decides("pencetakan", "aktif");
    MissingField: submitted(), rani(), decides("penerimaan", "tolak");
    BadBlangko: print_ordered(), yusuf(), fills_in("pencetakan", "tercetak", serial("1"));
    OtherBlangko: printed(), yusuf(), fills_in("pencetakan", "gagal_cetak", spoils("AB99999999"));
    SpoiledBlangko: print_ordered()
        .done(yusuf(), fills_in("pencetakan", "gagal_cetak", spoils(BLANGKO)))
        .done(yusuf(), decides("pencetakan", "perintah_cetak")),
        yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO));
    MissingDocuments: drafted(), sinta(), Command::Submit;
    StillFaulty: returned(), sinta(), Command::Submit;
    UnknownDocument: drafted(), sinta(), attach("f1", "paspor");
    UnknownFile: drafted(), sinta(), Command::File { file: "f1".into(), document: "kk".into() };
    BadMark: submitted(), rani(), fills_in("penerimaan", "kembalikan", marked("kk", mark("f2")));
    FileAlreadyAttached: complete_draft(), sinta(), attach("f1", "kk");
    TooManyFiles: attach_all(60), sinta(), attach("f60", "kk");
    BadReasons: nothing_yet(), sinta(), open(grounds(&["pemula"], &[]));
    MissingElements: nothing_yet(), sinta(), open(grounds(&["perubahan"], &[]));
    EmptyText: submitted(), rani(), Command::Note { text: " ".to_owned() };
    TextTooLong: submitted(), rani(), Command::Note { text: "x".repeat(3_000) };
    Duplicate: complete_kk_draft().resembling(&[Twin::OpenCase]), sinta(), Command::Submit;
    NoContact: nothing_yet().done(rani(), open_at_counter(grounds(&["hilang"], &[]))), rani(), Command::Write { text: "Halo".to_owned() };
    StockThere: at_printing().with_stock(1), yusuf(), Command::Pause { waiting: Waiting::Stock, why: "Habis".to_owned() };
    QueueAhead: at_printing().behind(2), yusuf(), decides("pencetakan", "perintah_cetak");
    PrintUnderWay: crate::printing::under_way(), yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO));
    NotPrinting: print_ordered(), yusuf(), Command::CancelPrint;
    NoLayer: at_printing(), yusuf(), fills_in("pencetakan", "perintah_cetak", crate::printing::on_a_printer());
    LayerIncomplete: at_printing(), yusuf(), crate::printing::prepares(&[], Some("p1"));
    NobodyToCall: notified(), mira(), crate::calls::call(procedure::CallResult::Reached, None);
    NotInQueue: at_printing(), yusuf(), crate::queue::ask();
    NoJumpAsked: crate::queue::queued(), darwis(), Command::GrantJump;
    OwnJump: crate::queue::queued().done(darwis(), crate::queue::ask()), darwis(), Command::GrantJump;
    Gate: crate::gate::sent(), mira(), crate::gate::sends();
    NotReady: at_handover(), sinta(), book(tuesday());
    SlotTaken: notified().diary(Diary { free: false, ..free() }), sinta(), book(tuesday());
    SlotNotOffered: notified(), sinta(), book(tuesday());
    NoAppointment: notified(), sinta(), Command::CancelAppointment;
    NotToday: booked(), mira(), Command::Arrive { checks: Vec::new() };
    DoorCheckMissing: booked().later(25 * 60).diary(cautious()), mira(), Command::Arrive { checks: Vec::new() };
    WaitingRoomFull: booked().later(25 * 60).diary(Diary { waiting: 60, ..free() }), mira(), Command::Arrive { checks: Vec::new() };
    // Beside a case:
    [
        NothingChanges: crate::appointments::nothing_changes();
        DayPassed: crate::appointments::day_passed();
        Ledger: crate::ledger::unknown_serial();
        ProofNeeded: crate::proof::proves_nothing();
        Chip: crate::chip::none_on_reader();
        Adoption: crate::adoption::not_open();
    ]
}
