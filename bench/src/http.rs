//! The load driver's HTTP: one kept-alive connection that a thread of its own blocks on, so that driving
//! costs little beside serving. Speaks as much HTTP/1.1 as our own servers answer with, and no more.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Connection {
    /// One a host; each request goes to the next of them, as a balancer deals.
    streams: Vec<(SocketAddr, BufReader<TcpStream>)>,
    next: usize,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Where a redirect leads; empty for any other answer.
    pub location: String,
    pub body: Vec<u8>,
}

impl Connection {
    pub fn open(host: SocketAddr) -> Result<Self> {
        Self::dealt(&[host])
    }

    pub fn dealt(hosts: &[SocketAddr]) -> Result<Self> {
        let open = |host: &SocketAddr| {
            let stream = TcpStream::connect(host)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Ok((*host, BufReader::new(stream)))
        };
        Ok(Self { streams: hosts.iter().map(open).collect::<Result<_>>()?, next: 0 })
    }

    /// `headers` as lines, each with its end.
    pub fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        let host = self.turn();
        self.send(format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n").into_bytes())
    }

    /// `headers` as lines, each with its end.
    pub fn post(&mut self, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let (host, length) = (self.turn(), body.len());
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n{headers}\r\n");
        self.send([head.as_bytes(), body].concat())
    }

    /// The next host's turn.
    fn turn(&mut self) -> SocketAddr {
        self.next = (self.next + 1) % self.streams.len();
        self.streams[self.next].0
    }

    fn stream(&mut self) -> &mut BufReader<TcpStream> {
        &mut self.streams[self.next].1
    }

    fn send(&mut self, request: Vec<u8>) -> Result<Answer> {
        self.stream().get_mut().write_all(&request)?;
        let status = self.line()?;
        let code = status.split(' ').nth(1).and_then(|c| c.parse().ok());
        let mut answer = Answer {
            status: code.with_context(|| format!("a status line: {status}"))?,
            location: String::new(),
            body: Vec::new(),
        };
        let mut length: Option<usize> = None;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.trim().parse()?),
                "location" => value.trim().clone_into(&mut answer.location),
                _ => {}
            }
        }
        let Some(length) = length else { bail!("an answer of unknown length") };
        answer.body.resize(length, 0);
        self.stream().read_exact(&mut answer.body)?;
        Ok(answer)
    }

    /// One line of the head without its end; empty after the last.
    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream().read_line(&mut line)? == 0 {
            bail!("the server hung up");
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

/// The fields of a form as its body.
pub fn form(fields: &[(&str, &str)]) -> Result<String> {
    let address = reqwest::Url::parse_with_params("http://form", fields)?;
    Ok(address.query().unwrap_or_default().to_owned())
}
