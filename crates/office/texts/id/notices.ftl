# Kabar tentang sebuah permohonan, dikirim karena sesuatu terjadi padanya. Semua mendapat: ticket, name,
# reasons, office, address, hours, fee, track.

notice-submitted =
    Permohonan Anda sudah kami terima.
    Tiket: *{ $ticket }*
    { $reasons } atas nama { $name }

    { $fee } Simpan tiket ini. Lihat jalannya di { $track } atau tulis: status
notice-resubmitted = Terima kasih, perbaikan untuk permohonan *{ $ticket }* sudah kami terima dan diperiksa lagi.
notice-returned =
    Permohonan *{ $ticket }* atas nama { $name } perlu diperbaiki.
    { $why }
    { $faults }

    Kirim foto yang baru di sini. Permohonan Anda tidak hilang.
notice-returned-link =
    Permohonan *{ $ticket }* atas nama { $name } perlu diperbaiki.
    { $why }
    { $faults }

    Balas pesan ini dengan kata "tautan" untuk mengirim foto yang baru. Permohonan Anda tidak hilang.
notice-rejected =
    Permohonan *{ $ticket }* atas nama { $name } tidak dapat kami teruskan.
    Sebabnya: { $why }

    Tulis "petugas" bila ada pertanyaan.
notice-ready =
    KTP-el atas nama { $name } sudah dicetak (tiket *{ $ticket }*).
    Ambil di { $address }, { $hours }.
    { $bring }
    Pakai masker, cuci tangan, jaga jarak. { $fee }
    { $pass }
notice-handed-over =
    Tanda terima: KTP-el atas nama { $name } (tiket *{ $ticket }*) sudah diserahkan kepada { $received_by } ({ $relation }). Bila ini tidak benar, tulis: petugas
    { $survey }
notice-pass = Tunjukkan kartu ambil ini di loket: { $address }
notice-survey = Bagaimana pelayanan kami? Isi survei, paling banyak lima ketukan: { $address }
notice-dispatched = KTP-el atas nama { $name } (tiket *{ $ticket }*) sedang dikirim lewat { $through } ({ $reference }). Siapkan kartu lama dan surat asli bila diminta.
notice-dispatch-returned =
    KTP-el atas nama { $name } (tiket *{ $ticket }*) kembali ke kantor kami: { $why }
    Ambil di { $address }, { $hours }, atau tulis "petugas" untuk mengaturnya.
notice-not-collected = KTP-el atas nama { $name } (tiket *{ $ticket }*) belum diambil dan kami simpan. Tulis "petugas" untuk mengaturnya.
notice-withdrawn = Permohonan *{ $ticket }* atas nama { $name } sudah ditarik kembali.
notice-corrected = Data permohonan *{ $ticket }* dibetulkan petugas atas permintaan Anda. Jika Anda tidak memintanya, balas pesan ini.
notice-reopened =
    Permohonan *{ $ticket }* atas nama { $name } kami lanjutkan lagi.
    { $why }
notice-draft-reminder = Permohonan Anda belum dikirim: { $reasons } atas nama { $name }. Balas pesan ini untuk melanjutkan; tanpa kabar datanya kami hapus dalam 7 hari.
notice-bring-surrender = Bawa KTP-el lama; kartunya ditarik saat pengambilan.
notice-bring-nothing = Bawa Kartu Keluarga.
say-signature = { $text }

    - { $by }, { $office }
notice-queued =
    Blangko KTP-el di kantor kami sedang habis. Permohonan *{ $ticket }* atas nama { $name } masuk antrean cetak menurut waktu permohonan dikirim; Anda tidak perlu mengajukan lagi.
    Nomor antrean Anda ada di { $track }
    Sementara itu Anda dapat memakai Identitas Kependudukan Digital (IKD). Tulis "petugas" bila ada keperluan mendesak.
