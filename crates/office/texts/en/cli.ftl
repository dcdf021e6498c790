# The command line: what `rancak` prints on a terminal.

serve-ready = { $office } serves at { $url } (listening on { $listen }). Stop it with Ctrl-C.
serve-stopping = Stopping; what is under way is finished first.
serve-no-assets = The pages' style and scripts were not built into this program. Run: make build
serve-no-offices = There is no office to serve: the folder holds no settings (*.toml).
serve-cannot-listen = Cannot listen on { $listen }: { $why }
procedures-none-active = There is no procedure "{ $id }" in the folder { $folder }. Put its file there, or correct office.procedure.
storage-unusable = The storage cannot be used: { $why }
storage-newer = A newer program has changed this database ({ $migration }) and taken away what this one uses. Install the newer program on this machine too.

keys-rotated = { $rewrapped } keys were put under the present master key; { $already } lay under it before.
keys-unknown = { $count } keys are opened by none of the master keys given. Add the file of the former one to documents.former_master_key_files and run this again.
keys-wrong-master = The master key given ({ $given }) is not the one that this office's document keys lie under, { $wanted }. Put the right one into documents.master_key_file, or name the former one in documents.former_master_key_files.

user-added = { $name } ({ $login }) was added. Give this link to them alone; it is good for { $hours } hours and works once:

show-number = Number
show-created = Created
show-revised = Revised
show-effective = In force from
show-approved = Approved by
show-legal-bases = Legal bases
show-qualifications = Qualifications
show-related = Related
show-equipment = Equipment
show-warning = Warning
show-records = Recording
show-empty = (empty)
show-identity = IDENTITY OF THE SOP
show-actors = ACTORS
show-oversees = sees every request
show-steps = STEPS
show-step = { $no }. { $title } ({ $minutes } minutes)
show-activity = Activity
show-actor = Actor
show-inputs = Inputs
show-output = Output
show-different-from = Not the person of
show-outcomes = Outcomes
show-leads-step = to step { $no }, { $title }
show-leads-stay = this step goes on
show-leads-await = waits for the applicant, clock stopped
show-leads-applicant = back to the applicant, then step { $no }, { $title }
show-leads-end = ends: { $closing }
show-reasons = REASONS AND THEIR DOCUMENTS
show-asks-elements = and the basis document of each element that changes:
show-appointments = APPOINTMENTS AND THE HEALTH PROTOCOL
show-handover = HANDOVER
show-gate = A pass is good for { $days } days, a finger's result for { $minutes } minutes. Ways: { $ways }
show-survey = SATISFACTION SURVEY
show-slots = { $counters } counters, { $minutes } minutes each, offered { $days } days ahead; into the safe after { $safe } days
show-protocol = { $places } places a slot, { $room } people in the waiting room
show-together = Together

inspect-unreadable = { $file } cannot be read: { $why }
inspect-readable = readable
inspect-unusable = not usable
inspect-line = { $file }: { $verdict } [{ $findings }] NIK { $nik }, No KK { $kk } ({ $milliseconds } ms)
show-time = WORKING TIME
show-closed = closed
show-season = { $name }: { $from } to { $to }
show-holidays = Holidays and collective leave { $year }: { $days } days
show-whole = The whole request: { $minutes } working minutes; at risk after { $percent }%
show-escalations = Who is told
show-escalation-risk = { $clock } at risk, { $minutes } working minutes later: { $who }
show-escalation-over = { $clock } over, { $minutes } working minutes later: { $who }
show-clock-step = the step
show-clock-case = the whole request
show-step-people = those whose step it is

# The record that can be verified.
record-signed = A checkpoint was made: { $size } events, root { $root }.
record-empty = There are no events to sign yet.
record-verified = { $events } events were held against { $checkpoints } checkpoints; { $fresh } of them came after the last. Findings: { $findings }. Root: { $root }
record-changed = Changed: { $event }
record-removed = Removed: { $event }
record-inserted = Inserted: { $event }
record-reordered = Moved to another place: { $event }
record-cut = The database is older than checkpoint { $size } ({ $at }): it holds { $events } events only.
record-rewritten = Something up to checkpoint { $size } ({ $at }) was rewritten; no kept list of events says what.
record-bad-note = Checkpoint { $size } in the store is damaged, or was not signed by this office.
record-bad-leaves = The list of events beside checkpoint { $size } is damaged.
record-more = … and { $count } more findings.
record-bad-checkpoint = { $file } cannot be used: { $why }
record-no-case = There is no proof for { $ticket }: there is no such case, or no checkpoint covers it yet (rancak audit sign).
record-no-reason = Say why with --reason.
record-nothing-lost = Nothing is lost.
record-resumed = { $count } events are lost. Their checkpoints were put aside, and the loss is recorded.
record-rolled-back = The database is older than its last checkpoint. Restore a newer copy; where there is none, go on with: rancak audit resume --reason "…"

migrate-same = Both settings name the same database.
migrate-table = { $table }: { $rows } rows
migrate-done = Done: { $rows } rows in { $tables } tables, of which { $before } had been moved before. Every row is the same in both databases.
migrate-next = The old database has been left and cannot be used any more. Start the office with the new settings; documents, keys and checkpoints stay where they are.
migrate-other-tables = Table { $table } is not the same in both databases. Use the same program for both.
migrate-differs = Table { $table } differs between the two databases: the office worked on since an earlier try. Empty the new database and begin anew; the old one is unchanged.

backup-key-remark = Secret key of the office's copies: keep it in a safe, away from the office and from its copies. Without it nobody can restore anything.
backup-made = Copy { $name }: { $rows } rows, { $fresh } new parts; { $documents } files of documents, { $sent } of them new; { $keys } keys; { $bytes } bytes sent.
backup-listed = { $name }  { $at }  { $rows } rows  rancak { $program }
backup-measured = Age of the copy (RPO): { $age } s, { $lost } signed events not copied yet. Restored within (RTO): { $took } s. Documents opened: { $opened }; their key was destroyed: { $destroyed }; broken: { $broken }.
backup-no-place = There is no place for copies: set store, keys and recipients of [backup] (rancak backup key).
backup-unusable = There is no copy: { $why }
backup-bad-identity = { $file } cannot be used as a secret key: { $why }

restore-done = Copy { $name } is restored: { $rows } rows, { $documents } files of documents, { $keys } keys. The record: { $events } events, held against { $checkpoints } checkpoints.
restore-no-checkpoint = There was no checkpoint to compare with: if one stands in a printed daily report, hold it against the record with rancak audit verify --checkpoint.
restore-next = The office can begin with rancak serve. Everybody has to sign in again; look after accounts that were disabled after this copy was made.
restore-nothing = There is no copy of this office at that place, or none of that name: rancak backup list.
restore-wrong-identity = This copy was not made for that secret key.
restore-not-ours = The copy was changed or is damaged: { $what } is not what was copied, or the master key is another. Try another copy (rancak backup list).
restore-other-program = Another program made this copy: { $which }. Use that version, or a newer one.
restore-rolled-back = This copy holds { $held } events, and { $signed } were signed: some are missing. Look for a newer copy; where there is none, ask again with --lost "…" and say why.
restore-no-reason = Say why with --lost.

documents-orphans = { $orphans } of { $files } files in the store are nobody's. Nothing was destroyed; to destroy them add --destroy.
documents-swept = { $orphans } of { $files } files in the store were nobody's and are destroyed.
