# Percakapan WhatsApp. Kalimat pendek, satu hal setiap kali; pembacanya memakai ponsel lama.

chat-open-list = Pilihan
chat-draft = belum dikirim

chat-notice =
    Selamat datang di { $office }.

    Di sini Anda dapat meminta penggantian KTP-el: hilang, rusak, atau data berubah. { $fee }

    Data dan foto Anda hanya dipakai untuk permohonan ini, hanya dilihat petugas yang mengerjakannya, dan dihapus sesuai aturan. Kami tidak pernah meminta kode OTP, kata sandi, atau uang.

    Apakah Anda setuju?
chat-offer-agree = Setuju
chat-words-agree = ya,iya,y,ok,oke,boleh,lanjut,setuju,yes
chat-offer-refuse = Tidak
chat-words-refuse = tidak,tdk,no,n,tidak setuju
chat-refused-notice = Baik, tidak ada yang kami simpan dari percakapan ini. Anda juga dapat datang ke loket kami. Tulis "menu" bila ingin mulai lagi.

chat-menu = Apa yang dapat kami bantu?
chat-offer-new = Permohonan baru
chat-words-new = baru,permohonan,ktp,buat,ajukan
chat-offer-status = Cek status
chat-words-status = status,cek
chat-offer-staff = Bicara dg petugas
chat-words-staff = petugas,orang,bicara

chat-reason = Apa alasan penggantian KTP-el?
chat-offer-other = Hal lain (petugas)
chat-words-other = lain,lainnya,petugas,hal lain
chat-elements =
    Data apa yang berubah? Balas dengan nomornya; boleh lebih dari satu, misalnya: 1, 8
chat-nik = Tulis NIK pemilik KTP-el (16 angka).
chat-name = Tulis nama lengkap pemilik KTP-el, seperti di Kartu Keluarga.
chat-name-bad = Itu belum seperti sebuah nama. Tulis nama lengkap dengan huruf saja, paling banyak 120 huruf.

chat-document =
    Dokumen { $number } dari { $count }: *{ $document }*
    { $hint }

    Kirim fotonya (JPEG atau PNG) atau PDF-nya di sini.
chat-document-again =
    Yang harus diperbaiki: *{ $document }*
    Sebabnya: { $why }{ $marked }
    { $hint }

    Kirim lagi fotonya (JPEG atau PNG) atau PDF-nya di sini.
chat-marked = Petugas menandai tempatnya pada gambar.
chat-check =
    Foto untuk *{ $document }* belum dapat dipakai. { $finding }
    { $advice }

    Kirim lagi fotonya di sini.
chat-offer-resend = Kirim lagi
chat-words-resend = kirim lagi,ulangi,foto lagi,lagi
chat-offer-use = Pakai yang ini
chat-words-use = pakai,pakai ini,pakai saja,biarkan
chat-resend = Baik, silakan kirim foto yang baru.
chat-sort = Ada satu halaman lagi. Dokumen apakah itu?
chat-offer-not-needed = Tidak perlu
chat-words-not-needed = tidak perlu,bukan,hapus,salah kirim
chat-not-needed-why = Menurut pemohon tidak diperlukan.
chat-replaced-why = Pemohon mengirim yang baru.
chat-replace = Dokumen mana yang ingin Anda kirim lagi?
chat-file-kept = Foto Anda sudah kami terima dan kami simpan dahulu.
chat-file-twice = Foto itu sama dengan yang sudah kami terima.
chat-too-many-files = Sudah terlalu banyak foto tanpa permohonan. Jawab dahulu pertanyaan di bawah.

chat-review =
    Mohon diperiksa:
    Nama: { $name }
    NIK: { $nik }
    Permohonan: { $reasons }
    Dokumen: { $documents }

    Kirim permohonan ini?
chat-review-correction =
    Terima kasih, semua yang diminta sudah ada.
    Permohonan: { $reasons } atas nama { $name }

    Kirim perbaikan ini?
chat-offer-send = Kirim
chat-words-send = kirim,ya,iya,y,ok,oke,benar,betul,sudah,lanjut,yes
chat-offer-change = Ubah
chat-words-change = ubah,ganti,salah,edit
chat-offer-cancel = Batal
chat-words-cancel = batalkan,tidak jadi
chat-offer-replace = Ganti foto
chat-words-replace = ganti,ubah,ganti foto
chat-change = Apa yang ingin Anda ubah?
chat-offer-change-name = Nama
chat-words-change-name = nama
chat-offer-change-nik = NIK
chat-words-change-nik = nik
chat-offer-change-reason = Alasan
chat-words-change-reason = alasan
chat-offer-change-documents = Dokumen
chat-words-change-documents = dokumen,foto,berkas
chat-changed = Sudah kami ubah.

chat-resume = Ada permohonan yang belum dikirim: { $reasons } atas nama { $name }. Lanjutkan?
chat-offer-go-on = Lanjutkan
chat-words-go-on = lanjut,ya,iya,teruskan,y
chat-offer-anew = Mulai baru
chat-words-anew = baru,mulai,tidak
chat-confirm-cancel-draft = Batalkan permohonan atas nama { $name } yang belum dikirim? Semua foto dan datanya dihapus.
chat-confirm-cancel = Tarik kembali permohonan { $ticket } atas nama { $name }?
chat-offer-yes-cancel = Ya, batalkan
chat-words-yes-cancel = ya,iya,y,batal,batalkan
chat-offer-no-keep = Tidak
chat-words-no-keep = tidak,jangan,no,tdk
chat-kept = Baik, permohonan Anda tetap ada.
chat-cancelled = Sudah dibatalkan; datanya dihapus. Tulis "menu" bila ingin mulai lagi.
chat-nothing-to-cancel = Tidak ada permohonan yang dapat dibatalkan.
chat-pick-cancel = Permohonan mana yang ingin Anda batalkan?
chat-pick-send = Foto ini untuk permohonan yang mana?

chat-status-none = Belum ada permohonan dari nomor ini. Tulis "menu" untuk memulai.
chat-status-unknown = Tiket itu tidak ada pada nomor ini. Periksa tiketnya, atau pakai nomor yang mengajukannya.
chat-status-bad-ticket = Tiket terdiri dari 8 huruf dan angka, misalnya K7MR-4TXB. Yang ditulis tidak cocok: mungkin satu huruf keliru.
chat-status-draft = Belum dikirim: { $reasons } atas nama { $name }.
chat-status-open = *{ $ticket }* atas nama { $name }: langkah { $no } dari { $steps }, { $step }. Anda tidak perlu berbuat apa-apa; kami memberi kabar.
chat-status-correction = *{ $ticket }* atas nama { $name }: menunggu perbaikan dokumen dari Anda. Kirim fotonya di sini.
chat-status-ready = *{ $ticket }* atas nama { $name }: KTP-el siap diambil.
chat-status-closed = *{ $ticket }* atas nama { $name }: selesai ({ $closing }).

chat-help =
    Kata yang selalu dapat dipakai:
    { "*" }status* - di mana permohonan saya
    { "*" }janji* - waktu mengambil KTP-el
    { "*" }batal* - membatalkan
    { "*" }ulang* - mulai dari awal
    { "*" }menu* - pilihan
    { "*" }petugas* - bicara dengan petugas
    { "*" }stop* / *mulai* - berhenti / menerima pesan lagi
    { "*" }english* - in English
chat-not-understood = Maaf, kami belum mengerti.
chat-stale-tap = Tombol itu dari pertanyaan yang sudah lewat. Sekarang:
chat-to-staff = Petugas kami akan menjawab di sini pada jam kerja. Tulis "menu" untuk kembali ke layanan otomatis.
chat-from-staff-done = Anda kembali di layanan otomatis. Tulis "menu" untuk pilihan.
chat-stopped = Baik, kami tidak mengirim pesan lagi. Tulis "mulai" untuk menerima pesan kembali.
chat-started = Anda akan menerima pesan kami lagi.
chat-other = Maaf, pesan seperti itu tidak dapat kami baca. Kirim tulisan, foto (JPEG atau PNG), atau PDF.
chat-other-audio = Maaf, pesan suara tidak dapat kami dengarkan di sini. Tulislah, atau kirim foto dokumennya.
chat-other-video = Maaf, video tidak dapat kami pakai. Kirim foto (JPEG atau PNG) atau PDF dari dokumennya.
chat-other-sticker = Maaf, stiker tidak dapat kami baca. Kirim tulisan, foto dokumen, atau PDF.
chat-media-gone = Foto itu tidak dapat kami ambil dari WhatsApp. Mohon kirim sekali lagi.
chat-new-number = Nomor Anda berubah. Demi keamanan, permohonan lama tidak dipindahkan sendiri: hubungi petugas.

chat-link-title = Kirim berkas
chat-link-mend = Kirim perbaikan
chat-link-first =
    Siapkan foto dokumen ini:
    { $documents }
chat-link-documents =
    Masih diperlukan:
    { $documents }
chat-link-faults =
    Yang harus diperbaiki:
    { $documents }
chat-link-change = Data permohonan atas nama { $name } dapat Anda lihat dan ubah di halaman aman kami.
chat-link-go =
    Data dan foto dikirim lewat halaman aman kami, bukan di percakapan ini. Ketuk tombol di bawah. Tautannya hanya untuk Anda dan berlaku { $minutes } menit, lebih lama selama dipakai.
chat-link-above = Ketuk tombol *{ $title }* pada pesan kami sebelumnya; tautannya masih berlaku. Perlu yang baru? Tulis: tautan
chat-link-better = Foto Anda kami terima. Lain kali kirimlah lewat tautan dari kami; itu lebih aman daripada percakapan ini.
chat-link-not-here = NIK diisi di halaman aman kami, bukan di percakapan ini.
chat-link-help = { "*" }tautan* - tautan baru untuk mengirim berkas
chat-link-status = *{ $ticket }* atas nama { $name }: menunggu perbaikan dokumen dari Anda. Tulis *tautan* untuk mengirimnya.
chat-link-none = Di sini tidak perlu tautan: kirim saja fotonya dalam percakapan ini.

chat-format-taken = Data Anda sudah kami terima. { $fee } Data dan foto hanya dipakai untuk permohonan ini; dengan mengirim dokumen Anda menyetujuinya. Kami tidak pernah meminta kode OTP.
chat-format-fields = Formatnya harus 6 isian setelah #KTP.
chat-format-reason = Alasannya harus Hilang, Rusak, atau UbahData.
chat-format-help =
    Contoh:
    #KTP#NIK#NoKK#Nama#Desa#Kecamatan#Hilang
    Betulkan lalu kirim lagi, atau tulis "menu" untuk dituntun.

chat-looked = Data Anda di { $office } dilihat untuk:
chat-looked-line = - { $ticket }: { $purpose }, oleh { $offices }, { $times } kali, terakhir { $last }
chat-looked-more = - dan { $count } hal lain sebelumnya
chat-looked-chat = percakapan ini
chat-looked-none = Belum ada petugas yang membuka data Anda.
chat-looked-strange = Ada yang tidak Anda pahami? Tulis "petugas".
