//! What residents send: every inbound type of Meta's webhook, and types nobody has seen yet.
//! The content is built here; who hears of it, and how often, is the webhook's affair.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::counters::add;
use crate::engine::Engine;
use crate::error::{Result, SimError};
use crate::graph::error::webhook_error;
use crate::ids;
use crate::message::{ChoiceKind, Direction, Message, Status};
use crate::store::{Media, NewMessage, Owner, ResidentRow};
use crate::webhook::payload;

/// A message from a resident, before it has an id.
#[derive(Debug, Clone)]
pub struct Inbound {
    kind: String,
    content: Value,
    context: Option<String>,
    message_errors: Option<Value>,
    value_errors: Option<Value>,
    opens_window: bool,
}

impl Inbound {
    /// Any type, with the object that stands under its name. Types nobody knows are welcome.
    pub fn of(kind: &str, content: Value) -> Self {
        Self {
            kind: kind.to_owned(),
            content,
            context: None,
            message_errors: None,
            value_errors: None,
            opens_window: kind != "system",
        }
    }

    pub fn text(body: &str) -> Self {
        Self::of("text", json!({ "body": body }))
    }

    /// Degrees.
    pub fn location(latitude: f64, longitude: f64, name: &str) -> Self {
        Self::of("location", json!({"latitude": latitude, "longitude": longitude, "name": name}))
    }

    pub fn contacts(name: &str, phone: &str) -> Self {
        let name = json!({"formatted_name": name, "first_name": name});
        let phones = json!([{"phone": format!("+{phone}"), "wa_id": phone, "type": "CELL"}]);
        Self::of("contacts", json!([{"name": name, "phones": phones}]))
    }

    pub fn order(product: &str) -> Self {
        let item = json!({"product_retailer_id": product, "quantity": 1, "item_price": 1, "currency": "IDR"});
        Self::of("order", json!({"catalog_id": "1", "text": "", "product_items": [item]}))
    }

    /// `None` takes the reaction back.
    pub fn reaction(message: &str, emoji: Option<&str>) -> Self {
        let mut content = json!({ "message_id": message });
        if let Some(emoji) = emoji {
            content["emoji"] = emoji.into();
        }
        Self::of("reaction", content)
    }

    /// The answer of a flow; `response` is JSON in a string on the wire.
    pub fn flow_reply(response: &Value) -> Self {
        let reply = json!({"name": "flow", "body": "Sent", "response_json": response.to_string()});
        Self::of("interactive", json!({"type": "nfm_reply", "nfm_reply": reply}))
    }

    /// Something the Cloud API does not carry, such as a poll.
    pub fn unsupported(what: &str) -> Self {
        let mut inbound = Self::of("unsupported", json!({ "type": what }));
        inbound.message_errors =
            Some(json!([webhook_error(131_051, "Message type is currently not supported.")]));
        inbound
    }

    /// An interactive answer that lost its body; the error stands beside the message.
    pub fn interactive_without_body() -> Self {
        let mut inbound = Self::of("interactive", Value::Null);
        inbound.value_errors =
            Some(json!([webhook_error(131_000, "Failed to read the interactive message.")]));
        inbound
    }

    /// What tapping this button, row or quick reply sends.
    ///
    /// # Errors
    /// [`SimError::NoSuchChoice`] when the message offers no such id; titles are accepted too.
    pub fn tap(message: &Message, wanted: &str) -> Result<Self> {
        let choices = message.choices();
        let choice = choices
            .iter()
            .find(|choice| choice.id == wanted)
            .or_else(|| choices.iter().find(|choice| choice.title == wanted))
            .ok_or_else(|| SimError::NoSuchChoice {
                wanted: wanted.to_owned(),
                offered: choices.iter().map(|choice| choice.id.clone()).collect(),
            })?;
        let mut reply = json!({"id": choice.id, "title": choice.title});
        let inbound = match choice.kind {
            ChoiceKind::Button => {
                Self::of("interactive", json!({"type": "button_reply", "button_reply": reply}))
            }
            ChoiceKind::Row => {
                if let Some(description) = &choice.description {
                    reply["description"] = description.as_str().into();
                }
                Self::of("interactive", json!({"type": "list_reply", "list_reply": reply}))
            }
            ChoiceKind::QuickReply => Self::of("button", json!({"payload": choice.id, "text": choice.title})),
        };
        Ok(inbound.answering(&message.id))
    }

    /// Marks this as the answer to another message.
    #[must_use]
    pub fn answering(mut self, message: &str) -> Self {
        self.context = Some(message.to_owned());
        self
    }
}

/// A file a resident sends.
#[derive(Debug, Clone, Default)]
pub struct File {
    pub bytes: Vec<u8>,
    /// As the sending phone claims it.
    pub mime_type: String,
    pub file_name: Option<String>,
    pub caption: Option<String>,
}

impl Engine {
    /// Lets a resident send something and returns its id.
    pub(crate) fn receive(&self, resident: &ResidentRow, inbound: &Inbound) -> Result<String> {
        let id = ids::wamid();
        let at = self.clock.now();
        let mut message = self.envelope(resident, &id, &inbound.kind);
        if !inbound.content.is_null() {
            message.insert(inbound.kind.clone(), inbound.content.clone());
        }
        if let Some(context) = &inbound.context {
            let business: String =
                self.config.display_phone_number.chars().filter(char::is_ascii_digit).collect();
            message.insert("context".into(), json!({"from": business, "id": context}));
        }
        if let Some(errors) = &inbound.message_errors {
            message.insert("errors".into(), errors.clone());
        }
        self.deliver(
            resident,
            &NewMessage {
                id: &id,
                resident: resident.no,
                direction: Direction::Inbound,
                kind: &inbound.kind,
                content: &inbound.content,
                context: inbound.context.as_deref(),
                at,
                status: Status::Sent,
                callback: None,
                error: None,
            },
            Value::Object(message),
            inbound.value_errors.clone(),
            inbound.opens_window,
        )?;
        Ok(id)
    }

    /// Sends a message object as it stands; id, time and sender are filled in where they are missing.
    pub(crate) fn receive_raw(&self, resident: &ResidentRow, mut message: Value) -> Result<String> {
        let kind = message["type"].as_str().unwrap_or("unknown").to_owned();
        let Some(fields) = message.as_object_mut() else {
            return Err(SimError::Unplayable(
                "pesan harus objek JSON / a message must be a JSON object".into(),
            ));
        };
        for (key, value) in self.envelope(resident, &ids::wamid(), &kind) {
            fields.entry(key).or_insert(value);
        }
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        let content = message[&kind].clone();
        let context = message["context"]["id"].as_str().map(str::to_owned);
        let new = NewMessage {
            id: &id,
            resident: resident.no,
            direction: Direction::Inbound,
            kind: &kind,
            content: &content,
            context: context.as_deref(),
            at: self.clock.now(),
            status: Status::Sent,
            callback: None,
            error: None,
        };
        self.deliver(resident, &new, message, None, kind != "system")?;
        Ok(id)
    }

    /// Keeps a file and returns the object a message carries for it.
    pub(crate) fn keep_file(&self, kind: &str, file: File) -> Result<Value> {
        let digest = Sha256::digest(&file.bytes).to_vec();
        let mut content = json!({
            "id": ids::media(),
            "mime_type": file.mime_type,
            "sha256": STANDARD.encode(&digest),
        });
        if let Some(caption) = file.caption.filter(|caption| !caption.is_empty()) {
            content["caption"] = caption.into();
        }
        match kind {
            "document" => content["filename"] = file.file_name.as_deref().unwrap_or("berkas").into(),
            "audio" => content["voice"] = true.into(),
            "sticker" => content["animated"] = false.into(),
            _ => {}
        }
        self.store.insert_media(&Media {
            id: content["id"].as_str().unwrap_or_default().to_owned(),
            owner: Owner::Resident,
            mime_type: file.mime_type,
            sha256: digest,
            file_name: file.file_name,
            bytes: file.bytes,
            at: self.clock.now(),
        })?;
        Ok(content)
    }

    fn envelope(&self, resident: &ResidentRow, id: &str, kind: &str) -> Map<String, Value> {
        let mut message = Map::new();
        if let Some(phone) = resident.phone.as_deref().filter(|_| !resident.hide_phone) {
            message.insert("from".into(), phone.into());
        }
        message.insert("from_user_id".into(), resident.user_id.as_str().into());
        message.insert("id".into(), id.into());
        message.insert("timestamp".into(), payload::seconds(self.clock.now()).into());
        message.insert("type".into(), kind.into());
        message
    }

    fn deliver(
        &self,
        resident: &ResidentRow,
        new: &NewMessage<'_>,
        message: Value,
        errors: Option<Value>,
        opens_window: bool,
    ) -> Result<()> {
        let value = payload::inbound(&self.config, resident, message, errors);
        let update = self.update(Some(resident.no), value, Some(new.id.to_owned()), 0);
        self.store.insert_message(new, opens_window, &[update])?;
        add(&self.counters.inbound);
        self.wake.notify_one();
        self.touch(resident.no);
        Ok(())
    }
}
