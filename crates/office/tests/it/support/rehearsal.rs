//! The whole office and the SIMULATOR of WhatsApp, talking real HTTP to one another.

use super::browser::Browser;
use super::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use office::config::Config;
use procedure::{Form, Ticket};
use std::time::Duration;
use whatsapp_sim::{Limits, Message, Resident, Sample, Simulator, Template};

pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Rehearsal {
    pub sim: Simulator,
    pub office: Server,
}

/// A SIMULATOR that knows the secrets of the tests' office and hurries nobody.
pub fn simulator() -> whatsapp_sim::Config {
    let mut config = whatsapp_sim::Config {
        app_secret: "secret-for-tests".to_owned(),
        access_token: "token-for-tests".to_owned(),
        verify_token: "verify-for-tests".to_owned(),
        phone_number_id: "1301".to_owned(),
        ..whatsapp_sim::Config::default()
    };
    config.templates = ["id", "en"].map(|l| Template::new("kabar_permohonan", l, "{{1}}")).to_vec();
    config.settings.limits = Limits::unhurried();
    config
}

/// One officer a step.
pub struct Staff {
    pub operator: Browser,
    pub kasi: Browser,
    pub printer: Browser,
    pub register: Browser,
}

impl Rehearsal {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let sim = Simulator::start(simulator()).await.expect("a simulator");
        let base = sim.base_url();
        let office = Server::start_with(|config| {
            config.whatsapp.base_url = base;
            config.whatsapp.quiet_ms = 300;
            change(config);
        })
        .await;
        sim.webhook(&format!("{}/webhook", office.base)).await.expect("the handshake");
        Self { sim, office }
    }

    pub fn resident(&self) -> Talker {
        Talker(self.sim.resident("6281200000001", "Sari").expect("a resident"))
    }

    pub async fn staff(&self) -> Staff {
        Staff {
            operator: self.office.bearer(OPERATOR).await,
            kasi: self.office.bearer(KASI).await,
            printer: self.office.bearer(CETAK).await,
            register: self.office.bearer(REGISTER).await,
        }
    }

    /// From the first step to the register, as the four officers decide.
    pub async fn hand_over(&self, ticket: &Ticket, staff: &Staff) {
        let form = Form::default;
        let serial = self.office.blank(&staff.printer).await;
        self.office.decide(ticket, &staff.operator, "penerimaan", "lengkap", form()).await;
        self.office.decide(ticket, &staff.kasi, "verifikasi", "rekomendasi", form()).await;
        self.office.decide(ticket, &staff.printer, "pencetakan", "perintah_cetak", form()).await;
        self.office.decide(ticket, &staff.printer, "pencetakan", "tercetak", serial).await;
        self.office.decide(ticket, &staff.printer, "pencetakan", "aktif", form()).await;
        self.office.decide(ticket, &staff.register, "penyerahan", "beritahu", form()).await;
        self.office.hand_over(ticket, &staff.register).await;
    }

    /// Waits until `true`, for what happens in the background.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, holds: impl Fn() -> F) {
        let deadline = std::time::Instant::now() + PATIENCE;
        while !holds().await {
            assert!(std::time::Instant::now() < deadline, "never: {what}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

/// A resident who answers and reads.
pub struct Talker(pub Resident);

impl Talker {
    /// Writes, and reads the answer.
    pub async fn say(&self, text: &str) -> Message {
        self.0.text(text).expect("sent");
        self.read().await
    }

    pub async fn tap(&self, on: &Message, choice: &str) -> Message {
        self.0.tap(on, choice).expect("tapped");
        self.read().await
    }

    pub async fn read(&self) -> Message {
        self.0.next_message(PATIENCE).await.expect("a message")
    }

    /// Asks for a card as far as the documents.
    pub async fn ask(&self, reason: &str, nik: &str, name: &str) -> Message {
        let mut answer = self.say("halo").await;
        if !answer.text().contains("setuju") {
            answer = self.tap(&answer, "Permohonan baru").await;
        }
        let reasons = self.tap(&answer, "Setuju").await;
        let next = self.tap(&reasons, reason).await;
        if next.text().contains("Data apa") {
            self.say("8").await;
        }
        self.say(nik).await;
        self.say(name).await
    }

    /// Sends the documents as an album and the request itself; the ticket it got.
    pub async fn send_all(&self, samples: &[Sample]) -> Ticket {
        for sample in samples {
            self.0.image(*sample).expect("sent");
        }
        let review = self.read().await;
        assert!(review.text().contains("Mohon diperiksa"), "{}", review.text());
        let notice = self.tap(&review, "Kirim").await;
        let ticket = notice.text().split('*').nth(1).unwrap_or_else(|| panic!("{}", notice.text()));
        Ticket::parse(ticket).expect("a ticket")
    }
}
