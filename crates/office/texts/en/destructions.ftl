# The record of destruction: files whose period of keeping has run out.

destructions = Record of destruction
destructions-text = The files of ended requests are destroyed when their period of keeping has run out: their key is deleted, so that nobody can read them any more, not from a backup either. The history of the request stays.
destructions-month = Month (year-month, such as 2026-11)
destructions-show = Show
destructions-bad-month = The month cannot be read. Write year and month, such as 2026-11.
destructions-csv = Download for other programs (CSV)
destructions-more = Only the first { $count } lines are shown. Download the file to see them all.
destructions-none = No files were destroyed in that month.
destructions-at = Destroyed
destructions-ticket = Ticket
destructions-class = The request was
destructions-files = Files
destructions-bytes = Size (bytes)
destructions-by = By
