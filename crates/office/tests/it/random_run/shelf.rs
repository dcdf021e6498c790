//! What may happen to blank cards and to the book of appointments, drawn by chance.

use super::Run;
use crate::support::stock::{keeper, serial};
use crate::support::story::{OFFICE, officer};
use office::cases::CaseError;
use office::stock::Wish;
use procedure::appointment::VisitCommand;
use procedure::ledger::{CloseCommand, StockCommand};
use procedure::{Actor, Level};
use rand::Rng;

impl Run {
    pub(super) async fn shift(&mut self, actor: Actor, first: &str, last: &str, command: StockCommand) {
        let wish = Wish { actor, at: self.now, once: None };
        match self.stock.shift(&wish, &serial(first), &serial(last), command).await {
            Ok(_) | Err(CaseError::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }

    pub(super) async fn delivers(&mut self) {
        let first = format!("B{:07}", 5_000_000 + self.blanks);
        let last = format!("B{:07}", 5_000_000 + self.blanks + 4);
        self.blanks += 5;
        let receive = StockCommand::Receive { note: format!("SJ-{}", self.blanks) };
        self.shift(keeper(), &first, &last, receive).await;
        let who = self.by_chance(&["A", "B"]);
        let Actor::Officer { user, name, roles, .. } = officer("operator_cetak", who) else { return };
        let hand_out = StockCommand::HandOut { to: user, to_name: name, to_roles: roles };
        self.shift(keeper(), &first, &last, hand_out).await;
        if self.cases.call_in_turn(OFFICE, self.now).await.expect("called") > 0 {
            self.read_all_again("called in turn").await;
        }
    }

    pub(super) async fn moves_a_blank(&mut self) {
        let why = || "Acak".to_owned();
        let command = match self.rng.random_range(0..5) {
            0 => StockCommand::HandIn,
            1 => StockCommand::Spoil { ticket: None, why: why() },
            2 => StockCommand::Lose { why: why() },
            3 => StockCommand::Find { why: why() },
            _ => StockCommand::Return { note: why() },
        };
        let (who, blank) = (self.by_chance(&["A", "B"]), self.some_serial());
        let actor = if self.rng.random() { keeper() } else { officer("operator_cetak", who) };
        self.shift(actor, &blank, &blank, command).await;
    }

    pub(super) async fn closes(&mut self) {
        let Some(open) = self.stock.open().await.expect("read") else { return };
        let counted = open.period.balance.closing() - i64::from(self.rng.random_range(0..8_u8) == 0);
        let count = CloseCommand::Count { counted, why: Some("Dihitung".to_owned()) };
        for (actor, command) in [(keeper(), count), (officer("kabid", "A"), CloseCommand::Countersign)] {
            let wish = Wish { actor, at: self.now, once: None };
            match self.stock.close(&wish, open.no, &command).await {
                Ok(()) | Err(CaseError::Refused(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }

    pub(super) async fn sets_the_level(&mut self) {
        let level = self.by_chance(&Level::ALL);
        let visits = self.cases.visits(OFFICE);
        let by = Wish { actor: officer("kasi", "A"), at: self.now, once: None };
        let command = VisitCommand::SetLevel { level, why: "Kasus berubah".to_owned() };
        match visits.change(&by, &command).await {
            Ok(()) | Err(CaseError::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
        visits.settle(&self.cases, self.now).await.expect("settled");
        self.read_all_again("the level").await;
    }
}
