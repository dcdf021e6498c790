//! The simulator held to what it promises, from outside: HTTP on both sides, and time moved by hand.
//! No test here may sleep; each waits for what it expects, with a deadline.
mod crowd;
mod graph;
mod limits;
mod media;
mod office;
mod phone;
mod script;
mod webhook;
