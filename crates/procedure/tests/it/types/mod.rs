//! The numbers and names people type: what is taken, what is refused and why, and that nothing personal
//! is printed by accident.

mod nik;
mod numbers;
mod ticket;
