//! One message of a conversation as scripts and the phone see it.
//! These are the simulator's own words: the server must never take types from here.
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Millis;

/// Seen from the office: inbound comes from a resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Inbound,
    Outbound,
}

impl Direction {
    pub(crate) fn as_str(self) -> &'static str {
        if self == Self::Inbound { "inbound" } else { "outbound" }
    }

    pub(crate) fn parse(text: &str) -> Self {
        if text == "inbound" { Self::Inbound } else { Self::Outbound }
    }
}

/// How far a message has come. Inbound: `delivered` is the office's 200, `read` its mark-as-read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Sent,
    Delivered,
    Read,
    /// A voice note that was listened to.
    Played,
    Failed,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Self {
        match text {
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "played" => Self::Played,
            "failed" => Self::Failed,
            _ => Self::Sent,
        }
    }
}

/// A message of either direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// Position in the simulator's one order of messages: pass it as `after` to wait for the next.
    pub seq: i64,
    /// `wamid.…`
    pub id: String,
    pub direction: Direction,
    /// Meta's `type`: `text`, `image`, `interactive` …
    #[serde(rename = "type")]
    pub kind: String,
    /// The object that stands under the type's name, as sent. A template also carries `rendered`.
    pub content: Value,
    /// Id of the message this one answers.
    pub context: Option<String>,
    /// Milliseconds since 1970, simulator's clock.
    pub at: Millis,
    pub status: Status,
    /// `biz_opaque_callback_data` of the sender.
    pub callback: Option<String>,
    /// Why it failed, as it stands in the webhook.
    pub error: Option<Value>,
}

/// What [`crate::Resident::next_message`] hands back: a message of direction `Outbound`.
pub type Outbound = Message;

/// A message of the office and who got it: what one reader of a whole crowd needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spoken {
    /// Phone, or user id where no phone is known.
    pub resident: String,
    pub message: Outbound,
}

/// Something a resident can tap under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub kind: ChoiceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    Button,
    Row,
    /// A quick reply under a template: comes back as `button`, not `interactive`.
    QuickReply,
}

impl Message {
    /// The words a person reads: body, caption or rendered template; empty when there are none.
    pub fn text(&self) -> &str {
        let at = |pointer| self.content.pointer(pointer).and_then(Value::as_str);
        let body = match self.kind.as_str() {
            "text" => at("/body"),
            "interactive" => at("/body/text")
                .or_else(|| at("/button_reply/title"))
                .or_else(|| at("/list_reply/title"))
                .or_else(|| at("/nfm_reply/body")),
            "template" => at("/rendered/body"),
            "button" => at("/text"),
            "reaction" => at("/emoji"),
            "system" => at("/body"),
            _ => at("/caption"),
        };
        body.unwrap_or_default()
    }

    /// Buttons, rows and quick replies, in the order shown.
    pub fn choices(&self) -> Vec<Choice> {
        let buttons = self.array("/action/buttons").map(|button| {
            choice(ChoiceKind::Button, &button["reply"]["id"], &button["reply"]["title"], &Value::Null)
        });
        let rows = self
            .array("/action/sections")
            .filter_map(|section| section["rows"].as_array())
            .flatten()
            .map(|row| choice(ChoiceKind::Row, &row["id"], &row["title"], &row["description"]));
        let replies = self
            .array("/rendered/buttons")
            .filter(|button| button["type"] == "quick_reply")
            .map(|button| choice(ChoiceKind::QuickReply, &button["payload"], &button["text"], &Value::Null));
        buttons.chain(rows).chain(replies).collect()
    }

    /// Links offered as buttons: what stands on the button, and where it leads.
    pub fn links(&self) -> Vec<(&str, &str)> {
        let call = &self.content["action"]["parameters"];
        let own = call["url"].as_str().map(|url| (call["display_text"].as_str().unwrap_or(url), url));
        let template = self
            .array("/rendered/buttons")
            .filter_map(|button| Some((button["text"].as_str()?, button["url"].as_str()?)));
        own.into_iter().chain(template).collect()
    }

    /// Id of the media this message carries, in its body or its header.
    pub fn media_id(&self) -> Option<&str> {
        let header = self.content["header"]["type"].as_str().unwrap_or_default();
        self.content["id"]
            .as_str()
            .filter(|_| MEDIA_KINDS.contains(&self.kind.as_str()))
            .or_else(|| self.content["header"][header]["id"].as_str())
    }

    fn array(&self, pointer: &str) -> impl Iterator<Item = &Value> {
        self.content.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
    }
}

/// Types whose object names a media id.
pub(crate) const MEDIA_KINDS: [&str; 5] = ["image", "document", "audio", "video", "sticker"];

fn choice(kind: ChoiceKind, id: &Value, title: &Value, description: &Value) -> Choice {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Choice { id: text(id), title: text(title), description: description.as_str().map(str::to_owned), kind }
}
