//! What a script can be refused, in words a person can act on: Indonesian first, then English.
//! Meta's own refusals live in `graph::error`; the two must never be mixed.
use std::time::Duration;

use axum::http::StatusCode;

/// Why the simulator could not do what a script or a person asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    #[error("SIMULATOR: warga {0} tidak dikenal; buat dahulu. / Resident {0} is unknown; create one first.")]
    UnknownResident(String),
    #[error("SIMULATOR: pesan {0} tidak dikenal. / Message {0} is unknown.")]
    UnknownMessage(String),
    #[error(
        "SIMULATOR: nomor {0} bukan 8-15 angka dengan kode negara. / {0} is not 8-15 digits with a country code."
    )]
    BadPhone(String),
    #[error("SIMULATOR: nomor {0} sudah dipakai warga lain. / {0} already belongs to another resident.")]
    PhoneTaken(String),
    #[error(
        "SIMULATOR: pesan ini tidak punya pilihan {wanted:?}; adanya {offered:?}. / This message offers no {wanted:?}, only {offered:?}."
    )]
    NoSuchChoice { wanted: String, offered: Vec<String> },
    #[error(
        "SIMULATOR: tidak ada pesan baru untuk {resident} dalam {waited:?}; terakhir: {last}. / No new message for {resident} within {waited:?}; the last one: {last}."
    )]
    NothingCame { resident: String, waited: Duration, last: String },
    #[error("SIMULATOR: masih ada {0} webhook yang belum terkirim. / {0} webhooks are still undelivered.")]
    StillSending(u64),
    #[error("SIMULATOR: isi tidak dapat dimainkan: {0}. / This cannot be played: {0}.")]
    Unplayable(String),
    #[error(
        "SIMULATOR: webhook {url} tidak menjawab tantangan: {reason}. / Webhook {url} failed its challenge: {reason}."
    )]
    Unverified { url: String, reason: String },
    #[error("SIMULATOR: contoh {0:?} tidak ada. / There is no sample {0:?}.")]
    UnknownSample(String),
    #[error("SIMULATOR: penyimpanan gagal: {0} / Storage failed: {0}")]
    Store(#[from] rusqlite::Error),
    #[error("SIMULATOR: {0}")]
    Io(#[from] std::io::Error),
    #[error("SIMULATOR: klien HTTP: {0} / HTTP client: {0}")]
    Http(#[from] reqwest::Error),
}

/// What every scripting call returns.
pub type Result<T> = std::result::Result<T, SimError>;

impl SimError {
    /// How the simulator's own surfaces answer it.
    pub(crate) fn http_status(&self) -> StatusCode {
        match self {
            Self::UnknownResident(_) | Self::UnknownMessage(_) | Self::UnknownSample(_) => {
                StatusCode::NOT_FOUND
            }
            Self::PhoneTaken(_) => StatusCode::CONFLICT,
            Self::BadPhone(_) | Self::NoSuchChoice { .. } | Self::Unplayable(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::NothingCame { .. } | Self::StillSending(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Unverified { .. } => StatusCode::BAD_GATEWAY,
            Self::Store(_) | Self::Io(_) | Self::Http(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
