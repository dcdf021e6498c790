# The secure page, opened by a link from the chat: data and files outside the chat. The reader has an old phone and
# a poor line.

link = Give your data and send files
link-open-text = This link is only for you who asked for a new ID card by WhatsApp.
link-open-once = It can be opened in one browser only: the first in which the button below is pressed.
link-open-until = It works until { $until }, and longer while you use it.
link-open-never = We never ask for an OTP code, a password or money.
link-open = Open the form

link-gone = This link cannot be used
link-gone-text = It may have been used, be too old, have been replaced by a new one, or been opened in another browser. What you have sent is not lost.
link-gone-how = Ask for a new one: write "link" in our WhatsApp conversation.
link-word = link
link-to-chat = To the WhatsApp conversation

link-applicant = The card holder's data
link-nik = NIK
link-nik-hint = 16 digits, on the family card.
link-name = Full name
link-name-hint = As on the family card.
link-nomor-kk = Family card number (may be left empty)
link-next = On to the documents
link-save = Save
link-back = Back without saving

link-documents = Documents
link-amend = Change the data
link-mend = Send only what stands below; the rest is fine.
link-limit = A photo (JPEG, PNG) or a PDF, at most { $megabytes } MB each. If the line breaks, sending goes on by itself.
link-camera = Take a photo
link-choose = Or choose a photo or PDF that you have
link-choose-more = Or choose another page of this document
link-upload = Send the file
link-pages = { $pages } pages
link-remove = Remove
link-removed-why = Removed by the applicant.
link-unfinished = { $percent } % of { $megabytes } MB is sent. Choose the same file again, and sending goes on from there.
link-marked = the place to be mended has a red frame
link-found = This page may be hard to read:
link-found-how = Send a better photo below.
link-keep = Use this one
link-enough = Too many files by this link. Write "link" in the conversation for a new one; what stands below is kept.

link-progress = Sent
link-preparing = Preparing …
link-sending = Sending …
link-waiting = The line is broken. It goes on by itself as soon as there is a signal; you may close this page.
link-checking = Checking …
link-unreadable = That file cannot be read on this phone any more. Choose it once more.
link-stop = Cancel

link-send = Send the request
link-send-correction = Send the correction
link-sent = We have received it
link-ticket = Ticket:
link-sent-text = Keep this ticket. We tell you of every step by WhatsApp. You may close this page.
link-track = See how the request stands
