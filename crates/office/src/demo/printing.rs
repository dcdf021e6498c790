//! The walk-through's card on its way through the printer SIMULATOR: prepared and ordered at our own pages, and
//! followed until the printer has done with it.

use super::cast::Person;
use super::officer::Officer;
use super::simulator::Simulator;
use crate::app::App;
use anyhow::{Context, bail};
use procedure::{LayerPart, PrintEnd, Ticket, layer};
use std::time::Duration;

/// What the demonstration calls its printer.
pub const PRINTER: &str = "SIMULATOR";
const PATIENCE: u32 = 400;

/// What the family card says beside what the request does.
const FAMILY_CARD: [(&str, &str); 7] = [
    ("province", "SUMATERA BARAT"),
    ("regency", "KABUPATEN PESISIR SELATAN"),
    ("birth_place", "PAINAN"),
    ("address", "JALAN CONTOH 1"),
    ("religion", "ISLAM"),
    ("marital_status", "KAWIN"),
    ("occupation", "WIRASWASTA"),
];

/// Prepares the card's data with an invented face, and orders the print.
pub async fn order(
    app: &App,
    sim: &Simulator,
    operator: &Officer,
    ticket: &Ticket,
    person: &Person,
) -> anyhow::Result<()> {
    let case = app.cases.load(app.office(), ticket).await?.context("no such case")?.case;
    let mut parts = layer::drafted(&case.applicant, 2026);
    for (word, value) in FAMILY_CARD {
        let part = LayerPart::ALL.into_iter().find(|p| p.word() == word).context("no such part")?;
        parts.insert(part, value.to_owned());
    }
    for part in [LayerPart::Village, LayerPart::District] {
        parts.entry(part).or_insert_with(|| "IV JURAI".to_owned());
    }
    let fields = parts.into_iter().map(|(part, value)| (part.word(), value)).collect::<Vec<_>>();
    let face = sim.portrait(person.phone.parse().unwrap_or(0)).await?;
    operator.upload(&format!("/meja/perkara/{ticket}/kartu"), &fields, ("photo", face)).await?;
    operator.record(ticket, "perintah_cetak", &[("printer", PRINTER.to_owned())]).await
}

/// Waits until the printer has done with it.
pub async fn printed(app: &App, ticket: &Ticket) -> anyhow::Result<()> {
    for _ in 0..PATIENCE {
        let case = app.cases.load(app.office(), ticket).await?.context("no such case")?.case;
        match case.job.and_then(|j| j.ended) {
            Some(ended) if ended.end == PrintEnd::Completed => return Ok(()),
            Some(ended) => bail!("the printer SIMULATOR did not print: {ended:?}"),
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    bail!("the printer SIMULATOR does not end")
}
