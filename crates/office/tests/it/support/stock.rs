//! Blank cards in the hands of whoever prints.

use super::browser::Browser;
use super::server::Server;
use office::cases::CaseError;
use office::stock::{Stock, Wish};
use procedure::ledger::StockCommand;
use procedure::{Actor, Blangko, Form, LedgerRefusal, OperatorAuth, Refusal, RoleId};

/// Somebody who keeps the store.
pub fn keeper() -> Actor {
    Actor::Officer {
        user: "gudang".into(),
        name: "Petugas Gudang".to_owned(),
        roles: vec![RoleId::from("kasi")],
        operator_auth: None,
    }
}

pub fn serial(serial: &str) -> Blangko {
    Blangko::parse(serial).expect("a serial")
}

/// What somebody wants at this instant.
pub fn wish(actor: Actor, at: jiff::Timestamp) -> Wish {
    Wish { actor, at, once: None }
}

/// Received and handed out to this officer; what the ledger has already stays where it is.
pub async fn supply(stock: &Stock, to: &Actor, at: jiff::Timestamp, (first, last): (&str, &str)) {
    let Actor::Officer { user, name, roles, .. } = to else { panic!("{to:?}: not an officer") };
    // Asked for or not, the keeper has just proved who they are.
    let keeper = keeper().proved(OperatorAuth { at, key: "kunci-gudang".into() });
    let (first, last, wish) = (serial(first), serial(last), wish(keeper, at));
    let receive = StockCommand::Receive { note: "SJ-CONTOH-1".to_owned() };
    match stock.shift(&wish, &first, &last, receive).await {
        Ok(_) => {}
        Err(CaseError::Refused(Refusal::Ledger { why: LedgerRefusal::KnownSerial, .. })) => return,
        Err(e) => panic!("{e}"),
    }
    let hand_out = StockCommand::HandOut { to: user.clone(), to_name: name.clone(), to_roles: roles.clone() };
    stock.shift(&wish, &first, &last, hand_out).await.expect("handed out");
}

impl Server {
    /// These blanks, in this printer's hands.
    pub async fn supply(&self, printer: &Browser, first: &str, last: &str) {
        supply(&self.app.stock, &printer.actor(), self.app.clock.now(), (first, last)).await;
    }

    /// One more blank in this printer's hands, as a form that names it.
    pub async fn blank(&self, printer: &Browser) -> Form {
        let received = self.app.stock.open().await.expect("read").map_or(0, |o| o.period.balance.received);
        let serial = format!("BLANGKO{:04}", received + 1);
        self.supply(printer, &serial, &serial).await;
        Form { blangko: Some(serial), ..Form::default() }
    }
}
