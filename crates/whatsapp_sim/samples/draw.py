"""Draws the synthetic sample documents beside this file: `python3 draw.py` (Pillow 12, DejaVu fonts).

Everything is invented: names, numbers, layout. No real artwork is imitated, and each sheet says so.
The files are committed, so building the simulator never needs Python.
"""

import struct
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
FONTS = Path("/usr/share/fonts/truetype/dejavu")
INK, FAINT, RED, PAPER = "#1b2430", "#8a94a3", "#b3261e", "#fbfaf6"
MARK = "CONTOH / SPECIMEN - BUKAN DOKUMEN ASLI"


def font(size, bold=False, mono=False):
    name = "DejaVuSansMono" if mono else "DejaVuSans"
    return ImageFont.truetype(FONTS / f"{name}{'-Bold' if bold else ''}.ttf", size)


def sheet(width, height, tint, title, subtitle):
    image = Image.new("RGB", (width, height), tint)
    draw = ImageDraw.Draw(image)
    draw.rectangle((14, 14, width - 15, height - 15), outline=INK, width=3)
    draw.text((width / 2, 62), title, INK, font(34, bold=True), anchor="mm")
    draw.text((width / 2, 104), subtitle, INK, font(22), anchor="mm")
    draw.line((60, 132, width - 60, 132), INK, 2)
    draw.rectangle((15, height - 66, width - 16, height - 16), fill=RED)
    draw.text((width / 2, height - 41), MARK, "white", font(26, bold=True), anchor="mm")
    return image, draw


def fields(draw, rows, x, y, gap=46, label_width=290, size=25):
    for label, value in rows:
        draw.text((x, y), label, INK, font(size))
        draw.text((x + label_width, y), ":", INK, font(size))
        number = value.replace(" ", "").isdigit()
        draw.text((x + label_width + 20, y), value, INK, font(size, bold=True, mono=number))
        y += gap
    return y


def save(image, name):
    path = HERE / name
    if name.endswith(".jpg"):
        image.save(path, quality=72, optimize=True)
    else:
        image.quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{name}: {path.stat().st_size} bytes")
    assert path.stat().st_size < 60_000, name


def family_card():
    image, draw = sheet(1280, 900, PAPER, "KARTU KELUARGA", "No. 1301052208140003")
    fields(
        draw,
        [
            ("Nama Kepala Keluarga", "ANDIKA CONTOHNYA"),
            ("Alamat", "JORONG SAMPEL NO. 12"),
            ("Nagari / Kecamatan", "SURANTIH CONTOH / SUTERA"),
            ("Kabupaten", "PESISIR SELATAN"),
        ],
        70, 156, gap=40, label_width=330,
    )
    columns = [(70, "No"), (130, "Nama Lengkap"), (520, "NIK"), (800, "L/P"), (870, "Tanggal Lahir"), (1070, "Hubungan")]
    members = [
        ("1", "ANDIKA CONTOHNYA", "1301050103620002", "L", "01-03-1962", "KEPALA"),
        ("2", "RAHMI SPESIMEN", "1301055506650001", "P", "15-06-1965", "ISTRI"),
        ("3", "SARI MELATI CONTOH", "1301054107900001", "P", "01-07-1990", "ANAK"),
        ("4", "BUDI TELADAN CONTOH", "1301051209930004", "L", "12-09-1993", "ANAK"),
    ]
    top = 350
    for row in range(len(members) + 2):
        draw.line((60, top + row * 62, 1220, top + row * 62), INK, 2)
    for x, label in columns:
        draw.text((x, top + 18), label, INK, font(21, bold=True))
    for index, member in enumerate(members, start=1):
        for (x, _), value in zip(columns, member):
            draw.text((x, top + index * 62 + 18), value, INK, font(21, mono=value.isdigit() and len(value) > 4))
    draw.text((880, 720), "Diterbitkan: 22-08-2014", INK, font(22))
    draw.text((880, 756), "(tanda tangan contoh)", FAINT, font(22))
    return image


def damaged_card():
    image, draw = sheet(1280, 810, "#dfe9f3", "KARTU TANDA PENDUDUK (CONTOH)", "PROVINSI CONTOH - KABUPATEN CONTOH")
    draw.text((70, 156), "NIK", INK, font(32, bold=True))
    draw.text((240, 154), ": 1301054107900001", INK, font(36, bold=True, mono=True))
    fields(
        draw,
        [
            ("Nama", "SARI MELATI CONTOH"),
            ("Tempat/Tgl Lahir", "PAINAN, 01-07-1990"),
            ("Jenis Kelamin", "PEREMPUAN"),
            ("Alamat", "JORONG SAMPEL NO. 12"),
            ("Nagari", "SURANTIH CONTOH"),
            ("Kecamatan", "SUTERA"),
            ("Status Perkawinan", "KAWIN"),
            ("Pekerjaan", "GURU"),
            ("Berlaku Hingga", "SEUMUR HIDUP"),
        ],
        70, 216, gap=50,
    )
    draw.rectangle((970, 190, 1210, 510), fill="#c8d3df", outline=INK, width=2)
    draw.ellipse((1040, 240, 1140, 350), fill="#94a3b4")
    draw.pieslice((990, 360, 1190, 640), 180, 360, fill="#94a3b4")
    draw.rectangle((972, 500, 1208, 660), fill="#dfe9f3")
    draw.text((1090, 540), "(bukan foto)", FAINT, font(22), anchor="mm")
    # The damage: a broken corner, a crack, scratches.
    draw.polygon([(1279, 0), (1279, 150), (1090, 0)], fill="#3a3a3a")
    draw.line([(640, 0), (664, 130), (630, 300), (690, 470), (655, 640), (690, 809)], "#3a3a3a", 7)
    for start, end in [((720, 610), (1240, 450)), ((700, 660), (1230, 560)), ((90, 690), (560, 610))]:
        draw.line((start, end), "#f5f8fb", 5)
    return image


def letter(title, subtitle, paragraphs, tint=PAPER):
    image, draw = sheet(900, 1240, tint, title, subtitle)
    y = 170
    for paragraph in paragraphs:
        if isinstance(paragraph, list):
            y = fields(draw, paragraph, 80, y, gap=44, label_width=250, size=22) + 20
            continue
        for line in paragraph.split("\n"):
            draw.text((80, y), line, INK, font(22))
            y += 36
        y += 20
    return image


PERSON = [("Nama", "SARI MELATI CONTOH"), ("NIK", "1301054107900001"), ("Tempat/Tgl Lahir", "PAINAN, 01-07-1990")]


def letters():
    yield "surat-kehilangan.png", letter(
        "SURAT KETERANGAN KEHILANGAN", "Nomor: SKTLK/000/XI/2026/CONTOH",
        [
            "Yang bertanda tangan di bawah ini, petugas contoh pada\nPolsek Sampel, menerangkan bahwa:",
            [*PERSON, ("Pekerjaan", "GURU"), ("Alamat", "JORONG SAMPEL NO. 12")],
            "melaporkan telah kehilangan barang/surat:",
            [("Barang", "1 (satu) lembar KTP-el"), ("Hilang pada", "02-11-2026"), ("Di sekitar", "PASAR CONTOH")],
            "Surat ini dipakai untuk mengurus penggantian KTP-el.",
            "Painan, 03-11-2026\nPetugas SPKT contoh,\n\n(tanda tangan contoh)",
        ],
    )
    yield "akta-kelahiran.png", letter(
        "KUTIPAN AKTA KELAHIRAN", "Nomor: 1301-LT-00000000-0000 (contoh)",
        [
            "Berdasarkan akta contoh, bahwa di Painan pada tanggal\nsatu Juli tahun 1990 telah lahir:",
            [("Nama", "SARI MELATI CONTOH"), ("Jenis kelamin", "PEREMPUAN"), ("Anak ke", "SATU")],
            "dari suami istri:",
            [("Ayah", "ANDIKA CONTOHNYA"), ("Ibu", "RAHMI SPESIMEN")],
            "Dikeluarkan di Painan, 22-08-2014\n\n(tanda tangan contoh)",
        ],
        "#f4f8f1",
    )
    yield "ijazah.png", letter(
        "IJAZAH", "SEKOLAH MENENGAH ATAS CONTOH 1",
        [
            "Kepala sekolah contoh menerangkan bahwa:",
            [*PERSON, ("Nomor induk", "0000000000")],
            "LULUS\ndari satuan pendidikan, tahun pelajaran 2007/2008.",
            "Painan, 14-06-2008\nKepala sekolah contoh,\n\n(tanda tangan contoh)",
        ],
        "#fdf8ec",
    )
    yield "buku-nikah.png", letter(
        "KUTIPAN AKTA NIKAH", "Nomor: 000/00/XI/2015 (contoh)",
        [
            "Pada hari Sabtu, 07-11-2015, telah dilangsungkan akad nikah:",
            [("Suami", "FAJAR TELADAN CONTOH"), ("NIK", "1301050502880003")],
            "dengan",
            [("Istri", "SARI MELATI CONTOH"), ("NIK", "1301054107900001")],
            "KUA Kecamatan Sampel\n\n(tanda tangan contoh)",
        ],
        "#f1f6f2",
    )


def bad_files(card):
    save(card.resize((480, 338)).filter(ImageFilter.GaussianBlur(6)).resize((1280, 900)), "kk-buram.jpg")
    card.convert("L").point(lambda shade: 255 if shade > 140 else 0).convert("1").save(HERE / "kk.pdf", resolution=110)
    (HERE / "kosong.jpg").write_bytes(b"")
    (HERE / "teks.jpg").write_text("Ini berkas teks, bukan foto. CONTOH / SPECIMEN.\n")
    # An MP4 in outline: the file type box and an empty data box, enough to be recognised and refused.
    box = lambda kind, body: struct.pack(">I", 8 + len(body)) + kind + body
    (HERE / "video.mp4").write_bytes(box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"mdat", bytes(64)))
    # One Ogg page that opens an Opus stream.
    head = b"OpusHead\1\1" + struct.pack("<HIhB", 312, 16000, 0, 0)
    page = b"OggS\0\2" + bytes(8) + struct.pack("<III", 1, 0, 0) + bytes([1, len(head)]) + head
    (HERE / "suara.ogg").write_bytes(page)
    sticker = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sticker)
    draw.ellipse((56, 56, 456, 456), fill="#f2b705", outline=INK, width=8)
    draw.text((256, 256), "CONTOH", INK, font(64, bold=True), anchor="mm")
    sticker.save(HERE / "stiker.webp", quality=60)
    for name in ("kk.pdf", "stiker.webp"):
        print(f"{name}: {(HERE / name).stat().st_size} bytes")


def main():
    card = family_card()
    save(card, "kk.png")
    save(damaged_card(), "ktp-rusak.png")
    for name, image in letters():
        save(image, name)
    bad_files(card)


if __name__ == "__main__":
    main()
