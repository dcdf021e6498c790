//! What people type, and what it means.

use super::*;

fn p() -> Procedure {
    procedure::loader::load(include_str!("../../../../../../procedures/penggantian-ktp-el.toml"))
        .expect("loads")
}

#[test]
fn global_words_count_only_as_the_whole_message_in_any_case() {
    assert_eq!(global("  BATAL! "), Some(Global::Cancel));
    assert_eq!(global("Petugas"), Some(Global::Staff));
    assert_eq!(global("status k7mr-4txb"), Some(Global::Status(Some("k7mr 4txb".into()))));
    assert_eq!(global("Status?"), Some(Global::Status(None)));
    assert_eq!(global("saya mau batal besok"), None);
    assert_eq!(global("status permohonan saya bagaimana ya"), None);
}

#[test]
fn an_offer_is_meant_by_its_number_its_title_or_a_synonym() {
    let offers = [Offer::new("a", "Kirim").or("ya, oke"), Offer::new("b", "Ubah")];
    let key = |said| chosen(&offers, said).map(|o| o.key.as_str());
    assert_eq!(
        (key("1"), key("kirim."), key("OKE"), key("ubah")),
        (Some("a"), Some("a"), Some("a"), Some("b"))
    );
    assert_eq!((key("0"), key("3"), key(""), key("hmm")), (None, None, None, None));
}

#[test]
fn several_offers_are_taken_from_numbers_commas_and_words() {
    let offers: Vec<_> = ["Nama", "Agama", "Alamat"].into_iter().map(|t| Offer::new(t, t)).collect();
    let keys = |said| several(&offers, said).iter().map(|o| o.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys("1, 3"), ["Nama", "Alamat"]);
    assert_eq!(keys("1 3 3"), ["Nama", "Alamat"]);
    assert_eq!(keys("nama dan agama"), ["Nama", "Agama"]);
    assert!(keys("1, 9").is_empty() && keys("entah").is_empty());
}

#[test]
fn the_one_message_format_is_read_or_each_wrong_field_is_named() {
    let good = "#KTP#1301054506900001#1301051203200001#Sari Contoh#Painan#IV Jurai#Hilang";
    let form = format(&p(), good).expect("good");
    assert_eq!((form.name.as_deref(), form.reasons.len()), (Some("Sari Contoh"), 1));
    let both = format(&p(), &good.replace("Hilang", "Rusak+UbahData#")).expect("both");
    assert_eq!(both.reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(), ["rusak", "perubahan"]);
    let keys = |text: &str| format(&p(), text).expect_err("bad").into_iter().map(|f| f.0).collect::<Vec<_>>();
    assert_eq!(
        keys("#KTP#1301057206900001#12#S#Painan#IV Jurai#Dicuri"),
        ["nik-day", "nomor-kk-length", "chat-name-bad", "chat-format-reason"]
    );
    assert_eq!(keys("#KTP#1301054506900001#Sari"), ["chat-format-fields"]);
}
