//! Blank cards of the rehearsal: the office's stock before the curtain rises, and a day's stock as the
//! walk-through plays it through our own pages.

use super::officer::Officer;
use crate::app::App;
use crate::stock::Wish;
use anyhow::Context;
use procedure::ledger::{CloseCommand, StockCommand};
use procedure::{Actor, Blangko};
use serde_json::{Value, json};

/// The serials of the demonstration: `n` below 1,000,000.
pub fn serial(n: usize) -> String {
    format!("DEMO13{n:06}")
}

/// Delivered and closed the day before; half of them are in the print operator's hands.
pub async fn fill(app: &App, keeper: Actor, overseer: Actor, printer: Actor) -> anyhow::Result<()> {
    let blank = |n| Blangko::parse(&serial(n)).context("a serial");
    let wish = |actor| Wish { actor, at: app.clock.now(), once: None };
    let note = "SJ-DEMO/001".to_owned();
    app.stock
        .shift(&wish(keeper.clone()), &blank(100)?, &blank(299)?, StockCommand::Receive { note })
        .await?;
    let count = CloseCommand::Count { counted: 200, why: None };
    app.stock.close(&wish(keeper.clone()), 1, &count).await?;
    app.stock.close(&wish(overseer), 1, &CloseCommand::Countersign).await?;
    let Actor::Officer { user, name, roles, .. } = printer else { anyhow::bail!("nobody prints") };
    let hand_out = StockCommand::HandOut { to: user, to_name: name, to_roles: roles };
    app.stock.shift(&wish(keeper), &blank(100)?, &blank(199)?, hand_out).await?;
    Ok(())
}

/// A delivery, and most of it to the print operator, as the section head records it on the stock page.
pub async fn begin_day(app: &App, keeper: &Officer, printer: &str, first: usize) -> anyhow::Result<()> {
    let users = app.accounts.users(app.clock.now()).await?;
    let to = users.iter().find(|u| u.login == printer).context("nobody prints")?.id.to_string();
    let range = |last: usize| [("first", serial(first)), ("last", serial(last))];
    let received = [("act", "terima".to_owned()), ("note", "SJ-DEMO/002".to_owned())];
    keeper.send("/meja/blangko", "gerak", &[&range(first + 19)[..], &received].concat()).await?;
    let handed = [("act", "serahkan".to_owned()), ("to", to)];
    keeper.send("/meja/blangko", "gerak", &[&range(first + 9)[..], &handed].concat()).await
}

/// Counted by one, countersigned by another; the account of the day that this closed.
pub async fn close_day(app: &App, keeper: &Officer, overseer: &Officer) -> anyhow::Result<Value> {
    let open = app.stock.open().await?.context("no stock")?;
    let period = ("period", open.no.to_string());
    let counted = ("counted", open.period.balance.closing().to_string());
    keeper.send("/meja/blangko", "hitung", &[period.clone(), counted]).await?;
    overseer.send("/meja/blangko", "tutup", &[period]).await?;
    let closed = app.stock.closed(1).await?;
    let balance = closed.first().context("not closed")?.balance;
    Ok(json!({
        "received": balance.received,
        "used": balance.good,
        "spoiled": balance.spoiled,
        "closing": balance.closing(),
    }))
}
