//! What the table comes to, written down in `golden/` line by line, so that a change of who may is seen as one; and the
//! rules that no line of it may break.

use permissions::{
    ADMINISTRATOR, MINISTRY, Right, Route, Rule, Stage, Standing, Subject, Takes, Verb, Verdict, is_own_step,
};
use procedure::{Procedure, RoleId, loader};
use std::fmt::Write;

/// The procedure that Rancak ships, and one that only tests run.
const SHIPPED: &str = include_str!("../../../procedures/penggantian-ktp-el.toml");
const ANOTHER: &str = include_str!("../../procedure/tests/it/penggantian-kk.toml");

fn loaded(text: &str) -> Procedure {
    loader::load(text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The shipped procedure of an office that has nothing beside its steps.
fn bare() -> Procedure {
    let mut p = loaded(SHIPPED);
    (p.handover, p.appointments, p.survey) = (None, None, Vec::new());
    p
}

fn roles(p: &Procedure) -> Vec<RoleId> {
    p.roles.iter().map(|r| r.id.clone()).chain([ADMINISTRATOR, MINISTRY].map(RoleId::new)).collect()
}

/// Holds a text against the one that was looked at by people.
fn golden(name: &str, made: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    if known != made {
        let new = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&new, made).expect("written");
        panic!("{name} has changed; look at it, and if it is right: cp {new} {path}");
    }
}

#[test]
fn who_holds_which_right_is_what_was_looked_at() {
    let mut made = String::new();
    for (what, p) in [("shipped", loaded(SHIPPED)), ("another", loaded(ANOTHER)), ("bare", bare())] {
        writeln!(made, "# {what}").expect("text");
        for right in Right::ALL {
            let all = roles(&p);
            let holders = all.iter().filter(|r| right.held_by(&p, std::slice::from_ref(r)));
            let mut holders: Vec<&str> = holders.map(RoleId::as_str).collect();
            if right.held_by(&p, &[]) {
                holders.push("(no role)");
            }
            writeln!(made, "{right:?}: {}", holders.join(" ")).expect("text");
        }
    }
    golden("rights.txt", &made);
}

#[test]
fn any_one_of_the_powers_that_open_the_day_of_appointments_opens_it() {
    let role = RoleId::new("operator_cetak");
    let sees = |p: &Procedure| Right::SeesVisits.held_by(p, std::slice::from_ref(&role));
    let mut p = loaded(SHIPPED);
    (p.powers.appointments, p.powers.protocol) = (Vec::new(), Vec::new());
    assert!(!sees(&p));
    p.powers.protocol = vec![role.clone()];
    assert!(sees(&p), "whoever sets the protocol");
    (p.powers.appointments, p.powers.protocol) = (vec![role.clone()], Vec::new());
    assert!(sees(&p), "whoever receives");
    p.appointments = None;
    assert!(!sees(&p), "where there are none");
}

#[test]
fn whoever_has_two_roles_has_the_rights_of_both_and_no_more() {
    let p = loaded(SHIPPED);
    for right in Right::ALL.iter().filter(|r| **r != Right::HasDesk) {
        for (a, b) in roles(&p).iter().flat_map(|a| roles(&p).into_iter().map(move |b| (a.clone(), b))) {
            let either =
                right.held_by(&p, std::slice::from_ref(&a)) || right.held_by(&p, std::slice::from_ref(&b));
            assert_eq!(right.held_by(&p, &[a.clone(), b.clone()]), either, "{right:?} {a:?} {b:?}");
        }
    }
}

#[test]
fn the_rights_of_people_without_an_account_are_no_officers() {
    let p = loaded(SHIPPED);
    for right in Right::ALL.iter().filter(|r| !r.is_officers()) {
        assert!(!right.held_by(&p, &roles(&p)), "{right:?}");
    }
    assert_eq!(Right::ALL.iter().filter(|r| !r.is_officers()).count(), 12);
}

#[test]
fn which_cases_each_stage_has_is_what_was_looked_at() {
    let mut made = String::new();
    for text in [SHIPPED, ANOTHER] {
        let p = loaded(text);
        writeln!(made, "# {}", p.id).expect("text");
        let steps = p.steps.iter().map(|s| ("open", s.id.as_str()));
        let others =
            ["draft", "handed_over", "rejected", "withdrawn", "not_collected", "open"].map(|s| (s, ""));
        // One that was reopened and stands at a step again.
        let again = p.steps.iter().map(|s| ("handed_over", s.id.as_str()));
        for (status, lane) in steps.chain(others).chain(again) {
            let all = [Stage::Any, Stage::Running, Stage::Verified, Stage::AtGate, Stage::HandedOver];
            let has: Vec<String> = all
                .iter()
                .filter(|s| s.has(&p, Standing { status, lane }))
                .map(|s| format!("{s:?}"))
                .collect();
            writeln!(made, "{status} {lane}: {}", has.join(" ")).expect("text");
        }
    }
    golden("stages.txt", &made);
}

#[test]
fn each_row_says_what_was_looked_at() {
    let mut made = String::new();
    for route in Route::ALL {
        let row = route.row();
        let (verb, path, who, subject) = (row.verb.word(), row.path, row.who, row.subject);
        write!(made, "{verb} {path} {who:?} {subject:?} {:?} ", row.behind).expect("text");
        writeln!(made, "{:?} {:?} {}", row.purpose, row.stage(), row.is_write()).expect("text");
    }
    golden("rows.txt", &made);
}

#[test]
fn what_each_address_takes_and_answers_is_what_was_looked_at() {
    let mut made = String::new();
    for route in Route::ALL {
        let takes = route.takes();
        writeln!(made, "{route:?} takes {takes:?} {:?}", takes.media_type().unwrap_or_default())
            .expect("text");
        for (status, kinds) in route.answers() {
            writeln!(made, "  {status} {}", kinds.join(", ")).expect("text");
        }
    }
    golden("contract.txt", &made);
}

#[test]
fn no_two_addresses_are_the_same_and_by_get_nothing_is_sent() {
    let mut all: Vec<(&str, &str)> = Route::ALL.iter().map(|r| (r.row().path, r.row().verb.word())).collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
    for route in Route::ALL.iter().filter(|r| r.row().verb == Verb::Get) {
        assert!(!route.row().is_write() && route.takes() == Takes::Nothing, "{route:?}");
    }
}

#[test]
fn each_rule_is_refused_in_words_of_its_own_and_by_no_two_alike_but_those_that_are_one_rule() {
    let all = [
        (Rule::OwnStep, "refusal-not-your-role"),
        (Rule::OwnPower, "refusal-not-your-power"),
        (Rule::Separation, "refusal-same-officer"),
        (Rule::OperatorProof, "refusal-proof-needed"),
        (Rule::AskerNotGranter, "refusal-own-jump"),
        (Rule::FinderNotReviewer, "refusal-same-officer"),
        (Rule::HolderNotReviewer, "emergency-not-own"),
        (Rule::ProposerNotApprover, "refusal-adoption-own-proposal"),
        (Rule::OwnHands, "refusal-blank-own-hands"),
        (Rule::FingerVerdict, "refusal-verdict-too-old"),
        (Rule::Sequence, "refusal-elsewhere-now"),
        (Rule::ReceiverNotEraser, "privacy-not-alone"),
        (Rule::OpenerNotCloser, "incident-not-alone"),
        (Rule::NotOneself, "keys-not-yourself"),
        (Rule::LastAdministrator, "users-last-administrator"),
    ];
    for (rule, key) in all {
        assert_eq!(rule.refusal(), key, "{rule:?}");
    }
}

#[test]
fn whoever_has_not_signed_in_is_sent_to_do_so_from_every_address_of_an_officer() {
    let p = loaded(SHIPPED);
    for route in Route::ALL {
        let row = route.row();
        let expected = match row.who {
            Right::InDemonstration => Verdict::NotThere,
            who if who.is_officers() => Verdict::SignInFirst,
            _ => Verdict::Enter,
        };
        assert_eq!(row.verdict(&p, None, false), expected, "{route:?}");
        if row.who == Right::InDemonstration {
            assert_eq!(row.verdict(&p, None, true), Verdict::Enter, "{route:?}");
            assert_eq!(row.verdict(&p, Some(&roles(&p)), false), Verdict::NotThere, "{route:?}");
        }
    }
}

#[test]
fn nothing_is_there_for_whoever_lacks_the_right_and_what_the_path_names_is_asked_of_the_rest() {
    let p = loaded(SHIPPED);
    for route in Route::ALL.iter().filter(|r| r.row().who.is_officers()) {
        let row = route.row();
        for role in roles(&p) {
            let verdict = row.verdict(&p, Some(std::slice::from_ref(&role)), false);
            let expected = match (row.who.held_by(&p, std::slice::from_ref(&role)), row.subject) {
                (false, _) => Verdict::NotThere,
                (true, Subject::Nothing) => Verdict::Enter,
                (true, Subject::OwnStep) => Verdict::ForOwnStep,
                (true, Subject::Case(stage)) => Verdict::ForCase(stage),
            };
            assert_eq!(verdict, expected, "{route:?} {role:?}");
        }
    }
}

#[test]
fn a_step_is_theirs_who_work_at_it_and_one_that_is_none_is_nobodys() {
    let p = loaded(SHIPPED);
    for step in &p.steps {
        for role in roles(&p) {
            let own = is_own_step(&p, std::slice::from_ref(&role), step.id.as_str());
            assert_eq!(own, role == step.role, "{:?} {role:?}", step.id);
        }
        assert!(!is_own_step(&p, &[], step.id.as_str()));
    }
    assert!(!is_own_step(&p, &roles(&p), "nowhere") && !is_own_step(&p, &roles(&p), ""));
}
