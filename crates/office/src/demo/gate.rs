//! The last step of the walk-through: the pass from the message is scanned, the finger read, the card handed over, and
//! the survey answered by the link of the last message.

use super::blanks;
use super::officer::Officer;
use anyhow::{Context, ensure};
use procedure::Ticket;

/// What the reader says, in the order of the cases: the second holder's finger is worn.
const READINGS: &[&[(&str, &str)]] = &[
    &[("match", "right_index")],
    &[("no_match", "right_index"), ("unreadable", "left_index"), ("waived", "")],
    &[("match", "left_thumb")],
];

/// The last part of the first address in these words that leads there.
pub fn token(words: &str, to: &str) -> anyhow::Result<String> {
    let (_, after) = words.split_once(to).with_context(|| format!("no address {to} in: {words}"))?;
    Ok(after.chars().take_while(char::is_ascii_alphanumeric).collect())
}

pub async fn hand_over(
    officer: &Officer,
    ticket: &Ticket,
    pass: &str,
    n: usize,
    card: usize,
) -> anyhow::Result<()> {
    officer.post("/meja/penyerahan", &[("kartu", pass)]).await?;
    let page = format!("/meja/penyerahan/{ticket}");
    for (result, finger) in READINGS.get(n % READINGS.len()).copied().unwrap_or_default() {
        let fields = [
            ("hasil", (*result).to_owned()),
            ("alat", "SIMULATOR-FP-01".to_owned()),
            ("jari", (*finger).to_owned()),
            ("sebab", "Sidik jari aus".to_owned()),
        ];
        officer.send(&page, "jari", &fields).await?;
    }
    let fields = [
        ("siapa", "pemegang".to_owned()),
        ("periksa", "wajah".to_owned()),
        ("periksa", "data".to_owned()),
        ("ditarik", "1".to_owned()),
        ("asli", "1".to_owned()),
        ("blangko", blanks::serial(card)),
    ];
    officer.send(&page, "serahkan", &fields).await
}

/// As a resident's browser sends the form: one mark for everything.
pub async fn answer_survey(origin: &str, token: &str, mark: usize) -> anyhow::Result<()> {
    let url = format!("{origin}/survei/{token}");
    let call = reqwest::Client::new().post(&url).header("sec-fetch-site", "same-origin");
    let got = call.form(&[("semua", mark.to_string())]).send().await?;
    ensure!(got.status().is_success(), "the survey: {}", got.status());
    Ok(())
}
