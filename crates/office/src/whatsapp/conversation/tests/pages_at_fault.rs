//! Pages that a check found fault with, and photos sent twice: what is said, what is kept, what is let go.

use super::*;

#[test]
fn a_page_at_fault_is_told_with_how_to_do_better_and_a_better_one_takes_its_place() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    let blurred = r.bad_photo("blurred");
    let told = r.send(&[blurred]);
    assert!(
        told.contains("Kartu Keluarga") && told.contains("buram") && told.contains("ketuk layar"),
        "{told}"
    );
    assert!(r.last.as_ref().is_some_and(|t| t.choices.is_empty()), "the first time only asks again");
    assert_eq!(r.case().documents.len(), 0, "nothing is attached yet");
    let good = r.photo();
    let next = r.send(&[good]);
    assert!(next.contains("Dokumen 2 dari 2"), "{next}");
    assert_eq!(r.case().documents.len(), 1);
    assert!(r.case().documents[0].facts.findings.is_empty());
    assert_eq!(r.dropped, [FileId::new("file00000001")], "the bad page is deleted");
}

#[test]
fn after_two_pages_at_fault_the_last_may_be_used_and_the_officer_sees_what_was_found() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    let (first, second) = (r.bad_photo("blurred"), r.bad_photo("too_dark"));
    r.send(&[first]);
    let told = r.send(&[second]);
    assert!(told.contains("terlalu gelap") && told.contains("Pakai yang ini"), "{told}");
    let again = r.tap("Kirim lagi");
    assert!(again.contains("silakan kirim foto yang baru"), "{again}");
    let third = r.bad_photo("glare");
    assert!(r.send(&[third]).contains("pantulan"));
    let next = r.say("pakai");
    assert!(next.contains("Dokumen 2 dari 2"), "{next}");
    assert_eq!(r.case().documents[0].facts.findings, ["glare"]);
    assert_eq!(r.dropped.len(), 2, "the two before it are deleted: {:?}", r.dropped);
}

#[test]
fn one_bad_page_of_an_album_does_not_take_the_place_of_the_others() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    let album = [r.bad_photo("cut_off"), r.photo()];
    let told = r.send(&album);
    assert!(told.contains("terpotong"), "{told}");
    let documents: Vec<_> = r.case().standing().filter_map(|d| d.document.clone()).collect();
    assert_eq!(
        documents,
        [DocumentId::new("surat_hilang")],
        "the good page is the letter, which comes after the card"
    );
    let good = r.photo();
    assert!(r.send(&[good]).contains("Kirim permohonan ini?"));
}

#[test]
fn what_is_held_of_a_request_that_was_cancelled_is_let_go() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    let blurred = r.bad_photo("blurred");
    r.send(&[blurred]);
    r.say("batal");
    r.tap("Ya, batalkan");
    assert!(r.thread.held.is_empty());
    assert_eq!(r.dropped.len(), 1);
}

#[test]
fn the_same_photo_for_two_documents_is_refused_and_a_better_photo_of_the_same_page_is_not() {
    let mut r = Resident::new();
    r.begin("KTP-el hilang");
    let alike = |input: Input| match input {
        Input::File { facts, caption } => {
            Input::File { facts: FileFacts { likeness: vec!["ab".repeat(32)], ..facts }, caption }
        }
        other => other,
    };
    let (card, letter) = (r.photo(), r.photo());
    r.send(&[alike(card)]);
    let told = r.send(&[alike(letter)]);
    assert!(told.contains("sama dengan yang sudah kami terima"), "{told}");
    assert_eq!(r.case().documents.len(), 1);
    let letter = r.photo();
    r.send(&[letter]);
    r.tap("Kirim");
    let fault = procedure::Fault { document: "kk".into(), why: "buram".to_owned(), mark: None };
    let form =
        procedure::Form { faults: vec![fault], why: Some("KK buram".to_owned()), ..Default::default() };
    let (step, outcome) = ("penerimaan".into(), "kembalikan".into());
    r.officer("operator_pelayanan", Command::Decide { step, outcome, form });
    let better = r.photo();
    assert!(r.send(&[alike(better)]).contains("Kirim perbaikan ini?"));
}

#[test]
fn the_same_photo_twice_is_noticed_and_a_bad_file_says_what_to_send() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    let photo = r.photo();
    r.send(std::slice::from_ref(&photo));
    let Input::File { facts, .. } = photo else { unreachable!() };
    let again = FileFacts { file: FileId::new("file99999999"), ..facts };
    assert!(
        r.send(&[Input::File { facts: again, caption: None }]).contains("sama dengan yang sudah kami terima")
    );
    assert!(r.send(&[Input::Other { kind: "audio".into() }]).contains("pesan suara"));
    assert!(r.send(&[Input::BadFile { key: "chat-media-gone", args: Vec::new() }]).contains("sekali lagi"));
}
