# Buku register: setiap produk yang diserahkan.

register = Buku register
register-from = Dari tanggal
register-to = Sampai tanggal
register-show = Tampilkan
register-bad-days = Tanggal tidak dapat dibaca, atau tanggal pertama sesudah tanggal kedua. Perbaiki, lalu tampilkan lagi.
register-xlsx = Unduh untuk Excel (XLSX)
register-csv = Unduh untuk program lain (CSV)
register-more = Hanya { $count } baris pertama yang ditampilkan. Unduh berkasnya, atau persempit tanggalnya.
register-none = Tidak ada penyerahan pada tanggal-tanggal itu.
register-number = Nomor
register-year = Tahun
register-at = Tanggal penyerahan
register-ticket = Tiket
register-name = Nama
register-nik = NIK
register-reasons = Alasan
register-blangko = Blangko
register-received-by = Diterima oleh
register-relation = Hubungan
register-way = Cara
register-officer = Petugas
