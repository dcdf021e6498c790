//! One printer or print queue over IPP (RFC 8010, RFC 8011): the few requests a card needs. Judges nothing.

use ipp::attribute::IppAttribute;
use ipp::client::non_blocking::AsyncIppClient;
use ipp::error::IppError;
use ipp::model::StatusCode;
use ipp::operation::IppOperation;
use ipp::operation::builder::IppOperationBuilder;
use ipp::parser::IppParseError;
use ipp::payload::IppPayload;
use ipp::prelude::Uri;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use procedure::PrinterId;
use std::io::Cursor;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);
/// Who the printer is told the jobs are of: no officer's name leaves the office.
const USER: &str = "rancak";
pub const FORMAT: &str = "application/pdf";

pub struct Printer {
    pub id: PrinterId,
    uri: Uri,
    client: AsyncIppClient,
}

/// What a printer says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// `printer-state`: 3 idle, 4 processing, 5 stopped.
    pub state: i32,
    pub reasons: Vec<String>,
    pub operations: Vec<i32>,
    pub formats: Vec<String>,
    pub media: Vec<String>,
}

/// What it says of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobState {
    pub name: String,
    /// `job-state`, 3 to 9.
    pub state: i32,
    pub reasons: Vec<String>,
    pub impressions: Option<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum PrinterError {
    /// Off, unplugged, busy, or no printer at all: nobody knows whether it heard.
    #[error("the printer cannot be reached: {0}")]
    Unreachable(String),
    /// It heard, and said no.
    #[error("the printer refuses: {0}")]
    Refused(StatusCode),
}

impl PrinterError {
    /// The job of that number is not there any more.
    pub fn knows_no_job(&self) -> bool {
        matches!(self, Self::Refused(StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone))
    }
}

impl From<IppError> for PrinterError {
    fn from(e: IppError) -> Self {
        Self::Unreachable(e.to_string())
    }
}

impl From<IppParseError> for PrinterError {
    fn from(e: IppParseError) -> Self {
        Self::Unreachable(e.to_string())
    }
}

impl Printer {
    pub fn new(id: PrinterId, uri: Uri) -> Self {
        let client = AsyncIppClient::builder(uri.clone()).request_timeout(TIMEOUT).build();
        Self { id, uri, client }
    }

    pub async fn state(&self) -> Result<State, PrinterError> {
        let wanted = [
            IppAttribute::PRINTER_STATE,
            IppAttribute::PRINTER_STATE_REASONS,
            IppAttribute::OPERATIONS_SUPPORTED,
            IppAttribute::DOCUMENT_FORMAT_SUPPORTED,
            IppAttribute::MEDIA_SUPPORTED,
        ];
        let operation = IppOperationBuilder::get_printer_attributes(self.uri.clone()).attributes(wanted);
        let answer = self.ask(operation.build()?).await?;
        Ok(State {
            state: number(&answer, IppAttribute::PRINTER_STATE).unwrap_or(0),
            reasons: words(&answer, IppAttribute::PRINTER_STATE_REASONS),
            operations: numbers(&answer, IppAttribute::OPERATIONS_SUPPORTED),
            formats: words(&answer, IppAttribute::DOCUMENT_FORMAT_SUPPORTED),
            media: words(&answer, IppAttribute::MEDIA_SUPPORTED),
        })
    }

    /// Creates a job without anything to print; its number.
    pub async fn create(&self, name: &str, media: &str) -> Result<i32, PrinterError> {
        let media = IppAttribute::with_name(IppAttribute::MEDIA, IppValue::Keyword(media.try_into()?))?;
        let operation = IppOperationBuilder::create_job(self.uri.clone()).job_name(name).attribute(media);
        let answer = self.ask(operation.build()?).await?;
        number(&answer, IppAttribute::JOB_ID).ok_or_else(|| PrinterError::Unreachable("no job-id".to_owned()))
    }

    /// Gives it what is to be printed, and nothing more is to come.
    pub async fn send(&self, job: i32, document: Vec<u8>) -> Result<(), PrinterError> {
        let payload = IppPayload::new(Cursor::new(document));
        let operation = IppOperationBuilder::send_document(self.uri.clone(), job, payload)
            .user_name(USER)
            .document_format(FORMAT)
            .last(true);
        self.ask(operation.build()?).await.map(|_| ())
    }

    pub async fn cancel(&self, job: i32) -> Result<(), PrinterError> {
        let operation = IppOperationBuilder::cancel_job(self.uri.clone(), job).user_name(USER);
        self.ask(operation.build()?).await.map(|_| ())
    }

    pub async fn job(&self, job: i32) -> Result<JobState, PrinterError> {
        let operation = IppOperationBuilder::get_job_attributes(self.uri.clone(), job).user_name(USER);
        let answer = self.ask(operation.build()?).await?;
        let printed = [IppAttribute::JOB_IMPRESSIONS_COMPLETED, IppAttribute::JOB_MEDIA_SHEETS_COMPLETED];
        let printed = printed.iter().find_map(|name| number(&answer, name));
        Ok(JobState {
            name: words(&answer, IppAttribute::JOB_NAME).into_iter().next().unwrap_or_default(),
            state: number(&answer, IppAttribute::JOB_STATE).unwrap_or(0),
            reasons: words(&answer, IppAttribute::JOB_STATE_REASONS),
            impressions: printed.and_then(|n| u32::try_from(n).ok()),
        })
    }

    async fn ask(&self, operation: impl IppOperation) -> Result<IppRequestResponse, PrinterError> {
        let answer = self.client.send(operation).await?;
        let status = answer.header().status_code();
        if status.is_success() { Ok(answer) } else { Err(PrinterError::Refused(status)) }
    }
}

/// Every value under this name: some printers say an attribute twice.
fn values<'a>(answer: &'a IppRequestResponse, name: &str) -> Vec<&'a IppValue> {
    let attributes = answer.attributes().groups().iter().flat_map(|g| g.attributes());
    let named = attributes.filter(|a| a.name().as_str() == name).map(IppAttribute::value);
    let each = |value: &'a IppValue| match value {
        IppValue::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    named.flat_map(each).collect()
}

fn numbers(answer: &IppRequestResponse, name: &str) -> Vec<i32> {
    let number = |value: &&IppValue| match value {
        IppValue::Integer(n) | IppValue::Enum(n) => Some(*n),
        _ => None,
    };
    values(answer, name).iter().filter_map(number).collect()
}

fn number(answer: &IppRequestResponse, name: &str) -> Option<i32> {
    numbers(answer, name).first().copied()
}

fn words(answer: &IppRequestResponse, name: &str) -> Vec<String> {
    let word = |value: &&IppValue| match value {
        IppValue::NoValue => None,
        other => Some(other.to_string()).filter(|w| w != "none"),
    };
    values(answer, name).iter().filter_map(word).collect()
}
