//! The demonstration's station: the program of `station/` with the SIMULATOR of a reader, on which there is always a
//! card that nobody has bound yet.

use super::officer::Officer;
use crate::app::Shared;
use crate::station::{self, Link, Tray, simulator};
use anyhow::{Context, bail};
use procedure::{Chip, StationId, Ticket};
use std::time::Duration;
use tokio::sync::watch;

const NAME: &str = "SIMULATOR";
const PATIENCE: u32 = 200;

pub struct Counter {
    id: StationId,
}

impl Counter {
    /// Pairs with the running office as any station does; its print operator sits there.
    pub async fn open(app: &Shared, origin: &str) -> anyhow::Result<Self> {
        let code = app.stations.make_code(NAME, "Rancak", app.clock.now(), None).await?;
        let (key, _) = station::pair(origin, &code).await?;
        let id = StationId::new(key.station.as_str());
        for user in app.accounts.users(app.clock.now()).await? {
            if user.roles.iter().any(|r| *r == *"operator_cetak") {
                app.stations.sit(&user.id, &id).await?;
            }
        }
        let (reader, tray) = watch::channel(fresh().context("a card")?);
        let link = Link::new(&key, app.clock.clone())?;
        tokio::spawn(station::run(link, tray, true, |_| {}));
        tokio::spawn(exchange(app.clone(), reader));
        Ok(Self { id })
    }

    /// Binds the card that lies there to this case, at our own page.
    pub async fn binds(&self, app: &Shared, operator: &Officer, ticket: &Ticket) -> anyhow::Result<()> {
        let case = app.cases.load(app.office(), ticket).await?.context("no such case")?.case;
        let serial = case.blangko().context("nothing is printed")?.as_str().to_owned();
        let chip = self.chip(app).await?;
        let fields = [("serial", serial), ("seen", chip.uid.as_str().to_owned())];
        operator.send(&format!("/meja/perkara/{ticket}"), "ikat-chip", &fields).await
    }

    /// The next one that nobody has bound, once the office has heard of it.
    async fn chip(&self, app: &Shared) -> anyhow::Result<Chip> {
        for _ in 0..PATIENCE {
            let station = app.stations.station(self.id.as_str()).await?.context("no such station")?;
            if let Some(chip) = station.chip(app.clock.now())
                && app.stations.bound_to(&chip.uid).await?.is_none()
            {
                return Ok(chip);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the station SIMULATOR has no card")
    }
}

/// A card with a UID by chance.
fn fresh() -> Option<Tray> {
    let [a, b, c, d, e, f] = rand::random::<[u8; 6]>();
    simulator::card(&hex::encode([0x04, a, b, c, d, e, f]))
}

/// Whenever something happened, a card that was bound makes room for the next.
async fn exchange(app: Shared, reader: watch::Sender<Tray>) {
    let mut changes = app.cases.changes();
    while !matches!(changes.recv().await, Err(tokio::sync::broadcast::error::RecvError::Closed)) {
        let crate::stations::Seen::Card { uid, .. } = reader.borrow().seen.clone() else { return };
        if matches!(app.stations.bound_to(&uid).await, Ok(Some(_)))
            && let Some(next) = fresh()
        {
            reader.send_replace(next);
        }
    }
}
