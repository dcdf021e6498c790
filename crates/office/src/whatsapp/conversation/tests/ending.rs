//! A draft taken up again, dropped, or begun anew.

use super::*;

#[test]
fn a_draft_is_offered_again_and_its_end_leaves_nothing() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    r.say("menu");
    r.thread.stage = Stage::Idle;
    assert!(r.say("halo").contains("belum dikirim"));
    assert!(r.tap("Lanjutkan").contains("Dokumen 1 dari 2"));
    assert!(r.say("batal").contains("Batalkan permohonan"));
    assert!(r.tap("Ya, batalkan").contains("datanya dihapus"));
    assert!(r.cases.is_empty());
}

#[test]
fn start_over_drops_the_draft_and_begins_with_the_notice() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    assert!(r.say("ulang").contains("Apakah Anda setuju"));
    assert!(r.cases.is_empty());
}
