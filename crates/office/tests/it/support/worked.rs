//! A random office that has worked for some weeks, from a seed: what its reports are held against is counted of it.

use super::server::Server;
use super::story::{GROUNDS, course, officer, play};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use office::cases::Order;
use procedure::{Actor, Command, Form, Nik};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const DISTRICTS: [Option<&str>; 4] = [Some("IV Jurai"), Some("Bayang"), Some("Sutera"), None];

/// Whose request it is.
pub struct Somebody<'a> {
    pub n: u32,
    pub name: Option<&'a str>,
    pub district: Option<&'a str>,
    pub woman: bool,
}

impl Somebody<'_> {
    pub fn course(&self, of: (&[&str], &[&str])) -> Vec<(Actor, Command)> {
        let mut all = course(self.n, of);
        if let Some((_, Command::Open { applicant, .. })) = all.first_mut() {
            applicant.district = self.district.map(str::to_owned);
            if let Some(name) = self.name {
                applicant.name = name.to_owned();
            }
            let day = self.n % 28 + 1 + if self.woman { 40 } else { 0 };
            applicant.nik = Nik::parse(&format!("130105{day:02}0190{:04}", self.n + 1)).expect("a NIK");
        }
        all
    }
}

pub fn today(server: &Server) -> Date {
    day_of(server, server.app.clock.now())
}

pub fn day_of(server: &Server, at: Timestamp) -> Date {
    server.app.cases.procedures().active().calendar.day_of(at)
}

/// A random office: seventy days of requests, some handed over, some rejected, some on their way.
pub async fn worked(server: &Server, seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let app = &server.app;
    for n in 0..40 {
        app.clock.advance(std::time::Duration::from_secs(rng.random_range(20..64) * 3_600));
        let start = app.clock.now();
        let of = GROUNDS[rng.random_range(0..GROUNDS.len())];
        let district = DISTRICTS[rng.random_range(0..DISTRICTS.len())];
        let who = Somebody { n, name: None, district, woman: rng.random_bool(0.5) };
        let last = ["submit", "lengkap", "tercetak", "serahkan", "serahkan"][rng.random_range(0..5)];
        let done = play(&app.cases, app.office(), who.course(of), last, start).await.expect("played");
        if last == "submit" && rng.random_bool(0.6) {
            let form = Form { why: Some("Bukan warga sini".to_owned()), ..Form::default() };
            let command = Command::Decide { step: "penerimaan".into(), outcome: "tolak".into(), form };
            let at = app.clock.now() + SignedDuration::from_mins(20);
            let by = officer("operator_pelayanan", "A");
            app.cases
                .dispatch(app.office(), Order::new(Some(done.ticket), by, at, command))
                .await
                .expect("rejected");
        }
    }
}
