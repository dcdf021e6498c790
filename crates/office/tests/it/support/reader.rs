//! A resident at their phone, of whom the program's ends and beginnings must not be noticed.

use super::process::AFTER_A_KILL;
use procedure::Ticket;
use std::collections::HashSet;
use std::time::Duration;
use whatsapp_sim::{Message, Resident, Sample};

/// A resident who reads each message once, however often it came.
pub struct Reader {
    pub resident: Resident,
    known: HashSet<String>,
    patience: Duration,
}

/// What a resident does at their phone.
#[derive(Debug, Clone)]
pub enum Act {
    Say(String),
    /// Taps a choice under what came last.
    Tap(&'static str),
    Photo(Sample),
}

/// A lost card asked for, from the first word to the ticket; an answer follows each.
pub fn request(nik: &str) -> [Act; 8] {
    [
        Act::Say("halo".to_owned()),
        Act::Tap("Setuju"),
        Act::Tap("KTP-el hilang"),
        Act::Say(nik.to_owned()),
        Act::Say("Sari Contoh".to_owned()),
        Act::Photo(Sample::Kk),
        Act::Photo(Sample::SuratKehilangan),
        Act::Tap("Kirim"),
    ]
}

impl Reader {
    pub fn new(resident: Resident) -> Self {
        Self { resident, known: HashSet::new(), patience: AFTER_A_KILL }
    }

    /// Waits so long for each answer, as where what repeats it may be killed as well.
    pub fn waits(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Does it; the id of the message sent.
    pub fn act(&self, act: &Act, last: Option<&Message>) -> String {
        let sent = match act {
            Act::Say(text) => self.resident.text(text),
            Act::Tap(choice) => self.resident.tap(last.expect("something to tap"), choice),
            Act::Photo(sample) => self.resident.image(*sample),
        };
        sent.unwrap_or_else(|e| panic!("{act:?}: {e}"))
    }

    /// From the first word to the ticket.
    pub async fn request(&mut self, nik: &str) -> Ticket {
        let mut last = None;
        for act in request(nik) {
            self.act(&act, last.as_ref());
            last = Some(self.read().await);
        }
        ticket(&last.expect("an answer"))
    }

    /// The next message that did not come before.
    pub async fn read(&mut self) -> Message {
        loop {
            let message = self.resident.next_message(self.patience).await.expect("a message");
            // The office's own name for it: the same words sent twice carry the same.
            if self.known.insert(message.callback.clone().expect("a name")) {
                return message;
            }
        }
    }
}

/// The ticket that a message tells.
pub fn ticket(message: &Message) -> Ticket {
    let bold = message.text().split('*').nth(1).unwrap_or_else(|| panic!("{}", message.text()));
    Ticket::parse(bold).expect("a ticket")
}
