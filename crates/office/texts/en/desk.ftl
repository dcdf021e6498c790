# The desk: the inbox and the case page.

desk = Desk
menu = Menu
nav-counter = Counter
nav-register = Register
reload = Reload
desk-steps = Steps
desk-count = waiting for work
desk-no-step = No step is yours. Use the menu above.
desk-mine = I am working on
desk-work = Waiting for work
desk-empty = Nothing is waiting. New requests appear here by themselves.
desk-empty-beside = Nothing else is waiting beside what you are working on.
desk-waiting-applicant = Waiting for the applicant
desk-waiting-stock = Waiting for blank cards
desk-waiting-equipment = Waiting for equipment
desk-shown-of = The { $shown } most urgent of { $all } are shown.
desk-claimed-by = taken by { $name }
desk-next = Work on the next one
claim = Take
keys-walk = up and down
keys-open = open
keys-next = next

time-left = { $time } left
time-over = { $time } late
time-minutes = { $n } min
time-hours = { $n } h
time-days = { $n } working days
