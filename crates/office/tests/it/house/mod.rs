//! The house in order: crates, dependencies, map, texts and words are held to what the code says. Nothing here
//! starts an office.

mod crates;
mod dependencies;
mod glossary;
mod map;
mod source;
mod texts;
