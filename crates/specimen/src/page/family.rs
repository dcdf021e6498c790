//! A family card: its number large at the top, a table of members, a QR code at the bottom.

use super::{Content, PageKind, marks};
use crate::canvas::{Area, Canvas, Colour};
use crate::dice::Dice;
use crate::face::Face;
use crate::people::{Person, date, lately, nomor_kk};

pub const PRINT: f32 = 2.1;
const LEFT: f32 = 9.0;
const RIGHT: f32 = 288.0;
const ROW: f32 = 5.6;
/// Rows for members, filled or not.
const ROWS: usize = 10;

struct Column {
    title: &'static str,
    width: f32,
    value: fn(usize, &Person) -> String,
}

const WHO: [Column; 8] = [
    Column { title: "No", width: 9.0, value: |n, _| (n + 1).to_string() },
    Column { title: "Nama Lengkap", width: 66.0, value: |_, p| p.name.clone() },
    Column { title: "NIK", width: 44.0, value: |_, p| p.nik.clone() },
    Column { title: "Jenis Kelamin", width: 30.0, value: |_, p| p.sex().to_owned() },
    Column { title: "Tempat Lahir", width: 38.0, value: |_, p| p.place.to_owned() },
    Column { title: "Tanggal Lahir", width: 30.0, value: |_, p| p.birthday() },
    Column { title: "Agama", width: 24.0, value: |_, _| "ISLAM".to_owned() },
    Column { title: "Jenis Pekerjaan", width: 38.0, value: |_, p| p.work.to_owned() },
];

const HOW: [Column; 5] = [
    Column { title: "No", width: 9.0, value: |n, _| (n + 1).to_string() },
    Column { title: "Status Perkawinan", width: 60.0, value: |n, _| pick(n, "KAWIN", "BELUM KAWIN") },
    Column { title: "Hubungan dalam Keluarga", width: 70.0, value: |n, _| relation(n) },
    Column { title: "Kewarganegaraan", width: 60.0, value: |_, _| "WNI".to_owned() },
    Column {
        title: "Nama Orang Tua",
        width: 80.0,
        value: |n, _| pick(n, "TIDAK DIISI", "LIHAT NO. 1 DAN 2"),
    },
];

fn pick(n: usize, parents: &str, children: &str) -> String {
    if n < 2 { parents.to_owned() } else { children.to_owned() }
}

fn relation(n: usize) -> String {
    match n {
        0 => "KEPALA KELUARGA".to_owned(),
        1 => "ISTRI".to_owned(),
        _ => "ANAK".to_owned(),
    }
}

pub fn draw(scale: f32, dice: &mut Dice) -> (Content, Canvas) {
    let issued = lately(dice);
    let number = nomor_kk(dice, issued);
    let count = 2 + dice.below(5);
    let people: Vec<Person> = (0..count).map(|_| Person::invent(dice)).collect();
    let qr = format!("https://contoh.invalid/kk/{number}?t={:08x}", dice.below(1 << 32));
    let (paper, ink) = (super::paper(dice), super::ink(dice));
    let mut canvas = super::canvas(PageKind::Kk, scale, paper);
    marks::pale_print(&mut canvas, PageKind::Kk.size(), paper, dice);
    canvas.centred(Face::Bold, 5.0, (148.5, 18.0), "KARTU KELUARGA (CONTOH)", ink);
    heading(&mut canvas, &number, &people, ink);
    let below = table(&mut canvas, 50.0, &WHO, &people, ink);
    let below = table(&mut canvas, below + 4.0, &HOW, &people, ink);
    foot(&mut canvas, below + 6.0, &people, &date(issued), ink);
    marks::qr(&mut canvas, (140.0, below + 4.0), 24.0, &qr);
    marks::signature(&mut canvas, (232.0, below + 22.0), 24.0, dice);
    marks::stamp(&mut canvas, (228.0, below + 20.0), 20.0, paper);
    let niks = people.iter().map(|p| p.nik.clone()).collect();
    (Content { kind: PageKind::Kk, niks, nomor_kk: Some(number), qr: Some(qr), people }, canvas)
}

fn heading(canvas: &mut Canvas, number: &str, people: &[Person], ink: Colour) {
    canvas.text(Face::Bold, 3.6, (112.0, 26.0), "No.", ink);
    canvas.text(Face::Mono, 3.6, (122.0, 26.0), number, ink);
    let head = people.first().map_or("", |p| p.name.as_str());
    let left = [("Nama Kepala Keluarga", head), ("Alamat", "JORONG SAMPEL NO. 12"), ("RT/RW", "000/000")];
    let right =
        [("Desa/Kelurahan", "NAGARI CONTOH"), ("Kecamatan", "SUTERA"), ("Kabupaten/Kota", "PESISIR SELATAN")];
    for (column, rows) in [(LEFT + 4.0, left), (190.0, right)] {
        for (n, (label, value)) in rows.into_iter().enumerate() {
            let y = 33.0 + n as f32 * 5.0;
            canvas.text(Face::Plain, PRINT, (column, y), label, ink);
            canvas.text(Face::Plain, PRINT, (column + 40.0, y), &format!(": {value}"), ink);
        }
    }
}

/// Where the table ends.
fn table(canvas: &mut Canvas, top: f32, columns: &[Column], people: &[Person], ink: Colour) -> f32 {
    let bottom = top + ROW * (ROWS as f32 + 1.0);
    for row in 0..=ROWS + 1 {
        let y = top + ROW * row as f32;
        canvas.line((LEFT, y), (RIGHT, y), 0.25, ink);
    }
    let mut x = LEFT;
    for column in columns {
        canvas.line((x, top), (x, bottom), 0.25, ink);
        canvas.text(Face::Bold, PRINT * 0.9, (x + 1.5, top + ROW - 1.7), column.title, ink);
        for row in 0..ROWS {
            let value = people.get(row).map_or("-".to_owned(), |p| (column.value)(row, p));
            let face = if column.title == "NIK" { Face::Mono } else { Face::Plain };
            let y = top + ROW * (row as f32 + 2.0) - 1.7;
            canvas.text(face, PRINT, (x + 1.5, y), &value, ink);
        }
        x += column.width;
    }
    canvas.line((RIGHT, top), (RIGHT, bottom), 0.25, ink);
    bottom
}

fn foot(canvas: &mut Canvas, top: f32, people: &[Person], issued: &str, ink: Colour) {
    canvas.text(Face::Plain, PRINT, (LEFT + 2.0, top), &format!("Dikeluarkan tanggal : {issued}"), ink);
    let name = people.first().map_or("", |p| p.name.as_str());
    canvas.text(Face::Plain, PRINT, (60.0, top + 6.0), "KEPALA KELUARGA", ink);
    canvas.text(Face::Plain, PRINT, (58.0, top + 24.0), name, ink);
    canvas.text(Face::Plain, PRINT, (214.0, top), "KEPALA DINAS CONTOH", ink);
    canvas.text(Face::Plain, PRINT, (218.0, top + 24.0), "PEJABAT REKAAN", ink);
    let red = [179, 38, 30];
    canvas.fill(Area { x: 0.0, y: 199.0, width: 297.0, height: 6.0 }, red);
    canvas.faint(Face::Bold, 2.6, (96.0, 203.2), "CONTOH / SPECIMEN - BUKAN DOKUMEN ASLI", [255, 255, 255]);
}
