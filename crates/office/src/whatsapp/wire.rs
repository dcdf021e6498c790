//! The webhook's JSON, read leniently: whatever this does not know is kept whole and never an error.
//! Shapes: Meta's `business-messaging-api_v23.0.yaml`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One thing a webhook tells. Kept in the `inbound` table until it is worked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "update", rename_all = "snake_case")]
pub enum Update {
    Message(Inbound),
    Status(Delivery),
}

/// Who sent or is to get a message. One of the two is always there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Peer {
    /// Meta's business-scoped user id (since 2026).
    pub user_id: Option<String>,
    /// The telephone number, digits only.
    pub phone: Option<String>,
}

/// A message of a resident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbound {
    pub id: String,
    pub from: Peer,
    /// The name the sender gave themself; never trusted as the applicant's.
    pub profile: Option<String>,
    pub at: Timestamp,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    Text {
        body: String,
    },
    /// A tapped button or chosen row: its id as we sent it, and its title.
    Choice {
        id: String,
        title: String,
    },
    /// A photo or a file.
    Media {
        id: String,
        caption: Option<String>,
        document: bool,
    },
    /// Voice notes, videos, stickers, places, contacts, orders: `kind` is Meta's word.
    Other {
        kind: String,
    },
    /// The sender's number changed.
    NewNumber {
        phone: Option<String>,
    },
    /// Nothing to be answered: a reaction, a system notice.
    Silent {
        kind: String,
    },
}

/// What became of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub wamid: String,
    pub status: String,
    pub at: Timestamp,
    /// The id under which we sent it.
    pub ours: Option<String>,
    pub code: Option<i64>,
}

/// What a webhook's body holds, and what of it could not be understood.
#[derive(Debug, Default)]
pub struct Parsed {
    pub updates: Vec<Update>,
    pub strange: Vec<(&'static str, Value)>,
}

/// Reads the body of a webhook for one phone number id.
pub fn parse(body: &Value) -> Parsed {
    let mut parsed = Parsed::default();
    let entries = body.get("entry").and_then(Value::as_array);
    if body.get("object").and_then(Value::as_str) != Some("whatsapp_business_account") || entries.is_none() {
        parsed.strange.push(("not a WhatsApp webhook", body.clone()));
        return parsed;
    }
    for change in entries.into_iter().flatten().flat_map(|e| array(e, "changes")) {
        match (change.get("field").and_then(Value::as_str), change.get("value")) {
            (Some("messages"), Some(value)) => messages_value(value, &mut parsed),
            _ => parsed.strange.push(("unknown field", change.clone())),
        }
    }
    parsed
}

fn messages_value(value: &Value, parsed: &mut Parsed) {
    let contacts = array(value, "contacts");
    let (messages, statuses) = (array(value, "messages"), array(value, "statuses"));
    for message in messages {
        match inbound(message, contacts) {
            Some(read) => parsed.updates.push(Update::Message(read)),
            None => parsed.strange.push(("message without id or sender", message.clone())),
        }
    }
    for status in statuses {
        match delivery(status) {
            Some(read) => parsed.updates.push(Update::Status(read)),
            None => parsed.strange.push(("status without id", status.clone())),
        }
    }
    if messages.is_empty() && statuses.is_empty() {
        parsed.strange.push(("neither messages nor statuses", value.clone()));
    }
}

fn inbound(message: &Value, contacts: &[Value]) -> Option<Inbound> {
    let phone = digits(text(message, "from"));
    let named = text(message, "from_user_id").map(str::to_owned);
    // With several contacts in one webhook, the one that goes with this sender.
    let contact = contacts.iter().find(|c| {
        (named.is_some() && text(c, "user_id") == named.as_deref())
            || (phone.is_some() && digits(text(c, "wa_id")) == phone)
    });
    let contact = contact.or(contacts.first().filter(|_| contacts.len() == 1));
    let user_id = named.or_else(|| contact.and_then(|c| text(c, "user_id")).map(str::to_owned));
    let phone = phone.or_else(|| contact.and_then(|c| digits(text(c, "wa_id"))));
    if user_id.is_none() && phone.is_none() {
        return None;
    }
    let profile = contact.and_then(|c| c.get("profile")).and_then(|p| text(p, "name"));
    Some(Inbound {
        id: text(message, "id").filter(|id| !id.is_empty())?.to_owned(),
        from: Peer { user_id, phone },
        profile: profile.map(str::to_owned),
        at: instant(message),
        content: content(message),
    })
}

fn content(message: &Value) -> Content {
    let kind = text(message, "type").unwrap_or_default();
    let inner = message.get(kind).unwrap_or(&Value::Null);
    let choice = |of: &Value| {
        let title = text(of, "title").unwrap_or_default().to_owned();
        text(of, "id").map(|id| Content::Choice { id: id.to_owned(), title })
    };
    let known = match kind {
        "text" => text(inner, "body").map(|b| Content::Text { body: b.to_owned() }),
        "image" | "document" => text(inner, "id").map(|id| Content::Media {
            id: id.to_owned(),
            caption: text(inner, "caption").map(str::to_owned),
            document: kind == "document",
        }),
        "button" => text(inner, "payload").map(|id| Content::Choice {
            id: id.to_owned(),
            title: text(inner, "text").unwrap_or_default().to_owned(),
        }),
        "interactive" => {
            inner.get("button_reply").and_then(choice).or_else(|| inner.get("list_reply").and_then(choice))
        }
        "system" if text(inner, "type") == Some("user_changed_number") => {
            let phone = digits(text(inner, "wa_id").or(text(inner, "new_wa_id")));
            Some(Content::NewNumber { phone })
        }
        "reaction" | "system" => Some(Content::Silent { kind: kind.to_owned() }),
        _ => None,
    };
    known.unwrap_or_else(|| Content::Other { kind: kind.to_owned() })
}

fn delivery(status: &Value) -> Option<Delivery> {
    Some(Delivery {
        wamid: text(status, "id")?.to_owned(),
        status: text(status, "status")?.to_owned(),
        at: instant(status),
        ours: text(status, "biz_opaque_callback_data").map(str::to_owned),
        code: array(status, "errors").first().and_then(|e| e.get("code")).and_then(Value::as_i64),
    })
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn digits(number: Option<&str>) -> Option<String> {
    number.map(|n| n.chars().filter(char::is_ascii_digit).collect::<String>()).filter(|n| !n.is_empty())
}

/// Seconds as a string; a clock that cannot be read is not worth losing a message for.
fn instant(value: &Value) -> Timestamp {
    let seconds = match value.get("timestamp") {
        Some(Value::String(s)) => s.parse().ok(),
        Some(other) => other.as_i64(),
        None => None,
    };
    seconds.and_then(|s| Timestamp::from_second(s).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests;
