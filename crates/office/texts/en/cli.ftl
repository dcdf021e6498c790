# The command line: what `rancak` prints on a terminal.

serve-ready = { $office } serves at { $url } (listening on { $listen }). Stop it with Ctrl-C.
serve-stopping = Stopping; what is under way is finished first.
serve-no-assets = The pages' style and scripts were not built into this program. Run: make build
serve-cannot-listen = Cannot listen on { $listen }: { $why }
procedures-none-active = There is no procedure "{ $id }" in the folder { $folder }. Put its file there, or correct office.procedure.
storage-unusable = The storage cannot be used: { $why }

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
