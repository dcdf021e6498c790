//! From the forms of the stock page to the commands they stand for. Texts go on as typed: the rules judge them.

use crate::accounts::User;
use crate::app::App;
use crate::error::Error;
use crate::workbench::fields::Fields;
use procedure::ledger::{CloseCommand, StockCommand, holders};
use procedure::{Blangko, Procedure, Refusal, UserId};

/// The moves there are, as the form names them: for whoever keeps the store, and for whoever prints.
pub const KEEPER: [&str; 7] = ["terima", "serahkan", "kembali", "kirim", "hilang", "temu", "rusak"];
pub const HOLDER: [&str; 2] = ["hilang", "rusak"];

/// The serials and what is to be done with them. One serial alone is a range of one.
pub async fn shift(app: &App, fields: &Fields) -> Result<(Blangko, Blangko, StockCommand), Error> {
    let command = command(app, fields).await?;
    let serial =
        |name: &str| Blangko::parse(fields.one(name)).map_err(|_| Error::Refused(Refusal::BadBlangko));
    let first = serial("first")?;
    let last = if fields.one("last").is_empty() { first.clone() } else { serial("last")? };
    Ok((first, last, command))
}

async fn command(app: &App, fields: &Fields) -> Result<StockCommand, Error> {
    let note = || fields.one("note").to_owned();
    Ok(match fields.one("act") {
        "terima" => StockCommand::Receive { note: note() },
        "serahkan" => {
            let to = app.accounts.user(&UserId::new(fields.one("to")), app.clock.now()).await?;
            let to = to.filter(|u| !u.disabled).ok_or(Error::Input("stock-to-whom"))?;
            StockCommand::HandOut { to: to.id, to_name: to.name, to_roles: to.roles }
        }
        "kembali" => StockCommand::HandIn,
        "kirim" => StockCommand::Return { note: note() },
        "hilang" => StockCommand::Lose { why: note() },
        "temu" => StockCommand::Find { why: note() },
        "rusak" => StockCommand::Spoil { ticket: None, why: note() },
        _ => return Err(Error::Input("stock-which-act")),
    })
}

pub fn count(fields: &Fields) -> Result<(i64, CloseCommand), Error> {
    let counted = fields.one("counted").parse::<u32>().map_err(|_| Error::Input("stock-bad-count"))?;
    let why = Some(fields.one("why").to_owned());
    Ok((period(fields)?, CloseCommand::Count { counted: i64::from(counted), why }))
}

pub fn period(fields: &Fields) -> Result<i64, Error> {
    fields.one("period").parse().map_err(|_| Error::Input("form-broken"))
}

/// The people who may be handed blanks.
pub fn operators(p: &Procedure, users: impl Iterator<Item = User>) -> Vec<(String, String)> {
    let may = holders(p);
    users.filter(|u| u.roles.iter().any(|r| may.contains(r))).map(|u| (u.id.to_string(), u.name)).collect()
}
