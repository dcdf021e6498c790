# Halaman kementerian: semua kantor dalam angka.

nation = Semua kantor
nation-about = Angka setiap kantor dalam pemasangan ini. Tidak ada data pemohon di sini, dan tidak ada jalan ke permohonan.
nation-period = Rentang
nation-bulan = Bulan ini
nation-bulan_lalu = Bulan lalu
nation-tahun = Tahun ini
nation-tahun_lalu = Tahun lalu
nation-csv = Unduh CSV
nation-id = Kode
nation-office = Kantor
nation-submitted = Masuk
nation-closed = Selesai
nation-late = Selesai lewat waktu
nation-in-time = Tepat waktu
nation-worked = Waktu kerja rata-rata
nation-worked-seconds = Detik kerja seluruhnya
nation-open = Terbuka kini
nation-overdue = Lewat waktu kini
nation-stock = Blangko tersisa
nation-together = Bersama ({ $count } kantor)
role-ministry = Kementerian (angka semua kantor)
