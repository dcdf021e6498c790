//! Many cases quickly: a real case of every stage, then copies of it under tickets, NIKs and names of their own, each with
//! its sealed story, its line in the inbox, its timers, the words it is found by and, where it is over, its line in the
//! register. What the copies do not have is files, messages, figures, blanks in the ledger, and what a form's token was
//! used for. The rows go past the office's writer; the tables must be nearly empty.

use crate::installation::Office;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use anyhow::{Context, Result};
use jiff::SignedDuration;
use office::db::{Blind, Covered, Row, Statement, Value};
use office::params;
use procedure::{ContactId, Event, EventBody, Form, Nik, NomorKk, Phone, Ticket};
use std::collections::BTreeSet;

/// Copies written in one transaction.
const BATCH: usize = 25_000;
/// Of ten cases one stands at each of the four steps; the others are over.
const IN_TEN: usize = 10;

const TABLES: [&str; 6] = ["case_keys", "events", "cases", "case_terms", "timers", "register"];

const KEY: [&str; 3] = ["office", "ticket", "sealed"];
const EVENT: [&str; 8] = ["office", "log", "stream", "seq", "at", "kind", "body", "hash"];
const TERM: [&str; 3] = ["office", "term", "ticket"];
const TIMER: [&str; 5] = ["office", "subject", "kind", "due_at", "body"];
const CASE: [&str; 28] = [
    "office",
    "ticket",
    "seq",
    "procedure",
    "version",
    "status",
    "lane",
    "turn",
    "due_at",
    "minutes",
    "claimed_by",
    "claimed_name",
    "name",
    "nik",
    "phone",
    "contact",
    "reasons",
    "channel",
    "opened_at",
    "submitted_at",
    "closed_at",
    "updated_at",
    "kept",
    "precedence",
    "jump_asked",
    "call_at",
    "case_due_at",
    "calendar",
];
const CASES: &str = "SELECT office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes, claimed_by,
    claimed_name, name, nik, phone, contact, reasons, channel, opened_at, submitted_at, closed_at, updated_at, kept,
    precedence, jump_asked, call_at, case_due_at, calendar FROM cases WHERE office = ?1 AND ticket = ?2";
const TIMERS: &str =
    "SELECT office, subject, kind, due_at, body FROM timers WHERE office = ?1 AND subject = ?2";
const LINE: [&str; 13] = [
    "office",
    "year",
    "number",
    "ticket",
    "at",
    "name",
    "nik",
    "reasons",
    "blangko",
    "received_by",
    "relation",
    "officer",
    "way",
];
const LINES: &str =
    "SELECT office, year, number, ticket, at, name, nik, reasons, blangko, received_by, relation,
    officer, way FROM register WHERE office = ?1 AND ticket = ?2";

const FIRST: [&str; 12] = [
    "Siti",
    "Rahmat",
    "Yulia",
    "Afrizal",
    "Murni",
    "Zulkifli",
    "Nurhayati",
    "Ramadhan",
    "Desmawati",
    "Syafrudin",
    "Elvira",
    "Hendri",
];
const LAST: [&str; 8] =
    ["Contohwati", "Misalnya", "Umpama", "Ibarat", "Seandainya", "Andaikan", "Laksana", "Contohnya"];

/// A case as it stands in the tables, to be copied.
struct Model {
    story: Vec<Event>,
    case: Vec<Value>,
    timers: Vec<Vec<Value>>,
    line: Option<Vec<Value>>,
}

/// One copy: whose it is and how much later than its model.
struct Copied<'a> {
    office: &'a str,
    ticket: &'a Ticket,
    n: usize,
    later: i64,
    person: Person,
}

/// Somebody invented.
pub struct Person {
    pub name: String,
    pub nik: String,
    nomor_kk: String,
    phone: String,
}

impl Person {
    /// The `n`-th; no two of a million have one NIK.
    pub fn nth(n: usize) -> Self {
        let (day, month, year, rest) = (n % 28 + 1, n / 28 % 12 + 1, n / 336 % 60 + 40, n / 20_160 + 1);
        Self {
            name: format!("{} {}", FIRST[n % FIRST.len()], LAST[n / FIRST.len() % LAST.len()]),
            nik: format!("130105{day:02}{month:02}{year:02}{rest:04}"),
            nomor_kk: format!("13010501{n:08}"),
            phone: format!("62812{n:08}"),
        }
    }
}

/// Fills an empty office with `count` cases, and has the database settle. Case `n` is [`Person::nth`]'s, behind the first
/// few.
pub async fn fill(filled: &Office, count: usize) -> Result<()> {
    let server = &filled.server;
    let stages = stages(server).await;
    let mut models = Vec::new();
    for ticket in &stages {
        models.push(Model::read(server, ticket).await?);
    }
    // In their order, so that what is put in goes to the end of each index.
    let mut tickets: BTreeSet<Ticket> = BTreeSet::new();
    while tickets.len() + stages.len() < count {
        tickets.insert(Ticket::from_random(rand::random()));
    }
    stages.iter().for_each(|taken| _ = tickets.remove(taken));
    let tickets: Vec<Ticket> = tickets.into_iter().collect();
    let mut bulk = filled.bulk().await?;
    let indexes = bulk.drop_indexes(&TABLES).await?;
    for (batch, of) in tickets.chunks(BATCH).enumerate() {
        let mut rows = Rows::default();
        for (at, ticket) in of.iter().enumerate() {
            let n = stages.len() + batch * BATCH + at;
            let model = models.get(n % IN_TEN).or(models.last()).context("a model")?;
            // A second apart, from tomorrow on, so that no deadline passes while we measure.
            let later = i64::try_from(n + 86_400)? * 1_000;
            let copied = Copied { office: server.app.office(), ticket, n, later, person: Person::nth(n) };
            rows.add(server, model, &copied)?;
        }
        rows.terms.sort_by(|one, other| word(one).cmp(word(other)));
        bulk.copy("case_keys", &KEY, rows.keys.into_iter()).await?;
        bulk.copy("events", &EVENT, rows.events.into_iter()).await?;
        bulk.copy("cases", &CASE, rows.cases.into_iter()).await?;
        bulk.copy("case_terms", &TERM, rows.terms.into_iter()).await?;
        bulk.copy("timers", &TIMER, rows.timers.into_iter()).await?;
        bulk.copy("register", &LINE, rows.lines.into_iter()).await?;
    }
    bulk.make(indexes).await?;
    drop(bulk);
    let last = "UPDATE register_years SET last = (SELECT max(number) FROM register AS r
        WHERE r.office = register_years.office AND r.year = register_years.year) WHERE office = ?1";
    filled.write(vec![Statement::new(last, params![server.app.office()])]).await?;
    filled.settle().await
}

/// What is put into each table.
#[derive(Default)]
struct Rows {
    keys: Vec<Vec<Value>>,
    events: Vec<Vec<Value>>,
    cases: Vec<Vec<Value>>,
    terms: Vec<Vec<Value>>,
    timers: Vec<Vec<Value>>,
    lines: Vec<Vec<Value>>,
}

impl Rows {
    fn add(&mut self, server: &Server, model: &Model, copied: &Copied<'_>) -> Result<()> {
        let app = &server.app;
        let mut told =
            app.cases.log().told(copied.office, copied.ticket, &model.story_of(copied)?)?.into_iter();
        self.keys.extend(told.next().map(Statement::into_params));
        self.events.extend(told.map(Statement::into_params));
        self.cases.push(app.db.as_written(model.case_of(copied))?);
        for term in copied.terms() {
            self.terms.push(app.db.as_written(params![copied.office, term, copied.ticket.as_str()])?);
        }
        for timer in &model.timers {
            let mut row = timer.clone();
            row[1] = copied.ticket.as_str().into();
            row[3] = moved(&row[3], copied.later);
            self.timers.push(row);
        }
        if let Some(line) = &model.line {
            self.lines.push(app.db.as_written(line_of(line, copied))?);
        }
        Ok(())
    }
}

impl Copied<'_> {
    /// What it is found by: its numbers, the words of its name, its ticket without strokes.
    fn terms(&self) -> Vec<Value> {
        let Person { name, nik, nomor_kk, phone } = &self.person;
        let numbers = [nik, nomor_kk, phone].map(|number| Value::from(Blind(number)));
        let words = name.split(' ').map(|word| Value::from(word.to_lowercase()));
        let ticket = Value::from(self.ticket.as_str().replace('-', "").to_lowercase());
        numbers.into_iter().chain(words).chain([ticket]).collect()
    }
}

impl Model {
    async fn read(server: &Server, ticket: &Ticket) -> Result<Self> {
        let app = &server.app;
        let of = || params![app.office(), ticket.as_str()];
        let cells = |rows: Vec<Row>| rows.iter().map(|row| row.cells().to_vec()).collect::<Vec<_>>();
        Ok(Self {
            story: app.cases.log().events(app.office(), ticket).await?.unwrap_or_default(),
            case: cells(app.db.query(CASES, of()).await?).pop().context("a case's row")?,
            timers: cells(app.db.query(TIMERS, of()).await?),
            line: cells(app.db.query(LINES, of()).await?).pop(),
        })
    }

    /// The same story, later and somebody else's.
    fn story_of(&self, copied: &Copied<'_>) -> Result<Vec<Event>> {
        let mut story = self.story.clone();
        for event in &mut story {
            event.at += SignedDuration::from_millis(copied.later);
            if let EventBody::Opened { applicant, .. } = &mut event.body {
                let wrong = |what: &str| anyhow::anyhow!("an invented {what}: {}", copied.person.nik);
                applicant.name.clone_from(&copied.person.name);
                applicant.nik = Nik::parse(&copied.person.nik).map_err(|_| wrong("NIK"))?;
                applicant.nomor_kk =
                    Some(NomorKk::parse(&copied.person.nomor_kk).map_err(|_| wrong("No KK"))?);
                applicant.phone = Some(Phone::parse(&copied.person.phone).map_err(|_| wrong("telephone"))?);
                applicant.contact = Some(ContactId::new(contact(&copied.person)));
            }
        }
        Ok(story)
    }

    fn case_of(&self, copied: &Copied<'_>) -> Vec<Value> {
        let mut row = self.case.clone();
        for (column, value) in CASE.iter().zip(&mut row) {
            *value = match *column {
                "ticket" => copied.ticket.as_str().into(),
                "name" => Covered(&copied.person.name).into(),
                "nik" => Covered(&copied.person.nik).into(),
                "phone" => Covered(&copied.person.phone).into(),
                "contact" => contact(&copied.person).into(),
                // Files it has none.
                "kept" => 0.into(),
                "due_at" | "opened_at" | "submitted_at" | "closed_at" | "updated_at" | "case_due_at" => {
                    moved(value, copied.later)
                }
                _ => continue,
            };
        }
        row
    }
}

fn line_of(line: &[Value], copied: &Copied<'_>) -> Vec<Value> {
    let mut row = line.to_vec();
    for (column, value) in LINE.iter().zip(&mut row) {
        *value = match *column {
            "ticket" => copied.ticket.as_str().into(),
            "number" => (copied.n + 1).into(),
            "at" => moved(value, copied.later),
            "name" | "received_by" => Covered(&copied.person.name).into(),
            "nik" => Covered(&copied.person.nik).into(),
            _ => continue,
        };
    }
    row
}

/// The word of a row of terms.
fn word(term: &[Value]) -> &str {
    match term.get(1) {
        Some(Value::Text(word)) => word,
        _ => "",
    }
}

fn contact(person: &Person) -> String {
    format!("wa:{}", person.phone)
}

/// An instant that is one, so much later.
fn moved(value: &Value, later: i64) -> Value {
    match value {
        Value::Int(at) if *at > 0 => Value::Int(at + later),
        other => other.clone(),
    }
}

/// One case at each step, and one that is over, as the last.
async fn stages(server: &Server) -> Vec<Ticket> {
    let operator = server.officer("operator", "Operator Contoh", &[OPERATOR]).await;
    let kasi = server.officer("kasi", "Kasi Contoh", &[KASI]).await;
    let printer = server.officer("cetak", "Cetak Contoh", &[CETAK]).await;
    let register = server.officer("register", "Register Contoh", &[REGISTER]).await;
    let name = "Sari Contoh";
    let received = server.open_case(name).await;
    let checked = server.open_case(name).await;
    server.decide(&checked, &operator, "penerimaan", "lengkap", Form::default()).await;
    let approved = server.open_case(name).await;
    server.decide(&approved, &operator, "penerimaan", "lengkap", Form::default()).await;
    server.decide(&approved, &kasi, "verifikasi", "rekomendasi", Form::default()).await;
    let printed = server.printed_case(name, &operator, &kasi, &printer).await;
    let over = server.printed_case(name, &operator, &kasi, &printer).await;
    server.decide(&over, &register, "penyerahan", "beritahu", Form::default()).await;
    server.hand_over(&over, &register).await;
    vec![received, checked, approved, printed, over]
}
