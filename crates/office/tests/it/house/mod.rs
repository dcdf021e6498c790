//! The house in order: dependencies, map, texts and words are held to what the code says. Nothing here
//! starts an office.

mod dependencies;
mod glossary;
mod map;
mod migrations;
pub mod monitoring;
mod permissions;
mod security;
pub mod source;
mod statements;
mod texts;
