//! The documents of a case: what is there, which page is shown, what is still missing. Bytes are handed out
//! by `documents`.

use crate::web::Page;
use procedure::{Case, Document, DocumentId, Procedure};

pub struct Dossier {
    pub files: Vec<File>,
    /// Names of required documents that nobody has attached.
    pub missing: Vec<String>,
    /// What a page may be named, for those who may name pages.
    pub kinds: Vec<(DocumentId, String)>,
}

pub struct File {
    pub id: String,
    pub href: String,
    pub name: String,
    pub document: Option<DocumentId>,
    pub attached: String,
    /// What a check found, where it was kept all the same.
    pub findings: Vec<String>,
    pub set_aside: Option<String>,
    /// The one shown first.
    pub current: bool,
}

pub fn dossier(page: &Page, p: &Procedure, ticket: &str, case: &Case, wanted: &str) -> Dossier {
    let mut files: Vec<File> = case.documents.iter().map(|d| file(page, p, ticket, d)).collect();
    // Pages that count stand before those set aside.
    files.sort_by_key(|f| f.set_aside.is_some());
    let shown = files.iter().position(|f| f.id == wanted).unwrap_or(0);
    if let Some(file) = files.get_mut(shown) {
        file.current = true;
    }
    let required = p.required(&case.grounds);
    let name = |d: &procedure::definition::DocumentKind| page.of(&d.name).to_owned();
    Dossier {
        files,
        missing: required.iter().filter(|d| !case.has(&d.id)).map(|d| name(d)).collect(),
        // What the grounds need first: that is what a page most likely is.
        kinds: required
            .iter()
            .copied()
            .chain(p.documents.iter().filter(|d| !required.iter().any(|r| r.id == d.id)))
            .map(|d| (d.id.clone(), name(d)))
            .collect(),
    }
}

fn file(page: &Page, p: &Procedure, ticket: &str, d: &Document) -> File {
    let named = d
        .document
        .as_ref()
        .map(|id| p.document(id).map_or_else(|| id.to_string(), |kind| page.of(&kind.name).to_owned()));
    File {
        id: d.facts.file.to_string(),
        href: format!("/meja/perkara/{ticket}/berkas/{}/1", d.facts.file),
        name: named.unwrap_or_else(|| page.t("file-unnamed")),
        document: d.document.clone(),
        attached: page.moment(d.attached_at),
        findings: d.facts.findings.iter().map(|f| page.t(&format!("finding-{f}"))).collect(),
        set_aside: d.set_aside.clone(),
        current: false,
    }
}
