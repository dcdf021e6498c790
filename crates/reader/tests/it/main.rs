//! The reader from outside: bad photos are told from good ones, hostile files harm nobody, and there is nothing
//! to take.

mod findings;
mod holds_nothing;
mod hostile;
mod likeness;
mod pdfs;
mod upright;
