//! Everything one running office holds, and how it starts and stops. No rule and no page stands here.

use crate::accounts::provider::Provider;
use crate::accounts::{Accounts, Asked, Officer, SignInSlowing, Slowing, Webauthn, relying_party};
use crate::appointments::Visits;
use crate::audit::Audit;
use crate::cases::Cases;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::documents::Documents;
use crate::error::Error;
use crate::figures::{self, Figures};
use crate::incidents::Incidents;
use crate::privacy::Privacy;
use crate::procedures::{Adopting, Procedures};
use crate::production::Printers;
use crate::reads::Reads;
use crate::stations::Stations;
use crate::stock::Stock;
use crate::telemetry::{self, numbers};
use crate::web::address::Address;
use crate::{router, service, serving, whatsapp};
use jiff::SignedDuration;
use procedure::{Guard, OperatorAuth, Refusal};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The application, shared by every handler and worker.
pub type Shared = Arc<App>;

pub struct App {
    pub config: Config,
    pub clock: Clock,
    pub db: Db,
    pub cases: Cases,
    pub stock: Stock,
    pub visits: Visits,
    pub adopting: Adopting,
    pub stations: Stations,
    pub figures: Figures,
    /// What the public page told last.
    pub service: service::Kept,
    pub accounts: Accounts,
    pub audit: Audit,
    /// Who looked at whose data.
    pub reads: Reads,
    pub privacy: Privacy,
    /// Breaches of personal data.
    pub incidents: Incidents,
    /// Who this office is to a security key; none where it asks for no operator's proof.
    pub webauthn: Option<Webauthn>,
    /// By which people may sign in, where the office has one.
    pub provider: Option<Provider>,
    pub documents: Documents,
    pub whatsapp: whatsapp::Whatsapp,
    pub printers: Printers,
    pub sign_in_slowing: SignInSlowing,
    /// The same of the second factor.
    pub factor_slowing: SignInSlowing,
    /// Of whoever signs in without saying first who they are: by the identity provider, or by a key that knows.
    pub nameless_slowing: Slowing<Address>,
    pub tracking_slowing: Slowing<Address>,
    pub link_slowing: Slowing<Address>,
    /// Of whoever guesses at passes, by address or by officer.
    pub pass_slowing: Slowing<String>,
    pub pairing_slowing: Slowing<Address>,
    /// Of everything that is asked by whoever has not signed in.
    pub anonymous_slowing: Slowing<Address>,
    /// Whether the program is asked to stop: a balancer should send nobody here any more.
    pub leaving: AtomicBool,
    /// Becomes true when the program stops: streams without an end must end then.
    pub stopping: watch::Sender<bool>,
    /// A rehearsal with synthetic people; every page says so.
    pub demo: bool,
}

impl App {
    /// Opens the database and the folders. Nothing runs yet.
    pub async fn open(
        config: Config,
        procedures: Procedures,
        clock: Clock,
        demo: bool,
    ) -> Result<Shared, Error> {
        let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await?;
        Self::over(db, config, procedures, clock, demo).await
    }

    /// As [`App::open`], over a database that is open already and holds nobody's cells under this handle yet.
    pub async fn over(
        db: Db,
        config: Config,
        procedures: Procedures,
        clock: Clock,
        demo: bool,
    ) -> Result<Shared, Error> {
        let procedures =
            if config.stations.required { procedures } else { procedures.without(Guard::ChipBound) };
        let (procedures, webauthn) = if config.operator_proof.required {
            let party = relying_party(&config.server.public_url, &config.office.name);
            (procedures, Some(party.ok_or_else(|| Error::Broken("server.public_url".to_owned()))?))
        } else {
            (procedures.without(Guard::OperatorProved), None)
        };
        let offset = procedures.active().calendar.offset;
        let cases = Cases::new(db.clone(), Arc::new(procedures), &config.secrets)?;
        let office_key = cases.open_office(&config.office.id).await?;
        let accounts =
            Accounts::new(db.clone(), &config.office.id, offset).with_keys(&config.secrets, &office_key);
        figures::nation::register(&db, &config.office.id, &config.office.name, clock.now()).await?;
        Ok(Arc::new(Self {
            stock: cases.stock(&config.office.id),
            visits: cases.visits(&config.office.id),
            adopting: cases.adopting(&config.office.id),
            stations: Stations::new(db.clone(), &config.office.id),
            figures: Figures::new(db.clone(), &config.office.id),
            service: service::Kept::default(),
            audit: Audit::open(&config)?,
            reads: Reads::open(&db, &config.office.id, accounts.clone()),
            privacy: Privacy::new(&db, &config.office.id),
            incidents: Incidents::new(&db, &config.office.id),
            accounts,
            webauthn,
            provider: Provider::of(&config)?,
            documents: Documents::open(&config).await?,
            whatsapp: whatsapp::Whatsapp::new(&config)?,
            printers: Printers::of(&config.printing),
            sign_in_slowing: SignInSlowing::default(),
            factor_slowing: SignInSlowing::default(),
            nameless_slowing: Slowing::new(40, Duration::from_secs(3)),
            tracking_slowing: Slowing::new(10, Duration::from_secs(30)),
            link_slowing: Slowing::new(10, Duration::from_secs(30)),
            pass_slowing: Slowing::new(10, Duration::from_secs(30)),
            pairing_slowing: Slowing::new(5, Duration::from_secs(30)),
            anonymous_slowing: Slowing::new(config.limits.anonymous_at_once, config.limits.anonymous_pause()),
            config,
            clock,
            db,
            cases,
            leaving: AtomicBool::new(false),
            stopping: watch::Sender::new(false),
            demo,
        }))
    }

    /// How long an operator's proof is still good; none where it is not, or where the office asks for none.
    pub fn proof_left(&self, auth: &OperatorAuth) -> Option<SignedDuration> {
        let good = SignedDuration::from_mins(i64::from(self.cases.procedures().active().operator_proof?));
        let age = auth.at.duration_until(self.clock.now());
        (SignedDuration::ZERO..=good).contains(&age).then(|| good - age)
    }

    /// What an officer is told who has not just proved that it is them; none where they have, and where the office asks for
    /// no proof.
    pub fn proof_missing(&self, officer: &Officer) -> Option<Refusal> {
        self.webauthn.as_ref()?;
        let minutes = self.cases.procedures().active().operator_proof?;
        let left = officer.operator_auth.as_ref().and_then(|auth| self.proof_left(auth));
        left.is_none().then_some(Refusal::ProofNeeded { minutes })
    }

    /// What is asked of whoever signs in.
    pub fn asked_at_sign_in(&self) -> Asked {
        Asked { factor: self.config.accounts.second_factor == "required", keys: self.webauthn.is_some() }
    }

    /// The office whose rows this process serves.
    pub fn office(&self) -> &str {
        &self.config.office.id
    }
}

/// Chooses the provider of TLS, before any client is made; a second time changes nothing.
pub fn install_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Serves an office's pages and webhooks and does its work in the background until `stop` resolves.
pub async fn serve(
    app: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    serve_all(vec![app], listener, stop).await
}

/// The same for several offices at one address; which of them is asked, the name in the request says.
pub async fn serve_all(
    offices: Vec<Shared>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let patience = offices.iter().map(|app| app.config.limits.head()).max().unwrap_or_default();
    Listening::begin(listener, patience).serve(offices, stop).await
}

/// An address that is listened on before anything is open behind it: whoever comes waits, and is not turned away.
pub struct Listening {
    opened: router::Opened,
    stopping: watch::Sender<bool>,
    connections: JoinSet<()>,
}

impl Listening {
    /// `patience` is the time for the head of a request.
    pub fn begin(listener: TcpListener, patience: Duration) -> Self {
        let (opened, routes) = watch::channel(None);
        let (stopping, stopped) = watch::channel(false);
        let mut connections = JoinSet::new();
        connections.spawn(serving::serve(listener, router::once_open(routes), patience, stopped));
        Self { opened, stopping, connections }
    }

    /// Serves these offices and does their work until `stop` resolves, and then ends what is under way.
    pub async fn serve(
        mut self,
        offices: Vec<Shared>,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let mut workers = JoinSet::new();
        for app in &offices {
            crate::hearing::start(app, &mut workers);
            whatsapp::start(app, &mut workers);
            crate::timekeeping::start(app, &mut workers);
            crate::documents::reading::start(app, &mut workers);
            crate::production::start(app, &mut workers);
            crate::figures::start(app, &mut workers);
        }
        telemetry::start(&offices, &mut workers).await?;
        self.opened.send_replace(Some(router::of_all(offices.clone())));
        stop.await;
        offices.iter().for_each(|app| app.leaving.store(true, Ordering::Relaxed));
        numbers::readiness(false);
        let drain = offices.iter().map(|app| app.config.server.drain_seconds).max().unwrap_or_default();
        tokio::time::sleep(Duration::from_secs(drain)).await;
        for app in &offices {
            app.stopping.send_replace(true);
        }
        self.stopping.send_replace(true);
        while self.connections.join_next().await.is_some() {}
        Ok(())
    }
}
