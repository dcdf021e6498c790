//! Meta's documented limits on each message type, with the code Meta refuses them with.
//! Only the request is looked at here: no window, no rate, no template text.
use serde_json::Value;

use super::error::GraphError;
use crate::engine::Engine;
use crate::message::Direction;

type Check = Result<(), GraphError>;

const KINDS: [&str; 9] =
    ["text", "image", "document", "audio", "video", "sticker", "reaction", "interactive", "template"];

/// Checks a send request and says which type it is.
pub(super) fn message<'r>(engine: &Engine, request: &'r Value) -> Result<&'r str, GraphError> {
    let kind = request.get("type").map_or(Some("text"), Value::as_str).unwrap_or_default();
    if !KINDS.contains(&kind) {
        let details = format!("The SIMULATOR plays these types: {KINDS:?}; not {kind:?}.");
        return Err(GraphError::new(131_051, details));
    }
    let content = &request[kind];
    if !content.is_object() {
        return Err(GraphError::parameter(format!("The parameter {kind} is required.")));
    }
    if let Some(callback) = request.get("biz_opaque_callback_data") {
        parameter_length(callback, "biz_opaque_callback_data", 0, 512)?;
    }
    if let Some(context) = request.get("context").filter(|context| !context.is_null()) {
        known_message(engine, &context["message_id"], None, "context['message_id']")?;
    }
    match kind {
        "text" => parameter_length(&content["body"], "text['body']", 1, 4096)?,
        "reaction" => reaction(engine, content)?,
        "interactive" => interactive(engine, content)?,
        "template" => template(content)?,
        _ => media(engine, kind, content)?,
    }
    Ok(kind)
}

fn reaction(engine: &Engine, content: &Value) -> Check {
    known_message(engine, &content["message_id"], Some(Direction::Inbound), "reaction['message_id']")?;
    match content["emoji"].as_str() {
        // An empty emoji takes the reaction back.
        Some(emoji) if emoji.chars().count() <= 16 && !emoji.chars().any(|c| c.is_ascii_alphanumeric()) => {
            Ok(())
        }
        _ => Err(GraphError::new(131_009, "Param reaction['emoji'] must be one emoji or empty.")),
    }
}

fn template(content: &Value) -> Check {
    parameter_length(&content["name"], "template['name']", 1, 512)?;
    parameter_length(&content["language"]["code"], "template['language']['code']", 1, 15)
}

fn media(engine: &Engine, kind: &str, content: &Value) -> Check {
    let captioned = !matches!(kind, "audio" | "sticker");
    if let Some(caption) = content.get("caption").filter(|caption| !caption.is_null()) {
        if !captioned {
            return Err(GraphError::parameter(format!("Param {kind}['caption'] is not allowed.")));
        }
        parameter_length(caption, &format!("{kind}['caption']"), 0, 1024)?;
    }
    if let Some(name) = content.get("filename").filter(|name| !name.is_null()) {
        if kind != "document" {
            return Err(GraphError::parameter(format!("Param {kind}['filename'] is not allowed.")));
        }
        parameter_length(name, "document['filename']", 1, 240)?;
    }
    source(engine, kind, content, kind)
}

/// Exactly one of `id` and `link`, and the id must be media of the right type that still lives.
fn source(engine: &Engine, kind: &str, content: &Value, name: &str) -> Check {
    match (content["id"].as_str(), content["link"].as_str()) {
        (Some(id), None) => {
            let media = super::media::living(engine, id)?.ok_or_else(|| {
                GraphError::parameter(format!(
                    "Param {name}['id'] is not a valid whatsapp business account media attachment ID"
                ))
            })?;
            if super::media::kind_of(&media.mime_type).is_some_and(|kinds| kinds.contains(&kind)) {
                return Ok(());
            }
            let details = format!("Media of type {} cannot be sent as {kind}.", media.mime_type);
            Err(GraphError::new(131_053, details))
        }
        (None, Some(link)) => url(link, &format!("{name}['link']")),
        (Some(_), Some(_)) => {
            Err(GraphError::parameter(format!("Only one of {name}['id'] and {name}['link'] is allowed.")))
        }
        (None, None) => Err(GraphError::parameter(format!("Param {name} needs an id or a link."))),
    }
}

fn interactive(engine: &Engine, content: &Value) -> Check {
    let action = &content["action"];
    match content["type"].as_str() {
        Some("button") => buttons(action)?,
        Some("list") => list(action)?,
        Some("cta_url") => call_to_action(action)?,
        other => {
            let details = format!("interactive['type'] must be one of button, list, cta_url; not {other:?}.");
            return Err(GraphError::new(131_009, details));
        }
    }
    length(&content["body"]["text"], "Body text", 1, 1024)?;
    if let Some(footer) = content.get("footer").filter(|footer| !footer.is_null()) {
        length(&footer["text"], "Footer text", 1, 60)?;
    }
    match content.get("header").filter(|header| !header.is_null()) {
        Some(header) => self::header(engine, header, content["type"] == "list"),
        None => Ok(()),
    }
}

fn header(engine: &Engine, header: &Value, text_only: bool) -> Check {
    match header["type"].as_str() {
        Some("text") => length(&header["text"], "Header text", 1, 60),
        Some(kind @ ("image" | "video" | "document")) if !text_only => {
            source(engine, kind, &header[kind], &format!("interactive['header']['{kind}']"))
        }
        other => Err(GraphError::new(131_009, format!("Header type {other:?} is not allowed here."))),
    }
}

fn buttons(action: &Value) -> Check {
    let buttons = array(&action["buttons"], "Buttons", 1, 3)?;
    for button in buttons {
        if button["type"] != "reply" {
            return Err(GraphError::new(131_009, "Button type must be reply."));
        }
        length(&button["reply"]["id"], "Button id", 1, 256)?;
        length(&button["reply"]["title"], "Button title", 1, 20)?;
    }
    unique(buttons.iter().map(|button| &button["reply"]["id"]), "Button id")?;
    unique(buttons.iter().map(|button| &button["reply"]["title"]), "Button title")
}

fn list(action: &Value) -> Check {
    length(&action["button"], "Button label", 1, 20)?;
    let sections = array(&action["sections"], "Sections", 1, 10)?;
    let mut rows: Vec<&Value> = Vec::new();
    for section in sections {
        if sections.len() > 1 || !section["title"].is_null() {
            length(&section["title"], "Section title", 1, 24)?;
        }
        rows.extend(array(&section["rows"], "Rows", 1, 10)?);
    }
    if rows.len() > 10 {
        return Err(invalid("Total row count", 1, 10, rows.len()));
    }
    for row in &rows {
        length(&row["id"], "Row id", 1, 200)?;
        length(&row["title"], "Row title", 1, 24)?;
        if !row["description"].is_null() {
            length(&row["description"], "Row description", 0, 72)?;
        }
    }
    unique(rows.iter().map(|row| &row["id"]), "Row id")
}

fn call_to_action(action: &Value) -> Check {
    if action["name"] != "cta_url" {
        return Err(GraphError::new(131_009, "Action name must be cta_url."));
    }
    length(&action["parameters"]["display_text"], "Display text", 1, 20)?;
    let address = action["parameters"]["url"].as_str().unwrap_or_default();
    url(address, "interactive['action']['parameters']['url']")
}

fn array<'v>(value: &'v Value, what: &str, least: usize, most: usize) -> Result<&'v [Value], GraphError> {
    let Some(items) = value.as_array() else {
        return Err(GraphError::new(131_008, format!("{what} are missing.")));
    };
    if (least..=most).contains(&items.len()) {
        Ok(items)
    } else {
        Err(invalid(what, least, most, items.len()))
    }
}

/// A length limit inside `interactive`: 131008 when missing, 131009 when out of bounds.
fn length(value: &Value, what: &str, least: usize, most: usize) -> Check {
    let Some(text) = value.as_str() else {
        return Err(GraphError::new(131_008, format!("{what} is missing.")));
    };
    let count = text.chars().count();
    if (least..=most).contains(&count) { Ok(()) } else { Err(invalid(what, least, most, count)) }
}

fn invalid(what: &str, least: usize, most: usize, got: usize) -> GraphError {
    GraphError::new(
        131_009,
        format!("{what} length invalid. Min length: {least}, Max length: {most}, got {got}"),
    )
}

/// A length limit on a plain parameter: code 100.
fn parameter_length(value: &Value, name: &str, least: usize, most: usize) -> Check {
    let Some(text) = value.as_str() else {
        return Err(GraphError::parameter(format!("The parameter {name} is required.")));
    };
    match text.chars().count() {
        count if count < least => Err(GraphError::parameter(format!("The parameter {name} is required."))),
        count if count > most => {
            Err(GraphError::parameter(format!("Param {name} must be at most {most} characters long.")))
        }
        _ => Ok(()),
    }
}

fn unique<'v>(values: impl Iterator<Item = &'v Value>, what: &str) -> Check {
    let mut seen = Vec::new();
    for value in values {
        if seen.contains(&value) {
            return Err(GraphError::new(131_009, format!("{what} must be unique: {value} occurs twice.")));
        }
        seen.push(value);
    }
    Ok(())
}

fn url(address: &str, name: &str) -> Check {
    match reqwest::Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(()),
        _ => Err(GraphError::parameter(format!("Param {name} is not a valid URI."))),
    }
}

fn known_message(engine: &Engine, id: &Value, direction: Option<Direction>, name: &str) -> Check {
    let found = match id.as_str() {
        Some(id) => engine.store.message(id)?,
        None => return Err(GraphError::parameter(format!("The parameter {name} is required."))),
    };
    match found {
        Some((_, message)) if direction.is_none_or(|wanted| wanted == message.direction) => Ok(()),
        _ => Err(GraphError::new(131_009, format!("Param {name} is not a message of this conversation."))),
    }
}
