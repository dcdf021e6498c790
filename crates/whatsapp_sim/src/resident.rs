//! A handle on one resident: everything a person with a phone can do, as functions.
//! Nothing here bypasses the webhook: the office learns of it as it would from Meta.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::error::{Result, SimError};
use crate::ids;
use crate::inbound::{File, Inbound};
use crate::message::{Message, Outbound, Status};
use crate::samples::Sample;
use crate::store::ResidentRow;

/// How a resident's phone behaves. Absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Handset {
    /// Switched on: messages are delivered. Switching on delivers what waited.
    pub online: Option<bool>,
    /// Reads every message as soon as it is delivered.
    pub reads: Option<bool>,
    /// False: messages fail with 131026.
    pub reachable: Option<bool>,
    /// Webhooks leave the phone number out and carry the user id alone.
    pub hide_phone: Option<bool>,
}

/// A resident of this rehearsal. Cheap to clone; clones share the place they have read up to.
#[derive(Clone)]
pub struct Resident {
    engine: Arc<Engine>,
    no: i64,
    seen: Arc<AtomicI64>,
}

pub(crate) fn create(engine: &Arc<Engine>, phone: &str, name: &str, handset: &Handset) -> Result<Resident> {
    let phone = digits(phone)?;
    if let Some(known) = engine.store.find_resident(&phone)? {
        let resident = Resident::new(engine, known.no);
        resident.handset(handset)?;
        return Ok(resident);
    }
    let no = engine.store.insert_resident(&ResidentRow {
        no: 0,
        user_id: ids::user_id(),
        phone: Some(phone),
        name: name.to_owned(),
        hide_phone: handset.hide_phone.unwrap_or(false),
        online: handset.online.unwrap_or(true),
        reads: handset.reads.unwrap_or(engine.settings().read_at_once),
        reachable: handset.reachable.unwrap_or(true),
        last_inbound: None,
        typing_until: 0,
    })?;
    Ok(Resident::new(engine, no))
}

/// How many residents one call creates at most.
pub(crate) const MOST_AT_ONCE: u32 = 100_000;

/// Residents with consecutive phone numbers; those already known stay as they are.
pub(crate) fn crowd(engine: &Arc<Engine>, first: &str, count: u32, name: &str) -> Result<Vec<Resident>> {
    if count > MOST_AT_ONCE {
        return Err(SimError::Unplayable(format!("count: ≤ {MOST_AT_ONCE}")));
    }
    let number: u64 = digits(first)?.parse().map_err(|_| SimError::BadPhone(first.to_owned()))?;
    (0..count)
        .map(|index| {
            let phone = (number + u64::from(index)).to_string();
            create(engine, &phone, &format!("{name} {}", index + 1), &Handset::default())
        })
        .collect()
}

/// Digits of a phone number as people write it.
fn digits(phone: &str) -> Result<String> {
    let odd = |c: char| !c.is_ascii_digit() && !"+- ()".contains(c);
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let whole = (8..=15).contains(&digits.len()) && !digits.starts_with('0') && !phone.contains(odd);
    if whole { Ok(digits) } else { Err(SimError::BadPhone(phone.to_owned())) }
}

impl Resident {
    pub(crate) fn new(engine: &Arc<Engine>, no: i64) -> Self {
        Self { engine: Arc::clone(engine), no, seen: Arc::default() }
    }

    pub(crate) fn row(&self) -> Result<ResidentRow> {
        let row = self.engine.store.resident_by_no(self.no)?;
        row.ok_or_else(|| SimError::UnknownResident(self.no.to_string()))
    }

    /// # Errors
    /// When the store fails, as everywhere below.
    pub fn phone(&self) -> Result<Option<String>> {
        Ok(self.row()?.phone)
    }

    /// The business-scoped user id, `ID.…`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn user_id(&self) -> Result<String> {
        Ok(self.row()?.user_id)
    }

    /// Sends a message of any type and returns its id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn send(&self, inbound: &Inbound) -> Result<String> {
        self.engine.receive(&self.row()?, inbound)
    }

    /// # Errors
    /// When the store fails.
    pub fn text(&self, body: &str) -> Result<String> {
        self.send(&Inbound::text(body))
    }

    /// Sends a sample as the type a phone would give it: a photo, a document, a voice note …
    ///
    /// # Errors
    /// When the store fails.
    pub fn image(&self, sample: Sample) -> Result<String> {
        self.sample(sample, sample.kind(), None)
    }

    /// Sends a sample with a caption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn captioned(&self, sample: Sample, caption: &str) -> Result<String> {
        self.sample(sample, sample.kind(), Some(caption))
    }

    /// Sends a sample as a document, with its file name, whatever it is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn document(&self, sample: Sample) -> Result<String> {
        self.sample(sample, "document", None)
    }

    pub(crate) fn sample(&self, sample: Sample, kind: &str, caption: Option<&str>) -> Result<String> {
        let file = File {
            bytes: sample.bytes().to_vec(),
            mime_type: sample.mime_type().to_owned(),
            file_name: Some(sample.file_name().to_owned()),
            caption: caption.map(str::to_owned),
        };
        self.file(kind, file)
    }

    /// Sends any bytes as `image`, `document`, `audio`, `video` or `sticker`.
    ///
    /// # Errors
    /// [`SimError::Unplayable`] for another kind.
    pub fn file(&self, kind: &str, file: File) -> Result<String> {
        if !crate::message::MEDIA_KINDS.contains(&kind) {
            return Err(SimError::Unplayable(format!("jenis / kind {kind:?}")));
        }
        let content = self.engine.keep_file(kind, file)?;
        self.send(&Inbound::of(kind, content))
    }

    /// Taps a button, list row or quick reply, by its id or else its title.
    ///
    /// # Errors
    /// [`SimError::NoSuchChoice`] names what the message offers instead.
    pub fn tap(&self, message: &Message, choice: &str) -> Result<String> {
        self.send(&Inbound::tap(message, choice)?)
    }

    /// Sends a message object as it stands; id, time and sender are filled in where missing.
    ///
    /// # Errors
    /// [`SimError::Unplayable`] when it is no JSON object.
    pub fn raw(&self, message: Value) -> Result<String> {
        self.engine.receive_raw(&self.row()?, message)
    }

    /// Moves to another phone number, which gives a new user id too. `older` uses the older field name.
    ///
    /// # Errors
    /// [`SimError::BadPhone`], [`SimError::PhoneTaken`].
    pub fn change_number(&self, phone: &str, older: bool) -> Result<String> {
        let phone = digits(phone)?;
        if self.engine.store.find_resident(&phone)?.is_some() {
            return Err(SimError::PhoneTaken(phone));
        }
        let mut row = self.row()?;
        let user_id = ids::user_id();
        let old = row.phone.clone().unwrap_or_default();
        let field = if older { "new_wa_id" } else { "wa_id" };
        let content = json!({
            "body": format!("User {} changed from {old} to {phone}", row.name),
            field: phone,
            "type": "user_changed_number",
            "user_id": user_id,
            "previous_user_id": row.user_id,
        });
        let id = self.engine.receive(&row, &Inbound::of("system", content))?;
        row.phone = Some(phone);
        row.user_id = user_id;
        self.engine.store.update_resident(&row)?;
        Ok(id)
    }

    /// Gets a new user id, with no phone number told.
    ///
    /// # Errors
    /// When the store fails.
    pub fn change_user_id(&self) -> Result<String> {
        let mut row = self.row()?;
        let user_id = ids::user_id();
        let content = json!({
            "body": format!("User {} changed user id", row.name),
            "type": "user_changed_user_id",
            "user_id": user_id,
            "previous_user_id": row.user_id,
        });
        let hidden = ResidentRow { hide_phone: true, ..row.clone() };
        let id = self.engine.receive(&hidden, &Inbound::of("system", content))?;
        row.user_id = user_id;
        self.engine.store.update_resident(&row)?;
        Ok(id)
    }

    /// Waits for the next message from the office that this handle has not handed out yet.
    ///
    /// # Errors
    /// [`SimError::NothingCame`] at the deadline, with the last message of the conversation.
    pub async fn next_message(&self, patience: Duration) -> Result<Outbound> {
        let after = self.seen.load(Ordering::Acquire);
        match self.next_after(after, patience).await? {
            Some(message) => {
                self.seen.store(message.seq, Ordering::Release);
                Ok(message)
            }
            None => Err(SimError::NothingCame {
                resident: self.row()?.name,
                waited: patience,
                last: self
                    .conversation()?
                    .last()
                    .map_or("-".into(), |last| format!("{}: {}", last.kind, last.text())),
            }),
        }
    }

    pub(crate) async fn next_after(&self, after: i64, patience: Duration) -> Result<Option<Outbound>> {
        self.engine.next_outbound(self.no, after, patience).await
    }

    /// Both directions, oldest first, the last thousand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn conversation(&self) -> Result<Vec<Message>> {
        Ok(self.engine.store.conversation(self.no, 0, 1000)?)
    }

    /// Opens the conversation: everything delivered is reported as read.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(&self) -> Result<()> {
        let row = self.row()?;
        if row.online {
            for message in self.engine.store.awaiting(self.no, true)? {
                if message.status == Status::Sent {
                    self.engine.report(&row, &message, Status::Delivered, None)?;
                }
                self.engine.report(&row, &message, Status::Read, None)?;
            }
        }
        Ok(())
    }

    /// Changes how the phone behaves.
    ///
    /// # Errors
    /// When the store fails.
    pub fn handset(&self, handset: &Handset) -> Result<()> {
        let mut row = self.row()?;
        let was_online = row.online;
        row.online = handset.online.unwrap_or(row.online);
        row.reads = handset.reads.unwrap_or(row.reads);
        row.reachable = handset.reachable.unwrap_or(row.reachable);
        row.hide_phone = handset.hide_phone.unwrap_or(row.hide_phone);
        self.engine.store.update_resident(&row)?;
        if row.online && !was_online {
            for message in self.engine.store.awaiting(self.no, false)? {
                self.engine.report(&row, &message, Status::Delivered, None)?;
                if row.reads {
                    self.engine.report(&row, &message, Status::Read, None)?;
                }
            }
        }
        Ok(())
    }

    /// Reports any status of a message to this resident: late, again, or backwards.
    ///
    /// # Errors
    /// When the store fails.
    pub fn report(&self, message: &Message, status: Status, error: Option<&Value>) -> Result<()> {
        self.engine.report(&self.row()?, message, status, error)
    }
}
