//! The child: takes its work from standard input, locks itself up, looks, answers on standard output, ends.
//! It starts no thread and no runtime, and holds nothing of the office.

use super::frames::{self, Work};
use super::lock;
use std::io::{Read, Write};
use std::process::ExitCode;

/// The exit code of a child that could not lock itself up.
pub const UNSAFE: i32 = 78;

/// What `main` does under the hidden name.
pub fn run() -> ExitCode {
    // What a library says when it gives up must reach nobody's log.
    std::panic::set_hook(Box::new(|_| {}));
    if lock::limits().and_then(|()| lock::shut()).is_err() {
        return ExitCode::from(u8::try_from(UNSAFE).unwrap_or(1));
    }
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work() -> std::io::Result<()> {
    let mut request = Vec::new();
    std::io::stdin().lock().read_to_end(&mut request)?;
    let (work, body) = frames::parse_request(&request)?;
    drop(request);
    let answer = match work {
        Work::Examine { thresholds } => frames::answer(reader::examine(&body, &thresholds))?,
        Work::Probe => frames::tried(lock::attempts())?,
    };
    let mut out = std::io::stdout().lock();
    out.write_all(&answer)?;
    out.flush()
}
