# Halaman pengguna, untuk administrator kantor.

faults = Ada yang perlu diperbaiki:

users = Pengguna
users-name = Nama
users-login = Nama pengguna
users-login-hint = 3 sampai 40 huruf kecil, angka, titik atau garis. Tidak dapat diubah nanti.
users-roles = Peran
users-disabled = dinonaktifkan
users-ready = aktif
users-invited = belum memilih kata sandi
users-add = Tambah pengguna
users-disable = Dinonaktifkan: tidak dapat masuk
users-change-hint = Setelah disimpan orang ini harus masuk lagi.
users-save = Simpan
users-last-administrator = Ini administrator terakhir. Jadikan orang lain administrator dahulu.
users-link = Buat tautan undangan
users-link-text = Untuk orang yang belum punya kata sandi atau lupa. Tautan yang lama tidak berlaku lagi.
users-link-for = Untuk { $name } (nama pengguna: { $login }). Sampaikan tautan ini langsung kepada orangnya.
users-link-label = Tautan undangan
users-link-once = Tautan ini hanya ditampilkan sekali, berlaku 72 jam dan hanya untuk satu kali pakai.
