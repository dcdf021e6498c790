//! Messages to residents, and their JSON for the Cloud API. Limits are Meta's.

use super::wire::Peer;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest words of a message with choices, of a template, and below a picture.
pub const BODY: usize = 1_024;
const TEXT: usize = 4_096;
const BUTTONS: usize = 3;
const BUTTON_TITLE: usize = 20;
const ROWS: usize = 10;
const ROW_TITLE: usize = 24;
const ROW_DESCRIPTION: usize = 72;

/// One answer: some words, and what may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Turn {
    pub body: String,
    pub choices: Vec<Choice>,
    /// What the button that opens a list is called.
    pub open: String,
    /// A button that leads to a page. Nothing can be chosen beside it.
    #[serde(default)]
    pub link: Option<Link>,
}

/// Its address is a secret: it stands in the message that is sent, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub url: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
}

/// The longest line an old phone's list shows.
fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(max - 1).collect();
    short.push('…');
    short
}

impl Turn {
    /// The words with numbered choices, as a phone without buttons and the office's screen show them; without
    /// the address of a link.
    pub fn plain(&self) -> String {
        let numbered = self.choices.iter().zip(1..).map(|(c, n)| format!("\n{n}. {}", c.title));
        format!("{}{}", self.body, numbered.collect::<String>())
    }

    /// `type` and its object: buttons where three fit, else a list, else numbered text.
    fn content(&self) -> Value {
        let short = self.body.chars().count() <= BODY;
        if let Some(link) = &self.link {
            return link.content(&self.body, short);
        }
        let fits = self.choices.iter().all(|c| c.title.chars().count() <= BUTTON_TITLE);
        match self.choices.len() {
            1..=BUTTONS if short && fits => json!({"type": "interactive", "interactive": {
                "type": "button", "body": {"text": self.body}, "action": {"buttons": self.buttons()},
            }}),
            1..=ROWS if short => json!({"type": "interactive", "interactive": {
                "type": "list", "body": {"text": self.body},
                "action": {"button": cut(&self.open, BUTTON_TITLE), "sections": [{"rows": self.rows()}]},
            }}),
            _ => text(&self.plain()),
        }
    }

    fn buttons(&self) -> Vec<Value> {
        let one = |c: &Choice| json!({"type": "reply", "reply": {"id": c.id, "title": c.title}});
        self.choices.iter().map(one).collect()
    }

    /// A title too long for a row stands whole below it.
    fn rows(&self) -> Vec<Value> {
        let one = |c: &Choice| {
            let mut row = json!({"id": c.id, "title": cut(&c.title, ROW_TITLE)});
            if c.title.chars().count() > ROW_TITLE {
                row["description"] = cut(&c.title, ROW_DESCRIPTION).into();
            }
            row
        };
        self.choices.iter().map(one).collect()
    }
}

impl Link {
    fn content(&self, body: &str, short: bool) -> Value {
        if !short {
            return text(&format!("{}\n{}", cut(body, TEXT / 2), self.url));
        }
        let parameters = json!({"display_text": cut(&self.title, BUTTON_TITLE), "url": self.url});
        json!({"type": "interactive", "interactive": {
            "type": "cta_url", "body": {"text": body},
            "action": {"name": "cta_url", "parameters": parameters},
        }})
    }
}

fn text(body: &str) -> Value {
    json!({"type": "text", "text": {"body": cut(body, TEXT), "preview_url": false}})
}

/// The whole request for a message inside the 24-hour window. `ours` comes back with every status.
pub fn message(to: &Peer, turn: &Turn, ours: &str) -> Value {
    addressed(to, turn.content(), ours)
}

/// The request for a picture that was handed to the platform, the words below it, and what can be tapped.
pub fn picture(to: &Peer, media: &str, turn: &Turn, ours: &str) -> Value {
    let mut content = turn.content();
    match content["interactive"]["type"].as_str() {
        Some("button" | "cta_url") => {
            content["interactive"]["header"] = json!({"type": "image", "image": {"id": media}});
        }
        // A list takes no picture.
        _ => {
            let words = cut(&turn.plain(), BODY);
            content = json!({"type": "image", "image": {"id": media, "caption": words}});
        }
    }
    addressed(to, content, ours)
}

/// The request outside the window: an approved template whose only parameter is the text. Parameters
/// may not hold line breaks.
pub fn template(to: &Peer, name: &str, language: &str, words: &str, ours: &str) -> Value {
    let flat = words.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" · ");
    let parameter = json!({"type": "text", "text": cut(&flat, BODY)});
    let content = json!({"type": "template", "template": {
        "name": name, "language": {"code": language},
        "components": [{"type": "body", "parameters": [parameter]}],
    }});
    addressed(to, content, ours)
}

fn addressed(to: &Peer, mut content: Value, ours: &str) -> Value {
    content["messaging_product"] = "whatsapp".into();
    content["recipient_type"] = "individual".into();
    match (&to.phone, &to.user_id) {
        (Some(phone), _) => content["to"] = phone.as_str().into(),
        (None, user) => content["recipient"] = user.as_deref().unwrap_or_default().into(),
    }
    content["biz_opaque_callback_data"] = ours.into();
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(titles: &[&str]) -> Turn {
        let choice = |t: &&str| Choice { id: format!("1:{t}"), title: (*t).to_owned() };
        Turn {
            body: "Pilih".into(),
            choices: titles.iter().map(choice).collect(),
            open: "Pilihan".into(),
            link: None,
        }
    }

    #[test]
    fn few_short_choices_are_buttons_more_are_a_list_and_too_many_are_numbered_text() {
        assert_eq!(turn(&[]).content()["type"], "text");
        assert_eq!(turn(&["Ya", "Tidak"]).content()["interactive"]["type"], "button");
        assert_eq!(
            turn(&["Ya", "Sebuah judul yang lebih dari dua puluh"]).content()["interactive"]["type"],
            "list"
        );
        assert_eq!(turn(&["a", "b", "c", "d"]).content()["interactive"]["type"], "list");
        let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let many = turn(&many.iter().map(String::as_str).collect::<Vec<_>>()).content();
        assert!(many["text"]["body"].as_str().is_some_and(|b| b.ends_with("\n11. 10")));
    }

    #[test]
    fn a_picture_stands_above_buttons_and_carries_other_words_itself() {
        let to = Peer { user_id: None, phone: Some("6281200000001".into()) };
        let shown = |titles: &[&str]| picture(&to, "m1", &turn(titles), "n1");
        let buttons = shown(&["Kirim perbaikan"]);
        assert_eq!(buttons["interactive"]["header"], json!({"type": "image", "image": {"id": "m1"}}));
        assert_eq!(buttons["interactive"]["action"]["buttons"][0]["reply"]["title"], "Kirim perbaikan");
        for (titles, last) in [(&[][..], "Pilih"), (&["a", "b", "c", "d"], "\n4. d")] {
            let image = shown(titles);
            let caption = image["image"]["caption"].as_str().expect("words");
            assert!(image["image"]["id"] == "m1" && caption.ends_with(last), "{caption}");
        }
    }

    #[test]
    fn a_long_row_is_cut_and_stands_whole_below() {
        let long = "Buku nikah, akta perceraian atau putusan";
        let list = turn(&[long, "b", "c", "d"]).content();
        let row = &list["interactive"]["action"]["sections"][0]["rows"][0];
        assert!(row["title"].as_str().is_some_and(|t| t.chars().count() == 24));
        assert_eq!(row["description"], long);
    }

    #[test]
    fn a_link_is_a_button_of_at_most_20_letters_and_never_cut_itself() {
        let url = format!("https://rancak.example/kirim/{}", "a".repeat(64));
        let link = |title: &str| Some(Link { url: url.clone(), title: title.to_owned() });
        let short = Turn { body: "Ketuk".into(), link: link("Kirim berkas dan isi data"), ..Turn::default() };
        let content = short.content();
        assert_eq!(content["interactive"]["type"], "cta_url");
        let parameters = &content["interactive"]["action"]["parameters"];
        assert_eq!(parameters["url"], *url);
        assert!(parameters["display_text"].as_str().is_some_and(|t| t.chars().count() == 20));
        assert!(!short.plain().contains("rancak.example"), "what is kept of it holds no address");
        let long = Turn { body: "x".repeat(9_000), link: link("Kirim"), ..Turn::default() }.content();
        let text = long["text"]["body"].as_str().expect("a text");
        assert!(text.ends_with(&url) && text.chars().count() <= TEXT);
        let before: Turn =
            serde_json::from_str(r#"{"body":"a","choices":[],"open":""}"#).expect("an older row");
        assert_eq!(before.link, None);
    }

    #[test]
    fn a_template_has_no_line_breaks_and_goes_to_the_user_id_where_there_is_no_number() {
        let to = Peer { user_id: Some("ID.1".into()), phone: None };
        let request = template(&to, "kabar", "id", "satu\n\n dua", "o1");
        assert_eq!(request["template"]["components"][0]["parameters"][0]["text"], "satu · dua");
        assert_eq!((request["recipient"].as_str(), request.get("to")), (Some("ID.1"), None));
    }
}
