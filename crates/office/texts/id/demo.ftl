# Halaman demonstrasi.

demo = Gladi: satu permohonan dari WhatsApp sampai buku register
demo-how = Di kiri Anda menjadi warga, di kanan petugas. Tulis "halo" di ponsel, kirim contoh dokumennya, lalu ganti peran di meja: operator, Kasi, operator cetak, petugas register.
demo-phone = Ponsel warga (SIMULATOR)
demo-desk = Meja petugas
demo-roles = Ganti peran (hanya di DEMO)
demo-tracking = Halaman pelacakan untuk warga
demo-emergency = Coba akses darurat
demo-emergency-text = Sebagai operator pelayanan: ambil peran Kasi selama 30 menit. Lalu ganti peran ke Kadis, yang langsung melihatnya dan meninjaunya.
demo-in-emergency = darurat sebagai { $role } sampai { $until }
demo-unfinished = Tidak semua permohonan sampai ke buku register.
demo-printer = SIMULATOR printer kartu: gangguan dan kartu yang tercetak
