# The WhatsApp conversation. Short sentences, one thing at a time; the reader has an old phone.

chat-open-list = Choices
chat-draft = not sent

chat-notice =
    Welcome to { $office }.

    Here you can ask for a replacement of your ID card: lost, damaged, or changed data. { $fee }

    Your data and photos are used for this request only, seen only by the staff who work on it, and deleted as the rules say. We never ask for an OTP code, a password or money.

    Do you agree?
chat-offer-agree = I agree
chat-words-agree = yes,y,ok,okay,agree,ya,setuju
chat-offer-refuse = No
chat-words-refuse = n,tidak,refuse,do not agree
chat-refused-notice = All right, we keep nothing of this conversation. You can also come to our counter. Write "menu" to start again.

chat-menu = What can we do for you?
chat-offer-new = New request
chat-words-new = new,request,card
chat-offer-status = Check status
chat-words-status = status,check
chat-offer-staff = Talk to staff
chat-words-staff = staff,person,talk

chat-reason = Why do you need a new card?
chat-offer-other = Something else
chat-words-other = other,else,staff
chat-elements =
    Which data changed? Answer with the numbers; more than one if need be, such as: 1, 8
chat-nik = Write the card holder's NIK (16 digits).
chat-name = Write the card holder's full name, as on the family card.
chat-name-bad = That does not look like a name. Write the full name in letters only, at most 120.

chat-document =
    Document { $number } of { $count }: *{ $document }*
    { $hint }

    Send the photo (JPEG or PNG) or the PDF here.
chat-document-again =
    To be mended: *{ $document }*
    Why: { $why }{ $marked }
    { $hint }

    Send the photo (JPEG or PNG) or the PDF here again.
chat-marked = An officer marked the place on a picture.
chat-check =
    The photo for *{ $document }* cannot be used yet. { $finding }
    { $advice }

    Send the photo here again.
chat-offer-resend = Send again
chat-words-resend = send again,again,retry
chat-offer-use = Use this one
chat-words-use = use,use it,keep,keep it
chat-resend = Good, please send the new photo.
chat-sort = There is one more page. Which document is it?
chat-offer-not-needed = Not needed
chat-words-not-needed = none,not needed,delete,wrong
chat-not-needed-why = Not needed, says the applicant.
chat-replaced-why = The applicant sends a new one.
chat-replace = Which document would you like to send again?
chat-file-kept = We have received your photo and keep it for now.
chat-file-twice = That photo is exactly the same as one we have already.
chat-too-many-files = Too many photos without a request. Please answer the question below first.

chat-review =
    Please check:
    Name: { $name }
    NIK: { $nik }
    Request: { $reasons }
    Documents: { $documents }

    Send this request?
chat-review-correction =
    Thank you, everything asked for is here.
    Request: { $reasons } for { $name }

    Send this correction?
chat-offer-send = Send
chat-words-send = send,yes,y,ok,okay,right,correct
chat-offer-change = Change
chat-words-change = change,edit,wrong
chat-offer-cancel = Cancel
chat-words-cancel = drop
chat-offer-replace = Change photo
chat-words-replace = change,replace
chat-change = What would you like to change?
chat-offer-change-name = Name
chat-words-change-name = name
chat-offer-change-nik = NIK
chat-words-change-nik = nik
chat-offer-change-reason = Reason
chat-words-change-reason = reason
chat-offer-change-documents = Documents
chat-words-change-documents = documents,photo
chat-changed = Changed.

chat-resume = There is a request that was not sent yet: { $reasons } for { $name }. Go on with it?
chat-offer-go-on = Go on
chat-words-go-on = continue,yes,y
chat-offer-anew = Start anew
chat-words-anew = new,no
chat-confirm-cancel-draft = Cancel the unsent request for { $name }? Its photos and data are deleted.
chat-confirm-cancel = Withdraw the request { $ticket } for { $name }?
chat-offer-yes-cancel = Yes, cancel
chat-words-yes-cancel = yes,y,cancel
chat-offer-no-keep = No
chat-words-no-keep = n,keep
chat-kept = All right, your request stays.
chat-cancelled = Cancelled; its data is deleted. Write "menu" to start again.
chat-nothing-to-cancel = There is no request to cancel.
chat-pick-cancel = Which request would you like to cancel?
chat-pick-send = Which request is this photo for?

chat-status-none = There is no request from this number yet. Write "menu" to begin.
chat-status-unknown = There is no such ticket for this number. Check it, or use the number that made the request.
chat-status-bad-ticket = A ticket has 8 letters and digits, such as K7MR-4TXB. What you wrote does not fit: one character may be wrong.
chat-status-draft = Not sent yet: { $reasons } for { $name }.
chat-status-open = *{ $ticket }* for { $name }: step { $no } of { $steps }, { $step }. Nothing to do for you; we will tell you.
chat-status-correction = *{ $ticket }* for { $name }: waits for your corrected documents. Send the photo here.
chat-status-ready = *{ $ticket }* for { $name }: the card is ready to be collected.
chat-status-closed = *{ $ticket }* for { $name }: finished ({ $closing }).

chat-help =
    Words that always work:
    { "*" }status* - where my request stands
    { "*" }janji* - when to collect the card
    { "*" }batal* - cancel
    { "*" }ulang* - start from the beginning
    { "*" }menu* - choices
    { "*" }petugas* - talk to staff
    { "*" }stop* / *mulai* - stop / receive messages again
    { "*" }indonesia* - dalam bahasa Indonesia
chat-not-understood = Sorry, we did not understand that.
chat-stale-tap = That button belongs to an earlier question. Now:
chat-to-staff = A member of staff will answer here during working hours. Write "menu" to return to the automatic service.
chat-from-staff-done = You are back at the automatic service. Write "menu" for the choices.
chat-stopped = All right, we send no more messages. Write "mulai" to receive them again.
chat-started = You will receive our messages again.
chat-other = Sorry, we cannot read such a message. Send text, a photo (JPEG or PNG) or a PDF.
chat-other-audio = Sorry, we cannot listen to voice notes here. Please write, or send a photo of the document.
chat-other-video = Sorry, we cannot use a video. Send a photo (JPEG or PNG) or a PDF of the document.
chat-other-sticker = Sorry, we cannot read stickers. Send text, a photo of the document or a PDF.
chat-media-gone = We could not fetch that photo from WhatsApp. Please send it once more.
chat-new-number = Your number has changed. To be safe, your earlier requests are not moved by themselves: contact our staff.

chat-link-title = Send files
chat-link-mend = Send correction
chat-link-first =
    Have photos of these documents ready:
    { $documents }
chat-link-documents =
    Still needed:
    { $documents }
chat-link-faults =
    To be mended:
    { $documents }
chat-link-change = You can see and change the data of the request for { $name } on our secure page.
chat-link-go =
    Data and photos are sent on our secure page, not in this chat. Tap the button below. The link is only for you and works for { $minutes } minutes, longer while you use it.
chat-link-above = Tap the button *{ $title }* of our earlier message; its link still works. Need a new one? Write: link
chat-link-better = We have your photo. Next time please send it by the link from us; that is safer than this chat.
chat-link-not-here = The NIK is given on our secure page, not in this chat.
chat-link-help = { "*" }link* - a new link to send files
chat-link-status = *{ $ticket }* for { $name }: we wait for a corrected document from you. Write *link* to send it.
chat-link-none = No link is needed here: just send the photo in this chat.

chat-format-taken = We have received your data. { $fee } Data and photos are used for this request only; by sending documents you agree. We never ask for an OTP code.
chat-format-fields = The format needs 6 fields after #KTP.
chat-format-reason = The reason must be Hilang (lost), Rusak (damaged) or UbahData (changed data).
chat-format-help =
    Example:
    #KTP#NIK#NoKK#Name#Village#District#Hilang
    Correct it and send it again, or write "menu" to be guided.

chat-looked = Your data at { $office } were looked at:
chat-looked-line = - { $ticket }: { $purpose }, by { $offices }, { $times } times, last on { $last }
chat-looked-more = - and { $count } other things before
chat-looked-chat = this chat
chat-looked-none = No officer has opened your data yet.
chat-looked-strange = Is anything unclear? Write "petugas".
