# Words for the rules: refused commands, faults in numbers, in procedure files and in settings.
# Every refusal says what happened and what can be done.

refusal-no-such-case = There is no such request. Check the ticket and search again.
refusal-already-open = This request is open already. Go on with it.
refusal-still-draft = The applicant has not sent this request yet. Wait for it, or send it from the counter.
refusal-already-submitted = This request has been sent. Changes now go through the office: write to us what should change.
refusal-closed = This request ended ({ $closing }) on { $at }. The section, division or office head can reopen it where needed.
refusal-already-verified = Verified by { $name } on { $at }; verified data is not changed any more. If it is wrong, withdraw this request and take in a new one.
refusal-waiting-for-applicant = This request waits for the applicant's correction. Go on once they have sent it again.
refusal-not-paused = This step's clock is not stopped. Reload the page to see where it stands.
refusal-already-paused = This step's clock is stopped: { $waiting }. Start it again first.
refusal-not-your-case = This request does not belong to this number. Use the WhatsApp number that made it, or ask the staff.
refusal-not-your-role = This step is done by: { $role }. Ask whoever is on duty.
refusal-not-your-power = Only these may do this: { $role }. Ask one of them.
refusal-claimed-by-other = { $name } has been working on it since { $at }. Choose another request, or ask { $name } to release it.
refusal-not-claimed = Nobody has claimed this request. Claim it before you release it.
refusal-already-done = Done already by { $name } on { $at }: { $outcome }. There is nothing left for you to do here.
refusal-elsewhere-now = This request is now at the step { $step }. Reload the page.
refusal-same-officer = You did the step { $step } of this request. Somebody else must do this one.
refusal-unknown-outcome = This step has no outcome "{ $outcome }". Reload the page and choose again.
refusal-guard-documents-complete = The dossier is not complete. Ask the applicant for what is missing.
refusal-guard-print-ordered = No print has been ordered. Order it first, then record what came of it.
refusal-guard-nothing-printed = A print is under way or done. Record its result, or record it as spoiled.
refusal-guard-printed = There is no good print yet. Print first, then activate.
refusal-guard-in-production = No print is under way. Order one first.
refusal-guard-notified = The applicant has not been told. Tell them first that the product is ready.
refusal-field-blangko = Enter the blank card's serial.
refusal-field-why = Enter the reason; the applicant will read it.
refusal-field-faults = Choose the documents at fault and say what is wrong with each.
refusal-field-note = Enter a note.
refusal-field-received-by = Enter who received it and their relation to the applicant.
refusal-field-surrendered = The old card must be taken back. Tick the box once you have it.
refusal-bad-blangko = A blank card's serial is 6 to 20 letters and digits. Check it.
refusal-other-blangko = The printed card's serial is { $printed }. Enter that one.
refusal-spoiled-blangko = That blank is recorded as spoiled on this request. Use another.
refusal-missing-documents = The dossier is not complete. Missing: { $documents }.
refusal-still-faulty = Still to be corrected: { $documents }. Send those documents again.
refusal-duplicate-open = A request for this NIK is being worked on already. Wait until it has ended, or ask a member of staff.
refusal-duplicate-recent = A new one was printed for this NIK not long ago. Ask a member of staff if another is needed.
refusal-duplicate-photo = The same photo was used for somebody else. Send a photo of your own document, or ask a member of staff.
refusal-unknown-document = This procedure knows no document "{ $documents }". Choose from the list.
refusal-unknown-file = That file is not on this request. Reload the page.
refusal-bad-mark = The mark for { $documents } is not on a page of that document. Remove the mark, then mark again.
refusal-file-already-attached = That file is attached already.
refusal-too-many-files = This request has { $max } files already. Set aside what is not needed first.
refusal-bad-reasons = Those reasons cannot be asked for together. Choose one, or a combination on offer.
refusal-missing-elements = Choose the data that changes.
refusal-empty-text = Write something first.
refusal-text-too-long = Too long. At most { $max } characters.
refusal-no-contact = This applicant does not use WhatsApp. Telephone, or tell them in person.

closing-handed_over = handed over
closing-rejected = rejected
closing-withdrawn = withdrawn
closing-not_collected = not collected
closing-expired = expired
waiting-applicant = waiting for the applicant
waiting-stock = waiting for blank cards
waiting-equipment = waiting for equipment

months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec

nik-not-digits = A NIK has digits only. There is a letter or another sign in it.
nik-length = A NIK has 16 digits; you wrote { $digits }.
nik-day = The 7th and 8th digits of a NIK are the day of birth: 01-31, or 41-71 for a woman. You wrote { $day }.
nik-month = The 9th and 10th digits of a NIK are the month of birth: 01-12. You wrote { $month }.
nik-date = The date of birth in the NIK does not exist: day { $day } of month { $month }.
nik-serial = The last four digits of a NIK cannot be 0000.
nomor-kk-not-digits = A family card number has digits only. There is a letter or another sign in it.
nomor-kk-length = A family card number has 16 digits; you wrote { $digits }.

problem-syntax = Not valid TOML: { $message }. Check the quotes, brackets and commas of this line.
problem-unknown-key = Unknown key "{ $name }". Write one of: { $known }.
problem-missing-key = The key "{ $name }" is missing. Add it to this section.
problem-unknown-word = Unknown word "{ $name }" here. Write one of: { $known }.
problem-unknown-role = There is no role "{ $name }". Write one of: { $known }; or add it as a [[role]].
problem-unknown-document = There is no document "{ $name }". Write one of: { $known }; or add it as a [[document]].
problem-unknown-reason = There is no reason "{ $name }". Write one of: { $known }; or add it as a [[reason]].
problem-unknown-step = There is no step "{ $name }". Write one of: { $known }; or add it as a [[step]].
problem-duplicate = The { $what } "{ $name }" stands already in line { $line }. Use another id.
problem-unreachable = The step "{ $name }" is never reached. Let an outcome lead to it (leads = "step:{ $name }"), or delete it.
problem-no-way-out = From the step "{ $name }" a request can never end. Add an outcome with leads = "end:…" here or further on.
problem-not-positive = This number must be above 0; it is { $value }.
problem-empty-text = The text "{ $name }" is empty. Fill in both: id and en.
problem-bad-leads = "{ $value }" leads nowhere. Write step:ID, stay, await, applicant:ID, end:handed_over, end:rejected or end:not_collected.
problem-field-not-asked = This outcome needs the field "{ $name }". Add it to asks.
problem-bad-value = "{ $value }" cannot be read. Write it like "{ $example }".
problem-overlap = The hours "{ $value }" overlap those before. Put them in order and apart.
problem-never-open = The office is never open. Fill in the hours of at least one day.
procedure-check-ok = { $file }: good. { $name } version { $version }, { $steps } steps, { $minutes } minutes.
procedure-check-bad = { $file }: { $count } faults.
procedure-unreadable = { $file } cannot be read: { $why }

config-unreadable = { $file } cannot be read: { $why }
config-syntax = { $file } is not valid TOML: { $why }
config-unknown-key = { $setting } is unknown. There are: { $known }
config-wrong-type = { $setting } must be a { $expected }
config-missing = { $setting } is not set (nor the variable { $variable })
config-missing-secret = { $setting } is not set: name the file that holds the secret (or the variable { $variable })
config-missing-master-key = { $setting } is not set (nor the variable { $variable }): a file with the documents' master key, 64 hexadecimal digits. Make one with: rancak keys new
config-bad-master-key = { $setting }: a master key is 64 hexadecimal digits. Make one with: rancak keys new
config-unreadable-secret = { $setting }: the file { $file } cannot be used: { $why }
config-bad-value = { $setting } = "{ $value }" cannot be used. Possible: { $expected }
config-refused = Rancak was not started. To be put right:
