//! `rancak audit`: the record signed, verified and proven, and its public key.

use super::{Failure, Settings, cases, configuration, unusable};
use crate::audit::{Audit, AuditError, prove, words};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::events::watermark;
use crate::texts::{text, text_with};
use clap::{Args, Subcommand};
use procedure::{Language, Ticket};
use seal::record::{Finding, Verified};
use std::path::PathBuf;

/// Findings that are told one by one.
const MOST: usize = 50;

#[derive(Subcommand)]
pub enum Action {
    /// Kunci umum untuk memeriksa titik periksa. / The public key that checkpoints are checked with.
    Key(Settings),
    /// Menandatangani catatan sekarang. / Signs the record now.
    Sign(Settings),
    /// Memeriksa catatan terhadap titik periksa. / Holds the record against its checkpoints.
    Verify(Verify),
    /// Bukti tentang satu permohonan. / A proof about one case.
    Prove(Prove),
    /// Melanjutkan dengan salinan basis data yang lebih lama. / Goes on with an older copy of the database.
    Resume(Resume),
}

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    settings: Settings,
    /// Titik periksa dari tempat lain, seperti dari kertas. / A checkpoint from elsewhere, such as from paper.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
}

#[derive(Args)]
pub struct Prove {
    #[command(flatten)]
    settings: Settings,
    /// Nomor permohonan. / The ticket.
    ticket: String,
}

#[derive(Args)]
pub struct Resume {
    #[command(flatten)]
    settings: Settings,
    /// Mengapa; tersimpan bersama catatan. / Why; it is kept with the record.
    #[arg(long)]
    reason: String,
}

pub async fn run(language: Language, action: &Action) -> Result<Vec<String>, Failure> {
    match action {
        Action::Key(settings) => {
            let (_, audit) = opened(language, &configuration(language, settings)?)?;
            Ok(vec![audit.signer.verifier.key()])
        }
        Action::Sign(settings) => sign(language, settings).await,
        Action::Verify(asked) => hold(language, asked).await,
        Action::Prove(asked) => proof(language, asked).await,
        Action::Resume(asked) => resume(language, asked).await,
    }
}

/// The office's id, and its record's keeper.
fn opened(language: Language, config: &Config) -> Result<(String, Audit), Failure> {
    let audit = Audit::open(config).map_err(|e| unusable(language, &e.into()))?;
    Ok((config.office.id.clone(), audit))
}

async fn ready(language: Language, settings: &Settings) -> Result<(Db, String, Audit), Failure> {
    let config = configuration(language, settings)?;
    let (office, audit) = opened(language, &config)?;
    let (db, _) = cases(language, &config).await?;
    Ok((db, office, audit))
}

async fn sign(language: Language, settings: &Settings) -> Result<Vec<String>, Failure> {
    let (db, _, audit) = ready(language, settings).await?;
    match audit.sign(&db, Clock::default().now()).await {
        Ok(Some(checkpoint)) => {
            let args = [("size", checkpoint.size.to_string()), ("root", hex::encode(checkpoint.root))];
            Ok(vec![text_with(language, "record-signed", &args)])
        }
        Ok(None) => Ok(vec![text(language, "record-empty")]),
        Err(AuditError::Differs(findings)) => Err(differs(language, &findings, None)),
        Err(e) => Err(unusable(language, &e.into())),
    }
}

async fn hold(language: Language, asked: &Verify) -> Result<Vec<String>, Failure> {
    let config = configuration(language, &asked.settings)?;
    held(language, &config, &asked.checkpoint).await.map(|told| vec![told])
}

/// The record of these settings held against its checkpoints and those in the files: what was found to be right.
pub(super) async fn held(
    language: Language,
    config: &Config,
    checkpoints: &[PathBuf],
) -> Result<String, Failure> {
    let (office, audit) = opened(language, config)?;
    let (db, _) = cases(language, config).await?;
    let broken = |e: AuditError| unusable(language, &e.into());
    let mut evidence = audit.evidence().await.map_err(broken)?;
    for file in checkpoints {
        let refused = |why: String| {
            let args = [("file", file.display().to_string()), ("why", why)];
            Failure::asked(text_with(language, "record-bad-checkpoint", &args))
        };
        let note = std::fs::read_to_string(file).map_err(|e| refused(e.to_string()))?;
        evidence.add(audit.signer.verifier.read(&note).map_err(|e| refused(e.to_string()))?);
    }
    let until = watermark(&db, &office).await.map_err(|e| unusable(language, &e.into()))?;
    let found = audit.held(&db, &evidence, until).await.map_err(broken)?;
    let told = account(language, &found);
    if found.findings.is_empty() { Ok(told) } else { Err(differs(language, &found.findings, Some(told))) }
}

fn account(language: Language, found: &Verified) -> String {
    let args = [
        ("events", found.events.to_string()),
        ("checkpoints", found.checkpoints.to_string()),
        ("fresh", found.fresh.len().to_string()),
        ("findings", found.findings.len().to_string()),
        ("root", hex::encode(found.root)),
    ];
    text_with(language, "record-verified", &args)
}

pub(super) fn differs(language: Language, findings: &[Finding], account: Option<String>) -> Failure {
    let mut lines: Vec<String> = findings.iter().take(MOST).map(|f| words(language, f)).collect();
    if findings.len() > MOST {
        let more = (findings.len() - MOST).to_string();
        lines.push(text_with(language, "record-more", &[("count", more)]));
    }
    lines.extend(account);
    Failure { code: 1, lines }
}

/// The proof as JSON, for a file.
async fn proof(language: Language, asked: &Prove) -> Result<Vec<String>, Failure> {
    let wrong = || Failure::asked(text_with(language, "record-no-case", &[("ticket", asked.ticket.clone())]));
    let ticket = Ticket::parse(&asked.ticket).map_err(|_| wrong())?;
    let (db, office, audit) = ready(language, &asked.settings).await?;
    let broken = |e: AuditError| match e {
        AuditError::Uncovered => wrong(),
        e => unusable(language, &e.into()),
    };
    let size = audit.kept.sizes().await.map_err(broken)?.pop().ok_or_else(wrong)?;
    let note = audit.kept.note(size).await.map_err(broken)?.ok_or_else(wrong)?;
    let proof = prove(&db, &office, &ticket, (&note, &audit.signer.verifier)).await.map_err(broken)?;
    Ok(vec![format!("{proof:#}")])
}

async fn resume(language: Language, asked: &Resume) -> Result<Vec<String>, Failure> {
    if asked.reason.trim().is_empty() {
        return Err(Failure::asked(text(language, "record-no-reason")));
    }
    let (db, _, audit) = ready(language, &asked.settings).await?;
    match audit.resume(&db, asked.reason.trim(), Clock::default().now()).await {
        Ok(0) => Ok(vec![text(language, "record-nothing-lost")]),
        Ok(lost) => Ok(vec![text_with(language, "record-resumed", &[("count", lost.to_string())])]),
        Err(AuditError::Differs(findings)) => Err(differs(language, &findings, None)),
        Err(e) => Err(unusable(language, &e.into())),
    }
}
