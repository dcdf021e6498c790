# Mengapa sebuah berkas tidak diterima, dan apa yang dikirim sebagai gantinya.

document-empty = Berkas itu kosong. Ambil fotonya lagi, lalu kirim foto yang baru.
document-too-large = Berkas itu terlalu besar. Kirim fotonya sebagai gambar biasa, atau pindai dengan ukuran lebih kecil.
document-not-a-document = Berkas itu bukan foto (JPEG atau PNG) dan bukan PDF. Kirim foto dokumennya, atau PDF.
document-heic = Foto itu berformat HEIC (bawaan iPhone) yang tidak dapat kami buka. Kirim sebagai foto biasa dari WhatsApp, atau ubah dahulu menjadi JPEG.
document-office = Itu berkas Word, Excel, atau zip. Kirim foto dokumennya (JPEG atau PNG), atau simpan sebagai PDF.
document-too-many-pages = PDF itu lebih dari { $pages } halaman. Kirim hanya halaman yang diminta.
document-broken = Berkas itu rusak atau terpotong sehingga tidak dapat dibuka. Ambil fotonya lagi, lalu kirim foto yang baru.
document-locked = PDF itu dikunci dengan kata sandi. Kirim yang tidak dikunci, atau foto halamannya.
document-active = PDF itu berisi program atau lampiran, jadi demi keamanan tidak kami buka. Kirim foto halamannya saja.

# Apa yang membuat sebuah halaman tidak terbaca, dan bagaimana memperbaikinya.
finding-blurred = Fotonya buram.
finding-blurred-advice = Pegang ponsel dengan dua tangan, ketuk layar pada tulisannya, tunggu sampai tajam, lalu foto lagi.
finding-too_dark = Fotonya terlalu gelap.
finding-too_dark-advice = Foto lagi di dekat jendela atau di bawah lampu.
finding-glare = Ada pantulan cahaya yang menutupi tulisan.
finding-glare-advice = Matikan lampu kilat, miringkan sedikit atau pindah dari bawah lampu, lalu foto lagi.
finding-cut_off = Sebagian halaman terpotong.
finding-cut_off-advice = Foto lagi dari agak jauh sampai keempat sudutnya terlihat.
finding-too_small = Tulisannya terlalu kecil untuk dibaca.
finding-too_small-advice = Foto lagi dari lebih dekat sampai halaman memenuhi layar.
finding-rotated = Fotonya miring atau terbalik.
finding-rotated-advice = Putar fotonya sampai tulisannya tegak, atau foto lagi.
finding-not_a_document = Itu tidak tampak seperti dokumen.
finding-not_a_document-advice = Letakkan dokumennya di tempat rata, lalu foto seluruh halamannya.
finding-screenshot = Itu tangkapan layar, bukan foto dokumennya.
finding-screenshot-advice = Kirim foto aslinya, atau foto dokumennya lagi.
