# Messages as the staff read them.

message-photo = (photo)
message-marked = (picture with a mark)
message-document = (document)
message-other = (a message of kind { $kind })
message-new-number = (the applicant's number changed)
send-problem-stopped = The applicant asked for no more messages (stop). Telephone.
send-problem-late = This answer is too late: over 24 hours since the applicant's last message.
send-problem-unreachable = WhatsApp cannot reach this number. Telephone.
send-problem-mistake = WhatsApp refused this message. Tell whoever runs the system; meanwhile telephone.
send-problem-tries = Tried many times without success. Telephone.
send-problem-picture = The picture was not sent: over 24 hours since the applicant's last message, or WhatsApp did not take it. The words were sent.
send-problem-repeated = Did not arrive; sent again.

messages = Conversations
messages-how = Residents who asked to talk to a person. Answer here; when done, give them back to the automatic service.
messages-nobody = Nobody is waiting for an answer.
messages-nameless = No name
messages-since = last message { $at }
messages-office = Office
messages-resident = Resident
messages-answer = Answer
messages-send = Send
messages-finish = Done, back to the automatic service
message-state-queued = waiting to be sent
message-state-sent = sent
message-state-delivered = delivered
message-state-read = read
message-state-failed = not delivered

# The call list: people who have not heard yet.
calls = Call list
nav-calls = Calls
calls-how = People whom no message reached, or who do not use WhatsApp. Telephone them, then record what came of it; who was not reached stays on this list.
calls-nobody = All news has arrived.
calls-no-phone = Gave no telephone number
calls-tried = tried last { $at }
call-result = What came of the call
call-reached = Reached and told
call-no_answer = No answer
call-wrong_number = Wrong number
call-told_otherwise = Told by another way (write which)
call-note = Remark
call-save = Record the call
event-called = telephoned the applicant: { $result }
event-pass_shown = scanned the collection pass
event-pass_shown_household = scanned the household's pass, of request { $ticket }
event-holder_finger_checked = the holder's finger { $finger } (attempt { $attempt }): { $result }
event-dispatched = sent the card: { $way }
event-dispatch_returned = recorded that the card came back
event-survey_answered = the satisfaction survey was answered
form-which-result = Choose what came of the call.
