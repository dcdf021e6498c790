//! An office with something real at every address: a case at each stage, a spoiled blank with its photo, minutes, a
//! proposal, a conversation, keys and a station. What is planted in its records must never reach whoever may not.

use crate::support::browser::Browser;
use crate::support::people::{PNG, applicant, came, themself};
use crate::support::provider::{CLIENT, Provider};
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use crate::support::stock::{keeper, serial, supply, wish};
use office::accounts::Officer;
use office::cases::Order;
use office::config::Config;
use office::db::{Statement, Write};
use office::documents::Holder;
use office::incidents::{Classes, DataClass, Report, Scope};
use office::params;
use office::permissions::Route;
use office::procedures::values::{changed, editable};
use office::stock::Wish;
use procedure::adoption::AdoptionCommand;
use procedure::ledger::{MinutesDraft, StockCommand};
use procedure::loader::load;
use procedure::{
    Applicant, Channel, Command, FileFacts, FileId, Form, LayerPart, OperatorAuth, Phone, Ticket,
};
use sha2::Digest;

/// What stands in the records and in no address that the walk asks for.
pub const MARKERS: [&str; 4] = ["Upik Penanda", "1301014504900001", "81363001234", "Rahasia Kantor Lain"];
/// A case of this office number, in the same database.
const OTHER_OFFICE: &str = "99.99";
const SPOILED: &str = "RUSAK0001";
const CONTACT: &str = "wa:6281363001234";

pub struct Fixture {
    pub server: Server,
    pub draft: Ticket,
    pub open: Ticket,
    /// Printed and not yet activated, so that its chip may be bound.
    pub printing: Ticket,
    pub gate: Ticket,
    pub handed: Ticket,
    /// Of another office.
    pub foreign: Ticket,
    pub file: FileId,
    photo: FileId,
    minutes: i64,
    code: String,
    user: String,
    station: String,
}

/// One officer a step, each with a proof that is good.
struct Staff {
    operator: Browser,
    kasi: Browser,
    printer: Browser,
    register: Browser,
}

impl Fixture {
    pub async fn new() -> Self {
        Self::of(MARKERS[0], |_| {}).await
    }

    /// As [`Fixture::new`], with applicants of this name, after `change` has had its way with the settings.
    pub async fn of(name: &str, change: impl FnOnce(&mut Config)) -> Self {
        let provider = Provider::start().await;
        let server = Server::start_with(|config| {
            config.office.nation = true;
            config.operator_proof.required = true;
            config.oidc.issuer = provider.issuer;
            config.oidc.client_id = CLIENT.to_owned();
            change(config);
        })
        .await;
        let staff = Staff {
            operator: proved(&server, "staf_loket", OPERATOR).await,
            kasi: proved(&server, "staf_kasi", KASI).await,
            printer: proved(&server, "staf_cetak", CETAK).await,
            register: proved(&server, "staf_register", REGISTER).await,
        };
        let open = server.open_case(name).await;
        let file = server.case(&open).await.documents[0].facts.file.clone();
        let walk_in = Applicant { nomor_kk: None, ..applicant(name) };
        let draft = server.walk_in(walk_in, &staff.operator).await;
        let printing = printed(&server, &staff, name).await;
        let gate = printed(&server, &staff, name).await;
        ready(&server, &staff, &gate).await;
        let handed = printed(&server, &staff, name).await;
        ready(&server, &staff, &handed).await;
        server.hand_over(&handed, &staff.register).await;
        let (photo, minutes) = destroyed(&server, &staff).await;
        propose(&server, &staff.kasi).await;
        let copy = (&open, office::privacy::Kind::Access, "Menunjukkan KTP-el.");
        let no = server.app.privacy.receive(copy, staff.kasi.officer(), server.app.clock.now()).await;
        assert_eq!(no.expect("received"), minutes, "one number stands for both in the addresses");
        let mend = (&open, office::privacy::Kind::Correction, "Nomor telepon salah.");
        server
            .app
            .privacy
            .receive(mend, staff.kasi.officer(), server.app.clock.now())
            .await
            .expect("received");
        assert_eq!(incident(&server, staff.kasi.officer(), &open).await, minutes);
        let user = staff.operator.officer().user.to_string();
        let fixture = Self {
            foreign: foreign(&server).await,
            code: conversation(&server, name).await,
            station: station(&server).await,
            server,
            draft,
            open,
            printing,
            gate,
            handed,
            file,
            photo,
            minutes,
            user,
        };
        fixture.key("kunci-staf", &fixture.user).await;
        fixture.posts(&fixture.user).await;
        fixture
    }

    /// The case that an address of this kind is for.
    pub fn case_for(&self, route: Route) -> &Ticket {
        match route {
            Route::CounterCase | Route::CounterEdit | Route::CounterAmend => &self.draft,
            Route::CounterAttach | Route::CounterSetAside | Route::CounterSubmit => &self.draft,
            Route::CaseChip | Route::CaseStation | Route::Card | Route::PrepareCard => &self.printing,
            Route::CardPdf => &self.printing,
            Route::Gate | Route::GatePhoto | Route::GateAct | Route::GateArrival | Route::Arrival => {
                &self.gate
            }
            Route::Receipt => &self.handed,
            _ => &self.open,
        }
    }

    /// The address with what is really there, asked by this officer.
    pub fn address(&self, route: Route, officer: Option<&Officer>) -> String {
        self.filled(route, officer, self.case_for(route).as_str())
    }

    /// As [`Fixture::address`], naming this case.
    pub fn filled(&self, route: Route, officer: Option<&Officer>, ticket: &str) -> String {
        let p = self.server.app.cases.procedures().active();
        let own = officer.map_or(self.user.clone(), |o| o.user.to_string());
        let (id, version) = match route {
            Route::EndKey => (format!("kunci-{own}"), String::new()),
            Route::EndSession => (session_of(&own), String::new()),
            Route::EndStation => (self.station.clone(), String::new()),
            Route::SopVersion | Route::SopVersionPdf => (p.id.clone(), p.version.clone()),
            Route::Emergency | Route::ReviewEmergency => ("uji".to_owned(), String::new()),
            _ => (self.user.clone(), "2030-01-02".to_owned()),
        };
        let file = if route == Route::BlankPhoto { &self.photo } else { &self.file };
        let (format, word) = match route {
            Route::PrivacyCopy => ("json", "setujui"),
            Route::AnswerPrivacy => ("csv", "jawab"),
            Route::IncidentAct => ("csv", "umum"),
            _ => ("csv", "setujui"),
        };
        let act = if route == Route::GateAct { "kembali" } else { "catat" };
        let path = route.row().path;
        let path = path.replace("{*path}", "rancak.css").replace("{ticket}", ticket).replace("{act}", act);
        let path = path.replace("{file}", file.as_str()).replace("{page}", "1").replace("{serial}", SPOILED);
        let path = path.replace("{step}", "pencetakan").replace("{outcome}", "perintah_cetak");
        let path = path.replace("{no}", &self.minutes.to_string()).replace("{format}", format);
        let path = path.replace("{id}", &id).replace("{version}", &version).replace("{key}", "kunci-staf");
        let session = session_of(if route == Route::EndSession { &own } else { &self.user });
        let path = path.replace("{session}", &session).replace("{assignment}", "uji");
        let path = path.replace("{absence}", "uji").replace("{qualification}", "uji");
        let path = path.replace("{word}", word).replace("{code}", &self.code);
        let query = match route {
            Route::FigureCases => "?angka=submitted",
            Route::OpenCases => "?langkah=verifikasi&giliran=work",
            _ => "",
        };
        format!("{path}{query}")
    }

    /// Puts back what an allowed write may have ended. Keys are there only where they are to be ended: no browser has
    /// them.
    pub async fn restore(&self, route: Route) {
        let ends_keys = matches!(route, Route::EndKey | Route::EndUserKey);
        let all = [
            "UPDATE threads SET with_staff = 1, state = '{\"with_staff\":true}' WHERE office = ?1",
            match ends_keys {
                true => "UPDATE security_keys SET ended_at = NULL WHERE office = ?1",
                false => "UPDATE security_keys SET ended_at = 1 WHERE office = ?1",
            },
            "UPDATE stations SET ended_at = NULL WHERE office = ?1",
            "INSERT INTO sessions (office, token, user_id, started_at, seen_at)
                SELECT office, substr(replace(id, '-', ''), 17, 16) || 'uji', id, 0, 0 FROM users WHERE office = ?1
                ON CONFLICT DO NOTHING",
            "UPDATE assignments SET ended_at = NULL WHERE office = ?1 AND id = 'uji'",
            "UPDATE absences SET ended_at = NULL WHERE office = ?1 AND id = 'uji'",
            "UPDATE qualifications SET ended_at = NULL WHERE office = ?1 AND id = 'uji'",
        ];
        let office = self.server.app.office();
        let mut statements = all.map(|sql| Statement::new(sql, params![office])).to_vec();
        let recovery = "INSERT INTO recoveries (office, user_id, why, asked_by, asked_name, asked_at)
            VALUES (?1, ?2, 'kunci hilang', 'uji', 'Uji', 0) ON CONFLICT DO NOTHING";
        statements.push(Statement::new(recovery, params![office, &self.user]));
        self.server.app.db.write(Write { statements, touches: Vec::new() }).await.expect("restored");
    }

    /// What an administrator has written down of this person, and a recovery that somebody asked for.
    pub async fn posts(&self, user: &str) {
        let app = &self.server.app;
        let all = [
            "INSERT INTO assignments (office, id, user_id, role, kind, decree, first_day, recorded_by, recorded_at)
                VALUES (?1, 'uji', ?2, 'kasi', 'plh', 'SK-UJI', '2020-01-01', 'uji', 0)",
            "INSERT INTO absences (office, id, user_id, reason, first_day, last_day, recorded_by, recorded_at)
                VALUES (?1, 'uji', ?2, 'leave', '2020-01-01', '2020-01-02', 'uji', 0)",
            "INSERT INTO emergencies (office, id, user_id, role, reason, begun_at, ends_at, ended_at)
                VALUES (?1, 'uji', ?2, 'kasi', 'Kasi sakit, warga menunggu.', 0, 1, 1)",
            "INSERT INTO qualifications (office, id, user_id, kind, evidence, day, recorded_by, recorded_at)
                VALUES (?1, 'uji', ?2, 'x', 'ijazah', '2020-01-01', 'uji', 0)",
        ];
        let statements = all.map(|sql| Statement::new(sql, params![app.office(), user])).to_vec();
        app.db.write(Write { statements, touches: Vec::new() }).await.expect("posts");
    }

    /// Everybody who is signed in has just proved that it is them.
    pub async fn proofs(&self) {
        let app = &self.server.app;
        let sql = "UPDATE sessions SET proved_at = ?2, proved_key = 'kunci-uji' WHERE office = ?1";
        let proved = Statement::new(sql, params![app.office(), app.clock.now()]);
        app.db.write(Write::one(proved)).await.expect("proved");
    }

    /// A security key of this person.
    pub async fn key(&self, id: &str, user: &str) {
        let sql = "INSERT INTO security_keys (office, id, user_id, credential, label, passkey, enrolled_at,
            enrolled_by) VALUES (?1, ?2, ?3, ?2, 'kunci', '', 0, 'uji')";
        let app = &self.server.app;
        let key = Statement::new(sql, params![app.office(), id, user]);
        app.db.write(Write::one(key)).await.expect("a key");
    }
}

/// The name of a session that [`Fixture::restore`] puts there for this person.
fn session_of(user: &str) -> String {
    user.replace('-', "").get(16..32).unwrap_or_default().to_owned()
}

async fn proved(server: &Server, login: &str, role: &str) -> Browser {
    let browser = server.officer(login, &format!("Staf {role}"), &[role]).await;
    let officer = browser.officer().clone();
    let operator_auth = Some(OperatorAuth { at: server.app.clock.now(), key: "kunci-uji".into() });
    browser.is(Officer { operator_auth, ..officer })
}

async fn kept(server: &Server, holder: Holder<'_>) -> FileFacts {
    let file = FileId::new(uuid::Uuid::now_v7().simple().to_string());
    server.app.documents.keep(file, holder, came(&server.app.documents, PNG).await).await.expect("kept")
}

/// A case whose card came out of the machine.
async fn printed(server: &Server, staff: &Staff, name: &str) -> Ticket {
    let ticket = server.open_case_of(applicant(name)).await;
    let empty = Form::default;
    let serial = server.blank(&staff.printer).await;
    server.decide(&ticket, &staff.operator, "penerimaan", "lengkap", empty()).await;
    server.decide(&ticket, &staff.kasi, "verifikasi", "rekomendasi", empty()).await;
    let parts = LayerPart::ALL.map(|part| {
        let value = match part {
            LayerPart::BirthDate => "05-04-1990",
            LayerPart::Sex => "PEREMPUAN",
            LayerPart::Name => MARKERS[0],
            _ => "Painan",
        };
        (part, value.to_owned())
    });
    let photo = Some(kept(server, Holder::Case(&ticket)).await);
    let layer = Command::PrepareLayer { parts: parts.into(), photo };
    server.done(&ticket, staff.printer.actor(), layer).await;
    server.decide(&ticket, &staff.printer, "pencetakan", "perintah_cetak", empty()).await;
    server.decide(&ticket, &staff.printer, "pencetakan", "tercetak", serial).await;
    ticket
}

async fn ready(server: &Server, staff: &Staff, ticket: &Ticket) {
    server.decide(ticket, &staff.printer, "pencetakan", "aktif", Form::default()).await;
    server.decide(ticket, &staff.register, "penyerahan", "beritahu", Form::default()).await;
}

/// A spoiled blank with its photo, and the minutes of another that was destroyed.
async fn destroyed(server: &Server, staff: &Staff) -> (FileId, i64) {
    let (stock, now) = (&server.app.stock, server.app.clock.now());
    let (printer, last) = (staff.printer.actor(), "RUSAK0002");
    supply(stock, &printer, now, (SPOILED, last)).await;
    let spoil = StockCommand::Spoil { ticket: None, why: "Terlipat".to_owned() };
    stock.shift(&wish(printer.clone(), now), &serial(SPOILED), &serial(last), spoil).await.expect("spoiled");
    let photo = kept(server, Holder::File).await;
    let file = photo.file.clone();
    let photograph = StockCommand::Photograph { photo };
    let first = serial(SPOILED);
    stock.shift(&wish(printer, now), &first, &first, photograph).await.expect("photographed");
    let keeper = keeper().proved(OperatorAuth { at: now, key: "kunci-gudang".into() });
    let draft = MinutesDraft {
        number: "470/12/BA/2026".to_owned(),
        place: "Painan".to_owned(),
        method: "Dibakar".to_owned(),
        witnesses: "Nurlaila Ibarat\nSyahrul Andaikata".to_owned(),
        blanks: vec![serial(last)],
        cards: Vec::new(),
    };
    (file, stock.destroy(&wish(keeper, now), &draft).await.expect("minutes"))
}

async fn propose(server: &Server, kasi: &Browser) {
    let text = server.app.cases.procedures().text();
    let p = load(&text).expect("the file in force");
    let places = editable(&text, &p);
    let minutes = places.iter().find(|v| v.path == "step.verifikasi.minutes").expect("a step's minutes");
    let text = changed(&text, "2030-01-02", &[(minutes, vec!["25".to_owned()])]).expect("it fits");
    let now = server.app.clock.now();
    let effective = p.calendar.offset.to_datetime(now).date().saturating_add(jiff::Span::new().days(7));
    let command = AdoptionCommand::Propose { text, effective, why: "Uji".to_owned() };
    let wish = Wish { actor: kasi.actor(), at: now, once: None };
    server.app.adopting.change(&wish, &command).await.expect("proposed");
}

/// Somebody who waits for a person to answer; the code of their address.
async fn conversation(server: &Server, name: &str) -> String {
    let sql = "INSERT INTO threads (office, contact, seq, phone, name, last_inbound_at, with_staff, state)
        VALUES (?1, ?2, 1, '6281363001234', ?3, 1, 1, '{\"with_staff\":true}')";
    let thread = Statement::new(sql, params![server.app.office(), CONTACT, name]);
    server.app.db.write(Write::one(thread)).await.expect("a thread");
    hex::encode(&sha2::Sha256::digest(CONTACT.as_bytes())[..8])
}

/// A breach that concerns this case, and whom it concerns found out; its number.
async fn incident(server: &Server, by: &Officer, ticket: &Ticket) -> i64 {
    let app = &server.app;
    let now = app.clock.now();
    let report = Report {
        known_at: now,
        exposed: (now - jiff::SignedDuration::from_hours(1), now),
        what: "Uji".to_owned(),
        measures: "Uji".to_owned(),
        scope: Scope::Tickets,
        of: ticket.to_string(),
        classes: Classes::of(&DataClass::ALL),
    };
    let no = app.incidents.open(&report, by, now).await.expect("opened");
    app.cases.timers_set().notify_one();
    for _ in 0..200 {
        if app.incidents.one(no).await.expect("read").is_some_and(|i| i.counted.is_some()) {
            return no;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody found out whom it concerns")
}

async fn station(server: &Server) -> String {
    let (stations, now) = (&server.app.stations, server.app.clock.now());
    let code = stations.make_code("Loket", "uji", now, None).await.expect("a code");
    let paired = stations.pair(&code, &"ab".repeat(32), now).await.expect("asked");
    paired.expect("paired").0.to_string()
}

/// An open draft of another office in the same database.
async fn foreign(server: &Server) -> Ticket {
    let phone = Some(Phone::parse("081363009999").expect("a phone"));
    let other = Applicant { phone, ..applicant(MARKERS[3]) };
    let grounds = crate::support::people::grounds("hilang");
    let actor = themself(&other);
    let at = server.app.clock.now();
    let consent = Some(procedure::Consent { at, text_version: "1".to_owned() });
    let command = Command::Open { channel: Channel::Whatsapp, applicant: other, grounds, consent };
    let done = server.app.cases.dispatch(OTHER_OFFICE, Order::new(None, actor, at, command)).await;
    done.expect("opened elsewhere").ticket
}
