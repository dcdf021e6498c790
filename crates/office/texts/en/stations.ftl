# Stations that read cards, and the chips of cards.

stations = Stations
stations-none = There is no station yet. Make a code below, then run rancak station on the computer beside the printer.
stations-required = A printed card goes on only once its chip was read at a station and bound.
stations-not-required = Cards may go on without a bound chip (stations.required = false).
stations-well = connected
stations-silent = silent
stations-heard = Last heard { $at }
stations-never = Never heard
stations-paired = paired by { $name } on { $at }
stations-end = End
stations-end-hint = This station is not heard any more. To use it again, pair it with a new code.
stations-end-do = End the station
stations-add = Pair a station
stations-name = Name of the station
stations-name-hint = Where it stands, such as: print counter 1.
stations-name-fault = Enter the station's name, { $max } characters at the most.
stations-code = Make a code
stations-code-title = Pairing code
stations-code-for = For the station { $name }. Good for { $minutes } minutes, once.
stations-code-label = Code
stations-code-once = The code is shown only now.
stations-code-do = Run this on the station's computer:

# What a station says: on its terminal and at the desk.
station-seen-no_service = The service for card readers (pcscd) does not run at the station. Start it again.
station-seen-no_reader = The card reader is unplugged or missing. Plug it in again.
station-seen-empty = No card lies on the reader. Lay the card on it.
station-seen-mute = The card cannot be read. Take it off and lay it down once more.
station-seen-card = Card on the reader: { $uid }.
station-simulator = SIMULATOR: an example of a reader, no real card.
station-simulator-words = Type: card UID, remove, mute, unplug or plug.
station-running = Station { $name } reports to { $server }. Stop it with Ctrl-C.
station-paired = Station { $name } is paired with { $office }. Its key lies in { $file }. Now run: rancak station
station-unsafe = { $server } cannot be used: the address must be https:// (or http://localhost).
station-key-there = { $file } holds a key already. Move it away first, or name another file with --key-file.
station-no-key = The station's key cannot be used ({ $file }: { $why }). Pair it with: rancak station --server ADDRESS --pair CODE
station-bad-code = That code is wrong, was used, or has run out. Ask for a new one on the page "Stations".
station-too-often = Too many codes were tried. Wait half a minute, then try again.
station-ended = The office does not know this station (any more). Ask for a new code on the page "Stations", and pair it again.
station-no-office = What answers at that address is not Rancak, or another version.
station-nobody-reads = The reader is not followed any more. Run rancak station again.
station-away = The office cannot be reached ({ $why }). Trying on.
station-back = The office is reached again.
station-no-feature = This program was built without card readers. Install libpcsclite-dev, then build with: cargo build --release -p office --features smartcard. For a rehearsal: rancak station --simulator
station-no-readers = There is no card reader.
station-no-service = The service for card readers (pcscd) does not answer: { $why }
station-bad-uid = A chip's UID is 4, 7 or 10 bytes in hex, such as 04A1B2C3D4E5F6.

# On a case's page.
chip = The card's chip
chip-bound = Chip { $uid } is bound to card { $serial }.
chip-no-station = There is no station to read cards with. Ask the administrator to pair one.
chip-serial = Serial of the card in hand
chip-serial-hint = Read or scan it from the card itself, then lay that card on the reader.
chip-bind = Bind to this card ({ $uid })
chip-since = Since { $at }.
chip-station = You are at station { $name }
chip-station-none = Choose your station
chip-station-which = The station you work at
chip-station-do = I am here
chip-station-silent = The station has been silent since { $at }. Look at its computer, and whether rancak station runs.
chip-station-never = The station was never heard. Run rancak station on its computer.
chip-raised = Chips that were bound before
chip-alarm = { $name } tried to bind chip { $uid } on { $at }. That chip is bound to request
chip-review = What came of looking into it?
chip-review-hint = It is kept in the history. Then the warning is settled.
chip-review-do = Record the result
chip-review-others = A superior looks into it. Look for the right card of this request.
desk-chip-alarm = A chip that is bound already was to be bound again: { $name }, { $at }.
form-which-station = Choose first the station you work at.
event-chip_bound = bound chip { $uid } to card { $serial }
event-chip_refused = chip { $uid } was refused: it is bound to request { $ticket }
event-chip_reviewed = looked into the chips that were refused
stock-differs-chip = Chip { $uid }: request { $ticket } and the list of chips do not say the same.
problem-chip-unfounded = chip_bound fits only a step that records a blank card (asks blangko), and [powers] must say who is told (chips). Fill in both, or take chip_bound out.

refusal-guard-chip-bound = The card's chip is not bound yet. Lay the card on the reader and bind it first.
refusal-chip-none = No card is read at your station. Lay the card on the reader, then bind it.
refusal-chip-changed = Another card lies on the reader than was shown. Look at the card, then bind it once more.
refusal-chip-other-card = The card in hand is not this request's: the one printed has the serial { $printed }. Take that one.
refusal-chip-card-of = The card in hand was printed for request { $ticket }; this request's card has the serial { $printed }. The cards are mixed up: take the right one.
refusal-chip-known = Chip { $uid } is bound to request { $ticket } and cannot be bound again. A superior is told.
refusal-chip-already-bound = This card is bound to chip { $uid }. That cannot be changed; if the card fails, record it as spoiled.
refusal-chip-nothing-raised = No chip of this request needs looking into.
