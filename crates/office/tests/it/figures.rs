//! Figures against a count of every single event: after a run by chance, whoever adds up and whatever dies in between.

use crate::support::databases::{Backend, on_both};
use crate::support::stock::supply;
use crate::support::story::{GROUNDS, OFFICE, cases, course, minute, officer, play, record, themself};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use office::cases::{Cases, Order};
use office::db::{Db, Statement, Write};
use office::figures::{Breakdown, By, Cursor, Figures, PAGE, Which};
use office::params;
use procedure::measure::{Fact, Figure, Histogram, Period, Scope, bucket, facts};
use procedure::{Command, Fault, Form, Ticket};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Duration;

const ENDS: &[&str] =
    &["submit", "lengkap", "rekomendasi", "perintah_cetak", "tercetak", "aktif", "beritahu", "serahkan"];
const DISTRICTS: &[Option<&str>] = &[None, Some("Lengayang"), Some("IV Jurai"), Some("Silaut")];
/// After everything that happens here.
const LATE: &str = "2027-06-01T08:00:00+07:00";

fn late() -> Timestamp {
    LATE.parse().expect("an instant")
}

fn figures(on: &Backend) -> Figures {
    Figures::new(on.db.clone(), OFFICE)
}

/// One case that came so far, begun on this day.
async fn one(cases: &Cases, n: u32, rng: &mut StdRng) -> Ticket {
    let (of, end) = (GROUNDS[rng.random_range(0..GROUNDS.len())], ENDS[rng.random_range(0..ENDS.len())]);
    let start = minute(1_440 * rng.random_range(0..90) + rng.random_range(0..400));
    let mut course = course(n, of);
    if let Command::Open { applicant, .. } = &mut course[0].1 {
        applicant.district = DISTRICTS[rng.random_range(0..DISTRICTS.len())].map(str::to_owned);
    }
    let ticket = play(cases, OFFICE, course, end, start).await.expect("the course").ticket;
    if end == "submit" {
        let later = start + SignedDuration::from_mins(rng.random_range(10..60));
        let (actor, command) = match rng.random_range(0..3) {
            0 => (themself(n), Command::Withdraw { why: None }),
            1 => (officer("operator_pelayanan", "B"), record("penerimaan", "kembalikan", fault())),
            _ => return ticket,
        };
        let order = Order::new(Some(ticket.clone()), actor, later, command);
        cases.dispatch(OFFICE, order).await.expect("done");
    }
    ticket
}

fn fault() -> Form {
    let fault = Fault { document: "kk".into(), why: "Buram".to_owned(), mark: None };
    Form { faults: vec![fault], why: Some("Kirim ulang".to_owned()), ..Form::default() }
}

/// Every fact of every case, from the events alone.
async fn every_fact(cases: &Cases, tickets: &[Ticket]) -> Vec<(Fact, Scope)> {
    let mut all = Vec::new();
    for ticket in tickets {
        let loaded = cases.load(OFFICE, ticket).await.expect("read").expect("a case");
        let scope = Scope::of(&loaded.case);
        all.extend(facts(&loaded.procedure, &loaded.events).into_iter().map(|f| (f, scope.clone())));
    }
    all
}

async fn project_all(figures: &Figures, cases: &Cases) {
    while figures.project(cases, late()).await.expect("projected") > 0 {}
}

fn periods() -> Vec<Period> {
    let of = |from: Date, to: Date| Period::new(from, to, date(2027, 12, 31)).expect("a period");
    vec![
        of(date(2026, 11, 23), date(2026, 11, 23)),
        of(date(2026, 11, 1), date(2027, 3, 31)),
        of(date(2026, 12, 5), date(2027, 2, 17)),
        of(date(2026, 11, 30), date(2026, 12, 1)),
        of(date(2019, 1, 1), date(2028, 12, 31)),
        of(date(2025, 11, 15), date(2027, 5, 17)),
    ]
}

/// Every figure of these periods is what counting one by one makes of it, and so is the list behind it.
async fn agree(figures: &Figures, every: &[(Fact, Scope)]) {
    let of = |district: Option<&str>, reasons: Option<&str>| Which {
        district: district.map(str::to_owned),
        reasons: reasons.map(str::to_owned),
    };
    let whiches = [
        of(None, None),
        of(Some("Lengayang"), None),
        of(Some(""), None),
        of(None, Some("hilang")),
        of(Some("IV Jurai"), Some("hilang,perubahan")),
        of(Some("Nowhere"), None),
    ];
    for which in &whiches {
        for period in periods() {
            let within = |(fact, scope): &&(Fact, Scope)| {
                which.district.as_ref().is_none_or(|d| *d == scope.district)
                    && which.reasons.as_ref().is_none_or(|r| *r == scope.reasons)
                    && fact.day >= period.from()
                    && fact.day <= period.to()
            };
            let counted: Vec<&Fact> = every.iter().filter(within).map(|(f, _)| f).collect();
            let answer = figures.answer(which, &period).await.expect("answered");
            if *which == Which::default() {
                let sent = figures.sent(&period).await.expect("read");
                assert_eq!(sent.len() as u64, answer.count(Figure::Submitted));
            }
            for figure in Figure::ALL {
                let naive: Vec<&&Fact> = counted.iter().filter(|f| f.figure == figure).collect();
                assert_eq!(answer.count(figure), naive.len() as u64, "{figure:?} {which:?} {period:?}");
                for (subject, count) in answer.subjects(figure) {
                    let of: Vec<_> = naive.iter().filter(|f| f.subject == subject).collect();
                    assert_eq!(count, of.len() as u64);
                    assert_eq!(answer.total_of(figure, &subject), of.iter().map(|f| f.value).sum::<u64>());
                    if figure.is_spread() {
                        let mut spread = Histogram::default();
                        of.iter().for_each(|f| spread.add(bucket(f.value), 1));
                        assert_eq!(answer.spread_of(figure, &subject), spread);
                    }
                }
                assert_eq!(listed(figures, which, &period, figure).await, naive.len());
                if Breakdown::FIGURES.contains(&figure) {
                    for by in [By::District, By::Reasons] {
                        let open = match by {
                            By::District => which.district.is_none(),
                            By::Reasons => which.reasons.is_none(),
                        };
                        let naive = if open { naive.len() } else { 0 };
                        let apart: u64 = answer.broken_down(figure, by).values().sum();
                        assert_eq!(apart, naive as u64, "{figure:?} {by:?} {which:?} {period:?}");
                    }
                }
            }
        }
    }
}

/// The figures of whatever happened to these cases are what counting makes of it; how many facts that were.
pub async fn hold(db: &Db, cases: &Cases, tickets: &[Ticket]) -> usize {
    let figures = Figures::new(db.clone(), OFFICE);
    while figures.project(cases, Timestamp::MAX).await.expect("projected") > 0 {}
    let every = every_fact(cases, tickets).await;
    agree(&figures, &every).await;
    every.len()
}

/// A line over time, by day and by month, shows everything that was sent and that ended.
async fn lines_agree(figures: &Figures) {
    for district in [None, Some("Lengayang".to_owned())] {
        let which = Which { district, reasons: None };
        for period in periods() {
            let answer = figures.answer(&which, &period).await.expect("answered");
            for monthly in [true, false] {
                let points = figures.trend(&which, &period, monthly).await.expect("read");
                let sent: u64 = points.iter().map(|p| p.submitted).sum();
                let ended: u64 = points.iter().map(|p| p.closed).sum();
                assert_eq!((sent, ended), (answer.count(Figure::Submitted), answer.count(Figure::Closed)));
            }
        }
    }
}

/// How many lines the list behind a figure has, page after page.
async fn listed(figures: &Figures, which: &Which, period: &Period, figure: Figure) -> usize {
    let (mut lines, mut after) = (0, Cursor::default());
    loop {
        let page = figures.list(which, period, figure, None, &after).await.expect("read");
        let shown = page.len().min(PAGE);
        lines += shown;
        match page.get(shown.wrapping_sub(1)) {
            Some(last) if page.len() > PAGE => after = last.at.clone(),
            _ => return lines,
        }
    }
}

/// All rows of the counters that say anything.
async fn counters(on: &Backend) -> Vec<office::db::Row> {
    let sql = "SELECT grain, district, reasons, period, figure, subject, bucket, counted, total FROM figures
        WHERE office = ?1 AND counted <> 0
        ORDER BY grain, district, reasons, period, figure, subject, bucket";
    on.db.query(sql, params![OFFICE]).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_what_counting_every_event_makes_of_them_whoever_adds_up_and_whatever_dies() {
    on_both(|on| async move {
        let (cases, mut rng) = (cases(&on.db), StdRng::seed_from_u64(17));
        // Nobody waits for blanks, or the others would have to wait behind them.
        let operator = officer("operator_cetak", "A");
        supply(&cases.stock(OFFICE), &operator, minute(-60), ("B9000000", "B9000099")).await;
        let (one_process, another) = (figures(&on), Figures::new(on.reopen().await, OFFICE));
        let mut tickets = Vec::new();
        for n in 1..=60 {
            tickets.push(one(&cases, n, &mut rng).await);
            match n % 5 {
                // Two at once.
                0 => {
                    let (a, b) =
                        tokio::join!(one_process.project(&cases, late()), another.project(&cases, late()));
                    a.and(b).expect("projected");
                }
                // One that dies somewhere on the way; its lease runs out.
                1 => {
                    let dying = one_process.project(&cases, late() - SignedDuration::from_hours(1));
                    let _ = tokio::time::timeout(Duration::from_micros(300 * u64::from(n)), dying).await;
                }
                _ => {}
            }
        }
        project_all(&one_process, &cases).await;
        let every = every_fact(&cases, &tickets).await;
        assert!(every.len() > 400, "{} facts prove little", every.len());
        agree(&another, &every).await;
        lines_agree(&another).await;
        // Told anew from nothing it is the same.
        let before = counters(&on).await;
        let told = one_process.rebuild(&cases, late()).await.expect("rebuilt");
        assert_eq!((told, counters(&on).await == before), (60, true), "{}", on.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_of_years_begin_as_the_sums_of_the_months_that_stood_before_them() {
    on_both(|on| async move {
        let (cases, figures, mut rng) = (cases(&on.db), figures(&on), StdRng::seed_from_u64(22));
        for n in 1..=12 {
            one(&cases, n, &mut rng).await;
        }
        project_all(&figures, &cases).await;
        let before = counters(&on).await;
        for sql in
            ["DELETE FROM figures WHERE grain = 'year'", "DELETE FROM migrations WHERE name = '0022_years'"]
        {
            on.db.write(Write::one(Statement::new(sql, params![]))).await.expect("written");
        }
        assert_ne!(counters(&on).await, before, "{}", on.name);
        on.reopen().await;
        assert_eq!(counters(&on).await, before, "{}", on.name);
    })
    .await;
}

#[tokio::test]
async fn a_case_whose_district_is_corrected_is_counted_there_and_nowhere_else() {
    on_both(|on| async move {
        let (cases, figures) = (cases(&on.db), figures(&on));
        let mut course = course(1, GROUNDS[0]);
        if let Command::Open { applicant, .. } = &mut course[0].1 {
            applicant.district = Some("Lengayang".to_owned());
        }
        let ticket = play(&cases, OFFICE, course, "submit", minute(0)).await.expect("sent").ticket;
        project_all(&figures, &cases).await;
        let period = Period::day(date(2026, 11, 23));
        let sent_from = async |district: &str| {
            let which = Which { district: Some(district.to_owned()), reasons: None };
            figures.answer(&which, &period).await.expect("answered").count(Figure::Submitted)
        };
        assert_eq!((sent_from("Lengayang").await, sent_from("Silaut").await), (1, 0));
        let loaded = cases.load(OFFICE, &ticket).await.expect("read").expect("a case");
        let mut applicant = loaded.case.applicant.clone();
        applicant.district = Some("Silaut".to_owned());
        let amend =
            Command::Amend { applicant, grounds: loaded.case.grounds, why: Some("Keliru".to_owned()) };
        let by = officer("operator_pelayanan", "A");
        cases.dispatch(OFFICE, Order::new(Some(ticket), by, minute(20), amend)).await.expect("amended");
        project_all(&figures, &cases).await;
        assert_eq!((sent_from("Lengayang").await, sent_from("Silaut").await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_counted_nowhere_and_one_that_is_gone_leaves_nothing() {
    on_both(|on| async move {
        let (cases, figures) = (cases(&on.db), figures(&on));
        let (actor, open) = course(1, GROUNDS[0]).swap_remove(0);
        let ticket =
            cases.dispatch(OFFICE, Order::new(None, actor, minute(0), open)).await.expect("opened").ticket;
        let withdraw = Command::Withdraw { why: None };
        cases
            .dispatch(OFFICE, Order::new(Some(ticket), themself(1), minute(1), withdraw))
            .await
            .expect("gone");
        assert_eq!(figures.project(&cases, late()).await.expect("projected"), 0);
        assert!(counters(&on).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_list_behind_a_figure_is_one_range_of_an_index() {
    on_both(|on| async move {
        let sql = "SELECT ticket FROM facts WHERE office = ?1 AND figure = ?2 AND day <= ?3
            AND (day, ticket, no) > (?4, ?5, ?6) ORDER BY day, ticket, no LIMIT 50";
        let values = [
            ("?1", "'13.01'"),
            ("?2", "'step'"),
            ("?3", "'2026-12-31'"),
            ("?4", "'2026-11-01'"),
            ("?5", "''"),
            ("?6", "-1"),
        ];
        let plan = on.plan(sql, &values).await;
        assert!(
            plan.contains("facts_of") && !plan.to_uppercase().contains("TEMP B-TREE"),
            "{}: {plan}",
            on.name
        );
        assert!(!plan.contains("Sort"), "{}: {plan}", on.name);
    })
    .await;
}
