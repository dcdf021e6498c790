# Mengapa sebuah berkas tidak diterima, dan apa yang dikirim sebagai gantinya.

document-empty = Berkas itu kosong. Ambil fotonya lagi, lalu kirim foto yang baru.
document-too-large = Berkas itu terlalu besar. Kirim fotonya sebagai gambar biasa, atau pindai dengan ukuran lebih kecil.
document-not-a-document = Berkas itu bukan foto (JPEG atau PNG) dan bukan PDF. Kirim foto dokumennya, atau PDF.
