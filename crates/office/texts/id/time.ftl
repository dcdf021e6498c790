# Waktu: berapa sisanya, siapa yang diberi tahu, dan kalender yang berubah.
time-short = segera, sisa { $time }
time-whole = keseluruhan: { $time }

alerts = Peringatan waktu
alerts-how = Standar waktu yang hampir habis atau terlewati, sejauh peran Anda diberi tahu; { $n } yang terbaru.
alerts-none = Belum ada peringatan.
alerts-see = Tandai sudah dibaca
alerts-fresh = baru
alerts-unseen = Peringatan waktu yang belum Anda baca: { $n }.
alerts-step-at-risk = Waktu langkah { $step } hampir habis
alerts-step-over = Waktu langkah { $step } terlewati
alerts-case-at-risk = Waktu keseluruhan permohonan hampir habis
alerts-case-over = Waktu keseluruhan permohonan terlewati

event-due_moved = kalender kerja berubah, batas waktu menjadi { $at }
event-at_risk = waktu { $step } hampir habis
event-case_at_risk = waktu keseluruhan hampir habis
event-case_deadline_passed = batas waktu keseluruhan terlewati
event-escalated = diberitahukan kepada { $names }

problem-year-without-holidays = tidak ada hari libur untuk tahun { $year }, padahal tahun sebelum dan sesudahnya ada; tambahkan hari liburnya

# Yang dijanjikan kepada pemohon.
tracking-promise = Standar waktu layanan: { $n } menit kerja, paling lambat { $at }.
tracking-late = Standar waktu layanan ({ $n } menit kerja) terlewati sejak { $at }. Maaf, permohonan Anda tetap kami kerjakan.
tracking-late-told = Standar waktu layanan ({ $n } menit kerja) terlewati sejak { $at }. Maaf; atasan kami sudah diberi tahu.
