//! Reports that were given a number: which there are, giving one, and counting all of them again. The figures are not
//! kept, only what they must come to.

use super::files::hashes;
use super::{Asked, Frame, Kind, make, today};
use crate::app::App;
use crate::db::{DbError, Row, Statement, Write};
use crate::error::Error;
use crate::params;
use jiff::Timestamp;
use procedure::Language;

/// How often a number is tried for that another process takes meanwhile.
const TRIES: usize = 5;

#[derive(Debug, Clone)]
pub struct Kept {
    pub asked: Asked,
    pub made_at: Timestamp,
    pub made_by: String,
    pub frame: Frame,
    /// SHA-256 of PDF, XLSX and CSV.
    pub hashes: [String; 3],
}

macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT kind, first_day, last_day, made_at, made_by, frame, pdf_hash, xlsx_hash, csv_hash
             FROM reports WHERE office = ?1 ",
            $which
        )
    };
}

/// The report of these days, where it has a number.
pub async fn find(app: &App, asked: Asked) -> Result<Option<Kept>, Error> {
    let sql = select!("AND kind = ?2 AND first_day = ?3 AND last_day = ?4");
    let days = [asked.from.to_string(), asked.to.to_string()];
    let rows = app.db.query(sql, params![app.office(), asked.kind.word(), &days[0], &days[1]]).await?;
    rows.first().map(read).transpose()
}

/// Those made last, the latest first.
pub async fn latest(app: &App, most: usize) -> Result<Vec<Kept>, Error> {
    let sql = select!("ORDER BY made_at DESC, kind, number DESC LIMIT ?2");
    app.db.query(sql, params![app.office(), most]).await?.iter().map(read).collect()
}

/// Makes the report of days that are over, and gives it the next number of its kind and year. The same days get no
/// second number.
pub async fn keep(app: &App, asked: Asked, by: &str) -> Result<Kept, Error> {
    if !asked.is_over(today(app)) {
        return Err(Error::Input("report-not-over"));
    }
    for _ in 0..TRIES {
        if let Some(kept) = find(app, asked).await? {
            return Ok(kept);
        }
        let year = i64::from(today(app).year());
        let number = last(app, asked.kind, year).await? + 1;
        let named = format!("LAP-{}/{number:04}/{year}", asked.kind.letter());
        let frame = Frame { number: named, ..Frame::now(app, asked.kind, Language::Id).await? };
        let hashes = hashes(&make(app, asked, &frame).await?, asked).await?;
        let kept = Kept { asked, made_at: app.clock.now(), made_by: by.to_owned(), frame, hashes };
        let write =
            Write { statements: vec![row(app, &kept, year, number)?], touches: vec!["reports".to_owned()] };
        match app.db.write(write).await {
            Err(DbError::Conflict(_)) => {}
            Err(e) => return Err(e.into()),
            Ok(()) => return Ok(kept),
        }
    }
    Err(Error::Unavailable("somebody else gives out numbers".to_owned()))
}

/// How many there are, and the numbers of those that come to something else now.
pub async fn verify(app: &App) -> Result<(usize, Vec<String>), Error> {
    let sql = select!("ORDER BY made_at, kind, number");
    let all: Vec<Kept> =
        app.db.query(sql, params![app.office()]).await?.iter().map(read).collect::<Result<_, _>>()?;
    let mut differing = Vec::new();
    for kept in &all {
        let again = hashes(&make(app, kept.asked, &kept.frame).await?, kept.asked).await?;
        if again != kept.hashes {
            differing.push(kept.frame.number.clone());
        }
    }
    Ok((all.len(), differing))
}

async fn last(app: &App, kind: Kind, year: i64) -> Result<i64, Error> {
    let sql = "SELECT number FROM reports WHERE office = ?1 AND kind = ?2 AND year = ?3
        ORDER BY number DESC LIMIT 1";
    let rows = app.db.query(sql, params![app.office(), kind.word(), year]).await?;
    Ok(rows.first().map(|r| r.int(0)).transpose()?.unwrap_or_default())
}

fn row(app: &App, kept: &Kept, year: i64, number: i64) -> Result<Statement, Error> {
    let sql =
        "INSERT INTO reports (office, kind, year, number, first_day, last_day, made_at, made_by, watermark,
        frame, pdf_hash, xlsx_hash, csv_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let frame = serde_json::to_string(&kept.frame).map_err(|e| Error::Broken(e.to_string()))?;
    let Asked { kind, from, to } = kept.asked;
    let [pdf, xlsx, csv] = &kept.hashes;
    let values = params![
        app.office(),
        kind.word(),
        year,
        number,
        from.to_string(),
        to.to_string(),
        kept.made_at,
        &kept.made_by,
        kept.frame.watermark,
        frame,
        pdf,
        xlsx,
        csv
    ];
    Ok(Statement::new(sql, values))
}

fn read(row: &Row) -> Result<Kept, Error> {
    let broken = |what: &str| Error::Broken(format!("a kept report: {what}"));
    let day = |n: usize| -> Result<_, Error> { row.text(n)?.parse().map_err(|_| broken("a day")) };
    let kind = Kind::parse(&row.text(0)?).ok_or_else(|| broken("its kind"))?;
    Ok(Kept {
        asked: Asked { kind, from: day(1)?, to: day(2)? },
        made_at: row.instant(3)?,
        made_by: row.text(4)?,
        frame: serde_json::from_str(&row.text(5)?).map_err(|_| broken("its frame"))?,
        hashes: [row.text(6)?, row.text(7)?, row.text(8)?],
    })
}
