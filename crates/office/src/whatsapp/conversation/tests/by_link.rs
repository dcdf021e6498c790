//! Documents given on a page of ours: what the chat says, and which links it wants.

use super::*;
use procedure::{Applicant, Channel, Nik};

impl Resident {
    fn by_link() -> Self {
        Self { by_link: true, ..Self::new() }
    }

    /// As far as the link.
    fn reason(&mut self, reason: &str) -> String {
        self.say("halo");
        self.tap("Setuju");
        self.tap(reason)
    }

    fn link(&self) -> LinkWanted {
        self.link.clone().expect("a link")
    }

    /// The page opens the request by the link that was given.
    fn opens_on_the_page(&mut self) -> Ticket {
        let link = self.given.clone().expect("a link");
        let Stage::Link { form } = self.thread.stage.clone() else { panic!("{:?}", self.thread.stage) };
        let applicant = Applicant {
            name: "Sari Contoh".into(),
            nik: Nik::parse(NIK).expect("a NIK"),
            nomor_kk: None,
            phone: Some(self.phone.clone()),
            contact: Some(self.contact.clone()),
            village: None,
            district: None,
            language: procedure::Language::Id,
        };
        let (channel, grounds, consent) = (Channel::Whatsapp, form.grounds(), link.consent.clone());
        let command = Command::Open { channel, applicant, grounds, consent };
        let ticket = self.on_the_page(None, command);
        self.given = Some(Given { ticket: Some(ticket.clone()), ..link });
        ticket
    }

    fn on_the_page(&mut self, ticket: Option<Ticket>, command: Command) -> Ticket {
        let actor = Actor::Applicant { contact: self.contact.clone() };
        self.dispatch(&Wish { ticket, command }, actor).expect("the applicant may")
    }

    fn sends_on_the_page(&mut self, ticket: &Ticket, document: &str) {
        let Input::File { facts, .. } = self.photo() else { unreachable!() };
        let document = Some(DocumentId::new(document));
        self.on_the_page(Some(ticket.clone()), Command::Attach { facts, document });
    }
}

#[test]
fn after_the_reason_one_message_with_a_link_asks_for_all_the_rest() {
    let mut r = Resident::by_link();
    let answer = r.reason("KTP-el hilang");
    assert!(answer.contains("Kartu Keluarga") && answer.contains("Surat Keterangan Hilang"), "{answer}");
    assert!(answer.contains("60 menit") && !answer.contains("Tulis NIK"), "{answer}");
    let link = r.link();
    assert_eq!((link.ticket, link.title.as_str()), (None, "Kirim berkas"));
    assert_eq!(link.consent.map(|c| c.text_version).as_deref(), Some(NOTICE_VERSION));
    assert!(r.cases.is_empty(), "nothing is opened before somebody says whose card it is");
}

#[test]
fn a_change_of_data_asks_for_the_elements_first_and_tells_the_link_of_them() {
    let mut r = Resident::by_link();
    assert!(r.reason("Perubahan elemen data").contains("8. Alamat"));
    r.say("6, 8");
    assert_eq!(r.link().grounds.elements.len(), 2);
}

#[test]
fn a_link_that_works_is_not_replaced_unless_the_word_for_it_is_said() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    assert!(r.say("baiklah").contains("masih berlaku"));
    assert_eq!(r.link, None, "the one that was given is in use perhaps");
    for word in ["tautan", "Link", "TAUTAN."] {
        assert!(r.say(word).contains("60 menit"), "{word}");
        assert!(r.link.is_some(), "{word}");
    }
    r.given = None;
    assert!(r.say("halo lagi").contains("60 menit"), "it was too old");
}

#[test]
fn the_words_that_always_work_work_and_take_nothing_away() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    for (word, heard) in
        [("status", "Belum ada permohonan"), ("bantuan", "*tautan*"), ("english", "still works")]
    {
        assert!(r.say(word).contains(heard), "{word}: {:?}", r.last);
        assert!(r.given.is_some() && r.link.is_none(), "{word}");
    }
    r.say("petugas");
    assert!(r.thread.with_staff && r.given.is_some());
}

#[test]
fn calling_it_off_ends_the_link() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    assert!(r.say("batal").contains("dibatalkan"));
    assert_eq!(r.given, None);
    r.reason("KTP-el rusak");
    r.opens_on_the_page();
    assert!(r.say("batal").contains("Batalkan permohonan"));
    assert!(r.given.is_some(), "nothing is called off yet");
    r.tap("Ya, batalkan");
    assert_eq!((r.given.clone(), r.cases.len()), (None, 0));
    r.reason("KTP-el rusak");
    assert!(r.say("ulang").contains("Apakah Anda setuju"));
    assert_eq!(r.given, None);
}

#[test]
fn what_was_done_on_the_page_is_known_in_the_chat() {
    let mut r = Resident::by_link();
    r.reason("KTP-el hilang");
    let ticket = r.opens_on_the_page();
    r.sends_on_the_page(&ticket, "kk");
    let answer = r.say("sudah kk");
    assert!(answer.contains("Surat Keterangan Hilang") && !answer.contains("Kartu Keluarga"), "{answer}");
    assert!(answer.contains("masih berlaku") && r.link.is_none(), "the same link leads there");
    assert!(r.say("tautan").contains("60 menit"));
    assert_eq!(r.link().ticket, Some(ticket.clone()));
    r.sends_on_the_page(&ticket, "surat_hilang");
    assert!(r.say("sudah semua").contains("Mohon diperiksa"), "it can be sent from the chat too");
    r.on_the_page(Some(ticket), Command::Submit);
    assert!(r.say("halo").contains("Apa yang dapat kami bantu"));
}

#[test]
fn a_photo_in_the_chat_is_taken_and_the_better_way_is_named() {
    let mut r = Resident::by_link();
    r.reason("KTP-el hilang");
    let answer = r.send_photos(2);
    assert!(answer.contains("kami simpan") && answer.contains("lebih aman"), "{answer}");
    assert_eq!(answer.matches("lebih aman").count(), 1);
    assert_eq!(r.thread.pending.len(), 2);
    let ticket = r.opens_on_the_page();
    let answer = r.send_photos(1);
    assert!(answer.contains("lebih aman"), "{answer}");
    assert!(r.case().has(&DocumentId::new("kk")), "{ticket}");
    assert_eq!((r.case().standing().count(), r.thread.pending.len()), (3, 0), "the first two came along");
}

#[test]
fn a_nik_has_no_place_in_the_chat() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    let answer = r.say(NIK);
    assert!(answer.contains("bukan di percakapan") && !answer.contains(NIK), "{answer}");
    assert!(r.cases.is_empty() && r.given.is_some());
}

#[test]
fn a_returned_request_asks_by_link_for_what_is_at_fault_alone() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    let ticket = r.opens_on_the_page();
    r.sends_on_the_page(&ticket, "kk");
    r.sends_on_the_page(&ticket, "ktp_rusak");
    r.on_the_page(Some(ticket.clone()), Command::Submit);
    r.given = None;
    let fault = procedure::Fault { document: DocumentId::new("kk"), why: "buram".into(), mark: None };
    let form = procedure::Form { faults: vec![fault], why: Some("KK buram".into()), ..Default::default() };
    let (step, outcome) = (procedure::StepId::new("penerimaan"), procedure::OutcomeId::new("kembalikan"));
    r.officer("operator_pelayanan", Command::Decide { step, outcome, form });
    // The button under the notice.
    let answer = r.send(&[Input::Tap { id: LINK.to_owned(), title: "Kirim perbaikan".to_owned() }]);
    assert!(answer.contains("Kartu Keluarga (KK): buram") && !answer.contains("rusak"), "{answer}");
    assert_eq!(r.link().ticket, Some(ticket.clone()));
    assert!(r.say("status").contains("*tautan*"));
    r.sends_on_the_page(&ticket, "kk");
    assert!(r.say("sudah").contains("Kirim perbaikan ini?"));
}

#[test]
fn name_and_nik_are_changed_on_the_page_and_the_reason_in_the_chat() {
    let mut r = Resident::by_link();
    r.reason("KTP-el rusak");
    let ticket = r.opens_on_the_page();
    for document in ["kk", "ktp_rusak"] {
        r.sends_on_the_page(&ticket, document);
    }
    r.given = None;
    r.say("sudah");
    r.tap("Ubah");
    assert!(r.tap("Nama").contains("60 menit"));
    assert_eq!(r.link().ticket, Some(ticket));
    assert!(r.say("sudah saya ubah").contains("Mohon diperiksa"));
    r.tap("Ubah");
    r.tap("Alasan");
    assert!(r.tap("KTP-el hilang").contains("Surat Keterangan Hilang"));
}

#[test]
fn the_word_for_a_link_does_no_harm_where_documents_are_given_in_the_chat() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    assert!(r.say("tautan").contains("Dokumen 1 dari 2"));
    assert_eq!(r.link, None);
}

#[test]
fn every_answer_with_a_link_fits_into_one_message() {
    for reason in ["KTP-el hilang", "KTP-el rusak"] {
        let mut r = Resident::by_link();
        r.reason(reason);
        let turn = r.last.clone().expect("an answer");
        assert!(turn.body.chars().count() <= 1_024 && r.link().title.chars().count() <= 20);
    }
    let mut r = Resident::by_link();
    r.reason("Perubahan elemen data");
    r.say("1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
    let turn = r.last.clone().expect("an answer");
    assert!(turn.body.chars().count() <= 1_024, "{}", turn.body);
}
