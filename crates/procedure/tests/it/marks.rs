//! The place that an officer marks on a page which they return.

use crate::support::Then;
use crate::support::people::*;
use crate::support::stages::*;
use procedure::{Command, Mark, Refusal};

fn returns(document: &str, mark: Mark) -> Then {
    submitted().when(rani(), fills_in("penerimaan", "kembalikan", marked(document, mark)))
}

#[test]
fn a_marked_place_goes_with_the_fault_that_it_shows() {
    let case = returns("kk", mark("f1")).then_accepted();
    let faults = &case.now().correction.as_ref().expect("returned").faults;
    assert_eq!(faults.iter().map(|f| f.mark.clone()).collect::<Vec<_>>(), [Some(mark("f1"))]);
}

#[test]
fn a_mark_may_be_the_whole_page_and_nothing_beyond_it() {
    let whole = Mark { x: 0, y: 0, width: 1_000, height: 1_000, ..mark("f1") };
    returns("kk", whole.clone()).then_accepted();
    for beside in [
        Mark { x: 1, ..whole.clone() },
        Mark { height: 1_001, ..whole.clone() },
        Mark { x: 1_001, width: 1, ..whole.clone() },
        Mark { y: u16::MAX, height: u16::MAX, ..whole.clone() },
        Mark { width: 0, ..whole.clone() },
        Mark { height: 0, ..whole },
    ] {
        returns("kk", beside).then_refused(Refusal::BadMark { document: "kk".into() });
    }
}

#[test]
fn a_mark_lies_on_a_page_of_the_document_at_fault_and_on_no_other() {
    let bad = |document: &str| Refusal::BadMark { document: document.into() };
    returns("kk", mark("f2")).then_refused(bad("kk"));
    returns("kk", mark("bukan-berkasnya")).then_refused(bad("kk"));
    for page in [0, 2] {
        returns("kk", Mark { page, ..mark("f1") }).then_refused(bad("kk"));
    }
}

#[test]
fn a_page_that_no_longer_counts_is_not_marked() {
    let replaced = submitted().done(rani(), Command::SetAside { file: "f1".into(), why: "Ganda".to_owned() });
    replaced
        .when(rani(), fills_in("penerimaan", "kembalikan", marked("kk", mark("f1"))))
        .then_refused(Refusal::BadMark { document: "kk".into() });
}
