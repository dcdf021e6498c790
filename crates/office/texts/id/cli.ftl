# Baris perintah: yang dicetak `rancak` di terminal.

serve-ready = { $office } melayani di { $url } (mendengarkan di { $listen }). Hentikan dengan Ctrl-C.
serve-stopping = Berhenti; yang sedang berjalan diselesaikan dahulu.
serve-no-assets = Gaya dan skrip halaman belum dibangun ke dalam program ini. Jalankan: make build
serve-no-offices = Tidak ada kantor untuk dilayani: map itu tidak berisi pengaturan (*.toml).
serve-cannot-listen = Tidak dapat mendengarkan di { $listen }: { $why }
procedures-none-active = Prosedur "{ $id }" tidak ada di folder { $folder }. Taruh berkasnya di sana, atau benarkan office.procedure.
storage-unusable = Penyimpanan tidak dapat dipakai: { $why }
storage-newer = Program yang lebih baru telah mengubah basis data ini ({ $migration }) dan membuang yang dipakai program ini. Pasang program yang lebih baru di komputer ini juga.

keys-rotated = { $rewrapped } kunci dipindahkan ke kunci induk yang berlaku; { $already } sudah berada di sana.
keys-unknown = { $count } kunci tidak dapat dibuka dengan kunci induk mana pun yang disebutkan. Tambahkan berkas kunci induk yang lama pada documents.former_master_key_files, lalu jalankan lagi.
keys-wrong-master = Kunci induk yang diberikan ({ $given }) bukan milik kunci-kunci dokumen kantor ini, yang berada di bawah kunci induk { $wanted }. Taruh kunci yang benar pada documents.master_key_file, atau sebutkan yang lama pada documents.former_master_key_files.

user-added = { $name } ({ $login }) ditambahkan. Berikan tautan ini hanya kepadanya; berlaku { $hours } jam, sekali pakai:

show-number = Nomor
show-created = Tanggal dibuat
show-revised = Tanggal revisi
show-effective = Tanggal berlaku
show-approved = Disahkan oleh
show-legal-bases = Dasar hukum
show-qualifications = Kualifikasi
show-related = Keterkaitan
show-equipment = Peralatan
show-warning = Peringatan
show-records = Pencatatan
show-empty = (kosong)
show-identity = IDENTITAS SOP
show-actors = PELAKSANA
show-oversees = melihat semua permohonan
show-steps = LANGKAH
show-step = { $no }. { $title } ({ $minutes } menit)
show-activity = Kegiatan
show-actor = Pelaksana
show-inputs = Kelengkapan
show-output = Keluaran
show-different-from = Bukan orang dari
show-outcomes = Hasil
show-leads-step = ke langkah { $no }, { $title }
show-leads-stay = langkah ini berlanjut
show-leads-await = menunggu pemohon, waktu dihentikan
show-leads-applicant = kembali ke pemohon, lalu langkah { $no }, { $title }
show-leads-end = selesai: { $closing }
show-reasons = ALASAN DAN DOKUMENNYA
show-asks-elements = ditambah dokumen dasar tiap elemen yang berubah:
show-appointments = JANJI PENGAMBILAN DAN PROTOKOL KESEHATAN
show-handover = PENYERAHAN
show-gate = Kartu ambil berlaku { $days } hari, hasil sidik jari { $minutes } menit. Cara: { $ways }
show-survey = SURVEI KEPUASAN
show-slots = { $counters } loket, { $minutes } menit tiap janji, ditawarkan { $days } hari ke depan; disimpan di brankas setelah { $safe } hari
show-protocol = { $places } tempat tiap waktu, { $room } orang di ruang tunggu
show-together = Boleh bersama

inspect-unreadable = { $file } tidak dapat dibaca: { $why }
inspect-readable = terbaca
inspect-unusable = tidak dapat dipakai
inspect-line = { $file }: { $verdict } [{ $findings }] NIK { $nik }, No KK { $kk } ({ $milliseconds } ms)
show-time = WAKTU KERJA
show-closed = tutup
show-season = { $name }: { $from } sampai { $to }
show-holidays = Hari libur dan cuti bersama { $year }: { $days } hari
show-whole = Seluruh permohonan: { $minutes } menit kerja; terancam sesudah { $percent }%
show-escalations = Yang diberi tahu
show-escalation-risk = { $clock } terancam, { $minutes } menit kerja kemudian: { $who }
show-escalation-over = { $clock } lewat, { $minutes } menit kerja kemudian: { $who }
show-clock-step = langkah
show-clock-case = seluruh permohonan
show-step-people = petugas langkah itu

# Catatan yang dapat diperiksa.
record-signed = Titik periksa dibuat: { $size } peristiwa, akar { $root }.
record-empty = Belum ada peristiwa untuk ditandatangani.
record-verified = { $events } peristiwa diperiksa terhadap { $checkpoints } titik periksa; { $fresh } di antaranya sesudah yang terakhir. Temuan: { $findings }. Akar: { $root }
record-changed = Diubah: { $event }
record-removed = Dihapus: { $event }
record-inserted = Disisipkan: { $event }
record-reordered = Dipindahkan tempatnya: { $event }
record-cut = Basis data lebih lama daripada titik periksa { $size } ({ $at }): hanya ada { $events } peristiwa.
record-rewritten = Sesuatu sampai titik periksa { $size } ({ $at }) ditulis ulang; tidak ada daftar peristiwa yang dapat menunjukkannya.
record-bad-note = Titik periksa { $size } di penyimpanan rusak atau tidak ditandatangani kantor ini.
record-bad-leaves = Daftar peristiwa di samping titik periksa { $size } rusak.
record-more = … dan { $count } temuan lain.
record-bad-checkpoint = { $file } tidak dapat dipakai: { $why }
record-no-case = Tidak ada bukti untuk { $ticket }: tidak ada permohonan itu, atau belum ada titik periksa yang mencakupnya (rancak audit sign).
record-no-reason = Sebutkan alasannya dengan --reason.
record-nothing-lost = Tidak ada yang hilang.
record-resumed = { $count } peristiwa hilang. Titik periksanya disimpan tersendiri, dan kehilangan itu tercatat.
record-rolled-back = Basis data lebih lama daripada titik periksa terakhir. Pulihkan salinan yang lebih baru; bila tidak ada, lanjutkan dengan: rancak audit resume --reason "…"

migrate-same = Kedua pengaturan menyebut basis data yang sama.
migrate-table = { $table }: { $rows } baris
migrate-done = Selesai: { $rows } baris dalam { $tables } tabel, { $before } di antaranya sudah dipindahkan sebelumnya. Setiap baris sama di kedua basis data.
migrate-next = Basis data lama ditinggalkan dan tidak dapat dipakai lagi. Jalankan kantor dengan pengaturan yang baru; dokumen, kunci, dan titik periksa tetap di tempatnya.
migrate-other-tables = Tabel { $table } tidak sama di kedua basis data. Pakai program yang sama untuk keduanya.
migrate-differs = Tabel { $table } tidak sama di kedua basis data: kantor bekerja lagi sejak percobaan sebelumnya. Kosongkan basis data yang baru lalu mulai lagi; yang lama tidak berubah.

backup-key-remark = Kunci rahasia salinan kantor: simpan di brankas, jauh dari kantor dan dari salinannya. Tanpa ini tidak ada yang dapat memulihkan.
backup-made = Salinan { $name }: { $rows } baris, { $fresh } bagian baru; { $documents } berkas dokumen, { $sent } di antaranya baru; { $keys } kunci; { $bytes } bita dikirim.
backup-listed = { $name }  { $at }  { $rows } baris  rancak { $program }
backup-measured = Umur salinan (RPO): { $age } detik, { $lost } kejadian bertanda tangan belum tersalin. Pulih dalam (RTO): { $took } detik. Dokumen dibuka: { $opened }; kuncinya sudah dimusnahkan: { $destroyed }; rusak: { $broken }.
backup-no-place = Tidak ada tempat salinan: isi [backup] store, keys, dan recipients (rancak backup key).
backup-unusable = Tidak ada salinan: { $why }
backup-bad-identity = { $file } tidak dapat dipakai sebagai kunci rahasia: { $why }

restore-done = Salinan { $name } dipulihkan: { $rows } baris, { $documents } berkas dokumen, { $keys } kunci. Catatan: { $events } kejadian, diperiksa terhadap { $checkpoints } titik periksa.
restore-no-checkpoint = Tidak ada titik periksa untuk dibandingkan: bila ada yang tercetak di laporan harian, periksa dengan rancak audit verify --checkpoint.
restore-next = Kantor dapat mulai dengan rancak serve. Semua orang harus masuk lagi; periksa akun yang dicabut setelah salinan ini dibuat.
restore-nothing = Tidak ada salinan kantor ini di tempat itu, atau namanya salah: rancak backup list.
restore-wrong-identity = Salinan ini tidak dibuat untuk kunci rahasia itu.
restore-not-ours = Salinan berubah atau rusak: { $what } bukan yang dahulu disalin, atau kunci induknya lain. Coba salinan lain (rancak backup list).
restore-other-program = Salinan ini dibuat program lain: { $which }. Pakai versi itu, atau versi yang lebih baru.
restore-rolled-back = Salinan ini memuat { $held } kejadian, sedangkan { $signed } sudah ditandatangani: ada yang hilang. Cari salinan yang lebih baru; bila tidak ada, ulangi dengan --lost "…" dan sebutkan mengapa.
restore-no-reason = Sebutkan mengapa dengan --lost.

documents-orphans = { $orphans } dari { $files } berkas di penyimpanan bukan milik siapa pun. Tidak ada yang dimusnahkan; untuk memusnahkannya tambahkan --destroy.
documents-swept = { $orphans } dari { $files } berkas di penyimpanan bukan milik siapa pun dan sudah dimusnahkan.
