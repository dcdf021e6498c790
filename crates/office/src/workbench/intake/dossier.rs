//! The page of one request at the counter: what it still needs while it is open for documents, and the
//! receipt once it was sent.

use super::form::Typed;
use crate::cases::Loaded;
use crate::web::{Page, form_token};
use crate::workbench::fields::Faults;
use askama::Template;
use procedure::{Case, Document, Status, Ticket};

#[derive(Template)]
#[template(path = "intake_dossier.html")]
pub struct Dossier {
    page: Page,
    form: String,
    ticket: String,
    typed: Typed,
    reasons: Vec<String>,
    needs: Vec<Need>,
    draft: bool,
    megabytes: u64,
    faults: Faults,
}

/// A document that the request must have.
pub struct Need {
    pub id: String,
    pub name: String,
    pub hint: String,
    /// What the office found wrong with the one it has.
    pub wrong: Option<String>,
    pub files: Vec<Attached>,
}

pub struct Attached {
    pub id: String,
    pub kind: &'static str,
    pub kilobytes: u64,
}

#[derive(Template)]
#[template(path = "intake_receipt.html")]
pub struct Receipt {
    page: Page,
    ticket: String,
    name: String,
    submitted: String,
    product: String,
    reasons: Vec<String>,
    documents: Vec<String>,
    fee: String,
    with_phone: bool,
    track: String,
}

/// Whether the counter may still add documents and send.
pub fn takes_documents(case: &Case) -> bool {
    case.takes_documents()
}

fn reasons(page: &Page, loaded: &Loaded) -> Vec<String> {
    let given = &loaded.case.grounds.reasons;
    let all = loaded.procedure.reasons.iter().filter(|r| given.contains(&r.id));
    all.map(|r| page.of(&r.name).to_owned()).collect()
}

impl Dossier {
    fn has_files(&self) -> bool {
        self.needs.iter().any(|need| !need.files.is_empty())
    }

    pub fn of(page: Page, ticket: &Ticket, loaded: &Loaded, faults: Faults) -> Self {
        Self {
            form: form_token(),
            ticket: ticket.to_string(),
            typed: Typed::of(&loaded.case),
            reasons: reasons(&page, loaded),
            needs: needs(&page, loaded),
            draft: loaded.case.status == Status::Draft,
            megabytes: page.app().documents.max_bytes() / 1_000_000,
            faults,
            page,
        }
    }
}

fn needs(page: &Page, loaded: &Loaded) -> Vec<Need> {
    let open = loaded.case.open_faults();
    let need = |kind: &procedure::definition::DocumentKind| Need {
        id: kind.id.to_string(),
        name: page.of(&kind.name).to_owned(),
        hint: page.of(&kind.hint).to_owned(),
        wrong: open.iter().find(|f| f.document == kind.id).map(|f| f.why.clone()),
        files: loaded
            .case
            .standing()
            .filter(|d| d.document.as_ref() == Some(&kind.id))
            .map(attached)
            .collect(),
    };
    let required = loaded.procedure.required(&loaded.case.grounds);
    let faulty = open.iter().filter_map(|f| loaded.procedure.document(&f.document));
    let beside: Vec<_> = faulty.filter(|d| !required.iter().any(|r| r.id == d.id)).collect();
    required.into_iter().chain(beside).map(need).collect()
}

fn attached(document: &Document) -> Attached {
    let facts = &document.facts;
    Attached {
        id: facts.file.to_string(),
        kind: if facts.media_type == "application/pdf" { "PDF" } else { "Foto" },
        kilobytes: facts.bytes.div_ceil(1_000),
    }
}

impl Receipt {
    pub fn of(page: Page, ticket: &Ticket, loaded: &Loaded) -> Self {
        let (case, p) = (&loaded.case, &loaded.procedure);
        let documents = p.required(&case.grounds).into_iter();
        let public = page.app().config.server.public_url.trim_end_matches('/').to_owned();
        Self {
            ticket: ticket.to_string(),
            name: case.applicant.name.clone(),
            submitted: case.submitted_at.map(|at| page.moment(at)).unwrap_or_default(),
            product: page.of(&p.name).to_owned(),
            reasons: reasons(&page, loaded),
            documents: documents.map(|d| page.of(&d.name).to_owned()).collect(),
            fee: page.of(&p.fee).to_owned(),
            with_phone: case.applicant.phone.is_some(),
            track: format!("{public}/lacak"),
            page,
        }
    }
}
