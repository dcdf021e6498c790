//! The load driver's HTTP: one kept-alive connection that a thread of its own blocks on, so that driving
//! costs little beside serving. Speaks as much HTTP/1.1 as our own servers answer with, and no more.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Connection {
    host: SocketAddr,
    stream: BufReader<TcpStream>,
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
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { host, stream: BufReader::new(stream) })
    }

    /// `headers` as lines, each with its end.
    pub fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{headers}\r\n", self.host);
        self.send(request.into_bytes())
    }

    /// `headers` as lines, each with its end.
    pub fn post(&mut self, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n{headers}\r\n",
            self.host,
            body.len()
        );
        self.send([head.as_bytes(), body].concat())
    }

    fn send(&mut self, request: Vec<u8>) -> Result<Answer> {
        self.stream.get_mut().write_all(&request)?;
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
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }

    /// One line of the head without its end; empty after the last.
    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
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
