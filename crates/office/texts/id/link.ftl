# Halaman aman, dibuka dengan tautan dari percakapan: data dan berkas di luar percakapan. Pembacanya memakai
# ponsel lama dan sinyal yang buruk.

link = Isi data dan kirim berkas
link-open-text = Tautan ini hanya untuk Anda yang meminta penggantian KTP-el lewat WhatsApp.
link-open-once = Hanya dapat dibuka di satu peramban: yang pertama menekan tombol di bawah.
link-open-until = Berlaku sampai { $until }, dan lebih lama selama Anda memakainya.
link-open-never = Kami tidak pernah meminta kode OTP, kata sandi, atau uang.
link-open = Buka formulir

link-gone = Tautan ini tidak dapat dipakai
link-gone-text = Mungkin sudah dipakai, sudah lewat waktunya, sudah diganti yang baru, atau dibuka di peramban lain. Yang sudah Anda kirim tidak hilang.
link-gone-how = Minta yang baru: tulis "tautan" di percakapan WhatsApp kami.
link-word = tautan
link-to-chat = Ke percakapan WhatsApp

link-applicant = Data pemilik KTP-el
link-nik = NIK
link-nik-hint = 16 angka, ada di Kartu Keluarga.
link-name = Nama lengkap
link-name-hint = Seperti di Kartu Keluarga.
link-nomor-kk = Nomor KK (boleh kosong)
link-next = Lanjut ke dokumen
link-save = Simpan
link-back = Kembali tanpa menyimpan

link-documents = Dokumen
link-amend = Ubah data
link-mend = Kirim lagi hanya yang di bawah ini; yang lain sudah baik.
link-limit = Foto (JPEG, PNG) atau PDF, masing-masing paling besar { $megabytes } MB. Bila sinyal putus, pengiriman dilanjutkan sendiri.
link-camera = Ambil foto
link-choose = Atau pilih foto atau PDF yang sudah ada
link-choose-more = Atau pilih halaman lain dari dokumen ini
link-upload = Kirim berkas
link-pages = { $pages } halaman
link-remove = Hapus
link-removed-why = Dihapus oleh pemohon.
link-unfinished = Terkirim { $percent } % dari { $megabytes } MB. Pilih lagi berkas yang sama; pengiriman dilanjutkan dari situ.
link-marked = tempat yang perlu diperbaiki diberi bingkai merah
link-found = Halaman ini mungkin sukar dibaca:
link-found-how = Kirim foto yang lebih baik di bawah.
link-keep = Pakai yang ini
link-enough = Terlalu banyak berkas lewat tautan ini. Tulis "tautan" di percakapan untuk mendapat yang baru; yang sudah ada di bawah tersimpan.

link-progress = Terkirim
link-preparing = Menyiapkan …
link-sending = Mengirim …
link-waiting = Sambungan terputus. Dilanjutkan sendiri begitu ada sinyal; halaman ini boleh ditutup.
link-checking = Memeriksa …
link-unreadable = Berkas itu tidak dapat dibaca lagi di ponsel ini. Pilih sekali lagi.
link-stop = Batalkan

link-send = Kirim permohonan
link-send-correction = Kirim perbaikan
link-sent = Sudah kami terima
link-ticket = Tiket:
link-sent-text = Simpan tiket ini. Kami memberi kabar lewat WhatsApp setiap ada perkembangan. Halaman ini boleh ditutup.
link-track = Lihat jalannya permohonan
