-- The engine's state.
alter table cases add column engine text not null;
