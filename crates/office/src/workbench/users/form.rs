//! The form of one person: what was typed, which roles there are to choose from, what is wrong.

use crate::accounts::{ADMINISTRATOR, MINISTRY, User, UserError};
use crate::error::Error;
use crate::web::Page;
use crate::workbench::fields::{Faults, Fields};
use procedure::RoleId;

/// What stands in the form, right or wrong.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub login: String,
    pub name: String,
    /// Asked for where somebody is added.
    pub roles: Vec<RoleId>,
    pub disabled: bool,
}

/// One role to tick.
pub struct Choice {
    pub id: RoleId,
    pub name: String,
    pub chosen: bool,
}

impl Typed {
    pub fn of(user: &User) -> Self {
        Self {
            login: user.login.clone(),
            name: user.name.clone(),
            roles: Vec::new(),
            disabled: user.disabled,
        }
    }

    /// Only roles that were on offer are taken.
    pub fn read(page: &Page, fields: &Fields) -> Self {
        let ticked: Vec<RoleId> = fields.all("role").map(RoleId::new).collect();
        let offered = choices(page, &[], &ticked).into_iter();
        Self {
            login: fields.one("login").to_owned(),
            name: fields.one("name").to_owned(),
            roles: offered.filter(|c| c.chosen).map(|c| c.id).collect(),
            disabled: fields.has("disabled"),
        }
    }
}

/// The procedure's roles, the administrator's, and what the person holds from an earlier procedure.
pub fn choices(page: &Page, held: &[RoleId], chosen: &[RoleId]) -> Vec<Choice> {
    let p = &*page.app().cases.procedures().active();
    let mut all: Vec<(RoleId, String)> =
        p.roles.iter().map(|r| (r.id.clone(), page.of(&r.name).to_owned())).collect();
    all.push((RoleId::new(ADMINISTRATOR), page.t("role-administrator")));
    if page.app().config.office.nation {
        all.push((RoleId::new(MINISTRY), page.t("role-ministry")));
    }
    for role in held {
        if !all.iter().any(|(id, _)| id == role) {
            all.push((role.clone(), role.to_string()));
        }
    }
    let choice = |(id, name)| Choice { chosen: chosen.contains(&id), id, name };
    all.into_iter().map(choice).collect()
}

/// The words for what is wrong, at the field they belong to.
pub fn faults(page: &Page, error: UserError) -> Result<Faults, Error> {
    match error {
        UserError::Db(e) => Err(e.into()),
        UserError::Input(key) => {
            let field = match key {
                "user-bad-login" | "user-login-taken" => "login",
                "user-no-name" => "name",
                _ => "roles",
            };
            Ok(Faults::one(field, page.t(key)))
        }
    }
}
