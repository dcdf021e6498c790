# Pencarian permohonan, dan masukan yang tidak dapat dibaca.

search = Cari
search-label = Tiket, nama, NIK, nomor KK atau nomor telepon
search-hint = Sedikitnya 3 huruf atau angka. Awal kata sudah cukup; NIK, nomor KK dan nomor telepon ditulis lengkap.
search-found = Ditemukan: { $count }
search-none = Tidak ada yang cocok. Periksa ejaannya, atau cari dengan nomor lain.
search-more = Hanya yang terbaru yang ditampilkan. Tulis lebih banyak agar hasilnya lebih sedikit.
search-updated = Terakhir berubah
search-draft = belum dikirim
search-at-counter = Loket

strange = Masukan aneh
strange-text = Kiriman bertanda tangan sah yang tidak dapat dibaca. Yang terbaru dahulu: paling banyak { $most }, dari masing-masing { $longest } huruf pertama.
strange-none = Tidak ada. Semua kiriman dapat dibaca.
