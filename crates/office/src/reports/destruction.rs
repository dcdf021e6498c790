//! Old cards that were destroyed in some days, by name and address as SE 470.13/11176/SJ asks, under the minutes of
//! each destruction.

use super::counted::instants;
use super::{Asked, Frame, Report, Table};
use crate::app::App;
use crate::error::Error;
use crate::texts::{moment, text_with};

pub async fn tell(app: &App, asked: Asked, frame: &Frame, report: &mut Report) -> Result<(), Error> {
    let language = frame.language();
    let columns = [
        ("stock-no", 2, true),
        ("disposal-name", 8, false),
        ("disposal-nik", 6, false),
        ("disposal-address", 9, false),
        ("stock-ticket", 4, false),
        ("report-given-back", 5, false),
    ];
    let offset = frame.names(app).calendar.offset;
    for (no, minutes) in app.stock.minutes_in(instants(app, asked.from, asked.to)).await? {
        let mut table = Table::new(frame, "", &columns);
        let args = [("number", minutes.number.clone()), ("when", moment(language, offset, minutes.at))];
        table.caption = text_with(language, "report-minutes", &args);
        for (nth, card) in app.stock.cards_of(no, minutes.cards.len()).await?.into_iter().enumerate() {
            let given_back = moment(language, offset, card.surrendered_at);
            let ticket = card.ticket.to_string();
            let row = [(nth + 1).to_string(), card.name, card.nik, card.address, ticket, given_back];
            table.rows.push(row.into());
        }
        let blanks: Vec<&str> = minutes.blanks.iter().map(procedure::Blangko::as_str).collect();
        let args = [
            ("number", minutes.number.clone()),
            ("count", blanks.len().to_string()),
            ("serials", if blanks.is_empty() { "–".to_owned() } else { blanks.join(", ") }),
        ];
        report.lines.push(text_with(language, "report-blanks-destroyed", &args));
        report.tables.push(table);
    }
    Ok(())
}
