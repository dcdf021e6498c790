# Bingkai halaman, masuk, kesalahan.

skip-to-content = Langsung ke isi
other-language = English
footer-free = Pelayanan ini gratis. Jangan pernah memberikan kode OTP kepada siapa pun.
demo-banner = DEMO dengan SIMULATOR: semua orang, nomor dan dokumen di sini buatan.

failure-not-found = Halaman tidak ada
failure-not-found-text = Yang Anda cari tidak ada, atau bukan untuk Anda. Periksa alamatnya.
failure-input = Isian tidak dapat dibaca
failure-unread = Alamat atau isian ini tidak dapat dibaca. Kembali, lalu coba sekali lagi.
failure-refused = Tidak dapat dilakukan
failure-unavailable = Sementara tidak dapat disimpan
failure-unavailable-text = Penyimpanan sedang tidak dapat dipakai. Tidak ada yang hilang: kembali, lalu coba lagi sebentar lagi.
failure-broken = Ada yang salah pada kami
failure-broken-text = Kesalahan ini sudah dicatat. Coba lagi; bila tetap terjadi, beri tahu pengelola sistem.
failure-too-often = Terlalu banyak sekaligus
failure-too-often-text = Dari jaringan Anda baru saja datang sangat banyak permintaan. Tunggu beberapa detik, lalu coba lagi.
failure-back = Kembali ke halaman awal

sign-in = Masuk
sign-in-login = Nama pengguna
sign-in-password = Kata sandi
sign-in-wrong = Nama pengguna atau kata sandi tidak cocok. Periksa lalu coba lagi.
sign-in-too-often = Terlalu sering mencoba. Tunggu satu menit, lalu coba lagi.
sign-in-no-account = Belum punya akun, atau lupa kata sandi? Minta undangan atau pemulihan akun kepada administrator kantor.
sign-out = Keluar

invitation = Pilih kata sandi
invitation-text = { $name }, nama pengguna Anda: { $login }. Pilih kata sandi yang hanya Anda ketahui.
invitation-password = Kata sandi baru
invitation-hint = Sedikitnya { $shortest } huruf. Beberapa kata yang mudah Anda ingat lebih baik daripada satu kata rumit.
invitation-again = Ulangi kata sandi
invitation-save = Simpan dan masuk
invitation-gone = Tautan ini sudah dipakai atau kedaluwarsa. Minta tautan baru kepada administrator kantor.
password-too-short = Kata sandi terlalu pendek: sedikitnya { $shortest } huruf.
password-too-long = Kata sandi terlalu panjang: paling banyak 200 huruf.
password-too-common = Kata sandi ini mudah ditebak. Pilih yang lain, tanpa nama pengguna Anda di dalamnya.
password-not-same = Kedua kata sandi tidak sama. Isi kembali.

user-bad-login = Nama pengguna terdiri dari 3 sampai 40 huruf kecil, angka, titik atau garis.
user-no-name = Isi nama orangnya.
user-no-role = Pilih sedikitnya satu peran.
user-unknown-role = Peran "{ $role }" tidak ada. Pilih: { $known }
user-login-taken = Nama pengguna itu sudah dipakai. Pilih yang lain.
role-administrator = Administrator
