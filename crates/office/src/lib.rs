//! Rancak, the office's side: everything that touches the world. The rules live in `procedure`.

pub mod accounts;
pub mod app;
pub mod appointments;
pub mod assets;
pub mod cases;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod documents;
pub mod error;
pub mod handover;
pub mod health;
pub mod procedures;
pub mod production;
pub mod regions;
pub mod router;
pub mod secure_link;
pub mod stock;
pub mod texts;
pub mod timekeeping;
pub mod tracking;
pub mod web;
pub mod whatsapp;
pub mod workbench;
