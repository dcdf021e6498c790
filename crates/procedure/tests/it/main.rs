//! The core's whole test suite, one binary. Everything here uses the crate as its callers do; nothing
//! here needs a clock or a network.

mod adoption;
mod appointments;
mod calendar;
mod calls;
mod chip;
mod clocks;
mod correction;
mod course;
mod draft;
mod gate;
mod golden;
mod household;
mod invariants;
mod ledger;
mod loader;
mod marks;
mod measure;
mod outcomes;
mod people;
mod printing;
mod proof;
mod purity;
mod queue;
mod reactions;
mod refusals;
mod second_procedure;
mod sop;
mod source;
mod support;
mod survey;
mod types;
mod what_if;
