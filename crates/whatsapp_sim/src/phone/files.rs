//! Sending documents from the phone: samples and files from disk, one message each, as an album arrives.
//! What is wrong with a file is the office's to find out: bad ones are sent as they are.
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::Response;

use super::LARGEST_FILES;
use super::open::Open;
use super::problem::Problem;
use crate::error::SimError;
use crate::inbound::File;
use crate::samples::Sample;

/// What the form held.
#[derive(Default)]
struct Picked {
    samples: Vec<Sample>,
    files: Vec<File>,
    caption: Option<String>,
    as_document: bool,
    /// Bytes so far, counted beyond the limit too.
    size: usize,
}

pub(super) async fn send(open: Open, form: Result<Multipart, MultipartRejection>) -> Response {
    let outcome = match form {
        Ok(form) => picked(form).await.and_then(|picked| album(&open, picked)),
        Err(_) => Err(Problem::Upload),
    };
    open.after(outcome, String::new())
}

async fn picked(mut form: Multipart) -> Result<Picked, Problem> {
    let mut picked = Picked::default();
    let mut unknown = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("sample") => {
                let name = field.text().await.map_err(broken)?;
                match Sample::named(&name) {
                    Some(sample) => picked.samples.push(sample),
                    None => unknown = Some(name),
                }
            }
            Some("file") => read(&mut picked, field).await?,
            Some("caption") => picked.caption = Some(field.text().await.map_err(broken)?),
            Some("as_document") => picked.as_document = true,
            _ => {}
        }
    }
    if let Some(name) = unknown {
        return Err(SimError::UnknownSample(name).into());
    }
    if picked.size > LARGEST_FILES {
        return Err(Problem::TooLarge);
    }
    Ok(picked)
}

/// Reads one file to its end, but keeps no more than may be sent: who is not listened to hears no answer.
async fn read(picked: &mut Picked, mut field: Field<'_>) -> Result<(), Problem> {
    let file_name = field.file_name().map(str::to_owned).filter(|name| !name.is_empty());
    let mime_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        picked.size += chunk.len();
        if picked.size <= LARGEST_FILES {
            bytes.extend_from_slice(&chunk);
        }
    }
    // A browser sends a nameless empty file when none was chosen.
    if file_name.is_some() {
        picked.files.push(File { bytes, mime_type, file_name, caption: None });
    }
    Ok(())
}

fn broken(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::Upload }
}

fn album(open: &Open, picked: Picked) -> Result<(), Problem> {
    if picked.samples.is_empty() && picked.files.is_empty() {
        return Err(Problem::NothingChosen);
    }
    let resident = open.resident();
    // As on a phone, the caption of an album belongs to its first picture.
    let mut caption = picked.caption.filter(|caption| !caption.trim().is_empty());
    let kind = |kind: &'static str| if picked.as_document { "document" } else { kind };
    for sample in picked.samples {
        resident.sample(sample, kind(sample.kind()), caption.take().as_deref())?;
    }
    for mut file in picked.files {
        file.caption = caption.take();
        resident.file(kind(kind_of(&file.mime_type)), file)?;
    }
    Ok(())
}

/// The message type a phone would choose for a file.
fn kind_of(mime_type: &str) -> &'static str {
    match mime_type.split(['/', ';']).next() {
        Some("audio") => "audio",
        Some("video") => "video",
        _ if mime_type.starts_with("image/jpeg") || mime_type.starts_with("image/png") => "image",
        _ => "document",
    }
}
