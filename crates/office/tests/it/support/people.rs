//! Invented applicants and their cases, carried to where a test begins.

use super::browser::Browser;
use super::server::Server;
use office::cases::Order;
use office::documents::{Documents, Holder, Incoming};
use procedure::{
    Actor, Applicant, Channel, Command, Consent, ContactId, DocumentId, FileId, Form, Grounds, Language, Nik,
    NomorKk, Phone, ReasonId, Ticket,
};

/// Synthetic documents: a photo, and a PDF of one page.
pub const PNG: &[u8] = include_bytes!("../../../../whatsapp_sim/samples/kk.png");
pub const PDF: &[u8] = include_bytes!("../../../../whatsapp_sim/samples/kk.pdf");
pub const LETTER: &[u8] = include_bytes!("../../../../whatsapp_sim/samples/surat-kehilangan.png");

/// A file that has come in.
pub async fn came(documents: &Documents, bytes: &[u8]) -> Incoming {
    let mut incoming = documents.incoming().expect("a place");
    incoming.add(bytes).await.expect("it came");
    incoming
}

pub fn applicant(name: &str) -> Applicant {
    Applicant {
        name: name.to_owned(),
        nik: Nik::parse("1301014504900001").expect("a NIK"),
        nomor_kk: Some(NomorKk::parse("1301010101100001").expect("a KK number")),
        phone: Some(Phone::parse("081363001234").expect("a phone")),
        contact: Some(ContactId::from("whatsapp:6281363001234")),
        village: Some("Nagari Percobaan".to_owned()),
        district: None,
        language: Language::Id,
    }
}

pub fn grounds(reason: &str) -> Grounds {
    Grounds { reasons: vec![ReasonId::from(reason)], elements: Vec::new() }
}

/// The applicant themself, who must have a contact.
pub fn themself(applicant: &Applicant) -> Actor {
    Actor::Applicant { contact: applicant.contact.clone().expect("a contact") }
}

impl Server {
    /// A lost card asked for by WhatsApp, every document sent: it waits at the first step.
    pub async fn open_case(&self, name: &str) -> Ticket {
        self.open_case_of(applicant(name)).await
    }

    pub async fn open_case_of(&self, applicant: Applicant) -> Ticket {
        let ticket = self.open_draft(applicant.clone(), "hilang").await;
        for document in ["kk", "surat_hilang"] {
            self.attach(&ticket, themself(&applicant), Some(document), PNG).await;
        }
        self.done(&ticket, themself(&applicant), Command::Submit).await;
        ticket
    }

    pub async fn open_draft(&self, applicant: Applicant, reason: &str) -> Ticket {
        let at = self.app.clock.now();
        let actor = themself(&applicant);
        let consent = Some(Consent { at, text_version: "1".to_owned() });
        let command =
            Command::Open { channel: Channel::Whatsapp, applicant, grounds: grounds(reason), consent };
        self.order(Order::new(None, actor, at, command)).await.expect("opened").ticket
    }

    pub async fn attach(
        &self,
        ticket: &Ticket,
        actor: Actor,
        document: Option<&str>,
        bytes: &[u8],
    ) -> FileId {
        let file = FileId::new(uuid::Uuid::now_v7().simple().to_string());
        let facts = self
            .app
            .documents
            .keep(file.clone(), Holder::Case(ticket), came(&self.app.documents, bytes).await)
            .await
            .expect("kept");
        let document = document.map(DocumentId::from);
        self.done(ticket, actor, Command::Attach { facts, document }).await;
        file
    }

    /// A case that waits at the last step, passed on by these officers.
    pub async fn printed_case(
        &self,
        name: &str,
        operator: &Browser,
        kasi: &Browser,
        printer: &Browser,
    ) -> Ticket {
        self.printed_case_of(applicant(name), operator, kasi, printer).await
    }

    pub async fn printed_case_of(
        &self,
        applicant: Applicant,
        operator: &Browser,
        kasi: &Browser,
        printer: &Browser,
    ) -> Ticket {
        let ticket = self.open_case_of(applicant).await;
        let serial = self.blank(printer).await;
        self.decide(&ticket, operator, "penerimaan", "lengkap", Form::default()).await;
        self.decide(&ticket, kasi, "verifikasi", "rekomendasi", Form::default()).await;
        self.decide(&ticket, printer, "pencetakan", "perintah_cetak", Form::default()).await;
        self.decide(&ticket, printer, "pencetakan", "tercetak", serial).await;
        self.decide(&ticket, printer, "pencetakan", "aktif", Form::default()).await;
        ticket
    }

    /// A lost card asked for at the counter by somebody without WhatsApp; not yet submitted.
    pub async fn walk_in(&self, applicant: Applicant, operator: &Browser) -> Ticket {
        let at = self.app.clock.now();
        let applicant = Applicant { contact: None, phone: None, ..applicant };
        let (channel, grounds) = (Channel::Counter, grounds("hilang"));
        let command = Command::Open { channel, applicant, grounds, consent: None };
        self.order(Order::new(None, operator.actor(), at, command)).await.expect("opened").ticket
    }
}
