//! The officers of a whole request, and the forms by which each records what is theirs to do.

use super::browser::{Answer, Browser};
use super::rehearsal::PATIENCE;
use procedure::Ticket;

/// The four officers of the procedure, in its order.
pub struct Crew {
    pub operator: Browser,
    pub kasi: Browser,
    pub printer: Browser,
    pub register: Browser,
}

impl Crew {
    /// The same people, asking at another address.
    pub fn at(&self, base: &str) -> Self {
        let Self { operator, kasi, printer, register } = self;
        let [operator, kasi, printer, register] = [operator, kasi, printer, register].map(|b| b.at(base));
        Self { operator, kasi, printer, register }
    }
}

impl Browser {
    /// Records an outcome of the step the case stands at with the case page's own form.
    pub async fn record(&self, ticket: &Ticket, outcome: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(&format!("/meja/perkara/{ticket}")).await;
        let step = shown.field("step");
        self.act(ticket, "putuskan", &[&[("step", &*step), ("outcome", outcome)], fields].concat()).await
    }

    /// Sends one of the case page's forms.
    pub async fn act(&self, ticket: &Ticket, act: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/meja/perkara/{ticket}");
        let form = self.get(&path).await.field("form");
        self.post(&format!("{path}/{act}"), &[&[("form", &*form)], fields].concat()).await
    }

    /// Hands the card over by the gate's own forms, to a holder without a pass; it must succeed.
    pub async fn hand_over(&self, ticket: &Ticket, serial: &str) {
        let page = format!("/meja/penyerahan/{ticket}");
        let form = self.get(&page).await.field("form");
        let waived = [("form", &*form), ("hasil", "waived"), ("sebab", "sidik jari aus")];
        let shown = self.post(&format!("{page}/jari"), &waived).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        let handed = [
            ("form", &*shown.field("form")),
            ("siapa", "pemegang"),
            ("periksa", "wajah"),
            ("periksa", "data"),
            ("ditarik", "1"),
            ("asli", "1"),
            ("tanpa_kartu", "ponsel tertinggal"),
            ("blangko", serial),
        ];
        let answer = self.post(&format!("{page}/serahkan"), &handed).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(answer.location(), format!("{page}/tanda-terima"));
    }

    /// Whether this address is answered well; false also where nobody listens.
    pub async fn answers(&self, path: &str) -> bool {
        let request = self.request(reqwest::Method::GET, path).timeout(PATIENCE);
        request.send().await.is_ok_and(|r| r.status().is_success())
    }
}

/// Steps that the officers record from submission to the register.
pub const STEPS: usize = 7;

impl Crew {
    /// Records the step of this number through the case page; it must succeed.
    pub async fn record(&self, ticket: &Ticket, number: usize, serial: &str) {
        let (officer, outcome, fields): (&Browser, &str, &[(&str, &str)]) = match number {
            0 => (&self.operator, "lengkap", &[]),
            1 => (&self.kasi, "rekomendasi", &[]),
            2 => (&self.printer, "perintah_cetak", &[]),
            3 => (&self.printer, "tercetak", &[("blangko.tercetak", serial)]),
            4 => (&self.printer, "aktif", &[]),
            5 => (&self.register, "beritahu", &[]),
            _ => return self.register.hand_over(ticket, serial).await,
        };
        let answer = officer.record(ticket, outcome, fields).await;
        assert_eq!(answer.status, 303, "{outcome}: {}", answer.body);
    }
}
