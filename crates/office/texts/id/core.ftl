# Kata-kata untuk aturan: penolakan perintah, kesalahan nomor, kesalahan berkas prosedur dan pengaturan.
# Setiap penolakan mengatakan apa yang terjadi dan apa yang dapat dilakukan.

refusal-no-such-case = Permohonan ini tidak ditemukan. Periksa nomor tiketnya, lalu cari lagi.
refusal-already-open = Permohonan ini sudah terbuka. Lanjutkan saja yang ada.
refusal-still-draft = Permohonan ini belum dikirim oleh pemohon. Tunggu sampai dikirim, atau kirimkan dari loket.
refusal-already-submitted = Permohonan ini sudah dikirim. Perubahan sekarang hanya lewat petugas: tulis kepada kami apa yang harus diubah.
refusal-closed = Permohonan ini sudah selesai ({ $closing }) pada { $at }. Kasi, Kabid atau Kadis dapat membukanya kembali bila perlu.
refusal-already-verified = Sudah diverifikasi oleh { $name } pada { $at }; data yang sudah diverifikasi tidak diubah lagi. Bila keliru, tarik permohonan ini dan buat yang baru.
refusal-waiting-for-applicant = Permohonan ini menunggu perbaikan dari pemohon. Lanjutkan setelah pemohon mengirim ulang.
refusal-not-paused = Waktu langkah ini tidak sedang dihentikan. Muat ulang halaman untuk melihat keadaannya.
refusal-already-paused = Waktu langkah ini sedang dihentikan: { $waiting }. Lanjutkan waktunya dahulu.
refusal-not-your-case = Permohonan ini bukan milik nomor ini. Pakai nomor WhatsApp yang mengajukannya, atau hubungi petugas.
refusal-not-your-role = Langkah ini dikerjakan oleh { $role }. Mintalah kepada yang bertugas.
refusal-not-your-power = Ini hanya boleh dilakukan oleh: { $role }. Mintalah kepada yang berwenang.
refusal-claimed-by-other = Sedang dikerjakan oleh { $name } sejak { $at }. Pilih permohonan lain, atau minta { $name } melepasnya.
refusal-not-claimed = Permohonan ini belum diambil siapa pun. Ambil dahulu sebelum melepasnya.
refusal-already-done = Sudah dikerjakan oleh { $name } pada { $at }: { $outcome }. Tidak ada yang perlu Anda lakukan lagi di sini.
refusal-elsewhere-now = Permohonan ini sekarang berada di langkah { $step }. Muat ulang halaman.
refusal-same-officer = Anda sudah mengerjakan langkah { $step } pada permohonan ini. Langkah ini harus dikerjakan orang lain.
refusal-unknown-outcome = Hasil "{ $outcome }" tidak ada di langkah ini. Muat ulang halaman dan pilih lagi.
refusal-guard-documents-complete = Berkas belum lengkap. Minta pemohon melengkapinya.
refusal-guard-print-ordered = Pencetakan belum diperintahkan. Perintahkan dahulu, lalu catat hasilnya.
refusal-guard-nothing-printed = Pencetakan sudah berjalan atau produk sudah dicetak. Catat hasilnya, atau catat sebagai gagal cetak.
refusal-guard-printed = Belum ada cetakan yang baik. Cetak dahulu, lalu aktifkan.
refusal-guard-in-production = Tidak ada pencetakan yang sedang berjalan. Perintahkan pencetakan dahulu.
refusal-guard-notified = Pemohon belum diberi tahu. Beri tahu dahulu bahwa produknya siap.
refusal-field-blangko = Isi nomor seri blangko.
refusal-field-why = Isi alasannya; pemohon akan membacanya.
refusal-field-faults = Pilih dokumen yang salah dan tulis apa yang salah pada masing-masing.
refusal-field-note = Isi catatan.
refusal-field-received-by = Isi nama penerima dan hubungannya dengan pemohon.
refusal-field-surrendered = Kartu lama harus ditarik. Centang setelah kartu lama diterima.
refusal-bad-blangko = Nomor seri blangko terdiri dari 6 sampai 20 huruf dan angka. Periksa kembali.
refusal-other-blangko = Kartu yang tercetak bernomor seri { $printed }. Isi nomor itu.
refusal-spoiled-blangko = Blangko itu sudah dicatat gagal pada permohonan ini. Pakai blangko lain.
refusal-missing-documents = Berkas belum lengkap. Masih kurang: { $documents }.
refusal-still-faulty = Masih ada yang harus diperbaiki: { $documents }. Kirim ulang dokumen itu.
refusal-duplicate-open = Untuk NIK ini sudah ada permohonan yang sedang kami kerjakan. Tunggu sampai selesai, atau tanyakan petugas.
refusal-duplicate-recent = Untuk NIK ini belum lama dicetak yang baru. Tanyakan petugas bila memang perlu lagi.
refusal-duplicate-photo = Foto yang sama sudah dipakai untuk orang lain. Kirim foto dokumen Anda sendiri, atau tanyakan petugas.
refusal-unknown-document = Jenis dokumen "{ $documents }" tidak dikenal di prosedur ini. Pilih dari daftar.
refusal-unknown-file = Berkas itu tidak ada pada permohonan ini. Muat ulang halaman.
refusal-bad-mark = Tanda untuk { $documents } tidak berada di halaman dokumen itu. Hapus tandanya, lalu tandai lagi.
refusal-file-already-attached = Berkas itu sudah dilampirkan.
refusal-too-many-files = Sudah ada { $max } berkas pada permohonan ini. Singkirkan yang tidak perlu dahulu.
refusal-bad-reasons = Alasan itu tidak dapat diajukan bersama. Pilih satu, atau gabungan yang ditawarkan.
refusal-missing-elements = Pilih elemen data yang berubah.
refusal-empty-text = Tulis isinya dahulu.
refusal-text-too-long = Terlalu panjang. Paling banyak { $max } huruf.
refusal-no-contact = Pemohon ini tidak memakai WhatsApp. Telepon atau sampaikan langsung.

closing-handed_over = diserahkan
closing-rejected = ditolak
closing-withdrawn = ditarik kembali
closing-not_collected = tidak diambil
closing-expired = kedaluwarsa
waiting-applicant = menunggu pemohon
waiting-stock = menunggu blangko
waiting-equipment = menunggu peralatan

months = Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des

nik-not-digits = NIK hanya terdiri dari angka. Ada huruf atau tanda lain di dalamnya.
nik-length = NIK terdiri dari 16 angka; yang ditulis { $digits } angka.
nik-day = Angka ke-7 dan ke-8 NIK adalah tanggal lahir: 01-31, atau 41-71 untuk perempuan. Yang ditulis { $day }.
nik-month = Angka ke-9 dan ke-10 NIK adalah bulan lahir: 01-12. Yang ditulis { $month }.
nik-date = Tanggal lahir di dalam NIK tidak ada: tanggal { $day } bulan { $month }.
nik-serial = Empat angka terakhir NIK tidak mungkin 0000.
nomor-kk-not-digits = Nomor KK hanya terdiri dari angka. Ada huruf atau tanda lain di dalamnya.
nomor-kk-length = Nomor KK terdiri dari 16 angka; yang ditulis { $digits } angka.

problem-syntax = Bukan TOML yang benar: { $message }. Periksa tanda kutip, kurung dan koma di baris ini.
problem-unknown-key = Kunci "{ $name }" tidak dikenal. Tulis salah satu: { $known }.
problem-missing-key = Kunci "{ $name }" tidak ada. Tambahkan di bagian ini.
problem-unknown-word = Kata "{ $name }" tidak dikenal di sini. Tulis salah satu: { $known }.
problem-unknown-role = Peran "{ $name }" tidak ada. Tulis salah satu: { $known }; atau tambahkan sebagai [[role]].
problem-unknown-document = Dokumen "{ $name }" tidak ada. Tulis salah satu: { $known }; atau tambahkan sebagai [[document]].
problem-unknown-reason = Alasan "{ $name }" tidak ada. Tulis salah satu: { $known }; atau tambahkan sebagai [[reason]].
problem-unknown-step = Langkah "{ $name }" tidak ada. Tulis salah satu: { $known }; atau tambahkan sebagai [[step]].
problem-duplicate = { $what } "{ $name }" sudah ada di baris { $line }. Pakai id lain.
problem-unreachable = Langkah "{ $name }" tidak pernah dicapai. Arahkan sebuah hasil ke sana (leads = "step:{ $name }"), atau hapus langkah ini.
problem-no-way-out = Dari langkah "{ $name }" permohonan tidak pernah dapat selesai. Tambahkan hasil dengan leads = "end:…" di langkah ini atau sesudahnya.
problem-not-positive = Angka ini harus lebih dari 0; yang ditulis { $value }.
problem-empty-text = Teks "{ $name }" kosong. Isi keduanya: id dan en.
problem-bad-leads = "{ $value }" bukan tujuan. Tulis step:ID, stay, await, applicant:ID, end:handed_over, end:rejected atau end:not_collected.
problem-field-not-asked = Hasil ini membutuhkan isian "{ $name }". Tambahkan ke asks.
problem-bad-value = "{ $value }" tidak dapat dibaca. Tulis seperti "{ $example }".
problem-overlap = Jam "{ $value }" bertumpang tindih dengan jam sebelumnya. Urutkan dan pisahkan.
problem-never-open = Kantor tidak pernah buka. Isi jam kerja sedikitnya satu hari.
procedure-check-ok = { $file }: benar. { $name } versi { $version }, { $steps } langkah, { $minutes } menit.
procedure-check-bad = { $file }: { $count } kesalahan.
procedure-unreadable = { $file } tidak dapat dibaca: { $why }

config-unreadable = { $file } tidak dapat dibaca: { $why }
config-syntax = { $file } bukan TOML yang benar: { $why }
config-unknown-key = { $setting } tidak dikenal. Yang ada: { $known }
config-wrong-type = { $setting } harus berupa { $expected }
config-missing = { $setting } belum diisi (atau variabel { $variable })
config-missing-secret = { $setting } belum diisi: sebutkan berkas yang memuat rahasianya (atau variabel { $variable })
config-missing-master-key = { $setting } belum diisi (atau variabel { $variable }): berkas dengan kunci induk dokumen, 64 angka heksadesimal. Buat satu dengan: rancak keys new
config-bad-master-key = { $setting }: kunci induk terdiri dari 64 angka heksadesimal. Buat satu dengan: rancak keys new
config-unreadable-secret = { $setting }: berkas { $file } tidak dapat dipakai: { $why }
config-bad-value = { $setting } = "{ $value }" tidak dapat dipakai. Yang dapat: { $expected }
config-refused = Rancak tidak dijalankan. Yang harus dibenarkan:
