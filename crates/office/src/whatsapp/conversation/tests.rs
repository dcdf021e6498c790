//! Whole conversations, held against the real core without a database: what the resident reads, and what
//! becomes of their case.

use super::*;
use procedure::{Actor, FileId, Request, decide, evolve, loader};

const NIK: &str = "1301054506900001";

struct Resident {
    procedure: Arc<Procedure>,
    contact: ContactId,
    phone: Phone,
    thread: Thread,
    cases: Vec<Known>,
    now: Timestamp,
    last: Option<Turn>,
    files: u32,
    /// Documents are given by link; the one that the resident has.
    by_link: bool,
    given: Option<Given>,
    link: Option<LinkWanted>,
    dropped: Vec<FileId>,
    /// When a card may be collected.
    offer: Option<crate::appointments::Offer>,
}

impl Resident {
    fn new() -> Self {
        let text = include_str!("../../../../../procedures/penggantian-ktp-el.toml");
        Self {
            procedure: Arc::new(loader::load(text).expect("loads")),
            contact: ContactId::new("wa:628120000001"),
            phone: Phone::parse("628120000001").expect("a number"),
            thread: Thread::default(),
            cases: Vec::new(),
            now: "2026-11-23T03:00:00Z".parse().expect("an instant"),
            last: None,
            files: 0,
            by_link: false,
            given: None,
            link: None,
            dropped: Vec::new(),
            offer: None,
        }
    }

    /// Everything at once, as after the quiet window.
    fn send(&mut self, inputs: &[Input]) -> String {
        self.now += jiff::SignedDuration::from_secs(60);
        let procedure = Arc::clone(&self.procedure);
        let (contact, phone) = (self.contact.clone(), self.phone.clone());
        let given = self.given.clone();
        let view = View {
            now: self.now,
            procedure: &procedure,
            office_name: "Disdukcapil Contoh",
            contact: &contact,
            phone: Some(&phone),
            capture: match self.by_link {
                true => Capture::Link { minutes: 60, given: given.as_ref() },
                false => Capture::InChat,
            },
            cases: self.cases.clone(),
            offer: self.offer.clone(),
        };
        let mut talk = Talk::new(view, self.thread.clone());
        for input in inputs {
            let mut wish = talk.hear(input);
            while let Some(w) = wish {
                let actor = Actor::Applicant { contact: contact.clone() };
                let result = self.dispatch(&w, actor);
                talk.view.cases.clone_from(&self.cases);
                wish = talk.told(&w, result);
            }
        }
        if given.as_ref().is_some_and(|g| !talk.keeps_link(g)) {
            self.given = None;
        }
        let Ended { thread, answer, link, dropped } = talk.finish();
        if let Some(l) = &link {
            self.given = Some(Given { ticket: l.ticket.clone(), consent: l.consent.clone() });
        }
        (self.thread, self.link) = (thread, link);
        self.dropped.extend(dropped);
        self.last.clone_from(&answer);
        answer.map(|t| t.plain()).unwrap_or_default()
    }

    fn dispatch(&mut self, wish: &Wish, actor: Actor) -> Result<Ticket, Refusal> {
        let at = wish.ticket.as_ref().and_then(|t| self.cases.iter().position(|k| k.ticket == *t));
        let before = at.map(|i| self.cases[i].case.clone());
        let diary = self.offer.as_ref().map(|offer| visits::diary(offer, &wish.command));
        let request = Request { diary, ..Request::new(actor, self.now, wish.command.clone()) };
        let events = decide(&self.procedure, before.as_ref(), &request)?;
        let case = events.iter().fold(before, evolve).expect("a case");
        let ticket = wish.ticket.clone().unwrap_or_else(|| Ticket::from_random(self.cases.len() as u64 + 7));
        let purged = matches!(case.status, Status::Closed(_)) && case.submitted_at.is_none();
        let known = Known { ticket: ticket.clone(), case, procedure: Arc::clone(&self.procedure) };
        match at {
            Some(i) if purged => drop(self.cases.remove(i)),
            Some(i) => self.cases[i] = known,
            None => self.cases.insert(0, known),
        }
        Ok(ticket)
    }

    fn say(&mut self, text: &str) -> String {
        self.send(&[Input::Text(text.to_owned())])
    }

    /// Taps the button or row of that title in the last answer.
    fn tap(&mut self, title: &str) -> String {
        let turn = self.last.clone().expect("an answer");
        let choice = turn.choices.iter().find(|c| c.title == title);
        let choice = choice.unwrap_or_else(|| panic!("no {title} in {turn:?}")).clone();
        self.send(&[Input::Tap { id: choice.id, title: choice.title }])
    }

    fn photo(&mut self) -> Input {
        self.files += 1;
        let facts = FileFacts {
            file: FileId::new(format!("file{:08}", self.files)),
            media_type: "image/png".into(),
            sha256: format!("{:064}", self.files),
            bytes: 100,
            pages: 1,
            findings: Vec::new(),
            likeness: Vec::new(),
        };
        Input::File { facts, caption: None }
    }

    /// A photo that a check found fault with.
    fn bad_photo(&mut self, finding: &str) -> Input {
        match self.photo() {
            Input::File { facts, caption } => {
                let findings = vec![finding.to_owned()];
                Input::File { facts: FileFacts { findings, ..facts }, caption }
            }
            other => other,
        }
    }

    fn send_photos(&mut self, count: usize) -> String {
        let photos: Vec<_> = (0..count).map(|_| self.photo()).collect();
        self.send(&photos)
    }

    fn case(&self) -> &Case {
        &self.cases.first().expect("a case").case
    }

    /// As far as the first document.
    fn begin(&mut self, reason: &str) -> String {
        self.say("halo");
        self.tap("Setuju");
        self.tap(reason);
        self.say(NIK);
        self.say("Sari Contoh")
    }

    fn officer(&mut self, roles: &str, command: Command) {
        self.now += jiff::SignedDuration::from_secs(60);
        let actor = Actor::Officer {
            user: procedure::UserId::new(roles),
            name: roles.to_owned(),
            roles: vec![procedure::RoleId::new(roles)],
            operator_auth: None,
        };
        let ticket = Some(self.cases[0].ticket.clone());
        self.dispatch(&Wish { ticket, command }, actor).expect("the officer may");
    }
}

#[test]
fn a_lost_card_goes_from_hello_to_submission_one_question_at_a_time() {
    let mut r = Resident::new();
    assert!(r.say("selamat pagi").contains("Gratis"));
    assert!(r.tap("Setuju").contains("alasan"));
    assert!(r.tap("KTP-el hilang").contains("NIK"));
    assert!(r.say("1301 0545 0690 0001").contains("nama lengkap"));
    assert!(r.say("sari  contoh").contains("Dokumen 1 dari 2: *Kartu Keluarga (KK)*"));
    assert!(r.send_photos(1).contains("Dokumen 2 dari 2: *Surat Keterangan Hilang"));
    let review = r.send_photos(1);
    assert!(review.contains("130105••••••0001") && !review.contains(NIK), "{review}");
    assert_eq!(r.tap("Kirim"), "", "the notice of the case tells the ticket");
    assert_eq!(r.case().status, Status::Open);
    assert_eq!(r.case().consent.as_ref().map(|c| c.text_version.as_str()), Some(NOTICE_VERSION));
    assert_eq!(r.thread.stage, Stage::Idle);
}

#[test]
fn a_change_of_data_asks_for_the_elements_and_each_basis_document() {
    let mut r = Resident::new();
    r.say("halo");
    r.say("ya");
    assert!(r.say("3").contains("8. Alamat"));
    assert!(r.say("6, 8").contains("NIK"));
    r.say(NIK);
    assert!(r.say("Sari Contoh").contains("dari 4"));
    assert!(r.send_photos(4).contains("Perubahan elemen data (Alamat, Pekerjaan)"));
    r.say("oke");
    assert_eq!(r.case().status, Status::Open);
}

#[test]
fn reasons_that_go_together_are_taken_together_in_words_too() {
    let mut r = Resident::new();
    r.say("halo");
    r.tap("Setuju");
    assert!(r.say("1 dan 2").contains("tidak dapat diajukan bersama"));
    assert!(r.say("hilang dan ubah data").contains("Data apa yang berubah"));
    r.say("nama");
    r.say(NIK);
    assert!(r.say("Sari Contoh").contains("dari 4"), "family card, loss letter, old card, basis");
}

#[test]
fn a_wrong_nik_is_told_which_check_failed_and_never_echoed() {
    let mut r = Resident::new();
    r.say("halo");
    r.tap("Setuju");
    r.tap("KTP-el rusak");
    for (nik, word) in [
        ("13010545069000O1", "hanya terdiri dari angka"),
        ("130105450690001", "15 angka"),
        ("1301057206900001", "Yang ditulis 72"),
        ("1301054506900000", "0000"),
        ("1301054513900001", "bulan lahir"),
    ] {
        let answer = r.say(nik);
        assert!(answer.contains(word) && !answer.contains(nik), "{answer}");
    }
    assert!(r.say(NIK).contains("nama"));
}

#[test]
fn an_album_gets_one_answer_and_the_page_too_many_is_asked_about() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    assert!(r.send_photos(3).contains("Dokumen apakah itu"));
    assert!(r.tap("Tidak perlu").contains("Mohon diperiksa"));
    assert_eq!(r.case().standing().count(), 2);
}

#[test]
fn a_photo_sent_before_anything_else_is_kept_and_used() {
    let mut r = Resident::new();
    assert!(r.send_photos(1).contains("kami simpan"));
    r.tap("Setuju");
    r.tap("KTP-el rusak");
    r.say(NIK);
    assert!(r.say("Sari Contoh").contains("Dokumen 2 dari 2"), "the first photo took the first place");
    assert!(r.thread.pending.is_empty());
}

#[test]
fn a_tap_on_an_old_button_restates_where_we_are() {
    let mut r = Resident::new();
    r.say("halo");
    let old = r.last.clone().expect("an answer").choices[1].clone();
    r.tap("Setuju");
    let answer = r.send(&[Input::Tap { id: old.id, title: old.title }]);
    assert!(answer.contains("sudah lewat") && answer.contains("alasan"), "{answer}");
}

#[test]
fn two_misses_bring_help_and_three_bring_staff_until_menu() {
    let mut r = Resident::new();
    r.say("halo");
    assert!(r.say("apa ini").contains("belum mengerti"));
    assert!(r.say("???x").contains("Kata yang selalu"));
    assert!(r.say("tidak tahu").contains("Petugas kami"));
    assert_eq!(r.say("kapan buka?"), "", "staff answer now");
    assert!(r.say("menu").contains("Apa yang dapat kami bantu"));
}

#[test]
fn the_one_message_format_jumps_to_the_documents() {
    let mut r = Resident::new();
    let answer = r.say("#KTP#1301054506900001#1301051203200001#Sari Contoh#Painan#IV Jurai#Hilang");
    assert!(answer.contains("Dokumen 1 dari 2") && answer.contains("menyetujui"), "{answer}");
    assert_eq!(r.case().applicant.village.as_deref(), Some("Painan"));
    assert!(r.say("#KTP#1#2#Sari").contains("6 isian"));
}

#[test]
fn before_sending_name_nik_reason_and_documents_can_be_changed() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    r.send_photos(2);
    r.tap("Ubah");
    r.tap("Nama");
    assert!(r.say("Sari Baru").contains("Nama: Sari Baru"));
    r.tap("Ubah");
    r.tap("Dokumen");
    assert!(r.tap("Kartu Keluarga (KK)").contains("*Kartu Keluarga (KK)*"));
    assert!(r.send_photos(1).contains("Mohon diperiksa"));
    r.tap("Ubah");
    r.tap("Alasan");
    assert!(r.tap("KTP-el hilang").contains("Surat Keterangan Hilang"));
}

#[test]
fn a_returned_case_asks_only_for_what_is_at_fault() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    r.send_photos(2);
    r.tap("Kirim");
    let fault = procedure::Fault { document: DocumentId::new("kk"), why: "buram".into(), mark: None };
    let form = procedure::Form { faults: vec![fault], why: Some("KK buram".into()), ..Default::default() };
    let (step, outcome) = (procedure::StepId::new("penerimaan"), procedure::OutcomeId::new("kembalikan"));
    r.officer("operator_pelayanan", Command::Decide { step, outcome, form });
    assert!(r.say("halo").contains("Sebabnya: buram"));
    assert!(r.send_photos(1).contains("Kirim perbaikan ini?"));
    r.tap("Kirim");
    assert!(r.case().correction.is_none());
    assert_eq!(r.case().standing().count(), 2, "the blurred page gave way");
}

#[test]
fn a_family_keeps_several_cases_in_one_thread() {
    let mut r = Resident::new();
    r.begin("KTP-el rusak");
    r.send_photos(2);
    r.tap("Kirim");
    assert!(r.say("halo").contains("Apa yang dapat kami bantu"));
    r.tap("Permohonan baru");
    r.tap("Setuju");
    r.tap("KTP-el rusak");
    r.say("1301050101850002");
    r.say("Budi Contoh");
    r.send_photos(2);
    r.tap("Kirim");
    assert_eq!(r.cases.len(), 2);
    let status = r.say("status");
    assert!(status.contains("Sari Contoh") && status.contains("Budi Contoh"), "{status}");
    let ticket = r.cases[1].ticket.clone();
    let one = r.say(&format!("status {}", ticket.as_str().to_lowercase()));
    assert!(one.contains("Sari Contoh") && !one.contains("Budi"), "{one}");
    assert!(r.say(&format!("status {}", Ticket::from_random(99))).contains("tidak ada pada nomor ini"));
    assert!(r.say("batal").contains("mana"));
}

#[test]
fn after_stop_nothing_is_said_until_start() {
    let mut r = Resident::new();
    assert!(r.say("stop").contains("tidak mengirim pesan lagi"));
    assert_eq!(r.say("halo"), "");
    assert!(r.say("mulai").contains("menerima pesan kami lagi"));
}

#[test]
fn english_is_spoken_from_the_moment_it_is_asked_for() {
    let mut r = Resident::new();
    assert!(r.say("english").contains("Do you agree?"));
    r.tap("I agree");
    r.tap("ID card lost");
    r.say(NIK);
    assert!(r.say("Sari Contoh").contains("Document 1 of 2"));
    assert_eq!(r.case().applicant.language, procedure::Language::En);
}

#[test]
fn no_answer_is_longer_than_whatsapp_takes_with_buttons() {
    let mut r = Resident::new();
    for text in ["halo", "ya", "1", NIK, "Sari Contoh"] {
        r.say(text);
        let turn = r.last.clone().expect("an answer");
        assert!(turn.choices.is_empty() || turn.body.chars().count() <= 1_024, "{}", turn.body);
    }
}

#[test]
fn files_nobody_came_back_for_are_forgotten_after_a_week() {
    let mut r = Resident::new();
    r.send_photos(1);
    assert_eq!(r.thread.pending.len(), 1);
    r.now += jiff::SignedDuration::from_hours(8 * 24);
    r.say("Setuju");
    assert!(r.thread.pending.is_empty());
}

mod by_link;
mod ending;
mod pages_at_fault;
mod visits;
