# Appointments: slots, the health protocol, arrival at the door, and what the applicant is told.

refusal-not-ready = This card is not ready yet. Appointments are made once the applicant was told.
refusal-slot-taken = Sorry, that time has just been taken. Choose another.
refusal-slot-not-offered = That time cannot be chosen any more. Choose another.
refusal-no-appointment = There is no appointment for this request.
refusal-not-today = The appointment is at { $at }, not today. Move it first.
refusal-door-check-missing = Every check at the door must be passed. Tick each of them, or ask the visitor to come another time.
refusal-waiting-room-full = The waiting room is full: at most { $max } people under the protocol. Ask the visitor to wait outside.
refusal-nothing-changes = That is so already. Load the page again.
refusal-day-passed = That day has passed. Choose today or later.
problem-no-level = The level "{ $name }" of the protocol is missing. Add a [[protocol]] with level = "{ $name }".
problem-nobody-receives = There is [appointments], but [powers] does not say who makes them (appointments) and who sets the protocol (protocol). Fill in both.

event-appointment_made = appointment made: { $at }
event-appointment_moved = appointment moved to { $at }: { $cause }
event-appointment_cancelled = appointment called off: { $cause }
event-appointment_reminded = reminder of the appointment sent
event-screened = health questions answered: { $answer }
event-arrived = arrived; checks at the door passed
event-missed = did not come to the appointment at { $at }
event-stored_in_safe = card put into the safe
screened-clear = no symptom
screened-symptom = a symptom, the visit is put off
cause-asked = as asked for
cause-protocol = the level of the health protocol changed
cause-day_closed = the office is closed that day
cause-missed = did not come to the one before
cause-symptoms = a symptom of illness

notice-ready-slots =
    The card for { $name } is printed (ticket *{ $ticket }*).
    Choose when to collect it at { $address }: answer with the word "janji", or tap a choice where you see one.
    { $bring }
    You may come without an appointment too, but may have to wait. { $fee }
    { $pass }
notice-ready-deliver = While the protocol is strict we would rather deliver the card. Answer "petugas" to arrange it.
notice-appointment =
    Your appointment: *{ $slot }*, to collect the card for { $name } (ticket *{ $ticket }*).
    Place: { $address }. { $bring }
    Another time, or none? Answer: janji
notice-appointment-moved = Your appointment for ticket *{ $ticket }* is now: *{ $slot }*. Another time, or none? Answer: janji
notice-moved-protocol =
    Because of the health protocol our office serves fewer people at a time. Your appointment for ticket *{ $ticket }* was moved to *{ $slot }*. We are sorry.
    Does that not suit you? Answer: janji
notice-moved-closed =
    Our office is closed on the day of your appointment. The one for ticket *{ $ticket }* was moved to *{ $slot }*. We are sorry.
    Does that not suit you? Answer: janji
notice-moved-symptoms =
    Thank you for telling us. Stay at home, and call the health centre if it gets worse. Your appointment for ticket *{ $ticket }* was moved to *{ $slot }*; we keep the card.
    Somebody else may collect it with a power of attorney. Does that not suit you? Answer: janji
notice-rebooked =
    You did not come to the appointment for ticket *{ $ticket }*. We have a new time for you: *{ $slot }*.
    Does that not suit you? Answer: janji
notice-appointment-cancelled = Your appointment for ticket *{ $ticket }* was called off. We keep the card. A new one? Answer: janji
notice-unplaced = Our office had to call off your appointment for ticket *{ $ticket }*, and has no free time instead yet. We are sorry. We keep your card. Answer "janji" in a few days, or "petugas" if it is urgent.
notice-symptoms = Thank you for telling us. Stay at home, and call the health centre if it gets worse. The appointment for ticket *{ $ticket }* was called off; we keep the card. Once you are well answer: janji
notice-reminder = A reminder: we expect you *{ $slot }* to collect the card for { $name } (ticket *{ $ticket }*) at { $address }. { $bring } Another time, or none? Answer: janji
notice-reminder-screening =
    A reminder: we expect you *{ $slot }* to collect the card for { $name } (ticket *{ $ticket }*) at { $address }. { $bring }

    Before you come, please answer honestly:
    { $questions }
    Answer: no, or: yes.

    Wear a mask; your temperature is taken at the door. Another time, or none? Answer: janji
notice-missed = You did not come to the appointment for ticket *{ $ticket }*. We keep the card. Choose another time: answer janji
notice-in-safe = The card for { $name } (ticket *{ $ticket }*) was not collected for long and now lies in our safe. You can still collect it: answer "janji", or come in opening hours and name the ticket.

chat-slots =
    The card for { $name } is ready. Choose a time:
chat-slots-booked =
    Your appointment: *{ $slot }* (card for { $name }). Another time?
chat-slots-none = There is no free time to collect the card for { $name } yet. You may come without an appointment in opening hours, or answer "janji" another time.
chat-days = Which day?
chat-offer-more-days = Another day
chat-words-more-days = another day,other,more
chat-offer-more-times = Another time
chat-words-more-times = another time,other,more
chat-offer-cancel-visit = Call it off
chat-words-cancel-visit = call off,cancel appointment
chat-pick-visit = An appointment for which request?
chat-no-visit = No card is ready to be collected for this number yet. We will tell you.
chat-no-visits-here = Our office works without appointments. Just come in opening hours.
chat-offer-healthy = No
chat-words-healthy = no,none,healthy,tidak
chat-offer-symptom = Yes
chat-words-symptom = yes,some,ill,ada
chat-health =
    Before you come *{ $slot }*, please answer honestly:
    { $questions }
chat-screened = Thank you. See you { $slot }.
chat-status-visit = *{ $ticket }* for { $name }: the card is ready. Your appointment: *{ $slot }*. Another time, or none? Answer: janji
chat-status-sent = *{ $ticket }* for { $name }: the card is on its way. Write "petugas" if it does not arrive.
chat-status-safe = *{ $ticket }* for { $name }: the card lies in the safe and can still be collected. Answer "janji" to choose a time.
weekdays = Mon Tue Wed Thu Fri Sat Sun

visits = Appointments
nav-visits = Appointments
visits-of = Appointments, { $day }
visits-previous = Day before
visits-next = Day after
visits-today = Today
visits-level = Health protocol: { $level }
visits-room = In the waiting room: { $waiting } of at most { $limit } people.
visits-room-full = The waiting room is full. The next visitor waits outside.
visits-rules = Protocol and closed days
visits-closed = No slots this day: the office is closed.
visits-slot = Time
visits-free = Places taken
visits-who = Visitors
visits-nobody = nobody
visits-arrive = Record arrival
visits-arrive-of = Arrival of { $name }
visits-door = Checks at the door
visits-standing-booked = expected
visits-standing-arrived = arrived { $at }
visits-standing-served = served
visits-standing-missed = did not come
visits-saved = Saved.

case-visit = Appointment
case-visit-at = Appointment: { $at }
case-visit-none = No appointment yet.
case-visit-missed = Did not come { $times } times.
case-visit-safe = The card is in the safe since { $at }.
case-visit-screened = By the applicant's answer there is no symptom.
case-visit-book = Make or move an appointment
case-visit-when = Time
case-visit-book-do = Save the appointment
case-visit-cancel = Call the appointment off
case-visit-day = See that day
form-which-slot = Choose a time.

rules-title = Health protocol and closed days
rules-now = Now
rules-capacity = { $places } places every { $minutes } minutes, at most { $room } people in the waiting room.
rules-set = Change the level of the protocol
rules-level = Level
rules-why = Why
rules-why-hint = Recorded with your name.
rules-close = Close a day
rules-day = Day
rules-open = Open again
rules-preview = See what follows
rules-do = Do it
rules-effect-none = No appointment has to move.
rules-effect = { $moved } appointments will be moved, and their applicants told.
rules-effect-unplaced = { $unplaced } appointments find no place and are called off; their applicants are told.
rules-done = Saved. Appointments moved: { $moved }; called off for want of a place: { $unplaced }.
rules-closed-days = Further closed days
rules-telephone = Call list: visitors without WhatsApp whose time has changed
rules-history = History
rules-when = When
rules-who = By
rules-what = Change
rules-level-set = level: { $level }
rules-day-closed = closed { $day }
rules-day-opened = open { $day }
rules-bad-day = Write the date, for example 2026-12-23.
rules-bad-level = Choose a level.

tracking-visit = Your appointment: { $at }
tracking-visit-change = To move it or call it off answer our WhatsApp message with the word "janji", or ask at the counter.
tracking-safe = The card lies in the safe since { $at }. You can still collect it.
