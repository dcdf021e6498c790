//! The day's page, arrival at the door, and the page of the health protocol, as officers see them; and the resident's
//! side in the chat.

use crate::support::browser::{Answer, Browser};
use crate::support::people::{applicant, themself};
use crate::support::server::{CETAK, KADIS, KASI, OPERATOR, REGISTER, Server};
use office::cases::Order;
use procedure::{Command, Form, Slot, Ticket};

const DAY: &str = "/meja/janji";
const RULES: &str = "/meja/janji/protokol";

struct Staff {
    operator: Browser,
    kasi: Browser,
    printer: Browser,
    register: Browser,
}

async fn staff(server: &Server) -> Staff {
    Staff {
        operator: server.bearer(OPERATOR).await,
        kasi: server.bearer(KASI).await,
        printer: server.bearer(CETAK).await,
        register: server.bearer(REGISTER).await,
    }
}

/// A card that is ready, and its applicant was told.
async fn ready(server: &Server, staff: &Staff, name: &str) -> Ticket {
    let ticket = server.printed_case(name, &staff.operator, &staff.kasi, &staff.printer).await;
    server.decide(&ticket, &staff.register, "penyerahan", "beritahu", Form::default()).await;
    ticket
}

/// The applicant books the `nth` free slot from now.
async fn books(server: &Server, name: &str, ticket: &Ticket, nth: usize) -> Slot {
    let now = server.app.clock.now();
    let offer = server.app.visits.offer(now).await.expect("read").expect("appointments");
    let slot = offer.slots[nth];
    let command = Command::Book { slot };
    server
        .order(Order::new(Some(ticket.clone()), themself(&applicant(name)), now, command))
        .await
        .expect("booked");
    slot
}

async fn set_level(kasi: &Browser, level: &str) -> Answer {
    let fields = [("act", "tingkat"), ("level", level), ("why", "Kasus naik")];
    let seen = kasi.post(RULES, &fields).await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    let token = seen.field("form");
    let fields = [&fields[..], &[("form", token.as_str()), ("lakukan", "1")]].concat();
    let done = kasi.post(RULES, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    kasi.get(done.location()).await
}

#[tokio::test]
async fn a_visitor_is_expected_let_in_with_every_check_and_leaves_the_waiting_room_with_the_card() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let ticket = ready(&server, &staff, "Rosnida").await;
    books(&server, "Rosnida", &ticket, 0).await;
    let level = set_level(&staff.kasi, "cautious").await;
    assert!(level.has("Waspada") && level.has("2 tempat tiap 15 menit"), "{}", level.body);
    let page = staff.register.get(DAY).await;
    assert!(page.has("Rosnida") && page.has("ditunggu") && page.has("Memakai masker"), "{}", page.body);
    assert!(page.has("Di ruang tunggu: 0 dari paling banyak 20 orang"), "{}", page.body);
    let arrive = format!("{DAY}/{ticket}/datang");
    let half = staff.register.post(&arrive, &[("check", "masker")]).await;
    assert_eq!(half.status, 422);
    assert!(half.has("Semua pemeriksaan di pintu") && half.has("value=\"masker\" checked"), "{}", half.body);
    let came = staff.register.post(&arrive, &[("check", "masker"), ("check", "suhu")]).await;
    assert_eq!((came.status, came.location()), (303, "/meja/janji?sudah=1"), "{}", came.body);
    let page = staff.register.get(came.location()).await;
    assert!(page.has("Di ruang tunggu: 1") && page.has("datang 09."), "{}", page.body);
    server.hand_over(&ticket, &staff.register).await;
    let page = staff.register.get(DAY).await;
    assert!(page.has("Di ruang tunggu: 0") && page.has("sudah dilayani"), "{}", page.body);
    let history = staff.register.get(&format!("/meja/perkara/{ticket}")).await;
    assert!(history.has("janji dibuat") && history.has("pemeriksaan di pintu terpenuhi"), "{}", history.body);
}

#[tokio::test]
async fn a_change_of_level_is_seen_before_it_is_done_and_who_must_move_is_moved() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let people = ["Rosnida", "Murni", "Yulia"];
    for name in people {
        let ticket = ready(&server, &staff, name).await;
        books(&server, name, &ticket, 0).await;
    }
    let fields = [("act", "tingkat"), ("level", "strict"), ("why", "Kasus naik")];
    let seen = staff.kasi.post(RULES, &fields).await;
    assert!(seen.has("2 janji akan dipindahkan"), "{}", seen.body);
    assert!(staff.kasi.get(RULES).await.has("3 tempat"), "nothing has happened yet");
    let done = set_level(&staff.kasi, "strict").await;
    assert!(done.has("Janji yang dipindahkan: 2") && done.has("1 tempat tiap 15 menit"), "{}", done.body);
    assert!(done.has("Kasus naik") && done.has("tingkat: Ketat"), "{}", done.body);
    let page = staff.register.get(DAY).await;
    assert_eq!(page.body.matches("1/1").count(), 3, "{}", page.body);
    let again = staff.kasi.post(RULES, &fields).await;
    assert!(again.status == 422 && again.has("sudah begitu"), "{}", again.body);
}

#[tokio::test]
async fn a_day_is_closed_and_opened_again_with_a_reason() {
    let server = Server::start().await;
    server.at_nine();
    let kasi = server.bearer(KASI).await;
    let calendar = &server.app.cases.procedures().active().calendar;
    let today = calendar.offset.to_datetime(server.app.clock.now()).date().to_string();
    let close = |lakukan: bool| {
        let mut fields = vec![("act", "tutup"), ("day", today.as_str()), ("why", "Listrik padam")];
        fields.extend(lakukan.then_some(("lakukan", "1")));
        fields
    };
    assert!(kasi.post(RULES, &close(false)).await.has("Tidak ada janji yang harus dipindahkan"));
    assert_eq!(kasi.post(RULES, &close(true)).await.status, 303);
    assert!(kasi.get(DAY).await.has("kantor tutup"));
    let rules = kasi.get(RULES).await;
    assert!(rules.has("Hari tutup tambahan") && rules.has("Buka kembali"), "{}", rules.body);
    let open = [("act", "buka"), ("day", today.as_str()), ("why", "Menyala lagi"), ("lakukan", "1")];
    assert_eq!(kasi.post(RULES, &open).await.status, 303);
    assert!(!kasi.get(DAY).await.has("kantor tutup"));
    for (fields, words) in [
        (vec![("act", "tutup"), ("day", "besok"), ("why", "x")], "Tulis tanggalnya"),
        (vec![("act", "tutup"), ("day", "2020-01-01"), ("why", "x")], "sudah lewat"),
        (vec![("act", "tingkat"), ("level", "parah"), ("why", "x")], "Pilih tingkatnya"),
        (vec![("act", "tutup"), ("day", today.as_str()), ("why", " ")], "Tulis"),
    ] {
        let answer = kasi.post(RULES, &fields).await;
        assert!(answer.status == 422 && answer.has(words), "{words}: {}", answer.body);
    }
}

#[tokio::test]
async fn each_form_is_offered_and_heeded_only_where_the_procedure_gives_the_power() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let kadis = server.bearer(KADIS).await;
    let ticket = ready(&server, &staff, "Rosnida").await;
    books(&server, "Rosnida", &ticket, 0).await;
    let arrive = format!("{DAY}/{ticket}/datang");
    for stranger in [&staff.operator, &staff.printer] {
        assert_eq!(stranger.get(DAY).await.status, 404);
        let refused = stranger.post(&arrive, &[]).await;
        assert!(refused.status == 404 && !refused.has("Rosnida"));
        assert_eq!(stranger.post(RULES, &[("act", "tingkat")]).await.status, 404);
    }
    assert!(staff.register.get(DAY).await.has(&arrive) && !kadis.get(DAY).await.has(&arrive));
    assert_eq!(kadis.post(&arrive, &[]).await.status, 403);
    assert!(kadis.get(RULES).await.has("value=\"tingkat\""));
    assert!(!staff.register.get(RULES).await.has("value=\"tingkat\""));
    let fields = [("act", "tingkat"), ("level", "strict"), ("why", "Kasus naik"), ("lakukan", "1")];
    assert_eq!(staff.register.post(RULES, &fields).await.status, 403);
    assert_eq!(server.stranger().get(DAY).await.location(), "/masuk?ke=/meja/janji");
}

#[tokio::test]
async fn a_walk_in_is_booked_and_called_off_on_the_case_page_by_who_makes_appointments() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let ticket = ready(&server, &staff, "Rosnida").await;
    let path = format!("/meja/perkara/{ticket}");
    let page = staff.register.get(&path).await;
    assert!(page.has("Belum ada janji") && page.has("Buat atau pindahkan janji"), "{}", page.body);
    assert!(!staff.printer.get(&path).await.has("Buat atau pindahkan janji"));
    let (_, slots) = page.body.split_once("id=\"slot\"").expect("the form");
    let first = slots.split("<option value=\"").nth(1).and_then(|o| o.split('"').next()).expect("a slot");
    let done = staff.register.post(&format!("{path}/janji"), &[("slot", first)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(server.case(&ticket).await.expected().is_some());
    assert!(staff.register.get(&path).await.has("Lihat hari itu"));
    assert_eq!(staff.register.post(&format!("{path}/janji"), &[("slot", "besok")]).await.status, 422);
    let refused = staff.printer.post(&format!("{path}/batal-janji"), &[]).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert_eq!(staff.register.post(&format!("{path}/batal-janji"), &[]).await.status, 303);
    assert_eq!(server.case(&ticket).await.expected(), None);
}

#[tokio::test]
async fn whom_no_message_reaches_is_on_the_call_list_once_their_time_changes() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let ticket = server.walk_in(applicant("Rosnida"), &staff.operator).await;
    for (n, document) in ["kk", "surat_hilang"].into_iter().enumerate() {
        let command = crate::support::story::attach(&format!("f{n}"), document);
        server.done(&ticket, staff.operator.actor(), command).await;
    }
    server.done(&ticket, staff.operator.actor(), Command::Submit).await;
    let serial = server.blank(&staff.printer).await;
    for (step, outcome, by, form) in [
        ("penerimaan", "lengkap", &staff.operator, Form::default()),
        ("verifikasi", "rekomendasi", &staff.kasi, Form::default()),
        ("pencetakan", "perintah_cetak", &staff.printer, Form::default()),
        ("pencetakan", "tercetak", &staff.printer, serial),
        ("pencetakan", "aktif", &staff.printer, Form::default()),
        ("penyerahan", "beritahu", &staff.register, Form::default()),
    ] {
        server.decide(&ticket, by, step, outcome, form).await;
    }
    let now = server.app.clock.now();
    let slot = server.app.visits.offer(now).await.expect("read").expect("appointments").slots[0];
    server.done(&ticket, staff.register.actor(), Command::Book { slot }).await;
    let told = Command::RecordCall { result: procedure::CallResult::Reached, note: None };
    server.done(&ticket, staff.register.actor(), told).await;
    assert!(!staff.kasi.get("/meja/telepon").await.has("Rosnida"));
    let calendar = &server.app.cases.procedures().active().calendar;
    let day = calendar.offset.to_datetime(slot.from).date().to_string();
    let close = [("act", "tutup"), ("day", day.as_str()), ("why", "Banjir"), ("lakukan", "1")];
    assert_eq!(staff.kasi.post(RULES, &close).await.status, 303);
    let calls = staff.kasi.get("/meja/telepon").await;
    assert!(calls.has("Rosnida"), "{}", calls.body);
}

#[tokio::test]
async fn the_tracking_page_shows_the_appointment_and_how_to_change_it() {
    let server = Server::start().await;
    server.at_nine();
    let staff = staff(&server).await;
    let ticket = ready(&server, &staff, "Rosnida").await;
    books(&server, "Rosnida", &ticket, 0).await;
    let page = server.stranger().post("/lacak", &[("ticket", ticket.as_str()), ("digits", "1234")]).await;
    assert!(page.has("Janji Anda:") && page.has("Memindahkan atau membatalkan"), "{}", page.body);
}
