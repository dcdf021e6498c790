# Pesan seperti yang dibaca petugas.

message-photo = (foto)
message-marked = (gambar dengan tanda)
message-document = (dokumen)
message-other = (pesan jenis { $kind })
message-new-number = (nomor pemohon berubah)
send-problem-stopped = Pemohon meminta tidak dikirimi pesan (stop). Telepon.
send-problem-late = Jawaban ini terlambat: lebih dari 24 jam sejak pesan terakhir pemohon.
send-problem-unreachable = WhatsApp tidak dapat menjangkau nomor ini. Telepon.
send-problem-mistake = WhatsApp menolak pesan ini. Beri tahu pengelola sistem; sementara itu telepon.
send-problem-tries = Sudah dicoba berkali-kali tanpa hasil. Telepon.
send-problem-picture = Gambarnya tidak terkirim: lebih dari 24 jam sejak pesan terakhir pemohon, atau WhatsApp tidak menerimanya. Tulisannya sudah dikirim.
send-problem-repeated = Tidak sampai; dikirim ulang.

messages = Percakapan
messages-how = Warga yang minta bicara dengan petugas. Jawab di sini; setelah selesai, kembalikan ke layanan otomatis.
messages-nobody = Tidak ada yang menunggu jawaban.
messages-nameless = Tanpa nama
messages-since = pesan terakhir { $at }
messages-office = Kantor
messages-resident = Warga
messages-answer = Jawaban
messages-send = Kirim
messages-finish = Selesai, kembali ke layanan otomatis
message-state-queued = menunggu dikirim
message-state-sent = terkirim
message-state-delivered = sampai
message-state-read = dibaca
message-state-failed = tidak sampai
messages-failed = Perlu ditelepon
messages-failed-none = Semua kabar sampai.
