//! Ten years of figures quickly: the facts of one real case, copied under tickets of their own to other days, districts
//! and durations, and added up by SQL. For reading only; what the copies do not have is events.

use crate::installation::Office;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER};
use anyhow::{Result, ensure};
use jiff::ToSpan;
use jiff::civil::Date;
use office::db::Statement;
use office::figures::Which;
use office::params;
use procedure::measure::{Figure, Period, bucket};
use procedure::{Form, Ticket};

/// So many days back from today: ten years, less a leap day.
pub const DAYS: i64 = 3_650;
/// Cases copied in one transaction.
const BATCH: usize = 50_000;

const TABLES: [&str; 4] = [
    "CREATE TABLE bench_days (i BIGINT PRIMARY KEY, day TEXT NOT NULL)",
    "CREATE TABLE bench_districts (i BIGINT PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE bench_reasons (i BIGINT PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE bench_values (value BIGINT PRIMARY KEY, bucket BIGINT NOT NULL)",
];

const REASONS: [&str; 5] = ["hilang", "rusak", "perubahan", "hilang,perubahan", "perubahan,rusak"];

const FACTS: &str = "INSERT INTO facts (office, ticket, no, figure, subject, day, value, district, reasons)
    WITH RECURSIVE n (i) AS (SELECT CAST(?3 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
    SELECT t.office, 'X' || CAST(10000000 + n.i AS TEXT), t.no, t.figure, t.subject, d.day,
        t.value * (20 + (n.i * 37) % 180) / 100, k.name, r.name
    FROM n JOIN bench_days d ON d.i = n.i % 3650 JOIN bench_districts k ON k.i = (n.i / 7) % 15
        JOIN bench_reasons r ON r.i = (n.i / 11) % 5
        JOIN facts t ON t.office = ?1 AND t.ticket = ?2";

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
    prepare(filled).await?;
    let office = filled.server.app.office();
    for from in (0..count).step_by(BATCH) {
        let to = (from + BATCH).min(count);
        let copy = |sql| Statement::new(sql, params![office, ticket.as_str(), from, to]);
        filled.write(vec![copy(FACTS), copy(CASES)]).await?;
    }
    buckets(filled).await?;
    filled.write(vec![Statement::new("DELETE FROM figures", params![])]).await?;
    for sql in sums() {
        filled.write(vec![Statement::new(sql, params![])]).await?;
    }
    filled.settle().await?;
    check(filled).await
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

async fn prepare(filled: &Office) -> Result<()> {
    for table in TABLES {
        filled.write(vec![Statement::new(table, params![])]).await?;
    }
    let today = today(filled);
    let mut rows = Vec::new();
    for i in 0..DAYS {
        let sql = "INSERT INTO bench_days (i, day) VALUES (?1, ?2)";
        rows.push(Statement::new(sql, params![i, (today - i.days()).to_string()]));
    }
    for (i, name) in (0i64..).zip(office::regions::districts("1301")) {
        let sql = "INSERT INTO bench_districts (i, name) VALUES (?1, ?2)";
        rows.push(Statement::new(sql, params![i, name]));
    }
    for (i, name) in (0i64..).zip(REASONS) {
        let sql = "INSERT INTO bench_reasons (i, name) VALUES (?1, ?2)";
        rows.push(Statement::new(sql, params![i, name]));
    }
    filled.write(rows).await
}

async fn buckets(filled: &Office) -> Result<()> {
    let sql = "SELECT DISTINCT value FROM facts";
    let mut rows = Vec::new();
    for row in filled.server.app.db.query(sql, params![]).await? {
        let value = row.int(0)?;
        let insert = "INSERT INTO bench_values (value, bucket) VALUES (?1, ?2)";
        rows.push(Statement::new(insert, params![value, bucket(u64::try_from(value)?)]));
    }
    filled.write(rows).await
}

/// The statements that make the counters of the facts, one for each kind.
fn sums() -> Vec<&'static str> {
    let mut all = Vec::new();
    for (grain, period) in [("day", "f.day"), ("month", "substr(f.day, 1, 7)")] {
        for district in ["'*'", "f.district"] {
            for reasons in ["'*'", "f.reasons"] {
                if grain == "day" && district != "'*'" {
                    continue;
                }
                let mut add = |figure: &str, subject: &str, bucket: &str, which: &str| {
                    let sql = format!(
                        "INSERT INTO figures (office, grain, district, reasons, period, figure, subject, bucket,
                            counted, total)
                        SELECT f.office, '{grain}', {district}, {reasons}, {period}, {figure}, {subject}, {bucket},
                            count(*), CAST(sum(f.value) AS BIGINT)
                        FROM facts f JOIN bench_values v ON v.value = f.value {which}
                        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
                    );
                    all.push(&*Box::leak(sql.into_boxed_str()));
                };
                let bucket = "CASE WHEN f.figure IN ('step', 'closed') THEN v.bucket ELSE 0 END";
                add("f.figure", "f.subject", bucket, "");
                let broken = "WHERE f.figure IN ('submitted', 'closed', 'case_late', 'returned')";
                if district == "'*'" {
                    add("f.figure || '/district'", "f.district", "0 * v.bucket", broken);
                }
                if reasons == "'*'" {
                    add("f.figure || '/reasons'", "f.reasons", "0 * v.bucket", broken);
                }
            }
        }
    }
    all
}

/// What is added up is what is there.
async fn check(filled: &Office) -> Result<()> {
    let app = &filled.server.app;
    let today = today(filled);
    let all = Period::new(today - (DAYS - 1).days(), today, today).map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let answer = app.figures.answer(&Which::default(), &all).await?;
    let facts = filled.count("SELECT count(*) FROM facts").await?;
    let told: u64 = Figure::ALL.iter().map(|f| answer.count(*f)).sum();
    ensure!(i64::try_from(told)? == facts, "{told} of {facts} facts are added up");
    Ok(())
}
