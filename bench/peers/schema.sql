-- The tables of the peers that bring none of their own.
create table staff(token text primary key, name text not null, roles text[] not null);
insert into staff values ('tok-intake','intake','{intake}'),('tok-verifier','verifier','{verify}'),
  ('tok-printer','printer','{print_card}'),('tok-counter','counter','{handover}');
create table cases(id bigserial primary key, ticket text not null unique, reason text not null, nik text not null, name text not null,
  phone text not null, doc1 text not null, doc2 text not null, state text not null, created timestamptz not null default now(), due_at timestamptz);
create index cases_queue on cases(state, due_at);
create table history(id bigserial primary key, case_id bigint not null references cases(id), step text not null, actor text not null,
  at timestamptz not null default now(), data jsonb);
create index history_case on history(case_id);
