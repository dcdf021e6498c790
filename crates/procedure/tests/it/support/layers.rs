//! What is printed on a card of Sinta's, as an officer types it.

use procedure::LayerPart;
use std::collections::BTreeMap;

pub fn whole_layer() -> BTreeMap<LayerPart, String> {
    use LayerPart as P;
    [
        (P::Province, "Sumatera Barat"),
        (P::Regency, "Kabupaten Pesisir Selatan"),
        (P::Name, "Sinta Maharani"),
        (P::BirthPlace, "Painan"),
        (P::BirthDate, "05-07-1990"),
        (P::Sex, "perempuan"),
        (P::Address, "Jalan Contoh 1"),
        (P::Village, "Painan"),
        (P::District, "IV Jurai"),
        (P::Religion, "Islam"),
        (P::MaritalStatus, "Belum kawin"),
        (P::Occupation, "Guru"),
    ]
    .map(|(part, typed)| (part, typed.to_owned()))
    .into()
}
