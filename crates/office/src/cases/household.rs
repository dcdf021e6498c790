//! Cards of one household: which cases one pass serves. Found by the number of the family card, among the words of
//! each case: one range of one index.

use super::{CaseError, Cases, Loaded};
use jiff::Timestamp;
use procedure::handover::one_pass_serves;
use procedure::{Actor, Case, Ticket, UserId};

impl Cases {
    /// The other cases that this one's pass serves for this officer now, and that wait at the gate.
    pub async fn household(
        &self,
        office: &str,
        ticket: &Ticket,
        case: &Case,
        user: &UserId,
        now: Timestamp,
    ) -> Result<Vec<(Ticket, Loaded)>, CaseError> {
        let Some(nomor_kk) = &case.applicant.nomor_kk else { return Ok(Vec::new()) };
        let mut served = Vec::new();
        for summary in self.search(office, nomor_kk.as_str()).await? {
            if summary.ticket == *ticket || summary.closed_at.is_some() {
                continue;
            }
            let Some(other) = self.load(office, &summary.ticket).await? else { continue };
            if other.case.notified && one_pass_serves(case, &other.case, user, now) {
                served.push((summary.ticket, other));
            }
        }
        Ok(served)
    }

    pub(super) async fn serves_household(
        &self,
        office: &str,
        of: &Ticket,
        case: &Case,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<bool, CaseError> {
        let Actor::Officer { user, .. } = actor else { return Ok(false) };
        let shown = self.load(office, of).await?;
        Ok(shown.is_some_and(|shown| one_pass_serves(&shown.case, case, user, now)))
    }
}
