//! What the tests share: databases to run on.

pub mod databases;
pub mod postgres;
