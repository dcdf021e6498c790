# The ministry's page: all offices in numbers.

nation = All offices
nation-about = The figures of every office in this installation. No applicant's data is here, and no way to a request.
nation-period = Period
nation-bulan = This month
nation-bulan_lalu = Last month
nation-tahun = This year
nation-tahun_lalu = Last year
nation-csv = Download CSV
nation-id = Code
nation-office = Office
nation-submitted = Received
nation-closed = Ended
nation-late = Ended late
nation-in-time = In time
nation-worked = Mean working time
nation-worked-seconds = Seconds of work in all
nation-open = Open now
nation-overdue = Overdue now
nation-stock = Blank cards left
nation-together = Together ({ $count } offices)
role-ministry = Ministry (figures of all offices)
