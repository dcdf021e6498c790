//! IPP as the machine speaks it: the operations that a client needs to print one document and follow it to its
//! end. What it does not know it refuses, as RFC 8011 asks.

use crate::machine::{Fault, JobSeen, JobState, Mishap, Printer};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode as Http, header};
use axum::response::{IntoResponse, Response};
use ipp::attribute::{IppAttribute, IppAttributes};
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use std::io::{Cursor, Read};

pub const PATH: &str = "/ipp/print";
const FORMATS: [&str; 2] = ["application/pdf", "image/jpeg"];
const MEDIA: &str = "iso_id-1_53.98x85.6mm";
const OPERATIONS: [Operation; 5] = [
    Operation::CreateJob,
    Operation::SendDocument,
    Operation::CancelJob,
    Operation::GetJobAttributes,
    Operation::GetPrinterAttributes,
];

type Answer = Result<Vec<(DelimiterTag, IppAttribute)>, StatusCode>;

pub async fn answer(State(printer): State<Printer>, body: Bytes) -> Response {
    if printer.faults().contains(&Fault::Offline) {
        return Http::SERVICE_UNAVAILABLE.into_response();
    }
    let parsed = IppParser::new(IppReader::new(Cursor::new(body))).parse();
    let Ok(mut request) = parsed else { return Http::BAD_REQUEST.into_response() };
    let mut document = Vec::new();
    if request.payload_mut().read_to_end(&mut document).is_err() {
        return Http::BAD_REQUEST.into_response();
    }
    let carries = request.header().operation_or_status == Operation::SendDocument as i16;
    if carries && printer.befalls(Mishap::LosesDocument) {
        return Http::BAD_GATEWAY.into_response();
    }
    let answer = carry_out(&printer, &request, document);
    if carries && printer.befalls(Mishap::LosesAnswer) {
        return Http::BAD_GATEWAY.into_response();
    }
    let status = *answer.as_ref().err().unwrap_or(&StatusCode::SuccessfulOk);
    let id = request.header().request_id;
    let Ok(mut response) = IppRequestResponse::new_response(IppVersion::v1_1(), status, id) else {
        return Http::INTERNAL_SERVER_ERROR.into_response();
    };
    for (group, attribute) in answer.unwrap_or_default() {
        response.attributes_mut().add(group, attribute);
    }
    ([(header::CONTENT_TYPE, "application/ipp")], response.to_bytes()).into_response()
}

fn carry_out(printer: &Printer, request: &IppRequestResponse, document: Vec<u8>) -> Answer {
    let asked = request.attributes();
    let code = request.header().operation_or_status;
    let operation = OPERATIONS.into_iter().find(|o| *o as i16 == code);
    match operation.ok_or(StatusCode::ServerErrorOperationNotSupported)? {
        Operation::CreateJob => {
            let name = text(asked, "job-name").unwrap_or_default();
            let media = text(asked, "media").unwrap_or_default();
            if !media.is_empty() && media != MEDIA {
                return Err(StatusCode::ClientErrorAttributesOrValuesNotSupported);
            }
            Ok(job_attributes(&printer.create(&name, &media)))
        }
        Operation::SendDocument => {
            let format = text(asked, "document-format").unwrap_or_default();
            if !FORMATS.contains(&format.as_str()) {
                return Err(StatusCode::ClientErrorDocumentFormatNotSupported);
            }
            let job = job(printer, asked)?;
            if !printer.give(job.id, &format, document) {
                return Err(StatusCode::ClientErrorNotPossible);
            }
            Ok(printer.job(job.id).iter().flat_map(job_attributes).collect())
        }
        Operation::CancelJob => {
            let job = job(printer, asked)?;
            if printer.cancel(job.id) { Ok(Vec::new()) } else { Err(StatusCode::ClientErrorNotPossible) }
        }
        Operation::GetJobAttributes => Ok(job_attributes(&job(printer, asked)?)),
        _ => Ok(printer_attributes(printer)),
    }
}

fn job(printer: &Printer, asked: &IppAttributes) -> Result<JobSeen, StatusCode> {
    let id = match attribute(asked, "job-id") {
        Some(IppValue::Integer(id)) => *id,
        _ => return Err(StatusCode::ClientErrorBadRequest),
    };
    printer.job(id).ok_or(StatusCode::ClientErrorNotFound)
}

fn attribute<'a>(asked: &'a IppAttributes, name: &str) -> Option<&'a IppValue> {
    asked.groups().iter().find_map(|g| g.get(name)).map(IppAttribute::value)
}

fn text(asked: &IppAttributes, name: &str) -> Option<String> {
    attribute(asked, name).map(ToString::to_string)
}

fn keyword(word: &str) -> IppValue {
    word.try_into().map_or(IppValue::NoValue, IppValue::Keyword)
}

fn keywords(words: &[&str]) -> IppValue {
    IppValue::Array(words.iter().map(|w| keyword(w)).collect())
}

fn named(group: DelimiterTag, all: Vec<(&str, IppValue)>) -> Vec<(DelimiterTag, IppAttribute)> {
    let made = all.into_iter().filter_map(|(name, value)| IppAttribute::with_name(name, value).ok());
    made.map(|attribute| (group, attribute)).collect()
}

fn job_attributes(job: &JobSeen) -> Vec<(DelimiterTag, IppAttribute)> {
    let reason = match job.state {
        JobState::Held => "job-incoming",
        JobState::Stopped => "printer-stopped",
        JobState::Cancelled => "job-canceled-by-user",
        JobState::Aborted => "aborted-by-system",
        JobState::Completed => "job-completed-successfully",
        JobState::Pending | JobState::Processing => "none",
    };
    let name = job.name.as_str().try_into().map_or(IppValue::NoValue, IppValue::NameWithoutLanguage);
    named(
        DelimiterTag::JobAttributes,
        vec![
            ("job-id", IppValue::Integer(job.id)),
            ("job-name", name),
            ("job-state", IppValue::Enum(job.state as i32)),
            ("job-state-reasons", keyword(reason)),
            ("job-impressions-completed", IppValue::Integer(job.impressions)),
        ],
    )
}

fn printer_attributes(printer: &Printer) -> Vec<(DelimiterTag, IppAttribute)> {
    let reasons: Vec<&str> = printer.faults().iter().filter_map(|f| f.reason()).collect();
    let under_way = printer.jobs().iter().filter(|j| !j.state.ended()).count();
    let state = match under_way {
        0 => 3,
        _ if reasons.iter().any(|r| r.ends_with("-error")) => 5,
        _ => 4,
    };
    let formats = FORMATS.iter().filter_map(|f| (*f).try_into().ok()).map(IppValue::MimeMediaType);
    let operations = OPERATIONS.iter().map(|o| IppValue::Enum(i32::from(*o as i16)));
    let name = "SIMULATOR".try_into().map_or(IppValue::NoValue, IppValue::NameWithoutLanguage);
    named(
        DelimiterTag::PrinterAttributes,
        vec![
            ("printer-name", name),
            ("printer-state", IppValue::Enum(state)),
            ("printer-state-reasons", if reasons.is_empty() { keyword("none") } else { keywords(&reasons) }),
            ("operations-supported", IppValue::Array(operations.collect())),
            ("document-format-supported", IppValue::Array(formats.collect())),
            ("media-supported", keywords(&[MEDIA])),
            ("queued-job-count", IppValue::Integer(i32::try_from(under_way).unwrap_or(i32::MAX))),
        ],
    )
}
