//! The SIMULATOR as a child process, and its scripting API: how the demonstration's residents act. Knows
//! the simulator's own words only, none of WhatsApp's.

use super::cast::Person;
use crate::texts::text;
use anyhow::{Context, bail};
use procedure::Language;
use reader::Finding;
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What both sides must know, and the office alone.
pub struct Secrets {
    pub app_secret: String,
    pub access_token: String,
    pub verify_token: String,
    pub master_key: String,
    pub signing_key: String,
}

impl Secrets {
    pub fn fresh() -> Self {
        let secret = || hex::encode(rand::random::<[u8; 16]>());
        let key = || hex::encode(rand::random::<[u8; 32]>());
        let (master_key, signing_key) = (key(), key());
        Self { app_secret: secret(), access_token: secret(), verify_token: secret(), master_key, signing_key }
    }
}

/// A program of the rehearsal that lies beside our own.
fn program(name: &str) -> anyhow::Result<Command> {
    let program = std::env::current_exe()?.with_file_name(name);
    if !program.exists() {
        bail!("{} tidak ada / is missing: cargo build -p {}", program.display(), name.replace('-', "_"));
    }
    Ok(Command::new(program))
}

/// Starts it; what its first line says, which is where it is.
async fn started(mut program: Command) -> anyhow::Result<(Child, Value)> {
    program.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = program.spawn().context("a simulator")?;
    let output = child.stdout.take().context("the simulator's output")?;
    let mut lines = BufReader::new(output).lines();
    let line = lines.next_line().await?.context("the simulator ended before it began")?;
    Ok((child, serde_json::from_str(&line)?))
}

/// A running SIMULATOR of a card printer; it ends with this.
pub struct Printer {
    /// Where jobs are sent, and the page that shows it.
    pub uri: String,
    pub page: String,
    _child: Child,
}

impl Printer {
    pub async fn start(card_ms: u32) -> anyhow::Result<Self> {
        let mut program = program("printer-sim")?;
        program.args(["--card-ms", &card_ms.to_string()]);
        let (child, addresses) = started(program).await?;
        let told = |key: &str| addresses[key].as_str().map(str::to_owned).context("the printer's address");
        Ok(Self { uri: told("uri")?, page: told("page")?, _child: child })
    }
}

/// A running simulator; it ends with this.
pub struct Simulator {
    pub base: String,
    http: reqwest::Client,
    _child: Child,
}

pub const PHONE_NUMBER_ID: &str = "106540352242922";
pub const DISPLAY_NUMBER: &str = "6275200000100";

impl Simulator {
    /// Starts the program beside our own. `office` is the origin whose webhook it calls and which may frame it.
    pub async fn start(secrets: &Secrets, office: &str, office_name: &str) -> anyhow::Result<Self> {
        let mut program = program("whatsapp-sim")?;
        program
            .args(["--unhurried", "--phone-number-id", PHONE_NUMBER_ID, "--display-number", DISPLAY_NUMBER])
            .args(["--business-name", office_name, "--frame-ancestors", office])
            .args(["--webhook-url", &format!("{office}/webhook")])
            .env("WHATSAPP_SIM_APP_SECRET", &secrets.app_secret)
            .env("WHATSAPP_SIM_ACCESS_TOKEN", &secrets.access_token)
            .env("WHATSAPP_SIM_VERIFY_TOKEN", &secrets.verify_token);
        let (child, addresses) = started(program).await?;
        let base = addresses["base_url"].as_str().context("the simulator's address")?.to_owned();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;
        let sim = Self { base, http, _child: child };
        for language in ["id", "en"] {
            let template = json!({"name": "kabar_permohonan", "language": language, "body": "{{1}}"});
            sim.post("templates", &template).await?;
        }
        Ok(sim)
    }

    /// An invented face, as a JPEG.
    pub async fn portrait(&self, seed: u64) -> anyhow::Result<Vec<u8>> {
        let got = self.http.get(format!("{}/_sim/portraits/{seed}", self.base)).send().await?;
        Ok(got.error_for_status()?.bytes().await?.to_vec())
    }

    /// Moves its clock, so that both sides agree on the hour.
    pub async fn advance(&self, by: Duration) -> anyhow::Result<()> {
        self.post("clock/advance", &json!({"seconds": by.as_secs()})).await.map(|_| ())
    }

    pub async fn resident(&self, phone: &str, name: &str) -> anyhow::Result<Talker<'_>> {
        self.post("residents", &json!({"phone": phone, "name": name})).await?;
        Ok(Talker { sim: self, phone: phone.to_owned(), seen: 0, sent: 0, got: 0 })
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let call = self.http.post(format!("{}/_sim/{path}", self.base)).json(body);
        Self::answer(call.send().await?).await
    }

    async fn answer(response: reqwest::Response) -> anyhow::Result<Value> {
        let status = response.status();
        let text = response.text().await?;
        if !status.is_success() {
            bail!("SIMULATOR: {status} {text}");
        }
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

/// Photos that a resident takes of one page before they give up.
const TAKES: u32 = 6;

/// One resident at their phone, counting what they send and get.
pub struct Talker<'a> {
    sim: &'a Simulator,
    pub phone: String,
    seen: i64,
    pub sent: u32,
    pub got: u32,
}

/// A message of the office as the resident has it before them.
pub struct Heard {
    id: String,
    pub words: String,
    /// Whether it leads to a page.
    pub links: bool,
    choices: Vec<String>,
}

impl Heard {
    /// One of the checks found fault with a photo.
    pub fn finds_fault(&self) -> bool {
        let words = |f: &Finding| text(Language::Id, &format!("finding-{}", f.as_str()));
        Finding::ALL.iter().any(|f| self.words.contains(&words(f)))
    }

    pub fn offers(&self, choice: &str) -> bool {
        self.choices.iter().any(|c| c == choice)
    }
}

impl Talker<'_> {
    async fn act(&mut self, act: &Value) -> anyhow::Result<()> {
        self.sim.post(&format!("residents/{}/messages", self.phone), act).await?;
        self.sent += 1;
        Ok(())
    }

    /// The office's next message.
    pub async fn hear(&mut self) -> anyhow::Result<Heard> {
        let url = format!(
            "{}/_sim/residents/{}/next?after={}&timeout_ms=30000",
            self.sim.base, self.phone, self.seen
        );
        let message = Simulator::answer(self.sim.http.get(url).send().await?).await?;
        let Some(seq) = message["seq"].as_i64() else { bail!("the office did not answer {}", self.phone) };
        self.seen = seq;
        self.got += 1;
        let titles = message["choices"].as_array().into_iter().flatten();
        Ok(Heard {
            id: message["id"].as_str().unwrap_or_default().to_owned(),
            words: message["words"].as_str().unwrap_or_default().to_owned(),
            links: message["links"].as_array().is_some_and(|l| !l.is_empty()),
            choices: titles.filter_map(|c| c["title"].as_str()).map(str::to_owned).collect(),
        })
    }

    pub async fn say(&mut self, text: &str) -> anyhow::Result<Heard> {
        self.act(&json!({"text": text})).await?;
        self.hear().await
    }

    pub async fn tap(&mut self, on: &Heard, choice: &str) -> anyhow::Result<Heard> {
        if !on.offers(choice) {
            bail!("{choice:?} is not among {:?} under: {}", on.choices, on.words);
        }
        self.act(&json!({"tap": {"message": on.id, "choice": choice}})).await?;
        self.hear().await
    }

    /// A photo of this person's invented document; where the office finds fault with it, another one.
    pub async fn photo(&mut self, person: &Person, page: &str) -> anyhow::Result<Heard> {
        for take in 0..TAKES {
            let heard = self.send_photo(person, page, false, take).await?;
            if !heard.finds_fault() {
                return Ok(heard);
            }
        }
        bail!("no photo of {page} was good enough for {}", person.name)
    }

    /// A photo that nobody can read.
    pub async fn blurred(&mut self, person: &Person, page: &str) -> anyhow::Result<Heard> {
        self.send_photo(person, page, true, 0).await
    }

    async fn send_photo(
        &mut self,
        person: &Person,
        page: &str,
        blurred: bool,
        take: u32,
    ) -> anyhow::Result<Heard> {
        let Person { name, nik, .. } = person;
        let drawn = json!({"page": page, "name": name, "nik": nik, "blurred": blurred, "take": take});
        self.act(&json!({ "drawn": drawn })).await?;
        self.hear().await
    }
}
