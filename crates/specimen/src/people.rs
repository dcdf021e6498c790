//! Invented people. Their numbers follow the rules that numbers of region 13.01 follow, and belong to nobody.

use crate::dice::Dice;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// 16 digits.
    pub nik: String,
    pub female: bool,
    /// Day, month, year.
    pub born: (u64, u64, u64),
    pub place: &'static str,
    pub work: &'static str,
}

const MEN: [&str; 8] =
    ["ANDIKA", "BUDIMAN", "FAJARUDIN", "HENDRIAL", "ILHAMSYAH", "RIZALDO", "SYAFRIAL", "YUSRIZAL"];
const WOMEN: [&str; 8] =
    ["DESMAWATI", "FITRIANI", "MELATIWATI", "NURHAYATI", "RAHMIATI", "SARIWATI", "WIRDANI", "YULIARNI"];
const LAST: [&str; 6] = ["CONTOHNYA", "MISALNYA", "SAMPEL", "TELADAN", "SPESIMEN", "REKAAN"];
const PLACES: [&str; 6] = ["PAINAN", "BATANG KAPAS", "SURANTIH", "BALAI SELASA", "TAPAN", "LUNANG"];
const WORK: [&str; 6] = ["PETANI", "NELAYAN", "GURU", "WIRASWASTA", "PELAJAR", "MENGURUS RUMAH"];

impl Person {
    pub fn invent(dice: &mut Dice) -> Self {
        if let Some(bearer) = dice.bearer() {
            return bearer;
        }
        let female = dice.chance(0.5);
        let names = if female { &WOMEN } else { &MEN };
        let year = 1948 + dice.below(72);
        let born = (1 + dice.below(28), 1 + dice.below(12), year);
        let coded = born.0 + if female { 40 } else { 0 };
        let district = 1 + dice.below(15);
        let serial = 1 + dice.below(9);
        Self {
            name: format!("{} {}", dice.one_of(names[0], &names[1..]), dice.one_of(LAST[0], &LAST[1..])),
            nik: format!("1301{district:02}{coded:02}{:02}{:02}{serial:04}", born.1, year % 100),
            female,
            born,
            place: dice.one_of(PLACES[0], &PLACES[1..]),
            work: dice.one_of(WORK[0], &WORK[1..]),
        }
    }

    /// Somebody of this name and number; what the number does not say is drawn by lot.
    pub fn named(name: &str, nik: &str, dice: &mut Dice) -> Self {
        let part = |from: usize| nik.get(from..from + 2).and_then(|d| d.parse::<u64>().ok()).unwrap_or(1);
        let (coded, month, short) = (part(6), part(8), part(10));
        let female = coded > 40;
        let born =
            (if female { coded - 40 } else { coded }, month, short + if short > 30 { 1900 } else { 2000 });
        Self { name: name.to_uppercase(), nik: nik.to_owned(), female, born, ..Self::invent(dice) }
    }

    /// As it is printed: `01-07-1990`.
    pub fn birthday(&self) -> String {
        date(self.born)
    }

    pub fn sex(&self) -> &'static str {
        if self.female { "PEREMPUAN" } else { "LAKI-LAKI" }
    }
}

pub fn date((day, month, year): (u64, u64, u64)) -> String {
    format!("{day:02}-{month:02}-{year}")
}

/// A day on which papers were issued, in the years in which they carry a QR code.
pub fn lately(dice: &mut Dice) -> (u64, u64, u64) {
    (1 + dice.below(28), 1 + dice.below(12), 2020 + dice.below(6))
}

/// 16 digits: region, day of issue, serial.
pub fn nomor_kk(dice: &mut Dice, (day, month, year): (u64, u64, u64)) -> String {
    format!("1301{:02}{day:02}{month:02}{:02}{:04}", 1 + dice.below(15), year % 100, 1 + dice.below(9_000))
}
