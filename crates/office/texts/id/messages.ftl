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

# Daftar telepon: orang yang belum mendapat kabar.
calls = Daftar telepon
nav-calls = Telepon
calls-how = Orang yang tidak terjangkau pesan, atau tidak memakai WhatsApp. Telepon mereka, lalu catat hasilnya; yang belum tersambung tetap di daftar ini.
calls-nobody = Semua kabar sampai.
calls-no-phone = Tidak memberi nomor telepon
calls-tried = terakhir dicoba { $at }
call-result = Hasil telepon
call-reached = Tersambung dan sudah diberi tahu
call-no_answer = Tidak diangkat
call-wrong_number = Nomor salah
call-told_otherwise = Diberi tahu dengan cara lain (tulis caranya)
call-note = Catatan
call-save = Catat hasil telepon
event-called = menelepon pemohon: { $result }
event-pass_shown = memindai kartu ambil
event-pass_shown_household = memindai kartu ambil keluarga, milik permohonan { $ticket }
event-holder_finger_checked = sidik jari pemegang { $finger } (percobaan { $attempt }): { $result }
event-dispatched = mengirim kartu: { $way }
event-dispatch_returned = mencatat bahwa kartu kembali
event-survey_answered = survei kepuasan diisi
form-which-result = Pilih hasil teleponnya.
