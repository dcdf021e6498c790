//! Threads that send requests: as fast as the answers come (closed loop), or at a fixed rate whatever the
//! answers do (open loop). Knows no address and no page.

use crate::http::Connection;
use crate::processes::used_by_this_thread;
use crate::stats::Latencies;
use anyhow::{Result, anyhow};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How soon a burst notices that somebody failed.
const NAP: Duration = Duration::from_millis(100);

/// What a burst did.
pub struct Burst {
    pub done: usize,
    pub took: Duration,
    /// Of each piece of work.
    pub latencies: Latencies,
    /// Processor time of the threads that sent.
    pub driving: Duration,
}

impl Burst {
    #[expect(clippy::cast_precision_loss, reason = "a count of a few thousand")]
    pub fn a_second(&self) -> f64 {
        self.done as f64 / self.took.as_secs_f64()
    }
}

/// `clients` at once, each beginning its next piece of work when it has finished the one before, until
/// `time` is over; what was begun is finished. `work` gets a number that no other piece has.
pub fn closed<W>(hosts: &[SocketAddr], clients: usize, time: Duration, work: W) -> Result<Burst>
where
    W: Fn(&mut Connection, usize) -> Result<()> + Sync,
{
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let client = || -> Result<Done> {
        let mut connection = Connection::dealt(hosts)?;
        let mut latencies = Latencies::default();
        while !over.load(Ordering::Relaxed) {
            let begun = Instant::now();
            work(&mut connection, next.fetch_add(1, Ordering::Relaxed))?;
            latencies.add(begun.elapsed());
        }
        Ok((latencies, used_by_this_thread()))
    };
    let begun = Instant::now();
    let (latencies, driving) = thread::scope(|scope| {
        let running: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        // Whoever fails ends the burst: the others would only wait for its end.
        let until = begun + time;
        while Instant::now() < until && running.iter().all(|r| !r.is_finished()) {
            thread::sleep(until.saturating_duration_since(Instant::now()).min(NAP));
        }
        over.store(true, Ordering::Relaxed);
        gathered(running)
    })?;
    Ok(Burst { done: usize::try_from(latencies.count())?, took: begun.elapsed(), latencies, driving })
}

/// `count` pieces of work, one each `gap`. Each takes as long as it takes from the instant it was due: one
/// that must wait for a free connection is not forgiven. `connections` must be more than are ever needed.
pub fn open<W>(
    hosts: &[SocketAddr],
    connections: usize,
    gap: Duration,
    count: usize,
    work: W,
) -> Result<Burst>
where
    W: Fn(&mut Connection, usize) -> Result<()> + Sync,
{
    // Time to connect and to reach the first nap.
    let begun = Instant::now() + Duration::from_millis(50);
    let client = |first: usize| -> Result<Done> {
        let mut connection = Connection::dealt(hosts)?;
        let mut latencies = Latencies::default();
        for n in (first..count).step_by(connections) {
            let due = begun + gap * u32::try_from(n)?;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            work(&mut connection, n)?;
            latencies.add(due.elapsed());
        }
        Ok((latencies, used_by_this_thread()))
    };
    let client = &client;
    let (latencies, driving) = thread::scope(|scope| {
        gathered((0..connections).map(|first| scope.spawn(move || client(first))).collect())
    })?;
    Ok(Burst { done: usize::try_from(latencies.count())?, took: begun.elapsed(), latencies, driving })
}

/// What one client did, and the processor time that it took to ask for it.
type Done = (Latencies, Duration);

fn gathered(running: Vec<thread::ScopedJoinHandle<'_, Result<Done>>>) -> Result<Done> {
    let (mut all, mut driving) = Done::default();
    for client in running {
        let (latencies, used) = client.join().map_err(|_| anyhow!("a client panicked"))??;
        all.join(&latencies);
        driving += used;
    }
    Ok((all, driving))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    /// A server that answers every request with 204 after `pause`.
    fn server(pause: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut out = stream.try_clone().expect("a stream");
                    for line in BufReader::new(stream).lines().map_while(Result::ok) {
                        if line.is_empty() {
                            thread::sleep(pause);
                            let _ = out.write_all(b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n");
                        }
                    }
                });
            }
        });
        host
    }

    fn ask(connection: &mut Connection, _: usize) -> Result<()> {
        assert_eq!(connection.get("/", "")?.status, 204);
        Ok(())
    }

    #[test]
    fn every_piece_of_work_of_an_open_loop_is_done_and_timed_from_when_it_was_due() {
        let pause = Duration::from_millis(40);
        // One connection and four times the work that it can do: each waits for those before it.
        let burst = open(&[server(pause)], 1, pause / 4, 8, ask).expect("a burst");
        assert_eq!(burst.done, 8);
        let (last, latency) = (pause * 8 - pause / 4 * 7, burst.latencies.latency());
        // To a thousandth.
        assert!(latency.max >= last.as_secs_f64() * 999.0, "{latency:?}");
    }

    #[test]
    fn a_closed_loop_gives_each_piece_of_work_a_number_of_its_own() {
        let seen = std::sync::Mutex::new(Vec::new());
        let work = |c: &mut Connection, n: usize| {
            seen.lock().expect("lock").push(n);
            ask(c, n)
        };
        let burst = closed(&[server(Duration::ZERO)], 3, Duration::from_millis(50), work).expect("a burst");
        let mut seen = seen.into_inner().expect("lock");
        seen.sort_unstable();
        assert_eq!(seen, (0..burst.done).collect::<Vec<_>>());
    }
}
