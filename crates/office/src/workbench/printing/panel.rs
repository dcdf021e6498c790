//! What the case page says of its card's way through a printer, and which printers an order can name.

use crate::app::App;
use crate::cases::word;
use crate::error::Error;
use crate::production::seen;
use crate::web::Page;
use procedure::{Actor, Case, Command, Field, Procedure, Request};

/// Nothing where the office prints in another program, or the case is elsewhere.
#[derive(Default)]
pub struct Panel {
    /// Whether what is printed on the card was prepared; none where this step prints nothing.
    pub layer: Option<bool>,
    /// Whether the officer may prepare it now.
    pub prepares: bool,
    /// Name of each printer, and what to say of it.
    pub printers: Vec<(String, String)>,
    /// How the job is, line by line.
    pub job: Vec<String>,
    pub troubled: bool,
    /// The printer has done with it, and its result is to be recorded.
    pub ended: bool,
    pub cancel: bool,
    pub simulator: bool,
}

pub async fn panel(
    app: &App,
    page: &Page,
    actor: &Actor,
    p: &Procedure,
    case: &Case,
) -> Result<Panel, Error> {
    let step = case.step.as_ref().and_then(|s| p.step(&s.id));
    let prints = step.is_some_and(|s| s.asks(Field::Printer)) && case.closed_at.is_none();
    if app.printers.is_empty() || !prints {
        return Ok(Panel::default());
    }
    let may = |command| {
        let request = Request::new(actor.clone(), app.clock.now(), command);
        procedure::decide(p, Some(case), &request)
    };
    let prepare = Command::PrepareLayer { parts: std::collections::BTreeMap::new(), photo: None };
    let seen = seen::all(app).await?;
    let printers = seen.iter().map(|s| (s.printer.to_string(), label(page, s))).collect();
    Ok(Panel {
        layer: Some(case.layer.is_some()),
        prepares: matches!(may(prepare), Ok(_) | Err(procedure::Refusal::LayerIncomplete { .. })),
        printers,
        job: job(page, case, &seen),
        troubled: case.waiting.as_ref().is_some_and(|w| w.trouble.is_some()),
        ended: case.job.as_ref().is_some_and(|j| j.ended.is_some()),
        cancel: case.printing().is_some_and(|j| !j.cancel_asked) && may(Command::CancelPrint).is_ok(),
        simulator: app.config.printing.simulator,
    })
}

/// Its name, and what it is with.
pub fn label(page: &Page, seen: &seen::Seen) -> String {
    let state = match (&seen.trouble, seen.at) {
        (Some(trouble), _) => page.t(&format!("trouble-{}", word(trouble))),
        (None, None) => page.t("printers-not-seen"),
        (None, Some(_)) if seen.runs_low() => page.t("printers-low"),
        (None, Some(_)) => page.t("printers-well"),
    };
    page.with("printers-label", &[("printer", seen.printer.to_string()), ("state", state)])
}

fn job(page: &Page, case: &Case, seen: &[seen::Seen]) -> Vec<String> {
    let Some(job) = &case.job else { return Vec::new() };
    let args = [("printer", job.printer.to_string()), ("at", page.moment(job.since))];
    let mut lines = vec![page.with("print-job", &args)];
    match job.ended {
        None => {
            if let Some(trouble) = case.waiting.as_ref().and_then(|w| w.trouble) {
                lines.push(page.t(&format!("trouble-{}", word(&trouble))));
                lines.push(page.t(&format!("trouble-do-{}", word(&trouble))));
            } else if let Some(low) = seen.iter().find(|s| s.printer == job.printer && s.runs_low()) {
                lines.push(label(page, low));
            }
            if job.cancel_asked {
                lines.push(page.t("print-cancelling"));
            } else if case.waiting.is_none() {
                lines.push(page.t("print-under-way"));
            }
        }
        Some(ended) => {
            lines.push(page.t(&format!("print-end-{}", word(&ended.end))));
            lines.push(match ended.impressions {
                Some(0) => page.t("print-impressions-none"),
                Some(n) => page.t1("print-impressions", "n", n),
                None => page.t("print-impressions-unknown"),
            });
            lines.push(page.t("print-reconcile"));
        }
    }
    lines
}
