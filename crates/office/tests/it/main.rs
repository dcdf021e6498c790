//! The office from outside: the database's contract on both databases, the case log, the whole server.

mod cases_concurrency;
mod cases_course;
mod cases_inbox;
mod cases_outbox;
mod cases_timers;
mod cases_trouble;
mod cases_views;
mod cli;
mod db_contract;
mod desk_case;
mod desk_documents;
mod desk_frame;
mod desk_inbox;
mod desk_live;
mod desk_messages;
mod desk_rights;
mod house;
mod intake;
mod register;
mod search;
mod support;
mod tracking;
mod users;
mod whatsapp;
mod whatsapp_delivery;
mod whatsapp_webhook;
