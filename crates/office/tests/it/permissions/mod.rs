//! The table of permissions from outside: every row as everybody, with what is there and what is not.

mod contract;
mod fixture;
mod forged;
mod headers;
mod matrix;
mod mistakes;
mod poison;
mod rows;
mod visitors;

use fixture::{Fixture, MARKERS};
use matrix::by_hand;
use office::permissions::{Doors, Route, Stage, Subject};
use procedure::Ticket;
use visitors::{Visitor, everybody};

fn officers() -> impl Iterator<Item = Route> {
    Route::ALL.iter().copied().filter(|r| r.row().who.is_officers())
}

fn names_a_case(route: &Route) -> bool {
    matches!(route.row().subject, Subject::Case(_))
}

fn well(status: u16) -> bool {
    status != 404 && status < 500
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_lets_in_whom_it_names_and_tells_everybody_else_nothing() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    for route in officers() {
        for visitor in &everybody {
            let may = visitor.may(&fixture, route);
            if let (Some(by_hand), true) = (by_hand(route), visitor.name != "peran_lama") {
                let named = by_hand.contains(&visitor.name.as_str());
                assert_eq!(may, named, "{route:?} as {}: the table or the matrix is wrong", visitor.name);
            }
            fixture.restore(route).await;
            let path = fixture.address(route, visitor.officer.as_ref());
            let answer = visitor.asks(route, &path).await;
            let what = format!("{route:?} {path}: {}", answer.status);
            if may {
                assert!(well(answer.status), "{}: {what}: {}", visitor.name, answer.body);
                assert!(!answer.location().starts_with("/masuk"), "{}: {what}", visitor.name);
            } else {
                visitor.is_told_nothing(&answer, &what);
            }
        }
    }
}

/// Another office's, one by chance, no ticket at all, and ways out of the path.
fn elsewhere(fixture: &Fixture) -> Vec<String> {
    let chance = Ticket::from_random(0x5eed_0f71_c4e7).to_string();
    let odd = ["0", "%27%20OR%201%3D1", "..%2f..%2fetc%2fpasswd", "%ff%fe", "%00", "%2e%2e%2fpengguna"];
    let odd = odd.into_iter().map(str::to_owned);
    [fixture.foreign.to_string(), chance].into_iter().chain(odd).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_another_office_and_one_by_chance_and_no_ticket_at_all_are_told_alike() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    for route in officers().filter(names_a_case) {
        for visitor in &everybody {
            for ticket in elsewhere(&fixture) {
                let path = fixture.filled(route, visitor.officer.as_ref(), &ticket);
                let answer = visitor.asks(route, &path).await;
                visitor.is_told_nothing(&answer, &format!("{route:?} {path}: {}", answer.status));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_a_path_that_names_nothing_is_told_like_an_address_that_is_not_there() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let named = |r: &Route| r.row().path.contains('{') && !names_a_case(r);
    // The serial of a blank that the ledger never heard of has a page that says so.
    let known_to_nobody = |r: &Route| !matches!(r, Route::Blank | Route::PhotographBlank);
    for route in officers().filter(named).filter(known_to_nobody) {
        for word in ["0", "%27%20OR%201%3D1", "..%2f..%2fetc%2fpasswd", "%ff%fe", "%00"] {
            let path =
                route.row().path.split('/').map(|part| if part.starts_with('{') { word } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            for visitor in &everybody {
                let answer = visitor.asks(route, &path).await;
                assert!(answer.status < 500, "{}: {route:?} {path}: {}", visitor.name, answer.status);
                if !visitor.may(&fixture, route) {
                    visitor.is_told_nothing(&answer, &format!("{route:?} {path}"));
                }
                assert!(!answer.has(MARKERS[3]), "{}: {path}", visitor.name);
            }
        }
    }
}

/// Which of the fixture's cases each stage is to serve, written by hand.
fn served(stage: Stage) -> [bool; 5] {
    match stage {
        Stage::Any => [true, true, true, true, true],
        Stage::Running => [true, true, true, true, false],
        Stage::Verified => [false, false, true, true, true],
        Stage::AtGate | Stage::HandedOver => [false, false, false, true, true],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_serves_the_cases_of_its_stage_and_of_every_other_it_tells_nothing() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    let cases = [&fixture.draft, &fixture.open, &fixture.printing, &fixture.gate, &fixture.handed];
    for route in officers() {
        let Subject::Case(stage) = route.row().subject else { continue };
        let visitor = everybody.iter().find(|v| v.may(&fixture, route)).expect("somebody may");
        for (case, served) in cases.into_iter().zip(served(stage)) {
            let path = fixture.filled(route, visitor.officer.as_ref(), case.as_str());
            let answer = visitor.asks(route, &path).await;
            if !served {
                visitor.is_told_nothing(&answer, &format!("{route:?} {path}"));
            } else if case == fixture.case_for(route) {
                assert!(well(answer.status), "{route:?} {path}: {}", answer.status);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_not_signed_in_gets_the_same_answer_from_every_address_below_the_desk() {
    let fixture = Fixture::new().await;
    let nobody = Visitor::nobody(&fixture.server).await;
    let real: Vec<String> = officers().map(|r| fixture.address(r, None)).collect();
    let unreal = ["/meja/tidak-ada", "/meja/perkara/tidak/ada/sama/sekali", "/meja/"].map(str::to_owned);
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        for path in real.iter().chain(&unreal) {
            let answer = nobody.browser.send(nobody.browser.request(method.clone(), path)).await;
            nobody.is_told_nothing(&answer, &format!("{method} {path}: {}", answer.status));
            let place = path.split('?').next().unwrap_or_default();
            let back = format!("/masuk?ke={place}");
            let expected = if method == reqwest::Method::GET { back.as_str() } else { "/masuk" };
            assert_eq!(answer.location(), expected, "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_without_a_row_is_answered_like_a_path_without_one() {
    let fixture = Fixture::new().await;
    let everybody = everybody(&fixture).await;
    for visitor in everybody.iter().filter(|v| v.officer.is_some()) {
        for route in officers() {
            let path = fixture.address(route, visitor.officer.as_ref());
            for method in [reqwest::Method::DELETE, reqwest::Method::PATCH, reqwest::Method::OPTIONS] {
                let answer = visitor.browser.send(visitor.browser.request(method.clone(), &path)).await;
                visitor.is_told_nothing(&answer, &format!("{method} {path}"));
            }
        }
    }
    let stranger = fixture.server.stranger();
    let nothing = stranger.get("/tidak-ada").await;
    assert_eq!(nothing.status, 404);
    for path in ["/webhook", "/stasiun/laporan", "/stasiun/pasangkan", "/sehat", "/lacak", "/kirim", "/demo"]
    {
        let answer = stranger.send(stranger.request(reqwest::Method::DELETE, path)).await;
        assert_eq!((answer.status, &answer.bytes), (404, &nothing.bytes), "{path}");
        assert!(answer.headers.get("allow").is_none(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_no_account_says_nothing_of_a_case_to_whoever_brings_nothing() {
    let fixture = Fixture::new().await;
    let nobody = Visitor::nobody(&fixture.server).await;
    for route in Route::ALL.iter().copied().filter(|r| !r.row().who.is_officers()) {
        for word in ["0", fixture.open.as_str(), "%ff%fe", "..%2f..%2fetc%2fpasswd"] {
            let path =
                route.row().path.split('/').map(|part| if part.starts_with('{') { word } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let answer = nobody.asks(route, &path).await;
            assert!(answer.status < 500, "{route:?} {path}: {}", answer.status);
            assert!(MARKERS.iter().all(|m| !answer.has(m)), "{route:?} {path}: {}", answer.body);
        }
    }
}

#[test]
fn every_row_is_served_exactly_once_and_a_rehearsals_rows_in_a_rehearsal_only() {
    let sorted = |doors: Doors| {
        let mut all = doors.merge(office::router::machines()).routes();
        all.sort();
        all
    };
    let rehearsal = |r: &Route| r.row().who == office::permissions::Right::InDemonstration;
    assert_eq!(sorted(office::router::pages(true)), Route::ALL);
    let real: Vec<Route> = Route::ALL.iter().copied().filter(|r| !rehearsal(r)).collect();
    assert_eq!(sorted(office::router::pages(false)), real);
    assert!(real.len() < Route::ALL.len() && real.len() > 100);
}

#[test]
fn a_path_that_names_a_case_or_a_step_says_which_and_no_two_rows_are_the_same_address() {
    let mut seen = std::collections::BTreeSet::new();
    for row in Route::ALL.iter().map(|r| r.row()) {
        let case = row.path.split('/').any(|part| part == "{ticket}");
        assert_eq!(case, matches!(row.subject, Subject::Case(_)), "{}", row.path);
        let step = row.path.split('/').any(|part| part == "{step}");
        assert_eq!(step, row.subject == Subject::OwnStep, "{}", row.path);
        let desk = row.path == "/meja" || row.path.starts_with("/meja/");
        assert_eq!(desk, row.who.is_officers(), "{}: the desk is for officers", row.path);
        assert!(seen.insert((row.verb, row.path)), "{}", row.path);
    }
}
