# Halaman lacak untuk penduduk. Bahasa yang dipakai orang sehari-hari.

tracking = Lacak permohonan
tracking-ticket = Nomor tiket
tracking-ticket-hint = 8 huruf dan angka, misalnya K7MR-4TXB. Ada di pesan WhatsApp dari kami atau di tanda terima.
tracking-digits = 4 angka terakhir nomor telepon
tracking-digits-hint = Nomor yang dipakai saat mengajukan.
tracking-show = Lihat
tracking-not-found = Nomor tiket dan angka telepon itu tidak kami temukan bersama. Periksa keduanya lalu coba lagi. Permohonan yang belum dikirim, atau tanpa nomor telepon, tidak dapat dilihat di sini: tanyakan kepada petugas.
tracking-too-often = Terlalu sering mencoba. Tunggu satu menit, lalu coba lagi.

tracking-apply = Belum mengajukan?
tracking-apply-prepare = Siapkan foto dokumen Anda:
tracking-apply-write = Kirim pesan "Halo" ke nomor kami. Ikuti pertanyaannya, lalu kirim fotonya.
tracking-apply-ticket = Anda mendapat nomor tiket. Kami memberi kabar setiap ada perkembangan.
tracking-apply-counter = Tidak memakai WhatsApp? Bawa dokumen Anda ke loket. Petugas membantu. Semuanya gratis.

tracking-work = Permohonan Anda sedang dikerjakan
tracking-work-text = Anda tidak perlu melakukan apa pun. Kami memberi kabar bila ada perkembangan.
tracking-mend = Kami menunggu Anda
tracking-mend-text = Ada dokumen yang harus diperbaiki. Permohonan dilanjutkan setelah perbaikannya kami terima.
tracking-ready = KTP-el Anda siap diambil
tracking-ready-text = Silakan datang ke kantor kami pada jam pelayanan.
tracking-stock = Kami menunggu blangko
tracking-stock-text = Kartu kosong untuk mencetak sedang habis. Permohonan Anda tetap di antrean; Anda tidak perlu mengajukan lagi.
tracking-equipment = Kami menunggu peralatan
tracking-equipment-text = Ada alat yang sedang diperbaiki. Permohonan Anda tetap di antrean; Anda tidak perlu mengajukan lagi.
tracking-ended-handed-over = KTP-el sudah diserahkan
tracking-ended-handed-over-text = Permohonan ini selesai. Terima kasih.
tracking-ended-rejected = Permohonan ditolak
tracking-ended-rejected-text = Alasannya: { $why }
tracking-ended-withdrawn = Permohonan ditarik kembali
tracking-ended-withdrawn-text = Anda dapat mengajukan yang baru kapan saja.
tracking-ended-not-collected = KTP-el belum diambil
tracking-ended-not-collected-text = Kartu Anda kami simpan. Hubungi kami bila Anda hendak mengambilnya.
tracking-ended-expired = Permohonan tidak dilanjutkan
tracking-ended-expired-text = Permohonan ini tidak pernah dikirim. Anda dapat mengajukan yang baru kapan saja.

tracking-to-mend = Yang harus diperbaiki
tracking-marked = Petugas menandai tempatnya pada gambar; gambarnya hanya dikirim ke WhatsApp Anda.
tracking-mend-whatsapp = Kirim foto yang baru lewat WhatsApp, di percakapan yang sama. Anda juga dapat membawanya ke loket.
tracking-mend-counter = Bawa dokumennya ke loket pada jam pelayanan.
tracking-steps = Langkah-langkahnya
tracking-step-done = selesai
tracking-step-current = sekarang di sini
tracking-step-ended = berakhir di sini
tracking-step-ahead = berikutnya
tracking-collect-now = Yang dibawa saat mengambil
tracking-collect-later = Yang dibawa nanti saat mengambil
tracking-bring-ticket = Nomor tiket ini.
tracking-bring-originals = Dokumen asli yang fotonya Anda kirim.
tracking-bring-card = { $card }: kartunya diserahkan kepada petugas.
tracking-request = Permohonan
tracking-for = Atas nama
tracking-fee = Biaya
tracking-questions = Ada pertanyaan? Tulis kepada kami:
tracking-another = Lacak permohonan lain
