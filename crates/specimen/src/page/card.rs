//! An identity card of our own design, which no real one looks like.

use super::{Content, PageKind, marks};
use crate::canvas::{Area, Canvas};
use crate::dice::Dice;
use crate::face::Face;
use crate::people::Person;

pub const PRINT: f32 = 1.7;

pub fn draw(scale: f32, dice: &mut Dice) -> (Content, Canvas) {
    let person = Person::invent(dice);
    let ink = super::ink(dice);
    let ground = dice.one_of([214, 226, 238], &[[222, 232, 226], [232, 226, 216], [206, 218, 236]]);
    let mut canvas = super::canvas(PageKind::Ktp, scale, ground);
    marks::pale_print(&mut canvas, PageKind::Ktp.size(), ground, dice);
    canvas.fill(Area { x: 0.0, y: 0.0, width: 85.6, height: 7.4 }, [46, 92, 104]);
    canvas.centred(Face::Bold, 2.4, (42.8, 5.0), "KARTU CONTOH - SPECIMEN", [250, 250, 250]);
    canvas.text(Face::Bold, 2.6, (3.0, 13.0), "NIK", ink);
    canvas.text(Face::Mono, 2.9, (14.0, 13.0), &person.nik, ink);
    for (n, (label, value)) in lines(&person).into_iter().enumerate() {
        let y = 18.0 + n as f32 * 3.75;
        canvas.text(Face::Plain, PRINT, (3.0, y), label, ink);
        canvas.text(Face::Plain, PRINT, (24.0, y), &format!(": {value}"), ink);
    }
    marks::portrait(&mut canvas, Area { x: 64.0, y: 14.0, width: 18.0, height: 24.0 }, [196, 204, 214]);
    canvas.faint(Face::Plain, 1.4, (65.5, 41.0), "(bukan foto)", ink);
    marks::signature(&mut canvas, (66.0, 46.0), 13.0, dice);
    canvas.fill(Area { x: 0.0, y: 50.4, width: 85.6, height: 3.6 }, [179, 38, 30]);
    canvas.faint(Face::Bold, 1.7, (22.0, 52.9), "CONTOH - BUKAN KARTU ASLI", [255, 255, 255]);
    if dice.chance(0.3) {
        marks::damage(&mut canvas, PageKind::Ktp.size(), dice);
    }
    let niks = vec![person.nik.clone()];
    (Content { kind: PageKind::Ktp, niks, nomor_kk: None, qr: None, people: vec![person] }, canvas)
}

fn lines(person: &Person) -> [(&'static str, String); 9] {
    [
        ("Nama", person.name.clone()),
        ("Tempat/Tgl Lahir", format!("{}, {}", person.place, person.birthday())),
        ("Jenis Kelamin", person.sex().to_owned()),
        ("Alamat", "JORONG SAMPEL NO. 12".to_owned()),
        ("Nagari", "NAGARI CONTOH".to_owned()),
        ("Kecamatan", "SUTERA".to_owned()),
        ("Status", "KAWIN".to_owned()),
        ("Pekerjaan", person.work.to_owned()),
        ("Berlaku Hingga", "SEUMUR HIDUP".to_owned()),
    ]
}
