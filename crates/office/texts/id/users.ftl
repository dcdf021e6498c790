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

# Roles of a person, from one day to another.
post-plh = Plh. { $role }
post-plt = Plt. { $role }
assignment-none = Belum memegang peran apa pun.
assignment-days = { $from } sampai { $to }
assignment-since = sejak { $from }
assignment-decree-of = { $decree }, { $day }
assignment-for = menggantikan { $name }
assignment-by = dicatat { $name }
assignment-ended = diakhiri { $at }
assignment-over = masa berlaku habis
assignment-to-come = belum mulai
assignment-without = dasar penunjukan belum dicatat
assignment-end = Akhiri
assignment-end-one = Akhiri { $post }
assignment-gone = Peran itu sudah berakhir.
assignment-add = Beri peran
assignment-do = Beri peran ini
assignment-role = Peran yang diberikan
assignment-kind = Sebagai
assignment-kind-definitive = Definitif
assignment-kind-plh = Pelaksana harian (Plh.): pejabatnya berhalangan sementara
assignment-kind-plt = Pelaksana tugas (Plt.): jabatannya kosong
assignment-decree = Nomor SK atau surat perintah
assignment-decree-day = Tanggal SK atau surat perintah
assignment-first = Berlaku mulai
assignment-last = Berlaku sampai
assignment-last-hint = Kosongkan bila tanpa batas waktu. Pada hari berikutnya peran ini berakhir dengan sendirinya.
assignment-no-day = Isi tanggal yang benar.
assignment-ends-before = Tanggal akhir mendahului tanggal mulai.
assignment-decree-long = Nomor itu terlalu panjang: paling banyak 120 huruf.
assignment-no-decree = Plh. dan Plt. memerlukan nomor dan tanggal surat perintah.
assignment-administrator-acts = Administrator tidak digantikan oleh Plh. atau Plt.: berikan peran itu secara definitif dengan batas waktu.
assignment-not-yourself = Peran untuk Anda sendiri diberikan oleh administrator lain.
users-administrators-end = Mulai { $day } hanya satu administrator yang tersisa. Tunjuk administrator lain sebelum itu.
