//! Ten years of figures quickly: copies of one real case's facts, added up by the office's own rule, and rows for their
//! cases. For reading only; what the copies do not have is events.

use crate::copies::{COUNTER, Copies, DAYS, FACT, Sums, add};
use crate::installation::Office;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER};
use anyhow::{Context, Result, bail, ensure};
use jiff::ToSpan;
use jiff::civil::Date;
use office::db::{Row, Statement, Value};
use office::figures::{Counter, Which};
use office::params;
use procedure::measure::{Fact, Figure, Period, Scope};
use procedure::{Form, Ticket};

/// Cases copied in one transaction.
const BATCH: usize = 20_000;
/// Up to so many cases every fact is read again and every counter held against it.
const HELD: usize = 1_000;

/// Of fifty cases one is open.
const CASES: &str = "INSERT INTO cases (office, ticket, seq, procedure, version, status, lane, turn, due_at, minutes,
        name, nik, phone, contact, reasons, channel, opened_at, submitted_at, closed_at, updated_at)
    WITH RECURSIVE n (i) AS (SELECT CAST(?3 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
    SELECT t.office, 'X' || CAST(10000000 + n.i AS TEXT), t.seq, t.procedure, t.version,
        CASE WHEN n.i % 50 = 0 THEN 'open' ELSE t.status END,
        CASE WHEN n.i % 50 > 0 THEN '' WHEN n.i % 200 = 0 THEN 'penerimaan' WHEN n.i % 200 = 50 THEN 'verifikasi'
            WHEN n.i % 200 = 100 THEN 'pencetakan' ELSE 'penyerahan' END,
        CASE WHEN n.i % 50 > 0 THEN '' WHEN n.i % 350 = 0 THEN 'stock' ELSE 'work' END,
        t.due_at + n.i, t.minutes, t.name, t.nik, t.phone, t.contact, t.reasons, t.channel, t.opened_at,
        t.submitted_at - (n.i % 5000) * 1000000, t.closed_at, t.updated_at
    FROM n JOIN cases t ON t.office = ?1 AND t.ticket = ?2";

/// Fills an empty office with `count` cases' facts, and has the database settle.
pub async fn fill(filled: &Office, count: usize) -> Result<()> {
    let ticket = whole_case(filled).await;
    // The case itself is the projector's own work: so it must be ours.
    hold(filled).await?;
    let office = filled.server.app.office();
    let copies = Copies::new(office, facts(filled).await?, today(filled), count);
    let mut bulk = filled.bulk().await?;
    let indexes = bulk.drop_indexes(&["facts", "cases"]).await?;
    for from in (0..count).step_by(BATCH) {
        let to = (from + BATCH).min(count);
        bulk.copy("facts", &FACT, copies.rows(from..to)).await?;
        filled.write(vec![Statement::new(CASES, params![office, ticket.as_str(), from, to])]).await?;
    }
    bulk.make(indexes).await?;
    filled.write(vec![Statement::new("DELETE FROM figures", params![])]).await?;
    for sums in copies.years() {
        // In the order in which they would have come to be.
        let mut sums: Vec<_> = sums.iter().collect();
        sums.sort_by_key(|(counter, _)| &counter.period);
        let rows = sums.into_iter().map(|(counter, sum)| row(office, counter, *sum));
        bulk.copy("figures", &COUNTER, rows).await?;
    }
    drop(bulk);
    filled.settle().await?;
    check(filled, count).await
}

fn row(office: &str, counter: &Counter, (counted, total): (u64, u64)) -> Vec<Value> {
    let Counter { grain, district, reasons, period, figure, subject, bucket } = counter;
    params![office, *grain, district, reasons, period, figure, subject, *bucket, counted, total]
}

/// A case that was handed over, with a day's work of time in it; added up.
async fn whole_case(filled: &Office) -> Ticket {
    let server = &filled.server;
    let operator = server.officer("operator", "Operator Contoh", &[OPERATOR]).await;
    let kasi = server.officer("kasi", "Kasi Contoh", &[KASI]).await;
    let printer = server.officer("cetak", "Cetak Contoh", &[CETAK]).await;
    let register = server.officer("register", "Register Contoh", &[REGISTER]).await;
    let ticket = server.open_case("Sari Contoh").await;
    let serial = server.blank(&printer).await;
    let steps = [
        (&operator, "penerimaan", "lengkap", Form::default()),
        (&kasi, "verifikasi", "rekomendasi", Form::default()),
        (&printer, "pencetakan", "perintah_cetak", Form::default()),
        (&printer, "pencetakan", "tercetak", serial),
        (&printer, "pencetakan", "aktif", Form::default()),
        (&register, "penyerahan", "beritahu", Form::default()),
    ];
    for (by, step, outcome, form) in steps {
        server.minutes_later(8);
        server.decide(&ticket, by, step, outcome, form).await;
    }
    server.minutes_later(30);
    server.hand_over(&ticket, &register).await;
    let app = &server.app;
    let late = app.clock.now().saturating_add(jiff::SignedDuration::from_hours(1)).expect("an instant");
    while app.figures.project(&app.cases, late).await.expect("added up") > 0 {}
    ticket
}

pub fn today(filled: &Office) -> Date {
    let app = &filled.server.app;
    app.cases.procedures().active().calendar.offset.to_datetime(app.clock.now()).date()
}

/// Every fact that is kept, in the order of tickets.
async fn facts(filled: &Office) -> Result<Vec<(Fact, Scope)>> {
    let sql = "SELECT figure, subject, day, value, district, reasons FROM facts ORDER BY ticket, no";
    let rows = filled.server.app.db.query(sql, params![]).await?;
    let fact = |row: &Row| {
        let figure = Figure::parse(&row.text(0)?).context("a figure")?;
        let fact = Fact {
            figure,
            subject: row.text(1)?,
            day: row.text(2)?.parse()?,
            value: u64::try_from(row.int(3)?)?,
        };
        Ok((fact, Scope { district: row.text(4)?, reasons: row.text(5)? }))
    };
    rows.iter().map(fact).collect()
}

/// What is added up is what is there: counter by counter where it is not too much, else in number.
async fn check(filled: &Office, count: usize) -> Result<()> {
    if count <= HELD {
        hold(filled).await?;
    }
    let today = today(filled);
    let first = today - (i64::from(DAYS) - 1).days();
    let all = Period::new(first, today, today).map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let answer = filled.server.app.figures.answer(&Which::default(), &all).await?;
    let facts = filled.count("SELECT count(*) FROM facts").await?;
    let told: u64 = Figure::ALL.iter().map(|f| answer.count(*f)).sum();
    ensure!(i64::try_from(told)? == facts, "{told} of {facts} facts are added up");
    Ok(())
}

/// The counters are those that the projector raises for the facts that are kept, one by one: none differs, none is
/// missing, none is too many.
pub async fn hold(filled: &Office) -> Result<()> {
    let mut sums = Sums::new();
    for (fact, scope) in facts(filled).await? {
        add(&mut sums, &fact, &scope, (1, fact.value));
    }
    ensure!(!sums.is_empty(), "no facts are kept");
    let sql = "SELECT grain, district, reasons, period, figure, subject, bucket, counted, total FROM figures
        WHERE counted <> 0";
    for row in filled.server.app.db.query(sql, params![]).await? {
        let (counter, sum) = counted(&row)?;
        let raised = sums.remove(&counter);
        ensure!(raised == Some(sum), "{counter:?} is {sum:?} and should be {raised:?}");
    }
    ensure!(sums.is_empty(), "not added up: {:?}", sums.keys().next());
    Ok(())
}

fn counted(row: &Row) -> Result<(Counter, (u64, u64))> {
    let grain = match row.text(0)?.as_str() {
        "day" => "day",
        "month" => "month",
        "year" => "year",
        other => bail!("a grain: {other}"),
    };
    let counter = Counter {
        grain,
        district: row.text(1)?,
        reasons: row.text(2)?,
        period: row.text(3)?,
        figure: row.text(4)?,
        subject: row.text(5)?,
        bucket: u32::try_from(row.int(6)?)?,
    };
    Ok((counter, (u64::try_from(row.int(7)?)?, u64::try_from(row.int(8)?)?)))
}
