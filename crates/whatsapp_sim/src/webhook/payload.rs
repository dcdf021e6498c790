//! The JSON of webhooks as Meta writes it, its escaping, and its signature.
//! Built from plain values on purpose: no type here may be shared with the server.
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::clock::Millis;
use crate::config::Config;
use crate::message::Status;
use crate::store::ResidentRow;

/// Seconds as a string, which is how Meta writes every timestamp.
pub(crate) fn seconds(at: Millis) -> String {
    (at / 1000).to_string()
}

fn value(config: &Config) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("messaging_product".into(), "whatsapp".into());
    let metadata = json!({
        "display_phone_number": config.display_phone_number,
        "phone_number_id": config.phone_number_id,
    });
    value.insert("metadata".into(), metadata);
    value
}

/// `value` of one inbound message. System messages come without `contacts`, as Meta's do.
pub(crate) fn inbound(
    config: &Config,
    resident: &ResidentRow,
    message: Value,
    errors: Option<Value>,
) -> Value {
    let mut value = value(config);
    if message["type"] != "system" {
        let mut contact = json!({"profile": {"name": resident.name}, "user_id": resident.user_id});
        if let Some(phone) = resident.phone.as_deref().filter(|_| !resident.hide_phone) {
            contact["wa_id"] = phone.into();
        }
        value.insert("contacts".into(), json!([contact]));
    }
    value.insert("messages".into(), json!([message]));
    if let Some(errors) = errors {
        value.insert("errors".into(), errors);
    }
    Value::Object(value)
}

/// `value` of one status of an outbound message.
pub(crate) fn status(
    config: &Config,
    resident: Option<&ResidentRow>,
    recipient: &str,
    message: &StatusOf<'_>,
) -> Value {
    let mut status = json!({
        "id": message.id,
        "status": message.status.as_str(),
        "timestamp": seconds(message.at),
    });
    match resident {
        Some(resident) => {
            status["recipient_user_id"] = resident.user_id.as_str().into();
            if let Some(phone) = resident.phone.as_deref().filter(|_| !resident.hide_phone) {
                status["recipient_id"] = phone.into();
            }
        }
        None => status["recipient_id"] = recipient.into(),
    }
    if matches!(message.status, Status::Sent | Status::Delivered) {
        let category = if message.template { "utility" } else { "service" };
        status["pricing"] =
            json!({"billable": true, "pricing_model": "PMP", "category": category, "type": "regular"});
        status["conversation"] = json!({"id": conversation_id(recipient), "origin": {"type": category}});
    }
    if let Some(callback) = message.callback {
        status["biz_opaque_callback_data"] = callback.into();
    }
    if let Some(error) = message.error {
        status["errors"] = json!([error]);
    }
    let mut value = value(config);
    value.insert("statuses".into(), json!([status]));
    Value::Object(value)
}

/// What a status tells of its message.
pub(crate) struct StatusOf<'a> {
    pub(crate) id: &'a str,
    pub(crate) status: Status,
    pub(crate) at: Millis,
    pub(crate) template: bool,
    pub(crate) callback: Option<&'a str>,
    pub(crate) error: Option<&'a Value>,
}

fn conversation_id(recipient: &str) -> String {
    let digest = <Sha256 as sha2::Digest>::digest(recipient.as_bytes());
    hex::encode(&digest[..16])
}

/// The body of one webhook request. Neighbouring messages, and neighbouring statuses, share a `value`.
pub(crate) fn body(config: &Config, updates: impl IntoIterator<Item = Value>) -> String {
    let mut values: Vec<Value> = Vec::new();
    for update in updates {
        match values.last_mut() {
            Some(last) if mergeable(last, &update) => merge(last, update),
            _ => values.push(update),
        }
    }
    let changes: Vec<Value> =
        values.into_iter().map(|value| json!({"value": value, "field": "messages"})).collect();
    let entry = json!({"id": config.business_account_id, "changes": changes});
    escape(&json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string())
}

fn mergeable(last: &Value, next: &Value) -> bool {
    let same = |key| last.get(key).is_some() == next.get(key).is_some();
    same("statuses") && same("contacts") && last.get("errors").is_none() && next.get("errors").is_none()
}

fn merge(last: &mut Value, next: Value) {
    for key in ["contacts", "messages", "statuses"] {
        let Some(Value::Array(more)) = next.get(key) else { continue };
        if let Some(Value::Array(all)) = last.get_mut(key) {
            for item in more {
                // One contact per person, however many messages they sent.
                if key != "contacts" || !all.contains(item) {
                    all.push(item.clone());
                }
            }
        }
    }
}

/// Escapes as Meta does: everything beyond ASCII as lower-case `\uXXXX`, and `/`, `<`, `%`, `@`.
pub(crate) fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    for character in json.chars() {
        match character {
            '/' => escaped.push_str("\\/"),
            '<' => escaped.push_str("\\u003C"),
            '%' => escaped.push_str("\\u0025"),
            '@' => escaped.push_str("\\u0040"),
            _ if character.is_ascii() => escaped.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    escaped
}

/// `sha256=` and the lower-case hex HMAC of exactly these bytes.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    // HMAC takes keys of any length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap_or_else(|_| unreachable!());
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_is_ascii_and_still_the_same_json() {
        let original = json!({"text": "José 😀 a/b <i> 5% a@b \"q\" \\ \n"});
        let escaped = escape(&original.to_string());
        assert!(escaped.is_ascii());
        assert!(escaped.contains("Jos\\u00e9 \\ud83d\\ude00 a\\/b"));
        assert_eq!(serde_json::from_str::<Value>(&escaped).expect("still JSON"), original);
    }

    #[test]
    fn the_signature_agrees_with_a_known_vector() {
        // RFC 4231, test case 2.
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
