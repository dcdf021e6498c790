# The page of the demonstration.

demo = Rehearsal: one request from WhatsApp to the register book
demo-how = On the left you are the resident, on the right the staff. Write "halo" on the phone, send the sample documents, then switch roles at the desk: operator, section head, print operator, register officer.
demo-phone = The resident's phone (SIMULATOR)
demo-desk = The staff desk
demo-roles = Switch role (DEMO only)
demo-tracking = Tracking page for residents
demo-emergency = Try emergency access
demo-emergency-text = As the online service operator: take the section head's role for 30 minutes. Then change to the office head, who sees it at once and looks into it.
demo-in-emergency = in emergency as { $role } until { $until }
demo-unfinished = Not every request reached the register book.
demo-printer = SIMULATOR of the card printer: faults, and cards that came out
