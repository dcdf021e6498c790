//! Rancak, the office's side: everything that touches the world. The rules live in `procedure`.

pub mod cases;
pub mod clock;
pub mod config;
pub mod db;
pub mod procedures;
