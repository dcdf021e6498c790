# Stasiun pembaca kartu, dan chip kartu.

stations = Stasiun
stations-none = Belum ada stasiun. Buat kode di bawah, lalu jalankan rancak station di komputer di samping printer.
stations-required = Kartu tercetak diteruskan hanya setelah chip-nya dibaca di stasiun dan diikat.
stations-not-required = Kartu boleh diteruskan tanpa chip yang terikat (stations.required = false).
stations-well = terhubung
stations-silent = tidak terdengar
stations-heard = Terdengar terakhir { $at }
stations-never = Belum pernah terdengar
stations-paired = dipasangkan oleh { $name } pada { $at }
stations-end = Akhiri
stations-end-hint = Stasiun ini tidak didengar lagi. Untuk memakainya kembali, pasangkan dengan kode baru.
stations-end-do = Akhiri stasiun
stations-add = Pasangkan stasiun
stations-name = Nama stasiun
stations-name-hint = Di mana letaknya, misalnya: Loket cetak 1.
stations-name-fault = Isi nama stasiun, paling banyak { $max } huruf.
stations-code = Buat kode
stations-code-title = Kode pemasangan
stations-code-for = Untuk stasiun { $name }. Berlaku { $minutes } menit, sekali pakai.
stations-code-label = Kode
stations-code-once = Kode ini hanya ditampilkan sekarang.
stations-code-do = Jalankan di komputer stasiun itu:

# Apa yang dikatakan stasiun: di terminalnya dan di meja.
station-seen-no_service = Layanan pembaca kartu (pcscd) tidak berjalan di stasiun. Jalankan lagi layanannya.
station-seen-no_reader = Pembaca kartu tercabut atau tidak ada. Pasang lagi pembacanya.
station-seen-empty = Tidak ada kartu di pembaca. Letakkan kartunya.
station-seen-mute = Kartu tidak terbaca. Angkat, lalu letakkan sekali lagi.
station-seen-card = Kartu di pembaca: { $uid }.
station-simulator = SIMULATOR: pembaca contoh, bukan kartu sungguhan.
station-simulator-words = Ketik: card UID, remove, mute, unplug atau plug.
station-running = Stasiun { $name } melapor ke { $server }. Hentikan dengan Ctrl-C.
station-paired = Stasiun { $name } dipasangkan dengan { $office }. Kuncinya ada di { $file }. Sekarang jalankan: rancak station
station-unsafe = { $server } tidak dapat dipakai: alamatnya harus https:// (atau http://localhost).
station-key-there = { $file } sudah memuat sebuah kunci. Pindahkan dahulu, atau sebutkan berkas lain dengan --key-file.
station-no-key = Kunci stasiun tidak dapat dipakai ({ $file }: { $why }). Pasangkan dengan: rancak station --server ALAMAT --pair KODE
station-bad-code = Kode itu salah, sudah terpakai, atau sudah lewat waktunya. Minta kode baru di halaman Stasiun.
station-too-often = Terlalu banyak kode yang dicoba. Tunggu setengah menit, lalu coba lagi.
station-ended = Kantor tidak (lagi) mengenal stasiun ini. Minta kode baru di halaman Stasiun, lalu pasangkan lagi.
station-no-office = Yang menjawab di alamat itu bukan Rancak, atau versinya lain.
station-nobody-reads = Pembaca tidak diikuti lagi. Jalankan lagi rancak station.
station-away = Kantor tidak terjangkau ({ $why }). Dicoba terus.
station-back = Kantor terjangkau lagi.
station-no-feature = Program ini dibangun tanpa pembaca kartu. Pasang libpcsclite-dev, lalu bangun dengan: cargo build --release -p office --features smartcard. Untuk gladi: rancak station --simulator
station-no-readers = Tidak ada pembaca kartu.
station-no-service = Layanan pembaca kartu (pcscd) tidak menjawab: { $why }
station-bad-uid = UID chip terdiri dari 4, 7 atau 10 bita heksadesimal, misalnya 04A1B2C3D4E5F6.

# Di halaman permohonan.
chip = Chip kartu
chip-bound = Chip { $uid } terikat pada kartu { $serial }.
chip-no-station = Belum ada stasiun pembaca kartu. Minta administrator memasangkannya.
chip-serial = Nomor seri kartu di tangan
chip-serial-hint = Baca atau pindai dari kartunya sendiri, lalu letakkan kartu itu di pembaca.
chip-bind = Ikat ke kartu ini ({ $uid })
chip-since = Sejak { $at }.
chip-station = Anda di stasiun { $name }
chip-station-none = Pilih stasiun Anda
chip-station-which = Stasiun tempat Anda bekerja
chip-station-do = Saya di sini
chip-station-silent = Stasiun tidak terdengar sejak { $at }. Periksa komputernya, dan apakah rancak station berjalan.
chip-station-never = Stasiun belum pernah terdengar. Jalankan rancak station di komputernya.
chip-raised = Chip yang sudah terikat
chip-alarm = { $name } mencoba mengikat chip { $uid } pada { $at }. Chip itu sudah terikat pada permohonan
chip-review = Apa hasil pemeriksaannya?
chip-review-hint = Tercatat di riwayat. Setelah itu peringatannya selesai.
chip-review-do = Catat hasil pemeriksaan
chip-review-others = Atasan akan memeriksanya. Cari kartu yang benar untuk permohonan ini.
desk-chip-alarm = Chip yang sudah terikat hendak diikat lagi: { $name }, { $at }.
form-which-station = Pilih dahulu stasiun tempat Anda bekerja.
event-chip_bound = chip { $uid } diikat pada kartu { $serial }
event-chip_refused = chip { $uid } ditolak: sudah terikat pada permohonan { $ticket }
event-chip_reviewed = chip yang ditolak sudah diperiksa
stock-differs-chip = Chip { $uid }: permohonan { $ticket } dan daftar chip tidak mengatakan hal yang sama.
problem-chip-unfounded = chip_bound hanya dapat dipakai pada langkah yang mencatat blangko (asks blangko), dan [powers] harus menyebut siapa yang diberi tahu (chips). Isi keduanya, atau hapus chip_bound.

refusal-guard-chip-bound = Chip kartu belum diikat. Letakkan kartu di pembaca dan ikat dahulu.
refusal-chip-none = Tidak ada kartu yang terbaca di stasiun Anda. Letakkan kartunya di pembaca, lalu ikat.
refusal-chip-changed = Kartu di pembaca sudah lain dari yang ditampilkan. Periksa kartunya, lalu ikat sekali lagi.
refusal-chip-other-card = Kartu di tangan bukan kartu permohonan ini: yang tercetak bernomor seri { $printed }. Ambil kartu itu.
refusal-chip-card-of = Kartu di tangan tercetak untuk permohonan { $ticket }; kartu permohonan ini bernomor seri { $printed }. Kartunya tertukar: ambil yang benar.
refusal-chip-known = Chip { $uid } sudah terikat pada permohonan { $ticket } dan tidak dapat diikat lagi. Atasan diberi tahu.
refusal-chip-already-bound = Kartu ini sudah terikat pada chip { $uid }. Ikatan tidak dapat diubah; kalau kartunya gagal, catat sebagai gagal cetak.
refusal-chip-nothing-raised = Tidak ada chip yang perlu diperiksa pada permohonan ini.
