# Catatan pemusnahan: berkas yang masa simpannya sudah berakhir.

destructions = Catatan pemusnahan
destructions-text = Berkas permohonan yang sudah selesai dimusnahkan setelah masa simpannya berakhir: kuncinya dihapus, sehingga tidak seorang pun dapat membacanya lagi, juga dari salinan cadangan. Riwayat permohonannya tetap ada.
destructions-month = Bulan (tahun-bulan, seperti 2026-11)
destructions-show = Tampilkan
destructions-bad-month = Bulan tidak dapat dibaca. Tulis tahun dan bulannya, seperti 2026-11.
destructions-csv = Unduh untuk program lain (CSV)
destructions-more = Hanya { $count } baris pertama yang ditampilkan. Unduh berkasnya untuk melihat semuanya.
destructions-none = Tidak ada berkas yang dimusnahkan pada bulan itu.
destructions-at = Dimusnahkan pada
destructions-ticket = Tiket
destructions-class = Permohonan berakhir
destructions-files = Jumlah berkas
destructions-bytes = Ukuran (bita)
destructions-by = Oleh
