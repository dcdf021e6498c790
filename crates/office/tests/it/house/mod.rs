//! The house in order: texts, map, words and dependencies are held to what the code says. Nothing here
//! starts an office.

mod dependencies;
mod glossary;
mod map;
mod source;
mod texts;
