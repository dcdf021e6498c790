//! What the tests share: databases to run on, a case to tell, a whole office, browsers and invented people.

#![allow(dead_code, reason = "offered to every test; which of it they need today does not matter")]

pub mod balancer;
pub mod browser;
pub mod bucket;
pub mod by_link;
pub mod cells;
pub mod copied;
pub mod crew;
pub mod databases;
pub mod hall;
pub mod installation;
pub mod nodes;
pub mod people;
pub mod postgres;
pub mod process;
pub mod provider;
pub mod reader;
pub mod rehearsal;
pub mod security_key;
pub mod server;
pub mod signed;
pub mod station_process;
pub mod stations;
pub mod stock;
pub mod story;
pub mod worked;
