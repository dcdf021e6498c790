# Security keys, and an operator's proof with one.

keys = Security keys
keys-text = With this key you prove that it is you who prints, records blanks or hands over cards: a fingerprint reader, a smart card, or a key with a PIN. Do not lend it.
keys-admin-text = A key is enrolled by two: you tell a code, the person types it where they are signed in. End a key that is lost.
keys-none = No key yet.
keys-since = Since { $at }, allowed by { $name }.
keys-used = Last used { $at }.
keys-ended = ended { $at }
keys-end = End
keys-end-one = End { $label }
keys-enrol = Enrol a key
keys-enrol-do = Enrol
keys-code = Code from the administrator
keys-code-hint = Eight digits; good for 10 minutes.
keys-label = Name of the key
keys-label-hint = So that you know it again, such as: fingerprint of the counter's computer.
keys-allow = Allow a new key
keys-allow-for = Tell { $name } this code in person. They type it on the page Security keys within { $minutes } minutes. It is shown only once.
keys-not-yourself = Your own key is allowed by another administrator.

proof-asked = This choice asks for proof, with your security key, that it is you who does it.
proof-touch = Touch your fingerprint reader or security key.
proof-failed = No proof was given. Try again, and follow what the browser asks.
proof-old-browser = This browser is too old for security keys. Update it.
proof-away = The server does not answer. Look at the connection, then try again.
proof-script = Security keys need JavaScript. Turn it on in this browser.
proof-bad-label = Give this key a name of at most 40 letters.
proof-bad-code = That code is wrong or no longer good. Ask the administrator for a new one.
proof-key-taken = That key is enrolled already, or its code was used.
proof-no-key = You have no security key yet. Ask the administrator to allow one, then enrol it on the page Security keys.
proof-over = That request is over. Try again.
proof-refused = That key does not prove that it is you. Use your own, with finger or PIN.
refusal-proof-needed = First prove with your security key that it is you; the proof is good for { $minutes } minutes. Then send again.
problem-no-proof = This outcome asks for an operator's proof (operator_proved), but the file does not say for how long one is good. Write [operator_proof] with minutes = 5, or remove the guard.
history-proved = { $name } (proved with a key)
proof-first = First prove that it is you
proof-first-text = This file takes people's data out of the office. Whoever fetches it proves with their security key that it is them; that it was fetched is written down.
proof-first-do = Prove it and fetch the file
proof-first-back = Back
