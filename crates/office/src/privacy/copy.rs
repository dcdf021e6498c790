//! A person's copy of their data: everything the office holds about one case, what was written with them, and who has
//! looked. As JSON it is complete, pictures included; as a PDF it is to be read.

use super::pictures::Text;
use crate::app::{App, Shared};
use crate::cases::Loaded;
use crate::documents::Size;
use crate::error::Error;
use crate::reads::conversation;
use crate::reports::{Report, Signature, Table, today};
use crate::texts::{day, moment, of, text, text_with};
use crate::whatsapp::{Message, code};
use bytes::Bytes;
use futures::stream::{Stream, unfold};
use procedure::{Language, Ticket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Messages that are copied.
const MESSAGES: usize = 10_000;

/// What there is about a case.
pub struct Copy {
    ticket: Ticket,
    pub loaded: Loaded,
    messages: Vec<Message>,
    /// Messages that tell of no request, from a telephone that others use too: they may tell of somebody else.
    left_out: usize,
    looks: Vec<crate::reads::Summed>,
}

impl Copy {
    /// None where nothing is left that anybody can read.
    pub async fn of(app: &App, ticket: &Ticket) -> Result<Option<Self>, Error> {
        let Some(loaded) = app.cases.load(app.office(), ticket).await? else { return Ok(None) };
        let (mut messages, mut left_out) = (Vec::new(), 0);
        let mut looks = app.reads.summed(ticket.as_str()).await?;
        if let Some(contact) = &loaded.case.applicant.contact {
            messages = Message::with(&app.db, app.office(), contact, MESSAGES).await?;
            let shared = app.cases.is_shared(app.office(), contact, &loaded.case.applicant.nik).await?;
            if shared {
                left_out = messages.iter().filter(|m| m.ticket.is_none()).count();
            } else {
                looks.extend(app.reads.summed(&conversation(&code(contact))).await?);
            }
            messages.retain(|m| m.ticket.as_ref().map_or(!shared, |t| t == ticket));
        }
        Ok(Some(Self { ticket: ticket.clone(), loaded, messages, left_out, looks }))
    }

    /// Everything, so that a program can read it; made as it is read, for it may hold a hundred pages.
    pub fn json(self, app: Shared) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
        let (sender, receiver) = mpsc::channel(4);
        tokio::spawn(async move {
            let text = Text::to(sender);
            if let Err(e) = self.write(&app, &text).await {
                text.broken(e).await;
            }
        });
        unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)))
    }

    async fn write(&self, app: &App, text: &Text) -> Result<(), Error> {
        let words = self.words(app).to_string();
        text.add(words.strip_suffix('}').unwrap_or_default().to_owned()).await?;
        let case = &self.loaded.case;
        let mut before = ",\"documents\":[";
        for document in case.documents.iter().filter(|d| d.destroyed.is_none()) {
            let kind = document.document.as_ref().map(ToString::to_string);
            let (file, kind) = (json!(document.facts.file.as_str()), json!(kind));
            text.add(format!("{before}{{\"file\":{file},\"document\":{kind},\"pages_jpeg\":[")).await?;
            for number in 1..=document.facts.pages {
                text.add(if number == 1 { "" } else { "," }).await?;
                text.picture(app.documents.page(&document.facts.file, number, Size::Whole).await?).await?;
            }
            text.add("]}").await?;
            before = ",";
        }
        text.add(if before == "," { "],\"photos\":[" } else { ",\"documents\":[],\"photos\":[" }).await?;
        before = "";
        for photo in &case.photos {
            let Some(picture) = app.documents.page(&photo.file, 1, Size::Whole).await? else { continue };
            text.add(format!("{before}{{\"file\":{},\"jpeg\":", json!(photo.file.as_str()))).await?;
            text.picture(Some(picture)).await?;
            text.add("}").await?;
            before = ",";
        }
        text.add("]}\n").await
    }

    /// All of it but the pictures.
    fn words(&self, app: &App) -> Value {
        let case = &self.loaded.case;
        let said = |m: &Message| json!({ "at": m.at, "from_office": m.outward, "text": m.text });
        let looks = self
            .looks
            .iter()
            .map(|l| json!({ "purpose": l.purpose, "roles": l.roles, "times": l.times, "last": l.last }));
        json!({
            "format": "rancak data copy 1",
            "office": app.config.office.name,
            "ticket": self.ticket.as_str(),
            "made_at": app.clock.now(),
            "procedure": { "id": case.procedure, "version": case.version },
            "events": self.loaded.events,
            "messages": self.messages.iter().map(said).collect::<Vec<_>>(),
            "messages_left_out": self.left_out,
            "looked_at": looks.collect::<Vec<_>>(),
        })
    }

    fn left_out_words(&self, language: Language) -> Option<String> {
        let count = [("count", self.left_out.to_string())];
        (self.left_out > 0).then(|| text_with(language, "privacy-copy-left-out", &count))
    }

    /// To be read, in the office's own form; what happened is told by whoever tells histories.
    pub fn report(&self, app: &App, language: Language, history: Vec<Vec<String>>) -> Report {
        let t = |key: &str| text(language, key);
        let p = &self.loaded.procedure;
        let offset = p.calendar.offset;
        let a = &self.loaded.case.applicant;
        let known = [
            ("privacy-name", a.name.clone()),
            ("privacy-nik", a.nik.as_str().to_owned()),
            ("privacy-kk", a.nomor_kk.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default()),
            ("privacy-phone", a.phone.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default()),
            ("privacy-village", a.village.clone().unwrap_or_default()),
            ("privacy-district", a.district.clone().unwrap_or_default()),
        ];
        let known = known.into_iter().filter(|(_, value)| !value.is_empty());
        let rows = known.map(|(key, value)| vec![t(key), value]).collect();
        let data = table(&t("privacy-data"), &[t("privacy-what"), t("privacy-value")], &[1, 2], rows);
        let heads = [t("privacy-when"), t("privacy-who"), t("privacy-what")];
        let history = table(&t("privacy-history"), &heads, &[2, 2, 5], history);
        let rows = self.messages.iter().map(|m| {
            let who = if m.outward { t("privacy-office") } else { t("privacy-you") };
            vec![moment(language, offset, m.at), who, m.text.clone()]
        });
        let heads = [t("privacy-when"), t("privacy-who"), t("privacy-words")];
        let messages = table(&t("privacy-messages"), &heads, &[2, 1, 5], rows.collect());
        let rows = self.looks.iter().map(|l| {
            let roles = l.roles.iter().filter_map(|r| p.role(&r.as_str().into()));
            let roles = roles.map(|r| of(language, &r.name).to_owned()).collect::<Vec<_>>().join(", ");
            let purpose = text(language, &format!("permit-purpose-{}", l.purpose));
            vec![roles, purpose, l.times.to_string(), day(language, p.calendar.day_of(l.last))]
        });
        let heads = [t("privacy-who"), t("privacy-purpose"), t("privacy-times"), t("privacy-last")];
        let looks = table(&t("privacy-looks"), &heads, &[3, 4, 1, 2], rows.collect());
        let i = &p.identity;
        let made = day(language, today(app));
        let title = t("privacy-copy");
        let ticket = text_with(language, "privacy-of", &[("ticket", self.ticket.to_string())]);
        Report {
            lang: if language == Language::Id { "id" } else { "en" }.to_owned(),
            running: format!("{title}. {ticket}"),
            title,
            number: ticket,
            period: made.clone(),
            head: [i.government.clone(), i.agency.clone()],
            address: app.config.office.address.clone(),
            wide: false,
            page_word: t("sop-page"),
            lines: [Some(t("privacy-copy-text")), self.left_out_words(language)]
                .into_iter()
                .flatten()
                .collect(),
            tables: vec![data, history, messages, looks],
            nothing: t("report-nothing"),
            signature: Signature {
                place_and_day: format!("{}, {made}", app.config.office.place),
                office: i.approved_by.office.clone(),
                name: i.approved_by.name.clone(),
                nip: i.approved_by.nip.clone(),
            },
            checkpoint: None,
        }
    }
}

fn table(caption: &str, headings: &[String], widths: &[u8], rows: Vec<Vec<String>>) -> Table {
    Table {
        caption: caption.to_owned(),
        headings: headings.to_vec(),
        widths: widths.to_vec(),
        figures: vec![false; widths.len()],
        size: 9,
        rows,
        total: Vec::new(),
    }
}
