//! What a printer's words mean for a card. Pure: attributes in, judgement out.

use super::NEEDED;
use super::printer::{FORMAT, JobState, State};
use procedure::{PrintEnd, Trouble};

/// What is to be made of a look at a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It has no document yet.
    Incoming,
    UnderWay,
    Stopped(Trouble),
    /// Its end is said, and that it has not come to it yet.
    Ending,
    Ended {
        end: PrintEnd,
        impressions: Option<u32>,
        reasons: Vec<String>,
    },
}

/// `name` is what we called the job: another's may have its number, after the printer was switched off and on.
pub fn judge(name: &str, job: &JobState, printer: &State) -> Judgement {
    if job.name != name {
        return lost("job-of-another");
    }
    let end = match job.state {
        4 => return Judgement::Incoming,
        7 => PrintEnd::Cancelled,
        8 => PrintEnd::Aborted,
        9 => PrintEnd::Completed,
        _ => return trouble_of(printer).map_or(Judgement::UnderWay, Judgement::Stopped),
    };
    if job.reasons.iter().any(|r| r == "processing-to-stop-point") {
        return Judgement::Ending;
    }
    Judgement::Ended { end, impressions: job.impressions, reasons: job.reasons.clone() }
}

/// Nobody knows what became of it.
pub fn lost(why: &str) -> Judgement {
    Judgement::Ended { end: PrintEnd::Lost, impressions: None, reasons: vec![why.to_owned()] }
}

/// An end that was said; it does not come to it, so it is taken for come.
pub fn ended_at_last(job: &JobState) -> Judgement {
    let reasons = job.reasons.iter().filter(|r| *r != "processing-to-stop-point").cloned().collect();
    let job = JobState { reasons, ..job.clone() };
    judge(&job.name, &job, &State::default())
}

/// What stands in the printer's way. A reason's end says how bad it is (RFC 8011 5.4.12), and cannot be relied upon:
/// CUPS says no more than `offline-report` of a printer that does not answer, and `ippeveprinter` calls a jam a
/// warning. What no card printer works with counts by its beginning, all else where it is called an error.
pub fn trouble_of(printer: &State) -> Option<Trouble> {
    let stopped = (printer.state == 5).then_some(Trouble::Stopped);
    let said = printer.reasons.iter().filter_map(|r| trouble(r)).min();
    said.or(stopped)
}

const TROUBLES: [(&str, Trouble); 15] = [
    ("media-empty", Trouble::NoCards),
    ("media-needed", Trouble::NoCards),
    ("input-tray-missing", Trouble::NoCards),
    ("marker-supply-empty", Trouble::RibbonEnd),
    ("marker-supply-missing", Trouble::RibbonEnd),
    ("media-jam", Trouble::Jam),
    ("cover-open", Trouble::CoverOpen),
    ("door-open", Trouble::CoverOpen),
    ("interlock-open", Trouble::CoverOpen),
    ("offline", Trouble::Offline),
    ("shutdown", Trouble::Offline),
    ("timed-out", Trouble::Offline),
    ("paused", Trouble::Stopped),
    ("moving-to-paused", Trouble::Stopped),
    ("stopped-partly", Trouble::Stopped),
];

fn trouble(reason: &str) -> Option<Trouble> {
    let known = TROUBLES.iter().find(|(begin, _)| reason.starts_with(begin)).map(|(_, trouble)| *trouble);
    known.or(reason.ends_with("-error").then_some(Trouble::Other))
}

/// Why this printer can print no card of ours; the medium that is an ID-1 card (ISO/IEC 7810) if it can.
pub fn medium(printer: &State) -> Result<&str, &'static str> {
    if !NEEDED.iter().all(|o| printer.operations.contains(&i32::from(*o as i16))) {
        return Err("no-create-job");
    }
    if !printer.formats.iter().any(|f| f == FORMAT) {
        return Err("no-pdf");
    }
    printer.media.iter().map(String::as_str).find(|m| is_card(m)).ok_or("no-id-1-media")
}

/// 53.98 × 85.60 mm, within a millimetre and a half, as the end of a medium's name says (PWG 5101.1).
fn is_card(medium: &str) -> bool {
    let size = || {
        let (wide, tall) = medium.rsplit('_').next()?.strip_suffix("mm")?.split_once('x')?;
        Some((wide.parse::<f64>().ok()?, tall.parse::<f64>().ok()?))
    };
    size().is_some_and(|(wide, tall)| (wide - 53.98).abs() < 1.5 && (tall - 85.6).abs() < 1.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printer(reasons: &[&str]) -> State {
        State { state: 4, reasons: reasons.iter().map(|r| (*r).to_owned()).collect(), ..State::default() }
    }

    fn job(state: i32, reasons: &[&str]) -> JobState {
        let reasons = reasons.iter().map(|r| (*r).to_owned()).collect();
        JobState { name: "K-1".to_owned(), state, reasons, impressions: Some(1) }
    }

    #[test]
    fn a_reason_means_the_same_whatever_its_end_says_of_its_weight() {
        for reason in ["media-empty", "media-empty-error", "media-empty-warning", "media-empty-report"] {
            assert_eq!(trouble_of(&printer(&[reason])), Some(Trouble::NoCards));
        }
        assert_eq!(trouble_of(&printer(&["spool-area-full-report", "marker-supply-low-warning"])), None);
        assert_eq!(trouble_of(&printer(&["offline-report"])), Some(Trouble::Offline));
        assert_eq!(trouble_of(&printer(&["fuser-over-temp-error"])), Some(Trouble::Other));
        assert_eq!(trouble_of(&State { state: 5, ..State::default() }), Some(Trouble::Stopped));
        assert_eq!(trouble_of(&printer(&[])), None);
    }

    #[test]
    fn a_job_ends_with_what_the_printer_says_it_has_printed_whatever_it_is_called() {
        for (state, end) in [(7, PrintEnd::Cancelled), (8, PrintEnd::Aborted), (9, PrintEnd::Completed)] {
            let ended = Judgement::Ended { end, impressions: Some(1), reasons: vec![] };
            assert_eq!(judge("K-1", &job(state, &[]), &printer(&["media-jam-error"])), ended);
        }
    }

    #[test]
    fn a_number_that_another_job_has_by_now_tells_nothing_of_ours() {
        assert_eq!(judge("K-2", &job(9, &[]), &printer(&[])), lost("job-of-another"));
    }

    #[test]
    fn an_end_that_is_said_too_early_is_waited_for_and_taken_in_the_end() {
        let ending = job(9, &["processing-to-stop-point"]);
        assert_eq!(judge("K-1", &ending, &printer(&[])), Judgement::Ending);
        let ended = Judgement::Ended { end: PrintEnd::Completed, impressions: Some(1), reasons: vec![] };
        assert_eq!(ended_at_last(&ending), ended);
    }

    #[test]
    fn a_card_is_known_by_its_size_in_millimetres() {
        for card in ["iso_id-1_53.98x85.6mm", "om_card_54x86mm", "custom_cr80_53.98x85.60mm"] {
            assert!(is_card(card), "{card}");
        }
        for other in ["iso_a4_210x297mm", "om_small-photo_100x150mm", "na_card_2x3in", "card", ""] {
            assert!(!is_card(other), "{other}");
        }
    }

    #[test]
    fn a_printer_that_lacks_what_a_card_needs_is_refused_with_what_it_lacks() {
        let whole = State {
            operations: NEEDED.iter().map(|o| i32::from(*o as i16)).collect(),
            formats: vec![FORMAT.to_owned()],
            media: vec!["iso_a4_210x297mm".to_owned(), "om_card_54x86mm".to_owned()],
            ..State::default()
        };
        assert_eq!(medium(&whole), Ok("om_card_54x86mm"));
        assert_eq!(medium(&State { media: vec![], ..whole.clone() }), Err("no-id-1-media"));
        assert_eq!(medium(&State { formats: vec![], ..whole.clone() }), Err("no-pdf"));
        assert_eq!(medium(&State { operations: vec![5], ..whole }), Err("no-create-job"));
    }
}
