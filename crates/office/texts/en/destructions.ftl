# The record of destruction: what was kept long enough, and what was erased because somebody asked.

destructions = Record of destruction
destructions-text = What was kept long enough is destroyed: files first, then all that says whose a request was, messages, and the list of who looked. The key is deleted, so that nobody can read them any more, not from a backup either once it was replaced.
destructions-month = Month (year-month, such as 2026-11)
destructions-show = Show
destructions-bad-month = The month cannot be read. Write year and month, such as 2026-11.
destructions-csv = Download for other programs (CSV)
destructions-more = Only the first { $count } lines are shown. Download the file to see them all.
destructions-none = Nothing was destroyed in that month.
destructions-at = Destroyed
destructions-ticket = Ticket
destructions-class = Class
destructions-files = How many
destructions-bytes = Size (bytes)
destructions-by = By
destructions-of-erased = data of a request, as asked
destructions-of-case = data of a request
destructions-of-messages = messages
destructions-of-looks = list of who looked
