//! The invented people of the demonstration. Every number ends where no real one begins: region 13.01,
//! birth dates and serials made up here.

/// One member of staff: role, login, name.
pub const STAFF: &[(&str, &str, &str)] = &[
    ("operator_pelayanan", "rina", "Rina Contohwati"),
    ("kasi", "hendra", "Hendra Misalnya"),
    ("operator_cetak", "yusuf", "Yusuf Umpama"),
    ("petugas_register", "dewi", "Dewi Seandainya"),
    ("kabid", "nurlaila", "Nurlaila Ibarat"),
    ("kadis", "syahrul", "Syahrul Andaikata"),
    ("administrator", "admin", "Ade Administrator"),
];

/// A resident of the demonstration.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub nik: String,
    pub phone: String,
}

const FIRST: &[&str] = &[
    "Sari", "Budi", "Yulia", "Afrizal", "Murni", "Zulkifli", "Rahmat", "Siti", "Ilham", "Desi", "Joni",
    "Ratna",
];
const LAST: &[&str] = &["Contohwati", "Misalnya", "Umpama", "Ibarat", "Seandainya"];

/// The `n`-th resident; women on even numbers, whose day of birth carries 40 more.
pub fn resident(n: usize) -> Person {
    let pick = |names: &[&str], n: usize| names.get(n % names.len()).copied().unwrap_or_default().to_owned();
    let (day, month, year) = (1 + n % 28 + if n.is_multiple_of(2) { 40 } else { 0 }, 1 + n % 12, 60 + n % 40);
    Person {
        name: format!("{} {}", pick(FIRST, 5 * n + n / 12), pick(LAST, n + n / 5)),
        nik: format!("1301{:02}{day:02}{month:02}{year:02}{:04}", 1 + n % 15, 9_000 + n),
        phone: format!("62812000{n:05}"),
    }
}

/// What is asked for: the reason's title, the pages that go with it, the elements.
pub struct Ask {
    pub id: &'static str,
    pub title: &'static str,
    /// The same in the one-message format.
    pub word: &'static str,
    pub elements: Option<&'static str>,
    pub pages: &'static [&'static str],
}

pub const ASKS: &[Ask] = &[
    Ask {
        id: "hilang",
        title: "KTP-el hilang",
        word: "Hilang",
        elements: None,
        pages: &["kk", "loss_letter"],
    },
    Ask { id: "rusak", title: "KTP-el rusak", word: "Rusak", elements: None, pages: &["kk", "ktp"] },
    Ask {
        id: "perubahan",
        title: "Perubahan elemen data",
        word: "UbahData",
        elements: Some("Status perkawinan"),
        pages: &["kk", "ktp", "marriage_record"],
    },
];

#[cfg(test)]
mod tests {
    use super::resident;
    use procedure::{Nik, Phone};

    #[test]
    fn everybody_in_the_demonstration_has_a_number_of_their_own_that_could_be_real_and_is_not() {
        let people: Vec<_> = (0..100).map(resident).collect();
        assert!(people.iter().all(|p| Nik::parse(&p.nik).is_ok() && Phone::parse(&p.phone).is_ok()));
        let mut niks: Vec<_> = people.iter().map(|p| p.nik.clone()).collect();
        niks.sort();
        niks.dedup();
        assert_eq!(niks.len(), 100);
    }
}
