//! The one place where this page speaks to the documents: keep and show.

use crate::app::App;
use crate::documents::{DocumentFault, Holder, Incoming, Reading, Size};
use crate::error::Error;
use procedure::{FileFacts, FileId, Ticket};

/// Looks at a whole file and keeps it. `Err` of the inner result: why it is not kept.
pub async fn keep(
    app: &App,
    ticket: &Ticket,
    file: FileId,
    incoming: Incoming,
) -> Result<Result<FileFacts, DocumentFault>, Error> {
    match app.documents.keep(file, Holder::Case(ticket), incoming).await {
        Ok(facts) => Ok(Ok(facts)),
        Err(DocumentFault::Io(e)) => Err(e.into()),
        Err(fault) => Ok(Err(fault)),
    }
}

/// A file's first page, small enough for a poor line.
pub async fn small(app: &App, file: &FileId) -> Result<Reading, Error> {
    app.documents.page(file, 1, Size::Thumbnail).await?.ok_or(Error::NotFound)
}
