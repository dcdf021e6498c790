//! The documents of a request, as a browser's form brings them: read one at a time, kept, attached.
//! Whatever is not taken is said at the document's own field.

use crate::app::App;
use crate::cases::{CaseError, Loaded, Order};
use crate::documents::{DocumentFault, Holder, Incoming};
use crate::error::Error;
use crate::web::Page;
use crate::web::field::{self, FileError};
use crate::workbench::fields::{Faults, Fields};
use axum::extract::Multipart;
use procedure::{Actor, Command, DocumentId, FileId, Ticket};

/// Bytes that one form may bring. Each file by itself is held to the office's own limit.
pub const MOST_AT_ONCE: usize = 60_000_000;

/// Attaches every file of the form that is one of the procedure's documents.
pub async fn take(
    app: &App,
    page: &Page,
    actor: &Actor,
    (ticket, loaded): (&Ticket, &Loaded),
    mut form: Multipart,
) -> Result<Faults, Error> {
    let mut faults = Faults::default();
    let mut fields = Fields::default();
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(faults),
            Err(e) => return Ok(cut_short(page, faults, &e)),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let named = field.file_name().is_some_and(|n| !n.is_empty());
        let document = DocumentId::new(name.clone());
        if loaded.procedure.document(&document).is_none() {
            match field::typed(field).await {
                Ok(typed) => fields.push(&name, typed),
                Err(e) => return Ok(cut_short(page, faults, &e)),
            }
            continue;
        }
        let incoming = match field::file(field, app.documents.incoming()?).await {
            Ok(incoming) => incoming,
            Err(FileError::Form(e)) => return Ok(cut_short(page, faults, &e)),
            Err(FileError::Io(e)) => return Err(e.into()),
        };
        if named || !incoming.is_empty() {
            let once = fields.once();
            if let Err(words) = attach(app, page, actor, ticket, document, incoming, once).await? {
                faults.add(&name, words);
            }
        }
    }
}

/// Keeps the file, then has the case take them. The words say why not.
async fn attach(
    app: &App,
    page: &Page,
    actor: &Actor,
    ticket: &Ticket,
    document: DocumentId,
    incoming: Incoming,
    once: Option<String>,
) -> Result<Result<(), String>, Error> {
    let file = FileId::new(uuid::Uuid::new_v4().simple().to_string());
    let facts = match app.documents.keep(file.clone(), Holder::Case(ticket), incoming).await {
        Ok(facts) => facts,
        Err(DocumentFault::Io(e)) => return Err(e.into()),
        Err(fault) => return Ok(Err(page.with(fault.key(), &fault.args()))),
    };
    // The bytes belong to the key: going back and choosing another file is another attachment.
    let key = once.map(|k| format!("{k}:{ticket}:{document}:{}", facts.sha256));
    let command = Command::Attach { facts, document: Some(document) };
    let mut order = Order::new(Some(ticket.clone()), actor.clone(), app.clock.now(), command);
    order.once = key;
    let done = app.cases.dispatch(app.office(), order).await;
    match done {
        Ok(done) if !done.repeated => Ok(Ok(())),
        // The case has these bytes already.
        Ok(_) => Ok(Ok(app.documents.delete(&[file]).await?)),
        Err(CaseError::Refused(refusal)) => {
            app.documents.delete(&[file]).await?;
            Ok(Err(page.refusal(&app.cases.procedures().active(), &refusal)))
        }
        // It may have been written all the same, so the file stays.
        Err(e) => Err(e.into()),
    }
}

/// The form was larger than all its files may be, or broke off.
fn cut_short(page: &Page, mut faults: Faults, error: &axum::extract::multipart::MultipartError) -> Faults {
    tracing::info!("a form of documents broke off: {error}");
    faults.add("documents", page.t1("intake-cut-short", "megabytes", MOST_AT_ONCE / 1_000_000));
    faults
}
