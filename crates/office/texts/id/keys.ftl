# Kunci pengaman, dan bukti operator dengan kunci itu.

keys = Kunci pengaman
keys-text = Dengan kunci ini Anda membuktikan bahwa Andalah yang mencetak, mencatat blangko atau menyerahkan kartu: pembaca sidik jari, kartu pintar, atau kunci dengan PIN. Jangan meminjamkannya.
keys-admin-text = Kunci didaftarkan berdua: Anda memberi kode, orangnya mengetikkannya di tempat ia masuk. Akhiri kunci yang hilang.
keys-none = Belum ada kunci.
keys-since = Sejak { $at }, diizinkan { $name }.
keys-used = Terakhir dipakai { $at }.
keys-ended = berakhir { $at }
keys-end = Akhiri
keys-end-one = Akhiri { $label }
keys-enrol = Daftarkan kunci
keys-enrol-do = Daftarkan
keys-code = Kode dari administrator
keys-code-hint = Delapan angka; berlaku 10 menit.
keys-label = Nama kunci
keys-label-hint = Agar Anda mengenalinya, misalnya: sidik jari komputer loket.
keys-allow = Izinkan kunci baru
keys-allow-for = Beri tahu kode ini kepada { $name } secara langsung. Ia mengetikkannya di halaman Kunci pengaman dalam { $minutes } menit. Kode ini hanya tampil sekali.
keys-not-yourself = Kunci Anda sendiri diizinkan oleh administrator lain.

proof-asked = Pilihan ini meminta bukti bahwa Andalah yang melakukannya, dengan kunci pengaman Anda.
proof-touch = Sentuh pembaca sidik jari atau kunci pengaman Anda.
proof-failed = Bukti belum diberikan. Coba lagi, dan ikuti permintaan peramban.
proof-old-browser = Peramban ini terlalu lama untuk kunci pengaman. Perbarui peramban.
proof-away = Server tidak menjawab. Periksa sambungan, lalu coba lagi.
proof-script = Kunci pengaman memerlukan JavaScript. Nyalakan JavaScript di peramban ini.
proof-bad-label = Beri kunci ini nama, paling banyak 40 huruf.
proof-bad-code = Kode itu salah atau sudah tidak berlaku. Minta kode baru kepada administrator.
proof-key-taken = Kunci itu sudah terdaftar, atau kodenya sudah dipakai.
proof-no-key = Anda belum punya kunci pengaman. Minta administrator mengizinkannya, lalu daftarkan di halaman Kunci pengaman.
proof-over = Permintaan itu sudah berakhir. Coba lagi.
proof-refused = Kunci itu tidak membuktikan bahwa ini Anda. Pakai kunci Anda sendiri, dengan sidik jari atau PIN.
refusal-proof-needed = Buktikan dulu dengan kunci pengaman Anda bahwa ini Anda; buktinya berlaku { $minutes } menit. Lalu kirim lagi.
problem-no-proof = Hasil ini meminta bukti operator (operator_proved), tetapi berkas ini tidak menyebut berapa lama bukti berlaku. Tulis [operator_proof] dengan minutes = 5, atau hapus penjaga itu.
history-proved = { $name } (terbukti dengan kunci)
proof-first = Buktikan dulu bahwa ini Anda
proof-first-text = Berkas ini membawa data orang keluar dari kantor. Yang mengambilnya membuktikan diri dengan kunci pengaman; pengambilan ini tercatat.
proof-first-do = Buktikan dan ambil berkas
proof-first-back = Kembali
