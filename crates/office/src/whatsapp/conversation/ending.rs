//! Ending a request from the chat: `batal`, `ulang`, and what is said once it is withdrawn.

use super::answers::wish;
use super::stage::{Purpose, Stage};
use super::{Talk, Wish};
use procedure::{Command, Status, Ticket};

impl Talk<'_> {
    pub(super) fn cancel(&mut self) {
        let going: Vec<Ticket> = self
            .view
            .cases
            .iter()
            .filter(|k| !matches!(k.case.status, Status::Closed(_)) && !k.case.is_told())
            .map(|k| k.ticket.clone())
            .collect();
        let here = match &self.thread.stage {
            Stage::Documents { ticket }
            | Stage::Check { ticket }
            | Stage::Review { ticket }
            | Stage::Sort { ticket, .. } => Some(ticket.clone()),
            _ => None,
        };
        if self.form().is_some_and(|f| f.ticket.is_none()) || self.thread.stage == Stage::Notice {
            self.thread.stage = Stage::Idle;
            self.say("chat-cancelled");
            return;
        }
        match (here, going.as_slice()) {
            (Some(ticket), _) => self.stage(Stage::ConfirmCancel { ticket }),
            (None, []) if self.ready().any(|k| k.case.expected().is_some()) => self.visit(),
            (None, []) => self.say("chat-nothing-to-cancel"),
            (None, [only]) => self.stage(Stage::ConfirmCancel { ticket: only.clone() }),
            (None, _) => self.stage(Stage::Pick { purpose: Purpose::Cancel }),
        }
    }

    /// From the beginning: a draft on the way is dropped.
    pub(super) fn again(&mut self) -> Option<Wish> {
        let draft = self.draft().map(|k| k.ticket.clone());
        self.thread.with_staff = false;
        self.stage(Stage::Notice);
        draft.and_then(|ticket| wish(ticket, Command::Withdraw { why: None }))
    }

    pub(super) fn withdrawn(&mut self, ticket: &Ticket) -> Option<Wish> {
        match self.thread.stage {
            // `ulang`, or a draft dropped for a new one.
            Stage::Notice => {}
            Stage::Resume { .. } => self.stage(Stage::Notice),
            _ => {
                self.thread.stage = Stage::Idle;
                self.ask = false;
                // A case that was sent tells its withdrawal itself.
                if self.known(ticket).is_none_or(|k| k.case.submitted_at.is_none()) {
                    self.say("chat-cancelled");
                }
            }
        }
        None
    }
}
