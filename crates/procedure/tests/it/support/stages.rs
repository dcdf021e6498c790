//! A request for a lost card, brought to each stage by the people whose work it is. A minute passes
//! before each of them acts.

use super::people::*;
use super::{Given, ktp};
use procedure::event::{Fault, Mark};
use procedure::{Atr, CheckId, Chip, ChipUid, Command, Finger, FingerResult, Form, Gate, OnReader};

pub const BLANGKO: &str = "AB12345678";
pub const UID: &str = "04A1B2C3D4E5F6";
pub const ATR: &str = "3B8980014A434F503431";

pub fn nothing_yet() -> Given {
    Given::new(ktp())
}
pub fn drafted() -> Given {
    nothing_yet().done(sinta(), open(grounds(&["hilang"], &[])))
}
pub fn complete_draft() -> Given {
    drafted().done(sinta(), attach("f1", "kk")).done(sinta(), attach("f2", "surat_hilang"))
}
pub fn submitted() -> Given {
    complete_draft().done(sinta(), Command::Submit)
}
pub fn at_verification() -> Given {
    submitted().later(1).done(rani(), decides("penerimaan", "lengkap"))
}
pub fn at_printing() -> Given {
    at_verification().later(1).done(hendra(), decides("verifikasi", "rekomendasi"))
}
pub fn print_ordered() -> Given {
    at_printing().later(1).done(yusuf(), decides("pencetakan", "perintah_cetak"))
}
pub fn printed() -> Given {
    print_ordered().later(1).done(yusuf(), fills_in("pencetakan", "tercetak", serial(BLANGKO)))
}
pub fn chip_bound() -> Given {
    binds(printed())
}
pub fn at_handover() -> Given {
    chip_bound().later(1).done(yusuf(), decides("pencetakan", "aktif"))
}
pub fn notified() -> Given {
    at_handover().later(1).done(mira(), decides("penyerahan", "beritahu"))
}
/// Told of, and the holder's finger waived just now.
pub fn at_gate() -> Given {
    waived(notified())
}
pub fn waived(case: Given) -> Given {
    case.done(mira(), waive())
}
pub fn waive() -> Command {
    let (device, finger, why) = (String::new(), None, "Sidik jari aus".to_owned());
    Command::CheckFinger { device, finger, result: FingerResult::Waived, why }
}
/// What the reader says of the right index.
pub fn reads(result: FingerResult) -> Command {
    let finger = Some(Finger::RightIndex);
    Command::CheckFinger { device: "FP-0001".to_owned(), finger, result, why: String::new() }
}
pub fn handed_over() -> Given {
    at_gate().later(1).done(mira(), fills_in("penyerahan", "serahkan", received()))
}
/// The KK is returned as blurred, at reception.
pub fn returned() -> Given {
    submitted().later(1).done(rani(), fills_in("penerimaan", "kembalikan", fault("kk")))
}
pub fn rejected() -> Given {
    submitted().later(1).done(rani(), fills_in("penerimaan", "tolak", why("Bukan penduduk")))
}
pub fn withdrawn() -> Given {
    submitted().later(1).done(sinta(), Command::Withdraw { why: None })
}

/// Yusuf binds the chip that lies on the reader.
pub fn binds(printed: Given) -> Given {
    printed.on_reader(lies(UID)).done(yusuf(), bind(BLANGKO, UID))
}
/// A chip that nobody has bound.
pub fn lies(uid: &str) -> OnReader {
    let uid = ChipUid::parse(uid).expect("a UID");
    let atr = Atr::parse(ATR).expect("an answer to reset");
    OnReader { chip: Some(Chip { uid, atr }), ..OnReader::default() }
}
pub fn bind(serial: &str, seen: &str) -> Command {
    Command::BindChip { station: "s1".into(), serial: serial.to_owned(), seen: seen.to_owned() }
}

pub fn serial(blangko: &str) -> Form {
    Form { blangko: Some(blangko.to_owned()), ..Form::default() }
}
pub fn why(why: &str) -> Form {
    Form { why: Some(why.to_owned()), ..Form::default() }
}
pub fn spoils(blangko: &str) -> Form {
    Form { blangko: Some(blangko.to_owned()), ..why("Pita habis") }
}
pub fn fault(document: &str) -> Form {
    let fault = Fault { document: document.into(), why: "Buram".to_owned(), mark: None };
    Form { faults: vec![fault], ..why("Mohon kirim ulang") }
}
/// As [`fault`], with the place marked.
pub fn marked(document: &str, mark: Mark) -> Form {
    let mut form = fault(document);
    form.faults.iter_mut().for_each(|f| f.mark = Some(mark.clone()));
    form
}
/// A mark in the middle of a file's first page.
pub fn mark(file: &str) -> Mark {
    Mark { file: file.into(), page: 1, x: 250, y: 400, width: 500, height: 100 }
}
pub fn received() -> Form {
    Form {
        received_by: Some("Sinta Maharani".to_owned()),
        relation: Some("Pemohon sendiri".to_owned()),
        blangko: Some(BLANGKO.to_owned()),
        gate: Gate {
            compared: ["wajah", "data"].map(CheckId::from).into(),
            original: true,
            without_pass: Some("Ponsel tertinggal".to_owned()),
            ..Gate::default()
        },
        ..Form::default()
    }
}
