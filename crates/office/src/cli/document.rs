//! `rancak document inspect`: what the office would make of a file, before anybody sends it. The same process
//! looks at it as at a resident's.

use super::{Failure, Settings, configuration, name_of};
use crate::documents::models::as_built;
use crate::documents::sandbox::{Body, Sandbox, SandboxError};
use crate::texts::{text, text_with};
use ::procedure::Language;
use clap::Args;
use futures::StreamExt;
use reader::facts::{Facts, Number};
use reader::{Examined, Fault, Likeness, Thresholds};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Args)]
pub struct Inspect {
    /// Foto (JPEG, PNG) atau PDF. / Photos (JPEG, PNG) or PDFs.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Satu baris JSON tiap berkas. / One line of JSON a file.
    #[arg(long)]
    json: bool,
    /// Map model pembaca angka. / The folder of the models that read numbers.
    #[arg(long, value_name = "FOLDER")]
    models: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// What is said of one file.
#[derive(Debug, Serialize)]
struct Line {
    file: String,
    kind: Option<&'static str>,
    pages: usize,
    readable: bool,
    findings: Vec<String>,
    nik: Option<Number>,
    nomor_kk: Option<Number>,
    qr: Vec<String>,
    milliseconds: u128,
    #[serde(skip)]
    likeness: Vec<Likeness>,
}

pub async fn inspect(language: Language, asked: &Inspect) -> Result<Vec<String>, Failure> {
    let sandbox = sandbox(language, asked)?;
    let mut contents = Vec::new();
    for file in &asked.files {
        let bytes = std::fs::read(file).map_err(|e| {
            let args = [("file", name_of(file)), ("why", e.to_string())];
            Failure::unready(text_with(language, "inspect-unreadable", &args))
        })?;
        contents.push((file, bytes));
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = futures::stream::iter(&contents).map(|(file, bytes)| line(&sandbox, file, bytes));
    let mut lines: Vec<Line> = Vec::new();
    let found: Vec<Result<Line, SandboxError>> = work.buffered(cores).collect().await;
    for found in found {
        let mut line = found.map_err(|e| Failure::unready(e.to_string()))?;
        let seen = |l: &Likeness| lines.iter().any(|before| before.likeness.iter().any(|b| b.same(*l)));
        if line.likeness.iter().any(seen) {
            line.findings.push("same_photo".to_owned());
        }
        lines.push(line);
    }
    lines.iter().map(|l| said(language, l, asked.json)).collect()
}

fn sandbox(language: Language, asked: &Inspect) -> Result<Sandbox, Failure> {
    let named = !asked.settings.config.is_empty();
    let config = named.then(|| configuration(language, &asked.settings)).transpose()?;
    let set = config.as_ref().map(|c| c.documents.models.clone()).filter(|m| !m.as_os_str().is_empty());
    let models = asked.models.clone().or(set).or_else(as_built);
    let thresholds = config.map_or_else(Thresholds::default, |c| c.thresholds);
    Sandbox::new(PathBuf::new(), thresholds, models).map_err(|e| Failure::unready(e.to_string()))
}

async fn line(sandbox: &Sandbox, file: &Path, bytes: &[u8]) -> Result<Line, SandboxError> {
    let begun = Instant::now();
    let mut line = match sandbox.examine(bytes).await {
        Ok(examined) => taken(sandbox, &examined).await?,
        Err(SandboxError::Refused(fault)) => refused(&fault),
        Err(broken) => return Err(broken),
    };
    line.file = file.display().to_string();
    line.milliseconds = begun.elapsed().as_millis();
    Ok(line)
}

async fn taken(sandbox: &Sandbox, examined: &Examined) -> Result<Line, SandboxError> {
    let mut line = Line { kind: Some(examined.kind.as_str()), ..nothing() };
    line.pages = examined.pages.len();
    line.readable = examined.readable();
    for page in &examined.pages {
        for finding in &page.findings {
            if !line.findings.iter().any(|f| f == finding.as_str()) {
                line.findings.push(finding.as_str().to_owned());
            }
        }
        line.likeness.push(page.likeness);
        let facts: Facts = match sandbox.read(Body::of(page.jpeg.clone())).await {
            Err(SandboxError::Refused(_)) => Facts::default(),
            other => other?,
        };
        line.nik = line.nik.or_else(|| facts.nik().cloned());
        line.nomor_kk = line.nomor_kk.or(facts.nomor_kk);
        line.qr.extend(facts.qr);
    }
    Ok(line)
}

/// A file that is not taken at all: the fault stands where findings stand.
fn refused(fault: &Fault) -> Line {
    let word = serde_json::to_value(fault).ok().and_then(|v| Some(v.get("fault")?.as_str()?.to_owned()));
    Line { findings: word.into_iter().collect(), ..nothing() }
}

fn nothing() -> Line {
    Line {
        file: String::new(),
        kind: None,
        pages: 0,
        readable: false,
        findings: Vec::new(),
        nik: None,
        nomor_kk: None,
        qr: Vec::new(),
        milliseconds: 0,
        likeness: Vec::new(),
    }
}

fn said(language: Language, line: &Line, json: bool) -> Result<String, Failure> {
    if json {
        return serde_json::to_string(line).map_err(|e| Failure::unready(e.to_string()));
    }
    let number = |n: &Option<Number>| match n {
        None => "-".to_owned(),
        Some(n) if n.certain => n.value.clone(),
        Some(n) => format!("{}?", n.value),
    };
    let verdict = text(language, if line.readable { "inspect-readable" } else { "inspect-unusable" });
    let args = [
        ("file", line.file.clone()),
        ("verdict", verdict),
        ("findings", line.findings.join(", ")),
        ("nik", number(&line.nik)),
        ("kk", number(&line.nomor_kk)),
        ("milliseconds", line.milliseconds.to_string()),
    ];
    Ok(text_with(language, "inspect-line", &args))
}
