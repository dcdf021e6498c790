//! From a form of the case page to the command it stands for. Texts go on as typed: the rules judge them.

use crate::accounts::Officer;
use crate::app::App;
use crate::error::Error;
use crate::workbench::fields::Fields;
use procedure::event::Waiting;
use procedure::{
    Act as Outcome, Case, Command, DocumentId, Fault, FileId, Form, Mark, OutcomeId, PrinterId, Procedure,
    Refusal, Step, StepId, UserId,
};

/// The acts there are: the last part of a form's address. Nothing else is taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Claim,
    Release,
    Decide,
    Pause,
    Resume,
    CancelPrint,
    BindChip,
    ReviewChip,
    AskJump,
    GrantJump,
    DeclineJump,
    Reassign,
    Reopen,
    Withdraw,
    Note,
    Write,
    Call,
    File,
    SetAside,
    Book,
    CancelAppointment,
}

impl Act {
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "ambil" => Self::Claim,
            "lepas" => Self::Release,
            "putuskan" => Self::Decide,
            "tunda" => Self::Pause,
            "lanjutkan" => Self::Resume,
            "batalkan-cetak" => Self::CancelPrint,
            "ikat-chip" => Self::BindChip,
            "periksa-chip" => Self::ReviewChip,
            "dahulukan" => Self::AskJump,
            "setujui-dahulu" => Self::GrantJump,
            "tolak-dahulu" => Self::DeclineJump,
            "alihkan" => Self::Reassign,
            "buka-kembali" => Self::Reopen,
            "tarik" => Self::Withdraw,
            "catat" => Self::Note,
            "tulis" => Self::Write,
            "telepon" => Self::Call,
            "namai" => Self::File,
            "singkirkan" => Self::SetAside,
            "janji" => Self::Book,
            "batal-janji" => Self::CancelAppointment,
            _ => return None,
        })
    }
}

/// The command that a form stands for. `Err` where the form is not one that our page sends.
pub async fn command(
    app: &App,
    officer: &Officer,
    p: &Procedure,
    case: &Case,
    act: Act,
    fields: &Fields,
) -> Result<Command, Error> {
    let why = || fields.one("why").to_owned();
    let text = || fields.one("text").to_owned();
    Ok(match act {
        Act::Claim => Command::Claim,
        Act::Release => Command::Release,
        Act::Decide => decide(app, p, case, fields)?,
        Act::Pause => Command::Pause {
            waiting: match fields.one("waiting") {
                "stock" => Waiting::Stock,
                "equipment" => Waiting::Equipment,
                _ => return Err(Error::Input("form-what-for")),
            },
            why: why(),
        },
        Act::Resume => Command::Resume,
        Act::CancelPrint => Command::CancelPrint,
        Act::BindChip => super::chip::bind(app, officer, fields).await?,
        Act::ReviewChip => Command::ReviewChip { why: why() },
        Act::AskJump => Command::AskJump { why: why() },
        Act::GrantJump => Command::GrantJump,
        Act::DeclineJump => Command::DeclineJump { why: why() },
        Act::Reassign => {
            let to = app.accounts.user(&UserId::new(fields.one("to")), app.clock.now()).await?;
            let to = to.filter(|u| !u.disabled).ok_or(Error::Input("form-to-whom"))?;
            Command::Reassign { to: to.id, to_name: to.name, to_roles: to.roles, why: why() }
        }
        Act::Reopen => Command::Reopen { why: why() },
        Act::Withdraw => Command::Withdraw { why: Some(why()) },
        Act::Note => Command::Note { text: text() },
        Act::Write => Command::Write { text: text() },
        Act::Call => Command::RecordCall {
            result: serde_json::from_value(fields.one("result").into())
                .map_err(|_| Error::Input("form-which-result"))?,
            note: Some(fields.one("note").to_owned()),
        },
        Act::File => Command::File {
            file: FileId::new(fields.one("file")),
            document: Some(DocumentId::new(fields.one("document")))
                .filter(|d| !d.as_str().is_empty())
                .ok_or(Error::Input("form-which-document"))?,
        },
        Act::Book => Command::Book { slot: super::visit::chosen(fields)? },
        Act::CancelAppointment => Command::CancelAppointment,
        Act::SetAside => Command::SetAside { file: FileId::new(fields.one("file")), why: why() },
    })
}

/// Fields are named after their outcome, so that what belongs to another one is not taken along.
fn decide(app: &App, p: &Procedure, case: &Case, fields: &Fields) -> Result<Command, Error> {
    let step = StepId::new(fields.one("step"));
    let outcome = OutcomeId::new(fields.one("outcome"));
    if outcome.as_str().is_empty() {
        return Err(Error::Input("form-which-outcome"));
    }
    let known: &Step = p.step(&step).ok_or_else(|| elsewhere(case, &step))?;
    let asked = known.outcome(&outcome).is_some();
    if p.handover.is_some() && known.outcome(&outcome).is_some_and(|o| o.act == Outcome::HandOver) {
        return Err(Error::Input("form-at-the-gate"));
    }
    let field = |name: &str| {
        let typed = fields.one(&format!("{name}.{outcome}"));
        Some(typed.to_owned()).filter(|t| asked && !t.is_empty())
    };
    let form = Form {
        blangko: field("blangko"),
        why: field("why"),
        faults: faults(p, &outcome, fields)?,
        note: field("note"),
        received_by: field("received_by"),
        relation: field("relation"),
        surrendered: fields.has(&format!("surrendered.{outcome}")),
        printer: printer(app, field("printer"))?,
        ..Form::default()
    };
    Ok(Command::Decide { step, outcome, form })
}

/// One of the office's own; none is a work order.
fn printer(app: &App, typed: Option<String>) -> Result<Option<PrinterId>, Error> {
    let Some(id) = typed.map(PrinterId::new) else { return Ok(None) };
    let known = app.printers.get(&id).is_some();
    known.then_some(Some(id)).ok_or(Error::Input("form-which-printer"))
}

fn elsewhere(case: &Case, step: &StepId) -> Error {
    let here = case.step.as_ref().map_or(step, |s| &s.id);
    Error::Refused(Refusal::ElsewhereNow { step: here.clone() })
}

/// A document counts as at fault when it is ticked, when something is written beside it, or when a place on
/// it is marked.
fn faults(p: &Procedure, outcome: &OutcomeId, fields: &Fields) -> Result<Vec<Fault>, Error> {
    let fault = |d: &procedure::definition::DocumentKind| {
        let why = fields.one(&format!("fault-why.{outcome}.{}", d.id)).to_owned();
        let ticked = fields.has(&format!("fault.{outcome}.{}", d.id));
        let mark = mark(fields.one(&format!("mark.{outcome}.{}", d.id)))?;
        let at_fault = ticked || !why.is_empty() || mark.is_some();
        Ok(at_fault.then(|| Fault { document: d.id.clone(), why, mark }))
    };
    p.documents.iter().filter_map(|d| fault(d).transpose()).collect()
}

/// `file,page,x,y,width,height`, as the viewer writes it.
fn mark(written: &str) -> Result<Option<Mark>, Error> {
    if written.is_empty() {
        return Ok(None);
    }
    let unreadable = || Error::Input("form-mark");
    let parts: Vec<&str> = written.split(',').collect();
    let [file, numbers @ ..] = parts.as_slice() else { return Err(unreadable()) };
    let numbers = numbers.iter().map(|n| n.parse()).collect::<Result<Vec<u16>, _>>();
    match numbers.as_deref() {
        Ok(&[page, x, y, width, height]) => {
            let (file, page) = (FileId::new(*file), u32::from(page));
            Ok(Some(Mark { file, page, x, y, width, height }))
        }
        _ => Err(unreadable()),
    }
}
