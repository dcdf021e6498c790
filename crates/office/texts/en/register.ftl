# The register book: every product handed over.

register = Register book
register-from = From
register-to = To
register-show = Show
register-bad-days = The dates cannot be read, or the first is after the second. Put them right and show again.
register-xlsx = Download for Excel (XLSX)
register-csv = Download for other programs (CSV)
register-more = Only the first { $count } lines are shown. Download the file, or choose fewer days.
register-none = Nothing was handed over on those days.
register-number = Number
register-year = Year
register-at = Handed over
register-ticket = Ticket
register-name = Name
register-nik = NIK
register-reasons = Reasons
register-blangko = Blank card
register-received-by = Received by
register-relation = Relation
register-way = Way
register-officer = Officer
