//! From the bytes of a whole file to a page of the case: kept, looked at, attached; or held with what was found,
//! or refused with what to send instead. The same file again has its effect once.

use super::keeping;
use super::uploads::{self, Problem, State, Upload};
use super::visit::Visit;
use crate::app::App;
use crate::cases::{CaseError, Loaded, Order};
use crate::db::{DbError, Statement, Write};
use crate::documents::{DocumentFault, Incoming, repeats};
use crate::error::Error;
use procedure::{Actor, Command, FileFacts, FileId, Refusal, Ticket};

/// After so many pages of one document with a fault the resident may keep the last.
pub const TRIES: usize = 2;

/// Looks at a file that has arrived whole, and does with it what follows.
pub async fn receive(
    app: &App,
    visit: &Visit,
    (ticket, loaded): (&Ticket, &Loaded),
    upload: &Upload,
    incoming: Incoming,
) -> Result<(), Error> {
    let before = held(app, visit, upload).await?;
    let facts = match keeping::keep(app, ticket, upload.file(), incoming).await? {
        Ok(facts) => facts,
        Err(fault) => {
            let problem = Problem { key: fault.key().to_owned(), args: args(&fault) };
            return refuse(app, visit, upload, problem).await;
        }
    };
    if loaded.case.standing().any(|d| repeats(d, &facts, Some(&upload.document))) {
        app.documents.delete(&[upload.file()]).await?;
        let problem = Problem { key: "chat-file-twice".to_owned(), args: Vec::new() };
        return refuse(app, visit, upload, problem).await;
    }
    if facts.findings.is_empty() {
        attach(app, visit, ticket, upload, (State::Receiving, &facts)).await?;
    } else {
        let to = (State::Receiving, State::Held);
        note(app, uploads::became(app.office(), &visit.link.id, upload, to, Some(&facts), None)?).await?;
    }
    app.documents.delete(&before).await
}

/// The placeholders of the words that say why a file is not kept.
pub fn args(fault: &DocumentFault) -> Vec<(String, String)> {
    fault.args().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Takes a page with its fault, because the resident has none better.
pub async fn accept(app: &App, visit: &Visit, ticket: &Ticket, id: &str) -> Result<(), Error> {
    let all = uploads::of_link(app, &visit.link.id).await?;
    let upload = all.iter().find(|u| u.id == id && u.state == State::Held).ok_or(Error::NotFound)?;
    match &upload.facts {
        Some(facts) if may_be_kept(&all, upload) => {
            attach(app, visit, ticket, upload, (State::Held, facts)).await
        }
        _ => Err(Error::NotFound),
    }
}

/// Whether better pages were asked for often enough.
pub fn may_be_kept(all: &[Upload], upload: &Upload) -> bool {
    let tried = |u: &&Upload| {
        u.document == upload.document && u.facts.is_some() && matches!(u.state, State::Held | State::Replaced)
    };
    all.iter().filter(tried).count() >= TRIES
}

async fn attach(
    app: &App,
    visit: &Visit,
    ticket: &Ticket,
    upload: &Upload,
    (from, facts): (State, &FileFacts),
) -> Result<(), Error> {
    let done = uploads::became(app.office(), &visit.link.id, upload, (from, State::Attached), None, None)?;
    let command = Command::Attach { facts: facts.clone(), document: Some(upload.document.clone()) };
    let order = Order::new(Some(ticket.clone()), visit.actor(), app.clock.now(), command);
    let order = order.once(format!("unggah:{}", upload.id)).also(done);
    match app.cases.dispatch(app.office(), order).await {
        Ok(_) => Ok(()),
        Err(CaseError::Refused(refusal)) => {
            app.documents.delete(&[upload.file()]).await?;
            let max = match refusal {
                Refusal::TooManyFiles { max } => max,
                other => return Err(Error::Refused(other)),
            };
            let args = vec![("max".to_owned(), max.to_string())];
            refuse(app, visit, upload, Problem { key: "refusal-too-many-files".to_owned(), args }).await
        }
        // It may have been written all the same, so the file stays.
        Err(e) => Err(e.into()),
    }
}

async fn refuse(app: &App, visit: &Visit, upload: &Upload, problem: Problem) -> Result<(), Error> {
    let to = (upload.state, State::Refused);
    note(app, uploads::became(app.office(), &visit.link.id, upload, to, None, Some(&problem))?).await
}

/// Written once: whoever comes second finds it done.
async fn note(app: &App, statements: Vec<Statement>) -> Result<(), Error> {
    match app.db.write(Write { statements, touches: Vec::new() }).await {
        Ok(()) | Err(DbError::Conflict(_)) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

/// The files of the same document that are held, and give way to this one.
async fn held(app: &App, visit: &Visit, upload: &Upload) -> Result<Vec<FileId>, Error> {
    let all = uploads::of_link(app, &visit.link.id).await?;
    let same = |u: &&Upload| u.document == upload.document && u.state == State::Held && u.id != upload.id;
    Ok(all.iter().filter(same).map(Upload::file).collect())
}

/// Puts a page of the case aside; of a page that is only held the file goes as well.
pub async fn remove(app: &App, visit: &Visit, page: (&Ticket, &str), why: String) -> Result<(), Error> {
    let (ticket, id) = page;
    if let Some(upload) = uploads::one(app, &visit.link.id, id).await?.filter(|u| u.state != State::Attached)
    {
        let to = (upload.state, State::Replaced);
        let facts = upload.facts.as_ref();
        note(app, uploads::became(app.office(), &visit.link.id, &upload, to, facts, None)?).await?;
        return app.documents.delete(&[upload.file()]).await;
    }
    let command = Command::SetAside { file: FileId::new(id), why };
    let order = Order::new(Some(ticket.clone()), visit.actor(), app.clock.now(), command);
    app.cases.dispatch(app.office(), order).await?;
    Ok(())
}

impl Visit {
    /// Whoever holds the link acts as the sender whom it was given to.
    pub fn actor(&self) -> Actor {
        Actor::Applicant { contact: self.link.contact.clone() }
    }
}
