//! A card that waits for its holder, the counter where it is handed over, and one beside. Nothing is expected here.

use super::browser::{Answer, Browser};
use super::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use office::handover::Purpose;
use procedure::Ticket;
use procedure::command::Form;

pub const COUNTER: &str = "/meja/penyerahan";

pub struct Hall {
    pub server: Server,
    pub printer: Browser,
    pub register: Browser,
    /// At the counter beside.
    pub beside: Browser,
    pub ticket: Ticket,
}

/// A card that its holder was told of.
pub async fn hall(name: &str) -> Hall {
    let server = Server::start().await;
    server.at_nine();
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, register) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let beside = server.officer("nia", "Nia Umpama", &[REGISTER]).await;
    let ticket = server.printed_case(name, &operator, &kasi, &printer).await;
    server.decide(&ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    Hall { server, printer, register, beside, ticket }
}

impl Hall {
    pub async fn token(&self) -> String {
        let pass = self.server.case(&self.ticket).await.gate.pass.expect("a pass");
        let passes = self.server.app.cases.passes();
        passes.token(Purpose::Collect, self.server.app.office(), &self.ticket, pass.no)
    }

    pub fn gate(&self) -> String {
        format!("{COUNTER}/{}", self.ticket)
    }

    pub async fn serial(&self) -> String {
        self.server.case(&self.ticket).await.blangko().expect("a card").as_str().to_owned()
    }

    pub async fn scan(&self, by: &Browser, typed: &str) -> Answer {
        by.post(COUNTER, &[("kartu", typed)]).await
    }

    /// Sends one of the gate's buttons.
    pub async fn press(&self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.register.get(&self.gate()).await.field("form");
        let all = [&[("form", &*form)], fields].concat();
        self.register.post(&format!("{}/{act}", self.gate()), &all).await
    }

    /// Records that what was under way has arrived.
    pub async fn arrives(&self, fields: &[(&str, &str)], photo: Option<Vec<u8>>) -> Answer {
        let token = self.register.get(&self.gate()).await.field("form");
        let mut form = reqwest::multipart::Form::new().text("form", token);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        if let Some(photo) = photo {
            let part = reqwest::multipart::Part::bytes(photo).file_name("bukti.png");
            form = form.part("foto", part.mime_str("image/png").expect("a type"));
        }
        self.register.upload(&format!("{}/sampai", self.gate()), form).await
    }

    pub async fn finger(&self, result: &str) -> Answer {
        let fields = [("hasil", result), ("alat", "FP-0001"), ("jari", "right_index"), ("sebab", "Jari aus")];
        self.press("jari", &fields).await
    }
}

/// A holder who has come with their pass; the serial of the card in hand.
pub fn holder(serial: &str) -> Vec<(&str, &str)> {
    vec![("siapa", "pemegang"), ("periksa", "wajah"), ("periksa", "data"), ("asli", "1"), ("blangko", serial)]
}

pub fn without<'a>(fields: Vec<(&'a str, &'a str)>, name: &str) -> Vec<(&'a str, &'a str)> {
    fields.into_iter().filter(|(n, v)| *n != name && *v != name).collect()
}
