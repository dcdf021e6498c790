//! `status`: where the sender's cases stand, in a sentence each.

use super::stage::Stage;
use super::{Known, Talk};
use crate::texts;
use procedure::{Status, Ticket};

/// Cases told of at once.
const TOLD: usize = 5;

impl Talk<'_> {
    /// Where the sender's cases stand; somebody else's ticket is as unknown as none.
    pub(super) fn status(&mut self, ticket: Option<&str>) {
        self.ask = !self.thread.with_staff && self.thread.stage != Stage::Idle;
        let asked = ticket.map(Ticket::parse);
        if let Some(Err(_)) = asked {
            self.say("chat-status-bad-ticket");
            return;
        }
        let asked = asked.and_then(Result::ok);
        let lines: Vec<String> = self
            .view
            .cases
            .iter()
            .filter(|k| asked.as_ref().is_none_or(|t| k.ticket == *t))
            .take(TOLD)
            .map(|k| self.status_line(k))
            .collect();
        if lines.is_empty() {
            self.say(if asked.is_some() { "chat-status-unknown" } else { "chat-status-none" });
        }
        self.said.extend(lines);
    }

    fn status_line(&self, known: &Known) -> String {
        let case = &known.case;
        let step = case.step.as_ref().and_then(|s| known.procedure.step(&s.id));
        let args = [
            ("ticket", known.ticket.to_string()),
            ("name", case.applicant.name.clone()),
            ("reasons", self.reason_names(known)),
            ("step", step.map(|s| texts::of(self.thread.language, &s.title).to_owned()).unwrap_or_default()),
            ("no", step.map(|s| s.no.to_string()).unwrap_or_default()),
            ("slot", case.expected().map(|a| self.time_of(a.slot)).unwrap_or_default()),
            ("steps", known.procedure.steps.len().to_string()),
            (
                "closing",
                match case.status {
                    Status::Closed(closing) => self.t(&format!("closing-{}", crate::cases::word(&closing))),
                    _ => String::new(),
                },
            ),
        ];
        let key = match case.status {
            Status::Draft => "chat-status-draft",
            Status::Closed(_) => "chat-status-closed",
            Status::Open if case.correction.is_some() && self.by_link() => "chat-link-status",
            Status::Open if case.correction.is_some() => "chat-status-correction",
            Status::Open if case.gate.under_way.is_some() => "chat-status-sent",
            Status::Open if case.expected().is_some() => "chat-status-visit",
            Status::Open if case.in_safe.is_some() => "chat-status-safe",
            Status::Open if case.notified => "chat-status-ready",
            Status::Open => "chat-status-open",
        };
        self.with(key, &args)
    }
}
