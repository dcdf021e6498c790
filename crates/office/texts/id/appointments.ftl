# Janji kedatangan: slot, protokol kesehatan, kedatangan di pintu, dan kabarnya kepada pemohon.

refusal-not-ready = KTP-el ini belum siap diambil. Janji dibuat sesudah pemohon diberi tahu.
refusal-slot-taken = Maaf, jam itu baru saja terisi. Pilih jam lain.
refusal-slot-not-offered = Jam itu tidak dapat dipilih lagi. Pilih jam lain.
refusal-no-appointment = Belum ada janji untuk permohonan ini.
refusal-not-today = Janjinya { $at }, bukan hari ini. Pindahkan dulu janjinya.
refusal-door-check-missing = Semua pemeriksaan di pintu harus terpenuhi. Tandai satu per satu, atau minta pengunjung datang di lain waktu.
refusal-waiting-room-full = Ruang tunggu penuh: paling banyak { $max } orang menurut protokol. Minta pengunjung menunggu di luar.
refusal-nothing-changes = Keadaannya sudah begitu. Muat ulang halamannya.
refusal-day-passed = Hari itu sudah lewat. Pilih hari ini atau sesudahnya.
problem-no-level = Tingkat protokol "{ $name }" tidak ada. Tambahkan [[protocol]] dengan level = "{ $name }".
problem-nobody-receives = Ada [appointments], tetapi [powers] tidak menyebut siapa yang membuat janji (appointments) dan siapa yang menetapkan protokol (protocol). Isi keduanya.

event-appointment_made = janji dibuat: { $at }
event-appointment_moved = janji dipindahkan ke { $at }: { $cause }
event-appointment_cancelled = janji dibatalkan: { $cause }
event-appointment_reminded = pengingat janji dikirim
event-screened = pertanyaan kesehatan dijawab: { $answer }
event-arrived = datang; pemeriksaan di pintu terpenuhi
event-missed = tidak datang pada janji { $at }
event-stored_in_safe = KTP-el disimpan di brankas
screened-clear = tidak ada gejala
screened-symptom = ada gejala, kunjungan ditunda
cause-asked = atas permintaan
cause-protocol = tingkat protokol kesehatan berubah
cause-day_closed = kantor tutup hari itu
cause-missed = tidak datang pada janji sebelumnya
cause-symptoms = ada gejala sakit

notice-ready-slots =
    KTP-el atas nama { $name } sudah dicetak (tiket *{ $ticket }*).
    Pilih jam mengambilnya di { $address }: balas dengan kata "janji", atau ketuk pilihan bila terlihat.
    { $bring }
    Datang tanpa janji juga boleh, tetapi mungkin menunggu. { $fee }
    { $pass }
notice-ready-deliver = Selama protokol ketat, kartu sebaiknya kami antar. Balas "petugas" untuk mengaturnya.
notice-appointment =
    Janji Anda: *{ $slot }*, untuk mengambil KTP-el atas nama { $name } (tiket *{ $ticket }*).
    Tempat: { $address }. { $bring }
    Pindah atau batal? Balas: janji
notice-appointment-moved = Janji Anda untuk tiket *{ $ticket }* sekarang: *{ $slot }*. Pindah atau batal? Balas: janji
notice-moved-protocol =
    Karena protokol kesehatan, kantor kami melayani lebih sedikit orang sekaligus. Janji Anda untuk tiket *{ $ticket }* kami pindahkan ke *{ $slot }*. Mohon maaf.
    Tidak cocok? Balas: janji
notice-moved-closed =
    Kantor kami tutup pada hari janji Anda. Janji untuk tiket *{ $ticket }* kami pindahkan ke *{ $slot }*. Mohon maaf.
    Tidak cocok? Balas: janji
notice-moved-symptoms =
    Terima kasih sudah memberi tahu. Tinggallah di rumah, dan hubungi puskesmas bila memburuk. Janji Anda untuk tiket *{ $ticket }* kami pindahkan ke *{ $slot }*; kartunya kami simpan.
    Orang lain boleh mengambilnya dengan surat kuasa. Tidak cocok? Balas: janji
notice-rebooked =
    Anda belum datang pada janji untuk tiket *{ $ticket }*. Kami siapkan waktu baru: *{ $slot }*.
    Tidak cocok? Balas: janji
notice-appointment-cancelled = Janji Anda untuk tiket *{ $ticket }* sudah dibatalkan. KTP-el tetap kami simpan. Janji baru? Balas: janji
notice-unplaced = Kantor kami harus membatalkan janji Anda untuk tiket *{ $ticket }*, dan belum ada jam kosong sebagai gantinya. Mohon maaf. KTP-el Anda tetap kami simpan. Balas "janji" beberapa hari lagi, atau "petugas" bila mendesak.
notice-symptoms = Terima kasih sudah memberi tahu. Tinggallah di rumah, dan hubungi puskesmas bila memburuk. Janji untuk tiket *{ $ticket }* kami batalkan; kartunya kami simpan. Sesudah sembuh balas: janji
notice-reminder = Pengingat: *{ $slot }* Anda kami tunggu untuk mengambil KTP-el atas nama { $name } (tiket *{ $ticket }*) di { $address }. { $bring } Pindah atau batal? Balas: janji
notice-reminder-screening =
    Pengingat: *{ $slot }* Anda kami tunggu untuk mengambil KTP-el atas nama { $name } (tiket *{ $ticket }*) di { $address }. { $bring }

    Sebelum datang, jawablah dengan jujur:
    { $questions }
    Balas: tidak ada, atau: ada.

    Pakailah masker; suhu badan diukur di pintu. Pindah atau batal? Balas: janji
notice-missed = Anda belum datang pada janji untuk tiket *{ $ticket }*. KTP-el tetap kami simpan. Pilih waktu lain: balas janji
notice-in-safe = KTP-el atas nama { $name } (tiket *{ $ticket }*) lama belum diambil dan kini kami simpan di brankas. Kartu tetap dapat diambil: balas "janji", atau datang pada jam kerja dan sebutkan tiketnya.

chat-slots =
    KTP-el atas nama { $name } siap diambil. Pilih waktunya:
chat-slots-booked =
    Janji Anda: *{ $slot }* (KTP-el atas nama { $name }). Ingin waktu lain?
chat-slots-none = Belum ada jam kosong untuk mengambil KTP-el atas nama { $name }. Anda boleh datang tanpa janji pada jam kerja, atau balas "janji" lain waktu.
chat-days = Hari apa?
chat-offer-more-days = Hari lain
chat-words-more-days = hari lain,lain,lainnya
chat-offer-more-times = Jam lain
chat-words-more-times = jam lain,lain,lainnya
chat-offer-cancel-visit = Batalkan janji
chat-words-cancel-visit = batalkan janji,batal janji
chat-pick-visit = Janji untuk permohonan yang mana?
chat-no-visit = Belum ada KTP-el yang siap diambil untuk nomor ini. Kami memberi kabar bila sudah siap.
chat-no-visits-here = Kantor kami tidak memakai janji. Datang saja pada jam kerja.
chat-offer-healthy = Tidak ada
chat-words-healthy = tidak,tidak ada,tdk,sehat,no
chat-offer-symptom = Ada
chat-words-symptom = ada,ya,iya,sakit,yes
chat-health =
    Sebelum datang *{ $slot }*, jawablah dengan jujur:
    { $questions }
chat-screened = Terima kasih. Sampai bertemu { $slot }.
chat-status-visit = *{ $ticket }* atas nama { $name }: KTP-el siap diambil. Janji Anda: *{ $slot }*. Pindah atau batal? Balas: janji
chat-status-sent = *{ $ticket }* atas nama { $name }: KTP-el sedang dikirim. Tulis "petugas" bila belum sampai.
chat-status-safe = *{ $ticket }* atas nama { $name }: KTP-el disimpan di brankas dan tetap dapat diambil. Balas "janji" untuk memilih waktu.
weekdays = Sen Sel Rab Kam Jum Sab Min

visits = Janji kedatangan
nav-visits = Janji
visits-of = Janji, { $day }
visits-previous = Hari sebelumnya
visits-next = Hari berikutnya
visits-today = Hari ini
visits-level = Protokol kesehatan: { $level }
visits-room = Di ruang tunggu: { $waiting } dari paling banyak { $limit } orang.
visits-room-full = Ruang tunggu penuh. Pengunjung berikutnya menunggu di luar.
visits-rules = Protokol dan hari tutup
visits-closed = Tidak ada slot pada hari ini: kantor tutup.
visits-slot = Jam
visits-free = Tempat terisi
visits-who = Pengunjung
visits-nobody = kosong
visits-arrive = Catat kedatangan
visits-arrive-of = Kedatangan { $name }
visits-door = Pemeriksaan di pintu
visits-standing-booked = ditunggu
visits-standing-arrived = datang { $at }
visits-standing-served = sudah dilayani
visits-standing-missed = tidak datang
visits-saved = Tersimpan.

case-visit = Janji mengambil
case-visit-at = Janji: { $at }
case-visit-none = Belum ada janji.
case-visit-missed = Tidak datang { $times } kali.
case-visit-safe = KTP-el di brankas sejak { $at }.
case-visit-screened = Menurut jawaban pemohon tidak ada gejala.
case-visit-book = Buat atau pindahkan janji
case-visit-when = Waktu
case-visit-book-do = Simpan janji
case-visit-cancel = Batalkan janji
case-visit-day = Lihat hari itu
form-which-slot = Pilih waktunya.

rules-title = Protokol kesehatan dan hari tutup
rules-now = Sekarang
rules-capacity = { $places } tempat tiap { $minutes } menit, paling banyak { $room } orang di ruang tunggu.
rules-set = Ubah tingkat protokol
rules-level = Tingkat
rules-why = Alasan
rules-why-hint = Dicatat bersama nama Anda.
rules-close = Tutup satu hari
rules-day = Hari
rules-open = Buka kembali
rules-preview = Lihat akibatnya
rules-do = Lakukan
rules-effect-none = Tidak ada janji yang harus dipindahkan.
rules-effect = { $moved } janji akan dipindahkan, dan pemohonnya diberi tahu.
rules-effect-unplaced = { $unplaced } janji tidak mendapat tempat dan dibatalkan; pemohonnya diberi tahu.
rules-done = Tersimpan. Janji yang dipindahkan: { $moved }; dibatalkan karena tidak ada tempat: { $unplaced }.
rules-closed-days = Hari tutup tambahan
rules-telephone = Daftar telepon: pengunjung tanpa WhatsApp yang janjinya berubah
rules-history = Riwayat
rules-when = Waktu
rules-who = Oleh
rules-what = Perubahan
rules-level-set = tingkat: { $level }
rules-day-closed = tutup { $day }
rules-day-opened = buka { $day }
rules-bad-day = Tulis tanggalnya, misalnya 2026-12-23.
rules-bad-level = Pilih tingkatnya.

tracking-visit = Janji Anda: { $at }
tracking-visit-change = Memindahkan atau membatalkan: balas pesan WhatsApp kami dengan kata "janji", atau hubungi loket.
tracking-safe = KTP-el disimpan di brankas sejak { $at }. Kartu tetap dapat diambil.
