# Catatan pemusnahan: yang masa simpannya sudah berakhir, dan yang dihapus atas permintaan.

destructions = Catatan pemusnahan
destructions-text = Yang masa simpannya berakhir dimusnahkan: berkas lebih dahulu, kemudian semua yang menyebut siapa pemohonnya, pesan, dan catatan siapa yang melihat. Kuncinya dihapus, sehingga tidak seorang pun dapat membacanya lagi, juga dari salinan cadangan begitu cadangan diganti.
destructions-month = Bulan (tahun-bulan, seperti 2026-11)
destructions-show = Tampilkan
destructions-bad-month = Bulan tidak dapat dibaca. Tulis tahun dan bulannya, seperti 2026-11.
destructions-csv = Unduh untuk program lain (CSV)
destructions-more = Hanya { $count } baris pertama yang ditampilkan. Unduh berkasnya untuk melihat semuanya.
destructions-none = Tidak ada yang dimusnahkan pada bulan itu.
destructions-at = Dimusnahkan pada
destructions-ticket = Tiket
destructions-class = Golongan
destructions-files = Banyaknya
destructions-bytes = Ukuran (bita)
destructions-by = Oleh
destructions-of-erased = data permohonan, atas permintaan
destructions-of-case = data permohonan
destructions-of-messages = pesan
destructions-of-looks = catatan siapa yang melihat
