-- The workflow as SpiffWorkflow serialises it.
alter table cases add column wf text not null;
