//! The documents of a case: its pages as the viewer shows them, what is known of each file, what is missing.
//! Bytes are handed out by `documents`.

use crate::web::Page;
use procedure::{Case, Document, DocumentId, FileId, Mark, Procedure};

pub struct Dossier {
    pub files: Vec<File>,
    /// The pages of all files, in the same order.
    pub leaves: Vec<Leaf>,
    /// When its files were destroyed, their time being over.
    pub destroyed: Option<String>,
    /// Names of required documents that nobody has attached.
    pub missing: Vec<String>,
    /// What a page may be named, for those who may name pages.
    pub kinds: Vec<(DocumentId, String)>,
}

pub struct File {
    pub id: String,
    /// Its first page, alone.
    pub href: String,
    pub name: String,
    pub document: Option<DocumentId>,
    pub attached: String,
    /// What the checks found, in words; the applicant sent it all the same.
    pub findings: Vec<String>,
    pub set_aside: Option<String>,
    /// One of its pages is shown first.
    pub current: bool,
}

/// One page of one file.
pub struct Leaf {
    pub file: String,
    pub page: u32,
    pub href: String,
    pub name: String,
    /// Which document it is a page of; empty where it has no name or does not count, and cannot be marked.
    pub document: String,
    pub aside: bool,
    /// The place that was marked when it was returned: `x,y,width,height`.
    pub marked: String,
    pub current: bool,
}

impl Leaf {
    pub fn thumbnail(&self) -> String {
        format!("{}/kecil", self.href)
    }
}

/// The page that is asked for.
#[derive(Default, Clone, Copy)]
pub struct Wanted<'a> {
    pub file: &'a str,
    pub page: u32,
}

pub fn dossier(page: &Page, p: &Procedure, ticket: &str, case: &Case, wanted: Wanted<'_>) -> Dossier {
    let mut documents: Vec<&Document> = case.kept().collect();
    // Pages that count stand before those set aside.
    documents.sort_by_key(|d| d.set_aside.is_some());
    let mut files: Vec<File> = documents.iter().map(|d| file(page, p, ticket, d)).collect();
    let mut leaves: Vec<Leaf> =
        documents.iter().zip(&files).flat_map(|(d, f)| leaves_of(page, ticket, case, d, f)).collect();
    let is_wanted = |l: &Leaf| l.file == wanted.file && l.page == wanted.page.max(1);
    let shown = leaves.iter().position(is_wanted).unwrap_or(0);
    if let Some(leaf) = leaves.get_mut(shown) {
        leaf.current = true;
        files.iter_mut().for_each(|f| f.current = f.id == leaf.file);
    }
    let required = p.required(&case.grounds);
    let destroyed = case.destroyed_at();
    let name = |d: &procedure::definition::DocumentKind| page.of(&d.name).to_owned();
    Dossier {
        files,
        leaves,
        missing: required
            .iter()
            .filter(|d| destroyed.is_none() && !case.has(&d.id))
            .map(|d| name(d))
            .collect(),
        destroyed: destroyed.map(|at| page.moment(at)),
        // What the grounds need first: that is what a page most likely is.
        kinds: required
            .iter()
            .copied()
            .chain(p.documents.iter().filter(|d| !required.iter().any(|r| r.id == d.id)))
            .map(|d| (d.id.clone(), name(d)))
            .collect(),
    }
}

/// The files that count, as a screen beside the case page shows them.
pub fn files(page: &Page, p: &Procedure, ticket: &str, case: &Case) -> Vec<File> {
    case.standing().map(|d| file(page, p, ticket, d)).collect()
}

fn address(ticket: &str, file: &FileId, page: u32) -> String {
    format!("/meja/perkara/{ticket}/berkas/{file}/{page}")
}

fn file(page: &Page, p: &Procedure, ticket: &str, d: &Document) -> File {
    let named = d
        .document
        .as_ref()
        .map(|id| p.document(id).map_or_else(|| id.to_string(), |kind| page.of(&kind.name).to_owned()));
    File {
        id: d.facts.file.to_string(),
        href: address(ticket, &d.facts.file, 1),
        name: named.unwrap_or_else(|| page.t("file-unnamed")),
        document: d.document.clone(),
        attached: page.moment(d.attached_at),
        findings: d.facts.findings.iter().map(|f| page.t(&format!("finding-{f}"))).collect(),
        set_aside: d.set_aside.clone(),
        current: false,
    }
}

fn leaves_of(page: &Page, ticket: &str, case: &Case, d: &Document, file: &File) -> Vec<Leaf> {
    let pages = d.facts.pages;
    let leaf = |nth: u32| {
        let mark = marks(case).find(|m| m.file == d.facts.file && m.page == nth);
        let numbered = [("name", file.name.clone()), ("page", nth.to_string())];
        Leaf {
            file: file.id.clone(),
            page: nth,
            href: address(ticket, &d.facts.file, nth),
            name: if pages > 1 { page.with("file-page", &numbered) } else { file.name.clone() },
            document: d
                .document
                .as_ref()
                .filter(|_| d.set_aside.is_none())
                .map(DocumentId::to_string)
                .unwrap_or_default(),
            aside: d.set_aside.is_some(),
            marked: mark.map(|m| format!("{},{},{},{}", m.x, m.y, m.width, m.height)).unwrap_or_default(),
            current: false,
        }
    };
    (1..=pages).map(leaf).collect()
}

/// What an officer marked when the case was returned.
fn marks(case: &Case) -> impl Iterator<Item = &Mark> {
    case.correction.iter().flat_map(|c| &c.faults).filter_map(|f| f.mark.as_ref())
}
