//! The channel to residents: webhook in, messages out, and the conversation between. Everything that
//! happens to a case goes through `cases::dispatch`.

pub mod webhook;

use crate::app::Shared;
use crate::config::Config;
use crate::error::Error;
use tokio::task::JoinSet;

pub struct Whatsapp {}

impl Whatsapp {
    pub fn new(_config: &Config) -> Result<Self, Error> {
        Ok(Self {})
    }
}

pub fn start(_app: &Shared, _workers: &mut JoinSet<()>) {}
