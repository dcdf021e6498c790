# Meja kerja: kotak masuk dan halaman permohonan.

desk = Meja
menu = Menu
nav-counter = Loket
nav-register = Register
reload = Muat ulang
desk-steps = Langkah
desk-count = menunggu dikerjakan
desk-no-step = Tidak ada langkah yang menjadi tugas Anda. Pakai menu di atas.
desk-mine = Sedang saya kerjakan
desk-work = Menunggu dikerjakan
desk-empty = Tidak ada yang menunggu. Permohonan baru muncul di sini dengan sendirinya.
desk-empty-beside = Tidak ada lagi yang menunggu di luar yang sedang Anda kerjakan.
desk-waiting-applicant = Menunggu pemohon
desk-waiting-stock = Menunggu blangko
desk-waiting-equipment = Menunggu peralatan
desk-shown-of = Yang ditampilkan { $shown } paling mendesak dari { $all }.
desk-claimed-by = dikerjakan { $name }
desk-next = Kerjakan yang berikutnya
claim = Ambil
keys-walk = naik turun
keys-open = buka
keys-next = berikutnya

time-left = sisa { $time }
time-over = lewat { $time }
time-minutes = { $n } menit
time-hours = { $n } jam
time-days = { $n } hari kerja
