//! A part: rows of one table of one office, pressed and sealed with age for whoever holds a secret half. Its name is a tag
//! over what it says that only the office's master key makes, so that it tells nothing, the same rows are never sent
//! twice, and nobody else can make one.

use super::BackupError;
use crate::config::Config;
use crate::db::{Row, Value};
use age::x25519::{Identity, Recipient};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use seal::{Key, derived, mac};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// More than any part of ours has, opened.
const MOST: u64 = 256 * 1024 * 1024;
const PURPOSE: &str = "names of what is copied";

/// A cell as it lies in a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    office: String,
    table: String,
    rows: Vec<Vec<Cell>>,
}

/// What rows of a table come to, before they are pressed and sealed.
pub(super) fn body(office: &str, table: &str, rows: &[Row]) -> Result<Vec<u8>, BackupError> {
    let cell = |value: &Value| match value {
        Value::Null => Cell::Null,
        Value::Int(i) => Cell::Int(*i),
        Value::Text(t) | Value::Covered(t) | Value::Blind(t) => Cell::Text(t.clone()),
        Value::Bytes(b) => Cell::Bytes(b.clone()),
    };
    let rows = rows.iter().map(|row| row.cells().iter().map(cell).collect()).collect();
    let body = Body { office: office.to_owned(), table: table.to_owned(), rows };
    postcard::to_allocvec(&body).map_err(broken)
}

/// The rows again, of this table and office alone.
pub(super) fn rows(office: &str, table: &str, body: &[u8]) -> Result<Vec<Row>, BackupError> {
    let body: Body = postcard::from_bytes(body).map_err(broken)?;
    if body.office != office || body.table != table {
        return Err(BackupError::NotOurs(format!("a part of {table}")));
    }
    let value = |cell| match cell {
        Cell::Null => Value::Null,
        Cell::Int(i) => Value::Int(i),
        Cell::Text(t) => Value::Text(t),
        Cell::Bytes(b) => Value::Bytes(b),
    };
    Ok(body.rows.into_iter().map(|row| Row::of(row.into_iter().map(value).collect())).collect())
}

/// The keys that make names, the present one first.
#[derive(Clone)]
pub struct Names(Vec<Key>);

pub(super) fn names(config: &Config) -> Result<Names, BackupError> {
    let present = config.secrets.master_key.as_ref();
    let present = present.ok_or_else(|| BackupError::Broken("no master key was given".to_owned()))?;
    let all = std::iter::once(present).chain(&config.secrets.former_master_keys);
    Ok(Names(all.map(|master| derived(&master.key(), PURPOSE)).collect()))
}

impl Names {
    pub(super) fn of(&self, body: &[u8]) -> String {
        self.0.first().map(|key| hex::encode(mac::of(&**key, body))).unwrap_or_default()
    }

    /// Whether one of the office's master keys made this name for it.
    pub(super) fn is(&self, name: &str, body: &[u8]) -> bool {
        hex::decode(name).is_ok_and(|tag| self.0.iter().any(|key| mac::is(&**key, body, &tag)))
    }
}

/// Seals for the recipients of the settings.
pub(super) struct Sealer(Vec<Recipient>);

impl Sealer {
    pub(super) fn of(config: &Config) -> Result<Self, BackupError> {
        let parse = |text: &String| text.parse().map_err(|why: &str| BackupError::Broken(why.to_owned()));
        Ok(Self(config.backup.recipients.iter().map(parse).collect::<Result<_, _>>()?))
    }

    pub(super) fn seal(&self, body: &[u8]) -> Result<Vec<u8>, BackupError> {
        let recipients = self.0.iter().map(|r| r as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(broken)?;
        let mut sealed = Vec::new();
        let into = encryptor.wrap_output(&mut sealed)?;
        let mut press = DeflateEncoder::new(into, Compression::fast());
        press.write_all(body)?;
        press.finish()?.finish()?;
        Ok(sealed)
    }
}

/// Opens what was sealed, with the secret halves that are kept away from the office.
pub struct Opener(Vec<Identity>);

impl Opener {
    /// From the text of a file as age writes it: a key a line, and lines that begin with `#`.
    pub fn parse(text: &str) -> Result<Self, BackupError> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(str::parse).collect::<Result<Vec<_>, &str>>();
        let keys = keys.map_err(|why| BackupError::Broken(why.to_owned()))?;
        if keys.is_empty() { Err(BackupError::WrongIdentity) } else { Ok(Self(keys)) }
    }

    pub(super) fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, BackupError> {
        let decryptor = age::Decryptor::new(sealed).map_err(broken)?;
        let opened = decryptor.decrypt(self.0.iter().map(|i| i as &dyn age::Identity));
        let opened = opened.map_err(|e| match e {
            age::DecryptError::NoMatchingKeys => BackupError::WrongIdentity,
            e => broken(e),
        })?;
        let mut body = Vec::new();
        DeflateDecoder::new(opened).take(MOST).read_to_end(&mut body).map_err(broken)?;
        Ok(body)
    }
}

fn broken(why: impl ToString) -> BackupError {
    BackupError::Broken(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::secrecy::ExposeSecret;

    fn pair() -> (Sealer, Opener) {
        let identity = Identity::generate();
        let text = format!("# kept in the safe\n{}\n", identity.to_string().expose_secret());
        (Sealer(vec![identity.to_public()]), Opener::parse(&text).expect("a key"))
    }

    fn some_rows() -> Vec<Row> {
        let cells = |n: i64| vec![Value::Int(n), Value::Null, Value::from("ö"), Value::Bytes(vec![0, 255])];
        (0..3).map(|n| Row::of(cells(n))).collect()
    }

    #[test]
    fn rows_come_back_from_a_part_for_whoever_holds_the_secret_half_and_for_nobody_else() {
        let (sealer, opener) = pair();
        let body = body("13.01", "cases", &some_rows()).expect("a body");
        let sealed = sealer.seal(&body).expect("sealed");
        let opened = opener.open(&sealed).expect("opened");
        assert_eq!(rows("13.01", "cases", &opened).expect("rows"), some_rows());
        assert!(matches!(pair().1.open(&sealed), Err(BackupError::WrongIdentity)));
        for at in 0..sealed.len() {
            assert!(opener.open(&sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_part_of_another_table_or_office_is_refused() {
        let body = body("13.01", "cases", &some_rows()).expect("a body");
        assert!(matches!(rows("13.02", "cases", &body), Err(BackupError::NotOurs(_))));
        assert!(matches!(rows("13.01", "users", &body), Err(BackupError::NotOurs(_))));
    }

    #[test]
    fn a_name_is_made_by_the_present_master_key_and_known_by_former_ones() {
        let of = |bytes: &[u8]| Names(bytes.iter().map(|b| Key::new([*b; 32])).collect());
        let name = of(&[1]).of(b"rows");
        assert!(of(&[1]).is(&name, b"rows") && of(&[2, 1]).is(&name, b"rows"), "after a rotation");
        assert!(!of(&[1]).is(&name, b"others") && !of(&[2]).is(&name, b"rows") && !of(&[1]).is("", b"rows"));
        assert_ne!(of(&[2, 1]).of(b"rows"), name);
    }
}
