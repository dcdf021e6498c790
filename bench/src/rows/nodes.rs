//! Two nodes over one PostgreSQL beside one node over another, on the same cores: each request goes to the next node in
//! turn, so that every case wanders between them. Nothing may be done twice.

use super::cases::{CLIENTS, FOUND};
use super::{Effort, Pairs, undisturbed};
use crate::course::full_case;
use crate::installation::{Database, Office, Staff, connected};
use crate::load;
use crate::node;
use crate::program::{Left, Program};
use crate::report::{Goal, Line};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::process::Command;
use tokio::runtime::Runtime;

/// Of one node's rate.
const GOAL: f64 = 1.0;

/// So many nodes over one database.
struct Nodes {
    left: Left,
    staff: Staff,
    programs: Vec<Program>,
    done: usize,
}

pub fn measure(runtime: &Runtime, effort: Effort) -> Result<Vec<Line>> {
    let (mut one, mut two) = (Nodes::start(runtime, 1)?, Nodes::start(runtime, 2)?);
    let mut pairs = Pairs::default();
    for round in 0..=effort.rounds {
        let both = || Ok((two.rate(effort)?, one.rate(effort)?));
        let ((two, one), others) = undisturbed(effort, both)?;
        // The first only warms up.
        if round > 0 {
            pairs.push(two, one, others);
        }
    }
    for nodes in [&one, &two] {
        runtime.block_on(nodes.check())?;
    }
    let line = pairs.line("full cases, references, two nodes : one", Database::Postgres.name(), "/s");
    Ok(vec![line.with(Goal::RatioAtLeast(GOAL))])
}

impl Nodes {
    fn start(runtime: &Runtime, count: usize) -> Result<Self> {
        let (left, staff) =
            runtime.block_on(async { Office::start_today(Database::Postgres).await?.leave().await })?;
        let bench = std::env::current_exe()?;
        let node = || {
            let mut command = Command::new(&bench);
            command.arg(node::NAME);
            Program::start(command, &left)
        };
        let programs = (0..count).map(|_| node()).collect::<Result<_>>()?;
        Ok(Self { left, staff, programs, done: 0 })
    }

    fn rate(&mut self, effort: Effort) -> Result<f64> {
        let hosts: Vec<SocketAddr> = self.programs.iter().map(|p| p.host).collect();
        let (first, staff) = (self.done, &self.staff);
        let burst = load::closed(&hosts, CLIENTS, effort.burst, |c, n| full_case(c, staff, first + n))?;
        self.done += burst.done;
        Ok(burst.a_second())
    }

    /// Finished cases = full histories = lines of the register without gaps.
    async fn check(&self) -> Result<()> {
        let client = connected(self.left.settings.get("RANCAK_DATABASE_URL").context("a database")?).await?;
        let mut counted = Vec::new();
        for sql in FOUND {
            counted.push(client.query_one(sql, &[]).await?.get::<_, i64>(0));
        }
        let done = i64::try_from(self.done)?;
        ensure!(counted == [done; 4], "of {done} cases: over, full, registered, last number: {counted:?}");
        Ok(())
    }
}
