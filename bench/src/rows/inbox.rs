//! The operator's inbox page with a hundred times as many cases in the tables, beside the same page with
//! few: it should not matter.

use super::{Effort, Pairs, undisturbed};
use crate::fill::fill;
use crate::http::Connection;
use crate::installation::{Database, Office};
use crate::load;
use crate::report::Line;
use crate::stats::Latency;
use anyhow::{Context, Result, ensure};
use office::cases::inbox::PAGE;
use office::params;
use tokio::runtime::Runtime;

const FEW: usize = 1_000;
const MANY: usize = 100_000;
const GOAL: f64 = 1.3;

pub fn measure(runtime: &Runtime, effort: Effort) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for database in Database::BOTH {
        let few = runtime.block_on(filled(database, FEW)).context("few cases")?;
        let many = runtime.block_on(filled(database, MANY)).context("many cases")?;
        let mut pairs = Pairs::default();
        for round in 0..=effort.rounds {
            let both = || Ok((latency(&many, effort)?, latency(&few, effort)?));
            let ((many, few), others) = undisturbed(effort, both)?;
            // The first only warms up.
            if round > 0 {
                pairs.push(many, few, others);
            }
        }
        let mut line = pairs.line("inbox page, 100,000 cases : 1,000 cases", database.name(), "ms");
        line.goal = Some(GOAL);
        lines.push(line);
    }
    Ok(lines)
}

async fn filled(database: Database, count: usize) -> Result<Office> {
    let office = Office::start(database).await?;
    fill(&office, count).await?;
    ensure!(office.count("SELECT count(*) FROM cases").await? == i64::try_from(count)?, "not every case");
    check(&office).await?;
    Ok(office)
}

/// The median of the page's time, in milliseconds, for one reader.
fn latency(office: &Office, effort: Effort) -> Result<f64> {
    let burst =
        load::closed(office.host, 1, effort.burst / 2, |connection, _| page(connection, office).map(drop))?;
    Ok(Latency::of(burst.latencies).p50)
}

fn page(connection: &mut Connection, office: &Office) -> Result<String> {
    let answer = connection.get("/meja", &office.staff.operator)?;
    ensure!(answer.status == 200, "the inbox was answered with {}", answer.status);
    Ok(String::from_utf8(answer.body)?)
}

/// The page shows exactly the lines that are due first.
async fn check(office: &Office) -> Result<()> {
    let page = page(&mut Connection::open(office.host)?, office)?;
    let sql = "SELECT ticket FROM cases WHERE office = ?1 AND lane = 'penerimaan' AND turn = 'work'
        ORDER BY due_at, ticket LIMIT ?2";
    let app = &office.server.app;
    let rows = app.db.query(sql, params![app.office(), PAGE + 1]).await?;
    let tickets: Vec<String> = rows.iter().map(|r| r.text(0)).collect::<Result<_, _>>()?;
    let shown = tickets.iter().take_while(|t| page.contains(t.as_str())).count();
    ensure!(shown == tickets.len().min(PAGE), "the inbox shows {shown} cases of {}", tickets.len());
    Ok(())
}
