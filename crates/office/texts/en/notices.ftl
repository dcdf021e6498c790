# News of a request, sent because something happened to it. All have: ticket, name, reasons, office,
# address, hours, fee, track.

notice-submitted =
    We have received your request.
    Ticket: *{ $ticket }*
    { $reasons } for { $name }

    { $fee } Keep this ticket. Follow it at { $track } or write: status
notice-resubmitted = Thank you, the correction for request *{ $ticket }* has arrived and is being checked.
notice-returned =
    Request *{ $ticket }* for { $name } needs a correction.
    { $why }
    { $faults }

    Send the new photo here. Your request is not lost.
notice-returned-link =
    Request *{ $ticket }* for { $name } needs a correction.
    { $why }
    { $faults }

    Answer this message with the word "link" to send the new photo. Your request is not lost.
notice-rejected =
    Request *{ $ticket }* for { $name } cannot go on.
    Why: { $why }

    Write "petugas" if you have questions.
notice-ready =
    The card for { $name } is printed (ticket *{ $ticket }*).
    Collect it at { $address }, { $hours }.
    { $bring }
    Wear a mask, wash your hands, keep your distance. { $fee }
    { $pass }
notice-handed-over =
    Receipt: the card for { $name } (ticket *{ $ticket }*) was handed to { $received_by } ({ $relation }). If that is not right, write: petugas
    { $survey }
notice-pass = Show this pass at the counter: { $address }
notice-survey = How was our service? Answer the survey, five taps at most: { $address }
notice-dispatched = The card for { $name } (ticket *{ $ticket }*) is on its way by { $through } ({ $reference }). Keep the old card and original letters at hand if they are asked for.
notice-dispatch-returned =
    The card for { $name } (ticket *{ $ticket }*) came back to our office: { $why }
    Collect it at { $address }, { $hours }, or write "petugas" to arrange it.
notice-not-collected = The card for { $name } (ticket *{ $ticket }*) was not collected and is kept in store. Write "petugas" to arrange it.
notice-withdrawn = Request *{ $ticket }* for { $name } has been withdrawn.
notice-corrected = The data of request *{ $ticket }* were mended, as you asked. If you did not ask for it, answer this message.
notice-reopened =
    Request *{ $ticket }* for { $name } goes on again.
    { $why }
notice-draft-reminder = Your request was not sent yet: { $reasons } for { $name }. Answer this message to go on; without a word we delete its data after 7 days.
notice-bring-surrender = Bring the old card; it is taken back at collection.
notice-bring-nothing = Bring your family card.
say-signature = { $text }

    - { $by }, { $office }
notice-queued =
    Our office has run out of blank ID cards. Request *{ $ticket }* for { $name } is in the print queue, in the order in which requests were sent; you need not apply again.
    Your number in the queue is at { $track }
    Meanwhile you can use the digital identity (IKD). Write "petugas" if it is urgent.
