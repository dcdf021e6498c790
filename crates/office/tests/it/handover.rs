//! The gate over HTTP: passes and their page, two counters, what the form refuses and in which words, the receipt, and
//! the other ways out.

use crate::support::browser::{Answer, Browser};
use crate::support::databases::on_both;
use crate::support::server::{CETAK, KASI, OPERATOR, REGISTER, Server};
use crate::support::story::{OFFICE, cases, minute, passes, reached};
use office::handover::{Passes, Purpose};
use procedure::command::Form;
use procedure::{Closing, EventBody, FingerResult, Status, Ticket};

const COUNTER: &str = "/meja/penyerahan";

struct Hall {
    server: Server,
    printer: Browser,
    register: Browser,
    /// At the counter beside.
    beside: Browser,
    ticket: Ticket,
}

/// A card that its holder was told of.
async fn hall(name: &str) -> Hall {
    let server = Server::start().await;
    server.at_nine();
    let (operator, kasi) = (server.bearer(OPERATOR).await, server.bearer(KASI).await);
    let (printer, register) = (server.bearer(CETAK).await, server.bearer(REGISTER).await);
    let beside = server.officer("nia", "Nia Umpama", &[REGISTER]).await;
    let ticket = server.printed_case(name, &operator, &kasi, &printer).await;
    server.decide(&ticket, &register, "penyerahan", "beritahu", Form::default()).await;
    Hall { server, printer, register, beside, ticket }
}

impl Hall {
    async fn token(&self) -> String {
        let pass = self.server.case(&self.ticket).await.gate.pass.expect("a pass");
        let passes = self.server.app.cases.passes();
        passes.token(Purpose::Collect, self.server.app.office(), &self.ticket, pass.no)
    }

    fn gate(&self) -> String {
        format!("{COUNTER}/{}", self.ticket)
    }

    async fn serial(&self) -> String {
        self.server.case(&self.ticket).await.blangko().expect("a card").as_str().to_owned()
    }

    async fn scan(&self, by: &Browser, typed: &str) -> Answer {
        by.post(COUNTER, &[("kartu", typed)]).await
    }

    /// Sends one of the gate's buttons.
    async fn press(&self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.register.get(&self.gate()).await.field("form");
        let all = [&[("form", &*form)], fields].concat();
        self.register.post(&format!("{}/{act}", self.gate()), &all).await
    }

    async fn finger(&self, result: &str) -> Answer {
        let fields = [("hasil", result), ("alat", "FP-0001"), ("jari", "right_index"), ("sebab", "Jari aus")];
        self.press("jari", &fields).await
    }
}

/// A holder who has come with their pass; the serial of the card in hand.
fn holder(serial: &str) -> Vec<(&str, &str)> {
    vec![("siapa", "pemegang"), ("periksa", "wajah"), ("periksa", "data"), ("asli", "1"), ("blangko", serial)]
}

fn without<'a>(fields: Vec<(&'a str, &'a str)>, name: &str) -> Vec<(&'a str, &'a str)> {
    fields.into_iter().filter(|(n, v)| *n != name && *v != name).collect()
}

#[tokio::test]
async fn a_pass_page_shows_a_code_and_no_person_and_is_kept_by_nobody() {
    let hall = hall("Rosnida Umpama").await;
    let page = hall.server.stranger().get(&format!("/tanda/{}", hall.token().await)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.has("<svg class=\"qr\"")
            && page.has("Kartu Keluarga asli")
            && page.has("Surat Keterangan Hilang")
    );
    assert!(!page.has("Rosnida") && !page.has("1301014504900001") && !page.has(hall.ticket.as_str()));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "strict-origin");
}

#[tokio::test]
async fn wrong_expired_and_used_passes_get_one_and_the_same_page() {
    let hall = hall("Rosnida").await;
    let (visitor, token) = (hall.server.stranger(), hall.token().await);
    let wrong = visitor.get(&format!("/tanda/{}", "0".repeat(32))).await;
    assert_eq!(wrong.status, 404);
    assert!(wrong.has("Halaman ini tidak berlaku"), "{}", wrong.body);
    let survey = visitor.get(&format!("/survei/{token}")).await;
    assert_eq!((survey.status, &survey.body), (404, &wrong.body), "a pass is no survey");
    hall.server.minutes_later(60 * 24 * 60);
    let expired = visitor.get(&format!("/tanda/{token}")).await;
    assert_eq!((expired.status, &expired.body), (404, &wrong.body));
    hall.server.hand_over(&hall.ticket, &hall.register).await;
    let used = visitor.get(&format!("/tanda/{token}")).await;
    assert_eq!((used.status, &used.body), (404, &wrong.body));
}

#[tokio::test]
async fn guessing_at_pass_pages_is_slowed_and_a_good_pass_is_shown_all_the_same() {
    let hall = hall("Rosnida").await;
    let (visitor, token) = (hall.server.stranger(), hall.token().await);
    let mut last = 404;
    for n in 0..11 {
        last = visitor.get(&format!("/tanda/{n:032x}")).await.status;
    }
    assert_eq!(last, 429);
    assert_eq!(visitor.get(&format!("/tanda/{token}")).await.status, 200);
}

#[tokio::test]
async fn token_address_and_code_lead_to_the_gate_however_they_are_typed() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    let page = hall.server.stranger().get(&format!("/tanda/{token}")).await.body;
    let (_, after) = page.split_once("<strong class=\"code\">").expect("the code");
    let code = after.split_once('<').expect("its end").0.to_owned();
    let (spoken, scanned) = (code.to_lowercase().replace('-', " "), token.to_uppercase());
    let address = format!("{}/tanda/{token}", hall.server.base);
    for typed in [&token, &scanned, &address, &code, &spoken, &format!(" {scanned}\n")] {
        let led = hall.scan(&hall.register, typed).await;
        assert_eq!((led.status, led.location()), (303, &*hall.gate()), "{typed}: {}", led.body);
    }
    let shown = hall.register.get(&hall.gate()).await;
    assert!(shown.has("Kartu ambil ditunjukkan"), "{}", shown.body);
    assert!(!shown.has(&hall.serial().await), "the card's own serial is read from the card");
    let events = hall.server.app.cases.load(hall.server.app.office(), &hall.ticket).await.expect("read");
    let count = |wanted: fn(&EventBody) -> bool| {
        events.as_ref().expect("a case").events.iter().filter(|e| wanted(&e.body)).count()
    };
    assert_eq!(count(|b| matches!(b, EventBody::PassShown { .. })), 1, "scanned six times");
    assert_eq!(count(|b| matches!(b, EventBody::Claimed { step } if *step == "penyerahan")), 1);
}

#[tokio::test]
async fn of_two_counters_at_once_one_serves_and_the_other_is_told_who() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    let (one, two) = tokio::join!(hall.scan(&hall.register, &token), hall.scan(&hall.beside, &token));
    let (led, told) = if one.status == 303 { (one, two) } else { (two, one) };
    assert_eq!((led.status, told.status), (303, 409), "{}", told.body);
    assert!(told.has("Orang petugas_register") || told.has("Nia Umpama"), "{}", told.body);
    assert!(!told.has("Layani tanpa kartu ambil") && told.has(&token), "what was scanned stands there");
}

#[tokio::test]
async fn a_pass_after_the_handover_says_when_and_by_whom() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    hall.server.hand_over(&hall.ticket, &hall.register).await;
    let told = hall.scan(&hall.beside, &token).await;
    assert_eq!(told.status, 409);
    assert!(told.has("KTP-el diserahkan") && told.has("Orang petugas_register"), "{}", told.body);
}

#[tokio::test]
async fn an_expired_pass_says_so_and_what_to_do() {
    let hall = hall("Rosnida").await;
    let token = hall.token().await;
    hall.server.minutes_later(60 * 24 * 60);
    // Nobody stays signed in so long.
    let fresh = hall.server.officer("esok", "Esok Umpama", &[REGISTER]).await;
    let told = hall.scan(&fresh, &token).await;
    assert_eq!(told.status, 409);
    assert!(told.has("kedaluwarsa sejak") && told.has("bandingkan dengan berkas"), "{}", told.body);
    assert!(told.has(&format!("href=\"{}\"", hall.gate())));
    assert!(fresh.get(&hall.gate()).await.has("Mengapa tanpa kartu ambil"));
}

#[tokio::test]
async fn what_is_no_pass_is_told_kept_and_slowed_and_a_ticket_leads_to_the_gate() {
    let hall = hall("Rosnida").await;
    let wrong = hall.scan(&hall.register, "ABC-DEF-<b>").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("Ini bukan kartu ambil") && wrong.has("ABC-DEF-&#60;b&#62;"), "{}", wrong.body);
    for _ in 0..10 {
        hall.scan(&hall.register, "K7MR4TXB2").await;
    }
    assert_eq!(hall.scan(&hall.register, "K7MR4TXB2").await.status, 429);
    let led = hall.scan(&hall.register, hall.ticket.as_str()).await;
    assert_eq!((led.status, led.location()), (303, &*hall.gate()));
}

#[tokio::test]
async fn whoever_hands_nothing_over_sees_no_counter_and_no_gate() {
    let hall = hall("Rosnida").await;
    for path in [COUNTER.to_owned(), hall.gate(), format!("{}/foto", hall.gate())] {
        let answer = hall.printer.get(&path).await;
        assert!(answer.status == 404 && !answer.has("Rosnida"), "{path}: {}", answer.body);
    }
    let act = hall.printer.post(&format!("{}/jari", hall.gate()), &[("hasil", "match")]).await;
    assert_eq!(act.status, 404);
    let stranger = hall.server.stranger().get(&hall.gate()).await;
    assert!(stranger.status == 303 && stranger.location().starts_with("/masuk"));
}

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
    let bare = hall.press("serahkan", &arrived).await;
    assert!(bare.has("Isi bukti bahwa kartu sudah diterima"), "{}", bare.body);
    let led = hall.press("serahkan", &[&arrived[..], &[("bukti", "Tanda terima nagari 7")]].concat()).await;
    assert_eq!(led.status, 303, "{}", led.body);
    assert_eq!(hall.server.case(&hall.ticket).await.status, Status::Closed(Closing::HandedOver));
    let receipt = hall.register.get(led.location()).await;
    assert!(receipt.has("Kantor nagari") && receipt.has("Tanda terima nagari 7"), "{}", receipt.body);
    assert!(hall.register.get("/meja/register").await.has("<td>Kantor nagari</td>"));
}

#[tokio::test]
async fn passes_are_found_by_what_is_kept_of_them_on_both_databases() {
    on_both(|b| async move {
        let cases = cases(&b.db);
        let ticket = reached(&cases, OFFICE, 1, "beritahu").await;
        let loaded = cases.load(OFFICE, &ticket).await.unwrap().unwrap();
        let no = loaded.case.gate.pass.unwrap().no;
        let token = passes().token(Purpose::Collect, OFFICE, &ticket, no);
        let found = passes().read(&b.db, OFFICE, &token).await.unwrap().unwrap();
        assert_eq!((found.ticket.clone(), found.no), (ticket.clone(), no), "{}", b.name);
        assert_eq!(passes().read(&b.db, "13.02", &token).await.unwrap(), None, "{}", b.name);
        let other = passes().find(&b.db, Purpose::Survey, OFFICE, &token).await.unwrap();
        assert_eq!(other, None, "{}: a pass is no survey", b.name);
        let kept = b.db.query("SELECT token, code FROM passes", vec![]).await.unwrap();
        let texts = [kept[0].text(0).unwrap(), kept[0].text(1).unwrap()];
        assert!(texts.iter().all(|t| t.len() == 64 && !t.contains(&token)), "{}: {texts:?}", b.name);
        // Under another master key a pass that is out there is still found, and shown as it was handed out.
        let key = |byte: &str| office::config::MasterKey::parse(&byte.repeat(32));
        let secrets = |former: Vec<_>| office::config::Secrets {
            master_key: key("08"),
            former_master_keys: former,
            ..Default::default()
        };
        let rotated = Passes::of(&secrets(key("07").into_iter().collect()));
        assert!(rotated.read(&b.db, OFFICE, &token).await.unwrap().is_some(), "{}", b.name);
        let again = rotated.shown_again(&b.db, Purpose::Collect, OFFICE, (&ticket, no)).await.unwrap();
        assert_eq!(again.as_deref(), Some(&*token), "{}", b.name);
        let strange = Passes::of(&secrets(Vec::new()));
        assert_eq!(strange.read(&b.db, OFFICE, &token).await.unwrap(), None, "{}", b.name);
        // Told once more: the older pass still leads to its case, and the rules say that it was replaced.
        let again = crate::support::story::record("penyerahan", "beritahu", Form::default());
        let register = crate::support::story::officer("petugas_register", "A");
        let order = office::cases::Order::new(Some(ticket.clone()), register, minute(40), again);
        let newer = cases.dispatch(OFFICE, order).await.unwrap().case.unwrap().gate.pass.unwrap();
        assert!(newer.no > no);
        assert_eq!(passes().read(&b.db, OFFICE, &token).await.unwrap().map(|f| f.no), Some(no), "{}", b.name);
    })
    .await;
}
