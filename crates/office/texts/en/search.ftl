# Finding cases, and what came in and could not be read.

search = Search
search-label = Ticket, name, NIK, family card number or phone number
search-hint = At least 3 letters or digits. The beginning of a word is enough; NIK, family card and phone numbers are typed whole.
search-found = Found: { $count }
search-none = Nothing fits. Check the spelling, or search by another number.
search-more = Only the latest are shown. Type more to find fewer.
search-updated = Last changed
search-draft = not sent yet
search-at-counter = Counter

strange = Strange input
strange-text = What came with a valid signature and could not be read. Newest first: at most { $most }, of each the first { $longest } characters.
strange-none = None. Everything that came could be read.
