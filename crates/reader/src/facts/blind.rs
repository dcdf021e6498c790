//! The program without reading numbers: an eye that cannot be had.

use super::{EyeFault, Found, Models, Turn};
use crate::Picture;

/// Never made.
#[derive(Debug)]
pub enum Eye {}

impl Eye {
    pub fn load(_models: Models) -> Result<Self, EyeFault> {
        Err(EyeFault::LeftOut)
    }

    pub(super) fn numbers(&self, _picture: &Picture) -> Result<Vec<Found>, EyeFault> {
        match *self {}
    }

    pub(super) fn turned(&self, _picture: &Picture) -> Result<Option<Turn>, EyeFault> {
        match *self {}
    }
}

pub fn alone() {}
