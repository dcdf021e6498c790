//! The command line: what `rancak` is asked to do, and how it answers on a terminal. No rule stands here,
//! and no text: those are in the message files.

mod audit;
mod backup;
mod document;
mod figures;
mod keys;
mod migrate;
mod openapi;
mod permissions;
mod procedure;
mod report;
mod serve;
mod sheet;
mod station;
mod stock;
mod supervisor;
mod sweep;
mod user;

use crate::cases::Cases;
use crate::config::{Config, ConfigProblem};
use crate::db::Db;
use crate::demo;
use crate::error::Error;
use crate::procedures::{Procedures, ProceduresError};
use crate::texts::{text, text_with};
use ::procedure::Language;
use ::procedure::loader::Problem;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Menjalankan prosedur pelayanan kantor. / Runs an office's service procedure.
#[derive(Parser)]
#[command(name = "rancak", version)]
pub struct Options {
    /// Bahasa keluaran; baku menurut LANG. / Language of the output; LANG decides otherwise.
    #[arg(long, value_enum, global = true)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Id,
    En,
}

#[derive(Subcommand)]
enum Command {
    /// Melayani halaman dan WhatsApp. / Serves pages and WhatsApp.
    Serve(serve::Serve),
    /// Memeriksa atau menampilkan berkas prosedur. / Checks or shows a procedure file.
    Procedure {
        #[command(subcommand)]
        action: ProcedureAction,
    },
    /// Catatan yang dapat diperiksa. / The record that can be verified.
    Audit {
        #[command(subcommand)]
        action: audit::Action,
    },
    /// Salinan kantor. / Copies of the office.
    Backup {
        #[command(subcommand)]
        action: backup::Action,
    },
    /// Memulihkan kantor dari salinannya ke basis data kosong. / Brings the office back out of a copy.
    Restore(backup::Restore),
    /// Foto dan PDF. / Photos and PDFs.
    Document {
        #[command(subcommand)]
        action: DocumentAction,
    },
    /// Angka dasbor. / The figures of dashboards.
    Figures {
        #[command(subcommand)]
        action: FiguresAction,
    },
    /// Gladi dengan SIMULATOR dan orang buatan. / A rehearsal with the SIMULATOR and invented people.
    Demo {
        /// Port halaman; 0 memilih yang bebas. / Port of the pages; 0 takes a free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Mainkan satu permohonan tiap alasan, tanpa peramban. / Play one request of each reason.
        #[arg(long)]
        walkthrough: bool,
        /// Hasilnya sebagai JSON. / The result as JSON.
        #[arg(long, requires = "walkthrough")]
        json: bool,
        /// Berkas lewat tautan, bukan di percakapan. / Documents by a link, not in the chat.
        #[arg(long)]
        secure_link: bool,
        /// Tanpa membaca angka dari foto. / Without reading numbers from photos.
        #[arg(long)]
        no_reading: bool,
    },
    /// Siapa boleh ke mana, sebagai halaman. / Who may go where, as a page.
    Permissions { file: PathBuf },
    /// Setiap alamat sebagai dokumen OpenAPI. / Every address as an OpenAPI document.
    Openapi { file: PathBuf },
    /// Kunci induk dokumen. / The documents' master key.
    Keys {
        #[command(subcommand)]
        action: KeysAction,
    },
    /// Memindahkan semua isi basis data ke basis data lain. / Moves everything to another database.
    Migrate(migrate::Migrate),
    /// Pembaca kartu di loket. / The reader of cards at the counter.
    Station(station::Station),
    /// Laporan kantor. / The office's reports.
    Report {
        #[command(subcommand)]
        action: ReportAction,
    },
    /// Persediaan blangko. / The stock of blank cards.
    Stock {
        #[command(subcommand)]
        action: StockAction,
    },
    /// Mengelola akun. / Manages accounts.
    User {
        #[command(subcommand)]
        action: UserAction,
    },
}

#[derive(Subcommand)]
enum ProcedureAction {
    /// Setiap kesalahan dengan barisnya. / Every fault with its line.
    Check { file: PathBuf },
    /// Prosedur sebagai teks. / The procedure as text.
    Show { file: PathBuf },
    /// Dokumen SOP sebagai PDF. / The SOP document as a PDF.
    Pdf { file: PathBuf, out: PathBuf },
}

#[derive(Subcommand)]
enum KeysAction {
    /// Mencetak kunci induk baru. / Prints a new master key.
    New,
    /// Menaruh setiap kunci di bawah kunci induk yang berlaku. / Puts every key under the present master key.
    Rotate(Settings),
}

#[derive(Subcommand)]
enum DocumentAction {
    /// Apa yang akan dikatakan tentang berkas itu. / What would be said of a file.
    Inspect(document::Inspect),
    /// Berkas di penyimpanan yang bukan milik siapa pun. / Files in the store that are nobody's.
    Sweep(sweep::Sweep),
}

#[derive(Subcommand)]
enum ReportAction {
    /// Menghitung ulang setiap laporan bernomor. / Counts every numbered report again.
    Verify(Settings),
}

#[derive(Subcommand)]
enum FiguresAction {
    /// Menghitung semua angka dari awal. / Adds every figure up anew.
    Rebuild(Settings),
}

#[derive(Subcommand)]
enum StockAction {
    /// Menghitung ulang setiap blangko dari catatannya. / Recomputes every blank from what happened.
    Verify(Settings),
}

#[derive(Subcommand)]
enum UserAction {
    /// Menambah orang dan mencetak tautan sekali pakai. / Adds a person and prints their one-time link.
    Add(user::Add),
}

#[derive(Args)]
pub struct Settings {
    /// Berkas pengaturan, boleh berulang: yang belakangan menindih; tanpa ini hanya peubah lingkungan. / Settings,
    /// repeatable: later ones lie over earlier ones; without it the environment alone.
    #[arg(long, value_name = "FILE", env = "RANCAK_CONFIG")]
    config: Vec<PathBuf>,
}

/// Why a command did not do what was asked, in lines for the person who asked.
struct Failure {
    code: u8,
    lines: Vec<String>,
}

impl Failure {
    /// What was asked for is wrong.
    fn asked(line: String) -> Self {
        Self { code: 1, lines: vec![line] }
    }

    /// The installation is not ready.
    fn unready(line: String) -> Self {
        Self { code: 2, lines: vec![line] }
    }
}

/// Does what was asked. Results go to standard output, everything else to standard error.
pub async fn run(options: Options) -> std::io::Result<ExitCode> {
    let language = language(options.lang, &|name| std::env::var(name).ok());
    let done = match options.command {
        Command::Serve(settings) => serve::serve(language, &settings).await,
        Command::Procedure { action: ProcedureAction::Check { file } } => procedure::check(language, &file),
        Command::Procedure { action: ProcedureAction::Show { file } } => procedure::show(language, &file),
        Command::Procedure { action: ProcedureAction::Pdf { file, out } } => {
            procedure::pdf(language, &file, &out)
        }
        Command::Audit { action } => audit::run(language, &action).await,
        Command::Backup { action } => backup::run(language, &action).await,
        Command::Restore(asked) => backup::bring_back(language, &asked).await,
        Command::Permissions { file } => permissions::show(language, &file),
        Command::Openapi { file } => openapi::show(language, &file),
        Command::Document { action: DocumentAction::Sweep(asked) } => sweep::run(language, &asked).await,
        Command::Document { action: DocumentAction::Inspect(files) } => {
            document::inspect(language, &files).await
        }
        Command::Demo { port, walkthrough, json, secure_link, no_reading } => {
            let (by_link, reads) = (secure_link, !no_reading);
            let options = demo::Options { port, walkthrough, json, by_link, reads };
            match demo::run(&options).await {
                Ok(true) => Ok(Vec::new()),
                Ok(false) => Err(Failure::asked(text(language, "demo-unfinished"))),
                Err(e) => Err(Failure::asked(format!("{e:#}"))),
            }
        }
        Command::Figures { action: FiguresAction::Rebuild(settings) } => {
            figures::rebuild(language, &settings).await
        }
        Command::Keys { action: KeysAction::New } => Ok(keys::new()),
        Command::Keys { action: KeysAction::Rotate(settings) } => keys::rotate(language, &settings).await,
        Command::Migrate(asked) => migrate::run(language, &asked).await,
        Command::Station(asked) => station::run(language, &asked).await,
        Command::Report { action: ReportAction::Verify(settings) } => {
            report::verify(language, &settings).await
        }
        Command::Stock { action: StockAction::Verify(settings) } => stock::verify(language, &settings).await,
        Command::User { action: UserAction::Add(add) } => user::add(language, &add).await,
    };
    match done {
        Ok(answer) => {
            print(&mut std::io::stdout(), &answer)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            print(&mut std::io::stderr(), &failure.lines)?;
            Ok(ExitCode::from(failure.code))
        }
    }
}

/// A reader that has read enough, such as `head`, is no error.
fn print(to: &mut impl Write, lines: &[String]) -> std::io::Result<()> {
    match lines.iter().try_for_each(|line| writeln!(to, "{line}")).and_then(|()| to.flush()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// What was asked for, or what the terminal is set to, or Indonesian.
fn language(asked: Option<Lang>, env: &dyn Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env).find(|v| !v.is_empty());
    match asked {
        Some(Lang::Id) => Language::Id,
        Some(Lang::En) => Language::En,
        None if set.is_some_and(|v| v.starts_with("en")) => Language::En,
        None => Language::Id,
    }
}

fn configuration(language: Language, settings: &Settings) -> Result<Config, Failure> {
    configured(language, &settings.config)
}

/// Settings of these files, each over those before it.
fn configured(language: Language, files: &[PathBuf]) -> Result<Config, Failure> {
    Config::load(files, &|name| std::env::var(name).ok()).map_err(|problems| refused(language, &problems))
}

/// Everything that is wrong with settings, a line each.
fn refused(language: Language, problems: &[ConfigProblem]) -> Failure {
    let problem = |p: &ConfigProblem| format!("- {}", text_with(language, p.key(), &p.args()));
    let mut lines = vec![text(language, "config-refused")];
    lines.extend(problems.iter().map(problem));
    Failure { code: 2, lines }
}

fn procedures(language: Language, config: &Config) -> Result<Procedures, Failure> {
    Procedures::read(&config.office.procedures, &config.office.procedure).map_err(|e| match e {
        ProceduresError::Unreadable { file, why } => {
            Failure::unready(text_with(language, "procedure-unreadable", &[("file", file), ("why", why)]))
        }
        ProceduresError::Bad { file, problems } => {
            Failure { code: 2, lines: faults(language, &file, &problems) }
        }
        ProceduresError::NoneActive { id, folder } => {
            Failure::unready(text_with(language, "procedures-none-active", &[("id", id), ("folder", folder)]))
        }
    })
}

/// The office's database, and its cases.
async fn cases(language: Language, config: &Config) -> Result<(Db, Cases), Failure> {
    let (db, cases) = sealed_cases(language, config).await?;
    cases.open_office(&config.office.id).await.map_err(|e| unusable(language, &e))?;
    Ok((db, cases))
}

/// The same, with what the office keeps sealed left as it is.
async fn sealed_cases(language: Language, config: &Config) -> Result<(Db, Cases), Failure> {
    let procedures = Arc::new(procedures(language, config)?);
    let open = async {
        let db = Db::open(&config.database, config.secrets.database_password.as_ref()).await?;
        let cases = Cases::new(db.clone(), procedures, &config.secrets)?;
        Ok::<_, Error>((db, cases))
    };
    open.await.map_err(|e| unusable(language, &e))
}

/// What was opened cannot be used.
fn unusable(language: Language, e: &Error) -> Failure {
    Failure::unready(text_with(language, "storage-unusable", &[("why", e.to_string())]))
}

/// A bad procedure file, a line for each fault as compilers write them, and their number.
fn faults(language: Language, file: &str, problems: &[Problem]) -> Vec<String> {
    let fault =
        |p: &Problem| format!("{file}:{}: {}", p.line, text_with(language, p.kind.key(), &p.kind.args()));
    let mut lines: Vec<String> = problems.iter().map(fault).collect();
    let count = problems.len().to_string();
    lines.push(text_with(language, "procedure-check-bad", &[("file", file.to_owned()), ("count", count)]));
    lines
}

fn name_of(file: &Path) -> String {
    file.display().to_string()
}
