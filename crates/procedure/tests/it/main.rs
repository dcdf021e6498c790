//! The core's whole test suite, one binary. Everything here uses the crate as its callers do; nothing
//! here needs a clock, a network or a file at run time.

mod draft;
mod outcomes;
mod people;
mod source;
mod support;
