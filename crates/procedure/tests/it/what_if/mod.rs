//! The same month of cases replayed otherwise: what is known of it, what a replay makes of it, and the laws that no
//! staffing breaks.

mod courses;
mod hands_on;
mod laws;
mod months;
mod naive;
mod settings;
mod tallies;
