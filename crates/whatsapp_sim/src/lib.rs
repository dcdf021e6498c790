//! SIMULATOR of the WhatsApp Cloud API: for rehearsals, tests and load, with synthetic people only.
//! It must never share a wire type with the server, or both would misread the protocol alike.
//!
//! ```no_run
//! # async fn example() -> whatsapp_sim::Result<()> {
//! use std::time::Duration;
//! use whatsapp_sim::{Config, Sample, Simulator};
//!
//! let sim = Simulator::start(Config::default()).await?;
//! sim.webhook("http://localhost:8080/webhook").await?;
//! let sari = sim.resident("6281200000001", "Sari")?;
//! sari.text("halo")?;
//! let greeting = sari.next_message(Duration::from_secs(5)).await?;
//! sari.tap(&greeting, "setuju")?;
//! sari.image(Sample::Kk)?;
//! # Ok(()) }
//! ```
mod clock;
mod config;
mod counters;
mod drawn;
mod engine;
mod error;
mod faults;
mod graph;
mod ids;
mod inbound;
mod limits;
mod message;
mod phone;
mod resident;
mod samples;
mod script;
mod simulator;
mod store;
mod template;
mod webhook;

pub use clock::Millis;
pub use config::{Config, Delivery, Latency, Limits, Settings};
pub use counters::Counts;
pub use error::{Result, SimError};
pub use faults::{Endpoint, Fault, How};
pub use inbound::{File, Inbound};
pub use message::{Choice, ChoiceKind, Direction, Message, Outbound, Spoken, Status};
pub use resident::{Handset, Resident};
pub use samples::Sample;
pub use simulator::Simulator;
pub use template::{Template, TemplateButton};
