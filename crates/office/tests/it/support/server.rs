//! The whole office on a free port of this machine, with people of every role and browsers for them.
//! No expectation about a page stands here.

use super::browser::Browser;
use office::accounts::{By, NewUser, Officer};
use office::app::{App, Shared, install_tls, serve};
use office::cases::{CaseError, Done, Order};
use office::clock::Clock;
use office::config::Config;
use office::procedures::Procedures;
use procedure::{Actor, Command, Form, RoleId, StepId, Ticket};
use std::collections::BTreeMap;
use std::path::Path;
use tokio::sync::oneshot;

pub const OPERATOR: &str = "operator_pelayanan";
pub const KASI: &str = "kasi";
pub const CETAK: &str = "operator_cetak";
pub const REGISTER: &str = "petugas_register";
pub const KABID: &str = "kabid";
pub const KADIS: &str = "kadis";
pub const ADMINISTRATOR: &str = "administrator";
pub const MINISTRY: &str = "kementerian";

/// A running office. It stops, and its folder goes, when this is dropped.
pub struct Server {
    pub app: Shared,
    pub base: String,
    stop: Option<oneshot::Sender<()>>,
    _folder: tempfile::TempDir,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// As [`Server::start`], after `change` has had its way with the settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        install_tls();
        let folder = tempfile::tempdir().expect("folder");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("address").port();
        let mut config = settings(folder.path(), port);
        change(&mut config);
        let procedures =
            Procedures::read(&config.office.procedures, &config.office.procedure).expect("procedures");
        let app = App::open(config, procedures, Clock::default(), false).await.expect("the office opens");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = serve(app.clone(), listener, async move {
            let _ = stopped.await;
        });
        tokio::spawn(serving);
        Self { app, base: format!("http://127.0.0.1:{port}"), stop: Some(stop), _folder: folder }
    }

    /// Moves the clock to nine o'clock of a working day to come, so that minutes count.
    pub fn at_nine(&self) {
        let calendar = &self.app.cases.procedures().active().calendar;
        let now = self.app.clock.now();
        let today = calendar.offset.to_datetime(now).date();
        let nine = |ahead: i64| {
            let day = today.saturating_add(jiff::Span::new().days(ahead));
            calendar.offset.to_timestamp(day.at(9, 0, 0, 0)).expect("an instant")
        };
        let two_hours = jiff::SignedDuration::from_hours(2);
        let open = |from: &jiff::Timestamp| calendar.between(*from, *from + two_hours) == two_hours;
        let wanted = (1..30).map(nine).find(open).expect("a working day");
        self.app.clock.advance(now.duration_until(wanted).unsigned_abs());
    }

    /// Moves the clock by minutes.
    pub fn minutes_later(&self, minutes: u64) {
        self.app.clock.advance(std::time::Duration::from_secs(60 * minutes));
    }

    /// Somebody with these roles, signed in.
    pub async fn officer(&self, login: &str, name: &str, roles: &[&str]) -> Browser {
        signed_in(&self.app, &self.base, login, name, roles).await
    }

    /// Somebody with one role, named after it.
    pub async fn bearer(&self, role: &str) -> Browser {
        self.officer(&format!("orang_{role}"), &format!("Orang {role}"), &[role]).await
    }

    /// A browser that nobody has signed in with.
    pub fn stranger(&self) -> Browser {
        Browser::new(&self.base)
    }

    pub async fn order(&self, order: Order) -> Result<Done, CaseError> {
        self.app.cases.dispatch(self.app.office(), order).await
    }

    /// Carries out what must succeed.
    pub async fn done(&self, ticket: &Ticket, actor: Actor, command: Command) -> Done {
        let order = Order::new(Some(ticket.clone()), actor, self.app.clock.now(), command);
        self.order(order).await.expect("carried out")
    }

    /// Records an outcome of a step as this officer.
    pub async fn decide(&self, ticket: &Ticket, by: &Browser, step: &str, outcome: &str, form: Form) -> Done {
        let command = Command::Decide { step: StepId::from(step), outcome: outcome.into(), form };
        self.done(ticket, by.actor(), command).await
    }

    /// Hands over at the counter to the holder, who has come without a pass: the finger is waived first.
    pub async fn hand_over(&self, ticket: &Ticket, by: &Browser) -> Done {
        self.done(ticket, by.actor(), super::story::waive()).await;
        let blangko = self.case(ticket).await.blangko().map(|b| b.as_str().to_owned());
        let relation = Some("diri sendiri".to_owned());
        let gate = super::story::at_counter();
        let form = Form { blangko, relation, surrendered: true, gate, ..Form::default() };
        self.decide(ticket, by, "penyerahan", "serahkan", form).await
    }

    /// Adds up everything that happened, for the figures.
    pub async fn added_up(&self) {
        while self.app.figures.project(&self.app.cases, jiff::Timestamp::MAX).await.expect("projected") > 0 {}
    }

    pub async fn case(&self, ticket: &Ticket) -> procedure::Case {
        self.app.cases.load(self.app.office(), ticket).await.expect("read").expect("a case").case
    }
}

/// Adds somebody with these roles; their browser, signed in.
pub async fn signed_in(app: &App, base: &str, login: &str, name: &str, roles: &[&str]) -> Browser {
    let at = app.clock.now();
    let roles: Vec<_> = roles.iter().map(|r| RoleId::from(*r)).collect();
    let user =
        app.accounts.add(&NewUser { login, name, roles: &roles }, &By::terminal(), at).await.expect("added");
    let session = app.accounts.start_session(&user, at).await.expect("session");
    let browser = Browser::new(base);
    browser.set_cookie("__Host-rancak", &session);
    let (name, acting) = (name.to_owned(), Vec::new());
    browser.is(Officer { user, name, roles, acting, emergency: None, operator_auth: None })
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

/// Says what to do where the pages were never built; every other failure would be a riddle.
pub fn pages_are_built() {
    assert!(office::assets::are_built(), "style and scripts are not built: run scripts/setup build first");
}

/// Those of an office with all its files in `folder`.
pub fn settings(folder: &Path, port: u16) -> Config {
    parsed(&variables(folder, port))
}

/// Settings as a program reads them from these variables of its environment.
pub fn parsed(variables: &BTreeMap<&'static str, String>) -> Config {
    let env = |name: &str| variables.get(name).cloned();
    Config::parse("", "test", &env).unwrap_or_else(|problems| panic!("settings: {problems:?}"))
}

/// Everything an office of invented people needs, with all its files in `folder`.
pub fn variables(folder: &Path, port: u16) -> BTreeMap<&'static str, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    BTreeMap::from([
        ("RANCAK_OFFICE_ID", "13.01".to_owned()),
        ("RANCAK_OFFICE_NAME", "Dinas Dukcapil Percobaan".to_owned()),
        ("RANCAK_OFFICE_ADDRESS", "Jalan Percobaan 1".to_owned()),
        ("RANCAK_OFFICE_PROCEDURES", root.join("procedures").display().to_string()),
        ("RANCAK_SERVER_PUBLIC_URL", format!("http://localhost:{port}")),
        ("RANCAK_DATABASE_URL", format!("sqlite:{}", folder.join("office.db").display())),
        ("RANCAK_DOCUMENTS_STORE", folder.join("documents").display().to_string()),
        ("RANCAK_DOCUMENTS_KEYS", folder.join("keys").display().to_string()),
        ("RANCAK_DOCUMENTS_MASTER_KEY", "07".repeat(32)),
        ("RANCAK_AUDIT_STORE", folder.join("record").display().to_string()),
        ("RANCAK_AUDIT_SIGNING_KEY", "6b".repeat(32)),
        // The benchmark has no program beside it and is its own reader.
        ("RANCAK_DOCUMENTS_READER", option_env!("CARGO_BIN_EXE_rancak").unwrap_or_default().to_owned()),
        ("RANCAK_WHATSAPP_PHONE_NUMBER_ID", "1301".to_owned()),
        ("RANCAK_WHATSAPP_DISPLAY_NUMBER", "628001301000".to_owned()),
        // Nobody listens there: a test that sends puts its simulator in its place.
        ("RANCAK_WHATSAPP_BASE_URL", "http://127.0.0.1:9".to_owned()),
        ("RANCAK_WHATSAPP_SIMULATOR", "true".to_owned()),
        ("RANCAK_WHATSAPP_ACCESS_TOKEN", "token-for-tests".to_owned()),
        ("RANCAK_WHATSAPP_APP_SECRET", "secret-for-tests".to_owned()),
        ("RANCAK_WHATSAPP_VERIFY_TOKEN", "verify-for-tests".to_owned()),
        // Hundreds of requests come from one address here; tests of the limit set one.
        ("RANCAK_LIMITS_ANONYMOUS_AT_ONCE", "1000000".to_owned()),
        // Tests of the proof itself ask for it.
        ("RANCAK_OPERATOR_PROOF_REQUIRED", "false".to_owned()),
        ("RANCAK_ACCOUNTS_SECOND_FACTOR", "optional".to_owned()),
    ])
}
