//! What a person does on the page: each form, turned into one act of the resident or of the rehearsal.
//! Every answer is a redirect back to the phone, or the page again with the reason why not.
use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::open::{At, Open, nobody};
use super::page::{key, query};
use super::problem::Problem;
use super::{LONGEST_NAME, LONGEST_TEXT};
use crate::engine::Engine;
use crate::error::SimError;
use crate::faults::{Endpoint, Fault, How};
use crate::resident::{self, Handset};

/// A form as it arrived, readable or not.
type Sent<T> = Result<Form<T>, FormRejection>;

fn filled<T>(form: Sent<T>) -> Result<T, Problem> {
    form.map(|Form(form)| form).map_err(|_| Problem::Form)
}

#[derive(Deserialize)]
pub(super) struct NewResident {
    name: String,
    phone: String,
}

pub(super) async fn create(
    State(engine): State<Arc<Engine>>,
    Query(at): Query<At>,
    form: Sent<NewResident>,
) -> Response {
    let words = at.words();
    let NewResident { name, phone } = match filled(form) {
        Ok(form) => form,
        Err(problem) => return nobody(&engine, words, &problem, String::new(), String::new()),
    };
    let created = || -> Result<String, Problem> {
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Problem::Name);
        }
        let resident = resident::create(&engine, &phone, name.trim(), &Handset::default())?;
        Ok(query(&resident.row()?, words))
    };
    match created() {
        Ok(query) => Redirect::to(&format!("/phone?{query}")).into_response(),
        Err(problem) => nobody(&engine, words, &problem, name, phone),
    }
}

#[derive(Deserialize)]
pub(super) struct Typed {
    text: String,
}

pub(super) async fn text(open: Open, form: Sent<Typed>) -> Response {
    let text = match filled(form) {
        // A form's line ends are CR LF; a phone's are not.
        Ok(form) => form.text.replace("\r\n", "\n"),
        Err(problem) => return open.after(Err(problem), String::new()),
    };
    let length = text.chars().count();
    let outcome = match text.trim() {
        "" => Err(Problem::Empty),
        _ if length > LONGEST_TEXT => Err(Problem::Long(length)),
        words => open.resident().text(words).map(drop).map_err(Problem::from),
    };
    open.after(outcome, text)
}

#[derive(Deserialize)]
pub(super) struct Tapped {
    message: String,
    choice: String,
}

pub(super) async fn tap(open: Open, form: Sent<Tapped>) -> Response {
    let outcome = filled(form).and_then(|Tapped { message, choice }| {
        let found = open.engine.store.message(&message)?;
        // Nobody can tap under another person's message.
        let own = found.filter(|(no, _)| *no == open.row.no).map(|(_, message)| message);
        let message = own.ok_or(SimError::UnknownMessage(message))?;
        open.resident().tap(&message, &choice)?;
        Ok(())
    });
    open.after(outcome, String::new())
}

/// Boxes that are not ticked are not sent.
#[derive(Deserialize)]
pub(super) struct Boxes {
    online: Option<String>,
    reads: Option<String>,
    reachable: Option<String>,
    hide_phone: Option<String>,
}

pub(super) async fn handset(open: Open, form: Sent<Boxes>) -> Response {
    let outcome = filled(form).and_then(|boxes| {
        let handset = Handset {
            online: Some(boxes.online.is_some()),
            reads: Some(boxes.reads.is_some()),
            reachable: Some(boxes.reachable.is_some()),
            hide_phone: Some(boxes.hide_phone.is_some()),
        };
        Ok(open.resident().handset(&handset)?)
    });
    open.after(outcome, String::new())
}

pub(super) async fn read(open: Open) -> Response {
    let outcome = open.resident().read().map_err(Problem::from);
    open.after(outcome, String::new())
}

#[derive(Deserialize)]
pub(super) struct NewFault {
    code: u32,
    endpoint: Endpoint,
    how: How,
    /// Empty: until removed.
    times: String,
}

pub(super) async fn add_fault(open: Open, form: Sent<NewFault>) -> Response {
    let outcome = filled(form).and_then(|new| {
        let times = match new.times.trim() {
            "" => None,
            number => {
                let number: u32 = number.parse().map_err(|_| Problem::Form)?;
                Some(number).filter(|number| *number > 0).ok_or(Problem::Form).map(Some)?
            }
        };
        let fault = Fault { times, ..Fault::always(new.code) }.at(new.endpoint).how(new.how);
        // Only a message has a recipient; other calls cannot be told apart by resident.
        let mine = new.endpoint == Endpoint::Messages;
        open.engine.faults.add(if mine { fault.to(&key(&open.row)) } else { fault });
        Ok(())
    });
    open.after(outcome, String::new())
}

pub(super) async fn remove_fault(open: Open, Path(id): Path<u64>) -> Response {
    open.engine.faults.remove(id);
    open.after(Ok(()), String::new())
}
