//! What an officer may do to a case beside recording an outcome: asked of the rules, so that a screen never
//! offers what would be refused.

use super::Standing;
use crate::accounts::User;
use procedure::event::Waiting;
use procedure::{Command, FileId, Refusal, UserId};

#[derive(Default)]
pub struct Offers {
    pub claim: bool,
    pub release: bool,
    pub pause: bool,
    pub resume: bool,
    pub ask_jump: bool,
    pub grant_jump: bool,
    pub decline_jump: bool,
    pub withdraw: bool,
    pub reopen: bool,
    pub write: bool,
    pub sort: bool,
    /// To whom the step may be given, by id and name.
    pub colleagues: Vec<(UserId, String)>,
}

pub fn offers(standing: &Standing<'_>, users: &[User]) -> Offers {
    let why = String::new;
    let claimed = standing.case.step.as_ref().is_some_and(|s| s.claim.is_some());
    let at_work = standing.case.waiting.is_none();
    Offers {
        claim: !claimed && at_work && standing.may(Command::Claim),
        release: claimed && standing.may(Command::Release),
        pause: standing.may(Command::Pause { waiting: Waiting::Stock, why: why() }),
        resume: standing.may(Command::Resume),
        ask_jump: standing.case.jump.is_none() && standing.may(Command::AskJump { why: why() }),
        grant_jump: !standing.case.jumps() && standing.may(Command::GrantJump),
        decline_jump: !standing.case.jumps() && standing.may(Command::DeclineJump { why: why() }),
        withdraw: standing.may(Command::Withdraw { why: None }),
        reopen: standing.may(Command::Reopen { why: why() }),
        write: standing.may(Command::Write { text: why() }),
        sort: may_sort(standing),
        colleagues: colleagues(standing, users),
    }
}

/// The rules look at the power first and for the file second.
fn may_sort(standing: &Standing<'_>) -> bool {
    let nowhere = Command::SetAside { file: FileId::new(""), why: String::new() };
    standing.refusal(nowhere) == Some(Refusal::UnknownFile)
}

fn colleagues(standing: &Standing<'_>, users: &[User]) -> Vec<(UserId, String)> {
    let may = |u: &&User| {
        !u.disabled
            && standing.may(Command::Reassign {
                to: u.id.clone(),
                to_name: u.name.clone(),
                to_roles: u.roles.clone(),
                why: String::new(),
            })
    };
    users.iter().filter(may).map(|u| (u.id.clone(), u.name.clone())).collect()
}
