//! A small record, and everything that may be done by hand to its events or to what is kept beside them.

mod events;
mod kept;
mod small;
