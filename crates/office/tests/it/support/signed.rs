//! An office whose record is signed, and hands that change it past the program.

use super::databases::Backend;
use super::server::settings;
use super::stock::supply;
use super::story::{OFFICE, cases, minute, officer, reached};
use office::audit::Audit;
use office::cases::Cases;
use office::db::{Statement, Write};
use office::events::hash_in;
use office::params;
use procedure::Ticket;
use seal::record::{Finding, Hash, Leaf, Name, digest};

pub const DELETE: &str = "DELETE FROM events WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";

/// An office with some history, and its record signed twice.
pub struct Signed {
    pub audit: Audit,
    pub cases: Cases,
    pub tickets: Vec<Ticket>,
    /// Where its checkpoints are kept.
    pub folder: tempfile::TempDir,
}

pub async fn signed(b: &Backend) -> Signed {
    let folder = tempfile::tempdir().expect("folder");
    let audit = Audit::open(&settings(folder.path(), 1)).expect("a store of checkpoints");
    let cases = cases(&b.db);
    let mut tickets = vec![reached(&cases, OFFICE, 1, "rekomendasi").await];
    supply(&cases.stock(OFFICE), &officer("operator_cetak", "A"), minute(0), ("AB100001", "AB100005")).await;
    audit.sign(&b.db, minute(60)).await.expect("signed").expect("a checkpoint");
    tickets.push(reached(&cases, OFFICE, 2, "lengkap").await);
    tickets.push(reached(&cases, OFFICE, 3, "lengkap").await);
    let last = audit.sign(&b.db, minute(120)).await.expect("signed").expect("a checkpoint");
    assert_eq!(audit.kept.sizes().await.expect("sizes").last(), Some(&last.size));
    Signed { audit, cases, tickets, folder }
}

impl Signed {
    pub async fn findings(&self, b: &Backend) -> Vec<Finding> {
        self.audit.verify(&b.db).await.expect("verified").findings
    }
}

/// What an event of a case is called.
pub fn event(ticket: &Ticket, seq: u64) -> Name {
    Name { log: "case".to_owned(), stream: ticket.to_string(), seq }
}

/// By hand, past the program.
pub async fn behind(b: &Backend, sql: &'static str, values: Vec<office::db::Value>) {
    b.db.write(Write::one(Statement::new(sql, values).must_change())).await.expect("tampered");
}

/// As [`behind`], of one event.
pub async fn on(b: &Backend, sql: &'static str, ticket: &Ticket, seq: u64) {
    behind(b, sql, params![OFFICE, ticket.as_str(), seq]).await;
}

/// Somebody who knows how: changes an event and computes every hash of its chain anew.
pub async fn rewrite(b: &Backend, ticket: &Ticket, from: u64) {
    let sql = "SELECT seq, at, kind, body, hash FROM events
        WHERE office = ?1 AND log = 'case' AND stream = ?2 ORDER BY seq";
    let mut before = Hash::default();
    for row in b.db.query(sql, params![OFFICE, ticket.as_str()]).await.expect("rows") {
        let (seq, kind) =
            (u64::try_from(row.int(0).expect("a number")).expect("a number"), row.text(2).expect("text"));
        let at = row.int(1).expect("a number") + i64::from(seq == from);
        if seq < from {
            before = hash_in(&row, 4).expect("a hash");
            continue;
        }
        let body = digest(row.bytes(3).expect("bytes"));
        let stream = ticket.as_str();
        let (log, kind) = ("case", kind.as_str());
        before = Leaf { office: OFFICE, log, stream, seq, at, kind, before: &before, body: &body }.hash();
        let sql = "UPDATE events SET at = ?4, hash = ?5 WHERE office = ?1 AND log = 'case' AND stream = ?2 AND seq = ?3";
        behind(b, sql, params![OFFICE, stream, seq, at, before.to_vec()]).await;
    }
}
