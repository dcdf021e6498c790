//! The people of the office, for its administrator: added, given roles, disabled, invited. Passwords are
//! never chosen, shown or read here.

mod absences;
mod assignments;
mod form;
mod keys;
mod log;
mod qualifications;
mod recovery;
mod sessions;
mod staff_nik;

use crate::accounts::{NewUser, Officer, User, UserError};
use crate::app::{App, Shared};
use crate::error::Error;
use crate::permissions::{Doors, Route};
use crate::web::page::page_with;
use crate::web::{Page, html};
use crate::workbench::fields::{Faults, Fields};
use crate::workbench::proof::KeyLine;
use crate::workbench::sessions::{Linked, SessionLine, lines as session_lines, linked};
use crate::workbench::step_up::{demand, demanded};
use crate::workbench::words;
pub(super) use absences::reason;
use absences::{AwayForm, AwayLine};
use askama::Template;
use assignments::{AssignForm, PostEnd, PostLine};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use form::{Choice, Typed, choices};
use procedure::UserId;
use qualifications::SkillLine;

pub fn doors() -> Doors {
    Doors::new()
        .at(Route::Users, list)
        .at(Route::AddUser, add)
        .at(Route::User, edit)
        .at(Route::ChangeUser, change)
        .at(Route::Invite, invite)
        .merge(absences::doors())
        .merge(assignments::doors())
        .merge(keys::doors())
        .merge(log::doors())
        .merge(qualifications::doors())
        .merge(recovery::doors())
        .merge(sessions::doors())
        .merge(staff_nik::doors())
}

#[derive(Template)]
#[template(path = "users.html")]
struct List {
    page: Page,
    users: Vec<Line>,
    /// What the administrator should see to.
    warning: Option<String>,
    typed: Typed,
    choices: Vec<Choice>,
    faults: Faults,
    /// What its form asks for a proof by.
    proof: String,
}

struct Line {
    user: User,
    roles: String,
    /// What the SOP asks for and is not recorded of them.
    lacks: Option<String>,
}

#[derive(Template)]
#[template(path = "user.html")]
struct Edit {
    page: Page,
    user: User,
    typed: Typed,
    faults: Faults,
    /// What they hold and held.
    posts: Vec<PostLine>,
    assign: AssignForm,
    absences: Vec<AwayLine>,
    away: AwayForm,
    skills: Vec<SkillLine>,
    sessions: Vec<SessionLine>,
    /// Their security keys; none where the office asks for no operator's proof.
    keys: Option<Vec<KeyLine>>,
    /// Their own NIK is marked.
    has_mark: bool,
    /// The office's identity provider, and whether they are linked with it.
    provider: Option<Linked>,
    /// What the forms of roles and of a key ask for a proof by.
    proof: String,
}

#[derive(Template)]
#[template(path = "user_invited.html")]
struct Invited {
    page: Page,
    name: String,
    login: String,
    link: String,
}

async fn list(State(app): State<Shared>, page: Page) -> Result<Response, Error> {
    html(&list_page(&app, page, Typed::default(), Faults::default()).await?)
}

async fn list_page(app: &App, page: Page, typed: Typed, faults: Faults) -> Result<List, Error> {
    let users = app.accounts.users(app.clock.now()).await?;
    let warning = assignments::administrators_end(app, &page, &users).await?;
    let (asked, had) = (qualifications::asked(app), app.accounts.qualifications().await?);
    let lines = users.into_iter().map(|user| {
        let lacks = qualifications::lacks(&page, &asked, &had, &user);
        Line { roles: words::posts(&page, &user).join(", "), lacks, user }
    });
    let choices = choices(&page, &[], &typed.roles);
    let proof = demanded(&page).await?;
    Ok(List { users: lines.collect(), warning, typed, choices, faults, proof, page })
}

async fn add(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let typed = Typed::read(&page, &fields);
    let new = NewUser { login: &typed.login, name: &typed.name, roles: &typed.roles };
    match app.accounts.add(&new, &officer.by(), app.clock.now()).await {
        Ok(id) => invitation(&app, page, &officer, &id).await,
        Err(e) => {
            let faults = form::faults(&page, e)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &list_page(&app, page, typed, faults).await?)
        }
    }
}

/// What is one's own an administrator too ends on their own page, where the password is asked for.
fn if_own(officer: &Officer, user: &UserId, page: &str) -> Option<Response> {
    (officer.user == *user).then(|| Redirect::to(page).into_response())
}

async fn edit(State(app): State<Shared>, page: Page, Path(id): Path<String>) -> Result<Response, Error> {
    let user = app.accounts.user(&UserId::new(id), app.clock.now()).await?.ok_or(Error::NotFound)?;
    html(&edit_page(&app, page, Typed::of(&user), user, Faults::default()).await?)
}

/// Back to the person's page; or the page as it was sent, with what is wrong at its field.
async fn answered(
    app: &App,
    page: Page,
    user: User,
    (done, field_of): (Result<(), UserError>, impl Fn(&str) -> &'static str),
    typed: impl FnOnce(&mut Edit),
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/meja/pengguna/{}", user.id)).into_response()),
        Err(UserError::Db(e)) => Err(e.into()),
        Err(UserError::Input(key)) => {
            let faults = Faults::one(field_of(key), page.t(key));
            let mut edit = edit_page(app, page, Typed::of(&user), user, faults).await?;
            typed(&mut edit);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit)
        }
    }
}

async fn edit_page(app: &App, page: Page, typed: Typed, user: User, faults: Faults) -> Result<Edit, Error> {
    let keys = keys::lines(app, &page, &user).await?;
    let posts = assignments::lines(app, &page, &user).await?;
    let assign = AssignForm::fresh(app, &page);
    let absences = absences::lines(app, &page, &user).await?;
    let away = AwayForm::fresh(app, &page, &user).await?;
    let skills = qualifications::lines(app, &page, &user).await?;
    let sessions = session_lines(app, &page, &user.id, "").await?;
    let has_mark = app.accounts.has_mark(&user.id).await?;
    let provider = linked(app, &page, &user.id).await?;
    let proof = demanded(&page).await?;
    Ok(Edit {
        proof,
        has_mark,
        provider,
        typed,
        keys,
        posts,
        assign,
        absences,
        away,
        skills,
        sessions,
        user,
        faults,
        page,
    })
}

async fn change(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    demand(&page).await?;
    let user = app.accounts.user(&UserId::new(id), app.clock.now()).await?.ok_or(Error::NotFound)?;
    let typed = Typed::read(&page, &fields);
    match app.accounts.change(&user, &typed.name, typed.disabled, &officer.by(), app.clock.now()).await {
        Ok(()) => Ok(Redirect::to("/meja/pengguna").into_response()),
        Err(e) => {
            let faults = form::faults(&page, e)?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &edit_page(&app, page, typed, user, faults).await?)
        }
    }
}

async fn invite(
    officer: Officer,
    State(app): State<Shared>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    demand(&page).await?;
    invitation(&app, page, &officer, &UserId::new(id)).await
}

/// The only time the link is shown.
async fn invitation(app: &App, page: Page, officer: &Officer, id: &UserId) -> Result<Response, Error> {
    let now = app.clock.now();
    let user = app.accounts.user(id, now).await?.filter(|u| !u.disabled).ok_or(Error::NotFound)?;
    let secret = app.accounts.invite(id, &officer.by(), now).await.map_err(|e| match e {
        UserError::Input(key) => Error::Input(key),
        UserError::Db(e) => e.into(),
    })?;
    let link = format!("{}/undangan/{secret}", app.config.server.public_url.trim_end_matches('/'));
    html(&Invited { name: user.name, login: user.login, link, page })
}
