# Pesan seperti yang dibaca petugas.

message-photo = (foto)
message-document = (dokumen)
message-other = (pesan jenis { $kind })
message-new-number = (nomor pemohon berubah)
send-problem-stopped = Pemohon meminta tidak dikirimi pesan (stop). Telepon.
send-problem-late = Jawaban ini terlambat: lebih dari 24 jam sejak pesan terakhir pemohon.
send-problem-unreachable = WhatsApp tidak dapat menjangkau nomor ini. Telepon.
send-problem-mistake = WhatsApp menolak pesan ini. Beri tahu pengelola sistem; sementara itu telepon.
send-problem-tries = Sudah dicoba berkali-kali tanpa hasil. Telepon.
send-problem-repeated = Tidak sampai; dikirim ulang.
