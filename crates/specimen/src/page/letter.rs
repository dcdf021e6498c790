//! Letters on A4: the police's loss letter and the basis documents. A heading, fields, sentences, a signature.

use super::{Content, PageKind, marks};
use crate::canvas::{Area, Canvas, Colour};
use crate::dice::Dice;
use crate::face::Face;
use crate::people::{Person, date, lately};

pub const PRINT: f32 = 2.5;
const LEFT: f32 = 24.0;
const LINE: f32 = 6.4;

enum Part {
    Sentence(&'static str),
    Field(&'static str, String),
    /// The number, in the typeface of numbers.
    Nik(String),
    Gap,
}

use Part::{Field, Gap, Nik, Sentence};

struct Letter {
    head: &'static str,
    title: &'static str,
    number: String,
    parts: Vec<Part>,
    signed: &'static str,
    qr: bool,
    portrait: bool,
}

pub fn draw(kind: PageKind, scale: f32, dice: &mut Dice) -> (Content, Canvas) {
    let issued = lately(dice);
    let people: Vec<Person> = (0..3).map(|_| Person::invent(dice)).collect();
    let serial = 1 + dice.below(900);
    let letter = write(kind, &people, serial, &date(issued));
    let (paper, ink) = (super::paper(dice), super::ink(dice));
    let mut canvas = super::canvas(kind, scale, paper);
    if dice.chance(0.5) {
        marks::pale_print(&mut canvas, kind.size(), paper, dice);
    }
    let qr = letter.qr.then(|| format!("https://contoh.invalid/akta/{serial}-{:08x}", dice.below(1 << 32)));
    let body = dice.one_of(Face::Plain, &[Face::Serif]);
    set(&mut canvas, &letter, body, ink);
    let y = sign(&mut canvas, &letter, &date(issued), ink, dice);
    marks::stamp(&mut canvas, (132.0, y + 12.0), 26.0, paper);
    if let Some(text) = &qr {
        marks::qr(&mut canvas, (LEFT, y), 26.0, text);
    }
    if letter.portrait {
        let area = Area { x: LEFT + 36.0, y, width: 22.0, height: 30.0 };
        marks::portrait(&mut canvas, area, [188, 196, 206]);
    }
    let numbers = letter.parts.iter().filter_map(|p| if let Nik(nik) = p { Some(nik.clone()) } else { None });
    let niks = numbers.collect();
    (Content { kind, niks, nomor_kk: None, qr, people }, canvas)
}

fn set(canvas: &mut Canvas, letter: &Letter, body: Face, ink: Colour) {
    canvas.centred(Face::Bold, 3.4, (105.0, 24.0), letter.head, ink);
    canvas.centred(body, 2.2, (105.0, 30.0), "Painan, Kabupaten Pesisir Selatan (contoh)", ink);
    canvas.line((20.0, 34.0), (190.0, 34.0), 0.6, ink);
    canvas.centred(Face::Bold, 3.8, (105.0, 47.0), letter.title, ink);
    canvas.centred(body, PRINT, (105.0, 54.0), &letter.number, ink);
    let mut y = 68.0;
    for part in &letter.parts {
        match part {
            Sentence(text) => {
                canvas.text(body, PRINT, (LEFT, y), text, ink);
            }
            Field(label, value) => {
                canvas.text(body, PRINT, (LEFT + 8.0, y), label, ink);
                canvas.text(body, PRINT, (LEFT + 54.0, y), &format!(": {value}"), ink);
            }
            Nik(nik) => {
                canvas.text(body, PRINT, (LEFT + 8.0, y), "NIK", ink);
                canvas.text(body, PRINT, (LEFT + 54.0, y), ":", ink);
                canvas.text(Face::Mono, PRINT, (LEFT + 57.0, y), nik, ink);
            }
            Gap => {}
        }
        y += if matches!(part, Gap) { LINE * 0.6 } else { LINE };
    }
    let red = [179, 38, 30];
    canvas.fill(Area { x: 0.0, y: 276.0, width: 210.0, height: 8.0 }, red);
    canvas.faint(Face::Bold, 3.0, (48.0, 281.4), "CONTOH / SPECIMEN - BUKAN DOKUMEN ASLI", [255, 255, 255]);
}

/// Where the signature's block begins.
fn sign(canvas: &mut Canvas, letter: &Letter, issued: &str, ink: Colour, dice: &mut Dice) -> f32 {
    let gaps = letter.parts.iter().filter(|p| matches!(p, Gap)).count() as f32;
    let y = 68.0 + LINE * (letter.parts.len() as f32 - gaps * 0.4) + 12.0;
    canvas.text(Face::Plain, PRINT, (128.0, y), &format!("Painan, {issued}"), ink);
    canvas.text(Face::Plain, PRINT, (128.0, y + LINE), letter.signed, ink);
    marks::signature(canvas, (132.0, y + 20.0), 30.0, dice);
    canvas.text(Face::Bold, PRINT, (128.0, y + 32.0), "PEJABAT REKAAN", ink);
    y
}

fn about(person: &Person) -> Vec<Part> {
    vec![
        Field("Nama", person.name.clone()),
        Nik(person.nik.clone()),
        Field("Tempat/Tgl Lahir", format!("{}, {}", person.place, person.birthday())),
        Field("Jenis Kelamin", person.sex().to_owned()),
        Field("Pekerjaan", person.work.to_owned()),
        Field("Alamat", "JORONG SAMPEL NO. 12".to_owned()),
        Gap,
    ]
}

fn write(kind: PageKind, people: &[Person], serial: u64, issued: &str) -> Letter {
    let (first, second, third) = match people {
        [first, second, third, ..] => (first, second, third),
        _ => return nothing(),
    };
    match kind {
        PageKind::LossLetter => loss(first, serial, issued),
        PageKind::BirthCertificate => birth(first, second, third, serial),
        PageKind::Diploma => diploma(first, serial),
        _ => marriage(first, second, serial),
    }
}

fn nothing() -> Letter {
    let (head, title, signed) = ("", "", "");
    Letter { head, title, number: String::new(), parts: Vec::new(), signed, qr: false, portrait: false }
}

fn loss(person: &Person, serial: u64, issued: &str) -> Letter {
    let mut parts = vec![
        Sentence("Yang bertanda tangan di bawah ini, petugas contoh pada Polsek Sampel,"),
        Sentence("menerangkan bahwa pada hari ini telah datang seorang yang mengaku:"),
        Gap,
    ];
    parts.extend(about(person));
    parts.extend([
        Sentence("melaporkan bahwa ia telah kehilangan surat berharga berupa:"),
        Gap,
        Field("Barang", "1 (satu) lembar KTP-el".to_owned()),
        Field("Hilang pada", issued.to_owned()),
        Field("Di sekitar", "Pasar Contoh, Nagari Sampel".to_owned()),
        Gap,
        Sentence("Surat keterangan ini bukan pengganti surat yang hilang dan dipakai untuk"),
        Sentence("mengurus penggantian KTP-el pada dinas yang berwenang. Kepada pihak yang"),
        Sentence("menemukan barang tersebut diharapkan segera menyerahkannya."),
    ]);
    let number = format!("Nomor: SKTLK/{serial:03}/CONTOH");
    let (head, title) = ("KEPOLISIAN SEKTOR SAMPEL (CONTOH)", "SURAT KETERANGAN KEHILANGAN");
    Letter { head, title, number, parts, signed: "Petugas SPKT contoh,", qr: false, portrait: false }
}

fn birth(child: &Person, father: &Person, mother: &Person, serial: u64) -> Letter {
    let mut parts = vec![
        Sentence("Berdasarkan akta kelahiran contoh yang tercatat pada dinas contoh, bahwa"),
        Sentence("di Painan telah lahir seorang anak:"),
        Gap,
    ];
    parts.extend(about(child));
    parts.extend([
        Sentence("anak dari suami istri:"),
        Gap,
        Field("Ayah", father.name.clone()),
        Nik(father.nik.clone()),
        Field("Ibu", mother.name.clone()),
        Nik(mother.nik.clone()),
        Gap,
        Sentence("Kutipan ini dikeluarkan sesuai dengan keadaan pada hari ini."),
    ]);
    let number = format!("Nomor: 1301-LT-{serial:08}-0000");
    let (head, title) = ("PENCATATAN SIPIL (CONTOH)", "KUTIPAN AKTA KELAHIRAN");
    Letter { head, title, number, parts, signed: "Pejabat pencatatan contoh,", qr: true, portrait: false }
}

fn diploma(person: &Person, serial: u64) -> Letter {
    let mut parts =
        vec![Sentence("Yang bertanda tangan di bawah ini, kepala sekolah contoh, menerangkan:"), Gap];
    parts.extend(about(person));
    parts.extend([
        Field("Nomor Induk Siswa", format!("{serial:010}")),
        Gap,
        Sentence("telah LULUS dari satuan pendidikan berdasarkan hasil ujian sekolah serta"),
        Sentence("telah memenuhi seluruh kriteria sesuai dengan peraturan yang berlaku."),
    ]);
    let number = format!("Nomor: DN-08/M-SMA/{serial:06}");
    let (head, title) = ("SEKOLAH MENENGAH ATAS CONTOH 1", "IJAZAH");
    Letter { head, title, number, parts, signed: "Kepala sekolah contoh,", qr: false, portrait: true }
}

fn marriage(husband: &Person, wife: &Person, serial: u64) -> Letter {
    let mut parts = vec![Sentence("Pada hari Sabtu telah dilangsungkan akad nikah seorang laki-laki:"), Gap];
    parts.extend(about(husband));
    parts.extend([Sentence("dengan seorang perempuan:"), Gap]);
    parts.extend(about(wife));
    parts.push(Sentence("dengan wali nikah dan saksi-saksi sebagaimana tercatat dalam akta contoh."));
    let number = format!("Nomor: {serial:04}/00/XI/CONTOH");
    let (head, title) = ("KANTOR URUSAN AGAMA SAMPEL (CONTOH)", "KUTIPAN AKTA NIKAH");
    Letter { head, title, number, parts, signed: "Penghulu contoh,", qr: false, portrait: false }
}
