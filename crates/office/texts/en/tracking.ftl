# The tracking page for residents, in everyday words.

tracking = Track a request
tracking-ticket = Ticket number
tracking-ticket-hint = 8 letters and digits, such as K7MR-4TXB. It is in our WhatsApp message or on your receipt.
tracking-digits = Last 4 digits of the phone number
tracking-digits-hint = The number that the request was made with.
tracking-show = Show
tracking-not-found = We do not find that ticket and those digits together. Check both and try again. A request that was not sent yet, or has no phone number, cannot be seen here: ask the staff.
tracking-too-often = Too many tries. Wait a minute, then try again.

tracking-apply = Not applied yet?
tracking-apply-prepare = Have photos of your documents ready:
tracking-apply-write = Send "Hello" to our number. Answer the questions, then send the photos.
tracking-apply-ticket = You get a ticket number. We tell you of every step.
tracking-apply-counter = No WhatsApp? Bring your documents to the counter. The staff will help. All of it is free.

tracking-work = Your request is being worked on
tracking-work-text = You need not do anything. We will tell you when something changes.
tracking-mend = We are waiting for you
tracking-mend-text = A document has to be mended. The request goes on as soon as we have the new one.
tracking-ready = Your ID card is ready
tracking-ready-text = Please come to our office during opening hours.
tracking-stock = We are waiting for blank cards
tracking-stock-text = There are no blank cards to print on at the moment. Your request keeps its place; you need not apply again.
tracking-equipment = We are waiting for equipment
tracking-equipment-text = Equipment is being repaired. Your request keeps its place; you need not apply again.
tracking-ended-handed-over = The ID card was handed over
tracking-ended-handed-over-text = This request is finished. Thank you.
tracking-ended-rejected = The request was rejected
tracking-ended-rejected-text = The reason: { $why }
tracking-ended-withdrawn = The request was withdrawn
tracking-ended-withdrawn-text = You may apply again at any time.
tracking-ended-not-collected = The ID card was not collected
tracking-ended-not-collected-text = We keep your card. Contact us when you want to collect it.
tracking-ended-expired = The request was not continued
tracking-ended-expired-text = This request was never sent. You may apply again at any time.

tracking-to-mend = What has to be mended
tracking-marked = An officer marked the place on a picture, which goes to your WhatsApp only.
tracking-mend-whatsapp = Send the new photo by WhatsApp, in the same conversation. You may also bring it to the counter.
tracking-mend-counter = Bring the document to the counter during opening hours.
tracking-steps = The steps
tracking-step-done = done
tracking-step-current = now here
tracking-step-ended = ended here
tracking-step-ahead = to come
tracking-collect-now = What to bring when you collect it
tracking-collect-later = What to bring later, when you collect it
tracking-bring-ticket = This ticket number.
tracking-bring-originals = The original documents of the photos you sent.
tracking-bring-card = { $card }: the card itself is handed in.
tracking-request = The request
tracking-for = In the name of
tracking-fee = Fee
tracking-questions = Questions? Write to us:
tracking-another = Track another request
