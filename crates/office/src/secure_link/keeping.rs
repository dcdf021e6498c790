//! The one place where this page speaks to the documents: keep, what was found, show, delete.

use crate::app::App;
use crate::documents::DocumentFault;
use crate::error::Error;
use procedure::{FileFacts, FileId, Ticket};

/// Looks at a whole file and keeps it. `Err` of the inner result: why it is not kept.
pub async fn keep(
    app: &App,
    _ticket: &Ticket,
    file: FileId,
    bytes: Vec<u8>,
) -> Result<Result<FileFacts, DocumentFault>, Error> {
    match app.documents.keep(file, bytes).await {
        Ok(facts) => Ok(Ok(facts)),
        Err(DocumentFault::Io(e)) => Err(e.into()),
        Err(fault) => Ok(Err(fault)),
    }
}

/// The placeholders of the words that say why it is not kept.
pub fn args(_fault: &DocumentFault) -> Vec<(String, String)> {
    Vec::new()
}

/// What was found that makes a page hard to read, as ids.
pub fn findings(facts: &FileFacts) -> Vec<String> {
    facts.flagged.iter().cloned().collect()
}

/// A page small enough to be shown again on a poor line.
pub async fn small(app: &App, facts: &FileFacts) -> Result<Vec<u8>, Error> {
    app.documents.read(&facts.file).await.map_err(|_| Error::NotFound)
}
