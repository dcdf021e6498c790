//! Works off what came in: one person at a time, everything they sent since the last answer, one answer.
//! A crash at any point repeats the work without repeating its effect: each wish has its key, and the
//! answer is written together with the note that it was given.

use super::client::{Action, CallError, action};
use super::conversation::{Capture, Ended, Given, Input, Known, Talk, View, Wish};
use super::outbound;
use super::pending::keep_loose;
use super::threads::{Message, Person, rank};
use super::turns::{self, Turn};
use super::wire::{Content, Inbound, Update};
use super::{conversation, letters, looked, statuses};
use crate::app::App;
use crate::app::Shared;
use crate::appointments::Offer;
use crate::cases::outbox::{self, Letter};
use crate::cases::{CaseError, Order, Outgoing, timers};
use crate::db::{Row, Statement, Write};
use crate::documents::{DocumentFault, Holder};
use crate::error::Error;
use crate::params;
use crate::secure_link::{Asked, Link};
use crate::telemetry::trace;
use crate::texts;
use futures::StreamExt;
use jiff::Timestamp;
use procedure::{Actor, ContactId, FileId, Language, Phone, Refusal, Status, Ticket};
use sha2::Digest;
use std::time::Duration;

/// People served at the same time.
const AT_ONCE: usize = 16;
/// A photo that could not be fetched so often is asked for again.
const MEDIA_TRIES: i64 = 8;
/// Closed cases the conversation still knows of.
const CLOSED_KNOWN: usize = 5;

/// Serves everybody whose messages are due; how long until the next is.
pub async fn round(app: &Shared) -> Result<Duration, Error> {
    loop {
        let due = turns::take(app).await?;
        if due.is_empty() {
            return turns::next(app).await;
        }
        let served = futures::stream::iter(due).map(|turn| async move {
            if let Err(e) = serve(app, &turn).await {
                tracing::warn!("a message waits: {e}");
                turn.put_off(app).await
            } else {
                Ok(())
            }
        });
        let results: Vec<Result<(), Error>> = served.buffer_unordered(AT_ONCE).collect().await;
        results.into_iter().collect::<Result<(), _>>()?;
    }
}

/// What waits of one person. A row that cannot be read any more is set aside, loudly.
struct Waiting {
    /// Each with when it reached us: the platform's own time has no fractions of a second.
    messages: Vec<(Timestamp, Inbound)>,
    ids: Vec<String>,
    attempts: i64,
}

async fn serve(app: &App, turn: &Turn) -> Result<(), Error> {
    let contact = &turn.contact;
    let sql =
        "SELECT id, body, attempts, received_at, trace FROM inbound WHERE office = ?1 AND contact = ?2 AND done = 0
        ORDER BY received_at, id LIMIT 100";
    let rows = app.db.query(sql, params![app.office(), contact.as_str()]).await?;
    // Of several messages the first one's trace goes on.
    let left = rows.first().map(|row| row.opt_text(4)).transpose()?.flatten();
    trace::taken("message", app.office(), left.as_deref(), Box::pin(worked_off(app, turn, &rows))).await
}

async fn worked_off(app: &App, turn: &Turn, rows: &[Row]) -> Result<(), Error> {
    let contact = &turn.contact;
    let mut waiting = Waiting { messages: Vec::new(), ids: Vec::new(), attempts: 0 };
    for row in rows {
        let (id, body) = (row.text(0)?, row.text(1)?);
        waiting.attempts = waiting.attempts.max(row.int(2)?);
        match serde_json::from_str::<Update>(&body) {
            Ok(Update::Message(message)) => waiting.messages.push((row.instant(3)?, message)),
            Ok(Update::Status(status)) => {
                if !statuses::apply(app, &status, row.int(2)?).await? {
                    return Err(Error::Unavailable("a status came before its message".to_owned()));
                }
            }
            Err(e) => tracing::error!("an inbound row cannot be read: {e}"),
        }
        waiting.ids.push(id);
    }
    // Webhooks overtake one another; within a second they are taken as they came.
    waiting.messages.sort_by_key(|(_, m)| m.at);
    let (mut statements, mut spoken_of) = (Vec::new(), Vec::new());
    if !waiting.messages.is_empty() {
        (statements, spoken_of) = converse(app, contact, &waiting).await?;
    }
    let sql = "UPDATE inbound SET done = 1, body = '' WHERE office = ?1 AND id = ?2";
    statements.extend(waiting.ids.iter().map(|id| Statement::new(sql, params![app.office(), id])));
    statements.push(turn.end(app));
    app.db.write(Write { statements, touches: vec![format!("thread:{contact}")] }).await?;
    app.cases.outbox_filled().notify_one();
    for ticket in spoken_of {
        app.cases.hint(app.office(), ticket);
    }
    Ok(())
}

/// The conversation over everything one person sent: what is to be written for it, and the cases on whose
/// pages it shows.
async fn converse(
    app: &App,
    contact: &ContactId,
    waiting: &Waiting,
) -> Result<(Vec<Statement>, Vec<Ticket>), Error> {
    let mut person = Person::load(&app.db, app.office(), contact).await?;
    let heard_before = person.last_inbound_at;
    learn(&mut person, &waiting.messages);
    let phone = Phone::parse(&person.phone).ok();
    let given = given(app, contact).await?;
    let cases = known(app, contact).await?;
    let procedure = app.cases.procedures().active();
    let view = View {
        now: app.clock.now(),
        procedure: &procedure,
        office_name: &app.config.office.name,
        contact,
        phone: phone.as_ref(),
        capture: match app.config.whatsapp.by_link() {
            true => Capture::Link { minutes: app.config.whatsapp.link_minutes, given: given.as_ref() },
            false => Capture::InChat,
        },
        offer: offer(app, &cases).await?,
        looked: match waiting.messages.iter().any(|(_, m)| asks_who_looked(m)) {
            true => looked::at(app, contact, &cases, person.thread.language).await?,
            false => Vec::new(),
        },
        cases,
    };
    let mut talk = Talk::new(view, person.thread.clone());
    let mut statements = Vec::new();
    for (received, message) in &waiting.messages {
        let input = input(app, message, waiting.attempts).await?;
        statements.push(heard(message, *received, contact).insert(app.office()));
        let Some(input) = input else { continue };
        let mut wish = talk.hear(&input);
        let mut count = 0;
        while let Some(wanted) = wish {
            count += 1;
            let result = carry_out(app, contact, &wanted, &format!("wa:{}:{count}", message.id)).await?;
            talk.view.cases = known(app, contact).await?;
            talk.view.offer = offer(app, &talk.view.cases).await?;
            wish = talk.told(&wanted, result);
        }
    }
    let open = talk.view.cases.iter().filter(|k| k.case.status == Status::Open);
    let spoken_of = open.map(|k| k.ticket.clone()).collect();
    let keeps = given.as_ref().is_none_or(|g| talk.keeps_link(g));
    let late = letters::late_pictures(contact, &talk.view.cases, heard_before);
    let mut ended = talk.finish();
    statements.extend(link(app, contact, phone.as_ref(), (&mut ended, keeps)).await?);
    let Ended { thread, answer, dropped, .. } = ended;
    statements.extend(keep_loose(app.office(), contact, &person.thread, &thread));
    let now = app.clock.now();
    let gone = |f: &FileId| timers::set(app.office(), f.as_str(), timers::FILES, now, f.as_str());
    statements.extend(dropped.iter().map(gone));
    person.thread = thread;
    statements.push(person.save(app.office())?);
    if let Some(turn) = answer {
        let turn = serde_json::to_value(turn).map_err(|e| Error::Broken(e.to_string()))?;
        let letter =
            Letter { contact: contact.clone(), ticket: None, notice: None, body: Outgoing::Turn { turn } };
        statements.push(outbox::put(app.office(), &letter, app.clock.now())?);
    }
    for picture in &late {
        statements.push(outbox::put(app.office(), picture, app.clock.now())?);
    }
    mark_read(app, waiting);
    Ok((statements, spoken_of))
}

/// When the sender may collect what is ready; not looked at where nothing is.
async fn offer(app: &App, cases: &[Known]) -> Result<Option<Offer>, Error> {
    if !cases.iter().any(|k| k.case.is_ready()) {
        return Ok(None);
    }
    Ok(app.visits.offer(app.clock.now()).await?)
}

/// The link that this sender may still use.
async fn given(app: &App, contact: &ContactId) -> Result<Option<Given>, Error> {
    let link = Link::of_contact(app, contact).await?;
    Ok(link.map(|l| Given { ticket: l.ticket, consent: l.asked.consent }))
}

/// What is written for the link that an answer offers: the address goes into the answer. A link whose purpose
/// was called off is over.
async fn link(
    app: &App,
    contact: &ContactId,
    phone: Option<&Phone>,
    (ended, keeps): (&mut Ended, bool),
) -> Result<Vec<Statement>, Error> {
    let Some(wanted) = ended.link.take() else {
        return if keeps { Ok(Vec::new()) } else { Link::end_of(app, contact).await };
    };
    let asked = Asked {
        grounds: wanted.grounds,
        consent: wanted.consent,
        phone: phone.cloned(),
        language: ended.thread.language,
    };
    let (token, statements) = Link::make(app, contact, wanted.ticket.as_ref(), &asked).await?;
    let url = format!("{}/kirim/{token}", app.config.server.public_url.trim_end_matches('/'));
    if let Some(turn) = &mut ended.answer {
        turn.link = Some(outbound::Link { url, title: wanted.title });
    }
    Ok(statements)
}

fn asks_who_looked(message: &Inbound) -> bool {
    matches!(&message.content, Content::Text { body } if conversation::asks_who_looked(body))
}

/// What the messages tell of the sender themself.
fn learn(person: &mut Person, messages: &[(Timestamp, Inbound)]) {
    for (_, message) in messages {
        if let Content::NewNumber { phone: Some(phone) } = &message.content {
            person.phone.clone_from(phone);
            continue;
        }
        if let Some(phone) = &message.from.phone {
            person.phone.clone_from(phone);
        }
        if let Some(name) = &message.profile {
            person.name = name.chars().take(120).collect();
        }
        person.last_inbound_at = person.last_inbound_at.max(message.at);
        person.unreachable = None;
    }
}

/// The sender's cases: all that go on, and the last that ended.
async fn known(app: &App, contact: &ContactId) -> Result<Vec<Known>, Error> {
    let mut closed = 0;
    let mut known = Vec::new();
    for summary in app.cases.of_contact(app.office(), contact).await? {
        if !matches!(summary.status.as_str(), "open" | "draft") {
            closed += 1;
            if closed > CLOSED_KNOWN {
                continue;
            }
        }
        if let Some(loaded) = app.cases.load(app.office(), &summary.ticket).await? {
            known.push(Known { ticket: summary.ticket, case: loaded.case, procedure: loaded.procedure });
        }
    }
    Ok(known)
}

async fn carry_out(
    app: &App,
    contact: &ContactId,
    wish: &Wish,
    key: &str,
) -> Result<Result<Ticket, Refusal>, Error> {
    let actor = Actor::Applicant { contact: contact.clone() };
    let order = Order::new(wish.ticket.clone(), actor, app.clock.now(), wish.command.clone()).once(key);
    match app.cases.dispatch(app.office(), order).await {
        Ok(done) => Ok(Ok(done.ticket)),
        Err(CaseError::Refused(refusal)) => Ok(Err(refusal)),
        Err(other) => Err(other.into()),
    }
}

/// What the conversation hears of a message. None: nothing is to be answered.
async fn input(app: &App, message: &Inbound, attempts: i64) -> Result<Option<Input>, Error> {
    Ok(Some(match &message.content {
        Content::Text { body } => Input::Text(body.clone()),
        Content::Choice { id, title } => Input::Tap { id: id.clone(), title: title.clone() },
        Content::Media { id, caption, .. } => media(app, message, id, caption.clone(), attempts).await?,
        Content::Other { kind } => Input::Other { kind: kind.clone() },
        Content::NewNumber { .. } => Input::NewNumber,
        Content::Silent { .. } => return Ok(None),
    }))
}

/// Fetches a photo at once: its address lives for minutes. The same message gives the same file.
async fn media(
    app: &App,
    message: &Inbound,
    id: &str,
    caption: Option<String>,
    attempts: i64,
) -> Result<Input, Error> {
    let gone = Input::BadFile { key: "chat-media-gone", args: Vec::new() };
    let incoming = match app.whatsapp.client.media(id).await {
        Ok(incoming) => incoming,
        Err(e) if attempts >= MEDIA_TRIES => {
            tracing::warn!("a photo is asked for again: {e}");
            return Ok(gone);
        }
        Err(CallError::Media(why)) => {
            tracing::warn!("media: {why}");
            return Ok(gone);
        }
        Err(CallError::Code { code, message }) if matches!(action(code), Action::OurMistake) => {
            tracing::warn!("media: {code} {message}");
            return Ok(gone);
        }
        Err(e) => return Err(Error::Unavailable(e.to_string())),
    };
    let file = FileId::new(&hex::encode(sha2::Sha256::digest(format!("wa:{}", message.id)))[..32]);
    match app.documents.keep(file, Holder::File, incoming).await {
        Ok(facts) => Ok(Input::File { facts, caption }),
        Err(DocumentFault::Io(e)) => Err(e.into()),
        Err(fault) => Ok(Input::BadFile { key: fault.key(), args: fault.args() }),
    }
}

/// The message as the office's people read it.
fn heard(message: &Inbound, received: Timestamp, contact: &ContactId) -> Message {
    let word = |key: &str| texts::text(Language::Id, key);
    let text = match &message.content {
        Content::Text { body } => body.clone(),
        Content::Choice { title, .. } => title.clone(),
        Content::Media { caption, document, .. } => {
            let kind = word(if *document { "message-document" } else { "message-photo" });
            caption.as_ref().map_or(kind.clone(), |c| format!("{kind} {c}"))
        }
        Content::Other { kind } | Content::Silent { kind } => {
            texts::text_with(Language::Id, "message-other", &[("kind", kind.clone())])
        }
        Content::NewNumber { .. } => word("message-new-number"),
    };
    Message {
        id: message.id.clone(),
        contact: contact.clone(),
        at: received,
        outward: false,
        ticket: None,
        notice: None,
        text,
        rank: rank::READ,
        tries: 0,
        problem: None,
    }
}

/// Blue ticks for the last message; a courtesy that may fail.
fn mark_read(app: &App, waiting: &Waiting) {
    let Some(last) = waiting.messages.last().map(|(_, m)| m.id.clone()) else { return };
    let client = app.whatsapp.client.clone();
    tokio::spawn(async move {
        if let Err(e) = client.mark_read(&last).await {
            tracing::debug!("not marked as read: {e}");
        }
    });
}
