//! A product that was under way has arrived: who received it, with a photo or a number as proof.

use super::form::{self, Act};
use super::gate::{carry_out, found, shown};
use crate::accounts::Officer;
use crate::app::{App, Shared};
use crate::documents::{DocumentFault, Holder, Incoming};
use crate::error::Error;
use crate::web::Page;
use crate::web::field;
use crate::workbench::fields::Fields;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use procedure::{Command, FileFacts, FileId, Ticket};

pub async fn record(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let (ticket, loaded) = found(&app, &ticket).await?;
    let (fields, photo) = read(&app, form).await?;
    let photo = match photo {
        None => None,
        Some(bytes) => match keep(&app, &ticket, bytes).await? {
            Ok(facts) => Some(facts),
            Err(fault) => {
                let trouble = page.with(fault.key(), &fault.args());
                return shown(
                    &app,
                    page,
                    &officer,
                    &ticket,
                    (StatusCode::UNPROCESSABLE_ENTITY, trouble),
                    fields,
                )
                .await;
            }
        },
    };
    let mut command = form::command(&page, &loaded.procedure, &loaded.case, Act::HandOver, &fields)?;
    if let Command::Decide { form, .. } = &mut command {
        form.gate.photo = photo.clone().map(Box::new);
    }
    let once = fields.once().map(|key| format!("{key}:arrived"));
    match carry_out(&app, &officer, &ticket, command, once).await {
        Ok(done) => {
            if done.repeated {
                drop_photo(&app, photo).await?;
            }
            Ok(Redirect::to(&format!("/meja/penyerahan/{ticket}/tanda-terima")).into_response())
        }
        Err(Error::Refused(refusal)) => {
            drop_photo(&app, photo).await?;
            let trouble = page.refusal(&loaded.procedure, &refusal);
            let status = crate::workbench::case::status(&refusal);
            shown(&app, page, &officer, &ticket, (status, trouble), fields).await
        }
        Err(other) => Err(other),
    }
}

async fn read(app: &App, mut form: Multipart) -> Result<(Fields, Option<Incoming>), Error> {
    let broken = |_| Error::Input("form-broken");
    let (mut fields, mut photo) = (Fields::default(), None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "foto" {
            fields.push(&name, field::typed(field).await.map_err(broken)?);
            continue;
        }
        let incoming = field::file(field, app.documents.incoming()?).await?;
        if !incoming.is_empty() {
            photo = Some(incoming);
        }
    }
    Ok((fields, photo))
}

async fn keep(
    app: &App,
    ticket: &Ticket,
    incoming: Incoming,
) -> Result<Result<FileFacts, DocumentFault>, Error> {
    let file = FileId::new(uuid::Uuid::new_v4().simple().to_string());
    match app.documents.keep(file, Holder::Case(ticket), incoming).await {
        Err(DocumentFault::Io(e)) => Err(e.into()),
        other => Ok(other),
    }
}

/// What became no part of the case is not kept.
async fn drop_photo(app: &App, photo: Option<FileFacts>) -> Result<(), Error> {
    match photo {
        Some(photo) => app.documents.delete(&[photo.file]).await,
        None => Ok(()),
    }
}
