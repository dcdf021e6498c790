//! `rancak user add`: the first account, and any other where no administrator is at hand.

use super::{Failure, Settings, configuration, procedures};
use crate::accounts::{ADMINISTRATOR, Accounts, By, INVITED, MINISTRY, NewUser, UserError};
use crate::clock::Clock;
use crate::db::{Db, DbError};
use crate::texts::{text, text_with};
use procedure::{Language, RoleId};

#[derive(clap::Args)]
pub struct Add {
    /// Nama pengguna. / The name to sign in with.
    login: String,
    /// Nama orangnya. / The person's name.
    #[arg(long)]
    name: String,
    /// Peran, boleh berulang. / A role, repeatable.
    #[arg(long = "role", required = true)]
    roles: Vec<String>,
    #[command(flatten)]
    settings: Settings,
}

/// Adds the person and answers with the link by which they choose their password.
pub async fn add(language: Language, add: &Add) -> Result<Vec<String>, Failure> {
    let config = configuration(language, &add.settings)?;
    let procedures = procedures(language, &config)?;
    let mut known: Vec<String> = procedures.active().roles.iter().map(|r| r.id.to_string()).collect();
    known.push(ADMINISTRATOR.to_owned());
    if config.office.nation {
        known.push(MINISTRY.to_owned());
    }
    if let Some(role) = add.roles.iter().find(|r| !known.contains(r)) {
        let args = [("role", role.clone()), ("known", known.join(", "))];
        return Err(Failure::asked(text_with(language, "user-unknown-role", &args)));
    }
    let roles: Vec<RoleId> = add.roles.iter().map(RoleId::new).collect();
    let unusable =
        |e: DbError| Failure::unready(text_with(language, "storage-unusable", &[("why", e.to_string())]));
    let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await.map_err(unusable)?;
    let accounts = Accounts::new(db, &config.office.id, procedures.active().calendar.offset);
    let now = Clock::default().now();
    let new = NewUser { login: &add.login, name: &add.name, roles: &roles };
    let said = |e| match e {
        UserError::Input(key) => Failure::asked(text(language, key)),
        UserError::Db(e) => unusable(e),
    };
    let user = accounts.add(&new, &By::terminal(), now).await.map_err(said)?;
    let secret = accounts.invite(&user, &By::terminal(), now).await.map_err(said)?;
    let args =
        [("name", add.name.clone()), ("login", add.login.clone()), ("hours", INVITED.as_hours().to_string())];
    let link = format!("{}/undangan/{secret}", config.server.public_url.trim_end_matches('/'));
    Ok(vec![text_with(language, "user-added", &args), link])
}
