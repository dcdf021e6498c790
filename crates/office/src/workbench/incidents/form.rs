//! The form by which an incident is opened: what was typed, and what it says once every field is right.

use crate::app::App;
use crate::cases::word;
use crate::error::Error;
use crate::incidents::{Classes, DataClass, LONGEST, Report, Scope};
use crate::web::Page;
use crate::workbench::fields::{Faults, Fields};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use procedure::Ticket;

/// Tickets that one form may name.
const MOST_TICKETS: usize = 2_000;
/// As browsers write an instant without its zone.
const WRITTEN: &str = "%Y-%m-%dT%H:%M";

/// What stands in the form, right or wrong.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub known: String,
    pub from: String,
    pub until: String,
    pub what: String,
    pub measures: String,
    pub scope: String,
    pub officer: String,
    pub tickets: String,
    pub classes: Vec<String>,
}

/// One thing to choose.
pub struct Choice {
    pub id: String,
    pub name: String,
    pub chosen: bool,
}

impl Typed {
    /// An empty form, at this minute.
    pub fn at(app: &App) -> Self {
        let now = written(app, app.clock.now());
        let scope = word(&Scope::Officer);
        Self { known: now.clone(), until: now, scope, ..Self::default() }
    }

    pub fn read(fields: &Fields) -> Self {
        let text = |name| fields.one(name).to_owned();
        Self {
            known: text("diketahui"),
            from: text("sejak"),
            until: text("sampai"),
            what: text("apa"),
            measures: text("tindakan"),
            scope: text("lingkup"),
            officer: text("petugas"),
            tickets: text("nomor"),
            classes: fields.all("golongan").map(str::to_owned).collect(),
        }
    }

    pub fn scopes(&self, page: &Page) -> Vec<Choice> {
        let choice = |scope: Scope| {
            let id = word(&scope);
            let name = page.t(&format!("incident-scope-{id}"));
            Choice { chosen: self.scope == id, id, name }
        };
        Scope::ALL.into_iter().map(choice).collect()
    }

    pub fn classes(&self, page: &Page) -> Vec<Choice> {
        let choice = |class: DataClass| {
            let id = word(&class);
            let name = page.t(&format!("incident-class-{id}"));
            Choice { chosen: self.classes.contains(&id), id, name }
        };
        DataClass::ALL.into_iter().map(choice).collect()
    }

    /// Everybody who has an account, those who left too.
    pub async fn officers(&self, app: &App) -> Result<Vec<Choice>, Error> {
        let users = app.accounts.users(app.clock.now()).await?;
        let choice = |user: crate::accounts::User| {
            let id = user.id.as_str().to_owned();
            Choice { chosen: self.officer == id, id, name: format!("{} ({})", user.name, user.login) }
        };
        Ok(users.into_iter().map(choice).collect())
    }

    /// What it says, or every field that is wrong.
    pub async fn parse(&self, app: &App, page: &Page) -> Result<Result<Report, Faults>, Error> {
        let mut faults = Faults::default();
        let times = self.times(app, page, &mut faults);
        for (field, text) in [("apa", &self.what), ("tindakan", &self.measures)] {
            if !(1..=LONGEST).contains(&text.chars().count()) {
                faults.add(field, page.t1("incident-say-so", "most", LONGEST));
            }
        }
        let scope = Scope::parse(&self.scope);
        let of = match scope {
            Some(Scope::Officer) => self.account(app, page, &mut faults).await?,
            Some(Scope::Tickets) => self.named(app, page, &mut faults).await?,
            Some(_) => String::new(),
            None => {
                faults.add("lingkup", page.t("incident-no-scope"));
                String::new()
            }
        };
        let classes: Vec<_> = self.classes.iter().filter_map(|c| DataClass::parse(c)).collect();
        if scope.is_some_and(Scope::asks_classes) && classes.is_empty() {
            faults.add("golongan", page.t("incident-no-classes"));
        }
        Ok(match (times, scope) {
            (Some((known_at, exposed)), Some(scope)) if faults.is_empty() => Ok(Report {
                known_at,
                exposed,
                what: self.what.clone(),
                measures: self.measures.clone(),
                scope,
                of,
                classes: Classes::of(&classes),
            }),
            _ => Err(faults),
        })
    }

    /// Since when it is known, and from when until when data were open.
    fn times(
        &self,
        app: &App,
        page: &Page,
        faults: &mut Faults,
    ) -> Option<(Timestamp, (Timestamp, Timestamp))> {
        let now = app.clock.now();
        let mut instant = |field: &str, typed: &str| {
            let at = typed.parse::<DateTime>().ok().and_then(|d| offset(app).to_timestamp(d).ok());
            let at = at.filter(|at| *at <= now);
            if at.is_none() {
                faults.add(field, page.t("incident-bad-time"));
            }
            at
        };
        let known = instant("diketahui", &self.known);
        let from = instant("sejak", &self.from);
        let until = instant("sampai", &self.until);
        // The minute that was written belongs to it, as far as it is over.
        let minute = SignedDuration::from_mins(1);
        let until = until.map(|at| at.saturating_add(minute).unwrap_or(at).min(now));
        if from.zip(until).is_some_and(|(from, until)| from >= until) {
            faults.add("sampai", page.t("incident-bad-times"));
        }
        Some((known?, (from?, until?)))
    }

    async fn account(&self, app: &App, page: &Page, faults: &mut Faults) -> Result<String, Error> {
        let user = self.officer.as_str().into();
        if app.accounts.user(&user, app.clock.now()).await?.is_none() {
            faults.add("petugas", page.t("incident-no-officer"));
        }
        Ok(self.officer.clone())
    }

    /// The tickets that were pasted, each once; every one that there is not is named.
    async fn named(&self, app: &App, page: &Page, faults: &mut Faults) -> Result<String, Error> {
        let (mut tickets, mut strange) = (Vec::new(), Vec::new());
        let words = self.tickets.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
        for word in words.filter(|w| !w.is_empty()).take(MOST_TICKETS + 1) {
            match Ticket::parse(word) {
                Ok(ticket) if app.cases.summary(app.office(), &ticket).await?.is_some() => {
                    tickets.push(ticket.to_string());
                }
                _ => strange.push(word.chars().take(20).collect::<String>()),
            }
        }
        tickets.sort();
        tickets.dedup();
        strange.truncate(10);
        if tickets.len() > MOST_TICKETS {
            faults.add("nomor", page.t1("incident-too-many", "most", MOST_TICKETS));
        } else if !strange.is_empty() {
            faults.add("nomor", page.t1("incident-strange-tickets", "tickets", strange.join(", ")));
        } else if tickets.is_empty() {
            faults.add("nomor", page.t("incident-no-tickets"));
        }
        Ok(tickets.join(","))
    }
}

fn offset(app: &App) -> jiff::tz::Offset {
    app.cases.procedures().active().calendar.offset
}

fn written(app: &App, at: Timestamp) -> String {
    offset(app).to_datetime(at).strftime(WRITTEN).to_string()
}
