//! The child: takes its work from standard input, locks itself up, looks, answers on standard output, ends.
//! It starts no thread and no runtime, and holds nothing of the office. With a folder as its argument it
//! takes the models from there, to read numbers.

use super::frames::{self, Work};
use super::lock;
use crate::documents::models;
use reader::facts::{Eye, Facts, Models, facts};
use reader::{Kind, Picture};
use std::io::{Error, Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// The exit code of a child that could not lock itself up.
pub const UNSAFE: i32 = 78;

/// What `main` does under the hidden name.
pub fn run() -> ExitCode {
    // What a library says when it gives up must reach nobody's log.
    std::panic::set_hook(Box::new(|_| {}));
    // Files are read before the lock closes: the models, if this child is to read numbers.
    let models = std::env::args_os().nth(2).map(|folder| models::load(Path::new(&folder)));
    let limits = if models.is_some() { &lock::TO_READ } else { &lock::TO_EXAMINE };
    reader::facts::alone();
    if lock::limit(limits).and_then(|()| lock::shut()).is_err() {
        return ExitCode::from(u8::try_from(UNSAFE).unwrap_or(1));
    }
    match work(models.and_then(Result::ok)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work(models: Option<Models>) -> std::io::Result<()> {
    let mut request = Vec::new();
    std::io::stdin().lock().read_to_end(&mut request)?;
    let (work, body) = frames::parse_request(&request)?;
    let answer = match work {
        Work::Examine { thresholds } => frames::answer(reader::examine(body, &thresholds))?,
        Work::Read => frames::read_page(read(body, models)?)?,
        Work::Mark { spot } => frames::drawn(reader::mark(body, spot))?,
        Work::Probe => frames::tried(lock::attempts())?,
    };
    let mut out = std::io::stdout().lock();
    out.write_all(&answer)?;
    out.flush()
}

fn read(page: &[u8], models: Option<Models>) -> std::io::Result<Facts> {
    let eye = models.map(Eye::load).transpose().map_err(Error::other)?;
    let picture = Picture::decode(page, Kind::Jpeg).map_err(Error::other)?;
    Ok(facts(&picture, eye.as_ref()))
}
