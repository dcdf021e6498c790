//! The gate over HTTP: what its form refuses and in which words, the receipt, and the other ways out.

use crate::support::hall::{hall, holder, without};
use procedure::{Closing, EventBody, FingerResult, Level, Status};

#[tokio::test]
async fn a_photo_of_somebody_else_s_pass_hands_nothing_over_and_what_was_typed_is_kept() {
    let hall = hall("Rosnida").await;
    hall.scan(&hall.register, &hall.token().await).await;
    hall.finger("waived").await;
    let serial = hall.serial().await;
    let told = hall.press("serahkan", &without(holder(&serial), "wajah")).await;
    assert_eq!(told.status, 422);
    assert!(told.has("Kartu ambil saja tidak membuktikan siapa yang datang"), "{}", told.body);
    assert!(told.has("value=\"data\" checked") && told.has(&format!("value=\"{serial}\"")), "{}", told.body);
}

#[tokio::test]
async fn fingers_that_do_not_match_are_on_record_and_only_a_reason_goes_round_them() {
    let hall = hall("Rosnida").await;
    hall.scan(&hall.register, &hall.token().await).await;
    let serial = hall.serial().await;
    let early = hall.press("serahkan", &holder(&serial)).await;
    assert!(early.status == 409 && early.has("Sidik jari pemegang belum cocok"), "{}", early.body);
    let tried = hall.finger("no_match").await;
    assert!(tried.status == 200 && tried.has("Tidak cocok (percobaan 1"), "{}", tried.body);
    assert!(tried.has("value=\"FP-0001\"") && tried.has("value=\"right_index\" selected"), "{}", tried.body);
    assert!(hall.finger("unreadable").await.has("Tidak terbaca (percobaan 2"));
    assert_eq!(hall.press("serahkan", &holder(&serial)).await.status, 409);
    let silent = hall.press("jari", &[("hasil", "waived"), ("sebab", " ")]).await;
    assert!(silent.status == 422 && silent.has("alasan"), "{}", silent.body);
    let nothing = hall.press("jari", &[("alat", "FP-0001")]).await;
    assert!(nothing.status == 422 && nothing.has("Pilih hasil sidik jari"), "{}", nothing.body);
    let nameless = hall.press("jari", &[("hasil", "match"), ("jari", "left_thumb")]).await;
    assert!(nameless.status == 422 && nameless.has("nomor seri alat baca"), "{}", nameless.body);
    hall.finger("waived").await;
    assert_eq!(hall.press("serahkan", &holder(&serial)).await.status, 303);
    let history = hall.register.get(&format!("/meja/perkara/{}", hall.ticket)).await;
    for told in ["percobaan 1): Tidak cocok", "percobaan 2): Tidak terbaca", "Tidak diperiksa", "Jari aus"] {
        assert!(history.has(told), "{told}: {}", history.body);
    }
}

#[tokio::test]
async fn a_verdict_older_than_five_minutes_says_so() {
    let hall = hall("Rosnida").await;
    hall.scan(&hall.register, &hall.token().await).await;
    hall.finger("match").await;
    hall.server.minutes_later(6);
    assert!(hall.register.get(&hall.gate()).await.has("lebih dari 5 menit yang lalu"));
    let serial = hall.serial().await;
    let old = hall.press("serahkan", &holder(&serial)).await;
    assert!(old.status == 409 && old.has("lebih dari 5 menit yang lalu"), "{}", old.body);
    hall.finger("match").await;
    assert_eq!(hall.press("serahkan", &holder(&serial)).await.status, 303);
}

#[tokio::test]
async fn the_wrong_card_a_letter_not_seen_and_no_pass_are_told_one_by_one() {
    let hall = hall("Rosnida").await;
    hall.finger("match").await;
    let serial = hall.serial().await;
    let bare = hall.press("serahkan", &holder(&serial)).await;
    assert!(bare.status == 422 && bare.has("tulis mengapa tanpa kartu ambil"), "{}", bare.body);
    let told = [("tanpa_kartu", "Ponsel rusak")];
    let other = hall.press("serahkan", &[&holder("XX99999999")[..], &told].concat()).await;
    assert!(other.has("Jangan diserahkan; cari kartu yang benar"), "{}", other.body);
    assert!(!other.has(&serial), "which card is right is not told");
    let unseen = hall.press("serahkan", &[&without(holder(&serial), "asli")[..], &told].concat()).await;
    assert!(unseen.has("Lihat dahulu surat yang asli"), "{}", unseen.body);
    let empty = hall.press("serahkan", &[&without(holder(&serial), "blangko")[..], &told].concat()).await;
    assert!(empty.has("Isi nomor seri kartu di tangan"), "{}", empty.body);
    assert_eq!(hall.press("serahkan", &[&holder(&serial)[..], &told].concat()).await.status, 303);
}

#[tokio::test]
async fn a_representative_needs_a_power_of_attorney_and_an_id_of_their_own() {
    let hall = hall("Rosnida").await;
    hall.scan(&hall.register, &hall.token().await).await;
    hall.finger("waived").await;
    let serial = hall.serial().await;
    let came = |nik: &'static str, kuasa: bool| {
        let mut fields = vec![
            ("siapa", "wakil"),
            ("penerima", "Budi Umpama"),
            ("hubungan", "Suami"),
            ("nik", nik),
            ("periksa", "ktp_wakil"),
            ("periksa", "kuasa"),
            ("asli", "1"),
        ];
        fields.extend(kuasa.then_some(("kuasa", "1")));
        fields
    };
    let with = |fields: Vec<(&'static str, &'static str)>| [&fields[..], &[("blangko", &*serial)]].concat();
    let bad = hall.press("serahkan", &with(came("130105", true))).await;
    assert!(bad.has("NIK wakil tidak benar") && bad.has("value=\"Budi Umpama\""), "{}", bad.body);
    let own = hall.press("serahkan", &with(came("1301014504900001", true))).await;
    assert!(own.has("NIK wakil tidak benar"), "the holder's own: {}", own.body);
    let bare = hall.press("serahkan", &with(came("1301054107900001", false))).await;
    assert!(bare.has("Tanpa surat kuasa (F-1.07)"), "{}", bare.body);
    let led = hall.press("serahkan", &with(came("1301054107900001", true))).await;
    assert_eq!(led.status, 303, "{}", led.body);
    let receipt = hall.register.get(led.location()).await;
    assert!(receipt.has("Budi Umpama (Suami)") && receipt.has("Rosnida"), "{}", receipt.body);
    assert!(hall.register.get("/meja/register").await.has("<td>Budi Umpama</td>"));
}

#[tokio::test]
async fn the_receipt_names_what_was_handed_over_to_whom_and_there_is_none_before() {
    let hall = hall("Rosnida").await;
    let receipt = format!("{}/tanda-terima", hall.gate());
    assert_eq!(hall.register.get(&receipt).await.status, 404);
    hall.server.hand_over(&hall.ticket, &hall.register).await;
    let page = hall.register.get(&receipt).await;
    let serial = hall.serial().await;
    for told in
        [hall.ticket.as_str(), &serial, "Rosnida (diri sendiri)", "Orang petugas_register", "Di loket"]
    {
        assert!(page.has(told), "{told}: {}", page.body);
    }
    assert!(page.has("Surat Keterangan Hilang") && page.has("Tidak ada"), "{}", page.body);
    let led = hall.register.get(&hall.gate()).await;
    assert_eq!((led.status, led.location()), (303, &*receipt), "the gate is behind it");
}

#[tokio::test]
async fn a_form_sent_twice_hands_over_once_and_its_two_buttons_each_have_their_effect() {
    let hall = hall("Rosnida").await;
    hall.scan(&hall.register, &hall.token().await).await;
    let serial = hall.serial().await;
    let form = hall.register.get(&hall.gate()).await.field("form");
    let verdict = [("form", &*form), ("hasil", "waived"), ("sebab", "Jari aus")];
    for _ in 0..2 {
        assert_eq!(hall.register.post(&format!("{}/jari", hall.gate()), &verdict).await.status, 200);
    }
    let handed = [&[("form", &*form)], &holder(&serial)[..]].concat();
    for _ in 0..2 {
        let led = hall.register.post(&format!("{}/serahkan", hall.gate()), &handed).await;
        assert_eq!(led.status, 303, "{}", led.body);
    }
    let loaded = hall.server.app.cases.load(hall.server.app.office(), &hall.ticket).await.expect("read");
    let events = loaded.expect("a case").events;
    let checked = |e: &&procedure::Event| {
        matches!(e.body, EventBody::HolderFingerChecked { result: FingerResult::Waived, .. })
    };
    assert_eq!(events.iter().filter(checked).count(), 1);
}

#[tokio::test]
async fn a_card_goes_by_courier_comes_back_goes_to_a_nagari_and_arrives_with_proof() {
    let hall = hall("Rosnida").await;
    let serial = hall.serial().await;
    let page = hall.register.get(&hall.gate()).await;
    assert!(page.has("Kirim lewat kurir") && page.has("<option value=\"IV Jurai\""), "{}", page.body);
    let sent = |way: &'static str, card: &'static str| {
        vec![("cara", way), ("lewat", "Pos Painan"), ("nomor", "P1234567"), ("kartu_kirim", card)]
    };
    let wrong = hall.press("kirim", &sent("courier", "XX99999999")).await;
    assert!(wrong.has("cari kartu yang benar") && wrong.has("value=\"Pos Painan\""), "{}", wrong.body);
    let nowhere = hall.press("kirim", &without(sent("", ""), "cara")).await;
    assert!(nowhere.status == 422 && nowhere.has("Pilih kurir atau kantor nagari"), "{}", nowhere.body);
    let with = |mut fields: Vec<(&'static str, &'static str)>| {
        fields.pop();
        [fields, vec![]].concat()
    };
    let courier = [&with(sent("courier", ""))[..], &[("kartu_kirim", &*serial)]].concat();
    assert_eq!(hall.press("kirim", &courier).await.status, 303);
    let token = hall.token().await;
    let scanned = hall.scan(&hall.register, &token).await;
    assert!(scanned.status == 409 && scanned.has("sedang dikirim lewat Pos Painan"), "{}", scanned.body);
    let case = hall.server.case(&hall.ticket).await;
    assert!(case.waiting.is_some() && !case.is_ready());
    assert_eq!(hall.press("kembali", &[("sebab_kembali", " ")]).await.status, 422);
    assert_eq!(hall.press("kembali", &[("sebab_kembali", "Alamat kosong")]).await.status, 303);
    let nagari = [
        ("cara", "nagari"),
        ("lewat", "Kantor Nagari Contoh"),
        ("kecamatan", "IV Jurai"),
        ("nomor", "Wali Nagari Umpama"),
        ("kartu_kirim", &*serial),
    ];
    assert_eq!(hall.press("kirim", &nagari).await.status, 303);
    assert!(hall.register.get(&hall.gate()).await.has("Kantor Nagari Contoh, IV Jurai (Wali Nagari Umpama)"));
    hall.press("jari", &[("hasil", "waived"), ("sebab", "Diserahkan di kantor nagari")]).await;
    let arrived = [("penerima", "Rosnida"), ("hubungan", "Pemegang sendiri")];
    let bare = hall.arrives(&arrived, None).await;
    assert!(bare.status == 422 && bare.has("Isi bukti bahwa kartu sudah diterima"), "{}", bare.body);
    assert!(bare.has("value=\"Rosnida\""), "what was typed is kept: {}", bare.body);
    let numbered = [&arrived[..], &[("bukti", "Tanda terima nagari 7")]].concat();
    let torn = hall.arrives(&numbered, Some(b"no picture".to_vec())).await;
    assert!(torn.status == 422 && torn.has("Tanda terima nagari 7"), "{}", torn.body);
    let led = hall.arrives(&numbered, Some(crate::support::people::PNG.to_vec())).await;
    assert_eq!(led.status, 303, "{}", led.body);
    assert_eq!(hall.server.case(&hall.ticket).await.kept().count(), 3, "the photo is one of its files");
    assert_eq!(hall.server.case(&hall.ticket).await.status, Status::Closed(Closing::HandedOver));
    let receipt = hall.register.get(led.location()).await;
    assert!(
        receipt.has("Kantor nagari") && receipt.has("Tanda terima nagari 7, Foto di berkas"),
        "{}",
        receipt.body
    );
    assert!(hall.register.get("/meja/register").await.has("<td>Kantor nagari</td>"));
}

#[tokio::test]
async fn at_a_level_that_would_rather_deliver_the_gate_says_so() {
    let hall = hall("Rosnida").await;
    assert!(!hall.register.get(&hall.gate()).await.has("lebih baik kartu dikirim"));
    let kasi = hall.server.officer("kepala", "Kepala Seksi", &["kasi"]).await;
    let wish = office::stock::Wish { actor: kasi.actor(), at: hall.server.app.clock.now(), once: None };
    let why = "Kasus naik".to_owned();
    let strict = procedure::appointment::VisitCommand::SetLevel { level: Level::Strict, why };
    hall.server.app.visits.change(&wish, &strict).await.expect("changed");
    assert!(hall.register.get(&hall.gate()).await.has("lebih baik kartu dikirim"));
}
