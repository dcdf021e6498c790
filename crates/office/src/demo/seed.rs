//! A few dozen cases in every state, so that each role finds a day's work. Residents ask by WhatsApp;
//! what staff did before the curtain rises is put to the cases directly.

use super::blanks;
use super::cast::{ASKS, Person, resident};
use super::forward;
use super::resident::{apply, fill_in};
use super::simulator::Simulator;
use crate::app::{App, Shared};
use crate::cases::Order;
use futures::StreamExt;
use jiff::SignedDuration;
use procedure::{Actor, CheckId, Command, Fault, FingerResult, Form, Gate, RoleId, StepId, Ticket, UserId};

/// Rounds of residents, some minutes apart: the first are late by now, the last have just come.
const ROUNDS: usize = 3;
const BETWEEN: SignedDuration = SignedDuration::from_mins(4);
const AT_ONCE: usize = 6;

/// The number of the resident on the page.
pub const VISITOR: usize = 500;

/// How far a seeded case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Documents,
    Submitted,
    Claimed,
    Returned,
    Rejected,
    Accepted,
    Verified,
    Printed,
    Spoiled,
    Activated,
    Notified,
    HandedOver,
}

const UNTIL: [Until; 12] = [
    Until::Submitted,
    Until::Accepted,
    Until::HandedOver,
    Until::Submitted,
    Until::Verified,
    Until::Notified,
    Until::Claimed,
    Until::Returned,
    Until::Printed,
    Until::Activated,
    Until::Rejected,
    Until::Documents,
];

pub async fn fill(app: &Shared, sim: &Simulator) -> anyhow::Result<()> {
    let staff = Staff::read(app).await?;
    blanks::fill(app, staff.actor("kasi")?, staff.actor("kabid")?, staff.actor("operator_cetak")?).await?;
    for round in 0..ROUNDS {
        let numbers = (round * UNTIL.len()..).take(UNTIL.len());
        let work = futures::stream::iter(numbers.zip(UNTIL)).map(|(n, until)| {
            // The spoiled blank shows once, in the middle round.
            let until = if round == 1 && until == Until::Printed { Until::Spoiled } else { until };
            one(app, sim, &staff, n, until)
        });
        let done: Vec<anyhow::Result<()>> = work.buffer_unordered(AT_ONCE).collect().await;
        done.into_iter().collect::<anyhow::Result<()>>()?;
        forward(app, sim, BETWEEN).await?;
    }
    let mut asking = sim.resident("6281200099999", "Warga Bertanya").await?;
    asking.say("petugas").await?;
    // The resident that the page's visitor plays.
    let visitor = resident(VISITOR);
    sim.resident(&visitor.phone, &visitor.name).await?;
    Ok(())
}

async fn one(app: &App, sim: &Simulator, staff: &Staff, n: usize, until: Until) -> anyhow::Result<()> {
    let person: Person = resident(n);
    // Each state shows every reason.
    let ask = &ASKS[(n + n / ASKS.len()) % ASKS.len()];
    if until == Until::Documents {
        let mut talker = sim.resident(&person.phone, &person.name).await?;
        return fill_in(&mut talker, &person, ask).await.map(|_| ());
    }
    let (_, ticket) = apply(sim, &person, ask).await?;
    for (step, outcome, form) in course(n, until) {
        if outcome == "serahkan" {
            staff.order(app, &ticket, "petugas_register", waived()).await?;
        }
        staff.decide(app, &ticket, step, outcome, form).await?;
    }
    if until == Until::Claimed {
        staff.order(app, &ticket, "operator_pelayanan", Command::Claim).await?;
    }
    Ok(())
}

/// Handed to the holder, who has come without a pass.
fn taken(n: usize) -> Form {
    let words = |text: &str| Some(text.to_owned());
    Form {
        blangko: Some(blanks::serial(100 + n)),
        received_by: Some(resident(n).name),
        relation: words("sendiri"),
        surrendered: true,
        gate: Gate {
            compared: ["wajah", "data"].map(CheckId::from).into(),
            original: true,
            without_pass: words("Ponsel tertinggal di rumah"),
            ..Gate::default()
        },
        ..Form::default()
    }
}

/// The holder's finger is not read, with a reason.
fn waived() -> Command {
    let why = "Alat baca sidik jari sedang diperbaiki".to_owned();
    Command::CheckFinger { device: String::new(), finger: None, result: FingerResult::Waived, why }
}

/// What staff recorded, in order.
fn course(n: usize, until: Until) -> Vec<(&'static str, &'static str, Form)> {
    let why = |text: &str| Some(text.to_owned());
    let faults = vec![Fault {
        document: "kk".into(),
        why: "Tulisan tidak terbaca, foto ulang di tempat terang".to_owned(),
        mark: None,
    }];
    let returned = Form { faults, why: why("Foto KK buram"), ..Form::default() };
    let rejected =
        Form { why: why("NIK ini terdaftar di kabupaten lain; ajukan di sana"), ..Form::default() };
    let serial = || Form { blangko: Some(blanks::serial(100 + n)), ..Form::default() };
    let spoiled = Form { why: why("Cetakan bergaris"), ..serial() };
    let all = vec![
        (Until::Returned, "penerimaan", "kembalikan", returned),
        (Until::Accepted, "penerimaan", "lengkap", Form::default()),
        (Until::Rejected, "verifikasi", "tolak", rejected),
        (Until::Verified, "verifikasi", "rekomendasi", Form::default()),
        (Until::Printed, "pencetakan", "perintah_cetak", Form::default()),
        (Until::Spoiled, "pencetakan", "gagal_cetak", spoiled),
        (Until::Printed, "pencetakan", "tercetak", serial()),
        (Until::Activated, "pencetakan", "aktif", Form::default()),
        (Until::Notified, "penyerahan", "beritahu", Form::default()),
        (Until::HandedOver, "penyerahan", "serahkan", taken(n)),
    ];
    let order = [
        Until::Accepted,
        Until::Verified,
        Until::Printed,
        Until::Activated,
        Until::Notified,
        Until::HandedOver,
    ];
    let rank = |u: Until| order.iter().position(|o| *o == u);
    let passes = |at: Until| match until {
        Until::Returned => at == Until::Returned,
        Until::Rejected => matches!(at, Until::Accepted | Until::Rejected),
        Until::Spoiled => matches!(at, Until::Accepted | Until::Verified | Until::Spoiled),
        _ => rank(at).zip(rank(until)).is_some_and(|(a, u)| a <= u),
    };
    let ordered = until == Until::Spoiled;
    all.into_iter()
        .filter(|(at, _, outcome, _)| passes(*at) || (ordered && *outcome == "perintah_cetak"))
        .map(|(_, step, outcome, form)| (step, outcome, form))
        .collect()
}

/// The demonstration's officers by role.
struct Staff(Vec<(RoleId, UserId, String)>);

impl Staff {
    async fn read(app: &App) -> anyhow::Result<Self> {
        let users = app.accounts.users(app.clock.now()).await?;
        let each = users
            .into_iter()
            .flat_map(|u| u.roles.into_iter().map(move |r| (r, u.id.clone(), u.name.clone())));
        Ok(Self(each.collect()))
    }

    fn actor(&self, role: &str) -> anyhow::Result<Actor> {
        let found = self.0.iter().find(|(r, ..)| r == role);
        let (role, user, name) = found.ok_or_else(|| anyhow::anyhow!("nobody is {role}"))?;
        Ok(Actor::Officer {
            user: user.clone(),
            name: name.clone(),
            roles: vec![role.clone()],
            operator_auth: None,
        })
    }

    async fn decide(
        &self,
        app: &App,
        ticket: &Ticket,
        step: &str,
        outcome: &str,
        form: Form,
    ) -> anyhow::Result<()> {
        let p = &*app.cases.procedures().active();
        let step = StepId::from(step);
        let role = p.step(&step).map(|s| s.role.as_str().to_owned()).unwrap_or_default();
        self.order(app, ticket, &role, Command::Decide { step, outcome: outcome.into(), form }).await
    }

    async fn order(&self, app: &App, ticket: &Ticket, role: &str, command: Command) -> anyhow::Result<()> {
        let order = Order::new(Some(ticket.clone()), self.actor(role)?, app.clock.now(), command);
        app.cases.dispatch(app.office(), order).await?;
        Ok(())
    }
}
