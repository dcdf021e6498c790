//! The reader from outside: bad photos are told from good ones, and hostile files harm nobody.

mod facts;
mod findings;
mod hostile;
mod likeness;
mod upright;
